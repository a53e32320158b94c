/* SPDX-License-Identifier: MIT
 *
 * Records of a case, their attachments, and the case's deadlines.
 */
#include "inkom/journal.h"
#include "inkom/life.h"
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

const char *
ink_deadline_kind_get_swedish(const char *kind)
{
    static const char *const swedish[] = {
        [INK_DEADLINE_RECEIPT] = "bekräftelse",  [INK_DEADLINE_ASSIGNMENT] = "tilldelning",
        [INK_DEADLINE_RESPONSE] = "första svar", [INK_DEADLINE_ANSWER] = "svar",
        [INK_DEADLINE_REMINDER] = "påminnelse",  [INK_DEADLINE_DELAY] = "besked om försening",
        [INK_DEADLINE_CLOSING] = "avslut",
    };
    InkDeadlineKind found;
    return ink_deadline_kind_find(kind, &found) ? swedish[found] : kind;
}

void
ink_deadline_row_free(InkDeadlineRow *row)
{
    if (row == NULL)
        return;
    g_free(row->dnr);
    g_free(row->title);
    g_free(row->officer);
    g_free(row->kind);
    g_free(row->met_by);
    g_free(row->why);
    g_free(row);
}

static gpointer
read_deadline(const InkRows *rows)
{
    InkDeadlineRow *row = g_new0(InkDeadlineRow, 1);
    row->id = ink_rows_get_int(rows, 0);
    row->case_id = ink_rows_get_int(rows, 1);
    row->dnr = ink_rows_dup_text(rows, 2);
    row->title = ink_rows_dup_text(rows, 3);
    row->officer = ink_rows_dup_text(rows, 4);
    row->kind = ink_rows_dup_text(rows, 5);
    row->start_at = ink_rows_get_int(rows, 6);
    row->due = ink_day_parse(ink_rows_get_text(rows, 7));
    row->due_at = ink_rows_get_int(rows, 8);
    row->met_at = ink_rows_get_time(rows, 9);
    row->met_by = ink_rows_dup_text(rows, 10);
    row->why = ink_rows_dup_text(rows, 11);
    return row;
}

static const InkRowType deadline_type = {
    .read = read_deadline,
    .free = (GDestroyNotify)ink_deadline_row_free,
};

#define SELECT_DEADLINES                                                                           \
    "SELECT d.id, d.case_id, c.dnr, c.title, c.officer, d.kind, d.start_at, d.due, d.due_at,"      \
    " d.met_at, d.met_by, d.why FROM deadlines d JOIN cases c ON c.id = d.case_id"

GPtrArray *
ink_store_list_deadlines(InkStore *store, gint64 case_id, GError **error)
{
    if (case_id != 0)
        return ink_store_list(store, &deadline_type, error,
                              SELECT_DEADLINES " WHERE d.case_id = $1 ORDER BY d.id",
                              INK_VALUES(ink_int(case_id)));
    return ink_store_list(store, &deadline_type, error,
                          SELECT_DEADLINES " WHERE d.met_at IS NULL ORDER BY d.due_at, c.dnr",
                          INK_NO_VALUES);
}

gboolean
ink_txn_add_deadline(InkTxn *txn, gint64 case_id, const char *kind, gint64 start_at,
                     const InkDeadline *deadline, GError **error)
{
    g_autofree char *due = ink_day_format(deadline->day);
    return ink_db_run(txn->store->db, error,
                      "INSERT INTO deadlines (case_id, kind, start_at, due, due_at, why)"
                      " VALUES ($1, $2, $3, $4, $5, $6)",
                      INK_VALUES(ink_int(case_id), ink_text(kind), ink_int(start_at), ink_text(due),
                                 ink_int(deadline->time), ink_text(deadline->why)));
}

gboolean
ink_txn_meet_deadlines(InkTxn *txn, gint64 case_id, const char *kind, const char *met_by,
                       GError **error)
{
    return ink_txn_meet_deadlines_at(txn, case_id, kind, ink_clock_now(txn->store->clock), met_by,
                                     error);
}

gboolean
ink_txn_meet_deadlines_at(InkTxn *txn, gint64 case_id, const char *kind, gint64 at,
                          const char *met_by, GError **error)
{
    if (!ink_db_run(txn->store->db, error,
                    "UPDATE deadlines SET met_at = $1, met_by = $2"
                    " WHERE case_id = $3 AND kind = $4 AND met_at IS NULL",
                    INK_VALUES(ink_int(at), ink_text(met_by), ink_int(case_id), ink_text(kind))))
        return FALSE;
    if (ink_db_get_changes(txn->store->db) == 0)
        return TRUE;
    return ink_txn_add_journal(txn, "frist uppfylld", case_id, 0,
                               ink_deadline_kind_get_swedish(kind), met_by, error);
}
