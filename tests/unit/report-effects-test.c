/* SPDX-License-Identifier: MIT
 *
 * What reports do in the register: a receipt that comes back, an address that takes none, one that
 * lives again, complaints, delays, officers who are away, and reports that are forged.
 */
#include "pipeline-harness.h"

#include "inkom/delivery.h"
#include "inkom/journal.h"
#include "inkom/outbox.h"
#include "inkom/review.h"

typedef PipelineFixture Fixture;

#define ANNA "anna.ek@example.org"

static InkVerdict *
write_to_us(Fixture *fixture, const char *from, const char *subject, const char *headers)
{
    static guint number;
    number++;
    g_autofree char *text = g_strdup_printf(
        "Return-Path: <%s>\nFrom: %s\nTo: inkorg@exempelkommun.example\nSubject: %s\n"
        "Message-ID: <p%u@example.org>\n%sContent-Type: text/plain; charset=utf-8\n\n"
        "Snöröjningen på Ringvägen fungerar inte alls, jag är missnöjd. %u\n",
        from, from, subject, number, headers, number);
    return pipeline_take_in(fixture, text);
}

static void
go_to(Fixture *fixture, const char *time)
{
    ink_clock_fix(fixture->clock, ink_clock_parse(fixture->clock, time));
}

static GPtrArray *
list_letters(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    GPtrArray *letters = ink_store_list_letters(fixture->store, NULL, 0, &error);
    g_assert_no_error(error);
    return letters;
}

static InkOutboxRow *
get_last_letter(Fixture *fixture)
{
    g_autoptr(GPtrArray) letters = list_letters(fixture);
    g_assert_cmpuint(letters->len, >, 0);
    return g_ptr_array_steal_index(letters, letters->len - 1);
}

static void
send_letter(Fixture *fixture, const InkOutboxRow *row)
{
    g_autoptr(GError) error = NULL;
    gboolean is_ours = FALSE;
    InkTxn *txn = txn_begin(fixture->store);
    ink_txn_claim_letter(txn, row, &is_ours, &error);
    g_assert_no_error(error);
    g_assert_true(is_ours);
    ink_txn_finish_letter(txn, row, INK_LETTER_SENT, INK_TIME_NONE, NULL, &error);
    g_assert_no_error(error);
    txn_commit(txn);
}

/* A complaint from Anna, whose receipt has left. */
static InkOutboxRow *
begin_case(Fixture *fixture, gint64 *out_case_id)
{
    g_autoptr(InkVerdict) verdict = write_to_us(fixture, ANNA, "Klagomål på snöröjningen", "");
    g_assert_true(verdict->decision->reply.send);
    InkOutboxRow *letter = get_last_letter(fixture);
    send_letter(fixture, letter);
    *out_case_id = letter->case_id;
    return letter;
}

static char *
make_report(const char *fields, const char *message_id)
{
    return g_strdup_printf(
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.net\nTo: inkorg@exempelkommun.example\n"
        "Subject: Undelivered Mail Returned to Sender\nMessage-ID: <%x@mx.example.net>\n"
        "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status;"
        " boundary=b\n\n--b\n\nHej.\n--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example.net\n\n%s\n--b\nContent-Type: text/rfc822-headers\n\n"
        "From: inkorg@exempelkommun.example\nMessage-ID: <%s>\n--b--\n",
        g_str_hash(fields) ^ g_random_int(), fields, message_id);
}

static InkVerdict *
report(Fixture *fixture, const char *fields, const char *message_id)
{
    g_autofree char *text = make_report(fields, message_id);
    return pipeline_take_in(fixture, text);
}

#define FAILED_FOR(address)                                                                        \
    "Final-Recipient: rfc822; " address "\nAction: failed\nStatus: 5.1.1\n"                        \
    "Diagnostic-Code: smtp; 550 no such user\n"

static guint
count_reviews(Fixture *fixture, const char *kind)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) waiting = ink_store_list_reviews(fixture->store, FALSE, &error);
    g_assert_no_error(error);
    guint count = 0;
    for (guint i = 0; i < waiting->len; i++)
        count += g_str_equal(((const InkReviewRow *)waiting->pdata[i])->kind, kind);
    return count;
}

