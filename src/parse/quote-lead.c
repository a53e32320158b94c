/* SPDX-License-Identifier: MIT
 *
 * Attributions and blocks of labels. People write "skrev" and "Från:" in their own sentences too,
 * so a line counts only with more evidence: a date, an address, several labels together. At most a
 * few lines are looked at, so the work for each line is bounded.
 */
#include "quote-lead.h"

#include <string.h>

enum { MAX_ATTRIBUTION = 500, MAX_WRAP = 3, MAX_BLOCK = 14, MAX_LABEL = 24 };

static gboolean
starts_with_date(const char *text)
{
    static const char *const leads[] = {"den ", "on ", "am ", "på ", "kl. ", "kl ", "mån",
                                        "tis",  "ons", "tor", "fre", "lör",  "sön", "mon",
                                        "tue",  "wed", "thu", "fri", "sat",  "sun", "ma ",
                                        "ti ",  "ke ", "to ", "pe ", "la ",  "su ", NULL};
    return g_ascii_isdigit(text[0]) || ink_starts_with_any(text, leads);
}

/* The word "skrev" or its like in other languages, after another word; NULL if none. */
static const char *
find_verb(const char *text, const char **out_after)
{
    static const char *const verbs[] = {"skrev", "wrote", "kirjoitti", "schrieb", "skreiv"};
    for (const char *c = text; (c = strchr(c, ' ')) != NULL;) {
        c++;
        for (gsize i = 0; i < G_N_ELEMENTS(verbs); i++) {
            if (*c != *verbs[i] || !g_str_has_prefix(c, verbs[i]))
                continue;
            const char *after = c + strlen(verbs[i]);
            if (*after != ' ' && *after != ':' && *after != ',')
                continue;
            *out_after = after + strspn(after, " ,");
            return c;
        }
    }
    return NULL;
}

static gboolean
is_pronoun(const char *text)
{
    static const char *const pronouns[] = {
        "jag ", "vi ", "ni ",  "du ", "han ", "hon ",  "man ",  "de ",   "det ", "någon ", "som ",
        "i ",   "we ", "you ", "he ", "she ", "they ", "till ", "minä ", "hän ", NULL};
    return ink_starts_with_any(text, pronouns);
}

static gboolean
has_time(const char *text)
{
    for (const char *c = text; *c != '\0'; c++)
        if ((*c == ':' || *c == '.') && c > text && g_ascii_isdigit(c[-1]) &&
            g_ascii_isdigit(c[1]) && g_ascii_isdigit(c[2]))
            return TRUE;
    return FALSE;
}

static gsize
count_digits(const char *text)
{
    gsize digits = 0;
    for (; *text != '\0'; text++)
        digits += g_ascii_isdigit(*text) ? 1 : 0;
    return digits;
}

static InkAttribution
judge_attribution(const char *text, gsize size)
{
    const char *after;
    if (size < 8 || text[size - 1] != ':')
        return INK_ATTRIBUTION_NONE;
    const char *verb = find_verb(text, &after);
    if (verb == NULL || is_pronoun(text) || is_pronoun(after))
        return INK_ATTRIBUTION_NONE;
    gboolean has_address = strchr(text, '@') != NULL;
    if (starts_with_date(text))
        return count_digits(text) >= 3 || has_address ? INK_ATTRIBUTION_STRONG
                                                      : INK_ATTRIBUTION_WEAK;
    g_autofree char *before = g_strndup(text, (gsize)(verb - text));
    if (ink_count_words(before) > 7)
        return INK_ATTRIBUTION_WEAK;
    return has_address || (has_time(text) && count_digits(text) >= 4) ? INK_ATTRIBUTION_STRONG
                                                                      : INK_ATTRIBUTION_WEAK;
}

InkAttribution
ink_lines_find_attribution(const InkLine *lines, gsize count, gsize *out_count)
{
    char text[MAX_ATTRIBUTION];
    gsize used = 0;
    for (gsize i = 0; i < count && i < MAX_WRAP; i++) {
        if (lines[i].size == 0 || lines[i].size + used + 2 > sizeof text ||
            ink_line_is_quoted(&lines[i]))
            break;
        if (used > 0)
            text[used++] = ' ';
        memcpy(text + used, lines[i].folded, lines[i].size + 1);
        used += lines[i].size;
        InkAttribution found = judge_attribution(text, used);
        if (found != INK_ATTRIBUTION_NONE) {
            *out_count = i + 1;
            return found;
        }
        const char *after;
        if (text[used - 1] == ':' || (!starts_with_date(text) && find_verb(text, &after) == NULL))
            break;
    }
    return INK_ATTRIBUTION_NONE;
}

