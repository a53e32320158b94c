/* SPDX-License-Identifier: MIT
 *
 * The review list: nothing falls off it, nothing is decided twice.
 */
#include "store-harness.h"

#include "inkom/ledger.h"
#include "inkom/review.h"

typedef StoreFixture Fixture;

static void
test_resolve(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    gint64 case_id = case_add(txn, "KS", 2026, NULL);
    g_assert_true(ink_txn_add_review(txn, 0, case_id, "receipt", "sen", &error));
    g_assert_true(ink_txn_add_review(txn, 0, 0, "quarantine", "för stor", &error));
    txn_commit(txn);

    g_autoptr(GPtrArray) waiting = ink_store_list_reviews(fixture->store, FALSE, &error);
    g_assert_cmpuint(waiting->len, ==, 2);
    const InkReviewRow *first = waiting->pdata[0], *second = waiting->pdata[1];
    g_assert_cmpstr(first->dnr, ==, "KS 2026/0001");
    g_assert_cmpstr(first->kind, ==, "receipt");
    g_assert_cmpint(first->resolved_at, ==, INK_TIME_NONE);
    g_assert_null(second->dnr);
    g_assert_cmpint(second->case_id, ==, 0);

    txn = txn_begin(fixture->store);
    g_assert_true(ink_txn_resolve_review(txn, first->id, "skickad", &error));
    g_assert_false(ink_txn_resolve_review(txn, first->id, "igen", &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_REFUSED);
    g_clear_error(&error);
    g_assert_false(ink_txn_resolve_review(txn, 99, "x", &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_NOT_FOUND);
    g_clear_error(&error);
    txn_commit(txn);

    g_autoptr(GPtrArray) left = ink_store_list_reviews(fixture->store, FALSE, &error);
    g_assert_cmpuint(left->len, ==, 1);
    g_autoptr(GPtrArray) all = ink_store_list_reviews(fixture->store, TRUE, &error);
    g_assert_cmpuint(all->len, ==, 2);
    const InkReviewRow *done = all->pdata[0];
    g_assert_null(ink_store_get_waiting_review(fixture->store, done->id, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_REFUSED);
    g_clear_error(&error);
    g_assert_cmpstr(done->resolved_by, ==, "karin");
    g_assert_cmpstr(done->resolution, ==, "skickad");
    g_assert_cmpint(done->resolved_at, ==, TEST_NOW);
    g_autoptr(GPtrArray) journal = ink_store_list_journal(fixture->store, case_id, &error);
    g_assert_cmpstr(((const InkJournalRow *)journal->pdata[1])->what, ==, "granskning avgjord");
    journal_assert_sound(fixture->store, 2);
}

static gint64
add_message(InkTxn *txn, const char *uid, gint64 case_id)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkLedgerRow) row = ink_ledger_row_new();
    row->mailbox = g_strdup("inkorg");
    row->uidvalidity = 7;
    row->uid = g_strdup(uid);
    row->sha256 = g_strdup(uid);
    row->arrived_by = g_strdup("INTERNALDATE");
    row->subject = g_strdup("Lampan");
    row->outcome = g_strdup("new");
    row->case_id = case_id;
    row->record = 1;
    row->reply = g_strdup("receipt");
    row->reply_reason = g_strdup("");
    row->reason = g_strdup("");
    row->trace = g_strdup("");
    g_autoptr(GBytes) bytes = g_bytes_new("x", 1);
    ink_txn_add_message(txn, row, bytes, 0, &error);
    g_assert_no_error(error);
    return row->id;
}

static void
assert_reply(Fixture *fixture, gint64 message, const char *reply)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkLedgerRow) row = ink_store_get_message(fixture->store, message, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(row->reply, ==, reply);
}

/* The ledger follows the debts of the message's own case, and stays with the last of them. */
static void
test_debts(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    gint64 own = case_add(txn, "KS", 2026, NULL), other = case_add(txn, "KS", 2026, NULL);
    gint64 message = add_message(txn, "1", own);
    g_assert_true(ink_txn_add_debt(txn, message, other, "delat", &error)); /* row 1 */
    txn_commit(txn);
    assert_reply(fixture, message, "receipt");
    txn = txn_begin(fixture->store);
    g_assert_true(ink_txn_add_debt(txn, message, own, "studsade", &error)); /* row 2 */
    g_assert_true(ink_txn_add_debt(txn, message, own, "studsade", &error)); /* row 3 */
    g_assert_true(ink_txn_add_review(txn, message, own, "unclear", "ärendetyp", &error)); /* 4 */
    txn_commit(txn);
    static const struct {
        gint64 row;
        const char *reply;
    } steps[] = {{1, "owed"}, {4, "owed"}, {2, "owed"}, {3, "none"}};
    for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
        g_autoptr(InkReviewRow) debt = ink_store_get_debt(fixture->store, steps[i].row, &error);
        g_assert_cmpint(debt != NULL, ==, steps[i].row != 4);
        if (debt == NULL)
            g_assert_error(error, INK_ERROR, INK_ERROR_REFUSED);
        g_clear_error(&error);
        txn = txn_begin(fixture->store);
        g_assert_true(ink_txn_resolve_review(txn, steps[i].row, "avgjort", &error));
        txn_commit(txn);
        assert_reply(fixture, message, steps[i].reply);
    }
    g_assert_null(ink_store_get_debt(fixture->store, 1, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_REFUSED);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/review/resolve", Fixture, NULL, store_set_up, test_resolve, store_tear_down);
    g_test_add("/review/debts", Fixture, NULL, store_set_up, test_debts, store_tear_down);
    return g_test_run();
}
