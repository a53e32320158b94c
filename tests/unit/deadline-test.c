/* SPDX-License-Identifier: MIT
 *
 * Deadlines, against a table counted by hand, and the words they are explained in.
 */
#include "harness.h"
#include "inkom/calendar.h"

#include <string.h>

typedef struct {
    InkCalendar *calendar;
    InkClock *clock;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->calendar = ink_calendar_new();
    fixture->clock = ink_clock_new("Europe/Stockholm", NULL);
    g_assert_nonnull(fixture->clock);
}

static void
tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    ink_calendar_free(fixture->calendar);
    ink_clock_free(fixture->clock);
}

static void
count(const Fixture *fixture, const char *start, const char *period, InkDeadline *out)
{
    InkPeriod parsed;
    g_assert_true(ink_period_parse(period, &parsed));
    gint64 time = ink_clock_parse(fixture->clock, start);
    g_assert_cmpint(time, !=, INK_TIME_NONE);
    ink_calendar_count(fixture->calendar, fixture->clock, time, parsed, out);
}

static void
assert_day(const Fixture *fixture, const char *start, const char *period, const char *expected)
{
    g_auto(InkDeadline) deadline = {0};
    count(fixture, start, period, &deadline);
    g_autofree char *day = ink_day_format(deadline.day);
    g_autofree char *time = ink_clock_format(fixture->clock, deadline.time);
    g_test_message("%s + %s", start, period);
    g_assert_cmpstr(day, ==, expected);
    g_assert_true(g_str_has_prefix(time, expected));
    g_assert_true(g_str_has_prefix(time + strlen("2026-03-27"), "T23:59:59"));
}

static void
assert_time(const Fixture *fixture, const char *start, const char *period, const char *expected)
{
    g_auto(InkDeadline) deadline = {0};
    count(fixture, start, period, &deadline);
    g_autofree char *day = ink_day_format(deadline.day);
    g_autofree char *time = ink_clock_format(fixture->clock, deadline.time);
    g_test_message("%s + %s", start, period);
    g_assert_cmpstr(time, ==, expected);
    g_assert_true(g_str_has_prefix(expected, day));
}

static void
assert_why(const Fixture *fixture, const char *start, const char *period, const char *expected)
{
    g_auto(InkDeadline) deadline = {0};
    count(fixture, start, period, &deadline);
    g_assert_cmpstr(deadline.why, ==, expected);
}

typedef struct {
    const char *start;
    const char *ends[5]; /* +1, +2, +5, +10 working days, +21 days */
} Vector;

static const char *const periods[5] = {
    "1 arbetsdag", "2 arbetsdagar", "5 arbetsdagar", "10 arbetsdagar", "21 dagar",
};

static const Vector vectors[] = {
    {"2026-03-27", {"2026-03-30", "2026-03-31", "2026-04-07", "2026-04-14", "2026-04-17"}},
    {"2026-04-02", {"2026-04-07", "2026-04-08", "2026-04-13", "2026-04-20", "2026-04-23"}},
    {"2026-04-30", {"2026-05-04", "2026-05-05", "2026-05-08", "2026-05-18", "2026-05-21"}},
    {"2026-05-13", {"2026-05-15", "2026-05-18", "2026-05-21", "2026-05-28", "2026-06-03"}},
    {"2026-06-05", {"2026-06-08", "2026-06-09", "2026-06-12", "2026-06-22", "2026-06-26"}},
    {"2026-06-18", {"2026-06-22", "2026-06-23", "2026-06-26", "2026-07-03", "2026-07-09"}},
    {"2026-06-20", {"2026-06-22", "2026-06-23", "2026-06-26", "2026-07-03", "2026-07-11"}},
    {"2026-10-30", {"2026-11-02", "2026-11-03", "2026-11-06", "2026-11-13", "2026-11-20"}},
    {"2026-12-18", {"2026-12-21", "2026-12-22", "2026-12-29", "2027-01-08", "2027-01-08"}},
    {"2026-12-23", {"2026-12-28", "2026-12-29", "2027-01-05", "2027-01-13", "2027-01-13"}},
    {"2026-12-30", {"2027-01-04", "2027-01-05", "2027-01-11", "2027-01-18", "2027-01-20"}},
    {"2025-12-23", {"2025-12-29", "2025-12-30", "2026-01-07", "2026-01-14", "2026-01-13"}},
    {"2025-06-05", {"2025-06-09", "2025-06-10", "2025-06-13", "2025-06-23", "2025-06-26"}},
    {"2026-01-05", {"2026-01-07", "2026-01-08", "2026-01-13", "2026-01-20", "2026-01-26"}},
    {"2028-06-05", {"2028-06-07", "2028-06-08", "2028-06-13", "2028-06-20", "2028-06-26"}},
};

