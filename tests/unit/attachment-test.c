/* SPDX-License-Identifier: MIT
 *
 * Attachments: names that are safe, sizes and sums of the decoded bytes.
 */
#include <string.h>

#include "parse-harness.h"

#define HEAD "From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nHej\n--b\n"

static const struct {
    const char *fields, *name;
} names[] = {
    {"Content-Type: application/pdf; name=a.pdf", "a.pdf"},
    {"Content-Type: application/pdf", NULL},
    {"Content-Type: a/b; name=x\nContent-Disposition: attachment; filename=y", "y"},
    {"Content-Disposition: attachment; filename=../../etc/passwd", "passwd"},
    {"Content-Disposition: attachment; filename=\"C:\\\\Users\\\\x\\\\a b.pdf\"", "a b.pdf"},
    {"Content-Disposition: attachment; filename=..", NULL},
    {"Content-Disposition: attachment; filename=\"/\"", NULL},
    {"Content-Disposition: attachment; filename=\"  \"", NULL},
    {"Content-Disposition: attachment; filename*=utf-8''%C3%A5.pdf", "å.pdf"},
    {"Content-Disposition: attachment; filename*=utf-8''a%0D%0Ab.pdf", "a b.pdf"},
    {"Content-Disposition: attachment; filename*=utf-8''a%E2%80%AEfdp.exe", "a\\u{202E}fdp.exe"},
    {"Content-Disposition: attachment; filename=\"=?iso-8859-1?q?=E5.pdf?=\"", "å.pdf"},
    {"Content-Disposition: attachment; filename=en fil.pdf", "en fil.pdf"},
    {"Content-Disposition: attachment; filename=\"en; fil.pdf\"", "en; fil.pdf"},
    {"Content-Disposition: attachment; filename=\"slutar aldrig", "slutar aldrig"},
    {"Content-Disposition: attachment; filename=\"=?utf-8?q?=E5.pdf?=\"", "å.pdf"},
    {"Content-Disposition: attachment; filename==?utf-8?q?=C3=A5.pdf?=", "å.pdf"},
    {"Content-Disposition: attachment; filename=\"=?utf-8?b?w6U=?=\n =?utf-8?b?w6U=?=.pdf\"",
     "åå.pdf"},
    {"Content-Disposition: attachment; filename=\xe5.pdf", "å.pdf"},
    {"Content-Disposition: attachment; filename*=iso-8859-1'sv'%E5.pdf", "å.pdf"},
    {"Content-Disposition: attachment; filename*=utf-8''%E5.pdf", "å.pdf"},
    {"Content-Disposition: attachment; filename*=%E5.pdf", "å.pdf"},
    {"Content-Disposition: attachment; filename*1=b.pdf; filename*0=a", "ab.pdf"},
    {"Content-Disposition: attachment; filename*0*=utf-8''%C3; filename*1*=%A5; filename*2=.pdf",
     "å.pdf"},
    {"Content-Disposition: attachment; filename=a.pdf; filename*=utf-8''%C3%A5.pdf", "å.pdf"},
};

static void
test_names(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *type =
            strstr(names[i].fields, "Content-Type") != NULL ? "" : "Content-Type: a/b\n";
        g_autofree char *text = g_strconcat(HEAD, type, names[i].fields, "\n\nx\n--b--\n", NULL);
        g_autoptr(InkMessage) message = parse_text(text);
        g_test_message("%s", names[i].fields);
        g_assert_cmpstr(attachment_at(message, 0)->name, ==, names[i].name);
    }
}

static void
assert_sum(const InkAttachment *attachment, const char *content)
{
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, content, -1);
    g_assert_cmpint(attachment->size, ==, (gint64)strlen(content));
    g_assert_cmpstr(attachment->sha256, ==, sum);
}

