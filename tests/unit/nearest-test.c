/* SPDX-License-Identifier: MIT
 *
 * Which word was meant.
 */
#include "harness.h"

#include "inkom/text.h"

static const char *const known[] = {"name", "store", "mailboxes", "beröm", "Åtgärd", "i", NULL};

static const struct {
    const char *word, *expected;
} rows[] = {
    {"name", "name"},
    {"nam", "name"},            /* one taken away */
    {"namer", "name"},          /* one added */
    {"nome", "name"},           /* one changed */
    {"stoer", "store"},         /* two swapped: one mistake */
    {"maliboxse", "mailboxes"}, /* two mistakes in nine letters */
    {"maxiboxse", "mailboxes"}, /* three in nine letters */
    {"mxxxboxse", NULL},        /* four: another word */
    {"STORE", "store"},
    {"berom", "beröm"},
    {"BERÖM", "beröm"},
    {"tÅgärd", "Åtgärd"}, /* swapped, in capitals */
    {"åtgärd", "Åtgärd"},
    {"x", "i"}, /* the shortest may hold one mistake */
    {"xy", NULL},
    {"", "i"},
    {"mailboxesmailboxesmailboxesmailboxesmailboxes", NULL},
    {"ååååååååååååååååååååååååååååååååååååååååå", NULL},
};

static void
test_nearest(void)
{
    static const char *const none[] = {NULL};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].word);
        g_assert_cmpstr(ink_text_find_nearest(rows[i].word, known), ==, rows[i].expected);
    }
    g_assert_null(ink_text_find_nearest("name", none));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/nearest", test_nearest);
    return g_test_run();
}
