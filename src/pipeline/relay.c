/* SPDX-License-Identifier: MIT
 *
 * An officer's answer that is sent on to the sender from the inbox (SVAR:). What leaves the house
 * cannot be called back, so everything that speaks against it is looked for first, and the officer
 * is told the reason: he can always answer from his own mailbox instead.
 *
 * The words are read anew in the officer's letter, whoever asks: what goes is what stands there
 * after SVAR:, above every quotation, signature and mark of ours, and nothing else. Where more of
 * the officer's own text stands further down, so that half an answer would go, none does. The
 * letter, the record of it and the end of the clock are one transaction; the outbox sees to that
 * it goes once.
 */
#include "pipeline-private.h"

#include "inkom/error.h"
#include "inkom/journal.h"
#include "inkom/text.h"
#include "inkom/token.h"

#define RELAYS_MAX      5 /* in a case in a day: more is a mistake, or somebody else */
#define RELAYS_WINDOW_S (24 * 3600)
#define SHOWN_CHARS     60

static gboolean G_GNUC_PRINTF(3, 4)
    refuse(GError **error, const InkCase *cas, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *why = g_strdup_vprintf(format, args);
    va_end(args);
    g_set_error(error, INK_ERROR, INK_ERROR_REFUSED, "%s: svaret har inte skickats: %s", cas->dnr,
                why);
    return FALSE;
}

/* --- the case ---------------------------------------------------------------------------------*/

static gboolean
check_routine(const InkPipeline *pipeline, const InkCase *cas, GError **error)
{
    const InkRoutine *routine = ink_config_find_routine(pipeline->config, cas->unit);
    const char *answer_to = ink_case_get_answer_to(pipeline, cas);
    if (!routine->may_relay)
        return refuse(error, cas,
                      "enligt rutinen %s skickar inkorgen inga svar vidare; svara från din egen "
                      "e-post, med kopia till %s",
                      routine->name, pipeline->config->from);
    if (answer_to != NULL) /* A21 */
        return refuse(error, cas, "i kanalen %s lämnas svaret till %s", cas->channel, answer_to);
    return TRUE;
}

/* E21: whether it may leave the house is for a person to judge, case by case. */
static gboolean
check_secrecy(const InkPipeline *pipeline, const InkCase *cas, GError **error)
{
    return cas->secrecy == NULL ||
           refuse(error, cas,
                  "ärendet har sekretessmarkering; pröva vad som får lämnas ut, och svara sedan "
                  "från din egen e-post, med kopia till %s",
                  pipeline->config->from);
}

static gboolean
check_address(InkPipeline *pipeline, const InkCase *cas, GError **error)
{
    g_autofree char *why = NULL;
    if (!ink_case_find_bad_address(pipeline, cas, cas->sender, &why, error))
        return FALSE;
    return why == NULL || refuse(error, cas, "%s", why);
}

static gboolean
check_cap(InkPipeline *pipeline, const InkCase *cas, GError **error)
{
    gint64 sent;
    if (!ink_store_count_relays(pipeline->store, cas->id, RELAYS_WINDOW_S, &sent, error))
        return FALSE;
    return sent < RELAYS_MAX ||
           refuse(error, cas,
                  "%d svar har redan skickats vidare i ärendet det senaste dygnet; svara från din "
                  "egen e-post, med kopia till %s",
                  RELAYS_MAX, pipeline->config->from);
}

/* --- the officer's letter ---------------------------------------------------------------------*/

static gboolean
check_attachments(const InkCase *cas, const InkMessage *letter, GError **error)
{
    if (letter->attachments->len == 0)
        return TRUE;
    const InkAttachment *first = letter->attachments->pdata[0];
    g_autofree char *name =
        ink_text_one_line(first->name != NULL ? first->name : first->type, SHOWN_CHARS);
    return refuse(error, cas,
                  "brevet har bilagor (%s), och sådana skickas inte vidare, inte heller bilder i "
                  "en signatur; skicka svaret utan dem, eller svara från din egen e-post",
                  name);
}

/* What the letter says after SVAR:, and whether it is a part of the answer. */
static gboolean
check_words(const InkPipeline *pipeline, const InkCase *cas, const InkMessage *letter,
            const char *text, gboolean *out_is_part, GError **error)
{
    g_autoptr(InkOrders) orders =
        pipeline->words != NULL ? ink_orders_read(pipeline->words, letter) : NULL;
    if (orders != NULL && orders->doubt != NULL)
        return refuse(error, cas, "%s", orders->doubt);
    const InkOrder *answer = orders != NULL ? ink_orders_find(orders, INK_ORDER_ANSWER) : NULL;
    if (answer == NULL || g_strcmp0(answer->value, text) != 0)
        return refuse(error, cas, "det är inte vad som står efter SVAR: i brevet");
    g_autofree char *lost = ink_orders_find_lost(pipeline->words, letter);
    if (lost != NULL) {
        g_autofree char *shown = ink_text_one_line(lost, SHOWN_CHARS);
        return refuse(error, cas,
                      "det går inte att avgöra om raden \"%s\" och det som följer hör till svaret "
                      "eller till ett citat; skriv hela svaret överst och utan citat",
                      shown);
    }
    *out_is_part = ink_orders_find(orders, INK_ORDER_INTERIM) != NULL;
    return TRUE;
}

