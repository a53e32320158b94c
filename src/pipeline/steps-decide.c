/* SPDX-License-Identifier: MIT
 *
 * The later steps: whose case is it, what is it about, what becomes of it.
 */
#include "pipeline-private.h"

#include "inkom/error.h"

static gboolean
find_letter(gpointer store, const char *message_id, gint64 *out_case_id, GError **error)
{
    return ink_store_find_letter(store, message_id, out_case_id, error);
}

static gboolean
find_number(gpointer store, const InkDnr *dnr, gint64 *out_case_id, GError **error)
{
    return ink_store_find_number(store, dnr, out_case_id, error);
}

static gboolean
is_party(gpointer store, gint64 case_id, const char *address, gboolean *out_is_party,
         GError **error)
{
    return ink_store_is_party(store, case_id, address, out_is_party, error);
}

/* Who passed a letter on need not be a party for its author to be one. */
static gboolean
know_author(InkWork *work, const InkCaseIndex *index, GError **error)
{
    InkThread *thread = work->thread;
    gboolean is_known = FALSE;
    if (work->origin->kind != INK_ORIGIN_FORWARD || thread->kind != INK_THREAD_CASE ||
        !thread->is_stranger || work->origin->sender == NULL)
        return TRUE;
    if (!index->is_party(index->data, thread->case_id, work->origin->sender, &is_known, error))
        return FALSE;
    thread->is_stranger = !is_known;
    return TRUE;
}

gboolean
ink_step_thread(InkWork *work, GError **error)
{
    InkPipeline *pipeline = work->pipeline;
    GBytes *key = ink_store_get_key(pipeline->store, error);
    if (key == NULL)
        return FALSE;
    const InkCaseIndex index = {find_letter, find_number, is_party, pipeline->store};
    if (!ink_sent_to_thread(work, error))
        return FALSE;
    g_autoptr(InkMessage) threaded = ink_origin_make_threaded(work->origin, work->message);
    if (work->thread == NULL)
        work->thread = ink_thread_find(threaded != NULL ? threaded : work->message, key,
                                       pipeline->finder, work->envelope->unit, &index, error);
    if (work->thread == NULL || !know_author(work, &index, error))
        return FALSE;

    InkDecision *decision = work->decision;
    if (work->thread->kind == INK_THREAD_NONE)
        ink_decision_add_reason(decision, "hör inte till något tidigare ärende");
    else
        ink_decision_add_reason(decision, "%s", work->thread->evidence);
    if (work->thread->kind != INK_THREAD_CASE)
        return TRUE;

    g_autoptr(InkCase) cas = ink_store_get_case(pipeline->store, work->thread->case_id, error);
    if (cas == NULL)
        return FALSE;
    decision->case_id = cas->id;
    work->is_case_cancelled = cas->status == INK_CASE_CANCELLED;
    ink_triage_add_case(work->triage, cas->dnr);
    decision->dnr = g_steal_pointer(&cas->dnr);
    return TRUE;
}

