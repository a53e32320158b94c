/* SPDX-License-Identifier: MIT
 *
 * Records moved and cases merged: what follows, what stays, and what is refused. What happens when
 * it fails in the middle is in tests/system/83-sort.t.
 */
#include "store-harness.h"

#include "inkom/address-keys.h"
#include "inkom/ledger.h"
#include "inkom/links.h"
#include "inkom/outbox.h"
#include "inkom/review.h"

#define ANNA "anna.ek@example.org"
#define BO   "bo@example.net"

typedef StoreFixture Fixture;

static gint64
add_message(InkTxn *txn, const char *message_id, const char *sender, gint64 case_id, int record)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = g_bytes_new(message_id, strlen(message_id));
    InkLedgerRow row = {.mailbox = (char *)"inkorg",
                        .uidvalidity = 1,
                        .uid = (char *)message_id,
                        .message_id = (char *)message_id,
                        .sha256 = (char *)message_id,
                        .size = 1,
                        .seen_at = TEST_NOW,
                        .arrived_at = TEST_NOW,
                        .arrived_by = (char *)"INTERNALDATE",
                        .sender = (char *)sender,
                        .subject = (char *)"Lampan",
                        .outcome = (char *)"attach",
                        .case_id = case_id,
                        .record = record,
                        .reply = (char *)"none",
                        .reply_reason = (char *)"",
                        .reason = (char *)"",
                        .trace = (char *)""};
    ink_txn_add_message(txn, &row, bytes, 0, &error);
    g_assert_no_error(error);
    return row.id;
}

/* A record with its message; returns the message's row. */
static gint64
add_record(InkTxn *txn, gint64 case_id, int number, const char *message_id, const char *sender)
{
    g_autoptr(GError) error = NULL;
    gint64 message = add_message(txn, message_id, sender, case_id, number);
    g_autoptr(InkRecord) record = ink_record_new();
    record->direction = INK_DIRECTION_IN;
    record->title = g_strdup("Lampan");
    record->date = TEST_NOW;
    record->from = g_strdup(sender);
    record->message_id = g_strdup(message_id);
    record->message = message;
    ink_txn_add_record(txn, case_id, record, &error);
    g_assert_no_error(error);
    g_assert_cmpint(record->number, ==, number);
    return message;
}

static void
add_letter(InkTxn *txn, gint64 case_id, gint64 message, const char *message_id)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = g_bytes_new_static("x", 1);
    g_autoptr(InkOutboxRow) row = ink_outbox_row_new();
    row->case_id = case_id;
    row->message = message;
    row->kind = g_strdup("receipt");
    row->to = g_strdup(ANNA);
    row->message_id = g_strdup(message_id);
    ink_txn_add_letter(txn, row, bytes, &error);
    g_assert_no_error(error);
}

static gboolean
is_party(Fixture *fixture, gint64 case_id, const char *address)
{
    g_autoptr(GError) error = NULL;
    gboolean is_party = FALSE;
    ink_store_is_party(fixture->store, case_id, address, &is_party, &error);
    g_assert_no_error(error);
    return is_party;
}

static gint64
find_letter(Fixture *fixture, const char *message_id)
{
    g_autoptr(GError) error = NULL;
    gint64 case_id = -2;
    ink_store_find_letter(fixture->store, message_id, &case_id, &error);
    g_assert_no_error(error);
    return case_id;
}

static gint64
find_filed(Fixture *fixture, const char *message_id)
{
    g_autoptr(GError) error = NULL;
    gint64 case_id = -2;
    ink_store_find_filed(fixture->store, message_id, &case_id, &error);
    g_assert_no_error(error);
    return case_id;
}

static void
test_move_record(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    gint64 from = case_add(txn, "KS", 2026, NULL), to = case_add(txn, "TN", 2026, NULL);
    add_record(txn, from, 1, "anna-1@example.org", ANNA);
    gint64 message = add_record(txn, from, 2, "bo-1@example.net", BO);
    add_record(txn, to, 1, "anna-2@example.org", ANNA);
    g_assert_true(ink_txn_add_party(txn, from, BO, &error));
    g_assert_true(ink_txn_add_review(txn, message, from, "stranger", "ny", &error));
    add_letter(txn, from, message, "inkom.2@x");
    add_letter(txn, from, 0, "inkom.1@x");
    int number = 0;
    g_assert_true(ink_txn_move_record(txn, from, 2, to, "fel", &number, &error));
    txn_commit(txn);

    g_assert_cmpint(number, ==, 2);
    g_autoptr(GPtrArray) left = ink_store_list_records(fixture->store, from, &error);
    const InkRecord *reference = left->pdata[1];
    g_assert_cmpstr(reference->title, ==, "Flyttad till TN 2026/0001-2");
    g_assert_null(reference->from);
    g_assert_cmpint(reference->message, ==, 0);
    g_autoptr(GPtrArray) records = ink_store_list_records(fixture->store, to, &error);
    g_assert_cmpint(((const InkRecord *)records->pdata[1])->message, ==, message);
    g_assert_cmpint(find_filed(fixture, "bo-1@example.net"), ==, to);
    g_assert_cmpint(find_filed(fixture, "anna-1@example.org"), ==, from);
    g_assert_cmpint(find_letter(fixture, "inkom.2@x"), ==, to);
    g_assert_cmpint(find_letter(fixture, "inkom.1@x"), ==, from);
    g_assert_true(is_party(fixture, to, BO));
    g_assert_false(is_party(fixture, from, BO));
    g_assert_true(is_party(fixture, from, ANNA));
    g_autoptr(GPtrArray) waiting = ink_store_list_reviews(fixture->store, FALSE, &error);
    g_assert_cmpint(((const InkReviewRow *)waiting->pdata[0])->case_id, ==, to);
    journal_assert_sound(fixture->store, -1);
}

