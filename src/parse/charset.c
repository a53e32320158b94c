/* SPDX-License-Identifier: MIT
 *
 * Labels lie more often than bytes do. The order, best evidence first:
 *   1. NULs go. ASCII is ASCII, unless the label names a charset that hides letters in ASCII.
 *   2. Valid UTF-8 with letters beyond ASCII is UTF-8 if the label says so, says nothing or names a
 *      Latin charset: in those "Ã¶" can be written but nobody does.
 *   3. ISO-8859-1 and ASCII mean Windows-1252, as everywhere on the web.
 *   4. Other labels: iconv, if it knows the name and the bytes agree but for a few.
 *   5. What is left is read byte by byte: UTF-8 where it is valid, Windows-1252 elsewhere.
 */
#include "charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

typedef enum { LABEL_NONE, LABEL_UTF8, LABEL_LATIN1, LABEL_LATIN, LABEL_OTHER, LABEL_HIDDEN } Label;

/* Names that iconv does not know or that mean something wider in real mail. */
static const struct {
    const char *name, *iconv_name;
    Label label;
} labels[] = {
    {"utf-8", "UTF-8", LABEL_UTF8},
    {"utf8", "UTF-8", LABEL_UTF8},
    {"us-ascii", "ASCII", LABEL_LATIN1},
    {"ascii", "ASCII", LABEL_LATIN1},
    {"ansi_x3.4-1968", "ASCII", LABEL_LATIN1},
    {"iso-8859-1", "CP1252", LABEL_LATIN1},
    {"iso8859-1", "CP1252", LABEL_LATIN1},
    {"iso_8859-1", "CP1252", LABEL_LATIN1},
    {"latin1", "CP1252", LABEL_LATIN1},
    {"windows-1252", "CP1252", LABEL_LATIN1},
    {"cp1252", "CP1252", LABEL_LATIN1},
    {"cp-1252", "CP1252", LABEL_LATIN1},
    {"x-ansi", "CP1252", LABEL_LATIN1},
    {"iso-8859-15", "ISO-8859-15", LABEL_LATIN},
    {"iso-8859-9", "CP1254", LABEL_LATIN},
    {"iso-8859-10", "ISO-8859-10", LABEL_LATIN},
    {"iso-8859-4", "ISO-8859-4", LABEL_LATIN},
    {"macintosh", "MACINTOSH", LABEL_LATIN},
    {"x-mac-roman", "MACINTOSH", LABEL_LATIN},
    {"mac", "MACINTOSH", LABEL_LATIN},
    {"iso-8859-8-i", "ISO-8859-8", LABEL_OTHER},
    {"iso-8859-8-e", "ISO-8859-8", LABEL_OTHER},
    {"gb2312", "GB18030", LABEL_OTHER},
    {"gbk", "GB18030", LABEL_OTHER},
    {"x-gbk", "GB18030", LABEL_OTHER},
    {"ks_c_5601-1987", "CP949", LABEL_OTHER},
    {"euc-kr", "CP949", LABEL_OTHER},
    {"shift_jis", "CP932", LABEL_OTHER},
    {"x-sjis", "CP932", LABEL_OTHER},
    {"unicode-1-1-utf-7", "UTF-7", LABEL_HIDDEN},
    {"hz-gb-2312", NULL, LABEL_OTHER},
};
static const char *const hidden_starts[] = {"utf-7",     "utf7",   "utf-16", "utf16",
                                            "utf-32",    "utf32",  "ucs-",   "iso-2022",
                                            "csiso2022", "ebcdic", "ibm037"};

gunichar
ink_charset_read_windows_1252(guchar byte)
{
    static const guint16 letters[32] = {
        0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
        0x2039, 0x152,  0x8d,   0x17d,  0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178};
    return byte >= 0x80 && byte < 0xa0 ? letters[byte - 0x80] : byte;
}

static Label
look_up(const char *charset, char *out_name, gsize name_size)
{
    gsize used = 0;
    out_name[0] = '\0';
    for (const char *c = charset != NULL ? charset : ""; *c != '\0'; c++) {
        if (*c == '"' || *c == '\'' || *c == ' ' || *c == '\t')
            continue;
        if (!g_ascii_isalnum(*c) && strchr("-_.:+()", *c) == NULL)
            break;
        if (used + 1 >= name_size)
            return LABEL_NONE;
        out_name[used++] = g_ascii_tolower(*c);
    }
    out_name[used] = '\0';
    if (used == 0)
        return LABEL_NONE;
    for (gsize i = 0; i < G_N_ELEMENTS(labels); i++)
        if (strcmp(out_name, labels[i].name) == 0) {
            if (labels[i].iconv_name != NULL)
                g_strlcpy(out_name, labels[i].iconv_name, name_size);
            return labels[i].label;
        }
    for (gsize i = 0; i < G_N_ELEMENTS(hidden_starts); i++)
        if (g_str_has_prefix(out_name, hidden_starts[i]))
            return LABEL_HIDDEN;
    return LABEL_OTHER;
}

