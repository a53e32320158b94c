/* SPDX-License-Identifier: MIT
 *
 * Letters: claimed by one, due in time, never lost from sight.
 */
#include "store-harness.h"

#include "inkom/outbox.h"

#include <string.h>

typedef StoreFixture Fixture;

static gint64
add(InkTxn *txn, const char *message_id, const char *to)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkOutboxRow) row = ink_outbox_row_new();
    g_autoptr(GBytes) bytes = g_bytes_new_static("Subject: x\r\n\r\n", 14);
    row->kind = g_strdup("receipt");
    row->to = g_strdup(to);
    row->message_id = g_strdup(message_id);
    ink_txn_add_letter(txn, row, bytes, &error);
    g_assert_no_error(error);
    return row->id;
}

static guint
count_due(Fixture *fixture, gboolean and_unknown)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) due = ink_store_list_due_letters(fixture->store, and_unknown, 10, &error);
    g_assert_no_error(error);
    return due->len;
}

static InkOutboxRow *
get(Fixture *fixture, gint64 id)
{
    g_autoptr(GError) error = NULL;
    InkOutboxRow *row = ink_store_get_letter(fixture->store, id, &error);
    g_assert_no_error(error);
    return row;
}

/* Two programs have read the same row: the second one's claim is empty. */
static void
test_claim_by_two(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    gint64 id = add(txn, "a@x", "anna@example.org");
    g_autoptr(InkOutboxRow) first = get(fixture, id);
    g_autoptr(InkOutboxRow) second = get(fixture, id);
    gboolean is_ours = FALSE;
    g_assert_true(ink_txn_claim_letter(txn, first, &is_ours, &error));
    g_assert_true(is_ours);
    g_assert_true(ink_txn_claim_letter(txn, second, &is_ours, &error));
    g_assert_false(is_ours);
    /* Also when it has come back to the queue meanwhile. */
    g_assert_true(ink_txn_set_letter(txn, id, INK_LETTER_QUEUED, TEST_NOW, "4.2.0", &error));
    g_assert_true(ink_txn_claim_letter(txn, second, &is_ours, &error));
    g_assert_false(is_ours);
    txn_commit(txn);
    g_autoptr(InkOutboxRow) now = get(fixture, id);
    g_assert_cmpint(now->attempts, ==, 1);
    g_assert_cmpstr(now->error, ==, "4.2.0");
}

static void
test_cancelled_is_not_claimed(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    gint64 id = add(txn, "a@x", "anna@example.org");
    g_autoptr(InkOutboxRow) row = get(fixture, id);
    g_assert_true(ink_txn_set_letter(txn, id, INK_LETTER_CANCELLED, INK_TIME_NONE, NULL, &error));
    gboolean is_ours = TRUE;
    g_assert_true(ink_txn_claim_letter(txn, row, &is_ours, &error));
    g_assert_false(is_ours);
    txn_commit(txn);
    g_assert_cmpuint(count_due(fixture, TRUE), ==, 0);
}

/* A person cancels a letter while it is on its way: "later" does not bring it back, "sent" is true.
 */
static void
test_cancelled_under_way(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const struct {
        InkLetterState result, expected;
    } rows[] = {{INK_LETTER_QUEUED, INK_LETTER_CANCELLED},
                {INK_LETTER_FAILED, INK_LETTER_CANCELLED},
                {INK_LETTER_SENT, INK_LETTER_SENT}};
    g_autoptr(GError) error = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        InkTxn *txn = txn_begin(fixture->store);
        g_autofree char *message_id = g_strdup_printf("%u@x", (guint)i);
        gint64 id = add(txn, message_id, "anna@example.org");
        g_autoptr(InkOutboxRow) row = get(fixture, id);
        gboolean is_ours = FALSE;
        ink_txn_claim_letter(txn, row, &is_ours, &error);
        ink_txn_set_letter(txn, id, INK_LETTER_CANCELLED, INK_TIME_NONE, NULL, &error);
        g_assert_true(ink_txn_finish_letter(txn, row, rows[i].result, TEST_NOW, "4.2.0", &error));
        txn_commit(txn);
        g_autoptr(InkOutboxRow) now = get(fixture, id);
        g_assert_cmpint(now->state, ==, rows[i].expected);
    }
}

/* Left unknown by a program that ended: found after a while, not while it may be on its way. */
static void
test_abandoned(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    gint64 id = add(txn, "a@x", "anna@example.org");
    g_autoptr(InkOutboxRow) row = get(fixture, id);
    gboolean is_ours = FALSE;
    ink_txn_claim_letter(txn, row, &is_ours, &error);
    txn_commit(txn);
    g_autoptr(GPtrArray) early = ink_store_list_abandoned_letters(fixture->store, TEST_NOW, &error);
    g_assert_cmpuint(early->len, ==, 0);
    g_autoptr(GPtrArray) late =
        ink_store_list_abandoned_letters(fixture->store, TEST_NOW + 1, &error);
    g_assert_cmpuint(late->len, ==, 1);
}

