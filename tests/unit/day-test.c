/* SPDX-License-Identifier: MIT
 *
 * Civil dates.
 */
#include "harness.h"

#include "inkom/day.h"

/* Every day of 1900–2200 follows the one before, and is read back as it was written. */
static void
test_every_day(void)
{
    InkDay last = ink_day_from_ymd(2200, 12, 31);
    int weekday = 1; /* 1900-01-01 was a Monday */
    for (InkDay day = ink_day_from_ymd(1900, 1, 1); day <= last; day++) {
        g_autofree char *text = ink_day_format(day);
        g_assert_cmpint(ink_day_parse(text), ==, day);
        int year, month, mday;
        ink_day_get_ymd(day, &year, &month, &mday);
        g_assert_cmpint(ink_day_from_ymd(year, month, mday), ==, day);
        g_assert_cmpint(ink_day_get_weekday(day), ==, weekday);
        weekday = weekday % 7 + 1;
    }
}

static void
test_known(void)
{
    g_assert_cmpint(ink_day_from_ymd(1970, 1, 1), ==, 0);
    g_assert_cmpint(ink_day_from_ymd(1969, 12, 31), ==, -1);
    g_assert_cmpint(ink_day_from_ymd(2026, 3, 27), ==, 20539);
    g_assert_cmpint(ink_day_get_weekday(ink_day_from_ymd(2026, 3, 27)), ==, 5);
    g_assert_cmpstr(ink_day_get_weekday_name(ink_day_from_ymd(2026, 3, 29)), ==, "söndag");
    g_assert_null(ink_day_format(INK_DAY_NONE));
    g_assert_null(ink_day_format_long(INK_DAY_NONE, "sv"));
}

static void
test_no_such_date(void)
{
    static const int rows[][3] = {
        {2026, 2, 29},  {2100, 2, 29}, {1900, 2, 29}, {2026, 4, 31},  {2026, 13, 1},
        {2026, 0, 1},   {2026, 1, 0},  {2026, 1, 32}, {0, 1, 1},      {10000, 1, 1},
        {2026, -1, 10}, {-5, 1, 1},    {2026, 1, -1}, {2026, 269, 1}, {2026, 1, 257},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmpint(ink_day_from_ymd(rows[i][0], rows[i][1], rows[i][2]), ==, INK_DAY_NONE);
    g_assert_cmpint(ink_day_from_ymd(2000, 2, 29), !=, INK_DAY_NONE);
    g_assert_cmpint(ink_day_from_ymd(2024, 2, 29), !=, INK_DAY_NONE);
}

static void
test_parse(void)
{
    static const char *const wrong[] = {
        "",           "2026-3-27",  "2026-03-27 ", " 2026-03-27", "2026/03/27",
        "27-03-2026", "2026-02-30", "2026-03-271", "2026-03-2x",  "0000-01-01",
        "+026-03-27", "2026-+3-27", "２026-03-27", "20260327",    "2026-03-27T0",
        "2026--3-27", "today",
    };
    g_assert_cmpint(ink_day_parse(NULL), ==, INK_DAY_NONE);
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++)
        g_assert_cmpint(ink_day_parse(wrong[i]), ==, INK_DAY_NONE);
    g_assert_cmpint(ink_day_parse("2026-03-27"), ==, ink_day_from_ymd(2026, 3, 27));
    g_assert_cmpint(ink_day_parse("0001-01-01"), ==, ink_day_from_ymd(1, 1, 1));
    g_assert_cmpint(ink_day_parse("9999-12-31"), ==, ink_day_from_ymd(9999, 12, 31));
}

static void
test_format_long(void)
{
    static const char *const rows[][3] = {
        {"2026-03-27", "sv", "fredag 27 mars 2026"},
        {"2026-03-27", "en", "Friday 27 March 2026"},
        {"2026-03-27", "fi", "perjantai 27. maaliskuuta 2026"},
        {"2026-03-27", "so", "fredag 27 mars 2026"},
        {"2026-01-05", NULL, "måndag 5 januari 2026"},
        {"2026-12-31", "fi", "torstai 31. joulukuuta 2026"},
        {"2026-06-20", "en", "Saturday 20 June 2026"},
        {"2026-08-05", "sv", "onsdag 5 augusti 2026"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = ink_day_format_long(ink_day_parse(rows[i][0]), rows[i][1]);
        g_assert_cmpstr(text, ==, rows[i][2]);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/day/every-day", test_every_day);
    g_test_add_func("/day/known", test_known);
    g_test_add_func("/day/no-such-date", test_no_such_date);
    g_test_add_func("/day/parse", test_parse);
    g_test_add_func("/day/format-long", test_format_long);
    return g_test_run();
}
