/* SPDX-License-Identifier: MIT
 *
 * The client's side of SMTP (RFC 5321), over libetpan's stream and with its writer of the letter
 * itself (line ends to CRLF, dots doubled). The conversation is our own, because libetpan's cannot
 * say on which side of the final dot an error lies, cuts commands at 512 bytes, greets with a bare
 * host name, and logs in through plug-ins of Cyrus SASL that need not be installed.
 *
 * What became of a letter follows from where the conversation broke:
 *   - an answer 4xx or 5xx to any step: temporary or permanent, with the server's words;
 *   - no answer, or one that fits nothing, before the final dot has been written whole: temporary,
 *     because a server must not take a letter that has no end;
 *   - the same after it: unknown, because the server may have taken the letter and its answer been
 *     lost.
 * After such a break the connection is dropped as it stands. Nothing more is written, not even
 * QUIT: what is left in a buffer could be the rest of the letter and its dot.
 */
#include "inkom/smtp.h"

#include "inkom/error.h"
#include "inkom/message.h"
#include "inkom/text.h"
#include "inkom/tls.h"

#include <string.h>

#define ANSWER_BYTES_MAX (64 * 1024)
#define WORDS_MAX_CHARS  400

typedef enum {
    CAN_START_TLS = 1 << 0,
    CAN_SIZE = 1 << 1,
    CAN_PLAIN = 1 << 2,
    CAN_LOGIN = 1 << 3,
    CAN_DSN = 1 << 4,
} Capability;

struct InkSmtp {
    char *name;         /* "mx.exempel.example port 25" */
    mailstream *stream; /* NULL once the connection has been dropped */
    char *failure;      /* why it was */
    MMAPString *line;
    GString *words; /* of the last answer, one line for each of its own */
    guint capabilities;
};

static void
drop(InkSmtp *smtp, const char *why)
{
    const char *reason = ink_stream_get_failure(smtp->stream);
    smtp->failure = reason != NULL ? g_strdup(reason) : g_strdup_printf("%s: %s", smtp->name, why);
    mailstream_close(smtp->stream);
    smtp->stream = NULL;
}

static gboolean
is_answer_line(const char *line)
{
    return g_ascii_isdigit(line[0]) && g_ascii_isdigit(line[1]) && g_ascii_isdigit(line[2]) &&
           (line[3] == ' ' || line[3] == '-' || line[3] == '\0');
}

/* The code of the server's answer (RFC 5321 §4.2); 0, with the connection dropped, if there is
 * none. */
static int
read_answer(InkSmtp *smtp)
{
    g_string_truncate(smtp->words, 0);
    for (;;) {
        char *line = mailstream_read_line(smtp->stream, smtp->line);
        if (line != NULL)
            line[strcspn(line, "\r\n")] = '\0';
        if (line == NULL || !is_answer_line(line)) {
            drop(smtp, "servern svarar inte som en SMTP-server; kontrollera porten");
            return 0;
        }
        gboolean is_last = line[3] != '-';
        if (smtp->words->len > 0)
            g_string_append_c(smtp->words, '\n');
        g_string_append(smtp->words, line[3] != '\0' ? line + 4 : "");
        if (is_last)
            return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
    }
}

/* Sends one command and reads the answer. An answer that lies there already belongs to something
 * else: the two are out of step, and a later 250 could be taken for this letter's. */
static int
command(InkSmtp *smtp, const char *text)
{
    if (smtp->stream->read_buffer_len > 0) {
        drop(smtp, "servern svarade på något som ingen hade frågat");
        return 0;
    }
    if (mailstream_write(smtp->stream, text, strlen(text)) == -1 ||
        mailstream_write(smtp->stream, "\r\n", 2) == -1 || mailstream_flush(smtp->stream) == -1) {
        drop(smtp, "förbindelsen bröts");
        return 0;
    }
    return read_answer(smtp);
}

