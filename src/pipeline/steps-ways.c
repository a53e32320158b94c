/* SPDX-License-Identifier: MIT
 *
 * Other ways than a case, where the rules know one and the routine has it: another procedure (an
 * appeal, a report of concern), another authority, what is not registered, what is answered at
 * once.
 *
 * The step comes after the message has its place, and changes it only where nothing else holds it:
 * a message that a filter, the guard or a doubtful origin has put before a person stays there.
 * Those whom a procedure names are told all the same, for what is urgent is so in any place.
 */
#include "pipeline-private.h"

#include "inkom/text.h"

#include <string.h>

#define INTERNAL_FLAG "intern synpunkt: publiceras inte"
#define SIMPLE_FLAG   "enkel fråga"
#define QUESTION_TYPE "fråga"

static const InkRoutine *
get_routine(const InkWork *work)
{
    return ink_config_find_routine(work->pipeline->config, work->decision->unit);
}

/* Nothing but the rules has had a say in where the message is. An appeal names the decision's
 * number, which need not be one of ours. */
static gboolean
is_free(const InkWork *work)
{
    gboolean is_known = work->thread->kind != INK_THREAD_NONE &&
                        (work->thread->kind != INK_THREAD_UNKNOWN_NUMBER ||
                         work->reading->classification->disposition == NULL);
    return !is_known && !work->is_held && !work->triage->is_spam && !work->message->is_encrypted &&
           work->origin->is_certain &&
           (work->decision->disposition == INK_DISPOSITION_NEW ||
            work->decision->disposition == INK_DISPOSITION_REFER ||
            work->decision->disposition == INK_DISPOSITION_REVIEW);
}

/* The letter of the procedure; of a receipt the same reasons take it away. */
static void
write_to_sender(InkWork *work, const char *template_name, const char *contact)
{
    InkDecision *decision = work->decision;
    if (ink_origin_find_no_reply(work->origin, decision->sender) != NULL ||
        ink_reply_is_confirmed_elsewhere(decision->channel))
        return;
    if (work->triage->reasons->len > 0 || work->report->kind != INK_REPORT_NONE) {
        ink_decision_add_reason(decision,
                                "brevet %s skickas inte: avsändaren får inga automatiska "
                                "brev",
                                template_name);
        return;
    }
    decision->reply.send = TRUE;
    decision->reply.kind = g_strdup(template_name);
    decision->reply.letter = g_strdup(template_name);
    decision->reply.contact = g_strdup(contact);
    decision->reply.to = g_strdup(work->triage->reply_to);
    decision->reply.language =
        g_strdup(ink_reply_get_language(work->pipeline, template_name, decision->language));
    decision->reply.reason =
        g_strdup_printf("eget brev, %s", ink_letter_kind_get_swedish(template_name));
}

/* What a rule asked of a person is done by the routine. */
static void
drop_notes_of_rule(InkDecision *decision)
{
    for (guint i = decision->notes->len; i > 0; i--) {
        const InkReviewNote *note = decision->notes->pdata[i - 1];
        if (g_str_equal(note->kind, "refer") || g_str_equal(note->kind, "review"))
            g_ptr_array_remove_index(decision->notes, i - 1);
    }
}

/* --- procedures -------------------------------------------------------------------------------*/

static void
tell(InkWork *work, const InkProcedure *procedure)
{
    InkDecision *decision = work->decision;
    const char *registrar = work->pipeline->config->registrar;
    gboolean is_open = procedure->is_forwarded && decision->secrecy == NULL;
    const char *const inbox = work->pipeline->config->from;
    for (char **to = procedure->to; *to != NULL; to++) {
        InkTold *told = ink_decision_add_told(decision, *to, procedure->name);
        told->has_words = is_open;
        told->is_urgent = !procedure->is_case;
        if (procedure->wants_answer_copy)
            told->request = g_strdup_printf("Svara den som har skrivit, med kopia till\n%s och "
                                            "ärendets nummer i\nämnesraden. Ärendet står öppet "
                                            "tills kopian har kommit.",
                                            inbox);
    }
    if (procedure->to[0] == NULL && registrar != NULL &&
        !g_str_equal(procedure->name, INK_PROCEDURE_ABUSE))
        ink_decision_add_told(decision, registrar, procedure->name)->is_urgent =
            !procedure->is_case;
}

