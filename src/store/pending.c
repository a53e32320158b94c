/* SPDX-License-Identifier: MIT
 *
 * Orders that wait. One that has ended stays so, whoever tries: a row ends in the transaction that
 * carries it out, and only if it was open.
 */
#include "inkom/pending.h"

#include "inkom/journal.h"
#include "store-private.h"

#define DAY_S (24 * 3600)

/* What the journal calls it when it happens. */
static const struct {
    const char *name, *swedish, *event;
} states[] = {
    [INK_PENDING_WAITING] = {"waiting", "väntar", "order väntar"},
    [INK_PENDING_CONFIRMING] = {"confirming", "väntar på bekräftelse", "order ska bekräftas"},
    [INK_PENDING_DONE] = {"done", "gjord", "order utförd"},
    [INK_PENDING_UNDONE] = {"undone", "ångrad", "order ångrad"},
    [INK_PENDING_REFUSED] = {"refused", "nekad", "order nekad"},
    [INK_PENDING_EXPIRED] = {"expired", "inte bekräftad i tid", "order inte bekräftad i tid"},
};

const char *
ink_pending_state_get_swedish(InkPendingState state)
{
    return states[state].swedish;
}

InkPendingOrder *
ink_pending_order_new(void)
{
    InkPendingOrder *order = g_new0(InkPendingOrder, 1);
    order->written_at = order->ended_at = INK_TIME_NONE;
    return order;
}

void
ink_pending_order_free(InkPendingOrder *order)
{
    if (order == NULL)
        return;
    g_free(order->kind);
    g_free(order->dnr);
    g_free(order->officer);
    g_free(order->what);
    g_free(order->text);
    g_free(order->nonce);
    g_free(order->ended_by);
    g_free(order);
}

char *
ink_pending_order_get_party(const InkPendingOrder *order)
{
    return g_strdup_printf("%s %s", order->officer, order->nonce);
}

/* A state that this program does not know is none that it acts upon. */
static InkPendingState
find_state(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(states); i++)
        if (g_str_equal(states[i].name, name))
            return (InkPendingState)i;
    return INK_PENDING_REFUSED;
}

static gpointer
read_order(const InkRows *rows)
{
    InkPendingOrder *order = ink_pending_order_new();
    order->id = ink_rows_get_int(rows, 0);
    order->kind = ink_rows_dup_text(rows, 1);
    order->case_id = ink_rows_get_int(rows, 2);
    order->dnr = ink_rows_dup_text(rows, 3);
    order->message = ink_rows_get_int(rows, 4);
    order->officer = ink_rows_dup_text(rows, 5);
    order->what = ink_rows_dup_text(rows, 6);
    order->text = ink_rows_dup_text(rows, 7);
    order->is_answered = ink_rows_get_int(rows, 8) != 0;
    order->state = find_state(ink_rows_get_text(rows, 9));
    order->nonce = ink_rows_dup_text(rows, 10);
    order->written_at = ink_rows_get_int(rows, 11);
    order->created_at = ink_rows_get_int(rows, 12);
    order->due_at = ink_rows_get_int(rows, 13);
    order->ended_at = ink_rows_get_time(rows, 14);
    order->ended_by = ink_rows_dup_text(rows, 15);
    return order;
}

static const InkRowType order_type = {
    .read = read_order,
    .free = (GDestroyNotify)ink_pending_order_free,
};

#define SELECT_ORDERS                                                                              \
    "SELECT o.id, o.kind, o.case_id, c.dnr, o.message, o.officer, o.what, o.text,"                 \
    " o.is_answered, o.state, o.nonce, o.written_at, o.created_at, o.due_at, o.ended_at,"          \
    " o.ended_by FROM orders o LEFT JOIN cases c ON c.id = o.case_id"

gboolean
ink_store_find_pending(InkStore *store, gint64 id, InkPendingOrder **out_order, GError **error)
{
    g_autoptr(GPtrArray) rows = ink_store_list(
        store, &order_type, error, SELECT_ORDERS " WHERE o.id = $1", INK_VALUES(ink_int(id)));
    if (rows == NULL)
        return FALSE;
    *out_order = rows->len > 0 ? g_ptr_array_steal_index(rows, 0) : NULL;
    return TRUE;
}

GPtrArray *
ink_store_list_pending_due(InkStore *store, gint64 before, GError **error)
{
    return ink_store_list(store, &order_type, error,
                          SELECT_ORDERS " WHERE o.ended_at IS NULL AND o.due_at < $1"
                                        " ORDER BY o.due_at, o.id",
                          INK_VALUES(ink_int(before)));
}

GPtrArray *
ink_store_list_pending_in_case(InkStore *store, gint64 case_id, GError **error)
{
    return ink_store_list(store, &order_type, error,
                          SELECT_ORDERS " WHERE o.ended_at IS NULL AND o.case_id = $1"
                                        " ORDER BY o.id",
                          INK_VALUES(ink_int(case_id)));
}

gboolean
ink_store_count_asked(InkStore *store, const char *officer, gint64 *out_open, gint64 *out_day,
                      GError **error)
{
    gint64 now = ink_clock_now(store->clock), open;
    if (!ink_db_get_int(store->db, error, 0, &open,
                        "SELECT COUNT(*) FROM orders WHERE officer = $1 AND nonce IS NOT NULL"
                        " AND ended_at IS NULL AND due_at >= $2",
                        INK_VALUES(ink_text(officer), ink_int(now))) ||
        !ink_db_get_int(store->db, error, 0, out_day,
                        "SELECT COUNT(*) FROM orders WHERE officer = $1 AND nonce IS NOT NULL"
                        " AND created_at > $2",
                        INK_VALUES(ink_text(officer), ink_int(now - DAY_S))))
        return FALSE;
    *out_open = open;
    return TRUE;
}

gboolean
ink_txn_add_pending(InkTxn *txn, InkPendingOrder *order, GError **error)
{
    order->created_at = ink_clock_now(txn->store->clock);
    order->state = order->nonce != NULL ? INK_PENDING_CONFIRMING : INK_PENDING_WAITING;
    return ink_db_get_int(
               txn->store->db, error, 0, &order->id,
               "INSERT INTO orders (kind, case_id, message, officer, what, text, is_answered,"
               " state, nonce, written_at, created_at, due_at)"
               " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id",
               INK_VALUES(ink_text(order->kind), ink_ref(order->case_id), ink_ref(order->message),
                          ink_text(order->officer), ink_text(order->what), ink_text(order->text),
                          ink_int(order->is_answered), ink_text(states[order->state].name),
                          ink_text(order->nonce), ink_int(order->written_at),
                          ink_int(order->created_at), ink_int(order->due_at))) &&
           ink_txn_add_journal(txn, states[order->state].event, order->case_id, order->message,
                               NULL, order->text, error);
}

gboolean
ink_txn_end_pending(InkTxn *txn, const InkPendingOrder *order, InkPendingState state,
                    const char *by, gboolean *out_is_ours, GError **error)
{
    if (!ink_db_run(txn->store->db, error,
                    "UPDATE orders SET state = $1, ended_at = $2, ended_by = $3"
                    " WHERE id = $4 AND ended_at IS NULL",
                    INK_VALUES(ink_text(states[state].name),
                               ink_int(ink_clock_now(txn->store->clock)), ink_text(by),
                               ink_int(order->id))))
        return FALSE;
    *out_is_ours = ink_db_get_changes(txn->store->db) == 1;
    return !*out_is_ours || ink_txn_add_journal(txn, states[state].event, order->case_id,
                                                order->message, order->text, by, error);
}
