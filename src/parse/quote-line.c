/* SPDX-License-Identifier: MIT
 *
 * Each question folds a line to lower case in a buffer on the stack and compares it with a table:
 * bounded work per line. People write "skrev" and "Från:" in their own sentences too, so a line
 * counts only with more evidence: a date, an address, several labels together.
 */
#include "quote-line.h"

#include <string.h>

enum { MAX_FOLDED = 500, MAX_WRAP = 3, MAX_BLOCK = 14, MAX_CONTACT = 80, MAX_CLOSING = 48 };

/* ASCII and the letters À–Þ in lower case, no-break space as space. Longer lines are cut. */
static gsize
fold(const InkLine *line, char *out, gsize room)
{
    gsize used = 0;
    for (gsize i = 0; i < line->size && used + 1 < room; i++) {
        guchar c = (guchar)line->at[i];
        guchar before = i > 0 ? (guchar)line->at[i - 1] : 0;
        if (before == 0xc3 && c >= 0x80 && c <= 0x9e && c != 0x97)
            c = (guchar)(c + 0x20);
        if (before == 0xc2 && c == 0xa0) {
            out[used - 1] = ' ';
            continue;
        }
        /* g_ascii_tolower() is a call for each character. */
        out[used++] = (char)(c == '\t' ? ' ' : c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    }
    out[used] = '\0';
    return used;
}

static gboolean
starts_with_any(const char *text, const char *const *words)
{
    for (; *words != NULL; words++)
        if (**words == *text && g_str_has_prefix(text, *words))
            return TRUE;
    return FALSE;
}

static gboolean
contains_any(const char *text, const char *const *words)
{
    for (; *words != NULL; words++)
        if (strstr(text, *words) != NULL)
            return TRUE;
    return FALSE;
}

gboolean
ink_line_is_quoted(const InkLine *line)
{
    gsize i = 0;
    while (i < line->size && i < 3 && line->at[i] == ' ')
        i++;
    return i < line->size && line->at[i] == '>';
}

gboolean
ink_line_is_rule(const InkLine *line)
{
    for (gsize i = 0; i < line->size; i++)
        if (strchr("_-=*", line->at[i]) == NULL)
            return FALSE;
    return line->size >= 5;
}

gboolean
ink_line_is_dashes(const InkLine *line)
{
    return line->size == 2 && memcmp(line->at, "--", 2) == 0;
}

gboolean
ink_line_is_separator(const InkLine *line)
{
    static const char *const phrases[] = {"ursprungligt meddelande",
                                          "original message",
                                          "alkuperäinen viesti",
                                          "forwarded message",
                                          "vidarebefordrat meddelande",
                                          "vidarebefordrat brev",
                                          "vidarebefordrat mejl",
                                          "begin forwarded message",
                                          "välitetty viesti",
                                          "välitetty viesti alkaa",
                                          "edelleenlähetetty viesti",
                                          "början på vidarebefordrat meddelande",
                                          "börja vidarebefordrat meddelande",
                                          "ursprunglig avtalad tid",
                                          "original appointment",
                                          "opprinnelig melding",
                                          "oprindelig meddelelse",
                                          "videresendt melding",
                                          "ursprungligt brev",
                                          "original-nachricht",
                                          "ursprüngliche nachricht",
                                          "weitergeleitete nachricht"};
    static const char *const above[] = {"svara ovanför denna",
                                        "svara ovanför den här",
                                        "svar ovanför denna",
                                        "svar ovanför den här",
                                        "reply above this line",
                                        "reply above the line",
                                        "vastaa tämän rivin yläpuolelle",
                                        NULL};
    char text[160];
    if (line->size < 8 || line->size > 120)
        return FALSE;
    gsize size = fold(line, text, sizeof text);
    if (contains_any(text, above))
        return TRUE;
    gsize start = strspn(text, "-_=*> ");
    gboolean has_colon = size > 0 && text[size - 1] == ':';
    while (size > start && strchr("-_=*: ", text[size - 1]) != NULL)
        size--;
    if (start < 2 && !has_colon)
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(phrases); i++)
        if (size - start == strlen(phrases[i]) &&
            memcmp(text + start, phrases[i], size - start) == 0)
            return TRUE;
    return FALSE;
}

