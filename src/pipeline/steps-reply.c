/* SPDX-License-Identifier: MIT
 *
 * Whether a receipt goes. Only a new case is confirmed, where somebody waits for it; it is owed
 * where triage has a reason against sending it by itself.
 */
#include "pipeline-private.h"

static void
withhold(InkWork *work, gboolean is_owed, const char *reason)
{
    InkDecision *decision = work->decision;
    decision->reply.is_owed = is_owed;
    decision->reply.reason = g_strdup(reason);
    if (is_owed)
        ink_decision_add_note(decision, "receipt", "bekräftelse har inte skickats: %s", reason);
}

/* A note that staff wrote (27 § FL), what an editor confirms where it was published (A19), a remark
 * on a page. */
gboolean
ink_reply_is_confirmed_elsewhere(const char *channel)
{
    static const char *const channels[] = {"tjänsteanteckning", "sociala medier", "sidkommentar",
                                           NULL};
    return g_strv_contains(channels, channel);
}

char *
ink_reply_find_nobody(const InkPipeline *pipeline, const InkDecision *decision,
                      const InkOrigin *origin)
{
    const InkRoutine *routine = ink_config_find_routine(pipeline->config, decision->unit);
    if (routine->receipt_template == NULL)
        return g_strdup("rutinen skickar ingen bekräftelse");
    const InkChannelRoutine *channel = ink_routine_find_channel(routine, decision->channel);
    if (ink_reply_is_confirmed_elsewhere(decision->channel) ||
        (channel != NULL && !channel->has_receipt))
        return g_strdup_printf("kanalen %s bekräftas inte med brev", decision->channel);
    return g_strdup(ink_origin_find_no_reply(origin, decision->sender));
}

/* Only a new case is confirmed. */
static const char *
get_reason_without_case(InkDisposition disposition)
{
    switch (disposition) {
    case INK_DISPOSITION_REFER:
    case INK_DISPOSITION_REVIEW:
        return "en människa avgör först";
    case INK_DISPOSITION_MINOR:
        return "registreras inte";
    case INK_DISPOSITION_ANSWER:
        return "ett svar från handläggaren bekräftas inte";
    case INK_DISPOSITION_COMMAND:
        return "en order från handläggaren bekräftas med eget brev";
    default:
        return "automatiska brev bekräftas aldrig";
    }
}

static const char *
get_first_reason(const InkTriage *triage)
{
    return ((const InkTriageReason *)triage->reasons->pdata[0])->text;
}

static void
withhold_in_case(InkWork *work)
{
    ink_triage_add_case(work->triage);
    ink_decision_add_reason(work->decision, "besvaras inte (22): hör till ett ärende");
    withhold(work, FALSE, get_first_reason(work->triage));
}

static void
decide_receipt(InkWork *work)
{
    InkDecision *decision = work->decision;
    const InkPipeline *pipeline = work->pipeline;
    g_autofree char *nobody = ink_reply_find_nobody(pipeline, decision, work->origin);
    if (nobody != NULL) {
        withhold(work, FALSE, nobody);
        return;
    }
    const InkRoutine *routine = ink_config_find_routine(pipeline->config, decision->unit);
    decision->reply.kind = g_strdup("receipt");
    decision->reply.to = g_strdup(work->triage->reply_to);
    decision->reply.language =
        g_strdup(ink_reply_get_language(pipeline, routine->receipt_template, decision->language));
    if (work->triage->reasons->len > 0) {
        withhold(work, !work->envelope->is_forgiven, get_first_reason(work->triage));
    } else if (work->report->kind != INK_REPORT_NONE) {
        withhold(work, TRUE, ink_report_kind_get_swedish(work->report->kind));
    } else if (routine->receipt_when == INK_RECEIPT_AT_ASSIGNMENT && decision->officer == NULL) {
        decision->reply.waits = TRUE;
        withhold(work, FALSE, "skickas när en handläggare är utsedd, med dennes namn");
    } else {
        decision->reply.send = TRUE;
        decision->reply.reason = g_strdup("nytt ärende från en person");
    }
}

gboolean
ink_step_reply(InkWork *work, GError **error)
{
    (void)error;
    InkDisposition disposition = work->decision->disposition;
    if (work->is_repeat || work->decision->reply.send)
        return TRUE;
    if (disposition == INK_DISPOSITION_ATTACH)
        withhold_in_case(work);
    else if (work->decision->procedure != NULL)
        withhold(work, FALSE, "förfarandet har ingen bekräftelse som går av sig själv");
    else if (disposition != INK_DISPOSITION_NEW)
        withhold(work, FALSE, get_reason_without_case(disposition));
    else
        decide_receipt(work);
    return TRUE;
}
