/* SPDX-License-Identifier: MIT
 *
 * Singular and plural.
 */
#include "count.h"

char *
ink_count(gint64 number, const char *one, const char *many)
{
    return g_strdup_printf("%" G_GINT64_FORMAT " %s", number, number == 1 ? one : many);
}