gboolean
ink_line_is_mobile(const InkLine *line)
{
    static const char *const starts[] = {
        "skickat från min ",   "skickat från outlook", "skickat från yahoo",
        "skickat från e-post", "skickat från mail",    "skickat från samsung",
        "skickat från gmail",  "skickat från proton",  "skickades från ",
        "skickat via ",        "hämta outlook för",    "sent from my ",
        "sent from outlook",   "sent from mail for",   "sent from yahoo",
        "sent from samsung",   "sent from proton",     "sent via ",
        "get outlook for",     "lähetetty iphon",      "lähetetty ipad",
        "lähetetty minun ",    "lähetetty sähköposti", "lähetetty laitteesta",
        "lähetetty outlook",   "hanki outlook",        "hae outlook",
        "von meinem ",         "sendt fra min ",       NULL};
    char text[100];
    if (line->size < 8 || line->size > 90)
        return FALSE;
    fold(line, text, sizeof text);
    return starts_with_any(text + strspn(text, "-* "), starts);
}

static gsize
count_words(const char *text)
{
    gsize words = 0;
    for (const char *c = text; *c != '\0'; c++)
        if (*c != ' ' && (c == text || c[-1] == ' '))
            words++;
    return words;
}

gboolean
ink_line_is_closing(const InkLine *line)
{
    /* Longest first: what follows must be short enough to be a name. */
    static const char *const phrases[] = {"med vänliga hälsningar",
                                          "med vänlig hälsning",
                                          "med bästa hälsningar",
                                          "med hälsningar",
                                          "med hälsning",
                                          "vänliga hälsningar",
                                          "vänlig hälsning",
                                          "bästa hälsningar",
                                          "varma hälsningar",
                                          "många hälsningar",
                                          "hjärtliga hälsningar",
                                          "hälsningar",
                                          "hälsning",
                                          "m.v.h.",
                                          "m.v.h",
                                          "mvh",
                                          "v.h.",
                                          "vh",
                                          "with kind regards",
                                          "with best regards",
                                          "kind regards",
                                          "best regards",
                                          "warm regards",
                                          "best wishes",
                                          "regards",
                                          "yours sincerely",
                                          "yours faithfully",
                                          "sincerely",
                                          "ystävällisin terveisin",
                                          "ystävällisesti",
                                          "parhain terveisin",
                                          "terveisin",
                                          "yst. terv.",
                                          "mit freundlichen grüßen",
                                          "vänligen",
                                          "allt gott"};
    char text[100];
    if (line->size < 2 || line->size > 90)
        return FALSE;
    fold(line, text, sizeof text);
    const char *start = text + strspn(text, " /*_");
    for (gsize i = 0; i < G_N_ELEMENTS(phrases); i++) {
        if (!g_str_has_prefix(start, phrases[i]))
            continue;
        const char *rest = start + strlen(phrases[i]);
        if (*rest != '\0' && strchr(" ,.!/:*-", *rest) == NULL)
            continue;
        gboolean is_adverb = strcmp(phrases[i], "vänligen") == 0;
        rest += strspn(rest, " ,.!/:*-");
        return *rest == '\0' ||
               (!is_adverb && strlen(rest) <= MAX_CLOSING && count_words(rest) <= 4 &&
                strpbrk(rest, "?!:") == NULL && !g_str_has_prefix(rest, "till ") &&
                !g_str_has_prefix(rest, "från er"));
    }
    return FALSE;
}

gboolean
ink_line_is_contact(const InkLine *line)
{
    if (line->size > MAX_CONTACT || memchr(line->at, '?', line->size) != NULL ||
        memchr(line->at, '!', line->size) != NULL)
        return FALSE;
    gboolean is_sentence = line->size > 25 && line->at[line->size - 1] == '.';
    gboolean is_postscript = line->size > 2 && (g_ascii_strncasecmp(line->at, "ps ", 3) == 0 ||
                                                g_ascii_strncasecmp(line->at, "ps:", 3) == 0 ||
                                                g_ascii_strncasecmp(line->at, "ps.", 3) == 0 ||
                                                g_ascii_strncasecmp(line->at, "p.s", 3) == 0);
    return !is_sentence && !is_postscript;
}