static guint
count_alerts(Fixture *fixture)
{
    g_autoptr(GPtrArray) letters = list_letters(fixture);
    guint count = 0;
    for (guint i = 0; i < letters->len; i++)
        count += g_str_equal(((const InkOutboxRow *)letters->pdata[i])->kind, "alert");
    return count;
}

static guint
count_dead(Fixture *fixture, gint64 case_id)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) dead = ink_store_list_dead_addresses(fixture->store, case_id, &error);
    g_assert_no_error(error);
    return dead->len;
}

static gboolean
is_dead(Fixture *fixture, const char *address)
{
    g_autoptr(GError) error = NULL;
    gint64 since;
    ink_store_find_dead_address(fixture->store, address, &since, &error);
    g_assert_no_error(error);
    return since != INK_TIME_NONE;
}

static gboolean
has_journal(Fixture *fixture, gint64 case_id, const char *what)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) rows = ink_store_list_journal(fixture->store, case_id, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < rows->len; i++)
        if (g_str_equal(((const InkJournalRow *)rows->pdata[i])->what, what))
            return TRUE;
    return FALSE;
}

static InkCase *
get_case(Fixture *fixture, gint64 id)
{
    g_autoptr(GError) error = NULL;
    InkCase *cas = ink_store_get_case(fixture->store, id, &error);
    g_assert_no_error(error);
    return cas;
}

static void
assert_letter(Fixture *fixture, gint64 id, InkLetterState state, gboolean has_bounced)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkOutboxRow) row = ink_store_get_letter(fixture->store, id, &error);
    g_assert_no_error(error);
    g_assert_cmpint(row->state, ==, state);
    g_assert_cmpint(row->bounced_at != INK_TIME_NONE, ==, has_bounced);
}

static void
assert_disposition(const InkVerdict *verdict, InkDisposition disposition, gint64 case_id)
{
    g_assert_cmpint(verdict->decision->disposition, ==, disposition);
    g_assert_cmpint(verdict->decision->case_id, ==, case_id);
    g_assert_false(verdict->decision->reply.send);
}

/* --- failures ---------------------------------------------------------------------------------*/

static void
test_failed(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 case_id;
    g_autoptr(InkOutboxRow) letter = begin_case(fixture, &case_id);
    g_autoptr(InkVerdict) verdict = report(fixture, FAILED_FOR(ANNA), letter->message_id);
    assert_disposition(verdict, INK_DISPOSITION_BOUNCE, case_id);
    assert_letter(fixture, letter->id, INK_LETTER_FAILED, TRUE);
    g_autoptr(GError) error = NULL;
    g_autoptr(InkOutboxRow) row = ink_store_get_letter(fixture->store, letter->id, &error);
    g_assert_cmpstr(row->error, ==, "studsade: 5.1.1, 550 no such user");
    g_assert_cmpuint(count_dead(fixture, case_id), ==, 1);
    g_assert_true(is_dead(fixture, "ANNA.EK@example.org"));
    g_assert_cmpuint(count_reviews(fixture, "bounce"), ==, 1);
    g_assert_cmpuint(count_reviews(fixture, "receipt"), ==, 1);
    g_assert_true(has_journal(fixture, case_id, "brevet kom tillbaka"));
    g_assert_true(has_journal(fixture, case_id, "inga automatiska brev till adressen"));
    g_autoptr(InkLedgerRow) first = ink_store_get_message(fixture->store, letter->message, &error);
    g_assert_cmpstr(first->reply, ==, "owed");
    g_autoptr(InkCase) cas = get_case(fixture, case_id);
    g_assert_cmpint(cas->records, ==, 2);
    journal_assert_sound(fixture->store, -1);

    /* The same again, in other words: nothing is owed twice. */
    ink_verdict_free(report(fixture, FAILED_FOR(ANNA) "X: y\n", letter->message_id));
    g_assert_cmpuint(count_reviews(fixture, "receipt"), ==, 1);
    g_assert_cmpuint(count_dead(fixture, case_id), ==, 1);
}

/* Class 4 at the end of five days: this letter did not arrive, the next one may. */
static void
test_expired(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 case_id;
    g_autoptr(InkOutboxRow) letter = begin_case(fixture, &case_id);
    g_autoptr(InkVerdict) verdict =
        report(fixture, "Final-Recipient: rfc822; " ANNA "\nAction: failed\nStatus: 4.4.7\n",
               letter->message_id);
    assert_disposition(verdict, INK_DISPOSITION_BOUNCE, case_id);
    assert_letter(fixture, letter->id, INK_LETTER_FAILED, TRUE);
    g_assert_cmpuint(count_reviews(fixture, "bounce"), ==, 1);
    g_assert_false(is_dead(fixture, ANNA));
}

