/* SPDX-License-Identifier: MIT
 *
 * Carrying out a decision: ledger, case, record, deadlines, letter and notes for one message, all
 * in the caller's transaction.
 */
#include "pipeline-private.h"

#include "inkom/error.h"
#include "inkom/journal.h"
#include "inkom/parse.h"
#include "inkom/review.h"
#include "inkom/text.h"

#define URGENT "brådskande" /* how the flag of an urgent rule begins */

/* --- the case ---------------------------------------------------------------------------------*/

/* The answer's deadline by the routine (A14: from the day it came in), for a case that is new or
 * open again. start: what the routine counts from. */
static void
count_deadline(const InkPipeline *pipeline, const char *unit, gint64 start,
               InkDeadline *out_deadline)
{
    const InkRoutine *routine = ink_config_find_unit(pipeline->config, unit)->routine;
    ink_calendar_count(pipeline->calendar, pipeline->clock, start, routine->answer_within,
                       out_deadline);
}

static gint64
get_deadline_start(const InkPipeline *pipeline, const char *unit, gint64 arrived, gint64 registered)
{
    const InkRoutine *routine = ink_config_find_unit(pipeline->config, unit)->routine;
    return routine->answer_from == INK_START_ARRIVED ? arrived : registered;
}

/* Year of registration, whatever day it came in: a mail of 31 December taken in on 1 January has
 * the new year's number and the old year's arrival. */
static gboolean
add_case(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, GError **error)
{
    const InkUnit *unit = ink_config_find_unit(pipeline->config, cas->unit);
    int month, day;
    cas->registered_at = ink_clock_now(pipeline->clock);
    if (cas->year == 0)
        ink_day_get_ymd(ink_clock_today(pipeline->clock), &cas->year, &month, &day);
    cas->arrived = ink_clock_get_day(pipeline->clock, cas->arrived_at);

    gint64 start = get_deadline_start(pipeline, cas->unit, cas->arrived_at, cas->registered_at);
    g_auto(InkDeadline) deadline = {.day = INK_DAY_NONE};
    count_deadline(pipeline, cas->unit, start, &deadline);
    cas->due = deadline.day;
    return ink_txn_add_case(txn, cas, unit->number_format, 0, error) &&
           (deadline.day == INK_DAY_NONE ||
            ink_txn_add_deadline(txn, cas->id, "answer", start, &deadline, error));
}

gboolean
ink_pipeline_reopen(InkPipeline *pipeline, InkTxn *txn, gint64 case_id, gint64 start,
                    const char *why, GError **error)
{
    g_autoptr(InkCase) cas = ink_store_get_case(pipeline->store, case_id, error);
    if (cas == NULL)
        return FALSE;
    if (cas->status != INK_CASE_CLOSED) {
        g_set_error(error, INK_ERROR, INK_ERROR_REFUSED, "%s är inte avslutat", cas->dnr);
        return FALSE;
    }
    start = get_deadline_start(pipeline, cas->unit, start, ink_clock_now(pipeline->clock));
    g_auto(InkDeadline) deadline = {.day = INK_DAY_NONE};
    count_deadline(pipeline, cas->unit, start, &deadline);
    return ink_txn_set_status(txn, case_id, INK_CASE_OPEN, why, error) &&
           ink_txn_set_due(txn, case_id, deadline.day, error) &&
           (deadline.day == INK_DAY_NONE ||
            ink_txn_add_deadline(txn, case_id, "answer", start, &deadline, error));
}

gboolean
ink_pipeline_register_by_hand(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, GError **error)
{
    return add_case(pipeline, txn, cas, error);
}