/* --- "… skrev …:" --- */

static gboolean
starts_with_date(const char *text)
{
    static const char *const leads[] = {"den ", "on ", "am ", "på ", "kl. ", "kl ", "mån",
                                        "tis",  "ons", "tor", "fre", "lör",  "sön", "mon",
                                        "tue",  "wed", "thu", "fri", "sat",  "sun", "ma ",
                                        "ti ",  "ke ", "to ", "pe ", "la ",  "su ", NULL};
    return g_ascii_isdigit(text[0]) || starts_with_any(text, leads);
}

/* The word "skrev" or its like in other languages, after another word; NULL if none. */
static const char *
find_verb(const char *text, const char **out_after)
{
    static const char *const verbs[] = {"skrev", "wrote", "kirjoitti", "schrieb", "skreiv"};
    for (gsize i = 0; i < G_N_ELEMENTS(verbs); i++) {
        const char *found = strstr(text, verbs[i]);
        if (found == NULL || found == text || found[-1] != ' ')
            continue;
        const char *after = found + strlen(verbs[i]);
        if (*after != ' ' && *after != ':' && *after != ',')
            continue;
        *out_after = after + strspn(after, " ,");
        return found;
    }
    return NULL;
}

static gboolean
is_pronoun(const char *text)
{
    static const char *const pronouns[] = {
        "jag ", "vi ", "ni ",  "du ", "han ", "hon ",  "man ",  "de ",   "det ", "någon ", "som ",
        "i ",   "we ", "you ", "he ", "she ", "they ", "till ", "minä ", "hän ", NULL};
    return starts_with_any(text, pronouns);
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
    const char *verb = find_verb(text, &after);
    if (size < 8 || text[size - 1] != ':' || verb == NULL || is_pronoun(text) || is_pronoun(after))
        return INK_ATTRIBUTION_NONE;
    gboolean has_address = strchr(text, '@') != NULL;
    if (starts_with_date(text))
        return count_digits(text) >= 3 || has_address ? INK_ATTRIBUTION_STRONG
                                                      : INK_ATTRIBUTION_WEAK;
    g_autofree char *before = g_strndup(text, (gsize)(verb - text));
    if (count_words(before) > 7)
        return INK_ATTRIBUTION_WEAK;
    return has_address || (has_time(text) && count_digits(text) >= 4) ? INK_ATTRIBUTION_STRONG
                                                                      : INK_ATTRIBUTION_WEAK;
}

InkAttribution
ink_lines_find_attribution(const InkLine *lines, gsize count, gsize *out_count)
{
    char text[MAX_FOLDED];
    gsize used = 0;
    for (gsize i = 0; i < count && i < MAX_WRAP; i++) {
        if (lines[i].size == 0 || lines[i].size + used + 2 > sizeof text ||
            ink_line_is_quoted(&lines[i]))
            break;
        if (used > 0)
            text[used++] = ' ';
        used += fold(&lines[i], text + used, sizeof text - used);
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

/* --- "Från: … Skickat: …" --- */

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
    char text[MAX_FOLDED];
    const char *value;
    guint kinds = 0, foreign = 0;
    gboolean is_from_first = FALSE, has_address = FALSE;
    for (gsize i = 0; i < count && i < MAX_BLOCK && foreign < 3; i++) {
        fold(&lines[i], text, sizeof text);
        guint kind = find_label(text, &value);
        if (i == 0 && (kind == 0 || kind == LABEL_OTHER))
            return FALSE;
        if (kind == LABEL_FROM) {
            is_from_first = is_from_first || i == 0;
            has_address = strchr(value, '@') != NULL;
            if (contains_any(value, inner))
                return TRUE;
        }
        foreign = kind != 0 ? 0 : foreign + 1;
        kinds |= kind;
        if (is_block(kinds, is_from_first, has_address))
            return TRUE;
    }
    return FALSE;
}
