/* SPDX-License-Identifier: MIT
 *
 * Signed addresses: what is made is known again, folded or not, and a million spoilt ones are not.
 */
#include "harness.h"

#include "inkom/signed-address.h"

#include <string.h>

#define INBOX "inkorg@exempelkommun.example"
#define PARTY "anna@example.org"
#define DAY   20539

static InkAddressKey *
make_key(const char *secret)
{
    InkAddressKey *key = g_new0(InkAddressKey, 1);
    key->id = 3;
    key->secret = g_bytes_new(secret, strlen(secret));
    return key;
}

static gboolean
passes(const char *address, const InkAddressKey *key, const char *party)
{
    InkSignedAddress found;
    return ink_signed_address_read(address, INBOX, '+', &found) &&
           ink_signed_address_check(&found, key->secret, INBOX, party);
}

static void
test_round_trip(void)
{
    g_autoptr(InkAddressKey) key = make_key("hemligt");
    g_autofree char *address =
        ink_signed_address_new(key, INBOX, '+', INK_PURPOSE_REPLY, 1234567, PARTY, DAY);
    InkSignedAddress found;
    g_assert_true(g_str_has_prefix(address, "inkorg+rqglj.fuj.3."));
    g_assert_true(g_str_has_suffix(address, "@exempelkommun.example"));
    g_assert_true(ink_signed_address_read(address, INBOX, '+', &found));
    g_assert_cmpint(found.purpose, ==, INK_PURPOSE_REPLY);
    g_assert_cmpint(found.id, ==, 1234567);
    g_assert_cmpint(found.key_id, ==, 3);
    g_assert_cmpint(found.last_day, ==, DAY);
    g_assert_true(passes(address, key, PARTY));
    g_autofree char *capitals = g_ascii_strup(address, -1);
    g_assert_true(passes(capitals, key, "Anna@Example.ORG"));
}

/* What is signed for one is good for no other. */
static void
test_bound(void)
{
    g_autoptr(InkAddressKey) key = make_key("hemligt"), other = make_key("annat");
    g_autofree char *reply =
        ink_signed_address_new(key, INBOX, '+', INK_PURPOSE_REPLY, 7, PARTY, DAY);
    g_autofree char *bounce =
        ink_signed_address_new(key, INBOX, '+', INK_PURPOSE_BOUNCE, 7, PARTY, DAY);
    g_autofree char *elsewhere = ink_signed_address_new(key, "kansli@exempelkommun.example", '+',
                                                        INK_PURPOSE_REPLY, 7, PARTY, DAY);
    g_assert_false(passes(reply, other, PARTY));
    g_assert_false(passes(reply, key, "bo@example.org"));
    InkSignedAddress found;
    g_assert_false(ink_signed_address_read(elsewhere, INBOX, '+', &found));
    g_assert_false(ink_signed_address_read(reply, INBOX, '-', &found));
    bounce[strlen("inkorg+")] = 'r';
    g_assert_false(passes(bounce, key, PARTY));
}

/* A citizen's address made to look like an officer's is nobody's, and so on for each of them. */
static void
test_purposes(void)
{
    static const char letters[] = {[INK_PURPOSE_REPLY] = 'r',
                                   [INK_PURPOSE_BOUNCE] = 'b',
                                   [INK_PURPOSE_OFFICER] = 'o',
                                   [INK_PURPOSE_CONFIRM] = 'c'};
    g_autoptr(InkAddressKey) key = make_key("hemligt");
    for (gsize from = 0; from < G_N_ELEMENTS(letters); from++) {
        g_autofree char *address =
            ink_signed_address_new(key, INBOX, '+', (InkPurpose)from, 7, PARTY, DAY);
        for (gsize to = 0; to < G_N_ELEMENTS(letters); to++) {
            address[strlen("inkorg+")] = letters[to];
            g_assert_cmpint(passes(address, key, PARTY), ==, from == to);
        }
    }
}

