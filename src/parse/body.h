/* SPDX-License-Identifier: MIT
 *
 * The text of a message, chosen among its parts.
 */
#pragma once

#include "structure.h"

#include "inkom/message.h"

/* Sets text, text_source and is_text_cut; returns the indices (guint) of the parts that are
 * attachments. */
GArray *ink_body_read(InkMessage *message, const InkStructure *structure, gsize max_bytes,
                      InkDefects *defects);
