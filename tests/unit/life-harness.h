/* SPDX-License-Identifier: MIT
 *
 * What tests of a case's life say: what happens to it, which deadlines it then has, which letters
 * have gone.
 */
#pragma once

#include "pipeline-harness.h"

#include "inkom/delivery.h"
#include "inkom/journal.h"
#include "inkom/outbox.h"
#include "inkom/review.h"

typedef PipelineFixture Fixture;

#define EVA  "eva.lind@exempelkommun.example" /* chef */
#define PER  "per.strom@exempelkommun.example"
#define LISA "lisa.holm@exempelkommun.example"
#define KU   "kvalitet@exempelkommun.example"
#define REG  "registrator@exempelkommun.example"
#define ANNA "anna@example.org"
#define HEAD "To: inkorg@exempelkommun.example\nReturn-Path: <" ANNA ">\nFrom: Anna <" ANNA ">\n"
#define BODY "Subject: Gatlampan lyser inte\n\nGatubelysningen på Storgatan är trasig. HEMLIGT.\n"

static inline InkRoutine *
get_routine(Fixture *fixture)
{
    return fixture->config->routines->pdata[0];
}

static inline void
set_clock(Fixture *fixture, const char *time)
{
    ink_clock_fix(fixture->clock, ink_clock_parse(fixture->clock, time));
}

/* The case that the message begins or goes on with. */
static inline gint64
take_in(Fixture *fixture, const char *text)
{
    ink_verdict_free(pipeline_take_in(fixture, text));
    gint64 case_id = number_find(fixture->store, "TN", 2026, 1);
    g_assert_cmpint(case_id, !=, 0);
    return case_id;
}

static inline gboolean
try_event(Fixture *fixture, gint64 case_id, const InkCaseEvent *event, GError **error)
{
    InkCaseEvent happened = *event;
    if (happened.at == 0)
        happened.at = ink_clock_now(fixture->clock);
    g_autoptr(InkTxn) txn = txn_begin(fixture->store);
    return ink_pipeline_happen(fixture->pipeline, txn, case_id, &happened, error) &&
           ink_txn_commit(txn, error);
}

static inline void
happen(Fixture *fixture, gint64 case_id, const InkCaseEvent *event)
{
    g_autoptr(GError) error = NULL;
    try_event(fixture, case_id, event, &error);
    g_assert_no_error(error);
}

#define HAPPEN(fixture, case_id, ...)                                                              \
    happen((fixture), (case_id), &(const InkCaseEvent){__VA_ARGS__})

/* "answer 2026-04-07, receipt 2026-03-31 besvarat": those of the case in order, with what met them;
 * without the reminders and the word of a delay, which follow the answer. */
static inline void
assert_deadlines(Fixture *fixture, gint64 case_id, const char *expected)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) rows = ink_store_list_deadlines(fixture->store, case_id, &error);
    g_assert_no_error(error);
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < rows->len; i++) {
        const InkDeadlineRow *row = rows->pdata[i];
        if (g_str_equal(row->kind, "delay") || g_str_equal(row->kind, "reminder"))
            continue;
        g_autofree char *due = ink_day_format(row->due);
        g_string_append_printf(text, "%s%s %s%s%s", text->len > 0 ? ", " : "", row->kind, due,
                               row->met_at != INK_TIME_NONE ? " " : "",
                               row->met_at != INK_TIME_NONE ? row->met_by : "");
    }
    g_assert_cmpstr(text->str, ==, expected);
}

/* "receipt anna@…, assignment eva…", and the text of the last one. */
static inline char *
assert_letters(Fixture *fixture, const char *expected)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) rows = ink_store_list_letters(fixture->store, NULL, 0, &error);
    g_assert_no_error(error);
    g_autoptr(GString) text = g_string_new(NULL);
    char *last = NULL;
    for (guint i = 0; i < rows->len; i++) {
        const InkOutboxRow *row = rows->pdata[i];
        g_string_append_printf(text, "%s%s %s", i > 0 ? ", " : "", row->kind, row->to);
        g_autoptr(GBytes) bytes = ink_store_get_letter_bytes(fixture->store, row->id, &error);
        g_autoptr(InkMessage) letter = ink_message_parse(bytes, &INK_LIMITS_DEFAULT, &error);
        g_assert_no_error(error);
        g_free(last);
        last = g_strdup_printf("%s\n%s", letter->subject, letter->text);
    }
    g_assert_cmpstr(text->str, ==, expected);
    return last;
}

#define ASSERT_LETTERS(fixture, expected) g_free(assert_letters((fixture), (expected)))

static inline void
assert_says(const char *letter, const char *words)
{
    if (strstr(letter, words) == NULL)
        g_error("\"%s\" is not in:\n%s", words, letter);
}

static inline void
assert_silent_of(const char *letter, const char *words)
{
    if (strstr(letter, words) != NULL)
        g_error("\"%s\" is in:\n%s", words, letter);
}

static inline InkStage
get_stage(Fixture *fixture, gint64 case_id)
{
    g_autoptr(InkCase) cas = ink_store_get_case(fixture->store, case_id, NULL);
    return ink_case_get_stage(cas);
}

static inline void
bury(Fixture *fixture, gint64 case_id, const char *address)
{
    g_autoptr(GError) error = NULL;
    const InkDeadAddress dead = {.address = (char *)address,
                                 .case_id = case_id,
                                 .kind = INK_DEAD_BOUNCE,
                                 .reason = "finns inte",
                                 .since = ink_clock_now(fixture->clock)};
    InkTxn *txn = txn_begin(fixture->store);
    ink_txn_add_dead_address(txn, &dead, &error);
    g_assert_no_error(error);
    txn_commit(txn);
}
