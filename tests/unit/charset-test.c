/* SPDX-License-Identifier: MIT
 *
 * Bytes to UTF-8: no letter is lost, whatever the label says.
 */
#include "../../src/parse/charset.h"

#include <string.h>

static const struct {
    const char *bytes, *charset, *text;
    gboolean is_defect;
} cases[] = {
    {"hej", "utf-8", "hej", FALSE},
    {"f\xc3\xb6r", "utf-8", "för", FALSE},
    {"f\xc3\xb6r", "UTF8", "för", FALSE},
    {"f\xc3\xb6r", NULL, "för", FALSE},
    {"\xef\xbb\xbf"
     "f\xc3\xb6r",
     "utf-8", "för", FALSE},
    {"f\xf6r", "iso-8859-1", "för", FALSE},
    {"f\xf6r", "\"ISO-8859-1\"", "för", FALSE},
    {"10 \x80 \x93x\x94", "iso-8859-1", "10 € “x”", FALSE},
    {"10 \x80", "windows-1252", "10 €", FALSE},
    {"10 \xa4", "iso-8859-15", "10 €", FALSE},
    {"f\xf6r", "us-ascii", "för", TRUE},        /* GMime: "fr" */
    {"f\xf6rskola", "utf-8", "förskola", TRUE}, /* GMime: "frskola" */
    {"f\xf6r", NULL, "för", TRUE},
    {"f\xf6r", "x-unknown", "för", TRUE},
    {"f\xf6r", "", "för", TRUE},
    {"f\xf6r", "../../etc/passwd", "för", TRUE},
    {"f\xf6r", "utf-8//TRANSLIT", "för", TRUE},
    {"f\xc3\xb6r", "us-ascii", "för", TRUE},
    {"f\xc3\xb6r", "iso-8859-1", "för", TRUE},   /* nobody writes "fÃ¶r" */
    {"f\xc3\xb6r \xf6", "utf-8", "för ö", TRUE}, /* both in one text */
    {"\x8a\x8c", "macintosh", "äå", FALSE},
    {"\x82\xa0", "shift_jis", "あ", FALSE},
    {"\x1b$B$\"\x1b(B", "iso-2022-jp", "あ", FALSE},
    {"\xb0\xa1", "gb2312", "啊", FALSE},
    {"+AOU-", "utf-7", "å", FALSE},
    {"\xd0\x90", "koi8-r", "п░", FALSE},
};

static void
test_cases(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GPtrArray) defects = ink_defects_new();
        g_autofree char *text =
            ink_charset_decode(cases[i].bytes, strlen(cases[i].bytes), cases[i].charset, defects);
        g_test_message("case %" G_GSIZE_FORMAT, i);
        g_assert_cmpstr(text, ==, cases[i].text);
        g_assert_cmpint(defects->len > 0, ==, cases[i].is_defect);
    }
}

static void
test_nul(void)
{
    g_autoptr(GPtrArray) defects = ink_defects_new();
    g_autofree char *text = ink_charset_decode("f\0\xc3\xb6r", 5, "utf-8", defects);
    g_assert_cmpstr(text, ==, "för");
    g_assert_cmpuint(defects->len, ==, 1);
}

static void
test_utf16(void)
{
    g_autoptr(GPtrArray) defects = ink_defects_new();
    g_autofree char *little = ink_charset_decode("f\0\xf6\0r\0", 6, "utf-16le", defects);
    g_autofree char *big = ink_charset_decode("\xfe\xff\0f\0\xf6\0r", 8, "utf-16", defects);
    g_assert_cmpstr(little, ==, "för");
    g_assert_cmpstr(big, ==, "för");
    g_assert_cmpuint(defects->len, ==, 0);
}

/* A wrong byte in a long text shows as U+FFFD and does not make the rest unreadable. */
static void
test_few_wrong_bytes(void)
{
    g_autoptr(GPtrArray) defects = ink_defects_new();
    g_autoptr(GString) bytes = g_string_new(NULL);
    for (int i = 0; i < 100; i++)
        g_string_append(bytes, "\x82\xa0");
    g_string_append(bytes, "\xff");
    g_string_append(bytes, "\x82\xa0");
    g_autofree char *text = ink_charset_decode(bytes->str, bytes->len, "shift_jis", defects);
    g_assert_true(g_str_has_prefix(text, "ああ"));
    g_assert_nonnull(strstr(text, "\xef\xbf\xbd"));
    g_assert_cmpuint(defects->len, ==, 1);
}

/* Whatever comes in, valid UTF-8 goes out, and every letter of ASCII is still there. */
static void
test_random(void)
{
    static const char *const charsets[] = {NULL,        "utf-8",  "us-ascii",    "iso-8859-1",
                                           "gb2312",    "utf-16", "iso-2022-kr", "euc-kr",
                                           "shift_jis", "utf-7",  "macintosh",   "x-none"};
    g_autoptr(GRand) random = g_rand_new_with_seed(1);
    char bytes[64];
    for (int i = 0; i < 20000; i++) {
        gsize size = (gsize)g_rand_int_range(random, 0, sizeof bytes);
        for (gsize k = 0; k < size; k++)
            bytes[k] = (char)g_rand_int_range(random, 0, 256);
        g_autoptr(GPtrArray) defects = ink_defects_new();
        g_autofree char *text =
            ink_charset_decode(bytes, size, charsets[(gsize)i % G_N_ELEMENTS(charsets)], defects);
        g_assert_true(g_utf8_validate(text, -1, NULL));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/charset/cases", test_cases);
    g_test_add_func("/charset/nul", test_nul);
    g_test_add_func("/charset/utf16", test_utf16);
    g_test_add_func("/charset/few-wrong-bytes", test_few_wrong_bytes);
    g_test_add_func("/charset/random", test_random);
    return g_test_run();
}
