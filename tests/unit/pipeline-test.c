/* SPDX-License-Identifier: MIT
 *
 * The way of a message through the whole pipeline: when it came in, what has come before, which
 * number it gets, what is reopened, owed, sent and quarantined.
 */
#include "pipeline-harness.h"

#include "inkom/outbox.h"
#include "inkom/review.h"

typedef PipelineFixture Fixture;

#define TO_US "To: inkorg@exempelkommun.example\n"
#define BODY                                                                                       \
    "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nLampan utanför skolan är "    \
    "trasig.\n"

/* The next message from the inbox; uid is its number there. */
typedef struct {
    const char *mailbox, *uid;
    guint32 uidvalidity;
    const char *stored_at; /* NULL = now */
    gboolean is_header_only, is_backlog;
} Place;

static const Place PLACE = {.mailbox = "inkorg", .uid = "1", .uidvalidity = 7};

static InkEnvelope
new_envelope(const Fixture *fixture, const Place *place, const char *text)
{
    gsize size = strlen(text);
    gint64 stored_at = place->stored_at != NULL ? ink_clock_parse(fixture->clock, place->stored_at)
                                                : ink_clock_now(fixture->clock);
    g_assert_cmpint(stored_at, !=, INK_TIME_NONE);
    return (InkEnvelope){.mailbox = place->mailbox,
                         .unit = "KS",
                         .uidvalidity = place->uidvalidity,
                         .uid = place->uid,
                         .stored_at = stored_at,
                         .stored_by = "INTERNALDATE",
                         .bytes = g_bytes_new(text, size),
                         .size = (gint64)size,
                         .is_header_only = place->is_header_only,
                         .is_backlog = place->is_backlog};
}

static InkVerdict *
take_in(Fixture *fixture, const Place *place, const char *text)
{
    const InkEnvelope envelope = new_envelope(fixture, place, text);
    InkVerdict *verdict = pipeline_decide(fixture, &envelope);
    pipeline_apply(fixture, &envelope, verdict);
    g_bytes_unref(envelope.bytes);
    return verdict;
}

static InkVerdict *
look(Fixture *fixture, const Place *place, const char *text)
{
    const InkEnvelope envelope = new_envelope(fixture, place, text);
    InkVerdict *verdict = pipeline_decide(fixture, &envelope);
    g_bytes_unref(envelope.bytes);
    return verdict;
}

static InkCase *
get_case(Fixture *fixture, gint64 id)
{
    g_autoptr(GError) error = NULL;
    InkCase *cas = ink_store_get_case(fixture->store, id, &error);
    g_assert_no_error(error);
    return cas;
}

static guint
count_letters(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) letters = ink_store_list_letters(fixture->store, NULL, 0, &error);
    g_assert_no_error(error);
    return letters->len;
}

static guint
count_messages(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    const InkLedgerFilter all = {0};
    g_autoptr(GPtrArray) messages = ink_store_list_messages(fixture->store, &all, &error);
    g_assert_no_error(error);
    return messages->len;
}

/* Its row. */
static gint64
assert_review(Fixture *fixture, const char *kind)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) waiting = ink_store_list_reviews(fixture->store, FALSE, &error);
    for (guint i = 0; i < waiting->len; i++)
        if (g_str_equal(((const InkReviewRow *)waiting->pdata[i])->kind, kind))
            return ((const InkReviewRow *)waiting->pdata[i])->id;
    g_test_message("nothing of kind %s waits for review", kind);
    g_assert_not_reached();
}

/* --- when it came in (FL 22 §, NJA 2024 s. 3)
 * ---------------------------------------------------*/

#define OURS    "by mx.exempelkommun.example with ESMTP; "
#define FOREIGN "by mail.example.org with ESMTP; "
#define STORE   "by imap.internt.example with LMTP; "

