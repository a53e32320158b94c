/* SPDX-License-Identifier: MIT
 *
 * What happens to a case, by the table of its life (model/life.c) and the routine of its unit: its
 * state, the deadlines that begin and end, the letters that follow. Commands, officers' mail, later
 * records and the clock all come here, so that there is one way for each thing to happen.
 */
#include "pipeline-private.h"

#include "inkom/error.h"
#include "inkom/journal.h"

static const InkRoutine *
get_routine(const InkPipeline *pipeline, const InkCase *cas)
{
    return ink_config_find_unit(pipeline->config, cas->unit)->routine;
}

/* --- deadlines --------------------------------------------------------------------------------*/

/* Channels may promise more than the rest (A18). */
static InkPeriod
get_answer_period(const InkRoutine *routine, const InkCase *cas)
{
    static const InkPeriod none = {INK_PERIOD_NONE, 0};
    const InkChannelRoutine *channel = ink_routine_find_channel(routine, cas->channel);
    if (channel != NULL && channel->has_answer)
        return channel->answer_within;
    return routine->answer_needs_contact && cas->sender == NULL ? none : routine->answer_within;
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
    const InkRoutine *routine = get_routine(pipeline, cas);
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
    InkPeriod period = get_answer_period(get_routine(pipeline, cas), cas);
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
    return get_routine(pipeline, cas)->answer_from != from ||
           start_answer(pipeline, txn, cas, start, error);
}

static gboolean
start_kind(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, InkDeadlineKind kind, gint64 start,
           GError **error)
{
    const InkRoutine *routine = get_routine(pipeline, cas);
    switch (kind) {
    case INK_DEADLINE_RECEIPT:
        return routine->receipt_template == NULL ||
               routine->receipt_when != INK_RECEIPT_AT_ASSIGNMENT ||
               add_deadline(pipeline, txn, cas, kind, start, routine->receipt_within, NULL, error);
    case INK_DEADLINE_ASSIGNMENT:
        return add_deadline(pipeline, txn, cas, kind, start, routine->assign_within, NULL, error);
    case INK_DEADLINE_RESPONSE:
        return add_deadline(pipeline, txn, cas, kind, cas->arrived_at, routine->first_response,
                            NULL, error);
    case INK_DEADLINE_CLOSING:
        return cas->held != NULL ||
               add_deadline(pipeline, txn, cas, kind, start, routine->close_after, NULL, error);
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
end_deadlines(InkTxn *txn, gint64 case_id, guint kinds, const char *by, GError **error)
{
    for (guint kind = 0; kind < INK_DEADLINE_KINDS; kind++)
        if ((kinds & 1u << kind) != 0 &&
            !ink_txn_meet_deadlines(txn, case_id, ink_deadline_kind_get_name((InkDeadlineKind)kind),
                                    by, error))
            return FALSE;
    return TRUE;
}

gboolean
ink_case_begin_life(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, GError **error)
{
    const InkRoutine *routine = get_routine(pipeline, cas);
    guint first = ink_life_get_first_deadlines() & ~(1u << INK_DEADLINE_ANSWER);
    if (cas->officer != NULL)
        first &= ~(1u << INK_DEADLINE_ASSIGNMENT);
    if (!start_deadlines(pipeline, txn, cas, first, cas->registered_at, error))
        return FALSE;
    switch (routine->answer_from) {
    case INK_START_ARRIVED:
        return start_answer(pipeline, txn, cas, cas->arrived_at, error);
    case INK_START_REGISTERED:
        return start_answer(pipeline, txn, cas, cas->registered_at, error);
    case INK_START_ASSIGNED:
        return cas->officer == NULL || start_answer(pipeline, txn, cas, cas->registered_at, error);
    case INK_START_CONFIRMED:
    default:
        return TRUE;
    }
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

/* B23: in some municipalities only a chef may be the officer. */
static gboolean
check_officer(const InkPipeline *pipeline, const InkCase *cas, const char *address, GError **error)
{
    const InkOfficer *officer = ink_config_find_officer_by_address(pipeline->config, address);
    if (!get_routine(pipeline, cas)->is_chef_only || (officer != NULL && officer->is_chef))
        return TRUE;
    g_set_error(error, INK_ERROR, INK_ERROR_REFUSED,
                "%s: enligt rutinen %s är handläggaren alltid en chef, och %s är inte chef; se "
                "officers: i %s",
                cas->dnr, get_routine(pipeline, cas)->name,
                officer != NULL ? officer->name : address, pipeline->config->file);
    return FALSE;
}

static gboolean
set_officer(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, const InkCaseEvent *event,
            GError **error)
{
    const char *officer = event->event == INK_EVENT_ASSIGN ? event->officer : NULL;
    if (officer != NULL && !check_officer(pipeline, cas, officer, error))
        return FALSE;
    if (!ink_txn_set_field(txn, cas->id, INK_FIELD_OFFICER, officer, event->why, error))
        return FALSE;
    gboolean is_first = cas->officer == NULL && officer != NULL;
    g_free(cas->officer);
    cas->officer = g_strdup(officer);
    return !is_first ||
           ink_case_start_answer(pipeline, txn, cas, INK_START_ASSIGNED, event->at, error);
}

/* What the event itself writes, besides the state. */
static gboolean
write_event(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, const InkCaseEvent *event,
            GError **error)
{
    switch (event->event) {
    case INK_EVENT_ASSIGN:
    case INK_EVENT_RETURN:
        return set_officer(pipeline, txn, cas, event, error);
    case INK_EVENT_INTERIM:
        return cas->status != INK_CASE_OPEN ||
               (ink_txn_set_interim(txn, cas->id, event->at, error) &&
                ink_txn_add_journal(txn, "delsvar lämnat", cas->id, 0, NULL, event->why, error));
    case INK_EVENT_HOLD:
        g_free(cas->held);
        cas->held = g_strdup(event->why != NULL ? event->why : "hålls öppet");
        return ink_txn_set_field(txn, cas->id, INK_FIELD_HELD, cas->held, NULL, error);
    case INK_EVENT_RELEASE:
        g_clear_pointer(&cas->held, g_free);
        return ink_txn_set_field(txn, cas->id, INK_FIELD_HELD, NULL, event->why, error);
    case INK_EVENT_ANSWER:
    case INK_EVENT_REOPEN:
        return ink_txn_set_interim(txn, cas->id, INK_TIME_NONE, error);
    case INK_EVENT_RECORD:
    case INK_EVENT_TRANSFER:
    case INK_EVENT_CLOSE:
    case INK_EVENT_CANCEL:
    default:
        return TRUE;
    }
}

gboolean
ink_pipeline_happen(InkPipeline *pipeline, InkTxn *txn, gint64 case_id, const InkCaseEvent *event,
                    GError **error)
{
    InkLifeStep step;
    g_autoptr(InkCase) cas = ink_store_get_case(pipeline->store, case_id, error);
    if (cas == NULL || !ink_life_step(cas, event->event, &step, error))
        return FALSE;
    InkCaseStatus status = get_status(step.next);
    const char *by = event->why != NULL ? event->why : ink_life_event_get_swedish(event->event);
    return write_event(pipeline, txn, cas, event, error) &&
           (status == cas->status || ink_txn_set_status(txn, case_id, status, event->why, error)) &&
           end_deadlines(txn, case_id, step.meets, by, error) &&
           end_deadlines(txn, case_id, step.drops & ~step.meets, by, error) &&
           start_deadlines(pipeline, txn, cas, step.starts, event->at, error) &&
           ink_case_follow(pipeline, txn, cas, event, error);
}
