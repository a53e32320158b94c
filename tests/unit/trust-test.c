/* SPDX-License-Identifier: MIT
 *
 * What a stranger can write is believed no further than it reaches: a Message-ID of ours on another
 * letter, foreign words on their way into a letter of ours, a new address for each letter, and a
 * subject that only looks like a machine's.
 */
#include "pipeline-harness.h"

#include "inkom/delivery.h"
#include "inkom/outbox.h"
#include "inkom/review.h"

typedef PipelineFixture Fixture;

#define TO_US "To: inkorg@exempelkommun.example\n"

static void
set_up(Fixture *fixture, gconstpointer data)
{
    pipeline_set_up(fixture, data);
    if (fixture->config->registrar == NULL)
        fixture->config->registrar = g_strdup("registrator@exempelkommun.example");
}

/* path: its Return-Path; headers: more of them, each with its line end. */
static InkVerdict *
write_to_us(Fixture *fixture, const char *path, const char *from, const char *subject,
            const char *headers)
{
    static guint number;
    number++;
    g_autofree char *id = strstr(headers, "Message-ID:") == NULL
                              ? g_strdup_printf("Message-ID: <t%u@example.org>\n", number)
                              : g_strdup("");
    g_autofree char *text = g_strdup_printf(
        "Return-Path: <%s>\nFrom: %s\n" TO_US "Subject: %s\n%s%sMIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=utf-8\n\nGatlampa nummer %u på Storgatan är trasig.\n",
        path, from, subject, id, headers, number);
    return pipeline_take_in(fixture, text);
}

static InkOutboxRow *
get_last_letter(Fixture *fixture, const char *kind)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) letters = ink_store_list_letters(fixture->store, NULL, 0, &error);
    g_assert_no_error(error);
    for (guint i = letters->len; i > 0; i--)
        if (g_str_equal(((const InkOutboxRow *)letters->pdata[i - 1])->kind, kind))
            return g_ptr_array_steal_index(letters, i - 1);
    return NULL;
}

static guint
count_letters(Fixture *fixture, const char *kind)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) letters = ink_store_list_letters(fixture->store, NULL, 0, &error);
    g_assert_no_error(error);
    guint count = 0;
    for (guint i = 0; i < letters->len; i++)
        count += g_str_equal(((const InkOutboxRow *)letters->pdata[i])->kind, kind);
    return count;
}

static char *
get_letter_text(Fixture *fixture, const InkOutboxRow *row)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = ink_store_get_letter_bytes(fixture->store, row->id, &error);
    g_assert_no_error(error);
    return g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
}

/* Notes of that kind on the message that came last. */
static guint
count_notes(const InkVerdict *verdict, const char *kind)
{
    guint count = 0;
    for (guint i = 0; i < verdict->decision->notes->len; i++)
        count +=
            g_str_equal(((const InkReviewNote *)verdict->decision->notes->pdata[i])->kind, kind);
    return count;
}

/* --- a Message-ID of ours ---------------------------------------------------------------------*/

static char *
get_receipt_id(Fixture *fixture)
{
    g_autoptr(InkVerdict) first =
        write_to_us(fixture, "bo@example.net", "bo@example.net", "Trasig gatlampa", "");
    g_assert_true(first->decision->reply.send);
    g_autoptr(InkOutboxRow) receipt = get_last_letter(fixture, "receipt");
    return g_strdup(receipt->message_id);
}

/* Whoever got a receipt knows one of our ids: what he writes under it is a letter like any. */
static void
test_own_id_other_letter(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *id = get_receipt_id(fixture);
    g_autofree char *header = g_strdup_printf("Message-ID: <%s>\n", id);
    g_autoptr(InkVerdict) verdict =
        write_to_us(fixture, "bo@example.net", "bo@example.net", "Kall skolmat", header);
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_NEW);
    g_assert_false(verdict->decision->reply.send);
    g_assert_cmpuint(count_notes(verdict, "unclear"), >, 0);
    g_assert_cmpuint(count_letters(fixture, "receipt"), ==, 1);
}

