/* SPDX-License-Identifier: MIT
 *
 * Prefixes of subjects.
 */
#include "inkom/parse.h"

static const struct {
    const char *subject, *rest;
    gboolean is_forward;
} cases[] = {
    {"", "", FALSE},
    {"Trasig lampa", "Trasig lampa", FALSE},
    {"Re: Trasig lampa", "Trasig lampa", FALSE},
    {"RE:Trasig lampa", "Trasig lampa", FALSE},
    {"SV: Sv: sv: x", "x", FALSE},
    {"Sv : x", "x", FALSE},
    {"SV: VB: x", "x", FALSE},
    {"VB: SV: x", "x", TRUE},
    {"Fwd: x", "x", TRUE},
    {"FW: x", "x", TRUE},
    {"VL: x", "x", TRUE},
    {"VS: KS 2026/0412", "KS 2026/0412", FALSE},
    {"WG: x", "x", TRUE},
    {"Tr: x", "x", TRUE},
    {"AW: Antw: x", "x", FALSE},
    {"Ang: x", "x", FALSE},
    {"Ad: x", "x", FALSE},
    {"RE[2]: x", "x", FALSE},
    {"Re (3): x", "x", FALSE},
    {"Re[x]: y", "Re[x]: y", FALSE},
    {"[EXT] x", "x", FALSE},
    {"[EXTERN] SV: x", "x", FALSE},
    {"[Externt] VB: x", "x", TRUE},
    {"VB: [EXT] x", "x", TRUE},
    {"*****SPAM***** Re: x", "x", FALSE},
    {"[SUSPECT] x", "x", FALSE},
    {"Sekretess: x", "x", FALSE},
    {"SV:\xc2\xa0x", "x", FALSE},
    {"  Re:  ", "", FALSE},
    {"Svar på frågan", "Svar på frågan", FALSE},
    {"Återvinning: frågor", "Återvinning: frågor", FALSE},
    {"Träd: fällning", "Träd: fällning", FALSE},
    {"Ang. skolan", "Ang. skolan", FALSE},
    {"[KS 2026/0412] x", "[KS 2026/0412] x", FALSE},
    {"re", "re", FALSE},
};

static void
test_cases(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].subject);
        g_assert_cmpstr(ink_subject_skip_prefixes(cases[i].subject), ==, cases[i].rest);
        g_assert_cmpint(ink_subject_is_forward(cases[i].subject), ==, cases[i].is_forward);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/subject/cases", test_cases);
    return g_test_run();
}
