/* SPDX-License-Identifier: MIT
 *
 * A part that is not the text, to InkAttachment.
 */
#pragma once

#include "defects.h"
#include "gmime-auto.h"

#include "inkom/limits.h"
#include "inkom/message.h"

/* A message in it is opened, and what that takes is taken from left. */
InkAttachment *ink_attachment_read(GMimePart *part, InkLimits *left, InkDefects *defects);
/* One that was in a file of its own kind. name may be NULL. */
InkAttachment *ink_attachment_make(const char *name, const char *type, GBytes *bytes,
                                   InkLimits *left, InkDefects *defects);
