/* SPDX-License-Identifier: MIT
 *
 * A message to bytes and back: every field survives, and no bytes whatever do harm.
 */
#include "harness.h"

#include "../../src/sandbox/message-wire.h"

#include "inkom/clock.h"
#include "inkom/triage.h"

#include <string.h>

static const InkLimits limits = INK_LIMITS_DEFAULT;

static char **
strings(const char *first, const char *second)
{
    const char *const all[] = {first, second, NULL};
    return g_strdupv((char **)all);
}

static void
set(char **field, const char *text)
{
    g_free(*field);
    *field = g_strdup(text);
}

static void
set_strings(char ***field, char **all)
{
    g_strfreev(*field);
    *field = all;
}

/* Every field has a value that it does not have from the start, and no two the same. */
static InkMessage *
make_full(void)
{
    InkMessage *message = ink_message_new();
    char sha256[65] = {0};
    memset(sha256, 'a', 64);
    g_ptr_array_add(message->headers, ink_header_new("X-Ett", "värde"));
    g_ptr_array_add(message->headers, ink_header_new("X-Tomt", ""));
    g_ptr_array_add(message->headers, ink_header_new("Received", "from a by mx.example"));
    g_ptr_array_add(message->headers, ink_header_new("received", "?"));
    g_ptr_array_add(message->headers, ink_header_new("From", "Anna Ek <anna@example.org>"));
    g_ptr_array_add(message->headers, ink_header_new("FROM", ""));
    g_ptr_array_add(message->from, ink_address_new("Anna Ek", "anna@example.org"));
    g_ptr_array_add(message->to, ink_address_new(NULL, "inkorg@exempelkommun.example"));
    g_ptr_array_add(message->cc, ink_address_new("", "bo@example.org"));
    g_ptr_array_add(message->reply_to, ink_address_new("Ångström", "svar"));
    message->from_fields = 2;
    message->from_is_group = TRUE;
    message->return_path_kind = INK_RETURN_PATH_ADDRESS;
    message->return_path = g_strdup("studs@example.org");
    set(&message->subject, "Gatlampan på Storgatan");
    message->message_id = g_strdup("1@example.org");
    set_strings(&message->in_reply_to, strings("2@example.org", NULL));
    set_strings(&message->references, strings("3@example.org", "4@example.org"));
    message->date = -5;
    g_ptr_array_add(message->received, ink_received_new("mx.example", 1774600000));
    g_ptr_array_add(message->received, ink_received_new(NULL, INK_TIME_NONE));
    set(&message->content_type, "multipart/report");
    message->report_type = g_strdup("delivery-status");
    message->calendar_method = g_strdup("REPLY");
    message->is_encrypted = TRUE;
    set(&message->text, "Hela texten\nmed citat");
    set(&message->new_text, "Hela texten");
    set(&message->signature, "Anna\r\n");
    message->text_source = INK_TEXT_HTML;
    message->is_text_cut = TRUE;
    g_ptr_array_add(message->attachments,
                    ink_attachment_new("bild.png", "image/png", 1234567890123, sha256));
    g_ptr_array_add(message->attachments, ink_attachment_new(NULL, "a/b", 0, sha256));
    g_ptr_array_add(message->report_parts,
                    ink_report_part_new("message/delivery-status", "Action: failed\n"));
    set_strings(&message->defects, strings("Det är trasigt.", NULL));
    return message;
}

static InkMessage **
get_inner(const InkMessage *message)
{
    return &((InkAttachment *)message->attachments->pdata[0])->message;
}

/* With another one attached. */
static InkMessage *
make_nested(guint depth)
{
    InkMessage *message = make_full();
    if (depth > 0)
        *get_inner(message) = make_nested(depth - 1);
    return message;
}

static GByteArray *
write_full(void)
{
    g_autoptr(InkMessage) message = make_nested(1);
    GByteArray *bytes = g_byte_array_new();
    ink_message_wire_write(message, bytes);
    return bytes;
}

static InkMessage *
read_back(const GByteArray *bytes)
{
    const char *why = NULL;
    InkMessage *message =
        ink_message_wire_read((const char *)bytes->data, bytes->len, &limits, &why);
    g_assert_cmpstr(why, ==, NULL);
    g_assert_nonnull(message);
    return message;
}