static void
test_delayed(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 case_id;
    g_autoptr(InkOutboxRow) letter = begin_case(fixture, &case_id);
    g_autoptr(InkVerdict) verdict =
        report(fixture, "Final-Recipient: rfc822; " ANNA "\nAction: delayed\nStatus: 4.4.1\n",
               letter->message_id);
    assert_disposition(verdict, INK_DISPOSITION_AUTOMATIC, case_id);
    g_autoptr(InkVerdict) second =
        report(fixture, "Final-Recipient: rfc822; " ANNA "\nAction: relayed\nStatus: 2.0.0\n",
               letter->message_id);
    assert_disposition(second, INK_DISPOSITION_AUTOMATIC, case_id);
    assert_letter(fixture, letter->id, INK_LETTER_SENT, FALSE);
    g_assert_true(has_journal(fixture, case_id, "brevet är försenat"));
    g_assert_true(has_journal(fixture, case_id, "brevet är levererat"));
    g_autoptr(InkCase) cas = get_case(fixture, case_id);
    g_assert_cmpint(cas->records, ==, 1);
    g_assert_cmpuint(count_reviews(fixture, "bounce"), ==, 0);
    g_assert_cmpuint(count_reviews(fixture, "automatic"), ==, 0);
}

/* Reports that are not surely about our letter to that address: nothing is changed. */
static void
test_forged(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 case_id;
    g_autoptr(InkOutboxRow) letter = begin_case(fixture, &case_id);
    g_autoptr(InkVerdict) unknown = report(fixture, FAILED_FOR(ANNA), "x@example.org");
    assert_disposition(unknown, INK_DISPOSITION_BOUNCE, 0);
    g_autofree char *forged = g_strdup(letter->message_id);
    forged[strlen("inkom.")] = forged[strlen("inkom.")] == 'a' ? 'b' : 'a';
    g_autoptr(InkVerdict) guessed = report(fixture, FAILED_FOR(ANNA), forged);
    assert_disposition(guessed, INK_DISPOSITION_BOUNCE, 0);
    g_autoptr(InkVerdict) other =
        report(fixture, FAILED_FOR("bo.alm@example.org"), letter->message_id);
    assert_disposition(other, INK_DISPOSITION_BOUNCE, case_id);
    g_autoptr(InkVerdict) nobody =
        report(fixture, "Action: failed\nStatus: 5.1.1\n", letter->message_id);
    assert_disposition(nobody, INK_DISPOSITION_BOUNCE, case_id);
    assert_letter(fixture, letter->id, INK_LETTER_SENT, FALSE);
    g_assert_false(is_dead(fixture, ANNA));
    g_assert_false(is_dead(fixture, "bo.alm@example.org"));
    g_assert_cmpuint(count_reviews(fixture, "bounce"), ==, 4);
    g_assert_cmpuint(count_reviews(fixture, "receipt"), ==, 0);
}

/* A letter that has not left cannot have come back. */
static void
test_not_sent(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    ink_verdict_free(write_to_us(fixture, ANNA, "Klagomål på snöröjningen", ""));
    g_autoptr(InkOutboxRow) letter = get_last_letter(fixture);
    g_autoptr(InkVerdict) verdict = report(fixture, FAILED_FOR(ANNA), letter->message_id);
    assert_disposition(verdict, INK_DISPOSITION_BOUNCE, letter->case_id);
    assert_letter(fixture, letter->id, INK_LETTER_QUEUED, FALSE);
    g_assert_false(is_dead(fixture, ANNA));
}

