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

#include <string.h>

#define MATCH_CHARS 80

typedef struct {
    const char *text;
    gsize size;
} Text;

struct InkRulesScratch {
    const InkRules *rules;
    InkPatternScratch *patterns;
    const InkMessage *message;
    const char *language;
    Text texts[INK_PARTS];
    GString *buffers[INK_PARTS]; /* that texts point into; subject and text are parts of words */
    GPtrArray *headers;          /* GString by number of header; NULL: not made yet */
    guint8 *found;               /* by number of pattern: the sets of which a literal is there */
    GArray **starts; /* by number of pattern: guint32, where a match may start, if that is known */
    gboolean knows_starts;
    gboolean is_wanted[INK_PARTS]; /* by the present scan */
};

static void
free_buffer(gpointer buffer)
{
    if (buffer != NULL)
        g_string_free(buffer, TRUE);
}

InkRulesScratch *
ink_rules_scratch_new(const InkRules *rules)
{
    InkRulesScratch *scratch = g_new0(InkRulesScratch, 1);
    scratch->rules = rules;
    scratch->patterns = ink_pattern_scratch_new();
    for (guint i = 0; i < INK_PARTS; i++)
        scratch->buffers[i] = g_string_new(NULL);
    scratch->headers = g_ptr_array_new_with_free_func(free_buffer);
    g_ptr_array_set_size(scratch->headers, (int)rules->headers->len);
    scratch->found = g_new0(guint8, MAX(rules->pattern_count, 1));
    scratch->starts = g_new0(GArray *, MAX(rules->pattern_count, 1));
    for (guint i = 0; i < rules->pattern_count; i++)
        if (g_array_index(rules->has_starts, guint8, i))
            scratch->starts[i] = g_array_new(FALSE, FALSE, sizeof(guint32));
    return scratch;
}

