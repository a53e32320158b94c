/* SPDX-License-Identifier: MIT
 *
 * Opening, migrating, transactions.
 *
 * Migrations: PRAGMA-free, so that another engine can do the same. The table `schema_version` holds
 * one number; file NNNN.sql takes the database from NNNN - 1 to NNNN, each in a transaction.
 */
#include "store-private.h"

#include "inkom/error.h"
#include "inkom/token.h"

#include <string.h>

#define KEY_BYTES 32

extern const char *const ink_schema[]; /* made from schema/NNNN.sql; ends with NULL */

static gint64
get_newest_version(void)
{
    gint64 count = 0;
    while (ink_schema[count] != NULL)
        count++;
    return count;
}

static gboolean
read_version(InkDb *db, gint64 *out_version, GError **error)
{
    return ink_db_run_script(
               db, "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)", error) &&
           ink_db_get_int(db, error, 0, out_version, "SELECT MAX(version) FROM schema_version",
                          INK_NO_VALUES);
}

static gboolean
apply_migration(InkDb *db, gint64 version, GError **error)
{
    if (ink_db_run_script(db, ink_schema[version - 1], error) &&
        ink_db_run(db, error, "DELETE FROM schema_version", INK_NO_VALUES) &&
        ink_db_run(db, error, "INSERT INTO schema_version (version) VALUES ($1)",
                   INK_VALUES(ink_int(version))))
        return TRUE;
    g_prefix_error(error, "schema %04" G_GINT64_FORMAT ": ", version);
    return FALSE;
}

/* Whether nothing needs doing, found out without a lock: commands that only look must not wait for
 * one that writes. */
static gboolean
check_current(InkDb *db, gint64 newest, gboolean *out_is_current, GError **error)
{
    gint64 tables, version = 0;
    if (!ink_db_get_int(db, error, 0, &tables,
                        "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'schema_version'",
                        INK_NO_VALUES) ||
        (tables > 0 && !ink_db_get_int(db, error, 0, &version,
                                       "SELECT MAX(version) FROM schema_version", INK_NO_VALUES)))
        return FALSE;
    *out_is_current = version == newest;
    return TRUE;
}

/* Takes the write lock before it looks, so that two programs do not migrate at once. */
static gboolean
migrate(InkDb *db, GError **error)
{
    gint64 newest = get_newest_version();
    gboolean is_current;
    if (!check_current(db, newest, &is_current, error))
        return FALSE;
    if (is_current)
        return TRUE;
    if (!ink_db_run_script(db, "BEGIN IMMEDIATE", error))
        return FALSE;
    gint64 version = 0;
    gboolean is_good = read_version(db, &version, error);
    if (is_good && version > newest) {
        g_set_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG,
                    "databasen har schema %" G_GINT64_FORMAT
                    " men det här programmet kan bara %" G_GINT64_FORMAT
                    "; kör en nyare Inkom, eller återställ en äldre säkerhetskopia",
                    version, newest);
        is_good = FALSE;
    }
    for (; is_good && version < newest; version++)
        is_good = apply_migration(db, version + 1, error);
    if (is_good)
        return ink_db_run_script(db, "COMMIT", error);
    ink_db_run_script(db, "ROLLBACK", NULL);
    return FALSE;
}

InkStore *
ink_store_open(const char *file, const InkClock *clock, GError **error)
{
    g_autoptr(InkDb) db = ink_db_open(file, error);
    if (db == NULL || !migrate(db, error))
        return NULL;
    InkStore *store = g_new0(InkStore, 1);
    store->db = g_steal_pointer(&db);
    store->clock = clock;
    return store;
}

void
ink_store_close(InkStore *store)
{
    if (store == NULL)
        return;
    ink_db_close(store->db);
    g_clear_pointer(&store->key, g_bytes_unref);
    g_free(store);
}

const InkClock *
ink_store_get_clock(const InkStore *store)
{
    return store->clock;
}

static GBytes *
read_key(InkStore *store, GError **error)
{
    g_autoptr(InkRows) rows = ink_db_query(
        store->db, error, "SELECT secret FROM keys ORDER BY id LIMIT 1", INK_NO_VALUES);
    gboolean is_found;
    if (rows == NULL || !ink_rows_find(rows, &is_found, error) || !is_found)
        return NULL;
    return ink_rows_dup_bytes(rows, 0);
}

GBytes *
ink_store_get_key(InkStore *store, GError **error)
{
    g_autoptr(GError) failure = NULL;
    if (store->key == NULL)
        store->key = read_key(store, &failure);
    if (store->key == NULL && failure == NULL) {
        guint8 secret[KEY_BYTES];
        ink_random_bytes(secret, sizeof secret);
        g_autoptr(GBytes) key = g_bytes_new(secret, sizeof secret);
        /* Two programs may both make one: both then use the first. */
        if (ink_db_run(store->db, &failure, "INSERT INTO keys (secret, created_at) VALUES ($1, $2)",
                       INK_VALUES(ink_bytes(key), ink_int(ink_clock_now(store->clock)))))
            store->key = read_key(store, &failure);
    }
    if (failure != NULL)
        g_propagate_error(error, g_steal_pointer(&failure));
    return store->key;
}

