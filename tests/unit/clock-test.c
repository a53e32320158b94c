/* SPDX-License-Identifier: MIT
 *
 * The one clock: Swedish civil time, the days summer time begins and ends, and ISO 8601.
 */
#include "harness.h"

#include "inkom/clock.h"
#include "inkom/error.h"

#include <string.h>

static InkClock *
new_clock(const char *zone)
{
    g_autoptr(GError) error = NULL;
    InkClock *clock = ink_clock_new(zone, &error);
    g_assert_no_error(error);
    return clock;
}

static void
test_zone(void)
{
    static const char *const wrong[] = {"Europe/Köping", "", "Sverige", "../etc/passwd", "CETT"};
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;
        g_test_message("%s", wrong[i]);
        g_assert_null(ink_clock_new(wrong[i], &error));
        g_assert_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG);
    }
}

static void
test_now(void)
{
    g_autoptr(InkClock) clock = new_clock("Europe/Stockholm");
    gint64 before = g_get_real_time() / G_USEC_PER_SEC;
    gint64 now = ink_clock_now(clock);
    g_assert_cmpint(now, >=, before);
    g_assert_cmpint(now, <=, before + 60);
    ink_clock_fix(clock, 0);
    g_assert_cmpint(ink_clock_now(clock), ==, 0);
    g_assert_cmpint(ink_clock_today(clock), ==, 0);
    ink_clock_fix(clock, INK_TIME_NONE);
    g_assert_cmpint(ink_clock_now(clock), >=, before);
}

/* UTC, and what the wall calendar in Sweden says. */
static void
test_civil_day(void)
{
    static const char *const rows[][2] = {
        {"2026-03-27T22:59:59Z", "2026-03-27"}, {"2026-03-27T23:00:00Z", "2026-03-28"},
        {"2026-07-01T21:59:59Z", "2026-07-01"}, {"2026-07-01T22:00:00Z", "2026-07-02"},
        {"2026-03-28T22:59:59Z", "2026-03-28"}, {"2026-03-28T23:00:00Z", "2026-03-29"},
        {"2026-03-29T21:59:59Z", "2026-03-29"}, {"2026-03-29T22:00:00Z", "2026-03-30"},
        {"2026-10-24T21:59:59Z", "2026-10-24"}, {"2026-10-24T22:00:00Z", "2026-10-25"},
        {"2026-10-25T22:59:59Z", "2026-10-25"}, {"2026-10-25T23:00:00Z", "2026-10-26"},
        {"2025-12-31T22:59:59Z", "2025-12-31"}, {"2025-12-31T23:00:00Z", "2026-01-01"},
    };
    g_autoptr(InkClock) clock = new_clock("Europe/Stockholm");
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        gint64 time = ink_clock_parse(clock, rows[i][0]);
        g_assert_cmpint(ink_clock_get_day(clock, time), ==, ink_day_parse(rows[i][1]));
    }
}

/* Every day of ten years: its first second is in it, the second before is not. */
static void
test_at(void)
{
    g_autoptr(InkClock) clock = new_clock("Europe/Stockholm");
    InkDay first = ink_day_from_ymd(2020, 1, 1), last = ink_day_from_ymd(2030, 1, 1);
    for (InkDay day = first; day < last; day++) {
        gint64 start = ink_clock_at(clock, day, 0);
        g_assert_cmpint(ink_clock_get_day(clock, start), ==, day);
        g_assert_cmpint(ink_clock_get_day(clock, start - 1), ==, day - 1);
        g_assert_cmpint(ink_clock_at(clock, day, 24 * 60), ==, ink_clock_at(clock, day + 1, 0));
    }
    InkDay spring = ink_day_from_ymd(2026, 3, 29), autumn = ink_day_from_ymd(2026, 10, 25);
    g_assert_cmpint(ink_clock_at(clock, spring + 1, 0) - ink_clock_at(clock, spring, 0), ==,
                    23 * 3600);
    g_assert_cmpint(ink_clock_at(clock, autumn + 1, 0) - ink_clock_at(clock, autumn, 0), ==,
                    25 * 3600);
    g_assert_cmpint(ink_clock_at(clock, spring, 12 * 60) - ink_clock_at(clock, spring, 0), ==,
                    11 * 3600);
    g_assert_cmpint(ink_clock_at(clock, autumn, 12 * 60) - ink_clock_at(clock, autumn, 0), ==,
                    13 * 3600);
}

