/* SPDX-License-Identifier: MIT
 *
 * Parameters of Content-Type and Content-Disposition.
 */
#include "../../src/parse/params.h"

#include <gmime/gmime.h>
#include <string.h>

static const struct {
    const char *field, *value, *name, *decoded;
} cases[] = {
    {"text/plain", "text/plain", "charset", NULL},
    {"Text/PLAIN; charset=UTF-8", "text/plain", "charset", "UTF-8"},
    {"text/plain; charset=\"utf-8\"; format=flowed", "text/plain", "format", "flowed"},
    {"text/plain (a; comment=x); charset=a", "text/plain", "charset", "a"},
    {"text / plain ;charset = a", "text/plain", "charset", "a"},
    {"text/plain; charset=a;", "text/plain", "charset", "a"},
    {"text/plain;;; charset=a", "text/plain", "charset", "a"},
    {"text/plain; skräp; charset=a", "text/plain", "charset", "a"},
    {"", "", "charset", NULL},
    {";", "", "charset", NULL},
    {"attachment; filename=a.pdf", "attachment", "filename", "a.pdf"},
    {"attachment; filename=en fil.pdf", "attachment", "filename", "en fil.pdf"},
    {"attachment; filename=\"en; fil.pdf\"", "attachment", "filename", "en; fil.pdf"},
    {"attachment; filename=\"a\\\"b.pdf\"", "attachment", "filename", "a\"b.pdf"},
    {"attachment; filename=\"slutar aldrig", "attachment", "filename", "slutar aldrig"},
    {"attachment; filename=\"=?utf-8?q?=C3=A5.pdf?=\"", "attachment", "filename", "å.pdf"},
    {"attachment; filename==?utf-8?q?=C3=A5.pdf?=", "attachment", "filename", "å.pdf"},
    {"attachment; filename=\xe5.pdf", "attachment", "filename", "å.pdf"},
    {"attachment; filename*=utf-8''%C3%A5.pdf", "attachment", "filename", "å.pdf"},
    {"attachment; filename*=iso-8859-1'sv'%E5.pdf", "attachment", "filename", "å.pdf"},
    {"attachment; filename*=utf-8''%E5.pdf", "attachment", "filename", "å.pdf"},
    {"attachment; filename*=%E5.pdf", "attachment", "filename", "å.pdf"},
    {"attachment; filename*0=en; filename*1=fil.pdf", "attachment", "filename", "enfil.pdf"},
    {"attachment; filename*1=b.pdf; filename*0=a", "attachment", "filename", "ab.pdf"},
    {"attachment; filename*0*=utf-8''%C3; filename*1*=%A5; filename*2=.pdf", "attachment",
     "filename", "å.pdf"},
    {"attachment; filename=a.pdf; filename*=utf-8''%C3%A5.pdf", "attachment", "filename", "å.pdf"},
    {"attachment; filename*99999999999=x; filename=a", "attachment", "filename", "a"},
    {"multipart/mixed; boundary*0=ab; boundary*1=cd", "multipart/mixed", "boundary", "abcd"},
};

static void
test_cases(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GPtrArray) defects = ink_defects_new();
        g_autoptr(InkParams) params = ink_params_parse(cases[i].field);
        g_autofree char *decoded = ink_params_dup_decoded(params, cases[i].name, defects);
        g_test_message("%s", cases[i].field);
        g_assert_cmpstr(params->value, ==, cases[i].value);
        g_assert_cmpstr(decoded, ==, cases[i].decoded);
    }
}

static void
test_find(void)
{
    g_autoptr(InkParams) params = ink_params_parse("a/b; x=1; x=2");
    g_assert_cmpstr(ink_params_find(params, "x"), ==, "1");
    g_assert_null(ink_params_find(params, "y"));
    g_assert_null(ink_params_find(NULL, "x"));
}

static void
test_linear(void)
{
    static const char *const pieces[] = {"; a=b", "; filename*1=x", "(", "; filename*0*=utf-8''%C3",
                                         "\""};
    for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
        g_autoptr(GString) field = g_string_new("text/plain");
        while (field->len < 1024 * 1024)
            g_string_append(field, pieces[i]);
        g_autoptr(GPtrArray) defects = ink_defects_new();
        gint64 start = g_get_monotonic_time();
        g_autoptr(InkParams) params = ink_params_parse(field->str);
        g_autofree char *name = ink_params_dup_decoded(params, "filename", defects);
        g_assert_cmpint(g_get_monotonic_time() - start, <, 5 * G_USEC_PER_SEC);
        g_assert_true(name == NULL || g_utf8_validate(name, -1, NULL));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/params/cases", test_cases);
    g_test_add_func("/params/find", test_find);
    g_test_add_func("/params/linear", test_linear);
    return g_test_run();
}
