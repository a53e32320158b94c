/* SPDX-License-Identifier: MIT
 *
 * Forged Authentication-Results, from the header to what an officer can do with them: none of them
 * makes anybody an officer, lets an answer stop a clock or an order be carried out. What real
 * servers write does.
 */
#include "pipeline-harness.h"

#include "forged-results.h"

#include "../../src/pipeline/pipeline-private.h"

#include "inkom/jobs.h"

typedef PipelineFixture Fixture;

#define ANNA "To: Anna Ek <anna@example.org>\nCc: inkorg@exempelkommun.example\n"
#define US   "To: inkorg@exempelkommun.example\n"
#define REST                                                                                       \
    "From: Karin Berg <" KARIN ">\nSubject: KS 2026/0412 Belysning Storgatan\n"                    \
    "Date: Fri, 27 Mar 2026 16:10:00 +0100\nMessage-ID: <svar@exempelkommun.example>\n"            \
    "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"                                 \
    "Content-Transfer-Encoding: 8bit\n\n"
#define ANSWER ANNA REST "Hej Anna! Lamporna byts i morgon.\n"
#define ORDER  US REST "Kan avslutas\nÅtgärd: lampan är bytt\n"

static void
set_up(Fixture *fixture, gconstpointer data)
{
    pipeline_set_up(fixture, data);
    fixture->config->authserv_id = g_strdup(ID);
    pipeline_prove_border(fixture);
}

static GBytes *
make_bytes(const char *headers, const char *rest)
{
    char *whole = g_strconcat(headers, rest, NULL);
    gsize size = strlen(whole);
    for (gsize i = 0; i < size; i++)
        whole[i] = whole[i] == NUL[0] ? '\0' : whole[i];
    return g_bytes_new_take(whole, size);
}

static InkMessage *
parse(const char *headers)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = make_bytes(headers, ANSWER);
    InkMessage *message = ink_message_parse(bytes, &INK_LIMITS_DEFAULT, &error);
    g_assert_no_error(error);
    return message;
}

/* As the pipeline asks. */
static InkIdentity
find_identity(Fixture *fixture, const InkMessage *message)
{
    g_autoptr(GError) error = NULL;
    InkAuthorProof proof = INK_AUTHOR_UNPROVED;
    InkWork work = {.pipeline = fixture->pipeline, .message = (InkMessage *)message};
    g_assert_true(ink_border_find_proof(&work, &proof, &error));
    return ink_officer_find_identity(message, fixture->config, proof);
}

static void
test_forged(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_assert_cmpuint(G_N_ELEMENTS(forged_results), >=, 25);
    for (gsize i = 0; i < G_N_ELEMENTS(forged_results); i++) {
        g_test_message("%s", forged_results[i].what);
        g_autoptr(InkMessage) message = parse(forged_results[i].headers);
        g_assert_cmpint(ink_triage_find_author_vouching(message, fixture->config), !=,
                        INK_VOUCHING_YES);
        g_assert_cmpint(find_identity(fixture, message), !=, INK_IDENTITY_PROVED);
        /* Not even with the address that only the officer has. */
        g_assert_cmpint(ink_officer_judge(INK_PROVED_BY_AUTHENTICATION,
                                          find_identity(fixture, message), INK_CAPABILITY_OWN,
                                          INK_CLASS_LOW),
                        !=, INK_OBEDIENCE_RUN);
    }
}

static void
test_genuine(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_assert_cmpuint(G_N_ELEMENTS(genuine_results), >=, 10);
    for (gsize i = 0; i < G_N_ELEMENTS(genuine_results); i++) {
        g_test_message("%s", genuine_results[i].what);
        g_autoptr(InkMessage) message = parse(genuine_results[i].headers);
        g_assert_cmpint(ink_triage_find_author_vouching(message, fixture->config), ==,
                        INK_VOUCHING_YES);
        g_assert_cmpint(find_identity(fixture, message), ==, INK_IDENTITY_PROVED);
    }
}

