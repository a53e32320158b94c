/* SPDX-License-Identifier: MIT
 *
 * Where letters go: SMTP or a Maildir.
 */
#pragma once

#include "inkom/config.h"
#include "inkom/smtp.h"

typedef struct InkTransport InkTransport;

/* Opens nothing yet: the first letter does. Both strings are copied; password NULL = no login. */
InkTransport *ink_transport_new(const InkEndpoint *endpoint, const char *password);
void ink_transport_free(InkTransport *transport);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkTransport, ink_transport_free)

/* Whether sending the same letter twice leaves one: true for a Maildir, where the file is named
 * after the Message-ID. Then a letter whose fate is unknown may be sent again. */
gboolean ink_transport_is_idempotent(const InkTransport *transport);

/* message_id: without <>. One lost connection is opened anew before giving TEMPORARY. A Maildir
 * letter is on disk (fsync of file and folder) when this returns SENT. *out_answer is set in every
 * case, to the server's words or ours in one line, and is new. */
InkDelivery ink_transport_send(InkTransport *transport, const char *from, const char *to,
                               const char *message_id, GBytes *bytes, char **out_answer);

/* FALSE when the server could not be reached for the last letter: the next one need not be tried.
 */
gboolean ink_transport_is_reachable(const InkTransport *transport);

/* For `inkom doctor`: connects and logs in, or checks the folder; sends nothing. */
gboolean ink_transport_check(InkTransport *transport, GError **error);
