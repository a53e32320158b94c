/* SPDX-License-Identifier: MIT
 *
 * What the comparison of the mailboxes with the ledger rests on, and what it found last.
 */
#include "inkom/reconcile.h"

#include "store-private.h"

static const char *const kinds[] = {
    [INK_FINDING_UNREGISTERED] = "unregistered",
    [INK_FINDING_SKIPPED] = "skipped",
    [INK_FINDING_BYTES_GONE] = "bytes_gone",
};

InkFinding *
ink_finding_new(const char *mailbox, const char *folder, guint32 uidvalidity, const char *uid,
                InkFindingKind kind)
{
    InkFinding *finding = g_new0(InkFinding, 1);
    finding->mailbox = g_strdup(mailbox);
    finding->folder = g_strdup(folder);
    finding->uidvalidity = uidvalidity;
    finding->uid = g_strdup(uid);
    finding->kind = kind;
    return finding;
}

void
ink_finding_free(InkFinding *finding)
{
    if (finding == NULL)
        return;
    g_free(finding->mailbox);
    g_free(finding->folder);
    g_free(finding->uid);
    g_free(finding);
}

const char *
ink_finding_kind_get_name(InkFindingKind kind)
{
    return kinds[kind];
}

char *
ink_finding_describe(const InkFinding *finding)
{
    switch (finding->kind) {
    case INK_FINDING_SKIPPED:
        return g_strdup_printf("%s har inte tagits emot, fast senare meddelanden har det eller "
                               "fast det har väntat i mer än ett dygn",
                               finding->uid);
    case INK_FINDING_BYTES_GONE:
        return g_strdup_printf("%s står i registret, men det ursprungliga meddelandet saknas där",
                               finding->uid);
    case INK_FINDING_UNREGISTERED:
    default:
        return finding->folder[0] != '\0'
                   ? g_strdup_printf("%s ligger i mappen %s men finns inte i registret",
                                     finding->uid, finding->folder)
                   : g_strdup_printf("%s räknas som färdigt men finns inte i registret",
                                     finding->uid);
    }
}

/* The first column of every row, as a set. */
static GHashTable *
list_set(InkStore *store, GError **error, const char *sql, const InkValue *values, gsize count)
{
    g_autoptr(InkRows) rows = ink_db_query(store->db, error, sql, values, count);
    if (rows == NULL)
        return NULL;
    g_autoptr(GHashTable) set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GError) failure = NULL;
    while (ink_rows_next(rows, &failure))
        g_hash_table_add(set, ink_rows_dup_text(rows, 0));
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return NULL;
    }
    return g_steal_pointer(&set);
}

GHashTable *
ink_store_list_uids(InkStore *store, const char *mailbox, guint32 uidvalidity, GError **error)
{
    return list_set(store, error,
                    "SELECT uid FROM messages WHERE mailbox = $1 AND uidvalidity = $2",
                    INK_VALUES(ink_text(mailbox), ink_int(uidvalidity)));
}

/* Joined with the ledger: a row that is gone from it is no longer known here either. */
GHashTable *
ink_store_list_whereabouts(InkStore *store, const char *mailbox, const char *folder,
                           guint32 uidvalidity, GError **error)
{
    return list_set(store, error,
                    "SELECT w.uid FROM whereabouts w JOIN messages m ON m.id = w.message"
                    " WHERE w.mailbox = $1 AND w.folder = $2 AND w.uidvalidity = $3",
                    INK_VALUES(ink_text(mailbox), ink_text(folder), ink_int(uidvalidity)));
}

gboolean
ink_txn_add_whereabouts(InkTxn *txn, const char *mailbox, const char *folder, guint32 uidvalidity,
                        const char *uid, gint64 message, GError **error)
{
    return ink_db_run(txn->store->db, error,
                      "INSERT INTO whereabouts (mailbox, folder, uidvalidity, uid, message)"
                      " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (mailbox, folder, uidvalidity, uid)"
                      " DO UPDATE SET message = excluded.message",
                      INK_VALUES(ink_text(mailbox), ink_text(folder), ink_int(uidvalidity),
                                 ink_text(uid), ink_int(message)));
}

