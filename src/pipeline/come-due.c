/* SPDX-License-Identifier: MIT
 *
 * What happens to a case when a deadline has come that nobody has to meet: the officer is reminded,
 * told that the sender should hear of the delay, or the case is closed after silence.
 *
 * The deadline's row ends in the same transaction as its letter is queued, and a row that has ended
 * does nothing more. So neither a kill, nor a clock set back, nor two programs at once can do a
 * thing twice; and whatever was missed while nothing ran still waits. Where several reminders of a
 * case have come due meanwhile, one letter stands for all of them.
 */
#include "pipeline-private.h"

#include "inkom/delivery.h"
#include "inkom/journal.h"

/* Somebody who has not been heard of for so long is taken to be back. */
#define AWAY_S (14 * 24 * 3600)

gboolean
ink_pipeline_is_office_hours(const InkPipeline *pipeline)
{
    gint64 now = ink_clock_now(pipeline->clock);
    InkDay today = ink_clock_today(pipeline->clock);
    return ink_calendar_is_workday(pipeline->calendar, today) &&
           now >= ink_clock_at(pipeline->clock, today, INK_OFFICE_OPENS_MIN) &&
           now < ink_clock_at(pipeline->clock, today, INK_OFFICE_CLOSES_MIN);
}

gboolean
ink_case_tell_if_away(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas, const char *what,
                      GError **error)
{
    gboolean is_away = FALSE;
    if (cas->officer == NULL || ink_config_find_registrar(pipeline->config, cas->unit) == NULL)
        return TRUE;
    if (!ink_store_is_away(pipeline->store, cas->officer, ink_clock_now(pipeline->clock) - AWAY_S,
                           &is_away, error))
        return FALSE;
    if (!is_away)
        return TRUE;
    const InkOfficer *officer = ink_config_find_officer_by_address(pipeline->config, cas->officer);
    g_autofree char *detail =
        g_strdup_printf("%s %s,\nmen därifrån har det kommit ett automatiskt svar om frånvaro och\n"
                        "inget annat sedan dess. Fristerna löper som vanligt. Ge ärendet till en\n"
                        "annan om det behövs:\n\n"
                        "inkom case assign \"%s\" NAMN",
                        officer != NULL ? officer->name : cas->officer, what, cas->dnr);
    const InkNotice notice = {.template_name = "away",
                              .to = ink_config_find_registrar(pipeline->config, cas->unit),
                              .detail = detail};
    return ink_notice_queue(pipeline, txn, cas, &notice, error);
}

/* --- a reminder, and a delay ------------------------------------------------------------------*/

typedef struct {
    InkPipeline *pipeline;
    InkTxn *txn;
    const InkCase *cas;
    gint64 before; /* what came due before that has come */
} Due;

static gboolean
end_due(const Due *due, InkDeadlineKind kind, const char *by, gboolean *out_had, GError **error)
{
    return ink_txn_end_due(due->txn, due->cas->id, ink_deadline_kind_get_name(kind), due->before,
                           by, out_had, error);
}

/* The officer, or whoever is to find one; NULL: nobody. */
static const char *
find_recipient(const Due *due)
{
    return due->cas->officer != NULL
               ? due->cas->officer
               : ink_config_find_registrar(due->pipeline->config, due->cas->unit);
}

/* How late the answer is, in words; NULL: it is not. */
static char *
describe_late(const InkPipeline *pipeline, const InkCase *cas)
{
    InkDay today = ink_clock_today(pipeline->clock);
    int days = 0;
    for (InkDay day = cas->due; cas->due != INK_DAY_NONE && day < today; day++)
        days += ink_calendar_is_workday(pipeline->calendar, day + 1) ? 1 : 0;
    return days == 0 ? NULL : g_strdup_printf("%d arbetsdag%s", days, days == 1 ? "" : "ar");
}

/* What the sender could be told (FL 11 §), and whether a letter reaches him. *out_text NULL:
 * nobody knows who he is. */
static gboolean
draft_delay(const Due *due, char **out_text, char **out_warning, GError **error)
{
    const InkCase *cas = due->cas;
    gint64 dead_since = INK_TIME_NONE;
    if (cas->sender == NULL && cas->sender_name == NULL)
        return TRUE;
    if (cas->sender != NULL &&
        !ink_store_find_dead_address(due->pipeline->store, cas->sender, &dead_since, error))
        return FALSE;
    g_autofree char *text = ink_case_draft(due->pipeline, cas, "delay-draft", cas->language, error);
    if (text == NULL)
        return FALSE;
    if (ink_case_is_noted(due->pipeline, cas))
        *out_warning = g_strdup("Ärendet är en kollegas anteckning. Lämna beskedet till den som "
                                "hörde av sig, om det går.");
    else if (cas->sender == NULL)
        *out_warning = g_strdup("Ärendet har ingen e-postadress till den som har skrivit. Lämna "
                                "beskedet på annat sätt.");
    else if (dead_since != INK_TIME_NONE)
        *out_warning = g_strdup("Adressen i ärendet tar inte emot våra brev. Lämna beskedet på "
                                "annat sätt.");
    *out_text = g_steal_pointer(&text);
    return TRUE;
}

