/* SPDX-License-Identifier: MIT
 *
 * The review list.
 */
#include "inkom/review.h"

#include "inkom/error.h"
#include "inkom/journal.h"
#include "inkom/ledger.h"
#include "store-private.h"

void
ink_review_row_free(InkReviewRow *row)
{
    if (row == NULL)
        return;
    g_free(row->dnr);
    g_free(row->kind);
    g_free(row->reason);
    g_free(row->sender);
    g_free(row->subject);
    g_free(row->resolved_by);
    g_free(row->resolution);
    g_free(row);
}

#define SELECT_REVIEWS                                                                             \
    "SELECT r.id, r.message, r.case_id, c.dnr, r.kind, r.reason, m.sender, m.subject,"             \
    " r.created_at, r.resolved_at, r.resolved_by, r.resolution FROM reviews r"                     \
    " LEFT JOIN cases c ON c.id = r.case_id LEFT JOIN messages m ON m.id = r.message"

static gpointer
read_row(const InkRows *rows)
{
    InkReviewRow *row = g_new0(InkReviewRow, 1);
    row->id = ink_rows_get_int(rows, 0);
    row->message = ink_rows_get_int(rows, 1);
    row->case_id = ink_rows_get_int(rows, 2);
    row->dnr = ink_rows_dup_text(rows, 3);
    row->kind = ink_rows_dup_text(rows, 4);
    row->reason = ink_rows_dup_text(rows, 5);
    row->sender = ink_rows_dup_text(rows, 6);
    row->subject = ink_rows_dup_text(rows, 7);
    row->created_at = ink_rows_get_int(rows, 8);
    row->resolved_at = ink_rows_get_time(rows, 9);
    row->resolved_by = ink_rows_dup_text(rows, 10);
    row->resolution = ink_rows_dup_text(rows, 11);
    return row;
}

static const InkRowType review_type = {
    .read = read_row,
    .free = (GDestroyNotify)ink_review_row_free,
    .name = "granskning",
    .command = "review list",
};

static gboolean
is_debt(const InkReviewRow *row)
{
    return g_str_equal(row->kind, "receipt") && row->message != 0 && row->case_id != 0;
}

GPtrArray *
ink_store_list_reviews(InkStore *store, gboolean and_resolved, GError **error)
{
    const char *sql = and_resolved ? SELECT_REVIEWS " ORDER BY r.created_at, r.id"
                                   : SELECT_REVIEWS
                          " WHERE r.resolved_at IS NULL ORDER BY r.created_at, r.id";
    return ink_store_list(store, &review_type, error, sql, INK_NO_VALUES);
}

InkReviewRow *
ink_store_get_waiting_review(InkStore *store, gint64 id, GError **error)
{
    g_autoptr(InkReviewRow) row =
        ink_store_get(store, &review_type, id, error, SELECT_REVIEWS " WHERE r.id = $1");
    if (row == NULL || row->resolved_at == INK_TIME_NONE)
        return g_steal_pointer(&row);
    g_set_error(error, INK_ERROR, INK_ERROR_REFUSED,
                "granskning %" G_GINT64_FORMAT " är redan avgjord: %s", id, row->resolution);
    return NULL;
}

gboolean
ink_txn_add_review(InkTxn *txn, gint64 message, gint64 case_id, const char *kind,
                   const char *reason, GError **error)
{
    return ink_db_run(txn->store->db, error,
                      "INSERT INTO reviews (message, case_id, kind, reason, created_at)"
                      " VALUES ($1, $2, $3, $4, $5)",
                      INK_VALUES(ink_ref(message), ink_ref(case_id), ink_text(kind),
                                 ink_text(reason), ink_int(ink_clock_now(txn->store->clock))));
}

/* What the ledger says is owed in the message's own case, unless it is owed there once more: two
 * cases that both owed a receipt for it may have been merged. */
static gboolean
settle_debt(InkTxn *txn, const InkReviewRow *row, const char *resolution, GError **error)
{
    return ink_db_run(
        txn->store->db, error,
        "UPDATE messages SET reply = 'none', reply_reason = $1"
        " WHERE id = $2 AND case_id = $3 AND reply = 'owed'"
        " AND NOT EXISTS (SELECT 1 FROM reviews WHERE message = $2 AND case_id = $3"
        " AND kind = 'receipt' AND resolved_at IS NULL)",
        INK_VALUES(ink_text(resolution), ink_int(row->message), ink_int(row->case_id)));
}

gboolean
ink_txn_resolve_review(InkTxn *txn, gint64 id, const char *resolution, GError **error)
{
    g_autoptr(InkReviewRow) row = ink_store_get_waiting_review(txn->store, id, error);
    return row != NULL &&
           ink_db_run(txn->store->db, error,
                      "UPDATE reviews SET resolved_at = $1, resolved_by = $2, resolution = $3"
                      " WHERE id = $4",
                      INK_VALUES(ink_int(ink_clock_now(txn->store->clock)), ink_text(txn->who),
                                 ink_text(resolution), ink_int(id))) &&
           (!is_debt(row) || settle_debt(txn, row, resolution, error)) &&
           ink_txn_add_journal(txn, "granskning avgjord", row->case_id, row->message, row->reason,
                               resolution, error);
}

gboolean
ink_txn_add_debt(InkTxn *txn, gint64 message, gint64 case_id, const char *reason, GError **error)
{
    return ink_txn_set_reply(txn, message, case_id, "owed", reason, error) &&
           ink_txn_add_review(txn, message, case_id, "receipt", reason, error);
}

InkReviewRow *
ink_store_get_debt(InkStore *store, gint64 id, GError **error)
{
    g_autoptr(InkReviewRow) row = ink_store_get_waiting_review(store, id, error);
    if (row == NULL || is_debt(row))
        return g_steal_pointer(&row);
    g_set_error(error, INK_ERROR, INK_ERROR_REFUSED,
                "granskning %" G_GINT64_FORMAT " gäller ingen bekräftelse som väntar", id);
    return NULL;
}
