/* SPDX-License-Identifier: MIT
 *
 * Options and parts that every command shares.
 */
#include "app.h"

#include "by-mail.h"

#include "inkom/command-line.h"
#include "inkom/error.h"
#include "inkom/text.h"

#include <string.h>
#include <sysexits.h>

#define FLAG_WIDTH 23

gboolean
ink_app_open_config(InkApp *app, GError **error)
{
    if (app->config != NULL)
        return TRUE;
    g_autoptr(InkProblems) problems = ink_problems_new();
    app->config = ink_config_load(app->config_file, problems);
    if (!ink_problems_check(problems, error))
        return FALSE;
    app->clock = ink_clock_new(app->config->timezone, error);
    if (app->clock == NULL)
        return FALSE;
    if (app->now == NULL)
        return TRUE;
    gint64 now = ink_clock_parse(app->clock, app->now);
    if (now == INK_TIME_NONE)
        return ink_app_refuse(error, "--now %s: skriv tiden som 2026-03-27T10:00", app->now);
    ink_clock_fix(app->clock, now);
    return TRUE;
}

gboolean
ink_app_is_by_mail(void)
{
    return g_getenv(INK_BY_MAIL_VARIABLE) != NULL;
}

gboolean
ink_app_open_store(InkApp *app, GError **error)
{
    if (!ink_app_open_config(app, error))
        return FALSE;
    if (app->store != NULL)
        return TRUE;
    g_autoptr(InkStore) store = ink_store_open(app->config->store, app->clock, error);
    if (store == NULL || (ink_app_is_by_mail() && !ink_store_veil(store, error)))
        return FALSE;
    app->store = g_steal_pointer(&store);
    return TRUE;
}

gboolean
ink_app_open_pipeline(InkApp *app, GError **error)
{
    if (!ink_app_open_store(app, error))
        return FALSE;
    if (app->pipeline != NULL)
        return TRUE;
    g_autoptr(InkProblems) problems = ink_problems_new();
    app->pipeline = ink_pipeline_new(app->config, app->store, problems);
    return ink_problems_check(problems, error);
}

gboolean
ink_app_open_pipeline_to_look(InkApp *app, GError **error)
{
    if (!ink_app_open_config(app, error))
        return FALSE;
    if (app->store == NULL && !g_file_test(app->config->store, G_FILE_TEST_EXISTS))
        app->store = ink_store_open(INK_STORE_IN_MEMORY, app->clock, error);
    return ink_app_open_pipeline(app, error);
}

void
ink_app_clear(InkApp *app)
{
    ink_pipeline_free(app->pipeline);
    ink_store_close(app->store);
    ink_clock_free(app->clock);
    ink_config_free(app->config);
    g_free(app->config_file);
    g_free(app->now);
}

static const InkCommand *
find_command(const char *name)
{
    for (const InkCommand *command = ink_commands; command->name != NULL; command++)
        if (g_str_equal(command->name, name))
            return command;
    return NULL;
}

/* Padded by what is seen: printf counts the bytes of "LÄGE". */
static void
print_flag(const char *flag, const char *description)
{
    g_print("  %s%*s%s\n", flag, (int)(FLAG_WIDTH - MIN(ink_text_width(flag), FLAG_WIDTH - 1)), "",
            description);
}

/* The flags that are no use in a letter; the table must not know of others than there are. */
static char *
list_unmailable(const InkMailCommand *command, const GOptionEntry *entries)
{
    GString *all = g_string_new(NULL);
    guint taken = 0;
    for (; entries->long_name != NULL; entries++)
        if (ink_mail_command_takes(command, entries->long_name, entries->arg != G_OPTION_ARG_NONE))
            taken++;
        else
            g_string_append_printf(all, "%s--%s", all->len > 0 ? ", " : "", entries->long_name);
    g_warn_if_fail(taken == ink_mail_command_count_flags(command));
    return g_string_free(all, FALSE);
}

/* Whether a registrar can give the command by mail. */
static void
print_by_mail(const char *name, const GOptionEntry *entries, int least, int most)
{
    static const char *const how[] = {[INK_BY_MAIL_READ] = "svaret kommer med brev",
                                      [INK_BY_MAIL_LOW] = "efter bekräftelse",
                                      [INK_BY_MAIL_MIDDLE] = "efter bekräftelse",
                                      [INK_BY_MAIL_HIGH] = "efter bekräftelse inom en halvtimme"};
    const InkMailCommand *command = ink_mail_command_find(name);
    g_return_if_fail(command != NULL);
    if (command->by_mail == INK_BY_MAIL_NEVER) {
        g_print("\nI brev: nej; %s\n", command->what);
        return;
    }
    g_warn_if_fail(command->least == least && command->most == most);
    g_autofree char *without = list_unmailable(command, entries);
    g_print("\nI brev: ja, %s%s%s; se inkom-commands(5)\n", how[command->by_mail],
            without[0] != '\0' ? ", men inte med " : "", without);
}

