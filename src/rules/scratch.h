/* SPDX-License-Identifier: MIT
 *
 * What is worked out of one message for all rules: its parts in normal form, and by one pass over
 * each which patterns may match it, and where.
 */
#pragma once

#include "message-parts.h"

struct InkRulesScratch {
    const InkRules *rules;
    InkPatternScratch *patterns;
    const char *language;
    InkParts *parts;
    guint8 *found;   /* by number of pattern: the sets of which a literal is there */
    GArray **starts; /* by number of pattern: guint32, where a match may start, if that is known */
    guint8 *is_anywhere; /* by number of pattern: in this message not all its starts are known */
    gboolean knows_starts;
    const char *scanned;      /* the text of the present scan */
    gsize ends_at[INK_PARTS]; /* in it; a part with 0 is not in it */
};