static void
test_sums(void)
{
    g_autoptr(InkMessage) message = parse_text(
        HEAD "Content-Type: a/b\nContent-Transfer-Encoding: base64\n\naGVqCg==\n"
             "--b\nContent-Type: a/b\nContent-Transfer-Encoding: quoted-printable\n\nh=65j=0A\n"
             "--b\nContent-Type: a/b\n\nhej\r\npa\r\n\r\n--b\nContent-Type: a/b\n\n--b--\n");
    assert_sum(attachment_at(message, 0), "hej\n");
    assert_sum(attachment_at(message, 1), "hej\n");
    assert_sum(attachment_at(message, 2), "hej\r\npa\r\n");
    assert_sum(attachment_at(message, 3), "");
}

/* Outlook's own form of a message is a file like others: named, summed and not opened. */
static void
test_outlook_message(void)
{
    static const char *const types[] = {"application/vnd.ms-outlook", "application/octet-stream"};
    for (gsize i = 0; i < G_N_ELEMENTS(types); i++) {
        g_autofree char *text = g_strdup_printf(
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHej\n--b\nContent-Type: %s;\n"
            " name=\"=?utf-8?Q?Klag=C3=B6m=C3=A5l.msg?=\"\nContent-Disposition: attachment;\n"
            " filename*=utf-8''Klag%%C3%%B6m%%C3%%A5l.msg\nContent-Transfer-Encoding: base64\n\n"
            "0M8R4KGxGuE=\n--b--\n",
            types[i]);
        g_autoptr(InkMessage) message = parse_text(text);
        g_assert_cmpuint(message->attachments->len, ==, 1);
        const InkAttachment *attachment = attachment_at(message, 0);
        g_assert_cmpstr(attachment->name, ==, "Klagömål.msg");
        g_assert_cmpstr(attachment->type, ==, types[i]);
        g_assert_cmpint(attachment->size, ==, 8);
        g_assert_null(attachment->message);
        g_assert_cmpstr(message->text, ==, "Hej");
    }
}

/* An attached message is hashed as it stands, also when its header is one GMime would rewrite. */
static void
test_message(void)
{
    const char *inner = "subject : =?utf-8?q?Dnr_KS_2026/04?=\r\nTo: a:a:a:;\r\n\r\nHej\r\n";
    g_autofree char *text =
        g_strconcat(HEAD "Content-Type: message/rfc822\n\n", inner, "\r\n--b--\n", NULL);
    g_autoptr(InkMessage) message = parse_text(text);
    g_assert_cmpuint(message->attachments->len, ==, 1);
    assert_sum(attachment_at(message, 0), inner);
    g_assert_cmpstr(attachment_at(message, 0)->name, ==, "Dnr KS 2026-04.eml");
    g_assert_cmpstr(attachment_at(message, 0)->type, ==, "message/rfc822");
}

static void
test_message_in_base64(void)
{
    const char *inner = "Subject: Inre\n\nHej\n";
    g_autofree char *coded = g_base64_encode((const guchar *)inner, strlen(inner));
    g_autofree char *text =
        g_strconcat(HEAD "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n",
                    coded, "\n--b--\n", NULL);
    g_autoptr(InkMessage) message = parse_text(text);
    assert_sum(attachment_at(message, 0), inner);
    g_assert_cmpstr(attachment_at(message, 0)->name, ==, "Inre.eml");
}

static void
test_message_without_subject(void)
{
    g_autoptr(InkMessage) message =
        parse_text(HEAD "Content-Type: message/rfc822\n\nFrom: x\n\nHej\n--b--\n");
    g_assert_cmpstr(attachment_at(message, 0)->name, ==, "meddelande.eml");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    g_test_add_func("/attachment/names", test_names);
    g_test_add_func("/attachment/sums", test_sums);
    g_test_add_func("/attachment/message", test_message);
    g_test_add_func("/attachment/outlook-message", test_outlook_message);
    g_test_add_func("/attachment/message-in-base64", test_message_in_base64);
    g_test_add_func("/attachment/message-without-subject", test_message_without_subject);
    return g_test_run();
}
