/* SPDX-License-Identifier: MIT
 *
 * A letter in a Maildir is there whole, once, whatever happened before.
 */
#include "inkom/maildir.h"

#include "inkom/error.h"

#include "folder.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

typedef struct {
    char *top, *path;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    fixture->top = test_folder_new();
    fixture->path = g_build_filename(fixture->top, "var", "utkorg", NULL);
    ink_maildir_create(fixture->path, &error);
    g_assert_no_error(error);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    (void)data;
    test_folder_remove(fixture->top);
    g_free(fixture->top);
    g_free(fixture->path);
}

static gboolean
deliver(Fixture *fixture, const char *name, const char *text, GError **error)
{
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    return ink_maildir_deliver(fixture->path, name, bytes, error);
}

static void
test_create_is_repeatable(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_assert_true(ink_maildir_create(fixture->path, &error));
    g_assert_no_error(error);
    g_autofree char *folder = g_build_filename(fixture->path, "cur", NULL);
    GStatBuf status;
    g_assert_cmpint(g_stat(folder, &status), ==, 0);
    g_assert_cmpint(status.st_mode & 0777, ==, 0700);
}

static void
test_create_beside_a_file(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autofree char *file = g_build_filename(fixture->top, "fil", NULL);
    g_assert_true(g_file_set_contents(file, "x", 1, NULL));
    g_autoptr(GError) error = NULL;
    g_assert_false(ink_maildir_create(file, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_TEMPORARY);
}

static void
test_deliver(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_assert_true(deliver(fixture, "brev.1", "Subject: Hej\n\nett\n", &error));
    g_assert_no_error(error);
    test_file_assert(fixture->path, "new/brev.1", "Subject: Hej\n\nett\n");
    g_assert_cmpuint(test_folder_count(fixture->path, "tmp"), ==, 0);
    g_autofree char *file = g_build_filename(fixture->path, "new", "brev.1", NULL);
    GStatBuf status;
    g_assert_cmpint(g_stat(file, &status), ==, 0);
    g_assert_cmpint(status.st_mode & 0777, ==, 0600);
}

static void
test_twice_leaves_one(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_assert_true(deliver(fixture, "brev.1", "ett\n", NULL));
    g_assert_true(deliver(fixture, "brev.1", "två\n", NULL));
    g_assert_cmpuint(test_folder_count(fixture->path, "new"), ==, 1);
    test_file_assert(fixture->path, "new/brev.1", "två\n");
}

static void
test_read_letter_is_not_delivered_again(Fixture *fixture, gconstpointer data)
{
    const char *read_name = data;
    g_assert_true(deliver(fixture, "brev.1", "ett\n", NULL));
    g_autofree char *from = g_build_filename(fixture->path, "new", "brev.1", NULL);
    g_autofree char *to = g_build_filename(fixture->path, "cur", read_name, NULL);
    g_assert_cmpint(g_rename(from, to), ==, 0);
    g_assert_true(deliver(fixture, "brev.1", "ett\n", NULL));
    g_assert_cmpuint(test_folder_count(fixture->path, "new"), ==, 0);
    g_assert_true(deliver(fixture, "brev.10", "tio\n", NULL));
    g_assert_true(deliver(fixture, "brev", "noll\n", NULL));
    g_assert_cmpuint(test_folder_count(fixture->path, "new"), ==, 2);
}

/* What a crash while writing leaves behind hinders nothing. */
static void
test_after_a_crash(Fixture *fixture, gconstpointer data)
{
    (void)data;
    static const char *const left[] = {"brev.1", "inkom.AAAAAA"};
    for (gsize i = 0; i < G_N_ELEMENTS(left); i++) {
        g_autofree char *file = g_build_filename(fixture->path, "tmp", left[i], NULL);
        g_assert_true(g_file_set_contents(file, "hal", 3, NULL));
    }
    g_assert_true(deliver(fixture, "brev.1", "helt\n", NULL));
    g_assert_cmpuint(test_folder_count(fixture->path, "new"), ==, 1);
    test_file_assert(fixture->path, "new/brev.1", "helt\n");
}

static void
test_bad_names(Fixture *fixture, gconstpointer data)
{
    (void)data;
    static const char *const names[] = {"", ".", "..", ".dold", "../new/x", "a/b", "/etc/passwd"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_false(deliver(fixture, names[i], "x", &error));
        g_assert_error(error, INK_ERROR, INK_ERROR_INTERNAL);
    }
    g_assert_cmpuint(test_folder_count(fixture->path, "new"), ==, 0);
}

static void
test_missing_folder(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = g_bytes_new_static("x", 1);
    g_assert_false(ink_maildir_deliver("/finns/inte", "brev", bytes, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_TEMPORARY);
    g_assert_cmpuint(test_folder_count(fixture->path, "new"), ==, 0);
}

static void
test_failed_rename_leaves_nothing(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autofree char *in_the_way = g_build_filename(fixture->path, "new", "brev.1", NULL);
    g_assert_cmpint(g_mkdir(in_the_way, 0700), ==, 0);
    g_autoptr(GError) error = NULL;
    g_assert_false(deliver(fixture, "brev.1", "x", &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_TEMPORARY);
    g_assert_cmpuint(test_folder_count(fixture->path, "tmp"), ==, 0);
}

/* A file size limit stands for a full disk: the write stops half-way. */
static void
test_full_disk(Fixture *fixture, gconstpointer data)
{
    (void)data;
    struct rlimit before;
    g_assert_cmpint(getrlimit(RLIMIT_FSIZE, &before), ==, 0);
    struct rlimit small = {.rlim_cur = 10, .rlim_max = before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &small), ==, 0);
    g_autoptr(GError) error = NULL;
    gboolean is_delivered = deliver(fixture, "brev.1", "mer än tio byte\n", &error);
    g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &before), ==, 0);
    g_assert_false(is_delivered);
    g_assert_error(error, INK_ERROR, INK_ERROR_TEMPORARY);
    g_assert_cmpuint(test_folder_count(fixture->path, "tmp"), ==, 0);
    g_assert_cmpuint(test_folder_count(fixture->path, "new"), ==, 0);
}

static void
add(const char *name, gconstpointer data, void (*test)(Fixture *, gconstpointer))
{
    g_autofree char *path = g_strconcat("/maildir/", name, NULL);
    g_test_add(path, Fixture, data, set_up, test, tear_down);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("create-is-repeatable", NULL, test_create_is_repeatable);
    add("create-beside-a-file", NULL, test_create_beside_a_file);
    add("deliver", NULL, test_deliver);
    add("twice-leaves-one", NULL, test_twice_leaves_one);
    add("read-letter/seen", "brev.1:2,S", test_read_letter_is_not_delivered_again);
    add("read-letter/no-flags", "brev.1:2,", test_read_letter_is_not_delivered_again);
    add("read-letter/no-info", "brev.1", test_read_letter_is_not_delivered_again);
    add("after-a-crash", NULL, test_after_a_crash);
    add("bad-names", NULL, test_bad_names);
    add("missing-folder", NULL, test_missing_folder);
    add("failed-rename-leaves-nothing", NULL, test_failed_rename_leaves_nothing);
    add("full-disk", NULL, test_full_disk);
    return g_test_run();
}
