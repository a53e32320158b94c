/* SPDX-License-Identifier: MIT
 *
 * The receipt of a case: queueing it, now or when the officer whom it names has been named (B21,
 * B22). What waits is a deadline and a word in the ledger, not a copy of the letter: it is written
 * when it goes, with what is then known.
 */
#include "pipeline-private.h"

#include "inkom/error.h"
#include "inkom/journal.h"

#define RECEIPT_BYTES_MAX 4096

/* What a forged sender could be sent must be little. */
static gboolean
is_small(GBytes *bytes, GError **error)
{
    if (g_bytes_get_size(bytes) <= RECEIPT_BYTES_MAX)
        return TRUE;
    g_set_error(error, INK_ERROR, INK_ERROR_INTERNAL,
                "bekräftelsen är %" G_GSIZE_FORMAT
                " byte, och mer än %d skickas inte; korta mallen",
                g_bytes_get_size(bytes), RECEIPT_BYTES_MAX);
    return FALSE;
}

/* What is counted from the confirmation begins with it; the letter names the day. */
static InkOutboxRow *
compose(InkPipeline *pipeline, InkCase *cas, const char *to, const char *language,
        const InkMessage *message, GBytes **out_bytes, GError **error)
{
    InkDay due = cas->due;
    g_autoptr(GBytes) bytes = NULL;
    ink_case_foresee_answer(pipeline, cas, INK_START_CONFIRMED, ink_clock_now(pipeline->clock));
    g_autoptr(InkOutboxRow) letter =
        ink_reply_compose(pipeline, cas, to, language, message, &bytes, error);
    cas->due = due;
    if (letter == NULL || !is_small(bytes, error))
        return NULL;
    *out_bytes = g_steal_pointer(&bytes);
    return g_steal_pointer(&letter);
}

gboolean
ink_case_queue_receipt(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, const char *to,
                       const char *language, const InkMessage *message, gint64 message_row,
                       GError **error)
{
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(InkOutboxRow) letter = compose(pipeline, cas, to, language, message, &bytes, error);
    if (letter == NULL)
        return FALSE;
    letter->message = message_row;
    return ink_txn_add_letter(txn, letter, bytes, error) &&
           ink_txn_add_journal(txn, "bekräftelse i kö", cas->id, message_row, NULL,
                               letter->message_id, error) &&
           ink_case_start_answer(pipeline, txn, cas, INK_START_CONFIRMED,
                                 ink_clock_now(pipeline->clock), error);
}

/* --- receipts that wait for an officer --------------------------------------------------------*/

static gboolean
end_wait(InkTxn *txn, const InkCase *cas, const char *by, GError **error)
{
    return ink_txn_meet_deadlines(txn, cas->id, ink_deadline_kind_get_name(INK_DEADLINE_RECEIPT),
                                  by, error);
}

/* A receipt that is not to go after all; the days are counted all the same. */
static gboolean
give_up(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, gint64 message_row, const char *why,
        GError **error)
{
    return ink_txn_set_reply(txn, message_row, cas->id, "none", why, error) &&
           ink_txn_add_journal(txn, "ingen bekräftelse skickas", cas->id, message_row, NULL, why,
                               error) &&
           ink_case_start_answer(pipeline, txn, cas, INK_START_CONFIRMED,
                                 ink_clock_now(pipeline->clock), error) &&
           end_wait(txn, cas, why, error);
}

/* What triage found has not changed since the message came; whether the address lives may have. */
static gboolean
send_to_author(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, gint64 message_row,
               const InkMessage *letter, GError **error)
{
    g_autofree char *to = ink_triage_get_reply_address(letter, pipeline->config), *why = NULL;
    const InkRoutine *routine = ink_config_find_routine(pipeline->config, cas->unit);
    if (routine->receipt_template == NULL)
        why = g_strdup("rutinen skickar ingen bekräftelse");
    else if (to == NULL)
        why = g_strdup("avsändaren går inte att skriva till");
    else if (!ink_case_find_no_letter(pipeline, cas, to, &why, error))
        return FALSE;
    if (why != NULL)
        return give_up(pipeline, txn, cas, message_row, why, error);
    const char *language =
        ink_reply_get_language(pipeline, routine->receipt_template, cas->language);
    return ink_case_queue_receipt(pipeline, txn, cas, to, language, letter, message_row, error) &&
           ink_txn_set_reply(txn, message_row, cas->id, "receipt",
                             "skickad när handläggaren utsågs", error) &&
           end_wait(txn, cas, "bekräftelsen skickad", error);
}

static gboolean
send_waiting(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, gint64 message_row, GError **error)
{
    g_autoptr(GBytes) bytes = ink_store_get_original(pipeline->store, message_row, error);
    if (bytes == NULL)
        return FALSE;
    g_autoptr(InkReading) reading = ink_reader_read(pipeline->reader, bytes);
    if (reading->message != NULL)
        return send_to_author(pipeline, txn, cas, message_row,
                              ink_origin_get_letter(reading->origin, reading->message), error);
    return give_up(pipeline, txn, cas, message_row, "meddelandet går inte att läsa", error);
}

/* The messages of the case whose receipt waits: its first one, and after a merge others'. */
static GArray *
list_waiting(InkPipeline *pipeline, gint64 case_id, GError **error)
{
    const InkLedgerFilter filter = {.case_id = case_id};
    g_autoptr(GPtrArray) rows = ink_store_list_messages(pipeline->store, &filter, error);
    if (rows == NULL)
        return NULL;
    GArray *waiting = g_array_new(FALSE, FALSE, sizeof(gint64));
    for (guint i = 0; i < rows->len; i++) {
        const InkLedgerRow *row = rows->pdata[i];
        if (g_str_equal(row->reply, INK_REPLY_WAITING))
            g_array_append_val(waiting, row->id);
    }
    return waiting;
}

gboolean
ink_case_send_waiting_receipt(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, GError **error)
{
    g_autoptr(GArray) waiting = list_waiting(pipeline, cas->id, error);
    if (waiting == NULL)
        return FALSE;
    for (guint i = 0; i < waiting->len; i++)
        if (!send_waiting(pipeline, txn, cas, g_array_index(waiting, gint64, i), error))
            return FALSE;
    return TRUE;
}

gboolean
ink_case_drop_waiting_receipt(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas,
                              const char *why, GError **error)
{
    g_autoptr(GArray) waiting = list_waiting(pipeline, cas->id, error);
    if (waiting == NULL)
        return FALSE;
    for (guint i = 0; i < waiting->len; i++)
        if (!ink_txn_set_reply(txn, g_array_index(waiting, gint64, i), cas->id, "none", why, error))
            return FALSE;
    return TRUE;
}
