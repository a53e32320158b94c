/* SPDX-License-Identifier: MIT
 *
 * Domains in other letters: one ASCII form each, and never that of a domain in ASCII.
 */
#include "harness.h"

#include "inkom/idn.h"

static const struct {
    const char *domain, *ascii;
} domains[] = {
    {"example.org", "example.org"},
    {"Example.ORG", "example.org"},
    {"malmö.example", "xn--malm-8qa.example"},
    {"MALMÖ.example", "xn--malm-8qa.example"},
    {"malmo\u0308.example", "xn--malm-8qa.example"},
    {"xn--malm-8qa.example", "xn--malm-8qa.example"},
    {"åäö.malmö.example", "xn--4cab6c.xn--malm-8qa.example"},
    {"straße.example", "xn--strae-oqa.example"},
    {"\u212Aommun.example", NULL},      /* the kelvin sign */
    {"exempel\u017Fida.example", NULL}, /* long s */
    {"\uFF4Bommun.example", NULL},      /* k of full width */
    {"\u0130stanbul.example", NULL},    /* I with a dot: its small letter is i */
    {"ex\u00ADempel.example", NULL},    /* soft hyphen */
    {"ex\u200Bempel.example", NULL},    /* no width at all */
    {"exempel\u3002example", NULL},     /* a full stop */
    {"\u202Eexempel.example", NULL},    /* direction */
    {"malm\u00F6\u00A0.example", NULL}, /* no-break space */
};

static void
test_to_ascii(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(domains); i++) {
        g_autofree char *ascii = ink_idn_to_ascii(domains[i].domain);
        g_test_message("%s", domains[i].domain);
        g_assert_cmpstr(ascii, ==, domains[i].ascii);
    }
}

static void
test_long(void)
{
    g_autoptr(GString) domain = g_string_new(NULL);
    for (int i = 0; i < 1000000; i++)
        g_string_append(domain, "ö");
    g_autofree char *ascii = ink_idn_to_ascii(domain->str);
    g_assert_null(ascii);
}

static void
test_to_unicode(void)
{
    static const struct {
        const char *domain, *unicode;
    } cases[] = {
        {"xn--malm-8qa.example", "malmö.example"},
        {"example.org", NULL},
        {"xn--kommun-.example", NULL},
        {"xn--.example", NULL},
        {"", NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *unicode = ink_idn_to_unicode(cases[i].domain);
        g_assert_cmpstr(unicode, ==, cases[i].unicode);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/idn/to-ascii", test_to_ascii);
    g_test_add_func("/idn/long", test_long);
    g_test_add_func("/idn/to-unicode", test_to_unicode);
    return g_test_run();
}
