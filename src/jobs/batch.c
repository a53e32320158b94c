/* SPDX-License-Identifier: MIT
 *
 * Many messages, one commit. Each message is a part of the transaction that can be undone alone:
 * one that cannot be taken in is quarantined with its bytes and the reason, and the next one is
 * not delayed. Only when the register itself fails is the whole batch given up.
 */
#include "batch.h"

#include "inkom/error.h"
#include "inkom/log.h"

static void
count(InkTally *tally, const InkVerdict *verdict)
{
    if (verdict->is_renumbered)
        return;
    tally->taken++;
    tally->cases += verdict->decision->disposition == INK_DISPOSITION_NEW;
    tally->quarantined += verdict->decision->disposition == INK_DISPOSITION_QUARANTINE;
}

static gboolean
try_message(InkPipeline *pipeline, InkTxn *txn, const InkEnvelope *envelope,
            const InkVerdict *verdict, GError **error)
{
    return ink_txn_begin_part(txn, error) &&
           ink_pipeline_apply(pipeline, txn, envelope, verdict, error) &&
           ink_txn_keep_part(txn, error);
}

gboolean
ink_batch_add(InkPipeline *pipeline, InkTxn *txn, const InkEnvelope *envelope, InkTally *tally,
              GError **error)
{
    g_autoptr(GError) failure = NULL;
    g_autoptr(InkVerdict) verdict = ink_pipeline_decide(pipeline, envelope, &failure);
    if (verdict != NULL && try_message(pipeline, txn, envelope, verdict, &failure)) {
        count(tally, verdict);
        return TRUE;
    }
    if (g_error_matches(failure, INK_ERROR, INK_ERROR_TEMPORARY) ||
        g_error_matches(failure, INK_ERROR, INK_ERROR_BAD_CONFIG)) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return FALSE;
    }

    ink_log_warning("%s, meddelande %s: %s", envelope->mailbox, envelope->uid, failure->message);
    if (verdict != NULL && !ink_txn_undo_part(txn, error))
        return FALSE;
    g_autoptr(InkVerdict) quarantine = ink_verdict_new_quarantine(envelope, failure->message);
    if (!try_message(pipeline, txn, envelope, quarantine, error))
        return FALSE;
    count(tally, quarantine);
    return TRUE;
}

guint
ink_batch_measure(const GPtrArray *listed, guint first)
{
    gint64 bytes = 0;
    guint count = 0;
    while (first + count < listed->len && count < INK_BATCH_MESSAGES) {
        bytes += ((const InkListed *)listed->pdata[first + count])->size;
        if (count > 0 && bytes > INK_BATCH_BYTES)
            break;
        count++;
    }
    return count;
}

InkEnvelope
ink_envelope_from(const InkMailbox *mailbox, guint32 uidvalidity, const InkIncoming *item,
                  InkReading *reading, gint64 now)
{
    gboolean has_time = item->stored_at != INK_TIME_NONE;
    return (InkEnvelope){.mailbox = mailbox->name,
                         .unit = mailbox->unit,
                         .uidvalidity = uidvalidity,
                         .uid = item->uid,
                         .stored_at = has_time ? item->stored_at : now,
                         .stored_by = has_time ? item->stored_by : "hämtningens tid",
                         .bytes = item->bytes,
                         .reading = reading,
                         .size = item->size,
                         .is_header_only = item->is_header_only};
}
