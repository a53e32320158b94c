/* SPDX-License-Identifier: MIT
 *
 * What the SMTP client writes: no address and no body can slip in a command or a second letter,
 * and a letter arrives with the lines it has, whatever line ends it has.
 */
#include "inkom/smtp.h"

#include "inkom/tls.h"

#include "smtp-server.h"

#define FROM "inkorg@exempelkommun.example"
#define TO   "anna@exempel.example"

typedef struct {
    char *top;
    TestSmtpServer server;
    InkSmtp *smtp;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
    fixture->top = test_folder_new();
    g_autofree char *dir = g_build_filename(fixture->top, "server", NULL);
    test_smtp_server_start(&fixture->server, dir, data);
    InkEndpoint endpoint = {.scheme = INK_SCHEME_SMTP,
                            .host = (char *)"127.0.0.1",
                            .port = fixture->server.port,
                            .timeout_ms = 20000};
    g_autoptr(GError) error = NULL;
    fixture->smtp = ink_smtp_open(&endpoint, NULL, &error);
    g_assert_no_error(error);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    (void)data;
    ink_smtp_close(fixture->smtp);
    test_smtp_server_stop(&fixture->server);
    test_folder_remove(fixture->top);
    g_free(fixture->top);
}

static InkDelivery
send_bytes(Fixture *fixture, const char *from, const char *to, GBytes *bytes)
{
    g_autofree char *answer = NULL;
    InkDelivery delivery = ink_smtp_send(fixture->smtp, from, to, bytes, &answer);
    g_assert_nonnull(answer);
    return delivery;
}

static InkDelivery
send_letter(Fixture *fixture, const char *from, const char *to)
{
    static const char letter[] = "Subject: Hej\r\n\r\ntext\r\n";
    g_autoptr(GBytes) bytes = g_bytes_new_static(letter, sizeof letter - 1);
    return send_bytes(fixture, from, to, bytes);
}

static const char *const bad_addresses[] = {
    "",
    "anna",
    "anna@exempel.example>\r\nRCPT TO:<bo@exempel.example",
    "anna@exempel.example\r\nDATA",
    "anna\n@exempel.example",
    "anna\r@exempel.example",
    "anna@exempel.example\r",
    "anna@exempel.example\n",
    "anna @exempel.example",
    "<anna@exempel.example>",
    "anna@exempel.example> SIZE=1",
    "\"anna bo\"@exempel.example",
    "å@exempel.example",
    "anna@exempel.example\xe2\x80\xa8x",
    "anna@exempel.example\xc2\x85x",
    "anna\t@exempel.example",
    "anna\x7f@exempel.example",
    "anna,bo@exempel.example",
};

static void
test_addresses(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autofree char *before = test_smtp_server_dup_received(&fixture->server);
    for (gsize i = 0; i < G_N_ELEMENTS(bad_addresses); i++) {
        const char *bad = bad_addresses[i];
        g_assert_cmpint(send_letter(fixture, FROM, bad), ==, INK_DELIVERY_PERMANENT);
        if (bad[0] != '\0')
            g_assert_cmpint(send_letter(fixture, bad, TO), ==, INK_DELIVERY_PERMANENT);
    }
    g_autofree char *long_local = g_strnfill(600, 'a');
    g_autofree char *too_long = g_strconcat(long_local, "@exempel.example", NULL);
    g_assert_cmpint(send_letter(fixture, FROM, too_long), ==, INK_DELIVERY_PERMANENT);
    g_autofree char *after = test_smtp_server_dup_received(&fixture->server);
    g_assert_cmpstr(after, ==, before);
    g_assert_cmpint(send_letter(fixture, FROM, TO), ==, INK_DELIVERY_SENT);
}

/* Two bytes of a good address exchanged for any others, or nothing but such. */
static char *
dup_random_address(guint number)
{
    static const char alphabet[] = "ab@.\r\n<>: \"\\\t\x01\x7f\xc3\xa5-_+%,;()";
    char *address = g_strdup("anna@exempel.example");
    guint count = number % 2 == 0 ? 2 : (guint)strlen(address);
    for (guint i = 0; i < count; i++)
        address[g_test_rand_int_range(0, (gint32)strlen(address))] =
            alphabet[g_test_rand_int_range(0, sizeof alphabet - 1)];
    return address;
}