/* As a machine's it would have vanished without a word. */
static void
test_own_id_machine(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *id = get_receipt_id(fixture);
    g_autofree char *header =
        g_strdup_printf("Message-ID: <%s>\nAuto-Submitted: auto-replied\n", id);
    g_autoptr(InkVerdict) verdict =
        write_to_us(fixture, "bo@example.net", "bo@example.net", "Kall skolmat", header);
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_AUTOMATIC);
    g_assert_cmpuint(count_notes(verdict, "automatic"), ==, 1);
}

/* Under the receipt's own subject and text, but with something more. */
static void
test_own_id_more(Fixture *fixture, gconstpointer data)
{
    const char *const *change = data;
    g_autofree char *id = get_receipt_id(fixture);
    g_autoptr(InkOutboxRow) receipt = get_last_letter(fixture, "receipt");
    g_assert_cmpstr(receipt->message_id, ==, id);
    g_autofree char *text = get_letter_text(fixture, receipt);
    g_auto(GStrv) parts = g_strsplit(text, change[0], 2);
    g_assert_cmpuint(g_strv_length(parts), ==, 2);
    g_autofree char *changed = g_strjoinv(change[1], parts);
    g_autofree char *whole = g_strconcat("Return-Path: <bo@example.net>\n", changed, NULL);
    g_autoptr(InkVerdict) verdict = pipeline_take_in(fixture, whole);
    g_assert_cmpuint(count_notes(verdict, "unclear"), >, 0);
}

/* An alert that comes to the inbox itself is in the outbox already: nobody need be told. The
 * servers on the way have changed its line ends. */
static void
test_own_letter(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_free(fixture->config->registrar);
    fixture->config->registrar = g_strdup(fixture->config->from);
    InkTxn *txn = txn_begin(fixture->store);
    ink_pipeline_alert(fixture->pipeline, txn, 0, "något är fel", "Några ord på svenska.", &error);
    g_assert_no_error(error);
    txn_commit(txn);
    g_autoptr(InkOutboxRow) alert = get_last_letter(fixture, "alert");
    g_autofree char *text = get_letter_text(fixture, alert);
    g_auto(GStrv) lines = g_strsplit(text, "\r\n", -1);
    g_autofree char *bare = g_strjoinv("\n", lines);
    g_autofree char *whole =
        g_strconcat("Return-Path: <inkorg@exempelkommun.example>\n", bare, NULL);
    g_autoptr(InkVerdict) verdict = pipeline_take_in(fixture, whole);
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_AUTOMATIC);
    g_assert_cmpuint(verdict->decision->notes->len, ==, 0);
    g_assert_cmpuint(count_letters(fixture, "alert"), ==, 1);
}

/* --- foreign words ----------------------------------------------------------------------------*/

#define LURE "Logga in genast https://elak.example/bank"

/* The alert goes to the registrar from our own inbox: every word in it is ours. */
static void
test_alert_words(Fixture *fixture, gconstpointer data)
{
    g_autoptr(InkVerdict) verdict =
        write_to_us(fixture, "eva@example.com", "eva@example.com", "Hål i gatan", data);
    g_assert_nonnull(verdict->alert);
    g_autoptr(InkOutboxRow) alert = get_last_letter(fixture, "alert");
    g_assert_nonnull(alert);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = ink_store_get_letter_bytes(fixture->store, alert->id, &error);
    g_autoptr(InkMessage) letter = ink_message_parse(bytes, &INK_LIMITS_DEFAULT, &error);
    g_assert_no_error(error);
    g_assert_null(strcasestr(letter->text, "elak"));
    g_assert_null(strcasestr(letter->text, "logga"));
    g_assert_nonnull(strstr(letter->text, "inkom mail show 1\""));
}

/* 200 bytes into a comment of two-byte letters is half a letter. */
static void
test_cut_letter(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    GString *comment = g_string_new("Delivered-To: inkorg@exempelkommun.example (x");
    for (int i = 0; i < 150; i++)
        g_string_append(comment, "å");
    g_autofree char *headers = g_strdup_printf("%s)\n%s)\n", comment->str, comment->str);
    g_string_free(comment, TRUE);
    g_autoptr(InkVerdict) verdict =
        write_to_us(fixture, "eva@example.com", "eva@example.com", "Hål i gatan", headers);
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_NEW);
    g_assert_true(g_utf8_validate(verdict->decision->reply.reason, -1, NULL));
    g_assert_cmpstr(verdict->decision->reply.reason, ==,
                    "brevet har redan varit hos oss (Delivered-To: inkorg@exempelkommun.example)");
}