static void
assert_same_numbers(const InkMessage *one, const InkMessage *other)
{
    g_assert_cmpuint(one->from_fields, ==, other->from_fields);
    g_assert_cmpint(one->from_is_group, ==, other->from_is_group);
    g_assert_cmpint(one->return_path_kind, ==, other->return_path_kind);
    g_assert_cmpint(one->date, ==, other->date);
    g_assert_cmpint(one->is_encrypted, ==, other->is_encrypted);
    g_assert_cmpint(one->text_source, ==, other->text_source);
    g_assert_cmpint(one->is_text_cut, ==, other->is_text_cut);
}

static void
assert_same_addresses(const GPtrArray *one, const GPtrArray *other)
{
    g_assert_cmpuint(one->len, ==, other->len);
    for (guint i = 0; i < one->len; i++) {
        const InkAddress *a = one->pdata[i], *b = other->pdata[i];
        g_assert_cmpstr(a->name, ==, b->name);
        g_assert_cmpstr(a->address, ==, b->address);
    }
}

static void
assert_same_lists(const InkMessage *one, const InkMessage *other)
{
    g_assert_cmpuint(one->headers->len, ==, other->headers->len);
    for (guint i = 0; i < one->headers->len; i++) {
        const InkHeader *a = one->headers->pdata[i], *b = other->headers->pdata[i];
        g_assert_cmpstr(a->name, ==, b->name);
        g_assert_cmpstr(a->value, ==, b->value);
    }
    g_assert_cmpuint(one->received->len, ==, other->received->len);
    for (guint i = 0; i < one->received->len; i++) {
        const InkReceived *a = one->received->pdata[i], *b = other->received->pdata[i];
        g_assert_cmpstr(a->by, ==, b->by);
        g_assert_cmpint(a->time, ==, b->time);
    }
    g_assert_cmpuint(one->attachments->len, ==, other->attachments->len);
    for (guint i = 0; i < one->attachments->len; i++) {
        const InkAttachment *a = one->attachments->pdata[i], *b = other->attachments->pdata[i];
        g_assert_cmpstr(a->name, ==, b->name);
        g_assert_cmpstr(a->type, ==, b->type);
        g_assert_cmpint(a->size, ==, b->size);
        g_assert_cmpstr(a->sha256, ==, b->sha256);
    }
}

static void
test_round_trip(void)
{
    g_autoptr(InkMessage) one = make_nested(1);
    g_autoptr(GByteArray) bytes = write_full();
    g_autoptr(InkMessage) other = read_back(bytes);
    assert_same_numbers(one, other);
    assert_same_lists(one, other);
    assert_same_addresses(one->from, other->from);
    assert_same_addresses(one->to, other->to);
    assert_same_addresses(one->cc, other->cc);
    assert_same_addresses(one->reply_to, other->reply_to);
    g_assert_cmpstr(one->return_path, ==, other->return_path);
    g_assert_cmpstr(one->subject, ==, other->subject);
    g_assert_cmpstr(one->message_id, ==, other->message_id);
    g_assert_cmpstrv(one->in_reply_to, other->in_reply_to);
    g_assert_cmpstrv(one->references, other->references);
    g_assert_cmpstr(one->content_type, ==, other->content_type);
    g_assert_cmpstr(one->report_type, ==, other->report_type);
    g_assert_cmpstr(one->calendar_method, ==, other->calendar_method);
    g_assert_cmpstr(one->text, ==, other->text);
    g_assert_cmpstr(one->new_text, ==, other->new_text);
    g_assert_cmpstr(one->signature, ==, other->signature);
    g_assert_cmpstrv(one->defects, other->defects);
    assert_same_lists(*get_inner(one), *get_inner(other));
    g_assert_cmpstr((*get_inner(one))->text, ==, (*get_inner(other))->text);
    g_assert_null(*get_inner(*get_inner(other)));
}

static void
assert_same_bytes(gconstpointer bytes, gsize size, const GByteArray *again)
{
    g_assert_cmpuint(size, ==, again->len);
    g_assert_true(memcmp(bytes, again->data, size) == 0);
}

