/* SPDX-License-Identifier: MIT
 *
 * Lengths of time in a routine's own words.
 */
#include "inkom/period.h"

#include <string.h>

static const struct {
    const char *one, *many;
    InkPeriodUnit unit;
    int factor;
} words[] = {
    {"arbetsdag", "arbetsdagar", INK_PERIOD_WORKDAYS, 1},
    {"dag", "dagar", INK_PERIOD_DAYS, 1},
    {"dygn", "dygn", INK_PERIOD_DAYS, 1},
    {"vecka", "veckor", INK_PERIOD_DAYS, 7},
    {"timme på vardagar", "timmar på vardagar", INK_PERIOD_WEEKDAY_HOURS, 1},
    {"timme", "timmar", INK_PERIOD_HOURS, 1},
};

#define COUNT_MAX 10000

gboolean
ink_period_parse(const char *text, InkPeriod *out_period)
{
    if (g_str_equal(text, "ingen")) {
        *out_period = (InkPeriod){INK_PERIOD_NONE, 0};
        return TRUE;
    }
    char *end;
    guint64 count = g_ascii_strtoull(text, &end, 10);
    if (end == text || !g_ascii_isdigit(text[0]) || *end != ' ' || count > COUNT_MAX)
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_str_equal(end + 1, words[i].many) || g_str_equal(end + 1, words[i].one)) {
            *out_period = (InkPeriod){words[i].unit, (int)count * words[i].factor};
            return TRUE;
        }
    return FALSE;
}

char *
ink_period_format(InkPeriod period)
{
    if (period.unit == INK_PERIOD_NONE)
        return g_strdup("ingen");
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (words[i].unit == period.unit)
            return g_strdup_printf("%d %s", period.count,
                                   period.count == 1 ? words[i].one : words[i].many);
    g_return_val_if_reached(NULL);
}