static void
take_hits(InkWork *work)
{
    GPtrArray *hits = work->reading->classification->hits;
    while (hits->len > 0)
        g_ptr_array_add(work->decision->hits, g_ptr_array_steal_index(hits, 0));
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
    for (char **rule = found->undecided; *rule != NULL; rule++)
        ink_decision_add_note(decision, "undecided",
                              "regeln %s nådde en gräns och räknades inte med", *rule);
    take_hits(work);

    ink_origin_settle_class(work);
    return TRUE;
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
    if (work->triage->kind >= INK_TRIAGE_FOLLOWUP) {
        decision->disposition = INK_DISPOSITION_AUTOMATIC;
        return;
    }
    decision->disposition = INK_DISPOSITION_ATTACH;
    gboolean is_staff = ink_config_is_own_domain(
        work->pipeline->config,
        decision->sender != NULL ? ink_address_get_domain(decision->sender) : "");
    if (work->thread->is_stranger && !is_staff) {
        ink_decision_add_flag(decision, "ny avsändare");
        ink_decision_add_note(decision, "stranger",
                              "%s har inte deltagit i ärendet tidigare; inget är röjt",
                              decision->sender != NULL ? decision->sender : "okänd avsändare");
    }
    if (work->is_case_cancelled)
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

/* A number or a letter of ours that does not exist is for a person; a rule that knows the matter
 * (an appeal names the decision's number) says more, unless it would throw the message away. */
static void
place_unknown(InkWork *work, const char *note)
{
    InkDecision *decision = work->decision;
    const char *by_rule = work->reading->classification->disposition;
    decision->disposition = INK_DISPOSITION_REVIEW;
    if (by_rule != NULL && !g_str_equal(by_rule, "minor"))
        place_by_rule(work, by_rule);
    ink_decision_add_note(decision, note, "%s", work->thread->evidence);
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
    if (found->type == NULL && work->origin->type == NULL)
        ink_decision_add_note(decision, "unclear", "ärendetyp: %s", found->type_reason);
    if (found->unit == NULL && work->origin->unit == NULL)
        ink_decision_add_note(decision, "unclear", "nämnd: %s", found->unit_reason);
    if (decision->secrecy != NULL)
        ink_decision_add_note(decision, "sensitive", "sekretess prövas: %s", decision->secrecy);
}

gboolean
ink_step_place(InkWork *work, GError **error)
{
    (void)error;
    InkDecision *decision = work->decision;
    if (work->is_repeat)
        return TRUE;
    if (work->thread->kind == INK_THREAD_CASE) {
        place_in_case(work);
    } else if (work->triage->kind == INK_TRIAGE_BOUNCE) {
        decision->disposition = INK_DISPOSITION_BOUNCE;
        ink_decision_add_note(decision, "bounce", "leveransrapport utan känt ärende");
    } else if (work->triage->kind == INK_TRIAGE_AUTOMATIC) {
        decision->disposition = INK_DISPOSITION_AUTOMATIC;
        /* A letter of our own that came back (an alert to the inbox) is in the outbox already. What
         * somebody wrote from the inbox's address is nowhere else. */
        if (!work->is_own_letter)
            ink_decision_add_note(decision, "automatic", "automatiskt brev utan känt ärende");
    } else if (work->triage->is_spam) {
        place_spam(work);
    } else if (work->thread->kind == INK_THREAD_UNKNOWN_NUMBER) {
        place_unknown(work, "unknown_number");
    } else if (work->thread->kind == INK_THREAD_LOST_LETTER) {
        place_unknown(work, "lost_letter");
    } else if (work->reading->classification->disposition != NULL) {
        place_by_rule(work, work->reading->classification->disposition);
    } else {
        place_new(work);
    }
    ink_origin_hold_uncertain(work);
    return TRUE;
}

static const InkRoutine *
get_routine(const InkPipeline *pipeline, const char *unit)
{
    return ink_config_find_unit(pipeline->config, unit)->routine;
}

static void
withhold(InkWork *work, gboolean is_owed, const char *reason)
{
    InkDecision *decision = work->decision;
    decision->reply.is_owed = is_owed;
    decision->reply.reason = g_strdup(reason);
    if (is_owed)
        ink_decision_add_note(decision, "receipt", "bekräftelse har inte skickats: %s", reason);
}

/* Where nobody waits for a letter from us: a note that staff wrote (27 § FL), what an editor
 * confirms where it was published (A19), a remark on a page. */
static gboolean
is_confirmed_elsewhere(const char *channel)
{
    static const char *const channels[] = {"tjänsteanteckning", "sociala medier", "sidkommentar",
                                           NULL};
    return g_strv_contains(channels, channel);
}

/* Only a new case is confirmed. */
static const char *
get_reason_without_case(InkDisposition disposition)
{
    switch (disposition) {
    case INK_DISPOSITION_ATTACH:
        return "tillfört ett ärende som redan är bekräftat";
    case INK_DISPOSITION_REFER:
    case INK_DISPOSITION_REVIEW:
        return "en människa avgör först";
    case INK_DISPOSITION_MINOR:
        return "ringa betydelse";
    default:
        return "automatiska brev bekräftas aldrig";
    }
}

gboolean
ink_step_reply(InkWork *work, GError **error)
{
    (void)error;
    InkDecision *decision = work->decision;
    if (work->is_repeat)
        return TRUE;
    if (decision->disposition != INK_DISPOSITION_NEW) {
        withhold(work, FALSE, get_reason_without_case(decision->disposition));
        return TRUE;
    }
    const InkRoutine *routine = get_routine(work->pipeline, decision->unit);
    if (routine->receipt_template == NULL) {
        withhold(work, FALSE, "rutinen skickar ingen bekräftelse");
        return TRUE;
    }
    if (is_confirmed_elsewhere(decision->channel)) {
        g_autofree char *reason =
            g_strdup_printf("kanalen %s bekräftas inte med brev", decision->channel);
        withhold(work, FALSE, reason);
        return TRUE;
    }
    const char *nobody = ink_origin_find_no_reply(work->origin);
    if (nobody != NULL) {
        withhold(work, FALSE, nobody);
        return TRUE;
    }
    decision->reply.kind = g_strdup("receipt");
    decision->reply.to = g_strdup(work->triage->reply_to);
    decision->reply.language = g_strdup(
        ink_reply_get_language(work->pipeline, routine->receipt_template, decision->language));
    if (work->triage->reasons->len > 0) {
        const InkTriageReason *first = work->triage->reasons->pdata[0];
        withhold(work, !work->envelope->is_forgiven, first->text);
        return TRUE;
    }
    decision->reply.send = TRUE;
    decision->reply.reason = g_strdup("nytt ärende från en person");
    return TRUE;
}
