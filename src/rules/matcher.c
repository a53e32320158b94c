/* SPDX-License-Identifier: MIT
 *
 * One pass over each part finds the literals that are in it, and so the patterns that may match;
 * the others are known not to, without being tried. A rule is then looked at in two steps: whether
 * it could hold, by the marks alone, and only then by its patterns, left to right, no further than
 * needed. Three answers are possible, yes, no and undecided (a pattern met its limit), and they
 * combine as Kleene's: "no and undecided" is no.
 */
#include "matcher.h"

#include "inkom/text.h"
#include "language.h"
#include "literals.h"
#include "message-parts.h"

#include <string.h>

#define MATCH_CHARS 80
#define NOWHERE     G_MAXSIZE
/* No letter is more than three times as long as what it folds to (the Kelvin sign). */
#define LITERAL_BYTES_MOST ((gsize)3 * INK_LITERAL_MOST)

struct InkRulesScratch {
    const InkRules *rules;
    InkPatternScratch *patterns;
    InkParts *parts;
    const char *language;
    gsize *first;  /* by number of pattern: where to look from, or NOWHERE */
    guint32 *seen; /* by literal: the scan that last saw it */
    guint32 scan;
    gboolean is_wanted[INK_PARTS]; /* by the present scan */
    gsize offset;                  /* of what is scanned in words */
};

InkRulesScratch *
ink_rules_scratch_new(const InkRules *rules)
{
    InkRulesScratch *scratch = g_new0(InkRulesScratch, 1);
    scratch->rules = rules;
    scratch->patterns = ink_pattern_scratch_new();
    scratch->parts = ink_parts_new(rules);
    scratch->first = g_new0(gsize, MAX(rules->pattern_count, 1));
    scratch->seen = g_new0(guint32, MAX(rules->literal_count, 1));
    return scratch;
}

void
ink_rules_scratch_free(InkRulesScratch *scratch)
{
    if (scratch == NULL)
        return;
    ink_pattern_scratch_free(scratch->patterns);
    ink_parts_free(scratch->parts);
    g_free(scratch->first);
    g_free(scratch->seen);
    g_free(scratch);
}

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

/* Where a match can begin at the earliest, when it begins with a literal that ends here. */
static gsize
find_start(const InkPartText *text, gsize end)
{
    gsize start = end > LITERAL_BYTES_MOST ? end - LITERAL_BYTES_MOST : 0;
    while (start < text->size && ((guchar)text->text[start] & 0xC0) == 0x80)
        start++;
    return start;
}

/* The scan goes from left to right, so what comes first for a pattern is its first place. */
static void
mark_users(guint literal, gsize end, gpointer data)
{
    InkRulesScratch *scratch = data;
    if (scratch->seen[literal] == scratch->scan)
        return;
    scratch->seen[literal] = scratch->scan;
    const InkRules *rules = scratch->rules;
    for (guint32 i = rules->first_user[literal]; i < rules->first_user[literal + 1]; i++) {
        const InkUser *user = &g_array_index(rules->users, InkUser, i);
        if (!scratch->is_wanted[user->part] || scratch->first[user->pattern] != NOWHERE)
            continue;
        gsize offset = user->part == INK_PART_WORDS ? scratch->offset : 0;
        scratch->first[user->pattern] =
            user->is_prefix ? find_start(&scratch->parts->texts[user->part], end + offset) : 0;
    }
}

static void
scan_text(InkRulesScratch *scratch, InkPart part, InkPart other)
{
    if (!scratch->rules->is_part_used[part] && !scratch->rules->is_part_used[other])
        return;
    memset(scratch->is_wanted, 0, sizeof scratch->is_wanted);
    scratch->is_wanted[part] = scratch->is_wanted[other] = TRUE;
    if (++scratch->scan == 0) { /* the count went round: forget what older scans saw */
        memset(scratch->seen, 0, scratch->rules->literal_count * sizeof *scratch->seen);
        scratch->scan = 1;
    }
    ink_aho_corasick_scan(scratch->rules->automaton, scratch->parts->texts[part].text,
                          scratch->parts->texts[part].size, mark_users, scratch);
}

static void
mark_candidates(InkRulesScratch *scratch)
{
    const InkRules *rules = scratch->rules;
    for (guint i = 0; i < rules->pattern_count; i++)
        scratch->first[i] = g_array_index(rules->is_open, guint8, i) ? 0 : NOWHERE;
    /* No literal has a line break in it, so none can lie across subject and text. */
    scratch->offset = 0;
    scan_text(scratch, INK_PART_SUBJECT, INK_PART_WORDS);
    scratch->offset = scratch->parts->texts[INK_PART_SUBJECT].size + 1;
    scan_text(scratch, INK_PART_TEXT, INK_PART_WORDS);
    for (InkPart part = INK_PART_ALL_TEXT; part < INK_PART_HEADER; part++)
        scan_text(scratch, part, part);
}

void
ink_matcher_begin(InkRulesScratch *scratch, const InkMessage *message, gboolean prefilter)
{
    ink_pattern_scratch_begin_message(scratch->patterns);
    ink_parts_fill(scratch->parts, message);
    g_autofree char *subject = g_strndup(scratch->parts->texts[INK_PART_SUBJECT].text,
                                         scratch->parts->texts[INK_PART_SUBJECT].size);
    scratch->language = ink_language_guess(subject, scratch->parts->texts[INK_PART_TEXT].text);
    if (prefilter)
        mark_candidates(scratch);
    else
        memset(scratch->first, 0, scratch->rules->pattern_count * sizeof *scratch->first);
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

gboolean
ink_matcher_may_match(const InkRulesScratch *scratch, const InkCondition *condition)
{
    switch (condition->kind) {
    case INK_CONDITION_PATTERN:
        return scratch->first[condition->number] != NOWHERE;
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

static InkMatch
evaluate_pattern(InkRulesScratch *scratch, const InkCondition *condition, InkEvidence *evidence)
{
    gsize first = scratch->first[condition->number];
    if (first == NOWHERE)
        return INK_MATCH_NO;
    InkPartText text = condition->part == INK_PART_HEADER
                           ? ink_parts_get_header(scratch->parts, condition->header)
                           : scratch->parts->texts[condition->part];
    InkSpan span;
    InkMatch match =
        ink_pattern_find(condition->pattern, scratch->patterns, text.text, text.size, first, &span);
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
