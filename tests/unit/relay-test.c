/* SPDX-License-Identifier: MIT
 *
 * SVAR: through the whole pipeline: what goes to the sender is the officer's words and nothing
 * else, it is an outgoing record that stops the clock, and where anything speaks against it the
 * officer is told why.
 */
#include "pipeline-harness.h"

#include "../../src/pipeline/pipeline-private.h"

#include "inkom/delivery.h"
#include "inkom/signed-address.h"

typedef PipelineFixture Fixture;

#define KARIN "karin.berg@exempelkommun.example"
#define ANNA  "anna@example.org"
#define HEAD                                                                                       \
    "From: Karin Berg <" KARIN ">\nTo: inkorg@exempelkommun.example\n"                             \
    "Subject: SV: [KS 2026/0412] Du är handläggare\nDate: Fri, 27 Mar 2026 16:10:00 +0100\n"     \
    "Message-ID: <svar@exempelkommun.example>\nMIME-Version: 1.0\n"
#define PLAIN HEAD "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
#define HTML  HEAD "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
#define WORDS "Hej Anna!\n\nLampan på Storgatan är bytt."

typedef struct {
    char *refusal; /* NULL: it was sent */
    InkMessage *letter;
    char *bytes;
} Outcome;

static void
outcome_clear(Outcome *outcome)
{
    g_free(outcome->refusal);
    g_free(outcome->bytes);
    ink_message_free(outcome->letter);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Outcome, outcome_clear)

static InkRoutine *
get_routine(Fixture *fixture)
{
    return ink_config_find_unit(fixture->config, "KS")->routine;
}

static void
set_up(Fixture *fixture, gconstpointer data)
{
    pipeline_set_up(fixture, data);
    get_routine(fixture)->may_relay = TRUE;
    fixture->config->delimiter = '+';
}

static gint64
make_case(Fixture *fixture, const char *sender)
{
    return pipeline_take_over(fixture, "KS", 412, "felanmälan", "Belysning: Storgatan", sender,
                              "2026-03-24T09:00");
}

static GPtrArray *
list_relays(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    GPtrArray *letters = ink_store_list_letters(fixture->store, NULL, 0, &error);
    g_assert_no_error(error);
    for (guint i = letters->len; i > 0; i--)
        if (!g_str_equal(((const InkOutboxRow *)letters->pdata[i - 1])->kind, INK_LETTER_RELAY))
            g_ptr_array_remove_index(letters, i - 1);
    return letters;
}

/* What stands after SVAR:, as whoever judges the order has it; "" where nothing does. */
static char *
read_answer(Fixture *fixture, const InkMessage *message)
{
    g_autoptr(InkOrders) orders = ink_orders_read(fixture->pipeline->words, message);
    const InkOrder *answer = ink_orders_find(orders, INK_ORDER_ANSWER);
    return g_strdup(answer != NULL ? answer->value : "");
}

static void
read_letter(Fixture *fixture, Outcome *outcome)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) relays = list_relays(fixture);
    g_assert_cmpuint(relays->len, >, 0);
    const InkOutboxRow *row = relays->pdata[relays->len - 1];
    g_autoptr(GBytes) bytes = ink_store_get_letter_bytes(fixture->store, row->id, &error);
    g_assert_no_error(error);
    outcome->bytes = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
    outcome->letter = ink_message_parse(bytes, &INK_LIMITS_DEFAULT, &error);
    g_assert_no_error(error);
}

/* The officer's letter is taken in, and its answer sent on. text NULL: what stands in it. */
static Outcome
relay_text(Fixture *fixture, gint64 case_id, const char *mail, const char *text)
{
    g_autoptr(GError) error = NULL;
    Outcome outcome = {0};
    g_autoptr(InkVerdict) verdict = pipeline_take_in(fixture, mail);
    g_assert_nonnull(verdict->message);
    g_autofree char *answer = read_answer(fixture, verdict->message);
    g_autoptr(InkCase) cas = ink_store_get_case(fixture->store, case_id, &error);
    g_assert_no_error(error);
    InkTxn *txn = txn_begin(fixture->store);
    if (!ink_relay_answer(fixture->pipeline, txn, cas, KARIN, text != NULL ? text : answer,
                          fixture->messages, &error)) {
        g_assert_error(error, INK_ERROR, INK_ERROR_REFUSED);
        g_test_message("%s", error->message);
        outcome.refusal = g_strdup(error->message);
        txn_commit(txn); /* nothing has been done that would have to be undone */
        return outcome;
    }
    txn_commit(txn);
    read_letter(fixture, &outcome);
    return outcome;
}

