/* SPDX-License-Identifier: MIT
 *
 * A message as bytes, on its way from the process that has read it. Writer and reader are the same
 * program on the same machine, but not of the same trust: the reader takes the bytes for a
 * stranger's.
 */
#pragma once

#include "inkom/message.h"

void ink_message_wire_write(const InkMessage *message, GByteArray *out);

/* NULL, and *out_why (a literal, Swedish), if the bytes are anything but one whole message: its
 * strings valid UTF-8 in one piece and on one line where they should be, nothing missing that is
 * never NULL, nothing left over. What it gives is safe to use; that it is true, nobody knows. */
InkMessage *ink_message_wire_read(const char *bytes, gsize size, const char **out_why);
