/* SPDX-License-Identifier: MIT
 *
 * inkom init: a folder to work in, with a configuration, copies of what a municipality changes
 * (its routine, the rules, the forms, the letters) and Maildirs in place of a mail server, so that
 * `inkom run --once` works at once. inkom.yaml is written last: a folder that has it is whole, and
 * is never touched again.
 */
#include "commands.h"
#include "json.h"
#include "share.h"
#include "table.h"

#include "inkom/error.h"
#include "inkom/text.h"

#include <string.h>
#include <sysexits.h>

#define ROUTINES "rules/routines"
#define SUFFIX   ".yaml"

/* The names of the delivered routines, "hjo" …, NULL-terminated. */
static char **
list_routines(const char *share, GError **error)
{
    g_autofree char *folder = g_build_filename(share, ROUTINES, NULL);
    g_auto(GStrv) files = ink_share_list(folder, error);
    if (files == NULL)
        return NULL;
    g_autoptr(GStrvBuilder) names = g_strv_builder_new();
    for (char **file = files; *file != NULL; file++) {
        if (!g_str_has_suffix(*file, SUFFIX))
            continue;
        g_autofree char *name = g_strndup(*file, strlen(*file) - strlen(SUFFIX));
        g_strv_builder_add(names, name);
    }
    return g_strv_builder_end(names);
}

static InkRoutine *
load_routine(const char *share, const char *name, GError **error)
{
    g_autofree char *relative = g_strconcat(ROUTINES "/", name, SUFFIX, NULL);
    g_autofree char *file = g_build_filename(share, relative, NULL);
    g_autoptr(InkProblems) problems = ink_problems_new();
    g_autoptr(InkRoutine) routine = ink_routine_load(file, problems);
    return ink_problems_check(problems, error) ? g_steal_pointer(&routine) : NULL;
}

static char *
describe_answer(const InkRoutine *routine)
{
    g_autofree char *answer = ink_period_format(routine->answer_within);
    g_autofree char *first = ink_period_format(routine->first_response);
    if (routine->first_response.unit == INK_PERIOD_NONE)
        return g_steal_pointer(&answer);
    return g_strdup_printf("%s; första svar %s", answer, first);
}

static const char *
describe_receipt(const InkRoutine *routine)
{
    if (routine->receipt_template == NULL)
        return "ingen";
    return routine->receipt_when == INK_RECEIPT_AT_ASSIGNMENT ? "vid tilldelning"
                                                              : "vid registrering";
}

static void
add_json(JsonBuilder *builder, const InkClock *clock G_GNUC_UNUSED, gconstpointer item)
{
    const InkRoutine *routine = item;
    g_autofree char *base = g_path_get_basename(routine->file);
    g_autofree char *name = g_strndup(base, strlen(base) - strlen(SUFFIX));
    ink_json_add_string(builder, "routine", name);
    ink_json_add_string(builder, "name", routine->name);
    ink_json_add_string(builder, "file", routine->file);
}

/* What there is to choose among. */
static gboolean
show_routines(const InkApp *app, const char *share, char *const *names, GError **error)
{
    static const char *const HEADINGS[] = {"Rutin", "Namn", "Svar inom", "Bekräftelse", NULL};
    g_autoptr(GPtrArray) routines =
        g_ptr_array_new_with_free_func((GDestroyNotify)ink_routine_free);
    g_autoptr(InkTable) table = ink_table_new(HEADINGS);
    for (; *names != NULL; names++) {
        InkRoutine *routine = load_routine(share, *names, error);
        if (routine == NULL)
            return FALSE;
        g_ptr_array_add(routines, routine);
        g_autofree char *answer = describe_answer(routine);
        const char *const cells[] = {*names, routine->name, answer, describe_receipt(routine)};
        ink_table_add(table, cells);
    }
    if (app->json) {
        ink_json_print_array(NULL, routines, add_json);
        return TRUE;
    }
    ink_table_print(table);
    g_print("\nSkriv till exempel: inkom init standard inkom\n");
    return TRUE;
}

static gboolean
check_choice(const char *name, char *const *names, GError **error)
{
    if (g_strv_contains((const char *const *)names, name))
        return TRUE;
    const char *nearest = ink_text_find_nearest(name, (const char *const *)names);
    g_autofree char *list = g_strjoinv(", ", (char **)names);
    if (nearest != NULL)
        g_set_error(error, INK_ERROR, INK_ERROR_NOT_FOUND,
                    "rutinen \"%s\" finns inte; menade du \"%s\"?", name, nearest);
    else
        g_set_error(error, INK_ERROR, INK_ERROR_NOT_FOUND,
                    "rutinen \"%s\" finns inte; välj bland %s", name, list);
    return FALSE;
}

