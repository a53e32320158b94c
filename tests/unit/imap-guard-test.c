/* SPDX-License-Identifier: MIT
 *
 * What the guard lets through and what it stops. Every stream goes through it whole and byte by
 * byte: the verdict must be the same.
 */
#include "../../src/net/imap-guard-private.h"
#include "harness.h"

#include <string.h>

#define BODY    "* 1 FETCH (UID 11 BODY[] "
#define TEXT    1000
#define LITERAL 100

static const char *const LET_THROUGH[] = {
    BODY "{5}\r\nhej\r\n)\r\n1 OK klart\r\n",
    BODY "{5}\nhej\r\n)\n",
    BODY "{0}\r\n)\r\n",
    BODY "{5}\r\n((({{)\r\n",
    BODY "{5}\r\n{9}\r\n FLAGS ())\r\n* 2 FETCH (BODY[HEADER]<0> {3}\r\n}{\n)\r\n",
    "* 1 FETCH (body[] {1}\r\nx FLAGS () BODY[] {1}\r\ny)\r\n",
    "* SEARCH\r\n\r\n+ \r\n",
    "* OK half",
};

static const char *const STOPPED[] = {
    BODY "{101}\r\n",
    BODY "{60}\r\n012345678901234567890123456789012345678901234567890123456789)\r\n" BODY
         "{60}\r\n",
    BODY "{5}\r\n((((((\r\n",
    BODY "{5}\r\nhej\r\n* 1 EXISTS\r\n",
    "* OK BODY[] {5}\r\n((((((\r\n",
    "* 1 EXISTS\r\n)\r\n",
    "* 1 EXISTS\r\n FLAGS ())\r\n",
};

static const char *
check(const char *bytes, gsize size, gsize step)
{
    g_autoptr(InkImapGuard) guard = ink_imap_guard_new();

    ink_imap_guard_allow(guard, TEXT, LITERAL);
    for (gsize at = 0; at < size; at += step) {
        const char *why = ink_imap_guard_check(guard, bytes + at, MIN(step, size - at));
        if (why != NULL)
            return why;
    }
    return NULL;
}

static void
assert_verdict(const char *bytes, gsize size, gboolean is_stopped)
{
    for (gsize step = 1; step <= size; step++) {
        const char *why = check(bytes, size, step);
        if ((why != NULL) != is_stopped)
            g_error("\"%s\" in steps of %" G_GSIZE_FORMAT ": %s", bytes, step, why);
    }
}

static void
test_lets_through(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(LET_THROUGH); i++)
        assert_verdict(LET_THROUGH[i], strlen(LET_THROUGH[i]), FALSE);
}

static void
test_stops(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(STOPPED); i++)
        assert_verdict(STOPPED[i], strlen(STOPPED[i]), TRUE);
}

static void
test_counts_text(void)
{
    g_autofree char *line = g_strnfill(TEXT + 1, 'x');

    g_assert_null(check(line, TEXT, 64));
    g_assert_nonnull(check(line, TEXT + 1, 64));
}

/* Random streams from the words that matter: nothing is read outside its bounds (the sanitizers
 * see to that), and the verdict does not hang on how the bytes arrive. */
static void
test_random(void)
{
    static const char *const WORDS[] = {"* 1 FETCH (", "BODY[] ", "{3}", "{",
                                        "}",           "\r\n",    "\n",  "abc",
                                        "ALERT]",      "(((",     " 7",  "{12}\r\n"};

    for (int round = 0; round < 3000; round++) {
        g_autoptr(GString) bytes = g_string_new(NULL);
        const int count = g_test_rand_int_range(1, 30);

        for (int i = 0; i < count; i++)
            g_string_append(bytes, WORDS[g_test_rand_int_range(0, G_N_ELEMENTS(WORDS))]);
        assert_verdict(bytes->str, bytes->len, check(bytes->str, bytes->len, bytes->len) != NULL);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/imap-guard/lets-through", test_lets_through);
    g_test_add_func("/imap-guard/stops", test_stops);
    g_test_add_func("/imap-guard/counts-text", test_counts_text);
    g_test_add_func("/imap-guard/random", test_random);
    return g_test_run();
}
