/* SPDX-License-Identifier: MIT
 *
 * Transfer decoding, whole and with broken ends.
 */
#include "../../src/parse/transfer.h"

#include "inkom/parse.h"

#include <string.h>

static const struct {
    const char *encoding, *bytes, *decoded;
} cases[] = {
    {"8bit", "f\xc3\xb6r=20", "f\xc3\xb6r=20"},
    {"x-rot13", "x", "x"},
    {"base64", "SGVqIQ==", "Hej!"},
    {"\"base64\"", "SGVqIQ==", "Hej!"},
    {"base64; charset=utf-8", "SGVqIQ==", "Hej!"},
    {"base64 (kommentar)", "SGVqIQ==", "Hej!"},
    {"base64", "SGVq\r\nIQ==\r\n", "Hej!"},
    {"base64", "SGVqIQ", "Hej!"}, /* GMime: "Hej" */
    {"base64", "aA", "h"},
    {"base64", "a", ""},
    {"base64", "SGVqaGVq", "Hejhej"},
    {"base64", "SGVqIQ==SGVqIQ==", "Hej!Hej!"}, /* GMime: "Hej!" */
    {"base64", "aGU=\naGVq", "hehej"},
    {"base64", "aGVq====aGVq", "hejhej"},
    {"base64", "====", ""},
    {"base64", "-_aG\xc3\xa5Vq", "hej"},
    {"base64", "", ""},
    {"quoted-printable", "KS 2026/=\n0412", "KS 2026/0412"},
    {"Quoted-Printable", "KS 2026/=\r\n0412", "KS 2026/0412"},
    {"quoted-printable", "f=C3=B6r =3D", "f\xc3\xb6r ="},
    {"quoted-printable", "a=zzb", "a=zzb"},
    {"quoted-printable", "slut=", "slut"},
    {"uuencode", "begin 644 x\n#:&5J\n`\nend\n", "hej"},
    {"x-uuencode", "Hej,\nbegin 644 x\n#:&5J\n`\nend\n", "hej"},
};

static GMimePart *
make_part(const char *encoding, const char *bytes, gsize size)
{
    GMimePart *part = g_mime_part_new();
    g_mime_object_set_header(GMIME_OBJECT(part), "Content-Transfer-Encoding", encoding, NULL);
    g_autoptr(GMimeStream) stream = g_mime_stream_mem_new_with_buffer(bytes, size);
    GMimeDataWrapper *content =
        g_mime_data_wrapper_new_with_stream(stream, g_mime_part_get_content_encoding(part));
    g_mime_part_set_content(part, content);
    g_object_unref(content);
    return part;
}

static GString *
decode(const char *encoding, const char *bytes, gsize size, gsize max, gboolean *out_is_cut)
{
    GMimePart *part = make_part(encoding, bytes, size);
    GString *decoded = ink_transfer_decode_some(part, max, out_is_cut);
    g_object_unref(part);
    return decoded;
}

static void
test_cases(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        gboolean is_cut;
        g_autoptr(GString) decoded =
            decode(cases[i].encoding, cases[i].bytes, strlen(cases[i].bytes), 1000, &is_cut);
        g_test_message("%s", cases[i].bytes);
        g_assert_cmpstr(decoded->str, ==, cases[i].decoded);
        g_assert_false(is_cut);
    }
}

static void
test_cut(void)
{
    gboolean is_cut;
    g_autoptr(GString) decoded = decode("base64", "SGVqIQ==", 8, 3, &is_cut);
    g_assert_cmpstr(decoded->str, ==, "Hej");
    g_assert_true(is_cut);
    g_autoptr(GString) whole = decode("base64", "SGVqIQ==", 8, 4, &is_cut);
    g_assert_cmpstr(whole->str, ==, "Hej!");
    g_assert_false(is_cut);
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
        g_autoptr(GString) decoded = decode("base64", coded, strlen(coded), plain->len, &is_cut);
        g_assert_cmpuint(decoded->len, ==, size);
        g_assert_true(strncmp(decoded->str, plain->str, size) == 0);
        g_assert_false(is_cut);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    g_test_add_func("/transfer/cases", test_cases);
    g_test_add_func("/transfer/cut", test_cut);
    g_test_add_func("/transfer/pieces", test_pieces);
    return g_test_run();
}
