/* SPDX-License-Identifier: MIT
 *
 * Delivery into a Maildir.
 *
 * A letter is written whole under a name of its own in tmp, synced, and then renamed into new,
 * which is synced too: a reader sees all of it or nothing, and what was promised survives a power
 * cut. A crash leaves at worst a file in tmp, which nobody reads.
 */
#include "inkom/maildir.h"

#include "inkom/error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static const char *const subfolders[] = {"cur", "new", "tmp"};

static gboolean
fail(GError **error, const char *what, const char *path)
{
    int saved = errno;
    gboolean is_full = saved == ENOSPC || saved == EDQUOT;
    g_set_error(error, INK_ERROR, INK_ERROR_TEMPORARY, "%s %s: %s%s", what, path, g_strerror(saved),
                is_full ? "; frigör utrymme, så görs ett nytt försök" : "");
    return FALSE;
}

static gboolean
sync_folder(const char *path, GError **error)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    gboolean is_good = fd >= 0 && fsync(fd) == 0;
    if (!is_good)
        fail(error, "Kunde inte säkra mappen", path);
    if (fd >= 0)
        close(fd);
    return is_good;
}

gboolean
ink_maildir_create(const char *path, GError **error)
{
    gboolean is_new = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(subfolders); i++) {
        g_autofree char *folder = g_build_filename(path, subfolders[i], NULL);
        if (g_file_test(folder, G_FILE_TEST_IS_DIR))
            continue;
        if (g_mkdir_with_parents(folder, 0700) != 0)
            return fail(error, "Kunde inte skapa mappen", folder);
        is_new = TRUE;
    }
    g_autofree char *parent = g_path_get_dirname(path);
    return !is_new || (sync_folder(path, error) && sync_folder(parent, error));
}

static gboolean
write_all(int fd, GBytes *bytes)
{
    gsize left;
    const char *data = g_bytes_get_data(bytes, &left);
    while (left > 0) {
        ssize_t count = write(fd, data, left);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return FALSE;
        data += count;
        left -= (gsize)count;
    }
    return TRUE;
}

/* Writes and syncs a file of its own in tmp, and gives its name. */
static char *
write_temporary(const char *path, GBytes *bytes, GError **error)
{
    g_autofree char *file = g_build_filename(path, "tmp", "inkom.XXXXXX", NULL);
    int fd = g_mkstemp_full(file, O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0) {
        fail(error, "Kunde inte skapa filen", file);
        return NULL;
    }
    gboolean is_good = write_all(fd, bytes) && fsync(fd) == 0;
    int saved = errno;
    is_good = close(fd) == 0 && is_good;
    if (is_good)
        return g_steal_pointer(&file);
    g_unlink(file);
    errno = saved;
    fail(error, "Kunde inte skriva filen", file);
    return NULL;
}

/* Whether a reader has moved the letter to cur since: then it is there under this name, with its
 * flags after ":2,". */
static gboolean
is_read(const char *path, const char *name)
{
    g_autofree char *folder = g_build_filename(path, "cur", NULL);
    g_autofree char *prefix = g_strconcat(name, ":2,", NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *file;
    while (dir != NULL && (file = g_dir_read_name(dir)) != NULL)
        if (g_str_has_prefix(file, prefix) || strcmp(file, name) == 0)
            return TRUE;
    return FALSE;
}

gboolean
ink_maildir_deliver(const char *path, const char *name, GBytes *bytes, GError **error)
{
    if (name[0] == '\0' || name[0] == '.' || strchr(name, '/') != NULL) {
        g_set_error(error, INK_ERROR, INK_ERROR_INTERNAL,
                    "\"%s\" duger inte som filnamn i en Maildir", name);
        return FALSE;
    }
    if (is_read(path, name))
        return TRUE;
    g_autofree char *temporary = write_temporary(path, bytes, error);
    if (temporary == NULL)
        return FALSE;
    g_autofree char *folder = g_build_filename(path, "new", NULL);
    g_autofree char *file = g_build_filename(folder, name, NULL);
    if (g_rename(temporary, file) != 0) {
        fail(error, "Kunde inte lägga brevet i", file);
        g_unlink(temporary);
        return FALSE;
    }
    return sync_folder(folder, error);
}
