/* SPDX-License-Identifier: MIT
 *
 * What is done to a case, by the pipeline and by a person alike: registering it with its number and
 * deadline, adding a record, queueing its receipt, opening it again.
 */
#include "pipeline-private.h"

#include "inkom/error.h"
#include "inkom/journal.h"
#include "inkom/links.h"
#include "inkom/text.h"

#define COPIES_MAX 20 /* recipients of a letter who are taken to know the case */

/* Year of registration, whatever day it came in: a mail of 31 December taken in on 1 January has
 * the new year's number and the old year's arrival. */
gboolean
ink_case_register(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, InkReceiptFate receipt,
                  GError **error)
{
    const InkUnit *unit = ink_config_find_unit(pipeline->config, cas->unit);
    int month, day;
    cas->registered_at = ink_clock_now(pipeline->clock);
    if (cas->year == 0)
        ink_day_get_ymd(ink_clock_today(pipeline->clock), &cas->year, &month, &day);
    cas->arrived = ink_clock_get_day(pipeline->clock, cas->arrived_at);

    cas->due = INK_DAY_NONE;
    return ink_txn_add_case(txn, cas, unit->number_format, error) &&
           ink_case_begin_life(pipeline, txn, cas, receipt, error);
}

gboolean
ink_pipeline_reopen(InkPipeline *pipeline, InkTxn *txn, gint64 case_id, gint64 start,
                    const char *why, GError **error)
{
    g_autoptr(InkCase) cas = ink_store_get_case(pipeline->store, case_id, error);
    if (cas == NULL)
        return FALSE;
    if (ink_case_get_answer_start(pipeline, cas) != INK_START_ARRIVED)
        start = ink_clock_now(pipeline->clock);
    const InkCaseEvent event = {.event = INK_EVENT_REOPEN, .at = start, .why = why};
    return ink_pipeline_happen(pipeline, txn, case_id, &event, error);
}

InkCase *
ink_case_from_decision(const InkDecision *decision)
{
    InkCase *cas = ink_case_new();
    cas->unit = g_strdup(decision->unit);
    cas->type = g_strdup(decision->type);
    g_strfreev(cas->more_types);
    cas->more_types = g_strdupv(decision->more_types);
    cas->procedure = g_strdup(decision->procedure);
    cas->title = g_strdup(decision->title);
    cas->channel = g_strdup(decision->channel);
    cas->language = g_strdup(decision->language);
    cas->arrived_at = decision->arrived;
    cas->arrived_by = g_strdup(decision->arrived_by);
    cas->officer = g_strdup(decision->officer);
    cas->sender = g_strdup(decision->sender);
    cas->sender_name = g_strdup(decision->sender_name);
    cas->importance = g_strdup(decision->importance);
    cas->secrecy = g_strdup(decision->secrecy);
    g_strfreev(cas->flags);
    cas->flags = g_strdupv(decision->flags);
    return cas;
}

static char *
join_recipients(const InkMessage *message)
{
    g_autoptr(GPtrArray) addresses = g_ptr_array_new();
    for (guint i = 0; i < message->to->len; i++)
        g_ptr_array_add(addresses, ((const InkAddress *)message->to->pdata[i])->address);
    g_ptr_array_add(addresses, NULL);
    g_autofree char *joined = g_strjoinv(", ", (char **)addresses->pdata);
    return ink_text_one_line(joined, INK_SUBJECT_MAX);
}

gboolean
ink_case_add_record(InkTxn *txn, const InkVerdict *verdict, gint64 case_id, gint64 message_row,
                    GError **error)
{
    const InkDecision *decision = verdict->decision;
    g_autoptr(InkRecord) record = ink_record_new();
    gboolean is_note = verdict->origin != NULL && verdict->origin->kind == INK_ORIGIN_NOTE;
    gboolean is_answer = decision->disposition == INK_DISPOSITION_ANSWER;
    /* An order is upprättad within the house, if it is proved that it was. */
    gboolean is_inner =
        is_note || (decision->disposition == INK_DISPOSITION_COMMAND &&
                    (verdict->command.is_proved || verdict->command.fate != INK_FATE_REFUSE));
    record->direction = is_answer  ? INK_DIRECTION_OUT
                        : is_inner ? INK_DIRECTION_INTERNAL /* upprättad */
                                   : INK_DIRECTION_IN;
    record->title = g_strdup(decision->title);
    record->date = decision->arrived;
    record->from = g_strdup(decision->sender);
    record->to = is_answer ? g_strdup(verdict->answer.to) : join_recipients(verdict->message);
    record->message_id = g_strdup(verdict->message->message_id);
    record->sha256 = g_strdup(verdict->sha256);
    record->message = message_row;
    return ink_txn_add_record(txn, case_id, record, error);
}

