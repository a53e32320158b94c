/* SPDX-License-Identifier: MIT
 *
 * Attached messages, opened.
 */
#pragma once

#include "defects.h"
#include "gmime-auto.h"

#include "inkom/limits.h"
#include "inkom/message.h"

/* message/rfc822 and its kin, which are messages whatever stands in them. */
gboolean ink_part_is_message(GMimeObject *part);

gboolean ink_name_is_message(const char *name); /* "x.eml"; NULL is none */

/* The message in these bytes; NULL if the limits do not suffice, which is noted. What it takes is
 * taken from left. Without is_sure also NULL if it does not look like a message. */
InkMessage *ink_opened_read(GBytes *bytes, gboolean is_sure, InkLimits *left, InkDefects *defects);
/* The same of a part, or of one that only has the name of a message. */
InkMessage *ink_opened_read_part(GMimePart *part, const char *name, InkLimits *left,
                                 InkDefects *defects);