static InkCase *
new_case(const InkDecision *decision)
{
    InkCase *cas = ink_case_new();
    cas->unit = g_strdup(decision->unit);
    cas->type = g_strdup(decision->type);
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

/* --- the ledger -------------------------------------------------------------------------------*/

/* The explanation as it was then: the reasons, and one line for each rule that spoke. */
static char *
format_trace(const InkDecision *decision)
{
    GString *trace = g_string_new(NULL);
    for (guint i = 0; i < decision->reasons->len; i++)
        g_string_append_printf(trace, "%s\n", (const char *)decision->reasons->pdata[i]);
    for (guint i = 0; i < decision->hits->len; i++) {
        g_autofree char *hit = ink_rule_hit_describe(decision->hits->pdata[i]);
        g_string_append_printf(trace, "%s\n", hit);
    }
    return g_string_free(trace, FALSE);
}

static const char *
get_reply_state(const InkDecision *decision)
{
    return decision->reply.send ? decision->reply.kind : decision->reply.is_owed ? "owed" : "none";
}

static gboolean
add_to_ledger(InkTxn *txn, const InkEnvelope *envelope, const InkVerdict *verdict, gint64 case_id,
              gint64 record, gint64 *out_id, GError **error)
{
    const InkDecision *decision = verdict->decision;
    const InkMessage *message = verdict->message;
    const InkAddress *sender = message != NULL ? ink_message_get_sender(message) : NULL;
    const char *last_reason =
        decision->reasons->len > 0 ? decision->reasons->pdata[decision->reasons->len - 1] : "";
    if (decision->notes->len > 0)
        last_reason = ((const InkReviewNote *)decision->notes->pdata[0])->reason;
    g_autofree char *trace = format_trace(decision);
    g_autofree char *subject =
        ink_text_one_line(message != NULL ? message->subject : "", INK_SUBJECT_MAX);
    InkLedgerRow row = {
        .mailbox = (char *)envelope->mailbox,
        .uidvalidity = envelope->uidvalidity,
        .uid = (char *)envelope->uid,
        .message_id = message != NULL ? message->message_id : NULL,
        .sha256 = verdict->sha256,
        .size = envelope->size,
        .seen_at = ink_clock_now(ink_store_get_clock(ink_txn_get_store(txn))),
        .arrived_at = decision->arrived,
        .arrived_by = decision->arrived_by,
        .sender = sender != NULL ? sender->address : NULL,
        .subject = subject,
        .outcome = (char *)ink_disposition_get_name(decision->disposition),
        .case_id = case_id,
        .record = record,
        .reply = (char *)get_reply_state(decision),
        .reply_reason = decision->reply.reason,
        .reason = (char *)last_reason,
        .trace = trace,
    };
    gboolean has_same_bytes = decision->disposition == INK_DISPOSITION_DUPLICATE && message == NULL;
    if (!ink_txn_add_message(txn, &row, has_same_bytes ? NULL : envelope->bytes,
                             has_same_bytes ? verdict->same_as : 0, error))
        return FALSE;
    *out_id = row.id;
    return message == NULL || ink_txn_add_attachments(txn, row.id, message->attachments, error);
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

static gboolean
add_record(InkTxn *txn, const InkVerdict *verdict, gint64 case_id, gint64 message_row,
           GError **error)
{
    const InkDecision *decision = verdict->decision;
    g_autoptr(InkRecord) record = ink_record_new();
    record->direction = INK_DIRECTION_IN;
    record->title = g_strdup(decision->title);
    record->date = decision->arrived;
    record->from = g_strdup(decision->sender);
    record->to = join_recipients(verdict->message);
    record->message_id = g_strdup(verdict->message->message_id);
    record->sha256 = g_strdup(verdict->sha256);
    record->message = message_row;
    return ink_txn_add_record(txn, case_id, record, error);
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

/* --- what becomes of it -----------------------------------------------------------------------*/

static gboolean
queue_receipt(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas, const char *to,
              const char *language, const InkMessage *message, gint64 message_row, GError **error)
{
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(InkOutboxRow) letter =
        ink_reply_compose(pipeline, cas, to, language, message, &bytes, error);
    if (letter == NULL)
        return FALSE;
    letter->message = message_row;
    return ink_txn_add_letter(txn, letter, bytes, error) &&
           ink_txn_add_journal(txn, "bekräftelse i kö", cas->id, message_row, NULL,
                               letter->message_id, error);
}

static gboolean
apply_new(InkPipeline *pipeline, InkTxn *txn, const InkEnvelope *envelope,
          const InkVerdict *verdict, GError **error)
{
    const InkDecision *decision = verdict->decision;
    g_autoptr(InkCase) cas = new_case(decision);
    gint64 message_row;
    if (!add_case(pipeline, txn, cas, error) ||
        !add_to_ledger(txn, envelope, verdict, cas->id, 1, &message_row, error) ||
        !add_record(txn, verdict, cas->id, message_row, error) ||
        !add_notes(txn, decision, message_row, cas->id, error))
        return FALSE;
    return !decision->reply.send ||
           queue_receipt(pipeline, txn, cas, decision->reply.to, decision->reply.language,
                         verdict->message, message_row, error);
}

/* A person's new letter opens a closed case again; an automatic one does not. */
static gboolean
reopen_if_closed(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas,
                 const InkDecision *decision, GError **error)
{
    return decision->disposition != INK_DISPOSITION_ATTACH || cas->status != INK_CASE_CLOSED ||
           ink_pipeline_reopen(pipeline, txn, cas->id, decision->arrived,
                               "ny handling har kommit in", error);
}

static gboolean
apply_to_case(InkPipeline *pipeline, InkTxn *txn, const InkEnvelope *envelope,
              const InkVerdict *verdict, GError **error)
{
    const InkDecision *decision = verdict->decision;
    g_autoptr(InkCase) cas = ink_store_get_case(pipeline->store, decision->case_id, error);
    gint64 message_row;
    if (cas == NULL ||
        !add_to_ledger(txn, envelope, verdict, cas->id, cas->records + 1, &message_row, error) ||
        !add_record(txn, verdict, cas->id, message_row, error) ||
        !add_notes(txn, decision, message_row, cas->id, error) ||
        !reopen_if_closed(pipeline, txn, cas, decision, error))
        return FALSE;
    for (char **flag = decision->flags; *flag != NULL; flag++)
        if (!ink_txn_add_flag(txn, cas->id, *flag, error))
            return FALSE;
    return TRUE;
}

/* What cannot wait for somebody to look at the list (an orosanmälan, a threat, an appeal): a letter
 * to the registrar that says which message and why, and nothing of what stands in it. */
static gboolean
alert_if_urgent(InkPipeline *pipeline, InkTxn *txn, const InkDecision *decision, gint64 message_row,
                GError **error)
{
    const char *urgent = NULL;
    for (char **flag = decision->flags; *flag != NULL && urgent == NULL; flag++)
        if (g_str_has_prefix(*flag, URGENT))
            urgent = *flag;
    if (urgent == NULL || pipeline->config->registrar == NULL)
        return TRUE;
    g_autofree char *detail =
        g_strdup_printf("Meddelande %" G_GINT64_FORMAT " väntar på granskning: %s.\n\n"
                        "Se \"inkom mail show %" G_GINT64_FORMAT "\" och \"inkom review list\".",
                        message_row, urgent, message_row);
    return ink_pipeline_alert(pipeline, txn, decision->case_id, "brådskande meddelande", detail,
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
           alert_if_urgent(pipeline, txn, verdict->decision, message_row, error) &&
           ink_txn_add_journal(txn, "meddelande mottaget", verdict->decision->case_id, message_row,
                               NULL, ink_disposition_get_name(verdict->decision->disposition),
                               error);
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
    return decision->case_id != 0 && !is_repeat
               ? apply_to_case(pipeline, txn, envelope, verdict, error)
               : apply_to_ledger(pipeline, txn, envelope, verdict, error);
}

/* --- a person's decisions ---------------------------------------------------------------------*/

/* A stored message, decided anew as the pipeline is now. */
static InkVerdict *
decide_again(InkPipeline *pipeline, const InkLedgerRow *row, GError **error)
{
    g_autoptr(GBytes) bytes = ink_store_get_original(pipeline->store, row->id, error);
    if (bytes == NULL)
        return NULL;
    InkMessage *message = ink_message_parse(bytes, &pipeline->config->limits, error);
    if (message == NULL) {
        g_prefix_error(error, "meddelandet kan inte registreras automatiskt, lägg upp ärendet med "
                              "\"inkom case new\": ");
        return NULL;
    }
    InkVerdict *verdict = g_new0(InkVerdict, 1);
    verdict->message = message;
    verdict->sha256 = g_strdup(row->sha256);
    verdict->decision = ink_decision_new();
    InkEnvelope envelope = {.unit = ((const InkUnit *)pipeline->config->units->pdata[0])->code};
    const InkMailbox *mailbox = ink_config_find_mailbox(pipeline->config, row->mailbox);
    if (mailbox != NULL)
        envelope.unit = mailbox->unit;
    InkWork work = {.pipeline = pipeline,
                    .envelope = &envelope,
                    .verdict = verdict,
                    .message = message,
                    .decision = verdict->decision};
    ink_step_classify(&work, NULL);
    ink_classification_free(work.classification);
    verdict->decision->arrived = row->arrived_at;
    verdict->decision->arrived_by = g_strdup(row->arrived_by);
    return verdict;
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

static void
take_wish(char **value, const char *wish)
{
    if (wish == NULL)
        return;
    g_free(*value);
    *value = g_strdup(wish);
}

gboolean
ink_pipeline_register_waiting(InkPipeline *pipeline, InkTxn *txn, gint64 message,
                              const InkNewCaseWish *wish, gint64 *out_case_id, GError **error)
{
    g_autoptr(InkLedgerRow) row = ink_store_get_message(pipeline->store, message, error);
    if (row == NULL || !check_waits(row, error))
        return FALSE;
    g_autoptr(InkVerdict) verdict = decide_again(pipeline, row, error);
    if (verdict == NULL)
        return FALSE;
    InkDecision *decision = verdict->decision;
    take_wish(&decision->unit, wish->unit);
    take_wish(&decision->type, wish->type);
    take_wish(&decision->title, wish->title);
    g_autoptr(InkCase) cas = new_case(decision);
    if (!add_case(pipeline, txn, cas, error) ||
        !add_record(txn, verdict, cas->id, message, error) ||
        !ink_txn_set_outcome(txn, message, "new", cas->id, 1, "registrerat av en människa",
                             error) ||
        !ink_txn_set_reply(txn, message, "owed", "bekräftas när någon beslutar det", error) ||
        !ink_txn_add_review(txn, message, cas->id, "receipt",
                            "bekräftelse har inte skickats: registrerat efter granskning", error))
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
    g_autoptr(InkVerdict) verdict = decide_again(pipeline, row, error);
    g_autoptr(InkCase) cas = ink_store_get_case(pipeline->store, case_id, error);
    if (verdict == NULL || cas == NULL)
        return FALSE;
    verdict->decision->disposition = INK_DISPOSITION_ATTACH;
    return add_record(txn, verdict, case_id, message, error) &&
           reopen_if_closed(pipeline, txn, cas, verdict->decision, error) &&
           ink_txn_set_outcome(txn, message, "attach", case_id, cas->records + 1,
                               "tillfört av en människa", error);
}

/* The sender of the letter, unless it is one that triage knows not to be the person who waits. */
static const char *
get_debtee(const InkPipeline *pipeline, const InkCase *cas, const InkMessage *message,
           GError **error)
{
    g_autofree char *why = ink_triage_find_wrong_sender(message, pipeline->config);
    if (why == NULL && ink_address_is_sendable(cas->sender))
        return cas->sender;
    g_set_error(error, INK_ERROR, INK_ERROR_REFUSED, "%s: %s; ange den rätta adressen med --to",
                cas->dnr, why != NULL ? why : "avsändaren går inte att skriva till");
    return NULL;
}

static gboolean
send_owed(InkPipeline *pipeline, InkTxn *txn, const InkLedgerRow *row, const InkMessage *message,
          const char *to, GError **error)
{
    g_autoptr(InkCase) cas = ink_store_get_case(pipeline->store, row->case_id, error);
    if (cas == NULL || (to == NULL && (to = get_debtee(pipeline, cas, message, error)) == NULL))
        return FALSE;
    const InkRoutine *routine = ink_config_find_unit(pipeline->config, cas->unit)->routine;
    if (routine->receipt_template == NULL) {
        g_set_error(error, INK_ERROR, INK_ERROR_REFUSED, "rutinen %s skickar ingen bekräftelse",
                    routine->name);
        return FALSE;
    }
    const char *language =
        ink_reply_get_language(pipeline, routine->receipt_template, cas->language);
    return ink_txn_add_party(txn, cas->id, to, error) &&
           queue_receipt(pipeline, txn, cas, to, language, message, row->id, error) &&
           ink_txn_set_reply(txn, row->id, "receipt", "skickad efter beslut av en människa", error);
}

gboolean
ink_pipeline_send_owed(InkPipeline *pipeline, InkTxn *txn, gint64 message, const char *to,
                       GError **error)
{
    g_autoptr(InkLedgerRow) row = ink_store_get_message(pipeline->store, message, error);
    if (row == NULL)
        return FALSE;
    if (row->case_id == 0 || !g_str_equal(row->reply, "owed")) {
        g_set_error(error, INK_ERROR, INK_ERROR_REFUSED,
                    "meddelande %" G_GINT64_FORMAT " har ingen bekräftelse att skicka", message);
        return FALSE;
    }
    g_autoptr(GBytes) bytes = ink_store_get_original(pipeline->store, message, error);
    g_autoptr(InkMessage) parsed =
        bytes != NULL ? ink_message_parse(bytes, &pipeline->config->limits, error) : NULL;
    return parsed != NULL && send_owed(pipeline, txn, row, parsed, to, error);
}

gboolean
ink_pipeline_alert(InkPipeline *pipeline, InkTxn *txn, gint64 case_id, const char *what,
                   const char *detail, GError **error)
{
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(InkOutboxRow) letter =
        ink_alert_compose(pipeline, case_id, what, detail, &bytes, error);
    return letter != NULL && ink_txn_add_letter(txn, letter, bytes, error);
}
