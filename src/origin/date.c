/* SPDX-License-Identifier: MIT
 *
 * Dates as mail programs write them above a letter that is passed on, in the language of whoever
 * passes it on. The text is read word by word from the left: a number, a month, a year, a time and
 * a zone are each taken when they come, whatever the order; weekdays, "den", "kl." and "at" say
 * nothing. Where a word says nothing at all the date ends, so that running text may follow it.
 */
#include "origin-private.h"

#include "inkom/text.h"

#include <string.h>

enum { WORD_MAX = 16, LEAST_YEAR = 1990, MOST_YEAR = 2100, PM_HOURS = 12 };

typedef struct {
    const InkClock *clock;
    int year, month, day; /* 0 = not yet */
    int hour, minute, second;
    gboolean has_time;
    gboolean is_morning, is_afternoon; /* AM, PM */
    gboolean is_time_next;             /* "kl." stands before it */
    gboolean has_zone;
    int offset_s;
    gboolean is_doubtful; /* day and month could change places */
} Date;

/* The beginnings of the months' names; the longer ones of a letter first. */
static const struct {
    const char *start;
    int month;
} months[] = {{"marras", 11}, {"maalis", 3}, {"tammi", 1}, {"helmi", 2}, {"huhti", 4}, {"touko", 5},
              {"heinä", 7},   {"joulu", 12}, {"kesä", 6},  {"syys", 9},  {"loka", 10}, {"mars", 3},
              {"marts", 3},   {"march", 3},  {"märz", 3},  {"elo", 8},   {"jan", 1},   {"feb", 2},
              {"mar", 3},     {"mär", 3},    {"apr", 4},   {"maj", 5},   {"may", 5},   {"mai", 5},
              {"jun", 6},     {"jul", 7},    {"aug", 8},   {"sep", 9},   {"okt", 10},  {"oct", 10},
              {"nov", 11},    {"dec", 12},   {"dez", 12},  {"des", 12}};

/* Whole words that stand in dates and say nothing. */
static const char *const fillers[] = {
    "den",       "on",          "am",          "på",          "kl",
    "klo",       "klokken",     "klockan",     "at",          "um",
    "uhr",       "of",          "the",         "le",          "st",
    "nd",        "rd",          "th",          "e",           "a",
    "må",        "mån",         "tis",         "ons",         "tor",
    "tors",      "fre",         "lör",         "sön",         "måndag",
    "tisdag",    "onsdag",      "torsdag",     "fredag",      "lördag",
    "söndag",    "mon",         "tue",         "tues",        "wed",
    "thu",       "thur",        "thurs",       "fri",         "sat",
    "sun",       "monday",      "tuesday",     "wednesday",   "thursday",
    "friday",    "saturday",    "sunday",      "ma",          "ti",
    "ke",        "to",          "pe",          "la",          "su",
    "maanantai", "tiistai",     "keskiviikko", "torstai",     "perjantai",
    "lauantai",  "sunnuntai",   "maanantaina", "tiistaina",   "keskiviikkona",
    "torstaina", "perjantaina", "lauantaina",  "sunnuntaina", "mo",
    "di",        "mi",          "do",          "fr",          "sa",
    "so",        "montag",      "dienstag",    "mittwoch",    "donnerstag",
    "freitag",   "samstag",     "sonntag",     "man",         "tir",
    "mandag",    "tirsdag",     "lørdag",      "lør",         "søn",
    "søndag",    NULL};

/* Such that a time follows: "kl. 9.05.30" is no 9 May. */
static const char *const clocks[] = {"kl", "klo", "klokken", "klockan", "at", "um", NULL};

static const struct {
    const char *name;
    int offset_h;
} zones[] = {{"utc", 0}, {"gmt", 0},  {"z", 0},    {"wet", 0},  {"cet", 1}, {"met", 1},
             {"mez", 1}, {"cest", 2}, {"mest", 2}, {"mesz", 2}, {"eet", 2}, {"eest", 3}};

static int
read_number(const char **at, gsize *out_digits)
{
    const char *start = *at;
    int number = 0;
    while (g_ascii_isdigit(**at) && *at - start < 6)
        number = number * 10 + (*(*at)++ - '0');
    *out_digits = (gsize)(*at - start);
    return number;
}

