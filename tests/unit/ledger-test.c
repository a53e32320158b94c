/* SPDX-License-Identifier: MIT
 *
 * The ledger: each message once, its bytes as they came.
 */
#include "store-harness.h"

#include "inkom/ledger.h"

typedef StoreFixture Fixture;

static gboolean
try_add(InkTxn *txn, const char *mailbox, guint32 uidvalidity, const char *uid, const char *body,
        gint64 same_as, gint64 *out_id, GError **error)
{
    g_autofree char *sha256 = g_compute_checksum_for_string(G_CHECKSUM_SHA256, body, -1);
    g_autoptr(GBytes) bytes = g_bytes_new(body, strlen(body));
    InkLedgerRow row = {.mailbox = (char *)mailbox,
                        .uidvalidity = uidvalidity,
                        .uid = (char *)uid,
                        .message_id = (char *)"m@example.org",
                        .sha256 = sha256,
                        .size = (gint64)strlen(body),
                        .seen_at = TEST_NOW,
                        .arrived_at = TEST_NOW - 60,
                        .arrived_by = (char *)"INTERNALDATE",
                        .subject = (char *)"Hej",
                        .outcome = (char *)"new",
                        .reply = (char *)"none",
                        .reply_reason = (char *)"",
                        .reason = (char *)"",
                        .trace = (char *)""};
    gboolean is_good = ink_txn_add_message(txn, &row, same_as != 0 ? NULL : bytes, same_as, error);
    *out_id = row.id;
    return is_good;
}

static gint64
add(InkTxn *txn, const char *mailbox, guint32 uidvalidity, const char *uid, const char *body)
{
    g_autoptr(GError) error = NULL;
    gint64 id;
    try_add(txn, mailbox, uidvalidity, uid, body, 0, &id, &error);
    g_assert_no_error(error);
    return id;
}

static gint64
find_seen(Fixture *fixture, const char *mailbox, guint32 uidvalidity, const char *uid)
{
    g_autoptr(GError) error = NULL;
    gint64 id = -1;
    ink_store_find_seen(fixture->store, mailbox, uidvalidity, uid, &id, &error);
    g_assert_no_error(error);
    return id;
}

