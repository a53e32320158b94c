/* SPDX-License-Identifier: MIT
 *
 * A letter to bytes. Every field is checked first: valid UTF-8, no control character of C0 or C1,
 * no DEL, no line or paragraph separator; addresses that can be sent to; ids of printable ASCII.
 * The header is built anew from these fields and nothing is copied from mail that came in.
 *
 * The fields are written and folded here: GMime 3.2.13 folds a subject that holds "=?utf-8?q?" and
 * an emoji so that a line begins without white space, which ends the field. Here a line end is
 * always followed by a space. GMime codes the body and the date.
 */
#include "inkom/compose.h"

#include "inkom/error.h"
#include "inkom/message.h"

#include <gmime/gmime.h>
#include <string.h>

enum { MAX_REFERENCES = 20, MAX_REFERENCES_BYTES = 1000, MAX_ID = 250, MAX_LINE = 76 };

static gboolean
refuse(const char *field, const char *why, GError **error)
{
    g_set_error(error, INK_ERROR, INK_ERROR_INTERNAL,
                "Brevet kan inte skrivas: fältet %s %s. Det är ett fel i Inkom eller i en mall.",
                field, why);
    return FALSE;
}

static gboolean
is_clean_text(const char *field, const char *text, GError **error)
{
    if (text == NULL)
        return TRUE;
    if (!g_utf8_validate(text, -1, NULL))
        return refuse(field, "är inte UTF-8", error);
    for (const char *c = text; *c != '\0'; c = g_utf8_next_char(c)) {
        gunichar letter = g_utf8_get_char(c);
        if (g_unichar_iscntrl(letter) || letter == 0x2028 || letter == 0x2029)
            return refuse(field, "innehåller ett styrtecken", error);
    }
    return TRUE;
}

static gboolean
is_clean_address(const char *field, const char *address, GError **error)
{
    return (address != NULL && ink_address_is_sendable(address)) ||
           refuse(field, "är ingen adress att skicka till", error);
}

gboolean
ink_letter_may_name_id(const char *id)
{
    gsize size = strlen(id);
    if (size == 0 || size > MAX_ID || strchr(id, '@') == NULL)
        return FALSE;
    for (const char *c = id; *c != '\0'; c++)
        if (*c <= ' ' || *c >= 127 || strchr("<>()[]\\,;:\"", *c) != NULL)
            return FALSE;
    return TRUE;
}

static gboolean
is_clean_id(const char *field, const char *id, GError **error)
{
    return ink_letter_may_name_id(id) || refuse(field, "är inget Message-ID", error);
}

/* A token, as in Auto-Submitted and our loop mark. */
static gboolean
is_clean_token(const char *field, const char *token, GError **error)
{
    for (const char *c = token != NULL ? token : ""; *c != '\0'; c++)
        if (*c <= ' ' || *c >= 127)
            return refuse(field, "innehåller ett tecken som inte får stå där", error);
    return TRUE;
}

static gboolean
are_clean_references(const InkLetter *letter, GError **error)
{
    for (gsize i = 0; letter->references != NULL && letter->references[i] != NULL; i++)
        if (!is_clean_id("References", letter->references[i], error))
            return FALSE;
    return letter->in_reply_to == NULL || is_clean_id("In-Reply-To", letter->in_reply_to, error);
}

static gboolean
is_clean(const InkLetter *letter, GError **error)
{
    if (letter->subject == NULL || letter->body == NULL || letter->message_id == NULL ||
        letter->zone == NULL)
        return refuse("Subject, Message-ID, Date eller text", "saknas", error);
    if (!g_utf8_validate(letter->body, -1, NULL))
        return refuse("text", "är inte UTF-8", error);
    return is_clean_text("From", letter->from_name, error) &&
           is_clean_text("Subject", letter->subject, error) &&
           is_clean_address("From", letter->from, error) &&
           is_clean_address("To", letter->to, error) &&
           (letter->reply_to == NULL || is_clean_address("Reply-To", letter->reply_to, error)) &&
           is_clean_id("Message-ID", letter->message_id, error) &&
           are_clean_references(letter, error) &&
           is_clean_token("Auto-Submitted", letter->auto_submitted, error) &&
           is_clean_token("X-Inkom-Loop", letter->loop_mark, error);
}

/* A field is written word by word; a word that does not fit begins a new line, with a space. */
static void
append_word(GString *out, gsize *column, const char *word)
{
    gsize size = strlen(word);
    if (*column > 1 && *column + 1 + size > MAX_LINE) {
        g_string_append(out, "\r\n");
        *column = 0;
    }
    g_string_append_c(out, ' ');
    g_string_append(out, word);
    *column += 1 + size;
}

static void
append_name(GString *out, gsize *column, const char *name)
{
    g_string_append_printf(out, "%s:", name);
    *column = strlen(name) + 1;
}

static void
append_field(GString *out, const char *name, const char *value)
{
    gsize column;
    append_name(out, &column, name);
    append_word(out, &column, value);
    g_string_append(out, "\r\n");
}

static gboolean
needs_coding(const char *text)
{
    for (const char *c = text; *c != '\0'; c++)
        if ((*c & 0x80) != 0)
            return TRUE;
    return strstr(text, "=?") != NULL || strlen(text) > MAX_LINE;
}

/* One character as an encoded word has it. Only letters and digits stand as they are, which is
 * right in a subject as well as in a name (RFC 2047 §5). */
static void
code_character(const char *character, char *out)
{
    const char *next = g_utf8_next_char(character);
    for (const char *c = character; c < next; c++) {
        if (g_ascii_isalnum(*c))
            *out++ = *c;
        else if (*c == ' ')
            *out++ = '_';
        else
            out += g_snprintf(out, 4, "=%02X", (guint)(guchar)*c);
    }
    *out = '\0';
}

