/* SPDX-License-Identifier: MIT
 *
 * Whole messages: what is refused and why, what kind a message is, and that no bytes can take long
 * or much memory.
 */
#include <string.h>
#include <sys/resource.h>

#include "parse-harness.h"

#define HEAD "From: a@b.example\n"

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define UNDER_ASAN
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define UNDER_ASAN
#endif

enum { MAX_SECONDS = 10, MAX_MEGABYTES = 512 };

static char *
refusal(GString *bytes, const InkLimits *limits)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) all = g_bytes_new_static(bytes->str, bytes->len);
    g_autoptr(InkMessage) message = ink_message_parse(all, limits, &error);
    if (message != NULL)
        return NULL;
    g_assert_error(error, INK_ERROR, INK_ERROR_BAD_MESSAGE);
    return g_strdup(error->message);
}

static void
repeat(GString *bytes, const char *piece, gsize count)
{
    gsize size = strlen(piece), start = bytes->len;
    g_string_set_size(bytes, start + size * count);
    for (gsize i = 0; i < count; i++)
        memcpy(bytes->str + start + i * size, piece, size);
}

static void
test_empty(void)
{
    static const char *const empty[] = {"", "\n", " \r\n \n"};
    const InkLimits limits = INK_LIMITS_DEFAULT;
    for (gsize i = 0; i < G_N_ELEMENTS(empty); i++) {
        g_autoptr(GString) bytes = g_string_new(empty[i]);
        g_autofree char *why = refusal(bytes, &limits);
        g_assert_nonnull(why);
    }
}

/* One over each limit is refused with its name and the value; at the limit it is read. */
static void
test_limits(void)
{
    InkLimits limits = INK_LIMITS_DEFAULT;
    limits.parts = 4;
    limits.depth = 2;
    limits.header_count = 3;
    limits.header_bytes = 200;
    limits.message_bytes = 2000;
    static const struct {
        const char *start, *piece;
        gsize allowed;
        const char *name;
    } cases[] = {
        {"Content-Type: multipart/mixed; boundary=b\n\n", "--b\n\nx\n", 3, "parts"},
        {"", "Content-Type: multipart/mixed; boundary=b\n\n--b\n", 2, "depth"},
        {"", "X: y\n", 3, "header_count"},
        {"X: ", "yyyyyyyyyy", 19, "header_bytes"},
        {"X: y\n\n", "yyyyyyyyyy", 199, "message_bytes"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) bytes = g_string_new(cases[i].start);
        repeat(bytes, cases[i].piece, cases[i].allowed);
        g_autofree char *none = refusal(bytes, &limits);
        g_assert_null(none);
        repeat(bytes, cases[i].piece, 1);
        g_autofree char *why = refusal(bytes, &limits);
        g_assert_nonnull(why);
        g_assert_nonnull(strstr(why, cases[i].name));
    }
}

static const struct {
    const char *name, *start; /* NULL: 50 multiparts in each other */
    const char *piece;
    gsize count;
    const char *refused; /* the limit, NULL if it is read */
} hostile[] = {
    {"subject of 1 MB", HEAD "Subject: ", "=?utf-8?q?=C3=B6?= ", 1024 * 1024 / 20, NULL},
    {"subject of 100 MB", HEAD "Subject: ", "xxxxxxxxxx", 10 * 1024 * 1024, "message_bytes"},
    {"subject of 40 MB", HEAD "Subject: ", "xxxxxxxxxx", 4 * 1024 * 1024, "header_bytes"},
    {"a million parts", HEAD "Content-Type: multipart/mixed; boundary=b\n\n", "--b\n\n", 1000000,
     "parts"},
    {"a million header lines", HEAD, "X: y\n", 1000000, "header_count"},
    {"200,000 levels", HEAD, "Content-Type: multipart/mixed; boundary=b\n\n--b\n", 200000, "depth"},
    {"200,000 messages in each other", HEAD, "Content-Type: message/rfc822\n\n", 200000, NULL},
    {"attachment of 100 MB", HEAD "Content-Type: a/b\nContent-Transfer-Encoding: base64\n\n",
     "aGVqaGVqaGVqaGVqaGVqaGVqaGVqaGVqaGVqaGVqaGVqaGVqaGVqaGVqaGVqaGVqaGVqaGVqaGVq\n", 1400000,
     "message_bytes"},
    {"attachment of 45 MB", HEAD "Content-Type: a/b\nContent-Transfer-Encoding: base64\n\n",
     "aGVqaGVqaGVqaGVqaGVqaGVqaGVqaGVqaGVqaGVqaGVqaGVqaGVqaGVqaGVqaGVqaGVqaGVqaGVq\n", 600000,
     NULL},
    {"html of 45 MB", HEAD "Content-Type: text/html\n\n", "<b>x</i>", 5500000, NULL},
    {"text of 45 MB", HEAD "\n", "Den 27 mars\n", 3900000, NULL},
    {"text of NULs", HEAD "\n", "> \n--\n", 8000000, NULL},
    {"lines like boundaries", HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n", "--x\n",
     10000000, NULL},
    {"lines like boundaries, 50 levels down", NULL, "--x\n", 1000000, NULL},
    {"a million header lines in parts", HEAD "Content-Type: multipart/mixed; boundary=b\n\n",
     "--b\nX: y\nX: y\nX: y\nX: y\nX: y\nX: y\nX: y\nX: y\nX: y\nX: y\nX: y\nX: y\n\n", 900,
     "header_count"},
    {"unending words", HEAD "Subject: ", "=?a?q?", 150000, NULL},
    {"parameters", HEAD "Content-Type: text/plain", "; a*0*=b", 120000, NULL},
    {"groups", HEAD "To: ", "a:", 40500, NULL},
    {"many addresses", HEAD, "To: a@b.example, c@d.example, e@f.example\n", 9000, NULL},
    {"references", HEAD "References: ", "<a@b> ", 170000, NULL},
    {"long date", HEAD "Date: ", "1 Jan ", 170000, NULL},
    {"received", HEAD, "Received: by x; Fri, 27 Mar 2026 10:15:00 +0100\n", 9000, NULL},
    {"a long line", HEAD "\n", "xxxxxxxxxx", 4500000, NULL},
};

