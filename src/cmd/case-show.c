/* SPDX-License-Identifier: MIT
 *
 * inkom case show
 */
#include "case-view.h"
#include "commands.h"
#include "table.h"

#include "inkom/delivery.h"
#include "inkom/journal.h"
#include "inkom/links.h"
#include "inkom/text.h"

#include <sysexits.h>

typedef struct {
    InkCase *cas;
    GPtrArray *records, *links, *deadlines, *dead, *journal;
} View;

static void
view_clear(View *view)
{
    ink_case_free(view->cas);
    g_clear_pointer(&view->records, g_ptr_array_unref);
    g_clear_pointer(&view->links, g_ptr_array_unref);
    g_clear_pointer(&view->deadlines, g_ptr_array_unref);
    g_clear_pointer(&view->dead, g_ptr_array_unref);
    g_clear_pointer(&view->journal, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(View, view_clear)

static gboolean
view_load(View *view, InkStore *store, gint64 case_id, GError **error)
{
    return (view->cas = ink_store_get_case(store, case_id, error)) != NULL &&
           (view->records = ink_store_list_records(store, case_id, error)) != NULL &&
           (view->links = ink_store_list_links(store, case_id, error)) != NULL &&
           (view->deadlines = ink_store_list_deadlines(store, case_id, error)) != NULL &&
           (view->dead = ink_store_list_dead_addresses(store, case_id, error)) != NULL &&
           (view->journal = ink_store_list_journal(store, case_id, error)) != NULL;
}

/* --- JSON ---------------------------------------------------------------------------------*/

static void
add_attachment(JsonBuilder *builder, const InkClock *clock G_GNUC_UNUSED, gconstpointer item)
{
    const InkAttachment *attachment = item;
    ink_json_add_string(builder, "name", attachment->name);
    ink_json_add_string(builder, "type", attachment->type);
    ink_json_add_int(builder, "size", attachment->size);
    ink_json_add_string(builder, "sha256", attachment->sha256);
}

static void
add_record(JsonBuilder *builder, const InkClock *clock, gconstpointer item)
{
    const InkRecord *record = item;
    ink_json_add_int(builder, "number", record->number);
    ink_json_add_string(builder, "direction", ink_direction_get_name(record->direction));
    ink_json_add_string(builder, "title", record->title);
    ink_json_add_time(builder, "date", clock, record->date);
    ink_json_add_string(builder, "from", record->from);
    ink_json_add_string(builder, "passed_on_by", record->passed_on_by);
    ink_json_add_string(builder, "to", record->to);
    ink_json_add_string(builder, "message_id", record->message_id);
    ink_json_add_string(builder, "sha256", record->sha256);
    ink_json_add_array(builder, "attachments", clock, record->attachments, add_attachment);
}

static void
add_link(JsonBuilder *builder, const InkClock *clock, gconstpointer item)
{
    const InkLink *link = item;
    ink_json_add_string(builder, "kind", ink_link_kind_get_name(link->kind));
    ink_json_add_string(builder, "direction", link->is_outward ? "to" : "from");
    ink_json_add_string(builder, "dnr", link->dnr);
    ink_json_add_id(builder, "record", link->record);
    ink_json_add_id(builder, "other_record", link->other_record);
    ink_json_add_time(builder, "at", clock, link->at);
    ink_json_add_string(builder, "who", link->who);
    ink_json_add_string(builder, "why", link->why);
}

static void
add_deadline(JsonBuilder *builder, const InkClock *clock, gconstpointer item)
{
    const InkDeadlineRow *row = item;
    ink_json_add_string(builder, "kind", row->kind);
    ink_json_add_day(builder, "due", row->due);
    ink_json_add_time(builder, "met", clock, row->met_at);
    ink_json_add_string(builder, "why", row->why);
    ink_json_add_time(builder, "start", clock, row->start_at);
    ink_json_add_time(builder, "due_at", clock, row->due_at);
    ink_json_add_string(builder, "met_by", row->met_by);
}

static void
add_dead_address(JsonBuilder *builder, const InkClock *clock, gconstpointer item)
{
    const InkDeadAddress *row = item;
    ink_json_add_string(builder, "address", row->address);
    ink_json_add_string(builder, "kind", row->kind);
    ink_json_add_string(builder, "reason", row->reason);
    ink_json_add_time(builder, "since", clock, row->since);
    ink_json_add_time(builder, "lifted", clock, row->lifted_at);
}

void
ink_journal_add_json(JsonBuilder *builder, const InkClock *clock, gconstpointer item)
{
    const InkJournalRow *row = item;
    ink_json_add_time(builder, "at", clock, row->at);
    ink_json_add_string(builder, "who", row->who);
    ink_json_add_string(builder, "what", row->what);
    ink_json_add_string(builder, "before", row->before);
    ink_json_add_string(builder, "after", row->after);
}

static void
print_json(const InkClock *clock, const View *view)
{
    JsonBuilder *builder = json_builder_new();
    json_builder_begin_object(builder);
    ink_case_add_json(builder, clock, view->cas);
    /* The list takes the place of the count. */
    ink_json_add_array(builder, "records", clock, view->records, add_record);
    ink_json_add_array(builder, "links", clock, view->links, add_link);
    ink_json_add_array(builder, "deadlines", clock, view->deadlines, add_deadline);
    ink_json_add_array(builder, "dead_addresses", clock, view->dead, add_dead_address);
    ink_json_add_array(builder, "journal", clock, view->journal, ink_journal_add_json);
    json_builder_end_object(builder);
    ink_json_print(builder);
}

/* --- for people ---------------------------------------------------------------------------*/

/* What a mark must say (OSL 5:5): which paragraph, when it was made, and by which authority. */
static char *
describe_secrecy(const InkConfig *config, const InkCase *cas)
{
    if (cas->secrecy == NULL)
        return NULL;
    const InkUnit *unit = cas->secrecy_authority != NULL
                              ? ink_config_find_unit(config, cas->secrecy_authority)
                              : NULL;
    g_autofree char *day = ink_day_format(cas->secrecy_day);
    return g_strdup_printf("%s, markerat %s av %s", cas->secrecy, day,
                           unit != NULL ? unit->name : cas->secrecy_authority);
}

static void
print_head(const InkConfig *config, const InkClock *clock, const InkCase *cas)
{
    g_autofree char *title = ink_text_one_line(cas->title, INK_APP_TITLE_MAX);
    g_autofree char *head = g_strdup_printf("%s  %s", cas->dnr, title);
    g_autofree char *bold = ink_bold(head);
    g_autofree char *arrived = ink_clock_format_short(clock, cas->arrived_at);
    g_autofree char *by = g_strdup_printf("%s (%s)", arrived, cas->arrived_by);
    g_autofree char *registered = ink_clock_format_short(clock, cas->registered_at);
    g_autofree char *due = ink_day_format_long(cas->due, "sv");
    g_autofree char *flags = g_strjoinv(", ", cas->flags);
    g_autofree char *address = cas->sender != NULL ? ink_address_describe(cas->sender) : NULL;
    g_autofree char *sender = cas->sender_name != NULL && address != NULL
                                  ? g_strdup_printf("%s <%s>", cas->sender_name, address)
                                  : g_strdup(address != NULL ? address : cas->sender_name);
    g_autofree char *types = ink_types_join(cas->type, cas->more_types);
    g_autofree char *secrecy = describe_secrecy(config, cas);
    g_print("%s\n", bold);
    ink_print_field("Nämnd", cas->unit);
    ink_print_field("Typ", types);
    ink_print_field("Status", ink_stage_get_swedish(ink_case_get_stage(cas)));
    ink_print_field("Kanal", cas->channel);
    ink_print_field("Språk", cas->language);
    ink_print_field("Kom in", by);
    ink_print_field("Registrerat", registered);
    ink_print_field("Svar senast", due);
    ink_print_field("Handläggare", cas->officer != NULL ? cas->officer : "ingen ännu");
    ink_print_field("Avsändare", sender);
    ink_print_field("Förfarande", cas->procedure);
    ink_print_field("Sekretess", secrecy);
    ink_print_field("Vikt", cas->importance);
    ink_print_field("Åtgärd", cas->measure);
    ink_print_field("Hålls öppet", cas->held);
    ink_print_field("Flaggor", flags);
}

/* Who wrote it, and who sent it on. */
static char *
describe_sender(const InkRecord *record)
{
    const char *from = record->from != NULL ? record->from : "anonym";
    return record->passed_on_by != NULL
               ? g_strdup_printf("%s (genom %s)", from, record->passed_on_by)
               : g_strdup(record->from);
}

static void
print_records(const InkClock *clock, const GPtrArray *records)
{
    g_autoptr(InkTable) table = ink_table_new((const char *const[]){
        "Nr", "Riktning", "Datum", "Handling", "Från", "Bilagor", "Meddelande", NULL});
    for (guint i = 0; i < records->len; i++) {
        const InkRecord *record = records->pdata[i];
        g_autofree char *number = g_strdup_printf("%d", record->number);
        g_autofree char *date = ink_clock_format_short(clock, record->date);
        g_autofree char *attachments = g_strdup_printf("%u", record->attachments->len);
        g_autofree char *message = g_strdup_printf("%" G_GINT64_FORMAT, record->message);
        g_autofree char *from = describe_sender(record);
        ink_table_add(table,
                      (const char *const[]){number, ink_direction_get_swedish(record->direction),
                                            date, record->title, from, attachments,
                                            record->message != 0 ? message : NULL, NULL});
    }
    if (records->len == 0)
        return;
    g_print("\n");
    ink_table_print(table);
}

static void
print_links(const GPtrArray *links)
{
    if (links->len > 0)
        g_print("\n");
    for (guint i = 0; i < links->len; i++) {
        g_autofree char *text = ink_link_describe(links->pdata[i]);
        ink_print_field("Länk", text);
    }
}

static void
print_deadlines(const InkClock *clock, const GPtrArray *deadlines)
{
    for (guint i = 0; i < deadlines->len; i++) {
        const InkDeadlineRow *row = deadlines->pdata[i];
        g_autofree char *due = ink_day_format_long(row->due, "sv");
        g_autofree char *at = ink_clock_format_short(clock, row->met_at);
        g_autofree char *met = at != NULL ? g_strdup_printf(" (%s, %s)", row->met_by, at) : NULL;
        g_print("\nFrist för %s: %s%s\n", ink_deadline_kind_get_swedish(row->kind), due,
                met != NULL ? met : "");
        ink_print_text("  ", row->why);
    }
}

static void
print_dead_addresses(const InkClock *clock, const GPtrArray *dead)
{
    for (guint i = 0; i < dead->len; i++) {
        const InkDeadAddress *row = dead->pdata[i];
        g_autofree char *since = ink_clock_format_short(clock, row->since);
        g_autofree char *lifted = ink_clock_format_short(clock, row->lifted_at);
        g_print("\nInga automatiska brev till %s sedan %s%s%s\n  %s\n", row->address, since,
                lifted != NULL ? ", upphävt " : "", lifted != NULL ? lifted : "", row->reason);
    }
}

void
ink_journal_print(const InkClock *clock, const GPtrArray *journal)
{
    g_autoptr(InkTable) table =
        ink_table_new((const char *const[]){"När", "Vem", "Vad", "Före", "Efter", NULL});
    for (guint i = 0; i < journal->len; i++) {
        const InkJournalRow *row = journal->pdata[i];
        g_autofree char *at = ink_clock_format_short(clock, row->at);
        ink_table_add(
            table, (const char *const[]){at, row->who, row->what, row->before, row->after, NULL});
    }
    g_print("\n");
    ink_table_print(table);
}

static gboolean
show(InkApp *app, gint64 case_id, GError **error)
{
    g_auto(View) view = {0};
    if (!view_load(&view, app->store, case_id, error))
        return FALSE;
    if (app->json) {
        print_json(app->clock, &view);
        return TRUE;
    }
    print_head(app->config, app->clock, view.cas);
    print_records(app->clock, view.records);
    print_links(view.links);
    print_deadlines(app->clock, view.deadlines);
    print_dead_addresses(app->clock, view.dead);
    ink_journal_print(app->clock, view.journal);
    return TRUE;
}

int
ink_case_print(InkApp *app, gint64 case_id)
{
    g_autoptr(GError) error = NULL;
    return show(app, case_id, &error) ? EX_OK : ink_app_fail(error);
}

int
ink_cmd_case_show(InkApp *app, int argc, char **argv)
{
    int status;
    if (!ink_app_parse(app, "case show", NULL, &argc, &argv, 1, 1, &status))
        return status;
    g_autoptr(GError) error = NULL;
    gint64 case_id = 0;
    if (!ink_app_open_store(app, &error) ||
        (case_id = ink_app_find_case(app, argv[1], &error)) == 0)
        return ink_app_fail(error);
    return ink_case_print(app, case_id);
}
