/* SPDX-License-Identifier: MIT
 *
 * Modified UTF-7, against the examples of RFC 3501 §5.1.3 and what Dovecot calls Swedish folders.
 */
#include "../../src/net/utf7-private.h"
#include "harness.h"

static const struct {
    const char *name, *encoded;
} CASES[] = {
    {"INBOX", "INBOX"},
    {"Behandlat", "Behandlat"},
    {"Ärenden", "&AMQ-renden"},
    {"Åtgärdat", "&AMU-tg&AOQ-rdat"},
    {"åäö", "&AOUA5AD2-"},
    {"svar & frågor", "svar &- fr&AOU-gor"},
    {"&", "&-"},
    {"&&å&", "&-&-&AOU-&-"},
    {"~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"},
    {"😀", "&2D3eAA-"},
    {"a\"b\\c", "a\"b\\c"},
    {"Sänt/2026 (gammalt)", "S&AOQ-nt/2026 (gammalt)"},
    {"\x7e", "~"},
};

static const char *const REFUSED[] = {"",     "a\r\n2 LOGOUT", "a\nb",     "a\tb",
                                      "\x7f", "\xc2\x85",      "\xff\xfe", "halv \xc3"};

static void
test_encodes(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(CASES); i++) {
        g_autofree char *encoded = ink_utf7_encode(CASES[i].name);
        g_assert_cmpstr(encoded, ==, CASES[i].encoded);
    }
}

static void
test_refuses(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(REFUSED); i++)
        g_assert_null(ink_utf7_encode(REFUSED[i]));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/utf7/encodes", test_encodes);
    g_test_add_func("/utf7/refuses", test_refuses);
    return g_test_run();
}
