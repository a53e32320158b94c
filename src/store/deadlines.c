/* SPDX-License-Identifier: MIT
 *
 * The deadlines of cases: what waits, what has come due, what was met. The clock asks in every
 * round, so each question it puts is a look into deadlines_due (0010.sql), whatever has been. What
 * is about one case must not be looked up there, among all that wait of the kind: an expression in
 * the place of the column keeps SQLite, which takes that index for the better one, to the case.
 */
#include "inkom/decision.h"
#include "inkom/journal.h"
#include "inkom/life.h"
#include "inkom/register.h"
#include "store-private.h"

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
    g_free(row->unit);
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
    row->unit = ink_rows_dup_text(rows, 12);
    row->is_secret = !ink_rows_is_null(rows, 13);
    return row;
}

static const InkRowType deadline_type = {
    .read = read_deadline,
    .free = (GDestroyNotify)ink_deadline_row_free,
};

#define SELECT_DEADLINES                                                                           \
    "SELECT d.id, d.case_id, c.dnr, c.title, c.officer, d.kind, d.start_at, d.due, d.due_at,"      \
    " d.met_at, d.met_by, d.why, c.unit, c.secrecy FROM deadlines d"                               \
    " JOIN cases c ON c.id = d.case_id"

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
ink_store_find_latest_record(InkStore *store, gint64 case_id, gint64 *out_at, GError **error)
{
    return ink_db_get_int(store->db, error, INK_TIME_NONE, out_at,
                          "SELECT r.date FROM records r LEFT JOIN messages m ON m.id = r.message"
                          " WHERE r.case_id = $1 AND COALESCE(m.outcome, '') NOT IN ($2, $3)"
                          " ORDER BY r.date DESC LIMIT 1",
                          INK_VALUES(ink_int(case_id),
                                     ink_text(ink_disposition_get_name(INK_DISPOSITION_AUTOMATIC)),
                                     ink_text(ink_disposition_get_name(INK_DISPOSITION_BOUNCE))));
}

gboolean
ink_store_find_answer_again(InkStore *store, gint64 case_id, gint64 *out_at, GError **error)
{
    return ink_db_get_int(
        store->db, error, INK_TIME_NONE, out_at,
        "SELECT start_at FROM deadlines d WHERE case_id = $1 AND kind = $2"
        " AND met_at IS NULL AND EXISTS (SELECT 1 FROM deadlines e"
        " WHERE e.case_id = d.case_id AND e.kind = d.kind AND e.id < d.id"
        " AND e.met_at IS NOT NULL) ORDER BY id DESC LIMIT 1",
        INK_VALUES(ink_int(case_id), ink_text(ink_deadline_kind_get_name(INK_DEADLINE_ANSWER))));
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
                    " WHERE case_id = $3 AND kind || '' = $4 AND met_at IS NULL",
                    INK_VALUES(ink_int(at), ink_text(met_by), ink_int(case_id), ink_text(kind))))
        return FALSE;
    if (ink_db_get_changes(txn->store->db) == 0)
        return TRUE;
    return ink_txn_add_journal(txn, "frist löper inte längre", case_id, 0,
                               ink_deadline_kind_get_swedish(kind), met_by, error);
}

GPtrArray *
ink_store_list_due(InkStore *store, const char *kind, gint64 before, GError **error)
{
    return ink_store_list(store, &deadline_type, error,
                          SELECT_DEADLINES " WHERE d.kind = $1 AND d.met_at IS NULL"
                                           " AND d.due_at < $2 ORDER BY d.due_at",
                          INK_VALUES(ink_text(kind), ink_int(before)));
}

gboolean
ink_txn_end_due(InkTxn *txn, gint64 case_id, const char *kind, gint64 before, const char *by,
                gboolean *out_had, GError **error)
{
    if (!ink_db_run(txn->store->db, error,
                    "UPDATE deadlines SET met_at = $1, met_by = $2 WHERE case_id = $3"
                    " AND kind || '' = $4 AND met_at IS NULL AND due_at + 0 < $5",
                    INK_VALUES(ink_int(ink_clock_now(txn->store->clock)), ink_text(by),
                               ink_int(case_id), ink_text(kind), ink_int(before))))
        return FALSE;
    *out_had = ink_db_get_changes(txn->store->db) > 0;
    return !*out_had || ink_txn_add_journal(txn, "frist löper inte längre", case_id, 0,
                                            ink_deadline_kind_get_swedish(kind), by, error);
}

gboolean
ink_txn_end_deadline(InkTxn *txn, const InkDeadlineRow *row, const char *by, GError **error)
{
    return ink_db_run(txn->store->db, error,
                      "UPDATE deadlines SET met_at = $1, met_by = $2"
                      " WHERE id = $3 AND met_at IS NULL",
                      INK_VALUES(ink_int(ink_clock_now(txn->store->clock)), ink_text(by),
                                 ink_int(row->id))) &&
           ink_txn_add_journal(txn, "frist löper inte längre", row->case_id, 0,
                               ink_deadline_kind_get_swedish(row->kind), by, error);
}

gboolean
ink_store_was_done(InkStore *store, const char *what, InkDay day, gboolean *out_was, GError **error)
{
    gint64 count;
    g_autofree char *text = ink_day_format(day);
    if (!ink_db_get_int(store->db, error, 0, &count,
                        "SELECT COUNT(*) FROM done_days WHERE what = $1 AND day = $2",
                        INK_VALUES(ink_text(what), ink_text(text))))
        return FALSE;
    *out_was = count > 0;
    return TRUE;
}

gboolean
ink_txn_note_done(InkTxn *txn, const char *what, InkDay day, gboolean *out_is_first, GError **error)
{
    g_autofree char *text = ink_day_format(day);
    if (!ink_db_run(
            txn->store->db, error,
            "INSERT INTO done_days (what, day, at) VALUES ($1, $2, $3)"
            " ON CONFLICT (what, day) DO NOTHING",
            INK_VALUES(ink_text(what), ink_text(text), ink_int(ink_clock_now(txn->store->clock)))))
        return FALSE;
    *out_is_first = ink_db_get_changes(txn->store->db) == 1;
    return TRUE;
}