static void
test_arrival(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const struct {
        const char *received, *arrived, *by;
    } rows[] = {
        {"", "2026-03-27T17:00", "INTERNALDATE"},
        {"Received: from a " OURS "Fri, 27 Mar 2026 10:00:00 +0100\n", "2026-03-27T10:00",
         "Received: mx.exempelkommun.example"},
        {"Received: from a " FOREIGN "Fri, 27 Mar 2026 10:00:00 +0100\n", "2026-03-27T17:00",
         "INTERNALDATE"},
        {"Received: from a by MX.ExempelKommun.Example; Fri, 27 Mar 2026 09:00:00 +0000\n",
         "2026-03-27T10:00", "Received: mx.exempelkommun.example"},
        /* The earliest of our own chain: the spam filter kept it a while. */
        {"Received: from b " STORE "Fri, 27 Mar 2026 16:00:00 +0100\n"
         "Received: from b " OURS "Fri, 27 Mar 2026 15:00:00 +0100\n"
         "Received: from a " OURS "Wed, 25 Mar 2026 10:00:00 +0100\n"
         "Received: from a " FOREIGN "Wed, 25 Mar 2026 09:59:00 +0100\n",
         "2026-03-25T10:00", "Received: mx.exempelkommun.example"},
        /* Below what somebody else wrote, anything can be forged. */
        {"Received: from a " OURS "Fri, 27 Mar 2026 10:00:00 +0100\n"
         "Received: from a " FOREIGN "Fri, 27 Mar 2026 09:59:00 +0100\n"
         "Received: from a " OURS "Mon, 02 Feb 2026 10:00:00 +0100\n",
         "2026-03-27T10:00", "Received: mx.exempelkommun.example"},
        {"Received: from a " OURS "Fri, 27 Mar 2026 10:00:00 +0100\n"
         "Received: junk\n"
         "Received: from a " OURS "Mon, 02 Feb 2026 10:00:00 +0100\n",
         "2026-03-27T10:00", "Received: mx.exempelkommun.example"},
        /* Or below what came from outside, whatever name it bears and whatever he calls himself. */
        {"Received: from [127.0.0.1] (203.0.113.9) " OURS "Fri, 27 Mar 2026 10:00:00 +0100\n"
         "Received: from q " OURS "Mon, 02 Feb 2026 10:00:00 +0100\n",
         "2026-03-27T10:00", "Received: mx.exempelkommun.example"},
        {"Received: from x with lmtp (e [203.0.113.9]) " OURS "Fri, 27 Mar 2026 10:00:00 +0100\n"
         "Received: from q " STORE "Mon, 02 Feb 2026 10:00:00 +0100\n",
         "2026-03-27T10:00", "Received: mx.exempelkommun.example"},
        {"Received: from mx.exempelkommun.example (e.example [IPv6:2001:db8::9]) " OURS
         "Fri, 27 Mar 2026 10:00:00 +0100\n"
         "Received: from q " OURS "Mon, 02 Feb 2026 10:00:00 +0100\n",
         "2026-03-27T10:00", "Received: mx.exempelkommun.example"},
        {"Received: from q (203.0.113.9:4711) " OURS "Fri, 27 Mar 2026 10:00:00 +0100\n"
         "Received: from q " OURS "Mon, 02 Feb 2026 10:00:00 +0100\n",
         "2026-03-27T10:00", "Received: mx.exempelkommun.example"},
        /* Between our own: by inside addresses, or by the name that the server itself found. */
        {"Received: from mx (mx [10.0.0.5]) " STORE "Fri, 27 Mar 2026 16:00:00 +0100\n"
         "Received: from filter (mx.exempelkommun.example [203.0.113.5]) (using TLSv1.3) " OURS
         "Fri, 27 Mar 2026 15:00:00 +0100\n"
         "Received: from a (a.example [198.51.100.1]) " OURS "Wed, 25 Mar 2026 10:00:00 +0100\n",
         "2026-03-25T10:00", "Received: mx.exempelkommun.example"},
        /* A clock gone wrong: tomorrow's tomorrow; a little fast is believed. */
        {"Received: from a " OURS "Sun, 29 Mar 2026 10:00:00 +0200\n", "2026-03-27T17:00",
         "INTERNALDATE"},
        {"Received: from a " OURS "Fri, 27 Mar 2026 17:00:30 +0100\n", "2026-03-27T17:00:30",
         "Received: mx.exempelkommun.example"},
        {"Received: from a " OURS "when it pleased\n", "2026-03-27T17:00", "INTERNALDATE"},
        {"Date: Thu, 01 Jan 1970 00:00:00 +0000\n", "2026-03-27T17:00", "INTERNALDATE"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text =
            g_strconcat(rows[i].received, "From: anna@example.org\nSubject: Lampan\n" BODY, NULL);
        Place place = PLACE;
        place.stored_at = "2026-03-27T17:00";
        g_autoptr(InkVerdict) verdict = look(fixture, &place, text);
        g_test_message("%s", rows[i].received);
        g_assert_cmpint(verdict->decision->arrived, ==,
                        ink_clock_parse(fixture->clock, rows[i].arrived));
        g_assert_cmpstr(verdict->decision->arrived_by, ==, rows[i].by);
    }
}

/* 23:58 on a Sunday is Sunday; the day summer time begins. */
static void
test_arrival_day(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    ink_clock_fix(fixture->clock, ink_clock_parse(fixture->clock, "2026-03-30T08:00"));
    ink_verdict_free(take_in(fixture, &PLACE,
                             "Received: from a " OURS "Sun, 29 Mar 2026 21:58:00 +0000\n"
                             "From: anna@example.org\nSubject: Lampan\n" BODY));
    g_autoptr(InkCase) cas = get_case(fixture, 1);
    g_assert_cmpint(cas->arrived, ==, ink_day_parse("2026-03-29"));
    g_assert_cmpint(cas->due, ==, ink_day_parse("2026-04-07")); /* Easter lies between */
}

/* --- what has come before ---------------------------------------------------------------------*/

#define LETTER                                                                                     \
    "From: anna@example.org\nTo: inkorg@exempelkommun.example\nSubject: Lampan  är\t trasig\n"    \
    "Message-ID: <a1@example.org>\n" BODY

static void
test_same_bytes(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(InkVerdict) first = take_in(fixture, &PLACE, LETTER);
    g_assert_cmpint(first->decision->disposition, ==, INK_DISPOSITION_NEW);
    Place again = PLACE;
    again.uid = "2";
    g_autoptr(InkVerdict) second = take_in(fixture, &again, LETTER);
    g_assert_cmpint(second->decision->disposition, ==, INK_DISPOSITION_DUPLICATE);
    g_assert_false(second->is_renumbered);
    g_assert_cmpint(second->decision->case_id, ==, 1);
    g_autoptr(InkCase) cas = get_case(fixture, 1);
    g_assert_cmpint(cas->records, ==, 1);
    g_assert_cmpuint(count_messages(fixture), ==, 2);
    g_assert_cmpuint(count_letters(fixture), ==, 1);
    journal_assert_sound(fixture->store, -1);
}

/* To two of our boxes: other trace headers, the same letter. */
static void
test_another_road(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const traces[] = {
        "Received: from a " OURS "Fri, 27 Mar 2026 10:00:00 +0100\n",
        "Received: from b " OURS "Fri, 27 Mar 2026 10:00:01 +0100\nX-Spam: no\n",
    };
    static const char *const letters[] = {
        LETTER,
        /* A subject that is shown in another form than it is written. */
        "From: anna@example.org\n" TO_US "Subject: =?utf-8?q?gat=C2=ADulampan_=E2=80=8B?=\n"
        "Message-ID: <a2@example.org>\n" BODY,
        "From: anna@example.org\n" TO_US "Message-ID: <a3@example.org>\n" BODY,
    };
    for (gsize i = 0; i < G_N_ELEMENTS(letters); i++) {
        for (gsize t = 0; t < G_N_ELEMENTS(traces); t++) {
            g_autofree char *text = g_strconcat(traces[t], letters[i], NULL);
            g_autofree char *uid = g_strdup_printf("%zu-%zu", i, t);
            Place place = PLACE;
            place.uid = uid;
            g_autoptr(InkVerdict) verdict = take_in(fixture, &place, text);
            g_assert_cmpint(verdict->decision->disposition, ==,
                            t == 0 ? INK_DISPOSITION_NEW : INK_DISPOSITION_DUPLICATE);
        }
    }
    g_assert_cmpuint(count_letters(fixture), ==, G_N_ELEMENTS(letters));
}

/* A very long subject too. */
static void
test_another_road_long(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *subject = g_strnfill(3000, 'a');
    for (int t = 0; t < 2; t++) {
        g_autofree char *uid = g_strdup_printf("%d", t);
        g_autofree char *text = g_strdup_printf("X-Trace: %d\nFrom: anna@example.org\nSubject: %s\n"
                                                "Message-ID: <a1@example.org>\n" BODY,
                                                t, subject);
        Place place = PLACE;
        place.uid = uid;
        g_autoptr(InkVerdict) verdict = take_in(fixture, &place, text);
        g_assert_cmpint(verdict->decision->disposition, ==,
                        t == 0 ? INK_DISPOSITION_NEW : INK_DISPOSITION_DUPLICATE);
    }
}

/* The same Message-ID on something else is something else. */
static void
test_borrowed_id(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const others[] = {
        "From: anna@example.org\nSubject: Lampan är trasig\nMessage-ID: <a1@example.org>\n" BODY
        "Och en till.\n",
        "From: anna@example.org\nSubject: Annat\nMessage-ID: <a1@example.org>\n" BODY,
        "From: bo@example.org\nSubject: Lampan är trasig\nMessage-ID: <a1@example.org>\n" BODY,
    };
    ink_verdict_free(take_in(fixture, &PLACE, LETTER));
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
        g_autofree char *uid = g_strdup_printf("%zu", i + 10);
        Place place = PLACE;
        place.uid = uid;
        g_autoptr(InkVerdict) verdict = take_in(fixture, &place, others[i]);
        g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_NEW);
        g_assert_cmpuint(g_strv_length(verdict->decision->flags), >=, 1);
        g_assert_false(verdict->decision->reply.send); /* row 24: no reply, new, flagged */
    }
}

