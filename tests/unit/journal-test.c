/* SPDX-License-Identifier: MIT
 *
 * The journal's chain: whatever is done to a row by the back door shows.
 */
#include "store-harness.h"

#include "folder.h"

#include "inkom/db.h"

enum { ROWS = 6 };

typedef struct {
    StoreFixture base;
    char *folder, *file;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->folder = test_folder_new();
    fixture->file = g_build_filename(fixture->folder, "inkom.db", NULL);
    fixture->base.clock = clock_new();
    fixture->base.store = store_open(fixture->file, fixture->base.clock);
    InkTxn *txn = txn_begin(fixture->base.store);
    g_autoptr(GError) error = NULL;
    gint64 id = case_add(txn, "KS", 2026, NULL);
    ink_txn_add_journal(txn, "typ ändrad", id, 0, "fråga", "klagomål", &error);
    ink_txn_add_journal(txn, "utan ärende", 0, 7, NULL, NULL, &error);
    ink_txn_add_journal(txn, "tom text", id, 0, "", "", &error);
    g_assert_no_error(error);
    txn_commit(txn);
    ink_clock_fix(fixture->base.clock, TEST_NOW + 60);
    txn = txn_begin(fixture->base.store);
    ink_txn_add_journal(txn, "typ ändrad", id, 0, "klagomål", "fråga", &error);
    ink_txn_add_journal(txn, "typ ändrad", id, 0, "klagomål", "fråga", &error);
    txn_commit(txn);
}

static void
tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    store_tear_down(&fixture->base, NULL);
    test_folder_remove(fixture->folder);
    g_free(fixture->folder);
    g_free(fixture->file);
}

static void
test_sound(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    journal_assert_sound(fixture->base.store, ROWS);
    g_autoptr(InkStore) empty = store_open(INK_STORE_IN_MEMORY, fixture->base.clock);
    journal_assert_sound(empty, 0);
}

/* By another connection: the chain breaks at that row; once it is undone, it is whole again. */
static void
assert_seen(Fixture *fixture, const char *sql, gint64 first_bad)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *copy = g_build_filename(fixture->folder, "kopia.db", NULL);
    {
        g_autoptr(InkDb) db = ink_db_open(fixture->file, &error);
        g_autofree char *save = g_strdup_printf("VACUUM INTO '%s'", copy);
        g_assert_true(ink_db_run_script(db, save, &error));
    }
    {
        g_autoptr(InkDb) db = ink_db_open(copy, &error);
        g_assert_true(ink_db_run_script(db, sql, &error));
    }
    g_assert_no_error(error);
    gint64 rows;
    g_autoptr(InkStore) store = store_open(copy, fixture->base.clock);
    g_test_message("%s", sql);
    g_assert_false(ink_store_check_journal(store, &rows, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_INTERNAL);
    g_autofree char *place = g_strdup_printf("vid rad %" G_GINT64_FORMAT ":", first_bad);
    g_assert_nonnull(strstr(error->message, place));
    g_clear_pointer(&store, ink_store_close);
    g_assert_cmpint(g_remove(copy), ==, 0);
}

/* Each field of each row. */
static void
test_changed(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const changes[] = {
        "at = at + 1",
        "who = 'nils'",
        "what = what || ' '",
        "case_id = COALESCE(case_id, 0) + 1",
        "message = COALESCE(message, 0) + 1",
        "before = COALESCE(before, '') || 'x'",
        "after = COALESCE(after, '') || 'x'",
        "before = CASE WHEN before IS NULL THEN '' ELSE NULL END",
        "after = CASE WHEN after IS NULL THEN '' ELSE NULL END",
        "hash = replace(hash, substr(hash, 1, 1), 'g')",
        "before = COALESCE(after, '') || 'y', after = before",
    };
    for (gint64 row = 1; row <= ROWS; row++)
        for (gsize i = 0; i < G_N_ELEMENTS(changes); i++) {
            g_autofree char *sql = g_strdup_printf(
                "UPDATE journal SET %s WHERE id = %" G_GINT64_FORMAT, changes[i], row);
            assert_seen(fixture, sql, row);
        }
}

static void
test_missing(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    for (gint64 row = 1; row < ROWS; row++) {
        g_autofree char *gone =
            g_strdup_printf("DELETE FROM journal WHERE id = %" G_GINT64_FORMAT, row);
        g_autofree char *closed = g_strdup_printf(
            "%s; UPDATE journal SET id = id - 1 WHERE id > %" G_GINT64_FORMAT, gone, row);
        assert_seen(fixture, gone, row + 1);
        assert_seen(fixture, closed, row);
    }
}

/* Two rows with the same words, and two with others. */
static void
test_swapped(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    for (gint64 row = 1; row < ROWS; row++) {
        g_autofree char *sql = g_strdup_printf(
            "UPDATE journal SET id = 99 WHERE id = %1$" G_GINT64_FORMAT ";"
            "UPDATE journal SET id = %1$" G_GINT64_FORMAT " WHERE id = %1$" G_GINT64_FORMAT " + 1;"
            "UPDATE journal SET id = %1$" G_GINT64_FORMAT " + 1 WHERE id = 99",
            row);
        assert_seen(fixture, sql, row);
    }
}

static void
test_added(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    assert_seen(fixture,
                "INSERT INTO journal (at, who, what, hash) SELECT at, who, what, hash FROM journal"
                " WHERE id = 6",
                7);
    assert_seen(fixture, "UPDATE journal SET id = 100 WHERE id = 6", 100);
}

#define ADD(path, function) g_test_add("/journal/" path, Fixture, NULL, set_up, function, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("sound", test_sound);
    ADD("changed", test_changed);
    ADD("missing", test_missing);
    ADD("swapped", test_swapped);
    ADD("added", test_added);
    return g_test_run();
}
