/* SPDX-License-Identifier: MIT
 *
 * A receipt that is withheld is a debt: it stands on the review list with its reason until a person
 * sends or forgives it. And what a receipt looks like when it goes, whatever it answers.
 */
#include "pipeline-harness.h"

#include "inkom/outbox.h"
#include "inkom/review.h"

typedef PipelineFixture Fixture;

#define TO_US "To: inkorg@exempelkommun.example\n"
#define ANNA  "Return-Path: <anna@example.org>\nFrom: Anna <anna@example.org>\n"
#define BODY  "Subject: Gatlampan lyser inte\n\nGatubelysningen på Storgatan är trasig.\n"

static InkVerdict *
take_in(Fixture *fixture, int number, const char *text, gboolean is_backlog)
{
    g_autofree char *uid = g_strdup_printf("%d", number);
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    const InkEnvelope envelope = {.mailbox = "inkorg",
                                  .unit = "KS",
                                  .uidvalidity = 7,
                                  .uid = uid,
                                  .stored_at = ink_clock_now(fixture->clock),
                                  .stored_by = "INTERNALDATE",
                                  .bytes = bytes,
                                  .size = (gint64)strlen(text),
                                  .is_backlog = is_backlog};
    InkVerdict *verdict = pipeline_decide(fixture, &envelope);
    pipeline_apply(fixture, &envelope, verdict);
    return verdict;
}

static GPtrArray *
list_letters(Fixture *fixture, const char *kind)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) all = ink_store_list_letters(fixture->store, NULL, 0, &error);
    g_assert_no_error(error);
    GPtrArray *found = g_ptr_array_new_with_free_func((GDestroyNotify)ink_outbox_row_free);
    while (all->len > 0) {
        InkOutboxRow *row = g_ptr_array_steal_index(all, 0);
        if (g_str_equal(row->kind, kind))
            g_ptr_array_add(found, row);
        else
            ink_outbox_row_free(row);
    }
    return found;
}

/* The row of that kind that waits; NULL if there is none. */
static InkReviewRow *
find_review(Fixture *fixture, const char *kind)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) rows = ink_store_list_reviews(fixture->store, FALSE, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < rows->len; i++)
        if (g_str_equal(((const InkReviewRow *)rows->pdata[i])->kind, kind))
            return g_ptr_array_steal_index(rows, i);
    return NULL;
}

/* One for each row whose message becomes a case; is_person: a receipt can go to its sender. */
static const struct {
    const char *row, *headers;
    gboolean is_person;
} debts[] = {
    {"3", TO_US "Return-Path: ?\nFrom: Anna <anna@example.org>\n", TRUE},
    {"8b", TO_US ANNA "Auto-Submitted: auto-generated\n", TRUE},
    {"8c", TO_US ANNA "Auto-Submitted: auto-notified\n", TRUE},
    {"9a", TO_US ANNA "X-Auto-Response-Suppress: All\n", TRUE},
    {"10", TO_US ANNA "Precedence: bulk\n", TRUE},
    {"11", TO_US ANNA "List-Id: <x.example.org>\n", TRUE},
    {"12", TO_US ANNA "Feedback-ID: x\n", TRUE},
    {"13", TO_US ANNA "X-Loop: x\n", TRUE},
    {"14", TO_US "From: noreply@example.org\n", FALSE},
    {"16", "To: undisclosed-recipients:;\n" ANNA, TRUE},
    {"17", TO_US "From: anna@example.org, bo@example.org\n", FALSE},
    {"18", "Authentication-Results: mx.exempelkommun.example; dmarc=fail\n" TO_US ANNA, TRUE},
    {"19", TO_US "Return-Path: <x@example.net>\nFrom: Anna <anna@example.org>\n", TRUE},
    {"19b", TO_US "From: anna\n", FALSE},
    {"26",
     "Delivered-To: inkorg@exempelkommun.example\n"
     "Delivered-To: inkorg@exempelkommun.example\n" TO_US ANNA,
     TRUE},
    {"27", TO_US ANNA "X-Backlog: x\n", TRUE},
    {"28", TO_US ANNA "Content-Type: text/calendar; method=REQUEST\n", TRUE},
    {"28c", TO_US ANNA "Subject: Recall: Gatlampan lyser inte\n", TRUE},
    {"29", TO_US ANNA "Subject: Out of office: Gatlampan lyser inte\n", TRUE},
};

