/* SPDX-License-Identifier: MIT
 *
 * What the service tells its operator: one line per event, on standard error, through GLib's
 * structured log. Never a message's subject or text, never a secret.
 */
#pragma once

#include <glib.h>

void ink_log_info(const char *format, ...) G_GNUC_PRINTF(1, 2);
void ink_log_warning(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* Sends the lines to standard error, each made safe by ink_text_one_line(). */
void ink_log_start(gboolean is_verbose);
