/* SPDX-License-Identifier: MIT
 *
 * What holds for every origin, whatever the message: nothing is certain without knowing who wrote
 * and to whom an answer would go, and no word of the letter is anybody's but the message's.
 */
#pragma once

#include "fuzz.h"

#include "inkom/origin.h"
#include "inkom/parse.h"
#include "inkom/text.h"

static inline void
origin_check_line(const char *text)
{
    if (text == NULL)
        return;
    fuzz_assert_text(text);
    g_assert_null(strpbrk(text, "\r\n"));
}

/* In normal form, without white space and marks of quotation: what is left where lines are cut and
 * joined. */
static inline char *
origin_check_squeeze(const char *text)
{
    g_autofree char *normal = ink_text_normalise(text);
    GString *out = g_string_new(NULL);
    for (const char *c = normal; *c != '\0'; c++)
        if (strchr(" \t\n>", *c) == NULL)
            g_string_append_c(out, *c);
    return g_string_free(out, FALSE);
}

/* Whether the words stand together in the message, or in a letter attached to it. */
static inline gboolean
origin_check_contains(const InkMessage *message, const char *squeezed)
{
    g_autofree char *all = origin_check_squeeze(message->text);
    if (strstr(all, squeezed) != NULL)
        return TRUE;
    for (guint i = 0; i < message->attachments->len; i++) {
        const InkAttachment *attachment = message->attachments->pdata[i];
        if (attachment->message != NULL && origin_check_contains(attachment->message, squeezed))
            return TRUE;
    }
    return FALSE;
}

static inline void
origin_check_letter(const InkOrigin *origin, const InkMessage *message)
{
    const InkMessage *letter = origin->letter;
    fuzz_assert_text(letter->text);
    fuzz_assert_text(letter->new_text);
    fuzz_assert_text(letter->subject);
    g_assert_cmpuint(letter->from->len, ==, origin->sender != NULL ? 1 : 0);
    if (origin->sender != NULL)
        g_assert_cmpstr(ink_message_get_sender(letter)->address, ==, origin->sender);
    g_autofree char *text = g_strdup(letter->text);
    if (origin->place != NULL && g_str_has_suffix(text, origin->place)) /* of a form: put there */
        text[strlen(text) - strlen(origin->place)] = '\0';
    g_autofree char *squeezed = origin_check_squeeze(text);
    g_assert_true(origin_check_contains(message, squeezed));
}

static inline void
origin_check_forward(const InkOrigin *origin, const InkOriginFacts *facts)
{
    g_assert_nonnull(origin->passed_on_by);
    g_assert_true(
        ink_config_is_own_domain(facts->config, ink_address_get_domain(origin->passed_on_by)));
    if (!origin->is_certain)
        return;
    g_assert_nonnull(origin->sender);
    g_assert_nonnull(origin->letter);
    g_assert_false(ink_config_is_own_domain(facts->config, ink_address_get_domain(origin->sender)));
    g_assert_cmpint(origin->date, !=, INK_TIME_NONE);
}

static inline void
origin_check(const InkOrigin *origin, const InkMessage *message, const InkOriginFacts *facts)
{
    g_assert_true(origin->is_certain == (origin->doubt == NULL));
    gboolean is_unproven = facts->proof == INK_PROOF_FAILED || facts->proof == INK_PROOF_ABSENT;
    if (is_unproven && origin->kind != INK_ORIGIN_DIRECT)
        g_assert_false(origin->is_certain);
    if (origin->sender != NULL && origin->kind != INK_ORIGIN_DIRECT &&
        origin->kind != INK_ORIGIN_NOTE && origin->kind != INK_ORIGIN_REPLY)
        g_assert_true(ink_address_is_sendable(origin->sender));
    const char *const lines[] = {origin->doubt, origin->remark,   origin->sender_name,
                                 origin->phone, origin->dated_by, origin->passed_on_by,
                                 origin->form,  origin->title,    origin->place};
    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++)
        origin_check_line(lines[i]);
    for (guint i = 0; i < origin->evidence->len; i++)
        origin_check_line(origin->evidence->pdata[i]);
    g_assert_true(origin->date == INK_TIME_NONE || origin->dated_by != NULL);
    if (origin->answered != NULL)
        origin_check(origin->answered, message, facts);
    if (origin->kind == INK_ORIGIN_FORWARD)
        origin_check_forward(origin, facts);
    if (origin->letter != NULL)
        origin_check_letter(origin, message);
}
