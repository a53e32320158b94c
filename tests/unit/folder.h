/* SPDX-License-Identifier: MIT
 *
 * Folders and files for tests that need them on disk.
 */
#pragma once

#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

static inline char *
test_folder_new(void)
{
    g_autoptr(GError) error = NULL;
    char *path = g_dir_make_tmp("inkom-test-XXXXXX", &error);
    g_assert_no_error(error);
    return path;
}

static inline void
test_folder_remove(const char *path)
{
    g_autoptr(GDir) dir =
        g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(path, 0, NULL);
    const char *name;
    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *child = g_build_filename(path, name, NULL);
        test_folder_remove(child);
    }
    g_assert_cmpint(g_remove(path), ==, 0);
}

/* Makes the folders above it too. */
static inline void
test_file_write(const char *top, const char *name, const char *text)
{
    g_autofree char *file = g_build_filename(top, name, NULL);
    g_autofree char *folder = g_path_get_dirname(file);
    g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
    g_autoptr(GError) error = NULL;
    g_file_set_contents(file, text, -1, &error);
    g_assert_no_error(error);
}

static inline void
test_file_assert(const char *top, const char *name, const char *text)
{
    g_autofree char *file = g_build_filename(top, name, NULL);
    g_autofree char *found = NULL;
    g_autoptr(GError) error = NULL;
    g_file_get_contents(file, &found, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(found, ==, text);
}

static inline gboolean
test_file_exists(const char *top, const char *name)
{
    g_autofree char *file = g_build_filename(top, name, NULL);
    return g_file_test(file, G_FILE_TEST_EXISTS);
}

static inline guint
test_folder_count(const char *top, const char *name)
{
    g_autofree char *path = g_build_filename(top, name, NULL);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    g_assert_nonnull(dir);
    guint count = 0;
    while (g_dir_read_name(dir) != NULL)
        count++;
    return count;
}
