/* SPDX-License-Identifier: MIT
 *
 * A person's decisions about messages that wait for one.
 */
#include "pipeline-private.h"

#include "inkom/error.h"
#include "inkom/journal.h"
#include "inkom/links.h"
#include "inkom/review.h"
#include "inkom/text.h"

InkVerdict *
ink_by_hand_decide(InkPipeline *pipeline, const InkLedgerRow *row, char **out_procedure,
                   GError **error)
{
    static const InkStep steps[] = {ink_step_classify, ink_step_encrypted, ink_step_name};
    g_autoptr(GBytes) bytes = ink_store_get_original(pipeline->store, row->id, error);
    if (bytes == NULL)
        return NULL;
    g_autoptr(InkReading) reading = ink_reader_read(pipeline->reader, bytes);
    if (reading->message == NULL) {
        g_propagate_error(error, g_steal_pointer(&reading->failure));
        g_prefix_error(error, "meddelandet kan inte registreras automatiskt, lägg upp ärendet med "
                              "\"inkom case new\": ");
        return NULL;
    }
    InkVerdict *verdict = g_new0(InkVerdict, 1);
    verdict->message = g_steal_pointer(&reading->message);
    verdict->origin = g_steal_pointer(&reading->origin);
    verdict->sha256 = g_strdup(row->sha256);
    verdict->decision = ink_decision_new();
    InkEnvelope envelope = {.unit = ((const InkUnit *)pipeline->config->units->pdata[0])->code};
    const InkMailbox *mailbox = ink_config_find_mailbox(pipeline->config, row->mailbox);
    if (mailbox != NULL)
        envelope.unit = mailbox->unit;
    InkWork work = {.pipeline = pipeline,
                    .envelope = &envelope,
                    .reading = reading,
                    .verdict = verdict,
                    .message = verdict->message,
                    .origin = verdict->origin,
                    .decision = verdict->decision};
    for (gsize i = 0; i < G_N_ELEMENTS(steps); i++)
        steps[i](&work, NULL);
    verdict->decision->arrived = row->arrived_at;
    verdict->decision->arrived_by = g_strdup(row->arrived_by);
    if (out_procedure != NULL)
        *out_procedure = g_strdup(reading->classification->procedure);
    return verdict;
}

/* A case of an earlier register comes with its number: those who have it know of it. Nobody is
 * confirmed to: whoever wrote or rang is told by the person who registers it. */
gboolean
ink_pipeline_register_case(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, GError **error)
{
    gboolean is_taken_over = cas->sequence > 0;
    if (cas->officer == NULL && !is_taken_over)
        cas->officer = g_strdup(ink_config_find_unit(pipeline->config, cas->unit)->officer);
    g_autofree char *unfit = cas->officer != NULL
                                 ? ink_case_find_unfit_officer(pipeline, cas->unit, cas->officer)
                                 : NULL;
    if (unfit != NULL) {
        g_set_error_literal(error, INK_ERROR, INK_ERROR_REFUSED, unfit);
        return FALSE;
    }
    return ink_case_register(pipeline, txn, cas, INK_RECEIPT_NEVER, error) &&
           (is_taken_over ? ink_case_forgo_reminders(pipeline, txn, cas->id, error)
                          : ink_case_announce(pipeline, txn, cas, error));
}

static gboolean
check_waits(const InkLedgerRow *row, GError **error)
{
    if (row->case_id == 0)
        return TRUE;
    g_set_error(error, INK_ERROR, INK_ERROR_REFUSED,
                "meddelande %" G_GINT64_FORMAT " hör redan till %s", row->id, row->dnr);
    return FALSE;
}

/* A message that waited in quarantine is read for the first time: the ledger had nothing to say of
 * it. */
static gboolean
note_contents(InkTxn *txn, gint64 message_row, const InkMessage *message, GError **error)
{
    g_autoptr(InkLedgerRow) contents = ink_ledger_row_from(message);
    return ink_txn_set_contents(txn, message_row, contents, message->attachments, error);
}

/* A name that stood without an address is that of the address; that of another is not. */
static void
take_wished_sender(InkDecision *decision, const char *wish)
{
    g_autofree char *address = wish != NULL ? ink_address_canonical(wish) : NULL;
    if (address == NULL || g_strcmp0(decision->sender, address) == 0)
        return;
    if (decision->sender != NULL)
        g_clear_pointer(&decision->sender_name, g_free);
    ink_text_set(&decision->sender, address);
}