static gboolean
send(const Due *due, const char *template_name, gboolean has_delay, GError **error)
{
    g_autofree char *late = describe_late(due->pipeline, due->cas);
    g_autofree char *draft = NULL, *warning = NULL;
    if (has_delay && !draft_delay(due, &draft, &warning, error))
        return FALSE;
    const InkNotice notice = {.template_name = template_name,
                              .to = find_recipient(due),
                              .detail = warning,
                              .late = late,
                              .draft = draft};
    return ink_notice_queue(due->pipeline, due->txn, due->cas, &notice, error) &&
           ink_case_tell_if_away(due->pipeline, due->txn, due->cas, "ska påminnas om svaret",
                                 error);
}

/* Why nobody is reminded; NULL: somebody is. */
static const char *
find_no_reminder(const Due *due)
{
    if (due->cas->status != INK_CASE_OPEN)
        return "ingen påminnelse: inget svar väntas";
    return find_recipient(due) == NULL ? "ingen påminnelse: varken handläggare eller registrator"
                                       : NULL;
}

/* B25–B26. When the delay has come with it, one letter says both: an officer who is reminded once
 * is not written to twice. */
static gboolean
remind(const Due *due, GError **error)
{
    gboolean had = FALSE, has_delay = FALSE;
    const char *why_not = find_no_reminder(due);
    if (!end_due(due, INK_DEADLINE_REMINDER, why_not != NULL ? why_not : "påmind", &had, error))
        return FALSE;
    if (!had || why_not != NULL)
        return TRUE;
    return end_due(due, INK_DEADLINE_DELAY, "påmind, med förslag till besked", &has_delay, error) &&
           send(due, "reminder", has_delay, error);
}

static const char *
find_no_delay(const Due *due)
{
    if (due->cas->status != INK_CASE_OPEN)
        return "inget besked: inget svar väntas";
    if (due->cas->sender == NULL && due->cas->sender_name == NULL)
        return "inget besked: avsändaren är inte känd";
    return find_recipient(due) == NULL ? "inget besked: varken handläggare eller registrator"
                                       : NULL;
}

static gboolean
tell_delay(const Due *due, GError **error)
{
    gboolean had = FALSE;
    const char *why_not = find_no_delay(due);
    return end_due(due, INK_DEADLINE_DELAY, why_not != NULL ? why_not : "förslag till besked", &had,
                   error) &&
           (!had || why_not != NULL || send(due, "delay", TRUE, error));
}

/* --- silence ----------------------------------------------------------------------------------*/

/* A35. */
static gboolean
close_silent(const Due *due, const InkDeadlineRow *row, GError **error)
{
    gboolean had = FALSE;
    const InkCase *cas = due->cas;
    g_autofree char *since =
        ink_day_format_long(ink_clock_get_day(due->pipeline->clock, row->start_at), "sv");
    g_autofree char *why = g_strdup_printf("avslutat efter tystnad: inget nytt sedan %s", since);
    gboolean may_close = cas->status == INK_CASE_ANSWERED && cas->held == NULL;
    const char *why_not = cas->held != NULL ? "ärendet hålls öppet" : "ärendet är inte besvarat";
    if (!end_due(due, INK_DEADLINE_CLOSING, may_close ? why : why_not, &had, error))
        return FALSE;
    const InkCaseEvent event = {
        .event = INK_EVENT_CLOSE, .at = ink_clock_now(due->pipeline->clock), .why = why};
    return !had || !may_close ||
           ink_pipeline_happen(due->pipeline, due->txn, cas->id, &event, error);
}

gboolean
ink_pipeline_come_due(InkPipeline *pipeline, InkTxn *txn, const InkDeadlineRow *row, gint64 before,
                      GError **error)
{
    InkDeadlineKind kind;
    g_autoptr(InkCase) cas = ink_store_get_case(pipeline->store, row->case_id, error);
    if (cas == NULL)
        return FALSE;
    const Due due = {pipeline, txn, cas, before};
    if (!ink_deadline_kind_find(row->kind, &kind))
        return TRUE;
    switch (kind) {
    case INK_DEADLINE_REMINDER:
        return remind(&due, error);
    case INK_DEADLINE_DELAY:
        return tell_delay(&due, error);
    case INK_DEADLINE_CLOSING:
        return close_silent(&due, row, error);
    case INK_DEADLINE_RECEIPT: /* for a person to meet */
    case INK_DEADLINE_ASSIGNMENT:
    case INK_DEADLINE_RESPONSE:
    case INK_DEADLINE_ANSWER:
    default:
        return TRUE;
    }
}
