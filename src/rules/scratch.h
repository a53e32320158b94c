/* SPDX-License-Identifier: MIT
 *
 * What is worked out of one message for all rules: its parts in normal form, and by one pass over
 * each which patterns may match it, and where.
 */
#pragma once

#include "rules-private.h"

typedef struct {
    const char *text;
    gsize size;
} InkPartText;

struct InkRulesScratch {
    const InkRules *rules;
    InkPatternScratch *patterns;
    const InkMessage *message;
    const char *language;
    InkPartText texts[INK_PARTS];
    GString *buffers[INK_PARTS]; /* that texts point into; subject and text are parts of words */
    GPtrArray *headers;          /* GString by number of header; NULL: not made yet */
    guint8 *found;               /* by number of pattern: the sets of which a literal is there */
    GArray **starts; /* by number of pattern: guint32, where a match may start, if that is known */
    gboolean knows_starts;
    gboolean is_wanted[INK_PARTS]; /* by the present scan */
};

/* The values of one header, made when a pattern first asks for them. */
InkPartText ink_scratch_get_header(InkRulesScratch *scratch, guint number);
