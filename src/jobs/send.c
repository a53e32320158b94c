/* SPDX-License-Identifier: MIT
 *
 * Sending letters.
 *
 * Before a letter leaves, its row says "unknown", durably; after, what became of it. The result of
 * one letter and the claim of the next share a commit, so a letter costs one, and a crash leaves
 * at most one in doubt. Where sending twice is harmless (a Maildir) a doubtful one is sent again;
 * by SMTP it is left for a person.
 */
#include "batch.h"

#include "inkom/error.h"
#include "inkom/journal.h"
#include "inkom/ledger.h"
#include "inkom/log.h"
#include "inkom/outbox.h"
#include "inkom/review.h"

#define LETTERS_PER_LIST 100
#define GIVE_UP_AFTER_S  (5 * 24 * 3600) /* RFC 5321 §4.5.4.1 */
#define FIRST_DELAY_S    300
#define LONGEST_DELAY_S  (4 * 3600)
#define ABANDONED_S      900 /* no sending takes so long: the program that had the letter is gone */

typedef struct {
    InkPipeline *pipeline;
    InkStore *store;
    InkTransport *transport;
    const InkWatch *watch;
    InkTally *tally;
    const InkOutboxRow *sent; /* the letter whose result is not written yet; NULL = none */
    InkDelivery delivery;
    char *answer;
    char *why_down;
    gboolean is_down; /* the server cannot be reached: the other letters wait for the next round */
} Sending;

/* 5, 10, 20 … minutes, at most 4 hours. */
static gint64
get_delay(gint64 attempts)
{
    gint64 delay = FIRST_DELAY_S;
    for (gint64 i = 0; i < attempts && delay < LONGEST_DELAY_S; i++)
        delay *= 2;
    return MIN(delay, LONGEST_DELAY_S);
}

/* A receipt that did not arrive is owed again; one of which nobody knows is only to be looked at.
 */
static gboolean
owe_again(Sending *sending, InkTxn *txn, const InkOutboxRow *row, const char *what, GError **error)
{
    g_autofree char *reason = g_strdup_printf("%s: %s", what, sending->answer);
    if (row->message == 0)
        return TRUE;
    return sending->delivery == INK_DELIVERY_UNKNOWN
               ? ink_txn_add_review(txn, row->message, row->case_id, "receipt", reason, error)
               : ink_txn_add_debt(txn, row->message, row->case_id, reason, error);
}

/* A letter that will not arrive is told to the registrar, unless it is such a telling itself. */
static gboolean
tell_failure(Sending *sending, InkTxn *txn, const InkOutboxRow *row, const char *what,
             GError **error)
{
    ink_log_warning("brev %" G_GINT64_FORMAT ": %s: %s", row->id, what, sending->answer);
    if (!ink_txn_add_journal(txn, what, row->case_id, row->message, row->message_id,
                             sending->answer, error))
        return FALSE;
    if (g_str_equal(row->kind, "alert"))
        return TRUE;
    if (g_str_equal(row->kind, "receipt") && !owe_again(sending, txn, row, what, error))
        return FALSE;
    g_autofree char *detail = g_strdup_printf(
        "Brevet till %s gick inte att skicka.\n\nSkäl: %s\n\nSe \"inkom outbox show "
        "%" G_GINT64_FORMAT "\". Försök igen med \"inkom outbox retry %" G_GINT64_FORMAT "\".",
        row->to, sending->answer, row->id, row->id);
    return ink_pipeline_alert(sending->pipeline, txn, row->case_id, what, detail, error);
}

static gboolean
postpone_or_give_up(Sending *sending, InkTxn *txn, const InkOutboxRow *row, GError **error)
{
    gint64 now = ink_clock_now(ink_store_get_clock(sending->store));
    if (now - row->queued_at >= GIVE_UP_AFTER_S) {
        sending->tally->failed++;
        return ink_txn_finish_letter(txn, row, INK_LETTER_FAILED, INK_TIME_NONE, sending->answer,
                                     error) &&
               tell_failure(sending, txn, row, "brev uppgivet efter fem dygn", error);
    }
    sending->tally->postponed++;
    return ink_txn_finish_letter(txn, row, INK_LETTER_QUEUED, now + get_delay(row->attempts),
                                 sending->answer, error);
}

/* The answer was given when it left, not when it was written. */
static gboolean
date_answer(Sending *sending, InkTxn *txn, const InkOutboxRow *row, GError **error)
{
    gint64 now = ink_clock_now(ink_store_get_clock(sending->store));
    return !g_str_equal(row->kind, INK_LETTER_RELAY) ||
           ink_txn_date_record(txn, row->case_id, row->message_id, now, error);
}