static void
print_help(const char *name, const GOptionEntry *entries, int least, int most)
{
    const InkCommand *command = find_command(name);
    g_print("Användning: inkom [-c FIL] [--now TID] %s [FLAGGA…] %s\n\n%s\n\nFlaggor:\n", name,
            command->arguments, command->summary);
    for (const GOptionEntry *entry = entries; entry->long_name != NULL; entry++) {
        g_autofree char *flag =
            g_strdup_printf("--%s%s%s", entry->long_name, entry->arg_description != NULL ? " " : "",
                            entry->arg_description != NULL ? entry->arg_description : "");
        print_flag(flag, entry->description);
    }
    print_flag("--json", "skriv resultatet som JSON");
    print_flag("--help", "visa den här texten");
    print_by_mail(name, entries, least, most);
}

/* GLib's texts are English where its translations are not installed; all end in the flag. */
char *
ink_app_explain_option(const GError *error)
{
    const char *space = strrchr(error->message, ' ');
    const char *flag = space != NULL ? space + 1 : error->message;
    if (g_error_matches(error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION))
        return g_strdup_printf("flaggan %s finns inte", flag);
    if (g_error_matches(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE))
        return g_strdup_printf("värdet efter %s saknas eller går inte att läsa", flag);
    return g_strdup(error->message);
}

/* File names may hold any bytes; everything else is text. */
static gboolean
check_arguments(const InkCommand *command, char *const *argv)
{
    gboolean takes_files =
        strstr(command->arguments, "FIL") != NULL || strstr(command->arguments, "SÖKVÄG") != NULL;
    for (gsize i = 1; !takes_files && argv[0] != NULL && argv[i] != NULL; i++)
        if (!g_utf8_validate(argv[i], -1, NULL))
            return FALSE;
    return TRUE;
}

gboolean
ink_app_parse(InkApp *app, const char *command, const GOptionEntry *entries, int *argc,
              char ***argv, int least, int most, int *out_status)
{
    gboolean is_help = FALSE;
    const GOptionEntry common[] = {
        {"json", 0, 0, G_OPTION_ARG_NONE, &app->json, NULL, NULL},
        {"help", 'h', 0, G_OPTION_ARG_NONE, &is_help, NULL, NULL},
        {0},
    };
    static const GOptionEntry none[] = {{0}};
    if (entries == NULL)
        entries = none;
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_option_context_set_help_enabled(context, FALSE);
    g_option_context_add_main_entries(context, entries, NULL);
    g_option_context_add_main_entries(context, common, NULL);

    g_autoptr(GError) error = NULL;
    if (!g_option_context_parse(context, argc, argv, &error)) {
        g_autofree char *what = ink_app_explain_option(error);
        g_printerr("inkom %s: %s\nSe \"inkom %s --help\".\n", command, what, command);
        *out_status = EX_USAGE;
        return FALSE;
    }
    if (is_help) {
        print_help(command, entries, least, most);
        *out_status = EX_OK;
        return FALSE;
    }
    if (!check_arguments(find_command(command), *argv)) {
        g_printerr("inkom %s: ett argument är inte UTF-8\n", command);
        *out_status = EX_USAGE;
        return FALSE;
    }
    if (*argc - 1 < least || *argc - 1 > most) {
        g_printerr("inkom %s: fel antal argument; det ska vara: inkom %s %s\n", command, command,
                   find_command(command)->arguments);
        *out_status = EX_USAGE;
        return FALSE;
    }
    return TRUE;
}

gboolean
ink_app_refuse(GError **error, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_propagate_error(error,
                      g_error_new_valist(G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, format, args));
    va_end(args);
    return FALSE;
}

gboolean
ink_app_check_limit(gint64 limit, GError **error)
{
    return limit > 0 || ink_app_refuse(error, "--limit %" G_GINT64_FORMAT ": ange minst 1", limit);
}

/* An error is found in the midst of a transaction, and may name somebody in a secret case. */
static char *
hide_addresses(const char *text)
{
    g_autoptr(GRegex) address = g_regex_new("[^\\s\"<>]+@[^\\s\"<>:;,]+", 0, 0, NULL);
    return g_regex_replace_literal(address, text, -1, 0, "(adressen)", 0, NULL);
}

int
ink_app_fail(const GError *error)
{
    g_autofree char *valid = g_utf8_make_valid(error->message, -1); /* it may name a file */
    g_autofree char *text = ink_text_printable(valid);
    g_autofree char *shown = ink_app_is_by_mail() ? hide_addresses(text) : g_strdup(text);
    g_printerr("inkom: %s\n", shown);
    return ink_error_exit_code(error);
}

