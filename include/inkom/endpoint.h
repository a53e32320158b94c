/* SPDX-License-Identifier: MIT
 *
 * Where mail is fetched from or sent to: the parts of `imaps://user@host/INBOX`, `maildir:path` …
 */
#pragma once

#include <glib.h>

typedef enum {
    INK_SCHEME_IMAPS,   /* TLS from the first byte, port 993 */
    INK_SCHEME_IMAP,    /* STARTTLS, port 143; plaintext only to a loopback address */
    INK_SCHEME_SMTPS,   /* TLS from the first byte, port 465 */
    INK_SCHEME_SMTP,    /* STARTTLS, port 587 (25 without a user); plaintext only to loopback */
    INK_SCHEME_MAILDIR, /* a folder on this machine */
} InkScheme;

typedef struct {
    InkScheme scheme;
    char *host;     /* NULL for maildir; an IPv6 address without its brackets */
    guint16 port;   /* always filled in */
    char *user;     /* percent-decoded; NULL = no login */
    char *path;     /* IMAP folder as people write it (UTF-8), or the Maildir's file name */
    char *ca_file;  /* PEM of the trusted authorities; NULL = the system's */
    int timeout_ms; /* for every single read, write and connect */
} InkEndpoint;

/* "imaps://inkorg@imap.example/INBOX". relative_to: folder that maildir paths start from.
 * BAD_CONFIG, in Swedish, if it is not one of the five schemes or a part is missing. */
InkEndpoint *ink_endpoint_parse(const char *url, const char *relative_to, GError **error);
InkEndpoint *ink_endpoint_copy(const InkEndpoint *endpoint);
void ink_endpoint_free(InkEndpoint *endpoint);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkEndpoint, ink_endpoint_free)

/* Loopback means 127.0.0.0/8, ::1 or the name "localhost": the only hosts that may be spoken to
 * in plaintext. Names are not looked up. */
gboolean ink_endpoint_is_loopback(const InkEndpoint *endpoint);

/* Whether its path is this IMAP folder. INBOX is the same in any case (RFC 3501 §5.1). */
gboolean ink_endpoint_is_folder(const InkEndpoint *endpoint, const char *folder);

/* Whether both name the same mailbox, as far as their names tell: host names and INBOX are the same
 * in any case. */
gboolean ink_endpoint_is_same_box(const InkEndpoint *a, const InkEndpoint *b);

char *ink_endpoint_format(const InkEndpoint *endpoint); /* for people; never a password */
