/* SPDX-License-Identifier: MIT
 *
 * The SMTP client against a real server that can also misbehave: what became of a letter is told
 * right, and nothing is said to a server whose certificate is not good.
 */
#include "inkom/smtp.h"

#include "inkom/error.h"
#include "inkom/tls.h"

#include "smtp-server.h"

#define FROM   "inkorg@exempelkommun.example"
#define TO     "anna@exempel.example"
#define LETTER "Subject: Hej\r\n\r\ntext\r\n"

static char *certificates;

typedef struct {
    char *top;
    TestSmtpServer server;
    InkEndpoint endpoint;
    char *ca_file;
    InkSmtp *smtp;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
    (void)data;
    fixture->top = test_folder_new();
    fixture->ca_file = g_build_filename(certificates, "ca.pem", NULL);
    fixture->endpoint =
        (InkEndpoint){.scheme = INK_SCHEME_SMTP, .host = (char *)"localhost", .timeout_ms = 20000};
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    (void)data;
    ink_smtp_close(fixture->smtp);
    test_smtp_server_stop(&fixture->server);
    test_folder_remove(fixture->top);
    g_free(fixture->ca_file);
    g_free(fixture->top);
}

static void
start(Fixture *fixture, const char *const *options)
{
    g_autofree char *dir = g_build_filename(fixture->top, "server", NULL);
    test_smtp_server_start(&fixture->server, dir, options);
    fixture->endpoint.port = fixture->server.port;
}

/* mode: "starttls" or "smtps"; more: options behind, or NULL. */
static void
start_tls(Fixture *fixture, const char *mode, const char *certificate, const char *const *more)
{
    g_autofree char *name = g_strconcat(certificate, ".pem", NULL);
    g_autofree char *file = g_build_filename(certificates, name, NULL);
    const char *options[16] = {"--tls", mode, "--cert", file};
    for (gsize i = 0; more != NULL && more[i] != NULL; i++)
        options[4 + i] = more[i];
    start(fixture, options);
    fixture->endpoint.scheme = strcmp(mode, "smtps") == 0 ? INK_SCHEME_SMTPS : INK_SCHEME_SMTP;
    fixture->endpoint.ca_file = fixture->ca_file;
}

static void
open_smtp(Fixture *fixture, const char *password)
{
    g_autoptr(GError) error = NULL;
    fixture->smtp = ink_smtp_open(&fixture->endpoint, password, &error);
    g_assert_no_error(error);
    g_assert_nonnull(fixture->smtp);
}

static void
assert_cannot_open(Fixture *fixture, const char *password, InkError code, const char *words)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(ink_smtp_open(&fixture->endpoint, password, &error));
    g_assert_error(error, INK_ERROR, (int)code);
    g_assert_true(g_utf8_validate(error->message, -1, NULL));
    if (strstr(error->message, words) == NULL)
        g_error("\"%s\" lacks \"%s\"", error->message, words);
}

static InkDelivery
send_bytes(Fixture *fixture, const char *from, const char *to, GBytes *bytes, char **out_answer)
{
    g_autofree char *answer = NULL;
    InkDelivery delivery = ink_smtp_send(fixture->smtp, from, to, bytes, &answer);
    g_assert_nonnull(answer);
    g_assert_true(g_utf8_validate(answer, -1, NULL));
    g_assert_null(strpbrk(answer, "\r\n\033"));
    if (out_answer != NULL)
        *out_answer = g_steal_pointer(&answer);
    return delivery;
}

static InkDelivery
send_letter(Fixture *fixture, const char *from, const char *to)
{
    g_autoptr(GBytes) bytes = g_bytes_new_static(LETTER, strlen(LETTER));
    return send_bytes(fixture, from, to, bytes, NULL);
}

static void
assert_sends(Fixture *fixture)
{
    guint before = test_smtp_server_count(&fixture->server);
    g_assert_cmpint(send_letter(fixture, FROM, TO), ==, INK_DELIVERY_SENT);
    g_assert_cmpuint(test_smtp_server_count(&fixture->server), ==, before + 1);
}

static void
assert_fact(Fixture *fixture, const char *fact)
{
    g_autofree char *file = g_build_filename(fixture->server.dir, "0001.json", NULL);
    g_autofree char *facts = NULL;
    g_assert_true(g_file_get_contents(file, &facts, NULL, NULL));
    if (strstr(facts, fact) == NULL)
        g_error("%s lacks %s", facts, fact);
}