/* Whatever an address holds, it is one line to the server or nothing (T1). */
static void
test_random_addresses(Fixture *fixture, gconstpointer data)
{
    (void)data;
    guint sent = 0;
    for (guint i = 0; i < 6000; i++) {
        g_autofree char *to = dup_random_address(i);
        sent += send_letter(fixture, FROM, to) == INK_DELIVERY_SENT ? 1 : 0;
        g_assert_true(ink_smtp_is_open(fixture->smtp));
    }
    g_test_message("%u letters", sent);
    g_assert_cmpuint(sent, >, 20);
    g_assert_cmpuint(test_smtp_server_count(&fixture->server), ==, sent);
    g_autofree char *received = test_smtp_server_dup_received(&fixture->server);
    g_auto(GStrv) lines = g_strsplit(received, "\n", -1);
    /* EHLO; MAIL, RCPT, DATA, the letter's three lines and the dot; the end of the last line */
    g_assert_cmpuint(g_strv_length(lines), ==, 1 + sent * 7 + 1);
}

/* Ends of data that some server somewhere believes in (T2). Each with what must arrive. */
#define NEXT                                                                                       \
    "MAIL FROM:<x@x.example>\r\nRCPT TO:<y@x.example>\r\nDATA\r\nSubject: 2\r\n\r\ntvå\r\n.\r\n"
static const struct {
    const char *end, *arrives;
} smuggling[] = {
    {"\r\n.\r\n", "\r\n.\r\n"},
    {"\n.\n", "\r\n.\r\n"},
    {"\n.\r\n", "\r\n.\r\n"},
    {"\r\n.\n", "\r\n.\r\n"},
    {"\r.\r", "\r\n.\r\n"},
    {"\r.\r\n", "\r\n.\r\n"},
    {"\r\n.\r", "\r\n.\r\n"},
    {"\r.\n", "\r\n.\r\n"},
    {"\n.\r", "\r\n.\r\n"},
    {"\n\n.\n\n", "\r\n\r\n.\r\n\r\n"},
    {"\r\r.\r\r", "\r\n\r\n.\r\n\r\n"},
    {"\r\r\n.\r\r\n", "\r\n\r\n.\r\n\r\n"},
    {"\n\r.\n\r", "\r\n\r\n.\r\n\r\n"},
    {"\r\n..\r\n", "\r\n..\r\n"},
    {"\r\n...\r\n", "\r\n...\r\n"},
    {"\r\n. \r\n", "\r\n. \r\n"},
    {"\r\n.\t\n", "\r\n.\t\r\n"},
    {"\r\n\f.\r\n", "\r\n\f.\r\n"},
    {".\r\n", ".\r\n"},
    {"\r\n.", "\r\n."},
    {"\r\n.\r\n.\r\n.\r\n", "\r\n.\r\n.\r\n.\r\n"},
    {"\v.\v\r\n", "\v.\v\r\n"},
};

static void
test_smuggling(Fixture *fixture, gconstpointer data)
{
    (void)data;
    for (guint i = 0; i < G_N_ELEMENTS(smuggling); i++) {
        g_autofree char *letter =
            g_strconcat("Subject: 1\r\n\r\nett", smuggling[i].end, NEXT, NULL);
        g_autofree char *expected =
            g_strconcat("Subject: 1\r\n\r\nett", smuggling[i].arrives, NEXT, NULL);
        g_autofree char *name = g_strdup_printf("%04u.eml", i + 1);
        g_autoptr(GBytes) bytes = g_bytes_new(letter, strlen(letter));
        g_assert_cmpint(send_bytes(fixture, FROM, TO, bytes), ==, INK_DELIVERY_SENT);
        g_assert_cmpuint(test_smtp_server_count(&fixture->server), ==, i + 1);
        test_file_assert(fixture->server.dir, name, expected);
    }
}

