/* SPDX-License-Identifier: MIT
 *
 * A letter to bytes, by GMime. Every field is checked before GMime sees it: valid UTF-8, no control
 * character of C0 or C1, no DEL, no line or paragraph separator; addresses that can be sent to; ids
 * of printable ASCII. So no field can end early and begin another, whatever GMime does. The header
 * is built anew from these fields and nothing is copied from mail that came in.
 */
#include "inkom/compose.h"

#include "inkom/error.h"
#include "inkom/message.h"

#include <gmime/gmime.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeStream, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeDataWrapper, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeMessage, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimePart, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeFormatOptions, g_mime_format_options_free)

enum { MAX_REFERENCES = 20, MAX_ID = 250 };

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

static gboolean
is_clean_id(const char *field, const char *id, GError **error)
{
    gsize size = strlen(id);
    if (size == 0 || size > MAX_ID || strchr(id, '@') == NULL)
        return refuse(field, "är inget Message-ID", error);
    for (const char *c = id; *c != '\0'; c++)
        if (*c <= ' ' || *c >= 127 || strchr("<>()[]\\,;:\"", *c) != NULL)
            return refuse(field, "innehåller ett tecken som inte får stå i ett Message-ID", error);
    return TRUE;
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

/* The last of the references: those nearest to this letter (RFC 5322 §3.6.4 lets one cut). */
static char *
join_references(const char *const *references)
{
    gsize count = g_strv_length((char **)references);
    GString *joined = g_string_new(NULL);
    for (gsize i = count > MAX_REFERENCES ? count - MAX_REFERENCES : 0; i < count; i++)
        g_string_append_printf(joined, "%s<%s>", joined->len > 0 ? " " : "", references[i]);
    return g_string_free(joined, FALSE);
}

static void
set_threading(GMimeMessage *mime, const InkLetter *letter)
{
    GMimeObject *object = GMIME_OBJECT(mime);
    g_mime_message_set_message_id(mime, letter->message_id);
    if (letter->in_reply_to != NULL) {
        g_autofree char *id = g_strdup_printf("<%s>", letter->in_reply_to);
        g_mime_object_set_header(object, "In-Reply-To", id, NULL);
    }
    if (letter->references != NULL && letter->references[0] != NULL) {
        g_autofree char *references = join_references(letter->references);
        g_mime_object_set_header(object, "References", references, NULL);
    }
}

static void
set_header(GMimeMessage *mime, const InkLetter *letter)
{
    GMimeObject *object = GMIME_OBJECT(mime);
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(letter->date);
    g_autoptr(GDateTime) date = g_date_time_to_timezone(utc, letter->zone);
    g_mime_message_add_mailbox(mime, GMIME_ADDRESS_TYPE_FROM, letter->from_name, letter->from);
    internet_address_set_charset(
        internet_address_list_get_address(g_mime_message_get_from(mime), 0), "utf-8");
    g_mime_message_add_mailbox(mime, GMIME_ADDRESS_TYPE_TO, NULL, letter->to);
    if (letter->reply_to != NULL)
        g_mime_message_add_mailbox(mime, GMIME_ADDRESS_TYPE_REPLY_TO, NULL, letter->reply_to);
    g_mime_message_set_subject(mime, letter->subject, "utf-8");
    g_mime_message_set_date(mime, date);
    set_threading(mime, letter);
    if (letter->auto_submitted != NULL) {
        g_mime_object_set_header(object, "Auto-Submitted", letter->auto_submitted, NULL);
        g_mime_object_set_header(object, "X-Auto-Response-Suppress", "All", NULL);
    }
    if (letter->loop_mark != NULL)
        g_mime_object_set_header(object, "X-Inkom-Loop", letter->loop_mark, NULL);
    g_mime_object_set_header(object, "MIME-Version", "1.0", NULL);
}

static char *
to_crlf(const char *text)
{
    GString *crlf = g_string_sized_new(strlen(text) + 64);
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '\r' && c[1] == '\n')
            continue;
        if (*c == '\r' || *c == '\n')
            g_string_append(crlf, "\r\n");
        else
            g_string_append_c(crlf, *c);
    }
    return g_string_free(crlf, FALSE);
}

static GMimePart *
create_part(const char *body)
{
    g_autofree char *crlf = to_crlf(body);
    g_autoptr(GMimeStream) stream = g_mime_stream_mem_new_with_buffer(crlf, strlen(crlf));
    g_autoptr(GMimeDataWrapper) content =
        g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
    GMimePart *part = g_mime_part_new_with_type("text", "plain");
    g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset", "utf-8");
    g_mime_part_set_content(part, content);
    g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    return part;
}

GBytes *
ink_letter_compose(const InkLetter *letter, GError **error)
{
    if (!is_clean(letter, error))
        return NULL;
    g_autoptr(GMimeMessage) mime = g_mime_message_new(TRUE);
    g_autoptr(GMimePart) part = create_part(letter->body);
    set_header(mime, letter);
    g_mime_message_set_mime_part(mime, GMIME_OBJECT(part));
    g_autoptr(GMimeFormatOptions) format = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
    g_autofree char *bytes = g_mime_object_to_string(GMIME_OBJECT(mime), format);
    g_autofree char *crlf = to_crlf(bytes);
    gsize size = strlen(crlf);
    return g_bytes_new_take(g_steal_pointer(&crlf), size);
}
