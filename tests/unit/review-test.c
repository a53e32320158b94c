/* SPDX-License-Identifier: MIT
 *
 * The review list: nothing falls off it, nothing is decided twice.
 */
#include "store-harness.h"

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
    g_autoptr(InkReviewRow) done = ink_store_get_review(fixture->store, 1, &error);
    g_assert_cmpstr(done->resolved_by, ==, "karin");
    g_assert_cmpstr(done->resolution, ==, "skickad");
    g_assert_cmpint(done->resolved_at, ==, TEST_NOW);
    g_autoptr(GPtrArray) journal = ink_store_list_journal(fixture->store, case_id, &error);
    g_assert_cmpstr(((const InkJournalRow *)journal->pdata[1])->what, ==, "granskning avgjord");
    journal_assert_sound(fixture->store, 2);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/review/resolve", Fixture, NULL, store_set_up, test_resolve, store_tear_down);
    return g_test_run();
}