static void
test_not_ours(void)
{
    static const char *const addresses[] = {
        "",
        "inkorg",
        INBOX,
        "inkorg+@exempelkommun.example",
        "inkorg+nyheter@exempelkommun.example",
        "inkorg+r1.fuj.3.@exempelkommun.example",
        "inkorg+r1.fuj.3.aaaaaaaaaaaaaaaaaaaaaaaaa@exempelkommun.example",
        "inkorg+r1.fuj.3.aaaaaaaaaaaaaaaaaaaaaaaaaaa@exempelkommun.example",
        "inkorg+x1.fuj.3.aaaaaaaaaaaaaaaaaaaaaaaaaa@exempelkommun.example",
        "inkorg+r01.fuj.3.aaaaaaaaaaaaaaaaaaaaaaaaaa@exempelkommun.example",
        "inkorg+r.fuj.3.aaaaaaaaaaaaaaaaaaaaaaaaaa@exempelkommun.example",
        "inkorg+r1.zzzzzzzzzzzzz.3.aaaaaaaaaaaaaaaaaaaaaaaaaa@exempelkommun.example",
        "inkorg+r1.zzzzzzzzzzzz.3.aaaaaaaaaaaaaaaaaaaaaaaaaa@exempelkommun.example",
        "inkorg+r1.fuj.3.aaaaaaaaaaaaaaaaaaaaaaaaaa@example.org",
        "inkorgen+r1.fuj.3.aaaaaaaaaaaaaaaaaaaaaaaaaa@exempelkommun.example",
    };
    InkSignedAddress found;
    for (gsize i = 0; i < G_N_ELEMENTS(addresses); i++) {
        g_test_message("%s", addresses[i]);
        g_assert_false(ink_signed_address_read(addresses[i], INBOX, '+', &found));
    }
}

static void
test_too_long(void)
{
    g_autoptr(InkAddressKey) key = make_key("hemligt");
    g_autofree char *address =
        ink_signed_address_new(key, "forvaltningens-gemensamma-inkorg@exempelkommun.example", '+',
                               INK_PURPOSE_REPLY, 7, PARTY, DAY);
    g_assert_null(address);
}

/* One character changed, put in, left out or moved: a million times, and never good. Capitals are
 * the same address. */
static void
test_million(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(11);
    g_autoptr(InkAddressKey) key = make_key("hemligt");
    g_autofree char *address =
        ink_signed_address_new(key, INBOX, '+', INK_PURPOSE_REPLY, 1234567, PARTY, DAY);
    gsize first = strlen("inkorg+"), size = (gsize)(strchr(address, '@') - address) - first;
    guint read = 0;
    for (guint i = 0; i < 1000000; i++) {
        static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789.";
        g_autoptr(GString) spoilt = g_string_new(address);
        gssize at = (gssize)first + g_rand_int_range(rand, 0, (gint32)size);
        char letter = letters[g_rand_int_range(rand, 0, (gint32)strlen(letters))];
        switch (i % 4) {
        case 0:
            g_string_insert_c(spoilt, at, letter);
            break;
        case 1:
            g_string_erase(spoilt, at, 1);
            break;
        case 2:
            spoilt->str[at] = letter;
            break;
        default: {
            gssize other = (gssize)first + g_rand_int_range(rand, 0, (gint32)size);
            char kept = spoilt->str[at];
            spoilt->str[at] = spoilt->str[other];
            spoilt->str[other] = kept;
        }
        }
        InkSignedAddress found;
        if (g_str_equal(spoilt->str, address) ||
            !ink_signed_address_read(spoilt->str, INBOX, '+', &found))
            continue;
        read++;
        if (ink_signed_address_check(&found, key->secret, INBOX, PARTY))
            g_error("%s is taken for %s", spoilt->str, address);
    }
    g_test_message("%u were made like addresses of ours", read);
    g_assert_cmpuint(read, >, 300000);
}

static void
test_strip(void)
{
    static const char *const rows[][2] = {
        {"inkorg+abc@a.example", "inkorg@a.example"}, {"inkorg@a.example", "inkorg@a.example"},
        {"+abc@a.example", "+abc@a.example"},         {"inkorg@a+b.example", "inkorg@a+b.example"},
        {"inkorg+a+b@a.example", "inkorg@a.example"}, {"inkorg+", "inkorg+"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *plain = ink_address_strip_detail(rows[i][0], '+');
        g_assert_cmpstr(plain, ==, rows[i][1]);
        g_autofree char *same = ink_address_strip_detail(rows[i][0], '\0');
        g_assert_cmpstr(same, ==, rows[i][0]);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/signed-address/round-trip", test_round_trip);
    g_test_add_func("/signed-address/bound", test_bound);
    g_test_add_func("/signed-address/purposes", test_purposes);
    g_test_add_func("/signed-address/not-ours", test_not_ours);
    g_test_add_func("/signed-address/too-long", test_too_long);
    g_test_add_func("/signed-address/million", test_million);
    g_test_add_func("/signed-address/strip", test_strip);
    return g_test_run();
}
