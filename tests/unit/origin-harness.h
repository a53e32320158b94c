/* SPDX-License-Identifier: MIT
 *
 * Letters that somebody else wrote, on their way into a register.
 */
#pragma once

#include "pipeline-harness.h"

#include "inkom/links.h"
#include "inkom/outbox.h"
#include "inkom/review.h"

typedef PipelineFixture Fixture;

#define HEAD                                                                                       \
    "Received: from a by mx.exempelkommun.example with ESMTP; Fri, 27 Mar 2026 10:00:00 +0100\n"
#define TAIL                                                                                       \
    "To: inkorg@exempelkommun.example\nDate: Fri, 27 Mar 2026 10:00:00 +0100\n"                    \
    "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
#define EVA "From: Eva Lind <eva.lind@exempelkommun.example>\n"
#define BLOCK                                                                                      \
    "Från: Mats Lund <mats.lund@example.com>\nSkickat: den 18 mars 2026 21:40\n"                  \
    "Till: Per Ström <per.strom@exempelkommun.example>\nÄmne: Dålig skolskjuts\n\n"             \
    "Hej, skolskjutsen kommer för sent varje morgon. Det är inte acceptabelt.\n"
#define FORWARD HEAD EVA "Subject: VB: Dalig skolskjuts\n" TAIL

static inline InkVerdict *
take_in(Fixture *fixture, const char *uid, const char *text)
{
    gsize size = strlen(text);
    g_autoptr(GBytes) bytes = g_bytes_new(text, size);
    const InkEnvelope envelope = {.mailbox = "inkorg",
                                  .unit = "KS",
                                  .uidvalidity = 7,
                                  .uid = uid,
                                  .stored_at = ink_clock_now(fixture->clock),
                                  .stored_by = "INTERNALDATE",
                                  .bytes = bytes,
                                  .size = (gint64)size};
    InkVerdict *verdict = pipeline_decide(fixture, &envelope);
    pipeline_apply(fixture, &envelope, verdict);
    return verdict;
}

static void
just_take_in(Fixture *fixture, const char *uid, const char *text)
{
    ink_verdict_free(take_in(fixture, uid, text));
}

/* The one letter of that kind, NULL if there is none. */
static inline InkOutboxRow *
find_letter(Fixture *fixture, const char *kind)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) letters = ink_store_list_letters(fixture->store, NULL, 0, &error);
    g_assert_no_error(error);
    InkOutboxRow *found = NULL;
    for (guint i = 0; i < letters->len; i++)
        if (g_str_equal(((const InkOutboxRow *)letters->pdata[i])->kind, kind)) {
            g_assert_null(found);
            found = g_ptr_array_steal_index(letters, i--);
        }
    return found;
}

/* The newest row of that kind that waits, NULL if there is none; and how many there are. */
static inline InkReviewRow *
find_reviews(Fixture *fixture, const char *kind, guint *out_count)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) waiting = ink_store_list_reviews(fixture->store, FALSE, &error);
    g_assert_no_error(error);
    InkReviewRow *found = NULL;
    *out_count = 0;
    for (guint i = waiting->len; i > 0; i--)
        if (g_str_equal(((const InkReviewRow *)waiting->pdata[i - 1])->kind, kind) &&
            (*out_count)++ == 0)
            found = g_ptr_array_steal_index(waiting, i - 1);
    return found;
}

static guint
count_reviews(Fixture *fixture, const char *kind)
{
    guint count;
    ink_review_row_free(find_reviews(fixture, kind, &count));
    return count;
}

static inline InkReviewRow *
find_review(Fixture *fixture, const char *kind)
{
    guint count;
    return find_reviews(fixture, kind, &count);
}

static inline InkCase *
get_only_case(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    const InkCaseFilter all = {.since = INK_DAY_NONE};
    g_autoptr(GPtrArray) cases = ink_store_list_cases(fixture->store, &all, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(cases->len, ==, 1);
    return ink_store_get_case(fixture->store, ((const InkCase *)cases->pdata[0])->id, &error);
}

static inline InkRecord *
get_record(Fixture *fixture, gint64 case_id, guint index)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) records = ink_store_list_records(fixture->store, case_id, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(records->len, >, index);
    return g_ptr_array_steal_index(records, index);
}

#define FORM                                                                                       \
    "From: noreply@www.exempelkommun.example\nReturn-Path: <noreply@www.exempelkommun.example>\n"  \
    "Auto-Submitted: auto-generated\nPrecedence: bulk\nSubject: Ny synpunkt via Dialog\n"
#define CASE_TEXT "Meddelande: Toaletterna på Centralskolan är smutsiga.\n"
