/* SPDX-License-Identifier: MIT
 *
 * inkom case list
 */
#include "case-view.h"
#include "commands.h"
#include "listing.h"

#include "inkom/rules.h"
#include "inkom/text.h"

#include <sysexits.h>

void
ink_case_add_json(JsonBuilder *builder, const InkClock *clock, gconstpointer item)
{
    const InkCase *cas = item;
    ink_json_add_string(builder, "dnr", cas->dnr);
    ink_json_add_string(builder, "unit", cas->unit);
    ink_json_add_string(builder, "type", cas->type);
    ink_json_add_string(builder, "title", cas->title);
    ink_json_add_string(builder, "status", ink_case_status_get_name(cas->status));
    ink_json_add_string(builder, "channel", cas->channel);
    ink_json_add_day(builder, "arrived", cas->arrived);
    ink_json_add_day(builder, "due", cas->due);
    ink_json_add_string(builder, "officer", cas->officer);
    ink_json_add_string(builder, "sender", cas->sender);
    ink_json_add_string(builder, "language", cas->language);
    ink_json_add_string(builder, "importance", cas->importance);
    ink_json_add_string(builder, "secrecy", cas->secrecy);
    ink_json_add_int(builder, "records", cas->records);
    ink_json_add_strings(builder, "flags", cas->flags);
    ink_json_add_types(builder, cas->type, cas->more_types);
    ink_json_add_string(builder, "procedure", cas->procedure);
    ink_json_add_day(builder, "secrecy_day", cas->secrecy_day);
    ink_json_add_string(builder, "secrecy_authority", cas->secrecy_authority);
    ink_json_add_string(builder, "measure", cas->measure);
    ink_json_add_string(builder, "held", cas->held);
    ink_json_add_time(builder, "interim", clock, cas->interim_at);
}

static void
add_row(InkTable *table, const InkClock *clock G_GNUC_UNUSED, gconstpointer item)
{
    const InkCase *cas = item;
    g_autofree char *arrived = ink_day_format(cas->arrived);
    g_autofree char *due = ink_day_format(cas->due);
    g_autofree char *types = ink_types_join(cas->type, cas->more_types);
    ink_table_add(table, (const char *const[]){cas->dnr, cas->title, types,
                                               ink_case_status_get_swedish(cas->status), arrived,
                                               due, cas->officer, cas->sender, NULL});
}

static const char *const headings[] = {"Dnr",         "Ärendemening", "Typ",
                                       "Status",      "Kom in",       "Svar senast",
                                       "Handläggare", "Avsändare",    NULL};
static const InkListing listing = {ink_case_add_json, headings, add_row, "Inga ärenden."};

/* A word that nothing can match is a mistake, not an empty list. An officer may be named. */
static gboolean
check_filter(const InkApp *app, InkCaseFilter *filter, GError **error)
{
    InkCaseStatus known;
    if (filter->status != NULL && !ink_case_status_find(filter->status, &known))
        return ink_app_refuse(error, "--status %s: skriv open, answered, closed eller cancelled",
                              filter->status);
    if (filter->unit != NULL && ink_config_find_unit(app->config, filter->unit) == NULL)
        return ink_app_refuse(error, "--unit %s: nämnden finns inte i konfigurationen",
                              filter->unit);
    if (filter->type != NULL && !g_strv_contains(INK_TYPES, filter->type))
        return ink_app_refuse(error, "--type %s: ärendetypen är okänd; se inkom(1)", filter->type);
    const InkOfficer *officer =
        filter->officer != NULL ? ink_config_find_officer(app->config, filter->officer) : NULL;
    if (officer != NULL)
        filter->officer = officer->address;
    return TRUE;
}

static gboolean
list(InkApp *app, InkCaseFilter *filter, const char *since, GError **error)
{
    if (since != NULL && (filter->since = ink_day_parse(since)) == INK_DAY_NONE)
        return ink_app_refuse(error, "--since %s: skriv datumet som 2026-03-27", since);
    if (!ink_app_check_limit(filter->limit, error) || !ink_app_open_store(app, error) ||
        !check_filter(app, filter, error))
        return FALSE;
    g_autoptr(GPtrArray) cases = ink_store_list_cases(app->store, filter, error);
    if (cases == NULL)
        return FALSE;
    ink_listing_print(&listing, app, cases);
    return TRUE;
}

int
ink_cmd_case_list(InkApp *app, int argc, char **argv)
{
    g_autofree char *status = NULL, *unit = NULL, *type = NULL, *officer = NULL, *sender = NULL,
                    *text = NULL, *since = NULL;
    InkCaseFilter filter = {.since = INK_DAY_NONE, .limit = G_MAXINT64};
    const GOptionEntry entries[] = {
        {"status", 0, 0, G_OPTION_ARG_STRING, &status, "open, answered, closed eller cancelled",
         "STATUS"},
        {"unit", 0, 0, G_OPTION_ARG_STRING, &unit, "bara nämndens ärenden", "KOD"},
        {"type", 0, 0, G_OPTION_ARG_STRING, &type, "bara ärendetypen", "TYP"},
        {"officer", 0, 0, G_OPTION_ARG_STRING, &officer, "bara handläggarens", "ADRESS"},
        {"sender", 0, 0, G_OPTION_ARG_STRING, &sender, "bara från avsändaren", "ADRESS"},
        {"text", 0, 0, G_OPTION_ARG_STRING, &text, "ord i ärendemening eller nummer", "TEXT"},
        {"since", 0, 0, G_OPTION_ARG_STRING, &since, "som kom in den dagen eller senare", "DATUM"},
        {"limit", 0, 0, G_OPTION_ARG_INT64, &filter.limit, "högst så många", "ANTAL"},
        {0},
    };
    int exit_status;
    if (!ink_app_parse(app, "case list", entries, &argc, &argv, 0, 0, &exit_status))
        return exit_status;

    g_autoptr(GError) error = NULL;
    filter.status = status;
    filter.unit = unit;
    filter.type = type;
    filter.officer = officer;
    g_autofree char *address = sender != NULL ? ink_address_canonical(sender) : NULL;
    filter.sender = address;
    filter.text = text;
    return list(app, &filter, since, &error) ? EX_OK : ink_app_fail(error);
}
