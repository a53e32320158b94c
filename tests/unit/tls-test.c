/* SPDX-License-Identifier: MIT
 *
 * Streams against real servers: which certificates are believed, what is sent to the others
 * (nothing), and that no server can hold us.
 */
#include "../lib/server.h"
#include "inkom/error.h"
#include "inkom/tls.h"

#include <sys/resource.h>

typedef struct {
    char *folder, *certs, *record;
} Fixture;

static void
set_up(Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
    fixture->folder = test_folder();
    fixture->certs = g_build_filename(fixture->folder, "certs", NULL);
    fixture->record = g_build_filename(fixture->folder, "record", NULL);
    test_make_certs(fixture->certs);
}

static void
tear_down(Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
    test_remove(fixture->folder);
    g_free(fixture->folder);
    g_free(fixture->certs);
    g_free(fixture->record);
}

/* cert NULL = plaintext. */
static TestServer *
start(const Fixture *fixture, const char *fault, const char *cert)
{
    g_autofree char *file =
        cert != NULL ? g_strdup_printf("%s/%s.pem", fixture->certs, cert) : NULL;
    const char *const args[] = {"tests/lib/fault-imap.py", fault, fixture->record, file, NULL};
    return test_server_start(args);
}

static mailstream *
open_stream(const Fixture *fixture, const TestServer *server, const char *host, InkScheme scheme,
            GError **error)
{
    g_autofree char *ca = g_strdup_printf("%s/ca.pem", fixture->certs);
    const InkEndpoint endpoint = {
        .scheme = scheme,
        .host = (char *)host,
        .port = test_port(server->line),
        .ca_file = ca,
        .timeout_ms = 400,
    };
    return ink_stream_open(&endpoint, error);
}

static void
assert_nothing_sent(const Fixture *fixture)
{
    g_autofree char *record = NULL;
    g_assert_true(g_file_get_contents(fixture->record, &record, NULL, NULL));
    g_assert_cmpstr(record, ==, "");
}

static void
assert_contains(const char *text, const char *part)
{
    if (text == NULL || strstr(text, part) == NULL)
        g_error("\"%s\" is not in \"%s\"", part, text);
}

static void
test_good(Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
    static const char *const HOSTS[] = {"localhost", "127.0.0.1"};
    g_autoptr(TestServer) server = start(fixture, "none", "good");

    for (gsize i = 0; i < G_N_ELEMENTS(HOSTS); i++) {
        g_autoptr(GError) error = NULL;
        mailstream *stream = open_stream(fixture, server, HOSTS[i], INK_SCHEME_IMAPS, &error);
        MMAPString *line = mmap_string_new("");

        g_assert_no_error(error);
        g_assert_cmpstr(mailstream_read_line(stream, line), ==, "* OK redo\r\n");
        g_assert_null(ink_stream_get_failure(stream));
        mailstream_close(stream);
        mmap_string_free(line);
    }
}

static const struct {
    const char *cert, *host, *reason;
} BAD[] = {
    {"unknown", "localhost", "utfärdaren är okänd"},
    {"self", "localhost", "utfärdaren är okänd"},
    {"wrong-host", "localhost", "ett annat servernamn"},
    {"wildcard", "localhost", "ett annat servernamn"},
    {"name-only", "127.0.0.1", "ett annat servernamn"},
    {"expired", "localhost", "har gått ut"},
    {"future", "localhost", "gäller inte ännu"},
    {"client-only", "localhost", "inte avsett för servrar"},
};

static void
test_bad_certificates(Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
    for (gsize i = 0; i < G_N_ELEMENTS(BAD); i++) {
        g_autoptr(TestServer) server = start(fixture, "none", BAD[i].cert);
        g_autoptr(GError) error = NULL;

        g_assert_null(open_stream(fixture, server, BAD[i].host, INK_SCHEME_IMAPS, &error));
        g_assert_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG);
        assert_contains(error->message, BAD[i].reason);
        assert_contains(error->message, BAD[i].host);
        assert_nothing_sent(fixture);
    }
}

/* The same when the handshake comes later, on the open stream. */
static void
test_bad_starttls(Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
    for (gsize i = 0; i < G_N_ELEMENTS(BAD); i++) {
        g_autofree char *ca = g_strdup_printf("%s/ca.pem", fixture->certs);
        /* The server begins TLS at once; the stream begins in plaintext. */
        g_autoptr(TestServer) server = start(fixture, "none", BAD[i].cert);
        const InkEndpoint endpoint = {.scheme = INK_SCHEME_IMAP,
                                      .host = (char *)BAD[i].host,
                                      .port = test_port(server->line),
                                      .ca_file = ca,
                                      .timeout_ms = 400};
        g_autoptr(GError) error = NULL;
        mailstream *stream = ink_stream_open(&endpoint, &error);

        g_assert_no_error(error);
        g_assert_false(ink_stream_start_tls(stream, &endpoint, &error));
        g_assert_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG);
        assert_contains(error->message, BAD[i].reason);
        g_assert_cmpint((int)mailstream_write(stream, "hemligt", 7), ==, 7); /* into the buffer */
        g_assert_cmpint(mailstream_flush(stream), ==, -1);
        mailstream_close(stream);
        assert_nothing_sent(fixture);
    }
}

