/* SPDX-License-Identifier: MIT
 *
 * Where each message of a Maildir was last seen.
 */
#pragma once

#include <glib.h>

typedef struct InkMaildirIndex InkMaildirIndex;

/* Empty until it is asked. path is borrowed. */
InkMaildirIndex *ink_maildir_index_new(const char *path);
void ink_maildir_index_free(InkMaildirIndex *index);

/* Reads both folders anew. */
gboolean ink_maildir_index_scan(InkMaildirIndex *index, GError **error);

/* uid -> "new/…" or "cur/…" (const char *, both), in any order. */
void ink_maildir_index_iterate(const InkMaildirIndex *index, GHashTableIter *out_iter);

/* Gives the file, as "new/…" or "cur/…", or NULL if it is in neither folder. The folders are read
 * when the uid is not known, but only once for each call from outside (*is_fresh). */
gboolean ink_maildir_index_find(InkMaildirIndex *index, const char *uid, gboolean *is_fresh,
                                const char **out_file, GError **error);

/* It is not where it was. */
void ink_maildir_index_forget(InkMaildirIndex *index, const char *uid);
/* It is now there. */
void ink_maildir_index_move(InkMaildirIndex *index, const char *uid, const char *file);

/* Whether such a file has our mark. */
gboolean ink_maildir_index_is_marked(const char *file);