static gboolean
read_letter(InkPipeline *pipeline, const InkCase *cas, gint64 message_row, const char *text,
            gboolean *out_is_part, GError **error)
{
    g_autoptr(GBytes) bytes = ink_store_get_original(pipeline->store, message_row, error);
    if (bytes == NULL)
        return FALSE;
    g_autoptr(InkReading) reading = ink_reader_read(pipeline->reader, bytes);
    if (reading->message == NULL)
        return refuse(error, cas, "brevet går inte att läsa");
    return check_words(pipeline, cas, reading->message, text, out_is_part, error) &&
           check_attachments(cas, reading->message, error);
}

/* --- the letter to the sender -----------------------------------------------------------------*/

/* What the sender wrote last, for his mail program to put ours below; *out_reading NULL: nothing
 * that came by mail from his own address. */
static gboolean
find_latest(InkPipeline *pipeline, const InkCase *cas, InkReading **out_reading, GError **error)
{
    g_autoptr(GPtrArray) records = ink_store_list_records(pipeline->store, cas->id, error);
    if (records == NULL)
        return FALSE;
    for (guint i = records->len; i > 0; i--) {
        const InkRecord *record = records->pdata[i - 1];
        if (record->direction != INK_DIRECTION_IN || record->message == 0 ||
            g_strcmp0(record->from, cas->sender) != 0)
            continue;
        g_autoptr(GBytes) bytes = ink_store_get_original(pipeline->store, record->message, error);
        if (bytes == NULL)
            return FALSE;
        *out_reading = ink_reader_read(pipeline->reader, bytes);
        return TRUE;
    }
    return TRUE;
}

static InkOutboxRow *
compose(InkPipeline *pipeline, const InkCase *cas, const char *officer, const char *text,
        GBytes **out_bytes, GError **error)
{
    g_autoptr(InkReading) latest = NULL;
    if (!find_latest(pipeline, cas, &latest, error))
        return NULL;
    const InkMessage *letter = latest != NULL && latest->message != NULL
                                   ? ink_origin_get_letter(latest->origin, latest->message)
                                   : NULL;
    return ink_relay_compose(pipeline, cas, officer, text, letter, out_bytes, error);
}

static gboolean
add_record(InkTxn *txn, const InkCase *cas, const char *officer, const InkOutboxRow *row,
           GBytes *bytes, gint64 at, gboolean is_part, GError **error)
{
    gsize size;
    gconstpointer data = g_bytes_get_data(bytes, &size);
    g_autoptr(InkRecord) record = ink_record_new();
    record->direction = INK_DIRECTION_OUT;
    record->title = g_strdup_printf("%s: %s", is_part ? "Delsvar" : "Svar", cas->title);
    record->date = at;
    record->from = g_strdup(officer);
    record->to = g_strdup(row->to);
    record->message_id = g_strdup(row->message_id);
    record->sha256 = ink_sha256_hex(data, size);
    return ink_txn_add_record(txn, cas->id, record, error);
}

static gboolean
carry_out(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas, const char *officer,
          const char *text, gint64 message_row, gboolean is_part, GError **error)
{
    gint64 now = ink_clock_now(pipeline->clock);
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(InkOutboxRow) row = compose(pipeline, cas, officer, text, &bytes, error);
    if (row == NULL)
        return FALSE;
    row->message = message_row;
    g_autofree char *why = g_strdup_printf("%s till %s från inkorgen, skrivet av %s",
                                           is_part ? "delsvar" : "svar", row->to, officer);
    const InkCaseEvent event = {.event = is_part ? INK_EVENT_INTERIM : INK_EVENT_ANSWER,
                                .at = now,
                                .why = why,
                                .words = text};
    return ink_txn_add_letter(txn, row, bytes, error) &&
           ink_txn_add_journal(txn, "svar i kö", cas->id, message_row, NULL, row->message_id,
                               error) &&
           add_record(txn, cas, officer, row, bytes, now, is_part, error) &&
           ink_pipeline_happen(pipeline, txn, cas->id, &event, error);
}

gboolean
ink_relay_answer(InkPipeline *pipeline, InkTxn *txn, InkCase *cas, const char *officer,
                 const char *text, gint64 message_row, GError **error)
{
    gboolean is_part = FALSE;
    InkLifeStep step;
    if (!check_routine(pipeline, cas, error) || !check_secrecy(pipeline, cas, error) ||
        !check_address(pipeline, cas, error) || !check_cap(pipeline, cas, error) ||
        !read_letter(pipeline, cas, message_row, text, &is_part, error))
        return FALSE;
    is_part = is_part && cas->status != INK_CASE_CLOSED;
    return ink_life_step(cas, is_part ? INK_EVENT_INTERIM : INK_EVENT_ANSWER, &step, error) &&
           carry_out(pipeline, txn, cas, officer, text, message_row, is_part, error);
}
