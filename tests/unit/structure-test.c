/* SPDX-License-Identifier: MIT
 *
 * Where parts begin and end.
 */
#include "../../src/parse/structure.h"

#include <string.h>

#define MIXED(b) "Content-Type: multipart/mixed; boundary=" b "\n\n"

/* parts: "depth:type:body" of each, joined by "|"; the body of a multipart is left out. */
static const struct {
    const char *bytes, *parts;
} cases[] = {
    {"A: b\n\nHej", "0:text/plain:Hej"},
    {"Content-Type: a/b\n\nHej\n", "0:a/b:Hej\n"},
    {MIXED("b") "--b\n\nEtt\n--b\n\nTvå\n--b--\n",
     "0:multipart/mixed:|1:text/plain:Ett|1:text/plain:Två"},
    {MIXED("b") "prolog\n--b\r\n\r\nEtt\r\n--b  \r\n\r\nTvå\r\n--b--\r\nepilog\r\n",
     "0:multipart/mixed:|1:text/plain:Ett|1:text/plain:Två"},
    {MIXED("\"b c\"") "--b c\n\nEtt\n--b c--", "0:multipart/mixed:|1:text/plain:Ett"},
    {MIXED("a") "--a\n" MIXED("ab") "--ab\n\nEtt\n--ab--\n--a\n\nTvå\n--a--\n",
     "0:multipart/mixed:|1:multipart/mixed:|2:text/plain:Ett|1:text/plain:Två"},
    {MIXED("ab") "--ab\n" MIXED("a") "--a\n\nEtt\n--ab\n\nTvå\n--a\n\nTre",
     "0:multipart/mixed:|1:multipart/mixed:|2:text/plain:Ett|1:text/plain:Två\n--a\n\nTre"},
    {MIXED("b") "--b\n\nEtt\n--bx\n--b-\n--b--x\n--b--\n",
     "0:multipart/mixed:|1:text/plain:Ett\n--bx\n--b-\n--b--x"},
    {MIXED("b") "--b\n--b\nContent-Type: a/b\n--b--\n", "0:multipart/mixed:|1:text/plain:|1:a/b:"},
    {MIXED("b") "--b\nContent-Type: message/rfc822\n\n" MIXED("c") "--c\n\nEtt\n--c--\n--b--\n",
     "0:multipart/mixed:|1:message/rfc822:" MIXED("c") "--c\n\nEtt\n--c--"},
    {"Content-Type: multipart/digest; boundary=b\n\n--b\n\nA: b\n\nx\n--b--\n",
     "0:multipart/digest:|1:message/rfc822:A: b\n\nx"},
    {MIXED("b") "ingen gräns alls", "0:multipart/mixed:"},
    {MIXED("fel") "--b\nContent-Type: a/b\n\nEtt\n--b--\n", "0:multipart/mixed:|1:a/b:Ett"},
};

static char *
describe(const InkStructure *structure)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < structure->parts->len; i++) {
        const InkPart *part = ink_structure_get(structure, i);
        int size = part->is_multipart ? 0 : (int)(part->end - part->body);
        g_string_append_printf(out, "%s%u:%s:%.*s", i > 0 ? "|" : "", part->depth,
                               part->type->value, size, structure->bytes + part->body);
    }
    return g_string_free(out, FALSE);
}

static void
test_cases(void)
{
    const InkLimits limits = INK_LIMITS_DEFAULT;
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GPtrArray) defects = ink_defects_new();
        g_autoptr(GError) error = NULL;
        g_autoptr(InkStructure) structure =
            ink_structure_scan(cases[i].bytes, strlen(cases[i].bytes), &limits, defects, &error);
        g_assert_no_error(error);
        g_autofree char *parts = describe(structure);
        g_assert_cmpstr(parts, ==, cases[i].parts);
    }
}

static void
test_after(void)
{
    const char *bytes = MIXED("a") "--a\n" MIXED("b") "--b\n\nEtt\n--b--\n--a\n\nTvå\n--a--\n";
    const InkLimits limits = INK_LIMITS_DEFAULT;
    g_autoptr(GPtrArray) defects = ink_defects_new();
    g_autoptr(InkStructure) structure =
        ink_structure_scan(bytes, strlen(bytes), &limits, defects, NULL);
    g_assert_cmpuint(ink_structure_get(structure, 0)->after, ==, 4);
    g_assert_cmpuint(ink_structure_get(structure, 1)->after, ==, 3);
    g_assert_cmpuint(ink_structure_get(structure, 3)->after, ==, 4);
    g_assert_cmpuint(defects->len, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/structure/cases", test_cases);
    g_test_add_func("/structure/after", test_after);
    return g_test_run();
}
