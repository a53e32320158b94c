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
    g_assert_cmpuint(ink_yaml_node_get_key_place(root, 1).line, ==, 2);

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

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/yaml/tree", test_tree);
    g_test_add_func("/yaml/empty", test_empty);
    g_test_add_func("/yaml/mistakes", test_mistakes);
    return g_test_run();
}
