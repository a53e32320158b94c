/* SPDX-License-Identifier: MIT
 *
 * A civil date: what the wall calendar says, with no time and no zone.
 */
#pragma once

#include <glib.h>

/* Days since 1970-01-01 in the Gregorian calendar; negative before it. */
typedef gint32 InkDay;

#define INK_DAY_NONE G_MININT32

InkDay ink_day_from_ymd(int year, int month, int day); /* INK_DAY_NONE if there is no such date */
void ink_day_get_ymd(InkDay day, int *out_year, int *out_month, int *out_day);
int ink_day_get_weekday(InkDay day); /* 1 = Monday … 7 = Sunday (ISO 8601) */

/* "2026-03-27" and nothing else; INK_DAY_NONE if it is not a date. */
InkDay ink_day_parse(const char *text);
char *ink_day_format(InkDay day); /* "2026-03-27"; NULL for INK_DAY_NONE */

/* A date as people write it, with its weekday: "fredag 27 mars 2026" (sv), "Friday 27 March 2026"
 * (en), "perjantai 27. maaliskuuta 2026" (fi). Other languages get Swedish. */
char *ink_day_format_long(InkDay day, const char *language);
const char *ink_day_get_weekday_name(InkDay day); /* "fredag" */
