/* SPDX-License-Identifier: MIT
 *
 * The bar is drawn ten times a second at most, and taken away when the work is done.
 */
#include "progress.h"

#include <stdio.h>
#include <unistd.h>

#define BAR_CELLS   30
#define INTERVAL_US (100 * 1000)

void
ink_progress_show(InkProgress *progress, const char *what, gint64 done, gint64 total)
{
    gint64 now = g_get_monotonic_time();
    if (!isatty(STDERR_FILENO) || total <= 0 || now - progress->drawn_at < INTERVAL_US)
        return;
    progress->drawn_at = now;
    progress->is_drawn = TRUE;
    int filled = (int)(MIN(done, total) * BAR_CELLS / total);
    GString *bar = g_string_new(NULL);
    for (int i = 0; i < BAR_CELLS; i++)
        g_string_append(bar, i < filled ? "█" : "░");
    fprintf(stderr, "\r%s %s %" G_GINT64_FORMAT " av %" G_GINT64_FORMAT "\033[K", what, bar->str,
            done, total);
    fflush(stderr);
    g_string_free(bar, TRUE);
}

void
ink_progress_clear(InkProgress *progress)
{
    if (progress->is_drawn)
        fputs("\r\033[K", stderr);
    progress->is_drawn = FALSE;
}
