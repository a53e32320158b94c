/* SPDX-License-Identifier: MIT
 *
 * inkom template show: a letter as its reader would see it, with invented values in every field.
 */
#include "inkom/template.h"

#include "commands.h"
#include "json.h"

#include "inkom/error.h"

#include <sysexits.h>

/* The letter's reader is a citizen, or somebody in the house: only there have all fields values. */
static GHashTable *
make_values(const char *name, const char *language)
{
    GHashTable *values = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    for (const char *const *field = ink_template_fields; *field != NULL; field++) {
        char *value = ink_template_make_example(name, *field, language);
        if (value != NULL)
            g_hash_table_insert(values, (char *)*field, value);
    }
    return values;
}

static void
print(const InkApp *app, const char *subject, const char *body)
{
    if (!app->json) {
        g_print("Ämne: %s\n\n%s", subject, body);
        return;
    }
    JsonBuilder *builder = json_builder_new();
    json_builder_begin_object(builder);
    ink_json_add_string(builder, "subject", subject);
    ink_json_add_string(builder, "body", body);
    json_builder_end_object(builder);
    ink_json_print(builder);
}

static gboolean
show(InkApp *app, const char *name, const char *language, GError **error)
{
    if (!ink_app_open_config(app, error))
        return FALSE;
    g_autoptr(InkProblems) problems = ink_problems_new();
    g_autoptr(InkTemplates) templates =
        ink_templates_load(app->config->templates, ink_template_fields, problems);
    if (ink_problems_count(problems, INK_SEVERITY_ERROR) > 0) {
        g_autofree char *text = ink_problems_format(problems);
        g_set_error_literal(error, INK_ERROR, INK_ERROR_BAD_CONFIG, text);
        return FALSE;
    }
    g_autoptr(GHashTable) values = make_values(name, language);
    g_autofree char *subject = NULL, *body = NULL;
    if (!ink_templates_render(templates, language, name, values, &subject, &body, error))
        return FALSE;
    print(app, subject, body);
    return TRUE;
}

int
ink_cmd_template_show(InkApp *app, int argc, char **argv)
{
    g_autofree char *language = NULL;
    const GOptionEntry entries[] = {
        {"language", 0, 0, G_OPTION_ARG_STRING, &language, "sv (annars), en eller fi", "SPRÅK"},
        {0},
    };
    int status;
    if (!ink_app_parse(app, "template show", entries, &argc, &argv, 1, 1, &status))
        return status;
    g_autoptr(GError) error = NULL;
    return show(app, argv[1], language != NULL ? language : "sv", &error) ? EX_OK
                                                                          : ink_app_fail(error);
}
