/* SPDX-License-Identifier: MIT
 *
 * From an event and a promise to the last moment, with the reason in words.
 *
 * Working days: the day of the event is day 0, whatever day it is, and the n-th working day after
 * it is the last. Hours on weekdays: the clock runs through whole working days, from 00:00 to
 * 24:00, and stands on days off; an event on a day off starts it at 00:00 the next working day.
 * Every length is taken from the zone's own midnights, so a day of 23 or 25 hours counts as such.
 */
#include "deadline-private.h"
#include "inkom/calendar.h"

#define SECONDS_PER_HOUR G_GINT64_CONSTANT(3600)

/* An event outside these years is a clock gone wrong. It is moved to the nearer end, so that no
 * period (at most 10 000 weeks) ends where there are no dates: the clock knows the years 1–9999. */
#define YEAR_FIRST 1900
#define YEAR_LAST  9000

static gint64
get_end(const InkClock *clock, InkDay day)
{
    gint64 next = ink_clock_at(clock, day + 1, 0);
    return next != INK_TIME_NONE ? next - 1 : INK_TIME_NONE;
}

static InkDay
get_next_workday(const InkCalendar *calendar, InkDay day)
{
    do
        day++;
    while (!ink_calendar_is_workday(calendar, day));
    return day;
}

static void
count_workdays(const InkCalendar *calendar, const InkClock *clock, InkDay start, int count,
               InkDeadline *out)
{
    out->day = start;
    for (int i = 0; i < count; i++)
        out->day = get_next_workday(calendar, out->day);
    out->time = get_end(clock, out->day);
}

static void
count_weekday_hours(const InkCalendar *calendar, const InkClock *clock, gint64 start, int count,
                    InkDeadline *out)
{
    gint64 left = count * SECONDS_PER_HOUR;
    out->day = ink_clock_get_day(clock, start);
    out->time = start;
    if (!ink_calendar_is_workday(calendar, out->day)) {
        out->day = get_next_workday(calendar, out->day);
        out->time = ink_clock_at(clock, out->day, 0);
    }

    gint64 left_today;
    while (left > (left_today = ink_clock_at(clock, out->day + 1, 0) - out->time)) {
        left -= left_today;
        out->day = get_next_workday(calendar, out->day);
        out->time = ink_clock_at(clock, out->day, 0);
    }
    /* Midnight belongs to the day that ends: the next may be a day off. */
    out->time = left == left_today ? get_end(clock, out->day) : out->time + left;
}

void
ink_calendar_count(const InkCalendar *calendar, const InkClock *clock, gint64 start,
                   InkPeriod period, InkDeadline *out_deadline)
{
    InkDeadline deadline = {INK_DAY_NONE, INK_TIME_NONE, NULL};
    start = CLAMP(start, ink_clock_at(clock, ink_day_from_ymd(YEAR_FIRST, 1, 1), 0),
                  ink_clock_at(clock, ink_day_from_ymd(YEAR_LAST, 1, 1), 0));
    InkDay first = ink_clock_get_day(clock, start);
    switch (period.unit) {
    case INK_PERIOD_NONE:
        break;
    case INK_PERIOD_WORKDAYS:
        count_workdays(calendar, clock, first, period.count, &deadline);
        break;
    case INK_PERIOD_DAYS:
        deadline.day = first + period.count;
        deadline.time = get_end(clock, deadline.day);
        break;
    case INK_PERIOD_HOURS:
        deadline.time = start + period.count * SECONDS_PER_HOUR;
        deadline.day = ink_clock_get_day(clock, deadline.time);
        break;
    case INK_PERIOD_WEEKDAY_HOURS:
        count_weekday_hours(calendar, clock, start, period.count, &deadline);
        break;
    }
    deadline.why = ink_deadline_explain(calendar, clock, start, period, &deadline);
    *out_deadline = deadline;
}

void
ink_deadline_clear(InkDeadline *deadline)
{
    g_clear_pointer(&deadline->why, g_free);
    deadline->day = INK_DAY_NONE;
    deadline->time = INK_TIME_NONE;
}
