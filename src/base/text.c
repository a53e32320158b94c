/* SPDX-License-Identifier: MIT
 *
 * Small operations on valid UTF-8.
 */
#include "inkom/text.h"

#include <string.h>

/* Characters that change how text looks or is read without being seen: soft hyphen, zero-width
 * ones, bidi controls, fillers, variation selectors, tags. These are Unicode's default ignorable
 * code points (DerivedCoreProperties.txt), the interlinear marks, and the blank pattern of braille.
 */
static gboolean
is_invisible(gunichar c)
{
    static const struct {
        gunichar first, last;
    } ranges[] = {{0x00AD, 0x00AD},   {0x034F, 0x034F},  {0x061C, 0x061C}, {0x115F, 0x1160},
                  {0x17B4, 0x17B5},   {0x180B, 0x180F},  {0x200B, 0x200F}, {0x202A, 0x202E},
                  {0x2060, 0x206F},   {0x2800, 0x2800},  {0x3164, 0x3164}, {0xFE00, 0xFE0F},
                  {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},  {0xFFF0, 0xFFFB}, {0x1BCA0, 0x1BCA3},
                  {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}};
    for (gsize i = 0; i < G_N_ELEMENTS(ranges) && c >= ranges[i].first; i++)
        if (c <= ranges[i].last)
            return TRUE;
    return FALSE;
}

static gboolean
is_dash(gunichar c)
{
    return (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

/* Everything below U+0300, the first combining mark, is in NFC as it stands: å ä ö in ordinary mail
 * need no second look. In UTF-8 those lead with a byte below 0xCC. Nor do U+2000–2FFF (lead byte
 * 0xE2), quotation marks and dashes, but for a few signs: the ångström's, the kelvin's, 〈 〉, ⫝̸.
 */
static gboolean
needs_composing(const char *text)
{
    for (const guchar *at = (const guchar *)text; *at != '\0'; at++)
        if (*at >= 0xCC && (*at != 0xE2 || at[1] == 0x84 || at[1] == 0x8C || at[1] == 0xAB))
            return TRUE;
    return FALSE;
}

static void
append_normalised(GString *out, gunichar c)
{
    if (is_invisible(c))
        return;
    if (c == 0x2028 || c == 0x2029 || c == 0x0085)
        g_string_append_c(out, '\n');
    else if (c > 0x7F && g_unichar_isspace(c))
        g_string_append_c(out, ' ');
    else if (is_dash(c))
        g_string_append_c(out, '-');
    else
        g_string_append_unichar(out, c);
}

/* How many bytes at the beginning of text stay as they are: ASCII but for CR, and, with lead bytes
 * 0xC3 to 0xCB, the letters from U+00C0 to U+02FF. Most mail is one such run. */
static gsize
measure_plain(const char *text)
{
    const guchar *at = (const guchar *)text;
    while ((*at < 0x80 && *at != '\0' && *at != '\r') || (*at >= 0xC3 && *at < 0xCC) ||
           (*at & 0xC0) == 0x80)
        at++;
    return (gsize)((const char *)at - text);
}

char *
ink_text_normalise(const char *text)
{
    g_autofree char *composed =
        needs_composing(text) ? g_utf8_normalize(text, -1, G_NORMALIZE_NFC) : NULL;
    const char *at = composed != NULL ? composed : text;
    GString *out = g_string_sized_new(strlen(at) + 1);
    for (;;) {
        gsize plain = measure_plain(at);
        g_string_append_len(out, at, (gssize)plain);
        at += plain;
        if (*at == '\0')
            break;
        if (*at != '\r')
            append_normalised(out, g_utf8_get_char(at));
        else if (at[1] != '\n')
            g_string_append_c(out, '\n');
        at = g_utf8_next_char(at);
    }
    return g_string_free(out, FALSE);
}

char *
ink_text_fold(const char *text)
{
    g_autofree char *normal = ink_text_normalise(text);
    return g_utf8_casefold(normal, -1);
}

/* A space that is not the one of the keyboard looks like it, and is another to every comparison. */
static gboolean
is_unsafe(gunichar c)
{
    return c < 0x20 || (c >= 0x7F && (c <= 0xA0 || g_unichar_isspace(c) || is_invisible(c)));
}

/* How many characters it took. */
static gsize
append_safe(GString *out, gunichar c)
{
    if (is_unsafe(c)) {
        gsize before = out->len;
        g_string_append_printf(out, "\\u{%04X}", c);
        return out->len - before;
    }
    g_string_append_unichar(out, c);
    return 1;
}

char *
ink_text_one_line(const char *text, gsize max_chars)
{
    GString *out = g_string_new(NULL);
    gsize count = 0;
    gboolean is_gap = FALSE;
    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (c < 0x80 && g_ascii_isspace((char)c)) {
            is_gap = out->len > 0;
            continue;
        }
        if (count + (is_gap ? 1 : 0) >= max_chars) {
            g_string_append(out, "…");
            break;
        }
        if (is_gap) {
            g_string_append_c(out, ' ');
            count++;
            is_gap = FALSE;
        }
        count += append_safe(out, c);
    }
    return g_string_free(out, FALSE);
}

char *
ink_text_printable(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (c == '\r')
            continue;
        if (c == '\n' || c == '\t')
            g_string_append_unichar(out, c);
        else
            append_safe(out, c);
    }
    return g_string_free(out, FALSE);
}

void
ink_text_set(char **field, const char *text)
{
    char *copy = g_strdup(text);
    g_free(*field);
    *field = copy;
}

gboolean
ink_text_is_blank(const char *text)
{
    if (text == NULL)
        return TRUE;
    for (; *text != '\0'; text = g_utf8_next_char(text)) {
        gunichar c = g_utf8_get_char(text);
        if (!g_unichar_isspace(c) && !is_invisible(c))
            return FALSE;
    }
    return TRUE;
}

char *
ink_text_cut(const char *text, gsize max_chars)
{
    const char *end = text;
    const char *word_end = NULL;
    for (gsize i = 0; i < max_chars && *end != '\0'; i++, end = g_utf8_next_char(end))
        if (g_unichar_isspace(g_utf8_get_char(end)))
            word_end = end;
    if (*end != '\0' && !g_unichar_isspace(g_utf8_get_char(end)) && word_end != NULL &&
        word_end > text)
        end = word_end;
    return g_strchomp(g_strndup(text, (gsize)(end - text)));
}

gsize
ink_text_width(const char *text)
{
    gsize width = 0;
    for (; *text != '\0'; text = g_utf8_next_char(text)) {
        gunichar c = g_utf8_get_char(text);
        if (!g_unichar_iszerowidth(c))
            width += g_unichar_iswide(c) ? 2 : 1;
    }
    return width;
}

char *
ink_text_ascii_lower(const char *text)
{
    return g_ascii_strdown(text, -1);
}