static void
test_plain(Fixture *fixture, gconstpointer data)
{
    (void)data;
    start(fixture, NULL);
    open_smtp(fixture, NULL);
    assert_sends(fixture);
    test_file_assert(fixture->server.dir, "0001.eml", LETTER);
    assert_fact(fixture, "\"from\": \"" FROM "\", \"to\": [\"" TO "\"]");
    assert_fact(fixture, "\"tls\": false");
    g_assert_cmpint(send_letter(fixture, "", TO), ==, INK_DELIVERY_SENT);
    g_autofree char *received = test_smtp_server_dup_received(&fixture->server);
    g_assert_nonnull(strstr(received, "MAIL FROM:<>"));
    g_assert_true(g_str_has_prefix(received, "EHLO "));
}

static void
test_encrypted(Fixture *fixture, gconstpointer mode)
{
    start_tls(fixture, mode, "good", (const char *const[]){"--auth", "inkorg:hemligt å", NULL});
    fixture->endpoint.user = (char *)"inkorg";
    open_smtp(fixture, "hemligt å");
    assert_sends(fixture);
    assert_fact(fixture, "\"tls\": true");
    assert_fact(fixture, "\"user\": \"inkorg\"");
}

static void
test_mechanism(Fixture *fixture, gconstpointer mechanism)
{
    start(fixture, (const char *const[]){"--auth", "in korg:hem", "--only", mechanism, NULL});
    fixture->endpoint.user = (char *)"in korg";
    open_smtp(fixture, "hem");
    assert_sends(fixture);
    assert_cannot_open(fixture, "fel", INK_ERROR_BAD_CONFIG, "535");
}

static void
test_no_login_offered(Fixture *fixture, gconstpointer data)
{
    (void)data;
    start(fixture, NULL);
    fixture->endpoint.user = (char *)"inkorg";
    assert_cannot_open(fixture, "hemligt", INK_ERROR_BAD_CONFIG, "inloggning");
    g_autofree char *received = test_smtp_server_dup_received(&fixture->server);
    g_assert_null(strstr(received, "AUTH"));
}

static void
test_long_password(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autofree char *password = g_strnfill(340, 'x');
    g_autofree char *both = g_strconcat("inkorg:", password, NULL);
    start(fixture, (const char *const[]){"--auth", both, "--only", "LOGIN", NULL});
    fixture->endpoint.user = (char *)"inkorg";
    open_smtp(fixture, password);
    assert_sends(fixture);
}

static const char *const bad_certificates[] = {"wrong-host", "wildcard", "expired",    "future",
                                               "unknown",    "self",     "client-only"};

/* Not a byte of AUTH or of a letter for a server that is not who it should be. */
static void
test_bad_certificate(Fixture *fixture, gconstpointer certificate)
{
    static const char *const auth[] = {"--auth", "inkorg:hemligt", NULL};
    fixture->endpoint.user = (char *)"inkorg";
    start_tls(fixture, "smtps", certificate, auth);
    assert_cannot_open(fixture, "hemligt", INK_ERROR_BAD_CONFIG, "certifikat");
    g_autofree char *inside = test_smtp_server_dup_received(&fixture->server);
    g_assert_cmpstr(inside, ==, "");
    test_smtp_server_stop(&fixture->server);

    start_tls(fixture, "starttls", certificate, auth);
    assert_cannot_open(fixture, "hemligt", INK_ERROR_BAD_CONFIG, "certifikat");
    g_autofree char *before = test_smtp_server_dup_received(&fixture->server);
    g_assert_true(g_str_has_prefix(before, "EHLO "));
    g_assert_true(g_str_has_suffix(before, "\r\nSTARTTLS\r\n"));
}

static void
test_injection_behind_starttls(Fixture *fixture, gconstpointer data)
{
    (void)data;
    start_tls(fixture, "starttls", "good",
              (const char *const[]){"--auth", "inkorg:hemligt", "--inject", NULL});
    fixture->endpoint.user = (char *)"inkorg";
    assert_cannot_open(fixture, "hemligt", INK_ERROR_BAD_CONFIG, "klartext");
    g_autofree char *received = test_smtp_server_dup_received(&fixture->server);
    g_assert_true(g_str_has_suffix(received, "\r\nSTARTTLS\r\n"));
}

static void
test_no_starttls_offered(Fixture *fixture, gconstpointer data)
{
    (void)data;
    start(fixture, (const char *const[]){"--auth", "inkorg:hemligt", NULL});
    fixture->endpoint.ca_file = fixture->ca_file;
    fixture->endpoint.user = (char *)"inkorg";
    assert_cannot_open(fixture, "hemligt", INK_ERROR_BAD_CONFIG, "STARTTLS");
    g_autofree char *received = test_smtp_server_dup_received(&fixture->server);
    g_assert_null(strstr(received, "AUTH"));
}

