/* SPDX-License-Identifier: MIT
 *
 * Somebody tries signed addresses that we have not given out: after ten in an hour nothing that is
 * sent from there counts by its address, and the registrar is told once. No letter is lost, and
 * nobody else's address is shut off.
 */
#include "pipeline-harness.h"

#include "inkom/address-keys.h"
#include "inkom/ledger.h"
#include "inkom/outbox.h"

#define HOUR_S  INK_FORGED_WINDOW_S
#define EVIL    "bo@evil.example.net"
#define ANNA    "anna@example.org"
#define FAILS   "Authentication-Results: mx.exempelkommun.example; dmarc=fail header.from="
#define FORGERY "inkorg+r1.fk0.1.aaaaaaaaaaaaaaaaaaaaaaaaaa@exempelkommun.example"

typedef struct {
    PipelineFixture base;
    char *file;
} Fixture;

static void
start(Fixture *fixture)
{
    g_autoptr(InkProblems) problems = ink_problems_new();
    fixture->base.store = store_open(fixture->file, fixture->base.clock);
    fixture->base.pipeline = ink_pipeline_new(fixture->base.config, fixture->base.store, problems);
    pipeline_problems_assert_none(problems);
}

static void
stop(Fixture *fixture)
{
    g_clear_pointer(&fixture->base.pipeline, ink_pipeline_free);
    g_clear_pointer(&fixture->base.store, ink_store_close);
}

static void
set_up(Fixture *fixture, gconstpointer data)
{
    pipeline_set_up(&fixture->base, data);
    stop(fixture);
    fixture->base.config->delimiter = '+';
    fixture->base.config->authserv_id = g_strdup("mx.exempelkommun.example");
    fixture->file = g_build_filename(fixture->base.folder, "inkom.db", NULL);
    fixture->base.config->registrar = g_strdup("registrator@exempelkommun.example");
    start(fixture);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    g_free(fixture->file);
    pipeline_tear_down(&fixture->base, data);
}

/* head: fields above the others, or "". */
static InkVerdict *
take_in(Fixture *fixture, const char *head, const char *from, const char *to)
{
    g_autofree char *text = g_strdup_printf(
        "%sReturn-Path: <%s>\nMessage-ID: <%u@example.org>\nFrom: %s\nTo: %s\nSubject: Hej %u\n"
        "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
        "Gatlampan på Storgatan %u är trasig.\n",
        head, from, fixture->base.messages, from, to, fixture->base.messages,
        fixture->base.messages);
    return pipeline_take_in(&fixture->base, text);
}

static void
guess(Fixture *fixture, const char *head, const char *from, guint times)
{
    for (guint i = 0; i < times; i++) {
        g_autofree char *to = g_strdup_printf(
            "<inkorg+r%u.fk0.1.aaaaaaaaaaaaaaaaaaaaaaaaaa@exempelkommun.example>", i + 1);
        ink_verdict_free(take_in(fixture, head, from, to));
    }
}

/* Anna's case, and the address that she may answer to. */
static char *
begin_case(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkVerdict) verdict = take_in(fixture, "", ANNA, "inkorg@exempelkommun.example");
    g_autoptr(GPtrArray) letters = ink_store_list_letters(fixture->base.store, NULL, 1, &error);
    g_assert_cmpuint(letters->len, ==, 1);
    g_assert_true(verdict->decision->reply.send);
    const InkOutboxRow *letter = letters->pdata[0];
    g_autoptr(InkAddressKey) key = ink_store_get_signing_key(fixture->base.store, &error);
    g_assert_no_error(error);
    return ink_signed_address_new(key, "inkorg@exempelkommun.example", '+', INK_PURPOSE_REPLY,
                                  letter->case_id, ANNA, ink_clock_today(fixture->base.clock) + 10);
}

/* Whether what is sent to that address reaches the case by it. */
static gboolean
counts(Fixture *fixture, const char *head, const char *from, const char *address)
{
    g_autoptr(InkVerdict) verdict = take_in(fixture, head, from, address);
    g_assert_cmpint(verdict->decision->disposition, !=, INK_DISPOSITION_QUARANTINE);
    return verdict->decision->disposition == INK_DISPOSITION_ATTACH;
}

static guint
count_alerts(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) letters = ink_store_list_letters(fixture->base.store, NULL, 0, &error);
    g_assert_no_error(error);
    guint count = 0;
    for (guint i = 0; i < letters->len; i++)
        count += g_str_equal(((const InkOutboxRow *)letters->pdata[i])->kind, "alert");
    return count;
}

static void
pass(Fixture *fixture, gint64 seconds)
{
    ink_clock_fix(fixture->base.clock, ink_clock_now(fixture->base.clock) + seconds);
}

