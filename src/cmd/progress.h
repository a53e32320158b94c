/* SPDX-License-Identifier: MIT
 *
 * A bar on standard error for long work, on a terminal only.
 */
#pragma once

#include <glib.h>

typedef struct {
    gint64 drawn_at; /* monotonic, microseconds */
    gboolean is_drawn;
} InkProgress;

void ink_progress_show(InkProgress *progress, const char *what, gint64 done, gint64 total);
void ink_progress_clear(InkProgress *progress);