/* Only text: the number and a party's address, or our Message-ID. Filed, and for a person. */
static void
test_only_text(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 case_id;
    g_autoptr(InkOutboxRow) letter = begin_case(fixture, &case_id);
    static const char head[] = "Return-Path: <>\nFrom: postmaster@example.org\n"
                               "Subject: Kunde inte levereras\n"
                               "Content-Type: text/plain; charset=utf-8\n\n";
    g_autofree char *by_number =
        g_strdup_printf("%sBrevet om %s kunde inte levereras till %s: 550 5.1.1 finns inte.\n",
                        head, letter->dnr, ANNA);
    g_autoptr(InkVerdict) numbered = pipeline_take_in(fixture, by_number);
    assert_disposition(numbered, INK_DISPOSITION_BOUNCE, case_id);
    g_autofree char *by_id =
        g_strdup_printf("%sBrevet %s kunde inte levereras till %s: 550 5.1.1 finns inte.\n", head,
                        letter->message_id, ANNA);
    g_autoptr(InkVerdict) named = pipeline_take_in(fixture, by_id);
    assert_disposition(named, INK_DISPOSITION_BOUNCE, case_id);
    g_autofree char *by_guess = g_strdup_printf(
        "%sBrevet om %s kunde inte levereras till bo.alm@example.org: 550 5.1.1 finns inte.\n",
        head, letter->dnr);
    g_autoptr(InkVerdict) guessed = pipeline_take_in(fixture, by_guess);
    assert_disposition(guessed, INK_DISPOSITION_BOUNCE, 0);
    g_assert_cmpuint(count_reviews(fixture, "bounce"), ==, 3);
    assert_letter(fixture, letter->id, INK_LETTER_SENT, FALSE);
    g_assert_false(is_dead(fixture, ANNA));
}

static gboolean
confirm(Fixture *fixture, gint64 message, gint64 letter, GError **error)
{
    g_autoptr(InkTxn) txn = txn_begin(fixture->store);
    return ink_pipeline_confirm_bounce(fixture->pipeline, txn, message, letter, error) &&
           ink_txn_commit(txn, error);
}

static gboolean
revive(Fixture *fixture, const char *address, GError **error)
{
    g_autoptr(InkTxn) txn = txn_begin(fixture->store);
    return ink_txn_revive_address(txn, address, "ringde", error) && ink_txn_commit(txn, error);
}

