/* SPDX-License-Identifier: MIT
 *
 * format=flowed (RFC 3676).
 */
#include "../../src/parse/flowed.h"

static const struct {
    const char *text;
    gboolean is_delsp;
    const char *joined;
} cases[] = {
    {"", FALSE, ""},
    {"en rad\nen till\n", FALSE, "en rad\nen till\n"},
    {"ärende KS \n2026/0412\n", FALSE, "ärende KS 2026/0412\n"},
    {"KS 2026/ \n0412\n", TRUE, "KS 2026/0412\n"},
    {"ett \ntvå \ntre", FALSE, "ett två tre"},
    {" From mig\n", FALSE, "From mig\n"},
    {" > inget citat\n", FALSE, "> inget citat\n"},
    {"> citat \n> mer\neget\n", FALSE, "> citat mer\neget\n"},
    {"> citat \neget\n", FALSE, "> citat \neget\n"},
    {">> djupt \n> grunt\n", FALSE, ">> djupt \n> grunt\n"},
    {"text \n-- \nAnna\n", FALSE, "text \n-- \nAnna\n"},
    {"slutar mitt i ", FALSE, "slutar mitt i "},
    {"stycke\n\nstycke\n", FALSE, "stycke\n\nstycke\n"},
};

static void
test_cases(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *joined = ink_flowed_join(cases[i].text, cases[i].is_delsp);
        g_assert_cmpstr(joined, ==, cases[i].joined);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/flowed/cases", test_cases);
    return g_test_run();
}
