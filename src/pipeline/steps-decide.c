/* SPDX-License-Identifier: MIT
 *
 * The later steps: whose case is it, what is it about, what becomes of it.
 */
#include "pipeline-private.h"

#include "inkom/error.h"
#include "inkom/log.h"
#include "inkom/text.h"

static void
take_hits(InkWork *work)
{
    GPtrArray *hits = work->reading->classification->hits;
    while (hits->len > 0)
        g_ptr_array_add(work->decision->hits, g_ptr_array_steal_index(hits, 0));
}

/* What is confirmed elsewhere, or is internal, is written by staff or by a machine of ours, which
 * its origin tells. A citizen's words about a note make none of his letter. */
static void
check_channel(InkWork *work)
{
    InkDecision *decision = work->decision;
    gboolean is_of_house = ink_reply_is_confirmed_elsewhere(decision->channel) ||
                           g_str_equal(decision->channel, INK_CHANNEL_INTERNAL);
    if (!is_of_house || ink_origin_is_by_staff(work))
        return;
    ink_decision_add_reason(decision, "kanal %s: bara personal och formulär skriver den vägen",
                            decision->channel);
    ink_text_set(&decision->channel, INK_CHANNEL_DEFAULT);
}

/* B1: both a question and a complaint. What a form says outright is all that it is. */
static void
settle_types(InkWork *work)
{
    InkDecision *decision = work->decision;
    const InkClassification *found = work->reading->classification;
    if (!ink_config_find_routine(work->pipeline->config, decision->unit)->has_many_types ||
        work->origin->type != NULL)
        return;
    if (found->type == NULL && found->types[0] != NULL)
        ink_text_set(&decision->type, found->types[0]);
    g_autoptr(GPtrArray) more = g_ptr_array_new();
    for (char **type = found->types; *type != NULL; type++)
        if (!g_str_equal(*type, decision->type))
            g_ptr_array_add(more, g_strdup(*type));
    g_ptr_array_add(more, NULL);
    g_strfreev(decision->more_types);
    decision->more_types = (char **)g_ptr_array_free(g_steal_pointer(&more), FALSE);
    g_autofree char *also = g_strjoinv(", ", decision->more_types);
    if (also[0] != '\0')
        ink_decision_add_reason(decision, "också typ %s: rutinen låter ett ärende ha flera", also);
}

gboolean
ink_step_classify(InkWork *work, GError **error)
{
    (void)error;
    InkDecision *decision = work->decision;
    const InkClassification *found = work->reading->classification;
    decision->type = g_strdup(found->type != NULL ? found->type : INK_TYPE_DEFAULT);
    decision->unit = g_strdup(found->unit != NULL ? found->unit : work->envelope->unit);
    decision->channel = g_strdup(found->channel != NULL ? found->channel : INK_CHANNEL_DEFAULT);
    decision->language = g_strdup(found->language);
    decision->title = g_strdup(found->title);
    decision->officer = g_strdup(found->officer);
    decision->secrecy = g_strdup(found->secrecy);
    decision->importance = g_strdup(found->importance);
    for (char **flag = found->flags; *flag != NULL; flag++)
        ink_decision_add_flag(decision, *flag);
    ink_decision_add_reason(decision, "typ %s: %s", decision->type, found->type_reason);
    ink_decision_add_reason(decision, "nämnd %s: %s", decision->unit, found->unit_reason);
    for (char **rule = found->undecided; *rule != NULL; rule++) {
        ink_decision_add_note(decision, "undecided",
                              "regeln %s nådde en gräns och räknades inte med", *rule);
        ink_log_warning("regeln %s nådde en gräns och räknades inte med; se \"inkom rules check\"",
                        *rule);
    }
    take_hits(work);
    check_channel(work);
    ink_origin_settle_class(work);
    settle_types(work);
    return TRUE;
}

/* A subject that begins as a machine's ("Frånvaro från skolan …") hides nobody's letter: it opens
 * no case again, for most such are machines', but a person is asked. */
