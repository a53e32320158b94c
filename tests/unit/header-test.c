/* SPDX-License-Identifier: MIT
 *
 * The outer header, field by field, in messages that are whole and broken.
 */
#include <string.h>

#include "inkom/clock.h"

#include "parse-harness.h"

static void
test_ordinary(void)
{
    g_autoptr(InkMessage) message = parse_text(
        "Return-Path: <anna.ek@example.org>\r\n"
        "Received: from a.example (by x.example) by MX.exempelkommun.example with ESMTP\r\n"
        "\tid 1; Fri, 27 Mar 2026 10:15:00 +0100\r\n"
        "Received: from b.example by a.example; Fri, 27 Mar 2026 10:14:00 +0100\r\n"
        "Received: skräp\r\n"
        "From: =?utf-8?q?Anna_Ek?= <Anna.Ek@Example.org>\r\n"
        "To: Inkorg <inkorg@exempelkommun.example>, b@c.example\r\n"
        "Cc: d@e.example\r\nReply-To: f@g.example\r\n"
        "Subject: Trasig\r\n lampa\r\nDate: Fri, 27 Mar 2026 10:13:00 +0100\r\n"
        "Message-ID: <1@example.org>\r\nIn-Reply-To: <2@example.org>\r\n"
        "References: <3@example.org>\r\n <2@example.org>\r\n\r\nHej\r\n");
    g_assert_cmpint(message->return_path_kind, ==, INK_RETURN_PATH_ADDRESS);
    g_assert_cmpstr(message->return_path, ==, "anna.ek@example.org");
    g_assert_cmpuint(message->received->len, ==, 3);
    const InkReceived *received = message->received->pdata[0];
    g_assert_cmpstr(received->by, ==, "mx.exempelkommun.example");
    g_assert_cmpint(received->time, ==, 1774602900);
    const InkReceived *broken = message->received->pdata[2];
    g_assert_null(broken->by);
    g_assert_cmpint(broken->time, ==, INK_TIME_NONE);
    g_assert_cmpuint(message->from_fields, ==, 1);
    g_assert_cmpstr(address_at(message->from, 0)->name, ==, "Anna Ek");
    g_assert_cmpstr(address_at(message->from, 0)->address, ==, "anna.ek@example.org");
    g_assert_cmpuint(message->to->len, ==, 2);
    g_assert_cmpstr(address_at(message->cc, 0)->address, ==, "d@e.example");
    g_assert_cmpstr(address_at(message->reply_to, 0)->address, ==, "f@g.example");
    g_assert_cmpstr(message->subject, ==, "Trasig lampa");
    g_assert_cmpint(message->date, ==, 1774602780);
    g_assert_cmpstr(message->message_id, ==, "1@example.org");
    g_assert_cmpstr(message->in_reply_to[0], ==, "2@example.org");
    g_assert_cmpstr(message->references[1], ==, "2@example.org");
    g_assert_cmpuint(message->headers->len, ==, 13);
    const InkHeader *first = message->headers->pdata[0];
    g_assert_cmpstr(first->name, ==, "Return-Path");
    g_assert_cmpstr(first->value, ==, "<anna.ek@example.org>");
    g_assert_cmpstr(ink_message_find_header(message, "subject"), ==, "Trasig lampa");
    g_assert_cmpstr(message->defects[0], ==, NULL);
}

static const struct {
    const char *fields;
    InkReturnPath kind;
    const char *path;
} return_paths[] = {
    {"", INK_RETURN_PATH_ABSENT, NULL},
    {"Return-Path: <>\n", INK_RETURN_PATH_EMPTY, NULL},
    {"Return-Path: < >\n", INK_RETURN_PATH_EMPTY, NULL},
    {"Return-Path: <A@B.example>\n", INK_RETURN_PATH_ADDRESS, "a@b.example"},
    {"Return-Path: a@b.example\n", INK_RETURN_PATH_ADDRESS, "a@b.example"},
    {"Return-Path: <@x.example:a@b.example>\n", INK_RETURN_PATH_ADDRESS, "a@b.example"},
    {"Return-Path: MAILER-DAEMON\n", INK_RETURN_PATH_BAD, NULL},
    {"Return-Path:\n", INK_RETURN_PATH_BAD, NULL},
    {"Return-Path: <a@b.example>, <c@d.example>\n", INK_RETURN_PATH_BAD, NULL},
    {"Return-Path: <a@b.example>\nReturn-Path: <a@b.example>\n", INK_RETURN_PATH_BAD, NULL},
    {"Return-Path: <>\nReturn-Path: <a@b.example>\n", INK_RETURN_PATH_BAD, NULL},
};

static void
test_return_path(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(return_paths); i++) {
        g_autofree char *text = g_strconcat(return_paths[i].fields, "From: a@b.example\n\nx", NULL);
        g_autoptr(InkMessage) message = parse_text(text);
        g_test_message("%s", return_paths[i].fields);
        g_assert_cmpint(message->return_path_kind, ==, return_paths[i].kind);
        g_assert_cmpstr(message->return_path, ==, return_paths[i].path);
    }
}

