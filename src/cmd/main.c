/* SPDX-License-Identifier: MIT
 *
 * inkom: a mail gateway for Swedish municipalities. The table of commands, and the way to one.
 */
#include "commands.h"

#include "inkom/log.h"
#include "inkom/net.h"
#include "inkom/parse.h"

#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sysexits.h>

const InkCommand ink_commands[] = {
    {"init", "[RUTIN MAPP]", "Gör en mapp att börja i: konfiguration, rutin, regler, mallar",
     ink_cmd_init},
    {"run", "[--once]", "Ta emot e-post, svara och skicka brev, omgång efter omgång", ink_cmd_run},
    {"import", "SÖKVÄG…", "Läs in äldre e-post (Maildir, mbox, .eml) i registret", ink_cmd_import},
    {"explain", "FIL…", "Visa vad som skulle hända med meddelanden, och varför", ink_cmd_explain},
    {"rules check", "[SÖKVÄG…]", "Granska regler och formulär och kör deras exempel",
     ink_cmd_rules_check},
    {"case list", "", "Lista ärenden", ink_cmd_case_list},
    {"case show", "DNR", "Visa ett ärende med handlingar, frister och journal", ink_cmd_case_show},
    {"case new", "--unit KOD --title TEXT", "Lägg upp ett ärende för hand", ink_cmd_case_new},
    {"case assign", "DNR HANDLÄGGARE", "Utse handläggare", ink_cmd_case_assign},
    {"case type", "DNR TYP…", "Ändra ärendetyp", ink_cmd_case_type},
    {"case title", "DNR TEXT", "Ändra ärendemening", ink_cmd_case_title},
    {"case move", "DNR KOD", "Flytta ärendet till en annan nämnds register", ink_cmd_case_move},
    {"case mark", "DNR", "Märk med sekretess, vikt eller åtgärd", ink_cmd_case_mark},
    {"case answer", "DNR", "Registrera ett svar som inte gick genom inkorgen", ink_cmd_case_answer},
    {"case interim", "DNR", "Registrera ett delsvar på samma sätt", ink_cmd_case_interim},
    {"case hold", "DNR --reason TEXT", "Håll ett ärende öppet", ink_cmd_case_hold},
    {"case release", "DNR", "Håll inte ärendet öppet längre", ink_cmd_case_release},
    {"case split", "DNR-NR --title TEXT", "Gör en handling till ett nytt ärende också",
     ink_cmd_case_split},
    {"case move-record", "DNR-NR DNR", "Flytta en handling till ett annat ärende",
     ink_cmd_case_move_record},
    {"case merge", "DNR DNR", "Sammanför ett ärende med ett annat", ink_cmd_case_merge},
    {"case close", "DNR", "Avsluta ett ärende", ink_cmd_case_close},
    {"case reopen", "DNR", "Öppna ett avslutat ärende igen", ink_cmd_case_reopen},
    {"case cancel", "DNR --reason TEXT", "Makulera ett ärende som registrerats av misstag",
     ink_cmd_case_cancel},
    {"mail list", "", "Lista alla meddelanden och vad som blev av dem", ink_cmd_mail_list},
    {"mail show", "ID", "Visa ett meddelande och varför det blev som det blev", ink_cmd_mail_show},
    {"mail raw", "ID", "Skriv ut meddelandets ursprungliga byte", ink_cmd_mail_raw},
    {"mail reconcile", "", "Jämför brevlådorna med registret: har något gått förlorat?",
     ink_cmd_mail_reconcile},
    {"review list", "", "Lista det som väntar på en människa", ink_cmd_review_list},
    {"review resolve", "ID ÅTGÄRD", "Avgör något som väntar", ink_cmd_review_resolve},
    {"outbox list", "", "Lista utgående brev", ink_cmd_outbox_list},
    {"outbox show", "ID", "Visa ett utgående brev", ink_cmd_outbox_show},
    {"outbox retry", "ID", "Försök skicka ett brev igen", ink_cmd_outbox_retry},
    {"outbox cancel", "ID", "Avbryt ett brev som inte har skickats", ink_cmd_outbox_cancel},
    {"outbox revive", "ADRESS", "Skriv åter till en adress som inte tog emot brev",
     ink_cmd_outbox_revive},
    {"deadlines", "[DNR]", "Visa frister och hur de är räknade", ink_cmd_deadlines},
    {"template show", "NAMN", "Visa ett brev med påhittade värden", ink_cmd_template_show},
    {"doctor", "", "Pröva brevlådor, utgående post, mallar, regler och register", ink_cmd_doctor},
    {NULL, NULL, NULL, NULL},
};

#define USAGE "Användning: inkom [-c FIL] [--now TID] KOMMANDO [ARGUMENT…]\n"

