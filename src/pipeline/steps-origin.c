/* SPDX-License-Identifier: MIT
 *
 * Who really wrote it, and what that changes for the other steps. Rules, triage and the receipt
 * look at the letter as its author wrote it; threading looks at what the officer wrote as well; the
 * ledger keeps the message as it came.
 */
#include "pipeline-private.h"

#include "inkom/text.h"

#include <string.h>

#define MISFIT_ALERT "ett formulär har ändrats"

/* A server that is to write what it found has not seen this letter, or somebody took its words
 * away. What came by no server at all never left the house. */
static InkProof
find_proof(const InkPipeline *pipeline, const InkMessage *message)
{
    static const InkProof proofs[] = {[INK_VOUCHING_NONE] = INK_PROOF_NONE,
                                      [INK_VOUCHING_YES] = INK_PROOF_PASSED,
                                      [INK_VOUCHING_SILENT] = INK_PROOF_FAILED,
                                      [INK_VOUCHING_NO] = INK_PROOF_FAILED};
    InkProof proof = proofs[ink_triage_find_vouching(message, pipeline->config, NULL)];
    gboolean is_expected = pipeline->config->authserv_id != NULL && message->received->len > 0;
    return proof == INK_PROOF_NONE && is_expected ? INK_PROOF_ABSENT : proof;
}

InkOrigin *
ink_origin_of_message(const InkPipeline *pipeline, InkPatternScratch *patterns,
                      const InkMessage *message)
{
    const InkOriginFacts facts = {.config = pipeline->config,
                                  .forms = pipeline->forms,
                                  .clock = pipeline->clock,
                                  .patterns = patterns,
                                  .proof = find_proof(pipeline, message)};
    ink_pattern_scratch_begin_message(patterns);
    return ink_origin_find(message, &facts);
}

const InkMessage *
ink_origin_get_letter(const InkOrigin *origin, const InkMessage *message)
{
    return origin->letter != NULL ? origin->letter : message;
}

gboolean
ink_step_origin(InkWork *work, GError **error)
{
    (void)error;
    InkOrigin *origin = work->origin = work->verdict->origin =
        g_steal_pointer(&work->reading->origin);
    work->letter = ink_origin_get_letter(origin, work->message);
    for (guint i = 0; i < origin->evidence->len; i++)
        ink_decision_add_reason(work->decision, "upphov: %s",
                                (const char *)origin->evidence->pdata[i]);
    return TRUE;
}

gboolean
ink_origin_is_vouched(const InkWork *work)
{
    return work->letter != work->message &&
           ink_triage_find_vouching(work->message, work->pipeline->config, NULL) ==
               INK_VOUCHING_YES;
}

gboolean
ink_origin_is_by_staff(const InkWork *work)
{
    const InkConfig *config = work->pipeline->config;
    const InkAddress *sender = ink_message_get_sender(work->message);
    if (sender == NULL || work->origin->kind == INK_ORIGIN_FORM ||
        work->origin->kind == INK_ORIGIN_FORWARD || !ink_config_is_staff(config, sender->address))
        return FALSE;
    InkProof proof = find_proof(work->pipeline, work->message);
    return proof == INK_PROOF_PASSED || proof == INK_PROOF_NONE;
}

/* A number may stand in the officer's words, or in what he passes on. */
InkMessage *
ink_origin_make_threaded(const InkOrigin *origin, const InkMessage *message)
{
    if (origin->letter == NULL || origin->kind == INK_ORIGIN_NOTE)
        return NULL;
    gboolean is_forward = origin->kind == INK_ORIGIN_FORWARD;
    const InkAddress *sender = ink_message_get_sender(is_forward ? message : origin->letter);
    g_autofree char *text =
        g_strconcat(is_forward ? message->new_text : "", "\n\n", origin->letter->new_text, NULL);
    InkMessage *threaded =
        ink_origin_letter_new(message, message, sender != NULL ? sender->name : NULL,
                              sender != NULL ? sender->address : NULL, message->subject, text);
    g_strfreev(threaded->in_reply_to);
    g_strfreev(threaded->references);
    threaded->in_reply_to = g_strdupv(message->in_reply_to);
    threaded->references = g_strdupv(message->references);
    threaded->message_id = g_strdup(message->message_id);
    return threaded;
}

/* FL 22 §: a letter to an officer has come in when it reached the officer (A26, E10). Only what is
 * certain moves the day, and never to a later one. Of what only the header is there, nobody knows.
 */
void
ink_origin_settle_arrival(InkWork *work)
{
    InkDecision *decision = work->decision;
    const InkOrigin *origin = work->origin;
    if (origin == NULL || !origin->is_certain || origin->date == INK_TIME_NONE ||
        origin->date > work->came_in)
        return;
    decision->arrived = origin->date;
    g_free(decision->arrived_by);
    decision->arrived_by = g_strdup(origin->dated_by);
}

