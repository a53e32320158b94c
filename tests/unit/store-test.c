/* SPDX-License-Identifier: MIT
 *
 * Opening, migrations, keys, transactions and their parts.
 */
#include "store-harness.h"

#include "folder.h"

#include "inkom/db.h"
#include "inkom/outbox.h"

typedef struct {
    InkClock *clock;
    char *folder, *file;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->clock = clock_new();
    fixture->folder = test_folder_new();
    fixture->file = g_build_filename(fixture->folder, "inkom.db", NULL);
}

static void
tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    ink_clock_free(fixture->clock);
    test_folder_remove(fixture->folder);
    g_free(fixture->folder);
    g_free(fixture->file);
}

static void
script(const char *file, const char *sql)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkDb) db = ink_db_open(file, &error);
    g_assert_no_error(error);
    ink_db_run_script(db, sql, &error);
    g_assert_no_error(error);
}

static void
test_reopen(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    for (int i = 1; i <= 3; i++) {
        g_autoptr(InkStore) store = store_open(fixture->file, fixture->clock);
        InkTxn *txn = txn_begin(store);
        case_add(txn, "KS", 2026, NULL);
        txn_commit(txn);
        g_assert_cmpint(number_find(store, "KS", 2026, i), >, 0);
        journal_assert_sound(store, i);
    }
}

static void
test_newer(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    ink_store_close(store_open(fixture->file, fixture->clock));
    script(fixture->file, "UPDATE schema_version SET version = version + 1");
    g_autoptr(GError) error = NULL;
    g_assert_null(ink_store_open(fixture->file, fixture->clock, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG);
    g_assert_nonnull(strstr(error->message, "nyare Inkom"));
    script(fixture->file, "UPDATE schema_version SET version = version - 1");
    ink_store_close(store_open(fixture->file, fixture->clock)); /* it was left as it was */
}

/* A database before the first schema, empty or with the version's table only, is brought up. */
static void
test_migration(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    script(fixture->file, "CREATE TABLE schema_version (version BIGINT NOT NULL)");
    g_autoptr(InkStore) store = store_open(fixture->file, fixture->clock);
    InkTxn *txn = txn_begin(store);
    case_add(txn, "KS", 2026, NULL);
    txn_commit(txn);
}

extern const char *const ink_schema[];

/* One that an earlier program has filled is brought up, and keeps what is in it. */
static void
test_migration_from_first(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    script(fixture->file, ink_schema[0]);
    script(fixture->file, "CREATE TABLE schema_version (version BIGINT NOT NULL);"
                          "INSERT INTO schema_version (version) VALUES (1);"
                          "INSERT INTO outbox (kind, recipient, state, attempts, created_at,"
                          " queued_at, message_id, bytes)"
                          " VALUES ('receipt', 'anna@example.org', 'sent', 1, 0, 0, 'a', x'41')");
    g_autoptr(GError) error = NULL;
    g_autoptr(InkStore) store = store_open(fixture->file, fixture->clock);
    g_autoptr(InkOutboxRow) row = ink_store_get_letter(store, 1, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(row->to, ==, "anna@example.org");
    g_assert_cmpint(row->bounced_at, ==, INK_TIME_NONE);
}

/* One that fails half-way leaves nothing of itself. */
static void
test_failed_migration(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    script(fixture->file, "CREATE TABLE journal (x BIGINT)"); /* in the way of the first schema */
    g_autoptr(GError) error = NULL;
    g_assert_null(ink_store_open(fixture->file, fixture->clock, &error));
    g_assert_nonnull(error);
    g_assert_nonnull(strstr(error->message, "schema 0001"));
    script(fixture->file, "DROP TABLE journal");
    ink_store_close(store_open(fixture->file, fixture->clock));
}

static void
test_key(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkStore) one = store_open(fixture->file, fixture->clock);
    g_autoptr(InkStore) two = store_open(fixture->file, fixture->clock);
    GBytes *key = ink_store_get_key(one, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(g_bytes_get_size(key), ==, 32);
    g_assert_true(ink_store_get_key(one, &error) == key);
    g_assert_true(g_bytes_equal(ink_store_get_key(two, &error), key));
    g_autoptr(InkStore) other = store_open(INK_STORE_IN_MEMORY, fixture->clock);
    g_assert_false(g_bytes_equal(ink_store_get_key(other, &error), key));
}

static void
test_undo(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(InkStore) store = store_open(fixture->file, fixture->clock);
    InkTxn *txn = txn_begin(store);
    case_add(txn, "KS", 2026, NULL);
    ink_txn_free(txn);
    g_assert_cmpint(number_find(store, "KS", 2026, 1), ==, 0);
    journal_assert_sound(store, 0);
    ink_txn_free(NULL);
}

/* The chain goes on over undone parts: the first, the last, all, and after another's rows. */
static void
test_parts(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkStore) store = store_open(fixture->file, fixture->clock);
    static const char *const plans[] = {"ku", "uk", "uu", "kuk", "uuk", "kkuukk", ""};
    gint64 kept = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(plans); i++) {
        InkTxn *txn = txn_begin(store);
        for (const char *step = plans[i]; *step != '\0'; step++) {
            g_assert_true(ink_txn_begin_part(txn, &error));
            case_add(txn, "KS", 2026, NULL);
            g_assert_true(ink_txn_add_journal(txn, "mer", 1, 0, NULL, NULL, &error));
            g_assert_true(*step == 'k' ? ink_txn_keep_part(txn, &error)
                                       : ink_txn_undo_part(txn, &error));
            kept += *step == 'k' ? 2 : 0;
        }
        txn_commit(txn);
        journal_assert_sound(store, kept);
    }
    g_assert_cmpint(number_find(store, "KS", 2026, (int)(kept / 2)), >, 0);
    g_assert_cmpint(number_find(store, "KS", 2026, (int)(kept / 2) + 1), ==, 0);
}

