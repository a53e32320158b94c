/* SPDX-License-Identifier: MIT
 *
 * YAML with places: every mistake with its line, column and the way to mend it.
 */
#include "inkom/yaml.h"

#include "harness.h"

#include <glib/gstdio.h>
#include <string.h>

static InkYaml *
parse(const char *text, InkProblems *problems)
{
    return ink_yaml_parse("t.yaml", text, strlen(text), problems);
}

static InkYaml *
parse_good(const char *text)
{
    g_autoptr(InkProblems) problems = ink_problems_new();
    InkYaml *yaml = parse(text, problems);
    g_autofree char *shown = ink_problems_format(problems);
    g_assert_cmpstr(shown, ==, "");
    g_assert_nonnull(yaml);
    return yaml;
}

static void
test_tree(void)
{
    g_autoptr(InkYaml) yaml = parse_good("namn: Å\nlista: [a, 'b''c', \"d\\te\"]\n"
                                         "djup:\n  - {x: 1}\n  - |\n    rad ett\n     två\n"
                                         "vikt: >-\n  en\n  två\n");
    const InkYamlNode *root = ink_yaml_get_root(yaml);
    g_assert_cmpuint(ink_yaml_node_get_size(root), ==, 4);
    g_assert_cmpstr(ink_yaml_node_get_key(root, 1), ==, "lista");

    const InkYamlNode *list = ink_yaml_node_find(root, "lista");
    g_assert_cmpint(ink_yaml_node_get_kind(list), ==, INK_YAML_SEQUENCE);
    g_assert_null(ink_yaml_node_get_scalar(list));
    g_assert_cmpstr(ink_yaml_node_get_scalar(ink_yaml_node_get_item(list, 1)), ==, "b'c");
    g_assert_cmpstr(ink_yaml_node_get_scalar(ink_yaml_node_get_item(list, 2)), ==, "d\te");

    const InkYamlNode *deep = ink_yaml_node_find(root, "djup");
    const InkYamlNode *block = ink_yaml_node_get_item(deep, 1);
    g_assert_cmpstr(ink_yaml_node_get_scalar(block), ==, "rad ett\n två\n");
    g_assert_cmpuint(ink_yaml_node_get_place(block).line, ==, 6);
    g_assert_cmpuint(ink_yaml_node_get_place(block).column, ==, 5);
    g_assert_cmpstr(ink_yaml_node_get_scalar(ink_yaml_node_find(root, "vikt")), ==, "en två");
    g_assert_null(ink_yaml_node_find(root, "saknas"));
    g_assert_null(ink_yaml_node_find(NULL, "saknas"));
}

static void
test_empty(void)
{
    static const char *const TEXTS[] = {"", "# bara en kommentar\n", "\n\n", "\xef\xbb\xbf"};
    for (gsize i = 0; i < G_N_ELEMENTS(TEXTS); i++) {
        g_autoptr(InkYaml) yaml = parse_good(TEXTS[i]);
        g_assert_cmpint(ink_yaml_node_get_kind(ink_yaml_get_root(yaml)), ==, INK_YAML_MAPPING);
        g_assert_cmpuint(ink_yaml_node_get_size(ink_yaml_get_root(yaml)), ==, 0);
    }
}

typedef struct {
    const char *text;
    const char *expected; /* line:column message */
} Mistake;

