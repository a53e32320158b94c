/* SPDX-License-Identifier: MIT
 *
 * Taking in a backlog of files. A message's identity is its file and its bytes: importing the same
 * files again changes nothing, a file that has changed is another message.
 */
#include "inkom/import.h"

#include "batch.h"

#include "inkom/token.h"

#define MAILBOX "import"

typedef struct {
    InkPipeline *pipeline;
    InkStore *store;
    const InkWatch *watch;
    InkTally *tally;
    gboolean is_forgiven;
    InkTxn *txn; /* the batch that is being filled; NULL = none */
    InkTally committed;
    guint in_batch;
    gint64 bytes_in_batch, done, total;
} Import;

static gboolean
commit(Import *import, GError **error)
{
    if (import->txn == NULL)
        return TRUE;
    gboolean is_good = ink_txn_commit(import->txn, error);
    g_clear_pointer(&import->txn, ink_txn_free);
    import->in_batch = 0;
    import->bytes_in_batch = 0;
    if (is_good)
        import->committed = *import->tally;
    if (is_good && import->watch->progress != NULL)
        import->watch->progress(import->watch->data, import->done, import->total);
    return is_good;
}

static gboolean
add(Import *import, const char *uid, const InkImported *imported, GError **error)
{
    gint64 id;
    if (!ink_store_find_seen(import->store, MAILBOX, 0, uid, &id, error))
        return FALSE;
    if (id != 0)
        return TRUE;
    if (import->txn == NULL &&
        (import->txn = ink_store_begin(import->store, "inkom", error)) == NULL)
        return FALSE;
    const InkConfig *config = ink_pipeline_get_config(import->pipeline);
    const InkUnit *first_unit = config->units->pdata[0];
    const InkEnvelope envelope = {.mailbox = MAILBOX,
                                  .unit = first_unit->code,
                                  .uid = uid,
                                  .stored_at = imported->stored_at,
                                  .stored_by = "filens tid",
                                  .bytes = imported->bytes,
                                  .size = imported->size,
                                  .is_header_only = imported->is_header_only,
                                  .is_backlog = TRUE,
                                  .is_forgiven = import->is_forgiven};
    import->in_batch++;
    import->bytes_in_batch += (gint64)g_bytes_get_size(imported->bytes);
    return ink_batch_add(import->pipeline, import->txn, &envelope, import->tally, error);
}

static gboolean
take_one(const InkImported *imported, gpointer data, GError **error)
{
    Import *import = data;
    gsize size;
    gconstpointer start = g_bytes_get_data(imported->bytes, &size);
    g_autofree char *hash = ink_sha256_hex(start, size);
    g_autofree char *uid = g_strdup_printf("%s#%.12s", imported->origin, hash);
    if (!add(import, uid, imported, error))
        return FALSE;
    import->done++;
    gboolean is_full =
        import->in_batch >= INK_BATCH_MESSAGES || import->bytes_in_batch >= INK_BATCH_BYTES;
    return !is_full || commit(import, error);
}

gboolean
ink_job_import(InkPipeline *pipeline, const char *const *paths, gboolean is_forgiven,
               const InkWatch *watch, InkTally *tally, GPtrArray *failures, GError **error)
{
    Import import = {.pipeline = pipeline,
                     .store = ink_pipeline_get_store(pipeline),
                     .watch = watch,
                     .tally = tally,
                     .is_forgiven = is_forgiven,
                     .committed = *tally,
                     .total = ink_import_count(paths)};
    const InkLimits *limits = &ink_pipeline_get_config(pipeline)->limits;
    gboolean is_good = ink_import_each(paths, limits, take_one, &import, failures, error) &&
                       commit(&import, error);
    ink_txn_free(import.txn);
    if (!is_good)
        *tally = import.committed;
    return is_good;
}