/* RFC 2047 words of at most 75 bytes, each of whole characters. */
static void
append_coded(GString *out, gsize *column, const char *text)
{
    static const char start[] = "=?utf-8?q?";
    g_autoptr(GString) word = g_string_new(start);
    gsize room = MAX_LINE - *column - 1;
    for (const char *c = text; *c != '\0'; c = g_utf8_next_char(c)) {
        char coded[16];
        code_character(c, coded);
        if (word->len + strlen(coded) + 2 > room) {
            g_string_append(word, "?=");
            append_word(out, column, word->str);
            g_string_assign(word, start);
            room = MAX_LINE - 1;
        }
        g_string_append(word, coded);
    }
    g_string_append(word, "?=");
    append_word(out, column, word->str);
}

static void
append_subject(GString *out, const char *subject)
{
    gsize column;
    append_name(out, &column, "Subject");
    if (needs_coding(subject))
        append_coded(out, &column, subject);
    else
        append_word(out, &column, subject);
    g_string_append(out, "\r\n");
}

static void
append_from(GString *out, const InkLetter *letter)
{
    gsize column;
    append_name(out, &column, "From");
    g_autofree char *address = g_strdup_printf("<%s>", letter->from);
    if (letter->from_name != NULL && needs_coding(letter->from_name)) {
        append_coded(out, &column, letter->from_name);
    } else if (letter->from_name != NULL) {
        g_autoptr(GString) quoted = g_string_new("\"");
        for (const char *c = letter->from_name; *c != '\0'; c++)
            g_string_append_printf(quoted, *c == '"' || *c == '\\' ? "\\%c" : "%c", *c);
        g_string_append_c(quoted, '"');
        append_word(out, &column, quoted->str);
    }
    append_word(out, &column, address);
    g_string_append(out, "\r\n");
}

static void
append_id(GString *out, gsize *column, const char *id)
{
    g_autofree char *bracketed = g_strdup_printf("<%s>", id);
    append_word(out, column, bracketed);
}

/* Of the references the last: those nearest to this letter (RFC 5322 §3.6.4 lets one cut). No more
 * than so many bytes of them: a receipt must stay smaller than what it answers can make it. */
static gsize
find_first_reference(const char *const *references)
{
    gsize first = g_strv_length((char **)references), count = 0, bytes = 0;
    while (first > 0 && count < MAX_REFERENCES) {
        bytes += strlen(references[first - 1]) + strlen(" <>");
        if (bytes > MAX_REFERENCES_BYTES)
            break;
        first--;
        count++;
    }
    return first;
}

static void
append_threading(GString *out, const InkLetter *letter)
{
    gsize column;
    append_name(out, &column, "Message-ID");
    append_id(out, &column, letter->message_id);
    g_string_append(out, "\r\n");
    if (letter->in_reply_to != NULL) {
        append_name(out, &column, "In-Reply-To");
        append_id(out, &column, letter->in_reply_to);
        g_string_append(out, "\r\n");
    }
    if (letter->references == NULL || letter->references[0] == NULL)
        return;
    append_name(out, &column, "References");
    for (gsize i = find_first_reference(letter->references); letter->references[i] != NULL; i++)
        append_id(out, &column, letter->references[i]);
    g_string_append(out, "\r\n");
}

static void
append_header(GString *out, const InkLetter *letter)
{
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(letter->date);
    g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, letter->zone);
    g_autofree char *date = g_mime_utils_header_format_date(local);
    append_field(out, "Date", date);
    append_from(out, letter);
    append_field(out, "To", letter->to);
    if (letter->reply_to != NULL)
        append_field(out, "Reply-To", letter->reply_to);
    append_subject(out, letter->subject);
    append_threading(out, letter);
    if (letter->auto_submitted != NULL) {
        append_field(out, "Auto-Submitted", letter->auto_submitted);
        append_field(out, "X-Auto-Response-Suppress", "All");
        append_field(out, "Precedence", "bulk"); /* for responders that know no better */
    }
    if (letter->loop_mark != NULL)
        append_field(out, "X-Inkom-Loop", letter->loop_mark);
    append_field(out, "MIME-Version", "1.0");
    append_field(out, "Content-Type", "text/plain; charset=utf-8");
    append_field(out, "Content-Transfer-Encoding", "quoted-printable");
}

/* Lines end with \n alone, whatever they ended with, and the last one ends. */
static GString *
to_unix_lines(const char *text)
{
    GString *lines = g_string_sized_new(strlen(text) + 1);
    for (const char *c = text; *c != '\0'; c++)
        if (*c != '\r' || c[1] != '\n')
            g_string_append_c(lines, *c == '\r' ? '\n' : *c);
    if (lines->len == 0 || lines->str[lines->len - 1] != '\n')
        g_string_append_c(lines, '\n');
    return lines;
}

static void
append_body(GString *out, const char *body)
{
    g_autoptr(GString) lines = to_unix_lines(body);
    GMimeEncoding encoder;
    g_mime_encoding_init_encode(&encoder, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    g_autofree char *coded = g_malloc(g_mime_encoding_outlen(&encoder, lines->len) + 16);
    gsize size = g_mime_encoding_flush(&encoder, lines->str, lines->len, coded);
    for (gsize i = 0; i < size; i++) {
        if (coded[i] == '\n')
            g_string_append_c(out, '\r');
        g_string_append_c(out, coded[i]);
    }
}

GBytes *
ink_letter_compose(const InkLetter *letter, GError **error)
{
    if (!is_clean(letter, error))
        return NULL;
    GString *out = g_string_sized_new(strlen(letter->body) + 2048);
    append_header(out, letter);
    g_string_append(out, "\r\n");
    append_body(out, letter->body);
    return g_string_free_to_bytes(out);
}
