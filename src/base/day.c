/* SPDX-License-Identifier: MIT
 *
 * Civil dates, by GDate's Julian day numbers.
 */
#include "inkom/day.h"

#include <stdio.h>
#include <string.h>

#define JULIAN_OF_EPOCH 719163 /* GDate's number of 1970-01-01 */

InkDay
ink_day_from_ymd(int year, int month, int day)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
        return INK_DAY_NONE;
    if (!g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year))
        return INK_DAY_NONE;

    GDate date;
    g_date_clear(&date, 1);
    g_date_set_dmy(&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
    return (InkDay)g_date_get_julian(&date) - JULIAN_OF_EPOCH;
}

static gboolean
get_date(InkDay day, GDate *out_date)
{
    if (day <= -JULIAN_OF_EPOCH)
        return FALSE;
    g_date_clear(out_date, 1);
    g_date_set_julian(out_date, (guint32)(day + JULIAN_OF_EPOCH));
    return TRUE;
}

void
ink_day_get_ymd(InkDay day, int *out_year, int *out_month, int *out_day)
{
    GDate date;
    g_return_if_fail(get_date(day, &date));
    *out_year = g_date_get_year(&date);
    *out_month = (int)g_date_get_month(&date);
    *out_day = g_date_get_day(&date);
}

int
ink_day_get_weekday(InkDay day)
{
    GDate date;
    g_return_val_if_fail(get_date(day, &date), 1);
    return (int)g_date_get_weekday(&date);
}

InkDay
ink_day_parse(const char *text)
{
    if (text == NULL || strlen(text) != 10 || text[4] != '-' || text[7] != '-')
        return INK_DAY_NONE;
    for (int i = 0; i < 10; i++)
        if (i != 4 && i != 7 && !g_ascii_isdigit(text[i]))
            return INK_DAY_NONE;
    return ink_day_from_ymd((int)g_ascii_strtoll(text, NULL, 10),
                            (int)g_ascii_strtoll(text + 5, NULL, 10),
                            (int)g_ascii_strtoll(text + 8, NULL, 10));
}

char *
ink_day_format(InkDay day)
{
    if (day == INK_DAY_NONE)
        return NULL;
    int year, month, mday;
    ink_day_get_ymd(day, &year, &month, &mday);
    return g_strdup_printf("%04d-%02d-%02d", year, month, mday);
}

/* The process's locale says nothing of the reader's language, so the names stand here. */
typedef struct {
    const char *language;
    const char *weekdays[7];
    const char *months[12];
    const char *after_day; /* Finnish writes the day as an ordinal: "27." */
} Names;

static const Names names[] = {
    {"sv",
     {"måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"},
     {"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september",
      "oktober", "november", "december"},
     ""},
    {"en",
     {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
     {"January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December"},
     ""},
    {"fi",
     {"maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai"},
     {"tammikuuta", "helmikuuta", "maaliskuuta", "huhtikuuta", "toukokuuta", "kesäkuuta",
      "heinäkuuta", "elokuuta", "syyskuuta", "lokakuuta", "marraskuuta", "joulukuuta"},
     "."},
};

static const Names *
find_names(const char *language)
{
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (g_strcmp0(names[i].language, language) == 0)
            return &names[i];
    return &names[0];
}

char *
ink_day_format_long(InkDay day, const char *language)
{
    if (day == INK_DAY_NONE)
        return NULL;
    const Names *words = find_names(language);
    const char *weekday = words->weekdays[ink_day_get_weekday(day) - 1];
    int year, month, mday;
    ink_day_get_ymd(day, &year, &month, &mday);
    return g_strdup_printf("%s %d%s %s %d", weekday, mday, words->after_day,
                           words->months[month - 1], year);
}

const char *
ink_day_get_weekday_name(InkDay day)
{
    return names[0].weekdays[ink_day_get_weekday(day) - 1];
}
