/* SPDX-License-Identifier: MIT
 *
 * A database that knows statements and nothing of cases: the only folder with sqlite3.h.
 *
 * SQL is the common subset of SQLite and PostgreSQL: $1, $2 … in ascending order, times as integer
 * UTC seconds, BYTEA for bytes. Durable: WAL, synchronous=FULL, foreign keys on.
 * Errors: TEMPORARY (busy, disk full, I/O), DUPLICATE (a unique key), BAD_CONFIG (cannot open),
 * INTERNAL (everything else).
 */
#pragma once

#include <glib.h>

typedef struct InkDb InkDb;     /* one connection; one thread at a time */
typedef struct InkRows InkRows; /* a running query */

/* file is created where missing, its folder too, readable by its owner only. */
InkDb *ink_db_open(const char *file, GError **error);
void ink_db_close(InkDb *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkDb, ink_db_close)

typedef struct {
    enum { INK_VALUE_INT, INK_VALUE_TEXT, INK_VALUE_BYTES } kind;
    union {
        gint64 integer;
        const char *text;
        GBytes *bytes;
    };
} InkValue;

static inline InkValue
ink_int(gint64 integer)
{
    return (InkValue){.kind = INK_VALUE_INT, .integer = integer};
}

/* NULL becomes NULL. Borrowed until the call returns (run) or the rows are freed (query). */
static inline InkValue
ink_text(const char *text)
{
    return (InkValue){.kind = INK_VALUE_TEXT, .text = text};
}

static inline InkValue
ink_bytes(GBytes *bytes)
{
    return (InkValue){.kind = INK_VALUE_BYTES, .bytes = bytes};
}

/* The values of $1, $2 …: ink_db_run(db, error, "… $1, $2", INK_VALUES(ink_int(1), ink_text("a")))
 */
#define INK_VALUES(...)                                                                            \
    ((const InkValue[]){__VA_ARGS__}), G_N_ELEMENTS(((const InkValue[]){__VA_ARGS__}))
#define INK_NO_VALUES NULL, 0

/* Prepared once for each text of SQL and kept. */
gboolean ink_db_run(InkDb *db, GError **error, const char *sql, const InkValue *values,
                    gsize count);
InkRows *ink_db_query(InkDb *db, GError **error, const char *sql, const InkValue *values,
                      gsize count);
/* Several statements, no values (schema files). */
gboolean ink_db_run_script(InkDb *db, const char *sql, GError **error);
gint64 ink_db_get_changes(const InkDb *db); /* rows that the last run changed */

/* TRUE: a row is ready. FALSE: no more, or *error is set. */
gboolean ink_rows_next(InkRows *rows, GError **error);
/* For a query that gives one row or none. FALSE on error only. */
gboolean ink_rows_find(InkRows *rows, gboolean *out_is_found, GError **error);
void ink_rows_free(InkRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkRows, ink_rows_free)

gboolean ink_rows_is_null(const InkRows *rows, int column); /* columns count from 0 */
gint64 ink_rows_get_int(const InkRows *rows, int column);
const char *ink_rows_get_text(const InkRows *rows, int column); /* until the next row */
char *ink_rows_dup_text(const InkRows *rows, int column);
GBytes *ink_rows_dup_bytes(const InkRows *rows, int column);

/* The first column of the first row; missing if there is none. FALSE on error only. */
gboolean ink_db_get_int(InkDb *db, GError **error, gint64 missing, gint64 *out, const char *sql,
                        const InkValue *values, gsize count);
