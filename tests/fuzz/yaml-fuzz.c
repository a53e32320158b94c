/* SPDX-License-Identifier: MIT
 *
 * A YAML file, walked through in every direction; a mistake in it has a place and a text.
 */
#include "fuzz.h"

#include "inkom/yaml.h"

#define DEPTH_MOST 2000

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    fuzz_begin();
    return 0;
}

static void
walk(const InkYamlNode *node, guint depth, InkProblems *problems)
{
    g_assert_cmpuint(depth, <, DEPTH_MOST);
    InkYamlKind kind = ink_yaml_node_get_kind(node);
    InkPlace place = ink_yaml_node_get_place(node);
    g_assert_cmpuint(place.line, >, 0);
    if (kind == INK_YAML_SCALAR)
        fuzz_assert_text(ink_yaml_node_get_scalar(node));
    for (guint i = 0; i < ink_yaml_node_get_size(node); i++) {
        const InkYamlNode *item = ink_yaml_node_get_item(node, i);
        if (kind == INK_YAML_MAPPING)
            g_assert_true(ink_yaml_node_find(node, ink_yaml_node_get_key(node, i)) == item);
        walk(item, depth + 1, problems);
    }
    ink_yaml_problem(problems, node, 3, "fel");
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autoptr(InkProblems) problems = ink_problems_new();
    g_autoptr(InkYaml) yaml = ink_yaml_parse("fuzz.yaml", (const char *)data, size, problems);
    if (yaml != NULL)
        walk(ink_yaml_get_root(yaml), 0, problems);
    else
        g_assert_cmpuint(ink_problems_count(problems, INK_SEVERITY_ERROR), >, 0);
    g_autofree char *text = ink_problems_format(problems);
    fuzz_assert_text(text);
    return 0;
}
