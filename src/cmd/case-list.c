/* SPDX-License-Identifier: MIT
 *
 * inkom case list
 */
#include "case-view.h"
#include "commands.h"
#include "table.h"

#include "inkom/error.h"
#include "inkom/rules.h"

#include <sysexits.h>

void
ink_case_add_json(JsonBuilder *builder, const InkClock *clock, const InkCase *cas)
{
    (void)clock;
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
    json_builder_set_member_name(builder, "records");
    json_builder_add_int_value(builder, cas->records);
    ink_json_add_strings(builder, "flags", cas->flags);
}

static void
print_json(const InkApp *app, const GPtrArray *cases)
{
    JsonBuilder *builder = json_builder_new();
    json_builder_begin_array(builder);
    for (guint i = 0; i < cases->len; i++) {
        json_builder_begin_object(builder);
        ink_case_add_json(builder, app->clock, cases->pdata[i]);
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
    ink_json_print(builder);
}

static void
print_table(const GPtrArray *cases)
{
    g_autoptr(InkTable) table =
        ink_table_new((const char *const[]){"Dnr", "Ärendemening", "Typ", "Status", "Kom in",
                                            "Svar senast", "Handläggare", "Avsändare", NULL});
    for (guint i = 0; i < cases->len; i++) {
        const InkCase *cas = cases->pdata[i];
        g_autofree char *arrived = ink_day_format(cas->arrived);
        g_autofree char *due = ink_day_format(cas->due);
        ink_table_add(table, (const char *const[]){cas->dnr, cas->title, cas->type,
                                                   ink_case_status_get_swedish(cas->status),
                                                   arrived, due, cas->officer, cas->sender, NULL});
    }
    if (cases->len == 0)
        g_print("Inga ärenden.\n");
    else
        ink_table_print(table);
}

static gboolean
refuse(GError **error, const char *option, const char *value, const char *advice)
{
    g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s %s: %s", option, value,
                advice);
    return FALSE;
}

/* A word that nothing can match is a mistake, not an empty list. An officer may be named. */
static gboolean
check_filter(const InkApp *app, InkCaseFilter *filter, GError **error)
{
    InkCaseStatus known;
    if (filter->status != NULL && !ink_case_status_find(filter->status, &known))
        return refuse(error, "--status", filter->status,
                      "skriv open, answered, closed eller cancelled");
    if (filter->unit != NULL && ink_config_find_unit(app->config, filter->unit) == NULL)
        return refuse(error, "--unit", filter->unit, "nämnden finns inte i konfigurationen");
    if (filter->type != NULL && !g_strv_contains(INK_TYPES, filter->type))
        return refuse(error, "--type", filter->type, "ärendetypen är okänd; se inkom(1)");
    const InkOfficer *officer =
        filter->officer != NULL ? ink_config_find_officer(app->config, filter->officer) : NULL;
    if (officer != NULL)
        filter->officer = officer->address;
    return TRUE;
}

static gboolean
list(InkApp *app, InkCaseFilter *filter, GError **error)
{
    if (!ink_app_open_store(app, error) || !check_filter(app, filter, error))
        return FALSE;
    g_autoptr(GPtrArray) cases = ink_store_list_cases(app->store, filter, error);
    if (cases == NULL)
        return FALSE;
    if (app->json)
        print_json(app, cases);
    else
        print_table(cases);
    return TRUE;
}

int
ink_cmd_case_list(InkApp *app, int argc, char **argv)
{
    g_autofree char *status = NULL, *unit = NULL, *type = NULL, *officer = NULL, *sender = NULL,
                    *text = NULL, *since = NULL;
    InkCaseFilter filter = {.since = INK_DAY_NONE};
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
    if (since != NULL && (filter.since = ink_day_parse(since)) == INK_DAY_NONE)
        g_set_error(&error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                    "--since %s: skriv datumet som 2026-03-27", since);
    filter.status = status;
    filter.unit = unit;
    filter.type = type;
    filter.officer = officer;
    filter.sender = sender;
    filter.text = text;
    if (error != NULL || !list(app, &filter, &error))
        return ink_app_fail(error);
    return EX_OK;
}
