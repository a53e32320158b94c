/* SPDX-License-Identifier: MIT
 *
 * One TLS session on a connected socket, for the stream driver.
 */
#pragma once

#include "inkom/endpoint.h"

#include <sys/types.h>

typedef struct InkTls InkTls;

/* The handshake, verification included, within the endpoint's timeout. BAD_CONFIG when the
 * certificate or the file of authorities is not good, else TEMPORARY. The socket stays the
 * caller's. */
InkTls *ink_tls_open(int fd, const InkEndpoint *endpoint, GError **error);
void ink_tls_free(InkTls *tls);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkTls, ink_tls_free)

/* Says goodbye (close_notify) without waiting for an answer. */
void ink_tls_close(InkTls *tls);

/* As read(2) and write(2) on a non-blocking socket: 0 from read is the end, -1 with errno EAGAIN
 * and *out_events set is "wait for that first". */
ssize_t ink_tls_read(InkTls *tls, void *buffer, gsize size, short *out_events);
ssize_t ink_tls_write(InkTls *tls, const void *bytes, gsize size, short *out_events);
