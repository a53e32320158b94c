/* SPDX-License-Identifier: MIT
 *
 * The trace in the header: what our own servers wrote there, and what came with the message.
 */
#pragma once

#include "inkom/message.h"

/* How many fields, from the top, only our own servers can have written, if they take away what
 * pretends to be theirs: those above the first Received: that is not by one of hosts, or that is by
 * one which has its Received: already (somebody wrote that name there). */
guint ink_trace_count_own(const InkMessage *message, char *const *hosts);
/* How many fields stand above the topmost Received: of them all; nobody outside can write there. */
guint ink_trace_count_above(const InkMessage *message);
