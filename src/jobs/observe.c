/* SPDX-License-Identifier: MIT
 *
 * Looking into a mailbox: decides every message there and changes nothing, neither here nor there.
 */
#include "batch.h"

#include "inkom/source.h"

static gboolean
observe_batch(InkPipeline *pipeline, const InkMailbox *mailbox, InkSource *source,
              const GPtrArray *incoming, InkObserveFunc func, gpointer data, GError **error)
{
    gint64 now = ink_clock_now(ink_store_get_clock(ink_pipeline_get_store(pipeline)));
    for (guint i = 0; i < incoming->len; i++) {
        const InkIncoming *item = incoming->pdata[i];
        const InkEnvelope envelope =
            ink_envelope_from(mailbox, ink_source_get_uidvalidity(source), item, NULL, now);
        g_autoptr(InkVerdict) verdict = ink_pipeline_decide(pipeline, &envelope, error);
        if (verdict == NULL)
            return FALSE;
        func(&envelope, verdict, data);
    }
    return TRUE;
}

gboolean
ink_job_observe(InkPipeline *pipeline, const InkMailbox *mailbox, InkObserveFunc func,
                gpointer data, GError **error)
{
    g_autoptr(InkSource) source =
        ink_source_open(mailbox, &ink_pipeline_get_config(pipeline)->limits, error);
    g_autoptr(GPtrArray) listed = source != NULL ? ink_source_list(source, 0, error) : NULL;
    if (listed == NULL)
        return FALSE;
    for (guint first = 0; first < listed->len;) {
        guint count = ink_batch_measure(listed, first);
        InkListed *const *batch = (InkListed *const *)(gpointer)(listed->pdata + first);
        g_autoptr(GPtrArray) incoming = ink_source_fetch(source, batch, count, error);
        if (incoming == NULL ||
            !observe_batch(pipeline, mailbox, source, incoming, func, data, error))
            return FALSE;
        first += count;
    }
    return TRUE;
}
