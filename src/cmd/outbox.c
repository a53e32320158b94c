/* SPDX-License-Identifier: MIT
 *
 * inkom outbox list, show, retry, cancel.
 */
#include "inkom/outbox.h"

#include "commands.h"
#include "json.h"
#include "table.h"

#include "inkom/error.h"
#include "inkom/journal.h"
#include "inkom/parse.h"
#include "inkom/text.h"

#include <sysexits.h>

#define UNDER_WAY_S 900 /* a letter that was taken up so recently may still be on its way */

static void
add_json(JsonBuilder *builder, const InkClock *clock, const InkOutboxRow *row)
{
    ink_json_add_int(builder, "id", row->id);
    ink_json_add_string(builder, "dnr", row->dnr);
    ink_json_add_string(builder, "kind", row->kind);
    ink_json_add_string(builder, "to", row->to);
    ink_json_add_string(builder, "state", ink_letter_state_get_name(row->state));
    ink_json_add_int(builder, "attempts", row->attempts);
    ink_json_add_time(builder, "next_try", clock, row->next_try);
    ink_json_add_time(builder, "sent", clock, row->sent_at);
    ink_json_add_string(builder, "message_id", row->message_id);
    ink_json_add_string(builder, "error", row->error);
}

static void
print_json(const InkApp *app, const GPtrArray *rows)
{
    JsonBuilder *builder = json_builder_new();
    json_builder_begin_array(builder);
    for (guint i = 0; i < rows->len; i++) {
        json_builder_begin_object(builder);
        add_json(builder, app->clock, rows->pdata[i]);
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
    ink_json_print(builder);
}

static void
print_table(const InkApp *app, const GPtrArray *rows)
{
    g_autoptr(InkTable) table = ink_table_new((const char *const[]){
        "Id", "Ärende", "Slag", "Till", "Läge", "Försök", "Nästa försök", "Fel", NULL});
    for (guint i = 0; i < rows->len; i++) {
        const InkOutboxRow *row = rows->pdata[i];
        g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT, row->id);
        g_autofree char *attempts = g_strdup_printf("%" G_GINT64_FORMAT, row->attempts);
        g_autofree char *next = ink_clock_format_short(app->clock, row->next_try);
        ink_table_add(table,
                      (const char *const[]){id, row->dnr, ink_letter_kind_get_swedish(row->kind),
                                            row->to, ink_letter_state_get_swedish(row->state),
                                            attempts, next, row->error, NULL});
    }
    if (rows->len == 0)
        g_print("Inga brev.\n");
    else
        ink_table_print(table);
}

static gboolean
find_state(const char *name, InkLetterState *out_state, GError **error)
{
    for (InkLetterState state = INK_LETTER_QUEUED; state <= INK_LETTER_CANCELLED; state++)
        if (g_str_equal(ink_letter_state_get_name(state), name)) {
            *out_state = state;
            return TRUE;
        }
    g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                "--state %s: skriv queued, sent, failed, unknown eller cancelled", name);
    return FALSE;
}

static gboolean
list(InkApp *app, const char *state_name, gint64 limit, GError **error)
{
    InkLetterState state;
    if ((state_name != NULL && !find_state(state_name, &state, error)) ||
        !ink_app_open_store(app, error))
        return FALSE;
    g_autoptr(GPtrArray) rows =
        ink_store_list_letters(app->store, state_name != NULL ? &state : NULL, limit, error);
    if (rows == NULL)
        return FALSE;
    if (app->json)
        print_json(app, rows);
    else
        print_table(app, rows);
    return TRUE;
}

int
ink_cmd_outbox_list(InkApp *app, int argc, char **argv)
{
    g_autofree char *state = NULL;
    gint64 limit = 0;
    const GOptionEntry entries[] = {
        {"state", 0, 0, G_OPTION_ARG_STRING, &state,
         "bara i läget: queued, sent, failed, unknown, cancelled", "LÄGE"},
        {"limit", 0, 0, G_OPTION_ARG_INT64, &limit, "högst så många, de nyaste", "ANTAL"},
        {0},
    };
    int status;
    if (!ink_app_parse(app, "outbox list", entries, &argc, &argv, 0, 0, &status))
        return status;
    g_autoptr(GError) error = NULL;
    return list(app, state, limit, &error) ? EX_OK : ink_app_fail(error);
}

/* --- show -------------------------------------------------------------------------------------*/

