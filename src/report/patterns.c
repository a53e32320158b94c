/* SPDX-License-Identifier: MIT
 *
 * Patterns that stand in the source, for the tables of this folder.
 */
#include "report-private.h"

#include <string.h>

InkPattern *
ink_pattern_of_source(const char *text)
{
    g_autoptr(GError) error = NULL;
    InkPattern *pattern = ink_pattern_compile(text, NULL, &error);
    if (pattern == NULL)
        g_error("%s: %s", text, error->message);
    return pattern;
}

gboolean
ink_pattern_is_in(const InkPattern *pattern, InkPatternScratch *scratch, const char *text,
                  InkSpan *out_span)
{
    InkSpan span;
    return ink_pattern_find(pattern, scratch, text, strlen(text), 0,
                            out_span != NULL ? out_span : &span) == INK_MATCH_YES;
}

char *
ink_pattern_dup_group(const InkPattern *pattern, const InkPatternScratch *scratch, const char *text,
                      const char *name)
{
    InkSpan span;
    return ink_pattern_get_group(pattern, scratch, name, &span)
               ? g_strndup(text + span.start, span.end - span.start)
               : NULL;
}
