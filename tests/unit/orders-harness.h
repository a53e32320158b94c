/* SPDX-License-Identifier: MIT
 *
 * A case with an officer, and the officer's mail, through the whole pipeline. The border writes
 * Authentication-Results, and the server delivers plus-addresses.
 */
#pragma once

#include "pipeline-harness.h"

#include "inkom/jobs.h"
#include "inkom/pending.h"
#include "inkom/review.h"

#define ANNA      "anna.ek@example.org"
#define KARIN     "karin.berg@exempelkommun.example"
#define PER       "per.strom@exempelkommun.example"
#define LISA      "lisa.holm@exempelkommun.example"
#define REGISTRAR "registrator@exempelkommun.example"
#define INBOX     "inkorg@exempelkommun.example"
#define BORDER    "mx.exempelkommun.example"

typedef enum {
    AUTHOR_PROVED,
    AUTHOR_UNTESTED,
    AUTHOR_UNPROVED,
} Author;

typedef struct {
    const char *from, *to, *body;
    Author author;
    const char *cc;      /* NULL = none */
    const char *subject; /* NULL: names the case */
    const char *headers; /* more of them, each with its line end; NULL = none */
    gint64 written_ago;  /* seconds before now */
} Mail;

typedef struct {
    PipelineFixture base;
    gint64 case_id;
    char *dnr;
    guint letters;
} Fixture;

static inline void
go_to(Fixture *fixture, gint64 seconds_on)
{
    ink_clock_fix(fixture->base.clock, ink_clock_now(fixture->base.clock) + seconds_on);
}

static inline void
work(Fixture *fixture)
{
    static const InkWatch nobody = {0};
    g_autoptr(GError) error = NULL;
    ink_job_clockwork(fixture->base.pipeline, TRUE, &nobody, &error);
    g_assert_no_error(error);
}

static inline void
happen(Fixture *fixture, InkLifeEvent event, const char *officer)
{
    g_autoptr(GError) error = NULL;
    const InkCaseEvent what = {
        .event = event, .at = ink_clock_now(fixture->base.clock), .officer = officer};
    InkTxn *txn = txn_begin(fixture->base.store);
    ink_pipeline_happen(fixture->base.pipeline, txn, fixture->case_id, &what, &error);
    g_assert_no_error(error);
    txn_commit(txn);
}

static inline InkCase *
get_case(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    InkCase *cas = ink_store_get_case(fixture->base.store, fixture->case_id, &error);
    g_assert_no_error(error);
    return cas;
}

static inline void
begin_case(Fixture *fixture, int sequence, const char *officer)
{
    g_autofree char *now =
        ink_clock_format(fixture->base.clock, ink_clock_now(fixture->base.clock) - 3600);
    fixture->case_id = pipeline_take_over(&fixture->base, "TN", sequence, "felanmälan",
                                          "Gatubelysning: Storgatan 14", ANNA, now);
    g_free(fixture->dnr);
    g_autoptr(InkCase) cas = get_case(fixture);
    fixture->dnr = g_strdup(cas->dnr);
    if (officer != NULL)
        happen(fixture, INK_EVENT_ASSIGN, officer);
}

static inline void
set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    pipeline_set_up(&fixture->base, NULL);
    InkConfig *config = fixture->base.config;
    config->delimiter = '+';
    config->authserv_id = g_strdup(BORDER);
    config->registrar = g_strdup(REGISTRAR);
    pipeline_prove_border(&fixture->base);
    begin_case(fixture, 412, KARIN);
}

static inline void
tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_free(fixture->dnr);
    pipeline_tear_down(&fixture->base, NULL);
}

static inline GPtrArray *
list_letters(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    GPtrArray *letters = ink_store_list_letters(fixture->base.store, NULL, 0, &error);
    g_assert_no_error(error);
    return letters;
}

static inline guint
count_letters(Fixture *fixture, const char *kind)
{
    guint count = 0;
    g_autoptr(GPtrArray) letters = list_letters(fixture);
    for (guint i = 0; i < letters->len; i++)
        count += g_str_equal(((InkOutboxRow *)letters->pdata[i])->kind, kind) ? 1 : 0;
    return count;
}

/* Letters about orders, of all kinds. */
static inline guint
count_order_letters(Fixture *fixture)
{
    guint count = 0;
    g_autoptr(GPtrArray) letters = list_letters(fixture);
    for (guint i = 0; i < letters->len; i++)
        count += g_str_has_prefix(((InkOutboxRow *)letters->pdata[i])->kind, "order-") ? 1 : 0;
    return count;
}

/* The latest of the kind, parsed. */
static inline InkMessage *
get_letter(Fixture *fixture, const char *kind)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) letters = list_letters(fixture);
    for (guint i = letters->len; i > 0; i--) {
        const InkOutboxRow *row = letters->pdata[i - 1];
        if (!g_str_equal(row->kind, kind))
            continue;
        g_autoptr(GBytes) bytes = ink_store_get_letter_bytes(fixture->base.store, row->id, &error);
        g_assert_no_error(error);
        InkMessage *letter = ink_message_parse(bytes, &INK_LIMITS_DEFAULT, &error);
        g_assert_no_error(error);
        return letter;
    }
    g_test_message("no letter of the kind %s", kind);
    g_assert_not_reached();
}

