/* SPDX-License-Identifier: MIT
 *
 * How an organisation writes its numbers.
 */
#include "harness.h"

#include "inkom/dnr.h"

static void
test_format(void)
{
    static const struct {
        const char *unit;
        int year, sequence;
        const char *pattern, *expected;
    } rows[] = {
        {"KS", 2026, 412, INK_DNR_FORMAT_DEFAULT, "KS 2026/0412"},
        {"KS", 2026, 1, INK_DNR_FORMAT_DEFAULT, "KS 2026/0001"},
        {"KS", 2026, 12345, INK_DNR_FORMAT_DEFAULT, "KS 2026/12345"},
        {"KS", 2026, 1, "{unit}/{year}:{seq}", "KS/2026:1"},
        {NULL, 2026, 1, "{year}.{seq:4}", "2026.0001"},
        {"BUN", 2026, 7, "{unit}-{year}-{seq:5}", "BUN-2026-00007"},
        {NULL, 2016, 3, "{year}-{seq:6}", "2016-000003"},
        {"ÄN", 2026, 7, "Dnr {unit} {seq}/{year}", "Dnr ÄN 7/2026"},
        {"M", 2004, 624, "{unit} {seq:1}/{year}", "M 624/2004"},
        {"M", 2004, 624, "{seq:9}{year}", "0000006242004"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(InkDnr) dnr = ink_dnr_new(rows[i].unit, rows[i].year, rows[i].sequence, 3);
        g_assert_null(ink_dnr_format_check(rows[i].pattern));
        g_autofree char *text = ink_dnr_format(dnr, rows[i].pattern);
        g_assert_cmpstr(text, ==, rows[i].expected);
    }
}

static void
test_check(void)
{
    static const char *const wrong[] = {
        "",
        "KS",
        "{unit}",
        "{year}",
        "{seq}",
        "{unit}{seq}",
        "{unit}{year}",
        "{year}/{seq:0}",
        "{year}/{seq:10}",
        "{year}/{seq:}",
        "{year}/{seq:a}",
        "{year}/{seq",
        "{year}/{Seq}",
        "{year}/{seq}{seq}",
        "{year}{year}{seq}",
        "{unit}{unit}{year}{seq}",
        "{year}/{seq}{",
        "{year}/{seq}{}",
        "{year}\n{seq}",
        "{year}\t{seq}",
        "{year}\177{seq}",
        "{år}/{seq}",
        "{year}/{seq:-1}",
        "{year}/{ seq}",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_test_message("%s", wrong[i]);
        g_assert_nonnull(ink_dnr_format_check(wrong[i]));
    }
    g_assert_null(ink_dnr_format_check("}{year}{seq}"));
}

static void
test_copy(void)
{
    g_autoptr(InkDnr) dnr = ink_dnr_new("KS", 2026, 412, 3);
    g_autoptr(InkDnr) copy = ink_dnr_copy(dnr);
    g_assert_cmpstr(copy->unit, ==, "KS");
    g_assert_true(copy->unit != dnr->unit);
    g_assert_cmpint(copy->year, ==, 2026);
    g_assert_cmpint(copy->sequence, ==, 412);
    g_assert_cmpint(copy->record, ==, 3);
    g_autoptr(InkDnr) bare = ink_dnr_new(NULL, 2026, 1, 0);
    g_autoptr(InkDnr) bare_copy = ink_dnr_copy(bare);
    g_assert_null(bare_copy->unit);
    ink_dnr_free(NULL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dnr/format", test_format);
    g_test_add_func("/dnr/check", test_check);
    g_test_add_func("/dnr/copy", test_copy);
    return g_test_run();
}
