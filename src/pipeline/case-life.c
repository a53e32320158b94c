/* SPDX-License-Identifier: MIT
 *
 * What happens to a case, by the table of its life (model/life.c) and the routine of its unit: its
 * state, the deadlines that begin and end, the letters that follow. Commands, officers' mail, later
 * records and the clock all come here, so that there is one way for each thing to happen.
 */
#include "pipeline-private.h"

/* --- deadlines --------------------------------------------------------------------------------*/

/* Channels may promise more than the rest (A18). */
static InkPeriod
get_answer_period(const InkRoutine *routine, const InkCase *cas)
{
    static const InkPeriod none = {INK_PERIOD_NONE, 0};
    const InkChannelRoutine *channel = ink_routine_find_channel(routine, cas->channel);
    if (channel != NULL && channel->has_answer)
        return channel->answer_within;
    gboolean is_anonymous = cas->sender == NULL && cas->sender_name == NULL; /* E20 */
    return routine->answer_needs_contact && is_anonymous ? none : routine->answer_within;
}

InkStart
ink_case_get_answer_start(const InkPipeline *pipeline, const InkCase *cas)
{
    const InkRoutine *routine = ink_config_find_routine(pipeline->config, cas->unit);
    const InkChannelRoutine *channel = ink_routine_find_channel(routine, cas->channel);
    return channel != NULL && channel->has_answer ? INK_START_ARRIVED : routine->answer_from;
}

/* Whether one of the kind runs. It began with something that cannot happen twice: an officer who
 * gives a case back does not give the citizen's days back. */
static gboolean
find_running(InkPipeline *pipeline, gint64 case_id, InkDeadlineKind kind, gboolean *out_runs,
             GError **error)
{
    g_autoptr(GPtrArray) rows = ink_store_list_deadlines(pipeline->store, case_id, error);
    if (rows == NULL)
        return FALSE;
    *out_runs = FALSE;
    for (guint i = 0; i < rows->len; i++) {
        const InkDeadlineRow *row = rows->pdata[i];
        *out_runs |= row->met_at == INK_TIME_NONE &&
                     g_str_equal(row->kind, ink_deadline_kind_get_name(kind));
    }
    return TRUE;
}

static gboolean
add_deadline(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas, InkDeadlineKind kind,
             gint64 start, InkPeriod period, InkDay *out_day, GError **error)
{
    g_auto(InkDeadline) deadline = {.day = INK_DAY_NONE};
    ink_calendar_count(pipeline->calendar, pipeline->clock, start, period, &deadline);
    if (out_day != NULL)
        *out_day = deadline.day;
    return deadline.day == INK_DAY_NONE ||
           ink_txn_add_deadline(txn, cas->id, ink_deadline_kind_get_name(kind), start, &deadline,
                                error);
}

/* The day of a reminder: working days before or after the last day of the answer; never one on
 * which nobody works. */
static InkDay
get_reminder_day(const InkPipeline *pipeline, const InkReminder *reminder, InkDay due)
{
    int step = reminder->is_after ? 1 : -1;
    gboolean in_workdays = reminder->distance.unit == INK_PERIOD_WORKDAYS;
    InkDay day = due;
    for (int left = reminder->distance.count; left > 0;) {
        day += step;
        if (!in_workdays || ink_calendar_is_workday(pipeline->calendar, day))
            left--;
    }
    while (!ink_calendar_is_workday(pipeline->calendar, day))
        day += step;
    return day;
}

static gboolean
add_at_office_hours(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas, InkDeadlineKind kind,
                    InkDay day, InkDay due, GError **error)
{
    g_autofree char *long_due = ink_day_format_long(due, "sv");
    g_auto(InkDeadline)
        deadline = {.day = day,
                    .time = ink_clock_at(pipeline->clock, day, INK_OFFICE_OPENS_MIN),
                    .why = g_strdup_printf("räknat från sista dagen för svaret, %s", long_due)};
    return ink_txn_add_deadline(txn, cas->id, ink_deadline_kind_get_name(kind),
                                ink_clock_now(pipeline->clock), &deadline, error);
}

static gboolean
add_reminders(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas, InkDay due, GError **error)
{
    const InkRoutine *routine = ink_config_find_routine(pipeline->config, cas->unit);
    static const InkReminder next_day = {{INK_PERIOD_WORKDAYS, 1}, TRUE};
    for (guint i = 0; i < routine->reminders->len; i++) {
        InkDay day = get_reminder_day(pipeline, routine->reminders->pdata[i], due);
        if (!add_at_office_hours(pipeline, txn, cas, INK_DEADLINE_REMINDER, day, due, error))
            return FALSE;
    }
    return add_at_office_hours(pipeline, txn, cas, INK_DEADLINE_DELAY,
                               get_reminder_day(pipeline, &next_day, due), due, error);
}