/* Held back, with the reason on the list and in the ledger. */
static InkReviewRow *
take_in_debt(Fixture *fixture, gsize i)
{
    g_autofree char *text = g_strconcat(debts[i].headers, BODY, NULL);
    g_autoptr(InkVerdict) verdict = take_in(fixture, 1, text, strstr(text, "X-Backlog") != NULL);
    const InkDecision *decision = verdict->decision;
    g_test_message("row %s", debts[i].row);
    g_assert_cmpint(decision->disposition, ==, INK_DISPOSITION_NEW);
    g_assert_false(decision->reply.send);
    g_assert_true(decision->reply.is_owed);
    g_autoptr(GPtrArray) letters = list_letters(fixture, "receipt");
    g_assert_cmpuint(letters->len, ==, 0);
    InkReviewRow *row = find_review(fixture, "receipt");
    g_assert_nonnull(row);
    g_assert_nonnull(strstr(row->reason, decision->reply.reason));

    g_autoptr(GError) error = NULL;
    g_autoptr(InkLedgerRow) message = ink_store_get_message(fixture->store, row->message, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(message->reply, ==, "owed");
    g_autofree char *trace = g_strdup_printf("besvaras inte (%s): ", debts[i].row);
    g_assert_nonnull(strstr(message->trace, trace));
    return row;
}

static void
assert_in_journal(Fixture *fixture, const InkReviewRow *row, const char *resolution)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) journal = ink_store_list_journal(fixture->store, row->case_id, &error);
    g_assert_no_error(error);
    gboolean is_there = FALSE;
    for (guint i = 0; i < journal->len; i++) {
        const InkJournalRow *entry = journal->pdata[i];
        is_there |= g_str_equal(entry->what, "granskning avgjord") &&
                    g_strcmp0(entry->before, row->reason) == 0 &&
                    g_strcmp0(entry->after, resolution) == 0;
    }
    g_assert_true(is_there);
    journal_assert_sound(fixture->store, -1);
}

static void
test_debt(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autoptr(GError) error = NULL;
    Fixture fixture;
    pipeline_set_up(&fixture, NULL);
    fixture.config->authserv_id = g_strdup("mx.exempelkommun.example");
    g_autoptr(InkReviewRow) row = take_in_debt(&fixture, i);
    InkTxn *txn = txn_begin(fixture.store);
    gboolean is_sent = ink_pipeline_send_owed(fixture.pipeline, txn, row->id, NULL, &error);
    g_assert_cmpint(is_sent, ==, debts[i].is_person);
    if (!is_sent) {
        g_assert_error(error, INK_ERROR, INK_ERROR_REFUSED);
        g_clear_error(&error);
        ink_pipeline_send_owed(fixture.pipeline, txn, row->id, "anna@example.org", &error);
    }
    g_assert_no_error(error);
    ink_txn_resolve_review(txn, row->id, "bekräftelsen skickas", &error);
    g_assert_no_error(error);
    txn_commit(txn);
    assert_in_journal(&fixture, row, "bekräftelsen skickas");
    g_autoptr(GPtrArray) letters = list_letters(&fixture, "receipt");
    g_assert_cmpuint(letters->len, ==, 1);
    g_assert_cmpstr(((const InkOutboxRow *)letters->pdata[0])->to, ==, "anna@example.org");
    pipeline_tear_down(&fixture, NULL);
}

