/* SPDX-License-Identifier: MIT
 *
 * One pass over each part finds the literals that are in it, and so the patterns that may match and
 * the places where a match may start.
 */
#include "scratch.h"

#include "inkom/text.h"
#include "language.h"
#include "matcher.h"

#include <string.h>

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
    scratch->texts[INK_PART_SUBJECT] = (InkPartText){words->str, subject};
    scratch->texts[INK_PART_TEXT] =
        (InkPartText){words->str + subject + 1, words->len - subject - 1};
    scratch->texts[INK_PART_WORDS] = (InkPartText){words->str, words->len};
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
    scratch->texts[part] = (InkPartText){out->str, out->len};
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
    scratch->texts[INK_PART_ATTACHMENT] = (InkPartText){out->str, out->len};
}

static void
make_parts(InkRulesScratch *scratch)
{
    const gboolean *is_used = scratch->rules->is_part_used;
    make_words(scratch);
    if (is_used[INK_PART_ALL_TEXT]) {
        GString *all = g_string_truncate(scratch->buffers[INK_PART_ALL_TEXT], 0);
        append_normalised(all, scratch->message->text);
        scratch->texts[INK_PART_ALL_TEXT] = (InkPartText){all->str, all->len};
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

InkPartText
ink_scratch_get_header(InkRulesScratch *scratch, guint number)
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
    return (InkPartText){made->str, made->len};
}
