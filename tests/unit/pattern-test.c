/* SPDX-License-Identifier: MIT
 *
 * What the patterns mean, and that no pattern is slow, in the JIT or in the interpreter.
 */
#include "inkom/pattern.h"

#include "inkom/error.h"

#include <string.h>
#include <time.h>

#include "harness.h"

static InkPattern *
compile(const char *text)
{
    g_autoptr(GError) error = NULL;
    InkPattern *pattern = ink_pattern_compile(text, NULL, &error);
    g_assert_no_error(error);
    return pattern;
}

static void
test_semantics(void)
{
    static const struct {
        const char *pattern, *text, *match; /* NULL: no match */
    } rows[] = {
        {"\\bgat\\w*", "Vid GATLAMPAN", "GATLAMPAN"},
        {"\\båterbruk\\w*", "på ÅTERBRUKET nu", "ÅTERBRUKET"},
        {"\\bla\\b", "måla", NULL}, /* å is a letter */
        {"\\w+", "öga", "öga"},
        {"skola", "\xc5\xbfkola", "\xc5\xbfkola"}, /* long s */
        {"kelvin",
         "\xe2\x84\xaa"
         "elvin",
         "\xe2\x84\xaa"
         "elvin"},
        {"^b", "a\nb", NULL},
        {"(?m)^b", "a\nb", "b"},
        {"a.b", "a\nb", NULL},
        {"\\Ba", "ba", "a"},
        {"(?<x>a)|(?<x>b)", "b", "b"},
    };
    g_autoptr(InkPatternScratch) scratch = ink_pattern_scratch_new();
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(InkPattern) pattern = compile(rows[i].pattern);
        InkSpan span = {0, 0};
        InkMatch match =
            ink_pattern_find(pattern, scratch, rows[i].text, strlen(rows[i].text), 0, &span);
        g_test_message("%s ~ %s", rows[i].pattern, rows[i].text);
        g_assert_cmpint(match, ==, rows[i].match != NULL ? INK_MATCH_YES : INK_MATCH_NO);
        if (rows[i].match == NULL)
            continue;
        g_autofree char *found = g_strndup(rows[i].text + span.start, span.end - span.start);
        g_assert_cmpstr(found, ==, rows[i].match);
    }
}

static void
test_errors(void)
{
    static const struct {
        const char *pattern;
        gsize offset;
        const char *says;
    } rows[] = {
        {"gata(", 5, ") saknas"},
        {"ab*)", 3, ") utan motsvarande ("},
        {"a[b", 3, "] saknas"},
        {"å(", 3, ") saknas"},
        {"*a", 0, "inget att upprepa"},
        {"a\\", 2, "omvänt snedstreck"},
        {"\\C", 2, "\\C"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        gsize offset = 99;
        g_assert_null(ink_pattern_compile(rows[i].pattern, &offset, &error));
        g_assert_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG);
        g_test_message("%s: %s", rows[i].pattern, error->message);
        g_assert_nonnull(strstr(error->message, rows[i].says));
        g_assert_cmpuint(offset, ==, rows[i].offset);
    }
}

static void
test_groups(void)
{
    g_autoptr(InkPattern) pattern = compile("(?<ort>Hjo|(?<by>Lund))(x)?|(?<by>B)(?<a>y)");
    g_assert_cmpstr(ink_pattern_get_names(pattern)[0], ==, "ort");
    g_assert_cmpstr(ink_pattern_get_names(pattern)[1], ==, "by");
    g_assert_cmpstr(ink_pattern_get_names(pattern)[2], ==, "a");
    g_assert_null(ink_pattern_get_names(pattern)[3]);

    g_autoptr(InkPatternScratch) scratch = ink_pattern_scratch_new();
    InkSpan span = {7, 7};
    g_assert_cmpint(ink_pattern_find(pattern, scratch, "i By", 4, 0, NULL), ==, INK_MATCH_YES);
    g_assert_true(ink_pattern_get_group(pattern, scratch, "by", &span));
    g_assert_cmpuint(span.start, ==, 2);
    g_assert_cmpuint(span.end, ==, 3);
    g_assert_false(ink_pattern_get_group(pattern, scratch, "ort", &span));
    g_assert_false(ink_pattern_get_group(pattern, scratch, "finns inte", &span));
}

static void
test_many_groups(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 200; i++)
        g_string_append_printf(text, "(?<n%d>a)", i);
    g_autoptr(InkPattern) pattern = compile(text->str);
    g_autofree char *as = g_strnfill(200, 'a');
    g_autoptr(InkPatternScratch) scratch = ink_pattern_scratch_new();
    InkSpan span = {0, 0};
    g_assert_cmpint(ink_pattern_find(pattern, scratch, as, 200, 0, &span), ==, INK_MATCH_YES);
    g_assert_true(ink_pattern_get_group(pattern, scratch, "n199", &span));
    g_assert_cmpuint(span.start, ==, 199);
}

