/* SPDX-License-Identifier: MIT
 *
 * The mail servers that the unit tests talk to: a faulty one in python and a real Dovecot.
 */
#pragma once

#include "server.h"

#include "inkom/endpoint.h"

/* Dovecot takes any user with this one. */
#define TEST_PASSWORD "hemligt"

typedef struct {
    char *folder, *certs, *record;
    TestServer *server; /* NULL until one is started */
    InkEndpoint *endpoint;
} TestMail;

static inline TestMail *
test_mail_new(void)
{
    TestMail *mail = g_new0(TestMail, 1);

    mail->folder = test_folder();
    mail->certs = g_build_filename(mail->folder, "certs", NULL);
    mail->record = g_build_filename(mail->folder, "record", NULL);
    return mail;
}

static inline void
test_mail_stop(TestMail *mail)
{
    g_clear_pointer(&mail->server, test_server_stop);
    g_clear_pointer(&mail->endpoint, ink_endpoint_free);
}

static inline void
test_mail_free(TestMail *mail)
{
    test_mail_stop(mail);
    test_remove(mail->folder);
    g_free(mail->folder);
    g_free(mail->certs);
    g_free(mail->record);
    g_free(mail);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TestMail, test_mail_free)

/* scheme "imap" or "imaps"; has_ca: trust the test's authority. */
static inline void
test_mail_set_endpoint(TestMail *mail, const char *scheme, const char *port, gboolean has_ca)
{
    g_autofree char *url = g_strdup_printf("%s://inkorg@localhost:%s/INBOX", scheme, port);

    g_clear_pointer(&mail->endpoint, ink_endpoint_free);
    mail->endpoint = ink_endpoint_parse(url, "/", NULL);
    g_assert_nonnull(mail->endpoint);
    mail->endpoint->timeout_ms = 5000;
    if (has_ca)
        mail->endpoint->ca_file = g_build_filename(mail->certs, "ca.pem", NULL);
}

/* cert NULL: no TLS. imaps: unless the fault's name begins with "starttls". */
static inline void
test_mail_start_fault(TestMail *mail, const char *fault, const char *cert)
{
    g_autofree char *file = cert != NULL ? g_strdup_printf("%s/%s.pem", mail->certs, cert) : NULL;
    const char *const args[] = {"tests/lib/fault-imap.py", fault, mail->record, file, NULL};
    const gboolean is_imaps = cert != NULL && !g_str_has_prefix(fault, "starttls");

    test_mail_stop(mail);
    if (cert != NULL && !g_file_test(mail->certs, G_FILE_TEST_IS_DIR))
        test_make_certs(mail->certs);
    mail->server = test_server_start(args);
    test_mail_set_endpoint(mail, is_imaps ? "imaps" : "imap", mail->server->line, cert != NULL);
}

/* A real Dovecot; the endpoint is its imaps: port. setting: a line of dovecot.conf, or NULL. */
static inline void
test_mail_start_dovecot(TestMail *mail, const char *setting)
{
    g_autofree char *folder = g_build_filename(mail->folder, "dovecot", NULL);
    const char *const args[] = {"tests/lib/dovecot.sh", folder, setting, NULL};
    g_auto(GStrv) ports = NULL;

    test_mail_stop(mail);
    test_remove(folder);
    g_mkdir(folder, 0755);
    mail->server = test_server_start(args);
    ports = g_strsplit(mail->server->line, " ", 2);
    g_free(mail->certs);
    mail->certs = g_build_filename(folder, "certs", NULL);
    test_mail_set_endpoint(mail, "imaps", ports[1], TRUE);
}

static inline void
test_mail_use_starttls(TestMail *mail, gboolean has_ca)
{
    g_auto(GStrv) ports = g_strsplit(mail->server->line, " ", 2);
    test_mail_set_endpoint(mail, "imap", ports[0], has_ca);
}

/* A file for Dovecot's inbox, or for one of its folders (".Behandlat/cur" …). */
static inline char *
test_mail_path(const TestMail *mail, const char *part)
{
    return g_build_filename(mail->folder, "dovecot/mail/inkorg", part, NULL);
}

static inline void
test_mail_deliver(const TestMail *mail, guint number, const char *text)
{
    g_autofree char *part = g_strdup_printf("new/%07u.test", number);
    g_autofree char *path = test_mail_path(mail, part);

    g_assert_true(g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_NONE, 0666, NULL));
    g_chmod(path, 0666);
}

static inline guint
test_mail_count(const TestMail *mail, const char *part)
{
    g_autofree char *path = test_mail_path(mail, part);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    guint count = 0;

    while (dir != NULL && g_dir_read_name(dir) != NULL)
        count++;
    return count;
}

static inline char *
test_mail_read_record(const TestMail *mail)
{
    char *record = NULL;
    g_assert_true(g_file_get_contents(mail->record, &record, NULL, NULL));
    return record;
}

static inline void
test_assert_contains(const char *text, const char *part)
{
    if (text == NULL || strstr(text, part) == NULL)
        g_error("\"%s\" is not in \"%s\"", part, text);
}
