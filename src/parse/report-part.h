/* SPDX-License-Identifier: MIT
 *
 * The parts that reports are made of (RFC 6522, RFC 3464, RFC 8098, RFC 5965, RFC 6047).
 */
#pragma once

#include "gmime-auto.h"

#include "inkom/message.h"

/* Adds those of the tree to message->report_parts. */
void ink_report_parts_read(InkMessage *message, GMimeObject *root);