static void
test_greetings(Fixture *fixture, gconstpointer greeting)
{
    start(fixture, (const char *const[]){"--greeting", greeting, NULL});
    assert_cannot_open(fixture, NULL, INK_ERROR_TEMPORARY, "localhost");
}

static void
test_nobody_there(Fixture *fixture, gconstpointer data)
{
    (void)data;
    start(fixture, NULL);
    test_smtp_server_stop(&fixture->server);
    assert_cannot_open(fixture, NULL, INK_ERROR_TEMPORARY, "localhost");
}

/* Each row: whom the letter is to, and what is to become of it. is_open: whether the session can
 * take the next letter. */
static const struct {
    const char *to;
    InkDelivery delivery;
    gboolean is_open;
    guint kept;
    const char *words;
} outcomes[] = {
    {"anna", INK_DELIVERY_SENT, TRUE, 1, "250 2.0.0 kept"},
    {"data-251", INK_DELIVERY_SENT, TRUE, 1, "251 2.1.5 taken"},
    {"tillfalligt", INK_DELIVERY_TEMPORARY, TRUE, 0, "450 4.2.1 try again later"},
    {"permanent", INK_DELIVERY_PERMANENT, TRUE, 0, "550 5.1.1 no such user"},
    {"flera", INK_DELIVERY_PERMANENT, TRUE, 0, "550 5.7.1 first line 5.7.1 second line"},
    {"styrtecken", INK_DELIVERY_PERMANENT, TRUE, 0, "550 5.1.1 "},
    {"stang", INK_DELIVERY_TEMPORARY, FALSE, 0, "421 4.3.2 closing"},
    {"data-tillfalligt", INK_DELIVERY_TEMPORARY, TRUE, 0, "451 4.3.0 later"},
    {"data-permanent", INK_DELIVERY_PERMANENT, TRUE, 0, "554 5.6.0 not wanted"},
    {"data-klar", INK_DELIVERY_TEMPORARY, FALSE, 0, "DATA"},
    {"data-skrap", INK_DELIVERY_UNKNOWN, FALSE, 0, "localhost"},
    {"data-354", INK_DELIVERY_UNKNOWN, FALSE, 0, "localhost"},
    {"skrap", INK_DELIVERY_TEMPORARY, FALSE, 0, "localhost"},
    {"tomrad", INK_DELIVERY_TEMPORARY, FALSE, 0, "localhost"},
    {"konstig", INK_DELIVERY_TEMPORARY, FALSE, 0, "localhost"},
    {"lang", INK_DELIVERY_TEMPORARY, FALSE, 0, "mer än den får"},
    {"ur-takt", INK_DELIVERY_TEMPORARY, FALSE, 0, "ingen hade frågat"},
    {"tappa-rcpt", INK_DELIVERY_TEMPORARY, FALSE, 0, "localhost"},
    {"tappa-data", INK_DELIVERY_TEMPORARY, FALSE, 0, "localhost"},
    {"tappa-efter", INK_DELIVERY_UNKNOWN, FALSE, 1, "localhost"},
    {"hang-rcpt", INK_DELIVERY_TEMPORARY, FALSE, 0, "i tid"},
    {"hang-fore", INK_DELIVERY_UNKNOWN, FALSE, 0, "i tid"},
    {"hang-efter", INK_DELIVERY_UNKNOWN, FALSE, 1, "i tid"},
};

static void
test_outcome(Fixture *fixture, gconstpointer data)
{
    gsize row = GPOINTER_TO_SIZE(data);
    g_autofree char *to = g_strconcat(outcomes[row].to, "@exempel.example", NULL);
    g_autoptr(GBytes) bytes = g_bytes_new_static(LETTER, strlen(LETTER));
    g_autofree char *answer = NULL;
    start(fixture, NULL);
    fixture->endpoint.timeout_ms = g_str_has_prefix(to, "hang") ? 300 : 20000;
    open_smtp(fixture, NULL);
    g_assert_cmpint(send_bytes(fixture, FROM, to, bytes, &answer), ==, outcomes[row].delivery);
    if (strstr(answer, outcomes[row].words) == NULL)
        g_error("\"%s\" lacks \"%s\"", answer, outcomes[row].words);
    g_assert_cmpint(ink_smtp_is_open(fixture->smtp), ==, outcomes[row].is_open);
    g_assert_cmpuint(test_smtp_server_count(&fixture->server), ==, outcomes[row].kept);
    if (outcomes[row].is_open)
        assert_sends(fixture);
    else
        g_assert_cmpint(send_letter(fixture, FROM, TO), ==, INK_DELIVERY_TEMPORARY);
}

