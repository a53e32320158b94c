/* SPDX-License-Identifier: MIT
 *
 * Which messages a backlog holds, in which order, and with which bytes.
 */
#include "inkom/import.h"

#include "inkom/error.h"

#include "folder.h"

#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

typedef struct {
    char *top;
    GString *seen; /* "origin|bytes\n" for each message */
    guint stop_after;
    InkLimits limits;
    GPtrArray *failures; /* GError */
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
    (void)data;
    fixture->top = test_folder_new();
    fixture->seen = g_string_new(NULL);
    fixture->limits = INK_LIMITS_DEFAULT;
    fixture->failures = g_ptr_array_new_with_free_func((GDestroyNotify)g_error_free);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    (void)data;
    test_folder_remove(fixture->top);
    g_free(fixture->top);
    g_string_free(fixture->seen, TRUE);
    g_ptr_array_unref(fixture->failures);
}

static gboolean
note(const InkImported *imported, gpointer user_data, GError **error)
{
    Fixture *fixture = user_data;
    g_assert_cmpint(imported->stored_at, >, 0);
    g_assert_true(g_str_has_prefix(imported->origin, fixture->top));
    g_string_append_printf(fixture->seen, "%s|", imported->origin + strlen(fixture->top) + 1);
    gsize size;
    const char *text = g_bytes_get_data(imported->bytes, &size);
    g_string_append_len(fixture->seen, text, (gssize)size);
    if (imported->is_header_only)
        g_string_append_printf(fixture->seen, "<%" G_GINT64_FORMAT ">", imported->size);
    else
        g_assert_cmpint(imported->size, ==, (gint64)size);
    g_string_append_c(fixture->seen, '~');
    if (fixture->stop_after > 0 && --fixture->stop_after == 0) {
        g_set_error(error, INK_ERROR, INK_ERROR_INTERNAL, "nog");
        return FALSE;
    }
    return TRUE;
}

static gboolean
import_paths(Fixture *fixture, const char *const *paths, GError **error)
{
    g_string_truncate(fixture->seen, 0);
    g_ptr_array_set_size(fixture->failures, 0);
    return ink_import_each(paths, &fixture->limits, note, fixture, fixture->failures, error);
}

/* Imports top/name, compares, and checks that the count agrees. */
static void
assert_import(Fixture *fixture, const char *name, gint64 count, const char *expected)
{
    g_autofree char *path = g_build_filename(fixture->top, name, NULL);
    const char *paths[] = {path, NULL};
    g_autoptr(GError) error = NULL;
    gboolean is_good = import_paths(fixture, paths, &error);
    g_assert_no_error(error);
    g_assert_true(is_good);
    g_assert_cmpuint(fixture->failures->len, ==, 0);
    g_assert_cmpstr(fixture->seen->str, ==, expected);
    g_assert_cmpint(ink_import_count(paths), ==, count);
}

static void
test_single_files(Fixture *fixture, gconstpointer data)
{
    (void)data;
    test_file_write(fixture->top, "a.eml", "Subject: a\n\ntext\n");
    assert_import(fixture, "a.eml", 1, "a.eml|Subject: a\n\ntext\n~");
    test_file_write(fixture->top, "B.EML", "From x\n\nFrom y\n");
    assert_import(fixture, "B.EML", 1, "B.EML|From x\n\nFrom y\n~");
    test_file_write(fixture->top, "utan-namn", "Subject: c\r\n\r\ntext\r\n");
    assert_import(fixture, "utan-namn", 1, "utan-namn|Subject: c\r\n\r\ntext\r\n~");
    test_file_write(fixture->top, "tom.eml", "");
    assert_import(fixture, "tom.eml", 1, "tom.eml|~");
    test_file_write(fixture->top, "tom", "");
    assert_import(fixture, "tom", 0, "");
}