/* The genuine ones prove it to nobody before the border is tried. */
static void
test_untried(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_free(fixture->config->authserv_id);
    fixture->config->authserv_id = g_strdup("mx2.exempelkommun.example");
    pipeline_prove_border(fixture);
    g_free(fixture->config->authserv_id);
    fixture->config->authserv_id = g_strdup(ID);
    for (gsize i = 0; i < G_N_ELEMENTS(genuine_results); i++) {
        g_autoptr(InkMessage) message = parse(genuine_results[i].headers);
        g_assert_cmpint(find_identity(fixture, message), ==, INK_IDENTITY_UNTESTED);
    }
}

/* --- through the whole pipeline ---------------------------------------------------------------*/

static InkCase *
take_in_to_case(Fixture *fixture, gint64 id, const char *headers, const char *rest)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = make_bytes(headers, rest);
    const InkEnvelope envelope = {.mailbox = "inkorg",
                                  .unit = "KS",
                                  .uidvalidity = 7,
                                  .uid = "1",
                                  .stored_at = ink_clock_now(fixture->clock),
                                  .stored_by = "INTERNALDATE",
                                  .bytes = bytes,
                                  .size = (gint64)g_bytes_get_size(bytes)};
    g_autoptr(InkVerdict) verdict = pipeline_decide(fixture, &envelope);
    pipeline_apply(fixture, &envelope, verdict);
    InkCase *cas = ink_store_get_case(fixture->store, id, &error);
    g_assert_no_error(error);
    return cas;
}

static InkCase *
take_in(Fixture *fixture, const char *headers, const char *rest)
{
    gint64 id = pipeline_take_over(fixture, "KS", 412, "felanmälan", "Belysning: Storgatan",
                                   "anna@example.org", "2026-03-24T09:00");
    return take_in_to_case(fixture, id, headers, rest);
}

/* Nothing has happened to the case but, at most, that the letter is filed in it. */
static void
assert_no_answer(Fixture *fixture, const InkCase *cas)
{
    g_autoptr(GError) error = NULL;
    g_assert_cmpint(cas->status, ==, INK_CASE_OPEN);
    g_assert_cmpint(cas->interim_at, ==, INK_TIME_NONE);
    g_autoptr(GPtrArray) records = ink_store_list_records(fixture->store, cas->id, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < records->len; i++)
        g_assert_cmpint(((const InkRecord *)records->pdata[i])->direction, !=, INK_DIRECTION_OUT);
}

static void
assert_untouched(Fixture *fixture, const InkCase *cas)
{
    g_autoptr(GError) error = NULL;
    assert_no_answer(fixture, cas);
    g_assert_null(cas->measure);
    g_assert_null(cas->held);
    g_autoptr(GPtrArray) rows = ink_store_list_deadlines(fixture->store, cas->id, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < rows->len; i++)
        g_assert_cmpint(((const InkDeadlineRow *)rows->pdata[i])->met_at, ==, INK_TIME_NONE);
}

static void
test_forged_answer(Fixture *fixture, gconstpointer headers)
{
    g_autoptr(InkCase) cas = take_in(fixture, headers, ANSWER);
    assert_untouched(fixture, cas);
}

static void
test_forged_order(Fixture *fixture, gconstpointer headers)
{
    g_autoptr(InkCase) cas = take_in(fixture, headers, ORDER);
    assert_untouched(fixture, cas);
}

