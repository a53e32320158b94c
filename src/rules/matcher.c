/* SPDX-License-Identifier: MIT
 *
 * The pass over the message (scratch.c) has found which patterns may match; the others are known
 * not to, without being tried. A rule is looked at in two steps: whether it could hold, by the
 * marks alone, and only then by its patterns, left to right, no further than needed. Three answers
 * are possible, yes, no and undecided (a pattern met its limit), and they combine as Kleene's: "no
 * and undecided" is no.
 */
#include "matcher.h"
#include "scratch.h"

#include "inkom/text.h"

#include <string.h>

#define MATCH_CHARS 80

static void
clear_field(gpointer data)
{
    InkField *field = data;
    g_free(field->value);
    g_free(field);
}

void
ink_evidence_clear(InkEvidence *evidence)
{
    g_clear_pointer(&evidence->match, g_free);
    g_clear_pointer(&evidence->fields, g_ptr_array_unref);
    evidence->part = NULL;
}

const char *
ink_matcher_get_language(const InkRulesScratch *scratch)
{
    return scratch->language;
}

InkPatternScratch *
ink_matcher_get_patterns(InkRulesScratch *scratch)
{
    return scratch->patterns;
}

static gboolean
is_candidate(const InkRulesScratch *scratch, const InkCondition *condition)
{
    return scratch->found[condition->number] ==
           g_array_index(scratch->rules->sets, guint8, condition->number);
}

gboolean
ink_matcher_may_match(const InkRulesScratch *scratch, const InkCondition *condition)
{
    switch (condition->kind) {
    case INK_CONDITION_PATTERN:
        return is_candidate(scratch, condition);
    case INK_CONDITION_ALL:
        for (guint i = 0; i < condition->children->len; i++)
            if (!ink_matcher_may_match(scratch, condition->children->pdata[i]))
                return FALSE;
        return TRUE;
    case INK_CONDITION_ANY:
        for (guint i = 0; i < condition->children->len; i++)
            if (ink_matcher_may_match(scratch, condition->children->pdata[i]))
                return TRUE;
        return FALSE;
    case INK_CONDITION_NOT:
    case INK_CONDITION_LANGUAGE:
        break;
    }
    return TRUE;
}

static void
note_match(InkRulesScratch *scratch, const InkCondition *condition, InkPartText text, InkSpan span,
           InkEvidence *evidence)
{
    if (evidence->part == NULL) {
        g_autofree char *words = g_strndup(text.text + span.start, span.end - span.start);
        evidence->part = ink_part_get_name(condition->part);
        g_free(evidence->match);
        evidence->match = ink_text_one_line(words, MATCH_CHARS);
    }
    const char *const *names = ink_pattern_get_names(condition->pattern);
    for (guint i = 0; names[i] != NULL; i++) {
        InkSpan group;
        if (!ink_pattern_get_group(condition->pattern, scratch->patterns, names[i], &group))
            continue;
        if (evidence->fields == NULL)
            evidence->fields = g_ptr_array_new_with_free_func(clear_field);
        InkField *field = g_new0(InkField, 1);
        field->name = names[i];
        field->value = g_strndup(text.text + group.start, group.end - group.start);
        g_ptr_array_add(evidence->fields, field);
    }
}

static int
compare_starts(gconstpointer a, gconstpointer b)
{
    guint32 left = *(const guint32 *)a, right = *(const guint32 *)b;
    return left < right ? -1 : left > right;
}

static InkMatch
search(InkRulesScratch *scratch, const InkCondition *condition, InkPartText text, InkSpan *out_span)
{
    GArray *starts = scratch->starts[condition->number];
    if (starts == NULL || !scratch->knows_starts || scratch->is_anywhere[condition->number])
        return ink_pattern_find(condition->pattern, scratch->patterns, text.text, text.size, 0,
                                out_span);
    g_array_sort(starts, compare_starts); /* they were found by where the literals end */
    return ink_pattern_find_at(condition->pattern, scratch->patterns, text.text, text.size,
                               (const guint32 *)(gpointer)starts->data, starts->len, out_span);
}

