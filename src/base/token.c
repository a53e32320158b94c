/* SPDX-License-Identifier: MIT
 *
 * Hashes and signed words.
 */
#include "inkom/token.h"

#include <nettle/sha2.h>
#include <string.h>
#include <sys/random.h>

#define TOKEN_BYTES  16 /* 128 bits of the MAC */
#define TOKEN_LENGTH 26 /* its base32 letters */

static const char base32[] = "abcdefghijklmnopqrstuvwxyz234567";

struct InkSha256 {
    struct sha256_ctx context;
};

InkSha256 *
ink_sha256_new(void)
{
    InkSha256 *sum = g_new(InkSha256, 1);
    sha256_init(&sum->context);
    return sum;
}

void
ink_sha256_add(InkSha256 *sum, gconstpointer data, gsize size)
{
    sha256_update(&sum->context, size, data);
}

char *
ink_sha256_end(InkSha256 *sum)
{
    static const char digits[] = "0123456789abcdef";
    guint8 digest[SHA256_DIGEST_SIZE];
    sha256_digest(&sum->context, sizeof digest, digest);
    g_free(sum);
    char *hex = g_malloc(2 * sizeof digest + 1);
    for (gsize i = 0; i < sizeof digest; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[2 * sizeof digest] = '\0';
    return hex;
}

char *
ink_sha256_hex(gconstpointer data, gsize size)
{
    InkSha256 *sum = ink_sha256_new();
    ink_sha256_add(sum, data, size);
    return ink_sha256_end(sum);
}

void
ink_random_bytes(guint8 *out, gsize size)
{
    gsize done = 0;
    while (done < size) {
        gssize got = getrandom(out + done, size - done, 0);
        if (got < 0)
            g_error("the kernel has no random numbers to give");
        done += (gsize)got;
    }
}

char *
ink_random_word(gsize length)
{
    g_autofree guint8 *bytes = g_malloc(length);
    ink_random_bytes(bytes, length);
    char *word = g_malloc(length + 1);
    for (gsize i = 0; i < length; i++)
        word[i] = base32[bytes[i] & 31];
    word[length] = '\0';
    return word;
}

static void
encode(const guint8 *bytes, char *out)
{
    guint bits = 0, buffer = 0;
    for (gsize i = 0; i < TOKEN_BYTES; i++) {
        buffer = buffer << 8 | bytes[i];
        for (bits += 8; bits >= 5; bits -= 5)
            *out++ = base32[buffer >> (bits - 5) & 31];
    }
    *out++ = base32[buffer << (5 - bits) & 31];
    *out = '\0';
}

char *
ink_token_sign(GBytes *key, const char *purpose, const char *text)
{
    gsize key_size;
    const guint8 *key_data = g_bytes_get_data(key, &key_size);
    g_autoptr(GHmac) hmac = g_hmac_new(G_CHECKSUM_SHA256, key_data, key_size);
    g_hmac_update(hmac, (const guchar *)purpose, (gssize)strlen(purpose));
    g_hmac_update(hmac, (const guchar *)"|", 1);
    g_hmac_update(hmac, (const guchar *)text, (gssize)strlen(text));

    guint8 digest[32];
    gsize digest_size = sizeof digest;
    g_hmac_get_digest(hmac, digest, &digest_size);
    char *token = g_malloc(TOKEN_LENGTH + 1);
    encode(digest, token);
    return token;
}

gboolean
ink_token_check(GBytes *key, const char *purpose, const char *text, const char *token)
{
    if (strlen(token) != TOKEN_LENGTH)
        return FALSE;
    g_autofree char *right = ink_token_sign(key, purpose, text);
    guint difference = 0;
    for (gsize i = 0; i < TOKEN_LENGTH; i++)
        difference |= (guint)((guchar)right[i] ^ (guchar)g_ascii_tolower(token[i]));
    return difference == 0;
}
