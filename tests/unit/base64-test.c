/* SPDX-License-Identifier: MIT
 *
 * Base64, whole, divided anywhere and broken.
 */
#include "../../src/parse/base64.h"

#include <string.h>

static const struct {
    const char *text, *bytes;
} cases[] = {
    {"", ""},
    {"aGVq", "hej"},
    {"aGU=", "he"},
    {"aA==", "h"},
    {"aGU", "he"},
    {"aA", "h"},
    {"a", ""},
    {"a G\r\nV q", "hej"},
    {"aA==aA==", "hh"},
    {"aGU=\naGVq", "hehej"},
    {"====", ""},
    {"-_aGVq", "hej"},
    {"/+A=", "\xff\xe0"},
    {"aG\xc3\xa5Vq", "hej"},
};

/* Decodes in two steps, divided at cut. */
static char *
decode(const char *text, gsize cut)
{
    gsize size = strlen(text);
    char *bytes = g_malloc(size + 8);
    InkBase64 decoder = {0};
    gsize used = ink_base64_step(&decoder, text, cut, bytes);
    used += ink_base64_step(&decoder, text + cut, size - cut, bytes + used);
    used += ink_base64_end(&decoder, bytes + used);
    bytes[used] = '\0';
    return bytes;
}

static void
test_cases(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        for (gsize cut = 0; cut <= strlen(cases[i].text); cut++) {
            g_autofree char *bytes = decode(cases[i].text, cut);
            g_assert_cmpstr(bytes, ==, cases[i].bytes);
        }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base64/cases", test_cases);
    return g_test_run();
}