/* What nobody could tie to a letter, a person does; and takes it back. */
static void
test_confirmed(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 case_id;
    g_autoptr(GError) error = NULL;
    g_autoptr(InkOutboxRow) letter = begin_case(fixture, &case_id);
    ink_verdict_free(write_to_us(fixture, ANNA, "Beröm till badhuset", ""));
    g_autoptr(InkOutboxRow) waiting = get_last_letter(fixture);
    g_autoptr(InkVerdict) doubtful =
        pipeline_take_in(fixture, "Return-Path: <>\nFrom: postmaster@example.org\n"
                                  "Subject: Kunde inte levereras\n\nOkänd mottagare.\n");
    assert_disposition(doubtful, INK_DISPOSITION_BOUNCE, 0);
    g_autoptr(GPtrArray) reviews = ink_store_list_reviews(fixture->store, FALSE, &error);
    const InkReviewRow *review = reviews->pdata[reviews->len - 1];
    g_assert_cmpstr(review->kind, ==, "bounce");

    g_assert_false(confirm(fixture, review->message, waiting->id, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_REFUSED);
    g_clear_error(&error);
    g_assert_false(confirm(fixture, review->message, 99, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_false(is_dead(fixture, ANNA));

    g_assert_true(confirm(fixture, review->message, letter->id, &error));
    g_assert_no_error(error);
    assert_letter(fixture, letter->id, INK_LETTER_FAILED, TRUE);
    assert_letter(fixture, waiting->id, INK_LETTER_FAILED, FALSE);
    g_assert_true(is_dead(fixture, ANNA));
    g_assert_cmpuint(count_reviews(fixture, "receipt"), ==, 2);
    g_assert_true(has_journal(fixture, case_id, "brevet kom tillbaka"));
    g_autoptr(InkLedgerRow) report = ink_store_get_message(fixture->store, review->message, &error);
    g_assert_cmpint(report->case_id, ==, case_id);
    g_assert_cmpstr(report->outcome, ==, "bounce");

    g_assert_true(revive(fixture, "Anna.Ek@Example.org", &error));
    g_assert_false(is_dead(fixture, ANNA));
    g_assert_true(has_journal(fixture, case_id, "adressen lever: beslut av en människa"));
    g_assert_false(revive(fixture, ANNA, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_NOT_FOUND);
}

/* By the letter's own bounce address, with nothing returned: so long as it counts, and only for the
 * one that the letter went to. */
static void
test_bounce_address(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const struct {
        const char *time, *recipient;
        gboolean is_spoilt, is_case, is_dead;
    } rows[] = {
        {"2026-03-28T09:00", ANNA, TRUE, FALSE, FALSE},
        {"2026-03-28T09:00", "bo.alm@example.org", FALSE, TRUE, FALSE},
        {"2026-05-28T09:00", ANNA, FALSE, FALSE, FALSE},
        {"2026-03-28T09:00", ANNA, FALSE, TRUE, TRUE},
    };
    gint64 case_id;
    g_autoptr(GError) error = NULL;
    fixture->config->delimiter = '+';
    g_autoptr(InkOutboxRow) letter = begin_case(fixture, &case_id);
    g_autofree char *address = NULL;
    ink_pipeline_make_bounce_address(fixture->pipeline, letter, &address, &error);
    g_assert_no_error(error);
    g_assert_true(g_str_has_prefix(address, "inkorg+b"));
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        go_to(fixture, rows[i].time);
        g_autofree char *to = g_strdup(address);
        if (rows[i].is_spoilt)
            strchr(to, '@')[-1] ^= 1;
        g_autofree char *text = g_strdup_printf(
            "Return-Path: <>\nDelivered-To: %s\nFrom: MAILER-DAEMON@mx.example.net\n"
            "To: inkorg@exempelkommun.example\nMIME-Version: 1.0\nSubject: %d\n"
            "Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n"
            "Final-Recipient: rfc822; %s\nAction: failed\nStatus: 5.1.1\n",
            to, (int)i, rows[i].recipient);
        g_autoptr(InkVerdict) verdict = pipeline_take_in(fixture, text);
        assert_disposition(verdict, INK_DISPOSITION_BOUNCE, rows[i].is_case ? case_id : 0);
        g_assert_cmpint(is_dead(fixture, ANNA), ==, rows[i].is_dead);
    }
    assert_letter(fixture, letter->id, INK_LETTER_FAILED, TRUE);
}

/* --- the address ------------------------------------------------------------------------------*/

static void
test_dead_and_alive(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 case_id;
    g_autoptr(InkOutboxRow) letter = begin_case(fixture, &case_id);
    ink_verdict_free(write_to_us(fixture, ANNA, "Beröm till badhuset", ""));
    g_autoptr(InkOutboxRow) second = get_last_letter(fixture);
    g_assert_cmpstr(second->to, ==, ANNA);
    ink_verdict_free(report(fixture, FAILED_FOR(ANNA), letter->message_id));
    assert_letter(fixture, second->id, INK_LETTER_FAILED, FALSE);
    g_assert_cmpuint(count_reviews(fixture, "receipt"), ==, 2);

    /* Written before it was known: no proof of life, and no receipt. */
    g_autoptr(InkVerdict) late = write_to_us(fixture, ANNA, "Klagomål på gatan", "");
    g_assert_false(late->decision->reply.send);
    g_assert_true(late->decision->reply.is_owed);
    g_assert_cmpstr(late->decision->reply.reason, ==, "adressen tar inte emot brev");

    go_to(fixture, "2026-03-28T09:00");
    ink_verdict_free(write_to_us(fixture, ANNA, "Rapport", "Auto-Submitted: auto-generated\n"));
    g_autoptr(InkVerdict) away = write_to_us(fixture, ANNA, "Poissa: hej", "");
    g_autoptr(InkVerdict) other = write_to_us(fixture, "bo.alm@example.org", "Fråga", "");
    g_assert_true(is_dead(fixture, ANNA));
    g_assert_true(other->decision->reply.send);
    g_assert_false(away->decision->reply.send);

    g_autoptr(InkVerdict) fresh = write_to_us(fixture, ANNA, "Klagomål på bussen", "");
    g_assert_true(fresh->decision->reply.send);
    g_assert_false(is_dead(fixture, ANNA));
    g_assert_true(has_journal(fixture, case_id, "adressen lever: nytt brev därifrån"));
    g_assert_cmpuint(count_dead(fixture, case_id), ==, 1);
}

static char *
make_complaint(const char *type, const char *fields, const char *message_id)
{
    return g_strdup_printf(
        "Return-Path: <fbl@example.net>\nFrom: fbl@example.net\nSubject: FW: KS\n"
        "Message-ID: <%x@example.net>\nMIME-Version: 1.0\nContent-Type: multipart/report;"
        " report-type=feedback-report; boundary=b\n\n--b\n\nHej.\n--b\n"
        "Content-Type: message/feedback-report\n\nFeedback-Type: %s\nUser-Agent: x\nVersion: 1\n"
        "%s\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <%s>\n\nHej\n--b--\n",
        g_random_int(), type, fields, message_id);
}

static void
test_complaint(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const struct {
        const char *type, *fields;
        gboolean is_dead;
    } rows[] = {
        {"not-spam", "", FALSE},
        {"auth-failure", "", FALSE},
        {"abuse", "Original-Rcpt-To: <bo.alm@example.org>\n", FALSE},
        {"abuse", "", TRUE}, /* hidden, as most of them are */
    };
    gint64 case_id;
    g_autoptr(InkOutboxRow) letter = begin_case(fixture, &case_id);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = make_complaint(rows[i].type, rows[i].fields, letter->message_id);
        g_autoptr(InkVerdict) verdict = pipeline_take_in(fixture, text);
        assert_disposition(verdict, INK_DISPOSITION_AUTOMATIC, case_id);
        g_assert_cmpint(is_dead(fixture, ANNA), ==, rows[i].is_dead);
    }
    assert_letter(fixture, letter->id, INK_LETTER_SENT, FALSE);
}

/* --- filed, never answered --------------------------------------------------------------------*/

static void
close_case(Fixture *fixture, gint64 case_id)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    ink_txn_set_status(txn, case_id, INK_CASE_CLOSED, "klart", &error);
    g_assert_no_error(error);
    txn_commit(txn);
}

static void
test_closed_stays_closed(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 case_id;
    g_autoptr(InkOutboxRow) letter = begin_case(fixture, &case_id);
    close_case(fixture, case_id);
    g_autoptr(InkCase) before = get_case(fixture, case_id);
    g_autofree char *reply = g_strdup_printf("In-Reply-To: <%s>\n", letter->message_id);
    g_autofree char *read = g_strdup_printf(
        "Return-Path: <>\nFrom: " ANNA "\nSubject: Läst: KS\nMessage-ID: <m@example.org>\n"
        "MIME-Version: 1.0\nContent-Type: multipart/report; boundary=b;"
        " report-type=disposition-notification\n\n--b\n\nLäst.\n--b\n"
        "Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; " ANNA "\n"
        "Original-Message-ID: <%s>\nDisposition: manual-action/MDN-sent-manually; displayed\n"
        "--b--\n",
        letter->message_id);
    g_autofree char *calendar = g_strdup_printf(
        "Return-Path: <" ANNA ">\nFrom: " ANNA "\nSubject: Ja\nMessage-ID: <k@example.org>\n%s"
        "MIME-Version: 1.0\nContent-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\n"
        "METHOD:REPLY\nEND:VCALENDAR\n",
        reply);
    g_autoptr(InkVerdict) first = pipeline_take_in(fixture, read);
    g_autoptr(InkVerdict) second = pipeline_take_in(fixture, calendar);
    g_autoptr(InkVerdict) third = write_to_us(fixture, ANNA, "Poissa: Anna Ek", reply);
    g_autofree char *precedence = g_strconcat(reply, "Precedence: auto_reply\n", NULL);
    g_autoptr(InkVerdict) fourth = write_to_us(fixture, ANNA, "Re: KS", precedence);
    g_autoptr(InkVerdict) fifth = report(fixture, FAILED_FOR(ANNA), letter->message_id);
    assert_disposition(first, INK_DISPOSITION_AUTOMATIC, case_id);
    assert_disposition(second, INK_DISPOSITION_AUTOMATIC, case_id);
    assert_disposition(third, INK_DISPOSITION_AUTOMATIC, case_id);
    assert_disposition(fourth, INK_DISPOSITION_AUTOMATIC, case_id);
    assert_disposition(fifth, INK_DISPOSITION_BOUNCE, case_id);
    g_autoptr(InkCase) after = get_case(fixture, case_id);
    g_assert_cmpint(after->status, ==, INK_CASE_CLOSED);
    g_assert_cmpint(after->due, ==, before->due);
    g_assert_cmpint(after->records, ==, 6);
    g_autoptr(GPtrArray) letters = list_letters(fixture);
    g_assert_cmpuint(letters->len, ==, 1);
}

/* The guard of threads is for people: a routine that holds what strangers write, and new matters,
 * holds no report. */
static void
test_strict_routine(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    for (guint i = 0; i < fixture->config->routines->len; i++) {
        InkRoutine *routine = fixture->config->routines->pdata[i];
        routine->stranger = routine->new_matter = INK_LATER_REVIEW;
    }
    gint64 case_id;
    g_autoptr(InkOutboxRow) letter = begin_case(fixture, &case_id);
    g_autofree char *reply =
        g_strdup_printf("In-Reply-To: <%s>\nPrecedence: auto_reply\n", letter->message_id);
    g_autoptr(InkVerdict) away = write_to_us(fixture, ANNA, "Tack för brevet", reply);
    assert_disposition(away, INK_DISPOSITION_AUTOMATIC, case_id);
    g_autofree char *prose = g_strdup_printf(
        "From: postmaster@example.org\nTo: inkorg@exempelkommun.example\nSubject: Hej\n"
        "Content-Type: text/plain; charset=utf-8\n\nBrevet kunde inte levereras till %s:\n"
        "550 5.1.1 finns inte\n\n--- Below this line is a copy of the message.\n\n"
        "Message-ID: <%s>\n",
        ANNA, letter->message_id);
    g_autoptr(InkVerdict) bounce = pipeline_take_in(fixture, prose);
    assert_disposition(bounce, INK_DISPOSITION_BOUNCE, case_id);
    g_assert_true(is_dead(fixture, ANNA));
}

/* --- who is away ------------------------------------------------------------------------------*/

#define OFFICER "karin.berg@exempelkommun.example"
#define AWAY    "Auto-Submitted: auto-replied\n"

static void
test_away(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    pipeline_take_over(fixture, "KS", 412, "klagomål", "Gatubelysning: Storgatan", ANNA,
                       "2026-03-20T10:00");
    g_free(fixture->config->registrar);
    fixture->config->registrar = g_strdup("registrator@exempelkommun.example");
    g_autoptr(InkVerdict) first =
        write_to_us(fixture, OFFICER, "Automatiskt svar: Tilldelat KS 2026/0412", AWAY);
    g_assert_cmpint(first->decision->disposition, ==, INK_DISPOSITION_AUTOMATIC);
    g_assert_cmpuint(count_alerts(fixture), ==, 1);
    g_autoptr(InkOutboxRow) alert = get_last_letter(fixture);
    g_assert_cmpstr(alert->to, ==, "registrator@exempelkommun.example");

    go_to(fixture, "2026-03-30T09:00");
    ink_verdict_free(write_to_us(fixture, OFFICER, "Automatiskt svar: en annan sak", AWAY));
    ink_verdict_free(write_to_us(fixture, ANNA, "Automatiskt svar: hej", AWAY));
    ink_verdict_free(
        write_to_us(fixture, "nagon@exempelkommun.example", "Automatiskt svar: hej", AWAY));
    ink_verdict_free(
        write_to_us(fixture, fixture->config->registrar, "Automatiskt svar: larm", AWAY));
    ink_verdict_free(write_to_us(fixture, OFFICER, "Fråga om KS 2026/0412", ""));
    g_assert_cmpuint(count_alerts(fixture), ==, 1);

    go_to(fixture, "2026-04-10T09:00");
    ink_verdict_free(write_to_us(fixture, OFFICER, "Frånvaro: semester", AWAY));
    g_assert_cmpuint(count_alerts(fixture), ==, 2);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
#define ADD(path, function)                                                                        \
    g_test_add("/report-effects/" path, Fixture, NULL, pipeline_set_up, function,                  \
               pipeline_tear_down)
    ADD("failed", test_failed);
    ADD("expired", test_expired);
    ADD("delayed", test_delayed);
    ADD("forged", test_forged);
    ADD("not-sent", test_not_sent);
    ADD("only-text", test_only_text);
    ADD("confirmed", test_confirmed);
    ADD("bounce-address", test_bounce_address);
    ADD("dead-and-alive", test_dead_and_alive);
    ADD("complaint", test_complaint);
    ADD("closed-stays-closed", test_closed_stays_closed);
    ADD("strict-routine", test_strict_routine);
    ADD("away", test_away);
    return g_test_run();
}