static void
take_wishes(InkDecision *decision, const InkNewCaseWish *wish)
{
    take_wished_sender(decision, wish->sender);
    if (wish->arrived != 0) {
        decision->arrived = wish->arrived;
        ink_text_set(&decision->arrived_by, "registrator");
    }
    if (wish->unit != NULL)
        ink_text_set(&decision->unit, wish->unit);
    if (wish->type != NULL) {
        ink_text_set(&decision->type, wish->type);
        g_strfreev(decision->more_types);
        decision->more_types = g_new0(char *, 1);
    }
    if (wish->title != NULL)
        ink_text_set(&decision->title, wish->title);
}

static InkReceiptFate
get_fate(const InkPipeline *pipeline, const InkVerdict *verdict, const InkNewCaseWish *wish)
{
    if (wish->no_receipt != NULL)
        return INK_RECEIPT_NEVER;
    g_autofree char *nobody = ink_reply_find_nobody(pipeline, verdict->decision, verdict->origin);
    return nobody != NULL ? INK_RECEIPT_NEVER : INK_RECEIPT_NOW;
}

/* A new case owes its receipt, unless nobody waits for one. */
static gboolean
owe_receipt(const InkPipeline *pipeline, InkTxn *txn, const InkVerdict *verdict, gint64 message,
            gint64 case_id, const char *why, GError **error)
{
    g_autofree char *nobody = ink_reply_find_nobody(pipeline, verdict->decision, verdict->origin);
    if (nobody != NULL)
        return ink_txn_set_reply(txn, message, case_id, "none", nobody, error);
    g_autofree char *reason = g_strdup_printf("bekräftelse har inte skickats: %s", why);
    return ink_txn_add_debt(txn, message, case_id, reason, error);
}

gboolean
ink_pipeline_register_waiting(InkPipeline *pipeline, InkTxn *txn, gint64 message,
                              const InkNewCaseWish *wish, gint64 *out_case_id, GError **error)
{
    g_autoptr(InkLedgerRow) row = ink_store_get_message(pipeline->store, message, error);
    if (row == NULL || !check_waits(row, error))
        return FALSE;
    g_autoptr(InkVerdict) verdict = ink_by_hand_decide(pipeline, row, NULL, error);
    if (verdict == NULL)
        return FALSE;
    InkDecision *decision = verdict->decision;
    ink_origin_confirm(decision, verdict->origin);
    take_wishes(decision, wish);
    ink_decision_settle_officer(pipeline, decision);
    g_autoptr(InkCase) cas = ink_case_from_decision(decision);
    if (!ink_case_register(pipeline, txn, cas, get_fate(pipeline, verdict, wish), error) ||
        !note_contents(txn, message, verdict->message, error) ||
        !ink_case_add_record(txn, verdict, cas->id, message, error) ||
        !ink_case_note_copies(pipeline, txn, verdict, cas->id, error) ||
        !ink_txn_set_outcome(txn, message, "new", cas->id, 1, "registrerat av en människa",
                             error) ||
        !(wish->no_receipt != NULL
              ? ink_txn_set_reply(txn, message, cas->id, "none", wish->no_receipt, error)
              : owe_receipt(pipeline, txn, verdict, message, cas->id,
                            "registrerat efter granskning", error)) ||
        !ink_case_announce(pipeline, txn, cas, error))
        return FALSE;
    *out_case_id = cas->id;
    return TRUE;
}

gboolean
ink_pipeline_attach_waiting(InkPipeline *pipeline, InkTxn *txn, gint64 message, gint64 case_id,
                            GError **error)
{
    g_autoptr(InkLedgerRow) row = ink_store_get_message(pipeline->store, message, error);
    if (row == NULL || !check_waits(row, error))
        return FALSE;
    g_autoptr(InkVerdict) verdict = ink_by_hand_decide(pipeline, row, NULL, error);
    g_autoptr(InkCase) cas = ink_store_get_case(pipeline->store, case_id, error);
    if (verdict == NULL || cas == NULL)
        return FALSE;
    /* A machine's report is filed as such: it opens no case again and takes no part in it. */
    InkDisposition *disposition = &verdict->decision->disposition;
    gboolean is_report =
        ink_disposition_find(row->outcome, disposition) &&
        (*disposition == INK_DISPOSITION_BOUNCE || *disposition == INK_DISPOSITION_AUTOMATIC);
    if (!is_report)
        *disposition = INK_DISPOSITION_ATTACH;
    const char *sender = is_report ? NULL : verdict->decision->sender;
    /* A stranger's letter is only filed; the sender of one that a person has filed is a party. */
    verdict->is_sender_known = sender != NULL && verdict->origin->is_certain;
    return note_contents(txn, message, verdict->message, error) &&
           ink_case_file(pipeline, txn, cas, verdict, message, error) &&
           (sender == NULL || ink_txn_add_party(txn, case_id, sender, error)) &&
           ink_txn_set_outcome(txn, message, ink_disposition_get_name(*disposition), case_id,
                               cas->records + 1, "tillfört av en människa", error);
}

