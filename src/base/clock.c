/* SPDX-License-Identifier: MIT
 *
 * The one clock. Zone rules are the system's (tzdata).
 */
#include "inkom/clock.h"

#include "inkom/error.h"

#include <string.h>

/* What the calendar knows. */
#define YEAR_FIRST 1990
#define YEAR_LAST  2100

struct InkClock {
    GTimeZone *zone;
    gint64 fixed; /* INK_TIME_NONE: follow the system */
};

InkClock *
ink_clock_new(const char *zone, GError **error)
{
    GTimeZone *found = g_time_zone_new_identifier(zone);
    if (found == NULL) {
        g_set_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG,
                    "tidszonen \"%s\" är okänd; skriv till exempel Europe/Stockholm, och se till "
                    "att paketet tzdata är installerat",
                    zone);
        return NULL;
    }
    InkClock *clock = g_new0(InkClock, 1);
    clock->zone = found;
    clock->fixed = INK_TIME_NONE;
    return clock;
}

void
ink_clock_free(InkClock *clock)
{
    if (clock == NULL)
        return;
    g_time_zone_unref(clock->zone);
    g_free(clock);
}

void
ink_clock_fix(InkClock *clock, gint64 utc)
{
    clock->fixed = utc;
}

GTimeZone *
ink_clock_get_zone(const InkClock *clock)
{
    return clock->zone;
}

gint64
ink_clock_now(const InkClock *clock)
{
    return clock->fixed != INK_TIME_NONE ? clock->fixed : g_get_real_time() / G_USEC_PER_SEC;
}

static GDateTime *
get_local(const InkClock *clock, gint64 utc)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(utc);
    return time != NULL ? g_date_time_to_timezone(time, clock->zone) : NULL;
}

InkDay
ink_clock_get_day(const InkClock *clock, gint64 utc)
{
    g_autoptr(GDateTime) local = get_local(clock, utc);
    if (local == NULL)
        return INK_DAY_NONE;
    return ink_day_from_ymd(g_date_time_get_year(local), g_date_time_get_month(local),
                            g_date_time_get_day_of_month(local));
}

InkDay
ink_clock_today(const InkClock *clock)
{
    return ink_clock_get_day(clock, ink_clock_now(clock));
}

gint64
ink_clock_at(const InkClock *clock, InkDay day, int minutes)
{
    gint64 date = (gint64)day + minutes / (24 * 60);
    if (date < ink_day_from_ymd(1, 1, 1) || date > ink_day_from_ymd(9999, 12, 31))
        return INK_TIME_NONE;
    int year, month, mday;
    ink_day_get_ymd((InkDay)date, &year, &month, &mday);
    g_autoptr(GDateTime) local =
        g_date_time_new(clock->zone, year, month, mday, minutes / 60 % 24, minutes % 60, 0);
    return local != NULL ? g_date_time_to_unix(local) : INK_TIME_NONE;
}

static char *
format(const InkClock *clock, gint64 utc, const char *pattern)
{
    if (utc == INK_TIME_NONE)
        return NULL;
    g_autoptr(GDateTime) local = get_local(clock, utc);
    return local != NULL ? g_date_time_format(local, pattern) : NULL;
}

char *
ink_clock_format(const InkClock *clock, gint64 utc)
{
    return format(clock, utc, "%Y-%m-%dT%H:%M:%S%:z");
}

char *
ink_clock_format_short(const InkClock *clock, gint64 utc)
{
    return format(clock, utc, "%Y-%m-%d %H:%M");
}

char *
ink_clock_format_time(const InkClock *clock, gint64 utc)
{
    return format(clock, utc, "%H.%M");
}

char *
ink_clock_format_seconds(const InkClock *clock, gint64 utc)
{
    return format(clock, utc, "%H.%M.%S");
}

static gint64
parse(const InkClock *clock, const char *text)
{
    InkDay day = ink_day_parse(text);
    if (day != INK_DAY_NONE)
        return ink_clock_at(clock, day, 0);

    /* GLib wants seconds; people write 10:00. */
    g_autofree char *with_seconds = NULL;
    if (strlen(text) >= 16 && text[13] == ':' && (text[16] == '\0' || strchr("Z+-", text[16])))
        with_seconds = g_strdup_printf("%.16s:00%s", text, text + 16);
    g_autoptr(GDateTime) time =
        g_date_time_new_from_iso8601(with_seconds != NULL ? with_seconds : text, clock->zone);
    return time != NULL ? g_date_time_to_unix(time) : INK_TIME_NONE;
}

gint64
ink_clock_parse(const InkClock *clock, const char *text)
{
    gint64 time = parse(clock, text);
    InkDay day = time != INK_TIME_NONE ? ink_clock_get_day(clock, time) : INK_DAY_NONE;
    if (day == INK_DAY_NONE || day < ink_day_from_ymd(YEAR_FIRST, 1, 1) ||
        day > ink_day_from_ymd(YEAR_LAST, 12, 31))
        return INK_TIME_NONE;
    return time;
}
