/* SPDX-License-Identifier: MIT
 *
 * One matter in two cases: what follows when one becomes part of the other. Both have promised, and
 * whoever is owed an answer by one of them is owed it still; but a promise is kept once, and nobody
 * is reminded of it twice. So of each kind of deadline one is left: the first day, or for the
 * silence the last. Reminders are those of the answer that is left.
 */
#include "pipeline-private.h"

#include "inkom/links.h"

typedef struct {
    InkPipeline *pipeline;
    InkTxn *txn;
    const InkCase *from, *after; /* the case that is no more, and the other as it has become */
    GPtrArray *rows;             /* InkDeadlineRow: what waits in that */
    GHashTable *moved;           /* ids of those that came with the first, as gint64 */
} Merge;

static gboolean
is_of_kind(const InkDeadlineRow *row, InkDeadlineKind kind)
{
    return g_str_equal(row->kind, ink_deadline_kind_get_name(kind));
}

/* The one that is left of a kind; NULL: none. */
static const InkDeadlineRow *
find_kept(const Merge *merge, InkDeadlineKind kind)
{
    const InkDeadlineRow *kept = NULL;
    gboolean is_answered = merge->after->status == INK_CASE_ANSWERED && merge->after->held == NULL;
    if ((kind == INK_DEADLINE_ASSIGNMENT && merge->after->officer != NULL) ||
        (kind == INK_DEADLINE_CLOSING && !is_answered))
        return NULL;
    for (guint i = 0; i < merge->rows->len; i++) {
        const InkDeadlineRow *row = merge->rows->pdata[i];
        if (is_of_kind(row, kind) &&
            (kept == NULL || (kind == INK_DEADLINE_CLOSING ? row->due_at > kept->due_at
                                                           : row->due_at < kept->due_at)))
            kept = row;
    }
    return kept;
}

static gboolean
is_moved(const Merge *merge, const InkDeadlineRow *row)
{
    return g_hash_table_contains(merge->moved, &row->id);
}

static gboolean
is_left(const Merge *merge, const InkDeadlineRow *row)
{
    InkDeadlineKind kind;
    if (!ink_deadline_kind_find(row->kind, &kind))
        return TRUE;
    if (kind != INK_DEADLINE_REMINDER && kind != INK_DEADLINE_DELAY)
        return find_kept(merge, kind) == row;
    const InkDeadlineRow *answer = find_kept(merge, INK_DEADLINE_ANSWER);
    return answer != NULL && is_moved(merge, row) == is_moved(merge, answer);
}

static gboolean
settle_deadlines(const Merge *merge, GError **error)
{
    g_autofree char *by = g_strdup_printf("sammanfört med %s", merge->from->dnr);
    for (guint i = 0; i < merge->rows->len; i++) {
        const InkDeadlineRow *row = merge->rows->pdata[i];
        if (!is_left(merge, row) && !ink_txn_end_deadline(merge->txn, row, by, error))
            return FALSE;
    }
    return TRUE;
}

/* The deadlines that wait in the case. */
static GPtrArray *
list_waiting(InkPipeline *pipeline, gint64 case_id, GError **error)
{
    GPtrArray *rows = ink_store_list_deadlines(pipeline->store, case_id, error);
    for (guint i = rows != NULL ? rows->len : 0; i > 0; i--)
        if (((const InkDeadlineRow *)rows->pdata[i - 1])->met_at != INK_TIME_NONE)
            g_ptr_array_remove_index(rows, i - 1);
    return rows;
}

static gboolean
list_moved(InkPipeline *pipeline, gint64 from_case, GHashTable *moved, GError **error)
{
    g_autoptr(GPtrArray) rows = list_waiting(pipeline, from_case, error);
    for (guint i = 0; rows != NULL && i < rows->len; i++)
        g_hash_table_add(moved,
                         g_memdup2(&((const InkDeadlineRow *)rows->pdata[i])->id, sizeof(gint64)));
    return rows != NULL;
}

/* A receipt that waited for an officer goes where there is one now. */
static gboolean
follow(const Merge *merge, const InkCase *before, InkCase *after, GError **error)
{
    return settle_deadlines(merge, error) &&
           (after->officer == NULL ||
            ink_case_send_waiting_receipt(merge->pipeline, merge->txn, after, error)) &&
           ink_case_follow_merge(merge->pipeline, merge->txn, merge->from, before, after, error);
}

gboolean
ink_pipeline_merge(InkPipeline *pipeline, InkTxn *txn, gint64 from_case, gint64 to_case,
                   const char *why, GError **error)
{
    g_autoptr(GHashTable) moved = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    g_autoptr(InkCase) from = ink_store_get_case(pipeline->store, from_case, error);
    g_autoptr(InkCase) before =
        from != NULL ? ink_store_get_case(pipeline->store, to_case, error) : NULL;
    if (before == NULL || !list_moved(pipeline, from_case, moved, error) ||
        !ink_txn_merge_cases(txn, from_case, to_case, why, error))
        return FALSE;
    g_autoptr(InkCase) after = ink_store_get_case(pipeline->store, to_case, error);
    g_autoptr(GPtrArray) rows = after != NULL ? list_waiting(pipeline, to_case, error) : NULL;
    const Merge merge = {pipeline, txn, from, after, rows, moved};
    return rows != NULL && follow(&merge, before, after, error);
}
