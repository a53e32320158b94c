/* SPDX-License-Identifier: MIT
 *
 * Prefixes of subjects.
 */
#include "inkom/parse.h"

static const struct {
    const char *subject;
    gboolean is_forward;
} cases[] = {
    {"", FALSE},
    {"Trasig lampa", FALSE},
    {"Re: Trasig lampa", FALSE},
    {"RE:Trasig lampa", FALSE},
    {"SV: Sv: sv: x", FALSE},
    {"Sv : x", FALSE},
    {"SV: VB: x", FALSE},
    {"VB: SV: x", TRUE},
    {"Fwd: x", TRUE},
    {"FW: x", TRUE},
    {"VL: x", TRUE},
    {"VS: KS 2026/0412", FALSE},
    {"WG: x", TRUE},
    {"Tr: x", TRUE},
    {"AW: Antw: x", FALSE},
    {"Ang: x", FALSE},
    {"Ad: x", FALSE},
    {"RE[2]: x", FALSE},
    {"Re (3): x", FALSE},
    {"Re[x]: y", FALSE},
    {"[EXT] x", FALSE},
    {"[EXTERN] SV: x", FALSE},
    {"[Externt] VB: x", TRUE},
    {"VB: [EXT] x", TRUE},
    {"*****SPAM***** Re: x", FALSE},
    {"[SUSPECT] x", FALSE},
    {"Sekretess: x", FALSE},
    {"SV:\xc2\xa0x", FALSE},
    {"  Re:  ", FALSE},
    {"Svar på frågan", FALSE},
    {"Återvinning: frågor", FALSE},
    {"Träd: fällning", FALSE},
    {"Ang. skolan", FALSE},
    {"[KS 2026/0412] x", FALSE},
    {"re", FALSE},
};

static void
test_cases(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].subject);
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
