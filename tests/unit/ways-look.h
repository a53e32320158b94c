/* SPDX-License-Identifier: MIT
 *
 * What has become of a message that went another way: letters, notes, cases, the journal.
 */
#pragma once

#include "ways-harness.h"

#include "inkom/journal.h"
#include "inkom/review.h"

#include <string.h>

typedef PipelineFixture Fixture;

#define ROLE "roll@exempelkommun.example"
#define ID   "mx.exempelkommun.example"
#define HEAD                                                                                       \
    "To: inkorg@exempelkommun.example\nDate: Fri, 27 Mar 2026 17:42:10 +0100\n"                    \
    "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"                                 \
    "Content-Transfer-Encoding: 8bit\n"
#define CITIZEN "From: Anna Ek <anna.ek@example.org>\nMessage-ID: <1@example.org>\n"
#define ABUSE                                                                                      \
    CITIZEN HEAD "Subject: Er idiotiska kommunchef\n\nvilken jävla clown. ni är dumma i huvudet\n"

static inline void
set_up(Fixture *fixture, gconstpointer data)
{
    ways_set_up(fixture, data);
    g_free(fixture->config->authserv_id);
    fixture->config->authserv_id = g_strdup(ID);
    pipeline_prove_border(fixture);
}

/* Of the only row of the kind that waits; fails without one. */
static inline InkReviewRow *
get_note(Fixture *fixture, const char *kind)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) rows = ink_store_list_reviews(fixture->store, FALSE, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < rows->len; i++)
        if (g_str_equal(((const InkReviewRow *)rows->pdata[i])->kind, kind))
            return g_ptr_array_steal_index(rows, i);
    g_test_message("no note of kind %s", kind);
    g_assert_not_reached();
}

/* The letter of the kind, whole; NULL without one. */
static inline char *
find_letter(Fixture *fixture, const char *kind, const char *to)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) letters = ink_store_list_letters(fixture->store, NULL, 0, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < letters->len; i++) {
        const InkOutboxRow *letter = letters->pdata[i];
        if (!g_str_equal(letter->kind, kind) || g_strcmp0(letter->to, to) != 0)
            continue;
        g_autoptr(GBytes) bytes = ink_store_get_letter_bytes(fixture->store, letter->id, &error);
        g_assert_no_error(error);
        g_autoptr(InkMessage) message = ink_message_parse(bytes, &INK_LIMITS_DEFAULT, &error);
        g_assert_no_error(error);
        return g_strdup_printf("%s\n%s", message->subject, message->text);
    }
    return NULL;
}

static inline InkCase *
get_case(Fixture *fixture, gint64 id)
{
    g_autoptr(GError) error = NULL;
    InkCase *cas = ink_store_get_case(fixture->store, id, &error);
    g_assert_no_error(error);
    return cas;
}

static inline gboolean
has_journal(Fixture *fixture, gint64 message, const char *what, const char *after)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) rows = ink_store_list_message_journal(fixture->store, message, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < rows->len; i++) {
        const InkJournalRow *row = rows->pdata[i];
        if (g_str_equal(row->what, what) && g_strcmp0(row->after, after) == 0)
            return TRUE;
    }
    return FALSE;
}

static inline void
take(Fixture *fixture, const char *text, InkDisposition disposition)
{
    g_autoptr(InkVerdict) verdict = pipeline_take_in(fixture, text);
    g_assert_cmpstr(ink_disposition_get_name(verdict->decision->disposition), ==,
                    ink_disposition_get_name(disposition));
}

/* A message with the number of the case where form has %s. */
static inline void
take_in_case(Fixture *fixture, gint64 case_id, const char *form, InkDisposition disposition)
{
    g_autoptr(InkCase) cas = get_case(fixture, case_id);
    g_auto(GStrv) parts = g_strsplit(form, "%s", 2);
    g_autofree char *text = g_strconcat(parts[0], cas->dnr, parts[1], NULL);
    take(fixture, text, disposition);
}
