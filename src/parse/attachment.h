/* SPDX-License-Identifier: MIT
 *
 * A part that is not the text, to InkAttachment.
 */
#pragma once

#include "defects.h"
#include "gmime-auto.h"

#include "inkom/limits.h"
#include "inkom/message.h"

InkAttachment *ink_attachment_read(GMimePart *part, const InkLimits *limits, InkDefects *defects);
