/* SPDX-License-Identifier: MIT
 *
 * Address lists (RFC 5322 §3.4, RFC 6854) and message ids.
 */
#pragma once

#include "defects.h"

/* Adds an InkAddress for each mailbox in the raw value of a From:, To: … field to list; those
 * inside a group too. No more than max_bytes are read. TRUE if there was group syntax. */
gboolean ink_address_read_list(const char *raw, gsize max_bytes, GPtrArray *list,
                               InkDefects *defects);
/* The ids of a References: or In-Reply-To: value, without <>; a new array, never NULL. */
char **ink_message_ids_parse(const char *value);