/* UIDVALIDITY changes: the rows move along, nothing is registered or answered anew. */
static void
test_renumbered(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    ink_verdict_free(take_in(fixture, &PLACE, LETTER));
    Place copy = PLACE;
    copy.uid = "2";
    ink_verdict_free(take_in(fixture, &copy, LETTER));
    for (int i = 0; i < 2; i++) {
        g_autofree char *uid = g_strdup_printf("%d", i + 100);
        const Place moved = {.mailbox = "inkorg", .uid = uid, .uidvalidity = 8};
        g_autoptr(InkVerdict) verdict = take_in(fixture, &moved, LETTER);
        g_assert_true(verdict->is_renumbered);
    }
    g_assert_cmpuint(count_messages(fixture), ==, 2);
    g_assert_cmpuint(count_letters(fixture), ==, 1);
    const Place third = {.mailbox = "inkorg", .uid = "102", .uidvalidity = 8};
    g_autoptr(InkVerdict) copied = take_in(fixture, &third, LETTER);
    g_assert_false(copied->is_renumbered);
    g_assert_cmpuint(count_messages(fixture), ==, 3);
}

/* --- numbers and years ------------------------------------------------------------------------*/

static void
test_new_year(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    ink_clock_fix(fixture->clock, ink_clock_parse(fixture->clock, "2027-01-01T00:10"));
    Place place = PLACE;
    place.stored_at = "2026-12-31T23:50";
    ink_verdict_free(take_in(fixture, &place, LETTER));
    g_autoptr(InkCase) cas = get_case(fixture, 1);
    g_assert_cmpint(cas->year, ==, 2027);
    g_assert_cmpint(cas->sequence, ==, 1);
    g_assert_cmpint(cas->arrived, ==, ink_day_parse("2026-12-31"));
}