/* --- one person under many addresses -----------------------------------------------------------*/

/* format: the Return-Path of letter number %d. */
static void
test_many_addresses(Fixture *fixture, gconstpointer data)
{
    const char *const *peer = data;
    fixture->config->receipts.per_address = 3;
    for (int i = 1; i <= 8; i++) {
        g_autofree char *number = g_strdup_printf("%d", i);
        g_auto(GStrv) parts = g_strsplit(peer[0], "#", -1);
        g_autofree char *path = g_strjoinv(number, parts);
        g_autofree char *subject = g_strdup_printf("Trasig gatlampa %d", i);
        g_autoptr(InkVerdict) verdict = write_to_us(fixture, path, peer[1], subject, "");
        g_assert_cmpint(verdict->decision->reply.send, ==, i <= 3);
    }
    g_assert_cmpuint(count_letters(fixture, "receipt"), ==, 3);
}

/* Row 15 counts one. */
static void
test_role(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    for (int i = 1; i <= 3; i++) {
        g_autofree char *path = g_strdup_printf("prvs=000%dabcdef=info@example.org", i);
        g_autofree char *subject = g_strdup_printf("Trasig gatlampa %d", i);
        g_autoptr(InkVerdict) verdict = write_to_us(fixture, path, "info@example.org", subject, "");
        g_assert_cmpint(verdict->decision->reply.send, ==, i == 1);
    }
}

/* What came back from yesterday's tag holds for today's. */
static void
test_dead(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    gint64 since;
    const InkDeadAddress dead = {.address = (char *)"prvs=0001abcdef=dora@example.org",
                                 .kind = (char *)INK_DEAD_BOUNCE,
                                 .reason = (char *)"studsade",
                                 .since = ink_clock_now(fixture->clock)};
    InkTxn *txn = txn_begin(fixture->store);
    g_assert_true(ink_txn_add_dead_address(txn, &dead, &error));
    g_assert_true(ink_store_find_dead_address(fixture->store, "prvs=0002abcdef=Dora@example.org",
                                              &since, &error));
    g_assert_cmpint(since, ==, dead.since);
    g_assert_true(ink_txn_lift_dead_address(txn, "dora@example.org", 0, &error));
    g_assert_true(ink_store_find_dead_address(fixture->store, "prvs=0001abcdef=dora@example.org",
                                              &since, &error));
    g_assert_cmpint(since, ==, INK_TIME_NONE);
    txn_commit(txn);
}

/* She writes herself, under a tag: the address lives again. */
static void
test_dead_writes(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    const InkDeadAddress dead = {.address = (char *)"prvs=0001abcdef=dora@example.org",
                                 .kind = (char *)INK_DEAD_BOUNCE,
                                 .reason = (char *)"studsade",
                                 .since = ink_clock_now(fixture->clock) - 3600};
    InkTxn *txn = txn_begin(fixture->store);
    g_assert_true(ink_txn_add_dead_address(txn, &dead, &error));
    txn_commit(txn);
    g_autoptr(InkVerdict) verdict = write_to_us(fixture, "prvs=0002abcdef=dora@example.org",
                                                "dora@example.org", "Trasig gatlampa", "");
    g_assert_true(verdict->lifts_address);
    g_assert_true(verdict->decision->reply.send);
}

/* A case is confirmed once to each mailbox. */
static void
test_has_receipt(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    gboolean has = FALSE;
    g_autoptr(InkVerdict) verdict = write_to_us(fixture, "prvs=0001abcdef=dora@example.org",
                                                "dora@example.org", "Trasig gatlampa", "");
    g_assert_true(verdict->decision->reply.send);
    g_autoptr(InkOutboxRow) receipt = get_last_letter(fixture, "receipt");
    g_assert_cmpstr(receipt->to, ==, "prvs=0001abcdef=dora@example.org");
    g_assert_true(
        ink_store_has_receipt(fixture->store, receipt->case_id, "dora@example.org", &has, &error));
    g_assert_true(has);
}

/* --- a subject alone ---------------------------------------------------------------------------*/

