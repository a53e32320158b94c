/* SPDX-License-Identifier: MIT
 *
 * Moving a record to another case, and merging one case into another. All in the caller's
 * transaction: if a step fails, none of it has happened.
 */
#include "inkom/address-keys.h"
#include "inkom/error.h"
#include "inkom/journal.h"
#include "inkom/links.h"
#include "inkom/register.h"
#include "store-private.h"

/* Two cases that may be changed, neither the other. */
typedef struct {
    InkCase *from, *to;
} Pair;

static void
pair_clear(Pair *pair)
{
    ink_case_free(pair->from);
    ink_case_free(pair->to);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Pair, pair_clear)

/* What has become part of another case has nothing left to move, and takes nothing. */
static gboolean
check_is_whole(InkTxn *txn, const InkCase *cas, GError **error)
{
    gint64 now;
    if (!ink_store_find_current_case(txn->store, cas->id, &now, error))
        return FALSE;
    if (now == cas->id)
        return TRUE;
    g_set_error(error, INK_ERROR, INK_ERROR_REFUSED, "%s är redan sammanfört med ett annat ärende",
                cas->dnr);
    return FALSE;
}

static gboolean
pair_load(Pair *pair, InkTxn *txn, gint64 from_case, gint64 to_case, GError **error)
{
    if ((pair->from = ink_store_get_case(txn->store, from_case, error)) == NULL ||
        (pair->to = ink_store_get_case(txn->store, to_case, error)) == NULL)
        return FALSE;
    if (!check_is_whole(txn, pair->from, error) || !check_is_whole(txn, pair->to, error))
        return FALSE;
    if (from_case == to_case) {
        g_set_error(error, INK_ERROR, INK_ERROR_REFUSED, "båda är samma ärende, %s", pair->to->dnr);
        return FALSE;
    }
    const InkCase *cancelled = pair->from->status == INK_CASE_CANCELLED ? pair->from
                               : pair->to->status == INK_CASE_CANCELLED ? pair->to
                                                                        : NULL;
    if (cancelled == NULL)
        return TRUE;
    g_set_error(error, INK_ERROR, INK_ERROR_REFUSED, "%s är makulerat och kan inte ändras",
                cancelled->dnr);
    return FALSE;
}

/* --- moving a record --------------------------------------------------------------------------*/

/* NULL with NOT_FOUND or REFUSED unless the record still is in the case. */
static InkRecord *
get_record(InkTxn *txn, const InkCase *cas, int number, GError **error)
{
    g_autoptr(GPtrArray) links = ink_store_list_links(txn->store, cas->id, error);
    g_autoptr(GPtrArray) records =
        links != NULL ? ink_store_list_records(txn->store, cas->id, error) : NULL;
    if (records == NULL)
        return NULL;
    for (guint i = 0; i < links->len; i++) {
        const InkLink *link = links->pdata[i];
        if (link->kind != INK_LINK_MOVED || !link->is_outward || link->record != number)
            continue;
        g_autofree char *where = ink_link_describe(link);
        g_set_error(error, INK_ERROR, INK_ERROR_REFUSED, "%s-%d: %s", cas->dnr, number, where);
        return NULL;
    }
    for (guint i = 0; i < records->len; i++)
        if (((const InkRecord *)records->pdata[i])->number == number)
            return g_ptr_array_steal_index(records, i);
    g_set_error(error, INK_ERROR, INK_ERROR_NOT_FOUND,
                "%s har ingen handling %d; se \"inkom case show\"", cas->dnr, number);
    return NULL;
}

/* What stays under the old number: that it was taken, and where the record is now. */
static gboolean
leave_reference(InkTxn *txn, gint64 case_id, int number, const InkCase *to, int new_number,
                GError **error)
{
    g_autofree char *title = g_strdup_printf("Flyttad till %s-%d", to->dnr, new_number);
    return ink_db_run(txn->store->db, error,
                      "UPDATE records SET title = $1, sender = NULL, recipient = NULL,"
                      " message_id = NULL, sha256 = NULL, message = NULL"
                      " WHERE case_id = $2 AND number = $3",
                      INK_VALUES(ink_text(title), ink_int(case_id), ink_int(number)));
}

/* Ledger, letters and review list follow, where they speak of the message in this very case: after
 * a split the same message is a record of another one too. */
