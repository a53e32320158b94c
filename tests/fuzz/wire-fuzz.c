/* SPDX-License-Identifier: MIT
 *
 * What comes from the process that reads mail, if somebody else speaks for it. The input is taken
 * for its answer: if that is a message, every promise of message.h holds, and the whole way to a
 * decision, with triage, origin, reports and threading, goes well and can be carried out. It is
 * also taken for a letter: what the true reader makes of any bytes must be believed.
 */
#include "pipeline.h"
#include "wire-mutate.h"

#include "../../src/pipeline/pipeline-private.h"
#include "../../src/sandbox/message-wire.h"

#include "inkom/text.h"

static const InkLimits limits = INK_LIMITS_DEFAULT;

static InkPipeline *pipeline;
static InkStore *store;
static InkReader *reader;

/* One case, so that there is one to belong to. */
int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const char letter[] = "Return-Path: <anna@example.org>\n"
                                 "From: Anna Ek <anna@example.org>\n"
                                 "To: inkorg@exempelkommun.example\n"
                                 "Subject: Gatlampan\nMessage-ID: <1@example.org>\n\n"
                                 "Gatlampan lyser inte.\n";
    (void)argc, (void)argv;
    fuzz_open_pipeline(&pipeline, &store);
    reader = ink_reader_new(pipeline);
    g_autoptr(GBytes) bytes = g_bytes_new_static(letter, strlen(letter));
    InkEnvelope envelope = fuzz_envelope(bytes);
    envelope.uid = "0";
    g_autoptr(InkReading) reading =
        ink_reading_of_message(reader, bytes, ink_message_parse(bytes, &limits, NULL));
    envelope.reading = reading;
    fuzz_take_in(pipeline, store, &envelope, TRUE);
    return 0;
}

/* --- the promises, read from message.h --------------------------------------------------------*/

static void
check_line(const char *text)
{
    fuzz_assert_text(text);
    g_assert_null(strpbrk(text, "\r\n"));
}

static void
check_lower(const char *text)
{
    g_autofree char *lower = g_ascii_strdown(text, -1);
    check_line(text);
    g_assert_cmpstr(text, ==, lower);
}

static void
check_addresses(const GPtrArray *list)
{
    for (guint i = 0; i < list->len; i++) {
        const InkAddress *address = list->pdata[i];
        g_autofree char *canonical = ink_address_canonical(address->address);
        check_lower(address->address);
        g_assert_cmpstr(address->address, ==, canonical);
        if (address->name != NULL)
            check_line(address->name);
    }
}

static void
check_header(const InkMessage *message)
{
    guint from = 0, received = 0;
    for (guint i = 0; i < message->headers->len; i++) {
        const InkHeader *header = message->headers->pdata[i];
        g_autofree char *trimmed = g_strstrip(g_strdup(header->value));
        check_line(header->name);
        check_line(header->value);
        g_assert_cmpstr(header->value, ==, trimmed);
        from += g_ascii_strcasecmp(header->name, "from") == 0;
        received += g_ascii_strcasecmp(header->name, "received") == 0;
    }
    g_assert_cmpuint(message->from_fields, ==, from);
    g_assert_cmpuint(message->received->len, ==, received);
    for (guint i = 0; i < received; i++) {
        const InkReceived *one = message->received->pdata[i];
        if (one->by != NULL)
            check_lower(one->by);
    }
    g_assert_true((message->return_path_kind == INK_RETURN_PATH_ADDRESS) ==
                  (message->return_path != NULL));
}

static void
check_ids(char *const *ids)
{
    for (; *ids != NULL; ids++) {
        check_line(*ids);
        g_assert_null(strpbrk(*ids, "<>"));
    }
}

static void
check_texts(const InkMessage *message)
{
    const char *const texts[] = {message->text, message->new_text, message->signature};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        fuzz_assert_text(texts[i]);
        g_assert_cmpuint(strlen(texts[i]), <=, (gsize)limits.text_bytes);
    }
    check_line(message->subject);
    check_lower(message->content_type);
    g_assert_cmpuint(message->report_parts->len, <=, 10);
    for (guint i = 0; i < message->report_parts->len; i++) {
        const InkReportPart *part = message->report_parts->pdata[i];
        check_lower(part->type);
        fuzz_assert_text(part->text);
        g_assert_cmpuint(strlen(part->text), <=, 32 * 1024);
    }
}

static void check_message(const InkMessage *message);

static void
check_attachments(const InkMessage *message)
{
    for (guint i = 0; i < message->attachments->len; i++) {
        const InkAttachment *file = message->attachments->pdata[i];
        g_assert_cmpint(file->size, >=, 0);
        g_assert_cmpuint(strspn(file->sha256, "0123456789abcdef"), ==, 64);
        g_assert_cmpuint(strlen(file->sha256), ==, 64);
        if (file->name != NULL) {
            g_autofree char *shown = ink_text_printable(file->name);
            check_line(file->name);
            g_assert_cmpstr(file->name, ==, shown);
            g_assert_null(strchr(file->name, '/'));
        }
        if (file->message != NULL)
            check_message(file->message);
    }
}

static void
check_message(const InkMessage *message)
{
    const GPtrArray *addresses[] = {message->from, message->to, message->cc, message->reply_to};
    for (gsize i = 0; i < G_N_ELEMENTS(addresses); i++)
        check_addresses(addresses[i]);
    check_header(message);
    check_ids(message->in_reply_to);
    check_ids(message->references);
    check_texts(message);
    check_attachments(message);
}

/* --- what is done with it ---------------------------------------------------------------------*/

/* Takes the message. */
static void
take_in(InkMessage *message, const guint8 *data, gsize size)
{
    g_autoptr(GBytes) bytes = g_bytes_new(data, size);
    g_autoptr(InkReading) reading = ink_reading_of_message(reader, bytes, message);
    InkEnvelope envelope = fuzz_envelope(bytes);
    envelope.reading = reading;
    fuzz_take_in(pipeline, store, &envelope, FALSE);
}

/* Whatever the bytes are: what the true reader says of them is taken for true. */
static void
check_true_reader(GBytes *bytes)
{
    const char *why = NULL;
    g_autoptr(InkMessage) message = ink_message_parse(bytes, &limits, NULL);
    if (message == NULL)
        return;
    g_autoptr(GByteArray) answer = g_byte_array_new();
    ink_message_wire_write(message, answer);
    g_autoptr(InkMessage) taken =
        ink_message_wire_read((const char *)answer->data, answer->len, &limits, &why);
    g_assert_cmpstr(why, ==, NULL);
    g_assert_nonnull(taken);
    check_message(taken);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    const char *why = NULL;
    InkMessage *message = ink_message_wire_read((const char *)data, size, &limits, &why);
    g_assert_true((message == NULL) == (why != NULL));
    if (message != NULL) {
        check_message(message);
        take_in(message, data, size);
        return 0;
    }
    g_autoptr(GBytes) bytes = g_bytes_new(data, size);
    check_true_reader(bytes);
    return 0;
}
