/* SPDX-License-Identifier: MIT
 *
 * What is said of rule files: each tests/rules-bad/NN-name.yaml gives exactly NN-name.expected.
 */
#include "inkom/rules.h"

#include <glib/gstdio.h>
#include <string.h>

#include "harness.h"

static const char *const UNITS[] = {"KS", "TN", "VON", NULL};
static const InkVocabulary VOCABULARY = {INK_TYPES, UNITS, INK_CHANNELS};

static void
check_bad(gconstpointer data)
{
    const char *path = data;
    g_autofree char *text = NULL, *expected = NULL;
    g_autofree char *expected_path = g_strndup(path, strlen(path) - strlen("yaml"));
    g_autofree char *expected_file = g_strconcat(expected_path, "expected", NULL);
    g_assert_true(g_file_get_contents(expected_file, &expected, NULL, NULL));

    /* Problems name the file as it was given: from its own folder. */
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *name = g_path_get_basename(path);
    g_autofree char *before = g_get_current_dir();
    g_assert_cmpint(g_chdir(folder), ==, 0);
    const char *paths[] = {name, NULL};
    g_autoptr(InkProblems) problems = ink_problems_new();
    g_autoptr(InkRules) rules = ink_rules_load(paths, &VOCABULARY, problems);
    g_assert_cmpint(g_chdir(before), ==, 0);

    text = ink_problems_format(problems);
    g_assert_cmpstr(text, ==, expected);
    g_assert_true((rules == NULL) == (ink_problems_count(problems, INK_SEVERITY_ERROR) > 0));
}

static void
add_bad_tests(GPtrArray *paths)
{
    g_autofree char *folder = test_path("tests/rules-bad");
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_assert_nonnull(dir);
    for (const char *name; (name = g_dir_read_name(dir)) != NULL;)
        if (g_str_has_suffix(name, ".yaml")) {
            g_autofree char *test = g_strconcat("/rule-file/bad/", name, NULL);
            char *path = g_build_filename(folder, name, NULL);
            g_ptr_array_add(paths, path);
            g_test_add_data_func(test, path, check_bad);
        }
}

static char *
make_folder(const char *const *names, const char *const *texts)
{
    char *folder = g_dir_make_tmp("inkom-rules-XXXXXX", NULL);
    for (guint i = 0; names[i] != NULL; i++) {
        g_autofree char *path = g_build_filename(folder, names[i], NULL);
        g_assert_true(g_file_set_contents(path, texts[i], -1, NULL));
    }
    return folder;
}

static void
remove_folder(const char *folder, const char *const *names)
{
    for (guint i = 0; names[i] != NULL; i++) {
        g_autofree char *path = g_build_filename(folder, names[i], NULL);
        g_unlink(path);
    }
    g_rmdir(folder);
}

/* Files in name order; fields of one file in titles of another; ids unique over all. */
static void
test_folder(void)
{
    static const char *const names[] = {"20-b.yaml", "10-a.yaml", "läs mig.txt", NULL};
    static const char *const texts[] = {
        "rules:\n- {id: plats, when: {words: '(?<plats>\\b\\w+gatan)'}, examples: {match: "
        "[Storgatan]}}\n",
        "rules:\n- {id: snö, when: {words: 'snö'}, set: {title: 'Snö: {plats}'}, examples: {match: "
        "[snö]}}\n",
        "inga regler",
    };
    g_autofree char *folder = make_folder(names, texts);
    const char *paths[] = {folder, NULL};
    g_autoptr(InkProblems) problems = ink_problems_new();
    g_autoptr(InkRules) rules = ink_rules_load(paths, &VOCABULARY, problems);
    g_autofree char *text = ink_problems_format(problems);
    g_assert_cmpstr(text, ==, "");
    g_assert_nonnull(rules);
    g_assert_cmpuint(ink_rules_get_count(rules), ==, 2);

    g_autofree char *first = g_build_filename(folder, "10-a.yaml", NULL);
    const char *twice[] = {folder, first, NULL};
    g_autoptr(InkRules) again = ink_rules_load(twice, &VOCABULARY, problems);
    g_assert_null(again);
    const InkProblem *problem = ink_problems_get(problems, 0);
    g_autofree char *expected = g_strdup_printf("finns redan på %s:2;", first);
    g_assert_nonnull(strstr(problem->message, expected));
    remove_folder(folder, names);
}

static void
test_missing_file(void)
{
    const char *paths[] = {"/finns/inte.yaml", NULL};
    g_autoptr(InkProblems) problems = ink_problems_new();
    g_autoptr(InkRules) rules = ink_rules_load(paths, &VOCABULARY, problems);
    g_assert_null(rules);
    g_assert_cmpuint(ink_problems_count(problems, INK_SEVERITY_ERROR), ==, 1);
}

static void
test_no_paths(void)
{
    const char *paths[] = {NULL};
    g_autoptr(InkProblems) problems = ink_problems_new();
    g_autoptr(InkRules) rules = ink_rules_load(paths, &VOCABULARY, problems);
    g_assert_nonnull(rules);
    g_assert_cmpuint(ink_rules_get_count(rules), ==, 0);
}

/* The examples of the manual must be rules that load. */
static void
test_manual(void)
{
    g_autofree char *path = test_path("man/inkom-rules.5");
    g_autofree char *manual = NULL;
    g_assert_true(g_file_get_contents(path, &manual, NULL, NULL));
    const char *start = strstr(manual, ".Bd -literal -offset indent\n");
    g_assert_nonnull(start);
    start = strchr(start, '\n') + 1;
    g_autofree char *block = g_strndup(start, (gsize)(strstr(start, "\n.Ed") - start));
    g_autoptr(GString) yaml = g_string_new(block);
    g_string_replace(yaml, "\\e", "\\", 0);
    g_string_append(yaml, "\n  - {id: p, when: {words: '(?<plats>\\b\\w+gatan)'}}\n");
    const char *names[] = {"manual.yaml", NULL}, *texts[] = {yaml->str};
    g_autofree char *folder = make_folder(names, texts);
    const char *paths[] = {folder, NULL};
    g_autoptr(InkProblems) problems = ink_problems_new();
    g_autoptr(InkRules) rules = ink_rules_load(paths, &VOCABULARY, problems);
    remove_folder(folder, names);
    g_autofree char *text = ink_problems_format(problems);
    g_test_message("%s", text);
    g_assert_nonnull(rules);
    g_assert_cmpuint(ink_rules_get_count(rules), ==, 2);
}

int
main(int argc, char *argv[])
{
    g_test_init(&argc, &argv, NULL);
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    add_bad_tests(paths);
    g_test_add_func("/rule-file/folder", test_folder);
    g_test_add_func("/rule-file/missing-file", test_missing_file);
    g_test_add_func("/rule-file/no-paths", test_no_paths);
    g_test_add_func("/rule-file/manual", test_manual);
    return g_test_run();
}
