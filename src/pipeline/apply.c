/* SPDX-License-Identifier: MIT
 *
 * Carrying out a decision: ledger, case, record, deadlines, letter and notes for one message, all
 * in the caller's transaction.
 */
#include "pipeline-private.h"

#include "inkom/address-keys.h"
#include "inkom/error.h"
#include "inkom/journal.h"
#include "inkom/links.h"
#include "inkom/review.h"
#include "inkom/text.h"

#define URGENT        "brådskande" /* how the flag of an urgent rule begins */
#define ALERT_QUIET_S (24 * 3600)

/* The explanation as it was then: the reasons, and one line for each rule that spoke. */
static char *
format_trace(const InkDecision *decision)
{
    GString *trace = g_string_new(NULL);
    for (guint i = 0; i < decision->reasons->len; i++) {
        g_string_append(trace, decision->reasons->pdata[i]);
        g_string_append_c(trace, '\n');
    }
    for (guint i = 0; i < decision->hits->len; i++) {
        g_autofree char *hit = ink_rule_hit_describe(decision->hits->pdata[i]);
        g_string_append(trace, hit);
        g_string_append_c(trace, '\n');
    }
    return g_string_free(trace, FALSE);
}

InkLedgerRow *
ink_ledger_row_from(const InkMessage *message)
{
    InkLedgerRow *row = ink_ledger_row_new();
    const InkAddress *sender = message != NULL ? ink_message_get_sender(message) : NULL;
    row->message_id = message != NULL ? g_strdup(message->message_id) : NULL;
    row->sender = sender != NULL ? g_strdup(sender->address) : NULL;
    row->subject = ink_text_one_line(message != NULL ? message->subject : "", INK_SUBJECT_MAX);
    return row;
}

static const char *
get_reply_state(const InkDecision *decision)
{
    return decision->reply.send      ? decision->reply.kind
           : decision->reply.waits   ? INK_REPLY_WAITING
           : decision->reply.is_owed ? "owed"
                                     : "none";
}

static gboolean
add_to_ledger(InkTxn *txn, const InkEnvelope *envelope, const InkVerdict *verdict, gint64 case_id,
              gint64 record, gint64 *out_id, GError **error)
{
    const InkDecision *decision = verdict->decision;
    const InkMessage *message = verdict->message;
    const char *last_reason =
        decision->reasons->len > 0 ? decision->reasons->pdata[decision->reasons->len - 1] : "";
    if (decision->notes->len > 0)
        last_reason = ((const InkReviewNote *)decision->notes->pdata[0])->reason;
    g_autoptr(InkLedgerRow) row = ink_ledger_row_from(message);
    row->mailbox = g_strdup(envelope->mailbox);
    row->uidvalidity = envelope->uidvalidity;
    row->uid = g_strdup(envelope->uid);
    row->sha256 = g_strdup(verdict->sha256);
    row->size = envelope->size;
    row->seen_at = ink_clock_now(ink_store_get_clock(ink_txn_get_store(txn)));
    row->arrived_at = decision->arrived;
    row->arrived_by = g_strdup(decision->arrived_by);
    row->outcome = g_strdup(ink_disposition_get_name(decision->disposition));
    row->case_id = case_id;
    row->record = record;
    row->reply = g_strdup(get_reply_state(decision));
    row->reply_reason = g_strdup(decision->reply.reason);
    row->reason = g_strdup(last_reason);
    row->trace = format_trace(decision);
    gboolean has_same_bytes = decision->disposition == INK_DISPOSITION_DUPLICATE && message == NULL;
    if (!ink_txn_add_message(txn, row, has_same_bytes ? NULL : envelope->bytes,
                             has_same_bytes ? verdict->same_as : 0, error))
        return FALSE;
    *out_id = row->id;
    if (verdict->forged > 0 &&
        !ink_txn_note_forged(txn, row->id, verdict->source, verdict->forged, error))
        return FALSE;
    return message == NULL || ink_txn_add_attachments(txn, row->id, message->attachments, error);
}