/* B7: nobody but a person says that a matter is none. */
static void
propose_refusal(InkDecision *decision, const InkProcedure *procedure)
{
    drop_notes_of_rule(decision);
    decision->disposition = INK_DISPOSITION_REVIEW;
    ink_decision_add_note(decision, "abuse",
                          "kanske ett personangrepp: review resolve --abuse %s, --new registrerar "
                          "det som andra",
                          procedure->letter != NULL ? "avböjer med brev" : "kräver ett brev");
}

static void
settle_procedure(InkWork *work, const InkProcedure *procedure)
{
    InkDecision *decision = work->decision;
    if (g_str_equal(procedure->name, INK_PROCEDURE_ABUSE)) {
        propose_refusal(decision, procedure);
        return;
    }
    if (procedure->is_case) {
        drop_notes_of_rule(decision);
        decision->disposition = INK_DISPOSITION_NEW;
        if (decision->secrecy != NULL)
            ink_decision_add_note(decision, "sensitive", "sekretess prövas: %s", decision->secrecy);
        if (procedure->wants_answer_copy)
            decision->held = g_strdup(INK_HELD_FOR_COPY);
    } else if (decision->disposition == INK_DISPOSITION_NEW) {
        decision->disposition = INK_DISPOSITION_REFER;
        ink_decision_add_note(decision, "refer", "hör till förfarandet %s", procedure->name);
    }
    if (procedure->letter != NULL && procedure->letter_waits)
        ink_decision_add_note(decision, "letter",
                              "brevet %s skickas när en människa har bestämt det: review resolve "
                              "--letter",
                              procedure->letter);
    else if (procedure->letter != NULL)
        write_to_sender(work, procedure->letter, procedure->contact);
}

/* What the rules say; a routine may also have a procedure for a whole type (B6: felanmälan). */
static const InkProcedure *
find_procedure(InkWork *work)
{
    InkDecision *decision = work->decision;
    const InkRoutine *routine = get_routine(work);
    const char *name = work->reading->classification->procedure;
    const InkProcedure *found = name != NULL ? ink_routine_find_procedure(routine, name) : NULL;
    if (name != NULL && found == NULL)
        ink_decision_add_reason(decision, "rutinen %s har inget förfarande för %s", routine->name,
                                name);
    if (found == NULL && work->reading->classification->disposition == NULL)
        found = ink_routine_find_procedure(routine, decision->type);
    return found;
}

static void
follow_procedure(InkWork *work, const InkProcedure *procedure)
{
    InkDecision *decision = work->decision;
    decision->procedure = g_strdup(procedure->name);
    ink_decision_add_reason(decision, "förfarande %s enligt rutinen %s", procedure->name,
                            get_routine(work)->name);
    if (decision->secrecy == NULL)
        decision->secrecy = g_strdup(procedure->secrecy);
    tell(work, procedure);
    if (is_free(work))
        settle_procedure(work, procedure);
}

/* --- other authorities ------------------------------------------------------------------------*/

static void
follow_authority(InkWork *work, const char *name)
{
    InkDecision *decision = work->decision;
    const InkRoutine *routine = get_routine(work);
    const InkAuthority *authority = ink_routine_find_authority(routine, name);
    if (authority == NULL) {
        ink_decision_add_reason(decision, "rutinen %s hänvisar ingen till %s", routine->name, name);
        return;
    }
    if (!is_free(work) || decision->disposition != INK_DISPOSITION_REFER)
        return;
    decision->authority = g_strdup(name);
    write_to_sender(work, "referral", authority->contact);
}

/* --- what a routine does not register ---------------------------------------------------------*/

static gboolean
is_anonymous(const InkWork *work)
{
    return work->decision->sender == NULL && work->decision->sender_name == NULL &&
           work->origin->phone == NULL && work->origin->kind != INK_ORIGIN_NOTE;
}

