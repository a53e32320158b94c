/* SPDX-License-Identifier: MIT
 *
 * A backlog on this machine: .eml files, mbox files, Maildirs, and folders of these (recursively,
 * in name order). Nothing in them is changed. Names that begin with a dot (the Sent and Trash of a
 * Maildir too) and symbolic links are passed over unless they are named.
 */
#pragma once

#include "inkom/limits.h"

/* One message. origin: its file, and for an mbox ":number"; stored_at: the file's time, UTC
 * seconds. FALSE with the error set ends the walk. */
typedef gboolean (*InkImportFunc)(const char *origin, gint64 stored_at, GBytes *bytes,
                                  gpointer user_data, GError **error);

/* How many messages the paths hold, for a progress bar; -1 and NOT_FOUND if one is missing.
 * Those over the limit are not counted. */
gint64 ink_import_count(const char *const *paths, const InkLimits *limits, GError **error);

/* mbox: mboxrd quoting (">From ") is undone; a message begins at a "From " line after an empty one.
 * A file is not read whole: one message at a time is in memory.
 * A message over limits->message_bytes is passed over with a warning in the log, and the walk goes
 * on; it is never held whole. */
gboolean ink_import_each(const char *const *paths, const InkLimits *limits, InkImportFunc func,
                         gpointer user_data, GError **error);
