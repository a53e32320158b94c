/* SPDX-License-Identifier: MIT
 *
 * Reports about letters of ours: what they say, which letter it is, and what becomes of them. A
 * report never begins a case, opens one again or starts a clock.
 */
#include "pipeline-private.h"

#include "inkom/delivery.h"

#define NUMBERS_MAX 20 /* of a returned message, as of any other */

gboolean
ink_step_report(InkWork *work, GError **error)
{
    (void)error;
    work->report = work->verdict->report = ink_report_read(work->pipeline->reports, work->message);
    if (work->report->kind == INK_REPORT_NONE)
        return TRUE;
    const InkReportRecipient *worst = ink_report_get_worst(work->report);
    const char *about = worst != NULL ? worst->recipient : work->report->detail;
    ink_decision_add_reason(
        work->decision, "rapport: %s%s%s (%s)", ink_report_kind_get_swedish(work->report->kind),
        about != NULL ? ", " : "", about != NULL ? about : "", work->report->format);
    return TRUE;
}

/* --- addresses that take no letters -----------------------------------------------------------*/

/* Nothing speaks against an answer but our own restraint: a person has written, now. */
static gboolean
is_from_person(const InkMessage *message, const InkTriageFacts *facts)
{
    static const char *const restraint[] = {"15", "25", "25b", "25c", NULL};
    g_autoptr(InkTriage) triage = ink_triage_run(message, facts);
    for (guint i = 0; i < triage->reasons->len; i++)
        if (!g_strv_contains(restraint, ((const InkTriageReason *)triage->reasons->pdata[i])->row))
            return FALSE;
    return TRUE;
}

gboolean
ink_step_judge_address(InkWork *work, const char *reply_to, InkTriageFacts *facts, GError **error)
{
    gint64 since;
    const InkAddress *sender = ink_message_get_sender(work->message);
    if (!ink_store_find_dead_address(work->pipeline->store, reply_to, &since, error))
        return FALSE;
    if (since == INK_TIME_NONE)
        return TRUE;
    g_autofree char *from = sender != NULL ? ink_address_bare(sender->address) : NULL;
    g_autofree char *to = ink_address_bare(reply_to);
    work->verdict->lifts_address = g_strcmp0(from, to) == 0 && facts->arrived > since &&
                                   work->report->kind == INK_REPORT_NONE &&
                                   is_from_person(work->message, facts);
    facts->is_dead_address = !work->verdict->lifts_address;
    if (work->verdict->lifts_address)
        ink_decision_add_reason(work->decision, "%s tog inte emot brev, men har nu skrivit själv",
                                reply_to);
    return TRUE;
}

/* --- which letter -----------------------------------------------------------------------------*/

static InkReportLetter *
letter_new(const InkOutboxRow *row)
{
    InkReportLetter *letter = g_new0(InkReportLetter, 1);
    letter->id = row->id;
    letter->case_id = row->case_id;
    letter->to = g_strdup(row->to);
    letter->has_left = row->attempts > 0;
    return letter;
}

/* An address that has had its time proves nothing: the letter is long forgotten by all systems. */
static gboolean
find_by_address(gpointer data, const char *address, InkReportLetter **out_letter, GError **error)
{
    const InkWork *work = data;
    InkPipeline *pipeline = work->pipeline;
    g_auto(InkSentTo) found = {0};
    if (work->is_guesser)
        return TRUE;
    if (!ink_sent_to_find(pipeline, address, &found, error))
        return FALSE;
    if (found.kind != INK_SENT_TO_LETTER || found.is_late)
        return TRUE;
    g_autoptr(InkOutboxRow) row = ink_store_get_letter(pipeline->store, found.id, error);
    if (row != NULL)
        *out_letter = letter_new(row);
    return row != NULL;
}

static gboolean
find_by_id(gpointer data, const char *message_id, InkReportLetter **out_letter, GError **error)
{
    const InkWork *work = data;
    InkOutboxRow *found = NULL;
    if (!ink_store_find_letter_row(work->pipeline->store, message_id, &found, error))
        return FALSE;
    g_autoptr(InkOutboxRow) row = found;
    if (row != NULL)
        *out_letter = letter_new(row);
    return TRUE;
}

