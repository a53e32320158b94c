/* SPDX-License-Identifier: MIT
 *
 * Which case a message belongs to, and whether it may be filed there.
 */
#include "pipeline-private.h"

#include "inkom/links.h"
#include "inkom/text.h"

#define DAY_S 86400
/* So many of the case's newest subjects are compared with the message's. */
#define SUBJECTS_MAX 50

static gboolean
find_letter(gpointer data, const char *message_id, gint64 *out_case_id, GError **error)
{
    const InkWork *work = data;
    return ink_store_find_letter(work->pipeline->store, message_id, out_case_id, error);
}

static gboolean
find_number(gpointer data, const InkDnr *dnr, gint64 *out_case_id, GError **error)
{
    const InkWork *work = data;
    return ink_store_find_number(work->pipeline->store, dnr, out_case_id, error);
}

static gboolean
find_message(gpointer data, const char *message_id, gint64 *out_case_id, GError **error)
{
    const InkWork *work = data;
    return ink_store_find_filed(work->pipeline->store, message_id, out_case_id, error);
}

/* From: is what anybody can write. Where our own border has tested the sender and it fails, the
 * address stands for nobody. Staff must be vouched for: our own domain can be, and whoever goes by
 * it reaches every case. The domains of citizens often publish nothing, and that is no failure. */
static const char *
find_doubt(const InkWork *work, const char *address)
{
    const char *why;
    const InkConfig *config = work->pipeline->config;
    switch (ink_triage_find_vouching(work->message, config, &why)) {
    case INK_VOUCHING_NO:
        return why;
    case INK_VOUCHING_SILENT:
        return ink_config_is_staff(config, address) ? why : NULL;
    case INK_VOUCHING_NONE:
    case INK_VOUCHING_YES:
    default:
        return NULL;
    }
}

static gboolean
get_standing(gpointer data, gint64 case_id, const char *address, InkStanding *out_standing,
             GError **error)
{
    const InkWork *work = data;
    gboolean is_party, is_copied;
    if (ink_config_is_staff(work->pipeline->config, address)) {
        *out_standing = INK_STANDING_STAFF;
        return TRUE;
    }
    if (!ink_store_is_party(work->pipeline->store, case_id, address, &is_party, error) ||
        !ink_store_is_copied(work->pipeline->store, case_id, address, &is_copied, error))
        return FALSE;
    *out_standing = is_party    ? INK_STANDING_PARTY
                    : is_copied ? INK_STANDING_COPIED
                                : INK_STANDING_STRANGER;
    return TRUE;
}

/* An officer's address is nobody else's: it may have been passed on with the letter. */
static gboolean
is_others(const InkSentTo *sent_to, const InkAddress *sender)
{
    return sent_to->kind > INK_SENT_TO_CASE &&
           (sender == NULL || !g_str_equal(sender->address, sent_to->party));
}

/* FALSE only if the register cannot be asked. */
static gboolean
make_query(const InkWork *work, InkThreadQuery *out_query, GError **error)
{
    const InkMessage *message = work->threaded != NULL ? work->threaded : work->message;
    const InkAddress *sender = ink_message_get_sender(message);
    GBytes *key = ink_store_get_key(work->pipeline->store, error);
    const InkSentTo *sent_to = &work->sent_to;
    if (key == NULL)
        return FALSE;
    *out_query =
        (InkThreadQuery){.message = message,
                         .sender = sender != NULL ? sender->address : NULL,
                         .doubt = sender != NULL ? find_doubt(work, sender->address) : NULL,
                         .key = key,
                         .finder = work->pipeline->finder,
                         .receiving_unit = work->envelope->unit,
                         .addressed_case = sent_to->kind >= INK_SENT_TO_CASE ? sent_to->case_id : 0,
                         .is_address_late = sent_to->kind == INK_SENT_TO_CASE && sent_to->is_late,
                         .is_address_others = is_others(sent_to, sender)};
    return TRUE;
}

gboolean
ink_step_thread(InkWork *work, GError **error)
{
    const InkCaseIndex index = {find_letter, find_number, find_message, get_standing, work};
    InkThreadQuery query;
    work->threaded = ink_origin_make_threaded(work->origin, work->message);
    if (!make_query(work, &query, error) ||
        (work->thread = ink_thread_find(&query, &index, error)) == NULL)
        return FALSE;
    InkDecision *decision = work->decision;
    ink_decision_add_reason(decision, "%s",
                            work->thread->kind == INK_THREAD_NONE
                                ? "hör inte till något tidigare ärende"
                                : work->thread->evidence);
    if (work->thread->kind != INK_THREAD_CASE)
        return TRUE;
    work->cas = ink_store_get_case(work->pipeline->store, work->thread->case_id, error);
    if (work->cas == NULL)
        return FALSE;
    decision->case_id = work->cas->id;
    decision->dnr = g_strdup(work->cas->dnr);
    return TRUE;
}

/* --- the guard --------------------------------------------------------------------------------*/

/* What stands in a letter or quotation of ours: our addresses, those of staff, our name. */
static GPtrArray *
list_our_marks(const InkConfig *config)
{
    GPtrArray *marks = g_ptr_array_new_with_free_func(g_free);
    for (char **address = config->addresses; *address != NULL; address++)
        g_ptr_array_add(marks, g_strdup(*address));
    for (char **domain = config->domains; *domain != NULL; domain++)
        g_ptr_array_add(marks, g_strconcat("@", *domain, NULL));
    if (config->from_name != NULL)
        g_ptr_array_add(marks, g_strdup(config->from_name));
    g_ptr_array_add(marks, NULL);
    return marks;
}

