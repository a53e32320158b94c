/* SPDX-License-Identifier: MIT
 *
 * The automaton finds what a search for each literal finds.
 */
#include "../../src/rules/ahocorasick.h"

#include "../../src/rules/fold.h"

#include <string.h>

#include "harness.h"

static void
note(guint literal, gsize end G_GNUC_UNUSED, gpointer data)
{
    ((gboolean *)data)[literal] = TRUE;
}

static void
count(guint literal G_GNUC_UNUSED, gsize end G_GNUC_UNUSED, gpointer data)
{
    (*(guint *)data)++;
}

static void
test_classic(void)
{
    static const char *const literals[] = {"he", "she", "his", "hers", "s"};
    g_autoptr(InkAhoCorasick) automaton = ink_aho_corasick_new(literals, 5);
    guint hits = 0;
    ink_aho_corasick_scan(automaton, "uSHErs", 6, count, &hits);
    g_assert_cmpuint(hits, ==, 5); /* s, she, he, hers, s */
}

static void
test_letters(void)
{
    static const char *const literals[] = {"återbruk", "öskkä"};
    g_autoptr(InkAhoCorasick) automaton = ink_aho_corasick_new(literals, 2);
    gboolean found[2] = {FALSE, FALSE};
    const char *text = "\xe2\x84\xab"
                       "TERBRUKET Ö\xc5\xbf\xe2\x84\xaakÄ";
    ink_aho_corasick_scan(automaton, text, strlen(text), note, found);
    g_assert_true(found[0] && found[1]);
}

static void
test_none(void)
{
    g_autoptr(InkAhoCorasick) automaton = ink_aho_corasick_new(NULL, 0);
    guint hits = 0;
    ink_aho_corasick_scan(automaton, "Hej på er", strlen("Hej på er"), count, &hits);
    g_assert_cmpuint(hits, ==, 0);
}

static char *
random_text(GRand *rand, int least, int most, gboolean is_folded)
{
    static const char *const letters[] = {"a", "b", "å", "ö", "A", "Å", "\xe2\x84\xab", "!", "x"};
    GString *text = g_string_new(NULL);
    for (int n = g_rand_int_range(rand, least, most + 1); n > 0; n--)
        g_string_append(text, letters[g_rand_int_range(rand, 0, is_folded ? 4 : 9)]);
    return g_string_free(text, FALSE);
}

static void
test_against_strstr(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(7);
    for (int round = 0; round < 500; round++) {
        g_autoptr(GPtrArray) literals = g_ptr_array_new_with_free_func(g_free);
        for (int i = g_rand_int_range(rand, 1, 40); i > 0; i--) {
            char *literal = random_text(rand, 1, 6, TRUE);
            if (g_ptr_array_find_with_equal_func(literals, literal, g_str_equal, NULL))
                g_free(literal);
            else
                g_ptr_array_add(literals, literal);
        }
        g_autoptr(InkAhoCorasick) automaton =
            ink_aho_corasick_new((const char *const *)literals->pdata, literals->len);
        g_autofree char *text = random_text(rand, 0, 60, FALSE);
        g_autofree gboolean *found = g_new0(gboolean, literals->len);
        ink_aho_corasick_scan(automaton, text, strlen(text), note, found);

        g_autoptr(GString) folded = g_string_new(NULL);
        for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at))
            g_string_append_unichar(folded, ink_fold(g_utf8_get_char(at)));
        for (guint i = 0; i < literals->len; i++)
            g_assert_cmpint(found[i], ==, strstr(folded->str, literals->pdata[i]) != NULL);
    }
}

int
main(int argc, char *argv[])
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ahocorasick/classic", test_classic);
    g_test_add_func("/ahocorasick/letters", test_letters);
    g_test_add_func("/ahocorasick/none", test_none);
    g_test_add_func("/ahocorasick/against-strstr", test_against_strstr);
    return g_test_run();
}
