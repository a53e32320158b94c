/* SPDX-License-Identifier: MIT
 *
 * From the bytes of a template to its lines.
 */
#include "template-private.h"

#include <string.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF" /* some editors begin a file with it */

static gboolean
check_utf8(const char *file, const char *data, gsize size, InkProblems *problems)
{
    const char *bad;
    if (g_utf8_validate_len(data, size, &bad))
        return TRUE;

    InkPlace place = {file, 1, 1};
    const char *line = data;
    for (const char *at = data; at < bad; at++) {
        if (*at == '\n') {
            place.line++;
            line = at + 1;
        }
    }
    place.column = (guint)g_utf8_strlen(line, bad - line) + 1;
    const char *end = memchr(line, '\n', size - (gsize)(line - data));
    gsize length = end != NULL ? (gsize)(end - line) : size - (gsize)(line - data);
    g_autofree char *source = g_utf8_make_valid(line, (gssize)length);
    ink_problems_add(problems, INK_SEVERITY_ERROR, place, source,
                     "tecknet är inte giltig UTF-8; spara filen som UTF-8");
    return FALSE;
}

char **
ink_template_split_lines(const char *file, const char *data, gsize size, InkProblems *problems)
{
    if (!check_utf8(file, data, size, problems))
        return NULL;
    gsize start = size >= 3 && memcmp(data, BYTE_ORDER_MARK, 3) == 0 ? 3 : 0;
    if (size > start && data[size - 1] == '\n')
        size--;
    g_autofree char *text = g_strndup(data + start, size - start);

    /* g_strsplit() makes no line at all of an empty text. */
    char **lines = *text != '\0' ? g_strsplit(text, "\n", -1) : g_strdupv((char *[]){"", NULL});
    for (char **line = lines; *line != NULL; line++) {
        if (g_str_has_suffix(*line, "\r"))
            (*line)[strlen(*line) - 1] = '\0';
    }
    return lines;
}