static void
test_starttls_after_bytes(Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
    g_autoptr(TestServer) server = start(fixture, "none", NULL);
    const InkEndpoint endpoint = {.scheme = INK_SCHEME_IMAP,
                                  .host = (char *)"localhost",
                                  .port = test_port(server->line),
                                  .timeout_ms = 400};
    g_autoptr(GError) error = NULL;
    mailstream *stream = ink_stream_open(&endpoint, &error);

    g_assert_no_error(error);
    g_assert_cmpint((int)mailstream_feed_read_buffer(stream), >, 0);
    g_assert_false(ink_stream_start_tls(stream, &endpoint, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG);
    assert_contains(error->message, "STARTTLS");
    mailstream_close(stream);
    assert_nothing_sent(fixture);
}

static void
test_no_authorities(Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
    g_autoptr(TestServer) server = start(fixture, "none", "good");
    const InkEndpoint system = {.scheme = INK_SCHEME_IMAPS,
                                .host = (char *)"localhost",
                                .port = test_port(server->line),
                                .timeout_ms = 400};
    InkEndpoint missing = system;
    g_autoptr(GError) first = NULL, second = NULL;

    g_assert_null(ink_stream_open(&system, &first));
    g_assert_error(first, INK_ERROR, INK_ERROR_BAD_CONFIG);
    missing.ca_file = (char *)"/nowhere/ca.pem";
    g_assert_null(ink_stream_open(&missing, &second));
    g_assert_error(second, INK_ERROR, INK_ERROR_BAD_CONFIG);
    assert_contains(second->message, "/nowhere/ca.pem");
    assert_nothing_sent(fixture);
}

static void
test_old_versions(Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
    g_autofree char *cert = g_strdup_printf("%s/good.pem", fixture->certs);
    g_autofree char *key = g_strdup_printf("%s/good-key.pem", fixture->certs);
    const char *const args[] = {"tests/lib/old-tls.py", cert, key, NULL};
    g_autoptr(TestServer) server = test_server_start(args);
    g_autoptr(GError) error = NULL;

    g_assert_null(open_stream(fixture, server, "localhost", INK_SCHEME_IMAPS, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_TEMPORARY);
    assert_contains(error->message, "ingen krypterad förbindelse");
}

static void
test_not_tls(Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
    g_autoptr(TestServer) server = start(fixture, "none", NULL);
    g_autoptr(GError) error = NULL;

    g_assert_null(open_stream(fixture, server, "localhost", INK_SCHEME_IMAPS, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_TEMPORARY);
    assert_contains(error->message, "svarar inte med TLS");
}

static void
test_unreachable(Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
    TestServer *server = start(fixture, "none", NULL);
    g_autofree char *port = g_strdup(server->line);
    InkEndpoint endpoint = {.scheme = INK_SCHEME_IMAP,
                            .host = (char *)"127.0.0.1",
                            .port = test_port(port),
                            .timeout_ms = 400};
    g_autoptr(GError) refused = NULL, unknown = NULL;

    test_server_stop(server);
    g_assert_null(ink_stream_open(&endpoint, &refused));
    g_assert_error(refused, INK_ERROR, INK_ERROR_TEMPORARY);
    assert_contains(refused->message, "127.0.0.1 port ");
    endpoint.host = (char *)"finns-inte.invalid";
    g_assert_null(ink_stream_open(&endpoint, &unknown));
    g_assert_error(unknown, INK_ERROR, INK_ERROR_TEMPORARY);
    assert_contains(unknown->message, "finns-inte.invalid");
}

static void
test_handshake_hangs(Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
    g_autoptr(TestServer) server = start(fixture, "hang-greeting", "good");
    g_autoptr(GError) error = NULL;
    const gint64 start_us = g_get_monotonic_time();

    g_assert_null(open_stream(fixture, server, "localhost", INK_SCHEME_IMAPS, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_TEMPORARY);
    assert_contains(error->message, "i tid");
    g_assert_cmpint(g_get_monotonic_time() - start_us, >=, 390 * 1000);
    g_assert_cmpint(g_get_monotonic_time() - start_us, <, 5 * G_USEC_PER_SEC);
}

/* 0 would make libetpan's literal parser ask for ever. */
static void
test_end_is_an_error(Fixture *fixture, gconstpointer data)
{
    const char *cert = data;
    g_autoptr(TestServer) server = start(fixture, "close-after-greeting", cert);
    g_autoptr(GError) error = NULL;
    mailstream *stream = open_stream(fixture, server, "localhost",
                                     cert != NULL ? INK_SCHEME_IMAPS : INK_SCHEME_IMAP, &error);
    char bytes[100];

    g_assert_no_error(error);
    while (mailstream_low_read(mailstream_get_low(stream), bytes, sizeof bytes) > 0)
        continue;
    for (int i = 0; i < 3; i++)
        g_assert_cmpint((int)mailstream_low_read(mailstream_get_low(stream), bytes, sizeof bytes),
                        ==, -1);
    assert_contains(ink_stream_get_failure(stream), "förbindelsen");
    assert_contains(ink_stream_get_failure(stream), "localhost");
    mailstream_close(stream);
}

static void
test_silence(Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
    g_autoptr(TestServer) server = start(fixture, "hang-greeting", NULL);
    g_autoptr(GError) error = NULL;
    mailstream *stream = open_stream(fixture, server, "localhost", INK_SCHEME_IMAP, &error);
    const gint64 start_us = g_get_monotonic_time();
    char bytes[100];

    g_assert_no_error(error);
    g_assert_cmpint((int)mailstream_read(stream, bytes, sizeof bytes), ==, -1);
    g_assert_cmpint(g_get_monotonic_time() - start_us, >=, 390 * 1000);
    g_assert_cmpint(g_get_monotonic_time() - start_us, <, 3 * G_USEC_PER_SEC);
    assert_contains(ink_stream_get_failure(stream), "svarade inte i tid");
    mailstream_close(stream);
}

static void
test_budget(Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
    g_autoptr(TestServer) server = start(fixture, "none", NULL);
    g_autoptr(GError) error = NULL;
    mailstream *stream = open_stream(fixture, server, "localhost", INK_SCHEME_IMAP, &error);
    char bytes[100];

    g_assert_no_error(error);
    ink_stream_set_budget(stream, 5);
    g_assert_cmpint((int)mailstream_read(stream, bytes, sizeof bytes), ==, -1);
    assert_contains(ink_stream_get_failure(stream), "mer än den får");
    mailstream_close(stream);
}

/* select() ends the program for descriptors from FD_SETSIZE (1,024) on. */
static void
test_many_files(Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
    const struct rlimit most = {2048, 2048};
    g_autoptr(TestServer) server = start(fixture, "none", "good");
    g_autoptr(GError) error = NULL;
    mailstream *stream;
    char bytes[100];
    int copies[1100];

    if (setrlimit(RLIMIT_NOFILE, &most) != 0) {
        g_test_skip("the system allows too few files");
        return;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(copies); i++)
        copies[i] = dup(0);
    stream = open_stream(fixture, server, "localhost", INK_SCHEME_IMAPS, &error);
    g_assert_no_error(error);
    g_assert_cmpint(mailstream_low_get_fd(mailstream_get_low(stream)), >=, 1024);
    g_assert_cmpint((int)mailstream_read(stream, bytes, sizeof bytes), >, 0);
    mailstream_close(stream);
    for (gsize i = 0; i < G_N_ELEMENTS(copies); i++)
        close(copies[i]);
}

static void
test_may_be_plain(void)
{
    InkEndpoint endpoint = {.scheme = INK_SCHEME_IMAP, .host = (char *)"localhost"};

    g_assert_true(ink_stream_may_be_plain(&endpoint));
    endpoint.ca_file = (char *)"ca.pem";
    g_assert_false(ink_stream_may_be_plain(&endpoint));
    endpoint.ca_file = NULL;
    endpoint.host = (char *)"imap.exempelkommun.example";
    g_assert_false(ink_stream_may_be_plain(&endpoint));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_net_init();
    g_test_add_func("/tls/may-be-plain", test_may_be_plain);
#define ADD(path, data, func) g_test_add(path, Fixture, data, set_up, func, tear_down)
    ADD("/tls/good", NULL, test_good);
    ADD("/tls/bad-certificates", NULL, test_bad_certificates);
    ADD("/tls/bad-starttls", NULL, test_bad_starttls);
    ADD("/tls/starttls-after-bytes", NULL, test_starttls_after_bytes);
    ADD("/tls/no-authorities", NULL, test_no_authorities);
    ADD("/tls/old-versions", NULL, test_old_versions);
    ADD("/tls/not-tls", NULL, test_not_tls);
    ADD("/tls/unreachable", NULL, test_unreachable);
    ADD("/tls/handshake-hangs", NULL, test_handshake_hangs);
    ADD("/tls/end-plain", NULL, test_end_is_an_error);
    ADD("/tls/end-encrypted", "good", test_end_is_an_error);
    ADD("/tls/silence", NULL, test_silence);
    ADD("/tls/budget", NULL, test_budget);
    ADD("/tls/many-files", NULL, test_many_files);
    return g_test_run();
}