/* The answer, its reminders, and the day that the register and the letters show. */
static gboolean
start_answer(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, gint64 start, GError **error)
{
    InkPeriod period = get_answer_period(ink_config_find_routine(pipeline->config, cas->unit), cas);
    InkDay due;
    if (!add_deadline(pipeline, txn, cas, INK_DEADLINE_ANSWER, start, period, &due, error) ||
        !ink_txn_set_due(txn, cas->id, due, error))
        return FALSE;
    cas->due = due;
    return due == INK_DAY_NONE || add_reminders(pipeline, txn, cas, due, error);
}

gboolean
ink_case_start_answer(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, InkStart from, gint64 start,
                      GError **error)
{
    gboolean runs = FALSE;
    if (ink_case_get_answer_start(pipeline, cas) != from || cas->status != INK_CASE_OPEN)
        return TRUE;
    return find_running(pipeline, cas->id, INK_DEADLINE_ANSWER, &runs, error) &&
           (runs || start_answer(pipeline, txn, cas, start, error));
}

void
ink_case_foresee_answer(const InkPipeline *pipeline, InkCase *cas, InkStart from, gint64 start)
{
    const InkRoutine *routine = ink_config_find_routine(pipeline->config, cas->unit);
    if (ink_case_get_answer_start(pipeline, cas) != from || cas->status != INK_CASE_OPEN ||
        cas->due != INK_DAY_NONE)
        return;
    g_auto(InkDeadline) deadline = {.day = INK_DAY_NONE};
    ink_calendar_count(pipeline->calendar, pipeline->clock, start, get_answer_period(routine, cas),
                       &deadline);
    cas->due = deadline.day;
}

/* A35: from the latest record, which may be later than what has just been filed. */
static gboolean
start_closing(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas, gint64 start, GError **error)
{
    gint64 latest;
    return ink_store_find_latest_record(pipeline->store, cas->id, &latest, error) &&
           add_deadline(pipeline, txn, cas, INK_DEADLINE_CLOSING, MAX(start, latest),
                        ink_config_find_routine(pipeline->config, cas->unit)->close_after, NULL,
                        error);
}

static gboolean
start_kind(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, InkDeadlineKind kind, gint64 start,
           GError **error)
{
    const InkRoutine *routine = ink_config_find_routine(pipeline->config, cas->unit);
    switch (kind) {
    case INK_DEADLINE_RECEIPT:
        return add_deadline(pipeline, txn, cas, kind, start, routine->receipt_within, NULL, error);
    case INK_DEADLINE_ASSIGNMENT:
        return cas->officer != NULL ||
               add_deadline(pipeline, txn, cas, kind, start, routine->assign_within, NULL, error);
    case INK_DEADLINE_RESPONSE:
        return add_deadline(pipeline, txn, cas, kind, cas->arrived_at, routine->first_response,
                            NULL, error);
    case INK_DEADLINE_CLOSING:
        return cas->held != NULL || start_closing(pipeline, txn, cas, start, error);
    case INK_DEADLINE_ANSWER:
        return start_answer(pipeline, txn, cas, start, error);
    case INK_DEADLINE_REMINDER: /* with the answer */
    case INK_DEADLINE_DELAY:
    default:
        return TRUE;
    }
}

static gboolean
start_deadlines(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, guint kinds, gint64 start,
                GError **error)
{
    for (guint kind = 0; kind < INK_DEADLINE_KINDS; kind++)
        if ((kinds & 1u << kind) != 0 &&
            !start_kind(pipeline, txn, cas, (InkDeadlineKind)kind, start, error))
            return FALSE;
    return TRUE;
}

static gboolean
end_deadlines(InkTxn *txn, gint64 case_id, guint kinds, gint64 at, const char *by, GError **error)
{
    for (guint kind = 0; kind < INK_DEADLINE_KINDS; kind++)
        if ((kinds & 1u << kind) != 0 &&
            !ink_txn_meet_deadlines_at(
                txn, case_id, ink_deadline_kind_get_name((InkDeadlineKind)kind), at, by, error))
            return FALSE;
    return TRUE;
}

/* Where no receipt is to be waited for, what is counted from it is counted from the registration:
 * he who cannot be confirmed to is answered as soon as others. */
static gboolean
begin_answer(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, InkReceiptFate receipt,
             GError **error)
{
    switch (ink_case_get_answer_start(pipeline, cas)) {
    case INK_START_ARRIVED:
        return start_answer(pipeline, txn, cas, cas->arrived_at, error);
    case INK_START_REGISTERED:
        return start_answer(pipeline, txn, cas, cas->registered_at, error);
    case INK_START_ASSIGNED:
        return cas->officer == NULL || start_answer(pipeline, txn, cas, cas->registered_at, error);
    case INK_START_CONFIRMED:
    default:
        return receipt != INK_RECEIPT_NEVER ||
               start_answer(pipeline, txn, cas, cas->registered_at, error);
    }
}