/* Everything in the folder of rules but the routines that were not chosen. */
static gboolean
copy_rules(const char *share, const char *routine, const char *folder, GError **error)
{
    g_autofree char *rules = g_build_filename(share, "rules", NULL);
    g_auto(GStrv) names = ink_share_list(rules, error);
    if (names == NULL)
        return FALSE;
    for (char **name = names; *name != NULL; name++) {
        gboolean is_routines = g_str_equal(*name, "routines");
        g_autofree char *inside = is_routines ? g_strconcat(ROUTINES "/", routine, SUFFIX, NULL)
                                              : g_strconcat("rules/", *name, NULL);
        g_autofree char *from = g_build_filename(share, inside, NULL);
        g_autofree char *to = g_build_filename(folder, inside, NULL);
        if (!ink_share_copy(from, to, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
make_maildir(const char *folder, const char *name, GError **error)
{
    static const char *const PARTS[] = {"cur", "new", "tmp"};
    for (gsize i = 0; i < G_N_ELEMENTS(PARTS); i++) {
        g_autofree char *part = g_build_filename(folder, name, PARTS[i], NULL);
        if (!ink_share_make_folder(part, 0700, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
write_config(const char *share, const char *routine, const char *file, GError **error)
{
    g_autofree char *from = g_build_filename(share, "init/inkom.yaml", NULL);
    g_autofree char *text = NULL;
    g_autoptr(GError) cause = NULL;
    if (!g_file_get_contents(from, &text, NULL, &cause)) {
        g_set_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG, "%s kunde inte läsas: %s", from,
                    cause->message);
        return FALSE;
    }
    g_autoptr(GString) out = g_string_new(text);
    g_string_replace(out, "@ROUTINE@", routine, 0);
    return ink_share_write(file, out->str, out->len, error);
}

static gboolean
make(const char *share, const char *routine, const char *folder, const char *config, GError **error)
{
    if (g_file_test(config, G_FILE_TEST_EXISTS) || g_file_test(config, G_FILE_TEST_IS_SYMLINK)) {
        g_set_error(error, INK_ERROR, INK_ERROR_REFUSED,
                    "%s finns redan, och inget har ändrats; välj en annan mapp", config);
        return FALSE;
    }
    g_autofree char *templates = g_build_filename(share, "templates", NULL);
    g_autofree char *letters = g_build_filename(folder, "templates", NULL);
    return ink_share_make_folder(folder, 0755, error) &&
           copy_rules(share, routine, folder, error) && ink_share_copy(templates, letters, error) &&
           make_maildir(folder, "inkorg", error) && make_maildir(folder, "utkorg", error) &&
           write_config(share, routine, config, error);
}

static void
print_made(const InkApp *app, const char *routine, const char *folder, const char *config)
{
    if (app->json) {
        JsonBuilder *builder = json_builder_new();
        json_builder_begin_object(builder);
        ink_json_add_string(builder, "routine", routine);
        ink_json_add_string(builder, "folder", folder);
        ink_json_add_string(builder, "config", config);
        json_builder_end_object(builder);
        ink_json_print(builder);
        return;
    }
    g_autofree char *shown = ink_text_printable(folder);
    g_print("Klart: %s\n\n"
            "  inkom.yaml                konfigurationen; det som är märkt ÄNDRA är exempel\n"
            "  rules/routines/%s.yaml\n"
            "                            rutinen: vad som lovas, och vem som får veta\n"
            "  rules/classification      reglerna för typ, nämnd och ärendemening\n"
            "  rules/forms               hur webbformulärens brev läses\n"
            "  rules/commands.yaml       orden som handläggare skriver till inkorgen\n"
            "  templates                 breven\n"
            "  inkorg, utkorg            mappar i stället för e-postserver, att pröva med\n\n"
            "Gör så här:\n"
            "  1. cd till mappen och skriv: inkom doctor\n"
            "  2. Lägg ett brev (en .eml-fil) i inkorg/new och skriv: inkom run --once\n"
            "     Vad som blev av det: inkom mail list. Svaret ligger i utkorg/new.\n"
            "  3. Ändra inkom.yaml och rutinen, och skriv inkom doctor igen.\n"
            "     Byt sist inkorg och utkorg mot er e-postserver, och registret mot ett tomt:\n"
            "     ta bort inkom.db.\n",
            shown, routine);
}

static gboolean
run(const InkApp *app, int argc, char **argv, GError **error)
{
    if (argc == 2)
        return ink_app_refuse(error, "skriv mappen också: inkom init %s MAPP", argv[1]);
    g_autofree char *share = ink_share_find(error);
    if (share == NULL)
        return FALSE;
    g_auto(GStrv) names = list_routines(share, error);
    if (names == NULL)
        return FALSE;
    if (argc == 1)
        return show_routines(app, share, names, error);
    if (!check_choice(argv[1], names, error))
        return FALSE;
    g_autofree char *folder = g_canonicalize_filename(argv[2], NULL);
    g_autofree char *config = g_build_filename(folder, "inkom.yaml", NULL);
    if (!make(share, argv[1], folder, config, error))
        return FALSE;
    print_made(app, argv[1], folder, config);
    return TRUE;
}

int
ink_cmd_init(InkApp *app, int argc, char **argv)
{
    int status;
    if (!ink_app_parse(app, "init", NULL, &argc, &argv, 0, 2, &status))
        return status;
    g_autoptr(GError) error = NULL;
    return run(app, argc, argv, &error) ? EX_OK : ink_app_fail(error);
}
