/* SPDX-License-Identifier: MIT
 *
 * A letter as its author wrote it, in the shape of a message of its own.
 */
#include "origin-private.h"

#include "inkom/parse.h"
#include "inkom/text.h"

/* Where the message has been, and whether it is one of ours, holds for what is in it too. That a
 * machine or a server of ours sent it on does not, and who did is not who wrote. */
static gboolean
is_of_sender(const char *name)
{
    static const char *const names[] = {"authentication-results",
                                        "auto-submitted",
                                        "cc",
                                        "content-type",
                                        "date",
                                        "feedback-id",
                                        "from",
                                        "in-reply-to",
                                        "mailing-list",
                                        "message-id",
                                        "precedence",
                                        "references",
                                        "reply-to",
                                        "return-path",
                                        "sender",
                                        "subject",
                                        "to",
                                        "x-autoreply",
                                        "x-autorespond",
                                        "x-autoresponse",
                                        "x-autoreply-from",
                                        "x-mail-autoreply",
                                        "x-loop",
                                        "x-auto-response-suppress",
                                        "x-fc-machinegenerated",
                                        "disposition-notification-to",
                                        NULL};
    g_autofree char *folded = g_ascii_strdown(name, -1);
    return g_strv_contains(names, folded) || g_str_has_prefix(folded, "list-");
}

static void
copy_addresses(GPtrArray *to, const GPtrArray *from)
{
    for (guint i = 0; i < from->len; i++) {
        const InkAddress *address = from->pdata[i];
        g_ptr_array_add(to, ink_address_new(address->name, address->address));
    }
}

static void
copy_trace(InkMessage *letter, const InkMessage *message)
{
    for (guint i = 0; i < message->headers->len; i++) {
        const InkHeader *header = message->headers->pdata[i];
        if (!is_of_sender(header->name))
            g_ptr_array_add(letter->headers, ink_header_new(header->name, header->value));
    }
    for (guint i = 0; i < message->received->len; i++) {
        const InkReceived *received = message->received->pdata[i];
        g_ptr_array_add(letter->received, ink_received_new(received->by, received->time));
    }
}

/* A letter that is attached has its own header, and what a machine has marked there holds: an
 * automatic reply is one, whoever passes it on. What our border found out about it cannot be told
 * from what its sender wrote. */
static void
copy_marks(InkMessage *letter, const InkMessage *attached)
{
    for (guint i = 0; i < attached->headers->len; i++) {
        const InkHeader *header = attached->headers->pdata[i];
        if (is_of_sender(header->name) &&
            g_ascii_strcasecmp(header->name, "Authentication-Results") != 0)
            g_ptr_array_add(letter->headers, ink_header_new(header->name, header->value));
    }
    letter->return_path_kind = attached->return_path_kind;
    letter->return_path = g_strdup(attached->return_path);
    letter->report_type = g_strdup(attached->report_type);
    ink_text_set(&letter->content_type, attached->content_type);
    letter->calendar_method = g_strdup(attached->calendar_method);
    letter->from_is_group = attached->from_is_group;
    copy_addresses(letter->reply_to, attached->reply_to);
}

InkMessage *
ink_origin_letter_new(const InkMessage *message, const InkMessage *written_in, const char *name,
                      const char *address, const char *subject, const char *text)
{
    InkMessage *letter = ink_message_new();
    copy_trace(letter, message);
    if (written_in != message)
        copy_marks(letter, written_in);
    copy_addresses(letter->to, message->to);
    copy_addresses(letter->cc, message->cc);
    if (address != NULL) {
        g_ptr_array_add(letter->from, ink_address_new(name, address));
        letter->from_fields = 1;
    }
    letter->date = written_in->date;
    letter->is_encrypted = written_in->is_encrypted;
    letter->text_source = written_in->text_source;
    letter->is_text_cut = written_in->is_text_cut;
    ink_text_set(&letter->subject, subject);
    ink_text_set(&letter->text, text);
    g_clear_pointer(&letter->new_text, g_free);
    g_clear_pointer(&letter->signature, g_free);
    ink_quote_split(text, &letter->new_text, &letter->signature);
    for (guint i = 0; i < written_in->attachments->len; i++) {
        const InkAttachment *attachment = written_in->attachments->pdata[i];
        g_ptr_array_add(letter->attachments,
                        ink_attachment_new(attachment->name, attachment->type, attachment->size,
                                           attachment->sha256));
    }
    return letter;
}