static Outcome
relay(Fixture *fixture, gint64 case_id, const char *mail)
{
    return relay_text(fixture, case_id, mail, NULL);
}

static InkCase *
get_case(Fixture *fixture, gint64 case_id)
{
    g_autoptr(GError) error = NULL;
    InkCase *cas = ink_store_get_case(fixture->store, case_id, &error);
    g_assert_no_error(error);
    return cas;
}

static void
assert_nothing_sent(Fixture *fixture, gint64 case_id, const char *refusal, const char *word)
{
    g_assert_nonnull(refusal);
    g_assert_nonnull(strstr(refusal, word));
    g_autoptr(GPtrArray) relays = list_relays(fixture);
    g_assert_cmpuint(relays->len, ==, 0);
    g_autoptr(InkCase) cas = get_case(fixture, case_id);
    g_assert_cmpint(cas->status, ==, INK_CASE_OPEN);
    g_assert_cmpint(cas->interim_at, ==, INK_TIME_NONE);
}

/* --- it goes ----------------------------------------------------------------------------------*/

#define FRAME                                                                                       \
    "\n\nVänliga hälsningar\nKarin Berg\nKommunstyrelsen\nExempelkommun\n\nVill du svara? Svara " \
    "på det här brevet, eller skriv till\ninkorg@exempelkommun.example och ange numret\n"         \
    "KS 2026/0412 i ämnesraden.\n"

static void
test_letter(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 id = make_case(fixture, ANNA);
    g_auto(Outcome) outcome = relay(fixture, id, PLAIN "SVAR:\n" WORDS "\n\nMvh\nKarin\n");
    g_assert_nonnull(outcome.letter);
    g_assert_null(outcome.refusal);
    const InkMessage *letter = outcome.letter;
    g_assert_cmpstr(letter->text, ==, WORDS FRAME);
    g_assert_cmpstr(letter->subject, ==, "[KS 2026/0412] Svar på ditt meddelande");
    g_assert_cmpstr(ink_message_get_sender(letter)->address, ==, "inkorg@exempelkommun.example");
    g_assert_cmpstr(((const InkAddress *)letter->to->pdata[0])->address, ==, ANNA);
    g_assert_cmpuint(letter->cc->len, ==, 0);
    g_assert_nonnull(ink_message_find_header(letter, "X-Inkom-Loop"));
    static const char *const automatic[] = {"Auto-Submitted", "Precedence",
                                            "X-Auto-Response-Suppress", NULL};
    for (const char *const *name = automatic; *name != NULL; name++)
        g_assert_null(ink_message_find_header(letter, *name));
}

/* Only this citizen has the address that the letter asks to be answered to. */
static void
test_reply_to(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    gint64 id = make_case(fixture, ANNA);
    g_auto(Outcome) outcome = relay(fixture, id, PLAIN "SVAR: " WORDS "\n");
    g_assert_nonnull(outcome.letter);
    const char *address = ((const InkAddress *)outcome.letter->reply_to->pdata[0])->address;
    g_auto(InkSentTo) found = {0};
    g_assert_true(ink_sent_to_find(fixture->pipeline, address, &found, &error));
    g_assert_cmpint(found.kind, ==, INK_SENT_TO_CASE);
    g_assert_cmpint(found.case_id, ==, id);
    g_assert_cmpstr(found.party, ==, ANNA);
}

static void
test_record(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    gint64 id = make_case(fixture, ANNA);
    g_auto(Outcome) outcome = relay(fixture, id, PLAIN "SVAR:\n" WORDS "\n");
    g_assert_nonnull(outcome.letter);
    g_autoptr(InkCase) cas = get_case(fixture, id);
    g_assert_cmpint(cas->status, ==, INK_CASE_ANSWERED);
    g_autoptr(GPtrArray) records = ink_store_list_records(fixture->store, id, &error);
    g_assert_no_error(error);
    const InkRecord *record = records->pdata[records->len - 1];
    g_assert_cmpint(record->direction, ==, INK_DIRECTION_OUT);
    g_assert_cmpstr(record->title, ==, "Svar: Belysning: Storgatan");
    g_assert_cmpstr(record->from, ==, KARIN);
    g_assert_cmpstr(record->to, ==, ANNA);
    g_assert_cmpint(record->date, ==, ink_clock_now(fixture->clock));
    g_assert_cmpstr(record->message_id, ==, outcome.letter->message_id);
    g_autoptr(GPtrArray) rows = ink_store_list_deadlines(fixture->store, id, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < rows->len; i++) {
        const InkDeadlineRow *row = rows->pdata[i];
        if (g_str_equal(row->kind, "answer"))
            g_assert_cmpint(row->met_at, ==, ink_clock_now(fixture->clock));
    }
}

