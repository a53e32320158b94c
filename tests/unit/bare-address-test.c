/* SPDX-License-Identifier: MIT
 *
 * The mailbox behind an address, for each way in which mail systems hide it.
 */
#include "harness.h"

#include "inkom/message.h"

static const struct {
    const char *address, *stripped, *bare;
} cases[] = {
    {"anna@example.org", "anna@example.org", "anna@example.org"},
    {"Anna.Ek@Example.ORG", "anna.ek@example.org", "anna.ek@example.org"},
    {"anna-karin@example.org", "anna-karin@example.org", "anna-karin@example.org"},
    {"anna-17@example.org", "anna-17@example.org", "anna-17@example.org"},
    {"anna=ek@example.org", "anna=ek@example.org", "anna=ek@example.org"},
    /* BATV */
    {"prvs=1234abcdef=anna@example.org", "anna@example.org", "anna@example.org"},
    {"PRVS=1234ABCDEF=anna@example.org", "anna@example.org", "anna@example.org"},
    {"prvs=00011abcde=anna@example.org", "anna@example.org", "anna@example.org"},
    {"prvs=0001Nabcde=anna=ek@example.org", "anna=ek@example.org", "anna=ek@example.org"},
    {"prvs=anna=1234abcdef@example.org", "anna@example.org", "anna@example.org"},
    {"prvs=1234abcdef=5678abcdef@example.org", "5678abcdef@example.org", "5678abcdef@example.org"},
    {"btv1==123abc==anna@example.org", "anna@example.org", "anna@example.org"},
    {"msprvs1=17x3a=anna@example.org", "anna@example.org", "anna@example.org"},
    {"prvs=@example.org", "prvs=@example.org", "prvs=@example.org"},
    {"prvs=1234abcdef=@example.org", "prvs=1234abcdef=@example.org",
     "prvs=1234abcdef=@example.org"},
    {"prvs==anna@example.org", "prvs==anna@example.org", "prvs==anna@example.org"},
    /* SRS */
    {"SRS0=HHH=TT=example.org=anna@forward.example", "anna@example.org", "anna@example.org"},
    {"SRS0+HHH=TT=example.org=anna@forward.example", "anna@example.org", "anna@example.org"},
    {"srs0-HHH=TT=Example.org=anna=ek@forward.example", "anna=ek@example.org",
     "anna=ek@example.org"},
    {"SRS1=HHH=one.example==HHH=TT=example.org=anna@two.example", "anna@example.org",
     "anna@example.org"},
    {"SRS0=HHH=TT=example.org=prvs=1234abcdef=anna@forward.example", "anna@example.org",
     "anna@example.org"},
    {"prvs=1234abcdef=SRS0=HHH=TT=example.org=anna@forward.example", "anna@example.org",
     "anna@example.org"},
    {"SRS0=HHH=TT=anna@forward.example", "srs0=hhh=tt=anna@forward.example",
     "srs0=hhh=tt=anna@forward.example"},
    {"srs0@example.org", "srs0@example.org", "srs0@example.org"},
    {"srs1@example.org", "srs1@example.org", "srs1@example.org"},
    {"srs0anna@example.org", "srs0anna@example.org", "srs0anna@example.org"},
    /* VERP */
    {"eva-17-inkorg=kommun.example@example.org", "eva-17-inkorg=kommun.example@example.org",
     "eva@example.org"},
    {"eva-inkorg=kommun.example@example.org", "eva-inkorg=kommun.example@example.org",
     "eva@example.org"},
    {"eva+17-inkorg=kommun.example@example.org", "eva+17-inkorg=kommun.example@example.org",
     "eva@example.org"},
    {"eva+inkorg=kommun.example@example.org", "eva+inkorg=kommun.example@example.org",
     "eva@example.org"},
    {"17-inkorg=kommun.example@example.org", "17-inkorg=kommun.example@example.org",
     "17@example.org"},
    {"inkorg=kommun.example@example.org", "inkorg=kommun.example@example.org",
     "inkorg=kommun.example@example.org"},
    {"-inkorg=kommun.example@example.org", "-inkorg=kommun.example@example.org",
     "-inkorg=kommun.example@example.org"},
    /* a detail */
    {"anna+17@example.org", "anna+17@example.org", "anna@example.org"},
    {"anna+a+b@example.org", "anna+a+b@example.org", "anna@example.org"},
    {"+anna@example.org", "+anna@example.org", "+anna@example.org"},
    /* none at all */
    {"anna", "anna", "anna"},
    {"", "", ""},
    {"@", "@", "@"},
};

static void
test_bare(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].address);
        g_autofree char *stripped = ink_address_strip_tags(cases[i].address);
        g_autofree char *bare = ink_address_bare(cases[i].address);
        g_assert_cmpstr(stripped, ==, cases[i].stripped);
        g_assert_cmpstr(bare, ==, cases[i].bare);
        g_autofree char *again = ink_address_bare(bare);
        g_assert_cmpstr(again, ==, bare);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/bare-address/table", test_bare);
    return g_test_run();
}
