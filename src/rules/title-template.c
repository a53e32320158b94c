/* SPDX-License-Identifier: MIT
 *
 * Titles that rules give.
 */
#include "title-template.h"

#include <string.h>

char *
ink_title_template_check(const char *template, GHashTable *known, gsize *out_offset)
{
    for (const char *at = template; *at != '\0';) {
        gsize plain = strcspn(at, "{}");
        at += plain;
        if (*at == '\0')
            return NULL;
        *out_offset = (gsize)(at - template);
        gsize name_size = strcspn(at + 1, "{}");
        if (*at == '}' || at[1 + name_size] != '}')
            return g_strdup("{ och } måste stå runt ett fält: {plats}");
        g_autofree char *name = g_strndup(at + 1, name_size);
        if (!g_hash_table_contains(known, name))
            return g_strdup_printf("fältet {%s} finns inte; någon regel måste ha en grupp (?<%s>…) "
                                   "i sitt villkor",
                                   name, *name != '\0' ? name : "namn");
        at += name_size + 2;
    }
    return NULL;
}

char *
ink_title_template_fill(const char *template, GHashTable *values)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (const char *at = template; *at != '\0';) {
        gsize plain = strcspn(at, "{");
        g_string_append_len(out, at, (gssize)plain);
        at += plain;
        if (*at == '\0')
            break;
        gsize name_size = strcspn(at + 1, "}");
        g_autofree char *name = g_strndup(at + 1, name_size);
        const char *value = g_hash_table_lookup(values, name);
        if (value == NULL)
            return NULL;
        g_string_append(out, value);
        at += name_size + 2;
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}