/* When it leaves later than it was written, that is its day. */
static void
test_dated_when_sent(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    gint64 id = make_case(fixture, ANNA), later = ink_clock_now(fixture->clock) + 7200;
    g_auto(Outcome) outcome = relay(fixture, id, PLAIN "SVAR:\n" WORDS "\n");
    g_assert_nonnull(outcome.letter);
    InkTxn *txn = txn_begin(fixture->store);
    g_assert_true(ink_txn_date_record(txn, id, outcome.letter->message_id, later, &error));
    txn_commit(txn);
    g_autoptr(GPtrArray) records = ink_store_list_records(fixture->store, id, &error);
    g_assert_cmpint(((const InkRecord *)records->pdata[records->len - 1])->date, ==, later);
    g_assert_cmpint(((const InkRecord *)records->pdata[0])->date, !=, later);
}

static void
test_interim(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 id = make_case(fixture, ANNA);
    g_auto(Outcome) outcome =
        relay(fixture, id, PLAIN "Delsvar\nSVAR:\nVi har beställt en ny lampa.\n");
    g_assert_null(outcome.refusal);
    g_assert_nonnull(outcome.letter);
    g_assert_cmpstr(outcome.letter->text, ==, "Vi har beställt en ny lampa." FRAME);
    g_autoptr(InkCase) cas = get_case(fixture, id);
    g_assert_cmpint(cas->status, ==, INK_CASE_OPEN);
    g_assert_cmpint(cas->interim_at, ==, ink_clock_now(fixture->clock));
}

/* Other orders in the same letter are no words to the citizen. */
static void
test_other_orders(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 id = make_case(fixture, ANNA);
    g_auto(Outcome) outcome = relay(fixture, id,
                                    PLAIN "Av vikt\nÅtgärd: lampan är bytt\nSVAR:\n" WORDS
                                          "\n\nTill diariet: kan avslutas\n");
    g_assert_null(outcome.refusal);
    g_assert_nonnull(outcome.letter);
    g_assert_cmpstr(outcome.letter->text, ==, WORDS FRAME);
}

/* The sender's own mail program puts it below what he wrote. */
static void
test_thread(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 id = make_case(fixture, ANNA);
    g_autoptr(InkVerdict) first = pipeline_take_in(
        fixture, "Return-Path: <" ANNA ">\nFrom: " ANNA "\nTo: inkorg@exempelkommun.example\n"
                 "Subject: KS 2026/0412 Belysning Storgatan\nMessage-ID: <tva@example.org>\n"
                 "References: <ett@example.org>\nMIME-Version: 1.0\nContent-Type: text/plain\n\n"
                 "Lampan lyser fortfarande inte.\n");
    g_assert_cmpint(first->decision->case_id, ==, id);
    g_auto(Outcome) outcome = relay(fixture, id, PLAIN "SVAR:\n" WORDS "\n");
    g_assert_nonnull(outcome.letter);
    g_assert_cmpstr(outcome.letter->in_reply_to[0], ==, "tva@example.org");
    g_assert_cmpstr(outcome.letter->references[0], ==, "ett@example.org");
    g_assert_cmpstr(outcome.letter->references[1], ==, "tva@example.org");
}

static void
test_language(Fixture *fixture, gconstpointer data)
{
    const char *const *language = data;
    g_autoptr(GError) error = NULL;
    gint64 id = make_case(fixture, ANNA);
    g_autoptr(InkCase) cas = get_case(fixture, id);
    g_free(cas->language);
    cas->language = g_strdup(language[0]);
    ink_verdict_free(pipeline_take_in(fixture, PLAIN "SVAR:\nThe lamp is new.\n"));
    InkTxn *txn = txn_begin(fixture->store);
    g_assert_true(ink_relay_answer(fixture->pipeline, txn, cas, KARIN, "The lamp is new.",
                                   fixture->messages, &error));
    txn_commit(txn);
    g_auto(Outcome) outcome = {0};
    read_letter(fixture, &outcome);
    g_assert_true(g_str_has_prefix(outcome.letter->text, "The lamp is new.\n\n"));
    g_assert_nonnull(strstr(outcome.letter->text, language[1]));
    g_assert_nonnull(strstr(outcome.letter->subject, language[2]));
}

