/* SPDX-License-Identifier: MIT
 *
 * Where callouts are put, and that a pattern with them finds what it found without.
 */
#include "../../src/pattern/callout-private.h"

#include "inkom/pattern.h"

#include "harness.h"

static void
test_table(void)
{
    static const char *const rows[][2] = {
        {"gata", "gata"},
        {"\\bgat\\w*", "\\bgat(?C)\\w*(?C)"},
        {"(?m)gata", "(?m)gata"},
        {"(a|b)c", "(a|b)(?C)c"},
        {"(?:a|b)*c", "(?C)(?:(?C)a|b)*(?C)c"},
        {"(?<n>gat)(?!u|o)", "(?<n>gat)(?C)(?!u|o)"},
        {"a?+[b)c]{2,3}?x", "(?C)a?+(?C)(?C)[b)c]{2,3}?(?C)x"},
        {"[]a]+\\p{Lu}", "(?C)[]a]+(?C)\\p{Lu}"},
        {"å{,3}", "å{,3}"},
        {"a{2", "a{2"},
        {"\\{+", "(?C)\\{+(?C)"},
        {"(?#text)a", NULL},
        {"(?(1)a|b)", NULL},
        {"(?R)", NULL},
        {"(a)\\1", NULL},
        {"\\Qa+\\E", NULL},
        {"(*ACCEPT)a", NULL},
        {"(?x) a + # (", NULL},
        {"[[:alpha:]]+", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = ink_callout_insert(rows[i][0]);
        g_test_message("%s -> %s", rows[i][0], text);
        g_assert_cmpstr(text, ==, rows[i][1]);
    }
}

/* What goes back and back again is stopped, wherever it hides. */
static void
test_stopped(void)
{
    static const char *const patterns[] = {
        "(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)"
        "(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)[bc]",
        "a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?"
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa[bc]",
        "(?:a{0,40}){0,40}[bc]",
        "\\w++[@#]",
        "(?=(a+)+[bc])a",
        "(?:\\w+\\s?)+[!?]",
    };
    g_autofree char *text = g_strnfill(30000, 'a');
    g_autoptr(InkPatternScratch) scratch = ink_pattern_scratch_new();
    for (gsize i = 0; i < G_N_ELEMENTS(patterns); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(InkPattern) pattern = ink_pattern_compile(patterns[i], NULL, &error);
        g_assert_no_error(error);
        gint64 start = g_get_monotonic_time();
        InkMatch match = ink_pattern_find(pattern, scratch, text, 30000, 0, NULL);
        gint64 took = g_get_monotonic_time() - start;
        g_test_message("%s: %d in %d us", patterns[i], (int)match, (int)took);
        g_assert_cmpint(match, ==, INK_MATCH_UNDECIDED);
        g_assert_cmpint(took, <, 5 * G_USEC_PER_SEC);
    }
}

int
main(int argc, char *argv[])
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/callout/table", test_table);
    g_test_add_func("/callout/stopped", test_stopped);
    return g_test_run();
}
