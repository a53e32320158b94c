/* SPDX-License-Identifier: MIT
 *
 * What stands in the value of a header field, when comments are taken out (RFC 5322 §3.2.2).
 */
#include "inkom/message.h"

#include <string.h>

const char *const ink_header_recipient_names[] = {"Delivered-To", "X-Original-To", "Envelope-To",
                                                  "X-Envelope-To", NULL};

char *
ink_header_get_token(const char *value)
{
    GString *out = g_string_new(NULL);
    guint depth = 0;
    for (; *value != '\0' && (depth > 0 || *value != ';'); value++) {
        if (*value == '\\' && value[1] != '\0')
            value = g_utf8_next_char(value + 1) - 1; /* the whole escaped letter */
        else if (*value == '(')
            depth++;
        else if (*value == ')' && depth > 0)
            depth--;
        else if (depth == 0)
            g_string_append_c(out, g_ascii_tolower(*value));
    }
    return g_strstrip(g_string_free(out, FALSE));
}

/* The first word decides: "auto-replied vacation" and "bulk, list" lack their marks. */
const InkHeader *
ink_message_find_token(const InkMessage *message, const char *name, const char *const *tokens)
{
    for (guint i = 0; i < message->headers->len; i++) {
        const InkHeader *header = message->headers->pdata[i];
        if (g_ascii_strcasecmp(header->name, name) != 0)
            continue;
        g_autofree char *token = ink_header_get_token(header->value);
        token[strcspn(token, " \t,")] = '\0';
        if (g_strv_contains(tokens, token))
            return header;
    }
    return NULL;
}

const char *
ink_header_find_last_word(const char *value, const char *word)
{
    const char *found = NULL;
    gsize size = strlen(word);
    guint depth = 0;
    gboolean is_start = TRUE;
    for (const char *c = value; *c != '\0'; c++) {
        if (*c == '(')
            depth++;
        else if (*c == ')' && depth > 0)
            depth--;
        else if (depth == 0 && is_start && g_ascii_strncasecmp(c, word, size) == 0 &&
                 (c[size] == ' ' || c[size] == '\t'))
            found = c;
        is_start = g_ascii_isspace(*c) || *c == ')';
    }
    return found;
}

/* The address that a word is, without "IPv6:", port and zone; NULL if it is none. Cuts the word. */
static const char *
read_ip(char *word)
{
    char *colon = strchr(word, ':');
    if (g_ascii_strncasecmp(word, "IPv6:", strlen("IPv6:")) == 0)
        word += strlen("IPv6:");
    else if (colon != NULL && strchr(colon + 1, ':') == NULL)
        *colon = '\0';
    word[strcspn(word, "%")] = '\0';
    return g_hostname_is_ip_address(word) ? word : NULL;
}

char **
ink_header_list_ips(const char *text)
{
    g_autoptr(GStrvBuilder) ips = g_strv_builder_new();
    g_auto(GStrv) words = g_strsplit_set(text, " \t()[]<>@=,;", -1);
    for (char **word = words; *word != NULL; word++) {
        const char *ip = read_ip(*word);
        if (ip != NULL)
            g_strv_builder_add(ips, ip);
    }
    return g_strv_builder_end(ips);
}
