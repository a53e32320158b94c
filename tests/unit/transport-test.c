/* SPDX-License-Identifier: MIT
 *
 * Letters through either transport; the Maildir leaves one however often a letter is sent, and the
 * SMTP session is opened anew when the server has closed it meanwhile.
 */
#include "inkom/transport.h"

#include "inkom/error.h"
#include "inkom/maildir.h"

#include "smtp-server.h"

#define FROM   "inkorg@exempelkommun.example"
#define TO     "anna@exempel.example"
#define LETTER "Subject: Hej\r\n\r\ntext\r\n"

typedef struct {
    char *top, *path;
    InkEndpoint maildir, smtp;
    TestSmtpServer server;
    InkTransport *transport;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
    (void)data;
    fixture->top = test_folder_new();
    fixture->path = g_build_filename(fixture->top, "var", "utkorg", NULL);
    fixture->maildir = (InkEndpoint){.scheme = INK_SCHEME_MAILDIR, .path = fixture->path};
    fixture->smtp =
        (InkEndpoint){.scheme = INK_SCHEME_SMTP, .host = (char *)"127.0.0.1", .timeout_ms = 20000};
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    (void)data;
    ink_transport_free(fixture->transport);
    test_smtp_server_stop(&fixture->server);
    test_folder_remove(fixture->top);
    g_free(fixture->path);
    g_free(fixture->top);
}

static void
start(Fixture *fixture, const char *name, const char *const *options)
{
    g_autofree char *dir = g_build_filename(fixture->top, name, NULL);
    test_smtp_server_start(&fixture->server, dir, options);
    fixture->smtp.port = fixture->server.port;
}

static void
assert_sends(Fixture *fixture, const char *from, const char *to, const char *id,
             InkDelivery expected)
{
    g_autoptr(GBytes) bytes = g_bytes_new_static(LETTER, strlen(LETTER));
    g_autofree char *answer = NULL;
    g_assert_cmpint(ink_transport_send(fixture->transport, from, to, id, bytes, &answer), ==,
                    expected);
    g_assert_nonnull(answer);
}

