/* SPDX-License-Identifier: MIT
 *
 * Swedish working days and deadlines, for any year 1990–2100.
 *
 * Holidays: lag (1989:253) om allmänna helgdagar, as in force each year (annandag pingst was a
 * holiday until 2004, nationaldagen is one from 2005). Not working days either: Saturdays, Sundays,
 * and the three eves of lag (1930:173) 2 §: midsommarafton, julafton, nyårsafton.
 * Counting: the start day is day 0, whatever day it is; the deadline is the end of the n-th
 * following working day.
 */
#pragma once

#include "inkom/clock.h"
#include "inkom/period.h"

typedef struct InkCalendar InkCalendar;

InkCalendar *ink_calendar_new(void);
void ink_calendar_free(InkCalendar *calendar);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkCalendar, ink_calendar_free)

/* A day on which the organisation is closed besides the law's (klämdag, kommunstängt). */
void ink_calendar_add_closed(InkCalendar *calendar, InkDay first, InkDay last, const char *reason);

InkDay ink_calendar_get_easter(int year); /* påskdagen, Gregorian computus */
/* The name of the holiday or eve ("långfredagen", "julafton"), the configured reason, "lördag",
 * "söndag", or NULL for a working day. A holiday's name wins over the weekday's. */
const char *ink_calendar_get_day_off(const InkCalendar *calendar, InkDay day);
/* The name of the allmänna helgdag, or NULL. An ordinary Sunday has no name of its own: NULL. */
const char *ink_calendar_get_holiday(InkDay day);
gboolean ink_calendar_is_workday(const InkCalendar *calendar, InkDay day);

typedef struct {
    InkDay day;  /* the last day; INK_DAY_NONE for INK_PERIOD_NONE */
    gint64 time; /* the last second, UTC: 23:59:59 local for days, the exact time for hours */
    char *why; /* Swedish: "1 arbetsdag från fredag 27 mars 2026; räknas inte: lördag–söndag 28–29
                * mars"; the start and every day that was skipped */
} InkDeadline;

/* start: UTC seconds of the event that starts the clock. clock gives the zone. Hours on weekdays
 * that run out at midnight end with the working day they were counted in, at 23:59:59. */
void ink_calendar_count(const InkCalendar *calendar, const InkClock *clock, gint64 start,
                        InkPeriod period, InkDeadline *out_deadline);
void ink_deadline_clear(InkDeadline *deadline);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(InkDeadline, ink_deadline_clear)
