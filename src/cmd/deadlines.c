/* SPDX-License-Identifier: MIT
 *
 * inkom deadlines: what is due, what is overdue, and how each date was counted.
 */
#include "commands.h"
#include "listing.h"

#include "inkom/life.h"

#include <sysexits.h>

/* What people have not done in time. What the clock does by itself is only waiting to be done. */
static gboolean
is_overdue(const InkClock *clock, const InkDeadlineRow *row)
{
    InkDeadlineKind kind;
    gboolean is_by_clock = ink_deadline_kind_find(row->kind, &kind) &&
                           (kind == INK_DEADLINE_REMINDER || kind == INK_DEADLINE_DELAY ||
                            kind == INK_DEADLINE_CLOSING);
    return !is_by_clock && row->met_at == INK_TIME_NONE && row->due_at < ink_clock_now(clock);
}

static void
add_json(JsonBuilder *builder, const InkClock *clock, gconstpointer item)
{
    const InkDeadlineRow *row = item;
    ink_json_add_string(builder, "dnr", row->dnr);
    ink_json_add_string(builder, "title", row->title);
    ink_json_add_string(builder, "officer", row->officer);
    ink_json_add_string(builder, "kind", row->kind);
    ink_json_add_day(builder, "due", row->due);
    ink_json_add_time(builder, "met", clock, row->met_at);
    ink_json_add_bool(builder, "overdue", is_overdue(clock, row));
    ink_json_add_string(builder, "why", row->why);
    ink_json_add_time(builder, "start", clock, row->start_at);
    ink_json_add_time(builder, "due_at", clock, row->due_at);
    ink_json_add_string(builder, "met_by", row->met_by);
}

static char *
describe_state(const InkClock *clock, const InkDeadlineRow *row)
{
    if (row->met_at != INK_TIME_NONE) {
        g_autofree char *met = ink_clock_format_short(clock, row->met_at);
        return g_strdup_printf("%s: %s", met, row->met_by);
    }
    int days = row->due - ink_clock_today(clock);
    gboolean has_come = row->due_at < ink_clock_now(clock);
    if (has_come && !is_overdue(clock, row))
        return g_strdup("görs i nästa omgång");
    if (has_come && days == 0)
        return g_strdup("försenat sedan i dag");
    if (has_come)
        return g_strdup_printf("%d dag%s över tiden", -days, days == -1 ? "" : "ar");
    return days == 0 ? g_strdup("i dag")
                     : g_strdup_printf("om %d dag%s", days, days == 1 ? "" : "ar");
}

static void
add_row(InkTable *table, const InkClock *clock, gconstpointer item)
{
    const InkDeadlineRow *row = item;
    g_autofree char *due = ink_day_format(row->due);
    g_autofree char *state = describe_state(clock, row);
    ink_table_add(table,
                  (const char *const[]){row->dnr, ink_deadline_kind_get_swedish(row->kind), due,
                                        state, row->officer, row->title, row->why, NULL});
}

static const char *const headings[] = {"Dnr",         "Frist",        "Senast",           "Läge",
                                       "Handläggare", "Ärendemening", "Så är det räknat", NULL};
static const InkListing listing = {add_json, headings, add_row, "Inga frister löper."};

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
        if (!is_overdue(app->clock, rows->pdata[i - 1]))
            g_ptr_array_remove_index(rows, i - 1);
    ink_listing_print(&listing, app, rows);
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
