/* SPDX-License-Identifier: MIT
 *
 * Lengths of time in words.
 */
#include "harness.h"

#include "inkom/period.h"

static void
test_good(void)
{
    static const struct {
        const char *text;
        InkPeriodUnit unit;
        int count;
        const char *again;
    } rows[] = {
        {"5 arbetsdagar", INK_PERIOD_WORKDAYS, 5, "5 arbetsdagar"},
        {"1 arbetsdag", INK_PERIOD_WORKDAYS, 1, "1 arbetsdag"},
        {"1 dag", INK_PERIOD_DAYS, 1, "1 dag"},
        {"21 dagar", INK_PERIOD_DAYS, 21, "21 dagar"},
        {"2 dygn", INK_PERIOD_DAYS, 2, "2 dagar"},
        {"1 vecka", INK_PERIOD_DAYS, 7, "7 dagar"},
        {"3 veckor", INK_PERIOD_DAYS, 21, "21 dagar"},
        {"24 timmar", INK_PERIOD_HOURS, 24, "24 timmar"},
        {"1 timme", INK_PERIOD_HOURS, 1, "1 timme"},
        {"24 timmar på vardagar", INK_PERIOD_WEEKDAY_HOURS, 24, "24 timmar på vardagar"},
        {"1 timme på vardagar", INK_PERIOD_WEEKDAY_HOURS, 1, "1 timme på vardagar"},
        {"0 dagar", INK_PERIOD_DAYS, 0, "0 dagar"},
        {"10000 dagar", INK_PERIOD_DAYS, 10000, "10000 dagar"},
        {"10000 veckor", INK_PERIOD_DAYS, 70000, "70000 dagar"},
        {"ingen", INK_PERIOD_NONE, 0, "ingen"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        InkPeriod period;
        g_test_message("%s", rows[i].text);
        g_assert_true(ink_period_parse(rows[i].text, &period));
        g_assert_cmpint(period.unit, ==, rows[i].unit);
        g_assert_cmpint(period.count, ==, rows[i].count);
        g_autofree char *text = ink_period_format(period);
        g_assert_cmpstr(text, ==, rows[i].again);
    }
}

static void
test_wrong(void)
{
    static const char *const wrong[] = {
        "",         "5",         "5 ",        "arbetsdagar", " 5 dagar",
        "5  dagar", "5 dagar ",  "-5 dagar",  "+5 dagar",    "5,5 dagar",
        "5 Dagar",  "fem dagar", "5 månader", "10001 dagar", "99999999999999999999 dagar",
        "5dagar",   "5 days",    "0x5 dagar", "Ingen",       "5 dagar\n",
        "5\tdagar",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        InkPeriod period = {INK_PERIOD_HOURS, 77};
        g_test_message("%s", wrong[i]);
        g_assert_false(ink_period_parse(wrong[i], &period));
        g_assert_cmpint(period.count, ==, 77); /* untouched */
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/period/good", test_good);
    g_test_add_func("/period/wrong", test_wrong);
    return g_test_run();
}