static const Mistake MISTAKES[] = {
    {"a: [1,\n  2\nb: 3\n", "1:4 hakparentesen [ stängs aldrig; skriv ] efter det sista\n"},
    {"a: {b: 1,\n  c: 2", "1:4 klammern { stängs aldrig; skriv } efter det sista\n"},
    {"a: {b: [1, 2], c:\n", "1:4 klammern { stängs aldrig; skriv } efter det sista\n"},
    {"å: \"x\n", "1:5 citattecknet stängs aldrig; skriv ett till i slutet av värdet\n"},
    {"a: b: c\n", "1:5 två nycklar på samma rad; sätt citattecken om ett värde med \": \" i\n"},
    {"a:\n\tb: c\n", "2:1 raden är indragen med tabbtecken; använd mellanslag\n"},
    {"a: \"\\w+\"\n",
     "1:5 omvänt snedstreck har särskild betydelse inom \" \"; använd ' ' i stället\n"},
    {"å: {x: 1, y: \"å\" z: 3}\n", "1:18 det fattas ett kommatecken före detta\n"},
    {"å: 1\nb: 2\nå: 3\nb: 4\n",
     "3:1 nyckeln \"å\" står två gånger, först på rad 1; ta bort den ena\n4:1 nyckeln \"b\" står "
     "två gånger, först på rad 2; ta bort den ena\n"},
    {"a: &x 1\nb: *x\n", "1:7 & före ett värde betyder ankare i YAML, och ankare används inte här; "
                         "sätt citattecken om hela värdet\n2:4 * betyder alias i YAML, och alias "
                         "används inte här; sätt citattecken om värdet eller skriv ut det\n"},
    {"a: !x 1\n", "1:7 ! före ett värde betyder tagg i YAML, och taggar används inte här; sätt "
                  "citattecken om hela värdet\n"},
    {"a: 1\n---\nb: 1\n", "2:1 filen får bara ha ett dokument; ta bort raden ---\n"},
    {"[a]: 1\nb: 2\nb: 3\n",
     "1:1 en nyckel måste vara ett ord; sätt citattecken om den börjar med [ eller {\n3:1 nyckeln "
     "\"b\" står två gånger, först på rad 2; ta bort den ena\n"},
    {"a: b\xe4 \n", "1:5 filen är inte UTF-8; spara om den som UTF-8\n"},
    {"ö: x\x01y\n", "1:5 raden innehåller ett osynligt styrtecken; ta bort det\n"},
    {"a: \"x\\0y\"\n", "1:5 värdet innehåller ett tecken som inte finns (\\0 eller en halv "
                       "\\u-kod); ta bort det eller skriv tecknet självt\n"},
    {"%YAML 3.0\n---\na: 1\n", "1:1 filen kan inte läsas som YAML från och med här\n"},
    {"- a\nb: c\n", "2:1 listan slutar tvärt; en nyckel kan inte stå bland rader med \"- \"\n"},
    {"a:\n    b: 1\n  c: 2\n", "3:3 indraget stämmer inte med raderna ovanför\n"},
    {"a: 1\nb\nc: 2\n", "2:1 det fattas ett kolon efter nyckeln\n"},
    {"a: }\n", "1:4 parentesen stänger något som inte är öppnat; ta bort den\n"},
    {"a: [1,,2]\n", "1:7 det står ett kommatecken för mycket\n"},
    {"a: @x\n", "1:4 ett värde får inte börja så; sätt citattecken om det\n"},
    {"a: 'x\nb: 1\n", "1:4 citattecknet stängs inte innan nästa rad börjar; skriv ett till\n"},
    {"a: {b: 1\nc: 2\n", "2:2 det fattas ett kommatecken före detta\n"},
    {"a: \"x\" y\n",
     "1:8 det står något efter citattecknet; ta bort det eller flytta citattecknet\n"},
    {"a: |\n  x\n y\n", "3:2 indraget stämmer inte med raderna ovanför\n"},
    {"a: 1\n b: 2\n", "1:4 raden hör inte ihop med den förra; rätta indraget\n"},
    {"a: ,b\n", "1:4 ett värde får inte börja så; sätt citattecken om det\n"},
    {"a: 1\r\nb: [\r\n", "2:4 hakparentesen [ stängs aldrig; skriv ] efter det sista\n"},
    {"\xef\xbb\xbf"
     "b: ]",
     "1:4 parentesen stänger något som inte är öppnat; ta bort den\n"},
};

static char *
list_problems(const InkProblems *problems)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < ink_problems_get_size(problems); i++) {
        const InkProblem *problem = ink_problems_get(problems, i);
        g_string_append_printf(out, "%u:%u %s\n", problem->line, problem->column, problem->message);
    }
    return g_string_free(out, FALSE);
}

