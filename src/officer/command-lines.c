/* SPDX-License-Identifier: MIT
 *
 * The commands of a letter. Its own lines are read from the top: commands, one on each line, down
 * to the first that is none. That one may not stand right below a command, for it may be the rest
 * of it, which the mail program has wrapped; greetings may. A command further down is not obeyed,
 * and not passed over either: it is a mistake, as is one that cannot be read. With a mistake
 * nothing is obeyed.
 */
#include "officer-private.h"

#include "inkom/command-line.h"
#include "inkom/text.h"

#include <string.h>

#define SHOWN_CHARS 80

typedef struct {
    const InkOrderWords *words;
    InkCommandLines *found;
    GString *doubts;
    guint lines;        /* commands read, good or bad */
    gboolean is_below;  /* the commands have ended */
    gboolean is_beside; /* the line before was a command */
} Reading;

static void
doubt(Reading *reading, const char *line, const char *why)
{
    g_autofree char *shown = ink_text_one_line(line, SHOWN_CHARS);
    g_string_append_printf(reading->doubts, "%s\"%s\": %s", reading->doubts->len > 0 ? "\n" : "",
                           shown, why);
}

static void
read_command(Reading *reading, const char *line)
{
    if (reading->is_below) {
        doubt(reading, line, "kommandon ska stå överst i brevet, före all annan text");
        return;
    }
    reading->is_beside = TRUE;
    if (++reading->lines > INK_COMMAND_LINES_MAX) {
        doubt(reading, line, "det är för många kommandon i samma brev");
        reading->is_below = TRUE;
        return;
    }
    g_autofree char *wrong = NULL;
    InkCommandLine *command = ink_command_line_read(line, &wrong);
    if (command != NULL)
        g_ptr_array_add(reading->found->list, command);
    else
        doubt(reading, line, wrong);
}

static void
read_other(Reading *reading, const char *line)
{
    g_autoptr(InkReadLine) read = ink_line_read(reading->words, line);
    if (read->is_greeting && reading->lines == 0)
        return;
    if (reading->is_beside && !read->is_closing)
        doubt(
            reading, line,
            "raden är inget kommando; hör den till raden ovanför ska allt stå på en enda rad, och "
            "annars ska en tom rad stå emellan");
    reading->is_below = TRUE;
    reading->is_beside = FALSE;
}

/* "--reason dubblett" looks like the end of a letter, and may be the end of a command. */
static gboolean
is_flag(const char *line)
{
    return strncmp(line, "--", 2) == 0 && g_ascii_islower(line[2]);
}

/* The line that stands right below the letter's own ones, new; NULL: there is none. */
static char *
find_next(const InkMessage *message, char *const *own)
{
    guint count = 0;
    for (; *own != NULL; own++)
        count += (*own)[0] != '\0' ? 1 : 0;
    g_autofree char *text = ink_text_normalise(message->text);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    char **line = lines;
    for (; *line != NULL && count > 0; line++)
        count -= !ink_text_is_blank(*line) ? 1 : 0;
    return *line != NULL ? g_strdup(g_strstrip(*line)) : NULL;
}

static void
read_lines(Reading *reading, const InkMessage *message)
{
    g_auto(GStrv) lines = ink_own_lines_new(reading->words, message);
    for (char **line = lines; *line != NULL; line++)
        if ((*line)[0] == '\0')
            reading->is_beside = FALSE;
        else if (ink_command_line_is(*line))
            read_command(reading, *line);
        else
            read_other(reading, *line);
    g_autofree char *next = find_next(message, lines);
    if (reading->is_beside && next != NULL && is_flag(next))
        doubt(reading, next, "raden hör till kommandot ovanför; skriv allt på en enda rad");
}

InkCommandLines *
ink_command_lines_read(const InkOrderWords *words, const InkMessage *message)
{
    InkCommandLines *found = g_new0(InkCommandLines, 1);
    found->list = g_ptr_array_new_with_free_func(ink_command_line_free);
    g_autoptr(GString) doubts = g_string_new(NULL);
    Reading reading = {.words = words, .found = found, .doubts = doubts};
    read_lines(&reading, message);
    if (found->list->len > 0 && message->text_source != INK_TEXT_PLAIN)
        doubt(&reading, "inkom", "brevet har ingen ren text, bara HTML");
    if (found->list->len > 0 && message->is_text_cut)
        doubt(&reading, "inkom", "brevet är för långt");
    if (doubts->len > 0) {
        g_ptr_array_set_size(found->list, 0);
        found->doubt = g_strdup(doubts->str);
    }
    return found;
}

void
ink_command_lines_free(InkCommandLines *lines)
{
    if (lines == NULL)
        return;
    g_ptr_array_unref(lines->list);
    g_free(lines->doubt);
    g_free(lines);
}

InkByMail
ink_command_lines_get_class(const InkCommandLines *lines)
{
    InkByMail highest = INK_BY_MAIL_READ;
    for (guint i = 0; i < lines->list->len; i++)
        highest = MAX(highest, ((const InkCommandLine *)lines->list->pdata[i])->command->by_mail);
    return highest;
}
