/* SPDX-License-Identifier: MIT
 *
 * The ledger of messages, and their original bytes.
 */
#include "inkom/ledger.h"

#include "inkom/register.h"
#include "store-private.h"

InkLedgerRow *
ink_ledger_row_new(void)
{
    return g_new0(InkLedgerRow, 1);
}

void
ink_ledger_row_free(InkLedgerRow *row)
{
    if (row == NULL)
        return;
    g_free(row->mailbox);
    g_free(row->uid);
    g_free(row->message_id);
    g_free(row->sha256);
    g_free(row->arrived_by);
    g_free(row->sender);
    g_free(row->subject);
    g_free(row->outcome);
    g_free(row->reply);
    g_free(row->reply_reason);
    g_free(row->reason);
    g_free(row->trace);
    g_free(row->dnr);
    g_free(row->unit);
    g_free(row->type);
    g_free(row->due);
    g_free(row);
}

#define SELECT_MESSAGES                                                                            \
    "SELECT m.id, m.mailbox, m.uidvalidity, m.uid, m.message_id, m.sha256, m.size, m.seen_at,"     \
    " m.arrived_at, m.arrived_by, m.sender, m.subject, m.outcome, m.case_id, m.record, m.reply,"   \
    " m.reply_reason, m.reason, m.trace, c.dnr, c.unit, c.type, c.due"                             \
    " FROM messages m LEFT JOIN cases c ON c.id = m.case_id"

static gpointer
read_row(const InkRows *rows)
{
    InkLedgerRow *row = ink_ledger_row_new();
    row->id = ink_rows_get_int(rows, 0);
    row->mailbox = ink_rows_dup_text(rows, 1);
    row->uidvalidity = (guint32)ink_rows_get_int(rows, 2);
    row->uid = ink_rows_dup_text(rows, 3);
    row->message_id = ink_rows_dup_text(rows, 4);
    row->sha256 = ink_rows_dup_text(rows, 5);
    row->size = ink_rows_get_int(rows, 6);
    row->seen_at = ink_rows_get_int(rows, 7);
    row->arrived_at = ink_rows_get_int(rows, 8);
    row->arrived_by = ink_rows_dup_text(rows, 9);
    row->sender = ink_rows_dup_text(rows, 10);
    row->subject = ink_rows_dup_text(rows, 11);
    row->outcome = ink_rows_dup_text(rows, 12);
    row->case_id = ink_rows_get_int(rows, 13);
    row->record = ink_rows_get_int(rows, 14);
    row->reply = ink_rows_dup_text(rows, 15);
    row->reply_reason = ink_rows_dup_text(rows, 16);
    row->reason = ink_rows_dup_text(rows, 17);
    row->trace = ink_rows_dup_text(rows, 18);
    row->dnr = ink_rows_dup_text(rows, 19);
    row->unit = ink_rows_dup_text(rows, 20);
    row->type = ink_rows_dup_text(rows, 21);
    row->due = ink_rows_dup_text(rows, 22);
    return row;
}

static const InkRowType message_type = {
    .read = read_row,
    .free = (GDestroyNotify)ink_ledger_row_free,
    .name = "meddelande",
    .command = "mail list",
};

gboolean
ink_store_find_seen(InkStore *store, const char *mailbox, guint32 uidvalidity, const char *uid,
                    gint64 *out_id, GError **error)
{
    return ink_db_get_int(store->db, error, 0, out_id,
                          "SELECT id FROM messages"
                          " WHERE mailbox = $1 AND uidvalidity = $2 AND uid = $3",
                          INK_VALUES(ink_text(mailbox), ink_int(uidvalidity), ink_text(uid)));
}

gboolean
ink_store_find_same(InkStore *store, const char *sha256, gint64 size, gint64 *out_id,
                    gint64 *out_case_id, GError **error)
{
    g_autoptr(InkRows) rows = ink_db_query(store->db, error,
                                           "SELECT id, case_id FROM messages"
                                           " WHERE sha256 = $1 AND size = $2 ORDER BY id LIMIT 1",
                                           INK_VALUES(ink_text(sha256), ink_int(size)));
    gboolean is_found;
    if (rows == NULL || !ink_rows_find(rows, &is_found, error))
        return FALSE;
    *out_id = is_found ? ink_rows_get_int(rows, 0) : 0;
    *out_case_id = is_found ? ink_rows_get_int(rows, 1) : 0;
    return TRUE;
}

gboolean
ink_store_find_renumbered(InkStore *store, const char *mailbox, guint32 uidvalidity,
                          const char *sha256, gint64 size, gint64 *out_id, GError **error)
{
    return ink_db_get_int(
        store->db, error, 0, out_id,
        "SELECT id FROM messages WHERE mailbox = $1 AND uidvalidity <> $2"
        " AND sha256 = $3 AND size = $4 ORDER BY id LIMIT 1",
        INK_VALUES(ink_text(mailbox), ink_int(uidvalidity), ink_text(sha256), ink_int(size)));
}

GPtrArray *
ink_store_list_by_message_id(InkStore *store, const char *message_id, GError **error)
{
    return ink_store_list(store, &message_type, error,
                          SELECT_MESSAGES " WHERE m.message_id = $1 ORDER BY m.id LIMIT 10",
                          INK_VALUES(ink_text(message_id)));
}

