/* SPDX-License-Identifier: MIT
 *
 * Non-blocking TCP sockets with deadlines, for the stream driver.
 */
#pragma once

#include "inkom/endpoint.h"

/* Deadlines are g_get_monotonic_time() values, in microseconds. */
gint64 ink_socket_deadline(int timeout_ms);

/* Waits for POLLIN or POLLOUT. FALSE when the deadline has passed. */
gboolean ink_socket_wait(int fd, short events, gint64 deadline);

/* A connected, non-blocking socket without Nagle's delay; -1 and TEMPORARY on failure. All
 * addresses of the host are tried, within timeout_ms together. */
int ink_socket_connect(const InkEndpoint *endpoint, GError **error);