/* The record with a message of its own; NULL with NOT_FOUND or REFUSED. */
static InkRecord *
get_message_record(const InkPipeline *pipeline, const InkCase *cas, int number, GError **error)
{
    g_autoptr(GPtrArray) records = ink_store_list_records(pipeline->store, cas->id, error);
    if (records == NULL)
        return NULL;
    for (guint i = 0; i < records->len; i++) {
        const InkRecord *record = records->pdata[i];
        if (record->number == number && record->message != 0)
            return g_ptr_array_steal_index(records, i);
    }
    g_set_error(error, INK_ERROR, INK_ERROR_NOT_FOUND,
                "%s har ingen handling %d med ett meddelande; se \"inkom case show\"", cas->dnr,
                number);
    return NULL;
}

/* The sender is whom the register has, who may be another than the one in the header. */
static void
take_sender(InkDecision *decision, const InkRecord *record)
{
    if (g_strcmp0(decision->sender, record->from) == 0)
        return;
    g_free(decision->sender);
    decision->sender = g_strdup(record->from);
    g_clear_pointer(&decision->sender_name, g_free);
}

static gboolean
register_split(InkPipeline *pipeline, InkTxn *txn, const InkRecord *record,
               const InkNewCaseWish *wish, const char *why, gint64 *out_case_id, GError **error)
{
    g_autoptr(InkLedgerRow) row = ink_store_get_message(pipeline->store, record->message, error);
    g_autoptr(InkVerdict) verdict =
        row != NULL ? ink_by_hand_decide(pipeline, row, NULL, error) : NULL;
    if (verdict == NULL)
        return FALSE;
    InkDecision *decision = verdict->decision;
    take_sender(decision, record);
    take_wishes(decision, wish);
    ink_decision_settle_officer(pipeline, decision);
    g_autoptr(InkCase) cas = ink_case_from_decision(decision);
    if (!ink_case_register(pipeline, txn, cas, get_fate(pipeline, verdict, wish), error) ||
        !ink_case_add_record(txn, verdict, cas->id, record->message, error) ||
        !ink_case_note_copies(pipeline, txn, verdict, cas->id, error) ||
        !owe_receipt(pipeline, txn, verdict, record->message, cas->id, why, error) ||
        !ink_case_announce(pipeline, txn, cas, error))
        return FALSE;
    *out_case_id = cas->id;
    return TRUE;
}

gboolean
ink_pipeline_split(InkPipeline *pipeline, InkTxn *txn, gint64 case_id, int number,
                   const InkNewCaseWish *wish, const char *why, gint64 *out_case_id, GError **error)
{
    g_autoptr(InkCase) cas = ink_store_get_case(pipeline->store, case_id, error);
    g_autoptr(InkRecord) record =
        cas != NULL ? get_message_record(pipeline, cas, number, error) : NULL;
    if (record == NULL)
        return FALSE;
    if (cas->status == INK_CASE_CANCELLED) {
        g_set_error(error, INK_ERROR, INK_ERROR_REFUSED, "%s är makulerat och kan inte ändras",
                    cas->dnr);
        return FALSE;
    }
    g_autofree char *owed = g_strdup_printf("ärendet är delat från %s", cas->dnr);
    gint64 new_case;
    if (!register_split(pipeline, txn, record, wish, owed, &new_case, error) ||
        !ink_txn_add_link(txn, INK_LINK_SPLIT, case_id, number, new_case, 1, record->message, why,
                          error))
        return FALSE;
    *out_case_id = new_case;
    return TRUE;
}