static void
test_duplicates(void)
{
    g_autoptr(InkMessage) message =
        parse_text("From: a@b.example\nFrom: c@d.example\nSubject: ett\nSubject: två\n"
                   "Message-ID: <1@x>\nMessage-ID: <2@x>\n\nx");
    g_assert_cmpuint(message->from_fields, ==, 2);
    g_assert_cmpuint(message->from->len, ==, 2);
    g_assert_cmpstr(message->subject, ==, "ett");
    g_assert_cmpstr(message->message_id, ==, "1@x");
    g_assert_true(has_defect(message, "From-fält"));
    g_assert_true(has_defect(message, "ämnesfält"));
}

static void
test_group(void)
{
    g_autoptr(InkMessage) message = parse_text("From: Styrelsen: a@b.example;\n\nx");
    g_assert_true(message->from_is_group);
}

/* The field that ends a program using GMime's parser, in every address field and attached. */
static void
test_nested_groups(void)
{
    static const char *const names[] = {"From",   "To",       "Cc",       "Bcc",
                                        "Sender", "Reply-To", "Resent-To"};
    g_autoptr(GString) groups = g_string_new(NULL);
    while (groups->len < 90000)
        g_string_append(groups, "a:");
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *outer = g_strdup_printf("Subject: x\n%s: %s\n\nx", names[i], groups->str);
        g_autoptr(InkMessage) message = parse_text(outer);
        g_assert_cmpstr(message->subject, ==, "x");
        g_autofree char *inner = g_strdup_printf(
            "From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b\n"
            "%s: %s\nContent-Type: message/rfc822\n\n%s: %s\n\nx\n--b--\n",
            names[i], groups->str, names[i], groups->str);
        g_autoptr(InkMessage) nested = parse_text(inner);
        g_assert_cmpuint(nested->attachments->len, ==, 1);
    }
}

static void
test_long_address_field(void)
{
    g_autoptr(GString) text = g_string_new("Subject: x\nTo: ");
    for (int i = 0; i < 2000; i++)
        g_string_append_printf(text, "a%d@b.example, ", i);
    g_string_append(text, "z@b.example\nFrom: c@d.example\n\nx");
    g_autoptr(InkMessage) message = parse_text(text->str);
    g_assert_true(has_defect(message, "address_header_bytes"));
    g_assert_cmpuint(message->to->len, >, 500);
    g_assert_cmpuint(message->to->len, <, 2000);
    g_assert_true(
        g_str_has_suffix(address_at(message->to, message->to->len - 1)->address, "@b.example"));
    g_assert_cmpuint(message->from->len, ==, 1);
}

static void
test_raw_bytes(void)
{
    g_autoptr(InkMessage) message =
        parse_text("From: \xc5sa <a@b.example>\nSubject: F\xf6rskola\nX-Y: \xe5\n\nx");
    g_assert_cmpstr(address_at(message->from, 0)->name, ==, "Åsa");
    g_assert_cmpstr(message->subject, ==, "Förskola");
    g_assert_cmpstr(ink_message_find_header(message, "X-Y"), ==, "å");
}

static void
test_no_injection(void)
{
    g_autoptr(InkMessage) message =
        parse_text("From: a@b.example\nSubject: =?utf-8?q?x=0D=0ABcc:_y?=\n\nx");
    g_assert_null(strpbrk(message->subject, "\r\n"));
}

static const struct {
    const char *fields;
    gint64 date;
} dates[] = {
    {"Date: Fri, 27 Mar 2026 10:15:00 +0100\n", 1774602900},
    {"Date: 27 Mar 2026 10:15:00 +0100 (CET)\n", 1774602900},
    {"Date: Fri, 27 Mar 2026 09:15:00 GMT\n", 1774602900},
    {"Date: Thu, 1 Jan 1970 00:00:00 +0000\n", 0},
    {"Date: i morgon\n", INK_TIME_NONE},
    {"Date:\n", INK_TIME_NONE},
    {"", INK_TIME_NONE},
};

static void
test_dates(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(dates); i++) {
        g_autofree char *text = g_strconcat("From: a@b.example\n", dates[i].fields, "\nx", NULL);
        g_autoptr(InkMessage) message = parse_text(text);
        g_assert_cmpint(message->date, ==, dates[i].date);
    }
}

static const struct {
    const char *value, *id;
} ids[] = {
    {"<1@x.example>", "1@x.example"},
    {"1@x.example", "1@x.example"},
    {"<utan snabel>", "utansnabel"},
    {"<en tva@x>", "entva@x"},
    {"", NULL},
    {"<>", NULL},
};

static void
test_message_ids(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(ids); i++) {
        g_autofree char *text =
            g_strdup_printf("From: a@b.example\nMessage-ID: %s\n\nx", ids[i].value);
        g_autoptr(InkMessage) message = parse_text(text);
        g_assert_cmpstr(message->message_id, ==, ids[i].id);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    g_test_add_func("/header/ordinary", test_ordinary);
    g_test_add_func("/header/return-path", test_return_path);
    g_test_add_func("/header/duplicates", test_duplicates);
    g_test_add_func("/header/group", test_group);
    g_test_add_func("/header/nested-groups", test_nested_groups);
    g_test_add_func("/header/long-address-field", test_long_address_field);
    g_test_add_func("/header/raw-bytes", test_raw_bytes);
    g_test_add_func("/header/no-injection", test_no_injection);
    g_test_add_func("/header/dates", test_dates);
    g_test_add_func("/header/message-ids", test_message_ids);
    return g_test_run();
}
