/* SPDX-License-Identifier: MIT
 *
 * The parsed message's small questions; above all which addresses may be written to.
 */
#include "harness.h"

#include "inkom/message.h"

#include <string.h>

static void
test_sendable(void)
{
    static const char *const good[] = {
        "a@b",
        "anna.ek@example.org",
        "anna+tag@example.org",
        "a!#$%&'*+-/=?^_`{|}~b@example.org",
        "anna@xn--kping-jua.example",
        "prvs=0123=anna@example.org",
        "1@1.2",
    };
    static const char *const bad[] = {
        "",
        "@",
        "anna",
        "anna@",
        "@example.org",
        "anna@@example.org",
        "anna@bo@example.org",
        ".anna@example.org",
        "anna.@example.org",
        "an..na@example.org",
        "anna@.example.org",
        "anna@example.org.",
        "anna@example..org",
        "anna ek@example.org",
        "anna@example .org",
        " anna@example.org",
        "anna@example.org ",
        "anna@example.org\n",
        "anna@example.org\r\nBcc: bo@example.org",
        "an\nna@example.org",
        "an\tna@example.org",
        "<anna@example.org>",
        "Anna <anna@example.org>",
        "anna@example.org,bo@example.org",
        "anna@example.org;bo@example.org",
        "anna@[127.0.0.1]",
        "\"anna ek\"@example.org",
        "anna(x)@example.org",
        "anna\\@example.org",
        "ånna@example.org",
        "anna@köping.example",
        "anna@exam_ple.org",
        "anna@example.org>",
        "anna@example.org\177",
        "anna@example.org\001",
        "anna@example:25",
        "-oQ/tmp@example.org x",
        "anna@example.org/",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
        g_test_message("%s", good[i]);
        g_assert_true(ink_address_is_sendable(good[i]));
    }
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_test_message("%s", bad[i]);
        g_assert_false(ink_address_is_sendable(bad[i]));
    }
    g_assert_false(ink_address_is_sendable(NULL));
}

/* Every byte, in every part: nothing but RFC 5322 atext and host letters. */
static void
test_sendable_bytes(void)
{
    for (int c = 1; c < 256; c++) {
        char local[] = "aXa@example.org", domain[] = "aa@exaXple.org";
        local[1] = domain[6] = (char)c;
        gboolean is_ascii_alnum = g_ascii_isalnum(c);
        g_assert_cmpint(ink_address_is_sendable(local), ==,
                        is_ascii_alnum || strchr("!#$%&'*+-/=?^_`{|}~.", c) != NULL);
        g_assert_cmpint(ink_address_is_sendable(domain), ==,
                        is_ascii_alnum || strchr("-.", c) != NULL);
    }
}

static void
test_sendable_length(void)
{
    g_autofree char *local = g_strnfill(64, 'a'), *domain = g_strnfill(255, 'b');
    g_autofree char *longest = g_strconcat(local, "@", domain, NULL);
    g_autofree char *long_local = g_strconcat("a", local, "@b", NULL);
    g_autofree char *long_domain = g_strconcat("a@", domain, "b", NULL);
    g_assert_true(ink_address_is_sendable(longest));
    g_assert_false(ink_address_is_sendable(long_local));
    g_assert_false(ink_address_is_sendable(long_domain));
}

static void
test_domain(void)
{
    g_assert_cmpstr(ink_address_get_domain("anna@example.org"), ==, "example.org");
    g_assert_cmpstr(ink_address_get_domain("a@b@example.org"), ==, "example.org");
    g_assert_cmpstr(ink_address_get_domain("anna"), ==, "");
    g_assert_cmpstr(ink_address_get_domain("anna@"), ==, "");
    g_assert_cmpstr(ink_address_get_domain(NULL), ==, "");
}

static void
test_empty_message(void)
{
    g_autoptr(InkMessage) message = ink_message_new();
    g_assert_cmpstr(message->subject, ==, "");
    g_assert_cmpstr(message->text, ==, "");
    g_assert_null(message->in_reply_to[0]);
    g_assert_null(message->references[0]);
    g_assert_null(message->defects[0]);
    g_assert_null(ink_message_get_sender(message));
    g_assert_null(ink_message_find_header(message, "Subject"));
    g_assert_cmpint(message->return_path_kind, ==, INK_RETURN_PATH_ABSENT);
    ink_message_free(NULL);
}

static void
test_headers(void)
{
    g_autoptr(InkMessage) message = ink_message_new();
    g_ptr_array_add(message->headers, ink_header_new("X-Test", "ett"));
    g_ptr_array_add(message->headers, ink_header_new("x-test", "två"));
    g_ptr_array_add(message->from, ink_address_new("Anna", "ANNA.Ek@Example.ORG"));
    g_ptr_array_add(message->from, ink_address_new(NULL, "bo@example.org"));
    g_assert_cmpstr(ink_message_find_header(message, "X-TEST"), ==, "ett");
    g_assert_null(ink_message_find_header(message, "X-Tes"));
    g_assert_null(ink_message_find_header(message, "X-Test2"));
    g_assert_cmpstr(ink_message_get_sender(message)->address, ==, "anna.ek@example.org");
    g_autoptr(GPtrArray) received =
        g_ptr_array_new_with_free_func((GDestroyNotify)ink_received_free);
    g_ptr_array_add(received, ink_received_new("MX.Example.ORG", 1));
    g_ptr_array_add(received, ink_received_new(NULL, 1));
    g_assert_cmpstr(((InkReceived *)received->pdata[0])->by, ==, "mx.example.org");
    g_assert_null(((InkReceived *)received->pdata[1])->by);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/message/sendable", test_sendable);
    g_test_add_func("/message/sendable-bytes", test_sendable_bytes);
    g_test_add_func("/message/sendable-length", test_sendable_length);
    g_test_add_func("/message/domain", test_domain);
    g_test_add_func("/message/empty", test_empty_message);
    g_test_add_func("/message/headers", test_headers);
    return g_test_run();
}
