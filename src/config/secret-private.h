/* SPDX-License-Identifier: MIT
 *
 * The command that prints a password.
 */
#pragma once

#include <glib.h>

/* The first line that /bin/sh -c command prints, new. BAD_CONFIG if it fails, prints nothing or
 * takes too long; it and its children are then ended. */
char *ink_secret_run(const char *command, int timeout_ms, GError **error);
/* The same for bytes that are already read; where is for the message. */
char *ink_secret_take_first_line(const char *bytes, gsize size, const char *where, GError **error);

/* More than any password, and little enough to read at once. */
#define INK_SECRET_MAX_BYTES 4096