static gboolean
is_year(int number)
{
    return number >= LEAST_YEAR && number <= MOST_YEAR;
}

/* "2026-03-18", "2026/03/18"; at stands behind the year. */
static gboolean
read_iso(Date *date, int year, const char **at)
{
    gsize digits;
    char mark = **at;
    const char *c = *at + 1;
    if ((mark != '-' && mark != '/') || date->year != 0)
        return FALSE;
    int month = read_number(&c, &digits);
    if (digits == 0 || digits > 2 || *c != mark)
        return FALSE;
    c++;
    int day = read_number(&c, &digits);
    if (digits == 0 || digits > 2)
        return FALSE;
    date->year = year;
    date->month = month;
    date->day = day;
    *at = c + (*c == 'T' && g_ascii_isdigit(c[1]) ? 1 : 0);
    return TRUE;
}

/* "3.3.2026", "3/3/26"; at stands behind the first number. With '/' the month stands first in
 * America and second elsewhere: what can be both is doubtful. */
static gboolean
read_numeric(Date *date, int first, const char **at)
{
    gsize digits;
    char mark = **at;
    const char *c = *at + 1;
    if ((mark != '.' && mark != '/') || date->day != 0)
        return FALSE;
    int second = read_number(&c, &digits);
    if (digits == 0 || digits > 2 || *c != mark)
        return FALSE;
    c++;
    int year = read_number(&c, &digits);
    if (digits != 2 && digits != 4)
        return FALSE;
    gboolean is_swapped = mark == '/' && second > 12;
    date->is_doubtful = mark == '/' && first <= 12 && second <= 12 && first != second;
    date->day = is_swapped ? second : first;
    date->month = is_swapped ? first : second;
    date->year = digits == 2 ? 2000 + year : year;
    *at = c;
    return TRUE;
}

/* "14:05", "14.05:30", "9h"; at stands behind the hour. */
static gboolean
read_time(Date *date, int hour, const char **at)
{
    gsize digits;
    char mark = **at;
    const char *c = *at + 1;
    if ((mark != ':' && mark != '.') || date->has_time)
        return FALSE;
    int minute = read_number(&c, &digits);
    if (digits != 2)
        return FALSE;
    int second = 0;
    if ((*c == ':' || *c == '.') && g_ascii_isdigit(c[1])) {
        c++;
        second = read_number(&c, &digits);
        if (digits != 2)
            return FALSE;
    }
    date->hour = hour;
    date->minute = minute;
    date->second = second;
    date->has_time = TRUE;
    *at = c;
    return TRUE;
}

static gboolean
read_plain_number(Date *date, int number, gsize digits)
{
    if (digits == 4 && is_year(number) && date->year == 0) {
        date->year = number;
        return TRUE;
    }
    if (digits <= 2 && number >= 1 && number <= 31 && date->day == 0) {
        date->day = number;
        return TRUE;
    }
    return FALSE;
}

static gboolean
read_digits(Date *date, const char **at)
{
    gsize digits;
    const char *c = *at;
    int number = read_number(&c, &digits);
    gboolean is_read = (digits == 4 && is_year(number) && read_iso(date, number, &c)) ||
                       (digits <= 2 && ((!date->is_time_next && read_numeric(date, number, &c)) ||
                                        read_time(date, number, &c))) ||
                       read_plain_number(date, number, digits);
    date->is_time_next = FALSE;
    if (is_read)
        *at = c;
    return is_read;
}

/* "+0100", "+01:00", "+1" after a time. */
static gboolean
read_offset(Date *date, const char **at)
{
    gsize digits;
    const char *c = *at + 1;
    int sign = **at == '-' ? -1 : 1;
    int number = read_number(&c, &digits), minutes = 0;
    if (digits == 4) {
        minutes = number % 100;
        number /= 100;
    } else if (digits == 0 || digits > 2) {
        return FALSE;
    } else if (*c == ':') {
        c++;
        minutes = read_number(&c, &digits);
    }
    if (number > 14 || minutes > 59 || !date->has_time)
        return FALSE;
    date->offset_s = sign * (number * 3600 + minutes * 60);
    date->has_zone = TRUE;
    *at = c;
    return TRUE;
}

