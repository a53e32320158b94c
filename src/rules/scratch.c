/* SPDX-License-Identifier: MIT
 *
 * One pass over each part finds the literals that are in it, and so the patterns that may match and
 * the places where a match may start.
 */
#include "scratch.h"

#include "language.h"
#include "matcher.h"

#include <string.h>

/* Longer runs of letters are no words. To walk back through one from every literal in it would
 * cost the square of its length. */
#define WORD_MOST 64 /* characters */

InkRulesScratch *
ink_rules_scratch_new(const InkRules *rules)
{
    InkRulesScratch *scratch = g_new0(InkRulesScratch, 1);
    scratch->rules = rules;
    scratch->patterns = ink_pattern_scratch_new();
    scratch->parts = ink_parts_new(rules);
    scratch->found = g_new0(guint8, MAX(rules->pattern_count, 1));
    scratch->starts = g_new0(GArray *, MAX(rules->pattern_count, 1));
    scratch->is_anywhere = g_new0(guint8, MAX(rules->pattern_count, 1));
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
    ink_parts_free(scratch->parts);
    g_free(scratch->found);
    for (guint i = 0; i < scratch->rules->pattern_count; i++)
        g_clear_pointer(&scratch->starts[i], g_array_unref);
    g_free(scratch->starts);
    g_free(scratch->is_anywhere);
    g_free(scratch);
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

/* Where the run of letters, or of letters, digits and underscores, begins that at is in; NULL if it
 * is too long to be a word. */
static const char *
find_word(const char *text, const char *at, gboolean only_letters)
{
    for (guint chars = 0; at > text; chars++) {
        const char *before = g_utf8_prev_char(at);
        gunichar c = g_utf8_get_char(before);
        if (!(g_unichar_isalpha(c) || (!only_letters && (c == '_' || g_unichar_isalnum(c)))))
            break;
        if (chars == WORD_MOST)
            return NULL;
        at = before;
    }
    return at;
}

static void
add_start(InkRulesScratch *scratch, const InkUser *user, const char *at)
{
    guint32 start = (guint32)(at - scratch->parts->texts[user->part].text);
    g_array_append_val(scratch->starts[user->pattern], start);
}

static void
add_starts(InkRulesScratch *scratch, const InkUser *user, const char *at)
{
    const char *text = scratch->parts->texts[user->part].text;
    if (scratch->is_anywhere[user->pattern])
        return;
    add_start(scratch, user, at);
    if (user->use != INK_USE_WORD)
        return;
    /* The run of letters is within the word, and so short enough if that is. */
    const char *word = find_word(text, at, FALSE);
    if (word == NULL) {
        scratch->is_anywhere[user->pattern] = TRUE;
        return;
    }
    const char *letters = find_word(text, at, TRUE);
    if (letters != at)
        add_start(scratch, user, letters);
    if (word != letters)
        add_start(scratch, user, word);
}

static void
mark_users(guint literal, gsize end, gpointer data)
{
    InkRulesScratch *scratch = data;
    const InkRules *rules = scratch->rules;
    for (guint32 i = rules->first_user[literal]; i < rules->first_user[literal + 1]; i++) {
        const InkUser *user = &g_array_index(rules->users, InkUser, i);
        if (end > scratch->ends_at[user->part])
            continue;
        if (user->use == INK_USE_REQUIRED)
            scratch->found[user->pattern] |= user->set;
        else
            add_starts(scratch, user, find_start(scratch, literal, scratch->scanned + end));
    }
}

/* Each text once, for all the parts that begin where it does. */
static void
scan_text(InkRulesScratch *scratch, const char *text)
{
    gsize longest = 0;
    for (InkPart part = 0; part < INK_PART_HEADER; part++)
        longest = MAX(longest, scratch->ends_at[part]);
    scratch->scanned = text;
    ink_aho_corasick_scan(scratch->rules->automaton, text, longest, mark_users, scratch);
    memset(scratch->ends_at, 0, sizeof scratch->ends_at);
}

static void
want(InkRulesScratch *scratch, InkPart part, gsize end)
{
    if (scratch->rules->is_part_used[part])
        scratch->ends_at[part] = end;
}

/* No literal has a line break in it, so none can lie across subject and text: what is in one of
 * them is in "words", and no more is. */
static void
scan_texts(InkRulesScratch *scratch)
{
    const InkPartText *texts = scratch->parts->texts;
    InkPartText subject = texts[INK_PART_SUBJECT], text = texts[INK_PART_TEXT];
    want(scratch, INK_PART_SUBJECT, subject.size);
    want(scratch, INK_PART_WORDS, subject.size);
    scan_text(scratch, subject.text);
    want(scratch, INK_PART_TEXT, text.size);
    want(scratch, INK_PART_WORDS, text.size);
    gboolean is_shared = texts[INK_PART_ALL_TEXT].text == text.text;
    if (is_shared)
        want(scratch, INK_PART_ALL_TEXT, texts[INK_PART_ALL_TEXT].size);
    scan_text(scratch, text.text);
    for (InkPart part = INK_PART_ALL_TEXT; part < INK_PART_HEADER; part++) {
        if (part == INK_PART_ALL_TEXT && is_shared)
            continue;
        want(scratch, part, texts[part].size);
        scan_text(scratch, texts[part].text);
    }
}

static void
mark_candidates(InkRulesScratch *scratch)
{
    const InkRules *rules = scratch->rules;
    memset(scratch->found, 0, rules->pattern_count);
    memset(scratch->is_anywhere, 0, rules->pattern_count);
    for (guint i = 0; i < rules->pattern_count; i++)
        if (scratch->starts[i] != NULL)
            g_array_set_size(scratch->starts[i], 0);
    scan_texts(scratch);
}

static const char *
guess_language(const InkParts *parts)
{
    InkPartText subject = parts->texts[INK_PART_SUBJECT], text = parts->texts[INK_PART_TEXT];
    return ink_language_guess(subject.text, subject.size, text.text, text.size);
}

void
ink_matcher_begin(InkRulesScratch *scratch, const InkMessage *message, gboolean prefilter)
{
    ink_pattern_scratch_begin_message(scratch->patterns);
    ink_parts_fill(scratch->parts, message);
    scratch->language = guess_language(scratch->parts);
    scratch->knows_starts = prefilter;
    if (prefilter)
        mark_candidates(scratch);
    else if (scratch->rules->pattern_count > 0)
        memcpy(scratch->found, scratch->rules->sets->data, scratch->rules->pattern_count);
}