static void
test_format(void)
{
    static const char *const rows[][3] = {
        {"2026-03-27T09:15:00Z", "2026-03-27T10:15:00+01:00", "2026-03-27 10:15"},
        {"2026-03-29T00:59:59Z", "2026-03-29T01:59:59+01:00", "2026-03-29 01:59"},
        {"2026-03-29T01:00:00Z", "2026-03-29T03:00:00+02:00", "2026-03-29 03:00"},
        {"2026-10-25T00:30:00Z", "2026-10-25T02:30:00+02:00", "2026-10-25 02:30"},
        {"2026-10-25T01:30:00Z", "2026-10-25T02:30:00+01:00", "2026-10-25 02:30"},
        {"1990-01-01T00:00:00Z", "1990-01-01T01:00:00+01:00", "1990-01-01 01:00"},
    };
    g_autoptr(InkClock) clock = new_clock("Europe/Stockholm");
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        gint64 time = ink_clock_parse(clock, rows[i][0]);
        g_autofree char *iso = ink_clock_format(clock, time);
        g_autofree char *plain = ink_clock_format_short(clock, time);
        g_assert_cmpstr(iso, ==, rows[i][1]);
        g_assert_cmpstr(plain, ==, rows[i][2]);
        g_assert_cmpint(ink_clock_parse(clock, iso), ==, time);
    }
    g_autofree char *epoch = ink_clock_format(clock, 0);
    g_assert_cmpstr(epoch, ==, "1970-01-01T01:00:00+01:00");
    g_assert_null(ink_clock_format(clock, INK_TIME_NONE));
    g_assert_null(ink_clock_format_short(clock, INK_TIME_NONE));
    g_autofree char *absurd = ink_clock_format(clock, G_MAXINT64);
    g_assert_null(absurd);
    g_assert_cmpint(ink_clock_get_day(clock, G_MAXINT64), ==, INK_DAY_NONE);
}

static void
test_parse(void)
{
    static const char *const same[] = {
        "2026-03-27T10:00",          "2026-03-27 10:00",       "2026-03-27T10:00:00",
        "2026-03-27T10:00:00+01:00", "2026-03-27T09:00Z",      "2026-03-27T09:00:00Z",
        "2026-03-27T10:00+01:00",    "2026-03-27T04:00-05:00", "20260327T100000",
    };
    static const char *const wrong[] = {
        "",
        "nu",
        "2026",
        "2026-03",
        "2026-02-30",
        "2026-02-30T10:00",
        "2026-03-27T25:00",
        "2026-03-27T10:61",
        "2026-03-27T10:00x",
        "2026-03-27T10",
        "2026-03-27T10:00:00+99:00",
        "10:00",
        "2026-03-27T10:00:00Z efter",
        "27 mars",
        "-1",
        "9999-12-31",
        "9999-12-31T23:59:59Z",
        "2101-01-01",
        "2100-12-31T23:30Z",
        "1989-12-31",
        "0001-01-01",
    };
    g_autoptr(InkClock) clock = new_clock("Europe/Stockholm");
    for (gsize i = 0; i < G_N_ELEMENTS(same); i++) {
        g_test_message("%s", same[i]);
        g_assert_cmpint(ink_clock_parse(clock, same[i]), ==, 1774602000);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_test_message("%s", wrong[i]);
        g_assert_cmpint(ink_clock_parse(clock, wrong[i]), ==, INK_TIME_NONE);
    }
    g_assert_cmpint(ink_clock_parse(clock, "2026-03-27"), ==, 1774602000 - 10 * 3600);
    g_assert_cmpint(ink_clock_parse(clock, "1990-01-01"), ==, 631148400);
    g_assert_cmpint(ink_clock_parse(clock, "2100-12-31T23:59:59"), ==, 4133977199);
    g_assert_cmpint(ink_clock_parse(clock, "2026-07-01T10:00"), ==,
                    ink_clock_parse(clock, "2026-07-01T08:00Z"));
}

static void
test_at_the_ends(void)
{
    g_autoptr(InkClock) clock = new_clock("Europe/Stockholm");
    InkDay last = ink_day_from_ymd(9999, 12, 31);
    const InkDay outside[] = {INK_DAY_NONE, G_MAXINT32, last + 1, ink_day_from_ymd(1, 1, 1) - 1};
    for (gsize i = 0; i < G_N_ELEMENTS(outside); i++)
        g_assert_cmpint(ink_clock_at(clock, outside[i], 0), ==, INK_TIME_NONE);
    g_assert_cmpint(ink_clock_at(clock, last, 0), >, 0);
    g_assert_cmpint(ink_clock_at(clock, last, 24 * 60), ==, INK_TIME_NONE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/clock/zone", test_zone);
    g_test_add_func("/clock/now", test_now);
    g_test_add_func("/clock/civil-day", test_civil_day);
    g_test_add_func("/clock/at", test_at);
    g_test_add_func("/clock/at-the-ends", test_at_the_ends);
    g_test_add_func("/clock/format", test_format);
    g_test_add_func("/clock/parse", test_parse);
    return g_test_run();
}
