/* SPDX-License-Identifier: MIT
 *
 * One pass over the raw bytes before GMime sees them: keeps the limits, mends headers.
 */
#pragma once

#include "defects.h"

#include "inkom/limits.h"

/* What a message takes of its limits. */
typedef struct {
    gint64 parts, fields;
} InkUse;

/* The bytes for GMime: those given, or a mended copy. BAD_MESSAGE over a limit. out_use may be
 * NULL. */
GBytes *ink_prescan(GBytes *bytes, const InkLimits *limits, InkDefects *defects, InkUse *out_use,
                    GError **error);
