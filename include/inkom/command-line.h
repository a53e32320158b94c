/* SPDX-License-Identifier: MIT
 *
 * Registrars by mail: the lines of a letter that are commands, written as at the terminal:
 *
 *     inkom case assign "KS 2026/0412" per.strom@exempelkommun.example
 *
 * Nothing here runs anything, knows the register or asks who wrote the letter.
 */
#pragma once

#include "inkom/officer.h"

typedef enum {
    INK_BY_MAIL_READ, /* changes nothing */
    INK_BY_MAIL_LOW,  /* as INK_CLASS_LOW, MIDDLE and HIGH */
    INK_BY_MAIL_MIDDLE,
    INK_BY_MAIL_HIGH,
    INK_BY_MAIL_NEVER, /* only at the terminal */
} InkByMail;

typedef struct {
    const char *name; /* "case assign" */
    InkByMail by_mail;
    int least, most;   /* arguments after the name */
    const char *flags; /* "done= new": those that may be given; '=' takes a value */
    const char *what;  /* Swedish: of a change what it does, of NEVER why not */
} InkMailCommand;

extern const InkMailCommand ink_mail_commands[]; /* every command; ends with a NULL name */

const InkMailCommand *ink_mail_command_find(const char *name); /* NULL: there is none */

/* Whether the flag may be given by mail, with a value or without. */
gboolean ink_mail_command_takes(const InkMailCommand *command, const char *flag,
                                gboolean with_value);
guint ink_mail_command_count_flags(const InkMailCommand *command);

#define INK_COMMAND_LINES_MAX 20   /* in one letter */
#define INK_COMMAND_LINE_MAX  2000 /* characters of a line */

typedef struct {
    const InkMailCommand *command;
    char **argv; /* "case", "assign" … without "inkom" */
    char *text;  /* as it was understood: one line, quoted anew, with "inkom" */
} InkCommandLine;

void ink_command_line_free(gpointer line);
/* A line that was understood before, as its text; NULL if it no longer is. */
InkCommandLine *ink_command_line_parse(const char *text);

typedef struct {
    GPtrArray *list; /* InkCommandLine in the order of the letter; empty with a doubt */
    char *doubt;     /* what is wrong with which line, Swedish; NULL = nothing */
} InkCommandLines;

/* Both empty where the letter is none of commands. Only what the sender wrote now, in plain text,
 * at the top, counts. All or nothing: one line that cannot be obeyed, and none is. */
InkCommandLines *ink_command_lines_read(const InkOrderWords *words, const InkMessage *message);
void ink_command_lines_free(InkCommandLines *lines);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkCommandLines, ink_command_lines_free)

/* The highest of them; READ if there are none. */
InkByMail ink_command_lines_get_class(const InkCommandLines *lines);
