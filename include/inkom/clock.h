/* SPDX-License-Identifier: MIT
 *
 * The only place that asks what time it is. Times are UTC seconds since 1970; dates are civil
 * dates of the organisation's zone (a message from 23:58 on a Sunday came in that Sunday).
 */
#pragma once

#include "inkom/day.h"

typedef struct InkClock InkClock;

#define INK_TIME_NONE G_MININT64

/* zone: an IANA name such as "Europe/Stockholm". BAD_CONFIG if the system does not know it. */
InkClock *ink_clock_new(const char *zone, GError **error);
void ink_clock_free(InkClock *clock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkClock, ink_clock_free)

/* Makes the clock stand still at this moment (--now, tests, rehearsals). */
void ink_clock_fix(InkClock *clock, gint64 utc);

GTimeZone *ink_clock_get_zone(const InkClock *clock); /* borrowed */

gint64 ink_clock_now(const InkClock *clock);
InkDay ink_clock_today(const InkClock *clock);

InkDay ink_clock_get_day(const InkClock *clock, gint64 utc);
/* The first second of the date; the zone's own rules decide (DST). minutes counts from 00:00 by
 * the wall clock: 23 h and 25 h days included. INK_TIME_NONE outside the years 1–9999. */
gint64 ink_clock_at(const InkClock *clock, InkDay day, int minutes);

/* "2026-03-27T10:15:00+01:00"; NULL for INK_TIME_NONE. */
char *ink_clock_format(const InkClock *clock, gint64 utc);
/* "2026-03-27 10:15", for people. */
char *ink_clock_format_short(const InkClock *clock, gint64 utc);
/* "10.15", as in "kl. 10.15", and "10.15.00". */
char *ink_clock_format_time(const InkClock *clock, gint64 utc);
char *ink_clock_format_seconds(const InkClock *clock, gint64 utc);
/* ISO 8601 date or date and time; local time unless an offset is given. INK_TIME_NONE if wrong,
 * and outside the years 1990–2100 that the calendar knows. */
gint64 ink_clock_parse(const InkClock *clock, const char *text);
