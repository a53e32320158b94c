/* SPDX-License-Identifier: MIT
 *
 * Other programs move files from new to cur and change their flags at any time, so a name is only
 * believed until it fails: the folders are then read again, once, and the file found by its uid.
 * new is read before cur, so that a file on its way is seen twice rather than not at all.
 */
#include "maildir-index.h"

#include "inkom/error.h"
#include "maildir-name-private.h"

struct InkMaildirIndex {
    const char *path;
    GHashTable *files; /* uid -> "new/…" or "cur/…", as last seen */
};

InkMaildirIndex *
ink_maildir_index_new(const char *path)
{
    InkMaildirIndex *index = g_new0(InkMaildirIndex, 1);
    index->path = path;
    index->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return index;
}

void
ink_maildir_index_free(InkMaildirIndex *index)
{
    if (index == NULL)
        return;
    g_hash_table_unref(index->files);
    g_free(index);
}

gboolean
ink_maildir_index_is_marked(const char *file)
{
    return g_str_has_prefix(file, "cur/") && ink_maildir_name_is_marked(file);
}

/* A file that we have marked never hides one of the same uid that we have not. */
static void
note_file(InkMaildirIndex *index, const char *folder, const char *name)
{
    g_autofree char *uid = ink_maildir_name_dup_uid(name);
    g_autofree char *file = g_build_filename(folder, name, NULL);
    if (ink_maildir_index_is_marked(file) && g_hash_table_contains(index->files, uid))
        return;
    g_hash_table_replace(index->files, g_steal_pointer(&uid), g_steal_pointer(&file));
}

static gboolean
scan_folder(InkMaildirIndex *index, const char *folder, GError **error)
{
    g_autofree char *path = g_build_filename(index->path, folder, NULL);
    g_autoptr(GError) reason = NULL;
    g_autoptr(GDir) dir = g_dir_open(path, 0, &reason);
    if (dir == NULL) {
        g_set_error(error, INK_ERROR, INK_ERROR_TEMPORARY, "%s", reason->message);
        return FALSE;
    }
    const char *name;
    while ((name = g_dir_read_name(dir)) != NULL)
        if (name[0] != '.')
            note_file(index, folder, name);
    return TRUE;
}

gboolean
ink_maildir_index_scan(InkMaildirIndex *index, GError **error)
{
    g_hash_table_remove_all(index->files);
    return scan_folder(index, "new", error) && scan_folder(index, "cur", error);
}

void
ink_maildir_index_iterate(const InkMaildirIndex *index, GHashTableIter *out_iter)
{
    g_hash_table_iter_init(out_iter, index->files);
}

gboolean
ink_maildir_index_find(InkMaildirIndex *index, const char *uid, gboolean *is_fresh,
                       const char **out_file, GError **error)
{
    const char *file = g_hash_table_lookup(index->files, uid);
    if (file == NULL && !*is_fresh) {
        if (!ink_maildir_index_scan(index, error))
            return FALSE;
        *is_fresh = TRUE;
        file = g_hash_table_lookup(index->files, uid);
    }
    *out_file = file;
    return TRUE;
}

void
ink_maildir_index_forget(InkMaildirIndex *index, const char *uid)
{
    g_hash_table_remove(index->files, uid);
}

void
ink_maildir_index_move(InkMaildirIndex *index, const char *uid, const char *file)
{
    g_hash_table_replace(index->files, g_strdup(uid), g_strdup(file));
}