/* The first and the last second of the day begin the same count. */
static void
test_vectors(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    for (gsize i = 0; i < G_N_ELEMENTS(vectors); i++) {
        g_autofree char *late = g_strconcat(vectors[i].start, "T23:59:59", NULL);
        for (gsize j = 0; j < G_N_ELEMENTS(periods); j++) {
            assert_day(fixture, vectors[i].start, periods[j], vectors[i].ends[j]);
            assert_day(fixture, late, periods[j], vectors[i].ends[j]);
        }
    }
}

static void
test_last_second_is_local(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    /* 23:30 UTC on Thursday is already Friday in Sweden. */
    assert_time(fixture, "2026-03-26T23:30:00Z", "1 arbetsdag", "2026-03-30T23:59:59+02:00");
    assert_time(fixture, "2026-03-26T10:00", "1 arbetsdag", "2026-03-27T23:59:59+01:00");
    /* The days summer time begins and ends. */
    assert_time(fixture, "2026-03-28T10:00", "1 dag", "2026-03-29T23:59:59+02:00");
    assert_time(fixture, "2026-10-24T10:00", "1 dag", "2026-10-25T23:59:59+01:00");
    assert_time(fixture, "2026-03-27T10:00", "3 veckor", "2026-04-17T23:59:59+02:00");
}