static gboolean
add_notes(InkTxn *txn, const InkDecision *decision, gint64 message_row, gint64 case_id,
          GError **error)
{
    for (guint i = 0; i < decision->notes->len; i++) {
        const InkReviewNote *note = decision->notes->pdata[i];
        if (!ink_txn_add_review(txn, message_row, case_id, note->kind, note->reason, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
is_told(const InkDecision *decision, const char *address)
{
    for (guint i = 0; i < decision->told->len; i++)
        if (g_str_equal(((const InkTold *)decision->told->pdata[i])->to, address))
            return TRUE;
    return FALSE;
}

/* What cannot wait for somebody to look at the list (an orosanmälan, a threat, an appeal): a letter
 * to the registrar that says which message and why, and nothing of what stands in it. */
static gboolean
alert_if_urgent(InkPipeline *pipeline, InkTxn *txn, const InkDecision *decision, gint64 case_id,
                gint64 message_row, GError **error)
{
    const char *urgent = NULL;
    const InkConfig *config = pipeline->config;
    const char *registrar =
        case_id != 0 ? ink_config_find_registrar(config, decision->unit) : config->registrar;
    for (char **flag = decision->flags; *flag != NULL && urgent == NULL; flag++)
        if (g_str_has_prefix(*flag, URGENT))
            urgent = *flag;
    if (urgent == NULL || registrar == NULL || is_told(decision, registrar))
        return TRUE;
    g_autofree char *detail =
        g_strdup_printf("Meddelande %" G_GINT64_FORMAT ": %s.\n\n"
                        "Se \"inkom mail show %" G_GINT64_FORMAT "\" och \"inkom review list\".",
                        message_row, urgent, message_row);
    return ink_pipeline_alert(pipeline, txn, case_id, "brådskande meddelande", detail, error);
}

/* What may go on for hours (a loop, a flood) is told of once a day. Not a word of it comes from the
 * message: a letter from our own inbox is believed. */
static gboolean
alert_if_new(InkPipeline *pipeline, InkTxn *txn, const InkVerdict *verdict, gint64 message_row,
             GError **error)
{
    gboolean may = FALSE;
    if (verdict->alert == NULL || pipeline->config->registrar == NULL)
        return TRUE;
    if (!ink_txn_may_alert(txn, verdict->alert, ALERT_QUIET_S, &may, error))
        return FALSE;
    g_autofree char *detail = g_strdup_printf(
        "Det började med meddelande %" G_GINT64_FORMAT ".\n\n"
        "Varför står i \"inkom mail show %" G_GINT64_FORMAT "\". Se också \"inkom mail list\" och "
        "\"inkom review list\". Inget mer sägs om detta det närmaste dygnet.",
        message_row, message_row);
    return !may || ink_pipeline_alert(pipeline, txn, 0, verdict->alert, detail, error);
}

static gboolean
raise_alerts(InkPipeline *pipeline, InkTxn *txn, const InkVerdict *verdict, gint64 case_id,
             gint64 message_row, GError **error)
{
    return alert_if_urgent(pipeline, txn, verdict->decision, case_id, message_row, error) &&
           alert_if_new(pipeline, txn, verdict, message_row, error);
}

/* A receipt that cannot be written is no reason to lose the case: it is owed, and a person is told.
 */
static gboolean
queue_or_owe(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, const InkVerdict *verdict,
             gint64 message_row, GError **error)
{
    const InkDecision *decision = verdict->decision;
    g_autoptr(GError) failure = NULL;
    if (ink_case_queue_receipt(pipeline, txn, cas, decision->reply.to, decision->reply.language,
                               ink_origin_get_letter(verdict->origin, verdict->message),
                               message_row, &failure))
        return TRUE;
    if (g_error_matches(failure, INK_ERROR, INK_ERROR_TEMPORARY)) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return FALSE;
    }
    g_autofree char *reason =
        g_strdup_printf("bekräftelsen gick inte att skriva: %s", failure->message);
    return ink_txn_add_debt(txn, message_row, cas->id, reason, error);
}

/* The closed case that this one goes on from; the link stands on both. */
static gboolean
link_to_followed(InkTxn *txn, const InkDecision *decision, gint64 case_id, gint64 message_row,
                 GError **error)
{
    return decision->follows_id == 0 ||
           ink_txn_add_link(txn, INK_LINK_FOLLOWUP, decision->follows_id, 0, case_id, 0,
                            message_row, "nytt brev till ett avslutat ärende", error);
}

static InkReceiptFate
get_fate(const InkDecision *decision)
{
    /* The letter of another procedure is no receipt: nothing is counted from it. */
    if (decision->reply.letter != NULL)
        return INK_RECEIPT_NEVER;
    return decision->reply.waits                             ? INK_RECEIPT_WAITS
           : decision->reply.send || decision->reply.is_owed ? INK_RECEIPT_NOW
                                                             : INK_RECEIPT_NEVER;
}

/* Mail that is taken in afterwards tells nobody: it was somebody's to tell then. */
static gboolean
tell_and_write(InkPipeline *pipeline, InkTxn *txn, const InkEnvelope *envelope,
               const InkVerdict *verdict, const InkCase *cas, gint64 message_row, GError **error)
{
    return (envelope->is_backlog ||
            ink_ways_tell(pipeline, txn, verdict, cas, message_row, error)) &&
           ink_ways_write(pipeline, txn, verdict, cas, message_row, error);
}

static gboolean
apply_new(InkPipeline *pipeline, InkTxn *txn, const InkEnvelope *envelope,
          const InkVerdict *verdict, GError **error)
{
    const InkDecision *decision = verdict->decision;
    g_autoptr(InkCase) cas = ink_case_from_decision(decision);
    gint64 message_row;
    if (!ink_case_register(pipeline, txn, cas, get_fate(decision), error) ||
        (envelope->is_backlog && !ink_case_forgo_reminders(pipeline, txn, cas->id, error)) ||
        !add_to_ledger(txn, envelope, verdict, cas->id, 1, &message_row, error) ||
        !ink_case_add_record(txn, verdict, cas->id, message_row, error) ||
        !link_to_followed(txn, decision, cas->id, message_row, error) ||
        !ink_case_note_copies(pipeline, txn, verdict, cas->id, error) ||
        !ink_registrar_apply(pipeline, txn, verdict, message_row, error) ||
        !add_notes(txn, decision, message_row, cas->id, error) ||
        !raise_alerts(pipeline, txn, verdict, cas->id, message_row, error))
        return FALSE;
    if (!ink_report_apply(pipeline, txn, verdict, message_row, error) ||
        !tell_and_write(pipeline, txn, envelope, verdict, cas, message_row, error) ||
        !ink_ways_settle_case(pipeline, txn, decision, cas->id, error))
        return FALSE;
    if (decision->reply.send && decision->reply.letter == NULL &&
        !queue_or_owe(pipeline, txn, cas, verdict, message_row, error))
        return FALSE;
    return envelope->is_backlog || decision->is_answered ||
           ink_case_announce(pipeline, txn, cas, error);
}

static gboolean
apply_to_case(InkPipeline *pipeline, InkTxn *txn, const InkEnvelope *envelope,
              const InkVerdict *verdict, GError **error)
{
    const InkDecision *decision = verdict->decision;
    g_autoptr(InkCase) cas = ink_store_get_case(pipeline->store, decision->case_id, error);
    gint64 message_row;
    if (cas == NULL ||
        !add_to_ledger(txn, envelope, verdict, cas->id, cas->records + 1, &message_row, error))
        return FALSE;
    return ink_case_file(pipeline, txn, cas, verdict, message_row, error) &&
           ink_officer_apply(pipeline, txn, verdict, error) &&
           ink_orders_apply(pipeline, txn, verdict, cas->id, message_row, error) &&
           ink_registrar_apply(pipeline, txn, verdict, message_row, error) &&
           add_notes(txn, decision, message_row, cas->id, error) &&
           raise_alerts(pipeline, txn, verdict, cas->id, message_row, error) &&
           tell_and_write(pipeline, txn, envelope, verdict, cas, message_row, error) &&
           ink_report_apply(pipeline, txn, verdict, message_row, error);
}

/* B35: the journal says by which decision it may be disposed of. */
static gboolean
note_disposal(InkTxn *txn, const InkDecision *decision, gint64 message_row, GError **error)
{
    return decision->disposition != INK_DISPOSITION_MINOR || decision->disposal == NULL ||
           ink_txn_add_journal(txn, "ringa betydelse", 0, message_row, NULL, decision->disposal,
                               error);
}

static gboolean
apply_to_ledger(InkPipeline *pipeline, InkTxn *txn, const InkEnvelope *envelope,
                const InkVerdict *verdict, GError **error)
{
    gint64 message_row;
    return add_to_ledger(txn, envelope, verdict, verdict->decision->case_id, 0, &message_row,
                         error) &&
           add_notes(txn, verdict->decision, message_row, verdict->decision->case_id, error) &&
           raise_alerts(pipeline, txn, verdict, verdict->decision->case_id, message_row, error) &&
           tell_and_write(pipeline, txn, envelope, verdict, NULL, message_row, error) &&
           ink_probe_apply(pipeline, txn, verdict, message_row, error) &&
           ink_txn_add_journal(txn, "meddelande mottaget", verdict->decision->case_id, message_row,
                               NULL, ink_disposition_get_name(verdict->decision->disposition),
                               error) &&
           ink_orders_apply(pipeline, txn, verdict, verdict->decision->case_id, message_row,
                            error) &&
           ink_registrar_apply(pipeline, txn, verdict, message_row, error) &&
           note_disposal(txn, verdict->decision, message_row, error) &&
           ink_report_apply(pipeline, txn, verdict, message_row, error);
}

gboolean
ink_pipeline_apply(InkPipeline *pipeline, InkTxn *txn, const InkEnvelope *envelope,
                   const InkVerdict *verdict, GError **error)
{
    const InkDecision *decision = verdict->decision;
    if (verdict->is_renumbered)
        return ink_txn_renumber(txn, verdict->same_as, envelope->uidvalidity, envelope->uid, error);
    if (decision->disposition == INK_DISPOSITION_NEW)
        return apply_new(pipeline, txn, envelope, verdict, error);
    gboolean is_repeat = decision->disposition == INK_DISPOSITION_DUPLICATE;
    return decision->case_id != 0 && !is_repeat && !verdict->is_only_logged
               ? apply_to_case(pipeline, txn, envelope, verdict, error)
               : apply_to_ledger(pipeline, txn, envelope, verdict, error);
}