/* --- nothing but the officer's words ----------------------------------------------------------*/

#define SECRET "Jag heter Anna Ek och bor på Hemliga gatan 3."

/* What stands below the answer, in the ways of mail programs. */
static const char *const below[] = {
    "\nFrån: Exempelkommun <inkorg@exempelkommun.example>\nSkickat: den 27 mars 2026 10:15\n"
    "Till: Karin Berg <" KARIN ">\nÄmne: [KS 2026/0412] Du är handläggare\n\n" SECRET "\n",
    "\n________________________________\nFrån: Exempelkommun\nSkickat: fredag 27 mars 2026 10:15\n"
    "Till: Karin Berg\nÄmne: [KS 2026/0412] Du är handläggare\n\n" SECRET "\n",
    "\nDen fre 27 mars 2026 kl 10:15 skrev Exempelkommun <inkorg@exempelkommun.example>:\n\n> "
    "Hej!\n>\n> " SECRET "\n",
    "\nOn Fri, Mar 27, 2026 at 10:15 AM Exempelkommun <inkorg@exempelkommun.example>\nwrote:\n\n> "
    "Hej!\n> " SECRET "\n",
    "\n> 27 mars 2026 kl. 10:15 skrev Exempelkommun <inkorg@exempelkommun.example>:\n> \n> " SECRET
    "\n",
    "\nSkickat från min iPhone\n\n> 27 mars 2026 kl. 10:15 skrev Exempelkommun "
    "<inkorg@exempelkommun.example>:\n> \n> " SECRET "\n",
    "\n-----Ursprungligt meddelande-----\nFrån: Exempelkommun\n\n" SECRET "\n",
    "\n-----Ursprungligt meddelande-----\n" SECRET "\n",
    "\n> " SECRET "\n> " SECRET "\n",
    "\nSkriv ovanför den här raden\n\n" SECRET "\n",
    "\n--- Skriv ovanför den här raden ---\nDu är handläggare.\n\n" SECRET "\n",
    "\n-- \nKarin Berg\n" SECRET "\n",
};

static void
test_below(Fixture *fixture, gconstpointer data)
{
    gint64 id = make_case(fixture, ANNA);
    g_autofree char *mail = g_strconcat(PLAIN "SVAR:\n" WORDS "\n", data, NULL);
    g_auto(Outcome) outcome = relay(fixture, id, mail);
    g_assert_null(outcome.refusal);
    g_assert_nonnull(outcome.letter);
    g_assert_cmpstr(outcome.letter->text, ==, WORDS FRAME);
    g_assert_null(strstr(outcome.bytes, "Hemliga"));
}

/* Half an answer is worse than none. */
static const struct {
    const char *word, *mail;
} refused[] = {
    {"Det blir nog bra", PLAIN "SVAR:\nHej Anna!\n\n> " SECRET "\n\nDet blir nog bra.\n"},
    {"Datum: 3 april", PLAIN "SVAR:\nVi ses på platsen.\nDatum: 3 april\nTid: 10\n"},
    {"Anna Ek skrev", PLAIN "SVAR:\n" WORDS "\n\nAnna Ek skrev:\n" SECRET "\n"},
    {"följa med i svaret", PLAIN "SVAR:\n" WORDS "\nKan avslutas\n"},
    {"efter SVAR:", PLAIN WORDS "\n"},
    {"efter SVAR:", PLAIN "> SVAR:\n> " SECRET "\n"},
    {"under ett citat", PLAIN "> " SECRET "\n\nSVAR:\n" WORDS "\n"},
    {"står ingenting", PLAIN "SVAR:\n\n> " SECRET "\n"},
    {"HTML", HTML "<p>SVAR:</p><p>Lampan är bytt.</p>\n"},
    {"bilagor (lampa.jpg)",
     HEAD "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nSVAR:\n"
          "Se bilden.\n--x\nContent-Type: image/jpeg; name=lampa.jpg\n"
          "Content-Disposition: attachment; filename=lampa.jpg\n\nxxxx\n--x--\n"},
};