/* Two debts in one case, and the second one is paid already. */
static void
test_once_per_case(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkReviewRow) row = take_in_debt(fixture, 1);
    InkTxn *txn = txn_begin(fixture->store);
    g_assert_true(ink_pipeline_send_owed(fixture->pipeline, txn, row->id, NULL, &error));
    g_assert_true(ink_txn_resolve_review(txn, row->id, "skickad", &error));
    g_assert_true(ink_txn_add_debt(txn, row->message, row->case_id, "igen", &error));
    g_autoptr(InkReviewRow) again = find_review(fixture, "receipt");
    g_assert_cmpint(again->id, !=, row->id);
    g_assert_false(ink_pipeline_send_owed(fixture->pipeline, txn, again->id, NULL, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_REFUSED);
    g_clear_error(&error);
    g_assert_true(
        ink_pipeline_send_owed(fixture->pipeline, txn, again->id, "Bo@Example.ORG", &error));
    txn_commit(txn);
    g_autoptr(GPtrArray) letters = list_letters(fixture, "receipt");
    g_assert_cmpuint(letters->len, ==, 2);
    gboolean is_party = FALSE;
    g_assert_true(
        ink_store_is_party(fixture->store, row->case_id, "bo@example.org", &is_party, &error));
    g_assert_true(is_party);
}

/* Sixty in a minute, then none; the registrar is told once, and not again that day. */
static void
test_breaker(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->config->receipts = INK_RECEIPT_CAPS_DEFAULT;
    fixture->config->registrar = g_strdup("registrator@exempelkommun.example");
    for (int i = 1; i <= 65; i++) {
        g_autofree char *text = g_strdup_printf(TO_US "From: anna@a%d.example\n" BODY "%d\n", i, i);
        g_autoptr(InkVerdict) verdict = take_in(fixture, i, text, FALSE);
        g_assert_cmpint(verdict->decision->reply.send, ==, i <= 60);
        g_assert_cmpint(verdict->decision->reply.is_owed, ==, i > 60);
    }
    g_autoptr(GPtrArray) receipts = list_letters(fixture, "receipt");
    g_autoptr(GPtrArray) alerts = list_letters(fixture, "alert");
    g_assert_cmpuint(receipts->len, ==, 60);
    g_assert_cmpuint(alerts->len, ==, 1);
    ink_clock_fix(fixture->clock, ink_clock_now(fixture->clock) + 60);
    g_autoptr(InkVerdict) later = take_in(fixture, 66, TO_US "From: anna@b.example\n" BODY, FALSE);
    g_assert_true(later->decision->reply.send);
}

/* Twenty in an hour to one organisation, whichever of its hosts the address is at. */
static void
test_domain_cap(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->config->receipts = INK_RECEIPT_CAPS_DEFAULT;
    for (int i = 1; i <= 22; i++) {
        g_autofree char *text =
            g_strdup_printf(TO_US "From: a%d@x%d.example.org\n" BODY "%d\n", i, i, i);
        g_autoptr(InkVerdict) verdict = take_in(fixture, i, text, FALSE);
        g_assert_cmpint(verdict->decision->reply.send, ==, i <= 20);
    }
}

/* What the filter marks becomes no case, and what is an answer in a case is filed all the same. */
static void
test_spam(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->config->spam_header = g_strdup("X-Spam-Flag");
    fixture->config->spam_pattern = ink_pattern_compile("^yes", NULL, NULL);
    g_autoptr(InkVerdict) verdict =
        take_in(fixture, 1, "X-Spam-Flag: YES\n" TO_US ANNA BODY, FALSE);
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_REVIEW);
    g_assert_cmpint(number_find(fixture->store, "TN", 2026, 1), ==, 0);
    g_autoptr(InkReviewRow) row = find_review(fixture, "spam");
    g_assert_nonnull(row);
}

/* --- the receipt ------------------------------------------------------------------------------*/