/* --- later mail -------------------------------------------------------------------------------*/

static gint64
take_over_lamp(Fixture *fixture)
{
    return pipeline_take_over(fixture, "KS", 412, "felanmälan", "Gatubelysning: Storgatan",
                              "anna@example.org", "2026-03-20");
}

static void
set_status(Fixture *fixture, gint64 id, InkCaseStatus status)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    ink_txn_set_status(txn, id, status, NULL, &error);
    g_assert_no_error(error);
    txn_commit(txn);
}

static void
test_reopen(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const struct {
        const char *headers;
        InkDisposition disposition;
        InkCaseStatus status;
        int records;
        const char *subject;
    } rows[] = {
        {"From: anna@example.org\nAuto-Submitted: auto-replied\n", INK_DISPOSITION_AUTOMATIC,
         INK_CASE_CLOSED, 1, ""},
        {"From: mailer-daemon@example.org\nReturn-Path: <>\n"
         "X-B: Content-Type: multipart/report; report-type=delivery-status\n",
         INK_DISPOSITION_AUTOMATIC, INK_CASE_CLOSED, 1, ""},
        {"From: anna@example.org\n", INK_DISPOSITION_ATTACH, INK_CASE_OPEN, 2, ""},
        {"From: nils@example.net\n", INK_DISPOSITION_REVIEW, INK_CASE_CLOSED, 2, " Storgatan"},
    };
    gint64 id = take_over_lamp(fixture);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        set_status(fixture, id, INK_CASE_CLOSED);
        g_autofree char *uid = g_strdup_printf("%zu", i);
        g_autofree char *text = g_strconcat(rows[i].headers, "Subject: SV: KS 2026/0412",
                                            rows[i].subject, "\n" BODY, NULL);
        Place place = PLACE;
        place.uid = uid;
        g_autoptr(InkVerdict) verdict = take_in(fixture, &place, text);
        g_autoptr(InkCase) cas = get_case(fixture, id);
        g_assert_cmpint(verdict->decision->disposition, ==, rows[i].disposition);
        g_assert_cmpint(cas->status, ==, rows[i].status);
        g_assert_cmpint(cas->records, ==, rows[i].records);
    }
    g_assert_cmpuint(count_letters(fixture), ==, 0);
    assert_review(fixture, "stranger");
}