static void
test_empty(void)
{
    g_autoptr(InkMessage) one = ink_message_new();
    g_autoptr(GByteArray) bytes = g_byte_array_new(), again = g_byte_array_new();
    ink_message_wire_write(one, bytes);
    g_autoptr(InkMessage) other = read_back(bytes);
    ink_message_wire_write(other, again);
    assert_same_bytes(bytes->data, bytes->len, again);
    g_assert_null(other->message_id);
    g_assert_null(other->return_path);
    g_assert_cmpint(other->date, ==, INK_TIME_NONE);
}

static void assert_refused(const GByteArray *bytes, gsize size);

/* As deep as may be configured and somewhat more, and no deeper. */
static void
test_depth(void)
{
    g_autoptr(InkMessage) deep = make_nested(32), deeper = make_nested(33);
    g_autoptr(GByteArray) bytes = g_byte_array_new(), more = g_byte_array_new();
    ink_message_wire_write(deep, bytes);
    ink_message_wire_write(deeper, more);
    g_autoptr(InkMessage) other = read_back(bytes);
    g_assert_nonnull(*get_inner(other));
    assert_refused(more, more->len);
}

static void
assert_refused(const GByteArray *bytes, gsize size)
{
    const char *why = NULL;
    g_assert_null(ink_message_wire_read((const char *)bytes->data, size, &limits, &why));
    g_assert_nonnull(why);
}

/* Half an answer, cut at every byte; in memory of exactly that size, so that a look beyond shows
 * where addresses are checked. */
static void
test_cut(void)
{
    g_autoptr(GByteArray) bytes = write_full();
    for (guint size = 0; size < bytes->len; size++) {
        const char *why = NULL;
        g_autofree char *part = g_memdup2(bytes->data, size);
        g_assert_null(ink_message_wire_read(part, size, &limits, &why));
        g_assert_nonnull(why);
    }
    g_byte_array_append(bytes, (const guint8 *)"", 1);
    assert_refused(bytes, bytes->len);
}

/* What a message may not hold, put there by hand. */
static void
spoil_utf8(InkMessage *message)
{
    set(&message->text, "\xff");
}

static void
spoil_subject(InkMessage *message)
{
    set(&message->subject, "Ett\nBcc: alla@example.org");
}

static void
spoil_address(InkMessage *message)
{
    set(&((InkAddress *)message->from->pdata[0])->address, "anna@example.org\r");
}

static void
spoil_name(InkMessage *message)
{
    g_clear_pointer(&((InkAddress *)message->from->pdata[0])->address, g_free);
}

static void
spoil_text(InkMessage *message)
{
    g_clear_pointer(&message->new_text, g_free);
}

static void
spoil_kind(InkMessage *message)
{
    message->text_source = (InkTextSource)7;
}

static void
spoil_boolean(InkMessage *message)
{
    message->is_encrypted = 2;
}

static void
spoil_return_path(InkMessage *message)
{
    message->return_path_kind = INK_RETURN_PATH_EMPTY;
}

static void
spoil_no_return_path(InkMessage *message)
{
    g_clear_pointer(&message->return_path, g_free);
}

static void
spoil_size(InkMessage *message)
{
    ((InkAttachment *)message->attachments->pdata[0])->size = -1;
}

static void
spoil_sha256(InkMessage *message)
{
    set(&((InkAttachment *)message->attachments->pdata[0])->sha256, "abc");
}

static void
spoil_hex(InkMessage *message)
{
    memset(((InkAttachment *)message->attachments->pdata[0])->sha256, '!', 64);
}

static void
spoil_file_name(InkMessage *message, const char *name)
{
    set(&((InkAttachment *)message->attachments->pdata[0])->name, name);
}

static void
spoil_path(InkMessage *message)
{
    spoil_file_name(message, "../../etc/passwd");
}

static void
spoil_backslash(InkMessage *message)
{
    spoil_file_name(message, "c:\\autoexec.bat");
}

static void
spoil_escape(InkMessage *message)
{
    spoil_file_name(message, "\x1b[2Jbild.png");
}

static void
spoil_bidi(InkMessage *message)
{
    spoil_file_name(message, "bild\u202egnp.exe");
}

static void
spoil_parent(InkMessage *message)
{
    spoil_file_name(message, "..");
}

static void
spoil_no_name(InkMessage *message)
{
    spoil_file_name(message, "");
}