static gboolean
run_guard(InkWork *work, const InkThreadQuery *query, GError **error)
{
    InkStore *store = work->pipeline->store;
    g_autoptr(GPtrArray) marks = list_our_marks(work->pipeline->config);
    g_autoptr(GPtrArray) subjects =
        ink_store_list_subjects(store, work->cas->id, SUBJECTS_MAX, error);
    if (subjects == NULL)
        return FALSE;
    g_ptr_array_add(subjects, NULL);
    InkGuardFacts facts = {.dnr = work->cas->dnr,
                           .title = work->cas->title,
                           .is_closed = work->cas->status == INK_CASE_CLOSED,
                           .subjects = (const char *const *)subjects->pdata,
                           .our_marks = (const char *const *)marks->pdata};
    if (work->thread->standing == INK_STANDING_STRANGER &&
        !ink_store_count_tries(store, query->sender, ink_clock_now(work->pipeline->clock) - DAY_S,
                               INK_GUARD_TRIES_MAX, &facts.tries_by_sender, &facts.tries, error))
        return FALSE;
    const InkUnit *unit = ink_config_find_unit(work->pipeline->config, work->cas->unit);
    work->findings = ink_thread_guard(work->thread, query, &facts, unit->routine);
    return TRUE;
}

/* A machine's letter is filed without asking anybody, so it must know more than a number. */
static void
forget_case(InkWork *work)
{
    ink_decision_add_reason(work->decision,
                            "automatiskt brev från någon som inte är med i %s: tillförs inte",
                            work->cas->dnr);
    work->thread->kind = INK_THREAD_NONE;
    work->decision->case_id = 0;
    g_clear_pointer(&work->decision->dnr, g_free);
}

gboolean
ink_step_guard(InkWork *work, GError **error)
{
    if (work->thread->kind != INK_THREAD_CASE || work->is_repeat)
        return TRUE;
    if (work->triage->kind >= INK_TRIAGE_FOLLOWUP || work->report->kind != INK_REPORT_NONE) {
        if (work->thread->standing == INK_STANDING_STRANGER &&
            work->thread->by != INK_EVIDENCE_SIGNED)
            forget_case(work);
        return TRUE;
    }
    InkThreadQuery query;
    if (!make_query(work, &query, error) || !run_guard(work, &query, error))
        return FALSE;
    InkDecision *decision = work->decision;
    /* What an officer answers to the address of a case is about that case, under whatever subject.
     */
    if (work->sent_to.kind > INK_SENT_TO_CASE && work->thread->standing == INK_STANDING_STAFF)
        g_ptr_array_set_size(work->findings, 0);
    for (guint i = 0; i < work->findings->len; i++) {
        const InkGuardFinding *finding = work->findings->pdata[i];
        ink_decision_add_reason(decision, "%s", finding->reason);
        work->is_held = work->is_held || finding->is_for_review;
    }
    if (work->is_held) {
        decision->case_id = 0;
        g_clear_pointer(&decision->dnr, g_free);
    }
    return TRUE;
}

/* --- placing ----------------------------------------------------------------------------------*/

void
ink_place_note_findings(InkWork *work)
{
    for (guint i = 0; i < work->findings->len; i++) {
        const InkGuardFinding *finding = work->findings->pdata[i];
        ink_decision_add_flag(work->decision, finding->flag);
        if (finding->kind != NULL)
            ink_decision_add_note(work->decision, finding->kind, "%s", finding->reason);
    }
    /* What the sender copies to others is believed from one who is known. */
    work->verdict->is_sender_known = work->thread->standing >= INK_STANDING_PARTY;
}

/* Nobody waits for an answer to it. */
static gboolean
is_no_matter(const InkWork *work, const InkRoutine *routine)
{
    const InkAddress *author = ink_message_get_sender(work->message);
    return (!routine->thanks_restart && ink_message_is_thanks(work->letter)) ||
           (author != NULL && g_strcmp0(author->address, work->cas->officer) == 0);
}

gboolean
ink_place_begins_linked_case(const InkWork *work)
{
    const InkUnit *unit = ink_config_find_unit(work->pipeline->config, work->cas->unit);
    return work->cas->status == INK_CASE_CLOSED && unit->routine->to_closed == INK_CLOSED_LINK &&
           !is_no_matter(work, unit->routine);
}

/* What the rules could not tell is as in the case that it goes on from; to a stranger that case is
 * closed in this sense too. */
void
ink_place_linked(InkWork *work)
{
    InkDecision *decision = work->decision;
    const InkClassification *found = work->reading->classification;
    decision->follows_id = work->cas->id;
    decision->follows = g_strdup(work->cas->dnr);
    decision->case_id = 0;
    g_clear_pointer(&decision->dnr, g_free);
    decision->disposition = INK_DISPOSITION_NEW;
    ink_decision_add_reason(decision, "%s är avslutat: ett nytt ärende länkas till det",
                            decision->follows);
    if (work->thread->standing == INK_STANDING_STRANGER)
        return;
    if (found->unit == NULL)
        ink_text_set(&decision->unit, work->cas->unit);
    if (found->type == NULL) {
        ink_text_set(&decision->type, work->cas->type);
        g_strfreev(decision->more_types);
        decision->more_types = g_strdupv(work->cas->more_types);
        ink_text_set(&decision->title, work->cas->title);
    }
    if (decision->officer == NULL)
        ink_text_set(&decision->officer, work->cas->officer);
    if (decision->secrecy == NULL)
        ink_text_set(&decision->secrecy, work->cas->secrecy);
}
