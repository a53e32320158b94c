/* SPDX-License-Identifier: MIT
 *
 * The comparison of a mailbox with the ledger.
 *
 * The server is asked first and the ledger afterwards: what another round takes in meanwhile is
 * committed before it is marked, so that it is never taken for lost.
 *
 *   in the mailbox's folder
 *     marked as done           the ledger must have it
 *     not marked               waits; but not while the ledger has later ones (higher UIDs), nor,
 *                              where UIDs have no order (Maildir), for more than a day
 *     a server without marks   the ledger must have each UID up to the highest one done
 *   in the folder for what is done
 *     everything               the ledger must have it
 *   in the ledger              the original bytes must be there; that a message is gone from the
 *                              server is fine
 *
 * A UID that the ledger does not know may still be a message of its own: moved messages get new
 * UIDs, and so does everything when the server numbers a folder anew. Its bytes are fetched and
 * looked up, and where they are known the register remembers the UID.
 */
#include "batch.h"

#include "inkom/error.h"
#include "inkom/ledger.h"
#include "inkom/source.h"
#include "inkom/token.h"

#define WAIT_MOST_S ((gint64)24 * 60 * 60)

typedef struct {
    InkPipeline *pipeline;
    InkStore *store;
    const InkMailbox *mailbox;
    const InkWatch *watch;
    InkReconciliation *result;
} Comparison;

/* One folder of it. */
typedef struct {
    const Comparison *comparison;
    InkSource *source;
    const char *folder; /* as in inkom/reconcile.h */
    guint32 uidvalidity;
    GHashTable *ledger; /* UIDs that the ledger has under these numbers */
    GHashTable *moved;  /* UIDs of this place that were known by their bytes */
} Place;

