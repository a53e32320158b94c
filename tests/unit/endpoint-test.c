/* SPDX-License-Identifier: MIT
 *
 * Where mail is, as an address.
 */
#include "harness.h"

#include "inkom/endpoint.h"
#include "inkom/error.h"

#include <string.h>

static void
test_good(void)
{
    static const struct {
        const char *url;
        InkScheme scheme;
        const char *host;
        guint16 port;
        const char *user, *path, *shown;
        gboolean is_loopback;
    } rows[] = {
        {"imaps://inkorg@imap.example.org/INBOX", INK_SCHEME_IMAPS, "imap.example.org", 993,
         "inkorg", "INBOX", "imaps://inkorg@imap.example.org:993/INBOX", FALSE},
        {"imaps://imap.example.org", INK_SCHEME_IMAPS, "imap.example.org", 993, NULL, "INBOX",
         "imaps://imap.example.org:993/INBOX", FALSE},
        {"imap://a@127.0.0.1:1143/Inkorg/Nytt", INK_SCHEME_IMAP, "127.0.0.1", 1143, "a",
         "Inkorg/Nytt", "imap://a@127.0.0.1:1143/Inkorg/Nytt", TRUE},
        {"imap://a@localhost/", INK_SCHEME_IMAP, "localhost", 143, "a", "INBOX",
         "imap://a@localhost:143/INBOX", TRUE},
        {"imaps://a%40example.org@imap.example.org/Skr%C3%A4p", INK_SCHEME_IMAPS,
         "imap.example.org", 993, "a@example.org", "Skräp",
         "imaps://a@example.org@imap.example.org:993/Skräp", FALSE},
        {"smtp://127.0.0.1:25", INK_SCHEME_SMTP, "127.0.0.1", 25, NULL, NULL, "smtp://127.0.0.1:25",
         TRUE},
        {"smtp://mail.example.org", INK_SCHEME_SMTP, "mail.example.org", 25, NULL, NULL,
         "smtp://mail.example.org:25", FALSE},
        {"smtp://a@mail.example.org/", INK_SCHEME_SMTP, "mail.example.org", 587, "a", NULL,
         "smtp://a@mail.example.org:587", FALSE},
        {"smtps://a@mail.example.org", INK_SCHEME_SMTPS, "mail.example.org", 465, "a", NULL,
         "smtps://a@mail.example.org:465", FALSE},
        {"smtp://[::1]:2525", INK_SCHEME_SMTP, "::1", 2525, NULL, NULL, NULL, TRUE},
        {"imap://LOCALHOST", INK_SCHEME_IMAP, "LOCALHOST", 143, NULL, "INBOX", NULL, TRUE},
        {"imap://127.9.9.9", INK_SCHEME_IMAP, "127.9.9.9", 143, NULL, "INBOX", NULL, TRUE},
        {"imap://localhost.example.org", INK_SCHEME_IMAP, "localhost.example.org", 143, NULL,
         "INBOX", NULL, FALSE},
        {"imap://127.0.0.1.example.org", INK_SCHEME_IMAP, "127.0.0.1.example.org", 143, NULL,
         "INBOX", NULL, FALSE},
        {"imap://128.0.0.1", INK_SCHEME_IMAP, "128.0.0.1", 143, NULL, "INBOX", NULL, FALSE},
        {"maildir:var/inkorg", INK_SCHEME_MAILDIR, NULL, 0, NULL, "/etc/inkom/var/inkorg",
         "maildir:/etc/inkom/var/inkorg", FALSE},
        {"maildir:/srv/mail", INK_SCHEME_MAILDIR, NULL, 0, NULL, "/srv/mail", "maildir:/srv/mail",
         FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_test_message("%s", rows[i].url);
        g_autoptr(InkEndpoint) endpoint = ink_endpoint_parse(rows[i].url, "/etc/inkom", &error);
        g_assert_no_error(error);
        g_assert_cmpint(endpoint->scheme, ==, rows[i].scheme);
        g_assert_cmpstr(endpoint->host, ==, rows[i].host);
        g_assert_cmpint(endpoint->port, ==, rows[i].port);
        g_assert_cmpstr(endpoint->user, ==, rows[i].user);
        g_assert_cmpstr(endpoint->path, ==, rows[i].path);
        g_assert_null(endpoint->ca_file);
        g_assert_cmpint(endpoint->timeout_ms, >, 0);
        g_assert_cmpint(ink_endpoint_is_loopback(endpoint), ==, rows[i].is_loopback);
        g_autofree char *shown = ink_endpoint_format(endpoint);
        if (rows[i].shown != NULL)
            g_assert_cmpstr(shown, ==, rows[i].shown);
    }
}

static void
test_wrong(void)
{
    static const char *const wrong[] = {
        "",
        "imap",
        "imap.example.org",
        "http://example.org",
        "IMAPS://example.org",
        "pop3://example.org",
        "imaps:",
        "imaps://",
        "imaps:///INBOX",
        "imaps://inkorg@/INBOX",
        "imaps://example.org:0x",
        "imaps://example.org:70000",
        "imaps://example.org/INBOX?x",
        "imaps://example.org/INBOX#x",
        "smtp://example.org/INBOX",
        "maildir:",
        " imaps://example.org",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;
        g_test_message("%s", wrong[i]);
        g_assert_null(ink_endpoint_parse(wrong[i], "/etc", &error));
        g_assert_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG);
    }
}

/* A password in the address is refused, and not shown. */
static void
test_password(void)
{
    static const char *const urls[] = {"imaps://a:hemligt@example.org/INBOX",
                                       "smtp://a:hemligt@127.0.0.1",
                                       "imaps://:hemligt@example.org"};
    for (gsize i = 0; i < G_N_ELEMENTS(urls); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(ink_endpoint_parse(urls[i], "/etc", &error));
        g_assert_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG);
        g_assert_null(strstr(error->message, "hemligt"));
    }
}

static void
test_copy(void)
{
    g_autoptr(InkEndpoint) endpoint = ink_endpoint_parse("imaps://a@example.org/B", "/etc", NULL);
    endpoint->ca_file = g_strdup("ca.pem");
    g_autoptr(InkEndpoint) copy = ink_endpoint_copy(endpoint);
    g_autofree char *first = ink_endpoint_format(endpoint);
    g_autofree char *second = ink_endpoint_format(copy);
    g_assert_cmpstr(first, ==, second);
    g_assert_cmpstr(copy->ca_file, ==, "ca.pem");
    g_assert_true(copy->ca_file != endpoint->ca_file);
}

static void
test_folder(void)
{
    static const struct {
        const char *url, *folder;
        gboolean is_same;
    } rows[] = {
        {"imaps://a@example.org/INBOX", "inbox", TRUE},
        {"imaps://a@example.org/Inbox", "INBOX", TRUE},
        {"imaps://a@example.org", "iNbOx", TRUE},
        {"imaps://a@example.org/Klart", "Klart", TRUE},
        {"imaps://a@example.org/Klart", "klart", FALSE},
        {"imaps://a@example.org/Klart", "INBOX", FALSE},
        {"imaps://a@example.org/INBOX", "Klart", FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(InkEndpoint) endpoint = ink_endpoint_parse(rows[i].url, "/etc", NULL);
        g_assert_cmpint(ink_endpoint_is_folder(endpoint, rows[i].folder), ==, rows[i].is_same);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/endpoint/good", test_good);
    g_test_add_func("/endpoint/wrong", test_wrong);
    g_test_add_func("/endpoint/password", test_password);
    g_test_add_func("/endpoint/copy", test_copy);
    g_test_add_func("/endpoint/folder", test_folder);
    return g_test_run();
}
