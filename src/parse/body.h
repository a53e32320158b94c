/* SPDX-License-Identifier: MIT
 *
 * The text of a message, chosen among its parts.
 */
#pragma once

#include "defects.h"
#include "gmime-auto.h"

#include "inkom/message.h"

/* Sets text, text_source and is_text_cut; returns the parts that are attachments (GMimePart,
 * borrowed from root). */
GPtrArray *ink_body_read(InkMessage *message, GMimeObject *root, gsize max_bytes,
                         InkDefects *defects);