/* Each row: an mbox and what it holds. */
static const struct {
    const char *name, *mbox;
    gint64 count;
    const char *expected;
} mboxes[] = {
    {"one", "From a@b Mon\nSubject: 1\n\ntext\n\n", 1, "m:1|Subject: 1\n\ntext\n~"},
    {"two", "From a\nSubject: 1\n\nett\n\nFrom b\nSubject: 2\n\ntvå\n\n", 2,
     "m:1|Subject: 1\n\nett\n~m:2|Subject: 2\n\ntvå\n~"},
    {"no-empty-line-at-end", "From a\nSubject: 1\n\nett\n", 1, "m:1|Subject: 1\n\nett\n~"},
    {"no-line-end-at-end", "From a\nSubject: 1\n\nett", 1, "m:1|Subject: 1\n\nett~"},
    {"only-the-mark", "From a\n", 1, "m:1|~"},
    {"two-marks", "From a\nFrom b\n\n", 1, "m:1|From b\n~"},
    {"empty-body", "From a\nSubject: 1\n\n\nFrom b\nSubject: 2\n\n\n", 2,
     "m:1|Subject: 1\n\n~m:2|Subject: 2\n\n~"},
    {"from-without-empty-line", "From a\nSubject: 1\n\nrad\nFrom mig\n\n", 1,
     "m:1|Subject: 1\n\nrad\nFrom mig\n~"},
    {"not-the-mark", "From a\nSubject: 1\n\n\nFrom: b\n\nFromt\n\n", 1,
     "m:1|Subject: 1\n\n\nFrom: b\n\nFromt\n~"},
    {"quoted", "From a\nSubject: 1\n\n>From en\n>>From två\n> From tre\n>Frö\n>>\n\n", 1,
     "m:1|Subject: 1\n\nFrom en\n>From två\n> From tre\n>Frö\n>>\n~"},
    {"crlf", "From a\r\nSubject: 1\r\n\r\n>From x\r\n\r\nFrom b\r\nSubject: 2\r\n\r\ntvå\r\n\r\n",
     2, "m:1|Subject: 1\r\n\r\nFrom x\r\n~m:2|Subject: 2\r\n\r\ntvå\r\n~"},
};

static void
test_mbox(Fixture *fixture, gconstpointer data)
{
    gsize row = GPOINTER_TO_SIZE(data);
    test_file_write(fixture->top, "m", mboxes[row].mbox);
    assert_import(fixture, "m", mboxes[row].count, mboxes[row].expected);
}

static void
test_mbox_with_nul(Fixture *fixture, gconstpointer data)
{
    (void)data;
    static const char mbox[] = "From a\nSubject: 1\n\nf\0re\n\0\n\nFrom b\n>\0From\n";
    g_autofree char *file = g_build_filename(fixture->top, "m", NULL);
    g_assert_true(g_file_set_contents(file, mbox, sizeof mbox - 1, NULL));
    const char *paths[] = {file, NULL};
    g_autoptr(GError) error = NULL;
    g_assert_true(import_paths(fixture, paths, &error));
    g_assert_no_error(error);
    static const char expected[] = "m:1|Subject: 1\n\nf\0re\n\0\n~m:2|>\0From\n~";
    g_assert_cmpuint(fixture->seen->len, ==, sizeof expected - 1);
    g_assert_true(memcmp(fixture->seen->str, expected, sizeof expected) == 0);
}

static void
write_maildir(const char *top, const char *name)
{
    g_autofree char *cur = g_build_filename(name, "cur", "2.b:2,S", NULL);
    g_autofree char *new = g_build_filename(name, "new", "1.a", NULL);
    g_autofree char *tmp = g_build_filename(name, "tmp", "3.c", NULL);
    g_autofree char *dot = g_build_filename(name, "cur", ".dold", NULL);
    g_autofree char *list = g_build_filename(name, "dovecot-uidlist", NULL);
    g_autofree char *trash = g_build_filename(name, ".Trash", "cur", "9.z:2,", NULL);
    g_autofree char *trash_new = g_build_filename(name, ".Trash", "new", "8.y", NULL);
    test_file_write(top, cur, "cur");
    test_file_write(top, new, "From new");
    test_file_write(top, tmp, "tmp");
    test_file_write(top, dot, "dot");
    test_file_write(top, list, "From 3 V1");
    test_file_write(top, trash, "skräp");
    test_file_write(top, trash_new, "nytt skräp");
}

static void
test_maildir(Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_maildir(fixture->top, "inkorg");
    static const char expected[] = "inkorg/cur/2.b:2,S|cur~inkorg/new/1.a|From new~";
    assert_import(fixture, "inkorg", 2, expected);
    assert_import(fixture, "inkorg/", 2, expected);
    assert_import(fixture, "inkorg/new/", 1, "inkorg/new/1.a|From new~");
    assert_import(fixture, "inkorg/new/1.a", 1, "inkorg/new/1.a|From new~");
    assert_import(fixture, "inkorg/.Trash", 2,
                  "inkorg/.Trash/cur/9.z:2,|skräp~inkorg/.Trash/new/8.y|nytt skräp~");
}

