/* SPDX-License-Identifier: MIT
 *
 * SQLite. Statements are prepared once and kept by their text; one that is still running when it
 * is asked for again (a query inside a query) gets a second, short-lived copy.
 */
#include "inkom/db.h"

#include "inkom/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#define BUSY_TIMEOUT_MS 10000

/* The log is folded into the database after so many pages (16 MB): rarely enough that a batch of
 * mail is written once and not twice while it is being taken in, often enough to stay small.
 *
 * Each message is a savepoint, and the pages it changes are kept for undoing it: in memory, for in
 * a temporary file they were two thirds of all that was written. The cache holds a whole commit's
 * pages, or they are written twice. */
static const char settings[] = "PRAGMA journal_mode=WAL;"
                               "PRAGMA synchronous=FULL;"
                               "PRAGMA foreign_keys=ON;"
                               "PRAGMA trusted_schema=OFF;"
                               "PRAGMA wal_autocheckpoint=4000;"
                               "PRAGMA journal_size_limit=67108864;"
                               "PRAGMA temp_store=MEMORY;"
                               "PRAGMA cache_size=-20000;";

struct InkDb {
    sqlite3 *handle;
    char *file;
    GHashTable *statements; /* SQL -> sqlite3_stmt */
};

struct InkRows {
    InkDb *db;
    sqlite3_stmt *statement;
    gboolean is_own; /* not in the cache: finalised when freed */
};

static InkError
get_code(int result)
{
    switch (result & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
    case SQLITE_READONLY:
        return INK_ERROR_TEMPORARY;
    case SQLITE_CONSTRAINT:
        return result == SQLITE_CONSTRAINT_UNIQUE || result == SQLITE_CONSTRAINT_PRIMARYKEY
                   ? INK_ERROR_DUPLICATE
                   : INK_ERROR_INTERNAL;
    case SQLITE_CANTOPEN:
    case SQLITE_NOTADB:
    case SQLITE_AUTH:
        return INK_ERROR_BAD_CONFIG;
    default:
        return INK_ERROR_INTERNAL;
    }
}

static const char *
get_advice(int result)
{
    switch (result & 0xFF) {
    case SQLITE_FULL:
        return "disken är full; frigör plats, ingenting har gått förlorat";
    case SQLITE_IOERR:
        return "filen går inte att läsa eller skriva; se efter om disken är full eller trasig, "
               "ingenting har gått förlorat";
    case SQLITE_BUSY:
        return "databasen är upptagen av ett annat program; försök igen";
    case SQLITE_READONLY:
        return "databasen går inte att skriva i; se över rättigheterna";
    case SQLITE_NOTADB:
        return "filen är inte en SQLite-databas; se över store: i konfigurationen";
    case SQLITE_CANTOPEN:
        return "filen går inte att öppna; se över store: och mappens rättigheter";
    case SQLITE_CORRUPT:
        return "databasen är skadad; stoppa Inkom och återställ från säkerhetskopia";
    default:
        return "fel i databasen";
    }
}

static gboolean
fail(const InkDb *db, int result, GError **error)
{
    g_set_error(error, INK_ERROR, (int)get_code(result), "%s: %s (%s)", db->file,
                get_advice(result), sqlite3_errmsg(db->handle));
    return FALSE;
}

/* Created by us, so that its rights are right from the first byte. */
static gboolean
create_file(const char *file, GError **error)
{
    if (g_str_equal(file, ":memory:"))
        return TRUE;
    g_autofree char *folder = g_path_get_dirname(file);
    if (g_mkdir_with_parents(folder, 0700) == 0) {
        int fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (fd >= 0) {
            close(fd);
            return TRUE;
        }
    }
    g_set_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG,
                "%s: databasen går inte att öppna eller skapa: %s", file, g_strerror(errno));
    return FALSE;
}

static void
finalize(gpointer statement)
{
    sqlite3_finalize(statement);
}

InkDb *
ink_db_open(const char *file, GError **error)
{
    if (!create_file(file, error))
        return NULL;
    g_autoptr(InkDb) db = g_new0(InkDb, 1);
    db->file = g_strdup(file);
    db->statements = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, finalize);
    int result = sqlite3_open_v2(
        file, &db->handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    if (result != SQLITE_OK) {
        fail(db, result, error);
        return NULL;
    }
    sqlite3_extended_result_codes(db->handle, 1);
    sqlite3_busy_timeout(db->handle, BUSY_TIMEOUT_MS);
    if (!ink_db_run_script(db, settings, error))
        return NULL;
    return g_steal_pointer(&db);
}

void
ink_db_close(InkDb *db)
{
    if (db == NULL)
        return;
    g_hash_table_unref(db->statements);
    sqlite3_close(db->handle);
    g_free(db->file);
    g_free(db);
}

gboolean
ink_db_run_script(InkDb *db, const char *sql, GError **error)
{
    int result = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
    return result == SQLITE_OK || fail(db, result, error);
}