/* OSL 5:1: kept in order instead of registered, which only what is not secret may be. */
static void
keep_unregistered(InkWork *work, const char *what, char *const *to)
{
    InkDecision *decision = work->decision;
    decision->disposition = INK_DISPOSITION_MINOR;
    ink_decision_add_reason(decision,
                            "%s registreras inte enligt rutinen %s: hålls ordnat (OSL "
                            "5:1)",
                            what, get_routine(work)->name);
    for (; *to != NULL; to++) {
        InkTold *told = ink_decision_add_told(decision, *to, what);
        told->has_words = told->is_for_information = TRUE;
    }
}

/* "Tillfrågad: ja", "Tillfrågad om skriftligt: Ja" (B17). */
static gboolean
says_consent(const char *text)
{
    static const char word[] = "tillfrågad";
    g_autofree char *folded = g_utf8_strdown(text, -1);
    for (const char *at = folded; (at = strstr(at, word)) != NULL; at += strlen(word)) {
        const char *colon = at + strcspn(at, ":\n");
        if (*colon != ':')
            continue;
        const char *answer = colon + 1 + strspn(colon + 1, " \t");
        if (g_str_has_prefix(answer, "ja") && !g_unichar_isalpha(g_utf8_get_char(answer + 2)))
            return TRUE;
    }
    return FALSE;
}

static void
judge_oral(InkWork *work)
{
    InkDecision *decision = work->decision;
    const InkRoutine *routine = get_routine(work);
    if (!routine->registers_oral && decision->secrecy == NULL) {
        keep_unregistered(work, "muntlig synpunkt", routine->oral_to);
    } else if (routine->needs_consent && !says_consent(work->letter->new_text)) {
        decision->disposition = INK_DISPOSITION_REVIEW;
        ink_decision_add_note(decision, "consent",
                              "anteckningen säger inte \"Tillfrågad: ja\"; rutinen %s registrerar "
                              "bara den som har tillfrågats",
                              routine->name);
    }
}

static void
judge_simple(InkWork *work)
{
    InkDecision *decision = work->decision;
    if (!g_strv_contains((const char *const *)decision->flags, SIMPLE_FLAG) ||
        !g_str_equal(decision->type, QUESTION_TYPE) || decision->secrecy != NULL)
        return;
    decision->disposition = INK_DISPOSITION_REVIEW;
    ink_decision_add_note(decision, "simple", "besvaras direkt: enkel fråga registreras inte");
}

/* B35, B36: what a rule calls obviously of minor importance, by which decision that is disposed of,
 * and whether a person has the last word. */
static void
judge_minor(InkWork *work)
{
    InkDecision *decision = work->decision;
    const InkRoutine *routine = get_routine(work);
    if (routine->minor_decision != NULL) {
        decision->disposal = g_strdup(routine->minor_decision);
        ink_decision_add_reason(decision, "uppenbart ringa betydelse, gallras enligt %s",
                                routine->minor_decision);
    }
    if (!routine->minor_by_person)
        return;
    decision->disposition = INK_DISPOSITION_REVIEW;
    ink_decision_add_note(
        decision, "minor",
        "föreslås vara av uppenbart ringa betydelse: review resolve --minor eller "
        "--new");
}

/* --- staff's own ------------------------------------------------------------------------------*/

/* The only chef there is in the unit, besides that one; NULL where several could be meant. */
static const InkOfficer *
find_only_chef(const InkConfig *config, const char *unit, const InkOfficer *besides)
{
    const InkOfficer *found = NULL;
    for (guint i = 0; i < config->officers->len; i++) {
        const InkOfficer *officer = config->officers->pdata[i];
        if (!officer->is_chef || officer == besides || g_strcmp0(officer->unit, unit) != 0)
            continue;
        if (found != NULL)
            return NULL;
        found = officer;
    }
    return found;
}

/* B9: the chef of the unit that the sender works in; where he is not known as an officer (a group
 * with a mailbox of its own) that of the unit which the matter belongs to. */
