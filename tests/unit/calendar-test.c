/* SPDX-License-Identifier: MIT
 *
 * Holidays and working days, against published tables.
 */
#include "harness.h"
#include "inkom/calendar.h"

static InkDay
to_day(const char *text)
{
    InkDay day = ink_day_parse(text);
    g_assert_cmpint(day, !=, INK_DAY_NONE);
    return day;
}

static void
assert_day(InkDay day, const char *expected)
{
    g_autofree char *text = ink_day_format(day);
    g_assert_cmpstr(text, ==, expected);
}

/* Earliest, latest, and the years where Gauss's rule needs its exceptions. */
static void
test_easter(void)
{
    static const char *const sundays[] = {
        "1943-04-25", "1954-04-18", "1981-04-19", "2000-04-23", "2008-03-23",
        "2038-04-25", "2049-04-18", "2076-04-19", "2285-03-22",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(sundays); i++) {
        int year = (int)g_ascii_strtoll(sundays[i], NULL, 10);
        assert_day(ink_calendar_get_easter(year), sundays[i]);
    }
}

static void
test_easter_is_always_a_sunday_in_spring(void)
{
    for (int year = 1583; year <= 2500; year++) {
        InkDay easter = ink_calendar_get_easter(year);
        g_assert_cmpint(ink_day_get_weekday(easter), ==, 7);
        g_assert_cmpint(easter, >=, ink_day_from_ymd(year, 3, 22));
        g_assert_cmpint(easter, <=, ink_day_from_ymd(year, 4, 25));
    }
}

typedef struct {
    int year;
    const char *days[8]; /* in the order of the names below */
    int workdays;
} Year;

static const char *const movable[8] = {
    "långfredagen", "påskdagen",      "annandag påsk",  "Kristi himmelsfärdsdag",
    "pingstdagen",  "midsommarafton", "midsommardagen", "alla helgons dag",
};

static const Year years[] = {
    {2024, {"03-29", "03-31", "04-01", "05-09", "05-19", "06-21", "06-22", "11-02"}, 251},
    {2025, {"04-18", "04-20", "04-21", "05-29", "06-08", "06-20", "06-21", "11-01"}, 249},
    {2026, {"04-03", "04-05", "04-06", "05-14", "05-24", "06-19", "06-20", "10-31"}, 251},
    {2027, {"03-26", "03-28", "03-29", "05-06", "05-16", "06-25", "06-26", "11-06"}, 253},
    {2028, {"04-14", "04-16", "04-17", "05-25", "06-04", "06-23", "06-24", "11-04"}, 251},
    {2029, {"03-30", "04-01", "04-02", "05-10", "05-20", "06-22", "06-23", "11-03"}, 250},
    {2030, {"04-19", "04-21", "04-22", "05-30", "06-09", "06-21", "06-22", "11-02"}, 250},
    {2031, {"04-11", "04-13", "04-14", "05-22", "06-01", "06-20", "06-21", "11-01"}, 249},
    {2032, {"03-26", "03-28", "03-29", "05-06", "05-16", "06-25", "06-26", "11-06"}, 254},
};

/* Every movable day stands where the table says, and nowhere else in the year. */
static void
test_movable_days(void)
{
    g_autoptr(InkCalendar) calendar = ink_calendar_new();
    for (gsize i = 0; i < G_N_ELEMENTS(years); i++) {
        InkDay first = ink_day_from_ymd(years[i].year, 1, 1);
        InkDay end = ink_day_from_ymd(years[i].year + 1, 1, 1);
        for (int name = 0; name < 8; name++) {
            InkDay found = INK_DAY_NONE;
            for (InkDay day = first; day < end; day++) {
                if (g_strcmp0(ink_calendar_get_day_off(calendar, day), movable[name]) != 0)
                    continue;
                g_assert_cmpint(found, ==, INK_DAY_NONE);
                found = day;
            }
            g_autofree char *expected =
                g_strdup_printf("%d-%s", years[i].year, years[i].days[name]);
            assert_day(found, expected);
        }
    }
}

static void
test_workdays_of_the_year(void)
{
    g_autoptr(InkCalendar) calendar = ink_calendar_new();
    for (gsize i = 0; i < G_N_ELEMENTS(years); i++) {
        InkDay end = ink_day_from_ymd(years[i].year + 1, 1, 1);
        int workdays = 0;
        for (InkDay day = ink_day_from_ymd(years[i].year, 1, 1); day < end; day++)
            workdays += ink_calendar_is_workday(calendar, day);
        g_assert_cmpint(workdays, ==, years[i].workdays);
    }
}

typedef struct {
    const char *day;
    const char *off;     /* the name of the day off, NULL = working day */
    const char *holiday; /* the name of the holiday */
} Named;

