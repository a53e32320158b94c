/* SPDX-License-Identifier: MIT
 *
 * The review list: everything that waits for a person, receipts owed among them.
 */
#pragma once

#include "inkom/store.h"

typedef struct {
    gint64 id, message, case_id; /* 0 = none */
    char *dnr;                   /* of the case; NULL without one */
    char *kind, *reason;         /* as InkReviewNote */
    char *sender, *subject;      /* of the message; NULL without one */
    gint64 created_at;
    gint64 resolved_at; /* INK_TIME_NONE: still waits */
    char *resolved_by, *resolution;
} InkReviewRow;

void ink_review_row_free(InkReviewRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkReviewRow, ink_review_row_free)

GPtrArray *ink_store_list_reviews(InkStore *store, gboolean and_resolved,
                                  GError **error); /* InkReviewRow, oldest first */
/* REFUSED if it is resolved already. */
InkReviewRow *ink_store_get_waiting_review(InkStore *store, gint64 id, GError **error);

gboolean ink_txn_add_review(InkTxn *txn, gint64 message, gint64 case_id, const char *kind,
                            const char *reason, GError **error);
/* REFUSED if it is resolved already. A debt that is resolved is owed no more. */
gboolean ink_txn_resolve_review(InkTxn *txn, gint64 id, const char *resolution, GError **error);

/* A debt is a row of kind "receipt" that waits: this case owes a receipt for this message. After a
 * split a message has one debt for each of its cases. */
gboolean ink_txn_add_debt(InkTxn *txn, gint64 message, gint64 case_id, const char *reason,
                          GError **error);
/* REFUSED unless the row is a debt. */
InkReviewRow *ink_store_get_debt(InkStore *store, gint64 id, GError **error);