static void
test_folder(Fixture *fixture, gconstpointer data)
{
    (void)data;
    write_maildir(fixture->top, "arkiv/c-maildir");
    test_file_write(fixture->top, "arkiv/b.eml", "b");
    test_file_write(fixture->top, "arkiv/README.txt", "läs mig");
    test_file_write(fixture->top, "arkiv/a/2025", "From x\nSubject: 1\n\n\n");
    test_file_write(fixture->top, "arkiv/a/2024.eml", "2024");
    test_file_write(fixture->top, "arkiv/.git/x.eml", "dold");
    test_file_write(fixture->top, "utanför.eml", "utanför");
    g_autofree char *link = g_build_filename(fixture->top, "arkiv", "lank.eml", NULL);
    g_autofree char *loop = g_build_filename(fixture->top, "arkiv", "runt", NULL);
    g_autofree char *fifo = g_build_filename(fixture->top, "arkiv", "ror.eml", NULL);
    g_assert_cmpint(symlink("../utanför.eml", link), ==, 0);
    g_assert_cmpint(symlink("..", loop), ==, 0);
    g_assert_cmpint(mkfifo(fifo, 0600), ==, 0);
    assert_import(fixture, "arkiv", 5,
                  "arkiv/a/2024.eml|2024~arkiv/a/2025:1|Subject: 1\n\n~arkiv/b.eml|b~"
                  "arkiv/c-maildir/cur/2.b:2,S|cur~arkiv/c-maildir/new/1.a|From new~");
    assert_import(fixture, "arkiv/lank.eml", 1, "arkiv/lank.eml|utanför~");
}

static void
test_order_of_paths(Fixture *fixture, gconstpointer data)
{
    (void)data;
    test_file_write(fixture->top, "a.eml", "a");
    test_file_write(fixture->top, "b.eml", "b");
    g_autofree char *a = g_build_filename(fixture->top, "a.eml", NULL);
    g_autofree char *b = g_build_filename(fixture->top, "b.eml", NULL);
    const char *paths[] = {b, a, b, NULL};
    g_assert_true(import_paths(fixture, paths, NULL));
    g_assert_cmpstr(fixture->seen->str, ==, "b.eml|b~a.eml|a~b.eml|b~");
    g_assert_cmpint(ink_import_count(paths), ==, 3);
}

static gboolean
is_given_time(const InkImported *imported, gpointer user_data, GError **error)
{
    (void)error;
    *(gint64 *)user_data = imported->stored_at;
    return TRUE;
}

static void
test_time(Fixture *fixture, gconstpointer data)
{
    (void)data;
    test_file_write(fixture->top, "a.eml", "a");
    g_autofree char *file = g_build_filename(fixture->top, "a.eml", NULL);
    struct utimbuf times = {.actime = 1, .modtime = 1774602900};
    g_assert_cmpint(utime(file, &times), ==, 0);
    const char *paths[] = {file, NULL};
    gint64 found = 0;
    g_assert_true(ink_import_each(paths, &fixture->limits, is_given_time, &found, NULL, NULL));
    g_assert_cmpint(found, ==, 1774602900);
}