static void
test_hours(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const rows[][3] = {
        {"2026-03-27T15:00", "24 timmar", "2026-03-28T15:00:00+01:00"},
        {"2026-12-24T23:30", "24 timmar", "2026-12-25T23:30:00+01:00"},
        /* Elapsed hours: the wall clock is put forward and back. */
        {"2026-03-28T15:00", "24 timmar", "2026-03-29T16:00:00+02:00"},
        {"2026-10-24T15:00", "24 timmar", "2026-10-25T14:00:00+01:00"},
        {"2026-03-29T01:30", "1 timme", "2026-03-29T03:30:00+02:00"},
        {"2026-10-25T02:30:00+02:00", "1 timme", "2026-10-25T02:30:00+01:00"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        assert_time(fixture, rows[i][0], rows[i][1], rows[i][2]);
}

static void
test_weekday_hours(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const rows[][3] = {
        {"2026-03-25T15:00", "24 timmar på vardagar", "2026-03-26T15:00:00+01:00"},
        /* C12: Friday to Monday, here across the change to summer time. */
        {"2026-03-27T15:00", "24 timmar på vardagar", "2026-03-30T15:00:00+02:00"},
        {"2026-04-02T15:00", "24 timmar på vardagar", "2026-04-07T15:00:00+02:00"},
        {"2026-12-23T16:20", "24 timmar på vardagar", "2026-12-28T16:20:00+01:00"},
        {"2026-12-30T08:00", "48 timmar på vardagar", "2027-01-05T08:00:00+01:00"},
        {"2026-03-27T23:59:59", "1 timme på vardagar", "2026-03-30T00:59:59+02:00"},
        /* Arrival on a day off starts at midnight; the count ends with the working day. */
        {"2026-03-28T10:12", "24 timmar på vardagar", "2026-03-30T23:59:59+02:00"},
        {"2026-04-03T10:12", "24 timmar på vardagar", "2026-04-07T23:59:59+02:00"},
        {"2026-03-29T10:12", "25 timmar på vardagar", "2026-03-31T01:00:00+02:00"},
        {"2026-03-28T00:00", "8 timmar på vardagar", "2026-03-30T08:00:00+02:00"},
        {"2026-03-27T00:00", "24 timmar på vardagar", "2026-03-27T23:59:59+01:00"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        assert_time(fixture, rows[i][0], rows[i][1], rows[i][2]);
}

/* A zone whose clock changes inside a working day: real hours there too. */
static void
test_weekday_hours_in_a_short_day(void)
{
    Fixture fixture = {ink_calendar_new(), ink_clock_new("Asia/Amman", NULL)};
    assert_time(&fixture, "2022-02-24T12:00", "24 timmar på vardagar", "2022-02-25T13:00:00+03:00");
    tear_down(&fixture, NULL);
}

/* The times of a server whose clock has gone wrong, up to what an integer can hold: every period
 * ends somewhere. */
static void
test_clock_gone_wrong(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const gint64 late[] = {253402250400 /* 9999-12-31 */, 253402300800, G_MAXINT64};
    static const gint64 early[] = {-62135596800 /* year 1 */, G_MININT64 + 1, G_MININT64};
    static const char *const lengths[] = {"24 timmar på vardagar", "10000 timmar på vardagar",
                                          "24 timmar", "5 arbetsdagar", "10000 veckor"};
    for (gsize p = 0; p < G_N_ELEMENTS(lengths); p++) {
        InkPeriod period;
        g_assert_true(ink_period_parse(lengths[p], &period));
        for (gsize i = 0; i < G_N_ELEMENTS(late); i++) {
            g_auto(InkDeadline) after = {0}, before = {0};
            ink_calendar_count(fixture->calendar, fixture->clock, late[i], period, &after);
            ink_calendar_count(fixture->calendar, fixture->clock, early[i], period, &before);
            g_assert_cmpint(after.day, >, ink_day_from_ymd(9000, 1, 1));
            g_assert_cmpint(after.time, !=, INK_TIME_NONE);
            g_assert_cmpint(before.day, >, ink_day_from_ymd(1900, 1, 1));
            g_assert_cmpint(before.day, <, ink_day_from_ymd(2100, 1, 1));
        }
    }
}

static void
test_nothing_promised(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_auto(InkDeadline) deadline = {0};
    count(fixture, "2026-03-27", "ingen", &deadline);
    g_assert_cmpint(deadline.day, ==, INK_DAY_NONE);
    g_assert_cmpint(deadline.time, ==, INK_TIME_NONE);
    g_assert_cmpstr(deadline.why, ==, "ingen tid är utlovad");
}

static void
test_clear(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    InkDeadline deadline = {0};
    count(fixture, "2026-03-27", "1 arbetsdag", &deadline);
    ink_deadline_clear(&deadline);
    g_assert_null(deadline.why);
    g_assert_cmpint(deadline.day, ==, INK_DAY_NONE);
    ink_deadline_clear(&deadline);
}

static void
test_why(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const rows[][3] = {
        {"2026-03-23", "1 arbetsdag", "1 arbetsdag från måndag 23 mars 2026"},
        {"2026-03-27", "5 arbetsdagar",
         "5 arbetsdagar från fredag 27 mars 2026; räknas inte: lördag–söndag 28–29 mars, "
         "fredag–måndag 3–6 april (långfredagen, lördag, påskdagen, annandag påsk)"},
        {"2026-06-20", "1 arbetsdag",
         "1 arbetsdag från lördag 20 juni 2026; räknas inte: söndag 21 juni"},
        {"2026-10-28", "5 arbetsdagar",
         "5 arbetsdagar från onsdag 28 oktober 2026; räknas inte: lördag–söndag 31 oktober–1 "
         "november (alla helgons dag, söndag)"},
        {"2025-06-03", "5 arbetsdagar",
         "5 arbetsdagar från tisdag 3 juni 2025; räknas inte: fredag–söndag 6–8 juni "
         "(nationaldagen, lördag, pingstdagen)"},
        {"2026-05-13", "1 arbetsdag",
         "1 arbetsdag från onsdag 13 maj 2026; räknas inte: torsdag 14 maj (Kristi "
         "himmelsfärdsdag)"},
        {"2026-12-23", "10 arbetsdagar",
         "10 arbetsdagar från onsdag 23 december 2026; räknas inte: torsdag–söndag 24–27 "
         "december (julafton, juldagen, annandag jul, söndag), torsdag–söndag 31 december–3 "
         "januari 2027 (nyårsafton, nyårsdagen, lördag, söndag), onsdag 6 januari (trettondedag "
         "jul), lördag–söndag 9–10 januari"},
        {"2026-03-27", "21 dagar", "21 dagar från fredag 27 mars 2026"},
        {"2026-03-27T15:00", "24 timmar", "24 timmar från fredag 27 mars 2026 kl. 15:00"},
        {"2026-03-28T15:00", "24 timmar",
         "24 timmar från lördag 28 mars 2026 kl. 15:00; klockan ställs om under tiden"},
        {"2026-03-27T15:00", "24 timmar på vardagar",
         "24 timmar på vardagar från fredag 27 mars 2026 kl. 15:00; räknas inte: lördag–söndag "
         "28–29 mars"},
        {"2026-03-29T15:00", "24 timmar på vardagar",
         "24 timmar på vardagar från söndag 29 mars 2026 kl. 15:00; räknas inte: söndag 29 mars"},
        {"2026-03-23", "20 arbetsdagar",
         "20 arbetsdagar från måndag 23 mars 2026; räknas inte: lördag–söndag 28–29 mars, "
         "fredag–måndag 3–6 april (långfredagen, lördag, påskdagen, annandag påsk), "
         "lördag–söndag 11–12 april, lördag–söndag 18–19 april"},
        {"2026-03-23", "30 arbetsdagar",
         "30 arbetsdagar från måndag 23 mars 2026; räknas inte: alla lördagar och söndagar, "
         "fredag–måndag 3–6 april (långfredagen, lördag, påskdagen, annandag påsk), "
         "fredag–söndag 1–3 maj (första maj, lördag, söndag)"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        assert_why(fixture, rows[i][0], rows[i][1], rows[i][2]);
}

static void
test_closed_days(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    ink_calendar_add_closed(fixture->calendar, ink_day_parse("2026-05-15"),
                            ink_day_parse("2026-05-15"), "klämdag");
    ink_calendar_add_closed(fixture->calendar, ink_day_parse("2026-07-06"),
                            ink_day_parse("2026-08-02"), "kommunstängt");
    assert_day(fixture, "2026-05-13", "1 arbetsdag", "2026-05-18");
    assert_why(fixture, "2026-05-13", "1 arbetsdag",
               "1 arbetsdag från onsdag 13 maj 2026; räknas inte: torsdag–söndag 14–17 maj "
               "(Kristi himmelsfärdsdag, klämdag, lördag, söndag)");
    assert_why(fixture, "2026-07-02", "2 arbetsdagar",
               "2 arbetsdagar från torsdag 2 juli 2026; räknas inte: 4 juli–2 augusti (lördag, "
               "söndag, kommunstängt)");
}

/* A year of working days is still one readable line. */
static void
test_why_of_a_long_period(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_auto(InkDeadline) deadline = {0};
    count(fixture, "2026-01-01", "250 arbetsdagar", &deadline);
    g_assert_cmpuint(strlen(deadline.why), <, 1000);
    g_assert_null(strchr(deadline.why, '\n'));
    g_assert_nonnull(strstr(
        deadline.why, "torsdag–söndag 24–27 december (julafton, juldagen, annandag jul, söndag)"));
}

#define ADD(path, function)                                                                        \
    g_test_add("/deadline/" path, Fixture, NULL, set_up, function, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("vectors", test_vectors);
    ADD("last-second", test_last_second_is_local);
    ADD("hours", test_hours);
    ADD("weekday-hours", test_weekday_hours);
    ADD("clock-gone-wrong", test_clock_gone_wrong);
    g_test_add_func("/deadline/short-day", test_weekday_hours_in_a_short_day);
    ADD("nothing-promised", test_nothing_promised);
    ADD("clear", test_clear);
    ADD("why", test_why);
    ADD("closed-days", test_closed_days);
    ADD("why-long", test_why_of_a_long_period);
    return g_test_run();
}
