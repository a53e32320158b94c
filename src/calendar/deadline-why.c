/* SPDX-License-Identifier: MIT
 *
 * How a deadline was counted, in words a registrar can check against the calendar on the wall.
 *
 * The days off between start and end are gathered into runs of days that follow each other, and
 * each run is written once, with the name of every holiday in it. When there are many ordinary
 * weekends they are said together ("alla lördagar och söndagar") and only the others are listed.
 */
#include "deadline-private.h"

#include <string.h>

enum {
    SATURDAY = 6,
    WEEKENDS_LISTED_MAX = 3, /* more than so many are said together */
    WEEKDAYS_IN_RUN_MAX = 7, /* a longer run is dates only: its weekdays say nothing */
};

/* Days off that follow each other. */
typedef struct {
    InkDay first, last;
    gboolean is_weekend; /* nothing but an ordinary Saturday and Sunday */
} Run;

static const char *const months[12] = {"januari",   "februari", "mars",     "april",
                                       "maj",       "juni",     "juli",     "augusti",
                                       "september", "oktober",  "november", "december"};

static gboolean
is_ordinary_weekend(const InkCalendar *calendar, InkDay day)
{
    return ink_day_get_weekday(day) >= SATURDAY &&
           g_str_equal(ink_calendar_get_day_off(calendar, day), ink_day_get_weekday_name(day));
}

static GArray *
collect_runs(const InkCalendar *calendar, InkDay first, InkDay last)
{
    GArray *runs = g_array_new(FALSE, FALSE, sizeof(Run));
    for (InkDay day = first; day < last; day++) {
        if (ink_calendar_is_workday(calendar, day))
            continue;
        gboolean is_weekend = is_ordinary_weekend(calendar, day);
        Run *run = runs->len > 0 ? &g_array_index(runs, Run, runs->len - 1) : NULL;
        if (run != NULL && run->last == day - 1) {
            run->last = day;
            run->is_weekend = run->is_weekend && is_weekend;
        } else {
            Run new_run = {day, day, is_weekend};
            g_array_append_val(runs, new_run);
        }
    }
    return runs;
}

/* "28–29 mars", "30 april–1 maj"; the year follows when it is not the one last written. */
static void
append_dates(GString *out, const Run *run, int *inout_year)
{
    int first_year, first_month, first_day, last_year, last_month, last_day;
    ink_day_get_ymd(run->first, &first_year, &first_month, &first_day);
    ink_day_get_ymd(run->last, &last_year, &last_month, &last_day);

    g_string_append_printf(out, "%d", first_day);
    if (first_month != last_month || first_year != last_year)
        g_string_append_printf(out, " %s", months[first_month - 1]);
    if (run->first != run->last)
        g_string_append_printf(out, "–%d", last_day);
    g_string_append_printf(out, " %s", months[last_month - 1]);
    if (last_year != *inout_year)
        g_string_append_printf(out, " %d", last_year);
    *inout_year = last_year;
}

/* " (nyårsafton, nyårsdagen)": what the run's weekdays do not already say. */
static void
append_reasons(GString *out, const InkCalendar *calendar, const Run *run)
{
    if (run->is_weekend)
        return;
    const char *previous = NULL;
    for (InkDay day = run->first; day <= run->last; day++) {
        const char *reason = ink_calendar_get_day_off(calendar, day);
        if (g_strcmp0(reason, previous) != 0)
            g_string_append_printf(out, "%s%s", previous == NULL ? " (" : ", ", reason);
        previous = reason;
    }
    g_string_append_c(out, ')');
}

static void
append_run(GString *out, const InkCalendar *calendar, const Run *run, int *inout_year)
{
    if (run->last - run->first < WEEKDAYS_IN_RUN_MAX) {
        g_string_append(out, ink_day_get_weekday_name(run->first));
        if (run->first != run->last)
            g_string_append_printf(out, "–%s", ink_day_get_weekday_name(run->last));
        g_string_append_c(out, ' ');
    }
    append_dates(out, run, inout_year);
    append_reasons(out, calendar, run);
}

static void
append_skipped(GString *out, const InkCalendar *calendar, GArray *runs, int year)
{
    guint weekends = 0;
    for (guint i = 0; i < runs->len; i++)
        weekends += g_array_index(runs, Run, i).is_weekend ? 1 : 0;
    gboolean together = weekends > WEEKENDS_LISTED_MAX;

    const char *separator = "; räknas inte: ";
    if (together) {
        g_string_append_printf(out, "%salla lördagar och söndagar", separator);
        separator = ", ";
    }
    for (guint i = 0; i < runs->len; i++) {
        const Run *run = &g_array_index(runs, Run, i);
        if (together && run->is_weekend)
            continue;
        g_string_append(out, separator);
        append_run(out, calendar, run, &year);
        separator = ", ";
    }
}

/* Summer time begins or ends in between, so hours by the clock on the wall do not add up. */
static gboolean
is_clock_changed(const InkClock *clock, gint64 start, gint64 end)
{
    g_autofree char *before = ink_clock_format(clock, start);
    g_autofree char *after = ink_clock_format(clock, end);
    const gsize offset = strlen("2026-03-27T10:15:00");
    return !g_str_equal(before + offset, after + offset);
}

static void
append_start(GString *out, const InkClock *clock, gint64 start, InkDay first, InkPeriod period)
{
    g_autofree char *length = ink_period_format(period);
    g_autofree char *date = ink_day_format_long(first, "sv");
    g_string_append_printf(out, "%s från %s", length, date);
    if (period.unit == INK_PERIOD_HOURS || period.unit == INK_PERIOD_WEEKDAY_HOURS) {
        g_autofree char *time = ink_clock_format_short(clock, start);
        g_string_append_printf(out, " kl. %s", strchr(time, ' ') + 1);
    }
}

char *
ink_deadline_explain(const InkCalendar *calendar, const InkClock *clock, gint64 start,
                     InkPeriod period, const InkDeadline *deadline)
{
    if (period.unit == INK_PERIOD_NONE)
        return g_strdup("ingen tid är utlovad");

    InkDay first = ink_clock_get_day(clock, start);
    GString *out = g_string_new(NULL);
    append_start(out, clock, start, first, period);
    if (period.unit == INK_PERIOD_HOURS && is_clock_changed(clock, start, deadline->time))
        g_string_append(out, "; klockan ställs om under tiden");
    if (period.unit == INK_PERIOD_WORKDAYS || period.unit == INK_PERIOD_WEEKDAY_HOURS) {
        int year, month, day;
        ink_day_get_ymd(first, &year, &month, &day);
        /* The day of the event is no part of the count, except when hours run from it. */
        InkDay from = period.unit == INK_PERIOD_WEEKDAY_HOURS ? first : first + 1;
        g_autoptr(GArray) skipped = collect_runs(calendar, from, deadline->day);
        append_skipped(out, calendar, skipped, year);
    }
    return g_string_free(out, FALSE);
}