static gboolean
move_message(InkTxn *txn, gint64 message, gint64 from, int number, gint64 to, int new_number,
             GError **error)
{
    InkDb *db = txn->store->db;
    return message == 0 ||
           (ink_db_run(db, error,
                       "UPDATE messages SET case_id = $1, record = $2"
                       " WHERE id = $3 AND case_id = $4 AND record = $5",
                       INK_VALUES(ink_int(to), ink_int(new_number), ink_int(message), ink_int(from),
                                  ink_int(number))) &&
            ink_db_run(db, error,
                       "UPDATE outbox SET case_id = $1 WHERE message = $2 AND case_id = $3",
                       INK_VALUES(ink_int(to), ink_int(message), ink_int(from))) &&
            ink_db_run(db, error,
                       "UPDATE reviews SET case_id = $1"
                       " WHERE message = $2 AND case_id = $3 AND resolved_at IS NULL",
                       INK_VALUES(ink_int(to), ink_int(message), ink_int(from))));
}

/* The sender goes with the record; who wrote nothing else to the old case is no party to it. */
static gboolean
move_party(InkTxn *txn, const InkRecord *record, const Pair *pair, GError **error)
{
    if (record->direction != INK_DIRECTION_IN || record->from == NULL)
        return TRUE;
    const InkCase *from = pair->from;
    return ink_txn_add_party(txn, pair->to->id, record->from, error) &&
           (g_strcmp0(from->sender, record->from) == 0 ||
            ink_db_run(txn->store->db, error,
                       "DELETE FROM parties WHERE case_id = $1 AND address = $2 AND NOT EXISTS"
                       " (SELECT 1 FROM records WHERE case_id = $1 AND sender = $2)",
                       INK_VALUES(ink_int(from->id), ink_text(record->from))));
}

static gboolean
move_record(InkTxn *txn, const Pair *pair, InkRecord *record, const char *why, GError **error)
{
    int number = record->number;
    gint64 from = pair->from->id, to = pair->to->id;
    return ink_txn_add_record(txn, to, record, error) &&
           leave_reference(txn, from, number, pair->to, record->number, error) &&
           move_message(txn, record->message, from, number, to, record->number, error) &&
           move_party(txn, record, pair, error) &&
           ink_txn_add_link(txn, INK_LINK_MOVED, from, number, to, record->number, record->message,
                            why, error);
}

gboolean
ink_txn_move_record(InkTxn *txn, gint64 from_case, int number, gint64 to_case, const char *why,
                    int *out_record, GError **error)
{
    g_auto(Pair) pair = {0};
    if (!pair_load(&pair, txn, from_case, to_case, error))
        return FALSE;
    g_autoptr(InkRecord) record = get_record(txn, pair.from, number, error);
    if (record == NULL || !move_record(txn, &pair, record, why, error))
        return FALSE;
    *out_record = record->number;
    return TRUE;
}

/* --- merging ----------------------------------------------------------------------------------*/

static gboolean
move_records(InkTxn *txn, const Pair *pair, const char *why, GError **error)
{
    g_autoptr(GPtrArray) links = ink_store_list_links(txn->store, pair->from->id, error);
    g_autoptr(GPtrArray) records =
        links != NULL ? ink_store_list_records(txn->store, pair->from->id, error) : NULL;
    if (records == NULL)
        return FALSE;
    g_autoptr(GHashTable) gone = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < links->len; i++) {
        const InkLink *link = links->pdata[i];
        if (link->kind == INK_LINK_MOVED && link->is_outward)
            g_hash_table_add(gone, GINT_TO_POINTER(link->record));
    }
    for (guint i = 0; i < records->len; i++) {
        InkRecord *record = records->pdata[i];
        if (!g_hash_table_contains(gone, GINT_TO_POINTER(record->number)) &&
            !move_record(txn, pair, record, why, error))
            return FALSE;
    }
    return TRUE;
}