static void
test_empty(void)
{
    static const char *const empty[] = {"", "a*", "\\b", "a|", "(?=a)", "^", "$", "x?y?", "\\B"};
    static const char *const not_empty[] = {"a", "a+", "\\bgat\\w*", "^a", "[^a]", "\\s"};
    for (gsize i = 0; i < G_N_ELEMENTS(empty); i++) {
        g_autoptr(InkPattern) pattern = compile(empty[i]);
        g_test_message("%s", empty[i]);
        g_assert_true(ink_pattern_matches_empty(pattern));
    }
    for (gsize i = 0; i < G_N_ELEMENTS(not_empty); i++) {
        g_autoptr(InkPattern) pattern = compile(not_empty[i]);
        g_test_message("%s", not_empty[i]);
        g_assert_false(ink_pattern_matches_empty(pattern));
    }
}

static const char *const EVIL[] = {
    "(a+)+$",
    "(a+)+[#@]",
    "(a*)*[#@]",
    "(a|a)*[#@]",
    "(a|aa)+[#@]",
    "(?:a|a|a)*[#@]",
    "(.*)(.*)(.*)[#@]",
    "(.*a){20}[#@]",
    "(.*?,){11}[#@]",
    "(\\w+\\s?)+[#@]",
    "(?:\\w+\\s?)+!",
    "(?:(a)|b)*c",
    "(?:(a)|b)*[#@]",
    "\\w+@",
    "\\w+[@#]",
    "\\w+\\w+\\w+[@#]",
    "\\w*\\w*\\w*\\w*\\w*[@#]",
    "\\w+\\s*\\w+\\s*\\w+[@#]",
    "(\\w+)\\1[@#]",
    "(\\w+)\\s\\1\\s\\1[@#]",
    "(.+)\\1+[@#]",
    "(a?){50}a{50}[@#]",
    "(?:\\w{5000}x|y)",
    "(?:\\w{50000}x|y)",
    "(?:.{0,1000}){3}[@#]",
    ".{1,5000}[@#]",
    "(?s).*.*.*[@#]",
    "(?s)(.*)*[@#]",
    "([a-zA-Z]+)*[@#]",
    "(([a-z])+.)+[A-Z]([a-z])+[@#]",
    "^(([a-z])+.)+[@#]",
    "(a+|b+|ab)*[@#]",
    "((a*)*b*)*[@#]",
    "(?:a+b?)+[@#]",
    "(?=(a+))a*b\\1[@#]",
    "(?<=\\w{200})\\w+[@#]",
    "(?<!\\w{200})\\w+[@#]",
    "(?:(?=\\w+)\\w)+[@#]",
    "(?>\\w+\\s?)+[@#]",
    "\\w++[@#]",
    "(?:\\w++\\s?)+[@#]",
    "(\\((?:[^()]|(?1))*\\))+[@#]|(?:[^()]|(?1))*[@#]",
    "(?<r>a(?&r)?b?)[@#]",
    "(?:a(?:a(?:a(?:a+)+)+)+)+[@#]",
    "\\b(?:\\w+\\W+){1,50}?[@#]",
    "\\bnear\\W+(?:\\w+\\W+){1,6}?far\\b|(?:\\w+\\W+)+[@#]",
    "(?:[^@#]+)+[@#]",
    "\\p{L}+\\p{L}+\\p{L}+[@#]",
    "\\X+\\X+[@#]",
    "(?i)(?:[åäö\\w]+[ ,.]*)+[@#]",
    "(?:.*?a)(?:.*?a)(?:.*?a)(?:.*?a)[@#]",
    "(x+x+)+y|(?:a|b|ab)+[@#]",
};

static char *
repeat(const char *unit, gsize size)
{
    GString *text = g_string_sized_new(size);
    while (text->len + strlen(unit) <= size)
        g_string_append(text, unit);
    return g_string_free(text, FALSE);
}

static gint64
cpu_ms(void)
{
    struct timespec now;
    g_assert_cmpint(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now), ==, 0);
    return (gint64)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

#if defined(__SANITIZE_ADDRESS__)
#define SLOWER 10
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SLOWER 10
#endif
#endif
#ifndef SLOWER
#define SLOWER 1
#endif

static void
check_evil(InkPatternScratch *scratch, const char *text, const char *prefix)
{
    gint64 slowest = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(EVIL); i++) {
        g_autofree char *full = g_strconcat(prefix, EVIL[i], NULL);
        g_autoptr(InkPattern) pattern = compile(full);
        gint64 before = cpu_ms();
        InkMatch match = ink_pattern_find(pattern, scratch, text, strlen(text), 0, NULL);
        gint64 taken = cpu_ms() - before;
        if (taken > 60)
            g_test_message("%s: %d, %" G_GINT64_FORMAT " ms", full, match, taken);
        slowest = MAX(slowest, taken);
        g_assert_cmpint(taken, <, 100 * SLOWER);
    }
    g_test_message("slowest: %" G_GINT64_FORMAT " ms", slowest);
}

