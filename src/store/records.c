/* SPDX-License-Identifier: MIT
 *
 * Records of a case and their attachments.
 */
#include "inkom/journal.h"
#include "inkom/register.h"
#include "store-private.h"

static gpointer
read_record(const InkRows *rows)
{
    InkRecord *record = ink_record_new();
    record->number = (int)ink_rows_get_int(rows, 0);
    const char *direction = ink_rows_get_text(rows, 1);
    for (InkDirection i = INK_DIRECTION_IN; i <= INK_DIRECTION_INTERNAL; i++)
        if (g_str_equal(ink_direction_get_name(i), direction))
            record->direction = i;
    record->title = ink_rows_dup_text(rows, 2);
    record->date = ink_rows_get_int(rows, 3);
    record->from = ink_rows_dup_text(rows, 4);
    record->to = ink_rows_dup_text(rows, 5);
    record->message_id = ink_rows_dup_text(rows, 6);
    record->sha256 = ink_rows_dup_text(rows, 7);
    record->message = ink_rows_get_int(rows, 8);
    record->passed_on_by = ink_rows_dup_text(rows, 9);
    return record;
}

static const InkRowType record_type = {
    .read = read_record,
    .free = (GDestroyNotify)ink_record_free,
};

static gpointer
read_attachment(const InkRows *rows)
{
    return ink_attachment_new(ink_rows_get_text(rows, 0), ink_rows_get_text(rows, 1),
                              ink_rows_get_int(rows, 2), ink_rows_get_text(rows, 3));
}

static const InkRowType attachment_type = {
    .read = read_attachment,
    .free = (GDestroyNotify)ink_attachment_free,
};

GPtrArray *
ink_store_list_records(InkStore *store, gint64 case_id, GError **error)
{
    g_autoptr(GPtrArray) records =
        ink_store_list(store, &record_type, error,
                       "SELECT r.number, r.direction, r.title, r.date, r.sender, r.recipient,"
                       " r.message_id, r.sha256, r.message,"
                       " CASE WHEN r.direction <> 'out' AND m.sender <> COALESCE(r.sender, '')"
                       " THEN m.sender END"
                       " FROM records r LEFT JOIN messages m ON m.id = r.message"
                       " WHERE r.case_id = $1 ORDER BY r.number",
                       INK_VALUES(ink_int(case_id)));
    if (records == NULL)
        return NULL;
    for (guint i = 0; i < records->len; i++) {
        InkRecord *record = records->pdata[i];
        GPtrArray *attachments = ink_store_list(store, &attachment_type, error,
                                                "SELECT name, type, size, sha256 FROM attachments"
                                                " WHERE message = $1 ORDER BY position",
                                                INK_VALUES(ink_int(record->message)));
        if (attachments == NULL)
            return NULL;
        g_ptr_array_unref(record->attachments);
        record->attachments = attachments;
    }
    return g_steal_pointer(&records);
}

gboolean
ink_txn_add_record(InkTxn *txn, gint64 case_id, InkRecord *record, GError **error)
{
    InkDb *db = txn->store->db;
    gint64 number;
    if (!ink_db_get_int(db, error, 0, &number,
                        "UPDATE cases SET records = records + 1 WHERE id = $1 RETURNING records",
                        INK_VALUES(ink_int(case_id))))
        return FALSE;
    record->number = (int)number;
    if (!ink_db_run(db, error,
                    "INSERT INTO records (case_id, number, direction, title, date, sender,"
                    " recipient, message_id, sha256, message)"
                    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                    INK_VALUES(ink_int(case_id), ink_int(number),
                               ink_text(ink_direction_get_name(record->direction)),
                               ink_text(record->title), ink_int(record->date),
                               ink_text(record->from), ink_text(record->to),
                               ink_text(record->message_id), ink_text(record->sha256),
                               ink_ref(record->message))))
        return FALSE;
    g_autofree char *after =
        g_strdup_printf("handling %d, %s: %s", record->number,
                        ink_direction_get_swedish(record->direction), record->title);
    return ink_txn_add_journal(txn, "handling registrerad", case_id, record->message, NULL, after,
                               error);
}

gboolean
ink_txn_date_record(InkTxn *txn, gint64 case_id, const char *message_id, gint64 at, GError **error)
{
    if (!ink_db_run(txn->store->db, error,
                    "UPDATE records SET date = $1 WHERE case_id = $2 AND message_id = $3"
                    " AND direction = 'out' AND date <> $1",
                    INK_VALUES(ink_int(at), ink_int(case_id), ink_text(message_id))))
        return FALSE;
    return ink_db_get_changes(txn->store->db) == 0 ||
           ink_txn_add_journal(txn, "handling daterad när brevet skickades", case_id, 0, NULL,
                               message_id, error);
}

gboolean
ink_txn_add_attachments(InkTxn *txn, gint64 message, const GPtrArray *attachments, GError **error)
{
    for (guint i = 0; i < attachments->len; i++) {
        const InkAttachment *attachment = attachments->pdata[i];
        if (!ink_db_run(txn->store->db, error,
                        "INSERT INTO attachments (message, position, name, type, size, sha256)"
                        " VALUES ($1, $2, $3, $4, $5, $6)",
                        INK_VALUES(ink_int(message), ink_int(i), ink_text(attachment->name),
                                   ink_text(attachment->type), ink_int(attachment->size),
                                   ink_text(attachment->sha256))))
            return FALSE;
    }
    return TRUE;
}