static char *
dup_only_file(Fixture *fixture)
{
    g_autofree char *folder = g_build_filename(fixture->path, "new", NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_assert_nonnull(dir);
    char *name = g_strconcat("new/", g_dir_read_name(dir), NULL);
    g_assert_null(g_dir_read_name(dir));
    return name;
}

static void
test_maildir(Fixture *fixture, gconstpointer data)
{
    (void)data;
    fixture->transport = ink_transport_new(&fixture->maildir, NULL);
    g_assert_true(ink_transport_is_idempotent(fixture->transport));
    g_assert_false(g_file_test(fixture->path, G_FILE_TEST_EXISTS));
    assert_sends(fixture, FROM, TO, "1.ks@exempelkommun.example", INK_DELIVERY_SENT);
    g_autofree char *name = dup_only_file(fixture);
    g_assert_true(g_str_has_prefix(name, "new/1.ks@exempelkommun.example."));
    test_file_assert(fixture->path, name,
                     "Return-Path: <" FROM ">\r\nDelivered-To: " TO "\r\n" LETTER);
}

static void
test_maildir_line_ends(Fixture *fixture, gconstpointer data)
{
    (void)data;
    fixture->transport = ink_transport_new(&fixture->maildir, NULL);
    g_autoptr(GBytes) bytes = g_bytes_new_static("Subject: Hej\n\ntext\n", 19);
    g_autofree char *answer = NULL;
    g_assert_cmpint(ink_transport_send(fixture->transport, "", TO, "1@x", bytes, &answer), ==,
                    INK_DELIVERY_SENT);
    g_autofree char *name = dup_only_file(fixture);
    test_file_assert(fixture->path, name,
                     "Return-Path: <>\nDelivered-To: " TO "\nSubject: Hej\n\ntext\n");
}

/* The process died between sending and noting it: the next one sends again. */
static void
test_maildir_twice(Fixture *fixture, gconstpointer data)
{
    (void)data;
    for (guint i = 0; i < 3; i++) {
        ink_transport_free(fixture->transport);
        fixture->transport = ink_transport_new(&fixture->maildir, NULL);
        assert_sends(fixture, FROM, TO, "1@x", INK_DELIVERY_SENT);
        g_assert_cmpuint(test_folder_count(fixture->path, "new"), ==, 1);
        g_assert_cmpuint(test_folder_count(fixture->path, "tmp"), ==, 0);
    }
    assert_sends(fixture, FROM, TO, "2@x", INK_DELIVERY_SENT);
    assert_sends(fixture, FROM, "bo@exempel.example", "1@x", INK_DELIVERY_SENT);
    g_assert_cmpuint(test_folder_count(fixture->path, "new"), ==, 3);
}

static const char *const hostile_ids[] = {
    "../../etc/passwd", ".dold", "a/b", "", "a:2,S", "a\nb", "\"x y\"@å.example", "*?~$`",
};

static void
test_maildir_names(Fixture *fixture, gconstpointer data)
{
    (void)data;
    fixture->transport = ink_transport_new(&fixture->maildir, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(hostile_ids); i++) {
        assert_sends(fixture, FROM, TO, hostile_ids[i], INK_DELIVERY_SENT);
        g_assert_cmpuint(test_folder_count(fixture->path, "new"), ==, i + 1);
    }
    g_autofree char *long_one = g_strnfill(500, 'a');
    g_autofree char *long_two = g_strconcat(long_one, "b", NULL);
    assert_sends(fixture, FROM, TO, long_one, INK_DELIVERY_SENT);
    assert_sends(fixture, FROM, TO, long_two, INK_DELIVERY_SENT);
    g_assert_cmpuint(test_folder_count(fixture->path, "new"), ==, G_N_ELEMENTS(hostile_ids) + 2);
    g_autofree char *folder = g_build_filename(fixture->path, "new", NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    while ((name = g_dir_read_name(dir)) != NULL)
        g_assert_cmpuint(strspn(name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS ".-_+@="), ==,
                         strlen(name));
}

static void
test_bad_addresses(Fixture *fixture, gconstpointer is_smtp)
{
    static const char *const bad[] = {"anna", "a@b.example\r\nBcc: x@y.example", "a@b.example>\n"};
    if (is_smtp != NULL)
        start(fixture, "server", NULL);
    fixture->transport =
        ink_transport_new(is_smtp != NULL ? &fixture->smtp : &fixture->maildir, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        assert_sends(fixture, FROM, bad[i], "1@x", INK_DELIVERY_PERMANENT);
        assert_sends(fixture, bad[i], TO, "1@x", INK_DELIVERY_PERMANENT);
    }
    g_assert_false(g_file_test(fixture->path, G_FILE_TEST_EXISTS));
}

static void
test_maildir_impossible(Fixture *fixture, gconstpointer data)
{
    (void)data;
    test_file_write(fixture->top, "var", "en fil där mappen skulle vara");
    fixture->transport = ink_transport_new(&fixture->maildir, NULL);
    assert_sends(fixture, FROM, TO, "1@x", INK_DELIVERY_TEMPORARY);
    g_autoptr(GError) error = NULL;
    g_assert_false(ink_transport_check(fixture->transport, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_TEMPORARY);
}

static void
test_maildir_check(Fixture *fixture, gconstpointer data)
{
    (void)data;
    fixture->transport = ink_transport_new(&fixture->maildir, NULL);
    g_autoptr(GError) error = NULL;
    g_assert_true(ink_transport_check(fixture->transport, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(test_folder_count(fixture->path, "new"), ==, 0);
}

static void
test_smtp(Fixture *fixture, gconstpointer data)
{
    (void)data;
    start(fixture, "server", NULL);
    fixture->transport = ink_transport_new(&fixture->smtp, NULL);
    g_assert_false(ink_transport_is_idempotent(fixture->transport));
    g_autoptr(GError) error = NULL;
    g_assert_true(ink_transport_check(fixture->transport, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(test_smtp_server_count(&fixture->server), ==, 0);
    for (guint i = 0; i < 5; i++)
        assert_sends(fixture, FROM, TO, "1@x", INK_DELIVERY_SENT);
    assert_sends(fixture, FROM, "permanent@x.example", "1@x", INK_DELIVERY_PERMANENT);
    assert_sends(fixture, FROM, "tillfalligt@x.example", "1@x", INK_DELIVERY_TEMPORARY);
    assert_sends(fixture, FROM, "tappa-efter@x.example", "1@x", INK_DELIVERY_UNKNOWN);
    assert_sends(fixture, FROM, TO, "1@x", INK_DELIVERY_SENT);
    g_assert_cmpuint(test_smtp_server_count(&fixture->server), ==, 7);
    g_autofree char *received = test_smtp_server_dup_received(&fixture->server);
    g_auto(GStrv) sessions = g_strsplit(received, "EHLO", -1);
    g_assert_cmpuint(g_strv_length(sessions) - 1, ==, 2);
}

/* The server closes after each letter; none is lost and none is sent twice. */
static void
test_smtp_idle_connection_lost(Fixture *fixture, gconstpointer data)
{
    (void)data;
    start(fixture, "server", (const char *const[]){"--close-after", "1", NULL});
    fixture->transport = ink_transport_new(&fixture->smtp, NULL);
    for (guint i = 0; i < 20; i++)
        assert_sends(fixture, FROM, TO, "1@x", INK_DELIVERY_SENT);
    g_assert_cmpuint(test_smtp_server_count(&fixture->server), ==, 20);
}

static void
test_smtp_server_restarts(Fixture *fixture, gconstpointer data)
{
    (void)data;
    start(fixture, "server", NULL);
    fixture->transport = ink_transport_new(&fixture->smtp, NULL);
    assert_sends(fixture, FROM, TO, "1@x", INK_DELIVERY_SENT);
    test_smtp_server_stop(&fixture->server);
    assert_sends(fixture, FROM, TO, "2@x", INK_DELIVERY_TEMPORARY);
    assert_sends(fixture, FROM, TO, "2@x", INK_DELIVERY_TEMPORARY);
    g_autoptr(GError) error = NULL;
    g_assert_false(ink_transport_check(fixture->transport, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_TEMPORARY);
}

static void
test_smtp_copies_its_arguments(Fixture *fixture, gconstpointer data)
{
    (void)data;
    start(fixture, "server", (const char *const[]){"--auth", "inkorg:hemligt", NULL});
    g_autofree char *url = g_strdup_printf("smtp://inkorg@127.0.0.1:%u", fixture->smtp.port);
    g_autoptr(GError) error = NULL;
    InkEndpoint *endpoint = ink_endpoint_parse(url, "/", &error);
    g_assert_no_error(error);
    char *password = g_strdup("hemligt");
    fixture->transport = ink_transport_new(endpoint, password);
    ink_endpoint_free(endpoint);
    memset(password, 'x', strlen(password));
    g_free(password);
    assert_sends(fixture, FROM, TO, "1@x", INK_DELIVERY_SENT);
}

static void
test_wrong_password_waits(Fixture *fixture, gconstpointer data)
{
    (void)data;
    start(fixture, "server", (const char *const[]){"--auth", "inkorg:hemligt", NULL});
    fixture->smtp.user = (char *)"inkorg";
    fixture->transport = ink_transport_new(&fixture->smtp, "fel");
    assert_sends(fixture, FROM, TO, "1@x", INK_DELIVERY_TEMPORARY);
    g_autoptr(GError) error = NULL;
    g_assert_false(ink_transport_check(fixture->transport, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG);
}

static void
test_wrong_scheme(Fixture *fixture, gconstpointer data)
{
    (void)data;
    fixture->smtp.scheme = INK_SCHEME_IMAPS;
    fixture->transport = ink_transport_new(&fixture->smtp, NULL);
    g_assert_false(ink_transport_is_idempotent(fixture->transport));
    assert_sends(fixture, FROM, TO, "1@x", INK_DELIVERY_TEMPORARY);
    g_autoptr(GError) error = NULL;
    g_assert_false(ink_transport_check(fixture->transport, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG);
}

static void
add(const char *name, gconstpointer data, void (*test)(Fixture *, gconstpointer))
{
    g_autofree char *path = g_strconcat("/transport/", name, NULL);
    g_test_add(path, Fixture, data, set_up, test, tear_down);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    signal(SIGPIPE, SIG_IGN);
    add("maildir/letter", NULL, test_maildir);
    add("maildir/line-ends", NULL, test_maildir_line_ends);
    add("maildir/twice", NULL, test_maildir_twice);
    add("maildir/names", NULL, test_maildir_names);
    add("maildir/bad-addresses", NULL, test_bad_addresses);
    add("maildir/impossible", NULL, test_maildir_impossible);
    add("maildir/check", NULL, test_maildir_check);
    add("smtp/letters", NULL, test_smtp);
    add("smtp/bad-addresses", "smtp", test_bad_addresses);
    add("smtp/idle-connection-lost", NULL, test_smtp_idle_connection_lost);
    add("smtp/server-restarts", NULL, test_smtp_server_restarts);
    add("smtp/copies-its-arguments", NULL, test_smtp_copies_its_arguments);
    add("smtp/wrong-password-waits", NULL, test_wrong_password_waits);
    add("wrong-scheme", NULL, test_wrong_scheme);
    return g_test_run();
}
