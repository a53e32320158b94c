/* SPDX-License-Identifier: MIT
 *
 * inkom explain: decide() and nothing more.
 */
#include "commands.h"
#include "verdict-view.h"

#include "inkom/import.h"

#include <sysexits.h>

typedef struct {
    InkApp *app;
    GPtrArray *views;
    const char *unit;
} Explanation;

static gboolean
explain_one(const InkImported *imported, gpointer data, GError **error)
{
    Explanation *explanation = data;
    const InkEnvelope envelope = {.mailbox = "explain",
                                  .unit = explanation->unit,
                                  .uid = imported->origin,
                                  .stored_at = imported->stored_at,
                                  .stored_by = "filens tid",
                                  .bytes = imported->bytes,
                                  .size = imported->size,
                                  .is_header_only = imported->is_header_only,
                                  .is_rehearsal = TRUE};
    g_autoptr(InkVerdict) verdict =
        ink_pipeline_decide(explanation->app->pipeline, &envelope, error);
    if (verdict == NULL)
        return FALSE;
    g_ptr_array_add(explanation->views, ink_view_new(imported->origin, verdict));
    return TRUE;
}

int
ink_cmd_explain(InkApp *app, int argc, char **argv)
{
    g_autofree char *unit = NULL;
    const GOptionEntry entries[] = {
        {"unit", 0, 0, G_OPTION_ARG_STRING, &unit, "nämnden som tar emot; annars den första",
         "KOD"},
        {0},
    };
    int status;
    if (!ink_app_parse(app, "explain", entries, &argc, &argv, 1, G_MAXINT, &status))
        return status;
    g_autoptr(GError) error = NULL;
    if (!ink_app_open_pipeline_to_look(app, &error))
        return ink_app_fail(error);
    const InkUnit *receiving =
        unit != NULL ? ink_config_find_unit(app->config, unit) : app->config->units->pdata[0];
    if (receiving == NULL) {
        ink_app_refuse(&error, "--unit %s: nämnden finns inte under units: i konfigurationen",
                       unit);
        return ink_app_fail(error);
    }
    g_autoptr(GPtrArray) views = g_ptr_array_new_with_free_func((GDestroyNotify)ink_view_free);
    Explanation explanation = {app, views, receiving->code};
    g_autoptr(GPtrArray) failures = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
    if (!ink_import_each((const char *const *)argv + 1, &app->config->limits, explain_one,
                         &explanation, failures, &error))
        return ink_app_fail(error);
    if (views->len > 0 || failures->len == 0 || app->json)
        ink_views_print(app, views);
    return ink_app_fail_all(failures);
}