/* What the server said, with its code, safe to show; or why the connection was dropped. */
static char *
dup_answer(const InkSmtp *smtp, int code)
{
    if (code == 0)
        return ink_text_one_line(smtp->failure, WORDS_MAX_CHARS);
    g_autofree char *valid = g_utf8_make_valid(smtp->words->str, (gssize)smtp->words->len);
    g_autofree char *words = ink_text_one_line(valid, WORDS_MAX_CHARS);
    return g_strdup_printf("%d %s", code, words);
}

static gboolean
fail(const InkSmtp *smtp, int code, InkError kind, const char *what, GError **error)
{
    g_autofree char *answer = dup_answer(smtp, code);
    if (code == 0)
        g_set_error_literal(error, INK_ERROR, INK_ERROR_TEMPORARY, answer);
    else
        g_set_error(error, INK_ERROR, (int)kind, "%s: %s: \"%s\"", smtp->name, what, answer);
    return FALSE;
}

/* A name with a dot in it is what servers expect (RFC 5321 §4.1.4); many refuse a bare one. */
static const char *
get_own_name(void)
{
    const char *name = g_get_host_name();
    gsize size = strlen(name);
    gsize good = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-");
    gboolean is_full = size == good && size <= 255 && strchr(name, '.') != NULL &&
                       g_ascii_isalnum(name[0]) && g_ascii_isalnum(name[size - 1]);
    return is_full ? name : "localhost";
}

static guint
parse_mechanisms(const char *text)
{
    guint found = 0;
    g_auto(GStrv) words = g_strsplit_set(text, " =", -1);
    for (gsize i = 0; words[i] != NULL; i++) {
        if (g_ascii_strcasecmp(words[i], "PLAIN") == 0)
            found |= CAN_PLAIN;
        if (g_ascii_strcasecmp(words[i], "LOGIN") == 0)
            found |= CAN_LOGIN;
    }
    return found;
}

static guint
parse_capabilities(const char *words)
{
    guint found = 0;
    g_auto(GStrv) lines = g_strsplit(words, "\n", -1);
    for (gsize i = 1; lines[0] != NULL && lines[i] != NULL; i++) {
        gsize size = strcspn(lines[i], " =");
        g_autofree char *keyword = g_ascii_strup(lines[i], (gssize)size);
        if (strcmp(keyword, "STARTTLS") == 0)
            found |= CAN_START_TLS;
        else if (strcmp(keyword, "SIZE") == 0)
            found |= CAN_SIZE;
        else if (strcmp(keyword, "DSN") == 0)
            found |= CAN_DSN;
        else if (strcmp(keyword, "AUTH") == 0)
            found |= parse_mechanisms(lines[i] + size);
    }
    return found;
}

static gboolean
say_hello(InkSmtp *smtp, GError **error)
{
    g_autofree char *text = g_strdup_printf("EHLO %s", get_own_name());
    int code = command(smtp, text);
    if (code != 250)
        return fail(smtp, code, INK_ERROR_TEMPORARY, "servern tog inte emot EHLO", error);
    smtp->capabilities = parse_capabilities(smtp->words->str);
    return TRUE;
}

/* STARTTLS wherever plaintext is not allowed. What the server offered before it is forgotten. */
static gboolean
secure(InkSmtp *smtp, const InkEndpoint *endpoint, GError **error)
{
    if (endpoint->scheme == INK_SCHEME_SMTPS || ink_stream_may_be_plain(endpoint))
        return TRUE;
    if ((smtp->capabilities & CAN_START_TLS) == 0) {
        g_set_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG,
                    "%s: servern erbjuder inte STARTTLS, och Inkom skickar inget okrypterat över "
                    "nätet. Slå på STARTTLS i servern, eller använd smtps:",
                    smtp->name);
        return FALSE;
    }
    int code = command(smtp, "STARTTLS");
    if (code != 220)
        return fail(smtp, code, INK_ERROR_TEMPORARY, "servern tog inte emot STARTTLS", error);
    if (!ink_stream_start_tls(smtp->stream, endpoint, error)) {
        drop(smtp, "ingen krypterad förbindelse");
        return FALSE;
    }
    return say_hello(smtp, error);
}