/* Those who answer a copy are no strangers. What a list of hundreds says is no sign of anything. */
gboolean
ink_case_note_copies(InkPipeline *pipeline, InkTxn *txn, const InkVerdict *verdict, gint64 case_id,
                     GError **error)
{
    const GPtrArray *const lists[] = {verdict->message->to, verdict->message->cc};
    if (lists[0]->len + lists[1]->len > COPIES_MAX)
        return TRUE;
    for (gsize l = 0; l < G_N_ELEMENTS(lists); l++)
        for (guint i = 0; i < lists[l]->len; i++) {
            const char *address = ((const InkAddress *)lists[l]->pdata[i])->address;
            if (ink_address_is_sendable(address) &&
                !ink_config_is_own_address(pipeline->config, address) &&
                !ink_txn_add_copied(txn, case_id, address, error))
                return FALSE;
        }
    return TRUE;
}

/* A closed case stays closed: nobody waits for an answer to this. */
static gboolean
is_no_matter(const InkPipeline *pipeline, const InkCase *cas, const InkCaseEvent *event)
{
    const InkRoutine *routine = ink_config_find_routine(pipeline->config, cas->unit);
    return (event->is_thanks && !routine->thanks_restart) ||
           (cas->officer != NULL && g_strcmp0(event->officer, cas->officer) == 0);
}

/* A person's new letter opens a closed case again, or goes on with an open one; an automatic one
 * does neither, and an officer's own is no news to him. */
static gboolean
let_happen(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas, const InkVerdict *verdict,
           GError **error)
{
    const InkDecision *decision = verdict->decision;
    if (decision->disposition != INK_DISPOSITION_ATTACH || cas->status == INK_CASE_CANCELLED)
        return TRUE;
    const InkMessage *letter = ink_origin_get_letter(verdict->origin, verdict->message);
    const InkCaseEvent event = {.event = INK_EVENT_RECORD,
                                .at = decision->arrived,
                                .officer = decision->sender,
                                .is_thanks = ink_message_is_thanks(letter)};
    if (cas->status != INK_CASE_CLOSED)
        return ink_pipeline_happen(pipeline, txn, cas->id, &event, error);
    return is_no_matter(pipeline, cas, &event) ||
           ink_pipeline_reopen(pipeline, txn, cas->id, decision->arrived,
                               "ny handling har kommit in", error);
}

/* Secrecy that is proposed for a later letter is the case's from then on (OSL 5:5: a warning, not
 * a decision), before any letter goes about it. Where there is a mark it stands. */
static gboolean
take_secrecy(InkTxn *txn, const InkCase *cas, const InkDecision *decision, GError **error)
{
    return decision->disposition != INK_DISPOSITION_ATTACH || decision->secrecy == NULL ||
           cas->secrecy != NULL || cas->status == INK_CASE_CANCELLED ||
           ink_txn_set_field(txn, cas->id, INK_FIELD_SECRECY, decision->secrecy,
                             "föreslagen för en ny handling", error);
}

gboolean
ink_case_file(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas, const InkVerdict *verdict,
              gint64 message_row, GError **error)
{
    const InkDecision *decision = verdict->decision;
    if (!ink_case_add_record(txn, verdict, cas->id, message_row, error) ||
        (verdict->is_sender_known &&
         !ink_case_note_copies(pipeline, txn, verdict, cas->id, error)) ||
        !take_secrecy(txn, cas, decision, error) || !let_happen(pipeline, txn, cas, verdict, error))
        return FALSE;
    for (char **flag = decision->flags; *flag != NULL; flag++)
        if (!ink_txn_add_flag(txn, cas->id, *flag, error))
            return FALSE;
    return TRUE;
}

gboolean
ink_pipeline_alert(InkPipeline *pipeline, InkTxn *txn, gint64 case_id, const char *what,
                   const char *detail, GError **error)
{
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(InkCase) cas =
        case_id != 0 ? ink_store_get_case(pipeline->store, case_id, error) : NULL;
    if (case_id != 0 && cas == NULL)
        return FALSE;
    g_autoptr(InkOutboxRow) letter = ink_alert_compose(pipeline, cas, what, detail, &bytes, error);
    return letter != NULL && ink_txn_add_letter(txn, letter, bytes, error);
}
