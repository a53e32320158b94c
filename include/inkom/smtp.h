/* SPDX-License-Identifier: MIT
 *
 * An SMTP session (RFC 5321) for one letter after another.
 */
#pragma once

#include "inkom/endpoint.h"

typedef enum {
    INK_DELIVERY_SENT,      /* the server has taken it (250 after the final dot) */
    INK_DELIVERY_TEMPORARY, /* 4xx, or the connection was lost before the final dot: try again */
    INK_DELIVERY_PERMANENT, /* 5xx: this letter will never go this way */
    INK_DELIVERY_UNKNOWN,   /* the connection was lost after the final dot: nobody can tell */
} InkDelivery;

typedef struct InkSmtp InkSmtp;

/* Connects, EHLO, STARTTLS, AUTH. TEMPORARY, or BAD_CONFIG for a bad certificate or password. */
InkSmtp *ink_smtp_open(const InkEndpoint *endpoint, const char *password, GError **error);
void ink_smtp_close(InkSmtp *smtp); /* QUIT when the session is sound; NULL is nothing */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkSmtp, ink_smtp_close)

/* Whether the session can take another letter; after a lost connection it cannot. */
gboolean ink_smtp_is_open(const InkSmtp *smtp);

/* One letter to one address. from "" is the empty reverse-path. Addresses must be sendable
 * (ink_address_is_sendable); *out_answer is set in every case, to the server's words
 * or ours in one line, and is new. */
InkDelivery ink_smtp_send(InkSmtp *smtp, const char *from, const char *to, GBytes *bytes,
                          char **out_answer);
