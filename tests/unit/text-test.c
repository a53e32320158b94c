/* SPDX-License-Identifier: MIT
 *
 * The form that decides, the form that is shown, and widths.
 */
#include "harness.h"

#include "inkom/text.h"

#include <string.h>

typedef char *(*Change)(const char *text);

static void
assert_change(Change change, const char *text, const char *expected)
{
    g_autofree char *found = change(text);
    g_test_message("%s", text);
    g_assert_true(g_utf8_validate(found, -1, NULL));
    g_assert_cmpstr(found, ==, expected);
}

static void
test_normalise(void)
{
    static const char *const rows[][2] = {
        {"", ""},
        {"Hej", "Hej"},
        {"a\r\nb\rc\nd\r", "a\nb\nc\nd\n"},
        {"å\r\nä\rö\n\r\n", "å\nä\nö\n\n"},
        {"a\r\r\nb", "a\n\nb"},
        {"A\xcc\x8a"
         "a\xcc\x88o\xcc\x88",
         "Åäö"}, /* NFD, from a Mac */
        {"e\xcc\x81", "é"},
        {"\xe2\x84\xab", "Å"}, /* the ångström sign */
        {"gat\xc2\xadu\xc2\xadlampa", "gatulampa"},
        {"k\xe2\x80\x8blaga\xef\xbb\xbf", "klaga"},
        {"\xe2\x80\xae"
         "abc\xe2\x80\xac",
         "abc"},
        {"\xe2\x81\xa6"
         "a\xe2\x81\xa9\xd8\x9c",
         "a"},
        {"a\xc2\xa0"
         "b\xe2\x80\xaf"
         "c\xe3\x80\x80"
         "d\xe2\x80\x83"
         "e",
         "a b c d e"},
        {"1\xe2\x80\x90"
         "2\xe2\x80\x91"
         "3\xe2\x80\x93"
         "4\xe2\x80\x94"
         "5\xe2\x80\x95"
         "6\xe2\x88\x92"
         "7",
         "1-2-3-4-5-6-7"},
        {"a\xe2\x80\xa8"
         "b\xe2\x80\xa9"
         "c\xc2\x85"
         "d",
         "a\nb\nc\nd"},
        {"\xe2\x80\x9c"
         "citat\xe2\x80\x9d",
         "\xe2\x80\x9c"
         "citat\xe2\x80\x9d"},
        {"½ ² ﬁ", "½ ² ﬁ"}, /* NFC, not NFKC */
        {"\t  x", "\t  x"},
        {"😀\xef\xb8\x8f", "😀"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        assert_change(ink_text_normalise, rows[i][0], rows[i][1]);
        assert_change(ink_text_normalise, rows[i][1], rows[i][1]); /* once is enough */
    }
}

/* The short way for ordinary Swedish text gives what the long way gives: every character of the
 * first planes, alone, beside ASCII and beside one that takes the long way. */
static void
test_normalise_every_character(void)
{
    for (gunichar c = 1; c < 0x30000; c++) {
        if (c >= 0xD800 && c < 0xE000)
            continue;
        char utf8[8] = "";
        g_unichar_to_utf8(c, utf8);
        g_autofree char *alone = ink_text_normalise(utf8);
        g_autofree char *beside = g_strconcat("x", utf8, "y", NULL);
        g_autofree char *short_way = ink_text_normalise(beside);
        g_autofree char *with_long = g_strconcat(beside, "o\xcc\x88", NULL);
        g_autofree char *long_way = ink_text_normalise(with_long);
        g_autofree char *expected = g_strconcat(short_way, "ö", NULL);
        g_autofree char *composed = g_utf8_normalize(short_way, -1, G_NORMALIZE_NFC);
        g_assert_true(g_utf8_validate(alone, -1, NULL));
        g_assert_cmpstr(long_way, ==, expected);
        g_assert_cmpstr(composed, ==, short_way);
    }
}

static void
test_fold(void)
{
    static const char *const rows[][2] = {
        {"", ""},
        {"Gatlampan PÅ Storgatan", "gatlampan på storgatan"},
        {"A\u030anga\u00adn", "ångan"},
        {"KS\u00a02026\u20131", "ks 2026-1"},
        {"Straße", "strasse"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        assert_change(ink_text_fold, rows[i][0], rows[i][1]);
}

static void
test_one_line(void)
{
    static const struct {
        const char *text;
        gsize most;
        const char *expected;
    } rows[] = {
        {"", 10, ""},
        {"  Hej  på \t\r\n dig  ", 20, "Hej på dig"},
        {"\n\n", 10, ""},
        {"1234567890", 10, "1234567890"},
        {"12345678901", 10, "1234567890…"},
        {"åäöåäöåäö!", 9, "åäöåäöåäö…"},
        {"ab cd", 2, "ab…"},
        {"ab   ", 2, "ab"},
        {"abc", 0, "…"},
        {"a\033[31mröd", 40, "a\\u{001B}[31mröd"},
        {"a\001\177\xc2\x9b", 40, "a\\u{0001}\\u{007F}\\u{009B}"},
        {"\xe2\x80\xae"
         "fdp.exe",
         40, "\\u{202E}fdp.exe"},
        {"a\xe2\x80\xa8"
         "b",
         40, "a\\u{2028}b"},
        {"gat\xc2\xadulampa", 40, "gat\\u{00AD}ulampa"},
        {"a\xc2\xa0"
         "b",
         40, "a\\u{00A0}b"},
        {"a\u3000b\u2009c\u202fd", 40, "a\\u{3000}b\\u{2009}c\\u{202F}d"},
        {"a\u034fb\u3164c\ufe0fd\U000e0041", 60, "a\\u{034F}b\\u{3164}c\\u{FE0F}d\\u{E0041}"},
        {"a\u2067b\u2069\u061c\u200f", 60, "a\\u{2067}b\\u{2069}\\u{061C}\\u{200F}"},
        {"för ÅÄÖ – \"é\" ﬁ 日本 😀", 60, "för ÅÄÖ – \"é\" ﬁ 日本 😀"},
        {"\a\b", 40, "\\u{0007}\\u{0008}"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *line = ink_text_one_line(rows[i].text, rows[i].most);
        g_assert_cmpstr(line, ==, rows[i].expected);
    }
}

static void
test_printable(void)
{
    assert_change(ink_text_printable, "a\r\nb\tc\n", "a\nb\tc\n");
    assert_change(ink_text_printable, "\033]0;x\a", "\\u{001B}]0;x\\u{0007}");
    assert_change(ink_text_printable, "å\xe2\x80\xaeö", "å\\u{202E}ö");
    assert_change(ink_text_printable, "", "");
}

static void
test_is_blank(void)
{
    g_assert_true(ink_text_is_blank(NULL));
    g_assert_true(ink_text_is_blank(""));
    g_assert_true(ink_text_is_blank(" \t\r\n\xc2\xa0\xe2\x80\x8b\xef\xbb\xbf\xc2\xad"));
    g_assert_false(ink_text_is_blank("  ."));
    g_assert_false(ink_text_is_blank("\xc2\xa0å"));
}

static void
test_cut(void)
{
    static const struct {
        const char *text;
        gsize most;
        const char *expected;
    } rows[] = {
        {"", 5, ""},
        {"ett två tre", 11, "ett två tre"},
        {"ett två tre", 10, "ett två"},
        {"ett två tre", 7, "ett två"},
        {"ett två tre", 8, "ett två"},
        {"ett två tre", 6, "ett"},
        {"ett två tre", 3, "ett"},
        {"ett två tre", 2, "et"},
        {"ett två tre", 0, ""},
        {"gatubelysning", 4, "gatu"},
        {"ååååå", 3, "ååå"},
        {" x yz", 4, " x"},
        {"ett  ", 5, "ett"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *cut = ink_text_cut(rows[i].text, rows[i].most);
        g_assert_cmpstr(cut, ==, rows[i].expected);
    }
}

static void
test_width(void)
{
    g_assert_cmpuint(ink_text_width(""), ==, 0);
    g_assert_cmpuint(ink_text_width("Ärende"), ==, 6);
    g_assert_cmpuint(ink_text_width("A\xcc\x88rende"), ==, 6);
    g_assert_cmpuint(ink_text_width("日本"), ==, 4);
    g_assert_cmpuint(ink_text_width("a\xe2\x80\x8b"
                                    "b"),
                     ==, 2);
}

static void
test_ascii_lower(void)
{
    assert_change(ink_text_ascii_lower, "Anna.EK@Example.ORG", "anna.ek@example.org");
    assert_change(ink_text_ascii_lower, "ÅSA@X", "Åsa@x");
    assert_change(ink_text_ascii_lower, "", "");
}

static void
test_set(void)
{
    g_autofree char *field = NULL;
    ink_text_set(&field, "Kost: Ekbacken");
    g_assert_cmpstr(field, ==, "Kost: Ekbacken");
    ink_text_set(&field, field + strlen("Kost: "));
    g_assert_cmpstr(field, ==, "Ekbacken");
    ink_text_set(&field, NULL);
    g_assert_null(field);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/text/normalise", test_normalise);
    g_test_add_func("/text/normalise-every-character", test_normalise_every_character);
    g_test_add_func("/text/fold", test_fold);
    g_test_add_func("/text/one-line", test_one_line);
    g_test_add_func("/text/printable", test_printable);
    g_test_add_func("/text/is-blank", test_is_blank);
    g_test_add_func("/text/cut", test_cut);
    g_test_add_func("/text/width", test_width);
    g_test_add_func("/text/ascii-lower", test_ascii_lower);
    g_test_add_func("/text/set", test_set);
    return g_test_run();
}
