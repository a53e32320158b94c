/* SPDX-License-Identifier: MIT
 *
 * Lies for the wire harness. Bytes that are changed blindly are hardly ever a message any more; so
 * an input that is one is changed as a message: a string, a number or a list of it, and written
 * again. What is no message is a letter, and becomes one first.
 */
#pragma once

#include "fuzz.h"

#include "../../src/sandbox/message-wire.h"
#include "inkom/parse.h"

/* libFuzzer's own, where that is there. */
gsize LLVMFuzzerMutate(guint8 *data, gsize size, gsize max_size) __attribute__((weak));
gsize LLVMFuzzerCustomMutator(guint8 *data, gsize size, gsize max_size, unsigned int seed);

enum { MUTATE_STRING = 300 };

static inline void
mutate_string(char **text)
{
    guint8 bytes[MUTATE_STRING];
    gsize old = *text != NULL ? MIN(strlen(*text), sizeof bytes) : 0;
    if (old > 0)
        memcpy(bytes, *text, old);
    g_autofree char *changed = fuzz_dup_text(bytes, LLVMFuzzerMutate(bytes, old, sizeof bytes));
    g_autofree char *rest = g_strdup(*text != NULL ? *text + old : "");
    g_free(*text);
    *text = g_strdelimit(g_strconcat(changed, rest, NULL), "\r\n", ' ');
    char *valid = g_utf8_make_valid(*text, -1);
    g_free(*text);
    *text = valid;
}

static inline void
mutate_strings(char ***strings, GRand *random)
{
    guint count = g_strv_length(*strings);
    if (count == 0 || g_rand_boolean(random)) {
        *strings = g_renew(char *, *strings, count + 2);
        (*strings)[count] = g_strdup(count > 0 ? (*strings)[0] : "1@example.org");
        (*strings)[count + 1] = NULL;
    }
    mutate_string(&(*strings)[g_rand_int_range(random, 0, (gint32)MAX(count, 1))]);
}

/* Of a list: the first element again, one less, or a string of one of them changed. */
static inline gboolean
mutate_length(GPtrArray *list, GRand *random)
{
    if (list->len == 0 || g_rand_int_range(random, 0, 3) > 0)
        return FALSE;
    g_ptr_array_remove_index(list, (guint)g_rand_int_range(random, 0, (gint32)list->len));
    return TRUE;
}

static inline void
mutate_headers(InkMessage *message, GRand *random)
{
    static const char *const names[] = {
        "Received", "From",  "Auto-Submitted", "Delivered-To", "Authentication-Results",
        "List-Id",  "X-Loop"};
    GPtrArray *headers = message->headers;
    if (mutate_length(headers, random))
        return;
    if (headers->len == 0 || g_rand_boolean(random))
        g_ptr_array_add(headers,
                        ink_header_new(names[g_rand_int_range(random, 0, G_N_ELEMENTS(names))],
                                       "from a (b [127.0.0.1]) by mx.exempelkommun.example"));
    InkHeader *header = headers->pdata[(guint)g_rand_int_range(random, 0, (gint32)headers->len)];
    mutate_string(&header->value);
    g_strstrip(header->value);
}

static inline void
mutate_addresses(GPtrArray *list, GRand *random)
{
    if (mutate_length(list, random))
        return;
    g_autofree char *text = g_strdup("karin.berg@exempelkommun.example");
    mutate_string(&text);
    g_ptr_array_add(list, ink_address_new(g_rand_boolean(random) ? text : NULL, text));
}

static inline void
mutate_parts(InkMessage *message, GRand *random)
{
    static const char sum[] = "abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789";
    if (mutate_length(message->report_parts, random) || mutate_length(message->attachments, random))
        return;
    g_autofree char *text = g_strdup(
        "Message-ID: <inkom.k3n5pq2r7tuvwxya.mzxw6ytboi2gk3tfonsxo5lqoi@exempelkommun.example>");
    mutate_string(&text);
    if (g_rand_boolean(random))
        g_ptr_array_add(message->report_parts, ink_report_part_new("message/rfc822", text));
    else
        g_ptr_array_add(message->attachments, ink_attachment_new(text, "a/b", 7, sum));
}

static inline void
mutate_numbers(InkMessage *message, GRand *random)
{
    message->from_fields = (guint)g_rand_int_range(random, 0, 3);
    message->from_is_group = g_rand_boolean(random);
    g_free(message->calendar_method);
    message->calendar_method = g_rand_boolean(random) ? g_strdup("REPLY") : NULL;
    message->is_encrypted = g_rand_boolean(random);
    message->return_path_kind = (InkReturnPath)g_rand_int_range(random, 0, 4);
    message->text_source = (InkTextSource)g_rand_int_range(random, 0, 3);
    message->date = (gint64)g_rand_double_range(random, -7e10, 3e11);
}

/* The list of Received: fields follows the header again, three times in four. */
static inline void
mutate_received(InkMessage *message, GRand *random)
{
    if (g_rand_int_range(random, 0, 4) == 0)
        return;
    g_ptr_array_set_size(message->received, 0);
    message->from_fields = 0;
    for (guint i = 0; i < message->headers->len; i++) {
        const char *name = ((const InkHeader *)message->headers->pdata[i])->name;
        if (g_ascii_strcasecmp(name, "Received") == 0)
            g_ptr_array_add(message->received,
                            ink_received_new("mx.exempelkommun.example",
                                             (gint64)g_rand_double_range(random, -7e10, 3e11)));
        message->from_fields += g_ascii_strcasecmp(name, "From") == 0;
    }
}

static inline void
mutate_message(InkMessage *message, GRand *random)
{
    char **const strings[] = {&message->subject,      &message->text,       &message->new_text,
                              &message->signature,    &message->message_id, &message->return_path,
                              &message->content_type, &message->report_type};
    GPtrArray *const addresses[] = {message->from, message->to, message->cc, message->reply_to};
    switch (g_rand_int_range(random, 0, 7)) {
    case 0:
        mutate_headers(message, random);
        break;
    case 1:
        mutate_addresses(addresses[g_rand_int_range(random, 0, G_N_ELEMENTS(addresses))], random);
        break;
    case 2:
        mutate_strings(g_rand_boolean(random) ? &message->references : &message->in_reply_to,
                       random);
        break;
    case 3:
        mutate_parts(message, random);
        break;
    case 4:
        mutate_numbers(message, random);
        break;
    default:
        mutate_string(strings[g_rand_int_range(random, 0, G_N_ELEMENTS(strings))]);
    }
    mutate_received(message, random);
}

gsize
LLVMFuzzerCustomMutator(guint8 *data, gsize size, gsize max_size, unsigned int seed)
{
    const InkLimits limits = INK_LIMITS_DEFAULT;
    const char *why = NULL;
    g_autoptr(GRand) random = g_rand_new_with_seed(seed);
    g_autoptr(GBytes) bytes = g_bytes_new(data, size);
    g_autoptr(InkMessage) message = ink_message_wire_read((const char *)data, size, &limits, &why);
    if (message == NULL && g_rand_boolean(random))
        message = ink_message_parse(bytes, &limits, NULL);
    if (message == NULL || g_rand_int_range(random, 0, 8) == 0)
        return LLVMFuzzerMutate(data, size, max_size);
    for (int i = g_rand_int_range(random, 0, 3); i >= 0; i--)
        mutate_message(message, random);
    g_autoptr(GByteArray) out = g_byte_array_new();
    ink_message_wire_write(message, out);
    if (out->len > max_size)
        return LLVMFuzzerMutate(data, size, max_size);
    memcpy(data, out->data, out->len);
    return out->len;
}
