/* SPDX-License-Identifier: MIT
 *
 * What the files of the IMAP session share: imap.c opens and closes it, imap-folder.c finds and
 * moves messages, imap-fetch.c brings them.
 */
#pragma once

#include "imap-guard-private.h"
#include "inkom/error.h"
#include "inkom/imap.h"
#include "stream-private.h"

/* What an answer without literals may bring: another client may change every flag in a large
 * mailbox, and we are told of each. */
#define INK_IMAP_TEXT_BYTES (4 * 1024 * 1024)

struct InkImap {
    mailimap *session; /* NULL = closed by an error */
    InkImapGuard *guard;
    GHashTable *capabilities; /* char *, upper case, "AUTH=PLAIN" */
    char *name;               /* "host port 993", for messages */
    char *created_folder;     /* the last folder that was made sure to exist; UTF-8 */
};

/* FALSE with an error if the session is closed. Else tells the guard what may come. */
gboolean ink_imap_begin(InkImap *imap, gint64 text_bytes, gint64 literal_bytes, GError **error);

/* Closes the session at once, without LOGOUT, and sets the error: a lost connection, an answer
 * that libetpan could not read, or the server's own words after `what` (Swedish), with this code
 * unless the server said that it will pass. Always FALSE. */
gboolean ink_imap_fail(InkImap *imap, int result, InkError refusal, const char *what,
                       GError **error);

gboolean ink_imap_has(const InkImap *imap, const char *capability);

/* Calls func for each set of at most so many ranges that a command line stays below 8,000 bytes
 * (RFC 7162 §4). uids need not be sorted. FALSE ends the walk. */
typedef gboolean (*InkImapSetFunc)(InkImap *imap, struct mailimap_set *set, gsize count,
                                   gpointer user_data, GError **error);
gboolean ink_imap_each_set(InkImap *imap, const guint32 *uids, gsize count, InkImapSetFunc func,
                           gpointer user_data, GError **error);