static void
place_clear(Place *place)
{
    g_clear_pointer(&place->ledger, g_hash_table_unref);
    g_clear_pointer(&place->moved, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Place, place_clear)

void
ink_reconciliation_free(InkReconciliation *reconciliation)
{
    if (reconciliation == NULL)
        return;
    g_ptr_array_unref(reconciliation->findings);
    g_free(reconciliation);
}

static void
add_finding(const Place *place, const char *uid, InkFindingKind kind)
{
    const Comparison *comparison = place->comparison;
    g_ptr_array_add(
        comparison->result->findings,
        ink_finding_new(comparison->mailbox->name, place->folder, place->uidvalidity, uid, kind));
}

static gboolean
is_known(const Place *place, const char *uid)
{
    return g_hash_table_contains(place->ledger, uid) || g_hash_table_contains(place->moved, uid);
}

/* --- by their bytes ---------------------------------------------------------------------------*/

static gboolean
remember(const Place *place, InkTxn *txn, const InkIncoming *incoming, gint64 message,
         GError **error)
{
    if (!ink_txn_add_whereabouts(txn, place->comparison->mailbox->name, place->folder,
                                 place->uidvalidity, incoming->uid, message, error))
        return FALSE;
    g_hash_table_add(place->moved, g_strdup(incoming->uid));
    return TRUE;
}

static gboolean
look_up(const Place *place, InkTxn *txn, const InkIncoming *incoming, GError **error)
{
    gsize size;
    gconstpointer data = g_bytes_get_data(incoming->bytes, &size);
    g_autofree char *sha256 = ink_sha256_hex(data, size);
    gint64 message, case_id;
    if (!ink_store_find_same(place->comparison->store, sha256, incoming->size, &message, &case_id,
                             error))
        return FALSE;
    return message == 0 || remember(place, txn, incoming, message, error);
}

static gboolean
look_up_some(const Place *place, const GPtrArray *unknown, guint first, guint count, GError **error)
{
    InkListed *const *listed = (InkListed *const *)(gpointer)(unknown->pdata + first);
    g_autoptr(GPtrArray) fetched = ink_source_fetch(place->source, listed, count, error);
    if (fetched == NULL)
        return FALSE;
    g_autoptr(InkTxn) txn = ink_store_begin(place->comparison->store, "inkom", error);
    if (txn == NULL)
        return FALSE;
    for (guint i = 0; i < fetched->len; i++)
        if (!look_up(place, txn, fetched->pdata[i], error))
            return FALSE;
    return ink_txn_commit(txn, error);
}

/* What could not be fetched because it has gone meanwhile is no finding. */
static gboolean
list_present(const Place *place, GHashTable *out_present, GError **error)
{
    g_autoptr(GPtrArray) held = ink_source_survey(place->source, error);
    if (held == NULL)
        return FALSE;
    for (guint i = 0; i < held->len; i++)
        g_hash_table_add(out_present, g_strdup(((const InkHeld *)held->pdata[i])->uid));
    return TRUE;
}

/* unknown: InkListed. Those whose bytes the ledger does not have are findings. */
static gboolean
look_up_unknown(const Place *place, const GPtrArray *unknown, GError **error)
{
    for (guint i = 0, count; i < unknown->len; i += count) {
        count = ink_batch_measure(unknown, i);
        if (ink_watch_should_stop(place->comparison->watch)) {
            g_set_error(error, INK_ERROR, INK_ERROR_TEMPORARY,
                        "brevlådan %s: jämförelsen med registret avbröts",
                        place->comparison->mailbox->name);
            return FALSE;
        }
        if (!look_up_some(place, unknown, i, count, error))
            return FALSE;
    }
    g_autoptr(GHashTable) present = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (unknown->len > 0 && !list_present(place, present, error))
        return FALSE;
    for (guint i = 0; i < unknown->len; i++) {
        const char *uid = ((const InkListed *)unknown->pdata[i])->uid;
        if (is_known(place, uid))
            place->comparison->result->accounted++;
        else if (g_hash_table_contains(present, uid))
            add_finding(place, uid, INK_FINDING_UNREGISTERED);
    }
    return TRUE;
}

/* --- one folder -------------------------------------------------------------------------------*/

static guint64
get_number(const char *uid)
{
    return g_ascii_strtoull(uid, NULL, 10);
}

/* UIDs up to this one must be in the ledger; 0 where UIDs have no order. */
static gboolean
get_mark(const Place *place, guint64 *out_mark, GError **error)
{
    const Comparison *comparison = place->comparison;
    guint32 highest = 0;
    *out_mark = 0;
    if (place->uidvalidity == 0)
        return TRUE;
    if (!ink_source_has_marks(place->source)) {
        if (!ink_store_get_highest_uid(comparison->store, comparison->mailbox->name,
                                       place->uidvalidity, &highest, error))
            return FALSE;
        *out_mark = highest;
        return TRUE;
    }
    GHashTableIter iter;
    gpointer uid;
    g_hash_table_iter_init(&iter, place->ledger);
    while (g_hash_table_iter_next(&iter, &uid, NULL))
        *out_mark = MAX(*out_mark, get_number(uid));
    return TRUE;
}

static void
judge_waiting(const Place *place, const InkHeld *held, guint64 mark)
{
    gint64 now = ink_clock_now(ink_store_get_clock(place->comparison->store));
    gboolean is_skipped = held->stored_at != INK_TIME_NONE ? now - held->stored_at > WAIT_MOST_S
                                                           : get_number(held->uid) <= mark;
    if (is_skipped)
        add_finding(place, held->uid, INK_FINDING_SKIPPED);
    else
        place->comparison->result->waiting++;
}

static gboolean
judge_all(const Place *place, const GPtrArray *held, GError **error)
{
    gboolean is_done_folder = place->folder[0] != '\0';
    g_autoptr(GPtrArray) unknown = g_ptr_array_new_with_free_func((GDestroyNotify)ink_listed_free);
    guint64 mark;
    if (!get_mark(place, &mark, error))
        return FALSE;
    for (guint i = 0; i < held->len; i++) {
        const InkHeld *item = held->pdata[i];
        if (is_known(place, item->uid)) {
            place->comparison->result->accounted++;
        } else if (is_done_folder || item->is_marked) {
            InkListed *listed = g_new0(InkListed, 1);
            listed->uid = g_strdup(item->uid);
            listed->size = item->size;
            g_ptr_array_add(unknown, listed);
        } else {
            judge_waiting(place, item, mark);
        }
    }
    return look_up_unknown(place, unknown, error);
}

/* A message keeps its name when a Maildir's file is moved; a server gives it another UID. */
static gboolean
compare_folder(const Comparison *comparison, InkSource *source, const char *folder, GError **error)
{
    guint32 uidvalidity = ink_source_get_uidvalidity(source);
    const char *mailbox = comparison->mailbox->name;
    gboolean has_own_uids = folder[0] != '\0' && uidvalidity != 0;
    g_auto(Place) place = {comparison, source, folder, uidvalidity, NULL, NULL};
    g_autoptr(GPtrArray) held = ink_source_survey(source, error);
    if (held == NULL)
        return FALSE;
    place.ledger = has_own_uids
                       ? g_hash_table_new(g_str_hash, g_str_equal)
                       : ink_store_list_uids(comparison->store, mailbox, uidvalidity, error);
    if (place.ledger == NULL)
        return FALSE;
    place.moved =
        ink_store_list_whereabouts(comparison->store, mailbox, folder, uidvalidity, error);
    return place.moved != NULL && judge_all(&place, held, error);
}

static gboolean
compare_folders(const Comparison *comparison, GError **error)
{
    const InkMailbox *mailbox = comparison->mailbox;
    g_autoptr(InkSource) source =
        ink_source_open(mailbox, &ink_pipeline_get_config(comparison->pipeline)->limits, error);
    g_autoptr(InkSource) done = NULL;
    if (source == NULL || !compare_folder(comparison, source, "", error) ||
        !ink_source_open_done(source, &done, error))
        return FALSE;
    return done == NULL || compare_folder(comparison, done, mailbox->done, error);
}

InkReconciliation *
ink_job_reconcile(InkPipeline *pipeline, const InkMailbox *mailbox, const InkWatch *watch,
                  GError **error)
{
    g_autoptr(InkReconciliation) result = g_new0(InkReconciliation, 1);
    result->findings = g_ptr_array_new_with_free_func((GDestroyNotify)ink_finding_free);
    const Comparison comparison = {pipeline, ink_pipeline_get_store(pipeline), mailbox, watch,
                                   result};
    if (!compare_folders(&comparison, error))
        return NULL;
    g_autoptr(GPtrArray) without =
        ink_store_list_without_bytes(comparison.store, mailbox->name, error);
    if (without == NULL)
        return NULL;
    g_ptr_array_extend_and_steal(result->findings, g_steal_pointer(&without));
    return g_steal_pointer(&result);
}