int
ink_app_fail_all(const GPtrArray *errors)
{
    int status = EX_OK;
    for (guint i = 0; i < errors->len; i++) {
        int own_status = ink_app_fail(errors->pdata[i]);
        status = MAX(status, own_status);
    }
    return status;
}

static gboolean
find_in_units(InkApp *app, InkDnr *dnr, gint64 *out_case_id, GError **error)
{
    if (dnr->unit != NULL)
        return ink_store_find_number(app->store, dnr, out_case_id, error);
    gint64 found = 0;
    for (guint i = 0; i < app->config->units->len; i++) {
        const InkUnit *unit = app->config->units->pdata[i];
        g_autoptr(InkDnr) full = ink_dnr_new(unit->code, dnr->year, dnr->sequence, 0);
        gint64 case_id;
        if (!ink_store_find_number(app->store, full, &case_id, error))
            return FALSE;
        if (case_id != 0 && found != 0) {
            g_set_error(error, INK_ERROR, INK_ERROR_NOT_FOUND,
                        "numret finns i flera register; skriv det med nämndens kod");
            return FALSE;
        }
        found = case_id != 0 ? case_id : found;
    }
    *out_case_id = found;
    return TRUE;
}

/* "2026/412" alone is no number in running text, but it is one on the command line. */
InkDnr *
ink_app_parse_dnr(InkDnrFinder *finder, const char *text)
{
    InkDnr *dnr = ink_dnr_finder_parse(finder, text);
    if (dnr != NULL)
        return dnr;
    g_autofree char *labelled = g_strconcat("dnr ", text, NULL);
    return ink_dnr_finder_parse(finder, labelled);
}

gint64
ink_app_find_case(InkApp *app, const char *text, GError **error)
{
    g_autoptr(InkDnrFinder) finder = ink_pipeline_new_finder(app->config);
    g_autoptr(InkDnr) dnr = ink_app_parse_dnr(finder, text);
    gint64 case_id = 0;
    if (dnr != NULL && !find_in_units(app, dnr, &case_id, error))
        return 0;
    if (case_id == 0)
        g_set_error(error, INK_ERROR, INK_ERROR_NOT_FOUND,
                    dnr == NULL
                        ? "\"%s\" är inget diarienummer; skriv till exempel \"KS 2026/0412\""
                        : "ärendet %s finns inte; se \"inkom case list\"",
                    text);
    return case_id;
}

gboolean
ink_app_parse_arrival(InkApp *app, const char *text, gint64 *out_time, GError **error)
{
    gint64 time = ink_clock_parse(app->clock, text);
    if (time == INK_TIME_NONE)
        return ink_app_refuse(error, "--arrived %s: skriv 2026-03-27 eller 2026-03-27T10:00", text);
    if (time > ink_clock_now(app->clock))
        return ink_app_refuse(
            error, "--arrived %s: den tiden har inte varit än; ange när det kom in", text);
    *out_time = time;
    return TRUE;
}

gboolean
ink_app_parse_id(const char *text, gint64 *out_id, GError **error)
{
    g_autofree char *trimmed = g_strstrip(g_strdup(text));
    return g_ascii_string_to_signed(trimmed, 10, 1, G_MAXINT64, out_id, NULL) ||
           ink_app_refuse(error, "\"%s\" är inget radnummer; det står först i listan", text);
}

int
ink_app_run_on_row(InkApp *app, const char *command, int argc, char **argv, InkRowJob job)
{
    int status;
    if (!ink_app_parse(app, command, NULL, &argc, &argv, 1, 1, &status))
        return status;
    g_autoptr(GError) error = NULL;
    gint64 id;
    gboolean is_good = ink_app_parse_id(argv[1], &id, &error) && ink_app_open_store(app, &error) &&
                       job(app, id, &error);
    return is_good ? EX_OK : ink_app_fail(error);
}

/* The person: who wrote the letter that the command stands in, or is at the terminal, also behind
 * sudo. "inkom" alone is the program itself, which a person must not look
 * like when the service's own account is used. */
InkTxn *
ink_app_begin(InkApp *app, GError **error)
{
    if (ink_app_is_by_mail())
        return ink_store_begin(app->store, g_getenv(INK_BY_MAIL_VARIABLE), error);
    const char *sudo_user = g_getenv("SUDO_USER");
    const char *who = sudo_user != NULL && sudo_user[0] != '\0' ? sudo_user : g_get_user_name();
    return ink_store_begin(app->store, g_str_equal(who, "inkom") ? "inkom (terminal)" : who, error);
}
