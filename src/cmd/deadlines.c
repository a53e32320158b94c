/* SPDX-License-Identifier: MIT
 *
 * inkom deadlines: what is due, what is overdue, and how each date was counted.
 */
#include "commands.h"
#include "json.h"
#include "table.h"

#include "inkom/error.h"

#include <sysexits.h>

static gboolean
is_overdue(const InkApp *app, const InkDeadlineRow *row)
{
    return row->met_at == INK_TIME_NONE && row->due_at < ink_clock_now(app->clock);
}

static void
print_json(const InkApp *app, const GPtrArray *rows)
{
    JsonBuilder *builder = json_builder_new();
    json_builder_begin_array(builder);
    for (guint i = 0; i < rows->len; i++) {
        const InkDeadlineRow *row = rows->pdata[i];
        json_builder_begin_object(builder);
        ink_json_add_string(builder, "dnr", row->dnr);
        ink_json_add_string(builder, "title", row->title);
        ink_json_add_string(builder, "officer", row->officer);
        ink_json_add_string(builder, "kind", row->kind);
        ink_json_add_time(builder, "start", app->clock, row->start_at);
        ink_json_add_day(builder, "due", row->due);
        ink_json_add_time(builder, "met", app->clock, row->met_at);
        ink_json_add_string(builder, "met_by", row->met_by);
        ink_json_add_bool(builder, "overdue", is_overdue(app, row));
        ink_json_add_string(builder, "why", row->why);
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
    ink_json_print(builder);
}

static char *
describe_state(const InkApp *app, const InkDeadlineRow *row)
{
    if (row->met_at != INK_TIME_NONE)
        return g_strdup_printf("uppfylld: %s", row->met_by);
    int days = row->due - ink_clock_today(app->clock);
    if (is_overdue(app, row))
        return g_strdup_printf("%d dag%s över tiden", -days, days == -1 ? "" : "ar");
    return days == 0 ? g_strdup("i dag")
                     : g_strdup_printf("om %d dag%s", days, days == 1 ? "" : "ar");
}

static void
print_table(const InkApp *app, const GPtrArray *rows)
{
    g_autoptr(InkTable) table = ink_table_new((const char *const[]){
        "Dnr", "Svar senast", "Läge", "Handläggare", "Ärendemening", "Så är det räknat", NULL});
    for (guint i = 0; i < rows->len; i++) {
        const InkDeadlineRow *row = rows->pdata[i];
        g_autofree char *due = ink_day_format(row->due);
        g_autofree char *state = describe_state(app, row);
        ink_table_add(table, (const char *const[]){row->dnr, due, state, row->officer, row->title,
                                                   row->why, NULL});
    }
    if (rows->len == 0)
        g_print("Inga frister löper.\n");
    else
        ink_table_print(table);
}

static gboolean
list(InkApp *app, const char *dnr, gboolean only_overdue, GError **error)
{
    gint64 case_id = 0;
    if (!ink_app_open_store(app, error) ||
        (dnr != NULL && (case_id = ink_app_find_case(app, dnr, error)) == 0))
        return FALSE;
    g_autoptr(GPtrArray) rows = ink_store_list_deadlines(app->store, case_id, error);
    if (rows == NULL)
        return FALSE;
    for (guint i = rows->len; only_overdue && i > 0; i--)
        if (!is_overdue(app, rows->pdata[i - 1]))
            g_ptr_array_remove_index(rows, i - 1);
    if (app->json)
        print_json(app, rows);
    else
        print_table(app, rows);
    return TRUE;
}

int
ink_cmd_deadlines(InkApp *app, int argc, char **argv)
{
    gboolean only_overdue = FALSE;
    const GOptionEntry entries[] = {
        {"overdue", 0, 0, G_OPTION_ARG_NONE, &only_overdue, "bara de som har gått ut", NULL},
        {0},
    };
    int status;
    if (!ink_app_parse(app, "deadlines", entries, &argc, &argv, 0, 1, &status))
        return status;
    g_autoptr(GError) error = NULL;
    return list(app, argv[1], only_overdue, &error) ? EX_OK : ink_app_fail(error);
}
