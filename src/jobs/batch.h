/* SPDX-License-Identifier: MIT
 *
 * For the files of this folder.
 */
#pragma once

#include "inkom/jobs.h"
#include "inkom/source.h"

/* What is fetched at a time; several of them are in memory. */
#define INK_BATCH_MESSAGES 50
#define INK_BATCH_BYTES    (2 * 1024 * 1024)
/* What is made durable at a time: each commit waits for the disk, and writes the pages that every
 * message touches once. */
#define INK_COMMIT_MESSAGES 200

/* Decides one message and carries it out, or quarantines it. FALSE only when the register fails:
 * then the whole transaction is to be undone. */
gboolean ink_batch_add(InkPipeline *pipeline, InkTxn *txn, const InkEnvelope *envelope,
                       InkTally *tally, GError **error);

/* How many of the listed ones (InkListed), from first on, make one batch; at least one. */
guint ink_batch_measure(const GPtrArray *listed, guint first);

/* reading: may be NULL. now: stands for a time that the store cannot tell. */
InkEnvelope ink_envelope_from(const InkMailbox *mailbox, guint32 uidvalidity,
                              const InkIncoming *item, InkReading *reading, gint64 now);

static inline gboolean
ink_watch_should_stop(const InkWatch *watch)
{
    return watch->should_stop != NULL && watch->should_stop(watch->data);
}
