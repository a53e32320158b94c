/* SPDX-License-Identifier: MIT
 *
 * A length of time as a routine states it: "5 arbetsdagar", "3 veckor", "24 timmar på vardagar".
 */
#pragma once

#include <glib.h>

typedef enum {
    INK_PERIOD_NONE,     /* the routine promises nothing */
    INK_PERIOD_WORKDAYS, /* "5 arbetsdagar": Mon–Fri, not a holiday or one of the three eves */
    INK_PERIOD_DAYS,     /* "21 dagar", "3 veckor": calendar days */
    INK_PERIOD_HOURS,    /* "24 timmar": by the clock, day and night */
    INK_PERIOD_WEEKDAY_HOURS, /* "24 timmar på vardagar": the clock stands on days off */
} InkPeriodUnit;

typedef struct {
    InkPeriodUnit unit;
    int count;
} InkPeriod;

/* Swedish as above ("arbetsdag", "dag", "dygn", "vecka", "timme" and their plurals; "ingen").
 * FALSE if it is not a period. */
gboolean ink_period_parse(const char *text, InkPeriod *out_period);
char *ink_period_format(InkPeriod period);
