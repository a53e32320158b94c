/* SPDX-License-Identifier: MIT
 *
 * limits: how much of a message we take in.
 */
#include "config-private.h"

#include <string.h>

#define KB (G_GINT64_CONSTANT(1024))
#define MB (KB * KB)

typedef struct {
    const char *key;
    gsize offset; /* in InkLimits */
    gint64 least, most;
    gboolean is_bytes;
} Limit;

/* The most of a message is what SQLite takes in one row (1,000,000,000 bytes), with some room.
 * The most of an address header is its default: GMime's address parser recurses on it, and 80 KB
 * was measured to end the program. */
static const Limit LIMITS[] = {
    {"message_bytes", G_STRUCT_OFFSET(InkLimits, message_bytes), 64 * KB, 900 * MB, TRUE},
    {"header_bytes", G_STRUCT_OFFSET(InkLimits, header_bytes), 16 * KB, 16 * MB, TRUE},
    {"address_header_bytes", G_STRUCT_OFFSET(InkLimits, address_header_bytes), 1 * KB, 16 * KB,
     TRUE},
    {"header_count", G_STRUCT_OFFSET(InkLimits, header_count), 100, 100000, FALSE},
    {"parts", G_STRUCT_OFFSET(InkLimits, parts), 10, 100000, FALSE},
    {"depth", G_STRUCT_OFFSET(InkLimits, depth), 5, 500, FALSE},
    {"message_depth", G_STRUCT_OFFSET(InkLimits, message_depth), 0, 20, FALSE},
    {"text_bytes", G_STRUCT_OFFSET(InkLimits, text_bytes), 4 * KB, 10 * MB, TRUE},
};

/* "50 MB", "16 kB", "1024": 1 kB is 1024 bytes. FALSE if it is none of those. */
static gboolean
parse_size(const char *text, gint64 *out)
{
    static const struct {
        const char *name;
        gint64 factor;
    } UNITS[] = {{"", 1}, {"B", 1}, {"kB", KB}, {"KB", KB}, {"MB", MB}, {"GB", KB * MB}};
    char *end;
    if (!g_ascii_isdigit(*text))
        return FALSE;
    guint64 count = g_ascii_strtoull(text, &end, 10);
    if (*end == ' ')
        end++;
    for (gsize i = 0; i < G_N_ELEMENTS(UNITS); i++) {
        if (strcmp(end, UNITS[i].name) != 0)
            continue;
        if (count > (guint64)(G_MAXINT64 / UNITS[i].factor))
            return FALSE;
        *out = (gint64)count * UNITS[i].factor;
        return TRUE;
    }
    return FALSE;
}

static char *
format_size(gint64 size)
{
    if (size % MB == 0)
        return g_strdup_printf("%" G_GINT64_FORMAT " MB", size / MB);
    return g_strdup_printf("%" G_GINT64_FORMAT " kB", size / KB);
}

static void
read_size(const InkConfigReader *reader, const InkYamlNode *part, const Limit *limit, gint64 *out)
{
    g_autofree char *text = NULL;
    if (!ink_yaml_read_string(part, limit->key, FALSE, &text, reader->problems))
        return;
    gint64 size = 0;
    if (parse_size(text, &size) && size >= limit->least && size <= limit->most) {
        *out = size;
        return;
    }
    g_autofree char *least = format_size(limit->least);
    g_autofree char *most = format_size(limit->most);
    ink_yaml_problem(reader->problems, ink_yaml_node_find(part, limit->key), 0,
                     "\"%s\" ska vara från %s till %s, i byte eller med kB, MB eller GB efter",
                     limit->key, least, most);
}

void
ink_config_read_limits(const InkConfigReader *reader)
{
    const char *known[G_N_ELEMENTS(LIMITS) + 1] = {NULL};
    for (gsize i = 0; i < G_N_ELEMENTS(LIMITS); i++)
        known[i] = LIMITS[i].key;
    const InkYamlNode *part = ink_config_find_part(reader, "limits", FALSE, known);
    if (part == NULL)
        return;
    for (gsize i = 0; i < G_N_ELEMENTS(LIMITS); i++) {
        const Limit *limit = &LIMITS[i];
        gint64 *value = G_STRUCT_MEMBER_P(&reader->config->limits, limit->offset);
        if (limit->is_bytes)
            read_size(reader, part, limit, value);
        else
            ink_yaml_read_int(part, limit->key, limit->least, limit->most, value, reader->problems);
    }
}
