/* SPDX-License-Identifier: MIT
 *
 * Which days are working days.
 *
 * Holidays are those of lag (1989:253) om allmänna helgdagar, in three kinds: on a date, on a
 * Saturday within a week of dates, or so many days after Easter Sunday. The eves that lag
 * (1930:173) 2 § puts on a level with Sundays are days off but no holidays.
 */
#include "inkom/calendar.h"

typedef struct {
    InkDay first, last;
    char *reason;
} ClosedDays;

struct InkCalendar {
    GArray *closed; /* of ClosedDays, in the order they were added */
};

/* Lag (2004:1320) put nationaldagen in the place of annandag pingst. */
enum {
    NATIONAL_DAY_SINCE = 2005,
    WHIT_MONDAY_UNTIL = 2004,
};

typedef struct {
    int month, day;
    int since; /* the first year, 0 = always */
    const char *name;
} FixedDay;

/* The one such weekday among the seven dates that begin with month and day. */
typedef struct {
    int month, day;
    int weekday;
    const char *name;
} WeekdayInWeek;

typedef struct {
    int offset; /* days after Easter Sunday */
    int until;  /* the last year, 0 = always */
    const char *name;
} EasterDay;

enum { FRIDAY = 5, SATURDAY = 6 };

static const FixedDay fixed_holidays[] = {
    {1, 1, 0, "nyårsdagen"}, {1, 6, 0, "trettondedag jul"},
    {5, 1, 0, "första maj"}, {6, 6, NATIONAL_DAY_SINCE, "nationaldagen"},
    {12, 25, 0, "juldagen"}, {12, 26, 0, "annandag jul"},
};

static const WeekdayInWeek saturday_holidays[] = {
    {6, 20, SATURDAY, "midsommardagen"},
    {10, 31, SATURDAY, "alla helgons dag"},
};

static const EasterDay easter_holidays[] = {
    {-2, 0, "långfredagen"}, {0, 0, "påskdagen"},
    {1, 0, "annandag påsk"}, {39, 0, "Kristi himmelsfärdsdag"},
    {49, 0, "pingstdagen"},  {50, WHIT_MONDAY_UNTIL, "annandag pingst"},
};

static const FixedDay fixed_eves[] = {
    {12, 24, 0, "julafton"},
    {12, 31, 0, "nyårsafton"},
};

static const WeekdayInWeek midsummer_eve = {6, 19, FRIDAY, "midsommarafton"};

static void
closed_days_clear(gpointer data)
{
    ClosedDays *closed = data;
    g_free(closed->reason);
}

InkCalendar *
ink_calendar_new(void)
{
    InkCalendar *calendar = g_new0(InkCalendar, 1);
    calendar->closed = g_array_new(FALSE, FALSE, sizeof(ClosedDays));
    g_array_set_clear_func(calendar->closed, closed_days_clear);
    return calendar;
}

void
ink_calendar_free(InkCalendar *calendar)
{
    if (calendar == NULL)
        return;
    g_array_unref(calendar->closed);
    g_free(calendar);
}

void
ink_calendar_add_closed(InkCalendar *calendar, InkDay first, InkDay last, const char *reason)
{
    ClosedDays closed = {first, last, g_strdup(reason)};
    g_array_append_val(calendar->closed, closed);
}

/* The Gregorian computus in the form of Meeus, Jones and Butcher: from the year's place in the
 * 19-year moon cycle and the century's corrections follows the paschal full moon, and from that
 * the Sunday after it. The letters are those the algorithm is published with. */
InkDay
ink_calendar_get_easter(int year)
{
    int a = year % 19, b = year / 100, c = year % 100;
    int d = b / 4, e = b % 4;
    int f = (b + 8) / 25, g = (b - f + 1) / 3;
    int h = (19 * a + b - d - g + 15) % 30;
    int i = c / 4, k = c % 4;
    int l = (32 + 2 * e + 2 * i - h - k) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    int n = h + l - 7 * m + 114;
    return ink_day_from_ymd(year, n / 31, n % 31 + 1);
}

static const char *
find_fixed(const FixedDay *days, gsize count, int year, int month, int day_of_month)
{
    for (gsize i = 0; i < count; i++) {
        if (days[i].month == month && days[i].day == day_of_month && year >= days[i].since)
            return days[i].name;
    }
    return NULL;
}

static const char *
find_in_week(const WeekdayInWeek *rules, gsize count, int year, InkDay day)
{
    int weekday = ink_day_get_weekday(day);
    for (gsize i = 0; i < count; i++) {
        if (weekday != rules[i].weekday)
            continue;
        InkDay first = ink_day_from_ymd(year, rules[i].month, rules[i].day);
        if (day >= first && day < first + 7)
            return rules[i].name;
    }
    return NULL;
}

static const char *
find_by_easter(int year, InkDay day)
{
    int offset = day - ink_calendar_get_easter(year);
    for (gsize i = 0; i < G_N_ELEMENTS(easter_holidays); i++) {
        const EasterDay *rule = &easter_holidays[i];
        if (rule->offset == offset && (rule->until == 0 || year <= rule->until))
            return rule->name;
    }
    return NULL;
}

const char *
ink_calendar_get_holiday(InkDay day)
{
    int year, month, day_of_month;
    ink_day_get_ymd(day, &year, &month, &day_of_month);

    const char *name =
        find_fixed(fixed_holidays, G_N_ELEMENTS(fixed_holidays), year, month, day_of_month);
    if (name == NULL)
        name = find_in_week(saturday_holidays, G_N_ELEMENTS(saturday_holidays), year, day);
    if (name == NULL)
        name = find_by_easter(year, day);
    return name;
}

static const char *
get_eve(InkDay day)
{
    int year, month, day_of_month;
    ink_day_get_ymd(day, &year, &month, &day_of_month);
    const char *name = find_fixed(fixed_eves, G_N_ELEMENTS(fixed_eves), year, month, day_of_month);
    return name != NULL ? name : find_in_week(&midsummer_eve, 1, year, day);
}

static const char *
get_closed_reason(const InkCalendar *calendar, InkDay day)
{
    for (guint i = 0; i < calendar->closed->len; i++) {
        const ClosedDays *closed = &g_array_index(calendar->closed, ClosedDays, i);
        if (day >= closed->first && day <= closed->last)
            return closed->reason;
    }
    return NULL;
}

const char *
ink_calendar_get_day_off(const InkCalendar *calendar, InkDay day)
{
    const char *name = ink_calendar_get_holiday(day);
    if (name == NULL)
        name = get_eve(day);
    if (name == NULL)
        name = get_closed_reason(calendar, day);
    if (name == NULL && ink_day_get_weekday(day) >= SATURDAY)
        name = ink_day_get_weekday_name(day);
    return name;
}

gboolean
ink_calendar_is_workday(const InkCalendar *calendar, InkDay day)
{
    return ink_calendar_get_day_off(calendar, day) == NULL;
}
