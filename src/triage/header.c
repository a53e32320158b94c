/* SPDX-License-Identifier: MIT
 *
 * Looking at headers: every instance of a header, its name without regard to case.
 */
#include "triage-private.h"

#include "inkom/text.h"

#include <string.h>

#define VALUE_MAX 60 /* characters of a header that are shown in a reason */

/* The next header of that name from *at on, which moves past it; NULL if there is no more. */
const InkHeader *
ink_triage_next_header(const InkMessage *message, const char *name, guint *at)
{
    while (*at < message->headers->len) {
        const InkHeader *header = message->headers->pdata[(*at)++];
        if (g_ascii_strcasecmp(header->name, name) == 0)
            return header;
    }
    return NULL;
}

char *
ink_triage_describe(const InkHeader *header)
{
    g_autofree char *value = ink_text_one_line(header->value, VALUE_MAX);
    g_autofree char *name = ink_text_one_line(header->name, VALUE_MAX);
    return g_strdup_printf("%s: %s", name, value);
}

char *
ink_triage_find_any_header(const InkMessage *message, const char *const *names)
{
    for (gsize i = 0; names[i] != NULL; i++) {
        guint at = 0;
        const InkHeader *header = ink_triage_next_header(message, names[i], &at);
        if (header != NULL)
            return ink_triage_describe(header);
    }
    return NULL;
}

char *
ink_triage_find_token(const InkMessage *message, const char *name, const char *const *tokens)
{
    const InkHeader *header = ink_message_find_token(message, name, tokens);
    return header != NULL ? ink_triage_describe(header) : NULL;
}

char *
ink_triage_get_local_part(const char *address)
{
    const char *at = strrchr(address, '@');
    return g_ascii_strdown(address, at != NULL ? at - address : -1);
}

/* What is in comments and in quotes is no address, and what is in brackets is one. */
char **
ink_triage_list_addresses(const char *value)
{
    GString *plain = g_string_new(NULL);
    guint depth = 0;
    gboolean is_quoted = FALSE;
    for (; *value != '\0'; value++) {
        if (*value == '\\' && (is_quoted || depth > 0) && value[1] != '\0')
            value++;
        else if (*value == '"' && depth == 0)
            is_quoted = !is_quoted;
        else if (*value == '(' && !is_quoted)
            depth++;
        else if (*value == ')' && depth > 0)
            depth--;
        else if (depth == 0 && !is_quoted)
            g_string_append_c(plain, g_ascii_tolower(*value));
    }
    g_auto(GStrv) words = g_strsplit_set(plain->str, " \t\r\n,;:<>", -1);
    g_string_free(plain, TRUE);
    g_autoptr(GStrvBuilder) addresses = g_strv_builder_new();
    for (char **word = words; *word != NULL; word++)
        if (strchr(*word, '@') != NULL)
            g_strv_builder_add(addresses, *word);
    return g_strv_builder_end(addresses);
}

gboolean
ink_triage_is_own(const InkConfig *config, const char *address)
{
    if (ink_config_is_own_address(config, address))
        return TRUE;
    char delimiter = config->delimiter != '\0' ? config->delimiter : '+';
    const char *at = strrchr(address, '@'), *plus = strchr(address, delimiter);
    if (at == NULL || plus == NULL || plus > at)
        return FALSE;
    g_autofree char *bare = g_strdup_printf("%.*s%s", (int)(plus - address), address, at);
    return ink_config_is_own_address(config, bare);
}
