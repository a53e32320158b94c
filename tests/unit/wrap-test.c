/* SPDX-License-Identifier: MIT
 *
 * Text for people is folded to the width of the terminal.
 */
#include "harness.h"

#include "../../src/cmd/table.h"

/* GLib's print handler takes no data. */
static GString *
get_printed(void)
{
    static GString *printed;
    if (printed == NULL)
        printed = g_string_new(NULL);
    return printed;
}

static void
keep(const char *text)
{
    g_string_append(get_printed(), text);
}

static const struct {
    const char *columns, *lead, *text, *printed;
} rows[] = {
    {"30", "  ", "kort", "  kort\n"},
    {"30", "  ", "", "  \n"},
    {"30", "  ", "fem arbetsdagar från fredag; räknas inte: lördag",
     "  fem arbetsdagar från fredag;\n  räknas inte: lördag\n"},
    {"32", "    – ", "precis tjugofem i bredd åå till",
     "    – precis tjugofem i bredd åå\n      till\n"},
    {"30", "    – ", "a\nb\033[31m", "    – a b\\u{001B}[31m\n"},
    {"32", "    – ", "se https://exempelkommun.example/synpunkter nu", /* to be copied whole */
     "    – se https://exempelkommun.example/synpunkter\n      nu\n"},
    {"10", "    – ", "aldrig smalare än tjugo tecken",
     "    – aldrig smalare än\n      tjugo tecken\n"},
};

static void
assert_printed(const char *expected)
{
    g_assert_cmpstr(get_printed()->str, ==, expected);
    g_string_truncate(get_printed(), 0);
}

static void
test_text(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_setenv("COLUMNS", rows[i].columns, TRUE);
        GPrintFunc before = g_set_print_handler(keep);
        ink_print_text(rows[i].lead, rows[i].text);
        g_set_print_handler(before);
        assert_printed(rows[i].printed);
    }
}

static void
test_field(void)
{
    g_setenv("COLUMNS", "40", TRUE);
    GPrintFunc before = g_set_print_handler(keep);
    ink_print_field("Ärendemening", "Gatubelysning: Storgatan 14 och 16");
    ink_print_field("Ämne", " ");
    g_set_print_handler(before);
    assert_printed("  Ärendemening:  Gatubelysning:\n"
                   "                 Storgatan 14 och 16\n");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/wrap/text", test_text);
    g_test_add_func("/wrap/field", test_field);
    return g_test_run();
}
