/* SPDX-License-Identifier: MIT
 *
 * Whether a message is what inkom/message.h says that messages are.
 */
#pragma once

#include "inkom/limits.h"
#include "inkom/message.h"

/* What is wrong (a literal, Swedish), or NULL. The strings are valid UTF-8, and lines where they
 * should be; messages in it are not looked into. */
const char *ink_promises_find_broken(const InkMessage *message, const InkLimits *limits);