static void
note_guess(InkWork *work)
{
    gboolean is_marked = (work->triage->kind >= INK_TRIAGE_FOLLOWUP && !work->triage->is_guess) ||
                         (work->report->kind != INK_REPORT_NONE && !work->report->is_guess);
    if (is_marked)
        return;
    ink_decision_add_note(
        work->decision, "automatic", "bara ämnesraden tyder på ett automatiskt brev%s",
        work->cas->status == INK_CASE_CLOSED ? "; ärendet är avslutat och är inte öppnat igen"
                                             : "");
}

static void
place_in_case(InkWork *work)
{
    InkDecision *decision = work->decision;
    if (work->triage->kind == INK_TRIAGE_BOUNCE) {
        decision->disposition = INK_DISPOSITION_BOUNCE;
        ink_decision_add_note(decision, "bounce", "ett brev i ärendet kom inte fram");
        return;
    }
    if (work->triage->kind >= INK_TRIAGE_FOLLOWUP || work->report->kind != INK_REPORT_NONE) {
        decision->disposition = INK_DISPOSITION_AUTOMATIC;
        note_guess(work);
        return;
    }
    if (work->verdict->answer.to == NULL && !ink_place_is_command(work) &&
        ink_place_begins_linked_case(work))
        ink_place_linked(work);
    else
        decision->disposition = INK_DISPOSITION_ATTACH;
    ink_place_note_findings(work);
    ink_place_officer(work);
    if (work->cas->status == INK_CASE_CANCELLED)
        ink_decision_add_note(decision, "unclear", "%s är makulerat; ingen arbetar med det längre",
                              decision->dnr);
    /* A threat is no less one for standing in a reply: it is filed, and a person is told. */
    const char *by_rule = work->reading->classification->disposition;
    if (by_rule != NULL && !g_str_equal(by_rule, "minor")) {
        g_autofree char *flags = g_strjoinv("; ", decision->flags);
        ink_decision_add_note(decision, "review", "%s",
                              flags[0] != '\0' ? flags
                                               : "en regel säger att en människa ska se det");
    }
    if (work->thread->is_ambiguous)
        ink_decision_add_note(decision, "unclear", "flera ärendens nummer står i meddelandet");
}

/* The flags say what a person should do ("brådskande: socialtjänsten"); else why he is asked. */
static void
place_by_rule(InkWork *work, const char *name)
{
    InkDecision *decision = work->decision;
    ink_disposition_find(name, &decision->disposition);
    if (decision->disposition == INK_DISPOSITION_MINOR) {
        ink_decision_add_reason(decision, "uppenbart ringa betydelse enligt en regel (OSL 5:1)");
        return;
    }
    g_autofree char *flags = g_strjoinv("; ", decision->flags);
    const char *why = decision->disposition == INK_DISPOSITION_REFER
                          ? "hör till en annan ordning eller en annan myndighet"
                          : "en regel säger att en människa ska avgöra";
    ink_decision_add_note(decision, name, "%s", flags[0] != '\0' ? flags : why);
}

/* A number or a letter of ours that does not exist is for a person, and so is what the guard holds;
 * a rule that knows the matter (an appeal names the decision's number) says more, unless it would
 * throw the message away. */
static void
place_for_review(InkWork *work)
{
    InkDecision *decision = work->decision;
    const char *by_rule = work->reading->classification->disposition;
    decision->disposition = INK_DISPOSITION_REVIEW;
    if (by_rule != NULL && !g_str_equal(by_rule, "minor"))
        place_by_rule(work, by_rule);
}

static void
place_unknown(InkWork *work, const char *note)
{
    place_for_review(work);
    ink_decision_add_note(work->decision, note, "%s", work->thread->evidence);
}

