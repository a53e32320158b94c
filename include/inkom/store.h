/* SPDX-License-Identifier: MIT
 *
 * The register's database and its transactions. What changes the world takes an InkTxn, what only
 * looks takes an InkStore: the types show which is which.
 */
#pragma once

#include "inkom/clock.h"

typedef struct InkStore InkStore; /* one thread at a time */
typedef struct InkTxn InkTxn;

/* Opens or creates, and brings the schema up to date. BAD_CONFIG if the database is newer than the
 * program. clock is borrowed and must outlive the store. */
#define INK_STORE_IN_MEMORY ":memory:" /* for a look that must leave nothing behind */
InkStore *ink_store_open(const char *file, const InkClock *clock, GError **error);
void ink_store_close(InkStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkStore, ink_store_close)

/* From now on nothing is read from it, outside a transaction, that a letter may not say: of secret
 * cases hardly more than the number, of what is in no case hardly more than that it is there. */
gboolean ink_store_veil(InkStore *store, GError **error);

const InkClock *ink_store_get_clock(const InkStore *store);
/* The key that signs now; made at the first use. */
GBytes *ink_store_get_key(InkStore *store, GError **error);

/* One writer at a time; waits for another one. who stands in the journal: "inkom", or a person. */
InkTxn *ink_store_begin(InkStore *store, const char *who, GError **error);
/* Everything or nothing. The transaction is over either way. */
gboolean ink_txn_commit(InkTxn *txn, GError **error);
/* Undoes everything unless committed; NULL is nothing. */
void ink_txn_free(InkTxn *txn);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkTxn, ink_txn_free)

InkStore *ink_txn_get_store(const InkTxn *txn);

/* A part of the transaction that can be undone alone: one message of a batch, the orders in it.
 * Parts may stand in each other; what is done to the innermost is said first. */
gboolean ink_txn_begin_part(InkTxn *txn, GError **error);
gboolean ink_txn_keep_part(InkTxn *txn, GError **error);
gboolean ink_txn_undo_part(InkTxn *txn, GError **error);
