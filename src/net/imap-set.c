/* SPDX-License-Identifier: MIT
 *
 * UIDs to IMAP sets: sorted, and neighbours joined to ranges ("4:9,12"), so that one command can
 * name ten thousand messages. Only numbers that were asked for are named: a range never spans a
 * gap, for in the gap may lie a message that nobody has read yet.
 */
#include "imap-private.h"

#include <string.h>

#define RANGES_MAX 350 /* of at most 22 bytes: "4294967290:4294967295," */

static int
compare_uids(const void *a, const void *b)
{
    const guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
    return (x > y) - (x < y);
}

/* Takes ranges from *uids until the set is full; moves *uids and *count past them. */
static struct mailimap_set *
take_ranges(const guint32 **uids, gsize *count, gsize *out_taken)
{
    struct mailimap_set *set = mailimap_set_new_empty();
    const gsize before = *count;

    for (gsize ranges = 0; ranges<RANGES_MAX && * count> 0; ranges++) {
        const guint32 first = **uids;
        guint32 last;

        do {
            last = **uids;
            (*uids)++;
            (*count)--;
        } while (*count > 0 && (**uids == last || **uids == last + 1));
        mailimap_set_add_interval(set, first, last);
    }
    *out_taken = before - *count;
    return set;
}

gboolean
ink_imap_each_set(InkImap *imap, const guint32 *uids, gsize count, InkImapSetFunc func,
                  gpointer user_data, GError **error)
{
    g_autofree guint32 *sorted = g_memdup2(uids, count * sizeof *uids);
    const guint32 *left = sorted;
    gboolean is_ok = TRUE;

    if (count > 0)
        qsort(sorted, count, sizeof *sorted, compare_uids);
    while (is_ok && count > 0) {
        gsize taken;
        struct mailimap_set *set = take_ranges(&left, &count, &taken);

        is_ok = func(imap, set, taken, user_data, error);
        mailimap_set_free(set);
    }
    return is_ok;
}
