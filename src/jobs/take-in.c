/* SPDX-License-Identifier: MIT
 *
 * Taking in a mailbox.
 *
 *   list ─▶ leave out what the ledger has ─▶ fetch a batch ─▶ decide and register ─▶ commit
 *                     │                                                                │
 *                     └──────────────▶ acknowledge what is done ◀──────────────────────┘
 *
 * Fetching, reading and acknowledging are done by threads of their own (fetcher.c): the next batch
 * is on its way while this one is registered. At most BATCHES_ASKED and one are in memory.
 *
 * A message that is in the ledger but not yet acknowledged (a crash between the two) is only
 * acknowledged. The order is the promise: commit first, acknowledge last.
 */
#include "batch.h"
#include "fetcher.h"

#include "inkom/error.h"

/* Listed and then gone may be another program's doing; twice in a row it is the server's. */
#define EMPTY_HANDED_MAX 2

#define BATCHES_ASKED 3

typedef struct {
    InkPipeline *pipeline;
    InkStore *store;
    const InkMailbox *mailbox;
    const InkWatch *watch;
    InkTally *tally;
    InkSource *source;
    guint32 uidvalidity;
    gboolean has_marks;
    gboolean has_gap; /* a message of this list was not given: no mark may pass it */
    gint64 done, total;
    InkTxn *txn;           /* what is registered and not yet committed; NULL = nothing */
    GPtrArray *registered; /* InkFetched: to be acknowledged after the commit */
    guint in_txn;          /* messages */
    InkTally committed;    /* the tally at the last commit */
} Round;

/* A part of the list, small enough to be in memory. */
typedef struct {
    InkListed *const *listed;
    guint first, count; /* count 0: the list is at its end */
} Batch;

/* Splits the list: what the ledger knows is only acknowledged, the rest is to be taken in. */
static gboolean
sort_out(Round *round, GPtrArray *listed, GPtrArray *fresh, GPtrArray *known, GError **error)
{
    for (guint i = 0; i < listed->len; i++) {
        InkListed *item = listed->pdata[i];
        gint64 id;
        if (!ink_store_find_seen(round->store, round->mailbox->name, round->uidvalidity, item->uid,
                                 &id, error))
            return FALSE;
        g_ptr_array_add(id != 0 ? known : fresh, id != 0 ? (gpointer)item->uid : item);
    }
    return TRUE;
}

static gboolean
add_all(Round *round, InkTxn *txn, const InkFetched *fetched, GError **error)
{
    gint64 now = ink_clock_now(ink_store_get_clock(round->store));
    for (guint i = 0; i < fetched->incoming->len; i++) {
        const InkEnvelope envelope =
            ink_envelope_from(round->mailbox, round->uidvalidity, fetched->incoming->pdata[i],
                              fetched->readings->pdata[i], now);
        if (!ink_batch_add(round->pipeline, txn, &envelope, round->tally, error))
            return FALSE;
    }
    return TRUE;
}

/* Without marks on the server, the highest UID done is the mark. It stops before the first message
 * that was asked for and not given: if that one is still there, it is listed again. */
static gboolean
remember_highest(Round *round, InkTxn *txn, const Batch *batch, const GPtrArray *incoming,
                 GError **error)
{
    if (round->has_marks || round->has_gap)
        return TRUE;
    const char *highest = NULL;
    for (guint i = 0; i < incoming->len; i++) {
        const InkIncoming *item = incoming->pdata[i];
        if (!g_str_equal(item->uid, batch->listed[i]->uid))
            break;
        highest = item->uid;
    }
    round->has_gap = incoming->len < batch->count;
    if (highest == NULL)
        return TRUE;
    return ink_txn_set_highest_uid(txn, round->mailbox->name, round->uidvalidity,
                                   (guint32)g_ascii_strtoull(highest, NULL, 10), error);
}

static gboolean
register_batch(Round *round, const Batch *batch, const InkFetched *fetched, GError **error)
{
    if (round->txn == NULL)
        round->txn = ink_store_begin(round->store, "inkom", error);
    round->in_txn += fetched->incoming->len;
    return round->txn != NULL && add_all(round, round->txn, fetched, error) &&
           remember_highest(round, round->txn, batch, fetched->incoming, error);
}

/* Makes what is registered durable, and only then has it acknowledged. Several batches share a
 * commit: the pages that every message touches (indexes, the journal's end) are written once. */
static gboolean
commit(Round *round, InkFetcher *fetcher, GError **error)
{
    if (round->txn == NULL)
        return TRUE;
    gboolean is_good = ink_txn_commit(round->txn, error);
    g_clear_pointer(&round->txn, ink_txn_free);
    round->in_txn = 0;
    while (is_good && round->registered->len > 0)
        ink_fetcher_acknowledge(fetcher, g_ptr_array_steal_index(round->registered, 0));
    if (is_good)
        round->committed = *round->tally;
    return is_good;
}

/* After a failure: nothing of what is not committed counts, and nothing of it is acknowledged. */
static void
give_up(Round *round)
{
    g_clear_pointer(&round->txn, ink_txn_free);
    g_ptr_array_set_size(round->registered, 0);
    round->in_txn = 0;
    *round->tally = round->committed;
}

static Batch
ask_for_batch(const Round *round, InkFetcher *fetcher, const GPtrArray *fresh, guint first)
{
    Batch batch = {.first = first};
    if (first >= fresh->len || ink_watch_should_stop(round->watch))
        return batch;
    batch.listed = (InkListed *const *)(gpointer)(fresh->pdata + first);
    batch.count = ink_batch_measure(fresh, first);
    ink_fetcher_ask(fetcher, batch.listed, batch.count);
    return batch;
}

