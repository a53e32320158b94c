/* SPDX-License-Identifier: MIT
 *
 * What a report does: to the letter that came back, to the address that takes none, to the
 * registrar who must know that an officer is away. Only a report that is surely about a letter of
 * ours, and about the one it was sent to, does anything.
 */
#include "pipeline-private.h"

#include "inkom/delivery.h"
#include "inkom/error.h"
#include "inkom/journal.h"
#include "inkom/review.h"

#define AWAY_SILENT_S (7 * 24 * 3600) /* an absence is told of once, a long one each week */

static char *
describe(const InkReportRecipient *about)
{
    const char *status = about->status != NULL ? about->status : "";
    const char *said = about->diagnostic != NULL ? about->diagnostic : "";
    return g_strdup_printf("studsade%s%s%s%s", status[0] != '\0' ? ": " : "", status,
                           said[0] != '\0' ? ", " : "", said);
}

/* A receipt that did not come through is owed, as one that was never sent. */
static gboolean
owe(InkTxn *txn, const InkOutboxRow *letter, const char *why, GError **error)
{
    if (!g_str_equal(letter->kind, "receipt") || letter->message == 0)
        return TRUE;
    g_autofree char *reason = g_strdup_printf("bekräftelsen till %s %s", letter->to, why);
    return ink_txn_add_debt(txn, letter->message, letter->case_id, reason, error);
}

