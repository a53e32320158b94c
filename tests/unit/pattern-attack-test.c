/* SPDX-License-Identifier: MIT
 *
 * Which patterns are warned of, and that the text told really does it.
 */
#include "inkom/pattern-attack.h"

#include "harness.h"

#include <string.h>

static InkPattern *
compile(const char *text)
{
    g_autoptr(GError) error = NULL;
    InkPattern *pattern = ink_pattern_compile(text, NULL, &error);
    g_assert_no_error(error);
    return pattern;
}

static InkMatch
run(const InkPattern *pattern, const InkPatternAttack *attack)
{
    g_autoptr(InkPatternScratch) scratch = ink_pattern_scratch_new();
    g_autoptr(GString) text = g_string_new(attack->prefix);
    for (guint i = 0; i < attack->repeats; i++)
        g_string_append(text, attack->unit);
    g_string_append(text, attack->end);
    return ink_pattern_find(pattern, scratch, text->str, text->len, 0, NULL);
}

static void
test_can_blow_up(void)
{
    static const char *const patterns[] = {
        "(a+)+$",
        "(?m)(\\w+\\s?)+[#@]",
        "(?:\\w+\\s?)+!", /* "!" must be somewhere, or PCRE2 does not begin */
        "(a|a)*[#@]",
        "(a|aa)+[#@]",
        "(a+|b+|ab)*[#@]",
        "([a-c]|[b-d])*[#@]",
        "(?:ab|abab)+[#@]",
        "\\w+\\w+\\w+[#@]",
        "(.*,){11}[#@]",
        "gata\\s(?:\\w+\\s*)+nummer",
        "\\bsnö(?:\\w|å)*!",
        "(?s)(.*)*[#@]",
        "(?:[[:alpha:]]+-?)+[#@]",
        "(?<plats>(?:[A-ZÅÄÖ]\\w*\\s?)+)[#@]",
        "(?:\\d+[.,]?)+ kr",
        "(?:[]a]+x?)+[#@]",
        "(x+x+)+y|vad",
        "(?:(?=\\w+)\\w)+[@#]",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(patterns); i++) {
        g_autoptr(InkPattern) pattern = compile(patterns[i]);
        g_autoptr(InkPatternAttack) attack = ink_pattern_find_attack(pattern);
        g_test_message("%s", patterns[i]);
        g_assert_nonnull(attack);
        g_assert_cmpuint(attack->repeats * strlen(attack->unit), <=, 1024);
        g_assert_cmpint(run(pattern, attack), ==, INK_MATCH_UNDECIDED);
    }
}

/* What people write, and odd ones that must only not disturb the reader. */
static void
test_is_sound(void)
{
    static const char *const patterns[] = {
        "\\bgat(a|or|an|lampan)\\b",
        "\\bsnö\\w*\\W+(?:\\w+\\W+){0,5}?plog",
        "[A-ZÅÄÖ]\\w+(?:gatan|vägen)\\s?\\d{0,3}",
        "\\w+@\\w+\\.example",
        "(?:\\w++\\s?)+[@#]",
        "(?>\\w+\\s?)+[@#]",
        "a(?#kommentar)b",
        "\\Qa+b\\E",
        "(?(?=a)b|c)d",
        "[^]]x",
        "[a\\]b]",
        "x{,3}",
        "(?|(a)|(b))c",
        "a{2}+b",
        "\\p{L}\\x{e5}\\d",
        "(?i:å)(?-i)ä",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(patterns); i++) {
        g_autoptr(InkPattern) pattern = compile(patterns[i]);
        g_autoptr(InkPatternAttack) attack = ink_pattern_find_attack(pattern);
        g_test_message("%s", patterns[i]);
        g_assert_null(attack);
    }
}

/* However deep, and however many. */
static void
test_is_bounded(void)
{
    g_autoptr(GString) deep = g_string_new(NULL), wide = g_string_new("x");
    for (guint i = 0; i < 200; i++)
        g_string_append(deep, "(?:a");
    for (guint i = 0; i < 200; i++)
        g_string_append_c(deep, ')');
    for (guint i = 0; i < 50; i++)
        g_string_append_printf(wide, "|[%c-z]{3}%u", 'a' + (int)(i % 20), i);
    g_autoptr(InkPattern) one = compile(deep->str);
    g_autoptr(InkPattern) other = compile(wide->str);
    g_assert_null(ink_pattern_find_attack(one));
    g_assert_null(ink_pattern_find_attack(other));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pattern-attack/can-blow-up", test_can_blow_up);
    g_test_add_func("/pattern-attack/is-sound", test_is_sound);
    g_test_add_func("/pattern-attack/is-bounded", test_is_bounded);
    return g_test_run();
}