/* When the server fails, what it gave before is good and is kept; when the register fails, it is
 * not. */
static gboolean
take_batch(Round *round, InkFetcher *fetcher, const Batch *batch, GError **error)
{
    InkFetched *fetched = ink_fetcher_take(fetcher, error);
    if (fetched == NULL) {
        commit(round, fetcher, NULL);
        return FALSE;
    }
    g_ptr_array_add(round->registered, fetched);
    if (!register_batch(round, batch, fetched, error))
        return FALSE;
    round->done += fetched->incoming->len;
    ink_fetched_drop_bytes(fetched);
    if (round->watch->progress != NULL)
        round->watch->progress(round->watch->data, round->done, round->total);
    return round->in_txn < INK_COMMIT_MESSAGES || commit(round, fetcher, error);
}

/* Keeps the readers busy while this thread waits for a commit. Returns where the list goes on. */
static guint
ask_ahead(const Round *round, InkFetcher *fetcher, const GPtrArray *fresh, guint next,
          GArray *asked)
{
    while (asked->len < BATCHES_ASKED) {
        Batch batch = ask_for_batch(round, fetcher, fresh, next);
        if (batch.count == 0)
            break;
        g_array_append_val(asked, batch);
        next += batch.count;
    }
    return next;
}

static gboolean
take_batches(Round *round, InkFetcher *fetcher, const GPtrArray *fresh, GError **error)
{
    g_autoptr(GArray) asked = g_array_new(FALSE, FALSE, sizeof(Batch));
    guint next = ask_ahead(round, fetcher, fresh, 0, asked);
    while (asked->len > 0) {
        Batch batch = g_array_index(asked, Batch, 0);
        g_array_remove_index(asked, 0);
        if (!take_batch(round, fetcher, &batch, error))
            return FALSE;
        next = ask_ahead(round, fetcher, fresh, next, asked);
    }
    return commit(round, fetcher, error) && ink_fetcher_finish(fetcher, error);
}

static gboolean
take_fresh(Round *round, const GPtrArray *fresh, GError **error)
{
    if (fresh->len == 0)
        return TRUE;
    g_autoptr(InkFetcher) fetcher = ink_fetcher_new(round->source, round->pipeline);
    g_autoptr(GPtrArray) registered =
        g_ptr_array_new_with_free_func((GDestroyNotify)ink_fetched_free);
    round->registered = registered;
    round->has_gap = FALSE;
    round->committed = *round->tally;
    gboolean is_good = take_batches(round, fetcher, fresh, error);
    if (!is_good)
        give_up(round);
    return is_good;
}

static gboolean
take_list(Round *round, GPtrArray *listed, gboolean *out_found_new, GError **error)
{
    g_autoptr(GPtrArray) fresh = g_ptr_array_new();
    g_autoptr(GPtrArray) known = g_ptr_array_new();
    if (!sort_out(round, listed, fresh, known, error))
        return FALSE;
    if (known->len > 0 && !ink_source_acknowledge(round->source, (const char *const *)known->pdata,
                                                  known->len, error))
        return FALSE;
    gint64 done_before = round->done;
    round->total += fresh->len;
    if (!take_fresh(round, fresh, error))
        return FALSE;
    *out_found_new = round->done > done_before;
    return TRUE;
}

static GPtrArray *
list(Round *round, GError **error)
{
    guint32 after = 0;
    if (!round->has_marks && !ink_store_get_highest_uid(round->store, round->mailbox->name,
                                                        round->uidvalidity, &after, error))
        return NULL;
    return ink_source_list(round->source, after, error);
}

/* Lists again until nothing new is found: a list is cut at INK_SOURCE_LIST_MAX, and mail goes on
 * arriving meanwhile. */
static gboolean
take_all(Round *round, GError **error)
{
    gboolean found_new = TRUE;
    guint empty_handed = 0; /* times in a row that what was listed could not be fetched */
    while (found_new && !ink_watch_should_stop(round->watch)) {
        gint64 total_before = round->total;
        g_autoptr(GPtrArray) listed = list(round, error);
        if (listed == NULL || !take_list(round, listed, &found_new, error))
            return FALSE;
        gboolean was_refused = !found_new && round->total > total_before;
        empty_handed = was_refused ? empty_handed + 1 : 0;
        found_new = found_new || (was_refused && empty_handed < EMPTY_HANDED_MAX);
    }
    if (empty_handed == 0 || ink_watch_should_stop(round->watch))
        return TRUE;
    g_set_error(error, INK_ERROR, INK_ERROR_TEMPORARY,
                "brevlådan %s: servern lämnar inte ut meddelanden som den säger finns; de ligger "
                "kvar och hämtas nästa gång",
                round->mailbox->name);
    return FALSE;
}

gboolean
ink_job_take_in(InkPipeline *pipeline, const InkMailbox *mailbox, const InkWatch *watch,
                InkTally *tally, GError **error)
{
    g_autoptr(InkSource) source =
        ink_source_open(mailbox, &ink_pipeline_get_config(pipeline)->limits, error);
    if (source == NULL)
        return FALSE;
    Round round = {.pipeline = pipeline,
                   .store = ink_pipeline_get_store(pipeline),
                   .mailbox = mailbox,
                   .watch = watch,
                   .tally = tally,
                   .source = source,
                   .uidvalidity = ink_source_get_uidvalidity(source),
                   .has_marks = ink_source_has_marks(source)};
    return take_all(&round, error);
}
