/* SPDX-License-Identifier: MIT
 *
 * One pass over the raw bytes before GMime sees them: keeps the limits, mends headers.
 */
#pragma once

#include "defects.h"

#include "inkom/limits.h"

/* The bytes for GMime: those given, or a mended copy. BAD_MESSAGE over a limit. */
GBytes *ink_prescan(GBytes *bytes, const InkLimits *limits, InkDefects *defects, GError **error);