/* Karin has the case, and a letter about it: the address that answers to that go to. */
static char *
assign(Fixture *fixture, gint64 case_id)
{
    g_autoptr(GError) error = NULL;
    const InkCaseEvent event = {
        .event = INK_EVENT_ASSIGN, .at = ink_clock_now(fixture->clock), .officer = KARIN};
    InkTxn *txn = txn_begin(fixture->store);
    g_assert_true(ink_pipeline_happen(fixture->pipeline, txn, case_id, &event, &error));
    txn_commit(txn);
    g_autoptr(GPtrArray) letters = ink_store_list_letters(fixture->store, NULL, 0, &error);
    const InkOutboxRow *row = letters->pdata[letters->len - 1];
    g_autoptr(GBytes) bytes = ink_store_get_letter_bytes(fixture->store, row->id, &error);
    g_autoptr(InkMessage) letter = ink_message_parse(bytes, &INK_LIMITS_DEFAULT, &error);
    g_assert_no_error(error);
    return g_strdup(((const InkAddress *)letter->reply_to->pdata[0])->address);
}

static InkCase *
take_in_to_address(Fixture *fixture, const char *headers, const char *rest)
{
    fixture->config->delimiter = '+';
    ink_config_find_unit(fixture->config, "KS")->routine->may_relay = TRUE;
    gint64 id = pipeline_take_over(fixture, "KS", 412, "felanmälan", "Belysning: Storgatan",
                                   "anna@example.org", "2026-03-24T09:00");
    g_autofree char *address = assign(fixture, id);
    g_autofree char *to = g_strdup_printf("To: %s\n%s", address, rest);
    ink_case_free(take_in_to_case(fixture, id, headers, to));
    ink_clock_fix(fixture->clock, ink_clock_now(fixture->clock) + 3600);
    g_autoptr(GError) error = NULL;
    static const InkWatch nobody = {0};
    ink_job_clockwork(fixture->pipeline, TRUE, &nobody, &error);
    g_assert_no_error(error);
    InkCase *later = ink_store_get_case(fixture->store, id, &error);
    g_assert_no_error(error);
    return later;
}

/* Somebody has got hold of the letter to the officer, and forges the rest. */
static void
test_forged_with_address(Fixture *fixture, gconstpointer headers)
{
    g_autoptr(InkCase) cas = take_in_to_address(fixture, headers, REST "Delsvar\nSVAR:\nNej.\n");
    assert_no_answer(fixture, cas);
}

static void
test_genuine_with_address(Fixture *fixture, gconstpointer headers)
{
    g_autoptr(InkCase) cas = take_in_to_address(fixture, headers, REST "SVAR:\nNej.\n");
    g_assert_cmpint(cas->status, ==, INK_CASE_ANSWERED);
}

static void
test_genuine_answer(Fixture *fixture, gconstpointer headers)
{
    g_autoptr(InkCase) cas = take_in(fixture, headers, ANSWER);
    g_assert_cmpint(cas->status, ==, INK_CASE_ANSWERED);
}

static void
add_each(const char *kind, const ForgedRow *rows, gsize count,
         void (*test)(Fixture *, gconstpointer))
{
    for (gsize i = 0; i < count; i++) {
        g_autofree char *path = g_strdup_printf("/forged-results/%s/%zu", kind, i + 1);
        g_test_add(path, Fixture, rows[i].headers, set_up, test, pipeline_tear_down);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    g_test_add("/forged-results/forged", Fixture, NULL, set_up, test_forged, pipeline_tear_down);
    g_test_add("/forged-results/genuine", Fixture, NULL, set_up, test_genuine, pipeline_tear_down);
    g_test_add("/forged-results/untried", Fixture, NULL, set_up, test_untried, pipeline_tear_down);
    add_each("answer", forged_results, G_N_ELEMENTS(forged_results), test_forged_answer);
    add_each("order", forged_results, G_N_ELEMENTS(forged_results), test_forged_order);
    add_each("address", forged_results, G_N_ELEMENTS(forged_results), test_forged_with_address);
    add_each("genuine-address", genuine_results, G_N_ELEMENTS(genuine_results),
             test_genuine_with_address);
    add_each("genuine-answer", genuine_results, G_N_ELEMENTS(genuine_results), test_genuine_answer);
    return g_test_run();
}
