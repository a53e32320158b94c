/* SPDX-License-Identifier: MIT
 *
 * The ledger: one row for every message ever seen, its original bytes, and what became of it.
 */
#pragma once

#include "inkom/store.h"

#define INK_REPLY_WAITING "waiting" /* goes when an officer is named */

typedef struct {
    gint64 id;
    char *mailbox;
    guint32 uidvalidity;
    char *uid;
    char *message_id; /* without <>; NULL if none */
    char *sha256;
    gint64 size;
    gint64 seen_at, arrived_at;
    char *arrived_by;
    char *sender, *subject; /* as read from the header, one line each; sender NULL if none */
    char *outcome;          /* disposition's name */
    gint64 case_id, record; /* 0 = none */
    char *reply; /* "receipt" = queued or sent, "waiting" for an officer, "owed", "none" */
    char *reply_reason, *reason, *trace;
    /* Of the case; filled in when listed, NULL without a case. */
    char *dnr, *unit, *type, *due;
} InkLedgerRow;

InkLedgerRow *ink_ledger_row_new(void);
void ink_ledger_row_free(InkLedgerRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkLedgerRow, ink_ledger_row_free)

/* 0 = not seen. */
gboolean ink_store_find_seen(InkStore *store, const char *mailbox, guint32 uidvalidity,
                             const char *uid, gint64 *out_id, GError **error);
/* The first message with these bytes, and so large in all (of one over the limit only the header is
 * hashed); *out_id 0 = none. */
gboolean ink_store_find_same(InkStore *store, const char *sha256, gint64 size, gint64 *out_id,
                             gint64 *out_case_id, GError **error);
/* A row of this mailbox with these bytes but another UIDVALIDITY: the server has numbered its
 * messages anew; 0 = none. */
gboolean ink_store_find_renumbered(InkStore *store, const char *mailbox, guint32 uidvalidity,
                                   const char *sha256, gint64 size, gint64 *out_id, GError **error);

/* Messages with this Message-ID, oldest first, at most ten. */
GPtrArray *ink_store_list_by_message_id(InkStore *store, const char *message_id,
                                        GError **error); /* InkLedgerRow */

typedef struct {
    const char *outcome, *mailbox; /* NULL = any */
    gint64 case_id;                /* 0 = any */
    gint64 limit;                  /* 0 = all; else the newest */
} InkLedgerFilter;

GPtrArray *ink_store_list_messages(InkStore *store, const InkLedgerFilter *filter,
                                   GError **error); /* InkLedgerRow, oldest first */
/* NOT_FOUND if there is none. */
InkLedgerRow *ink_store_get_message(InkStore *store, gint64 id, GError **error);
GBytes *ink_store_get_original(InkStore *store, gint64 id, GError **error);

/* bytes NULL: the same as those of row same_as (a duplicate). Fills in row->id. */
gboolean ink_txn_add_message(InkTxn *txn, InkLedgerRow *row, GBytes *bytes, gint64 same_as,
                             GError **error);
/* What is read in it: row's message_id, sender and subject, and attachments (InkAttachment) in
 * place of those that were known. For a message that could not be read when it came in, and now
 * can. */
gboolean ink_txn_set_contents(InkTxn *txn, gint64 id, const InkLedgerRow *row,
                              const GPtrArray *attachments, GError **error);
/* What became of it, once that is known or when a person has decided. */
gboolean ink_txn_set_outcome(InkTxn *txn, gint64 id, const char *outcome, gint64 case_id,
                             gint64 record, const char *reason, GError **error);
/* The ledger speaks of the receipt for the message's own case: for a case that was split from it
 * nothing is written. */
gboolean ink_txn_set_reply(InkTxn *txn, gint64 id, gint64 case_id, const char *reply,
                           const char *reason, GError **error);
gboolean ink_txn_renumber(InkTxn *txn, gint64 id, guint32 uidvalidity, const char *uid,
                          GError **error);

/* How far the mailbox is done: every UID up to this one is in the ledger. 0 for a new UIDVALIDITY.
 */
gboolean ink_store_get_highest_uid(InkStore *store, const char *mailbox, guint32 uidvalidity,
                                   guint32 *out_uid, GError **error);
gboolean ink_txn_set_highest_uid(InkTxn *txn, const char *mailbox, guint32 uidvalidity, guint32 uid,
                                 GError **error);
