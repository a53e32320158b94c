/* SPDX-License-Identifier: MIT
 *
 * Officers by mail through the whole pipeline: an answer stops the clock at the time when it was
 * sent, and only a proved officer's does; what is ordered is put before the registrar.
 */
#include "pipeline-harness.h"

#include "inkom/review.h"
#include "inkom/template.h"

typedef PipelineFixture Fixture;

#define ID       "mx.exempelkommun.example"
#define RECEIVED "Received: from a by " ID " with ESMTP; Fri, 27 Mar 2026 16:40:00 +0100\n"
#define PASS     "Authentication-Results: " ID "; dkim=pass header.d=exempelkommun.example\n"
#define SPF                                                                                        \
    "Authentication-Results: " ID "; spf=pass smtp.mailfrom=karin.berg@exempelkommun.example\n"
#define KARIN   "From: Karin Berg <karin.berg@exempelkommun.example>\n"
#define ANNA    "To: Anna Ek <anna@example.org>\n"
#define COPY    "Cc: inkorg@exempelkommun.example\n"
#define INBOX   "To: inkorg@exempelkommun.example\n"
#define SUBJECT "Subject: KS 2026/0412 Belysning Storgatan\n"
#define TAIL                                                                                       \
    "Date: Fri, 27 Mar 2026 16:10:00 +0100\nMessage-ID: <svar@exempelkommun.example>\n"            \
    "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"                                 \
    "Content-Transfer-Encoding: 8bit\n\n"
#define WORDS  "Hej Anna! Lamporna byts på torsdag.\n\n/Karin\n"
#define ANSWER PASS RECEIVED KARIN ANNA COPY SUBJECT TAIL WORDS

static void
set_up(Fixture *fixture, gconstpointer data)
{
    pipeline_set_up(fixture, data);
    fixture->config->authserv_id = g_strdup(ID);
    pipeline_prove_border(fixture);
}

static gint64
begin(Fixture *fixture)
{
    return pipeline_take_over(fixture, "KS", 412, "felanmälan", "Belysning: Storgatan",
                              "anna@example.org", "2026-03-24T09:00");
}

static InkCase *
take_in_case(Fixture *fixture, gint64 id, const char *text, InkDisposition disposition)
{
    g_autoptr(GError) error = NULL;
    gsize size = strlen(text);
    g_autoptr(GBytes) bytes = g_bytes_new(text, size);
    const InkEnvelope envelope = {.mailbox = "inkorg",
                                  .unit = "KS",
                                  .uidvalidity = 7,
                                  .uid = "1",
                                  .stored_at = ink_clock_now(fixture->clock),
                                  .stored_by = "INTERNALDATE",
                                  .bytes = bytes,
                                  .size = (gint64)size};
    g_autoptr(InkVerdict) verdict = pipeline_decide(fixture, &envelope);

    g_assert_cmpstr(ink_disposition_get_name(verdict->decision->disposition), ==,
                    ink_disposition_get_name(disposition));
    g_assert_false(verdict->decision->reply.send);
    pipeline_apply(fixture, &envelope, verdict);
    InkCase *cas = ink_store_get_case(fixture->store, id, &error);
    g_assert_no_error(error);
    return cas;
}

static InkCase *
take_in(Fixture *fixture, const char *text, InkDisposition disposition)
{
    return take_in_case(fixture, begin(fixture), text, disposition);
}

static void
assert_record(Fixture *fixture, const InkCase *cas, InkDirection direction, const char *to,
              const char *time)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) records = ink_store_list_records(fixture->store, cas->id, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(records->len, ==, 1);
    const InkRecord *record = records->pdata[0];
    g_assert_cmpstr(ink_direction_get_name(record->direction), ==,
                    ink_direction_get_name(direction));
    g_assert_cmpstr(record->to, ==, to);
    g_assert_cmpstr(record->from, ==, "karin.berg@exempelkommun.example");
    g_assert_cmpint(record->date, ==, ink_clock_parse(fixture->clock, time));
}

static gboolean
is_met(Fixture *fixture, const InkCase *cas, const char *kind)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) rows = ink_store_list_deadlines(fixture->store, cas->id, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < rows->len; i++) {
        const InkDeadlineRow *row = rows->pdata[i];
        if (g_str_equal(row->kind, kind))
            return row->met_at != INK_TIME_NONE;
    }
    g_assert_not_reached();
}

/* What the registrar is told, the reasons joined. */
static char *
list_notes(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) rows = ink_store_list_reviews(fixture->store, FALSE, &error);
    g_assert_no_error(error);
    GString *all = g_string_new(NULL);
    for (guint i = 0; i < rows->len; i++) {
        const InkReviewRow *row = rows->pdata[i];
        if (g_str_equal(row->kind, "officer"))
            g_string_append_printf(all, "%s\n", row->reason);
    }
    return g_string_free(all, FALSE);
}