static void
take_form(InkDecision *decision, const InkOrigin *origin)
{
    if (origin->channel != NULL)
        ink_text_set(&decision->channel, origin->channel);
    if (origin->type != NULL) {
        ink_text_set(&decision->type, origin->type);
        ink_decision_add_reason(decision, "typ %s: enligt formuläret", origin->type);
    }
    if (origin->unit != NULL) {
        ink_text_set(&decision->unit, origin->unit);
        ink_decision_add_reason(decision, "nämnd %s: enligt formuläret", origin->unit);
    }
    if (origin->title == NULL || !ink_rules_title_is_good(origin->title))
        return;
    gboolean has_place = origin->place != NULL && strstr(origin->title, origin->place) == NULL;
    g_autofree char *title =
        g_strconcat(origin->title, has_place ? ": " : NULL, origin->place, NULL);
    ink_text_set(&decision->title, title);
}

void
ink_origin_settle_class(InkWork *work)
{
    InkDecision *decision = work->decision;
    const InkOrigin *origin = work->origin;
    const InkAddress *sender = ink_message_get_sender(work->message);
    gboolean is_unknown = origin->sender == NULL && origin->letter == NULL && sender != NULL;
    decision->sender = g_strdup(is_unknown ? sender->address : origin->sender);
    decision->sender_name = g_strdup(is_unknown ? sender->name : origin->sender_name);
    /* Whoever left a telephone number can be answered, and the officer must know where (E20). */
    if (decision->sender == NULL && decision->sender_name == NULL)
        decision->sender_name = g_strdup(origin->phone);
    if (origin->kind == INK_ORIGIN_FORM || origin->kind == INK_ORIGIN_NOTE)
        take_form(decision, origin);
    if (origin->remark != NULL)
        ink_decision_add_note(decision, "origin", "%s", origin->remark);
    if (!origin->is_certain)
        ink_decision_add_note(decision, origin->is_misfit ? "form" : "origin", "%s%s%s",
                              origin->doubt, decision->dnr != NULL ? "; hör kanske till " : "",
                              decision->dnr != NULL ? decision->dnr : "");
    if (origin->is_misfit && work->verdict->alert == NULL)
        work->verdict->alert = MISFIT_ALERT;
}

/* Nor is anything done in a case on the word of a forged officer: it would be opened again, and
 * take in whom he copies. What staff wrote to somebody outside may stand in a case, but begins
 * none.
 */
static gboolean
must_wait(const InkOrigin *origin, InkDisposition disposition)
{
    gboolean is_passed_by =
        disposition == INK_DISPOSITION_NEW || disposition == INK_DISPOSITION_MINOR;
    return origin->is_certain ? is_passed_by && origin->kind == INK_ORIGIN_REPLY
                              : is_passed_by || disposition == INK_DISPOSITION_ATTACH;
}

/* What a rule puts before a person, with its haste, is there already. */
void
ink_origin_hold_uncertain(InkWork *work)
{
    InkDecision *decision = work->decision;
    const InkOrigin *origin = work->origin;
    if (!must_wait(origin, decision->disposition))
        return;
    decision->disposition = INK_DISPOSITION_REVIEW;
    if (origin->is_certain)
        ink_decision_add_note(decision, "origin",
                              "%s har skrivit till någon annan, med kopia hit; avgör vems ärende "
                              "det är",
                              origin->sender);
    else if (decision->dnr != NULL)
        ink_decision_add_reason(decision, "upphovet är osäkert: tillförs inte %s", decision->dnr);
    decision->case_id = 0;
    g_clear_pointer(&decision->dnr, g_free);
}

/* What was uncertain of it is not any more. Whoever staff answers is whose matter it is. Nothing
 * within a message came in later than the message. */
void
ink_origin_confirm(InkDecision *decision, const InkOrigin *origin)
{
    const InkOrigin *told = origin->answered != NULL ? origin->answered : origin;
    if (told != origin) {
        ink_text_set(&decision->sender, told->sender);
        ink_text_set(&decision->sender_name, told->sender_name);
    }
    if (told->date == INK_TIME_NONE || told->date > decision->arrived)
        return;
    decision->arrived = told->date;
    ink_text_set(&decision->arrived_by, told->dated_by);
}

const char *
ink_origin_find_no_reply(const InkOrigin *origin, const char *sender)
{
    if (origin->wants_no_answer)
        return "den som skrev har valt att inte få svar";
    return origin->kind == INK_ORIGIN_FORM && sender == NULL
               ? "formuläret har ingen adress att skriva till"
               : NULL;
}