static void
test_due(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    gint64 id = add(txn, "a@x", "anna@example.org");
    g_assert_cmpuint(count_due(fixture, FALSE), ==, 1);
    ink_txn_set_letter(txn, id, INK_LETTER_QUEUED, TEST_NOW + 300, "4.2.0", &error);
    g_assert_cmpuint(count_due(fixture, FALSE), ==, 0);
    ink_clock_fix(fixture->clock, TEST_NOW + 299);
    g_assert_cmpuint(count_due(fixture, FALSE), ==, 0);
    ink_clock_fix(fixture->clock, TEST_NOW + 300);
    g_assert_cmpuint(count_due(fixture, FALSE), ==, 1);

    g_autoptr(InkOutboxRow) row = get(fixture, id);
    gboolean is_ours;
    ink_txn_claim_letter(txn, row, &is_ours, &error);
    g_assert_cmpuint(count_due(fixture, FALSE), ==, 0); /* never twice by SMTP */
    g_assert_cmpuint(count_due(fixture, TRUE), ==, 1);  /* harmless to a Maildir */
    ink_txn_set_letter(txn, id, INK_LETTER_SENT, INK_TIME_NONE, NULL, &error);
    g_assert_cmpuint(count_due(fixture, TRUE), ==, 0);
    txn_commit(txn);
    g_assert_no_error(error);
    g_autoptr(InkOutboxRow) sent = get(fixture, id);
    g_assert_cmpint(sent->sent_at, ==, TEST_NOW + 300);
    g_assert_cmpint(sent->next_try, ==, INK_TIME_NONE);
    g_assert_null(sent->error);
}

static void
test_order(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    gint64 first = add(txn, "a@x", "anna@example.org"), second = add(txn, "b@x", "bo@example.org");
    ink_txn_set_letter(txn, first, INK_LETTER_QUEUED, TEST_NOW - 1, NULL, &error);
    ink_txn_set_letter(txn, second, INK_LETTER_QUEUED, TEST_NOW - 2, NULL, &error);
    g_autoptr(GPtrArray) due = ink_store_list_due_letters(fixture->store, FALSE, 10, &error);
    g_assert_cmpint(((const InkOutboxRow *)due->pdata[0])->id, ==, second);
    g_autoptr(GPtrArray) one = ink_store_list_due_letters(fixture->store, FALSE, 1, &error);
    g_assert_cmpuint(one->len, ==, 1);
    g_autoptr(GPtrArray) newest = ink_store_list_letters(fixture->store, NULL, 1, &error);
    g_assert_cmpint(((const InkOutboxRow *)newest->pdata[0])->id, ==, second);
    const InkLetterState sent = INK_LETTER_SENT;
    g_autoptr(GPtrArray) none = ink_store_list_letters(fixture->store, &sent, 0, &error);
    g_assert_cmpuint(none->len, ==, 0);
    txn_commit(txn);
}

static void
test_find(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    gint64 case_id = case_add(txn, "KS", 2026, NULL);
    g_autoptr(InkOutboxRow) row = ink_outbox_row_new();
    g_autoptr(GBytes) bytes = g_bytes_new_static("a\0b", 3);
    row->kind = g_strdup("receipt");
    row->to = g_strdup("anna@example.org");
    row->message_id = g_strdup("a@x");
    row->case_id = case_id;
    g_assert_true(ink_txn_add_letter(txn, row, bytes, &error));
    add(txn, "b@x", "anna@example.org"); /* about no case */
    gint64 found = -1;
    g_assert_true(ink_store_find_letter(fixture->store, "a@x", &found, &error));
    g_assert_cmpint(found, ==, case_id);
    g_assert_true(ink_store_find_letter(fixture->store, "b@x", &found, &error));
    g_assert_cmpint(found, ==, 0);
    g_assert_true(ink_store_find_letter(fixture->store, "c@x", &found, &error));
    g_assert_cmpint(found, ==, -1);
    g_autoptr(GBytes) again = ink_store_get_letter_bytes(fixture->store, row->id, &error);
    g_assert_true(g_bytes_equal(again, bytes));
    g_autoptr(InkOutboxRow) listed = get(fixture, row->id);
    g_assert_cmpstr(listed->dnr, ==, "KS 2026/0001");

    /* The same Message-ID twice is a defect that must show. */
    g_autoptr(InkOutboxRow) twin = ink_outbox_row_new();
    twin->kind = g_strdup("receipt");
    twin->to = g_strdup("anna@example.org");
    twin->message_id = g_strdup("a@x");
    g_assert_false(ink_txn_add_letter(txn, twin, bytes, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_DUPLICATE);
    g_clear_error(&error);
    g_assert_null(ink_store_get_letter(fixture->store, 99, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_null(ink_store_get_letter_bytes(fixture->store, 99, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_NOT_FOUND);
    ink_txn_free(txn);
}

/* Every letter that there is a text for has a name in the lists that people read. */
static void
test_kinds(void)
{
    g_autofree char *folder = test_path("templates/sv");
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_assert_nonnull(dir);
    const char *file;
    while ((file = g_dir_read_name(dir)) != NULL) {
        g_autofree char *kind = g_strndup(file, strlen(file) - strlen(".txt"));
        g_test_message("%s", kind);
        if (!g_str_equal(kind, "delay-draft")) /* stands in another letter */
            g_assert_cmpstr(ink_letter_kind_get_swedish(kind), !=, kind);
    }
}

#define ADD(path, function)                                                                        \
    g_test_add("/outbox/" path, Fixture, NULL, store_set_up, function, store_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("claim-by-two", test_claim_by_two);
    ADD("cancelled", test_cancelled_is_not_claimed);
    ADD("cancelled-under-way", test_cancelled_under_way);
    ADD("abandoned", test_abandoned);
    ADD("due", test_due);
    ADD("order", test_order);
    ADD("find", test_find);
    g_test_add_func("/outbox/kinds", test_kinds);
    return g_test_run();
}
