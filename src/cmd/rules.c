/* SPDX-License-Identifier: MIT
 *
 * inkom rules check: every mistake in the rules at once, and their examples run.
 */
#include "commands.h"
#include "json.h"

#include "inkom/officer.h"

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
print_summary(guint rules, guint forms, guint warnings)
{
    g_print("%u %s, %u formulär, alla exempel stämmer, %u %s.\n", rules,
            rules == 1 ? "regel" : "regler", forms, warnings,
            warnings == 1 ? "varning" : "varningar");
}

/* Files and folders given on the command line: those that describe forms, officers' words, and the
 * others. */
static void
sort_paths(char *const *paths, GPtrArray *rules, GPtrArray *forms, GPtrArray *commands)
{
    for (; *paths != NULL; paths++)
        g_ptr_array_add(ink_order_words_is_path(*paths)  ? commands
                        : ink_forms_is_form_path(*paths) ? forms
                                                         : rules,
                        *paths);
    g_ptr_array_add(rules, NULL);
    g_ptr_array_add(forms, NULL);
}

/* FALSE if there is any error in them. */
static gboolean
check_commands(const InkConfig *config, gboolean is_given, const GPtrArray *given,
               InkProblems *problems)
{
    gboolean is_good = TRUE;
    for (guint i = 0; i < given->len; i++) {
        g_autoptr(InkOrderWords) words = ink_order_words_load(given->pdata[i], problems);
        is_good = is_good && words != NULL;
    }
    if (!is_given && config->commands != NULL) {
        g_autoptr(InkOrderWords) words = ink_order_words_load(config->commands, problems);
        is_good = words != NULL;
    }
    return is_good;
}

/* Each entry begins with its name. Borrowed. */
static void
add_names(GPtrArray *names, const GPtrArray *entries)
{
    for (guint i = 0; i < entries->len; i++)
        g_ptr_array_add(names, *(char **)entries->pdata[i]);
}

static void
check_names(const InkConfig *config, const InkRules *rules, InkProblems *problems)
{
    g_autoptr(GPtrArray) procedures = g_ptr_array_new(), authorities = g_ptr_array_new();
    for (guint i = 0; i < config->routines->len; i++) {
        const InkRoutine *routine = config->routines->pdata[i];
        add_names(procedures, routine->procedures);
        add_names(authorities, routine->authorities);
    }
    g_ptr_array_add(procedures, NULL);
    g_ptr_array_add(authorities, NULL);
    ink_rules_check_names(rules, (const char *const *)procedures->pdata,
                          (const char *const *)authorities->pdata, problems);
}

/* FALSE if there is any error. */
static gboolean
check(const InkApp *app, char *const *given, InkProblems *problems, guint *out_rules,
      guint *out_forms)
{
    const InkConfig *config = app->config;
    g_autoptr(GPtrArray) rule_paths = g_ptr_array_new(), form_paths = g_ptr_array_new();
    g_autoptr(GPtrArray) command_paths = g_ptr_array_new();
    if (*given != NULL)
        sort_paths(given, rule_paths, form_paths, command_paths);
    gboolean is_good = check_commands(config, *given != NULL, command_paths, problems);
    const char *const *where = (const char *const *)config->rules;
    g_autoptr(InkRules) rules = ink_pipeline_load_rules(
        config, *given != NULL ? (const char *const *)rule_paths->pdata : where, problems);
    where = (const char *const *)config->forms;
    g_autoptr(InkForms) forms = ink_pipeline_load_forms(
        config, *given != NULL ? (const char *const *)form_paths->pdata : where, app->clock,
        problems);
    guint before = ink_problems_count(problems, INK_SEVERITY_ERROR);
    if (rules != NULL) {
        ink_rules_lint(rules, problems);
        check_names(config, rules, problems);
    }
    if (rules == NULL || forms == NULL || !is_good ||
        ink_problems_count(problems, INK_SEVERITY_ERROR) > before)
        return FALSE;
    *out_rules = ink_rules_get_count(rules);
    *out_forms = ink_forms_get_count(forms);
    return TRUE;
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
    guint rules = 0, forms = 0;
    gboolean is_good = check(app, argv + 1, problems, &rules, &forms);
    if (app->json) {
        print_json(app->clock, problems);
    } else {
        g_autofree char *text = ink_problems_format(problems);
        g_print("%s", text);
        if (is_good)
            print_summary(rules, forms, ink_problems_count(problems, INK_SEVERITY_WARNING));
        else
            g_print("%u fel. Reglerna tas inte i bruk förrän de är rättade.\n",
                    ink_problems_count(problems, INK_SEVERITY_ERROR));
    }
    return is_good ? EX_OK : EX_DATAERR;
}
