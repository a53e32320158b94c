/* SPDX-License-Identifier: MIT
 *
 * Fields of reports: "Name: value", in groups.
 */
#include "report-private.h"

#include <string.h>

#define GROUPS_MAX      200
#define FIELD_BYTES_MAX 4000 /* of one that goes on over lines without end */

static void
end_group(GPtrArray *groups, GPtrArray **group)
{
    if ((*group)->len == 0)
        return;
    g_ptr_array_add(groups, *group);
    *group = g_ptr_array_new_with_free_func((GDestroyNotify)ink_header_free);
}

static void
append_to_last(const GPtrArray *group, const char *text)
{
    InkHeader *field = group->pdata[group->len - 1];
    if (strlen(field->value) > FIELD_BYTES_MAX)
        return;
    char *whole = g_strconcat(field->value, *field->value != '\0' ? " " : "", text, NULL);
    g_free(field->value);
    field->value = whole;
}

GPtrArray *
ink_fields_parse(const char *text)
{
    GPtrArray *groups = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    g_autoptr(GPtrArray) group = g_ptr_array_new_with_free_func((GDestroyNotify)ink_header_free);
    while (*text != '\0' && groups->len < GROUPS_MAX) {
        gsize size = strcspn(text, "\n");
        g_autofree char *line = g_strndup(text, size);
        char *colon = strchr(line, ':');
        gboolean goes_on = *line == ' ' || *line == '\t'; /* folded, RFC 5322 §2.2.3 */
        if (strspn(line, " \t") == size)
            end_group(groups, &group);
        else if (goes_on && group->len > 0)
            append_to_last(group, g_strstrip(line));
        else if (colon != NULL) {
            *colon = '\0';
            g_ptr_array_add(group, ink_header_new(g_strstrip(line), g_strstrip(colon + 1)));
        }
        text += size + (text[size] != '\0');
    }
    end_group(groups, &group);
    return groups;
}

const char *
ink_fields_find(const GPtrArray *group, const char *name)
{
    for (guint i = 0; i < group->len; i++) {
        const InkHeader *field = group->pdata[i];
        if (g_ascii_strcasecmp(field->name, name) == 0)
            return field->value;
    }
    return NULL;
}

char *
ink_fields_read_address(const char *value)
{
    if (value == NULL)
        return NULL;
    const char *semicolon = strchr(value, ';');
    const char *start = semicolon != NULL ? semicolon + 1 : value;
    const char *bracket = strchr(start, '<');
    start = bracket != NULL ? bracket + 1 : start + strspn(start, " \t\"'");
    gsize size = strcspn(start, "> \t(),;\"'");
    if (memchr(start, '@', size) == NULL)
        return NULL;
    return g_ascii_strdown(start, (gssize)size);
}

char *
ink_fields_read_id(const char *value)
{
    if (value == NULL)
        return NULL;
    const char *start = strchr(value, '<');
    start = start != NULL ? start + 1 : value + strspn(value, " \t");
    gsize size = strcspn(start, "> \t");
    return size > 0 && memchr(start, '@', size) != NULL ? g_strndup(start, size) : NULL;
}
