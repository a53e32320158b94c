/* SPDX-License-Identifier: MIT
 *
 * The parsed message: lifetimes and small questions.
 */
#include "inkom/message.h"

#include "inkom/clock.h"
#include "inkom/idn.h"

#include <string.h>

InkMessage *
ink_message_new(void)
{
    InkMessage *message = g_new0(InkMessage, 1);
    message->headers = g_ptr_array_new_with_free_func((GDestroyNotify)ink_header_free);
    message->from = g_ptr_array_new_with_free_func((GDestroyNotify)ink_address_free);
    message->to = g_ptr_array_new_with_free_func((GDestroyNotify)ink_address_free);
    message->cc = g_ptr_array_new_with_free_func((GDestroyNotify)ink_address_free);
    message->reply_to = g_ptr_array_new_with_free_func((GDestroyNotify)ink_address_free);
    message->received = g_ptr_array_new_with_free_func((GDestroyNotify)ink_received_free);
    message->attachments = g_ptr_array_new_with_free_func((GDestroyNotify)ink_attachment_free);
    message->report_parts = g_ptr_array_new_with_free_func((GDestroyNotify)ink_report_part_free);
    message->subject = g_strdup("");
    message->text = g_strdup("");
    message->new_text = g_strdup("");
    message->signature = g_strdup("");
    message->content_type = g_strdup("text/plain");
    message->in_reply_to = g_new0(char *, 1);
    message->references = g_new0(char *, 1);
    message->defects = g_new0(char *, 1);
    message->date = INK_TIME_NONE;
    return message;
}

void
ink_message_free(InkMessage *message)
{
    if (message == NULL)
        return;
    g_ptr_array_unref(message->headers);
    g_ptr_array_unref(message->from);
    g_ptr_array_unref(message->to);
    g_ptr_array_unref(message->cc);
    g_ptr_array_unref(message->reply_to);
    g_ptr_array_unref(message->received);
    g_ptr_array_unref(message->attachments);
    g_ptr_array_unref(message->report_parts);
    g_free(message->return_path);
    g_free(message->subject);
    g_free(message->message_id);
    g_strfreev(message->in_reply_to);
    g_strfreev(message->references);
    g_free(message->content_type);
    g_free(message->report_type);
    g_free(message->calendar_method);
    g_free(message->text);
    g_free(message->new_text);
    g_free(message->signature);
    g_strfreev(message->defects);
    g_free(message);
}

char *
ink_address_canonical(const char *address)
{
    const char *domain = ink_address_get_domain(address);
    g_autofree char *ascii = *domain != '\0' ? ink_idn_to_ascii(domain) : NULL;
    if (ascii == NULL)
        return g_ascii_strdown(address, -1);
    g_autofree char *local = g_ascii_strdown(address, domain - address);
    return g_strconcat(local, ascii, NULL);
}

char *
ink_address_describe(const char *address)
{
    g_autofree char *unicode = ink_idn_to_unicode(ink_address_get_domain(address));
    return unicode != NULL ? g_strdup_printf("%s (%s)", address, unicode) : g_strdup(address);
}

InkAddress *
ink_address_new(const char *name, const char *address)
{
    InkAddress *self = g_new0(InkAddress, 1);
    self->name = g_strdup(name);
    self->address = ink_address_canonical(address);
    return self;
}

void
ink_address_free(InkAddress *address)
{
    if (address == NULL)
        return;
    g_free(address->name);
    g_free(address->address);
    g_free(address);
}

static gboolean
is_dot_atom(const char *text, gsize size, const char *specials)
{
    if (size == 0 || text[0] == '.' || text[size - 1] == '.')
        return FALSE;
    for (gsize i = 0; i < size; i++) {
        if (text[i] == '.') {
            if (text[i + 1] == '.')
                return FALSE;
        } else if (!g_ascii_isalnum(text[i]) && strchr(specials, text[i]) == NULL) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean
ink_address_is_sendable(const char *address)
{
    if (address == NULL)
        return FALSE;
    const char *at = strrchr(address, '@');
    if (at == NULL || at - address > 64 || strlen(at + 1) > 255)
        return FALSE;
    /* RFC 5322 §3.2.3 atext, and the letters of host names (RFC 5321 §4.1.2). */
    return is_dot_atom(address, (gsize)(at - address), "!#$%&'*+-/=?^_`{|}~") &&
           is_dot_atom(at + 1, strlen(at + 1), "-");
}

const char *
ink_address_get_domain(const char *address)
{
    const char *at = address != NULL ? strrchr(address, '@') : NULL;
    return at != NULL ? at + 1 : "";
}

InkHeader *
ink_header_new(const char *name, const char *value)
{
    InkHeader *header = g_new0(InkHeader, 1);
    header->name = g_strdup(name);
    header->value = g_strdup(value);
    return header;
}

void
ink_header_free(InkHeader *header)
{
    if (header == NULL)
        return;
    g_free(header->name);
    g_free(header->value);
    g_free(header);
}

InkAttachment *
ink_attachment_new(const char *name, const char *type, gint64 size, const char *sha256)
{
    InkAttachment *attachment = g_new0(InkAttachment, 1);
    attachment->name = g_strdup(name);
    attachment->type = g_strdup(type);
    attachment->size = size;
    attachment->sha256 = g_strdup(sha256);
    return attachment;
}

void
ink_attachment_free(InkAttachment *attachment)
{
    if (attachment == NULL)
        return;
    g_free(attachment->name);
    g_free(attachment->type);
    g_free(attachment->sha256);
    ink_message_free(attachment->message);
    g_free(attachment);
}

InkReportPart *
ink_report_part_new(const char *type, const char *text)
{
    InkReportPart *part = g_new0(InkReportPart, 1);
    part->type = g_strdup(type);
    part->text = g_strdup(text);
    return part;
}

void
ink_report_part_free(InkReportPart *part)
{
    if (part == NULL)
        return;
    g_free(part->type);
    g_free(part->text);
    g_free(part);
}

InkReceived *
ink_received_new(const char *by, gint64 time)
{
    InkReceived *received = g_new0(InkReceived, 1);
    received->by = by != NULL ? g_ascii_strdown(by, -1) : NULL;
    received->time = time;
    return received;
}

void
ink_received_free(InkReceived *received)
{
    if (received == NULL)
        return;
    g_free(received->by);
    g_free(received);
}

const char *
ink_message_find_header(const InkMessage *message, const char *name)
{
    for (guint i = 0; i < message->headers->len; i++) {
        const InkHeader *header = message->headers->pdata[i];
        if (g_ascii_strcasecmp(header->name, name) == 0)
            return header->value;
    }
    return NULL;
}

const InkAddress *
ink_message_get_sender(const InkMessage *message)
{
    return message->from->len > 0 ? message->from->pdata[0] : NULL;
}
