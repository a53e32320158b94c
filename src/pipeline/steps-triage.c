/* SPDX-License-Identifier: MIT
 *
 * May we answer? The facts that triage asks for, from the register and from the steps before.
 */
#include "pipeline-private.h"

#include "inkom/error.h"

/* The cap-th receipt is the last one that may go: no more than the cap need be counted. */
static gboolean
count_receipts(InkPipeline *pipeline, const char *to, InkReceiptCounts *out, GError **error)
{
    const InkReceiptCaps *caps = &pipeline->config->receipts;
    gint64 domain_cap = ink_triage_get_domain_cap(to, pipeline->config);
    g_autofree char *organisation = ink_triage_get_organisation(to);
    return ink_store_count_receipts(pipeline->store, INK_RECEIPTS_TO_ADDRESS, to, INK_CAP_ADDRESS_S,
                                    caps->per_address, &out->address_day, error) &&
           ink_store_count_receipts(pipeline->store, INK_RECEIPTS_TO_ORGANISATION, organisation,
                                    INK_CAP_DOMAIN_S, domain_cap, &out->domain_hour, error) &&
           ink_store_count_receipts(pipeline->store, INK_RECEIPTS_TO_ANYBODY, NULL, INK_CAP_ALL_S,
                                    caps->per_minute, &out->all_minute, error);
}

/* An alert of ours to our own inbox is no letter that has gone astray. */
static gboolean
is_to_ourselves(const InkWork *work)
{
    if (!work->is_own_letter || work->message->to->len != 1)
        return FALSE;
    const InkAddress *to = work->message->to->pdata[0];
    return ink_config_is_own_address(work->pipeline->config, to->address);
}

static void
take_reasons(InkWork *work, const GPtrArray *reasons, const char *meaning)
{
    InkVerdict *verdict = work->verdict;
    for (guint i = 0; i < reasons->len; i++) {
        const InkTriageReason *reason = reasons->pdata[i];
        ink_decision_add_reason(work->decision, "%s (%s): %s", meaning, reason->row, reason->text);
        if (reason->flag != NULL)
            ink_decision_add_flag(work->decision, reason->flag);
        if (reason->alert != NULL && verdict->alert == NULL && !is_to_ourselves(work)) {
            verdict->alert = reason->alert;
            verdict->alert_why = g_strdup(reason->text);
        }
    }
}

gboolean
ink_step_triage(InkWork *work, GError **error)
{
    InkPipeline *pipeline = work->pipeline;
    GBytes *key = ink_store_get_key(pipeline->store, error);
    if (key == NULL)
        return FALSE;
    const char *message_id = work->message->message_id;
    work->is_own_letter = message_id != NULL && ink_own_id_check(key, message_id);
    InkTriageFacts facts = {.config = pipeline->config,
                            .loop_mark = pipeline->loop_mark,
                            .is_vouched = ink_origin_is_vouched(work),
                            .is_own_letter = work->is_own_letter,
                            .is_repeat = work->is_repeat,
                            .has_borrowed_id = work->has_borrowed_id,
                            .now = ink_clock_now(pipeline->clock),
                            .arrived = work->came_in,
                            .is_backlog = work->envelope->is_backlog};
    g_autofree char *to = ink_triage_get_reply_address(work->letter, pipeline->config);
    if (to != NULL && (!count_receipts(pipeline, to, &facts.receipts, error) ||
                       !ink_step_judge_address(work, to, &facts, error)))
        return FALSE;
    work->triage = ink_triage_run(work->letter, &facts);
    take_reasons(work, work->triage->reasons, "besvaras inte");
    take_reasons(work, work->triage->remarks, "besvaras ändå");
    return TRUE;
}