/* A party's letter in a closed case, whose subject begins as a machine's would. */
static void
test_subject_alone(Fixture *fixture, gconstpointer data)
{
    const char *const *words = data;
    gboolean is_machine = words[1] != NULL;
    gint64 case_id = pipeline_take_over(fixture, "BUN", 7, "klagomål", "Skolmat", "pia@example.org",
                                        "2026-03-20T09:00");
    g_autoptr(GError) error = NULL;
    g_autoptr(InkCase) cas = ink_store_get_case(fixture->store, case_id, &error);
    g_assert_no_error(error);
    InkTxn *txn = txn_begin(fixture->store);
    g_assert_true(ink_txn_set_status(txn, case_id, INK_CASE_CLOSED, "klart", &error));
    txn_commit(txn);
    g_autofree char *subject = g_strdup_printf("%s %s", words[0], cas->dnr);
    g_autoptr(InkVerdict) verdict = write_to_us(fixture, "pia@example.org", "pia@example.org",
                                                subject, is_machine ? words[1] : "");
    g_assert_cmpint(verdict->decision->case_id, ==, case_id);
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_AUTOMATIC);
    g_assert_cmpuint(count_notes(verdict, "automatic"), ==, is_machine ? 0 : 1);
}

int
main(int argc, char **argv)
{
    static const char *const subject[] = {"Subject: ", "Subject: Kall skolmat, "};
    static const char *const body[] = {"\r\n\r\n", "\r\n\r\nMat\r\n\r\n"};
    static const char *const type[] = {"text/plain", "text/html"};
    static const char *const batv[] = {"prvs=000#abcdef=dora@example.org", "dora@example.org"};
    static const char *const verp[] = {"dora-#-inkorg=exempelkommun.example@example.org",
                                       "dora@example.org"};
    static const char *const srs[] = {"SRS0=a#b=T#=example.org=dora@mx.example.org",
                                      "dora@example.org"};
    static const char *const detail[] = {"dora+#@example.org", "Dora <x@example.org>"};
    static const char *const own[] = {"q#x@post.example.org", "dora@example.org"};
    static const char *const absence[] = {"Frånvaro från skolan på grund av", NULL};
    static const char *const recall[] = {"Återkallande: angående", NULL};
    static const char *const holiday[] = {"Semester: fråga om", NULL};
    static const char *const machine[] = {"Frånvaro:", "Auto-Submitted: auto-replied\n"};
    static const char *const outlook[] = {"Frånvaro:", "X-Autoreply: yes\n"};
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
#define ADD(path, data, function)                                                                  \
    g_test_add("/trust/" path, Fixture, data, set_up, function, pipeline_tear_down)
    ADD("own-id/other-letter", NULL, test_own_id_other_letter);
    ADD("own-id/machine", NULL, test_own_id_machine);
    ADD("own-id/other-subject", subject, test_own_id_more);
    ADD("own-id/more-text", body, test_own_id_more);
    ADD("own-id/other-type", type, test_own_id_more);
    ADD("own-id/own-letter", NULL, test_own_letter);
    ADD("alert/comment",
        "Delivered-To: inkorg@exempelkommun.example (" LURE ")\n"
        "Delivered-To: inkorg@exempelkommun.example (" LURE ")\n",
        test_alert_words);
    ADD("alert/detail", "Sender: inkorg+logga-in.pa.elak@exempelkommun.example\n",
        test_alert_words);
    ADD("alert/cut-letter", NULL, test_cut_letter);
    ADD("address/batv", batv, test_many_addresses);
    ADD("address/verp", verp, test_many_addresses);
    ADD("address/srs", srs, test_many_addresses);
    ADD("address/detail", detail, test_many_addresses);
    ADD("address/own-scheme", own, test_many_addresses);
    ADD("address/role", NULL, test_role);
    ADD("address/dead", NULL, test_dead);
    ADD("address/dead-writes", NULL, test_dead_writes);
    ADD("address/has-receipt", NULL, test_has_receipt);
    ADD("subject/absence", absence, test_subject_alone);
    ADD("subject/recall", recall, test_subject_alone);
    ADD("subject/holiday", holiday, test_subject_alone);
    ADD("subject/machine", machine, test_subject_alone);
    ADD("subject/autoreply", outlook, test_subject_alone);
#undef ADD
    return g_test_run();
}