enum { LABEL_FROM = 1, LABEL_SENT = 2, LABEL_TO = 4, LABEL_SUBJECT = 8, LABEL_OTHER = 16 };

static const struct {
    const char *word;
    guint kind;
} labels[] = {
    {"från", LABEL_FROM},
    {"from", LABEL_FROM},
    {"lähettäjä", LABEL_FROM},
    {"fra", LABEL_FROM},
    {"von", LABEL_FROM},
    {"skickat", LABEL_SENT},
    {"sent", LABEL_SENT},
    {"lähetetty", LABEL_SENT},
    {"datum", LABEL_SENT},
    {"date", LABEL_SENT},
    {"päivämäärä", LABEL_SENT},
    {"päiväys", LABEL_SENT},
    {"sendt", LABEL_SENT},
    {"gesendet", LABEL_SENT},
    {"dato", LABEL_SENT},
    {"till", LABEL_TO},
    {"to", LABEL_TO},
    {"vastaanottaja", LABEL_TO},
    {"til", LABEL_TO},
    {"an", LABEL_TO},
    {"ämne", LABEL_SUBJECT},
    {"subject", LABEL_SUBJECT},
    {"aihe", LABEL_SUBJECT},
    {"emne", LABEL_SUBJECT},
    {"betreff", LABEL_SUBJECT},
    {"kopia", LABEL_OTHER},
    {"cc", LABEL_OTHER},
    {"kopio", LABEL_OTHER},
    {"kopi", LABEL_OTHER},
    {"svara till", LABEL_OTHER},
    {"reply-to", LABEL_OTHER},
    {"prioritet", LABEL_OTHER},
    {"vikt", LABEL_OTHER},
    {"bilagor", LABEL_OTHER},
    {"attachments", LABEL_OTHER},
    {"importance", LABEL_OTHER},
};

static guint
find_label(const char *text, const char **out_value)
{
    text += strspn(text, " *");
    if (memchr(text, ':', strnlen(text, MAX_LABEL)) == NULL)
        return 0;
    for (gsize i = 0; i < G_N_ELEMENTS(labels); i++) {
        if (!g_str_has_prefix(text, labels[i].word))
            continue;
        const char *c = text + strlen(labels[i].word);
        c += strspn(c, " *");
        if (*c != ':')
            continue;
        *out_value = c + 1;
        return labels[i].kind;
    }
    return 0;
}

static gboolean
is_block(guint kinds, gboolean is_from_first, gboolean has_address)
{
    if ((kinds & LABEL_FROM) == 0)
        return FALSE;
    if (is_from_first && has_address && (kinds & LABEL_SENT) != 0)
        return TRUE;
    return (kinds & LABEL_SUBJECT) != 0 && (kinds & (LABEL_SENT | LABEL_TO)) != 0;
}

gboolean
ink_lines_begin_header_block(const InkLine *lines, gsize count)
{
    static const char *const inner[] = {
        " skickat:", " sent:", " datum:", " date:", " lähetetty:", NULL};
    const char *value;
    guint kinds = 0, foreign = 0;
    gboolean is_from_first = FALSE, has_address = FALSE;
    for (gsize i = 0; i < count && i < MAX_BLOCK && foreign < 3; i++) {
        guint kind = find_label(lines[i].folded, &value);
        if (i == 0 && (kind == 0 || kind == LABEL_OTHER))
            return FALSE;
        if (kind == LABEL_FROM) {
            is_from_first = is_from_first || i == 0;
            has_address = strchr(value, '@') != NULL;
            if (ink_contains_any(value, inner))
                return TRUE;
        }
        foreign = kind != 0 ? 0 : foreign + 1;
        kinds |= kind;
        if (is_block(kinds, is_from_first, has_address))
            return TRUE;
    }
    return FALSE;
}
