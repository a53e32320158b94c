/* SPDX-License-Identifier: MIT
 *
 * What is printed for people: nothing that a stranger wrote may move the cursor, begin a line of
 * its own or turn the text around.
 */
#include "harness.h"

#include "../../src/cmd/table.h"

#include <string.h>

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
    const char *value, *printed;
} fields[] = {
    {"Anna Ek", "  Från:          Anna Ek\n"},
    {"åäö ☃ 雪", "  Från:          åäö ☃ 雪\n"},
    {NULL, ""},
    {"", ""},
    {" \t\r\n", ""},
    {"a\tb", "  Från:          a b\n"},
    {"a\r\nÄrende: KS 2026/1", "  Från:          a Ärende: KS 2026/1\n"},
    {"a\rb\nc", "  Från:          a b c\n"},
    {"röd \033[31mtext\033]0;titel\007",
     "  Från:          röd \\u{001B}[31mtext\\u{001B}]0;titel\\u{0007}\n"},
    {"c1 \xc2\x9b"
     "31m",
     "  Från:          c1 \\u{009B}31m\n"},
    {"\xe2\x80\xaegpj.exe", "  Från:          \\u{202E}gpj.exe\n"},
    {"a\xe2\x81\xa6"
     "b\xe2\x81\xa9",
     "  Från:          a\\u{2066}b\\u{2069}\n"},
    {"dold\xe2\x80\x8b", "  Från:          dold\\u{200B}\n"},
    {"b\bs\x7f", "  Från:          b\\u{0008}s\\u{007F}\n"},
};

static void
test_field(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
        GString *printed = g_string_truncate(get_printed(), 0);
        GPrintFunc before = g_set_print_handler(keep);
        ink_print_field("Från", fields[i].value);
        g_set_print_handler(before);
        g_assert_cmpstr(printed->str, ==, fields[i].printed);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/table/field", test_field);
    return g_test_run();
}
