/* SPDX-License-Identifier: MIT
 *
 * A message that may stand in another one.
 */
#pragma once

#include "inkom/limits.h"
#include "inkom/message.h"

/* As ink_message_parse(), but for the size, which is the caller's to check. What the message and
 * those in it take is taken from left. */
InkMessage *ink_message_read(GBytes *bytes, InkLimits *left, GError **error);

/* new_text and signature by text. */
void ink_message_split_text(InkMessage *message);
