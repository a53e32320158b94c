/* SPDX-License-Identifier: MIT
 *
 * The trace in the header: what our own servers wrote there, and what came with the message.
 */
#pragma once

#include "inkom/message.h"

/* How many fields, from the top, our own servers have written, if they take away what pretends to
 * be theirs: those above the first Received: that none of hosts wrote. A host that stands there
 * twice, though the message did not come from itself, is a name that somebody else has written. */
guint ink_trace_count_own(const InkMessage *message, char *const *hosts);
/* How many fields stand above the topmost Received: of them all; nobody outside can write there. */
guint ink_trace_count_above(const InkMessage *message);
