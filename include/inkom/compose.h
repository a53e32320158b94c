/* SPDX-License-Identifier: MIT
 *
 * A letter that Inkom writes, to RFC 5322 bytes. The one place where outgoing headers are made:
 * no field can carry a line end, a NUL or another control character (INTERNAL if one tries).
 */
#pragma once

#include <glib.h>

typedef struct {
    const char *from_name, *from;  /* display name may be NULL */
    const char *to;                /* one address; never a display name the sender chose */
    const char *reply_to;          /* NULL = none */
    const char *subject, *body;    /* UTF-8; body lines end with \n */
    const char *message_id;        /* without <> */
    const char *in_reply_to;       /* without <>; NULL = none */
    const char *const *references; /* without <>; NULL = none; the last 20 at most */
    gint64 date;                   /* UTC seconds */
    GTimeZone *zone;               /* for the Date: field */
    const char *auto_submitted; /* "auto-replied", "auto-generated" (RFC 3834 §5) or NULL; with it
                                   go the other marks of an automatic letter */
    const char *loop_mark;      /* value of X-Inkom-Loop; NULL = none */
} InkLetter;

/* Whether a Message-ID (without <>) may stand in a header of ours. What others send can be
 * anything: ask before in_reply_to or references is filled in. */
gboolean ink_letter_may_name_id(const char *id);

/* text/plain; charset=utf-8; quoted-printable (libetpan sends no BODY=8BITMIME), CRLF line ends. */
GBytes *ink_letter_compose(const InkLetter *letter, GError **error);