static int
log_in_plain(InkSmtp *smtp, const char *user, const char *password)
{
    g_autoptr(GString) secret = g_string_new(NULL);
    g_string_append_c(secret, '\0');
    g_string_append(secret, user);
    g_string_append_c(secret, '\0');
    g_string_append(secret, password);
    g_autofree char *encoded = g_base64_encode((const guchar *)secret->str, secret->len);
    g_autofree char *text = g_strconcat("AUTH PLAIN ", encoded, NULL);
    return command(smtp, text);
}

static int
log_in_login(InkSmtp *smtp, const char *user, const char *password)
{
    g_autofree char *user64 = g_base64_encode((const guchar *)user, strlen(user));
    g_autofree char *password64 = g_base64_encode((const guchar *)password, strlen(password));
    const char *const steps[] = {"AUTH LOGIN", user64, password64};
    int code = 334;
    for (gsize i = 0; i < G_N_ELEMENTS(steps) && code == 334; i++)
        code = command(smtp, steps[i]);
    return code;
}

static gboolean
log_in(InkSmtp *smtp, const char *user, const char *password, GError **error)
{
    if (user == NULL || password == NULL)
        return TRUE;
    if ((smtp->capabilities & (CAN_PLAIN | CAN_LOGIN)) == 0) {
        g_set_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG,
                    "%s: servern erbjuder ingen inloggning som Inkom kan (PLAIN eller LOGIN). "
                    "Slå på den i servern, eller ta bort användarnamnet ur transport:",
                    smtp->name);
        return FALSE;
    }
    int code = (smtp->capabilities & CAN_PLAIN) != 0 ? log_in_plain(smtp, user, password)
                                                     : log_in_login(smtp, user, password);
    if (code == 235)
        return TRUE;
    return fail(smtp, code, code / 100 == 5 ? INK_ERROR_BAD_CONFIG : INK_ERROR_TEMPORARY,
                "servern godtog inte användarnamnet och lösenordet", error);
}

InkSmtp *
ink_smtp_open(const InkEndpoint *endpoint, const char *password, GError **error)
{
    mailstream *stream = ink_stream_open(endpoint, error);
    if (stream == NULL)
        return NULL;
    ink_stream_set_budget(stream, ANSWER_BYTES_MAX);
    g_autoptr(InkSmtp) smtp = g_new0(InkSmtp, 1);
    smtp->name = g_strdup_printf("%s port %u", endpoint->host, endpoint->port);
    smtp->stream = stream;
    smtp->line = mmap_string_new("");
    smtp->words = g_string_new(NULL);
    int code = read_answer(smtp);
    if (code != 220) {
        fail(smtp, code, INK_ERROR_TEMPORARY, "servern tar inte emot förbindelsen", error);
        return NULL;
    }
    if (!say_hello(smtp, error) || !secure(smtp, endpoint, error) ||
        !log_in(smtp, endpoint->user, password, error))
        return NULL;
    return g_steal_pointer(&smtp);
}

/* The answer to QUIT is not waited for: nothing depends on it. */
void
ink_smtp_close(InkSmtp *smtp)
{
    if (smtp == NULL)
        return;
    if (smtp->stream != NULL) {
        if (mailstream_write(smtp->stream, "QUIT\r\n", 6) != -1)
            mailstream_flush(smtp->stream);
        mailstream_close(smtp->stream);
    }
    mmap_string_free(smtp->line);
    g_string_free(smtp->words, TRUE);
    g_free(smtp->failure);
    g_free(smtp->name);
    g_free(smtp);
}

gboolean
ink_smtp_is_open(const InkSmtp *smtp)
{
    return smtp->stream != NULL;
}

static gboolean
is_allowed(const char *from, const char *to)
{
    return (from[0] == '\0' || ink_address_is_sendable(from)) && ink_address_is_sendable(to);
}

/* MAIL, RCPT and DATA. TRUE when the server waits for the letter, else *out_code is its answer,
 * which is never a good one. Of delivery reports (RFC 3461) we want those of failure, without the
 * letter's text. */
