/* SPDX-License-Identifier: MIT
 *
 * What was broken in one message and how it was read: Swedish sentences, each said once.
 */
#pragma once

#include <glib.h>

typedef GPtrArray InkDefects; /* char * */

InkDefects *ink_defects_new(void);
/* sentence must live as long as the program: they are all written in the source. */
void ink_defects_add(InkDefects *defects, const char *sentence);
/* The sentences as a new NULL-terminated array; frees defects. */
char **ink_defects_free_to_strv(InkDefects *defects);
