/* SPDX-License-Identifier: MIT
 *
 * Verified TLS and timed sockets for libetpan: a stream driver of our own, because libetpan of
 * Debian 12 checks neither the chain nor the host name, and has no timeout on an ended literal.
 * Chain, host name, purpose and validity are verified inside the handshake (GnuTLS), TLS 1.2 at
 * least, before any credential can be sent. There is no switch that skips it.
 *
 * Against a server that means harm: every connect, read and write ends within timeout_ms; an
 * answer that drips ends within ten times that; and what one command may bring is counted.
 */
#pragma once

#include "inkom/endpoint.h"
#include "inkom/net.h"

#include <libetpan/libetpan.h>

/* What a server may send in answer to one command unless more is asked for. */
#define INK_STREAM_BUDGET (16 * 1024 * 1024)

/* Whether a login may be sent without TLS: only to a loopback address, and not even there when the
 * endpoint names a ca_file, for that says that TLS is wanted. */
gboolean ink_stream_may_be_plain(const InkEndpoint *endpoint);

/* Connects the socket (TEMPORARY on failure or timeout) and, if the scheme says so, makes the TLS
 * handshake (BAD_CONFIG when the certificate is not good: says which and why, in Swedish). */
mailstream *ink_stream_open(const InkEndpoint *endpoint, GError **error);

/* After the server's OK to STARTTLS: the handshake on the open stream. Refuses if the server has
 * sent bytes ahead of it (CVE-2020-15953). On failure the stream is still the caller's, but every
 * read and write on it fails. */
gboolean ink_stream_start_tls(mailstream *stream, const InkEndpoint *endpoint, GError **error);

/* How many bytes the server may send after each command from now on; above it the stream fails. */
void ink_stream_set_budget(mailstream *stream, gint64 bytes);

/* Why the stream failed, with the host, in Swedish; NULL if it has not. Owned by the stream. */
const char *ink_stream_get_failure(mailstream *stream);
