/* SPDX-License-Identifier: MIT
 *
 * The grammar of what an IMAP server may say to us. See imap-line.c.
 */
#pragma once

#include <glib.h>

typedef enum {
    INK_IMAP_LINE_BAD,     /* not one of the answers that are expected */
    INK_IMAP_LINE_WHOLE,   /* a good line */
    INK_IMAP_LINE_LITERAL, /* a good line so far: a literal follows */
} InkImapLine;

/* line: without its line end. is_continued: it goes on after a FETCH line's literal. For _LITERAL
 * *out_literal gets its size. */
InkImapLine ink_imap_line_check(const char *line, gsize size, gboolean is_continued,
                                gint64 *out_literal);