/* A cancelled case takes the letter, but a person must be told: nobody works with such a case. */
static void
test_cancelled_case(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 id = take_over_lamp(fixture);
    set_status(fixture, id, INK_CASE_CANCELLED);
    g_autoptr(InkVerdict) verdict =
        take_in(fixture, &PLACE, "From: anna@example.org\nSubject: KS 2026/0412\n" BODY);
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_ATTACH);
    assert_review(fixture, "unclear");
}

/* By the receipt's own Message-ID, with nothing else to go by. */
static void
test_reply_to_receipt(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    ink_verdict_free(take_in(fixture, &PLACE, LETTER));
    g_autoptr(InkOutboxRow) receipt = ink_store_get_letter(fixture->store, 1, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(receipt->to, ==, "anna@example.org");
    g_autofree char *text =
        g_strdup_printf("From: annan.adress@example.net\nSubject: Tack\nIn-Reply-To: <%s>\n" BODY,
                        receipt->message_id);
    Place place = PLACE;
    place.uid = "2";
    g_autoptr(InkVerdict) second = take_in(fixture, &place, text);
    g_assert_cmpint(second->decision->disposition, ==, INK_DISPOSITION_ATTACH);
    g_assert_cmpint(second->decision->case_id, ==, 1);
    g_assert_cmpuint(count_letters(fixture), ==, 1);

    /* And the receipt itself, come back, is neither a case nor answered. */
    g_autoptr(GBytes) bytes = ink_store_get_letter_bytes(fixture->store, 1, &error);
    g_autofree char *back = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
    place.uid = "3";
    g_autoptr(InkVerdict) third = take_in(fixture, &place, back);
    g_assert_cmpint(third->decision->disposition, ==, INK_DISPOSITION_AUTOMATIC);
    g_assert_false(third->decision->reply.send);
}

/* Written by hand in the inbox's own mailbox, or with its address forged: no answer, but a person
 * must see it, since it is in no case and in no outbox. */
static void
test_from_own_address(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(InkVerdict) verdict =
        take_in(fixture, &PLACE, "From: inkorg@exempelkommun.example\nSubject: Lampa\n" BODY);
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_AUTOMATIC);
    g_assert_false(verdict->decision->reply.send);
    assert_review(fixture, "automatic");
}

