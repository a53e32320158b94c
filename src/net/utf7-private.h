/* SPDX-License-Identifier: MIT
 *
 * Modified UTF-7: how IMAP writes folder names (RFC 3501 §5.1.3).
 */
#pragma once

#include <glib.h>

/* "Ärenden & svar" gives "&AMQ-renden &- svar". NULL if the name is not UTF-8, is empty, or has a
 * control character (a line end would begin a new command). */
char *ink_utf7_encode(const char *name);
