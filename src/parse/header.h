/* SPDX-License-Identifier: MIT
 *
 * The outer header of a message: from fields to the members of InkMessage.
 */
#pragma once

#include "defects.h"

#include "inkom/limits.h"
#include "inkom/message.h"

void ink_header_read(InkMessage *message, const char *bytes, gsize size, const InkLimits *limits,
                     InkDefects *defects);
