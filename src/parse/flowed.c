/* SPDX-License-Identifier: MIT
 *
 * A line that ends with a space goes on in the next one if that has the same quote depth. The
 * space that was stuffed in front of "From", ">" and " " is taken away; with DelSp the space at the
 * end too. "-- " is never a flowed line (RFC 3676 §4.3).
 */
#include "flowed.h"

#include <string.h>

char *
ink_flowed_join(const char *text, gboolean is_delsp)
{
    GString *joined = g_string_sized_new(strlen(text) + 1);
    gsize open_depth = 0;
    gboolean is_open = FALSE;
    for (const char *line = text, *next; *line != '\0'; line = next) {
        gsize size = strcspn(line, "\n");
        next = line + size + (line[size] == '\n');
        gsize depth = strspn(line, ">");
        const char *content = line + depth;
        gsize left = size - depth;
        if (left > 0 && *content == ' ') {
            content++;
            left--;
        }
        gboolean is_mark = left == 3 && memcmp(content, "-- ", 3) == 0;
        if (is_open && (depth != open_depth || is_mark)) {
            g_string_append_c(joined, '\n');
            is_open = FALSE;
        }
        if (!is_open && depth > 0) {
            for (gsize i = 0; i < depth; i++)
                g_string_append_c(joined, '>');
            g_string_append_c(joined, ' ');
        }
        is_open = left > 0 && content[left - 1] == ' ' && !is_mark;
        open_depth = depth;
        g_string_append_len(joined, content, (gssize)(left - (is_open && is_delsp)));
        if (!is_open && line[size] == '\n')
            g_string_append_c(joined, '\n');
    }
    return g_string_free(joined, FALSE);
}