static gboolean
write_result(Sending *sending, InkTxn *txn, GError **error)
{
    const InkOutboxRow *row = sending->sent;
    switch (sending->delivery) {
    case INK_DELIVERY_SENT:
        sending->tally->sent++;
        return ink_txn_finish_letter(txn, row, INK_LETTER_SENT, INK_TIME_NONE, NULL, error) &&
               date_answer(sending, txn, row, error) &&
               ink_txn_add_journal(txn, "brev skickat", row->case_id, row->message, NULL,
                                   row->message_id, error);
    case INK_DELIVERY_TEMPORARY:
        return postpone_or_give_up(sending, txn, row, error);
    case INK_DELIVERY_PERMANENT:
        sending->tally->failed++;
        return ink_txn_finish_letter(txn, row, INK_LETTER_FAILED, INK_TIME_NONE, sending->answer,
                                     error) &&
               tell_failure(sending, txn, row, "brev avvisat", error);
    case INK_DELIVERY_UNKNOWN:
    default:
        sending->tally->unknown++;
        return ink_txn_finish_letter(txn, row, INK_LETTER_UNKNOWN, INK_TIME_NONE, sending->answer,
                                     error) &&
               tell_failure(sending, txn, row, "brevets öde är okänt", error);
    }
}

/* Writes the result of the letter before and claims the next one (NULL: there is none). */
static gboolean
turn_page(Sending *sending, const InkOutboxRow *next, gboolean *out_is_ours, GError **error)
{
    g_autoptr(InkTxn) txn = ink_store_begin(sending->store, "inkom", error);
    if (txn == NULL || (sending->sent != NULL && !write_result(sending, txn, error)) ||
        (next != NULL && !ink_txn_claim_letter(txn, next, out_is_ours, error)) ||
        !ink_txn_commit(txn, error))
        return FALSE;
    sending->sent = NULL;
    g_clear_pointer(&sending->answer, g_free);
    return TRUE;
}

static gboolean
send_letter(Sending *sending, const InkOutboxRow *row, GError **error)
{
    gboolean is_ours = FALSE;
    g_autoptr(GBytes) bytes = ink_store_get_letter_bytes(sending->store, row->id, error);
    g_autofree char *from = NULL;
    if (bytes == NULL || !ink_pipeline_make_bounce_address(sending->pipeline, row, &from, error) ||
        !turn_page(sending, row, &is_ours, error))
        return FALSE;
    if (!is_ours)
        return TRUE;
    sending->delivery = ink_transport_send(sending->transport, from, row->to, row->message_id,
                                           bytes, &sending->answer);
    sending->sent = row;
    sending->is_down = sending->delivery == INK_DELIVERY_TEMPORARY &&
                       !ink_transport_is_reachable(sending->transport);
    if (sending->is_down)
        sending->why_down = g_strdup(sending->answer);
    return TRUE;
}

static gboolean
is_over(const Sending *sending)
{
    return sending->is_down || ink_watch_should_stop(sending->watch);
}

static gboolean
send_list(Sending *sending, const GPtrArray *letters, GError **error)
{
    for (guint i = 0; i < letters->len && !is_over(sending); i++)
        if (!send_letter(sending, letters->pdata[i], error))
            return FALSE;
    return sending->sent == NULL || turn_page(sending, NULL, NULL, error);
}

/* By SMTP nobody can tell whether such a letter left, and it must not go twice: a person is told.
 */
static gboolean
tell_abandoned(Sending *sending, GError **error)
{
    gint64 before = ink_clock_now(ink_store_get_clock(sending->store)) - ABANDONED_S;
    g_autoptr(GPtrArray) seen = ink_store_list_abandoned_letters(sending->store, before, error);
    if (seen == NULL || seen->len == 0)
        return seen != NULL;
    /* Another program may have told of them since: listed again under the lock. */
    g_autoptr(InkTxn) txn = ink_store_begin(sending->store, "inkom", error);
    g_autoptr(GPtrArray) letters =
        txn != NULL ? ink_store_list_abandoned_letters(sending->store, before, error) : NULL;
    for (guint i = 0; letters != NULL && i < letters->len; i++) {
        g_free(sending->answer);
        sending->answer = g_strdup("programmet avbröts medan brevet skickades");
        sending->delivery = INK_DELIVERY_UNKNOWN;
        sending->sent = letters->pdata[i];
        if (!write_result(sending, txn, error))
            return FALSE;
    }
    sending->sent = NULL;
    return letters != NULL && ink_txn_commit(txn, error);
}

gboolean
ink_job_send(InkPipeline *pipeline, InkTransport *transport, const InkWatch *watch, InkTally *tally,
             GError **error)
{
    Sending sending = {.pipeline = pipeline,
                       .store = ink_pipeline_get_store(pipeline),
                       .transport = transport,
                       .watch = watch,
                       .tally = tally};
    gboolean may_repeat = ink_transport_is_idempotent(transport);
    gboolean is_good = may_repeat || tell_abandoned(&sending, error);
    while (is_good && !is_over(&sending)) {
        g_autoptr(GPtrArray) letters =
            ink_store_list_due_letters(sending.store, may_repeat, LETTERS_PER_LIST, error);
        is_good = letters != NULL && send_list(&sending, letters, error);
        if (letters != NULL && letters->len == 0)
            break;
    }
    g_free(sending.answer);
    if (is_good && sending.is_down)
        g_set_error(error, INK_ERROR, INK_ERROR_TEMPORARY,
                    "utgående post: servern går inte att nå, breven väntar: %s", sending.why_down);
    is_good = is_good && !sending.is_down;
    g_free(sending.why_down);
    return is_good;
}
