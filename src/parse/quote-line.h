/* SPDX-License-Identifier: MIT
 *
 * What a line of a mail can be: the start of a quotation, of a signature, or text.
 */
#pragma once

#include <glib.h>

typedef struct {
    const char *at;
    const char *folded; /* the same bytes in lower case (ASCII and À–Þ), terminated */
    gsize size;         /* without white space at the end */
} InkLine;

/* The lines of a text. folded is a copy of it that is written over and must live as long. */
GArray *ink_lines_split(const char *text, char *folded);

/* What the questions below are made of; each list ends with NULL. */
gboolean ink_starts_with_any(const char *text, const char *const *words);
gboolean ink_contains_any(const char *text, const char *const *words);
gsize ink_count_words(const char *text);

gboolean ink_line_is_quoted(const InkLine *line); /* "> …" */
/* "-----Ursprungligt meddelande-----", "Begin forwarded message:", "Svara ovanför denna rad" … */
gboolean ink_line_is_separator(const InkLine *line);
gboolean ink_line_is_rule(const InkLine *line);    /* "________", "--------" */
gboolean ink_line_is_dashes(const InkLine *line);  /* "-- " */
gboolean ink_line_is_mobile(const InkLine *line);  /* "Skickat från min iPhone" … */
gboolean ink_line_is_closing(const InkLine *line); /* "Med vänlig hälsning", "Mvh Anna" … */
/* Whether the line can stand in a signature: short, no sentence, no question. */
gboolean ink_line_is_contact(const InkLine *line);