static inline void
assert_says(Fixture *fixture, const char *kind, const char *words)
{
    g_autoptr(InkMessage) letter = get_letter(fixture, kind);
    if (strstr(letter->text, words) == NULL)
        g_test_message("%s", letter->text);
    g_assert_nonnull(strstr(letter->text, words));
}

/* Where answers to the latest letter of the kind go. */
static inline char *
get_reply_to(Fixture *fixture, const char *kind)
{
    g_autoptr(InkMessage) letter = get_letter(fixture, kind);
    g_assert_cmpuint(letter->reply_to->len, ==, 1);
    return g_strdup(((InkAddress *)letter->reply_to->pdata[0])->address);
}

static inline char *
write_mail(Fixture *fixture, const Mail *mail)
{
    static const char *const results[] = {
        [AUTHOR_PROVED] = "Authentication-Results: " BORDER "; dkim=pass "
                          "header.d=exempelkommun.example\n",
        [AUTHOR_UNTESTED] = "",
        [AUTHOR_UNPROVED] = "Authentication-Results: " BORDER "; spf=pass "
                            "smtp.mailfrom=karin.berg@exempelkommun.example\n",
    };
    InkClock *clock = fixture->base.clock;
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(ink_clock_now(clock));
    g_autoptr(GDateTime) written = g_date_time_add_seconds(utc, -(double)mail->written_ago);
    g_autofree char *received = g_date_time_format(utc, "%a, %d %b %Y %H:%M:%S +0000");
    g_autofree char *date = g_date_time_format(written, "%a, %d %b %Y %H:%M:%S +0000");
    g_autofree char *subject = mail->subject != NULL
                                   ? g_strdup(mail->subject)
                                   : g_strdup_printf("Re: [%s] Storgatan", fixture->dnr);
    g_autofree char *copy = mail->cc != NULL ? g_strdup_printf("Cc: %s\n", mail->cc) : g_strdup("");
    fixture->letters++;
    return g_strdup_printf(
        "Return-Path: <%s>\n%sReceived: from a by " BORDER " with ESMTP; %s\n"
        "From: <%s>\nTo: <%s>\n%sSubject: %s\nDate: %s\nMessage-ID: <brev-%u@a.example>\n%s"
        "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
        "Content-Transfer-Encoding: 8bit\n\n%s\n",
        mail->from, results[mail->author], received, mail->from, mail->to, copy, subject, date,
        fixture->letters, mail->headers != NULL ? mail->headers : "", mail->body);
}

/* It has come in; returns what became of it. */
static inline InkVerdict *
post(Fixture *fixture, Mail mail)
{
    g_autofree char *text = write_mail(fixture, &mail);
    return pipeline_take_in(&fixture->base, text);
}

static inline void
post_as(Fixture *fixture, Mail mail, InkDisposition disposition, InkOrderFate fate)
{
    g_autoptr(InkVerdict) verdict = post(fixture, mail);
    for (guint i = 0; i < verdict->decision->reasons->len; i++)
        g_test_message("%s", (char *)verdict->decision->reasons->pdata[i]);
    g_assert_cmpstr(ink_disposition_get_name(verdict->decision->disposition), ==,
                    ink_disposition_get_name(disposition));
    g_assert_cmpint(verdict->command.fate, ==, fate);
    g_assert_false(verdict->decision->reply.send);
}

/* Open orders in the case. */
static inline guint
count_pending(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) rows =
        ink_store_list_pending_in_case(fixture->base.store, fixture->case_id, &error);
    g_assert_no_error(error);
    return rows->len;
}

/* Rows for the registrar about officers, the reasons joined. */
static inline char *
list_notes(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) rows = ink_store_list_reviews(fixture->base.store, FALSE, &error);
    g_assert_no_error(error);
    GString *all = g_string_new(NULL);
    for (guint i = 0; i < rows->len; i++) {
        const InkReviewRow *row = rows->pdata[i];
        if (g_str_equal(row->kind, "officer"))
            g_string_append_printf(all, "%s\n", row->reason);
    }
    return g_string_free(all, FALSE);
}

static inline void
assert_noted(Fixture *fixture, const char *words)
{
    g_autofree char *notes = list_notes(fixture);
    g_test_message("%s", notes);
    g_assert_nonnull(strstr(notes, words));
}

static inline void
assert_not_noted(Fixture *fixture)
{
    g_autofree char *notes = list_notes(fixture);
    g_assert_cmpstr(notes, ==, "");
}

static inline void
assert_status(Fixture *fixture, InkCaseStatus status)
{
    g_autoptr(InkCase) cas = get_case(fixture);
    g_assert_cmpint(cas->status, ==, status);
}
