/* SPDX-License-Identifier: MIT
 *
 * inkom outbox list, show, retry, cancel, revive.
 */
#include "inkom/outbox.h"

#include "commands.h"
#include "listing.h"

#include "inkom/delivery.h"
#include "inkom/error.h"
#include "inkom/journal.h"
#include "inkom/sandbox.h"
#include "inkom/text.h"

#include <sysexits.h>

#define HEADER_MAX  1000 /* characters of a header that are shown */
#define UNDER_WAY_S 900  /* a letter that was taken up so recently may still be on its way */

static void
add_json(JsonBuilder *builder, const InkClock *clock, gconstpointer item)
{
    const InkOutboxRow *row = item;
    ink_json_add_int(builder, "id", row->id);
    ink_json_add_string(builder, "dnr", row->dnr);
    ink_json_add_string(builder, "kind", row->kind);
    ink_json_add_string(builder, "to", row->to);
    ink_json_add_string(builder, "state", ink_letter_state_get_name(row->state));
    ink_json_add_int(builder, "attempts", row->attempts);
    ink_json_add_time(builder, "next_try", clock, row->next_try);
    ink_json_add_time(builder, "sent", clock, row->sent_at);
    ink_json_add_time(builder, "bounced", clock, row->bounced_at);
    ink_json_add_string(builder, "message_id", row->message_id);
    ink_json_add_string(builder, "error", row->error);
}

static void
add_row(InkTable *table, const InkClock *clock, gconstpointer item)
{
    const InkOutboxRow *row = item;
    g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT, row->id);
    g_autofree char *attempts = g_strdup_printf("%" G_GINT64_FORMAT, row->attempts);
    g_autofree char *next = ink_clock_format_short(clock, row->next_try);
    ink_table_add(table, (const char *const[]){id, row->dnr, ink_letter_kind_get_swedish(row->kind),
                                               row->to, ink_letter_state_get_swedish(row->state),
                                               attempts, next, row->error, NULL});
}

static const char *const headings[] = {"Id",     "Ärende",       "Slag", "Till", "Läge",
                                       "Försök", "Nästa försök", "Fel",  NULL};
static const InkListing listing = {add_json, headings, add_row, "Inga brev."};

static gboolean
list(InkApp *app, const char *state_name, gint64 limit, GError **error)
{
    InkLetterState state;
    if (state_name != NULL && !ink_letter_state_find(state_name, &state))
        return ink_app_refuse(
            error, "--state %s: skriv queued, sent, failed, unknown eller cancelled", state_name);
    if (!ink_app_check_limit(limit, error) || !ink_app_open_store(app, error))
        return FALSE;
    g_autoptr(GPtrArray) rows =
        ink_store_list_letters(app->store, state_name != NULL ? &state : NULL, limit, error);
    if (rows == NULL)
        return FALSE;
    ink_listing_print(&listing, app, rows);
    return TRUE;
}

int
ink_cmd_outbox_list(InkApp *app, int argc, char **argv)
{
    g_autofree char *state = NULL;
    gint64 limit = G_MAXINT64;
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
    g_autoptr(InkSandbox) sandbox = ink_sandbox_new(&app->config->limits);
    g_autoptr(InkMessage) message = ink_sandbox_parse(sandbox, bytes, error);
    if (message == NULL)
        return FALSE;
    static const char *const shown[] = {"Date", "Message-ID", "In-Reply-To", "Auto-Submitted",
                                        NULL};
    const InkAddress *from = ink_message_get_sender(message);
    g_autofree char *text = ink_text_printable(message->text); /* an alert may quote anything */
    g_print("Från: %s <%s>\nTill: %s\nÄmne: %s\n", from->name != NULL ? from->name : "",
            from->address, row->to, message->subject);
    for (gsize i = 0; shown[i] != NULL; i++) {
        const char *value = ink_message_find_header(message, shown[i]);
        g_autofree char *line = value != NULL ? ink_text_one_line(value, HEADER_MAX) : NULL;
        if (line != NULL)
            g_print("%s: %s\n", shown[i], line);
    }
    g_print("Läge: %s%s%s\n\n%s\n", ink_letter_state_get_swedish(row->state),
            row->error != NULL ? ", " : "", row->error != NULL ? row->error : "", g_strchomp(text));
    return TRUE;
}

static gboolean
show(InkApp *app, gint64 id, GError **error)
{
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
    return ink_app_run_on_row(app, "outbox show", argc, argv, show);
}

/* --- retry, cancel ----------------------------------------------------------------------------*/

static gboolean
change(InkApp *app, gint64 id, InkLetterState state, const char *what, GError **error)
{
    g_autoptr(InkTxn) txn = ink_app_begin(app, error);
    g_autoptr(InkOutboxRow) row = txn != NULL ? ink_store_get_letter(app->store, id, error) : NULL;
    if (row == NULL)
        return FALSE;
    if (row->state == INK_LETTER_CANCELLED && state == INK_LETTER_CANCELLED) {
        g_clear_pointer(&txn, ink_txn_free); /* what is shown is what may be shown outside of it */
        return show(app, id, error);
    }
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
    return show(app, id, error);
}

static gboolean
retry(InkApp *app, gint64 id, GError **error)
{
    return change(app, id, INK_LETTER_QUEUED, "brev åter i kö", error);
}

int
ink_cmd_outbox_retry(InkApp *app, int argc, char **argv)
{
    return ink_app_run_on_row(app, "outbox retry", argc, argv, retry);
}

static gboolean
cancel(InkApp *app, gint64 id, GError **error)
{
    return change(app, id, INK_LETTER_CANCELLED, "brev avbrutet", error);
}

int
ink_cmd_outbox_cancel(InkApp *app, int argc, char **argv)
{
    return ink_app_run_on_row(app, "outbox cancel", argc, argv, cancel);
}

/* --- revive -----------------------------------------------------------------------------------*/

static gboolean
revive(InkApp *app, const char *address, const char *why, GError **error)
{
    g_autoptr(InkTxn) txn = ink_app_open_store(app, error) ? ink_app_begin(app, error) : NULL;
    if (txn == NULL || !ink_txn_revive_address(txn, address, why, error) ||
        !ink_txn_commit(txn, error))
        return FALSE;
    g_autofree char *shown = ink_text_one_line(address, HEADER_MAX);
    if (app->json) {
        JsonBuilder *builder = json_builder_new();
        json_builder_begin_object(builder);
        ink_json_add_string(builder, "address", shown);
        json_builder_end_object(builder);
        ink_json_print(builder);
    } else {
        g_print("Brev går åter till %s. Bekräftelser som väntar står i \"inkom review list\".\n",
                shown);
    }
    return TRUE;
}

int
ink_cmd_outbox_revive(InkApp *app, int argc, char **argv)
{
    g_autofree char *why = NULL;
    const GOptionEntry entries[] = {
        {"reason", 0, 0, G_OPTION_ARG_STRING, &why, "varför, till journalen", "SKÄL"},
        {0},
    };
    int status;
    if (!ink_app_parse(app, "outbox revive", entries, &argc, &argv, 1, 1, &status))
        return status;
    g_autoptr(GError) error = NULL;
    return revive(app, argv[1], why, &error) ? EX_OK : ink_app_fail(error);
}
