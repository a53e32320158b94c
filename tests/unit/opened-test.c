/* SPDX-License-Identifier: MIT
 *
 * Attached messages: what is opened, how deep, and at whose cost.
 */
#include <string.h>

#include "parse-harness.h"

#define HEAD "From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nHej\n--b\n"
#define INNER                                                                                      \
    "From: Anna Ek <anna.ek@example.org>\nSubject: =?utf-8?q?G=C3=A5ngv=C3=A4gen?=\n"              \
    "Date: Fri, 27 Mar 2026 10:15:00 +0100\nMessage-ID: <1@example.org>\n"                         \
    "Content-Type: multipart/mixed; boundary=c\n\n--c\n\nHal gata.\n"                              \
    "--c\nContent-Type: image/jpeg; name=gata.jpg\n\nx\n--c--\n"

static const InkMessage *
opened_at(const InkMessage *message, guint index)
{
    return attachment_at(message, index)->message;
}

static char *
attach(const char *fields, const char *content)
{
    return g_strconcat(HEAD, fields, "\n\n", content, "\n--b--\n", NULL);
}

static void
test_fields(void)
{
    g_autofree char *text = attach("Content-Type: message/rfc822", INNER);
    g_autoptr(InkMessage) message = parse_text(text);
    const InkMessage *opened = opened_at(message, 0);
    g_assert_nonnull(opened);
    g_assert_cmpstr(opened->subject, ==, "Gångvägen");
    g_assert_cmpstr(address_at(opened->from, 0)->address, ==, "anna.ek@example.org");
    g_assert_cmpint(opened->date, ==, 1774602900);
    g_assert_cmpstr(opened->message_id, ==, "1@example.org");
    g_assert_cmpstr(opened->text, ==, "Hal gata.");
    g_assert_cmpstr(opened->new_text, ==, "Hal gata.");
    g_assert_cmpstr(attachment_at(opened, 0)->name, ==, "gata.jpg");
    g_assert_cmpstr(message->text, ==, "Hej");
    g_assert_cmpstr(message->subject, ==, "");
}

static const struct {
    const char *fields;
    gboolean is_base64;
    const char *content;
    gboolean is_opened;
} kinds[] = {
    {"Content-Type: message/rfc822", FALSE, INNER, TRUE},
    {"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64", TRUE, INNER, TRUE},
    {"Content-Type: MESSAGE/RFC822\nContent-Disposition: inline", FALSE, INNER, TRUE},
    {"Content-Type: message/global", FALSE, INNER, TRUE},
    {"Content-Type: message/rfc822", FALSE, "\nbara text", TRUE},
    {"Content-Type: message/rfc822", FALSE, "", FALSE},
    {"Content-Type: text/rfc822-headers", FALSE, "Subject: a\nMessage-ID: <1@a>\n", TRUE},
    {"Content-Type: application/octet-stream; name=a.eml", FALSE, INNER, TRUE},
    {"Content-Type: application/octet-stream; name=a.eml\nContent-Transfer-Encoding: base64", TRUE,
     INNER, TRUE},
    {"Content-Type: text/plain; name=\"A.EML\"\nContent-Disposition: attachment", FALSE, INNER,
     TRUE},
    {"Content-Type: application/octet-stream; name=a.eml", FALSE, "not a message", FALSE},
    {"Content-Type: application/octet-stream; name=a.eml", FALSE, "a: b\nc: d\n\nx", FALSE},
    {"Content-Type: application/octet-stream; name=a.eml", FALSE, "", FALSE},
    {"Content-Type: application/octet-stream; name=a.txt", FALSE, INNER, FALSE},
    {"Content-Type: application/octet-stream; name=.eml", FALSE, INNER, FALSE},
};

static void
test_kinds(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *coded =
            g_base64_encode((const guchar *)kinds[i].content, strlen(kinds[i].content));
        g_autofree char *text =
            attach(kinds[i].fields, kinds[i].is_base64 ? coded : kinds[i].content);
        g_autoptr(InkMessage) message = parse_text(text);
        g_test_message("%" G_GSIZE_FORMAT ": %s", i, kinds[i].fields);
        g_assert_cmpuint(message->attachments->len, ==, 1);
        g_assert_cmpint(opened_at(message, 0) != NULL, ==, kinds[i].is_opened);
    }
}

/* What is not opened is an attachment, and the message around it says that it was not. */
static void
test_depth(void)
{
    g_autoptr(GString) bytes = g_string_new("From: a@b.example\n");
    for (int i = 0; i < 20; i++)
        g_string_append_printf(bytes, "Content-Type: message/rfc822\n\nSubject: %d\n", i);
    g_autoptr(InkMessage) message = parse_bytes(bytes->str, bytes->len);
    const InkMessage *at = message;
    int depth = 0;
    while (opened_at(at, 0) != NULL) {
        at = opened_at(at, 0);
        depth++;
    }
    g_assert_cmpint(depth, ==, (int)INK_LIMITS_DEFAULT.message_depth);
    g_assert_true(has_defect(at, "öppnades inte"));
    g_assert_false(has_defect(message, "öppnades inte"));
}

static guint
count_opened(const InkMessage *message)
{
    guint count = 0;
    for (guint i = 0; i < message->attachments->len; i++)
        count += opened_at(message, i) != NULL ? 1 : 0;
    return count;
}

/* Ten messages of ten parts each, with room for fifty parts in all. */
static void
test_shared_parts(void)
{
    g_autoptr(GString) bytes = g_string_new(HEAD);
    for (int i = 0; i < 10; i++) {
        g_string_append(bytes, "Content-Type: message/rfc822\n\n"
                               "Content-Type: multipart/mixed; boundary=c\n\n");
        for (int k = 0; k < 9; k++)
            g_string_append(bytes, "--c\n\nx\n");
        g_string_append(bytes, "--c--\n--b\n");
    }
    InkLimits limits = INK_LIMITS_DEFAULT;
    limits.parts = 142;
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) all = g_bytes_new(bytes->str, bytes->len);
    g_autoptr(InkMessage) whole = ink_message_parse(all, &limits, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(count_opened(whole), ==, 10);
    limits.parts = 53;
    g_autoptr(InkMessage) message = ink_message_parse(all, &limits, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(message->attachments->len, >=, 10);
    g_assert_cmpuint(count_opened(message), ==, 4);
    g_assert_true(has_defect(message, "öppnades inte"));
}

/* The texts of all attached messages together are no longer than one text may be. */
static void
test_shared_text(void)
{
    g_autoptr(GString) bytes = g_string_new(HEAD);
    for (int i = 0; i < 10; i++)
        g_string_append(bytes, "Content-Type: message/rfc822\n\n\n"
                               "0123456789012345678901234567890123456789\n--b\n");
    InkLimits limits = INK_LIMITS_DEFAULT;
    limits.text_bytes = 100;
    g_autoptr(GBytes) all = g_bytes_new(bytes->str, bytes->len);
    g_autoptr(InkMessage) message = ink_message_parse(all, &limits, NULL);
    gsize size = 0;
    for (guint i = 0; i < 10; i++)
        size += strlen(opened_at(message, i)->text);
    g_assert_cmpuint(size, ==, 100);
    g_assert_true(opened_at(message, 9)->is_text_cut);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    g_test_add_func("/opened/fields", test_fields);
    g_test_add_func("/opened/kinds", test_kinds);
    g_test_add_func("/opened/depth", test_depth);
    g_test_add_func("/opened/shared-parts", test_shared_parts);
    g_test_add_func("/opened/shared-text", test_shared_text);
    return g_test_run();
}
