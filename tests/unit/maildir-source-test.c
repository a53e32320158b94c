/* SPDX-License-Identifier: MIT
 *
 * A Maildir as a source, with mail readers at work in it at the same time.
 */
#include "../../src/source/source-private.h"

#include "inkom/error.h"

#include "folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

typedef struct {
    char *top, *path;
    InkEndpoint endpoint;
    InkMailbox mailbox;
    InkLimits limits;
    gpointer source;
} Fixture;

#define driver ink_maildir_source

static void
open_source(Fixture *fixture)
{
    if (fixture->source != NULL)
        driver.close(fixture->source);
    g_autoptr(GError) error = NULL;
    fixture->source = driver.open(&fixture->mailbox, &fixture->limits, &error);
    g_assert_no_error(error);
    g_assert_nonnull(fixture->source);
}

/* data: the folder for what is done, or NULL. */
static void
set_up(Fixture *fixture, gconstpointer data)
{
    fixture->top = test_folder_new();
    fixture->path = g_build_filename(fixture->top, "inkorg", NULL);
    static const char *const folders[] = {"cur", "new", "tmp"};
    for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *folder = g_build_filename(fixture->path, folders[i], NULL);
        g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
    }
    fixture->endpoint = (InkEndpoint){.scheme = INK_SCHEME_MAILDIR, .path = fixture->path};
    fixture->mailbox =
        (InkMailbox){.name = (char *)"demo", .source = &fixture->endpoint, .done = (char *)data};
    fixture->limits = INK_LIMITS_DEFAULT;
    open_source(fixture);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    (void)data;
    driver.close(fixture->source);
    test_folder_remove(fixture->top);
    g_free(fixture->path);
    g_free(fixture->top);
}

static void
put(Fixture *fixture, const char *file, gint64 time)
{
    test_file_write(fixture->path, file, file);
    g_autofree char *path = g_build_filename(fixture->path, file, NULL);
    struct utimbuf times = {.actime = time, .modtime = time};
    g_assert_cmpint(utime(path, &times), ==, 0);
}

static void
move(Fixture *fixture, const char *from, const char *to)
{
    g_autofree char *old = g_build_filename(fixture->path, from, NULL);
    g_autofree char *new = g_build_filename(fixture->path, to, NULL);
    g_assert_cmpint(g_rename(old, new), ==, 0);
}

static GPtrArray *
list(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    GPtrArray *listed = driver.list(fixture->source, 0, &error);
    g_assert_no_error(error);
    g_assert_nonnull(listed);
    return listed;
}

static GPtrArray *
fetch(Fixture *fixture, GPtrArray *listed)
{
    g_autoptr(GError) error = NULL;
    GPtrArray *messages =
        driver.fetch(fixture->source, (InkListed *const *)listed->pdata, listed->len, &error);
    g_assert_no_error(error);
    g_assert_nonnull(messages);
    return messages;
}

/* What is listed and fetched, as "uid=bytes uid=bytes". */
static void
assert_waiting(Fixture *fixture, const char *expected)
{
    g_autoptr(GPtrArray) listed = list(fixture);
    g_autoptr(GPtrArray) messages = fetch(fixture, listed);
    g_assert_cmpuint(messages->len, ==, listed->len);
    g_autoptr(GString) found = g_string_new(NULL);
    for (guint i = 0; i < messages->len; i++) {
        const InkIncoming *incoming = messages->pdata[i];
        const InkListed *one = listed->pdata[i];
        gsize size;
        const char *bytes = g_bytes_get_data(incoming->bytes, &size);
        g_assert_cmpstr(incoming->uid, ==, one->uid);
        g_assert_cmpint(incoming->size, ==, one->size);
        g_assert_cmpstr(incoming->stored_by, ==, "Maildir-filens tid");
        g_string_append_printf(found, "%s%s=%.*s", i > 0 ? " " : "", incoming->uid, (int)size,
                               bytes);
    }
    g_assert_cmpstr(found->str, ==, expected);
}

static void
acknowledge(Fixture *fixture, const char *uid)
{
    g_autoptr(GError) error = NULL;
    const char *const uids[] = {uid};
    g_assert_true(driver.acknowledge(fixture->source, uids, 1, &error));
    g_assert_no_error(error);
}

