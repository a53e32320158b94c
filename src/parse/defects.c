/* SPDX-License-Identifier: MIT
 *
 * The list of defects. A message can be broken in a million places; the sentences are constants,
 * so the list is as short as the number of kinds and a comparison of pointers keeps it so.
 */
#include "defects.h"

InkDefects *
ink_defects_new(void)
{
    return g_ptr_array_new();
}

void
ink_defects_add(InkDefects *defects, const char *sentence)
{
    if (!g_ptr_array_find(defects, sentence, NULL))
        g_ptr_array_add(defects, (gpointer)sentence);
}

char **
ink_defects_free_to_strv(InkDefects *defects)
{
    char **strv = g_new0(char *, defects->len + 1);
    for (guint i = 0; i < defects->len; i++)
        strv[i] = g_strdup(defects->pdata[i]);
    g_ptr_array_unref(defects);
    return strv;
}
