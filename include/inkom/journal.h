/* SPDX-License-Identifier: MIT
 *
 * Every change, append-only: who, when, what, before, after. Each row carries
 * SHA-256(hash of the row before, and its own fields), so that a changed or missing row shows.
 */
#pragma once

#include "inkom/store.h"

typedef struct {
    gint64 id, at;
    char *who, *what, *before, *after;
} InkJournalRow;

void ink_journal_row_free(InkJournalRow *row);

/* what: "ärende registrerat", "typ ändrad" …; case_id and message 0 = none; before and after may
 * be NULL. */
gboolean ink_txn_add_journal(InkTxn *txn, const char *what, gint64 case_id, gint64 message,
                             const char *before, const char *after, GError **error);

GPtrArray *ink_store_list_journal(InkStore *store, gint64 case_id,
                                  GError **error); /* InkJournalRow, oldest first */
/* What is said of a message of the ledger, with or without a case; the same. */
GPtrArray *ink_store_list_message_journal(InkStore *store, gint64 message, GError **error);

/* Reads the whole chain. TRUE: sound, *out_rows rows. FALSE with INTERNAL naming the first row that
 * does not fit. */
gboolean ink_store_check_journal(InkStore *store, gint64 *out_rows, GError **error);