static void
test_candidates(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_assert_cmpuint(driver.get_uidvalidity(fixture->source), ==, 0);
    g_assert_true(driver.has_marks(fixture->source));
    assert_waiting(fixture, "");
    put(fixture, "new/5.e", 500);
    put(fixture, "cur/4.d:2,S", 400);
    put(fixture, "cur/3.c:2,", 300);
    put(fixture, "cur/2.b:2,I", 200);
    put(fixture, "cur/1.a:2,FIS", 100);
    put(fixture, "cur/0.z:2,Si", 300);
    put(fixture, "tmp/9.t", 50);
    put(fixture, "new/.dold", 50);
    assert_waiting(fixture, "0.z=cur/0.z:2,Si 3.c=cur/3.c:2, 4.d=cur/4.d:2,S 5.e=new/5.e");
}

static void
test_only_regular_files(Fixture *fixture, gconstpointer data)
{
    (void)data;
    test_file_write(fixture->top, "hemlig", "hemlig");
    g_autofree char *link = g_build_filename(fixture->path, "new", "1.link", NULL);
    g_autofree char *fifo = g_build_filename(fixture->path, "new", "2.fifo", NULL);
    g_autofree char *folder = g_build_filename(fixture->path, "new", "3.mapp", NULL);
    g_assert_cmpint(symlink("../../hemlig", link), ==, 0);
    g_assert_cmpint(mkfifo(fifo, 0600), ==, 0);
    g_assert_cmpint(g_mkdir(folder, 0700), ==, 0);
    put(fixture, "new/4.d", 1);
    assert_waiting(fixture, "4.d=new/4.d");
}

/* Between listing and fetching the file is exchanged for something that is not one. */
static void
test_exchanged_after_listing(Fixture *fixture, gconstpointer data)
{
    (void)data;
    test_file_write(fixture->top, "hemlig", "hemlig");
    put(fixture, "new/1.a", 1);
    put(fixture, "new/2.b", 2);
    put(fixture, "new/3.c", 3);
    g_autoptr(GPtrArray) listed = list(fixture);
    g_autofree char *one = g_build_filename(fixture->path, "new", "1.a", NULL);
    g_autofree char *two = g_build_filename(fixture->path, "new", "2.b", NULL);
    g_assert_cmpint(g_unlink(one), ==, 0);
    g_assert_cmpint(symlink("../../hemlig", one), ==, 0);
    g_assert_cmpint(g_unlink(two), ==, 0);
    g_assert_cmpint(mkfifo(two, 0600), ==, 0);
    g_autoptr(GPtrArray) messages = fetch(fixture, listed);
    g_assert_cmpuint(messages->len, ==, 1);
}

static void
test_time(Fixture *fixture, gconstpointer data)
{
    (void)data;
    put(fixture, "new/1.a", 1774602900);
    g_autoptr(GPtrArray) listed = list(fixture);
    g_autoptr(GPtrArray) messages = fetch(fixture, listed);
    const InkIncoming *incoming = messages->pdata[0];
    g_assert_cmpint(incoming->stored_at, ==, 1774602900);
    g_assert_false(incoming->is_header_only);
}

static void
test_acknowledge_marks(Fixture *fixture, gconstpointer data)
{
    (void)data;
    put(fixture, "new/1.a", 1);
    put(fixture, "cur/2.b:2,FS", 2);
    put(fixture, "cur/3.c:2,Sab", 3);
    put(fixture, "new/4.d", 4);
    assert_waiting(fixture, "1.a=new/1.a 2.b=cur/2.b:2,FS 3.c=cur/3.c:2,Sab 4.d=new/4.d");
    acknowledge(fixture, "1.a");
    acknowledge(fixture, "2.b");
    acknowledge(fixture, "3.c");
    test_file_assert(fixture->path, "cur/1.a:2,I", "new/1.a");
    test_file_assert(fixture->path, "cur/2.b:2,FIS", "cur/2.b:2,FS");
    test_file_assert(fixture->path, "cur/3.c:2,ISab", "cur/3.c:2,Sab");
    assert_waiting(fixture, "4.d=new/4.d");
    acknowledge(fixture, "1.a");
    acknowledge(fixture, "finns.inte");
    g_assert_cmpuint(test_folder_count(fixture->path, "cur"), ==, 3);
}