InkTxn *
ink_store_begin(InkStore *store, const char *who, GError **error)
{
    if (!ink_db_run_script(store->db, "BEGIN IMMEDIATE", error))
        return NULL;
    if (!ink_store_uncover(store, error)) {
        ink_db_run_script(store->db, "ROLLBACK", NULL);
        return NULL;
    }
    InkTxn *txn = g_new0(InkTxn, 1);
    txn->store = store;
    txn->who = g_strdup(who);
    txn->part_hashes = g_ptr_array_new_with_free_func(g_free);
    return txn;
}

gboolean
ink_txn_commit(InkTxn *txn, GError **error)
{
    txn->is_over = TRUE;
    if (ink_store_cover(txn->store, error) && ink_db_run_script(txn->store->db, "COMMIT", error))
        return TRUE;
    ink_db_run_script(txn->store->db, "ROLLBACK", NULL);
    return FALSE;
}

void
ink_txn_free(InkTxn *txn)
{
    if (txn == NULL)
        return;
    if (!txn->is_over)
        ink_db_run_script(txn->store->db, "ROLLBACK", NULL);
    g_free(txn->who);
    g_free(txn->journal_hash);
    g_ptr_array_unref(txn->part_hashes);
    g_free(txn);
}

InkStore *
ink_txn_get_store(const InkTxn *txn)
{
    return txn->store;
}

gboolean
ink_txn_begin_part(InkTxn *txn, GError **error)
{
    g_ptr_array_add(txn->part_hashes, g_strdup(txn->journal_hash));
    return ink_db_run(txn->store->db, error, "SAVEPOINT part", INK_NO_VALUES);
}

gboolean
ink_txn_keep_part(InkTxn *txn, GError **error)
{
    g_ptr_array_remove_index(txn->part_hashes, txn->part_hashes->len - 1);
    return ink_db_run(txn->store->db, error, "RELEASE part", INK_NO_VALUES);
}

gboolean
ink_txn_undo_part(InkTxn *txn, GError **error)
{
    g_free(txn->journal_hash);
    txn->journal_hash = g_ptr_array_steal_index(txn->part_hashes, txn->part_hashes->len - 1);
    return ink_db_run(txn->store->db, error, "ROLLBACK TO part", INK_NO_VALUES) &&
           ink_db_run(txn->store->db, error, "RELEASE part", INK_NO_VALUES);
}

char *
ink_store_join(char *const *values)
{
    return g_strjoinv("\n", (char **)values);
}

char **
ink_store_split(const char *text)
{
    return text != NULL && text[0] != '\0' ? g_strsplit(text, "\n", -1) : g_new0(char *, 1);
}

gint64
ink_rows_get_time(const InkRows *rows, int column)
{
    return ink_rows_is_null(rows, column) ? INK_TIME_NONE : ink_rows_get_int(rows, column);
}

GPtrArray *
ink_store_list(InkStore *store, const InkRowType *type, GError **error, const char *sql,
               const InkValue *values, gsize count)
{
    g_autoptr(InkRows) rows = ink_db_query(store->db, error, sql, values, count);
    if (rows == NULL)
        return NULL;
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(type->free);
    g_autoptr(GError) failure = NULL;
    while (ink_rows_next(rows, &failure))
        g_ptr_array_add(list, type->read(rows));
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return NULL;
    }
    return g_steal_pointer(&list);
}

/* NULL on error, NOT_FOUND among them. */
static InkRows *
find_row(InkStore *store, const InkRowType *type, gint64 id, GError **error, const char *sql)
{
    g_autoptr(InkRows) rows = ink_db_query(store->db, error, sql, INK_VALUES(ink_int(id)));
    gboolean is_found;
    if (rows == NULL || !ink_rows_find(rows, &is_found, error))
        return NULL;
    if (is_found)
        return g_steal_pointer(&rows);
    g_set_error(error, INK_ERROR, INK_ERROR_NOT_FOUND,
                "%s %" G_GINT64_FORMAT " finns inte; se \"inkom %s\"", type->name, id,
                type->command);
    return NULL;
}

gpointer
ink_store_get(InkStore *store, const InkRowType *type, gint64 id, GError **error, const char *sql)
{
    g_autoptr(InkRows) rows = find_row(store, type, id, error, sql);
    return rows != NULL ? type->read(rows) : NULL;
}

GBytes *
ink_store_get_bytes(InkStore *store, const InkRowType *type, gint64 id, GError **error,
                    const char *sql)
{
    g_autoptr(InkRows) rows = find_row(store, type, id, error, sql);
    return rows != NULL ? ink_rows_dup_bytes(rows, 0) : NULL;
}