static void
test_callback_stops(Fixture *fixture, gconstpointer data)
{
    (void)data;
    test_file_write(fixture->top, "m", "From a\n1\n\nFrom b\n2\n\nFrom c\n3\n\n");
    test_file_write(fixture->top, "n.eml", "4");
    const char *paths[] = {fixture->top, NULL};
    fixture->stop_after = 2;
    g_autoptr(GError) error = NULL;
    g_assert_false(import_paths(fixture, paths, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_INTERNAL);
    g_assert_cmpstr(fixture->seen->str, ==, "m:1|1\n~m:2|2\n~");
}

static void
assert_failure(const Fixture *fixture, guint i, InkError code, const char *path, const char *why)
{
    const GError *failure = fixture->failures->pdata[i];
    g_assert_error(failure, INK_ERROR, (int)code);
    g_assert_true(g_str_has_prefix(failure->message, path));
    g_assert_nonnull(strstr(failure->message, why));
}

/* What is missing, or cannot be read (a link to itself is so for everybody), is told of, each with
 * its path; the others are read. */
static void
test_missing(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autofree char *missing = g_build_filename(fixture->top, "borta", NULL);
    g_autofree char *loop = g_build_filename(fixture->top, "runt.eml", NULL);
    g_autofree char *fifo = g_build_filename(fixture->top, "ror", NULL);
    g_autofree char *last = g_build_filename(fixture->top, "b.eml", NULL);
    test_file_write(fixture->top, "a/a.eml", "a");
    test_file_write(fixture->top, "b.eml", "b");
    g_autofree char *folder = g_build_filename(fixture->top, "a", NULL);
    g_assert_cmpint(symlink("runt.eml", loop), ==, 0);
    g_assert_cmpint(mkfifo(fifo, 0600), ==, 0);
    const char *paths[] = {missing, folder, loop, fifo, last, NULL};
    g_assert_true(import_paths(fixture, paths, NULL));
    g_assert_cmpstr(fixture->seen->str, ==, "a/a.eml|a~b.eml|b~");
    g_assert_cmpint(ink_import_count(paths), ==, 2);
    g_assert_cmpuint(fixture->failures->len, ==, 3);
    assert_failure(fixture, 0, INK_ERROR_NOT_FOUND, missing, " finns inte");
    assert_failure(fixture, 1, INK_ERROR_TEMPORARY, loop, " kunde inte läsas: ");
    assert_failure(fixture, 2, INK_ERROR_REFUSED, fifo, " är varken en fil eller en mapp");
}

/* Of what is over the limit only the header comes, wherever it is, and then the rest; a line longer
 * than what is read at a time too. Exactly at the limit is not over it. */
static void
test_over_limit(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autofree char *filler = g_strnfill(150000, 'x');
    g_autofree char *mbox = g_strconcat("From a\nX: 1\n\n", filler,
                                        "\n\nFrom tom\n\nFrom b\n0123456789abcde\n\n"
                                        "From c\nX: 2\r\n\r\n01234567\n\nFrom d\n\n\n\nslut\n",
                                        NULL);
    test_file_write(fixture->top, "a/1.eml", "0123456789abcdef");
    test_file_write(fixture->top, "a/2.eml", "X: 2\n\n23456789abc");
    test_file_write(fixture->top, "a/3", mbox);
    test_file_write(fixture->top, "a/4.eml", "sist");
    fixture->limits.message_bytes = 16;
    assert_import(fixture, "a", 8,
                  "a/1.eml|0123456789abcdef~a/2.eml|X: 2\n\n<17>~a/3:1|X: 1\n\n<150007>~a/3:2|~"
                  "a/3:3|0123456789abcde\n~a/3:4|X: 2\r\n\r\n<17>~a/3:5|\n\n\nslut\n~"
                  "a/4.eml|sist~");
}

/* A header without an end is cut at header_bytes. */
static void
test_endless_header(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autofree char *filler = g_strnfill(150000, 'x');
    g_autofree char *mbox = g_strconcat("From a\n", filler, "\n\nFrom b\nslut\n", NULL);
    test_file_write(fixture->top, "a/1.eml", filler);
    test_file_write(fixture->top, "a/2", mbox);
    fixture->limits.message_bytes = 16;
    fixture->limits.header_bytes = 20;
    assert_import(fixture, "a", 3,
                  "a/1.eml|xxxxxxxxxxxxxxxxxxxx<150000>~a/2:1|xxxxxxxxxxxxxxxxxxxx<150001>~"
                  "a/2:2|slut\n~");
}

/* A line is put together again from its pieces, and nothing in its middle is a mark or quoted. */
static void
test_long_line(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autofree char *filler = g_strnfill(65536, 'x');
    g_autofree char *mbox = g_strconcat("From a\n\n", filler, "From x\n", filler, ">From y\n",
                                        filler, "\nFrom z\n", NULL);
    g_autofree char *expected = g_strconcat("m:1|", mbox + strlen("From a\n"), "~", NULL);
    test_file_write(fixture->top, "m", mbox);
    assert_import(fixture, "m", 1, expected);
}

static void
add(const char *name, gconstpointer data, void (*test)(Fixture *, gconstpointer))
{
    g_autofree char *path = g_strconcat("/import/", name, NULL);
    g_test_add(path, Fixture, data, set_up, test, tear_down);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("single-files", NULL, test_single_files);
    for (gsize i = 0; i < G_N_ELEMENTS(mboxes); i++) {
        g_autofree char *name = g_strconcat("mbox/", mboxes[i].name, NULL);
        add(name, GSIZE_TO_POINTER(i), test_mbox);
    }
    add("mbox-with-nul", NULL, test_mbox_with_nul);
    add("over-limit", NULL, test_over_limit);
    add("endless-header", NULL, test_endless_header);
    add("long-line", NULL, test_long_line);
    add("maildir", NULL, test_maildir);
    add("folder", NULL, test_folder);
    add("order-of-paths", NULL, test_order_of_paths);
    add("time", NULL, test_time);
    add("callback-stops", NULL, test_callback_stops);
    add("missing", NULL, test_missing);
    return g_test_run();
}
