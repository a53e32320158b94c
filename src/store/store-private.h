/* SPDX-License-Identifier: MIT
 *
 * For the files of this folder.
 */
#pragma once

#include "inkom/case.h"
#include "inkom/db.h"
#include "inkom/store.h"

struct InkStore {
    InkDb *db;
    const InkClock *clock;
    GBytes *key;
    gboolean is_veiled;
};

/* The veil of a store that has one: put on, and lifted; inside a transaction (veil.c). */
gboolean ink_store_cover(InkStore *store, GError **error);
gboolean ink_store_uncover(InkStore *store, GError **error);

struct InkTxn {
    InkStore *store;
    char *who;
    gboolean is_over;
    char *journal_hash;     /* of the last journal row; NULL until read */
    GPtrArray *part_hashes; /* char *: the same at the start of each part that may be undone */
};

/* NULL-terminated list <-> one column, a value on each line. */
char *ink_store_join(char *const *values);
char **ink_store_split(const char *text);

/* 0 as NULL: a reference to no row. */
#define ink_ref(id) ((id) != 0 ? ink_int(id) : ink_text(NULL))
/* INK_TIME_NONE as NULL. */
#define ink_time(at) ((at) != INK_TIME_NONE ? ink_int(at) : ink_text(NULL))
gint64 ink_rows_get_time(const InkRows *rows, int column);

/* What the rows of a table become. */
typedef struct {
    gpointer (*read)(const InkRows *rows); /* the columns of the type's own SELECT */
    GDestroyNotify free;
    const char *name, *command; /* "brev", "outbox list": for rows that are asked for by number */
} InkRowType;

GPtrArray *ink_store_list(InkStore *store, const InkRowType *type, GError **error, const char *sql,
                          const InkValue *values, gsize count);
/* The row with the number that sql takes as $1; NOT_FOUND if there is none. */
gpointer ink_store_get(InkStore *store, const InkRowType *type, gint64 id, GError **error,
                       const char *sql);
/* The same for a single column of bytes. */
GBytes *ink_store_get_bytes(InkStore *store, const InkRowType *type, gint64 id, GError **error,
                            const char *sql);

/* The case, unless it is cancelled: REFUSED. */
InkCase *ink_txn_get_living_case(InkTxn *txn, gint64 case_id, GError **error);
/* "value (why)" for the journal; why may be NULL. */
char *ink_journal_with_reason(const char *value, const char *why);
