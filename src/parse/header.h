/* SPDX-License-Identifier: MIT
 *
 * The outer header of a message: from GMime's fields to the members of InkMessage.
 */
#pragma once

#include "defects.h"
#include "gmime-auto.h"

#include "inkom/limits.h"
#include "inkom/message.h"

void ink_header_read(InkMessage *message, GMimeHeaderList *headers, const InkLimits *limits,
                     InkDefects *defects);