static void
test_hostile(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    const InkLimits limits = INK_LIMITS_DEFAULT;
    g_autoptr(GString) bytes = g_string_new(hostile[i].start);
    for (int k = 0; hostile[i].start == NULL && k < 50; k++)
        g_string_append_printf(bytes, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", k,
                               k);
    repeat(bytes, hostile[i].piece, hostile[i].count);
    gint64 start = g_get_monotonic_time();
    g_autofree char *why = refusal(bytes, &limits);
    gint64 took = g_get_monotonic_time() - start;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    g_test_message("%" G_GSIZE_FORMAT " bytes: %" G_GINT64_FORMAT " ms, %ld MB at most", bytes->len,
                   took / 1000, usage.ru_maxrss / 1024);
    g_assert_cmpint(took, <, MAX_SECONDS * G_USEC_PER_SEC);
    if (hostile[i].refused == NULL)
        g_assert_cmpstr(why, ==, NULL);
    else
        g_assert_nonnull(strstr(why, hostile[i].refused));
#ifndef UNDER_ASAN /* which keeps what was freed */
    g_assert_cmpint(usage.ru_maxrss / 1024, <, MAX_MEGABYTES);
#endif
}

static void
test_kinds(void)
{
    g_autoptr(InkMessage) report = parse_text(
        HEAD
        "Content-Type: Multipart/Report; Report-Type=Delivery-Status; boundary=b\n\n--b\n\nx\n");
    g_assert_cmpstr(report->content_type, ==, "multipart/report");
    g_assert_cmpstr(report->report_type, ==, "delivery-status");
    g_autoptr(InkMessage) plain = parse_text(HEAD "\nHej");
    g_assert_cmpstr(plain->content_type, ==, "text/plain");
    g_assert_null(plain->report_type);
    g_assert_null(plain->calendar_method);
    g_assert_false(plain->is_encrypted);
}

static void
test_quotes_are_split(void)
{
    g_autoptr(InkMessage) message = parse_text(HEAD "\nNytt.\nMvh Olle\n\n> Gammalt\n");
    g_assert_cmpstr(message->text, ==, "Nytt.\nMvh Olle\n\n> Gammalt\n");
    g_assert_cmpstr(message->new_text, ==, "Nytt.");
    g_assert_cmpstr(message->signature, ==, "Mvh Olle");
}

static gpointer
parse_many(gpointer data)
{
    for (int i = 0; i < 300; i++) {
        g_autoptr(InkMessage) message = parse_text(data);
        g_assert_cmpstr(message->text, ==, "för あ");
        g_assert_cmpstr(message->subject, ==, "あ");
    }
    return NULL;
}

static void
test_threads(void)
{
    char *text = HEAD "Subject: =?iso-2022-jp?B?GyRCJCIbKEI=?=\nDate: Fri, 27 Mar 2026 10:15:00 "
                      "+0100\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: "
                      "base64\n\nZiZvdW1sO3Ig44GC";
    GThread *threads[4];
    for (gsize i = 0; i < G_N_ELEMENTS(threads); i++)
        threads[i] = g_thread_new("parse", parse_many, text);
    for (gsize i = 0; i < G_N_ELEMENTS(threads); i++)
        g_thread_join(threads[i]);
}

/* Every message whose bytes end too early is read or refused, whole or not. */
static void
test_every_prefix(void)
{
    const char *text =
        "From: =?utf-8?q?=C3=85sa?= <a@b.example>, \"x\" <c@d.example>\nSubject: =?utf-8?b?w6U=?=\n"
        "Content-Type: multipart/mixed; boundary=\"b\"\n\n--b\nContent-Type: text/html; "
        "charset=utf-8\n\n<p title=\"x\">f&ouml;r</p>\n--b\nContent-Type: a/b; "
        "name*0*=utf-8''%C3%A5; name*1=b\nContent-Transfer-Encoding: base64\n\naGVq\n--b--\n";
    const InkLimits limits = INK_LIMITS_DEFAULT;
    for (gsize size = 1; size <= strlen(text); size++) {
        g_autofree char *exact = g_memdup2(text, size);
        g_autoptr(GBytes) bytes = g_bytes_new_static(exact, size);
        g_autoptr(InkMessage) message = ink_message_parse(bytes, &limits, NULL);
        g_assert_nonnull(message);
        g_assert_true(g_utf8_validate(message->text, -1, NULL));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    g_test_add_func("/mime/empty", test_empty);
    g_test_add_func("/mime/limits", test_limits);
    g_test_add_func("/mime/kinds", test_kinds);
    g_test_add_func("/mime/quotes-are-split", test_quotes_are_split);
    g_test_add_func("/mime/threads", test_threads);
    g_test_add_func("/mime/every-prefix", test_every_prefix);
    for (gsize i = 0; i < G_N_ELEMENTS(hostile); i++) {
        g_autofree char *path = g_strdup_printf("/mime/hostile/%s", hostile[i].name);
        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_hostile);
    }
    return g_test_run();
}
