/* SPDX-License-Identifier: MIT
 *
 * inkom import: a backlog into the register.
 */
#include "commands.h"
#include "count.h"
#include "json.h"
#include "progress.h"

#include "inkom/jobs.h"

#include <sysexits.h>

static void
show_progress(gpointer data, gint64 done, gint64 total)
{
    ink_progress_show(data, "Läser in", done, total);
}

static void
print(const InkApp *app, const InkTally *tally)
{
    if (!app->json) {
        g_autofree char *taken =
            ink_count(tally->taken, "meddelande inläst", "meddelanden inlästa");
        g_autofree char *cases = ink_count(tally->cases, "nytt ärende", "nya ärenden");
        g_print("%s: %s, %" G_GINT64_FORMAT " i karantän.\n", taken, cases, tally->quarantined);
        return;
    }
    JsonBuilder *builder = json_builder_new();
    json_builder_begin_object(builder);
    ink_json_add_int(builder, "taken", tally->taken);
    ink_json_add_int(builder, "cases", tally->cases);
    ink_json_add_int(builder, "quarantined", tally->quarantined);
    json_builder_end_object(builder);
    ink_json_print(builder);
}

int
ink_cmd_import(InkApp *app, int argc, char **argv)
{
    gboolean no_replies = FALSE;
    const GOptionEntry entries[] = {
        {"no-replies", 0, 0, G_OPTION_ARG_NONE, &no_replies,
         "lägg inga bekräftelser på granskningslistan heller", NULL},
        {0},
    };
    int status;
    if (!ink_app_parse(app, "import", entries, &argc, &argv, 1, G_MAXINT, &status))
        return status;
    g_autoptr(GError) error = NULL;
    InkProgress progress = {0};
    InkTally tally = {0};
    const InkWatch watch = {NULL, show_progress, &progress};
    g_autoptr(GPtrArray) failures = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
    gboolean is_good = ink_app_open_pipeline(app, &error) &&
                       ink_job_import(app->pipeline, (const char *const *)argv + 1, no_replies,
                                      &watch, &tally, failures, &error);
    ink_progress_clear(&progress);
    if (!is_good)
        return ink_app_fail(error);
    print(app, &tally);
    return ink_app_fail_all(failures);
}
