/* SPDX-License-Identifier: MIT
 *
 * Looks at what an IMAP server sends before libetpan's parser does, and stops what that parser
 * cannot bear. See imap-guard.c.
 */
#pragma once

#include <glib.h>

typedef struct {
    gint64 text_left;    /* bytes outside literals that may still come for this command */
    gint64 literal_left; /* bytes inside literals, likewise */

    GString *line;         /* the line so far */
    gboolean is_continued; /* it follows a literal */
    gint64 in_literal;     /* bytes of the open literal that are still to come */
} InkImapGuard;

InkImapGuard *ink_imap_guard_new(void);
void ink_imap_guard_free(InkImapGuard *guard);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkImapGuard, ink_imap_guard_free)

/* Before a command: what its answer may bring. */
void ink_imap_guard_allow(InkImapGuard *guard, gint64 text_bytes, gint64 literal_bytes);

/* An InkStreamCheck; user_data is the guard. */
const char *ink_imap_guard_check(gpointer user_data, const char *bytes, gsize size);
