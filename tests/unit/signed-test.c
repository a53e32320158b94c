/* SPDX-License-Identifier: MIT
 *
 * S/MIME and OpenPGP: what is signed is read, what is encrypted is told. The structures were made
 * by openssl cms with a key of no further use.
 */
#include <string.h>

#include "parse-harness.h"

#define HEAD "From: a@b.example\n"
#define P7M  "Content-Transfer-Encoding: base64\nContent-Type: application/pkcs7-mime"

static const char der[] =
    "MIH0BgkqhkiG9w0BBwKggeYwgeMCAQMxDTALBglghkgBZQMEAgEwUQYJKoZIhvcNAQcBoEQEQkNvbnRlbnQt\n"
    "VHlwZTogdGV4dC9wbGFpbjsgY2hhcnNldD11dGYtOA0KDQpHYXRseWt0YW4gw6RyIHRyYXNpZy4NCjF8MHoC\n"
    "AQOAFAzi6oexLPuLD0F5cwghqqR2rKkuMAsGCWCGSAFlAwQCATAKBggqhkjOPQQDAgRGMEQCICLIl6JMfuLe\n"
    "Isj8Er4UliY/geqWWxkUKmB/tkfxRY3UAiAWwjBWYVNALGS+1RKwxbmKbTH/MwMNXhpUPc9DMzigpg==\n";
/* Of indefinite length, as it is written in one go. */
static const char ber[] =
    "MIAGCSqGSIb3DQEHAqCAMIACAQMxDTALBglghkgBZQMEAgEwgAYJKoZIhvcNAQcBoIAkgARCQ29udGVudC1U\n"
    "eXBlOiB0ZXh0L3BsYWluOyBjaGFyc2V0PXV0Zi04DQoNCkdhdGx5a3RhbiDDpHIgdHJhc2lnLg0KAAAAAAAA\n"
    "MX0wewIBA4AUDOLqh7Es+4sPQXlzCCGqpHasqS4wCwYJYIZIAWUDBAIBMAoGCCqGSM49BAMCBEcwRQIgKZBC\n"
    "vtFxIJ6E+wQ+kyYaH9oOosVPbTawJYHr2YJv858CIQD82mxEmHjjYa8mfxg/M4YtkYwGEw7a9m+uRXiyiINs\n"
    "QAAAAAAAAA==\n";
static const char signed_twice[] =
    "MIICdQYJKoZIhvcNAQcCoIICZjCCAmICAQMxDTALBglghkgBZQMEAgEwggHMBgkqhkiG9w0BBwGgggG9BIIB\n"
    "uUNvbnRlbnQtVHlwZTogYXBwbGljYXRpb24vcGtjczctbWltZTsgc21pbWUtdHlwZT1zaWduZWQtZGF0YQ0K\n"
    "Q29udGVudC1UcmFuc2Zlci1FbmNvZGluZzogYmFzZTY0DQoNCk1JSDBCZ2txaGtpRzl3MEJCd0tnZ2VZd2dl\n"
    "TUNBUU14RFRBTEJnbGdoa2dCWlFNRUFnRXdVUVlKS29aSWh2Y05BUWNCb0VRRVFrTnYNCmJuUmxiblF0Vkhs\n"
    "d1pUb2dkR1Y0ZEM5d2JHRnBianNnWTJoaGNuTmxkRDExZEdZdE9BMEtEUXBIWVhSc2VXdDBZVzRndzZSeUlI\n"
    "UnkNCllYTnBaeTROQ2pGOE1Ib0NBUU9BRkF6aTZvZXhMUHVMRDBGNWN3Z2hxcVIycktrdU1Bc0dDV0NHU0FG\n"
    "bEF3UUNBVEFLQmdncWhrak8NClBRUURBZ1JHTUVRQ0lDTElsNkpNZnVMZUlzajhFcjRVbGlZL2dlcVdXeGtV\n"
    "S21CL3RrZnhSWTNVQWlBV3dqQldZVk5BTEdTKzFSS3cNCnhibUtiVEgvTXdNTlhocFVQYzlETXppZ3BnPT0N\n"
    "CjF+MHwCAQOAFAzi6oexLPuLD0F5cwghqqR2rKkuMAsGCWCGSAFlAwQCATAKBggqhkjOPQQDAgRIMEYCIQCC\n"
    "P6pIPfvP32VmEwYGFONkP13XOCeLkfEB58H6VH60SAIhAIwVka9a3TcH1wtiDSP6kedI89aVU4zs3SjgEZ4i\n"
    "w+g0\n";
