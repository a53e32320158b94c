/* SPDX-License-Identifier: MIT
 *
 * Every field is kept as a text, in order; those that the program asks about are read as well. Of a
 * field that may stand only once the first counts, but the addresses of every From:, To:, Cc: and
 * Reply-To: are kept, so that a second From: cannot hide.
 */
#include "header.h"

#include "address.h"
#include "charset.h"
#include "encoded-word.h"

#include "inkom/clock.h"

#include <gmime/gmime.h>
#include <string.h>

enum { MAX_DATE = 200, MAX_MESSAGE_ID = 998 };

typedef struct {
    InkMessage *message;
    const InkLimits *limits;
    InkDefects *defects;
    guint subjects, return_paths, dates, message_ids;
} Reader;

static gboolean
read_addresses(Reader *reader, const char *value, GPtrArray *list)
{
    return ink_address_read_list(value, (gsize)reader->limits->address_header_bytes, list,
                                 reader->defects);
}

static void
read_from(Reader *reader, const char *value)
{
    if (++reader->message->from_fields > 1)
        ink_defects_add(reader->defects, "Det finns mer än ett From-fält.");
    if (read_addresses(reader, value, reader->message->from))
        reader->message->from_is_group = TRUE;
}

static void
read_to(Reader *reader, const char *value)
{
    read_addresses(reader, value, reader->message->to);
}

static void
read_cc(Reader *reader, const char *value)
{
    read_addresses(reader, value, reader->message->cc);
}

static void
read_reply_to(Reader *reader, const char *value)
{
    read_addresses(reader, value, reader->message->reply_to);
}

static void
read_subject(Reader *reader, const char *value)
{
    if (reader->subjects++ > 0) {
        ink_defects_add(reader->defects, "Det finns mer än ett ämnesfält; det första gäller.");
        return;
    }
    g_free(reader->message->subject);
    reader->message->subject = ink_encoded_word_decode(value, reader->defects);
}

static gint64
parse_date(const char *value)
{
    if (strlen(value) > MAX_DATE)
        return INK_TIME_NONE;
    g_autoptr(GDateTime) date = g_mime_utils_header_decode_date(value);
    return date != NULL ? g_date_time_to_unix(date) : INK_TIME_NONE;
}

static void
read_date(Reader *reader, const char *value)
{
    if (reader->dates++ > 0)
        return;
    reader->message->date = parse_date(value);
    if (reader->message->date == INK_TIME_NONE)
        ink_defects_add(reader->defects, "Date-fältet är ingen tidpunkt.");
}

static void
read_message_id(Reader *reader, const char *value)
{
    if (reader->message_ids++ > 0) {
        ink_defects_add(reader->defects, "Det finns mer än ett Message-ID; det första gäller.");
        return;
    }
    g_autofree char *text = ink_charset_decode(value, strlen(value), NULL, reader->defects);
    g_auto(GStrv) ids = ink_message_ids_parse(text);
    const char *id = ids[0] != NULL ? ids[0] : text;
    if (*id == '\0' || strlen(id) > MAX_MESSAGE_ID || strpbrk(id, "<>") != NULL) {
        ink_defects_add(reader->defects, "Message-ID kan inte läsas.");
        return;
    }
    reader->message->message_id = g_strdup(id);
}

static void
add_ids(Reader *reader, char ***ids, const char *value)
{
    g_autofree char *text = ink_charset_decode(value, strlen(value), NULL, reader->defects);
    if (**ids == NULL) {
        g_strfreev(*ids);
        *ids = ink_message_ids_parse(text);
    }
}

static void
read_in_reply_to(Reader *reader, const char *value)
{
    add_ids(reader, &reader->message->in_reply_to, value);
}

static void
read_references(Reader *reader, const char *value)
{
    add_ids(reader, &reader->message->references, value);
}

/* "<>" or one address; anything else cannot be judged. */
static void
read_return_path(Reader *reader, const char *value)
{
    InkMessage *message = reader->message;
    message->return_path_kind = INK_RETURN_PATH_BAD;
    g_clear_pointer(&message->return_path, g_free);
    if (reader->return_paths++ > 0)
        return;
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)ink_address_free);
    gsize used = strcspn(value, "<");
    const char *inside = value[used] == '<' ? value + used + 1 : value;
    if (value[used] == '<' && inside[strspn(inside, " \t")] == '>') {
        message->return_path_kind = INK_RETURN_PATH_EMPTY;
        return;
    }
    if (read_addresses(reader, value, list) || list->len != 1)
        return;
    const char *address = ((InkAddress *)list->pdata[0])->address;
    const char *at = strrchr(address, '@');
    if (at == NULL || at == address || at[1] == '\0' || strpbrk(address, "<>, ") != NULL)
        return;
    message->return_path_kind = INK_RETURN_PATH_ADDRESS;
    message->return_path = g_strdup(address);
}

/* The word after the last "by" outside comments; NULL if none. */
static char *
find_by(const char *value)
{
    const char *by = ink_header_find_last_word(value, "by");
    if (by == NULL)
        return NULL;
    by += strlen("by");
    by += strspn(by, " \t");
    gsize size = strcspn(by, " \t;()");
    return size > 0 ? g_ascii_strdown(by, (gssize)size) : NULL;
}

static void
read_received(Reader *reader, const char *value)
{
    g_autofree char *text = ink_charset_decode(value, strlen(value), NULL, reader->defects);
    const char *semicolon = strrchr(text, ';');
    g_autofree char *by = find_by(text);
    g_ptr_array_add(
        reader->message->received,
        ink_received_new(by, semicolon != NULL ? parse_date(semicolon + 1) : INK_TIME_NONE));
}

static const struct {
    const char *name;
    void (*read)(Reader *reader, const char *value);
} readers[] = {
    {"From", read_from},
    {"To", read_to},
    {"Cc", read_cc},
    {"Reply-To", read_reply_to},
    {"Subject", read_subject},
    {"Date", read_date},
    {"Message-ID", read_message_id},
    {"In-Reply-To", read_in_reply_to},
    {"References", read_references},
    {"Return-Path", read_return_path},
    {"Received", read_received},
};

void
ink_header_read(InkMessage *message, GMimeHeaderList *headers, const InkLimits *limits,
                InkDefects *defects)
{
    Reader reader = {.message = message, .limits = limits, .defects = defects};
    for (int i = 0; i < g_mime_header_list_get_count(headers); i++) {
        GMimeHeader *header = g_mime_header_list_get_header_at(headers, i);
        const char *name = g_mime_header_get_name(header);
        g_autofree char *value = g_mime_utils_header_unfold(g_mime_header_get_raw_value(header));
        g_autofree char *text = g_strstrip(ink_charset_decode(value, strlen(value), NULL, defects));
        g_ptr_array_add(message->headers, ink_header_new(name, text));
        for (gsize k = 0; k < G_N_ELEMENTS(readers); k++)
            if (g_ascii_strcasecmp(name, readers[k].name) == 0) {
                readers[k].read(&reader, value);
                break;
            }
    }
    if (message->from->len == 0)
        ink_defects_add(defects, "Avsändaradress saknas.");
}