void
ink_rules_scratch_free(InkRulesScratch *scratch)
{
    if (scratch == NULL)
        return;
    ink_pattern_scratch_free(scratch->patterns);
    for (guint i = 0; i < INK_PARTS; i++)
        g_string_free(scratch->buffers[i], TRUE);
    g_ptr_array_unref(scratch->headers);
    g_free(scratch->found);
    for (guint i = 0; i < scratch->rules->pattern_count; i++)
        g_clear_pointer(&scratch->starts[i], g_array_unref);
    g_free(scratch->starts);
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

static void
append_normalised(GString *out, const char *text)
{
    g_autofree char *normal = ink_text_normalise(text);
    g_string_append(out, normal);
}

static void
make_words(InkRulesScratch *scratch)
{
    GString *words = scratch->buffers[INK_PART_WORDS];
    g_string_truncate(words, 0);
    append_normalised(words, scratch->message->subject);
    gsize subject = words->len;
    g_string_append_c(words, '\n');
    append_normalised(words, scratch->message->new_text);
    scratch->texts[INK_PART_SUBJECT] = (Text){words->str, subject};
    scratch->texts[INK_PART_TEXT] = (Text){words->str + subject + 1, words->len - subject - 1};
    scratch->texts[INK_PART_WORDS] = (Text){words->str, words->len};
}

static void
make_addresses(InkRulesScratch *scratch, InkPart part, const GPtrArray *addresses)
{
    GString *out = scratch->buffers[part];
    g_string_truncate(out, 0);
    for (guint i = 0; i < addresses->len; i++) {
        const InkAddress *address = addresses->pdata[i];
        if (i > 0)
            g_string_append_c(out, '\n');
        if (!ink_text_is_blank(address->name)) {
            append_normalised(out, address->name);
            g_string_append_c(out, ' ');
        }
        g_string_append_printf(out, "<%s>", address->address);
    }
    scratch->texts[part] = (Text){out->str, out->len};
}

static void
make_attachments(InkRulesScratch *scratch)
{
    GString *out = scratch->buffers[INK_PART_ATTACHMENT];
    g_string_truncate(out, 0);
    const GPtrArray *attachments = scratch->message->attachments;
    for (guint i = 0; i < attachments->len; i++) {
        const InkAttachment *attachment = attachments->pdata[i];
        if (attachment->name == NULL)
            continue;
        if (out->len > 0)
            g_string_append_c(out, '\n');
        append_normalised(out, attachment->name);
    }
    scratch->texts[INK_PART_ATTACHMENT] = (Text){out->str, out->len};
}

static void
make_parts(InkRulesScratch *scratch)
{
    const gboolean *is_used = scratch->rules->is_part_used;
    make_words(scratch);
    if (is_used[INK_PART_ALL_TEXT]) {
        GString *all = g_string_truncate(scratch->buffers[INK_PART_ALL_TEXT], 0);
        append_normalised(all, scratch->message->text);
        scratch->texts[INK_PART_ALL_TEXT] = (Text){all->str, all->len};
    }
    if (is_used[INK_PART_FROM])
        make_addresses(scratch, INK_PART_FROM, scratch->message->from);
    if (is_used[INK_PART_TO])
        make_addresses(scratch, INK_PART_TO, scratch->message->to);
    if (is_used[INK_PART_CC])
        make_addresses(scratch, INK_PART_CC, scratch->message->cc);
    if (is_used[INK_PART_ATTACHMENT])
        make_attachments(scratch);
    for (guint i = 0; i < scratch->headers->len; i++)
        g_clear_pointer(&scratch->headers->pdata[i], free_buffer);
}

/* Where the literal that ends there begins: folding keeps the number of characters, not of bytes.
 */
static const char *
find_start(const InkRulesScratch *scratch, guint literal, const char *end)
{
    for (guint8 chars = scratch->rules->literal_chars[literal]; chars > 0; chars--)
        end = g_utf8_prev_char(end);
    return end;
}

/* Where the run of letters, or of letters, digits and underscores, begins that at is in. */
static const char *
find_word(const char *text, const char *at, gboolean only_letters)
{
    while (at > text) {
        const char *before = g_utf8_prev_char(at);
        gunichar c = g_utf8_get_char(before);
        if (!(g_unichar_isalpha(c) || (!only_letters && (c == '_' || g_unichar_isalnum(c)))))
            break;
        at = before;
    }
    return at;
}

static void
add_start(InkRulesScratch *scratch, const InkUser *user, const char *at)
{
    guint32 start = (guint32)(at - scratch->texts[user->part].text);
    g_array_append_val(scratch->starts[user->pattern], start);
}

static void
add_starts(InkRulesScratch *scratch, const InkUser *user, const char *at)
{
    const char *text = scratch->texts[user->part].text;
    add_start(scratch, user, at);
    if (user->use != INK_USE_WORD)
        return;
    const char *letters = find_word(text, at, TRUE), *word = find_word(text, at, FALSE);
    if (letters != at)
        add_start(scratch, user, letters);
    if (word != letters)
        add_start(scratch, user, word);
}

static void
mark_users(guint literal, const char *end, gpointer data)
{
    InkRulesScratch *scratch = data;
    const InkRules *rules = scratch->rules;
    for (guint32 i = rules->first_user[literal]; i < rules->first_user[literal + 1]; i++) {
        const InkUser *user = &g_array_index(rules->users, InkUser, i);
        if (!scratch->is_wanted[user->part])
            continue;
        if (user->use == INK_USE_REQUIRED)
            scratch->found[user->pattern] |= user->set;
        else
            add_starts(scratch, user, find_start(scratch, literal, end));
    }
}

static void
scan_text(InkRulesScratch *scratch, InkPart part, InkPart other)
{
    if (!scratch->rules->is_part_used[part] && !scratch->rules->is_part_used[other])
        return;
    memset(scratch->is_wanted, 0, sizeof scratch->is_wanted);
    scratch->is_wanted[part] = scratch->is_wanted[other] = TRUE;
    ink_aho_corasick_scan(scratch->rules->automaton, scratch->texts[part].text,
                          scratch->texts[part].size, mark_users, scratch);
}

static void
mark_candidates(InkRulesScratch *scratch)
{
    const InkRules *rules = scratch->rules;
    memset(scratch->found, 0, rules->pattern_count);
    for (guint i = 0; i < rules->pattern_count; i++)
        if (scratch->starts[i] != NULL)
            g_array_set_size(scratch->starts[i], 0);
    /* No literal has a line break in it, so none can lie across subject and text. */
    scan_text(scratch, INK_PART_SUBJECT, INK_PART_WORDS);
    scan_text(scratch, INK_PART_TEXT, INK_PART_WORDS);
    for (InkPart part = INK_PART_ALL_TEXT; part < INK_PART_HEADER; part++)
        scan_text(scratch, part, part);
}

void
ink_matcher_begin(InkRulesScratch *scratch, const InkMessage *message, gboolean prefilter)
{
    scratch->message = message;
    ink_pattern_scratch_begin_message(scratch->patterns);
    make_parts(scratch);
    g_autofree char *subject =
        g_strndup(scratch->texts[INK_PART_SUBJECT].text, scratch->texts[INK_PART_SUBJECT].size);
    scratch->language = ink_language_guess(subject, scratch->texts[INK_PART_TEXT].text);
    scratch->knows_starts = prefilter;
    if (prefilter)
        mark_candidates(scratch);
    else
        memcpy(scratch->found, scratch->rules->sets->data, scratch->rules->pattern_count);
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

/* The values of one header, made when a pattern first asks for them. */
static Text
get_header(InkRulesScratch *scratch, guint number)
{
    if (scratch->headers->pdata[number] == NULL) {
        const char *name = scratch->rules->headers->pdata[number];
        GString *out = g_string_new(NULL);
        for (guint i = 0; i < scratch->message->headers->len; i++) {
            const InkHeader *header = scratch->message->headers->pdata[i];
            if (g_ascii_strcasecmp(header->name, name) != 0)
                continue;
            if (out->len > 0)
                g_string_append_c(out, '\n');
            append_normalised(out, header->value);
        }
        scratch->headers->pdata[number] = out;
    }
    const GString *made = scratch->headers->pdata[number];
    return (Text){made->str, made->len};
}

static void
note_match(InkRulesScratch *scratch, const InkCondition *condition, Text text, InkSpan span,
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
search(InkRulesScratch *scratch, const InkCondition *condition, Text text, InkSpan *out_span)
{
    GArray *starts = scratch->starts[condition->number];
    if (starts == NULL || !scratch->knows_starts)
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
    Text text = condition->part == INK_PART_HEADER ? get_header(scratch, condition->header)
                                                   : scratch->texts[condition->part];
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