/* A filter is often wrong: what it marks is kept, and a person says what it is. */
static void
place_spam(InkWork *work)
{
    work->decision->disposition = INK_DISPOSITION_REVIEW;
    ink_decision_add_note(work->decision, "spam", "skräppostfiltret har märkt meddelandet");
}

static void
place_new(InkWork *work)
{
    InkDecision *decision = work->decision;
    const InkClassification *found = work->reading->classification;
    decision->disposition = INK_DISPOSITION_NEW;
    if (found->type == NULL && work->origin->type == NULL && decision->more_types[0] == NULL)
        ink_decision_add_note(decision, "unclear", "ärendetyp: %s", found->type_reason);
    if (found->unit == NULL && work->origin->unit == NULL)
        ink_decision_add_note(decision, "unclear", "nämnd: %s", found->unit_reason);
    if (decision->secrecy != NULL)
        ink_decision_add_note(decision, "sensitive", "sekretess prövas: %s", decision->secrecy);
}

void
ink_decision_settle_officer(const InkPipeline *pipeline, InkDecision *decision)
{
    const InkConfig *config = pipeline->config;
    g_autofree char *wished = g_steal_pointer(&decision->officer);
    if (wished != NULL) {
        const InkOfficer *officer = ink_config_find_officer(config, wished);
        g_autofree char *why =
            officer == NULL
                ? g_strdup_printf("%s står inte under officers: i %s", wished, config->file)
                : ink_case_find_unfit_officer(pipeline, decision->unit, officer->address);
        if (officer != NULL && why == NULL)
            decision->officer = g_strdup(officer->address);
        else
            ink_decision_add_note(decision, "unclear", "handläggare: %s", why);
    }
    if (decision->officer == NULL)
        decision->officer = g_strdup(ink_config_find_unit(config, decision->unit)->officer);
    if (decision->officer != NULL)
        ink_decision_add_reason(decision, "handläggare %s: %s", decision->officer,
                                g_strcmp0(decision->officer, wished) == 0 ? "enligt en regel"
                                                                          : "enhetens egen");
}

gboolean
ink_step_place(InkWork *work, GError **error)
{
    (void)error;
    InkDecision *decision = work->decision;
    if (work->is_repeat)
        return TRUE;
    if (ink_report_is_delivery(work->report)) {
        ink_place_delivery_report(work);
    } else if (work->is_held) {
        place_for_review(work);
        ink_place_note_findings(work);
    } else if (work->thread->kind == INK_THREAD_CASE) {
        place_in_case(work);
    } else if (ink_place_is_command(work)) { /* yes or no about no case */
        decision->disposition = INK_DISPOSITION_COMMAND;
    } else if (work->triage->kind == INK_TRIAGE_BOUNCE) {
        decision->disposition = INK_DISPOSITION_BOUNCE;
        ink_decision_add_note(decision, "bounce", "leveransrapport utan känt ärende");
    } else if (work->triage->kind == INK_TRIAGE_AUTOMATIC) {
        decision->disposition = INK_DISPOSITION_AUTOMATIC;
        /* A letter of our own that came back (an alert to the inbox) is in the outbox already, word
         * for word. What somebody wrote from the inbox's address is nowhere else. */
        if (!work->is_own_letter)
            ink_decision_add_note(decision, "automatic", "automatiskt brev utan känt ärende");
    } else if (work->triage->is_spam) {
        place_spam(work);
    } else if (work->thread->kind == INK_THREAD_UNKNOWN_NUMBER) {
        place_unknown(work, "unknown_number");
    } else if (work->thread->kind == INK_THREAD_LOST_LETTER) {
        place_unknown(work, "lost_letter");
    } else if (work->reading->classification->disposition != NULL && !work->message->is_encrypted) {
        place_by_rule(work, work->reading->classification->disposition);
    } else {
        place_new(work);
    }
    ink_origin_hold_uncertain(work);
    if (decision->disposition == INK_DISPOSITION_NEW)
        ink_decision_settle_officer(work->pipeline, decision);
    return TRUE;
}
