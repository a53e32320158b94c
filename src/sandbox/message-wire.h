/* SPDX-License-Identifier: MIT
 *
 * A message as bytes, on its way from the process that has read it. Writer and reader are the same
 * program on the same machine, but not of the same trust: the reader takes the bytes for a
 * stranger's.
 */
#pragma once

#include "inkom/limits.h"
#include "inkom/message.h"

void ink_message_wire_write(const InkMessage *message, GByteArray *out);

/* NULL, and *out_why (a literal, Swedish), if the bytes are anything but one whole message that
 * keeps every promise of inkom/message.h, and nothing after it. limits are those that the message
 * was read with. What it gives is safe to use; that it is true, nobody knows. */
InkMessage *ink_message_wire_read(const char *bytes, gsize size, const InkLimits *limits,
                                  const char **out_why);
