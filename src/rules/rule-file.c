/* SPDX-License-Identifier: MIT
 *
 * Loads rule files: all of them, so that every mistake is seen at once; then what concerns more
 * than one rule (ids, fields in titles); then the examples.
 */
#include "rule-read.h"

#include "title-template.h"

#include <string.h>

typedef struct {
    InkRules *rules;
    InkProblems *problems;
    GPtrArray *files;   /* InkYaml, kept until the examples have been run */
    GPtrArray *nodes;   /* InkYamlNode of each rule in rules */
    GHashTable *ids;    /* id to where it first stood, "file:line" */
    GHashTable *fields; /* every field that some rule finds */
} Loader;

static InkRules *
rules_new(const InkVocabulary *vocabulary)
{
    InkRules *rules = g_new0(InkRules, 1);
    rules->values[INK_TARGET_TYPE] = g_strdupv((char **)vocabulary->types);
    rules->values[INK_TARGET_UNIT] = g_strdupv((char **)vocabulary->units);
    rules->values[INK_TARGET_CHANNEL] = g_strdupv((char **)vocabulary->channels);
    rules->rules = g_ptr_array_new_with_free_func(ink_rule_free);
    rules->headers = g_ptr_array_new_with_free_func(g_free);
    rules->titler = ink_titler_new();
    rules->users = g_array_new(FALSE, TRUE, sizeof(InkUser));
    rules->sets = g_array_new(FALSE, TRUE, sizeof(guint8));
    rules->has_starts = g_array_new(FALSE, TRUE, sizeof(guint8));
    return rules;
}

/* Also for a rule with other mistakes: its id is taken all the same. */
static void
check_id(Loader *loader, const InkYamlNode *node)
{
    const InkYamlNode *id_node = ink_yaml_node_find(node, "id");
    const char *id = id_node != NULL ? ink_yaml_node_get_scalar(id_node) : NULL;
    if (id == NULL || *id == '\0')
        return;
    const char *first = g_hash_table_lookup(loader->ids, id);
    if (first != NULL) {
        ink_yaml_problem(loader->problems, id_node, 0,
                         "id \"%s\" finns redan på %s; ge den ena regeln ett annat namn", id,
                         first);
        return;
    }
    InkPlace place = ink_yaml_node_get_place(id_node);
    g_hash_table_insert(loader->ids, g_strdup(id),
                        g_strdup_printf("%s:%u", place.file, place.line));
}

static void
load_rule(Loader *loader, const InkYamlNode *node)
{
    InkRule *rule = ink_rule_read(node, loader->rules, loader->problems);
    if (ink_yaml_node_get_kind(node) == INK_YAML_MAPPING)
        check_id(loader, node);
    if (rule == NULL)
        return;
    ink_condition_collect_fields(rule->when, loader->fields);
    g_ptr_array_add(loader->rules->rules, rule);
    g_ptr_array_add(loader->nodes, (gpointer)node);
}

static void
load_file(Loader *loader, const char *path)
{
    static const char *const known[] = {"rules", NULL};
    InkYaml *yaml = ink_yaml_load(path, loader->problems);
    if (yaml == NULL)
        return;
    g_ptr_array_add(loader->files, yaml);
    const InkYamlNode *root = ink_yaml_get_root(yaml);
    if (!ink_yaml_expect(root, INK_YAML_MAPPING, loader->problems))
        return;
    ink_yaml_check_keys(root, known, loader->problems);
    const InkYamlNode *list = ink_yaml_node_find(root, "rules");
    if (list == NULL) {
        ink_yaml_warning(loader->problems, root, "filen har inga regler; börja den med rules:");
        return;
    }
    if (!ink_yaml_expect(list, INK_YAML_SEQUENCE, loader->problems))
        return;
    for (guint i = 0; i < ink_yaml_node_get_size(list); i++)
        load_rule(loader, ink_yaml_node_get_item(list, i));
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
load_folder(Loader *loader, const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GDir) folder = g_dir_open(path, 0, &error);
    if (folder == NULL) {
        InkPlace place = {path, 0, 0};
        ink_problems_add(loader->problems, INK_SEVERITY_ERROR, place, NULL,
                         "mappen går inte att läsa: %s", error->message);
        return;
    }
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name; (name = g_dir_read_name(folder)) != NULL;)
        if (g_str_has_suffix(name, ".yaml") && name[0] != '.')
            g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, compare_names);
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *file = g_build_filename(path, names->pdata[i], NULL);
        load_file(loader, file);
    }
}

static void
check_title(const Loader *loader, const InkYamlNode *node)
{
    const char *text = ink_yaml_node_get_scalar(node);
    gsize offset = 0;
    g_autofree char *problem = ink_title_template_check(text, loader->fields, &offset);
    if (problem != NULL)
        ink_yaml_problem(loader->problems, node, (guint)g_utf8_strlen(text, (gssize)offset), "%s",
                         problem);
}

static void
check_titles(const Loader *loader)
{
    for (guint i = 0; i < loader->nodes->len; i++) {
        const InkYamlNode *set = ink_yaml_node_find(loader->nodes->pdata[i], "set");
        const InkYamlNode *title = set != NULL ? ink_yaml_node_find(set, "title") : NULL;
        if (title == NULL)
            continue;
        if (ink_yaml_node_get_kind(title) == INK_YAML_SCALAR)
            check_title(loader, title);
        else
            for (guint j = 0; j < ink_yaml_node_get_size(title); j++)
                check_title(loader, ink_yaml_node_get_item(title, j));
    }
}

static void
check_examples(const Loader *loader)
{
    g_autoptr(InkRulesScratch) scratch = ink_rules_scratch_new(loader->rules);
    for (guint i = 0; i < loader->nodes->len; i++)
        ink_rule_examples_check(scratch, loader->rules->rules->pdata[i], loader->nodes->pdata[i],
                                loader->problems);
}

static void
free_yaml(gpointer yaml)
{
    ink_yaml_free(yaml);
}

InkRules *
ink_rules_load(const char *const *paths, const InkVocabulary *vocabulary, InkProblems *problems)
{
    g_autoptr(InkRules) rules = rules_new(vocabulary);
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(free_yaml);
    g_autoptr(GPtrArray) nodes = g_ptr_array_new();
    g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autoptr(GHashTable) fields = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Loader loader = {rules, problems, files, nodes, ids, fields};
    guint before = ink_problems_count(problems, INK_SEVERITY_ERROR);
    for (; *paths != NULL; paths++)
        if (g_file_test(*paths, G_FILE_TEST_IS_DIR))
            load_folder(&loader, *paths);
        else
            load_file(&loader, *paths);
    /* A field may be missing only because its rule could not be read. */
    if (ink_problems_count(problems, INK_SEVERITY_ERROR) == before)
        check_titles(&loader);
    ink_rules_prepare(rules);
    check_examples(&loader);
    return ink_problems_count(problems, INK_SEVERITY_ERROR) == before ? g_steal_pointer(&rules)
                                                                      : NULL;
}
