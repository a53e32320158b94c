/* SPDX-License-Identifier: MIT
 *
 * inkom case assign, type, title, move, hold, release, close, reopen, cancel: the registrar's hand.
 * Each is one transaction in the name of the person at the terminal, and shows the case afterwards.
 */
#include "case-view.h"
#include "commands.h"

#include "inkom/error.h"
#include "inkom/rules.h"
#include "inkom/text.h"

#include <sysexits.h>

#define TYPES_MAX 6 /* as many as there are */

/* A change to one case; value is the argument after the number, or NULL. */
typedef gboolean (*Change)(InkApp *app, InkTxn *txn, gint64 case_id, const char *value,
                           const char *why, GError **error);

static gboolean
assign(InkApp *app, InkTxn *txn, gint64 case_id, const char *value, const char *why, GError **error)
{
    const InkOfficer *officer = ink_config_find_officer(app->config, value);
    if (officer == NULL) {
        g_set_error(error, INK_ERROR, INK_ERROR_NOT_FOUND,
                    "\"%s\" är ingen handläggare; lägg till personen under officers: i %s", value,
                    app->config->file);
        return FALSE;
    }
    const InkCaseEvent event = {.event = INK_EVENT_ASSIGN,
                                .at = ink_clock_now(app->clock),
                                .officer = officer->address,
                                .why = why};
    return ink_pipeline_happen(app->pipeline, txn, case_id, &event, error);
}

/* "fråga, klagomål", as several arguments were joined; NULL with why not. */
static char **
read_types(InkApp *app, gint64 case_id, const char *value, GError **error)
{
    g_auto(GStrv) types = g_strsplit(value, ",", -1);
    for (char **type = types; *type != NULL; type++) {
        if (!g_strv_contains(INK_TYPES, *type)) {
            g_autofree char *known = g_strjoinv(", ", (char **)INK_TYPES);
            g_set_error(error, INK_ERROR, INK_ERROR_NOT_FOUND,
                        "\"%s\" är ingen ärendetyp; välj bland %s", *type, known);
            return NULL;
        }
        for (char **other = types; other != type; other++)
            if (g_str_equal(*other, *type)) {
                ink_app_refuse(error, "%s står två gånger", *type);
                return NULL;
            }
    }
    g_autoptr(InkCase) cas = ink_store_get_case(app->store, case_id, error);
    if (cas == NULL)
        return NULL;
    const InkRoutine *routine = ink_config_find_routine(app->config, cas->unit);
    if (types[1] == NULL || routine->has_many_types)
        return g_steal_pointer(&types);
    g_set_error(error, INK_ERROR, INK_ERROR_REFUSED,
                "enligt rutinen %s har ett ärende en enda typ; gäller brevet två saker delar du "
                "ärendet med \"inkom case split\"",
                routine->name);
    return NULL;
}

static gboolean
set_type(InkApp *app, InkTxn *txn, gint64 case_id, const char *value, const char *why,
         GError **error)
{
    g_auto(GStrv) types = read_types(app, case_id, value, error);
    return types != NULL && ink_txn_set_types(txn, case_id, (const char *const *)types, why, error);
}

static gboolean
set_title(InkApp *app, InkTxn *txn, gint64 case_id, const char *value, const char *why,
          GError **error)
{
    (void)app;
    g_autofree char *title = ink_text_one_line(value, INK_APP_TITLE_MAX);
    if (!ink_rules_title_is_good(title)) {
        g_set_error(error, INK_ERROR, INK_ERROR_REFUSED,
                    "\"%s\" säger inte vad ärendet rör; skriv till exempel \"Gatubelysning: "
                    "Storgatan 14\"",
                    title);
        return FALSE;
    }
    return ink_txn_set_field(txn, case_id, INK_FIELD_TITLE, title, why, error);
}

static gboolean
move(InkApp *app, InkTxn *txn, gint64 case_id, const char *value, const char *why, GError **error)
{
    const InkUnit *unit = ink_config_find_unit(app->config, value);
    if (unit == NULL) {
        g_set_error(error, INK_ERROR, INK_ERROR_NOT_FOUND, "\"%s\" är ingen nämnd; se units: i %s",
                    value, app->config->file);
        return FALSE;
    }
    const InkCaseEvent event = {.event = INK_EVENT_TRANSFER,
                                .at = ink_clock_now(app->clock),
                                .unit = unit->code,
                                .why = why};
    return ink_pipeline_happen(app->pipeline, txn, case_id, &event, error);
}