static gpointer
read_without_bytes(const InkRows *rows)
{
    return ink_finding_new(ink_rows_get_text(rows, 0), "", (guint32)ink_rows_get_int(rows, 1),
                           ink_rows_get_text(rows, 2), INK_FINDING_BYTES_GONE);
}

static void
free_finding(gpointer finding)
{
    ink_finding_free(finding);
}

GPtrArray *
ink_store_list_without_bytes(InkStore *store, const char *mailbox, GError **error)
{
    static const InkRowType finding_row = {.read = read_without_bytes, .free = free_finding};
    return ink_store_list(store, &finding_row, error,
                          "SELECT m.mailbox, m.uidvalidity, m.uid FROM messages m"
                          " LEFT JOIN originals o ON o.id = COALESCE(m.same_as, m.id)"
                          " WHERE m.mailbox = $1 AND o.id IS NULL ORDER BY m.id",
                          INK_VALUES(ink_text(mailbox)));
}

/* --- what was found last ----------------------------------------------------------------------*/

/* *out_is_new: it was not there. */
static gboolean
keep_finding(InkTxn *txn, const InkFinding *finding, gint64 now, gboolean *out_is_new,
             GError **error)
{
    InkDb *db = txn->store->db;
    gint64 known;
    if (!ink_db_get_int(db, error, INK_TIME_NONE, &known,
                        "SELECT found_at FROM findings WHERE mailbox = $1 AND folder = $2"
                        " AND uidvalidity = $3 AND uid = $4 AND kind = $5",
                        INK_VALUES(ink_text(finding->mailbox), ink_text(finding->folder),
                                   ink_int(finding->uidvalidity), ink_text(finding->uid),
                                   ink_text(kinds[finding->kind]))))
        return FALSE;
    *out_is_new = known == INK_TIME_NONE;
    return ink_db_run(db, error,
                      "INSERT INTO findings (mailbox, folder, uidvalidity, uid, kind, found_at)"
                      " VALUES ($1, $2, $3, $4, $5, $6)"
                      " ON CONFLICT (mailbox, folder, uidvalidity, uid, kind)"
                      " DO UPDATE SET found_at = excluded.found_at",
                      INK_VALUES(ink_text(finding->mailbox), ink_text(finding->folder),
                                 ink_int(finding->uidvalidity), ink_text(finding->uid),
                                 ink_text(kinds[finding->kind]), ink_int(now)));
}

/* Those that are found again get this moment's time; what has another is mended, and goes: should
 * it come back, it is told of again. */
gboolean
ink_txn_replace_findings(InkTxn *txn, const char *mailbox, const GPtrArray *findings,
                         GPtrArray **out_new, GError **error)
{
    g_autoptr(GPtrArray) new_ones = g_ptr_array_new();
    gint64 now = ink_clock_now(txn->store->clock);
    for (guint i = 0; i < findings->len; i++) {
        gboolean is_new;
        if (!keep_finding(txn, findings->pdata[i], now, &is_new, error))
            return FALSE;
        if (is_new)
            g_ptr_array_add(new_ones, findings->pdata[i]);
    }
    if (!ink_db_run(txn->store->db, error,
                    "DELETE FROM findings WHERE mailbox = $1 AND found_at <> $2",
                    INK_VALUES(ink_text(mailbox), ink_int(now))))
        return FALSE;
    *out_new = g_steal_pointer(&new_ones);
    return TRUE;
}

gboolean
ink_store_get_reconciled_at(InkStore *store, const char *mailbox, gint64 *out_at, GError **error)
{
    return ink_db_get_int(store->db, error, INK_TIME_NONE, out_at,
                          "SELECT done_at FROM reconciliations WHERE mailbox = $1",
                          INK_VALUES(ink_text(mailbox)));
}

gboolean
ink_txn_set_reconciled_at(InkTxn *txn, const char *mailbox, gint64 at, GError **error)
{
    return ink_db_run(txn->store->db, error,
                      "INSERT INTO reconciliations (mailbox, done_at) VALUES ($1, $2)"
                      " ON CONFLICT (mailbox) DO UPDATE SET done_at = excluded.done_at",
                      INK_VALUES(ink_text(mailbox), ink_int(at)));
}
