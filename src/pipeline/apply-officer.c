/* SPDX-License-Identifier: MIT
 *
 * What an officer's answer does to its case (A15, A32, C13–C15): it happened when it was sent.
 */
#include "pipeline-private.h"

/* E28: what was asked for has come. Kept open for another reason, it stays so. */
static gboolean
release(InkPipeline *pipeline, InkTxn *txn, const InkVerdict *verdict, GError **error)
{
    gint64 case_id = verdict->decision->case_id;
    g_autoptr(InkCase) cas = ink_store_get_case(pipeline->store, case_id, error);
    if (cas == NULL)
        return FALSE;
    const InkCaseEvent event = {.event = INK_EVENT_RELEASE,
                                .at = verdict->answer.sent_at,
                                .why = "kopian av svaret har kommit"};
    gboolean is_living = cas->status == INK_CASE_OPEN || cas->status == INK_CASE_ANSWERED;
    return verdict->answer.event != INK_EVENT_ANSWER || !is_living ||
           g_strcmp0(cas->held, INK_HELD_FOR_COPY) != 0 ||
           ink_pipeline_happen(pipeline, txn, case_id, &event, error);
}

gboolean
ink_officer_apply(InkPipeline *pipeline, InkTxn *txn, const InkVerdict *verdict, GError **error)
{
    const InkDecision *decision = verdict->decision;
    if (decision->disposition != INK_DISPOSITION_ANSWER)
        return TRUE;
    g_autofree char *when = ink_clock_format_short(pipeline->clock, verdict->answer.sent_at);
    g_autofree char *why =
        g_strdup_printf("%s till %s, sänt %s av %s",
                        verdict->answer.event == INK_EVENT_INTERIM ? "delsvar" : "svar",
                        verdict->answer.to, when, decision->sender);
    const InkCaseEvent event = {
        .event = verdict->answer.event, .at = verdict->answer.sent_at, .why = why};
    return release(pipeline, txn, verdict, error) &&
           ink_pipeline_happen(pipeline, txn, decision->case_id, &event, error);
}