static gboolean
is_ascii(const char *bytes, gsize size)
{
    gsize i = 0;
    for (; i + 8 <= size; i += 8) {
        guint64 word;
        memcpy(&word, bytes + i, 8);
        if ((word & G_GUINT64_CONSTANT(0x8080808080808080)) != 0)
            return FALSE;
    }
    for (; i < size; i++)
        if ((bytes[i] & 0x80) != 0)
            return FALSE;
    return TRUE;
}

/* Valid UTF-8 where there is some, Windows-1252 for each byte in between. Linear. */
static char *
decode_bytewise(const char *bytes, gsize size)
{
    GString *text = g_string_sized_new(size + size / 4 + 1);
    const char *at = bytes, *end = bytes + size;
    while (at < end) {
        const char *valid_end;
        g_utf8_validate_len(at, (gsize)(end - at), &valid_end);
        g_string_append_len(text, at, valid_end - at);
        at = valid_end;
        if (at < end)
            g_string_append_unichar(text, ink_charset_read_windows_1252((guchar)*at++));
    }
    return g_string_free(text, FALSE);
}

/* NULL if iconv does not know the name or more than one byte in 64 is wrong. What is wrong becomes
 * U+FFFD: the letter is missing, but it shows. */
static char *
decode_iconv(const char *bytes, gsize size, const char *name, gsize *out_size,
             gboolean *out_is_whole)
{
    iconv_t converter = iconv_open("UTF-8", name);
    if (GPOINTER_TO_SIZE(converter) == G_MAXSIZE) /* (iconv_t)-1 */
        return NULL;
    gsize wrong = 0, room = size + size / 2 + 64, used = 0;
    char *text = g_malloc(room), *in = (char *)bytes;
    gsize left = size;
    while (left > 0 && wrong <= size / 64) {
        char *out = text + used;
        gsize out_left = room - used;
        gsize result = iconv(converter, &in, &left, &out, &out_left);
        int why = errno;
        used = room - out_left;
        if (result != (gsize)-1)
            break;
        if (room - used < 16 || why == E2BIG) {
            room *= 2;
            text = g_realloc(text, room);
        }
        if (why == E2BIG)
            continue;
        wrong++;
        used += (gsize)g_unichar_to_utf8(0xfffd, text + used);
        in++;
        left--;
    }
    iconv_close(converter);
    if (wrong > size / 64)
        g_clear_pointer(&text, g_free);
    *out_is_whole = wrong == 0;
    *out_size = used;
    return text;
}

static gsize
remove_nul(char *bytes, gsize size)
{
    gsize used = 0;
    for (gsize i = 0; i < size; i++)
        if (bytes[i] != '\0')
            bytes[used++] = bytes[i];
    return used;
}

static char *
decode_other(const char *bytes, gsize size, const char *name, InkDefects *defects)
{
    gsize used;
    gboolean is_whole;
    g_autofree char *text = decode_iconv(bytes, size, name, &used, &is_whole);
    if (text == NULL)
        return NULL;
    used = remove_nul(text, used);
    if (!g_utf8_validate_len(text, used, NULL))
        return NULL;
    if (!is_whole)
        ink_defects_add(defects, "Några tecken finns inte i den teckenkodning som meddelandet "
                                 "uppger; de visas som \xef\xbf\xbd.");
    gsize skip = used >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    return g_strndup(text + skip, used - skip);
}

char *
ink_charset_decode(const char *bytes, gsize size, const char *charset, InkDefects *defects)
{
    char name[64];
    Label label = look_up(charset, name, sizeof name);
    if (label == LABEL_HIDDEN) {
        char *text = decode_other(bytes, size, name, defects);
        if (text != NULL)
            return text;
    }
    g_autofree char *copy = NULL;
    if (memchr(bytes, '\0', size) != NULL) {
        ink_defects_add(defects, "Texten innehöll NUL-tecken; de togs bort.");
        bytes = copy = g_memdup2(bytes, size);
        size = remove_nul(copy, size);
    }
    if (is_ascii(bytes, size))
        return g_strndup(bytes, size);
    if (label != LABEL_OTHER && g_utf8_validate_len(bytes, size, NULL)) {
        if (label != LABEL_UTF8 && label != LABEL_NONE)
            ink_defects_add(defects, "Texten är UTF-8 men uppges vara något annat; den lästes som "
                                     "UTF-8.");
        gsize skip = size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
        return g_strndup(bytes + skip, size - skip);
    }
    if (label == LABEL_OTHER || label == LABEL_LATIN) {
        char *text = decode_other(bytes, size, name, defects);
        if (text != NULL)
            return text;
    }
    if (label != LABEL_LATIN1 || strcmp(name, "ASCII") == 0)
        ink_defects_add(defects, "Texten följer inte den teckenkodning som den uppges ha; den "
                                 "lästes som UTF-8 och Windows-1252.");
    return decode_bytewise(bytes, size);
}