static sqlite3_stmt *
prepare(InkDb *db, const char *sql, gboolean *out_is_own, GError **error)
{
    sqlite3_stmt *statement = g_hash_table_lookup(db->statements, sql);
    *out_is_own = statement != NULL && sqlite3_stmt_busy(statement);
    if (statement != NULL && !*out_is_own)
        return statement;

    int result =
        sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
    if (result != SQLITE_OK) {
        fail(db, result, error);
        return NULL;
    }
    if (!*out_is_own)
        g_hash_table_insert(db->statements, (gpointer)sqlite3_sql(statement), statement);
    return statement;
}

static int
bind(sqlite3_stmt *statement, int index, const InkValue *value)
{
    switch (value->kind) {
    case INK_VALUE_INT:
        return sqlite3_bind_int64(statement, index, value->integer);
    case INK_VALUE_TEXT:
        return sqlite3_bind_text(statement, index, value->text, -1, SQLITE_STATIC);
    case INK_VALUE_BYTES:
    default: {
        if (value->bytes == NULL)
            return sqlite3_bind_null(statement, index);
        gsize size;
        gconstpointer data = g_bytes_get_data(value->bytes, &size);
        /* A NULL pointer would be stored as NULL; no bytes are still bytes. */
        return sqlite3_bind_blob64(statement, index, data != NULL ? data : "", size, SQLITE_STATIC);
    }
    }
}

InkRows *
ink_db_query(InkDb *db, GError **error, const char *sql, const InkValue *values, gsize count)
{
    gboolean is_own;
    sqlite3_stmt *statement = prepare(db, sql, &is_own, error);
    if (statement == NULL)
        return NULL;
    InkRows *rows = g_new0(InkRows, 1);
    rows->db = db;
    rows->statement = statement;
    rows->is_own = is_own;
    for (gsize i = 0; i < count; i++) {
        int result = bind(statement, (int)i + 1, &values[i]);
        if (result != SQLITE_OK) {
            fail(db, result, error);
            ink_rows_free(rows);
            return NULL;
        }
    }
    return rows;
}

gboolean
ink_rows_next(InkRows *rows, GError **error)
{
    int result = sqlite3_step(rows->statement);
    if (result == SQLITE_ROW)
        return TRUE;
    if (result != SQLITE_DONE)
        fail(rows->db, result, error);
    return FALSE;
}

gboolean
ink_rows_find(InkRows *rows, gboolean *out_is_found, GError **error)
{
    g_autoptr(GError) failure = NULL;
    gboolean is_found = ink_rows_next(rows, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return FALSE;
    }
    *out_is_found = is_found;
    return TRUE;
}

void
ink_rows_free(InkRows *rows)
{
    if (rows == NULL)
        return;
    if (rows->is_own) {
        sqlite3_finalize(rows->statement);
    } else {
        sqlite3_reset(rows->statement);
        sqlite3_clear_bindings(rows->statement);
    }
    g_free(rows);
}

gboolean
ink_db_run(InkDb *db, GError **error, const char *sql, const InkValue *values, gsize count)
{
    g_autoptr(InkRows) rows = ink_db_query(db, error, sql, values, count);
    if (rows == NULL)
        return FALSE;
    g_autoptr(GError) failure = NULL;
    while (ink_rows_next(rows, &failure))
        ;
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return FALSE;
    }
    return TRUE;
}

gint64
ink_db_get_changes(const InkDb *db)
{
    return sqlite3_changes64(db->handle);
}

gboolean
ink_rows_is_null(const InkRows *rows, int column)
{
    return sqlite3_column_type(rows->statement, column) == SQLITE_NULL;
}

gint64
ink_rows_get_int(const InkRows *rows, int column)
{
    return sqlite3_column_int64(rows->statement, column);
}

const char *
ink_rows_get_text(const InkRows *rows, int column)
{
    return (const char *)sqlite3_column_text(rows->statement, column);
}

char *
ink_rows_dup_text(const InkRows *rows, int column)
{
    return g_strdup(ink_rows_get_text(rows, column));
}

GBytes *
ink_rows_dup_bytes(const InkRows *rows, int column)
{
    const void *data = sqlite3_column_blob(rows->statement, column);
    return g_bytes_new(data, (gsize)sqlite3_column_bytes(rows->statement, column));
}

gboolean
ink_db_get_int(InkDb *db, GError **error, gint64 missing, gint64 *out, const char *sql,
               const InkValue *values, gsize count)
{
    g_autoptr(InkRows) rows = ink_db_query(db, error, sql, values, count);
    gboolean is_found;
    if (rows == NULL || !ink_rows_find(rows, &is_found, error))
        return FALSE;
    *out = is_found && !ink_rows_is_null(rows, 0) ? ink_rows_get_int(rows, 0) : missing;
    return TRUE;
}
