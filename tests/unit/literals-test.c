/* SPDX-License-Identifier: MIT
 *
 * Which literals are found, and that a pattern never matches a text that has none of them.
 */
#include "../../src/rules/literals.h"

#include "../../src/rules/fold.h"
#include "inkom/pattern.h"

#include <string.h>

#include "harness.h"

static char *
join(const GPtrArray *literals)
{
    if (literals == NULL)
        return g_strdup("-");
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < literals->len; i++)
        g_string_append_printf(text, "%s%s", i > 0 ? " " : "", (char *)literals->pdata[i]);
    return g_string_free(text, FALSE);
}

static void
test_table(void)
{
    static const char *const rows[][2] = {
        {"gata", "gata"},
        {"GATA", "gata"},
        {"ÅTERBRUK", "återbruk"},
        {"s\xc5\xbf", "ss"},
        {"\xe2\x84\xaa"
         "alle",
         "alle"}, /* the sign itself is rare enough to leave out */
        {"a", "-"},
        {"", "-"},
        {"\\w+", "-"},
        {"gat(a|u)", "gata gatu"},
        {"gat[au]", "gata gatu"},
        {"gat[^au]", "gat"},
        {"gat[a-u]x", "gat"},
        {"gat[[:alpha:]]x", "gat"},
        {"[]a]bc", "]bc abc"},
        {"[\\]a]bc", "]bc abc"},
        {"\\b(?:lykt|lamp|belysning)\\w*", "lykt lamp belysning"},
        {"\\w*belysning\\w*", "belysning"},
        {"gat(u)?(lampa|lykta)", "gatulampa gatulykta gatlampa gatlykta"},
        {"(gata)?", "-"},
        {"(gata)*vägen", "vägen"},
        {"(gata)+", "gata"},
        {"(gata){2}", "gata"},
        {"(gata){0,2}vägen", "vägen"},
        {"(gata){,2}vägen", "vägen"},
        {"gata{", "gata{"},
        {"(ga{2}){0}tan", "tan"},
        {"ga+tan", "tan"},
        {"lampan.*trasig", "lampan"},
        {"lampa.*trasigt", "trasigt"},
        {"lampa|\\d+", "-"},
        {"lampa|", "-"},
        {"lampa|lykta|(?:bel|ljus)\\w+", "lampa lykta bel ljus"},
        {"(?<plats>\\b\\p{L}+(gatan|vägen) ?\\d*)", "gatan vägen"},
        {"(?P<p>gata)", "gata"},
        {"(?'p'gata)", "gata"},
        {"(?i)gata", "gata"},
        {"(?m)^gata$", "gata"},
        {"(?i:gata)n", "gatan"},
        {"(?x) ga ta", "-"},
        {"(?mx) ga ta", "-"},
        {"ga(?#hej)ta", "-"},
        {"(?=gata)\\w+n", "-"},
        {"(?!gata)vägen", "vägen"},
        {"(?<=gata)vägen", "vägen"},
        {"(?<!gata)vägen", "vägen"},
        {"(a)?(?(1)gata|vägen)", "-"},
        {"(gata)(?1)", "-"},
        {"gata\\Kn", "gatan"},
        {"\\Qga.ta\\E", "ga.ta"},
        {"\\Qgata\\E+", "-"},
        {"ga\\.ta", "ga.ta"},
        {"ga\\x41ta!", "ta!"},
        {"ga\\x{41}tan", "tan"},
        {"ga\\101tan", "tan"},
        {"ga\\p{L}tan", "tan"},
        {"ga\\pLtan", "tan"},
        {"gata\\nvägen", "vägen"},
        {"(gata)\\1n", "gata"},
        {"stra\xc3\x9f"
         "enbahn",
         "enbahn"},
        {"förvaltningsövergripande", "förvaltning"},
        {"[0-9]{6}-?[0-9]{4}", "-"},
        {"(?|gata|väg)en", "gataen vägen"},
        {"gata(?>n|s)", "gatan gatas"},
        {"(*ACCEPT)gata", "-"},
        {"a(*ACCEPT)gata", "-"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(InkPattern) pattern = ink_pattern_compile(rows[i][0], NULL, &error);
        g_assert_nonnull(pattern); /* every row is a pattern that may be used */
        g_autoptr(InkLiterals) literals = ink_literals_find(rows[i][0]);
        g_autofree char *text = join(literals->required);
        g_test_message("%s -> %s", rows[i][0], text);
        g_assert_cmpstr(text, ==, rows[i][1]);
    }
}

/* What a match starts with, where that can be said. */
static void
test_starts(void)
{
    static const char *const rows[][2] = {
        {"gata", "gata"},
        {"\\b(?:lykt|lamp|belysning)\\w*", "lykt lamp belysning"},
        {"\\w*belysning", "-"},
        {"sten|gatsten", "sten gatsten"},
        {"gatan?\\b.*trasigt", "gata"},
        {"(?!skolgat)skol\\w+|(rektor|lärare)n?", "skol rektor lärare"},
        {"(ny )?\\w+gata", "-"},
        {"(ny )?(väg|gat)\\w+", "ny väg ny gat väg gat"},
        {"(gata|väg)+x", "gata väg"},
        {"(gata|väg)*x", "-"},
        {"(gata|\\d+)x", "-"},
        {"\\Ggata", "-"},
        {"\\b\\p{L}*(vägen|gatan)\\b", "~vägen gatan"},
        {"\\p{L}*vägen", "-"},
        {"x\\b\\w*vägen.", "-"},
        {"\\b(?!skolgat)(skola|(?!kultur)\\p{L}+skolan(s)?)\\b", "~skola"},
        {"\\b((?:en|\\w*)bok|hylla)\\w*", "-"},
        {"\\b(\\w*böcker|bok|boken)\\b", "~böcker bok"},
        {"\\b(x?)(\\w*böcker)\\b", "-"},
        {"(\\w*böcker|bok)\\b", "-"},
        {"\\bhål\\w|\\b\\w+gatan\\b.{0,40}hål", "~hål gatan"},
        {"(?<p>(?-i:\\b(?!Gång)\\p{Lu}\\p{Ll}+(?:gatan|vägen)(?=s?)))", "~gatan vägen"},
        {"(ny )?\\b\\w+gata.", "-"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(InkLiterals) literals = ink_literals_find(rows[i][0]);
        g_autofree char *list = join(literals->starts);
        g_autofree char *text = g_strconcat(literals->is_in_word ? "~" : "", list, NULL);
        g_test_message("%s -> %s", rows[i][0], text);
        g_assert_cmpstr(text, ==, rows[i][1]);
    }
}

/* For each letter of literals, PCRE2 must take the very characters that fold to the same. */
static void
test_fold(void)
{
    g_autoptr(GString) all = g_string_new(NULL);
    for (gunichar c = 1; c < 0x30000; c++)
        if (g_unichar_validate(c))
            g_string_append_unichar(all, c);
    g_autoptr(InkPatternScratch) scratch = ink_pattern_scratch_new();
    for (gunichar c = 1; c < 0x250; c++) {
        if (!ink_fold_is_exact(c))
            continue;
        g_autofree char *text = g_strdup_printf("\\x{%x}", c);
        g_autoptr(InkPattern) pattern = ink_pattern_compile(text, NULL, NULL);
        gsize from = 0;
        guint taken = 0, expected = 0;
        InkSpan span;
        while (ink_pattern_find(pattern, scratch, all->str, all->len, from, &span) ==
               INK_MATCH_YES) {
            gunichar found = g_utf8_get_char(all->str + span.start);
            g_test_message("U+%04X takes U+%04X", c, found);
            g_assert_cmpuint(ink_fold(found), ==, ink_fold(c));
            from = span.end;
            taken++;
        }
        for (gunichar d = 1; d < 0x2200; d++)
            expected += ink_fold(d) == ink_fold(c);
        g_assert_cmpuint(taken, ==, expected);
    }
}

static const char *const ATOMS[] = {
    "a",     "b",     "Å",      "ö",   "s",        "k",       "gat", "[ao]", "[^a]",
    "[a-c]", ".",     "\\w",    "\\b", "\\x61",    "\\x{e5}", "x{",  "\\pL", "(?i)",
    "(?=a)", "(?!b)", "(?<=a)", "\\.", "\\Qab\\E", "\\d",     "-",   " ",
};
static const char *const REPEATS[] = {"",    "",   "",   "",     "?",   "*",  "+",   "{0,2}",
                                      "{2}", "+?", "??", "{1,}", "{0}", "*+", "{,2}"};

static void
add_random(GString *out, GRand *rand, int depth)
{
    int count = g_rand_int_range(rand, 1, 5);
    for (int i = 0; i < count; i++) {
        if (depth > 0 && g_rand_int_range(rand, 0, 4) == 0) {
            static const char *const opens[] = {"(", "(?:", "(?<n>", "(?>", "(?|", "(?i:"};
            g_string_append(out, opens[g_rand_int_range(rand, 0, G_N_ELEMENTS(opens))]);
            add_random(out, rand, depth - 1);
            g_string_append_c(out, ')');
        } else {
            g_string_append(out, ATOMS[g_rand_int_range(rand, 0, G_N_ELEMENTS(ATOMS))]);
        }
        g_string_append(out, REPEATS[g_rand_int_range(rand, 0, G_N_ELEMENTS(REPEATS))]);
        if (g_rand_int_range(rand, 0, 6) == 0)
            g_string_append_c(out, '|');
    }
}

static char *
fold_text(const char *text)
{
    GString *out = g_string_new(NULL);
    for (; *text != '\0'; text = g_utf8_next_char(text))
        g_string_append_unichar(out, ink_fold(g_utf8_get_char(text)));
    return g_string_free(out, FALSE);
}

static void
test_never_wrong(void)
{
    static const char *const letters[] = {"a",
                                          "A",
                                          "b",
                                          "B",
                                          "å",
                                          "Å",
                                          "\xe2\x84\xab",
                                          "ö",
                                          "Ö",
                                          "s",
                                          "\xc5\xbf",
                                          "k",
                                          "\xe2\x84\xaa",
                                          "g",
                                          "t",
                                          "o",
                                          "x",
                                          "{",
                                          "1",
                                          "-",
                                          ".",
                                          " ",
                                          "\n",
                                          ",",
                                          "2",
                                          "}",
                                          "gat"};
    g_autoptr(GRand) rand = g_rand_new_with_seed(20260327);
    g_autoptr(InkPatternScratch) scratch = ink_pattern_scratch_new();
    guint matches = 0, with_literals = 0, with_starts = 0;
    for (int i = 0; i < 30000; i++) {
        g_autoptr(GString) source = g_string_new(NULL);
        add_random(source, rand, 3);
        g_autoptr(InkPattern) pattern = ink_pattern_compile(source->str, NULL, NULL);
        if (pattern == NULL)
            continue;
        g_autoptr(InkLiterals) found = ink_literals_find(source->str);
        const GPtrArray *literals = found->required, *starts = found->starts;
        if (literals == NULL)
            continue;
        with_literals++;
        with_starts += starts != NULL;
        for (int j = 0; j < 20; j++) {
            g_autoptr(GString) text = g_string_new(NULL);
            for (int n = g_rand_int_range(rand, 1, 15); n > 0; n--)
                g_string_append(text, letters[g_rand_int_range(rand, 0, G_N_ELEMENTS(letters))]);
            InkSpan span;
            if (ink_pattern_find(pattern, scratch, text->str, text->len, 0, &span) != INK_MATCH_YES)
                continue;
            matches++;
            g_autofree char *folded = fold_text(text->str);
            gboolean is_there = FALSE;
            for (guint k = 0; k < literals->len; k++)
                is_there = is_there || strstr(folded, literals->pdata[k]) != NULL;
            g_autofree char *list = join(literals);
            if (!is_there)
                g_error("'%s' matches '%s' without any of: %s", source->str, text->str, list);
            if (starts == NULL || found->is_in_word || strstr(source->str, "\\K") != NULL)
                continue;
            g_autofree char *match = fold_text(text->str + span.start);
            gboolean is_start = FALSE;
            for (guint k = 0; k < starts->len; k++)
                is_start = is_start || g_str_has_prefix(match, starts->pdata[k]);
            if (!is_start)
                g_error("'%s' matches '%s' from %zu with another start", source->str, text->str,
                        span.start);
        }
    }
    g_test_message("%u patterns with literals, %u with starts, %u matches", with_literals,
                   with_starts, matches);
    g_assert_cmpuint(with_starts, >, 1000);
    g_assert_cmpuint(matches, >, 1000);
}

int
main(int argc, char *argv[])
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/literals/table", test_table);
    g_test_add_func("/literals/starts", test_starts);
    g_test_add_func("/literals/fold", test_fold);
    g_test_add_func("/literals/never-wrong", test_never_wrong);
    return g_test_run();
}