GPtrArray *
ink_store_list_messages(InkStore *store, const InkLedgerFilter *filter, GError **error)
{
    return ink_store_list(
        store, &message_type, error,
        "SELECT * FROM (" SELECT_MESSAGES
        " WHERE ($1 IS NULL OR m.outcome = $1) AND ($2 IS NULL OR m.mailbox = $2)"
        " AND ($3 IS NULL OR m.case_id = $3) ORDER BY m.id DESC LIMIT $4) AS newest ORDER BY 1",
        INK_VALUES(ink_text(filter->outcome), ink_text(filter->mailbox), ink_ref(filter->case_id),
                   ink_int(filter->limit > 0 ? filter->limit : G_MAXINT64)));
}

InkLedgerRow *
ink_store_get_message(InkStore *store, gint64 id, GError **error)
{
    return ink_store_get(store, &message_type, id, error, SELECT_MESSAGES " WHERE m.id = $1");
}

GBytes *
ink_store_get_original(InkStore *store, gint64 id, GError **error)
{
    return ink_store_get_bytes(store, &message_type, id, error,
                               "SELECT o.bytes FROM originals o JOIN messages m"
                               " ON o.id = COALESCE(m.same_as, m.id) WHERE m.id = $1");
}

gboolean
ink_txn_add_message(InkTxn *txn, InkLedgerRow *row, GBytes *bytes, gint64 same_as, GError **error)
{
    if (!ink_db_get_int(
            txn->store->db, error, 0, &row->id,
            "INSERT INTO messages (mailbox, uidvalidity, uid, message_id, sha256, size, same_as,"
            " seen_at, arrived_at, arrived_by, sender, subject, outcome, case_id, record, reply,"
            " reply_reason, reason, trace)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8,"
            " $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) RETURNING id",
            INK_VALUES(ink_text(row->mailbox), ink_int(row->uidvalidity), ink_text(row->uid),
                       ink_text(row->message_id), ink_text(row->sha256), ink_int(row->size),
                       ink_ref(same_as), ink_int(row->seen_at), ink_int(row->arrived_at),
                       ink_text(row->arrived_by), ink_text(row->sender), ink_text(row->subject),
                       ink_text(row->outcome), ink_ref(row->case_id), ink_ref(row->record),
                       ink_text(row->reply), ink_text(row->reply_reason), ink_text(row->reason),
                       ink_text(row->trace))))
        return FALSE;
    return bytes == NULL ||
           ink_db_run(txn->store->db, error, "INSERT INTO originals (id, bytes) VALUES ($1, $2)",
                      INK_VALUES(ink_int(row->id), ink_bytes(bytes)));
}

gboolean
ink_txn_set_contents(InkTxn *txn, gint64 id, const InkLedgerRow *row, const GPtrArray *attachments,
                     GError **error)
{
    return ink_db_run(txn->store->db, error,
                      "UPDATE messages SET message_id = $1, sender = $2, subject = $3"
                      " WHERE id = $4",
                      INK_VALUES(ink_text(row->message_id), ink_text(row->sender),
                                 ink_text(row->subject), ink_int(id))) &&
           ink_db_run(txn->store->db, error, "DELETE FROM attachments WHERE message = $1",
                      INK_VALUES(ink_int(id))) &&
           ink_txn_add_attachments(txn, id, attachments, error);
}

gboolean
ink_txn_set_outcome(InkTxn *txn, gint64 id, const char *outcome, gint64 case_id, gint64 record,
                    const char *reason, GError **error)
{
    return ink_db_run(txn->store->db, error,
                      "UPDATE messages SET outcome = $1, case_id = $2, record = $3, reason = $4"
                      " WHERE id = $5",
                      INK_VALUES(ink_text(outcome), ink_ref(case_id), ink_ref(record),
                                 ink_text(reason), ink_int(id)));
}

gboolean
ink_txn_set_reply(InkTxn *txn, gint64 id, gint64 case_id, const char *reply, const char *reason,
                  GError **error)
{
    return ink_db_run(
        txn->store->db, error,
        "UPDATE messages SET reply = $1, reply_reason = $2 WHERE id = $3 AND case_id = $4",
        INK_VALUES(ink_text(reply), ink_text(reason), ink_int(id), ink_int(case_id)));
}

gboolean
ink_txn_renumber(InkTxn *txn, gint64 id, guint32 uidvalidity, const char *uid, GError **error)
{
    return ink_db_run(txn->store->db, error,
                      "UPDATE messages SET uidvalidity = $1, uid = $2 WHERE id = $3",
                      INK_VALUES(ink_int(uidvalidity), ink_text(uid), ink_int(id)));
}

gboolean
ink_store_get_highest_uid(InkStore *store, const char *mailbox, guint32 uidvalidity,
                          guint32 *out_uid, GError **error)
{
    gint64 uid;
    if (!ink_db_get_int(store->db, error, 0, &uid,
                        "SELECT highest_uid FROM mailboxes WHERE name = $1 AND uidvalidity = $2",
                        INK_VALUES(ink_text(mailbox), ink_int(uidvalidity))))
        return FALSE;
    *out_uid = (guint32)uid;
    return TRUE;
}

gboolean
ink_txn_set_highest_uid(InkTxn *txn, const char *mailbox, guint32 uidvalidity, guint32 uid,
                        GError **error)
{
    return ink_db_run(txn->store->db, error,
                      "INSERT INTO mailboxes (name, uidvalidity, highest_uid) VALUES ($1, $2, $3)"
                      " ON CONFLICT (name) DO UPDATE SET uidvalidity = excluded.uidvalidity,"
                      " highest_uid = excluded.highest_uid",
                      INK_VALUES(ink_text(mailbox), ink_int(uidvalidity), ink_int(uid)));
}