static void
spoil_received(InkMessage *message)
{
    g_ptr_array_set_size(message->received, 1);
}

static void
spoil_more_received(InkMessage *message)
{
    g_ptr_array_add(message->received, ink_received_new("mx.example", 0));
}

static void
spoil_inner_received(InkMessage *message)
{
    *get_inner(message) = make_full();
    spoil_received(*get_inner(message));
}

static void
spoil_by(InkMessage *message)
{
    set(&((InkReceived *)message->received->pdata[0])->by, "MX.example");
}

static void
spoil_from_fields(InkMessage *message)
{
    message->from_fields = 1;
}

static void
spoil_header(InkMessage *message)
{
    set(&((InkHeader *)message->headers->pdata[0])->value, " värde");
}

static void
spoil_capitals(InkMessage *message)
{
    set(&((InkAddress *)message->cc->pdata[0])->address, "BO@example.org");
}

static void
spoil_domain(InkMessage *message)
{
    set(&((InkAddress *)message->to->pdata[0])->address, "inkorg@köping.example");
}

static void
spoil_return_capitals(InkMessage *message)
{
    set(&message->return_path, "Studs@example.org");
}

static void
spoil_return_name(InkMessage *message)
{
    set(&message->return_path, "studs");
}

static void
spoil_id(InkMessage *message)
{
    set(&message->message_id, "<1@example.org>");
}

static void
spoil_reference(InkMessage *message)
{
    set(&message->references[0], "3@example.org 4@example.org");
}

static void
spoil_long_text(InkMessage *message)
{
    g_free(message->text);
    message->text = g_strnfill((gsize)limits.text_bytes + 1, 'a');
}

static void
spoil_text_source(InkMessage *message)
{
    message->text_source = INK_TEXT_NONE;
}

static void
spoil_type(InkMessage *message)
{
    set(&message->content_type, "Multipart/Report");
}

static void
spoil_report_type(InkMessage *message)
{
    set(&message->report_type, "Delivery-Status");
}

static void
spoil_part_type(InkMessage *message)
{
    set(&((InkReportPart *)message->report_parts->pdata[0])->type, "message/Delivery-Status");
}

static void
spoil_part_text(InkMessage *message)
{
    InkReportPart *part = message->report_parts->pdata[0];
    g_free(part->text);
    part->text = g_strnfill(INK_REPORT_PART_BYTES + 1, 'a');
}

static void
spoil_parts(InkMessage *message)
{
    while (message->report_parts->len <= INK_REPORT_PARTS_MAX)
        g_ptr_array_add(message->report_parts, ink_report_part_new("text/calendar", ""));
}

static void
spoil_date(InkMessage *message)
{
    message->date = G_MAXINT64;
}

static void
spoil_time(InkMessage *message)
{
    ((InkReceived *)message->received->pdata[0])->time = -62135596801;
}

static void
spoil_defect(InkMessage *message)
{
    set(&message->defects[0], "två\nrader");
}

static void
test_refused(void)
{
    static void (*const spoils[])(InkMessage *) = {
        spoil_utf8,
        spoil_subject,
        spoil_address,
        spoil_name,
        spoil_text,
        spoil_kind,
        spoil_boolean,
        spoil_return_path,
        spoil_size,
        spoil_sha256,
        spoil_date,
        spoil_time,
        spoil_no_return_path,
        spoil_defect,
        spoil_hex,
        spoil_path,
        spoil_backslash,
        spoil_escape,
        spoil_bidi,
        spoil_parent,
        spoil_no_name,
        spoil_received,
        spoil_more_received,
        spoil_inner_received,
        spoil_by,
        spoil_from_fields,
        spoil_header,
        spoil_capitals,
        spoil_domain,
        spoil_return_capitals,
        spoil_return_name,
        spoil_id,
        spoil_reference,
        spoil_long_text,
        spoil_text_source,
        spoil_type,
        spoil_report_type,
        spoil_part_type,
        spoil_part_text,
        spoil_parts,
    };
    for (gsize i = 0; i < G_N_ELEMENTS(spoils); i++) {
        g_test_message("spoiled %zu", i);
        g_autoptr(InkMessage) message = make_full();
        g_autoptr(GByteArray) bytes = g_byte_array_new();
        spoils[i](message);
        ink_message_wire_write(message, bytes);
        assert_refused(bytes, bytes->len);
    }
}