static void
test_answer(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(InkCase) cas = take_in(fixture, ANSWER, INK_DISPOSITION_ANSWER);
    g_assert_cmpint(cas->status, ==, INK_CASE_ANSWERED);
    g_assert_true(is_met(fixture, cas, "answer"));
    assert_record(fixture, cas, INK_DIRECTION_OUT, "anna@example.org", "2026-03-27T16:10");
    g_autofree char *notes = list_notes(fixture);
    g_assert_cmpstr(notes, ==, "");
}

static void
test_interim(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(InkCase) cas =
        take_in(fixture, ANSWER "(Till diariet: delsvar)\n", INK_DISPOSITION_ANSWER);
    g_assert_cmpint(cas->status, ==, INK_CASE_OPEN);
    g_assert_cmpint(cas->interim_at, ==, ink_clock_parse(fixture->clock, "2026-03-27T16:10"));
    g_assert_false(is_met(fixture, cas, "answer"));
    assert_record(fixture, cas, INK_DIRECTION_OUT, "anna@example.org", "2026-03-27T16:10");
}

/* The word of a delay that the reminder proposes is no answer: the citizen waits for that still. */
static void
test_delay_draft(Fixture *fixture, gconstpointer language)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *dir = test_path("templates"), *subject = NULL, *body = NULL;
    g_autoptr(InkProblems) problems = ink_problems_new();
    g_autoptr(InkTemplates) templates = ink_templates_load(dir, ink_template_fields, problems);
    g_autoptr(GHashTable) values = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    for (const char *const *field = ink_template_fields; *field != NULL; field++) {
        char *example = ink_template_make_example("delay-draft", *field, language);
        if (example != NULL)
            g_hash_table_insert(values, (char *)*field, example);
    }
    g_assert_true(
        ink_templates_render(templates, language, "delay-draft", values, &subject, &body, &error));
    g_autofree char *letter = g_strconcat(PASS RECEIVED KARIN ANNA COPY SUBJECT TAIL, body, NULL);
    g_autoptr(InkCase) cas = take_in(fixture, letter, INK_DISPOSITION_ANSWER);
    g_assert_cmpint(cas->status, ==, INK_CASE_OPEN);
    g_assert_cmpint(cas->interim_at, !=, INK_TIME_NONE);
    g_assert_false(is_met(fixture, cas, "answer"));
    g_autofree char *notes = list_notes(fixture);
    g_assert_cmpstr(notes, ==, "");
}

/* Passed on for registration, some days after it was sent. */
#define PASSED_ON                                                                                  \
    RECEIVED KARIN INBOX                                                                           \
        "Subject: VB: KS 2026/0412 Belysning Storgatan\n" TAIL                                     \
        "För registrering.\n\nFrån: Karin Berg <karin.berg@exempelkommun.example>\n"             \
        "Skickat: den 25 mars 2026 10:15\nTill: Anna Ek <anna@example.org>\n"                      \
        "Ämne: KS 2026/0412 Belysning Storgatan\n\n" WORDS

static void
test_passed_on(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(InkCase) cas = take_in(fixture, PASS PASSED_ON, INK_DISPOSITION_ANSWER);
    g_assert_cmpint(cas->status, ==, INK_CASE_ANSWERED);
    assert_record(fixture, cas, INK_DIRECTION_OUT, "anna@example.org", "2026-03-25T10:15");
}

/* The answer that closed the case is none to the letter that opened it again. */
static void
test_passed_on_again(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    static const struct {
        InkLifeEvent event;
        const char *at;
    } before[] = {{INK_EVENT_ANSWER, "2026-03-25T10:15"},
                  {INK_EVENT_CLOSE, "2026-03-25T11:00"},
                  {INK_EVENT_REOPEN, "2026-03-26T09:00"}};
    gint64 id = begin(fixture);
    for (gsize i = 0; i < G_N_ELEMENTS(before); i++) {
        const InkCaseEvent event = {.event = before[i].event,
                                    .at = ink_clock_parse(fixture->clock, before[i].at)};
        InkTxn *txn = txn_begin(fixture->store);
        ink_pipeline_happen(fixture->pipeline, txn, id, &event, &error);
        g_assert_no_error(error);
        txn_commit(txn);
    }
    g_autoptr(InkCase) cas = take_in_case(fixture, id, PASS PASSED_ON, INK_DISPOSITION_ATTACH);
    g_assert_cmpint(cas->status, ==, INK_CASE_OPEN);
    g_autofree char *notes = list_notes(fixture);
    g_assert_nonnull(strstr(notes, "innan ärendet öppnades igen"));
}

