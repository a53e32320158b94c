/* SPDX-License-Identifier: MIT
 *
 * Signed words from outside: none but our own are taken, and our own in any case of letters.
 */
#include "fuzz.h"

#include "inkom/thread.h"
#include "inkom/token.h"

static GBytes *key;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    guint8 secret[32];
    fuzz_begin();
    ink_random_bytes(secret, sizeof secret); /* unknown to the fuzzer, so that it cannot be right */
    key = g_bytes_new(secret, sizeof secret);
    return 0;
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autofree char *raw = g_strndup((const char *)data, size);
    g_assert_false(ink_own_id_check(key, raw));
    g_assert_false(ink_token_check(key, "v1|fuzz", raw, raw));
    g_autofree char *token = ink_token_sign(key, "v1|fuzz", raw);
    g_autofree char *upper = g_ascii_strup(token, -1);
    g_assert_true(ink_token_check(key, "v1|fuzz", raw, upper));
    g_assert_false(ink_token_check(key, "v1|other", raw, token));
    return 0;
}