static void
test_refused(Fixture *fixture, gconstpointer data)
{
    const char *const *row = data;
    gint64 id = make_case(fixture, ANNA);
    g_auto(Outcome) outcome = relay(fixture, id, row[1]);
    assert_nothing_sent(fixture, id, outcome.refusal, row[0]);
}

/* Whoever asks, and with whatever words. */
static void
test_other_words(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 id = make_case(fixture, ANNA);
    g_auto(Outcome) outcome =
        relay_text(fixture, id, PLAIN "SVAR:\n" WORDS "\n", WORDS "\n" SECRET);
    assert_nothing_sent(fixture, id, outcome.refusal, "efter SVAR:");
}

/* --- the case ---------------------------------------------------------------------------------*/

static void
test_off(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    get_routine(fixture)->may_relay = FALSE;
    gint64 id = make_case(fixture, ANNA);
    g_auto(Outcome) outcome = relay(fixture, id, PLAIN "SVAR:\n" WORDS "\n");
    assert_nothing_sent(fixture, id, outcome.refusal, "egen e-post");
}

static void
test_secret(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    gint64 id = make_case(fixture, ANNA);
    InkTxn *txn = txn_begin(fixture->store);
    g_assert_true(ink_txn_set_field(txn, id, INK_FIELD_SECRECY, "26:1", NULL, &error));
    txn_commit(txn);
    g_auto(Outcome) outcome = relay(fixture, id, PLAIN "SVAR:\n" WORDS "\n");
    assert_nothing_sent(fixture, id, outcome.refusal, "sekretess");
    g_assert_null(strstr(outcome.refusal, "26:1"));
}

static void
test_nobody(Fixture *fixture, gconstpointer data)
{
    const char *const *row = data;
    gint64 id = make_case(fixture, row[0]);
    g_auto(Outcome) outcome = relay(fixture, id, PLAIN "SVAR:\n" WORDS "\n");
    assert_nothing_sent(fixture, id, outcome.refusal, row[1]);
}

static void
test_dead(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    gint64 id = make_case(fixture, ANNA);
    const InkDeadAddress dead = {.address = (char *)ANNA,
                                 .kind = (char *)INK_DEAD_BOUNCE,
                                 .reason = (char *)"studsade",
                                 .since = ink_clock_now(fixture->clock)};
    InkTxn *txn = txn_begin(fixture->store);
    g_assert_true(ink_txn_add_dead_address(txn, &dead, &error));
    txn_commit(txn);
    g_auto(Outcome) outcome = relay(fixture, id, PLAIN "SVAR:\n" WORDS "\n");
    assert_nothing_sent(fixture, id, outcome.refusal, "tar inte emot");
}

/* A21. */
static void
test_channel(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    InkChannelRoutine channel = {.channel = (char *)"e-post",
                                 .answer_to = (char *)"redaktor@exempelkommun.example"};
    g_ptr_array_insert(get_routine(fixture)->channels, 0, &channel);
    gint64 id = make_case(fixture, ANNA);
    g_auto(Outcome) outcome = relay(fixture, id, PLAIN "SVAR:\n" WORDS "\n");
    g_ptr_array_steal_index(get_routine(fixture)->channels, 0);
    assert_nothing_sent(fixture, id, outcome.refusal, "redaktor@");
}

static void
test_cancelled(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    gint64 id = make_case(fixture, ANNA);
    InkTxn *txn = txn_begin(fixture->store);
    const InkCaseEvent event = {.event = INK_EVENT_CANCEL, .at = ink_clock_now(fixture->clock)};
    g_assert_true(ink_pipeline_happen(fixture->pipeline, txn, id, &event, &error));
    txn_commit(txn);
    g_auto(Outcome) outcome = relay(fixture, id, PLAIN "SVAR:\n" WORDS "\n");
    g_assert_nonnull(outcome.refusal);
    g_assert_nonnull(strstr(outcome.refusal, "makulerat"));
    g_autoptr(GPtrArray) relays = list_relays(fixture);
    g_assert_cmpuint(relays->len, ==, 0);
}

static void
test_cap(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 id = make_case(fixture, ANNA);
    for (int i = 1; i <= 7; i++) {
        g_autofree char *mail = g_strdup_printf(PLAIN "SVAR:\nBesked nummer %d.\n", i);
        g_auto(Outcome) outcome = relay(fixture, id, mail);
        g_assert_cmpint(outcome.refusal == NULL, ==, i <= 5);
    }
    ink_clock_fix(fixture->clock, ink_clock_now(fixture->clock) + 25 * 3600);
    g_auto(Outcome) outcome = relay(fixture, id, PLAIN "SVAR:\n" WORDS "\n");
    g_assert_null(outcome.refusal);
}