static gboolean
happen(InkApp *app, InkTxn *txn, gint64 case_id, InkLifeEvent what, const char *why, GError **error)
{
    const InkCaseEvent event = {.event = what, .at = ink_clock_now(app->clock), .why = why};
    return ink_pipeline_happen(app->pipeline, txn, case_id, &event, error);
}

static gboolean
close_case(InkApp *app, InkTxn *txn, gint64 case_id, const char *value G_GNUC_UNUSED,
           const char *why, GError **error)
{
    return happen(app, txn, case_id, INK_EVENT_CLOSE, why, error);
}

/* A case that is kept open, or is no case, owes those who come after a reason. */
static gboolean
check_reason(const char *why, GError **error)
{
    return !ink_text_is_blank(why) || ink_app_refuse(error, "--reason saknas; skriv varför");
}

static gboolean
hold(InkApp *app, InkTxn *txn, gint64 case_id, const char *value G_GNUC_UNUSED, const char *why,
     GError **error)
{
    return check_reason(why, error) && happen(app, txn, case_id, INK_EVENT_HOLD, why, error);
}

static gboolean
release(InkApp *app, InkTxn *txn, gint64 case_id, const char *value G_GNUC_UNUSED, const char *why,
        GError **error)
{
    return happen(app, txn, case_id, INK_EVENT_RELEASE, why, error);
}

static gboolean
cancel(InkApp *app, InkTxn *txn, gint64 case_id, const char *value G_GNUC_UNUSED, const char *why,
       GError **error)
{
    return check_reason(why, error) && happen(app, txn, case_id, INK_EVENT_CANCEL, why, error);
}

static gboolean
reopen(InkApp *app, InkTxn *txn, gint64 case_id, const char *value, const char *why, GError **error)
{
    (void)value;
    return ink_pipeline_reopen(app->pipeline, txn, case_id, ink_clock_now(app->clock), why, error);
}

static gboolean
change_case(InkApp *app, Change change, const char *dnr, const char *value, const char *why,
            gint64 *out_case_id, GError **error)
{
    gint64 case_id = 0;
    if (!ink_app_open_pipeline(app, error) || (case_id = ink_app_find_case(app, dnr, error)) == 0)
        return FALSE;
    g_autoptr(InkTxn) txn = ink_app_begin(app, error);
    *out_case_id = case_id;
    return txn != NULL && change(app, txn, case_id, value, why, error) &&
           ink_txn_commit(txn, error);
}

static int
run_some(InkApp *app, const char *command, Change change, int arguments, int most, int argc,
         char **argv)
{
    g_autofree char *why = NULL;
    const GOptionEntry entries[] = {
        {"reason", 0, 0, G_OPTION_ARG_STRING, &why, "skälet, för journalen", "TEXT"},
        {0},
    };
    int status;
    if (!ink_app_parse(app, command, entries, &argc, &argv, arguments, most, &status))
        return status;
    g_autoptr(GError) error = NULL;
    gint64 case_id = 0;
    g_autofree char *value = argc > 2 ? g_strjoinv(",", argv + 2) : NULL;
    if (!change_case(app, change, argv[1], value, why, &case_id, &error))
        return ink_app_fail(error);
    return ink_case_print(app, case_id);
}

static int
run(InkApp *app, const char *command, Change change, int arguments, int argc, char **argv)
{
    return run_some(app, command, change, arguments, arguments, argc, argv);
}

int
ink_cmd_case_assign(InkApp *app, int argc, char **argv)
{
    return run(app, "case assign", assign, 2, argc, argv);
}

int
ink_cmd_case_type(InkApp *app, int argc, char **argv)
{
    return run_some(app, "case type", set_type, 2, 1 + TYPES_MAX, argc, argv);
}

int
ink_cmd_case_title(InkApp *app, int argc, char **argv)
{
    return run(app, "case title", set_title, 2, argc, argv);
}

int
ink_cmd_case_move(InkApp *app, int argc, char **argv)
{
    return run(app, "case move", move, 2, argc, argv);
}

int
ink_cmd_case_close(InkApp *app, int argc, char **argv)
{
    return run(app, "case close", close_case, 1, argc, argv);
}

int
ink_cmd_case_reopen(InkApp *app, int argc, char **argv)
{
    return run(app, "case reopen", reopen, 1, argc, argv);
}

int
ink_cmd_case_hold(InkApp *app, int argc, char **argv)
{
    return run(app, "case hold", hold, 1, argc, argv);
}

int
ink_cmd_case_release(InkApp *app, int argc, char **argv)
{
    return run(app, "case release", release, 1, argc, argv);
}

int
ink_cmd_case_cancel(InkApp *app, int argc, char **argv)
{
    return run(app, "case cancel", cancel, 1, argc, argv);
}