static void
test_unknown_number(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(InkVerdict) verdict =
        take_in(fixture, &PLACE, "From: anna@example.org\nSubject: KS 2026/9999\n" BODY);
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_REVIEW);
    assert_review(fixture, "unknown_number");
    g_assert_cmpint(number_find(fixture->store, "KS", 2026, 1), ==, 0);
    g_assert_cmpuint(count_letters(fixture), ==, 0);
}

/* --- receipts ---------------------------------------------------------------------------------*/

static void
test_three_receipts(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    for (int i = 1; i <= 5; i++) {
        g_autofree char *uid = g_strdup_printf("%d", i);
        g_autofree char *text =
            g_strdup_printf("From: %s\n" TO_US "Subject: Lampa %d\n" BODY,
                            i % 2 == 0 ? "ANNA@Example.org" : "Anna <anna@example.org>", i);
        Place place = PLACE;
        place.uid = uid;
        g_autoptr(InkVerdict) verdict = take_in(fixture, &place, text);
        g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_NEW);
        g_assert_cmpint(verdict->decision->reply.send, ==, i <= 3);
        g_assert_cmpint(verdict->decision->reply.is_owed, ==, i > 3);
    }
    g_assert_cmpuint(count_letters(fixture), ==, 3);
    assert_review(fixture, "receipt");

    /* The next evening it may be answered again. */
    ink_clock_fix(fixture->clock, ink_clock_now(fixture->clock) + 24 * 3600 + 1);
    Place place = PLACE;
    place.uid = "6";
    g_autoptr(InkVerdict) later =
        take_in(fixture, &place, "From: anna@example.org\n" TO_US "Subject: Lampa 6\n" BODY);
    g_assert_true(later->decision->reply.send);
}

static void
test_owed_then_sent(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    Place place = PLACE;
    place.is_backlog = TRUE;
    g_autoptr(InkVerdict) verdict = take_in(fixture, &place, LETTER);
    g_assert_true(verdict->decision->reply.is_owed);
    g_assert_cmpuint(count_letters(fixture), ==, 0);
    gint64 debt = assert_review(fixture, "receipt");
    InkTxn *txn = txn_begin(fixture->store);
    static const char *const wrong[] = {"inkorg@exempelkommun.example", "noreply@example.org",
                                        "mailer-daemon@example.org", "lista-bounces@example.org"};
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_assert_false(ink_pipeline_send_owed(fixture->pipeline, txn, debt, wrong[i], &error));
        g_assert_error(error, INK_ERROR, INK_ERROR_REFUSED);
        g_clear_error(&error);
    }
    g_assert_true(ink_pipeline_send_owed(fixture->pipeline, txn, debt, NULL, &error));
    g_assert_false(ink_pipeline_send_owed(fixture->pipeline, txn, debt, NULL, &error)); /* once */
    g_assert_error(error, INK_ERROR, INK_ERROR_REFUSED);
    txn_commit(txn);
    g_assert_cmpuint(count_letters(fixture), ==, 1);
}

