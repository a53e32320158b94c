/* SPDX-License-Identifier: MIT
 *
 * Address lists (RFC 5322 §3.4, RFC 6854) and message ids.
 */
#pragma once

#include "defects.h"

/* Adds an InkAddress for each mailbox in a From:, To: … value to list; those inside a group too.
 * TRUE if there was group syntax. */
gboolean ink_mailbox_parse_list(const char *value, GPtrArray *list, InkDefects *defects);
/* The ids of a References: or In-Reply-To: value, without <>; a new array, never NULL. */
char **ink_message_ids_parse(const char *value);
