/* SPDX-License-Identifier: MIT
 *
 * text/plain; format=flowed (RFC 3676).
 */
#pragma once

#include <glib.h>

/* The text with flowed lines joined, so that a number wrapped by the sender's program is whole
 * again. Lines end with \n. */
char *ink_flowed_join(const char *text, gboolean is_delsp);
