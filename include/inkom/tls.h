/* SPDX-License-Identifier: MIT
 *
 * Verified TLS and timed sockets for libetpan: a stream driver of our own, because libetpan of
 * Debian 12 checks neither the chain nor the host name, and has no timeout on an ended literal.
 * Chain, host name and validity are verified inside the handshake (GnuTLS), TLS 1.2 at least,
 * before any credential can be sent. There is no switch that skips it.
 */
#pragma once

#include "inkom/endpoint.h"

#include <libetpan/libetpan.h>

/* Once at start: ignores SIGPIPE, sets libetpan's global timeout. */
void ink_net_init(void);

/* Connects the socket (TEMPORARY on failure or timeout) and, if the scheme says so, makes the TLS
 * handshake (BAD_CONFIG when the certificate is not good: says which and why, in Swedish). */
mailstream *ink_stream_open(const InkEndpoint *endpoint, GError **error);

/* After the server's OK to STARTTLS: the handshake on the open stream. Refuses if the server has
 * sent bytes ahead of it (CVE-2020-15953). On failure the stream is still the caller's. */
gboolean ink_stream_start_tls(mailstream *stream, const InkEndpoint *endpoint, GError **error);
