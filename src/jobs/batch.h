/* SPDX-License-Identifier: MIT
 *
 * For the files of this folder.
 */
#pragma once

#include "inkom/jobs.h"

#define INK_BATCH_MESSAGES 100
#define INK_BATCH_BYTES    (4 * 1024 * 1024)

/* Decides one message and carries it out, or quarantines it. FALSE only when the register fails:
 * then the whole transaction is to be undone. */
gboolean ink_batch_add(InkPipeline *pipeline, InkTxn *txn, const InkEnvelope *envelope,
                       InkTally *tally, GError **error);

static inline gboolean
ink_watch_should_stop(const InkWatch *watch)
{
    return watch->should_stop != NULL && watch->should_stop(watch->data);
}