static void
test_refused(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    gint64 a = case_add(txn, "KS", 2026, NULL), b = case_add(txn, "KS", 2026, NULL);
    gint64 cancelled = case_add(txn, "KS", 2026, NULL);
    add_record(txn, a, 1, "anna-1@example.org", ANNA);
    add_record(txn, a, 2, "anna-2@example.org", ANNA);
    add_record(txn, cancelled, 1, "anna-3@example.org", ANNA);
    g_assert_true(ink_txn_set_status(txn, cancelled, INK_CASE_CANCELLED, "fel", &error));
    int number = 17;
    g_assert_true(ink_txn_move_record(txn, a, 2, b, NULL, &number, &error));
    number = 17;
    const struct {
        gint64 from, to;
        int record; /* 0 = merge */
        InkError code;
    } rows[] = {
        {a, b, 3, INK_ERROR_NOT_FOUND},       {a, b, -1, INK_ERROR_NOT_FOUND},
        {a, a, 1, INK_ERROR_REFUSED},         {a, b, 2, INK_ERROR_REFUSED}, /* once */
        {a, cancelled, 1, INK_ERROR_REFUSED}, {cancelled, a, 1, INK_ERROR_REFUSED},
        {99, a, 1, INK_ERROR_NOT_FOUND},      {a, 99, 1, INK_ERROR_NOT_FOUND},
        {a, a, 0, INK_ERROR_REFUSED},         {a, cancelled, 0, INK_ERROR_REFUSED},
        {cancelled, a, 0, INK_ERROR_REFUSED}, {99, a, 0, INK_ERROR_NOT_FOUND},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        gboolean is_done = rows[i].record != 0
                               ? ink_txn_move_record(txn, rows[i].from, rows[i].record, rows[i].to,
                                                     NULL, &number, &error)
                               : ink_txn_merge_cases(txn, rows[i].from, rows[i].to, NULL, &error);
        g_test_message("%zu", i);
        g_assert_false(is_done);
        g_assert_error(error, INK_ERROR, (int)rows[i].code);
        g_assert_cmpint(number, ==, 17);
        g_clear_error(&error);
    }
    g_assert_true(ink_txn_merge_cases(txn, a, b, NULL, &error));
    g_assert_false(ink_txn_merge_cases(txn, b, a, NULL, &error)); /* no circle */
    g_assert_error(error, INK_ERROR, INK_ERROR_REFUSED);
    txn_commit(txn);
    journal_assert_sound(fixture->store, -1);
}

/* Three cases become one, one after the other. */
static void
test_merge_chain(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    gint64 a = case_add(txn, "KS", 2026, NULL), b = case_add(txn, "KS", 2026, NULL),
           c = case_add(txn, "KS", 2026, NULL);
    add_record(txn, a, 1, "anna-1@example.org", ANNA);
    add_record(txn, b, 1, "bo-1@example.net", BO);
    add_letter(txn, a, 0, "inkom.1@x");
    g_assert_true(ink_txn_add_copied(txn, a, BO, &error));
    InkDeadline soon = {ink_day_from_ymd(2026, 4, 2), TEST_NOW + 100, (char *)"snart"};
    InkDeadline late = {ink_day_from_ymd(2026, 4, 7), TEST_NOW + 900, (char *)"sent"};
    g_assert_true(ink_txn_add_deadline(txn, a, "answer", TEST_NOW, &soon, &error));
    g_assert_true(ink_txn_add_deadline(txn, c, "answer", TEST_NOW, &late, &error));
    g_assert_true(ink_txn_merge_cases(txn, a, b, NULL, &error));
    g_assert_true(ink_txn_merge_cases(txn, b, c, NULL, &error));
    txn_commit(txn);

    for (int sequence = 1; sequence <= 3; sequence++)
        g_assert_cmpint(number_find(fixture->store, "KS", 2026, sequence), ==, c);
    g_assert_cmpint(find_letter(fixture, "inkom.1@x"), ==, c);
    g_assert_cmpint(find_filed(fixture, "anna-1@example.org"), ==, c);
    gint64 now = 0;
    g_assert_true(ink_store_find_current_case(fixture->store, a, &now, &error));
    g_assert_cmpint(now, ==, c);
    gboolean is_copied = FALSE;
    g_assert_true(ink_store_is_copied(fixture->store, c, BO, &is_copied, &error));
    g_assert_true(is_copied);
    g_autoptr(InkCase) last = ink_store_get_case(fixture->store, c, &error);
    g_assert_cmpint(last->due, ==, ink_day_from_ymd(2026, 4, 2)); /* the first that was promised */
    g_assert_cmpint(last->records, ==, 2);
    g_autoptr(InkCase) first = ink_store_get_case(fixture->store, a, &error);
    g_assert_cmpint(first->status, ==, INK_CASE_CLOSED);
    g_autoptr(GPtrArray) links = ink_store_list_links(fixture->store, b, &error);
    guint outward = 0;
    for (guint i = 0; i < links->len; i++)
        outward += ((const InkLink *)links->pdata[i])->is_outward ? 1 : 0;
    g_assert_cmpuint(links->len, ==, 5); /* a's record and a came, two records and b left */
    g_assert_cmpuint(outward, ==, 3);
    journal_assert_sound(fixture->store, -1);
}

#define ADD(path, function)                                                                        \
    g_test_add("/sort/" path, Fixture, NULL, store_set_up, function, store_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("move-record", test_move_record);
    ADD("refused", test_refused);
    ADD("merge-chain", test_merge_chain);
    return g_test_run();
}
