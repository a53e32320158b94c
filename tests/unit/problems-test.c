/* SPDX-License-Identifier: MIT
 *
 * The list of mistakes: order, carets, counting.
 */
#include "harness.h"

#include "inkom/error.h"
#include "inkom/problems.h"

static void
assert_format(const InkProblems *problems, const char *expected)
{
    g_autofree char *text = ink_problems_format(problems);
    g_assert_cmpstr(text, ==, expected);
}

static void
test_empty(void)
{
    g_autoptr(InkProblems) problems = ink_problems_new();
    g_autoptr(GError) error = NULL;
    assert_format(problems, "");
    g_assert_true(ink_problems_check(problems, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(ink_problems_get_size(problems), ==, 0);
}

static void
test_order(void)
{
    g_autoptr(InkProblems) problems = ink_problems_new();
    ink_problems_add(problems, INK_SEVERITY_ERROR, (InkPlace){"b.yaml", 1, 1}, NULL, "sist");
    ink_problems_add(problems, INK_SEVERITY_ERROR, (InkPlace){"a.yaml", 10, 1}, NULL, "fjärde");
    ink_problems_add(problems, INK_SEVERITY_WARNING, (InkPlace){"a.yaml", 2, 10}, NULL, "tredje");
    ink_problems_add(problems, INK_SEVERITY_ERROR, (InkPlace){"a.yaml", 2, 9}, NULL, "andra");
    ink_problems_add(problems, INK_SEVERITY_ERROR, (InkPlace){"a.yaml", 0, 0}, NULL, "först %d%%",
                     100);
    ink_problems_add(problems, INK_SEVERITY_ERROR, (InkPlace){NULL, 0, 0}, NULL, "ingenstans");
    assert_format(problems, "?: fel: ingenstans\n"
                            "a.yaml: fel: först 100%\n"
                            "a.yaml:2:9: fel: andra\n"
                            "a.yaml:2:10: varning: tredje\n"
                            "a.yaml:10:1: fel: fjärde\n"
                            "b.yaml:1:1: fel: sist\n");
    g_assert_cmpuint(ink_problems_count(problems, INK_SEVERITY_ERROR), ==, 5);
    g_assert_cmpuint(ink_problems_count(problems, INK_SEVERITY_WARNING), ==, 1);
    g_assert_cmpstr(ink_problems_get(problems, 0)->message, ==, "sist");
}

/* Under the character, whatever bytes and tabs stand before it. */
static void
test_caret(void)
{
    g_autoptr(InkProblems) problems = ink_problems_new();
    ink_problems_add(problems, INK_SEVERITY_ERROR, (InkPlace){"a", 1, 1}, "x: y", "ett");
    ink_problems_add(problems, INK_SEVERITY_ERROR, (InkPlace){"a", 2, 4}, "åäö: y", "två");
    ink_problems_add(problems, INK_SEVERITY_ERROR, (InkPlace){"a", 3, 3}, "\t\tx", "tre");
    ink_problems_add(problems, INK_SEVERITY_ERROR, (InkPlace){"a", 4, 5}, "ab", "fyra");
    ink_problems_add(problems, INK_SEVERITY_ERROR, (InkPlace){"a", 5, 0}, "ab", "fem");
    assert_format(problems, "a:1:1: fel: ett\n    x: y\n    ^\n"
                            "a:2:4: fel: två\n    åäö: y\n       ^\n"
                            "a:3:3: fel: tre\n    \t\tx\n    \t\t^\n"
                            "a:4:5: fel: fyra\n    ab\n        ^\n"
                            "a:5:0: fel: fem\n    ab\n");
}

/* Warnings alone do not stop the program. */
static void
test_check(void)
{
    g_autoptr(InkProblems) problems = ink_problems_new();
    g_autoptr(GError) error = NULL;
    ink_problems_add(problems, INK_SEVERITY_WARNING, (InkPlace){"a", 1, 1}, NULL, "se upp");
    g_assert_true(ink_problems_check(problems, &error));
    ink_problems_add(problems, INK_SEVERITY_ERROR, (InkPlace){"a", 2, 1}, NULL, "100 %% fel");
    g_assert_false(ink_problems_check(problems, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG);
    g_assert_cmpstr(error->message, ==, "a:1:1: varning: se upp\na:2:1: fel: 100 % fel");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/problems/empty", test_empty);
    g_test_add_func("/problems/order", test_order);
    g_test_add_func("/problems/caret", test_caret);
    g_test_add_func("/problems/check", test_check);
    return g_test_run();
}
