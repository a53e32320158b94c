/* SPDX-License-Identifier: MIT
 *
 * Signed words, against RFC 4231 and GLib's own HMAC, and every way to spoil one.
 */
#include "harness.h"

#include "inkom/token.h"

#include <string.h>

static void
test_sha256(void)
{
    g_autofree char *empty = ink_sha256_hex(NULL, 0);
    g_assert_cmpstr(empty, ==, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    g_autofree char *abc = ink_sha256_hex("abc", 3);
    g_assert_cmpstr(abc, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    g_autofree char *nul = ink_sha256_hex("a\0b", 3);
    g_assert_cmpstr(nul, !=, abc);
}

/* RFC 4648 base32, in small letters without padding, of the first 128 bits. */
static char *
encode(const guint8 *digest)
{
    GString *out = g_string_new(NULL);
    for (guint bit = 0; bit < 128; bit += 5) {
        guint value = 0;
        for (guint i = bit; i < bit + 5; i++)
            value = value << 1 | (i < 128 ? (guint)(digest[i / 8] >> (7 - i % 8)) & 1 : 0);
        g_string_append_c(out, "abcdefghijklmnopqrstuvwxyz234567"[value]);
    }
    return g_string_free(out, FALSE);
}

/* The vectors' keys and texts, with our purpose before the text; the reference is itself checked
 * against the vector's digest. */
static void
test_rfc4231(void)
{
    static const struct {
        guint8 key_byte;
        gsize key_size;
        const char *key, *text, *digest;
    } rows[] = {
        {0x0b, 20, NULL, "Hi There",
         "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
        {0, 4, "Jefe", "what do ya want for nothing?",
         "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
        {0xaa, 131, NULL, "Test Using Larger Than Block-Size Key - Hash Key First",
         "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
        {0xaa, 131, NULL,
         "This is a test using a larger than block-size key and a larger than block-size data. The "
         "key needs to be hashed before being used by the HMAC algorithm.",
         "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        guint8 key[131];
        memset(key, rows[i].key_byte, sizeof key);
        if (rows[i].key != NULL)
            memcpy(key, rows[i].key, rows[i].key_size);
        g_autofree char *plain =
            g_compute_hmac_for_string(G_CHECKSUM_SHA256, key, rows[i].key_size, rows[i].text, -1);
        g_assert_cmpstr(plain, ==, rows[i].digest);

        g_autofree char *signed_text = g_strconcat("v1|test", "|", rows[i].text, NULL);
        g_autoptr(GHmac) hmac = g_hmac_new(G_CHECKSUM_SHA256, key, rows[i].key_size);
        g_hmac_update(hmac, (const guchar *)signed_text, -1);
        guint8 digest[32];
        gsize size = sizeof digest;
        g_hmac_get_digest(hmac, digest, &size);
        g_autofree char *expected = encode(digest);
        g_autoptr(GBytes) key_bytes = g_bytes_new(key, rows[i].key_size);
        g_autofree char *token = ink_token_sign(key_bytes, "v1|test", rows[i].text);
        g_assert_cmpstr(token, ==, expected);
        g_assert_cmpuint(strlen(token), ==, 26);
        g_assert_true(ink_token_check(key_bytes, "v1|test", rows[i].text, token));
    }
}

static void
test_case(void)
{
    g_autoptr(GBytes) key = g_bytes_new_static("k", 1);
    g_autofree char *token = ink_token_sign(key, "p", "t");
    g_autofree char *upper = g_ascii_strup(token, -1);
    g_assert_true(ink_token_check(key, "p", "t", upper));
}

static void
test_mutations(void)
{
    g_autoptr(GBytes) key = g_bytes_new_static("0123456789abcdef", 16);
    g_autoptr(GBytes) other_key = g_bytes_new_static("0123456789abcdeg", 16);
    g_autofree char *token = ink_token_sign(key, "v1|loop", "inkorg");
    g_assert_false(ink_token_check(other_key, "v1|loop", "inkorg", token));
    g_assert_false(ink_token_check(key, "v1|message-id", "inkorg", token));
    g_assert_false(ink_token_check(key, "v1|loop", "Inkorg", token));
    g_assert_false(ink_token_check(key, "v1|loop", "", token));
    g_assert_false(ink_token_check(key, "v1|loop", "inkorg", ""));
    for (gsize i = 0; i < 26; i++) {
        g_autofree char *shorter = g_strndup(token, i);
        g_assert_false(ink_token_check(key, "v1|loop", "inkorg", shorter));
        for (int c = 1; c < 256; c++) {
            if (g_ascii_tolower((char)c) == token[i])
                continue;
            g_autofree char *changed = g_strdup(token);
            changed[i] = (char)c;
            g_assert_false(ink_token_check(key, "v1|loop", "inkorg", changed));
        }
    }
    g_autofree char *longer = g_strconcat(token, "a", NULL);
    g_assert_false(ink_token_check(key, "v1|loop", "inkorg", longer));
}

static void
test_random_word(void)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    guint letters[256] = {0};
    for (guint i = 0; i < 4000; i++) {
        char *word = ink_random_word(16);
        g_assert_cmpuint(strspn(word, "abcdefghijklmnopqrstuvwxyz234567"), ==, 16);
        g_assert_cmpuint(strlen(word), ==, 16);
        for (const char *c = word; *c != '\0'; c++)
            letters[(guchar)*c]++;
        g_assert_true(g_hash_table_add(seen, word));
    }
    for (const char *c = "abcdefghijklmnopqrstuvwxyz234567"; *c != '\0'; c++) {
        g_assert_cmpuint(letters[(guchar)*c], >, 1700); /* 2000 each, give or take */
        g_assert_cmpuint(letters[(guchar)*c], <, 2300);
    }
    g_autofree char *none = ink_random_word(0);
    g_assert_cmpstr(none, ==, "");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/token/sha256", test_sha256);
    g_test_add_func("/token/rfc4231", test_rfc4231);
    g_test_add_func("/token/case", test_case);
    g_test_add_func("/token/mutations", test_mutations);
    g_test_add_func("/token/random-word", test_random_word);
    return g_test_run();
}