static const char with_parts[] =
    "MIIBLQYJKoZIhvcNAQcCoIIBHjCCARoCAQMxDTALBglghkgBZQMEAgEwgYcGCSqGSIb3DQEHAaB6BHhDb250\n"
    "ZW50LVR5cGU6IG11bHRpcGFydC9taXhlZDsgYm91bmRhcnk9aw0KDQotLWsNCg0KU2UgYmlsZC4NCi0taw0K\n"
    "Q29udGVudC1UeXBlOiBpbWFnZS9wbmc7IG5hbWU9a2FydGEucG5nDQoNCngNCi0tay0tDQoxfDB6AgEDgBQM\n"
    "4uqHsSz7iw9BeXMIIaqkdqypLjALBglghkgBZQMEAgEwCgYIKoZIzj0EAwIERjBEAiBX8/RkGcCmiuBZvOeo\n"
    "qQhByopllHogxr8QzfDIMeohigIgZcPdbiZECHDWqxk+Gat0jpbwOKAdZBAcCUUFOCUs1jA=\n";
static const char enveloped[] =
    "MIIBQAYJKoZIhvcNAQcDoIIBMTCCAS0CAQIxgamhgaYCAQOgUaFPMAkGByqGSM49AgEDQgAEDFGc8G5/Z3HA\n"
    "xyLcq7+U7sdhF1foVpiWlCk2zXuMFMMPtR4ofHJj9J5CVbvc7BdyQwIYs+gvzRCYams7G8S+ejAYBgkrgQUQ\n"
    "hkg/AAIwCwYJYIZIAWUDBAEFMDQwMqAWBBQM4uqHsSz7iw9BeXMIIaqkdqypLgQYvXC8NQSHOj4FmCCUIcN0\n"
    "UJYoNIi2d/cpMHwGCSqGSIb3DQEHATAdBglghkgBZQMEAQIEEOmU+G42YHTUiHD7M/E+EmCAUONxtywh9OV1\n"
    "Zo+DS+xnpmh1Knd1lLFfSmsSsqEJaSndAdaJbjbPTQCWuSWtf8eDL60m26jUSlW4UQf4/WP+0QRMBEveLJGI\n"
    "6xsY/aM4iSOv\n";

typedef struct {
    const char *start, *content, *text;
    gboolean is_encrypted;
} Case;

#define LYKTA "Gatlyktan är trasig.\n"

static const Case cases[] = {
    {P7M "; smime-type=signed-data; name=smime.p7m\n\n", der, LYKTA, FALSE},
    {P7M "; smime-type=signed-data\n\n", ber, LYKTA, FALSE},
    {P7M "\n\n", der, LYKTA, FALSE},
    {P7M "; smime-type=enveloped-data\n\n", der, LYKTA, FALSE},
    {P7M "; smime-type=signed-data\n\n", signed_twice, LYKTA, FALSE},
    {P7M "\n\n", with_parts, "Se bild.", FALSE},
    {"Content-Transfer-Encoding: base64\nContent-Type: application/octet-stream; "
     "name=SMIME.p7m\n\n",
     der, LYKTA, FALSE},
    {"Content-Type: multipart/mixed; boundary=b\n\n--b\n" P7M "\n\n", der, LYKTA, FALSE},
    {P7M "; smime-type=enveloped-data; name=smime.p7m\n\n", enveloped, "", TRUE},
    {P7M "\n\n", enveloped, "", TRUE},
    {P7M "; smime-type=signed-data\n\n", enveloped, "", TRUE},
    {P7M "; smime-type=authEnveloped-data\n\n", "AAAA", "", TRUE},
    {P7M "; smime-type=compressed-data\n\n", "MAA=", "", TRUE},
    {"Content-Transfer-Encoding: base64\nContent-Type: application/x-pkcs7-mime\n\n", enveloped, "",
     TRUE},
    {"Content-Transfer-Encoding: base64\nContent-Type: application/octet-stream; "
     "name=smime.p7m\n\n",
     enveloped, "", TRUE},
    {P7M "; smime-type=certs-only\n\n", "AAAA", "", FALSE},
    {"Content-Type: application/octet-stream; name=p7m.pdf\n\n", "x", "", FALSE},
    {"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nLista\n--b\n" P7M "\n\n", enveloped,
     "Lista", TRUE},
    {"Content-Type: multipart/signed; boundary=b\n\n--b\n\nHej\n--b\nContent-Type: "
     "application/pkcs7-signature; name=smime.p7s\n\n",
     "AAAA", "Hej", FALSE},
    {"Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\n\n"
     "--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n"
     "--b\nContent-Type: application/octet-stream\n\n",
     "-----BEGIN PGP MESSAGE-----\n", "", TRUE},
    {"Content-Type: multipart/mixed; boundary=b\n\n"
     "--b\nContent-Type: application/pgp-encrypted; name=version.asc\n\nVersion: 1\n"
     "--b\nContent-Type: application/octet-stream; name=encrypted.asc\n\n",
     "-----BEGIN PGP MESSAGE-----\n", "", TRUE},
    {"\n", "Hej\n-----BEGIN PGP MESSAGE-----\nhQEMA\n-----END PGP MESSAGE-----\n",
     "Hej\n-----BEGIN PGP MESSAGE-----\nhQEMA\n-----END PGP MESSAGE-----\n", TRUE},
    {"\n", "Hej om -----BEGIN PGP MESSAGE-----", "Hej om -----BEGIN PGP MESSAGE-----", FALSE},
    {"\n", "> -----BEGIN PGP MESSAGE-----\n", "> -----BEGIN PGP MESSAGE-----\n", FALSE},
    {"\n",
     "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHej\n- -- \nAnna\n"
     "-----BEGIN PGP SIGNATURE-----\n\niQ\n-----END PGP SIGNATURE-----\n",
     "Hej\n-- \nAnna\n", FALSE},
    {"\n",
     "\n-----BEGIN PGP SIGNED MESSAGE-----\n\nHej\n-----BEGIN PGP SIGNATURE-----\n"
     "-----END PGP SIGNATURE-----\nListans sidfot\n",
     "Hej\nListans sidfot\n", FALSE},
    {"\n", "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHej\n",
     "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHej\n", FALSE},
    {"\n", "-----BEGIN PGP SIGNED MESSAGE-----", "-----BEGIN PGP SIGNED MESSAGE-----", FALSE},
};

