/* SPDX-License-Identifier: MIT
 *
 * A backlog on this machine: .eml files, mbox files, Maildirs, and folders of these (recursively,
 * in name order). Nothing in them is changed. Names that begin with a dot (the Sent and Trash of a
 * Maildir too) and symbolic links are passed over unless they are named.
 */
#pragma once

#include "inkom/limits.h"

/* One message; everything is borrowed. */
typedef struct {
    const char *origin; /* its file, and for an mbox ":number" */
    gint64 stored_at;   /* the file's time, UTC seconds */
    GBytes *bytes;
    gint64 size;             /* of the whole message */
    gboolean is_header_only; /* over limits->message_bytes: the rest is not read */
} InkImported;

/* FALSE with the error set ends the walk. */
typedef gboolean (*InkImportFunc)(const InkImported *imported, gpointer user_data, GError **error);

/* How many messages the paths hold, for a progress bar; what cannot be read counts as none. */
gint64 ink_import_count(const char *const *paths);

/* mbox: mboxrd quoting (">From ") is undone; a message begins at a "From " line after an empty one.
 * A file is not read whole: one message at a time is in memory, and of one over the limit only its
 * beginning. failures: gets a GError for each path and file that is missing or cannot be read,
 * which keeps nothing else from being read. FALSE only when func said so. */
gboolean ink_import_each(const char *const *paths, const InkLimits *limits, InkImportFunc func,
                         gpointer user_data, GPtrArray *failures, GError **error);