/* So big that it cannot all lie in the socket when the server goes: the final dot is not out. */
static void
test_lost_within_the_letter(Fixture *fixture, gconstpointer to)
{
    g_autoptr(GByteArray) letter = g_byte_array_new();
    for (guint i = 0; i < 600000; i++)
        g_byte_array_append(letter, (const guint8 *)"en rad med trettio tecken i ..\r\n", 32);
    g_autoptr(GBytes) bytes = g_bytes_new(letter->data, letter->len);
    start(fixture, NULL);
    fixture->endpoint.timeout_ms = g_str_has_prefix(to, "hang") ? 300 : 20000;
    open_smtp(fixture, NULL);
    g_assert_cmpint(send_bytes(fixture, FROM, to, bytes, NULL), ==, INK_DELIVERY_TEMPORARY);
    g_assert_false(ink_smtp_is_open(fixture->smtp));
    g_assert_cmpuint(test_smtp_server_count(&fixture->server), ==, 0);
}

static void
test_greylisting(Fixture *fixture, gconstpointer data)
{
    (void)data;
    start(fixture, NULL);
    open_smtp(fixture, NULL);
    g_assert_cmpint(send_letter(fixture, FROM, "gralist@x.example"), ==, INK_DELIVERY_TEMPORARY);
    g_assert_cmpint(send_letter(fixture, FROM, "gralist@x.example"), ==, INK_DELIVERY_SENT);
}

static void
test_sender_refused(Fixture *fixture, gconstpointer data)
{
    (void)data;
    start(fixture, NULL);
    open_smtp(fixture, NULL);
    g_assert_cmpint(send_letter(fixture, "permanent@x.example", TO), ==, INK_DELIVERY_PERMANENT);
    g_assert_cmpint(send_letter(fixture, "tillfalligt@x.example", TO), ==, INK_DELIVERY_TEMPORARY);
    assert_sends(fixture);
}

static void
test_too_big(Fixture *fixture, gconstpointer data)
{
    (void)data;
    start(fixture, (const char *const[]){"--size", "10", NULL});
    open_smtp(fixture, NULL);
    g_assert_cmpint(send_letter(fixture, FROM, TO), ==, INK_DELIVERY_PERMANENT);
    g_autofree char *received = test_smtp_server_dup_received(&fixture->server);
    g_assert_null(strstr(received, "Subject"));
}

static void
add(const char *name, gconstpointer data, void (*test)(Fixture *, gconstpointer))
{
    g_autofree char *path = g_strconcat("/smtp/", name, NULL);
    g_test_add(path, Fixture, data, set_up, test, tear_down);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_net_init();
    certificates = test_certificates_make();
    add("plain", NULL, test_plain);
    add("encrypted/starttls", "starttls", test_encrypted);
    add("encrypted/smtps", "smtps", test_encrypted);
    add("login/plain", "PLAIN", test_mechanism);
    add("login/login", "LOGIN", test_mechanism);
    add("login/none-offered", NULL, test_no_login_offered);
    add("login/long-password", NULL, test_long_password);
    for (gsize i = 0; i < G_N_ELEMENTS(bad_certificates); i++) {
        g_autofree char *name = g_strconcat("certificate/", bad_certificates[i], NULL);
        add(name, bad_certificates[i], test_bad_certificate);
    }
    add("starttls/injection", NULL, test_injection_behind_starttls);
    add("starttls/not-offered", NULL, test_no_starttls_offered);
    add("greeting/554", "554 no service", test_greetings);
    add("greeting/421", "421 later", test_greetings);
    add("greeting/http", "HTTP/1.1 400 Bad Request", test_greetings);
    add("greeting/250", "250 hello", test_greetings);
    add("greeting/nobody-there", NULL, test_nobody_there);
    for (gsize i = 0; i < G_N_ELEMENTS(outcomes); i++) {
        g_autofree char *name = g_strconcat("outcome/", outcomes[i].to, NULL);
        add(name, GSIZE_TO_POINTER(i), test_outcome);
    }
    add("lost-within/dropped", "tappa-fore@x.example", test_lost_within_the_letter);
    add("lost-within/hangs", "hang-fore@x.example", test_lost_within_the_letter);
    add("greylisting", NULL, test_greylisting);
    add("sender-refused", NULL, test_sender_refused);
    add("too-big", NULL, test_too_big);
    int result = g_test_run();
    test_folder_remove(certificates);
    g_free(certificates);
    return result;
}