static void
test_mistakes(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(MISTAKES); i++) {
        g_autoptr(InkProblems) problems = ink_problems_new();
        g_autoptr(InkYaml) yaml = parse(MISTAKES[i].text, problems);
        g_autofree char *shown = list_problems(problems);
        g_assert_cmpstr(shown, ==, MISTAKES[i].expected);
        g_assert_null(yaml);
    }
}

typedef struct {
    const char *text; /* of the value of "a", after "a: " */
    guint offset;
    guint line, column;
} Caret;

/* The caret under the character with that index in the value. */
static const Caret CARETS[] = {
    {"plain", 2, 1, 6},
    {"'åäö'", 0, 1, 5},
    {"'åäö'", 2, 1, 7},
    {"'it''s'", 2, 1, 7},
    {"'it''s'", 3, 1, 9},
    {"\"å\\tb\"", 2, 1, 8},
    {"\"\\x41\\u00e5\\U0001F600z\"", 3, 1, 25},
    {"|\n  ab\n  cd\n", 0, 2, 3},
    {"|\n  ab\n  cd\n", 3, 3, 3},
    {"|\n  ab\n  cd\n", 4, 3, 4},
    {">\n  ab\n  cd\n", 3, 3, 3},
    {"\n\n  ab\n  cd\n", 4, 4, 4},
    {"'ab  \n\n  cd'", 3, 3, 3},
    {"\"ab\n  cd\"", 3, 2, 3},
    {"|\r\n  ab\r\n  cd\r\n", 4, 3, 4},
    {"\"ab\\\n  cd\"", 3, 2, 4},
    {"[b]", 7, 1, 4},
    {"'ab' # c", 99, 1, 7},
    {"ab", 99, 1, 6},
};

static void
test_caret(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(CARETS); i++) {
        g_autofree char *text = g_strdup_printf("a: %s", CARETS[i].text);
        g_autoptr(InkYaml) yaml = parse_good(text);
        g_autoptr(InkProblems) problems = ink_problems_new();
        const InkYamlNode *node = ink_yaml_node_find(ink_yaml_get_root(yaml), "a");
        ink_yaml_problem(problems, node, CARETS[i].offset, "fel %d", 1);
        g_test_message("%s", text);
        g_assert_cmpuint(ink_problems_get(problems, 0)->line, ==, CARETS[i].line);
        g_assert_cmpuint(ink_problems_get(problems, 0)->column, ==, CARETS[i].column);
    }
}

static void
test_source(void)
{
    g_autoptr(InkYaml) yaml = parse_good("# å\r\nmönster: 'få(r'\r\n");
    g_autoptr(InkProblems) problems = ink_problems_new();
    const InkYamlNode *node = ink_yaml_node_find(ink_yaml_get_root(yaml), "mönster");
    ink_yaml_problem(problems, node, 2, "parentesen stängs inte");
    ink_yaml_warning(problems, node, "udda");
    g_autofree char *shown = ink_problems_format(problems);
    g_assert_cmpstr(shown, ==,
                    "t.yaml:2:11: varning: udda\n    mönster: 'få(r'\n              ^\n"
                    "t.yaml:2:13: fel: parentesen stängs inte\n    mönster: 'få(r'\n"
                    "                ^\n");
}

/* A value that must not be shown is stars in every line that is printed later. */
static void
test_hide(void)
{
    g_autoptr(InkYaml) yaml = parse_good("a: {password: 'hemligtå', b: 1}\n");
    const InkYamlNode *a = ink_yaml_node_find(ink_yaml_get_root(yaml), "a");
    ink_yaml_hide(yaml, ink_yaml_node_find(a, "password"));
    g_autoptr(InkProblems) problems = ink_problems_new();
    ink_yaml_problem(problems, ink_yaml_node_find(a, "b"), 0, "fel");
    g_assert_cmpstr(ink_problems_get(problems, 0)->source, ==, "a: {password: '********', b: 1}");
}

