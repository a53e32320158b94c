/* SPDX-License-Identifier: MIT
 *
 * Header fields: where a field ends and where the header ends.
 */
#include "../../src/parse/fields.h"

#include <string.h>

/* fields: "name=value" joined by "|". body: what is left. */
static const struct {
    const char *bytes, *fields, *body;
    gboolean is_defect;
} cases[] = {
    {"", "", "", FALSE},
    {"A: b\n\nbody", "A=b", "body", FALSE},
    {"A: b\r\n\r\nbody", "A=b", "body", FALSE},
    {"A: b\r\nC:d\r\n\r\n", "A=b|C=d", "", FALSE},
    {"A: b", "A=b", "", FALSE},
    {"A: b\n c\n\td\n\nx", "A=b c\td", "x", FALSE},
    {"A:\n b\n\nx", "A=b", "x", FALSE},
    {"A : b\n\nx", "A=b", "x", FALSE},
    {"A:\n\nx", "A=", "x", FALSE},
    {"A: b\rc\n\nx", "A=b c", "x", FALSE},
    {"A: b\n \nC: d\n\nx", "A=b|C=d", "x", FALSE},
    {"A: b\n \nHej du\n", "A=b", "Hej du\n", FALSE},
    {"A: b\nHej du\n", "A=b", "Hej du\n", TRUE},
    {"A: b\nskräp\nSubject: d\n\nx", "A=b|Subject=d", "x", TRUE},
    {"A: b\nHej\nObs: d\n\nx", "A=b", "Hej\nObs: d\n\nx", TRUE},
    {"A: b\n--gräns\nContent-Type: d\n\nx", "A=b", "--gräns\nContent-Type: d\n\nx", FALSE},
    {" fortsättning utan början\nFrom: b\n\nx", "From=b", "x", TRUE},
    {": b\n\nx", "", ": b\n\nx", TRUE},
    {"Å: b\n\nx", "", "Å: b\n\nx", TRUE},
};

static void
test_cases(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GPtrArray) defects = ink_defects_new();
        const char *end = cases[i].bytes + strlen(cases[i].bytes);
        InkFieldReader reader = {cases[i].bytes, end, defects};
        InkField field;
        g_autoptr(GString) fields = g_string_new(NULL);
        while (ink_field_next(&reader, &field)) {
            g_autofree char *value = ink_field_dup_value(&field);
            g_string_append_printf(fields, "%s%.*s=%s", fields->len > 0 ? "|" : "",
                                   (int)field.name_size, field.name, value);
        }
        g_test_message("%s", cases[i].bytes);
        g_assert_cmpstr(fields->str, ==, cases[i].fields);
        g_assert_cmpstr(reader.at, ==, cases[i].body);
        g_assert_cmpint(defects->len > 0, ==, cases[i].is_defect);
    }
}

static void
test_nul_in_value(void)
{
    InkField field = {.value = " a\0b", .value_size = 4};
    g_autofree char *value = ink_field_dup_value(&field);
    g_assert_cmpstr(value, ==, "ab");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/fields/cases", test_cases);
    g_test_add_func("/fields/nul-in-value", test_nul_in_value);
    return g_test_run();
}