/* From now on no letter goes to the address by itself, those that wait least of all. */
static gboolean
stop_letters(InkTxn *txn, gint64 since, const InkOutboxRow *letter, gint64 message_row,
             const char *kind, const char *reason, GError **error)
{
    const InkDeadAddress dead = {.address = letter->to,
                                 .case_id = letter->case_id,
                                 .message = message_row,
                                 .kind = (char *)kind,
                                 .reason = (char *)reason,
                                 .since = since};
    g_autoptr(GPtrArray) waiting =
        ink_store_list_queued_receipts(ink_txn_get_store(txn), letter->to, error);
    if (waiting == NULL || !ink_txn_add_dead_address(txn, &dead, error))
        return FALSE;
    for (guint i = 0; i < waiting->len; i++) {
        const InkOutboxRow *row = waiting->pdata[i];
        if (!ink_txn_set_letter(txn, row->id, INK_LETTER_FAILED, INK_TIME_NONE,
                                "adressen tar inte emot brev", error) ||
            !ink_txn_add_journal(txn, "brev hejdat", row->case_id, row->message, row->message_id,
                                 "adressen tar inte emot brev", error) ||
            !owe(txn, row, "har inte skickats: adressen tar inte emot brev", error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
return_letter(InkTxn *txn, const InkOutboxRow *letter, gint64 message_row, const char *why,
              GError **error)
{
    if (!ink_txn_add_journal(txn, "brevet kom tillbaka", letter->case_id, message_row,
                             letter->message_id, why, error))
        return FALSE;
    gboolean is_news = letter->bounced_at == INK_TIME_NONE;
    return !is_news ||
           (ink_txn_set_bounced(txn, letter->id, why, error) && owe(txn, letter, why, error));
}

static gboolean
apply_failure(InkTxn *txn, const InkVerdict *verdict, const InkOutboxRow *letter,
              gint64 message_row, GError **error)
{
    const InkReportRecipient *about = verdict->tie->about;
    g_autofree char *why = describe(about);
    if (!return_letter(txn, letter, message_row, why, error))
        return FALSE;
    /* The registrar's own address is for a person to mend: alerts must go somewhere. */
    if (!about->is_permanent || g_str_equal(letter->kind, "alert"))
        return TRUE;
    return stop_letters(txn, verdict->decision->arrived, letter, message_row, INK_DEAD_BOUNCE, why,
                        error);
}

static gboolean
check_may_return(const InkOutboxRow *letter, GError **error)
{
    const char *why = letter->attempts == 0                ? "har inte skickats"
                      : g_str_equal(letter->kind, "alert") ? "gick till registratorn själv; rätta "
                                                             "adressen i konfigurationen"
                                                           : NULL;
    if (why != NULL)
        g_set_error(error, INK_ERROR, INK_ERROR_REFUSED, "brev %" G_GINT64_FORMAT " %s", letter->id,
                    why);
    return why == NULL;
}

gboolean
ink_pipeline_confirm_bounce(InkPipeline *pipeline, InkTxn *txn, gint64 message, gint64 letter_id,
                            GError **error)
{
    static const char why[] = "studsade enligt en människas bedömning";
    g_autoptr(InkLedgerRow) row = ink_store_get_message(pipeline->store, message, error);
    g_autoptr(InkOutboxRow) letter =
        row != NULL ? ink_store_get_letter(pipeline->store, letter_id, error) : NULL;
    if (letter == NULL || !check_may_return(letter, error))
        return FALSE;
    gboolean has_place = row->case_id != 0 || letter->case_id == 0;
    return (has_place ||
            ink_pipeline_attach_waiting(pipeline, txn, message, letter->case_id, error)) &&
           return_letter(txn, letter, message, why, error) &&
           stop_letters(txn, row->arrived_at, letter, message, INK_DEAD_BOUNCE, why, error);
}

/* RFC 5965's not-spam and RFC 6591's auth-failure are no complaints of the one who got it. */
static gboolean
is_complaint(const InkReport *report)
{
    static const char *const types[] = {"abuse", "fraud", "opt-out", "other", "virus", NULL};
    return report->kind == INK_REPORT_COMPLAINT && report->detail != NULL &&
           g_strv_contains(types, report->detail);
}

static gboolean
apply_to_letter(InkTxn *txn, const InkVerdict *verdict, gint64 message_row, GError **error)
{
    const InkReportTie *tie = verdict->tie;
    g_autoptr(InkOutboxRow) letter =
        ink_store_get_letter(ink_txn_get_store(txn), tie->letter->id, error);
    if (letter == NULL)
        return FALSE;
    if (is_complaint(verdict->report) && !g_str_equal(letter->kind, "alert"))
        return stop_letters(txn, verdict->decision->arrived, letter, message_row,
                            INK_DEAD_COMPLAINT, "mottagaren har anmält vårt brev som skräppost",
                            error);
    if (tie->about == NULL || !ink_report_is_delivery(verdict->report))
        return TRUE;
    if (tie->about->kind == INK_REPORT_FAILED)
        return apply_failure(txn, verdict, letter, message_row, error);
    const char *status = tie->about->status != NULL ? tie->about->status : "ingen kod";
    return ink_txn_add_journal(txn, ink_report_kind_get_swedish(tie->about->kind), letter->case_id,
                               message_row, letter->message_id, status, error);
}

static gboolean
tell_absence(InkPipeline *pipeline, InkTxn *txn, const InkVerdict *verdict, gint64 message_row,
             GError **error)
{
    gboolean is_news;
    gint64 silent_since = ink_clock_now(pipeline->clock) - AWAY_SILENT_S;
    if (!ink_txn_note_absence(txn, verdict->away, silent_since, &is_news, error))
        return FALSE;
    if (!is_news)
        return TRUE;
    g_autofree char *detail = g_strdup_printf(
        "%s har lämnat ett automatiskt svar\npå ett brev från Inkom. Fristerna i de ärenden som "
        "adressen har\nlöper som vanligt.\n\n"
        "Se \"inkom mail show %" G_GINT64_FORMAT "\" och \"inkom case list --officer %s\".",
        verdict->away, message_row, verdict->away);
    return ink_pipeline_alert(pipeline, txn, verdict->decision->case_id, "handläggare borta",
                              detail, error);
}

/* An officer who writes himself is back. */
static gboolean
note_return(InkPipeline *pipeline, InkTxn *txn, const InkVerdict *verdict, GError **error)
{
    const InkAddress *sender =
        verdict->message != NULL ? ink_message_get_sender(verdict->message) : NULL;
    InkDisposition disposition = verdict->decision->disposition;
    gboolean is_by_machine = disposition == INK_DISPOSITION_BOUNCE ||
                             disposition == INK_DISPOSITION_AUTOMATIC ||
                             (verdict->report != NULL && verdict->report->kind != INK_REPORT_NONE);
    if (sender == NULL || is_by_machine ||
        ink_config_find_officer_by_address(pipeline->config, sender->address) == NULL)
        return TRUE;
    return ink_txn_end_absence(txn, sender->address, error);
}

gboolean
ink_report_apply(InkPipeline *pipeline, InkTxn *txn, const InkVerdict *verdict, gint64 message_row,
                 GError **error)
{
    const InkReportTie *tie = verdict->tie;
    if (verdict->lifts_address &&
        !ink_txn_lift_dead_address(txn, ink_message_get_sender(verdict->message)->address,
                                   message_row, error))
        return FALSE;
    if (!note_return(pipeline, txn, verdict, error))
        return FALSE;
    if (verdict->away != NULL && !tell_absence(pipeline, txn, verdict, message_row, error))
        return FALSE;
    return tie == NULL || tie->kind != INK_TIE_SURE ||
           apply_to_letter(txn, verdict, message_row, error);
}
