/* SPDX-License-Identifier: MIT
 *
 * A small part of what Unicode's confusables.txt (UTS #39) holds: the two alphabets that can
 * imitate whole names. Nobody writes one word in two of them by mistake (a mixed word is the
 * "restricted" level of UTS #39 §5.1, of which this is the part that matters here).
 */
#include "inkom/lookalike.h"

/* Each letter and what it is drawn as; capitals apart, since Η and η are not drawn as one letter.
 */
static const struct {
    gunichar letter;
    char latin;
} letters[] = {
    /* Cyrillic */
    {0x0405, 'S'},
    {0x0406, 'I'},
    {0x0408, 'J'},
    {0x0410, 'A'},
    {0x0412, 'B'},
    {0x0415, 'E'},
    {0x041A, 'K'},
    {0x041C, 'M'},
    {0x041D, 'H'},
    {0x041E, 'O'},
    {0x0420, 'P'},
    {0x0421, 'C'},
    {0x0422, 'T'},
    {0x0423, 'Y'},
    {0x0425, 'X'},
    {0x0430, 'a'},
    {0x0433, 'r'},
    {0x0435, 'e'},
    {0x043A, 'k'},
    {0x043C, 'm'},
    {0x043E, 'o'},
    {0x043F, 'n'},
    {0x0440, 'p'},
    {0x0441, 'c'},
    {0x0442, 't'},
    {0x0443, 'y'},
    {0x0445, 'x'},
    {0x044C, 'b'},
    {0x0455, 's'},
    {0x0456, 'i'},
    {0x0458, 'j'},
    {0x04AE, 'Y'},
    {0x04BB, 'h'},
    {0x04C0, 'I'},
    {0x04CF, 'l'},
    {0x0501, 'd'},
    {0x050C, 'G'},
    {0x051A, 'Q'},
    {0x051B, 'q'},
    {0x051C, 'W'},
    {0x051D, 'w'},
    /* Greek */
    {0x0391, 'A'},
    {0x0392, 'B'},
    {0x0395, 'E'},
    {0x0396, 'Z'},
    {0x0397, 'H'},
    {0x0399, 'I'},
    {0x039A, 'K'},
    {0x039C, 'M'},
    {0x039D, 'N'},
    {0x039F, 'O'},
    {0x03A1, 'P'},
    {0x03A4, 'T'},
    {0x03A5, 'Y'},
    {0x03A7, 'X'},
    {0x03B1, 'a'},
    {0x03B5, 'e'},
    {0x03B7, 'n'},
    {0x03B9, 'i'},
    {0x03BA, 'k'},
    {0x03BD, 'v'},
    {0x03BF, 'o'},
    {0x03C1, 'p'},
    {0x03C4, 't'},
    {0x03C5, 'u'},
    {0x03C7, 'x'},
    {0x03F2, 'c'},
    {0x03F3, 'j'},
    {0x03F9, 'C'},
    /* Latin ones that are not in Swedish names */
    {0x0131, 'i'},
    {0x0251, 'a'},
    {0x0261, 'g'},
};

static gunichar
get_latin(gunichar c)
{
    for (gsize i = 0; i < G_N_ELEMENTS(letters); i++)
        if (letters[i].letter == c)
            return (gunichar)letters[i].latin;
    return c;
}

char *
ink_lookalike_fold(const char *text)
{
    g_autofree char *compatible = g_utf8_normalize(text, -1, G_NORMALIZE_NFKC);
    GString *out = g_string_new(NULL);
    for (const char *at = compatible; at != NULL && *at != '\0'; at = g_utf8_next_char(at))
        g_string_append_unichar(out, get_latin(g_utf8_get_char(at)));
    return g_string_free(out, FALSE);
}

static gboolean
is_in_word(gunichar c)
{
    return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

char *
ink_lookalike_find_mixed(const char *text, const char **out_alphabets)
{
    for (const char *at = text; *at != '\0';) {
        const char *word = at;
        gboolean has_latin = FALSE, has_cyrillic = FALSE, has_greek = FALSE;
        for (; *at != '\0' && is_in_word(g_utf8_get_char(at)); at = g_utf8_next_char(at)) {
            GUnicodeScript script = g_unichar_get_script(g_utf8_get_char(at));
            has_latin = has_latin || script == G_UNICODE_SCRIPT_LATIN;
            has_cyrillic = has_cyrillic || script == G_UNICODE_SCRIPT_CYRILLIC;
            has_greek = has_greek || script == G_UNICODE_SCRIPT_GREEK;
        }
        if (has_latin && (has_cyrillic || has_greek)) {
            *out_alphabets = has_cyrillic ? "latinska och kyrilliska" : "latinska och grekiska";
            return g_strndup(word, (gsize)(at - word));
        }
        if (*at != '\0')
            at = g_utf8_next_char(at);
    }
    return NULL;
}
