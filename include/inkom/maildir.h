/* SPDX-License-Identifier: MIT
 *
 * A Maildir on this machine: three folders, one file for each message, names that say the flags.
 */
#pragma once

#include <glib.h>

/* Creates the folder with cur, new and tmp where missing. */
gboolean ink_maildir_create(const char *path, GError **error);
/* Writes a file into tmp, syncs it, renames it into new and syncs that. An existing file of the
 * name is replaced, and a letter that a reader has moved to cur is left there: delivering twice
 * leaves one. TEMPORARY when the disk is full. */
gboolean ink_maildir_deliver(const char *path, const char *name, GBytes *bytes, GError **error);
