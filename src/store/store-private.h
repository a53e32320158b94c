/* SPDX-License-Identifier: MIT
 *
 * For the files of this folder.
 */
#pragma once

#include "inkom/db.h"
#include "inkom/store.h"

struct InkStore {
    InkDb *db;
    const InkClock *clock;
    GBytes *key;
};

struct InkTxn {
    InkStore *store;
    char *who;
    gboolean is_over;
    char *journal_hash;      /* of the last journal row; NULL until read */
    char *part_journal_hash; /* the same at the start of the part that may be undone */
};

/* NULL-terminated list <-> one column, a value on each line. */
char *ink_store_join(char *const *values);
char **ink_store_split(const char *text);

/* 0 as NULL: a reference to no row. */
#define ink_ref(id) ((id) != 0 ? ink_int(id) : ink_text(NULL))
/* INK_TIME_NONE as NULL. */
#define ink_time(at) ((at) != INK_TIME_NONE ? ink_int(at) : ink_text(NULL))
gint64 ink_rows_get_time(const InkRows *rows, int column);

/* Reads every row with read_row into a new array. */
typedef gpointer (*InkReadRow)(const InkRows *rows);
GPtrArray *ink_store_list(InkStore *store, GDestroyNotify free_row, InkReadRow read_row,
                          GError **error, const char *sql, const InkValue *values, gsize count);
