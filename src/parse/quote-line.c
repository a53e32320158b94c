/* SPDX-License-Identifier: MIT
 *
 * What a line is, by tables. The whole text is folded to lower case once; after that each question
 * is a few comparisons. People write "hälsningar" in their own sentences too, so a line counts only
 * if nothing in it speaks against.
 */
#include "quote-line.h"

#include <string.h>

enum { MAX_CONTACT = 80, MAX_CLOSING = 48 };

/* Lower case in place, for ASCII and À–Þ; a no-break space becomes two. The length stays. */
static void
fold(char *text)
{
    for (guchar *c = (guchar *)text, before = 0; *c != '\0'; before = *c++) {
        gboolean is_beyond = before == 0xc3 && *c >= 0x80 && *c <= 0x9e && *c != 0x97;
        if ((*c >= 'A' && *c <= 'Z') || is_beyond)
            *c = (guchar)(*c + 0x20);
        else if (*c == '\t')
            *c = ' ';
        else if (before == 0xc2 && *c == 0xa0)
            c[-1] = *c = ' ';
    }
}

GArray *
ink_lines_split(const char *text, char *folded)
{
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(InkLine));
    fold(folded);
    for (const char *at = text; *at != '\0';) {
        const char *feed = strchrnul(at, '\n');
        InkLine line = {at, folded + (at - text), (gsize)(feed - at)};
        while (line.size > 0 && g_ascii_isspace(at[line.size - 1]))
            line.size--;
        folded[(gsize)(at - text) + line.size] = '\0';
        g_array_append_val(lines, line);
        at = *feed == '\n' ? feed + 1 : feed;
    }
    return lines;
}

gboolean
ink_starts_with_any(const char *text, const char *const *words)
{
    for (; *words != NULL; words++)
        if (*text == **words && g_str_has_prefix(text, *words))
            return TRUE;
    return FALSE;
}

gboolean
ink_contains_any(const char *text, const char *const *words)
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
    static const char *const above_words[] = {"ovanför", "above", "yläpuolelle", NULL};
    const char *text = line->folded;
    gsize size = line->size;
    if (size < 8 || size > 120)
        return FALSE;
    if (ink_contains_any(text, above_words) && ink_contains_any(text, above))
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
    if (line->size < 8 || line->size > 90)
        return FALSE;
    const char *text = line->folded + strspn(line->folded, "-* ");
    return strchr("ghlsv", *text) != NULL && ink_starts_with_any(text, starts);
}

gsize
ink_count_words(const char *text)
{
    gsize words = 0;
    for (const char *c = text; *c != '\0'; c++)
        if (*c != ' ' && (c == text || c[-1] == ' '))
            words++;
    return words;
}

/* Longest first: what follows must be short enough to be a name. */
static const char *const closings[] = {"med vänliga hälsningar",
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

gboolean
ink_line_is_closing(const InkLine *line)
{
    if (line->size < 2 || line->size > 90)
        return FALSE;
    const char *start = line->folded + strspn(line->folded, " /*_");
    for (gsize i = 0; i < G_N_ELEMENTS(closings); i++) {
        if (!g_str_has_prefix(start, closings[i]))
            continue;
        const char *rest = start + strlen(closings[i]);
        if (*rest != '\0' && strchr(" ,.!/:*-", *rest) == NULL)
            continue;
        gboolean is_adverb = strcmp(closings[i], "vänligen") == 0;
        rest += strspn(rest, " ,.!/:*-");
        return *rest == '\0' ||
               (!is_adverb && strlen(rest) <= MAX_CLOSING && ink_count_words(rest) <= 4 &&
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
