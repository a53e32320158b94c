/* SPDX-License-Identifier: MIT
 *
 * What an event in the life of a case writes besides its state and deadlines: who has it, where it
 * is registered, whether it is kept open.
 */
#include "pipeline-private.h"

#include "inkom/error.h"
#include "inkom/journal.h"

/* B23: in some municipalities only a chef may be the officer. */
char *
ink_case_find_unfit_officer(const InkPipeline *pipeline, const char *unit, const char *address)
{
    const InkRoutine *routine = ink_config_find_routine(pipeline->config, unit);
    const InkOfficer *officer = ink_config_find_officer_by_address(pipeline->config, address);
    if (!routine->is_chef_only || (officer != NULL && officer->is_chef))
        return NULL;
    return g_strdup_printf("enligt rutinen %s är handläggaren alltid en chef, och %s är inte chef; "
                           "se officers: i %s",
                           routine->name, officer != NULL ? officer->name : address,
                           pipeline->config->file);
}

static gboolean
refuse(const InkCase *cas, const char *why, GError **error)
{
    g_set_error(error, INK_ERROR, INK_ERROR_REFUSED, "%s: %s", cas->dnr, why);
    return FALSE;
}

static gboolean
set_officer(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, const char *officer, const char *why,
            GError **error)
{
    g_autofree char *unfit =
        officer != NULL ? ink_case_find_unfit_officer(pipeline, cas->unit, officer) : NULL;
    if (unfit != NULL)
        return refuse(cas, unfit, error);
    if (!ink_txn_set_field(txn, cas->id, INK_FIELD_OFFICER, officer, why, error))
        return FALSE;
    g_free(cas->officer);
    cas->officer = g_strdup(officer);
    return TRUE;
}

static gboolean
give_back(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, const InkCaseEvent *event,
          GError **error)
{
    if (cas->officer == NULL)
        return refuse(cas, "ärendet har ingen handläggare som kan lämna det tillbaka", error);
    return set_officer(pipeline, txn, cas, NULL, event->why, error);
}

/* A17, C10: another register and a number there; the sender, the arrival and what was promised
 * stay. Who is to have it there is for that unit to say. */
static gboolean
transfer(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, const InkCaseEvent *event,
         GError **error)
{
    const InkUnit *unit = ink_config_find_unit(pipeline->config, event->unit);
    int year, month, day;
    ink_day_get_ymd(ink_clock_today(pipeline->clock), &year, &month, &day);
    if (!ink_txn_move_case(txn, cas->id, unit->code, year, unit->number_format, event->why, error))
        return FALSE;
    g_free(cas->unit);
    cas->unit = g_strdup(unit->code);
    return set_officer(pipeline, txn, cas, NULL, "flyttat", error);
}

static gboolean
set_held(InkTxn *txn, InkCase *cas, const char *held, const char *why, GError **error)
{
    g_free(cas->held);
    cas->held = g_strdup(held);
    return ink_txn_set_field(txn, cas->id, INK_FIELD_HELD, held, why, error);
}

gboolean
ink_case_write_event(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, const InkCaseEvent *event,
                     GError **error)
{
    switch (event->event) {
    case INK_EVENT_ASSIGN:
        return set_officer(pipeline, txn, cas, event->officer, event->why, error) &&
               ink_case_start_answer(pipeline, txn, cas, INK_START_ASSIGNED, event->at, error);
    case INK_EVENT_RETURN:
        return give_back(pipeline, txn, cas, event, error);
    case INK_EVENT_TRANSFER:
        return transfer(pipeline, txn, cas, event, error);
    case INK_EVENT_INTERIM:
        return cas->status != INK_CASE_OPEN ||
               (ink_txn_set_interim(txn, cas->id, event->at, error) &&
                ink_txn_add_journal(txn, "delsvar lämnat", cas->id, 0, NULL, event->why, error));
    case INK_EVENT_HOLD:
        return set_held(txn, cas, event->why != NULL ? event->why : "hålls öppet", NULL, error);
    case INK_EVENT_RELEASE:
        return cas->held == NULL ? refuse(cas, "ärendet hålls inte öppet", error)
                                 : set_held(txn, cas, NULL, event->why, error);
    case INK_EVENT_ANSWER:
    case INK_EVENT_REOPEN:
        return ink_txn_set_interim(txn, cas->id, INK_TIME_NONE, error);
    case INK_EVENT_CLOSE: /* what a person closes is not kept open */
        return cas->held == NULL || set_held(txn, cas, NULL, event->why, error);
    case INK_EVENT_RECORD:
    case INK_EVENT_CANCEL:
    default:
        return TRUE;
    }
}