static gboolean
read_month(Date *date, const char *word)
{
    for (gsize i = 0; i < G_N_ELEMENTS(months) && date->month == 0; i++)
        if (g_str_has_prefix(word, months[i].start)) {
            date->month = months[i].month;
            return TRUE;
        }
    return FALSE;
}

static gboolean
read_half_day(Date *date, const char *word)
{
    static const char *const morning[] = {"am", "fm", "ap", NULL};
    static const char *const afternoon[] = {"pm", "em", "ip", NULL};
    if (!date->has_time || date->is_morning || date->is_afternoon)
        return FALSE;
    date->is_morning = g_strv_contains(morning, word);
    date->is_afternoon = g_strv_contains(afternoon, word);
    return date->is_morning || date->is_afternoon;
}

static gboolean
read_zone(Date *date, const char *word)
{
    for (gsize i = 0; i < G_N_ELEMENTS(zones) && date->has_time; i++)
        if (g_str_equal(word, zones[i].name)) {
            date->offset_s = zones[i].offset_h * 3600;
            date->has_zone = TRUE;
            return TRUE;
        }
    return FALSE;
}

/* Letters up to the next character that is none; "a.m." is "am". */
static gboolean
read_word(Date *date, const char **at)
{
    GString *folded = g_string_new(NULL);
    const char *c = *at;
    for (gunichar u; g_unichar_isalpha(u = g_utf8_get_char(c)) && folded->len < WORD_MAX;) {
        g_string_append_unichar(folded, g_unichar_tolower(u));
        c = g_utf8_next_char(c);
        if (*c == '.' && (c[1] == 'm' || c[1] == 'M') && folded->len == 1)
            c++;
    }
    g_autofree char *word = g_string_free(folded, FALSE);
    gboolean is_read = read_half_day(date, word) || read_zone(date, word) ||
                       g_strv_contains(fillers, word) || read_month(date, word);
    date->is_time_next = g_strv_contains(clocks, word);
    if (is_read)
        *at = c;
    return is_read;
}

static void
read_all(Date *date, const char *text)
{
    for (const char *at = text; *at != '\0';) {
        if (g_ascii_isdigit(*at)) {
            if (!read_digits(date, &at))
                return;
        } else if ((*at == '+' || *at == '-') && g_ascii_isdigit(at[1])) {
            if (!read_offset(date, &at))
                return;
        } else if (g_unichar_isalpha(g_utf8_get_char(at))) {
            if (!read_word(date, &at))
                return;
        } else if (strchr(" \t,.()-*", *at) != NULL) {
            at++;
        } else {
            return;
        }
    }
}

static gint64
get_time(const Date *date)
{
    InkDay day = ink_day_from_ymd(date->year, date->month, date->day);
    int hour = date->hour;
    if ((date->is_morning || date->is_afternoon) && (hour < 1 || hour > PM_HOURS))
        return INK_TIME_NONE;
    if (date->is_morning || date->is_afternoon)
        hour = hour % PM_HOURS + (date->is_afternoon ? PM_HOURS : 0);
    if (day == INK_DAY_NONE || hour > 23 || date->minute > 59 || date->second > 60)
        return INK_TIME_NONE;
    int minutes = hour * 60 + date->minute;
    if (date->has_zone)
        return (gint64)day * 24 * 3600 + minutes * 60 + date->second - date->offset_s;
    gint64 time = ink_clock_at(date->clock, day, minutes);
    return time == INK_TIME_NONE ? time : time + date->second;
}

gint64
ink_origin_parse_date(const InkClock *clock, const char *text)
{
    Date date = {.clock = clock};
    g_autofree char *normal = ink_text_normalise(text); /* no-break spaces among others */
    read_all(&date, normal);
    if (!is_year(date.year) || date.month == 0 || date.day == 0 || date.is_doubtful)
        return INK_TIME_NONE;
    return get_time(&date);
}
