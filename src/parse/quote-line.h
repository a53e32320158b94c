/* SPDX-License-Identifier: MIT
 *
 * What a line of a mail can be: the start of a quotation, of a signature, or text.
 */
#pragma once

#include <glib.h>

typedef struct {
    const char *at;
    gsize size;         /* without white space at the end */
    gsize whole;        /* with it and the line end */
    const char *folded; /* in lower case, with a NUL behind; long lines are cut */
    gsize folded_size;
} InkLine;

/* Fills in folded, at room, which needs line->size + 1 bytes; returns what is behind it. */
char *ink_line_fold(InkLine *line, char *room);

gboolean ink_line_is_quoted(const InkLine *line); /* "> …" */
/* "-----Ursprungligt meddelande-----", "Begin forwarded message:", "Svara ovanför denna rad" … */
gboolean ink_line_is_separator(const InkLine *line);
gboolean ink_line_is_rule(const InkLine *line);    /* "________", "--------" */
gboolean ink_line_is_dashes(const InkLine *line);  /* "-- " */
gboolean ink_line_is_mobile(const InkLine *line);  /* "Skickat från min iPhone" … */
gboolean ink_line_is_closing(const InkLine *line); /* "Med vänlig hälsning", "Mvh Anna" … */
/* Whether the line can stand in a signature: short, no sentence, no question. */
gboolean ink_line_is_contact(const InkLine *line);

typedef enum {
    INK_ATTRIBUTION_NONE,
    INK_ATTRIBUTION_WEAK,   /* one only if a quoted line follows */
    INK_ATTRIBUTION_STRONG, /* "Den fre 27 mars 2026 kl 10:15 skrev Anna Ek <…>:" */
} InkAttribution;

/* *out_count: how many lines it takes, for many programs wrap it. */
InkAttribution ink_lines_find_attribution(const InkLine *lines, gsize count, gsize *out_count);
/* Whether the lines begin with "Från: … Skickat: … Till: … Ämne: …". */
gboolean ink_lines_begin_header_block(const InkLine *lines, gsize count);