static void
test_table(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = g_strconcat(HEAD, cases[i].start, cases[i].content, NULL);
        g_autoptr(InkMessage) message = parse_text(text);
        g_test_message("%" G_GSIZE_FORMAT, i);
        g_assert_cmpstr(message->text, ==, cases[i].text);
        g_assert_cmpint(message->is_encrypted, ==, cases[i].is_encrypted);
    }
}

static void
test_parts_of_signed(void)
{
    g_autofree char *text = g_strconcat(HEAD, P7M "\n\n", with_parts, NULL);
    g_autoptr(InkMessage) message = parse_text(text);
    g_assert_cmpuint(message->attachments->len, ==, 1);
    g_assert_cmpstr(attachment_at(message, 0)->name, ==, "karta.png");
    g_assert_cmpstr(message->content_type, ==, "application/pkcs7-mime");
}

/* What cannot be opened stays what it was, an attachment with its bytes. */
static void
test_encrypted_is_attachment(void)
{
    g_autofree char *text = g_strconcat(HEAD, P7M "; name=smime.p7m\n\n", enveloped, NULL);
    g_autoptr(InkMessage) message = parse_text(text);
    g_assert_cmpuint(message->attachments->len, ==, 1);
    g_assert_cmpstr(attachment_at(message, 0)->name, ==, "smime.p7m");
    g_assert_cmpint(attachment_at(message, 0)->size, ==, 324);
}

/* The part is encrypted, the message around it is not. */
static void
test_attached(void)
{
    g_autofree char *text =
        g_strconcat(HEAD "Content-Type: message/rfc822\n\n", P7M "\n\n", enveloped, NULL);
    g_autoptr(InkMessage) message = parse_text(text);
    g_assert_false(message->is_encrypted);
    g_assert_true(attachment_at(message, 0)->message->is_encrypted);
}

/* Every byte of the structure changed, and every length cut: read or not, never worse. */
static void
test_broken(void)
{
    gsize size;
    g_autofree guchar *bytes = g_base64_decode(ber, &size);
    g_assert_cmpuint(size, >, 0);
    for (gsize i = 0; i < 2 * size; i++) {
        g_autofree guchar *copy = g_memdup2(bytes, size);
        copy[i % size] ^= 0x81;
        g_autofree char *coded = g_base64_encode(copy, i < size ? size : i - size);
        g_autofree char *text = g_strconcat(HEAD, P7M "\n\n", coded, NULL);
        g_autoptr(InkMessage) message = parse_text(text);
        g_assert_true(g_utf8_validate(message->text, -1, NULL));
        g_assert_true(message->is_encrypted || *message->text != '\0' || i < size);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    g_test_add_func("/signed/table", test_table);
    g_test_add_func("/signed/parts", test_parts_of_signed);
    g_test_add_func("/signed/encrypted-is-attachment", test_encrypted_is_attachment);
    g_test_add_func("/signed/attached", test_attached);
    g_test_add_func("/signed/broken", test_broken);
    return g_test_run();
}