static void
test_acknowledge_moves(Fixture *fixture, gconstpointer data)
{
    (void)data;
    put(fixture, "new/1.a", 1);
    put(fixture, "cur/2.b:2,FS", 2);
    acknowledge(fixture, "1.a");
    acknowledge(fixture, "2.b");
    test_file_assert(fixture->path, ".Klart.Behandlat/cur/1.a:2,I", "new/1.a");
    test_file_assert(fixture->path, ".Klart.Behandlat/cur/2.b:2,FIS", "cur/2.b:2,FS");
    g_assert_true(test_file_exists(fixture->path, ".Klart.Behandlat/new"));
    g_assert_true(test_file_exists(fixture->path, ".Klart.Behandlat/tmp"));
    assert_waiting(fixture, "");
    acknowledge(fixture, "1.a");
    open_source(fixture);
    acknowledge(fixture, "1.a");
    g_assert_cmpuint(test_folder_count(fixture->path, "cur"), ==, 0);
    g_assert_cmpuint(test_folder_count(fixture->path, ".Klart.Behandlat/cur"), ==, 2);
}

/* The process died after the register's commit and before the mark: the next one only marks. */
static void
test_acknowledge_after_restart(Fixture *fixture, gconstpointer data)
{
    (void)data;
    put(fixture, "new/1.a", 1);
    assert_waiting(fixture, "1.a=new/1.a");
    open_source(fixture);
    assert_waiting(fixture, "1.a=new/1.a");
    open_source(fixture);
    acknowledge(fixture, "1.a");
    test_file_assert(fixture->path, "cur/1.a:2,I", "new/1.a");
}

static void
test_reader_moves_files(Fixture *fixture, gconstpointer data)
{
    (void)data;
    put(fixture, "new/1.a", 1);
    put(fixture, "cur/2.b:2,", 2);
    put(fixture, "new/3.c", 3);
    put(fixture, "new/4.d", 4);
    g_autoptr(GPtrArray) listed = list(fixture);
    move(fixture, "new/1.a", "cur/1.a:2,S");
    move(fixture, "cur/2.b:2,", "cur/2.b:2,F");
    move(fixture, "new/3.c", "tmp/3.c");
    g_autoptr(GPtrArray) messages = fetch(fixture, listed);
    g_assert_cmpuint(messages->len, ==, 3);
    move(fixture, "cur/1.a:2,S", "cur/1.a:2,FS");
    move(fixture, "cur/2.b:2,F", "tmp/2.b");
    move(fixture, "new/4.d", "cur/4.d:2,");
    const char *const uids[] = {"1.a", "2.b", "3.c", "4.d"};
    g_autoptr(GError) error = NULL;
    g_assert_true(driver.acknowledge(fixture->source, uids, G_N_ELEMENTS(uids), &error));
    g_assert_no_error(error);
    test_file_assert(fixture->path, "cur/1.a:2,FIS", "new/1.a");
    test_file_assert(fixture->path, "cur/4.d:2,I", "new/4.d");
    g_assert_cmpuint(test_folder_count(fixture->path, "cur"), ==, 2);
    assert_waiting(fixture, "");
}

/* A letter that is delivered again under the same name is seen again; the register knows it. */
static void
test_delivered_again(Fixture *fixture, gconstpointer data)
{
    (void)data;
    put(fixture, "cur/1.a:2,I", 1);
    put(fixture, "new/1.a", 2);
    assert_waiting(fixture, "1.a=new/1.a");
    acknowledge(fixture, "1.a");
    assert_waiting(fixture, "");
}

static const struct {
    const char *name, *message;
    gint64 header_bytes;
    const char *expected;
} big[] = {
    {"lf", "Subject: a\nTo: b\n\nmycket text", 1000, "Subject: a\nTo: b\n\n"},
    {"crlf", "Subject: a\r\nTo: b\r\n\r\nmycket text", 1000, "Subject: a\r\nTo: b\r\n\r\n"},
    {"no-empty-line", "Subject: a\nTo: b\nmycket text", 1000, "Subject: a\nTo: b\nmycket text"},
    {"no-header", "\nmycket text som är lång", 1000, "\n"},
    {"long-header", "Subject: a\nTo: b\n\nmycket text", 12, "Subject: a\nT"},
};