static void
test_throttle(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *address = begin_case(fixture);
    guess(fixture, "", EVIL, INK_FORGED_MAX - 1);
    g_assert_true(counts(fixture, "", EVIL, address));
    g_assert_cmpuint(count_alerts(fixture), ==, 0);
    guess(fixture, "", EVIL, 1);
    g_assert_false(counts(fixture, "", EVIL, address));
    g_assert_false(counts(fixture, "", "cia@post.evil.example.net", address));
    g_assert_true(counts(fixture, "", ANNA, address));
    guess(fixture, "", EVIL, 5);
    g_assert_cmpuint(count_alerts(fixture), ==, 1);
    const InkLedgerFilter all = {0};
    g_autoptr(GPtrArray) rows = ink_store_list_messages(fixture->base.store, &all, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(rows->len, ==, fixture->base.messages);
    pass(fixture, HOUR_S);
    g_assert_true(counts(fixture, "", EVIL, address));
}

static void
test_restart(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *address = begin_case(fixture);
    guess(fixture, "", EVIL, INK_FORGED_MAX);
    stop(fixture);
    start(fixture);
    g_assert_false(counts(fixture, "", EVIL, address));
    guess(fixture, "", EVIL, 1);
    g_assert_cmpuint(count_alerts(fixture), ==, 1);
}

/* Set back: what was tried counts on, and no longer than an hour by a clock that is right again. */
static void
test_clock(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *address = begin_case(fixture);
    pass(fixture, G_GINT64_CONSTANT(3650) * 86400);
    guess(fixture, "", EVIL, INK_FORGED_MAX);
    pass(fixture, G_GINT64_CONSTANT(-3650) * 86400);
    g_assert_false(counts(fixture, "", EVIL, address));
    pass(fixture, HOUR_S - 1);
    g_assert_false(counts(fixture, "", EVIL, address));
    pass(fixture, 1);
    g_assert_true(counts(fixture, "", EVIL, address));
}

static void
test_in_one_letter(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *address = begin_case(fixture);
    g_autoptr(GString) to = g_string_new(NULL);
    for (guint i = 1; i <= 50; i++)
        g_string_append_printf(
            to, "inkorg+r%u.fk0.1.aaaaaaaaaaaaaaaaaaaaaaaaaa@exempelkommun.example, ", i);
    g_string_append(to, address);
    g_assert_false(counts(fixture, "", EVIL, to->str));
    g_assert_false(counts(fixture, "", EVIL, address));
    g_assert_cmpuint(count_alerts(fixture), ==, 1);
}

/* The envelope's address and To: are one address, not two. */
static void
test_counted_once(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *address = begin_case(fixture);
    for (guint i = 1; i < INK_FORGED_MAX; i++)
        ink_verdict_free(take_in(fixture, "Delivered-To: " FORGERY "\n", EVIL, FORGERY));
    g_assert_true(counts(fixture, "", EVIL, address));
}

/* Guesses in somebody else's name do not shut off the real one. */
static void
test_in_false_name(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *address = begin_case(fixture);
    guess(fixture, FAILS "example.org\n", ANNA, INK_FORGED_MAX);
    g_assert_true(counts(fixture, "", ANNA, address));
    g_assert_false(counts(fixture, FAILS "example.org\n", ANNA, address));
    g_assert_cmpuint(count_alerts(fixture), ==, 1);
}

/* Many people share the domain. */
static void
test_freemail(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *address = begin_case(fixture);
    guess(fixture, "", "x@gmail.com", INK_FORGED_MAX);
    g_assert_false(counts(fixture, "", "x@gmail.com", address));
    g_assert_true(counts(fixture, "", "y@gmail.com", address));
}

/* A report to the letter's own address is not believed on that either. */
static void
test_report(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    for (guint round = 0; round < 2; round++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *bounce = NULL;
        g_free(begin_case(fixture));
        g_autoptr(GPtrArray) letters = ink_store_list_letters(fixture->base.store, NULL, 1, &error);
        g_assert_true(ink_pipeline_make_bounce_address(fixture->base.pipeline, letters->pdata[0],
                                                       &bounce, &error));
        g_autofree char *text = g_strdup_printf(
            "Return-Path: <>\nFrom: MAILER-DAEMON@evil.example.net\nTo: %s\nSubject: Studs %u\n"
            "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status;"
            " boundary=b\n\n--b\n\nHej.\n--b\nContent-Type: message/delivery-status\n\n"
            "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; " ANNA "\nAction: failed\n"
            "Status: 5.1.1\n\n--b--\n",
            bounce, round);
        g_autoptr(InkVerdict) verdict = pipeline_take_in(&fixture->base, text);
        g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_BOUNCE);
        g_assert_cmpint(verdict->tie->letter != NULL, ==, round == 0);
        guess(fixture, "", EVIL, INK_FORGED_MAX);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
#define ADD(path, function)                                                                        \
    g_test_add("/forged-addresses/" path, Fixture, NULL, set_up, function, tear_down)
    ADD("throttle", test_throttle);
    ADD("restart", test_restart);
    ADD("clock", test_clock);
    ADD("in-one-letter", test_in_one_letter);
    ADD("counted-once", test_counted_once);
    ADD("in-false-name", test_in_false_name);
    ADD("freemail", test_freemail);
    ADD("report", test_report);
#undef ADD
    return g_test_run();
}