/* Nothing happens to the case; the letter is filed, or waits for a person. */
static void
assert_no_answer(Fixture *fixture, const char *text, InkDisposition disposition, const char *why)
{
    g_autoptr(InkCase) cas = take_in(fixture, text, disposition);
    g_assert_cmpint(cas->status, ==, INK_CASE_OPEN);
    g_assert_false(is_met(fixture, cas, "answer"));
    g_assert_cmpint(cas->records, ==, disposition != INK_DISPOSITION_REVIEW ? 1 : 0);
    g_autofree char *notes = list_notes(fixture);
    g_test_message("%s", notes);
    g_assert_nonnull(strstr(notes, why));
}

static void
test_unproved(Fixture *fixture, gconstpointer text)
{
    assert_no_answer(fixture, text, INK_DISPOSITION_REVIEW, "inte styrkt");
}

/* Enough to be filed in the case, and not to stop its clock. */
static void
test_filed(Fixture *fixture, gconstpointer text)
{
    assert_no_answer(fixture, text, INK_DISPOSITION_ATTACH, "inte styrkt");
}

static void
test_two_subjects(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    assert_no_answer(fixture, PASS RECEIVED KARIN ANNA COPY SUBJECT SUBJECT TAIL WORDS,
                     INK_DISPOSITION_ATTACH, "två gånger");
}

/* What becomes of orders is orders-test's; here, that they make no answer of a letter, and take
 * none away. Without addresses of its own the server can bring no yes. */
static void
test_orders(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    assert_no_answer(fixture,
                     PASS RECEIVED KARIN INBOX SUBJECT TAIL "Kan avslutas\nÅtgärd: bytt lampa\n",
                     INK_DISPOSITION_COMMAND, "ingen handläggare");
}

static void
test_order_with_answer(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(InkCase) cas =
        take_in(fixture, ANSWER "(Till diariet: kan avslutas.)\n", INK_DISPOSITION_ANSWER);
    g_assert_cmpint(cas->status, ==, INK_CASE_ANSWERED);
    g_autofree char *notes = list_notes(fixture);
    g_assert_nonnull(strstr(notes, "\"kan avslutas\""));
}

/* It would have been one, and the order in it is none either. */
static void
test_near_answer(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    assert_no_answer(fixture,
                     SPF RECEIVED KARIN ANNA COPY SUBJECT TAIL WORDS "(Till diariet: avsluta)\n",
                     INK_DISPOSITION_ATTACH, "inte styrkt");
}

/* To a colleague it is no answer, and from a citizen neither. */
static void
test_others(Fixture *fixture, gconstpointer text)
{
    g_autoptr(InkCase) cas = take_in(fixture, text, INK_DISPOSITION_ATTACH);
    g_assert_cmpint(cas->status, ==, INK_CASE_OPEN);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    static const struct {
        const char *path;
        void (*test)(Fixture *, gconstpointer);
        const char *text;
    } tests[] = {
        {"/officer/answer", test_answer, NULL},
        {"/officer/interim", test_interim, NULL},
        {"/officer/delay-draft/sv", test_delay_draft, "sv"},
        {"/officer/delay-draft/en", test_delay_draft, "en"},
        {"/officer/delay-draft/fi", test_delay_draft, "fi"},
        {"/officer/passed-on", test_passed_on, NULL},
        {"/officer/passed-on-again", test_passed_on_again, NULL},
        {"/officer/untested", test_unproved, RECEIVED KARIN ANNA COPY SUBJECT TAIL WORDS},
        {"/officer/spf-alone", test_filed, SPF RECEIVED KARIN ANNA COPY SUBJECT TAIL WORDS},
        {"/officer/passed-on-untested", test_filed, PASSED_ON},
        {"/officer/two-subjects", test_two_subjects, NULL},
        {"/officer/orders", test_orders, NULL},
        {"/officer/order-with-answer", test_order_with_answer, NULL},
        {"/officer/near-answer", test_near_answer, NULL},
        {"/officer/to-colleague", test_others,
         PASS RECEIVED KARIN "To: per.strom@exempelkommun.example\n" COPY SUBJECT TAIL WORDS},
        {"/officer/from-citizen", test_others,
         RECEIVED "From: anna@example.org\n" INBOX SUBJECT TAIL "Kan avslutas\n"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add(tests[i].path, Fixture, tests[i].text, set_up, tests[i].test,
                   pipeline_tear_down);
    return g_test_run();
}
