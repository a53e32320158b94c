/* SPDX-License-Identifier: MIT
 *
 * Whether a rule's condition holds for a message, and by which words.
 */
#pragma once

#include "rules-private.h"

typedef struct {
    const char *name; /* owned by the pattern */
    char *value;
} InkField;

/* What made a condition hold. */
typedef struct {
    const char *part;  /* the key in a rule file; NULL if no pattern matched (only `not:`) */
    char *match;       /* the words, on one line, cut; "" if there are none */
    GPtrArray *fields; /* InkField; NULL if none */
    const InkCondition *failed; /* the first that did not hold, when the whole did not */
} InkEvidence;

void ink_evidence_clear(InkEvidence *evidence);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(InkEvidence, ink_evidence_clear)

/* Prepares the message: its parts in normal form, and which patterns need to be tried. Without
 * prefilter every pattern is tried (for one rule alone, and to test that it makes no difference).
 */
void ink_matcher_begin(InkRulesScratch *scratch, const InkMessage *message, gboolean prefilter);
/* Of the message that was begun last. */
const char *ink_matcher_get_language(const InkRulesScratch *scratch);
InkPatternScratch *ink_matcher_get_patterns(InkRulesScratch *scratch);
/* FALSE: the rule cannot match, and need not be evaluated. */
gboolean ink_matcher_may_match(const InkRulesScratch *scratch, const InkCondition *condition);
InkMatch ink_matcher_evaluate(InkRulesScratch *scratch, const InkCondition *condition,
                              InkEvidence *evidence);