static void
give_to_chef(InkWork *work)
{
    const InkConfig *config = work->pipeline->config;
    InkDecision *decision = work->decision;
    const InkOfficer *sender = decision->sender != NULL
                                   ? ink_config_find_officer_by_address(config, decision->sender)
                                   : NULL;
    const char *unit = sender != NULL && sender->unit != NULL ? sender->unit : decision->unit;
    const InkOfficer *chef = find_only_chef(config, unit, sender);
    if (decision->officer == NULL && chef != NULL) {
        decision->officer = g_strdup(chef->address);
        ink_decision_add_reason(decision, "handläggare %s: närmaste chef för en intern synpunkt",
                                decision->officer);
    }
}

static void
judge_internal(InkWork *work)
{
    ink_decision_add_flag(work->decision, INTERNAL_FLAG);
    if (get_routine(work)->internal_to_chef)
        give_to_chef(work);
}

/* B32: staff have answered where they were asked, and write it down. Both must stand there. */
static gboolean
is_quick(const InkWork *work)
{
    g_autofree char *subject = g_utf8_strdown(work->message->subject, -1);
    g_autofree char *text = g_utf8_strdown(work->message->new_text, -1);
    return g_str_has_prefix(subject, "snabbsynpunkt") && ink_origin_is_by_staff(work) &&
           strstr(text, "fråga") != NULL && strstr(text, "svar") != NULL;
}

static void
judge_quick(InkWork *work)
{
    InkDecision *decision = work->decision;
    decision->is_answered = TRUE;
    g_clear_pointer(&decision->sender, g_free);
    g_clear_pointer(&decision->sender_name, g_free);
    ink_decision_add_reason(decision, "snabbsynpunkt: registreras och avslutas i ett steg");
}

/* --- the step ---------------------------------------------------------------------------------*/

static void
judge_new(InkWork *work)
{
    const InkRoutine *routine = get_routine(work);
    if (is_quick(work))
        judge_quick(work);
    else if (!routine->registers_anonymous && is_anonymous(work) && work->decision->secrecy == NULL)
        keep_unregistered(work, "anonym synpunkt", routine->anonymous_to);
    else if (work->origin->kind == INK_ORIGIN_NOTE)
        judge_oral(work);
    else if (!routine->registers_simple)
        judge_simple(work);
    if (g_str_equal(work->decision->channel, INK_CHANNEL_INTERNAL))
        judge_internal(work);
}

/* E12: only what comes that way itself; a letter in the case is one as any other. */
static void
judge_later(InkWork *work)
{
    InkDecision *decision = work->decision;
    const InkChannelRoutine *channel =
        ink_routine_find_channel(get_routine(work), decision->channel);
    if (channel == NULL || channel->files_later)
        return;
    work->verdict->is_only_logged = TRUE;
    ink_decision_add_reason(decision, "senare brev via %s tillförs inte ärendet enligt rutinen %s",
                            decision->channel, get_routine(work)->name);
}

gboolean
ink_step_ways(InkWork *work, GError **error)
{
    (void)error;
    InkDisposition disposition = work->decision->disposition;
    if (disposition == INK_DISPOSITION_MINOR && !work->is_repeat)
        judge_minor(work);
    gboolean has_way = disposition == INK_DISPOSITION_NEW || disposition == INK_DISPOSITION_REFER ||
                       disposition == INK_DISPOSITION_REVIEW ||
                       disposition == INK_DISPOSITION_ATTACH;
    if (work->is_repeat || !has_way)
        return TRUE;
    const InkProcedure *procedure = find_procedure(work);
    const char *authority = work->reading->classification->authority;
    if (procedure != NULL)
        follow_procedure(work, procedure);
    else if (authority != NULL)
        follow_authority(work, authority);
    else if (disposition == INK_DISPOSITION_NEW && is_free(work))
        judge_new(work);
    if (disposition == INK_DISPOSITION_ATTACH)
        judge_later(work);
    return TRUE;
}
