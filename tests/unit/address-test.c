/* SPDX-License-Identifier: MIT
 *
 * Address lists and message ids.
 */
#include "../../src/parse/address.h"

#include "inkom/message.h"
#include "inkom/parse.h"

#include <string.h>

/* Each mailbox as "name|address", joined by " / ". */
static const struct {
    const char *value, *list;
    gboolean is_group;
} cases[] = {
    {"", "", FALSE},
    {"anna.ek@example.org", "|anna.ek@example.org", FALSE},
    {"Anna Ek <Anna.Ek@Example.org>", "Anna Ek|anna.ek@example.org", FALSE},
    {"\"Ek, Anna\" <a@b.example>", "Ek, Anna|a@b.example", FALSE},
    {"\"a \\\"b\\\" c\" <a@b.example>", "a \"b\" c|a@b.example", FALSE},
    {"=?utf-8?q?=C3=85sa?= Ek <a@b.example>", "Åsa Ek|a@b.example", FALSE},
    {"\"=?utf-8?q?=C3=85sa?=\" <a@b.example>", "Åsa|a@b.example", FALSE},
    {"\xc5sa <a@b.example>", "Åsa|a@b.example", FALSE},
    {"a@b.example (Anna Ek)", "Anna Ek|a@b.example", FALSE},
    {"a@b.example (Anna (Lilla) Ek)", "Anna (Lilla) Ek|a@b.example", FALSE},
    {"a@b.example, c@d.example", "|a@b.example / |c@d.example", FALSE},
    {"a@b.example; c@d.example", "|a@b.example / |c@d.example", FALSE},
    {"\"a\\\";\" <a@b.example>; c@d.example", "a\";|a@b.example / |c@d.example", FALSE},
    {"A <a@b.example>,, B <c@d.example>,", "A|a@b.example / B|c@d.example", FALSE},
    {"A <a@b.example> B <c@d.example>", "A|a@b.example / B|c@d.example", FALSE},
    {"<a@b.example>", "|a@b.example", FALSE},
    {"Anna <a@b.example> via listan, c@d.example", "Anna|a@b.example / |c@d.example", FALSE},
    {"<<a@b.example>>", "|a@b.example", FALSE},
    {"Anna <a@b.example", "Anna|a@b.example", FALSE},
    {"Anna <a@b.example, Bo <c@d.example>", "Anna|a@b.example / Bo|c@d.example", FALSE},
    {"<@x.example,@y.example:a@b.example>", "|a@b.example", FALSE},
    {"< a @ b.example >", "|a@b.example", FALSE},
    {"\"a b\"@c.example", "|\"a b\"@c.example", FALSE},
    {"Anna Ek anna@example.org", "Anna Ek|anna@example.org", FALSE},
    {"Anna Ek", "Anna Ek|", FALSE},
    {"Anna Ek [Kommun] <a@b.example>", "Anna Ek [Kommun]|a@b.example", FALSE},
    {"a..b@c.example", "|a..b@c.example", FALSE},
    {"Anna <MAILTO:a@b.example>", "Anna|mailto:a@b.example", FALSE},
    {"Ek, Anna <a@b.example>", "Ek, Anna|a@b.example", FALSE},
    {"=?utf-8?q?Ek,_=C5sa?= <a@b.example>", "Ek, Åsa|a@b.example", FALSE},
    {"=?utf-8?q?Bo_=3Ca=40b=2Eexample=3E?= <x@evil.example>", "Bo <a@b.example>|x@evil.example",
     FALSE},
    {"chef@kommun.example <x@evil.example>", "chef@kommun.example|x@evil.example", FALSE},
    {"\"slutar aldrig <a@b.example>", "slutar aldrig|a@b.example", FALSE},
    {"A: B: a@b.example;;", "|a@b.example", TRUE},
    {"root", "|root", FALSE},
    {"<>", "", FALSE},
    {"Styrelsen: a@b.example, c@d.example;", "|a@b.example / |c@d.example", TRUE},
    {"undisclosed-recipients:;", "", TRUE},
    {"\"Chef <chef@kommun.example>\" <x@evil.example>", "Chef <chef@kommun.example>|x@evil.example",
     FALSE},
    {"=?utf-8?q?chef=40kommun=2Eexample?= <x@evil.example>", "chef@kommun.example|x@evil.example",
     FALSE},
    {"a@b.example\xc3\xa5", "|a@b.xn--example-kxa", FALSE},
};

static char *
join(const GPtrArray *list)
{
    GString *joined = g_string_new(NULL);
    for (guint i = 0; i < list->len; i++) {
        const InkAddress *address = list->pdata[i];
        g_string_append_printf(joined, "%s%s|%s", i > 0 ? " / " : "",
                               address->name != NULL ? address->name : "", address->address);
    }
    return g_string_free(joined, FALSE);
}

static void
test_cases(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GPtrArray) defects = ink_defects_new();
        g_autoptr(GPtrArray) list =
            g_ptr_array_new_with_free_func((GDestroyNotify)ink_address_free);
        gboolean is_group = ink_address_read_list(cases[i].value, 16384, list, defects);
        g_autofree char *joined = join(list);
        g_test_message("%s", cases[i].value);
        g_assert_cmpstr(joined, ==, cases[i].list);
        g_assert_cmpint(is_group, ==, cases[i].is_group);
    }
}

/* 81 KB of "a:" ends a program that lets GMime read it whole. */
static void
test_nested_groups(void)
{
    static const char *const pieces[] = {"a:", "(", "<", "\"", "@", "a@b,", "a b@c "};
    for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
        g_autoptr(GString) value = g_string_new(NULL);
        while (value->len < 1024 * 1024)
            g_string_append(value, pieces[i]);
        g_autoptr(GPtrArray) defects = ink_defects_new();
        g_autoptr(GPtrArray) list =
            g_ptr_array_new_with_free_func((GDestroyNotify)ink_address_free);
        gint64 start = g_get_monotonic_time();
        ink_address_read_list(value->str, 16384, list, defects);
        g_assert_cmpint(g_get_monotonic_time() - start, <, 5 * G_USEC_PER_SEC);
    }
}

static const struct {
    const char *value, *ids;
} id_cases[] = {
    {"", ""},
    {"<a@b>", "a@b"},
    {"<a@b> <c@d>", "a@b c@d"},
    {"<a@b><c@d>", "a@b c@d"},
    {"<a@\tb>", "a@b"},
    {"Your message of Friday <a@b>", "a@b"},
    {"a@b, c@d", "a@b c@d"},
    {"utan krokar", ""},
    {"<a@b>, <c@d>", "a@b c@d"},
    {"<> <c@d>", "c@d"},
    {"<a@b:c> <c@d>", "a@b:c c@d"},
    {"<a@b@c> <c@d>", "a@b@c c@d"},
    {"<a@b", "a@b"},
    {"<>", ""},
};

static void
test_ids(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(id_cases); i++) {
        g_auto(GStrv) ids = ink_message_ids_parse(id_cases[i].value);
        g_autofree char *joined = g_strjoinv(" ", ids);
        g_assert_cmpstr(joined, ==, id_cases[i].ids);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    g_test_add_func("/address/cases", test_cases);
    g_test_add_func("/address/nested-groups", test_nested_groups);
    g_test_add_func("/address/ids", test_ids);
    return g_test_run();
}