static void
test_over_the_limit(Fixture *fixture, gconstpointer data)
{
    (void)data;
    for (gsize i = 0; i < G_N_ELEMENTS(big); i++) {
        fixture->limits.message_bytes = 20;
        fixture->limits.header_bytes = big[i].header_bytes;
        open_source(fixture);
        test_file_write(fixture->path, "new/1.a", big[i].message);
        g_autoptr(GPtrArray) listed = list(fixture);
        g_autoptr(GPtrArray) messages = fetch(fixture, listed);
        g_assert_cmpuint(messages->len, ==, 1);
        const InkIncoming *incoming = messages->pdata[0];
        g_assert_true(incoming->is_header_only);
        g_assert_cmpint(incoming->size, ==, (gint64)strlen(big[i].message));
        gsize size;
        const char *bytes = g_bytes_get_data(incoming->bytes, &size);
        g_autofree char *text = g_strndup(bytes, size);
        g_assert_cmpstr(text, ==, big[i].expected);
        acknowledge(fixture, "1.a");
        test_file_assert(fixture->path, "cur/1.a:2,I", big[i].message);
        assert_waiting(fixture, "");
    }
}

static void
test_at_the_limit(Fixture *fixture, gconstpointer data)
{
    (void)data;
    fixture->limits.message_bytes = 7;
    open_source(fixture);
    put(fixture, "new/1.a", 1);
    g_autoptr(GPtrArray) listed = list(fixture);
    g_autoptr(GPtrArray) messages = fetch(fixture, listed);
    const InkIncoming *incoming = messages->pdata[0];
    g_assert_false(incoming->is_header_only);
    g_assert_cmpuint(g_bytes_get_size(incoming->bytes), ==, 7);
}

static void
test_many(Fixture *fixture, gconstpointer data)
{
    (void)data;
    for (guint i = 0; i < INK_SOURCE_LIST_MAX + 5; i++) {
        g_autofree char *name = g_strdup_printf("%s/new/%05u", fixture->path, i);
        int fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        g_assert_cmpint(fd, >=, 0);
        struct timespec times[2] = {{.tv_sec = 1000 + i / 10, .tv_nsec = i % 10},
                                    {.tv_sec = 1000 + i / 10, .tv_nsec = i % 10}};
        g_assert_cmpint(futimens(fd, times), ==, 0);
        close(fd);
    }
    g_autoptr(GPtrArray) listed = list(fixture);
    g_assert_cmpuint(listed->len, ==, INK_SOURCE_LIST_MAX);
    for (guint i = 0; i < listed->len; i++) {
        g_autofree char *uid = g_strdup_printf("%05u", i);
        g_assert_cmpstr(((const InkListed *)listed->pdata[i])->uid, ==, uid);
    }
}

static void
assert_cannot_open(Fixture *fixture, const char *words)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(driver.open(&fixture->mailbox, &fixture->limits, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG);
    g_assert_nonnull(strstr(error->message, words));
}

static void
test_cannot_open(Fixture *fixture, gconstpointer data)
{
    (void)data;
    fixture->endpoint.path = (char *)"/finns/inte";
    assert_cannot_open(fixture, "mkdir -p /finns/inte/cur /finns/inte/new /finns/inte/tmp");
    fixture->endpoint.path = fixture->path;
    static const char *const names[] = {"", ".Behandlat", "../ut", "a//b", "/etc", "a/../b"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        fixture->mailbox.done = (char *)names[i];
        assert_cannot_open(fixture, "Behandlat");
    }
}

static void
test_maildir_goes_away(Fixture *fixture, gconstpointer data)
{
    (void)data;
    move(fixture, "new", "borta");
    g_autoptr(GError) error = NULL;
    g_assert_null(driver.list(fixture->source, 0, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_TEMPORARY);
}

static void
add(const char *name, const char *done, void (*test)(Fixture *, gconstpointer))
{
    g_autofree char *path = g_strconcat("/maildir-source/", name, NULL);
    g_test_add(path, Fixture, done, set_up, test, tear_down);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("candidates", NULL, test_candidates);
    add("only-regular-files", NULL, test_only_regular_files);
    add("exchanged-after-listing", NULL, test_exchanged_after_listing);
    add("time", NULL, test_time);
    add("acknowledge/marks", NULL, test_acknowledge_marks);
    add("acknowledge/moves", "Klart/Behandlat", test_acknowledge_moves);
    add("acknowledge/after-restart", NULL, test_acknowledge_after_restart);
    add("reader-moves-files", NULL, test_reader_moves_files);
    add("delivered-again", NULL, test_delivered_again);
    add("over-the-limit", NULL, test_over_the_limit);
    add("at-the-limit", NULL, test_at_the_limit);
    add("many", NULL, test_many);
    add("cannot-open", NULL, test_cannot_open);
    add("maildir-goes-away", NULL, test_maildir_goes_away);
    return g_test_run();
}
