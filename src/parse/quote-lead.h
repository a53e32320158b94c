/* SPDX-License-Identifier: MIT
 *
 * The lines that programs write in front of what they quote.
 */
#pragma once

#include "quote-line.h"

typedef enum {
    INK_ATTRIBUTION_NONE,
    INK_ATTRIBUTION_WEAK,   /* one only if a quoted line follows */
    INK_ATTRIBUTION_STRONG, /* "Den fre 27 mars 2026 kl 10:15 skrev Anna Ek <…>:" */
} InkAttribution;

/* *out_count: how many lines it takes, for many programs wrap it. */
InkAttribution ink_lines_find_attribution(const InkLine *lines, gsize count, gsize *out_count);
/* Whether the lines begin with "Från: … Skickat: … Till: … Ämne: …". */
gboolean ink_lines_begin_header_block(const InkLine *lines, gsize count);