static InkMatch
evaluate_pattern(InkRulesScratch *scratch, const InkCondition *condition, InkEvidence *evidence)
{
    if (!is_candidate(scratch, condition))
        return INK_MATCH_NO;
    InkPartText text = condition->part == INK_PART_HEADER
                           ? ink_parts_get_header(scratch->parts, condition->header)
                           : scratch->parts->texts[condition->part];
    InkSpan span;
    InkMatch match = search(scratch, condition, text, &span);
    if (match == INK_MATCH_YES && evidence != NULL)
        note_match(scratch, condition, text, span, evidence);
    return match;
}

static InkMatch
evaluate_language(const InkRulesScratch *scratch, const InkCondition *condition,
                  InkEvidence *evidence)
{
    if (strcmp(condition->language, scratch->language) != 0)
        return INK_MATCH_NO;
    if (evidence != NULL && evidence->part == NULL) {
        evidence->part = "language";
        evidence->match = g_strdup(scratch->language);
    }
    return INK_MATCH_YES;
}

static InkMatch
evaluate_all(InkRulesScratch *scratch, const InkCondition *condition, InkEvidence *evidence)
{
    InkMatch all = INK_MATCH_YES;
    for (guint i = 0; i < condition->children->len; i++) {
        const InkCondition *child = condition->children->pdata[i];
        InkMatch match = ink_matcher_evaluate(scratch, child, evidence);
        if (match == INK_MATCH_NO)
            return INK_MATCH_NO;
        if (match == INK_MATCH_UNDECIDED)
            all = INK_MATCH_UNDECIDED;
    }
    return all;
}

/* An alternative that half held must leave no evidence. */
static InkMatch
evaluate_any(InkRulesScratch *scratch, const InkCondition *condition, InkEvidence *evidence)
{
    InkMatch any = INK_MATCH_NO;
    for (guint i = 0; i < condition->children->len; i++) {
        const InkCondition *child = condition->children->pdata[i];
        gboolean had_part = evidence != NULL && evidence->part != NULL;
        guint had_fields = evidence != NULL && evidence->fields != NULL ? evidence->fields->len : 0;
        InkMatch match = ink_matcher_evaluate(scratch, child, evidence);
        if (match == INK_MATCH_YES) {
            if (evidence != NULL)
                evidence->failed = NULL;
            return INK_MATCH_YES;
        }
        if (match == INK_MATCH_UNDECIDED)
            any = INK_MATCH_UNDECIDED;
        if (evidence == NULL)
            continue;
        if (!had_part) {
            evidence->part = NULL;
            g_clear_pointer(&evidence->match, g_free);
        }
        if (evidence->fields != NULL)
            g_ptr_array_set_size(evidence->fields, (int)had_fields);
    }
    return any;
}

static InkMatch
negate(InkMatch match)
{
    return match == INK_MATCH_YES  ? INK_MATCH_NO
           : match == INK_MATCH_NO ? INK_MATCH_YES
                                   : INK_MATCH_UNDECIDED;
}

InkMatch
ink_matcher_evaluate(InkRulesScratch *scratch, const InkCondition *condition, InkEvidence *evidence)
{
    InkMatch match = INK_MATCH_NO;
    switch (condition->kind) {
    case INK_CONDITION_ALL:
        match = evaluate_all(scratch, condition, evidence);
        break;
    case INK_CONDITION_ANY:
        match = evaluate_any(scratch, condition, evidence);
        break;
    case INK_CONDITION_NOT:
        match = negate(ink_matcher_evaluate(scratch, condition->children->pdata[0], NULL));
        break;
    case INK_CONDITION_PATTERN:
        match = evaluate_pattern(scratch, condition, evidence);
        break;
    case INK_CONDITION_LANGUAGE:
        match = evaluate_language(scratch, condition, evidence);
        break;
    }
    /* The innermost one in a chain of ALL, the whole of an ANY: what a person should look at. */
    if (match == INK_MATCH_NO && evidence != NULL &&
        (evidence->failed == NULL || condition->kind == INK_CONDITION_ANY))
        evidence->failed = condition;
    return match;
}
