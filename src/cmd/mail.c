/* SPDX-License-Identifier: MIT
 *
 * inkom mail list, show, raw: the ledger.
 */
#include "case-view.h"
#include "commands.h"
#include "listing.h"

#include "inkom/error.h"
#include "inkom/journal.h"

#include <stdio.h>
#include <sysexits.h>

static void
add_json(JsonBuilder *builder, const InkClock *clock, gconstpointer item)
{
    const InkLedgerRow *row = item;
    ink_json_add_int(builder, "id", row->id);
    ink_json_add_string(builder, "mailbox", row->mailbox);
    ink_json_add_string(builder, "uid", row->uid);
    ink_json_add_string(builder, "message_id", row->message_id);
    ink_json_add_string(builder, "sha256", row->sha256);
    ink_json_add_int(builder, "size", row->size);
    ink_json_add_time(builder, "arrived", clock, row->arrived_at);
    ink_json_add_string(builder, "arrived_by", row->arrived_by);
    ink_json_add_string(builder, "sender", row->sender);
    ink_json_add_string(builder, "subject", row->subject);
    ink_json_add_string(builder, "outcome", row->outcome);
    ink_json_add_string(builder, "dnr", row->dnr);
    ink_json_add_id(builder, "record", row->record);
    ink_json_add_string(builder, "reply", row->reply);
    ink_json_add_string(builder, "reply_reason", row->reply_reason);
    ink_json_add_string(builder, "reason", row->reason);
}

static const char *
get_swedish(const char *outcome)
{
    InkDisposition disposition;
    return ink_disposition_find(outcome, &disposition) ? ink_disposition_get_swedish(disposition)
                                                       : outcome;
}

/* The case, or why there is none. */
static char *
describe_case(const InkLedgerRow *row)
{
    if (row->dnr == NULL)
        return g_strdup(row->reason);
    return row->record > 0 ? g_strdup_printf("%s-%d", row->dnr, (int)row->record)
                           : g_strdup(row->dnr);
}

static char *
describe_reply(const InkLedgerRow *row)
{
    if (g_str_equal(row->reply, "receipt"))
        return g_strdup("ja");
    gboolean is_pending =
        g_str_equal(row->reply, "owed") || g_str_equal(row->reply, INK_REPLY_WAITING);
    return g_strdup_printf("%s: %s", is_pending ? "väntar" : "nej", row->reply_reason);
}

static void
add_row(InkTable *table, const InkClock *clock G_GNUC_UNUSED, gconstpointer item)
{
    const InkLedgerRow *row = item;
    g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT, row->id);
    g_autofree char *cas = describe_case(row);
    g_autofree char *reply = describe_reply(row);
    ink_table_add(table,
                  (const char *const[]){id, row->sender, row->subject, get_swedish(row->outcome),
                                        cas, row->unit, row->type, row->due, reply, NULL});
}

static const char *const headings[] = {
    "Id",    "Från", "Ämne",        "Utfall",    "Ärende, eller varför inget",
    "Nämnd", "Typ",  "Svar senast", "Bekräftat", NULL};
static const InkListing listing = {add_json, headings, add_row, "Inga meddelanden."};

static gboolean
list(InkApp *app, const InkLedgerFilter *filter, GError **error)
{
    InkDisposition known;
    if (filter->outcome != NULL && !ink_disposition_find(filter->outcome, &known))
        return ink_app_refuse(error, "--outcome %s: utfallet är okänt; se inkom(1)",
                              filter->outcome);
    if (!ink_app_check_limit(filter->limit, error) || !ink_app_open_store(app, error))
        return FALSE;
    g_autoptr(GPtrArray) rows = ink_store_list_messages(app->store, filter, error);
    if (rows == NULL)
        return FALSE;
    ink_listing_print(&listing, app, rows);
    return TRUE;
}