static GBytes *
get_receipt(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) letters = list_letters(fixture, "receipt");
    g_assert_cmpuint(letters->len, ==, 1);
    const InkOutboxRow *row = letters->pdata[0];
    GBytes *bytes = ink_store_get_letter_bytes(fixture->store, row->id, &error);
    g_assert_no_error(error);
    return bytes;
}

static void
assert_header(const InkMessage *letter, const char *name, const char *value)
{
    guint count = 0;
    for (guint i = 0; i < letter->headers->len; i++) {
        const InkHeader *header = letter->headers->pdata[i];
        count += g_ascii_strcasecmp(header->name, name) == 0;
    }
    g_test_message("%s", name);
    g_assert_cmpuint(count, ==, 1);
    if (value != NULL)
        g_assert_cmpstr(ink_message_find_header(letter, name), ==, value);
}

/* Every word of what is demanded of a receipt, for a message that tries to be carried in it. */
static void
test_receipt(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GString) text =
        g_string_new("Authentication-Results: mx.exempelkommun.example; dmarc=pass "
                     "header.from=example.org\n" TO_US
                     "Return-Path: <anna@example.org>\nReply-To: elak@example.net\n"
                     "From: \"KAPAD https://kapad.example/\" <anna@example.org>\n"
                     "Message-ID: <fraga@example.org>\nReferences:");
    for (int i = 0; i < 200; i++)
        g_string_append_printf(text, "\n <%d.%0200d@example.org>", i, i);
    g_string_append(text, "\nSubject: KAPAD https://kapad.example/\n\nKAPAD gatlampa "
                          "https://kapad.example/\n");
    g_autoptr(InkVerdict) verdict = take_in(fixture, 1, text->str, FALSE);
    g_assert_true(verdict->decision->reply.send);
    g_autoptr(GBytes) bytes = get_receipt(fixture);
    g_assert_cmpuint(g_bytes_get_size(bytes), <=, 4096);
    g_autoptr(GError) error = NULL;
    g_autoptr(InkMessage) letter = ink_message_parse(bytes, &INK_LIMITS_DEFAULT, &error);
    g_assert_no_error(error);
    assert_header(letter, "To", "anna@example.org");
    assert_header(letter, "Auto-Submitted", "auto-replied");
    assert_header(letter, "X-Auto-Response-Suppress", "All");
    assert_header(letter, "Precedence", "bulk");
    assert_header(letter, "In-Reply-To", "<fraga@example.org>");
    assert_header(letter, "X-Inkom-Loop", NULL);
    assert_header(letter, "References", NULL);
    guint count = g_strv_length(letter->references);
    g_assert_cmpuint(count, <=, 20);
    g_assert_cmpstr(letter->references[count - 1], ==, "fraga@example.org");
    assert_header(letter, "Reply-To", NULL);
    g_assert_cmpstr(ink_address_get_domain(((InkAddress *)letter->reply_to->pdata[0])->address), ==,
                    "exempelkommun.example");
    g_assert_cmpuint(letter->cc->len, ==, 0);
    g_assert_null(ink_message_find_header(letter, "Bcc"));
    g_assert_cmpstr(letter->content_type, ==, "text/plain");
    g_assert_cmpuint(letter->attachments->len, ==, 0);
    g_autofree char *shown = g_strconcat(letter->subject, letter->text, NULL);
    g_assert_null(strstr(shown, "KAPAD"));
    g_assert_null(strstr(shown, "kapad"));
    g_assert_null(strstr(shown, "http"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
#define ADD(path, function)                                                                        \
    g_test_add("/debt/" path, Fixture, NULL, pipeline_set_up, function, pipeline_tear_down)
    for (gsize i = 0; i < G_N_ELEMENTS(debts); i++) {
        g_autofree char *path = g_strdup_printf("/debt/row-%s", debts[i].row);
        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_debt);
    }
    ADD("once-per-case", test_once_per_case);
    ADD("breaker", test_breaker);
    ADD("domain-cap", test_domain_cap);
    ADD("spam", test_spam);
    ADD("receipt", test_receipt);
    return g_test_run();
}