static gboolean
has_party(InkStore *store, gint64 case_id, const GPtrArray *recipients, gboolean *out_has,
          GError **error)
{
    *out_has = FALSE;
    for (guint i = 0; i < recipients->len && !*out_has; i++) {
        const InkReportRecipient *recipient = recipients->pdata[i];
        const char *address =
            recipient->original != NULL ? recipient->original : recipient->recipient;
        if (address != NULL && !ink_store_is_party(store, case_id, address, out_has, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
find_by_number(gpointer data, const char *text, const GPtrArray *recipients, gint64 *out_case_id,
               GError **error)
{
    const InkWork *work = data;
    InkStore *store = work->pipeline->store;
    g_autoptr(GPtrArray) numbers = ink_dnr_finder_run(work->pipeline->finder, text);
    for (guint i = 0; i < MIN(numbers->len, NUMBERS_MAX); i++) {
        InkDnr *dnr = ((const InkDnrFound *)numbers->pdata[i])->dnr;
        gint64 case_id;
        gboolean is_known = FALSE;
        if (dnr->unit == NULL)
            dnr->unit = g_strdup(work->envelope->unit);
        if (!ink_store_find_number(store, dnr, &case_id, error) ||
            (case_id != 0 && !has_party(store, case_id, recipients, &is_known, error)))
            return FALSE;
        if (is_known) {
            *out_case_id = case_id;
            return TRUE;
        }
    }
    return TRUE;
}

static void
leave_case(InkWork *work)
{
    work->thread->kind = INK_THREAD_NONE;
    work->thread->case_id = work->decision->case_id = 0;
    g_clear_pointer(&work->decision->dnr, g_free);
    g_clear_pointer(&work->cas, ink_case_free);
}

static gboolean
enter_case(InkWork *work, const InkReportTie *tie, GError **error)
{
    InkCase *cas = ink_store_get_case(work->pipeline->store, tie->case_id, error);
    if (cas == NULL)
        return FALSE;
    leave_case(work);
    work->thread->kind = INK_THREAD_CASE;
    work->thread->by = INK_EVIDENCE_SIGNED; /* or what ink_report_tie() takes in its place */
    work->thread->case_id = work->decision->case_id = tie->case_id;
    work->decision->dnr = g_strdup(cas->dnr);
    work->cas = cas;
    return TRUE;
}

/* An officer who is away: one by the configuration, or the one at our own domain whom a letter of
 * ours went to. The registrar needs no letter about himself. */
static void
note_absence(InkWork *work)
{
    const InkConfig *config = work->pipeline->config;
    const InkAddress *sender = ink_message_get_sender(work->message);
    if (work->report->kind != INK_REPORT_AWAY || sender == NULL || config->registrar == NULL ||
        g_ascii_strcasecmp(sender->address, config->registrar) == 0 ||
        ink_config_is_own_address(config, sender->address))
        return;
    const InkReportLetter *letter = work->verdict->tie->letter;
    gboolean is_at_home = ink_config_is_own_domain(config, ink_address_get_domain(sender->address));
    if (ink_config_find_officer_by_address(config, sender->address) == NULL &&
        (!is_at_home || letter == NULL ||
         !ink_config_is_own_domain(config, ink_address_get_domain(letter->to))))
        return;
    work->verdict->away = g_strdup(sender->address);
    ink_decision_add_reason(work->decision, "%s är borta: registratorn får veta det",
                            sender->address);
}

/* A delivery report belongs where its letter does, and nowhere else: the number in its subject is
 * the letter's, but anybody can write one. Other reports may also belong to a case as any message
 * does. */
gboolean
ink_step_letter(InkWork *work, GError **error)
{
    if (work->report->kind == INK_REPORT_NONE)
        return TRUE;
    const InkLetterIndex index = {find_by_address, find_by_id, find_by_number, work};
    InkReportTie *tie = work->verdict->tie = ink_report_tie(work->report, &index, error);
    if (tie == NULL)
        return FALSE;
    if (tie->evidence != NULL)
        ink_decision_add_reason(work->decision, "%s", tie->evidence);
    if (tie->case_id != 0 && !enter_case(work, tie, error))
        return FALSE;
    if (tie->case_id == 0 && ink_report_is_delivery(work->report))
        leave_case(work);
    note_absence(work);
    return TRUE;
}

/* --- what becomes of it -----------------------------------------------------------------------*/

/* "anna@example.org: 5.1.1, User unknown" */
static char *
describe(const InkReportRecipient *about)
{
    if (about == NULL)
        return g_strdup("mottagaren framgår inte");
    GString *text = g_string_new(about->recipient != NULL ? about->recipient : "okänd mottagare");
    if (about->status != NULL)
        g_string_append_printf(text, ": %s", about->status);
    if (about->diagnostic != NULL)
        g_string_append_printf(text, "%s%s", about->status != NULL ? ", " : ": ",
                               about->diagnostic);
    return g_string_free(text, FALSE);
}

static const char *
get_doubt(const InkReportTie *tie, InkReportKind kind)
{
    switch (tie->kind) {
    case INK_TIE_NONE:
        return "leveransrapport om ett brev som inte finns i registret";
    case INK_TIE_GUESS:
        return "ett brev i ärendet kom kanske inte fram";
    case INK_TIE_OTHER:
        return tie->letter->has_left
                   ? "rapporten gäller vårt brev men inte den som det skickades till"
                   : "rapporten gäller ett brev som inte har skickats";
    case INK_TIE_SURE:
    default:
        return kind == INK_REPORT_FAILED ? "brevet kom inte fram"
                                         : "rapporten säger inte om brevet kom fram";
    }
}

void
ink_place_delivery_report(InkWork *work)
{
    InkDecision *decision = work->decision;
    const InkReportTie *tie = work->verdict->tie;
    const InkReportRecipient *about =
        tie->about != NULL ? tie->about : ink_report_get_worst(work->report);
    InkReportKind kind = tie->about != NULL ? tie->about->kind : work->report->kind;
    g_autofree char *what = describe(about);
    if (kind == INK_REPORT_DELAYED || kind == INK_REPORT_DELIVERED) {
        decision->disposition = INK_DISPOSITION_AUTOMATIC;
        work->verdict->is_only_logged = TRUE;
        if (tie->kind == INK_TIE_NONE)
            ink_decision_add_note(decision, "automatic", "%s (%s)", get_doubt(tie, kind), what);
        return;
    }
    decision->disposition = INK_DISPOSITION_BOUNCE;
    if (tie->kind == INK_TIE_SURE && kind == INK_REPORT_FAILED)
        ink_decision_add_note(decision, "bounce", "%s (%s); %s", get_doubt(tie, kind), what,
                              about->is_permanent ? "adressen tar inte emot brev"
                                                  : "adressen kan fungera en annan gång");
    else
        ink_decision_add_note(decision, "bounce", "%s (%s); inget är ändrat", get_doubt(tie, kind),
                              what);
}