/* --- what cannot be read ----------------------------------------------------------------------*/

static void
test_quarantine(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GString) huge = g_string_new(NULL);
    for (int i = 0; i < 10001; i++)
        g_string_append(huge, "X: y\n");
    g_autofree char *text =
        g_strdup_printf("%sFrom: anna@example.org\nSubject: Lampan\n" BODY, huge->str);
    g_autoptr(InkVerdict) verdict = take_in(fixture, &PLACE, text);
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_QUARANTINE);
    Place place = PLACE;
    place.uid = "2";
    place.is_header_only = TRUE;
    g_autoptr(InkVerdict) large =
        take_in(fixture, &place, "From: anna@example.org\nSubject: Film\n\n");
    g_assert_cmpint(large->decision->disposition, ==, INK_DISPOSITION_QUARANTINE);
    g_assert_false(large->decision->reply.send);
    /* Another scan under the same header, and just as large: that is no repetition. */
    place.uid = "3";
    g_autoptr(InkVerdict) second =
        take_in(fixture, &place, "From: anna@example.org\nSubject: Film\n\n");
    g_assert_cmpint(second->decision->disposition, ==, INK_DISPOSITION_QUARANTINE);
    /* Its header says when it came. */
    place.uid = "4";
    g_autoptr(InkVerdict) dated =
        take_in(fixture, &place,
                "Received: from a.example by mx.exempelkommun.example; Thu, 26 Mar 2026 09:00:00 "
                "+0100\nFrom: anna@example.org\nSubject: Ljud\n\n");
    g_assert_cmpint(dated->decision->arrived, ==,
                    ink_clock_parse(fixture->clock, "2026-03-26T09:00"));
    assert_review(fixture, "quarantine");
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = ink_store_get_original(fixture->store, 1, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(g_bytes_get_size(bytes), ==, strlen(text));
    journal_assert_sound(fixture->store, -1);
}

/* --- a person's decisions ---------------------------------------------------------------------*/

static void
test_register_waiting(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    gint64 lamp = take_over_lamp(fixture), id = 0;
    ink_verdict_free(
        take_in(fixture, &PLACE, "From: anna@example.org\nSubject: KS 2026/9999\n" BODY));
    Place place = PLACE;
    place.uid = "2";
    ink_verdict_free(
        take_in(fixture, &place, "From: bo@example.org\nSubject: KS 2026/9998\n" BODY));
    set_status(fixture, lamp, INK_CASE_CLOSED);

    InkTxn *txn = txn_begin(fixture->store);
    const InkNewCaseWish wish = {.unit = "TN", .title = "Gatubelysning: skolan"};
    g_assert_true(ink_pipeline_register_waiting(fixture->pipeline, txn, 1, &wish, &id, &error));
    g_assert_false(ink_pipeline_register_waiting(fixture->pipeline, txn, 1, &wish, &id, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_REFUSED);
    g_clear_error(&error);
    g_assert_true(ink_pipeline_attach_waiting(fixture->pipeline, txn, 2, lamp, &error));
    txn_commit(txn);

    g_autoptr(InkCase) registered = get_case(fixture, id);
    g_autoptr(InkCase) attached = get_case(fixture, lamp);
    g_assert_cmpstr(registered->dnr, ==, "TN 2026/0001");
    g_assert_cmpstr(registered->sender, ==, "anna@example.org");
    g_assert_cmpint(registered->records, ==, 1);
    g_assert_cmpint(attached->records, ==, 1);
    g_assert_cmpint(attached->status, ==, INK_CASE_OPEN);
    journal_assert_sound(fixture->store, -1);
}

/* Over a limit when it came in, and not any more: what the ledger and the case could not say then,
 * they say now. The text makes a rule set a flag. */
#define LONG_LETTER                                                                                \
    "From: anna@example.org\nSubject: Orolig för ett barn\nMessage-ID: <lang@example.org>\n"      \
    "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"                             \
    "--b\nContent-Type: text/plain; charset=utf-8\n\nJag är orolig för grannens barn.\n"         \
    "--b\nContent-Type: image/png; name=bild.png\nContent-Disposition: "                           \
    "attachment\n\nbild\n--b--\n"

static void
take_in_too_long(Fixture *fixture)
{
    fixture->config->limits.header_count = 3;
    g_autoptr(InkVerdict) verdict = take_in(fixture, &PLACE, LONG_LETTER);
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_QUARANTINE);
    g_assert_null(verdict->message);
    fixture->config->limits.header_count = 1000;
}