/* What a file is called when what is not seen in it has been shown. */
static void
test_shown_name(void)
{
    g_autoptr(InkMessage) message = make_full();
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    spoil_file_name(message, "bild\\u{202E}gnp.exe");
    ink_message_wire_write(message, bytes);
    g_autoptr(InkMessage) other = read_back(bytes);
    g_assert_cmpstr(((InkAttachment *)other->attachments->pdata[0])->name, ==,
                    "bild\\u{202E}gnp.exe");
}

/* Messages that are made in other ways, with no list of Received:, do no harm either. */
static void
test_bare_trace(void)
{
    g_autoptr(InkMessage) message = ink_message_new();
    for (guint i = 0; i < 40; i++)
        g_ptr_array_add(message->headers,
                        ink_header_new("Received", "from x by mx.exempelkommun.example"));
    char *hosts[] = {(char *)"mx.exempelkommun.example", NULL}, *none[] = {NULL};
    const InkConfig config = {
        .authserv_id = hosts[0], .hosts = hosts, .addresses = none, .domains = none};
    g_assert_cmpint(ink_triage_find_vouching(message, &config, NULL), ==, INK_VOUCHING_NONE);
}

/* A NUL inside a text of a given size: the text would be shorter than it says. */
static void
test_nul(void)
{
    g_autoptr(GByteArray) bytes = write_full();
    char *found = memmem(bytes->data, bytes->len, "Hela texten\nmed", 15);
    g_assert_nonnull(found);
    found[3] = '\0';
    assert_refused(bytes, bytes->len);
}

/* A list of four thousand million elements costs no more than the bytes that are there. */
static void
test_long_list(void)
{
    for (guint32 count = 2; count != 0; count <<= 1) {
        g_autoptr(GByteArray) bytes = g_byte_array_new();
        g_byte_array_append(bytes, (const guint8 *)&count, sizeof count);
        for (guint i = 0; i < 3; i++)
            g_byte_array_append(bytes, (const guint8 *)"\0\0\0", 4);
        assert_refused(bytes, bytes->len);
    }
}

/* Every byte changed, in several ways, and bytes at random: refused or read, and what is read can
 * be written. */
static void
check_any(const guint8 *data, gsize size)
{
    const char *why = NULL;
    g_autofree char *copy = g_memdup2(data, size);
    g_autoptr(InkMessage) message = ink_message_wire_read(copy, size, &limits, &why);
    g_assert_true((message == NULL) == (why != NULL));
    if (message == NULL)
        return;
    g_autoptr(GByteArray) again = g_byte_array_new();
    ink_message_wire_write(message, again);
    assert_same_bytes(copy, size, again);
}

static void
test_noise(void)
{
    static const guint8 changes[] = {0x01, 0x10, 0x80, 0xff};
    g_autoptr(GByteArray) bytes = write_full();
    for (guint i = 0; i < bytes->len; i++)
        for (gsize k = 0; k < G_N_ELEMENTS(changes); k++) {
            bytes->data[i] ^= changes[k];
            check_any(bytes->data, bytes->len);
            bytes->data[i] ^= changes[k];
        }
    for (guint round = 0; round < 20000; round++) {
        guint8 noise[64];
        for (gsize i = 0; i < sizeof noise; i++)
            noise[i] = (guint8)(g_test_rand_int_range(0, 4) != 0 ? 0 : g_test_rand_int());
        check_any(noise, (gsize)g_test_rand_int_range(0, sizeof noise));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/message-wire/round-trip", test_round_trip);
    g_test_add_func("/message-wire/empty", test_empty);
    g_test_add_func("/message-wire/depth", test_depth);
    g_test_add_func("/message-wire/cut", test_cut);
    g_test_add_func("/message-wire/refused", test_refused);
    g_test_add_func("/message-wire/shown-name", test_shown_name);
    g_test_add_func("/message-wire/bare-trace", test_bare_trace);
    g_test_add_func("/message-wire/nul", test_nul);
    g_test_add_func("/message-wire/long-list", test_long_list);
    g_test_add_func("/message-wire/noise", test_noise);
    return g_test_run();
}
