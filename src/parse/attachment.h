/* SPDX-License-Identifier: MIT
 *
 * A part that is not the text, to InkAttachment.
 */
#pragma once

#include "structure.h"

#include "inkom/message.h"

InkAttachment *ink_attachment_read(const InkStructure *structure, const InkPart *part,
                                   InkDefects *defects);
