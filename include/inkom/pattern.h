/* SPDX-License-Identifier: MIT
 *
 * PCRE2 with its limits: the only folder that includes it. Patterns are UTF, UCP and caseless
 * (å ä ö are letters), JIT-compiled, \C is refused. A search that meets a limit is "undecided",
 * never "no".
 */
#pragma once

#include <glib.h>

typedef struct InkPattern InkPattern;
typedef struct InkPatternScratch InkPatternScratch; /* one per thread; JIT stack, match data */

typedef enum {
    INK_MATCH_NO,
    INK_MATCH_YES,
    INK_MATCH_UNDECIDED, /* match, depth, heap or JIT stack limit reached */
} InkMatch;

typedef struct {
    gsize start, end; /* byte offsets into the text; start > end: the group took no part */
} InkSpan;

/* BAD_CONFIG with PCRE2's message; *out_offset is the byte in text where it went wrong (may be
 * NULL). */
InkPattern *ink_pattern_compile(const char *text, gsize *out_offset, GError **error);
void ink_pattern_free(InkPattern *pattern);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkPattern, ink_pattern_free)

InkPatternScratch *ink_pattern_scratch_new(void);
void ink_pattern_scratch_free(InkPatternScratch *scratch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkPatternScratch, ink_pattern_scratch_free)

/* All searches with this scratch until the next call share a budget of work, that of so many
 * searches that each meet their limit: many slow patterns cannot add up to a slow message. */
#define INK_PATTERN_SEARCHES_PER_MESSAGE 20
void ink_pattern_scratch_begin_message(InkPatternScratch *scratch);

/* The first match at or after from. text must be valid UTF-8 (it is not checked again). */
InkMatch ink_pattern_find(const InkPattern *pattern, InkPatternScratch *scratch, const char *text,
                          gsize size, gsize from, InkSpan *out_span);
/* The same, for one who knows where a match can start: starts are places in the text, ascending. */
InkMatch ink_pattern_find_at(const InkPattern *pattern, InkPatternScratch *scratch,
                             const char *text, gsize size, const guint32 *starts, gsize count,
                             InkSpan *out_span);
/* A named group of the last INK_MATCH_YES with this scratch; FALSE if it took no part. With a name
 * used more than once, the one that took part. */
gboolean ink_pattern_get_group(const InkPattern *pattern, const InkPatternScratch *scratch,
                               const char *name, InkSpan *out_span);

/* Names of the named groups, each once, in the order of the pattern; owned by the pattern. */
const char *const *ink_pattern_get_names(const InkPattern *pattern);
const char *ink_pattern_get_text(const InkPattern *pattern);
/* Whether it matches the empty string: then it matches everywhere, and is a mistake in a rule. */
gboolean ink_pattern_matches_empty(const InkPattern *pattern);