int
ink_cmd_mail_list(InkApp *app, int argc, char **argv)
{
    g_autofree char *outcome = NULL, *mailbox = NULL;
    InkLedgerFilter filter = {.limit = G_MAXINT64};
    const GOptionEntry entries[] = {
        {"outcome", 0, 0, G_OPTION_ARG_STRING, &outcome, "bara med utfallet: new, attach, review …",
         "UTFALL"},
        {"mailbox", 0, 0, G_OPTION_ARG_STRING, &mailbox, "bara från brevlådan", "NAMN"},
        {"limit", 0, 0, G_OPTION_ARG_INT64, &filter.limit, "högst så många, de nyaste", "ANTAL"},
        {0},
    };
    int status;
    if (!ink_app_parse(app, "mail list", entries, &argc, &argv, 0, 0, &status))
        return status;
    filter.outcome = outcome;
    filter.mailbox = mailbox;
    g_autoptr(GError) error = NULL;
    return list(app, &filter, &error) ? EX_OK : ink_app_fail(error);
}

/* A line for each thing that decided. */
static char **
split_trace(const InkLedgerRow *row)
{
    g_autofree char *trace = g_strchomp(g_strdup(row->trace));
    return g_strsplit(trace, "\n", -1);
}

static void
print_message(const InkApp *app, const InkLedgerRow *row)
{
    g_autofree char *arrived = ink_clock_format_short(app->clock, row->arrived_at);
    g_autofree char *by = g_strdup_printf("%s (%s)", arrived, row->arrived_by);
    g_autofree char *place = g_strdup_printf("%s, uid %s", row->mailbox, row->uid);
    g_autofree char *size =
        g_strdup_printf("%s, %" G_GINT64_FORMAT " byte", row->sha256, row->size);
    g_autofree char *subject = ink_bold(row->subject[0] != '\0' ? row->subject : "(inget ämne)");
    g_autofree char *cas = describe_case(row);
    g_autofree char *reply = describe_reply(row);
    g_auto(GStrv) trace = split_trace(row);
    g_print("%s\n", subject);
    ink_print_address("Från", row->sender);
    ink_print_field("Kom in", by);
    ink_print_field("Brevlåda", place);
    ink_print_field("Message-ID", row->message_id);
    ink_print_field("SHA-256", size);
    ink_print_field("Utfall", get_swedish(row->outcome));
    ink_print_field("Ärende", cas);
    ink_print_field("Bekräftat", reply);
    g_print("\nSå blev det:\n");
    for (char **line = trace; *line != NULL; line++)
        ink_print_text("  – ", *line);
}

static gboolean
show(InkApp *app, gint64 id, GError **error)
{
    g_autoptr(InkLedgerRow) row = ink_store_get_message(app->store, id, error);
    g_autoptr(GPtrArray) journal =
        row != NULL ? ink_store_list_message_journal(app->store, id, error) : NULL;
    if (journal == NULL)
        return FALSE;
    if (!app->json) {
        print_message(app, row);
        ink_journal_print(app->clock, journal);
        return TRUE;
    }
    JsonBuilder *builder = json_builder_new();
    json_builder_begin_object(builder);
    add_json(builder, app->clock, row);
    g_auto(GStrv) trace = split_trace(row);
    ink_json_add_strings(builder, "trace", trace);
    ink_json_add_array(builder, "journal", app->clock, journal, ink_journal_add_json);
    json_builder_end_object(builder);
    ink_json_print(builder);
    return TRUE;
}

int
ink_cmd_mail_show(InkApp *app, int argc, char **argv)
{
    return ink_app_run_on_row(app, "mail show", argc, argv, show);
}

static gboolean
write_raw(InkApp *app, gint64 id, GError **error)
{
    g_autoptr(GBytes) bytes = ink_store_get_original(app->store, id, error);
    if (bytes == NULL)
        return FALSE;
    gsize size;
    gconstpointer data = g_bytes_get_data(bytes, &size);
    if (fwrite(data, 1, size, stdout) == size && fflush(stdout) == 0)
        return TRUE;
    g_set_error_literal(error, INK_ERROR, INK_ERROR_TEMPORARY, "utskriften avbröts");
    return FALSE;
}

int
ink_cmd_mail_raw(InkApp *app, int argc, char **argv)
{
    return ink_app_run_on_row(app, "mail raw", argc, argv, write_raw);
}