static void
test_keys(void)
{
    static const char *const KNOWN[] = {"mailboxes", "store", "name", "mening", NULL};
    g_autoptr(InkYaml) yaml =
        parse_good("maliboxes: 1\nstoer: 1\nName: 1\nmenin: 1\nstore: 1\nxyz: 1\n");
    g_autoptr(InkProblems) problems = ink_problems_new();
    ink_yaml_check_keys(ink_yaml_get_root(yaml), KNOWN, problems);
    g_autofree char *shown = list_problems(problems);
    g_assert_cmpstr(shown, ==,
                    "1:1 nyckeln \"maliboxes\" finns inte; menade du \"mailboxes\"?\n"
                    "2:1 nyckeln \"stoer\" finns inte; menade du \"store\"?\n"
                    "3:1 nyckeln \"Name\" finns inte; menade du \"name\"?\n"
                    "4:1 nyckeln \"menin\" finns inte; menade du \"mening\"?\n"
                    "6:1 nyckeln \"xyz\" finns inte; här kan stå: mailboxes, store, name, "
                    "mening\n");
}

static void
test_read_good(void)
{
    g_autoptr(InkYaml) yaml =
        parse_good("s: 'x y'\nempty: ''\ni: -12\nyes: ja\nno: false\none: a\nmany: [a, b]\n");
    const InkYamlNode *root = ink_yaml_get_root(yaml);
    g_autoptr(InkProblems) problems = ink_problems_new();
    g_autofree char *text = g_strdup("gammal");
    g_assert_true(ink_yaml_read_string(root, "s", TRUE, &text, problems));
    g_assert_cmpstr(text, ==, "x y");
    g_assert_false(ink_yaml_read_string(root, "missing", FALSE, &text, problems));
    g_assert_cmpstr(text, ==, "x y");
    g_assert_true(ink_yaml_read_string(root, "empty", TRUE, &text, problems));
    g_assert_cmpstr(text, ==, "");
    gint64 number = 7;
    g_assert_true(ink_yaml_read_int(root, "i", -20, 20, &number, problems));
    g_assert_cmpint(number, ==, -12);
    gboolean flag = FALSE;
    g_assert_true(ink_yaml_read_bool(root, "yes", &flag, problems));
    g_assert_true(flag);
    g_assert_true(ink_yaml_read_bool(root, "no", &flag, problems));
    g_assert_false(flag);
    g_auto(GStrv) words = NULL;
    g_assert_true(ink_yaml_read_strings(root, "one", &words, problems));
    g_assert_cmpuint(g_strv_length(words), ==, 1);
    g_assert_true(ink_yaml_read_strings(root, "many", &words, problems));
    g_assert_cmpuint(g_strv_length(words), ==, 2);
    g_assert_cmpuint(ink_problems_get_size(problems), ==, 0);
}

static void
test_read_bad(void)
{
    g_autoptr(InkYaml) yaml = parse_good("s: [x]\nnil:\ni: 12x\nbig: 99999999999999999999\n"
                                         "b: kanske\nmany: [a, {b: 1}]\nmap: {a: 1}\n");
    const InkYamlNode *root = ink_yaml_get_root(yaml);
    g_autoptr(InkProblems) problems = ink_problems_new();
    g_autofree char *text = g_strdup("kvar");
    gint64 number = 7;
    gboolean flag = TRUE;
    g_auto(GStrv) words = NULL;
    g_assert_false(ink_yaml_read_string(root, "s", FALSE, &text, problems));
    g_assert_false(ink_yaml_read_string(root, "nil", FALSE, &text, problems));
    g_assert_false(ink_yaml_read_string(root, "missing", TRUE, &text, problems));
    g_assert_false(ink_yaml_read_int(root, "i", 1, 20, &number, problems));
    g_assert_false(ink_yaml_read_int(root, "big", 1, 20, &number, problems));
    g_assert_false(ink_yaml_read_bool(root, "b", &flag, problems));
    g_assert_false(ink_yaml_read_strings(root, "many", &words, problems));
    g_assert_false(ink_yaml_read_strings(root, "map", &words, problems));
    g_assert_false(ink_yaml_expect(ink_yaml_node_find(root, "nil"), INK_YAML_SEQUENCE, problems));
    g_assert_cmpstr(text, ==, "kvar");
    g_assert_cmpint(number, ==, 7);
    g_assert_true(flag);
    g_assert_null(words);
    g_autofree char *shown = list_problems(problems);
    g_assert_cmpstr(
        shown, ==,
        "1:4 här ska stå ett enda värde, men där står en lista\n"
        "2:1 \"nil\" saknar värde; skriv ett eller ta bort nyckeln\n"
        "0:0 nyckeln \"missing\" saknas\n"
        "3:4 \"i\" ska vara ett heltal från 1 till 20\n"
        "4:6 \"big\" ska vara ett heltal från 1 till 20\n"
        "5:4 \"b\" ska vara ja eller nej (true eller false)\n"
        "6:11 här ska stå ett enda värde, men där står nycklar med värden\n"
        "7:6 här ska stå ett enda värde, men där står nycklar med värden\n"
        "2:1 här ska stå en lista: [a, b] eller rader som börjar med \"- \", men där står "
        "ingenting\n");
}