static const Named named[] = {
    {"2026-01-01", "nyårsdagen", "nyårsdagen"},
    {"2026-01-05", NULL, NULL}, /* trettondagsafton */
    {"2026-01-06", "trettondedag jul", "trettondedag jul"},
    {"2026-04-02", NULL, NULL},     /* skärtorsdagen */
    {"2026-04-04", "lördag", NULL}, /* påskafton */
    {"2026-04-30", NULL, NULL},     /* valborgsmässoafton */
    {"2026-05-01", "första maj", "första maj"},
    {"2026-05-15", NULL, NULL},     /* klämdag */
    {"2026-05-23", "lördag", NULL}, /* pingstafton */
    {"2026-05-25", NULL, NULL},     /* annandag pingst of old */
    {"2026-06-06", "nationaldagen", "nationaldagen"},
    {"2026-06-19", "midsommarafton", NULL},
    {"2026-06-21", "söndag", NULL},
    {"2026-10-30", NULL, NULL}, /* allhelgonaafton */
    {"2026-11-01", "söndag", NULL},
    {"2026-12-23", NULL, NULL},
    {"2026-12-24", "julafton", NULL},
    {"2026-12-25", "juldagen", "juldagen"},
    {"2026-12-26", "annandag jul", "annandag jul"},
    {"2026-12-31", "nyårsafton", NULL},
    /* A name wins over the weekday. */
    {"2022-12-24", "julafton", NULL},
    {"2022-12-25", "juldagen", "juldagen"},
    /* The change of 2005. */
    {"1990-06-04", "annandag pingst", "annandag pingst"},
    {"2004-05-31", "annandag pingst", "annandag pingst"},
    {"2005-05-16", NULL, NULL},
    {"2003-06-06", NULL, NULL},
    {"2005-06-06", "nationaldagen", "nationaldagen"},
    {"2028-06-05", NULL, NULL},
    {"2028-06-06", "nationaldagen", "nationaldagen"},
    /* Two holidays on one day. */
    {"2008-05-01", "första maj", "första maj"},
    {"2027-05-06", "Kristi himmelsfärdsdag", "Kristi himmelsfärdsdag"},
    /* The ends of the Saturdays' weeks. */
    {"2015-06-19", "midsommarafton", NULL},
    {"2015-06-20", "midsommardagen", "midsommardagen"},
    {"2021-06-26", "midsommardagen", "midsommardagen"},
    {"2021-06-19", "lördag", NULL},
    {"2026-06-27", "lördag", NULL},
    {"2021-11-06", "alla helgons dag", "alla helgons dag"},
    {"2020-10-31", "alla helgons dag", "alla helgons dag"},
    {"2020-11-07", "lördag", NULL},
    {"2100-03-28", "påskdagen", "påskdagen"},
};

static void
test_names(void)
{
    g_autoptr(InkCalendar) calendar = ink_calendar_new();
    for (gsize i = 0; i < G_N_ELEMENTS(named); i++) {
        InkDay day = to_day(named[i].day);
        g_test_message("%s", named[i].day);
        g_assert_cmpstr(ink_calendar_get_day_off(calendar, day), ==, named[i].off);
        g_assert_cmpstr(ink_calendar_get_holiday(day), ==, named[i].holiday);
        g_assert_cmpint(ink_calendar_is_workday(calendar, day), ==, named[i].off == NULL);
    }
}

/* Thirteen holidays every year, before and after 2005, less those that fall together. */
static void
test_every_year_has_its_holidays(void)
{
    for (int year = 1990; year <= 2100; year++) {
        int holidays = 0;
        InkDay end = ink_day_from_ymd(year + 1, 1, 1);
        for (InkDay day = ink_day_from_ymd(year, 1, 1); day < end; day++)
            holidays += ink_calendar_get_holiday(day) != NULL;
        int together = 0; /* första maj and Kristi himmelsfärdsdag; pingst and nationaldagen */
        InkDay easter = ink_calendar_get_easter(year);
        together += easter + 39 == ink_day_from_ymd(year, 5, 1);
        together += year >= 2005 && easter + 49 == ink_day_from_ymd(year, 6, 6);
        g_assert_cmpint(holidays, ==, 13 - together);
    }
}

static void
test_closed_days(void)
{
    g_autoptr(InkCalendar) calendar = ink_calendar_new();
    g_autofree char *reason = g_strdup("kommunstängt");
    ink_calendar_add_closed(calendar, to_day("2026-07-13"), to_day("2026-07-19"), reason);
    ink_calendar_add_closed(calendar, to_day("2026-05-14"), to_day("2026-05-15"), "klämdag");
    reason[0] = 'X'; /* the calendar has its own copy */

    g_assert_cmpstr(ink_calendar_get_day_off(calendar, to_day("2026-07-12")), ==, "söndag");
    g_assert_cmpstr(ink_calendar_get_day_off(calendar, to_day("2026-07-13")), ==, "kommunstängt");
    g_assert_cmpstr(ink_calendar_get_day_off(calendar, to_day("2026-07-18")), ==, "kommunstängt");
    g_assert_cmpstr(ink_calendar_get_day_off(calendar, to_day("2026-07-19")), ==, "kommunstängt");
    g_assert_true(ink_calendar_is_workday(calendar, to_day("2026-07-20")));
    g_assert_cmpstr(ink_calendar_get_day_off(calendar, to_day("2026-05-14")), ==,
                    "Kristi himmelsfärdsdag");
    g_assert_cmpstr(ink_calendar_get_day_off(calendar, to_day("2026-05-15")), ==, "klämdag");
    g_assert_null(ink_calendar_get_holiday(to_day("2026-05-15")));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/calendar/easter", test_easter);
    g_test_add_func("/calendar/easter-bounds", test_easter_is_always_a_sunday_in_spring);
    g_test_add_func("/calendar/movable-days", test_movable_days);
    g_test_add_func("/calendar/workdays", test_workdays_of_the_year);
    g_test_add_func("/calendar/names", test_names);
    g_test_add_func("/calendar/every-year", test_every_year_has_its_holidays);
    g_test_add_func("/calendar/closed-days", test_closed_days);
    return g_test_run();
}
