/* SPDX-License-Identifier: MIT
 *
 * OpenPGP in the text of a message (RFC 9580 §6 and §7).
 */
#pragma once

#include <glib.h>

/* A line of text begins an encrypted message. */
gboolean ink_pgp_is_encrypted(const char *text);
/* What was signed, without what the signing put around it; NULL if text is no signed text. */
char *ink_pgp_strip_signature(const char *text);