/* Absurd input ends quickly, with few problems, and does not exhaust the stack. */
static void
test_absurd(void)
{
    static const char *const UNITS[] = {"[",  "{a: ", "- ",   "? ", "a: 1\n",
                                        "\"", "&a ",  "*a\n", "\r"};
    for (gsize i = 0; i < G_N_ELEMENTS(UNITS); i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        while (text->len < 400000)
            g_string_append(text, UNITS[i]);
        g_autoptr(InkProblems) problems = ink_problems_new();
        ink_yaml_free(parse(text->str, problems));
        g_assert_cmpuint(ink_problems_get_size(problems), <=, 60);
    }
    g_autoptr(InkProblems) problems = ink_problems_new();
    g_autoptr(GString) deep = g_string_new("a: ");
    for (int i = 0; i < 32; i++)
        g_string_append_c(deep, '[');
    g_assert_null(parse(deep->str, problems));
    g_autofree char *shown = list_problems(problems);
    g_assert_cmpstr(shown, ==, "1:35 fler än 32 nivåer i varandra; dela upp det\n");
}

static void
test_load(void)
{
    g_autofree char *folder = g_dir_make_tmp("inkom-yaml-XXXXXX", NULL);
    g_autofree char *file = g_build_filename(folder, "a.yaml", NULL);
    g_autoptr(InkProblems) problems = ink_problems_new();
    g_assert_null(ink_yaml_load(file, problems));
    g_assert_null(ink_yaml_load(folder, problems));
    g_assert_cmpstr(ink_problems_get(problems, 0)->message, ==, "filen finns inte");
    g_assert_cmpstr(ink_problems_get(problems, 1)->message, ==, "det är en mapp, inte en fil");

    g_autofree char *big = g_strnfill(4 * 1024 * 1024 + 10, '#');
    g_assert_true(g_file_set_contents(file, big, -1, NULL));
    g_assert_null(ink_yaml_load(file, problems));
    g_assert_cmpstr(ink_problems_get(problems, 2)->message, ==,
                    "filen är större än 4 MB; dela upp den");

    g_assert_true(g_file_set_contents(file, "a: 1\n", -1, NULL));
    g_autoptr(InkYaml) yaml = ink_yaml_load(file, problems);
    g_assert_nonnull(yaml);
    g_assert_cmpstr(ink_yaml_node_get_place(ink_yaml_get_root(yaml)).file, ==, file);
    g_assert_cmpuint(ink_problems_get_size(problems), ==, 3);
    g_unlink(file);
    g_rmdir(folder);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/yaml/tree", test_tree);
    g_test_add_func("/yaml/empty", test_empty);
    g_test_add_func("/yaml/mistakes", test_mistakes);
    g_test_add_func("/yaml/caret", test_caret);
    g_test_add_func("/yaml/source", test_source);
    g_test_add_func("/yaml/hide", test_hide);
    g_test_add_func("/yaml/keys", test_keys);
    g_test_add_func("/yaml/read-good", test_read_good);
    g_test_add_func("/yaml/read-bad", test_read_bad);
    g_test_add_func("/yaml/absurd", test_absurd);
    g_test_add_func("/yaml/load", test_load);
    return g_test_run();
}