/* What is undone has not been sent. */
static void
test_undone(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    gint64 id = make_case(fixture, ANNA);
    ink_verdict_free(pipeline_take_in(fixture, PLAIN "SVAR:\n" WORDS "\n"));
    g_autoptr(InkCase) before = get_case(fixture, id);
    InkTxn *txn = txn_begin(fixture->store);
    g_assert_true(
        ink_relay_answer(fixture->pipeline, txn, before, KARIN, WORDS, fixture->messages, &error));
    ink_txn_free(txn);
    g_autoptr(GPtrArray) relays = list_relays(fixture);
    g_assert_cmpuint(relays->len, ==, 0);
    g_autoptr(InkCase) after = get_case(fixture, id);
    g_assert_cmpint(after->records, ==, before->records);
    g_assert_cmpint(after->status, ==, INK_CASE_OPEN);
}

/* E22: the copy holds the answer, and not what else the officer wrote to us. */
static void
test_copy(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkRoutine *routine = get_routine(fixture);
    static const char *const copies[] = {"kvalitet@exempelkommun.example", NULL};
    g_strfreev(routine->copy_answered);
    routine->copy_answered = g_strdupv((char **)copies);
    gint64 id = make_case(fixture, ANNA);
    g_auto(Outcome) outcome = relay(fixture, id, PLAIN "Av vikt\nSVAR:\nLampan lyser.\n");
    g_assert_null(outcome.refusal);
    g_autoptr(GPtrArray) letters = ink_store_list_letters(fixture->store, NULL, 0, &error);
    const InkOutboxRow *copy = letters->pdata[letters->len - 1];
    g_assert_cmpstr(copy->kind, ==, "copy-answered");
    g_autoptr(GBytes) bytes = ink_store_get_letter_bytes(fixture->store, copy->id, &error);
    g_autofree char *text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
    g_assert_nonnull(strstr(text, "Lampan lyser."));
    g_assert_null(strstr(text, "SVAR"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    static const char *const english[] = {"en", "Kind regards", "Answer to your message"};
    static const char *const finnish[] = {"fi", "terveisin", "Vastaus viestiisi"};
    static const char *const german[] = {"de", "hälsningar", "Svar på"};
    static const char *const anonymous[] = {NULL, "inte känd"};
    static const char *const machine[] = {"noreply@example.org", "noreply"};
    static const char *const broken[] = {"anna ek@example.org", "inte att skriva till"};
#define ADD(path, data, function)                                                                  \
    g_test_add("/relay/" path, Fixture, data, set_up, function, pipeline_tear_down)
    ADD("letter", NULL, test_letter);
    ADD("reply-to", NULL, test_reply_to);
    ADD("record", NULL, test_record);
    ADD("dated-when-sent", NULL, test_dated_when_sent);
    ADD("interim", NULL, test_interim);
    ADD("other-orders", NULL, test_other_orders);
    ADD("thread", NULL, test_thread);
    ADD("language/english", english, test_language);
    ADD("language/finnish", finnish, test_language);
    ADD("language/without-letter", german, test_language);
    ADD("words/others", NULL, test_other_words);
    ADD("case/off", NULL, test_off);
    ADD("case/secret", NULL, test_secret);
    ADD("case/anonymous", anonymous, test_nobody);
    ADD("case/machine", machine, test_nobody);
    ADD("case/broken-address", broken, test_nobody);
    ADD("case/dead", NULL, test_dead);
    ADD("case/channel", NULL, test_channel);
    ADD("case/cancelled", NULL, test_cancelled);
    ADD("case/cap", NULL, test_cap);
    ADD("case/undone", NULL, test_undone);
    ADD("case/copy", NULL, test_copy);
#undef ADD
    for (gsize i = 0; i < G_N_ELEMENTS(below); i++) {
        g_autofree char *path = g_strdup_printf("/relay/below/%zu", i + 1);
        g_test_add(path, Fixture, below[i], set_up, test_below, pipeline_tear_down);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_autofree char *path = g_strdup_printf("/relay/refused/%zu", i + 1);
        g_test_add(path, Fixture, &refused[i], set_up, test_refused, pipeline_tear_down);
    }
    return g_test_run();
}
