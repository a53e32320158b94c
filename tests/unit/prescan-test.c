/* SPDX-License-Identifier: MIT
 *
 * What is mended before GMime reads, and that nothing else is touched. That limits are kept is
 * shown in mime-test.c.
 */
#include "../../src/parse/prescan.h"

#include "harness.h"

#include "inkom/parse.h"

#include <string.h>

#define MIXED "Content-Type: multipart/mixed; boundary=b\n\n"

/* mended: NULL if the bytes are right as they are. */
static const struct {
    const char *bytes, *mended;
} cases[] = {
    {"A: b\n\nbody", NULL},
    {"A: b\r\nC:d\r\n\r\n", NULL},
    {"A: b", NULL},
    {"A: b\n c\n\td\n\nx", NULL},
    {"A:\n b\n\nx", NULL},
    {"A : b\n\nx", NULL},
    {"Authentication-Results : b\n\nx", "Authentication-Results :, b\n\nx"},
    {"A: b\nskräp\nTo: x\nAuthentication-Results: b\n\nx",
     "A: b\nTo: x\nAuthentication-Results:, b\n\nx"},
    {"A: b\n \nAuthentication-Results: b\n\nx", "A: b\n \nAuthentication-Results:, b\n\nx"},
    {"Authentication-Results\t: b\nA:c\n\nx", "Authentication-Results\t:, b\nA:c\n\nx"},
    {"A: b\n \nC: d\n\nx", NULL},
    {MIXED "--b\n\n--\n-- \n--x\nSubject x\n--b--\n", NULL},
    {MIXED "--b\nContent-Type: message/rfc822\n\nskräp\nTo: x\n--b--\n", NULL},
    {"\n", NULL},
    /* no empty line: GMime drops the text */
    {"A: b\nHej du\n", "A: b\n\nHej du\n"},
    {"A: b\n \nHej du\n", "A: b\n\nHej du\n"},
    {"A: b\nHej\nObs: d\n\nx", "A: b\n\nHej\nObs: d\n\nx"},
    {": b\n\nx", "\n: b\n\nx"},
    {"Å: b\n\nx", "\nÅ: b\n\nx"},
    {" Hej\n", "\n Hej\n"},
    {MIXED "--b\nA: b\nHej\n--b--\n", MIXED "--b\nA: b\n\nHej\n--b--\n"},
    {MIXED "--b\nHej\n--b--\n", MIXED "--b\n\nHej\n--b--\n"},
    {MIXED "--b\nA: b\n--b--\n", MIXED "--b\nA: b\n\n--b--\n"},
    /* the header goes on: GMime ends the program's reading, or drops what follows */
    {"A: b\nskräp\nSubject: d\n\nx", "A: b\nSubject: d\n\nx"},
    {" utan början\nFrom: b\n\nx", "From: b\n\nx"},
    /* the line end before a boundary */
    {MIXED "--b\n\nHej\n--b\r\n\r\nDu\r\n--b--", MIXED "--b\n\nHej\n--b\n\r\nDu\r\n--b--\r\n"},
};

static GBytes *
prescan(const char *bytes, gsize size)
{
    const InkLimits limits = INK_LIMITS_DEFAULT;
    g_autoptr(GPtrArray) defects = ink_defects_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) all = g_bytes_new(bytes, size);
    GBytes *mended = ink_prescan(all, &limits, defects, NULL, &error);
    g_assert_no_error(error);
    g_assert_true(mended != all || g_bytes_get_size(all) == size);
    return mended;
}

static void
test_cases(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GBytes) mended = prescan(cases[i].bytes, strlen(cases[i].bytes));
        g_autofree char *text = g_strndup(g_bytes_get_data(mended, NULL), g_bytes_get_size(mended));
        g_test_message("%s", cases[i].bytes);
        g_assert_cmpstr(text, ==, cases[i].mended != NULL ? cases[i].mended : cases[i].bytes);
    }
}

/* A NUL goes from headers, where GMime would end the field, and stays in bodies. */
static void
test_nul(void)
{
    const char bytes[] = "A: b\0c\0\n\nx\0y", mended[] = "A: bc\n\nx\0y";
    g_autoptr(GBytes) found = prescan(bytes, sizeof bytes - 1);
    g_assert_cmpuint(g_bytes_get_size(found), ==, sizeof mended - 1);
    g_assert_true(memcmp(g_bytes_get_data(found, NULL), mended, sizeof mended - 1) == 0);
}

/* What one server reads to the NUL and another past it, none may take for a field of ours. */
static void
test_nul_in_results(void)
{
    const char bytes[] = "authentication-results: m\0x;\n a=b\0\nC: d\0\n\nx",
               mended[] = "authentication-results: m,x;\n a=b,\nC: d\n\nx";
    g_autoptr(GBytes) found = prescan(bytes, sizeof bytes - 1);
    g_assert_cmpuint(g_bytes_get_size(found), ==, sizeof mended - 1);
    g_assert_true(memcmp(g_bytes_get_data(found, NULL), mended, sizeof mended - 1) == 0);
}

/* However a boundary is written, the parts behind it are counted, for GMime finds them too. */
static void
test_boundaries(void)
{
    static const char *const types[] = {
        "multipart/mixed; boundary=b",
        "multipart/mixed; boundary=\"b\"",
        "multipart/mixed;\n\tBOUNDARY = b",
        "multipart/mixed; boundary*=utf-8''%62",
        "multipart/mixed; boundary*0=\"b\"; boundary*1=",
        "multipart/mixed; boundary=\"=?utf-8?q?b?=\"",
        "=?utf-8?q?multipart/mixed=3B_boundary=3Db?=",
        "multipart/mixed; boundary=\"b \"",
        "multipart/mixed (kommentar); (a) boundary=b",
        "text/plain\nContent-Type: multipart/mixed; boundary=b",
    };
    InkLimits limits = INK_LIMITS_DEFAULT;
    limits.parts = 10;
    for (gsize i = 0; i < G_N_ELEMENTS(types); i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        g_string_printf(text, "Content-Type: %s\n\n", types[i]);
        for (int k = 0; k < 20; k++)
            g_string_append(text, "--b \nContent-Type: a/b\n\nx\n");
        g_autoptr(GBytes) bytes = g_bytes_new(text->str, text->len);
        g_autoptr(GError) error = NULL;
        g_autoptr(InkMessage) message = ink_message_parse(bytes, &limits, &error);
        g_test_message("%s", types[i]);
        g_assert_true(message == NULL || message->attachments->len <= 1);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    g_test_add_func("/prescan/cases", test_cases);
    g_test_add_func("/prescan/nul", test_nul);
    g_test_add_func("/prescan/nul-in-results", test_nul_in_results);
    g_test_add_func("/prescan/boundaries", test_boundaries);
    return g_test_run();
}