static void
assert_filed(Fixture *fixture, gint64 case_id)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkLedgerRow) row = ink_store_get_message(fixture->store, 1, &error);
    g_autoptr(InkCase) cas = get_case(fixture, case_id);
    g_autoptr(GPtrArray) records = ink_store_list_records(fixture->store, case_id, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(row->message_id, ==, "lang@example.org");
    g_assert_cmpstr(row->sender, ==, "anna@example.org");
    g_assert_cmpstr(row->subject, ==, "Orolig för ett barn");
    g_assert_cmpuint(g_strv_length(cas->flags), ==, 1);
    g_assert_cmpuint(records->len, ==, 1);
    const GPtrArray *attachments = ((const InkRecord *)records->pdata[0])->attachments;
    g_assert_cmpuint(attachments->len, ==, 1);
    g_assert_cmpstr(((const InkAttachment *)attachments->pdata[0])->name, ==, "bild.png");
    gboolean is_party = FALSE;
    ink_store_is_party(fixture->store, case_id, "anna@example.org", &is_party, &error);
    g_assert_true(is_party);
    journal_assert_sound(fixture->store, -1);
}

static void
test_register_quarantined(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    const InkNewCaseWish wish = {0};
    gint64 id = 0;
    take_in_too_long(fixture);
    InkTxn *txn = txn_begin(fixture->store);
    ink_pipeline_register_waiting(fixture->pipeline, txn, 1, &wish, &id, &error);
    g_assert_no_error(error);
    txn_commit(txn);
    assert_filed(fixture, id);
}

static void
test_attach_quarantined(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    gint64 lamp = pipeline_take_over(fixture, "TN", 7, "felanmälan", "Gatubelysning: Storgatan",
                                     "bo@example.org", "2026-03-20");
    take_in_too_long(fixture);
    InkTxn *txn = txn_begin(fixture->store);
    ink_pipeline_attach_waiting(fixture->pipeline, txn, 1, lamp, &error);
    g_assert_no_error(error);
    txn_commit(txn);
    assert_filed(fixture, lamp);
}

#define ADD(path, function)                                                                        \
    g_test_add("/pipeline/" path, Fixture, NULL, pipeline_set_up, function, pipeline_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    ADD("arrival", test_arrival);
    ADD("arrival-day", test_arrival_day);
    ADD("same-bytes", test_same_bytes);
    ADD("another-road", test_another_road);
    ADD("another-road-long", test_another_road_long);
    ADD("borrowed-id", test_borrowed_id);
    ADD("renumbered", test_renumbered);
    ADD("new-year", test_new_year);
    ADD("reopen", test_reopen);
    ADD("cancelled-case", test_cancelled_case);
    ADD("reply-to-receipt", test_reply_to_receipt);
    ADD("from-own-address", test_from_own_address);
    ADD("unknown-number", test_unknown_number);
    ADD("three-receipts", test_three_receipts);
    ADD("owed-then-sent", test_owed_then_sent);
    ADD("quarantine", test_quarantine);
    ADD("register-waiting", test_register_waiting);
    ADD("register-quarantined", test_register_quarantined);
    ADD("attach-quarantined", test_attach_quarantined);
    return g_test_run();
}
