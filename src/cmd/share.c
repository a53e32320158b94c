/* SPDX-License-Identifier: MIT
 *
 * Where the delivered files are: found from where the program is, so that nothing needs to be built
 * in. Installed, it is PREFIX/bin/inkom and they are in PREFIX/share/inkom, whatever the prefix. In
 * the project's own folder it is build/inkom, or build/asan/inkom, and they are at the top.
 */
#include "share.h"

#include "inkom/error.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

static gboolean
is_share(const char *folder)
{
    static const char *const NEEDED[] = {"init/inkom.yaml", "rules/routines", "templates/sv"};
    for (gsize i = 0; i < G_N_ELEMENTS(NEEDED); i++) {
        g_autofree char *path = g_build_filename(folder, NEEDED[i], NULL);
        if (!g_file_test(path, G_FILE_TEST_EXISTS))
            return FALSE;
    }
    return TRUE;
}

char *
ink_share_find(GError **error)
{
    static const char *const PLACES[] = {"../share/inkom", "..", "../..", "../../.."};
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *bin = g_path_get_dirname(program != NULL ? program : ".");
    for (gsize i = 0; i < G_N_ELEMENTS(PLACES); i++) {
        g_autofree char *folder = g_canonicalize_filename(PLACES[i], bin);
        if (is_share(folder))
            return g_steal_pointer(&folder);
    }
    g_set_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG,
                "rutinerna, reglerna och mallarna som följer med Inkom finns inte vid %s; "
                "installera med \"make install\"",
                bin);
    return NULL;
}

static gboolean
fail(const char *path, const char *what, int code, GError **error)
{
    g_set_error(error, INK_ERROR, code == ENOSPC ? INK_ERROR_TEMPORARY : INK_ERROR_REFUSED,
                "%s %s: %s", path, what, g_strerror(code));
    return FALSE;
}

gboolean
ink_share_make_folder(const char *folder, int mode, GError **error)
{
    return g_mkdir_with_parents(folder, mode) == 0 ||
           fail(folder, "kunde inte skapas", errno, error);
}

gboolean
ink_share_write(const char *to, const char *text, gsize size, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(to);
    if (!ink_share_make_folder(folder, 0755, error))
        return FALSE;
    g_autoptr(GError) cause = NULL;
    if (g_file_set_contents_full(to, text, (gssize)size, G_FILE_SET_CONTENTS_CONSISTENT, 0644,
                                 &cause))
        return TRUE;
    g_set_error(error, INK_ERROR,
                g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOSPC) ? INK_ERROR_TEMPORARY
                                                                         : INK_ERROR_REFUSED,
                "%s kunde inte skrivas: %s", to, cause->message);
    return FALSE;
}

static gboolean
copy_file(const char *from, const char *to, GError **error)
{
    g_autofree char *text = NULL, *present = NULL;
    gsize size, present_size;
    g_autoptr(GError) cause = NULL;
    if (!g_file_get_contents(from, &text, &size, &cause)) {
        g_set_error(error, INK_ERROR, INK_ERROR_REFUSED, "%s kunde inte läsas: %s", from,
                    cause->message);
        return FALSE;
    }
    if (!g_file_test(to, G_FILE_TEST_EXISTS))
        return ink_share_write(to, text, size, error);
    if (g_file_get_contents(to, &present, &present_size, NULL) && present_size == size &&
        memcmp(present, text, size) == 0)
        return TRUE;
    g_set_error(error, INK_ERROR, INK_ERROR_REFUSED,
                "%s finns redan och är en annan än den som skulle kopieras; välj en tom mapp", to);
    return FALSE;
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

char **
ink_share_list(const char *folder, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GDir) dir = g_dir_open(folder, 0, &cause);
    if (dir == NULL) {
        g_set_error(error, INK_ERROR, INK_ERROR_REFUSED, "%s kunde inte läsas: %s", folder,
                    cause->message);
        return NULL;
    }
    GPtrArray *names = g_ptr_array_new();
    for (const char *name; (name = g_dir_read_name(dir)) != NULL;)
        g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, compare_names);
    g_ptr_array_add(names, NULL);
    return (char **)g_ptr_array_free(names, FALSE);
}

gboolean
ink_share_copy(const char *from, const char *to, GError **error)
{
    if (!g_file_test(from, G_FILE_TEST_IS_DIR))
        return copy_file(from, to, error);
    g_auto(GStrv) names = ink_share_list(from, error);
    if (names == NULL)
        return FALSE;
    for (char **name = names; *name != NULL; name++) {
        g_autofree char *child = g_build_filename(from, *name, NULL);
        g_autofree char *copy = g_build_filename(to, *name, NULL);
        if (!ink_share_copy(child, copy, error))
            return FALSE;
    }
    return TRUE;
}