static void
test_once(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    gint64 id = add(txn, "inkorg", 7, "1", "a"), twin;
    g_assert_false(try_add(txn, "inkorg", 7, "1", "b", 0, &twin, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_DUPLICATE);
    gint64 other = add(txn, "annan", 7, "1", "b"), later = add(txn, "inkorg", 8, "1", "c");
    gint64 largest = add(txn, "inkorg", G_MAXUINT32, "4294967295", "d");
    txn_commit(txn);
    g_assert_cmpint(find_seen(fixture, "inkorg", 7, "1"), ==, id);
    g_assert_cmpint(find_seen(fixture, "annan", 7, "1"), ==, other);
    g_assert_cmpint(find_seen(fixture, "inkorg", 8, "1"), ==, later);
    g_assert_cmpint(find_seen(fixture, "inkorg", G_MAXUINT32, "4294967295"), ==, largest);
    g_assert_cmpint(find_seen(fixture, "inkorg", 7, "2"), ==, 0);
    g_assert_cmpint(find_seen(fixture, "inkorg", 7, "01"), ==, 0);
}

static void
test_bytes(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    gint64 id = add(txn, "inkorg", 7, "1", "brevet"), repeat;
    g_assert_true(try_add(txn, "inkorg", 7, "2", "brevet", id, &repeat, &error));
    txn_commit(txn);
    const gint64 ids[] = {id, repeat};
    for (gsize i = 0; i < G_N_ELEMENTS(ids); i++) {
        g_autoptr(GBytes) bytes = ink_store_get_original(fixture->store, ids[i], &error);
        g_assert_no_error(error);
        g_autoptr(GBytes) expected = g_bytes_new_static("brevet", 6);
        g_assert_true(g_bytes_equal(bytes, expected));
    }
    g_assert_null(ink_store_get_original(fixture->store, 99, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_null(ink_store_get_message(fixture->store, 99, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_NOT_FOUND);
}

static void
test_same(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    gint64 first = add(txn, "inkorg", 7, "1", "x");
    gint64 second = add(txn, "inkorg", 7, "2", "x");
    gint64 case_id = case_add(txn, "KS", 2026, NULL), found, found_case;
    ink_txn_set_outcome(txn, first, "new", case_id, 1, "", &error);
    g_autofree char *sha256 = g_compute_checksum_for_string(G_CHECKSUM_SHA256, "x", -1);
    g_assert_true(ink_store_find_same(fixture->store, sha256, 1, &found, &found_case, &error));
    g_assert_cmpint(found, ==, first);
    g_assert_cmpint(found_case, ==, case_id);
    g_assert_true(ink_store_find_same(fixture->store, "0", 1, &found, &found_case, &error));
    g_assert_cmpint(found, ==, 0);

    g_assert_true(ink_store_find_same(fixture->store, sha256, 2, &found, &found_case, &error));
    g_assert_cmpint(found, ==, 0);

    /* The server numbers its messages anew: each copy finds a row of its own. */
    g_assert_true(
        ink_store_find_renumbered(fixture->store, "inkorg", 7, sha256, 1, &found, &error));
    g_assert_cmpint(found, ==, 0);
    g_assert_true(ink_store_find_renumbered(fixture->store, "annan", 8, sha256, 1, &found, &error));
    g_assert_cmpint(found, ==, 0);
    g_assert_true(
        ink_store_find_renumbered(fixture->store, "inkorg", 8, sha256, 1, &found, &error));
    g_assert_cmpint(found, ==, first);
    g_assert_true(ink_txn_renumber(txn, first, 8, "11", &error));
    g_assert_true(
        ink_store_find_renumbered(fixture->store, "inkorg", 8, sha256, 1, &found, &error));
    g_assert_cmpint(found, ==, second);
    g_assert_true(ink_txn_renumber(txn, second, 8, "12", &error));
    g_assert_true(
        ink_store_find_renumbered(fixture->store, "inkorg", 8, sha256, 1, &found, &error));
    g_assert_cmpint(found, ==, 0);
    txn_commit(txn);
    g_assert_cmpint(find_seen(fixture, "inkorg", 8, "11"), ==, first);
    g_assert_cmpint(find_seen(fixture, "inkorg", 7, "1"), ==, 0);
}

static void
test_list(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    gint64 case_id = case_add(txn, "KS", 2026, NULL);
    for (int i = 1; i <= 5; i++) {
        g_autofree char *uid = g_strdup_printf("%d", i);
        gint64 id = add(txn, i == 5 ? "annan" : "inkorg", 7, uid, uid);
        if (i == 2)
            ink_txn_set_outcome(txn, id, "attach", case_id, 2, "för hand", &error);
        ink_txn_set_reply(txn, id, case_id, "owed", "sen", &error);
    }
    txn_commit(txn);
    const struct {
        InkLedgerFilter filter;
        gint64 first;
        guint count;
    } rows[] = {
        {{NULL, NULL, 0, 0}, 1, 5},       {{NULL, NULL, 0, 2}, 4, 2},
        {{"attach", NULL, 0, 0}, 2, 1},   {{NULL, "annan", 0, 0}, 5, 1},
        {{NULL, NULL, case_id, 0}, 2, 1}, {{"bounce", NULL, 0, 0}, 0, 0},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GPtrArray) list =
            ink_store_list_messages(fixture->store, &rows[i].filter, &error);
        g_assert_no_error(error);
        g_assert_cmpuint(list->len, ==, rows[i].count);
        if (rows[i].count > 0)
            g_assert_cmpint(((const InkLedgerRow *)list->pdata[0])->id, ==, rows[i].first);
    }
    g_autoptr(InkLedgerRow) attached = ink_store_get_message(fixture->store, 2, &error);
    g_assert_cmpstr(attached->dnr, ==, "KS 2026/0001");
    g_assert_cmpint(attached->record, ==, 2);
    g_assert_cmpstr(attached->reason, ==, "för hand");
    g_assert_cmpstr(attached->reply, ==, "owed");
    g_autoptr(InkLedgerRow) other = ink_store_get_message(fixture->store, 3, &error);
    g_assert_cmpstr(other->reply, !=, "owed"); /* a message of no case owes nothing for this one */
    g_assert_null(other->dnr);
    g_autoptr(GPtrArray) same_id =
        ink_store_list_by_message_id(fixture->store, "m@example.org", &error);
    g_assert_cmpuint(same_id->len, ==, 5);
}

static void
test_highest_uid(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    guint32 uid = 77;
    g_assert_true(ink_store_get_highest_uid(fixture->store, "inkorg", 7, &uid, &error));
    g_assert_cmpuint(uid, ==, 0);
    InkTxn *txn = txn_begin(fixture->store);
    ink_txn_set_highest_uid(txn, "inkorg", 7, 41, &error);
    ink_txn_set_highest_uid(txn, "inkorg", 7, G_MAXUINT32, &error);
    txn_commit(txn);
    g_assert_true(ink_store_get_highest_uid(fixture->store, "inkorg", 7, &uid, &error));
    g_assert_cmpuint(uid, ==, G_MAXUINT32);
    g_assert_true(ink_store_get_highest_uid(fixture->store, "inkorg", 8, &uid, &error));
    g_assert_cmpuint(uid, ==, 0); /* other numbers now */
}

#define ADD(path, function)                                                                        \
    g_test_add("/ledger/" path, Fixture, NULL, store_set_up, function, store_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("once", test_once);
    ADD("bytes", test_bytes);
    ADD("same", test_same);
    ADD("list", test_list);
    ADD("highest-uid", test_highest_uid);
    return g_test_run();
}
