/* SPDX-License-Identifier: MIT
 *
 * The files that Inkom is delivered with (routines, rules, forms, letters), and copying them.
 */
#pragma once

#include <glib.h>

/* The folder they are in, new. BAD_CONFIG if there is none. */
char *ink_share_find(GError **error);

/* Whole files, with the folders they need; from may be a file. What is there already and is the
 * same is left alone; what is there and is another is never overwritten: REFUSED. */
gboolean ink_share_copy(const char *from, const char *to, GError **error);
/* The same of one file that is not there yet, from memory. */
gboolean ink_share_write(const char *to, const char *text, gsize size, GError **error);
/* The folder and those above it. */
gboolean ink_share_make_folder(const char *folder, int mode, GError **error);
/* The names in the folder, in order; NULL-terminated. */
char **ink_share_list(const char *folder, GError **error);
