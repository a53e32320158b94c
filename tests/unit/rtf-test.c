/* SPDX-License-Identifier: MIT
 *
 * RTF to text.
 */
#include "harness.h"

#include "../../src/parse/rtf.h"

#include <string.h>

static const struct {
    const char *rtf, *text;
} cases[] = {
    {"", ""},
    {"hej", "hej"},
    {"{\\rtf1\\ansi Hej d\\'e5!\\par\r\nAnna}", "Hej då!\nAnna"},
    {"{\\rtf1\\ansi\\ansicpg1251 \\'e5}", "е"},
    {"{\\rtf1\\ansicpg99999 \\'e5}", "å"},
    {"{\\rtf1 \\u229?\\u228 ?\\u246\\'f6.}", "åäö."},
    {"{\\rtf1\\uc0 \\u229 x}", "åx"},
    {"{\\rtf1\\uc2 \\u229 xyz}", "åz"},
    {"{\\rtf1 {\\uc0 \\u229 }\\u229 ?x}", "ååx"},
    {"{\\rtf1 \\u-10179?\\u-8704?}", "\U0001F600"},
    {"{\\rtf1 \\u-10179?x}", "x"},
    {"{\\rtf1 \\u-8704?x}", "x"},
    {"{\\rtf1 \\u99999999?x}", "x"},
    {"{\\rtf1{\\fonttbl{\\f0 Arial;}}{\\colortbl;\\red0;}{\\*\\generator x;}Hej}", "Hej"},
    {"{\\rtf1 {\\pict 0102 {\\x 03}}Hej}", "Hej"},
    {"{\\rtf1\\fromhtml1 {\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 Hej\\htmlrtf }\\htmlrtf0 "
     "{\\*\\htmltag72 </p>}}",
     "Hej"},
    {"{\\rtf1 a\\tab b\\cell c\\row\\line d}", "a\tb\tc\n\nd"},
    {"{\\rtf1 \\{\\}\\\\}", "{}\\"},
    {"{\\rtf1 a\\~b\\_c\\-d\\emdash e}", "a\u00a0b-cd\u2014e"},
    {"{\\rtf1 {\\bin5 }}}}}x}", "x"},
    {"{\\rtf1 {\\bin999999 }x", ""},
    {"\\", ""},
    {"\\'", ""},
    {"\\'e", "e"},
    {"\\'zz", ""},
    {"}}}hej", "hej"},
    {"{\\rtf1 \\b1\\i0 Hej\\b0 d\\'e5}", "Hejdå"},
    {"{\\rtf1 \\verylongwordthatisnowordatallinthislanguage1 Hej}", "Hej"},
};

static void
test_cases(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GPtrArray) defects = g_ptr_array_new();
        g_autofree char *text = ink_rtf_to_text(cases[i].rtf, strlen(cases[i].rtf), 1000, defects);
        g_test_message("%" G_GSIZE_FORMAT, i);
        g_assert_cmpstr(text, ==, cases[i].text);
    }
}

/* However deep, it is read; however long, it ends. */
static void
test_hostile(void)
{
    static const char *const pieces[] = {"{", "{\\b ", "\\u55357?", "\\'e5", "\\uc8\\u1 ", "}"};
    for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
        g_autoptr(GString) rtf = g_string_new(NULL);
        for (int k = 0; k < 1000000; k++)
            g_string_append(rtf, pieces[i]);
        g_string_append(rtf, "x");
        g_autoptr(GPtrArray) defects = g_ptr_array_new();
        g_autofree char *text = ink_rtf_to_text(rtf->str, rtf->len, 1000, defects);
        g_assert_cmpuint(strlen(text), <=, 2100);
        g_assert_true(g_utf8_validate(text, -1, NULL));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/rtf/cases", test_cases);
    g_test_add_func("/rtf/hostile", test_hostile);
    return g_test_run();
}
