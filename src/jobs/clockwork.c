/* SPDX-License-Identifier: MIT
 *
 * The clockwork: what happens by itself because time has passed. After the mail of the round has
 * been taken in, since it may hold the answer, and before letters are sent, so that they go at
 * once.
 *
 * One transaction for each deadline, or order of an officer, that has come due. One that cannot be
 * worked off (a template that cannot be filled in) is told of and waits; the others are not delayed
 * by it.
 */
#include "batch.h"

#include "inkom/error.h"
#include "inkom/log.h"

static gboolean
work_off(InkPipeline *pipeline, const InkDeadlineRow *row, gint64 before, GError **error)
{
    g_autoptr(InkTxn) txn = ink_store_begin(ink_pipeline_get_store(pipeline), "inkom", error);
    return txn != NULL && ink_pipeline_come_due(pipeline, txn, row, before, error) &&
           ink_txn_commit(txn, error);
}

static gboolean
work_off_kind(InkPipeline *pipeline, InkDeadlineKind kind, gint64 before, const InkWatch *watch,
              GError **error)
{
    g_autoptr(GPtrArray) rows = ink_store_list_due(ink_pipeline_get_store(pipeline),
                                                   ink_deadline_kind_get_name(kind), before, error);
    for (guint i = 0; rows != NULL && i < rows->len && !ink_watch_should_stop(watch); i++) {
        const InkDeadlineRow *row = rows->pdata[i];
        g_autoptr(GError) failure = NULL;
        if (work_off(pipeline, row, before, &failure))
            continue;
        g_prefix_error(&failure, "%s, frist för %s: ", row->dnr,
                       ink_deadline_kind_get_swedish(row->kind));
        if (g_error_matches(failure, INK_ERROR, INK_ERROR_TEMPORARY)) {
            g_propagate_error(error, g_steal_pointer(&failure));
            return FALSE;
        }
        ink_log_warning("%s", failure->message);
    }
    return rows != NULL;
}

static gboolean
finish_order(InkPipeline *pipeline, const InkPendingOrder *order, GError **error)
{
    g_autoptr(InkTxn) txn = ink_store_begin(ink_pipeline_get_store(pipeline), "inkom", error);
    return txn != NULL && ink_pipeline_order_due(pipeline, txn, order, error) &&
           ink_txn_commit(txn, error);
}

/* At any hour: the officer has been told when. */
static gboolean
work_off_orders(InkPipeline *pipeline, gint64 before, const InkWatch *watch, GError **error)
{
    g_autoptr(GPtrArray) orders =
        ink_store_list_pending_due(ink_pipeline_get_store(pipeline), before, error);
    for (guint i = 0; orders != NULL && i < orders->len && !ink_watch_should_stop(watch); i++) {
        const InkPendingOrder *order = orders->pdata[i];
        g_autoptr(GError) failure = NULL;
        if (finish_order(pipeline, order, &failure))
            continue;
        g_prefix_error(&failure, "order från %s: ", order->officer);
        if (g_error_matches(failure, INK_ERROR, INK_ERROR_TEMPORARY)) {
            g_propagate_error(error, g_steal_pointer(&failure));
            return FALSE;
        }
        ink_log_warning("%s", failure->message);
    }
    return orders != NULL;
}

gboolean
ink_job_clockwork(InkPipeline *pipeline, gboolean has_all_mail, const InkWatch *watch,
                  GError **error)
{
    gint64 now = ink_clock_now(ink_store_get_clock(ink_pipeline_get_store(pipeline)));
    if (has_all_mail && (!work_off_kind(pipeline, INK_DEADLINE_CLOSING, now, watch, error) ||
                         !work_off_orders(pipeline, now, watch, error)))
        return FALSE;
    if (!ink_pipeline_is_office_hours(pipeline))
        return TRUE;
    return work_off_kind(pipeline, INK_DEADLINE_REMINDER, now + 1, watch, error) &&
           work_off_kind(pipeline, INK_DEADLINE_DELAY, now + 1, watch, error) &&
           (ink_watch_should_stop(watch) || ink_pipeline_list_overdue(pipeline, error));
}
