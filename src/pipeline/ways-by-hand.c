/* SPDX-License-Identifier: MIT
 *
 * Letters of other ways than a case that go only when a person has decided so: that of a procedure
 * with letter_when: beslut, and the refusal of a personal attack (B7). A refusal is a decision
 * about an official document: the message is registered, and the journal says who decided.
 */
#include "pipeline-private.h"

#include "inkom/delivery.h"
#include "inkom/error.h"
#include "inkom/journal.h"
#include "inkom/text.h"

static const InkProcedure *
find_letter(const InkPipeline *pipeline, const char *unit, const char *name, GError **error)
{
    const InkRoutine *routine = ink_config_find_routine(pipeline->config, unit);
    const InkProcedure *procedure = name != NULL ? ink_routine_find_procedure(routine, name) : NULL;
    if (procedure != NULL && procedure->letter != NULL)
        return procedure;
    g_set_error(error, INK_ERROR, INK_ERROR_REFUSED,
                "rutinen %s har inget brev för %s; skriv letter: under procedures: i %s",
                routine->name, name != NULL ? name : "det här", routine->file);
    return NULL;
}

/* Why nobody can be written to; *out_why NULL: somebody can. */
static gboolean
find_no_letter(InkPipeline *pipeline, const char *to, char **out_why, GError **error)
{
    gint64 dead_since = INK_TIME_NONE;
    if (!ink_address_is_sendable(to)) {
        *out_why = g_strdup("avsändaren går inte att skriva till");
        return TRUE;
    }
    g_autoptr(InkMessage) message = ink_message_new();
    g_ptr_array_add(message->from, ink_address_new(NULL, to));
    *out_why = ink_triage_find_wrong_sender(message, pipeline->config);
    if (*out_why == NULL && !ink_store_find_dead_address(pipeline->store, to, &dead_since, error))
        return FALSE;
    if (dead_since != INK_TIME_NONE)
        *out_why = g_strdup("adressen tar inte emot våra brev");
    return TRUE;
}

static gboolean
queue(InkPipeline *pipeline, InkTxn *txn, InkVerdict *verdict, const InkProcedure *procedure,
      const InkCase *cas, gint64 message_row, GError **error)
{
    InkDecision *decision = verdict->decision;
    decision->reply.to = g_strdup(cas != NULL ? cas->sender : decision->sender);
    decision->reply.letter = g_strdup(procedure->letter);
    decision->reply.contact = g_strdup(procedure->contact);
    decision->reply.language =
        g_strdup(ink_reply_get_language(pipeline, procedure->letter, decision->language));
    decision->reply.send = TRUE;
    return ink_ways_write(pipeline, txn, verdict, cas, message_row, error);
}

/* cas NULL: none. *out_why: why it does not go. */
static gboolean
send(InkPipeline *pipeline, InkTxn *txn, gint64 message, const InkCase *cas, const char *name,
     char **out_why, GError **error)
{
    g_autofree char *by_rules = NULL;
    g_autoptr(InkLedgerRow) row = ink_store_get_message(pipeline->store, message, error);
    g_autoptr(InkVerdict) verdict =
        row != NULL ? ink_by_hand_decide(pipeline, row, &by_rules, error) : NULL;
    if (verdict == NULL)
        return FALSE;
    ink_origin_confirm(verdict->decision, verdict->origin);
    const InkProcedure *procedure =
        find_letter(pipeline, cas != NULL ? cas->unit : verdict->decision->unit,
                    name != NULL ? name : by_rules, error);
    const char *to = cas != NULL ? cas->sender : verdict->decision->sender;
    if (procedure == NULL || !find_no_letter(pipeline, to, out_why, error))
        return FALSE;
    return *out_why != NULL || queue(pipeline, txn, verdict, procedure, cas, message, error);
}

gboolean
ink_pipeline_send_way_letter(InkPipeline *pipeline, InkTxn *txn, gint64 message, gint64 case_id,
                             GError **error)
{
    g_autofree char *why = NULL;
    g_autoptr(InkCase) cas =
        case_id != 0 ? ink_store_get_case(pipeline->store, case_id, error) : NULL;
    if ((case_id != 0 && cas == NULL) || !send(pipeline, txn, message, cas, NULL, &why, error))
        return FALSE;
    if (why != NULL)
        g_set_error_literal(error, INK_ERROR, INK_ERROR_REFUSED, why);
    return why == NULL;
}

gboolean
ink_pipeline_refuse_abuse(InkPipeline *pipeline, InkTxn *txn, gint64 message, gint64 *case_id,
                          char **out_no_letter, GError **error)
{
    const InkNewCaseWish wish = {.no_receipt = "personangrepp: bekräftas inte, ett avböjande går"};
    gint64 id = *case_id;
    if (id == 0 && !ink_pipeline_register_waiting(pipeline, txn, message, &wish, &id, error))
        return FALSE;
    const InkCaseEvent close = {.event = INK_EVENT_CLOSE,
                                .at = ink_clock_now(pipeline->clock),
                                .why = "personangrepp: tas inte upp till behandling"};
    g_autofree char *why = NULL;
    g_autoptr(InkCase) cas = ink_store_get_case(pipeline->store, id, error);
    if (cas == NULL || !send(pipeline, txn, message, cas, INK_PROCEDURE_ABUSE, &why, error) ||
        !ink_txn_add_journal(txn, "personangrepp", id, message, NULL,
                             why != NULL ? why : "avböjande brev", error) ||
        !ink_pipeline_happen(pipeline, txn, id, &close, error))
        return FALSE;
    *case_id = id;
    *out_no_letter = g_steal_pointer(&why);
    return TRUE;
}
