/* SPDX-License-Identifier: MIT
 *
 * A diarienummer: unit code, year, sequence, and sometimes the record (handlingsnummer).
 * `KS 2026/0412-3` is record 3 of case 412 of the year 2026 in the register of KS.
 */
#pragma once

#include <glib.h>

typedef struct {
    char *unit; /* upper case, as configured; NULL = not written: the receiving unit's own */
    int year;   /* four digits */
    int sequence;
    int record; /* 0 = none given */
} InkDnr;

InkDnr *ink_dnr_new(const char *unit, int year, int sequence, int record);
InkDnr *ink_dnr_copy(const InkDnr *dnr);
void ink_dnr_free(InkDnr *dnr);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkDnr, ink_dnr_free)

/* How an organisation writes its numbers: a pattern of literal text and {unit} {year} {seq};
 * {seq:4} pads to four digits. "{unit} {year}/{seq:4}" gives "KS 2026/0412". */
#define INK_DNR_FORMAT_DEFAULT "{unit} {year}/{seq:4}"

/* NULL if the pattern is good, else what is wrong with it, in Swedish. */
const char *ink_dnr_format_check(const char *pattern);
char *ink_dnr_format(const InkDnr *dnr, const char *pattern); /* the record is left out */
