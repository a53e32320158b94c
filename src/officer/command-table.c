/* SPDX-License-Identifier: MIT
 *
 * Which commands a registrar may give by mail, and what each may carry. A test compares the table
 * with the commands of the program, flag by flag: a new command must get its row here.
 *
 * Never by mail: what is about the machine and not about cases, and what names files, for the
 * files are the server's and not the writer's. Neither `mail raw`: the bytes of a letter may be
 * anything, a secret or a virus, and 50 MB of it; a letter is read at the terminal.
 */
#include "inkom/command-line.h"

#include <string.h>

#define MACHINE "det gäller datorn och inte ärendena; be driftteknikern"
#define FILES   "det läser filer på servern; kör det vid terminalen"
#define BYTES   "ett brev i original kan innehålla vad som helst; hämta det vid terminalen"

#define READ   INK_BY_MAIL_READ
#define LOW    INK_BY_MAIL_LOW
#define MIDDLE INK_BY_MAIL_MIDDLE
#define HIGH   INK_BY_MAIL_HIGH
#define NEVER  INK_BY_MAIL_NEVER

const InkMailCommand ink_mail_commands[] = {
    {"case list", READ, 0, 0, "status= unit= type= officer= sender= text= since= limit=", NULL},
    {"case show", READ, 1, 1, "", NULL},
    {"mail list", READ, 0, 0, "outcome= mailbox= limit=", NULL},
    {"mail show", READ, 1, 1, "", NULL},
    {"review list", READ, 0, 0, "all", NULL},
    {"outbox list", READ, 0, 0, "state= limit=", NULL},
    {"outbox show", READ, 1, 1, "", NULL},
    {"deadlines", READ, 0, 1, "overdue", NULL},
    {"template show", READ, 1, 1, "language=", NULL},

    {"case type", LOW, 2, 7, "reason=", "ändrar ärendetyp"},
    {"case title", LOW, 2, 2, "reason=", "ändrar ärendemening"},
    {"case mark", LOW, 1, 1, "secrecy= authority= importance= measure= reason=",
     "märker ärendet med sekretess, vikt eller åtgärd"},
    {"case hold", LOW, 1, 1, "reason=", "håller ärendet öppet"},
    {"case release", LOW, 1, 1, "reason=", "håller inte ärendet öppet längre"},
    {"case interim", LOW, 1, 1, "channel= at= title= reason=", "registrerar ett delsvar"},

    {"case new", MIDDLE, 0, 0,
     "unit= title= type= channel= sender= officer= arrived= dnr= secrecy= answered",
     "lägger upp ett nytt ärende"},
    {"case assign", MIDDLE, 2, 2, "reason=", "utser handläggare, som får ett brev"},
    {"case answer", MIDDLE, 1, 1,
     "channel= at= title= reason=", "registrerar ett svar: ärendet är besvarat"},
    {"case close", MIDDLE, 1, 1, "reason=", "avslutar ärendet"},
    {"case reopen", MIDDLE, 1, 1, "reason=", "öppnar ärendet igen"},
    {"case move", MIDDLE, 2, 2, "reason=", "flyttar ärendet till en annan nämnds register"},
    {"review resolve", MIDDLE, 1, 1,
     "new unit= type= title= sender= arrived= attach= minor abuse letter send to= forgive bounced= "
     "done=",
     "avgör något som väntar"},
    {"outbox retry", MIDDLE, 1, 1, "", "skickar ett brev igen"},
    {"outbox revive", MIDDLE, 1, 1, "reason=", "skriver åter till en adress"},

    {"case split", HIGH, 1, 1,
     "title= unit= type= reason=", "gör en handling till ett nytt ärende också"},
    {"case move-record", HIGH, 2, 2, "reason=", "flyttar en handling till ett annat ärende"},
    {"case merge", HIGH, 2, 2, "reason=", "sammanför ett ärende med ett annat"},
    {"case cancel", HIGH, 1, 1, "reason=", "makulerar ärendet; numret används aldrig igen"},
    {"outbox cancel", HIGH, 1, 1, "", "avbryter ett brev som inte har skickats"},

    {"init", NEVER, 0, 0, "", MACHINE},
    {"run", NEVER, 0, 0, "", MACHINE},
    {"doctor", NEVER, 0, 0, "", MACHINE},
    {"mail reconcile", NEVER, 0, 0, "", MACHINE},
    {"import", NEVER, 0, 0, "", FILES},
    {"explain", NEVER, 0, 0, "", FILES},
    {"rules check", NEVER, 0, 0, "", FILES},
    {"mail raw", NEVER, 0, 0, "", BYTES},
    {NULL, NEVER, 0, 0, NULL, NULL},
};

const InkMailCommand *
ink_mail_command_find(const char *name)
{
    for (const InkMailCommand *command = ink_mail_commands; command->name != NULL; command++)
        if (strcmp(command->name, name) == 0)
            return command;
    return NULL;
}

gboolean
ink_mail_command_takes(const InkMailCommand *command, const char *flag, gboolean with_value)
{
    g_auto(GStrv) flags = g_strsplit(command->flags, " ", -1);
    g_autofree char *wanted = g_strconcat(flag, with_value ? "=" : "", NULL);
    return flag[0] != '\0' && g_strv_contains((const char *const *)flags, wanted);
}

guint
ink_mail_command_count_flags(const InkMailCommand *command)
{
    g_auto(GStrv) flags = g_strsplit(command->flags, " ", -1);
    return g_strv_length(flags);
}
