/* SPDX-License-Identifier: MIT
 *
 * What an officer's answer does to its case (A15, A32, C13–C15): it happened when it was sent.
 */
#include "pipeline-private.h"

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
    return ink_pipeline_happen(pipeline, txn, decision->case_id, &event, error);
}