/* What is not a record, in every table that names a case. */
static gboolean
move_rest(InkTxn *txn, gint64 from, gint64 to, GError **error)
{
    static const char *const updates[] = {
        "UPDATE numbers SET case_id = $1 WHERE case_id = $2",
        "UPDATE messages SET case_id = $1 WHERE case_id = $2",
        "UPDATE outbox SET case_id = $1 WHERE case_id = $2",
        "UPDATE reviews SET case_id = $1 WHERE case_id = $2 AND resolved_at IS NULL",
        "UPDATE dead_addresses SET case_id = $1 WHERE case_id = $2",
        "UPDATE deadlines SET case_id = $1 WHERE case_id = $2 AND met_at IS NULL",
        "INSERT INTO parties (case_id, address) SELECT $1, address FROM parties WHERE case_id = $2"
        " ON CONFLICT (case_id, address) DO NOTHING",
        "INSERT INTO copied (case_id, address) SELECT $1, address FROM copied WHERE case_id = $2"
        " ON CONFLICT (case_id, address) DO NOTHING",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(updates); i++)
        if (!ink_db_run(txn->store->db, error, updates[i], INK_VALUES(ink_int(to), ink_int(from))))
            return FALSE;
    return TRUE;
}

/* What is of weight is preserved (B41): the other mark gives way. */
static gboolean
is_weightier(const InkCase *from, const InkCase *to)
{
    return from->importance != NULL &&
           (to->importance == NULL || g_str_equal(from->importance, "av vikt"));
}

/* A secrecy mark is never lost: two different ones both stand. */
static gboolean
take_marks(InkTxn *txn, const Pair *pair, const char *why, GError **error)
{
    const InkCase *from = pair->from, *to = pair->to;
    if ((to->officer == NULL && from->officer != NULL &&
         !ink_txn_set_field(txn, to->id, INK_FIELD_OFFICER, from->officer, why, error)) ||
        (to->held == NULL && from->held != NULL &&
         !ink_txn_set_field(txn, to->id, INK_FIELD_HELD, from->held, why, error)) ||
        (is_weightier(from, to) &&
         !ink_txn_set_field(txn, to->id, INK_FIELD_IMPORTANCE, from->importance, why, error)))
        return FALSE;
    if (from->secrecy != NULL && g_strcmp0(from->secrecy, to->secrecy) != 0) {
        g_autofree char *both = to->secrecy != NULL
                                    ? g_strdup_printf("%s; %s", to->secrecy, from->secrecy)
                                    : g_strdup(from->secrecy);
        if (!ink_txn_set_field(txn, to->id, INK_FIELD_SECRECY, both, why, error))
            return FALSE;
    }
    for (char **flag = from->flags; *flag != NULL; flag++)
        if (!ink_txn_add_flag(txn, to->id, *flag, error))
            return FALSE;
    return TRUE;
}

/* The answer is due on the first of the days that have been promised. */
static gboolean
set_first_due(InkTxn *txn, gint64 case_id, GError **error)
{
    g_autoptr(GPtrArray) deadlines = ink_store_list_deadlines(txn->store, case_id, error);
    if (deadlines == NULL)
        return FALSE;
    InkDay due = INK_DAY_NONE;
    for (guint i = 0; i < deadlines->len; i++) {
        const InkDeadlineRow *row = deadlines->pdata[i];
        if (row->met_at == INK_TIME_NONE && g_str_equal(row->kind, "answer") &&
            (due == INK_DAY_NONE || row->due < due))
            due = row->due;
    }
    return due == INK_DAY_NONE || ink_txn_set_due(txn, case_id, due, error);
}

static gboolean
set_statuses(InkTxn *txn, const Pair *pair, GError **error)
{
    /* Of the two, the one that is further from its end. */
    gboolean is_reopened = pair->from->status < pair->to->status;
    g_autofree char *closed = g_strdup_printf("sammanfört med %s", pair->to->dnr);
    g_autofree char *opened = g_strdup_printf("sammanfört från %s", pair->from->dnr);
    return ink_txn_set_status(txn, pair->from->id, INK_CASE_CLOSED, closed, error) &&
           (!is_reopened ||
            ink_txn_set_status(txn, pair->to->id, pair->from->status, opened, error)) &&
           set_first_due(txn, pair->to->id, error);
}

gboolean
ink_txn_merge_cases(InkTxn *txn, gint64 from_case, gint64 to_case, const char *why, GError **error)
{
    g_auto(Pair) pair = {0};
    return pair_load(&pair, txn, from_case, to_case, error) &&
           move_records(txn, &pair, why, error) && move_rest(txn, from_case, to_case, error) &&
           take_marks(txn, &pair, why, error) && set_statuses(txn, &pair, error) &&
           ink_txn_add_link(txn, INK_LINK_MERGED, from_case, 0, to_case, 0, 0, why, error);
}