static gboolean
announce(InkSmtp *smtp, const char *from, const char *to, gsize size, int *out_code)
{
    g_autofree char *size_text = (smtp->capabilities & CAN_SIZE) != 0
                                     ? g_strdup_printf(" SIZE=%" G_GSIZE_FORMAT, size)
                                     : g_strdup("");
    gboolean has_dsn = (smtp->capabilities & CAN_DSN) != 0;
    g_autofree char *mail =
        g_strdup_printf("MAIL FROM:<%s>%s%s", from, size_text, has_dsn ? " RET=HDRS" : "");
    g_autofree char *rcpt = g_strdup_printf("RCPT TO:<%s>%s", to, has_dsn ? " NOTIFY=FAILURE" : "");
    *out_code = command(smtp, mail);
    if (*out_code / 100 == 2)
        *out_code = command(smtp, rcpt);
    if (*out_code / 100 != 2)
        return FALSE;
    *out_code = command(smtp, "DATA");
    if (*out_code / 100 == 2) {
        drop(smtp, "servern gav ett svar på DATA som inte hör hit");
        *out_code = 0;
    }
    return *out_code == 354;
}

/* libetpan ends the letter with "\r\n.\r\n" whatever it ends with itself, so its own last line end
 * is left out: else the letter would grow by an empty line. */
static gsize
get_size_without_end(const char *data, gsize size)
{
    if (size > 0 && data[size - 1] == '\n')
        return size > 1 && data[size - 2] == '\r' ? size - 2 : size - 1;
    return size > 0 && data[size - 1] == '\r' ? size - 1 : size;
}

/* FALSE, with the connection dropped, if the final dot has not been written whole. */
static gboolean
write_letter(InkSmtp *smtp, GBytes *bytes)
{
    gsize size;
    const char *data = g_bytes_get_data(bytes, &size);
    if (mailstream_send_data(smtp->stream, data, get_size_without_end(data, size), 0, NULL) != -1)
        return TRUE;
    drop(smtp, "förbindelsen bröts medan brevet skickades");
    return FALSE;
}

/* What the answer means, and the session made ready for the next letter or dropped. */
static InkDelivery
conclude(InkSmtp *smtp, int code, InkDelivery without_answer, char **out_answer)
{
    if (code / 100 != 2 && code / 100 != 4 && code / 100 != 5 && code != 0) {
        drop(smtp, "servern gav ett svar som inte hör hit");
        code = 0;
    }
    *out_answer = dup_answer(smtp, code);
    if (code / 100 == 2)
        return INK_DELIVERY_SENT;
    if (code == 421)
        drop(smtp, "servern stängde förbindelsen");
    else if (code != 0 && command(smtp, "RSET") / 100 != 2 && smtp->stream != NULL)
        drop(smtp, "servern tog inte emot RSET");
    if (code == 0)
        return without_answer;
    return code / 100 == 4 ? INK_DELIVERY_TEMPORARY : INK_DELIVERY_PERMANENT;
}

InkDelivery
ink_smtp_send(InkSmtp *smtp, const char *from, const char *to, GBytes *bytes, char **out_answer)
{
    if (!is_allowed(from, to)) {
        *out_answer = g_strdup("avsändarens eller mottagarens adress går inte att skriva till");
        return INK_DELIVERY_PERMANENT;
    }
    if (smtp->stream == NULL) {
        *out_answer = dup_answer(smtp, 0);
        return INK_DELIVERY_TEMPORARY;
    }
    int code;
    if (!announce(smtp, from, to, g_bytes_get_size(bytes), &code))
        return conclude(smtp, code, INK_DELIVERY_TEMPORARY, out_answer);
    if (!write_letter(smtp, bytes))
        return conclude(smtp, 0, INK_DELIVERY_TEMPORARY, out_answer);
    return conclude(smtp, read_answer(smtp), INK_DELIVERY_UNKNOWN, out_answer);
}
