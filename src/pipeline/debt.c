/* SPDX-License-Identifier: MIT
 *
 * A receipt that is owed, and a person says that it is to be sent. A debt is a row of the review
 * list: of one case, for one message. What the ledger says of the message does not matter, for
 * after a split the message has a case more, and each owes its own.
 */
#include "pipeline-private.h"

#include "inkom/error.h"
#include "inkom/review.h"

/* Why no receipt goes to the address, NULL if one may; new. A person may err too: a receipt to a
 * machine, or to ourselves, begins a loop. */
static char *
find_wrong_address(const InkPipeline *pipeline, const char *address)
{
    g_autoptr(InkMessage) message = ink_message_new();
    g_ptr_array_add(message->from, ink_address_new(NULL, address));
    return ink_triage_find_wrong_sender(message, pipeline->config);
}

/* The sender of the letter, unless it is one that triage knows not to be the person who waits; or
 * whom a person has named in his stead. */
static const char *
get_debtee(const InkPipeline *pipeline, const InkCase *cas, const InkMessage *message,
           GError **error)
{
    const InkAddress *author = ink_message_get_sender(message);
    gboolean is_named =
        cas->sender != NULL && (author == NULL || !g_str_equal(author->address, cas->sender));
    g_autofree char *why = is_named ? find_wrong_address(pipeline, cas->sender)
                                    : ink_triage_find_wrong_sender(message, pipeline->config);
    if (why == NULL && ink_address_is_sendable(cas->sender))
        return cas->sender;
    g_set_error(error, INK_ERROR, INK_ERROR_REFUSED, "%s: %s; ange den rätta adressen med --to",
                cas->dnr, why != NULL ? why : "avsändaren går inte att skriva till");
    return NULL;
}

/* Each address is told of a case once. */
static gboolean
check_unconfirmed(const InkPipeline *pipeline, const InkCase *cas, const char *to, GError **error)
{
    gboolean has;
    if (!ink_store_has_receipt(pipeline->store, cas->id, to, &has, error))
        return FALSE;
    if (has)
        g_set_error(error, INK_ERROR, INK_ERROR_REFUSED,
                    "%s är redan bekräftat till %s; avsluta med --forgive", cas->dnr, to);
    return !has;
}

static gboolean
check_address(const InkPipeline *pipeline, const char *to, GError **error)
{
    g_autofree char *why = find_wrong_address(pipeline, to);
    if (why == NULL && ink_address_is_sendable(to))
        return TRUE;
    g_set_error(error, INK_ERROR, INK_ERROR_REFUSED, "--to %s: %s", to,
                why != NULL ? why : "dit går inte att skriva");
    return FALSE;
}

static gboolean
queue(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, const InkMessage *letter, gint64 message,
      const char *to, GError **error)
{
    const InkRoutine *routine = ink_config_find_routine(pipeline->config, cas->unit);
    if (routine->receipt_template == NULL) {
        g_set_error(error, INK_ERROR, INK_ERROR_REFUSED, "rutinen %s skickar ingen bekräftelse",
                    routine->name);
        return FALSE;
    }
    if (routine->receipt_when == INK_RECEIPT_AT_ASSIGNMENT && cas->officer == NULL) {
        g_set_error(error, INK_ERROR, INK_ERROR_REFUSED,
                    "%s: bekräftelsen ska säga vem som är handläggare; utse någon först med "
                    "\"inkom case assign\"",
                    cas->dnr);
        return FALSE;
    }
    if (!check_unconfirmed(pipeline, cas, to, error))
        return FALSE;
    const char *language =
        ink_reply_get_language(pipeline, routine->receipt_template, cas->language);
    return ink_txn_add_party(txn, cas->id, to, error) &&
           ink_case_queue_receipt(pipeline, txn, cas, to, language, letter, message, error) &&
           ink_txn_set_reply(txn, message, cas->id, "receipt",
                             "skickad efter beslut av en människa", error);
}

gboolean
ink_pipeline_send_owed(InkPipeline *pipeline, InkTxn *txn, gint64 debt, const char *to,
                       GError **error)
{
    g_autoptr(InkReviewRow) row = ink_store_get_debt(pipeline->store, debt, error);
    g_autoptr(InkCase) cas =
        row != NULL ? ink_store_get_case(pipeline->store, row->case_id, error) : NULL;
    g_autoptr(GBytes) bytes =
        cas != NULL ? ink_store_get_original(pipeline->store, row->message, error) : NULL;
    if (bytes == NULL)
        return FALSE;
    g_autoptr(InkReading) reading = ink_reader_read(pipeline->reader, bytes);
    if (reading->message == NULL) {
        g_propagate_error(error, g_steal_pointer(&reading->failure));
        return FALSE;
    }
    const InkMessage *letter = ink_origin_get_letter(reading->origin, reading->message);
    g_autofree char *wished = to != NULL ? ink_address_canonical(to) : NULL;
    const char *debtee = wished != NULL ? wished : get_debtee(pipeline, cas, letter, error);
    return debtee != NULL && (wished == NULL || check_address(pipeline, wished, error)) &&
           queue(pipeline, txn, cas, letter, row->message, debtee, error);
}

gboolean
ink_pipeline_forgive_owed(InkPipeline *pipeline, InkTxn *txn, gint64 debt, GError **error)
{
    g_autoptr(InkReviewRow) row = ink_store_get_debt(pipeline->store, debt, error);
    g_autoptr(InkCase) cas =
        row != NULL ? ink_store_get_case(pipeline->store, row->case_id, error) : NULL;
    return cas != NULL && ink_case_start_answer(pipeline, txn, cas, INK_START_CONFIRMED,
                                                ink_clock_now(pipeline->clock), error);
}
