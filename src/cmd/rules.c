/* SPDX-License-Identifier: MIT
 *
 * inkom rules check: every mistake in the rules at once, and their examples run.
 */
#include "commands.h"
#include "json.h"

#include <sysexits.h>

static void
add_json(JsonBuilder *builder, const InkClock *clock G_GNUC_UNUSED, gconstpointer item)
{
    const InkProblem *problem = item;
    ink_json_add_string(builder, "severity",
                        problem->severity == INK_SEVERITY_ERROR ? "error" : "warning");
    ink_json_add_string(builder, "file", problem->file);
    ink_json_add_int(builder, "line", problem->line);
    ink_json_add_int(builder, "column", problem->column);
    ink_json_add_string(builder, "message", problem->message);
    ink_json_add_string(builder, "source", problem->source);
}

static void
print_json(const InkClock *clock, const InkProblems *problems)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new();
    for (guint i = 0; i < ink_problems_get_size(problems); i++)
        g_ptr_array_add(list, (gpointer)ink_problems_get(problems, i));
    ink_json_print_array(clock, list, add_json);
}

static void
print_summary(guint rules, guint warnings)
{
    g_print("%u %s, alla exempel stämmer, %u %s.\n", rules, rules == 1 ? "regel" : "regler",
            warnings, warnings == 1 ? "varning" : "varningar");
}

int
ink_cmd_rules_check(InkApp *app, int argc, char **argv)
{
    int status;
    if (!ink_app_parse(app, "rules check", NULL, &argc, &argv, 0, G_MAXINT, &status))
        return status;
    g_autoptr(GError) error = NULL;
    if (!ink_app_open_config(app, &error))
        return ink_app_fail(error);
    g_autoptr(InkProblems) problems = ink_problems_new();
    char **paths = argc > 1 ? argv + 1 : app->config->rules;
    g_autoptr(InkRules) rules =
        ink_pipeline_load_rules(app->config, (const char *const *)paths, problems);
    if (rules != NULL)
        ink_rules_lint(rules, problems);
    guint errors = ink_problems_count(problems, INK_SEVERITY_ERROR);
    if (app->json) {
        print_json(app->clock, problems);
    } else {
        g_autofree char *text = ink_problems_format(problems);
        g_print("%s", text);
        if (rules != NULL)
            print_summary(ink_rules_get_count(rules),
                          ink_problems_count(problems, INK_SEVERITY_WARNING));
        else
            g_print("%u fel. Reglerna tas inte i bruk förrän de är rättade.\n", errors);
    }
    return errors == 0 ? EX_OK : EX_DATAERR;
}
