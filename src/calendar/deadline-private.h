/* SPDX-License-Identifier: MIT
 *
 * How a deadline was counted, in words.
 */
#pragma once

#include "inkom/calendar.h"

/* "5 arbetsdagar från fredag 27 mars 2026; räknas inte: lördag–söndag 28–29 mars,
 * fredag–måndag 3–6 april (långfredagen, lördag, påskdagen, annandag påsk)". deadline: the day and
 * time that were counted; what was skipped lies before them. */
char *ink_deadline_explain(const InkCalendar *calendar, const InkClock *clock, gint64 start,
                           InkPeriod period, const InkDeadline *deadline);
