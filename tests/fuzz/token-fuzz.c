/* SPDX-License-Identifier: MIT
 *
 * Signed words from outside: none but our own are taken, and our own in any case of letters.
 */
#include "fuzz.h"

#include "inkom/signed-address.h"
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

#define INBOX "inkorg@exempelkommun.example"

/* What is made like one of ours, but not by us. */
static void
read_address(const char *raw)
{
    InkSignedAddress address;
    g_autofree char *stripped = ink_address_strip_detail(raw, '+');
    g_assert_cmpuint(strlen(stripped), <=, strlen(raw));
    if (!ink_signed_address_read(raw, INBOX, '+', &address))
        return;
    g_assert_cmpuint(strlen(address.mac), ==, sizeof address.mac - 1);
    g_assert_cmpint(address.id, >=, 0);
    g_assert_false(ink_signed_address_check(&address, key, INBOX, "anna.ek@example.org"));
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autofree char *raw = g_strndup((const char *)data, size);
    g_assert_false(ink_own_id_check(key, raw));
    g_assert_false(ink_token_check(key, "v1|fuzz", raw, raw));
    read_address(raw);
    g_autofree char *token = ink_token_sign(key, "v1|fuzz", raw);
    g_autofree char *upper = g_ascii_strup(token, -1);
    g_assert_true(ink_token_check(key, "v1|fuzz", raw, upper));
    g_assert_false(ink_token_check(key, "v1|other", raw, token));
    return 0;
}