static void
print_help(void)
{
    g_print(USAGE "\nKommandon:\n");
    for (const InkCommand *command = ink_commands; command->name != NULL; command++)
        g_print("  %-17s %s\n", command->name, command->summary);
    g_print("\nFlaggor före kommandot:\n"
            "  -c, --config FIL  konfigurationen; annars inkom.yaml\n"
            "  --now TID         gör som om klockan vore TID, till exempel 2026-03-27T10:00\n"
            "  -v, --verbose     berätta vad som händer\n"
            "  --version         visa programmets version\n\n"
            "\"inkom KOMMANDO --help\" visar mer om ett kommando.\n");
}

/* "inkom case --help": the commands that begin with the word. Returns FALSE when none does. */
static gboolean
print_group(const char *word)
{
    gboolean is_found = FALSE;
    for (const InkCommand *command = ink_commands; command->name != NULL; command++) {
        gsize size = strlen(word);
        if (strncmp(command->name, word, size) != 0 || command->name[size] != ' ')
            continue;
        if (!is_found)
            g_print("Kommandon:\n");
        g_print("  %-17s %s\n", command->name, command->summary);
        is_found = TRUE;
    }
    if (is_found)
        g_print("\n\"inkom KOMMANDO --help\" visar mer om ett kommando.\n");
    return is_found;
}

static gboolean
is_help_flag(const char *word)
{
    return g_str_equal(word, "--help") || g_str_equal(word, "-h");
}

/* The command that the first words name; *out_words says how many they are. */
static const InkCommand *
find_command(int argc, char **argv, int *out_words)
{
    for (const InkCommand *command = ink_commands; command->name != NULL; command++) {
        const char *space = strchr(command->name, ' ');
        gsize first = space != NULL ? (gsize)(space - command->name) : strlen(command->name);
        if (argc < 1 || strlen(argv[0]) != first || strncmp(argv[0], command->name, first) != 0)
            continue;
        if (space != NULL && (argc < 2 || !g_str_equal(argv[1], space + 1)))
            continue;
        *out_words = space != NULL ? 2 : 1;
        return command;
    }
    return NULL;
}

static int
fail_unknown(int argc, char **argv)
{
    if (argc == 0) {
        g_printerr(USAGE "Se \"inkom --help\".\n");
        return EX_USAGE;
    }
    g_printerr("inkom: okänt kommando \"%s%s%s\". Se \"inkom --help\".\n", argv[0],
               argc > 1 ? " " : "", argc > 1 ? argv[1] : "");
    return EX_USAGE;
}

static int
run_command(InkApp *app, int argc, char **argv)
{
    if (argc > 0 && g_str_equal(argv[0], "help")) {
        print_help();
        return EX_OK;
    }
    int words = 0;
    const InkCommand *command = find_command(argc, argv, &words);
    if (command == NULL && argc == 2 && is_help_flag(argv[1]) && print_group(argv[0]))
        return EX_OK;
    if (command == NULL)
        return fail_unknown(argc, argv);
    ink_log_start(app->is_verbose);
    ink_net_init();
    ink_parse_init();
    /* The last word of the command's name stands where a program's name stands. */
    return command->run(app, argc - words + 1, argv + words - 1);
}

static int
run_main(InkApp *app, int argc, char **argv)
{
    gboolean is_help = FALSE, is_version = FALSE;
    const GOptionEntry entries[] = {
        {"config", 'c', 0, G_OPTION_ARG_FILENAME, &app->config_file, NULL, NULL},
        {"now", 0, 0, G_OPTION_ARG_STRING, &app->now, NULL, NULL},
        {"verbose", 'v', 0, G_OPTION_ARG_NONE, &app->is_verbose, NULL, NULL},
        {"help", 'h', 0, G_OPTION_ARG_NONE, &is_help, NULL, NULL},
        {"version", 0, 0, G_OPTION_ARG_NONE, &is_version, NULL, NULL},
        {0},
    };
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_option_context_set_help_enabled(context, FALSE);
    g_option_context_set_strict_posix(context, TRUE);
    g_option_context_add_main_entries(context, entries, NULL);
    g_autoptr(GError) error = NULL;
    if (!g_option_context_parse(context, &argc, &argv, &error)) {
        g_autofree char *what = ink_app_explain_option(error);
        g_printerr("inkom: %s\nSe \"inkom --help\".\n", what);
        return EX_USAGE;
    }
    if (app->config_file == NULL)
        app->config_file = g_strdup("inkom.yaml");
    if (is_help) {
        print_help();
        return EX_OK;
    }
    if (is_version) {
        g_print("inkom %s\n", INK_VERSION);
        return EX_OK;
    }
    return run_command(app, argc - 1, argv + 1);
}

/* Arguments and output are UTF-8 wherever we run: letters of the register must not depend on what
 * the service manager has set LANG to. */
int
main(int argc, char **argv)
{
    if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
        setlocale(LC_CTYPE, "");
    /* Whoever started us may ignore it, and that is inherited: then nobody could tell how a child
     * of ours ended, and its number would be another's at once. */
    signal(SIGCHLD, SIG_DFL);
    InkApp app = {0};
    int status = run_main(&app, argc, argv);
    ink_app_clear(&app);
    return status;
}