/* How a letter may end, and that it arrives with one line end and nothing added. */
static const struct {
    const char *letter, *arrives;
} ends[] = {
    {"Subject: 1\r\n\r\ntext\r\n", "Subject: 1\r\n\r\ntext\r\n"},
    {"Subject: 1\n\ntext\n", "Subject: 1\r\n\r\ntext\r\n"},
    {"Subject: 1\n\ntext", "Subject: 1\r\n\r\ntext\r\n"},
    {"Subject: 1\n\ntext\r", "Subject: 1\r\n\r\ntext\r\n"},
    {"Subject: 1\n\ntext\n\n", "Subject: 1\r\n\r\ntext\r\n\r\n"},
    {"Subject: 1\n\ntext\r\r\n", "Subject: 1\r\n\r\ntext\r\n\r\n"},
    {"Subject: 1\n\n.", "Subject: 1\r\n\r\n.\r\n"},
    {".", ".\r\n"},
    {"\n", "\r\n"},
    {"", "\r\n"},
};

static void
test_ends(Fixture *fixture, gconstpointer data)
{
    (void)data;
    for (guint i = 0; i < G_N_ELEMENTS(ends); i++) {
        g_autofree char *name = g_strdup_printf("%04u.eml", i + 1);
        g_autoptr(GBytes) bytes = g_bytes_new_static(ends[i].letter, strlen(ends[i].letter));
        g_assert_cmpint(send_bytes(fixture, FROM, TO, bytes), ==, INK_DELIVERY_SENT);
        test_file_assert(fixture->server.dir, name, ends[i].arrives);
    }
}

/* Around libetpan's buffer of 32 KiB: nothing lost or doubled where one is flushed. */
static void
test_sizes(Fixture *fixture, gconstpointer data)
{
    (void)data;
    for (guint i = 0; i < 40; i++) {
        g_autoptr(GString) letter = g_string_new("Subject: 1\r\n\r\n");
        while (letter->len < 32 * 1024 - 20 + i)
            g_string_append(letter, letter->len % 3 == 0 ? ".rad\r\n" : "en rad\r\n");
        g_autofree char *name = g_strdup_printf("%04u.eml", i + 1);
        g_autoptr(GBytes) bytes = g_bytes_new(letter->str, letter->len);
        g_assert_cmpint(send_bytes(fixture, FROM, TO, bytes), ==, INK_DELIVERY_SENT);
        test_file_assert(fixture->server.dir, name, letter->str);
    }
}

/* Asked for where the server offers it, and a parameter that it does not know is never sent. */
static void
test_reports(Fixture *fixture, gconstpointer data)
{
    g_assert_cmpint(send_letter(fixture, FROM, TO), ==, INK_DELIVERY_SENT);
    g_autofree char *received = test_smtp_server_dup_received(&fixture->server);
    g_assert_cmpint(strstr(received, " RET=HDRS\r\n") != NULL, ==, data != NULL);
    g_assert_cmpint(strstr(received, "RCPT TO:<" TO "> NOTIFY=FAILURE\r\n") != NULL, ==,
                    data != NULL);
    g_assert_cmpint(strstr(received, "RCPT TO:<" TO ">\r\n") != NULL, ==, data == NULL);
}

static void
add(const char *name, void (*test)(Fixture *, gconstpointer))
{
    g_autofree char *path = g_strconcat("/smtp-letter/", name, NULL);
    g_test_add(path, Fixture, NULL, set_up, test, tear_down);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_net_init();
    add("addresses", test_addresses);
    add("random-addresses", test_random_addresses);
    add("smuggling", test_smuggling);
    add("ends", test_ends);
    add("sizes", test_sizes);
    add("reports", test_reports);
    static const char *const dsn[] = {"--dsn", NULL};
    g_test_add("/smtp-letter/reports-on-demand", Fixture, dsn, set_up, test_reports, tear_down);
    return g_test_run();
}
