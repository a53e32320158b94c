/* SPDX-License-Identifier: MIT
 *
 * The comparison of the mailboxes with the ledger, once a night. When it was last made stands in
 * the register, so that a restart neither repeats nor forgets it; what it found stands there too,
 * so that each finding is told of once, and again only if it has been mended in between.
 */
#include "batch.h"

#include "inkom/error.h"
#include "inkom/journal.h"
#include "inkom/log.h"

#define TOLD_MOST 50 /* findings spelled out in one letter */

/* A mailbox that was never compared has nothing to compare yet: its first night is to come. */
static gboolean
is_due(InkStore *store, const InkMailbox *mailbox, gboolean *out_is_first, gboolean *out_is_due,
       GError **error)
{
    const InkClock *clock = ink_store_get_clock(store);
    gint64 hour = ink_clock_at(clock, ink_clock_today(clock), INK_RECONCILE_HOUR * 60);
    gint64 done_at;
    if (!ink_store_get_reconciled_at(store, mailbox->name, &done_at, error))
        return FALSE;
    *out_is_first = done_at == INK_TIME_NONE;
    *out_is_due = !*out_is_first && done_at < hour && ink_clock_now(clock) >= hour;
    return TRUE;
}

static char *
describe(const InkMailbox *mailbox, const GPtrArray *findings)
{
    GString *text = g_string_new(NULL);
    g_string_append_printf(text, "Nattens jämförelse av brevlådan %s med registret fann:\n\n",
                           mailbox->name);
    for (guint i = 0; i < MIN(findings->len, TOLD_MOST); i++) {
        g_autofree char *line = ink_finding_describe(findings->pdata[i]);
        g_string_append_printf(text, "– %s\n", line);
    }
    if (findings->len > TOLD_MOST)
        g_string_append_printf(text, "– och %u till\n", findings->len - TOLD_MOST);
    g_string_append(text, "\nSe \"inkom mail reconcile\". Ta bort märket från ett meddelande som "
                          "inte finns i registret, eller flytta tillbaka det till inkorgen, så "
                          "tas det emot i nästa omgång.");
    return g_string_free(text, FALSE);
}

static gboolean
tell(InkPipeline *pipeline, InkTxn *txn, const InkMailbox *mailbox, const GPtrArray *findings,
     GError **error)
{
    if (findings->len == 0)
        return TRUE;
    g_autofree char *detail = describe(mailbox, findings);
    g_autofree char *count = g_strdup_printf("%s: %u", mailbox->name, findings->len);
    ink_log_warning("brevlådan %s stämmer inte med registret på %u punkter; se \"inkom mail "
                    "reconcile\"",
                    mailbox->name, findings->len);
    return ink_pipeline_alert(pipeline, txn, 0, "brevlådan stämmer inte med registret", detail,
                              error) &&
           ink_txn_add_journal(txn, "brevlådan stämmer inte med registret", 0, 0, NULL, count,
                               error);
}

static gboolean
finish(InkPipeline *pipeline, const InkMailbox *mailbox, const GPtrArray *findings, GError **error)
{
    InkStore *store = ink_pipeline_get_store(pipeline);
    g_autoptr(InkTxn) txn = ink_store_begin(store, "inkom", error);
    g_autoptr(GPtrArray) new_ones = NULL;
    return txn != NULL &&
           (findings == NULL ||
            (ink_txn_replace_findings(txn, mailbox->name, findings, &new_ones, error) &&
             tell(pipeline, txn, mailbox, new_ones, error))) &&
           ink_txn_set_reconciled_at(txn, mailbox->name, ink_clock_now(ink_store_get_clock(store)),
                                     error) &&
           ink_txn_commit(txn, error);
}

gboolean
ink_job_reconcile_nightly(InkPipeline *pipeline, const InkMailbox *mailbox, const InkWatch *watch,
                          GError **error)
{
    gboolean is_first, is_now;
    if (!is_due(ink_pipeline_get_store(pipeline), mailbox, &is_first, &is_now, error))
        return FALSE;
    if (is_first)
        return finish(pipeline, mailbox, NULL, error);
    if (!is_now)
        return TRUE;
    g_autoptr(InkReconciliation) result = ink_job_reconcile(pipeline, mailbox, watch, error);
    return result != NULL && finish(pipeline, mailbox, result->findings, error);
}