static void
test_evil(void)
{
    static const char *const units[] = {"a",
                                        "aaaaaaaaaaab ",
                                        "abcdefghij, klmno. ",
                                        "((a",
                                        "åä",
                                        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa b\n"};
    g_autoptr(InkPatternScratch) scratch = ink_pattern_scratch_new();
    for (gsize i = 0; i < G_N_ELEMENTS(units) / SLOWER + 1 && i < G_N_ELEMENTS(units); i++) {
        g_autofree char *text = repeat(units[i], (gsize)100 * 1024);
        g_test_message("text of '%s'", units[i]);
        check_evil(scratch, text, "");
        check_evil(scratch, text, "(*NO_JIT)");
    }
    g_autofree char *word = g_strnfill(40000, 'a');
    g_autofree char *line = g_strconcat(word, " ", word, " ", NULL);
    check_evil(scratch, line, "");
    check_evil(scratch, line, "(*NO_JIT)");
}

/* What a rule may well say is decided, also on the longest text that is kept. */
static void
test_ordinary_on_long_text(void)
{
    static const char *const patterns[] = {
        "\\b(?:gat(?:u|or)|lykt|parkering)\\w*",
        "\\w*lampa\\w*",
        "(?<plats>\\b\\p{L}+(?:gatan|vägen|torget) ?\\d*)",
        "\\bsnö[^.]{0,80}plog\\w*",
        "(?m)^Typ: (?<typ>.*)$",
        ".*finns inte.*",
        "\\d{6}-\\d{4}",
        "(?:\\w+\\s?)+finns inte!",
    };
    g_autofree char *text =
        repeat("Hej! Det var mörkt och halt på Norra Kyrkogatan 14 i går, och ingen hade plogat "
               "eller sandat fast snön vräkte ner. Vad gör ni åt saken?\n",
               (gsize)100 * 1024);
    g_autoptr(InkPatternScratch) scratch = ink_pattern_scratch_new();
    for (gsize i = 0; i < G_N_ELEMENTS(patterns) - 1; i++)
        for (int no_jit = 0; no_jit < 2; no_jit++) {
            g_autofree char *full = g_strconcat(no_jit ? "(*NO_JIT)" : "", patterns[i], NULL);
            g_autoptr(InkPattern) pattern = compile(full);
            gsize from = 0;
            InkSpan span;
            InkMatch match;
            while ((match = ink_pattern_find(pattern, scratch, text, strlen(text), from, &span)) ==
                   INK_MATCH_YES)
                from = span.end;
            g_test_message("%s", full);
            g_assert_cmpint(match, ==, INK_MATCH_NO);
        }
}

static void
test_budget_of_a_message(void)
{
    g_autofree char *text = repeat("aaaaaaaaaaab ", (gsize)100 * 1024);
    g_autoptr(InkPattern) evil = compile("(?:a|a|a)*[#@]");
    g_autoptr(InkPattern) good = compile("\\w+b ");
    g_autoptr(InkPatternScratch) scratch = ink_pattern_scratch_new();
    ink_pattern_scratch_begin_message(scratch);
    for (int i = 0; i < INK_PATTERN_SEARCHES_PER_MESSAGE; i++) {
        g_assert_cmpint(ink_pattern_find(good, scratch, text, strlen(text), 0, NULL), ==,
                        INK_MATCH_YES);
        g_assert_cmpint(ink_pattern_find(evil, scratch, text, strlen(text), 0, NULL), ==,
                        INK_MATCH_UNDECIDED);
    }
    g_assert_cmpint(ink_pattern_find(good, scratch, text, strlen(text), 0, NULL), ==,
                    INK_MATCH_UNDECIDED);
    ink_pattern_scratch_begin_message(scratch);
    g_assert_cmpint(ink_pattern_find(good, scratch, text, strlen(text), 0, NULL), ==,
                    INK_MATCH_YES);
}

int
main(int argc, char *argv[])
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pattern/semantics", test_semantics);
    g_test_add_func("/pattern/errors", test_errors);
    g_test_add_func("/pattern/groups", test_groups);
    g_test_add_func("/pattern/many-groups", test_many_groups);
    g_test_add_func("/pattern/empty", test_empty);
    g_test_add_func("/pattern/evil", test_evil);
    g_test_add_func("/pattern/ordinary-on-long-text", test_ordinary_on_long_text);
    g_test_add_func("/pattern/budget-of-a-message", test_budget_of_a_message);
    return g_test_run();
}
