/* SPDX-License-Identifier: MIT
 *
 * Diarienummer: the parts and how an organisation writes them.
 */
#include "inkom/dnr.h"

#include <string.h>

InkDnr *
ink_dnr_new(const char *unit, int year, int sequence, int record)
{
    InkDnr *dnr = g_new0(InkDnr, 1);
    dnr->unit = g_strdup(unit);
    dnr->year = year;
    dnr->sequence = sequence;
    dnr->record = record;
    return dnr;
}

InkDnr *
ink_dnr_copy(const InkDnr *dnr)
{
    return ink_dnr_new(dnr->unit, dnr->year, dnr->sequence, dnr->record);
}

void
ink_dnr_free(InkDnr *dnr)
{
    if (dnr == NULL)
        return;
    g_free(dnr->unit);
    g_free(dnr);
}

typedef enum {
    FIELD_UNIT,
    FIELD_YEAR,
    FIELD_SEQUENCE,
    FIELD_UNKNOWN,
} Field;

/* Reads "{seq:4}" at *at and moves past it. */
static Field
read_field(const char **at, int *out_width)
{
    const char *end = strchr(*at, '}');
    if (end == NULL)
        return FIELD_UNKNOWN;
    g_autofree char *word = g_strndup(*at + 1, (gsize)(end - *at - 1));
    *at = end + 1;
    *out_width = 0;
    if (g_str_equal(word, "unit"))
        return FIELD_UNIT;
    if (g_str_equal(word, "year"))
        return FIELD_YEAR;
    if (g_str_equal(word, "seq"))
        return FIELD_SEQUENCE;
    if (g_str_has_prefix(word, "seq:") && word[4] >= '1' && word[4] <= '9' && word[5] == '\0') {
        *out_width = word[4] - '0';
        return FIELD_SEQUENCE;
    }
    return FIELD_UNKNOWN;
}

const char *
ink_dnr_format_check(const char *pattern)
{
    int seen[FIELD_UNKNOWN] = {0};
    for (const char *at = pattern; *at != '\0';) {
        if ((guchar)*at < 0x20 || *at == 0x7F)
            return "styrtecken får inte stå i numret";
        if (*at != '{') {
            at++;
            continue;
        }
        int width;
        Field field = read_field(&at, &width);
        if (field == FIELD_UNKNOWN)
            return "skriv {unit}, {year}, {seq} eller {seq:4} (fyra siffror)";
        if (seen[field]++ > 0)
            return "samma del står två gånger";
    }
    if (seen[FIELD_YEAR] == 0 || seen[FIELD_SEQUENCE] == 0)
        return "både {year} och {seq} måste finnas med, annars blir numren inte unika";
    return NULL;
}

char *
ink_dnr_format(const InkDnr *dnr, const char *pattern)
{
    GString *out = g_string_new(NULL);
    for (const char *at = pattern; *at != '\0';) {
        if (*at != '{') {
            g_string_append_c(out, *at++);
            continue;
        }
        int width;
        switch (read_field(&at, &width)) {
        case FIELD_UNIT:
            g_string_append(out, dnr->unit);
            break;
        case FIELD_YEAR:
            g_string_append_printf(out, "%04d", dnr->year);
            break;
        case FIELD_SEQUENCE:
            g_string_append_printf(out, "%0*d", width, dnr->sequence);
            break;
        case FIELD_UNKNOWN:
        default:
            g_return_val_if_reached(g_string_free(out, FALSE));
        }
    }
    return g_string_free(out, FALSE);
}
