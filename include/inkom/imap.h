/* SPDX-License-Identifier: MIT
 *
 * An IMAP session (RFC 3501, 4315 UIDPLUS, 6851 MOVE). After any error the session is closed
 * inside and every further call fails: libetpan's parser may be out of step with the server.
 *
 * When TLS is used: imaps: from the first byte. imap: STARTTLS is demanded, and nothing but
 * CAPABILITY is sent before it; plaintext is for loopback only, and not even there when the
 * endpoint has a ca_file. A server that says PREAUTH is refused: nobody has verified it then.
 */
#pragma once

#include "inkom/endpoint.h"

typedef struct InkImap InkImap;

typedef struct {
    guint32 uidvalidity;
    gboolean may_add_keywords; /* PERMANENTFLAGS has \* or the keyword */
    gboolean is_read_only;
} InkImapFolder;

typedef struct {
    guint32 uid;
    gint64 size;
} InkImapListed;

typedef struct {
    guint32 uid;
    gint64 internal_date; /* UTC seconds; INK_TIME_NONE if the server's is no date */
    GBytes *bytes;
} InkImapMessage;

void ink_imap_message_free(InkImapMessage *message);

/* Connects, verifies, logs in. TEMPORARY, or BAD_CONFIG for a bad certificate, user or password. */
InkImap *ink_imap_open(const InkEndpoint *endpoint, const char *password, GError **error);
void ink_imap_close(InkImap *imap); /* LOGOUT when the session is sound; NULL is nothing */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkImap, ink_imap_close)

gboolean ink_imap_is_open(const InkImap *imap); /* FALSE after an error */

/* folder: UTF-8 as people write it; sent as modified UTF-7 (RFC 3501 §5.1.3). */
gboolean ink_imap_select(InkImap *imap, const char *folder, const char *keyword,
                         InkImapFolder *out_folder, GError **error);
/* Whether there is such a folder, to be selected. */
gboolean ink_imap_has_folder(InkImap *imap, const char *folder, gboolean *out_exists,
                             GError **error);
/* UIDs in ascending order, not below first. without_keyword NULL = all. */
GArray *ink_imap_search(InkImap *imap, guint32 first, const char *without_keyword,
                        GError **error); /* guint32 */
/* Sizes; a UID that has gone is not in the answer. */
GArray *ink_imap_fetch_sizes(InkImap *imap, const guint32 *uids, gsize count,
                             GError **error); /* InkImapListed, in the order of uids */
/* BODY.PEEK[] and INTERNALDATE. Messages that have gone, or that the server would not give, are
 * not in the answer. most_bytes: of all messages together; a server that sends more is cut off. */
GPtrArray *ink_imap_fetch(InkImap *imap, const guint32 *uids, gsize count, gint64 most_bytes,
                          GError **error); /* InkImapMessage, in the order of uids */
/* The same with the first most_bytes of the header only (BODY.PEEK[HEADER]<0.n>) of each. */
GPtrArray *ink_imap_fetch_headers(InkImap *imap, const guint32 *uids, gsize count,
                                  guint32 most_bytes, GError **error); /* InkImapMessage */
/* Whether ink_imap_move() can do it. */
gboolean ink_imap_may_move(const InkImap *imap);
/* MOVE, else COPY + \Deleted + UID EXPUNGE (never a bare EXPUNGE: it would take others' mail);
 * REFUSED if the server has neither. Creates the folder if it is missing. */
gboolean ink_imap_move(InkImap *imap, const guint32 *uids, gsize count, const char *folder,
                       GError **error);
gboolean ink_imap_add_keyword(InkImap *imap, const guint32 *uids, gsize count, const char *keyword,
                              GError **error);