/* A part within a part: undone alone, kept with the other, and lost with it. */
static void
test_inner_parts(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkStore) store = store_open(fixture->file, fixture->clock);
    static const struct {
        gboolean keeps_inner, keeps_outer;
        gint64 rows;
    } plans[] = {{TRUE, TRUE, 2}, {FALSE, TRUE, 1}, {TRUE, FALSE, 0}, {FALSE, FALSE, 0}};
    gint64 kept = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(plans); i++) {
        InkTxn *txn = txn_begin(store);
        g_assert_true(ink_txn_begin_part(txn, &error));
        g_assert_true(ink_txn_add_journal(txn, "yttre", 0, 0, NULL, NULL, &error));
        g_assert_true(ink_txn_begin_part(txn, &error));
        g_assert_true(ink_txn_add_journal(txn, "inre", 0, 0, NULL, NULL, &error));
        g_assert_true(plans[i].keeps_inner ? ink_txn_keep_part(txn, &error)
                                           : ink_txn_undo_part(txn, &error));
        g_assert_true(plans[i].keeps_outer ? ink_txn_keep_part(txn, &error)
                                           : ink_txn_undo_part(txn, &error));
        kept += plans[i].rows + 1;
        g_assert_true(ink_txn_add_journal(txn, "efter", 0, 0, NULL, NULL, &error));
        txn_commit(txn);
        journal_assert_sound(store, kept);
    }
}

/* Two programs take turns: numbers and chain stay whole. */
static void
test_two_programs(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(InkStore) one = store_open(fixture->file, fixture->clock);
    g_autoptr(InkStore) two = store_open(fixture->file, fixture->clock);
    for (int i = 0; i < 10; i++) {
        InkTxn *txn = txn_begin(i % 2 == 0 ? one : two);
        case_add(txn, "KS", 2026, NULL);
        txn_commit(txn);
    }
    for (int sequence = 1; sequence <= 10; sequence++)
        g_assert_cmpint(number_find(one, "KS", 2026, sequence), >, 0);
    journal_assert_sound(two, 10);
}

#define ADD(path, function) g_test_add("/store/" path, Fixture, NULL, set_up, function, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("reopen", test_reopen);
    ADD("newer", test_newer);
    ADD("migration", test_migration);
    ADD("migration-from-first", test_migration_from_first);
    ADD("failed-migration", test_failed_migration);
    ADD("key", test_key);
    ADD("undo", test_undo);
    ADD("parts", test_parts);
    ADD("inner-parts", test_inner_parts);
    ADD("two-programs", test_two_programs);
    return g_test_run();
}