gboolean
ink_case_begin_life(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, InkReceiptFate receipt,
                    GError **error)
{
    guint first = ink_life_get_first_deadlines() & ~(1u << INK_DEADLINE_ANSWER);
    if (receipt != INK_RECEIPT_WAITS)
        first &= ~(1u << INK_DEADLINE_RECEIPT);
    return start_deadlines(pipeline, txn, cas, first, cas->registered_at, error) &&
           begin_answer(pipeline, txn, cas, receipt, error);
}

gboolean
ink_case_forgo_reminders(InkPipeline *pipeline, InkTxn *txn, gint64 case_id, GError **error)
{
    static const InkDeadlineKind kinds[] = {INK_DEADLINE_REMINDER, INK_DEADLINE_DELAY};
    gint64 now = ink_clock_now(pipeline->clock);
    gboolean had;
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (!ink_txn_end_due(txn, case_id, ink_deadline_kind_get_name(kinds[i]), now + 1,
                             "inget brev: tiden gick ut innan ärendet fanns här", &had, error))
            return FALSE;
    return TRUE;
}

/* --- events -----------------------------------------------------------------------------------*/

static InkCaseStatus
get_status(InkStage stage)
{
    switch (stage) {
    case INK_STAGE_ANSWERED:
        return INK_CASE_ANSWERED;
    case INK_STAGE_CLOSED:
        return INK_CASE_CLOSED;
    case INK_STAGE_CANCELLED:
        return INK_CASE_CANCELLED;
    case INK_STAGE_REGISTERED:
    case INK_STAGE_ASSIGNED:
    case INK_STAGE_INTERIM:
    default:
        return INK_CASE_OPEN;
    }
}

/* Thanks for an answer need no answer: in most routines they do not keep a case open either. */
static void
spare_closing(const InkPipeline *pipeline, const InkCase *cas, const InkCaseEvent *event,
              InkLifeStep *step)
{
    if (event->is_thanks && !ink_config_find_routine(pipeline->config, cas->unit)->thanks_restart)
        step->drops = step->starts = 0;
}

static gboolean
change_deadlines(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, const InkCaseEvent *event,
                 const InkLifeStep *step, GError **error)
{
    const char *by = event->why != NULL ? event->why : ink_life_event_get_swedish(event->event);
    g_autofree char *void_by =
        g_strdup_printf("gäller inte längre: %s", ink_life_event_get_swedish(event->event));
    return end_deadlines(txn, cas->id, step->meets, event->at, by, error) &&
           end_deadlines(txn, cas->id, step->drops & ~step->meets, event->at, void_by, error) &&
           start_deadlines(pipeline, txn, cas, step->starts, event->at, error);
}

/* C14: the final answer closes, once nobody keeps the case open. */
static gboolean
closes(const InkCaseEvent *event, const InkCase *cas, const InkRoutine *routine)
{
    return (event->event == INK_EVENT_ANSWER || event->event == INK_EVENT_RELEASE) &&
           cas->status == INK_CASE_ANSWERED && cas->held == NULL && routine->closes_when_answered;
}

/* What one event leads to besides letters: the end, or a unit that has an officer of its own for
 * what comes there. */
static gboolean
go_on(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas, const InkCaseEvent *event,
      GError **error)
{
    InkCaseEvent next = {.at = event->at};
    const InkUnit *unit = ink_config_find_unit(pipeline->config, cas->unit);
    if (closes(event, cas, unit->routine)) {
        next.event = INK_EVENT_CLOSE;
        next.why = "det slutliga svaret är lämnat";
    } else if (event->event == INK_EVENT_TRANSFER && unit->officer != NULL) {
        next.event = INK_EVENT_ASSIGN;
        next.officer = unit->officer;
        next.why = "enhetens handläggare";
    } else {
        return TRUE;
    }
    return ink_pipeline_happen(pipeline, txn, cas->id, &next, error);
}

gboolean
ink_pipeline_happen(InkPipeline *pipeline, InkTxn *txn, gint64 case_id, const InkCaseEvent *event,
                    GError **error)
{
    InkLifeStep step;
    g_autoptr(InkCase) before = ink_store_get_case(pipeline->store, case_id, error);
    if (before == NULL || !ink_life_step(before, event->event, &step, error))
        return FALSE;
    InkCaseStatus status = get_status(step.next);
    g_autoptr(InkCase) cas = ink_store_get_case(pipeline->store, case_id, error);
    if (cas == NULL || !ink_case_write_event(pipeline, txn, cas, event, error) ||
        (status != before->status && !ink_txn_set_status(txn, case_id, status, event->why, error)))
        return FALSE;
    cas->status = status;
    spare_closing(pipeline, cas, event, &step);
    if (!change_deadlines(pipeline, txn, cas, event, &step, error))
        return FALSE;
    g_autoptr(InkCase) after = ink_store_get_case(pipeline->store, case_id, error);
    return after != NULL && ink_case_follow(pipeline, txn, before, after, event, error) &&
           go_on(pipeline, txn, after, event, error);
}