/* As a mail reader shows it: the headers that matter, decoded, and the text. */
static gboolean
print_letter(const InkApp *app, const InkOutboxRow *row, GBytes *bytes, GError **error)
{
    g_autoptr(InkMessage) message = ink_message_parse(bytes, &app->config->limits, error);
    if (message == NULL)
        return FALSE;
    static const char *const shown[] = {"Date", "Message-ID", "In-Reply-To", "Auto-Submitted",
                                        NULL};
    const InkAddress *from = ink_message_get_sender(message);
    g_print("Från: %s <%s>\nTill: %s\nÄmne: %s\n", from->name != NULL ? from->name : "",
            from->address, row->to, message->subject);
    for (gsize i = 0; shown[i] != NULL; i++) {
        const char *value = ink_message_find_header(message, shown[i]);
        if (value != NULL)
            g_print("%s: %s\n", shown[i], value);
    }
    g_print("Läge: %s%s%s\n\n%s\n", ink_letter_state_get_swedish(row->state),
            row->error != NULL ? ", " : "", row->error != NULL ? row->error : "",
            g_strchomp(message->text));
    return TRUE;
}

static gboolean
show(InkApp *app, const char *argument, GError **error)
{
    gint64 id = ink_app_parse_id(argument, error);
    if (id < 0 || !ink_app_open_store(app, error))
        return FALSE;
    g_autoptr(InkOutboxRow) row = ink_store_get_letter(app->store, id, error);
    g_autoptr(GBytes) bytes =
        row != NULL ? ink_store_get_letter_bytes(app->store, id, error) : NULL;
    if (bytes == NULL)
        return FALSE;
    if (!app->json)
        return print_letter(app, row, bytes, error);
    g_autofree char *text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
    JsonBuilder *builder = json_builder_new();
    json_builder_begin_object(builder);
    add_json(builder, app->clock, row);
    ink_json_add_string(builder, "bytes", text);
    json_builder_end_object(builder);
    ink_json_print(builder);
    return TRUE;
}

int
ink_cmd_outbox_show(InkApp *app, int argc, char **argv)
{
    int status;
    if (!ink_app_parse(app, "outbox show", NULL, &argc, &argv, 1, 1, &status))
        return status;
    g_autoptr(GError) error = NULL;
    return show(app, argv[1], &error) ? EX_OK : ink_app_fail(error);
}

/* --- retry, cancel ----------------------------------------------------------------------------*/

static gboolean
change(InkApp *app, const char *argument, InkLetterState state, const char *what, GError **error)
{
    gint64 id = ink_app_parse_id(argument, error);
    if (id < 0 || !ink_app_open_store(app, error))
        return FALSE;
    g_autoptr(InkTxn) txn = ink_app_begin(app, error);
    g_autoptr(InkOutboxRow) row = txn != NULL ? ink_store_get_letter(app->store, id, error) : NULL;
    if (row == NULL)
        return FALSE;
    if (row->state == INK_LETTER_UNKNOWN && row->error == NULL &&
        row->claimed_at > ink_clock_now(app->clock) - UNDER_WAY_S) {
        g_set_error(error, INK_ERROR, INK_ERROR_TEMPORARY,
                    "brev %" G_GINT64_FORMAT " skickas just nu; vänta tills det är klart", id);
        return FALSE;
    }
    if (row->state == INK_LETTER_SENT) {
        g_set_error(error, INK_ERROR, INK_ERROR_REFUSED,
                    "brev %" G_GINT64_FORMAT " är redan skickat", id);
        return FALSE;
    }
    gboolean is_done = state == INK_LETTER_QUEUED
                           ? ink_txn_requeue_letter(txn, id, error)
                           : ink_txn_set_letter(txn, id, state, INK_TIME_NONE, NULL, error);
    if (!is_done ||
        !ink_txn_add_journal(txn, what, row->case_id, row->message,
                             ink_letter_state_get_swedish(row->state), row->message_id, error) ||
        !ink_txn_commit(txn, error))
        return FALSE;
    return show(app, argument, error);
}

int
ink_cmd_outbox_retry(InkApp *app, int argc, char **argv)
{
    int status;
    if (!ink_app_parse(app, "outbox retry", NULL, &argc, &argv, 1, 1, &status))
        return status;
    g_autoptr(GError) error = NULL;
    return change(app, argv[1], INK_LETTER_QUEUED, "brev åter i kö", &error) ? EX_OK
                                                                             : ink_app_fail(error);
}

int
ink_cmd_outbox_cancel(InkApp *app, int argc, char **argv)
{
    int status;
    if (!ink_app_parse(app, "outbox cancel", NULL, &argc, &argv, 1, 1, &status))
        return status;
    g_autoptr(GError) error = NULL;
    return change(app, argv[1], INK_LETTER_CANCELLED, "brev avbrutet", &error)
               ? EX_OK
               : ink_app_fail(error);
}
