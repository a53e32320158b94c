/* SPDX-License-Identifier: MIT
 *
 * Transfer decoding, whole and with broken ends.
 */
#include "../../src/parse/transfer.h"

#include <string.h>

static const struct {
    GMimeContentEncoding encoding;
    const char *bytes, *decoded;
} cases[] = {
    {GMIME_CONTENT_ENCODING_8BIT, "f\xc3\xb6r=20", "f\xc3\xb6r=20"},
    {GMIME_CONTENT_ENCODING_DEFAULT, "x", "x"},
    {GMIME_CONTENT_ENCODING_BASE64, "SGVqIQ==", "Hej!"},
    {GMIME_CONTENT_ENCODING_BASE64, "SGVq\r\nIQ==\r\n", "Hej!"},
    {GMIME_CONTENT_ENCODING_BASE64, "SGVqIQ", "Hej!"},
    {GMIME_CONTENT_ENCODING_BASE64, "SGVqaGVq", "Hejhej"},
    {GMIME_CONTENT_ENCODING_BASE64, "SGVqIQ==SGVqIQ==", "Hej!Hej!"},
    {GMIME_CONTENT_ENCODING_BASE64, "", ""},
    {GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE, "KS 2026/=\n0412", "KS 2026/0412"},
    {GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE, "KS 2026/=\r\n0412", "KS 2026/0412"},
    {GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE, "f=C3=B6r =3D", "f\xc3\xb6r ="},
    {GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE, "a=zzb", "a=zzb"},
    {GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE, "slut=", "slut"},
    {GMIME_CONTENT_ENCODING_UUENCODE, "begin 644 x\n#:&5J\n`\nend\n", "hej"},
};

static void
test_cases(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gboolean is_cut;
        g_autoptr(GString) decoded = ink_transfer_decode_some(
            cases[i].encoding, cases[i].bytes, strlen(cases[i].bytes), 1000, &is_cut);
        g_test_message("%s", cases[i].bytes);
        g_assert_cmpstr(decoded->str, ==, cases[i].decoded);
        g_assert_false(is_cut);
    }
}

static void
test_cut(void)
{
    gboolean is_cut;
    g_autoptr(GString) decoded =
        ink_transfer_decode_some(GMIME_CONTENT_ENCODING_BASE64, "SGVqIQ==", 8, 3, &is_cut);
    g_assert_cmpstr(decoded->str, ==, "Hej");
    g_assert_true(is_cut);
}

/* Pieces divide the coded bytes anywhere, the padding too: the result is the same. */
static void
test_pieces(void)
{
    g_autoptr(GString) plain = g_string_new(NULL);
    for (guint i = 0; plain->len < 18 * 1024 + 40; i++)
        g_string_append_c(plain, (char)('a' + i % 26));
    for (gsize size = 18 * 1024 - 40; size < 18 * 1024 + 40; size++) {
        g_autofree char *coded = g_base64_encode((const guchar *)plain->str, size);
        gboolean is_cut;
        g_autoptr(GString) decoded = ink_transfer_decode_some(GMIME_CONTENT_ENCODING_BASE64, coded,
                                                              strlen(coded), plain->len, &is_cut);
        g_assert_cmpuint(decoded->len, ==, size);
        g_assert_true(strncmp(decoded->str, plain->str, size) == 0);
        g_assert_false(is_cut);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/transfer/cases", test_cases);
    g_test_add_func("/transfer/cut", test_cut);
    g_test_add_func("/transfer/pieces", test_pieces);
    return g_test_run();
}
