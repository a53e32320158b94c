/* SPDX-License-Identifier: MIT
 *
 * The parts of one message. Subject and text lie in one buffer, which is the part "words". What is
 * quoted or signed stands nearly always below what is new: then the whole text goes on in the same
 * buffer, and need not be normalised, or scanned, a second time.
 */
#include "message-parts.h"

#include "inkom/text.h"
#include "title-subject.h"

#include <string.h>

static void
free_buffer(gpointer buffer)
{
    if (buffer != NULL)
        g_string_free(buffer, TRUE);
}

InkParts *
ink_parts_new(const InkRules *rules)
{
    InkParts *parts = g_new0(InkParts, 1);
    parts->rules = rules;
    for (guint i = 0; i < INK_PARTS; i++)
        parts->buffers[i] = g_string_new(NULL);
    parts->headers = g_ptr_array_new_with_free_func(free_buffer);
    g_ptr_array_set_size(parts->headers, (int)rules->headers->len);
    return parts;
}

void
ink_parts_free(InkParts *parts)
{
    if (parts == NULL)
        return;
    for (guint i = 0; i < INK_PARTS; i++)
        g_string_free(parts->buffers[i], TRUE);
    g_ptr_array_unref(parts->headers);
    g_free(parts);
}

static void
append_normalised(GString *out, const char *text)
{
    g_autofree char *normal = ink_text_normalise(text);
    g_string_append(out, normal);
}

/* What of the whole text comes after the new text; NULL if that is not its beginning. */
static const char *
find_rest(const InkMessage *message)
{
    gsize size = strlen(message->new_text);
    gboolean is_beginning = strncmp(message->text, message->new_text, size) == 0 &&
                            (message->text[size] == '\0' || message->text[size] == '\n');
    return is_beginning ? message->text + size : NULL;
}

static void
make_words(InkParts *parts)
{
    const InkMessage *message = parts->message;
    gboolean is_all_used = parts->rules->is_part_used[INK_PART_ALL_TEXT];
    const char *rest = is_all_used ? find_rest(message) : NULL;
    GString *buffer = parts->buffers[INK_PART_WORDS];
    g_string_truncate(buffer, 0);
    g_autofree char *normal = ink_text_normalise(message->subject);
    g_string_append(buffer, ink_title_get_subject(normal));
    gsize subject = buffer->len;
    g_string_append_c(buffer, '\n');
    append_normalised(buffer, message->new_text);
    gsize words = buffer->len;
    if (rest != NULL)
        append_normalised(buffer, rest);
    const char *text = buffer->str + subject + 1;
    parts->texts[INK_PART_SUBJECT] = (InkPartText){buffer->str, subject};
    parts->texts[INK_PART_TEXT] = (InkPartText){text, words - subject - 1};
    parts->texts[INK_PART_WORDS] = (InkPartText){buffer->str, words};
    if (rest != NULL) {
        parts->texts[INK_PART_ALL_TEXT] = (InkPartText){text, buffer->len - subject - 1};
    } else if (is_all_used) {
        GString *all = g_string_truncate(parts->buffers[INK_PART_ALL_TEXT], 0);
        append_normalised(all, message->text);
        parts->texts[INK_PART_ALL_TEXT] = (InkPartText){all->str, all->len};
    }
}

static void
make_addresses(InkParts *parts, InkPart part, const GPtrArray *addresses)
{
    GString *out = parts->buffers[part];
    g_string_truncate(out, 0);
    for (guint i = 0; i < addresses->len; i++) {
        const InkAddress *address = addresses->pdata[i];
        if (i > 0)
            g_string_append_c(out, '\n');
        if (!ink_text_is_blank(address->name)) {
            append_normalised(out, address->name);
            g_string_append_c(out, ' ');
        }
        g_string_append_printf(out, "<%s>", address->address);
    }
    parts->texts[part] = (InkPartText){out->str, out->len};
}

static void
make_attachments(InkParts *parts)
{
    GString *out = parts->buffers[INK_PART_ATTACHMENT];
    g_string_truncate(out, 0);
    const GPtrArray *attachments = parts->message->attachments;
    for (guint i = 0; i < attachments->len; i++) {
        const InkAttachment *attachment = attachments->pdata[i];
        if (attachment->name == NULL)
            continue;
        if (out->len > 0)
            g_string_append_c(out, '\n');
        append_normalised(out, attachment->name);
    }
    parts->texts[INK_PART_ATTACHMENT] = (InkPartText){out->str, out->len};
}

void
ink_parts_fill(InkParts *parts, const InkMessage *message)
{
    parts->message = message;
    const gboolean *is_used = parts->rules->is_part_used;
    make_words(parts);
    if (is_used[INK_PART_FROM])
        make_addresses(parts, INK_PART_FROM, parts->message->from);
    if (is_used[INK_PART_TO])
        make_addresses(parts, INK_PART_TO, parts->message->to);
    if (is_used[INK_PART_CC])
        make_addresses(parts, INK_PART_CC, parts->message->cc);
    if (is_used[INK_PART_ATTACHMENT])
        make_attachments(parts);
    for (guint i = 0; i < parts->headers->len; i++)
        g_clear_pointer(&parts->headers->pdata[i], free_buffer);
}

InkPartText
ink_parts_get_header(InkParts *parts, guint number)
{
    if (parts->headers->pdata[number] == NULL) {
        const char *name = parts->rules->headers->pdata[number];
        GString *out = g_string_new(NULL);
        for (guint i = 0; i < parts->message->headers->len; i++) {
            const InkHeader *header = parts->message->headers->pdata[i];
            if (g_ascii_strcasecmp(header->name, name) != 0)
                continue;
            if (out->len > 0)
                g_string_append_c(out, '\n');
            append_normalised(out, header->value);
        }
        parts->headers->pdata[number] = out;
    }
    const GString *made = parts->headers->pdata[number];
    return (InkPartText){made->str, made->len};
}
