/* SPDX-License-Identifier: MIT
 *
 * A mailbox read by other threads: while one batch is being registered the next is fetched, and
 * read by as many readers as there are processors, and the one before is acknowledged. The source
 * is asked one thing at a time, in order, and belongs to the fetcher until it is freed.
 */
#pragma once

#include "inkom/pipeline.h"
#include "inkom/source.h"

typedef struct InkFetcher InkFetcher;

/* Both are borrowed. */
InkFetcher *ink_fetcher_new(InkSource *source, const InkPipeline *pipeline);
/* Waits until what was asked is done, and drops what nobody took. */
void ink_fetcher_free(InkFetcher *fetcher);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkFetcher, ink_fetcher_free)

/* listed is borrowed until the answer is taken. */
void ink_fetcher_ask(InkFetcher *fetcher, InkListed *const *listed, gsize count);
/* A batch: InkIncoming, and beside each its InkReading. */
typedef struct {
    GPtrArray *incoming, *readings;
} InkFetched;

void ink_fetched_free(InkFetched *fetched);
/* Once registered, only the uids are needed: two batches are enough to hold in memory. */
void ink_fetched_drop_bytes(InkFetched *fetched);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkFetched, ink_fetched_free)

/* The answer to the oldest question that is not yet answered, or what went wrong with it or with
 * something before it. */
InkFetched *ink_fetcher_take(InkFetcher *fetcher, GError **error);
/* To be called after the register's commit, and not before. Takes fetched. */
void ink_fetcher_acknowledge(InkFetcher *fetcher, InkFetched *fetched);
/* Waits until everything is done; FALSE if an acknowledgement failed that no answer told of. */
gboolean ink_fetcher_finish(InkFetcher *fetcher, GError **error);
