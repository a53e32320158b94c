/* SPDX-License-Identifier: MIT
 *
 * RFC 2047 as it is written, right and wrong.
 */
#include "../../src/parse/encoded-word.h"

#include <gmime/gmime.h>
#include <string.h>

static const struct {
    const char *value, *text;
} cases[] = {
    {"", ""},
    {"Trasig lampa", "Trasig lampa"},
    {"=?utf-8?q?F=C3=B6rskola?=", "Förskola"},
    {"=?UTF-8?B?RsO2cnNrb2xh?=", "Förskola"},
    {"=?iso-8859-1?Q?F=F6rskola_i_=C5m=E5l?=", "Förskola i Åmål"},
    {"=?iso-8859-1?Q?10_=80?=", "10 €"},
    {"=?utf-8?q?ett?= =?utf-8?q?tv=C3=A5?=", "etttvå"},
    {"=?utf-8?q?ett?=   \t =?utf-8?b?dHbDpQ==?=", "etttvå"},
    {"=?utf-8?q?ett?= och =?utf-8?q?tv=C3=A5?=", "ett och två"},
    {"=?utf-8?q?f=C3?= =?utf-8?q?=B6r?=", "för"}, /* split inside a character */
    {"=?utf-8?b?ZsM=?= =?utf-8?b?tnI=?=", "för"},
    {"=?utf-8?q?f=C3=B6r?= =?iso-8859-1?q?_=E5?=", "för å"},
    {"=?utf-8?q?f=F6r?=", "för"}, /* the label lies */
    {"=?us-ascii?q?f=F6r?=", "för"},
    {"=?us-ascii?q?f=C3=B6r?=", "för"},
    {"=?x-unknown?q?f=F6r?=", "för"},
    {"=?utf-8*sv?q?f=C3=B6r?=", "för"},
    {"Re:=?utf-8?q?_f=C3=B6r?=dig", "Re: fördig"},
    {"=?utf-8?q?f=C3=B6r dig?=", "för dig"}, /* a space inside */
    {"=?utf-8?q?vad=3F?=", "vad?"},
    {"=?utf-8?b?RsO2cg?=", "För"}, /* no padding */
    {"=?utf-8?q?ingen slut", "=?utf-8?q?ingen slut"},
    {"=?utf-8?x?abc?=", "=?utf-8?x?abc?="},
    {"=??q?abc?=", "=??q?abc?="},
    {"=?utf-8?q?"
     "?=",
     ""},
    {"=? =?utf-8?q?a?=", "=? a"},
    {"f\xf6r", "för"},                              /* raw, old */
    {"f\xc3\xb6r", "för"},                          /* raw, RFC 6532 */
    {"=?utf-8?q?Rad=0D=0ABcc:_x?=", "Rad  Bcc: x"}, /* stays one line */
    {"=?utf-8?q?a=00b?=", "ab"},
    {"  a\tb  ", "a b"},
};

static void
test_cases(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GPtrArray) defects = ink_defects_new();
        g_autofree char *text = ink_encoded_word_decode(cases[i].value, defects);
        g_assert_cmpstr(text, ==, cases[i].text);
    }
}

static void
test_linear(void)
{
    static const char *const pieces[] = {
        "=?", "=?a?q?", "=?utf-8?q?a?=", "=?a?q?=?b?q?x?=", "?=", "=?x-1?q?\xf6?= =?x-2?q?\xf6?= "};
    for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
        g_autoptr(GString) value = g_string_new("?= ");
        while (value->len < 1024 * 1024)
            g_string_append(value, pieces[i]);
        g_autoptr(GPtrArray) defects = ink_defects_new();
        gint64 start = g_get_monotonic_time();
        g_autofree char *text = ink_encoded_word_decode(value->str, defects);
        g_assert_cmpint(g_get_monotonic_time() - start, <, 5 * G_USEC_PER_SEC);
        g_assert_true(g_utf8_validate(text, -1, NULL));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/encoded-word/cases", test_cases);
    g_test_add_func("/encoded-word/linear", test_linear);
    return g_test_run();
}
