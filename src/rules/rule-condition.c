/* SPDX-License-Identifier: MIT
 *
 * Reads the `when:` of a rule. All keys of a mapping must hold, so a mapping is an ALL of what its
 * keys say; one with a single key is that key's condition itself.
 */
#include "rules-private.h"

#include "inkom/text.h"

#include <string.h>

#define DEPTH_MOST 20
#define PATTERN_MOST                                                                               \
    5000 /* bytes: longer ones are a list of words that should be several rules                    \
          */
#define LABEL_CHARS 60
/* ^ and $ are lines' ends: a part may have several addresses, names or paragraphs. */
#define OPTIONS "(?m)"

static InkCondition *read_condition(const InkYamlNode *node, InkRules *rules, guint depth,
                                    InkProblems *problems);

static char *
make_label(const char *key, const char *value)
{
    g_autofree char *line = ink_text_one_line(value, LABEL_CHARS);
    return g_strdup_printf("%s: '%s'", key, line);
}

static void
report_pattern(const InkYamlNode *node, const char *text, gsize offset, const GError *error,
               InkProblems *problems)
{
    gsize size = strlen(text);
    gsize in_text = MIN(offset > strlen(OPTIONS) ? offset - strlen(OPTIONS) : 0, size);
    guint column = (guint)g_utf8_strlen(text, (gssize)in_text);
    ink_yaml_problem(problems, node, column, "%s", error->message);
}

static InkCondition *
read_pattern(const InkYamlNode *node, const char *key, InkPart part, InkRules *rules,
             InkProblems *problems)
{
    if (!ink_yaml_expect(node, INK_YAML_SCALAR, problems))
        return NULL;
    const char *text = ink_yaml_node_get_scalar(node);
    if (strlen(text) > PATTERN_MOST) {
        ink_yaml_problem(problems, node, 0, "mönstret är längre än %d tecken; dela det i flera",
                         PATTERN_MOST);
        return NULL;
    }
    g_autofree char *composed = g_utf8_normalize(text, -1, G_NORMALIZE_NFC);
    g_autofree char *source = g_strconcat(OPTIONS, composed, NULL);
    g_autoptr(GError) error = NULL;
    gsize offset = 0;
    g_autoptr(InkPattern) pattern = ink_pattern_compile(source, &offset, &error);
    if (pattern == NULL) {
        report_pattern(node, composed, offset, error, problems);
        return NULL;
    }
    if (ink_pattern_matches_empty(pattern)) {
        ink_yaml_problem(problems, node, 0,
                         "mönstret passar även där inget står, och därmed överallt; kräv minst ett "
                         "tecken, till exempel med + i stället för *");
        return NULL;
    }
    InkCondition *condition = ink_condition_new(INK_CONDITION_PATTERN);
    condition->pattern = g_steal_pointer(&pattern);
    condition->part = part;
    condition->number = rules->pattern_count++;
    condition->line = ink_yaml_node_get_place(node).line;
    condition->label = make_label(key, text);
    return condition;
}

static guint
number_header(InkRules *rules, const char *name)
{
    for (guint i = 0; i < rules->headers->len; i++)
        if (g_ascii_strcasecmp(rules->headers->pdata[i], name) == 0)
            return i;
    g_ptr_array_add(rules->headers, g_strdup(name));
    return rules->headers->len - 1;
}

static InkCondition *
read_headers(const InkYamlNode *node, InkRules *rules, InkProblems *problems)
{
    if (!ink_yaml_expect(node, INK_YAML_MAPPING, problems))
        return NULL;
    if (ink_yaml_node_get_size(node) == 0) {
        ink_yaml_problem(problems, node, 0,
                         "header behöver minst ett fält: header: {List-Id: '.'}");
        return NULL;
    }
    g_autoptr(InkCondition) all = ink_condition_new(INK_CONDITION_ALL);
    gboolean is_good = TRUE;
    for (guint i = 0; i < ink_yaml_node_get_size(node); i++) {
        const char *name = ink_yaml_node_get_key(node, i);
        g_autofree char *key = g_strconcat("header ", name, NULL);
        InkCondition *one =
            read_pattern(ink_yaml_node_get_item(node, i), key, INK_PART_HEADER, rules, problems);
        is_good = is_good && one != NULL;
        if (one == NULL)
            continue;
        one->header = number_header(rules, name);
        g_ptr_array_add(all->children, one);
    }
    return is_good ? g_steal_pointer(&all) : NULL;
}

static InkCondition *
read_language(const InkYamlNode *node, InkProblems *problems)
{
    static const char *const known[] = {"sv", "en", "fi", "se", NULL};
    if (!ink_yaml_expect(node, INK_YAML_SCALAR, problems))
        return NULL;
    const char *language = ink_yaml_node_get_scalar(node);
    if (!g_strv_contains(known, language)) {
        ink_yaml_problem(problems, node, 0,
                         "språket \"%s\" känns inte igen; välj sv, en, fi eller se", language);
        return NULL;
    }
    InkCondition *condition = ink_condition_new(INK_CONDITION_LANGUAGE);
    condition->language = g_strdup(language);
    condition->line = ink_yaml_node_get_place(node).line;
    condition->label = make_label("language", language);
    return condition;
}

static InkCondition *
read_list(const InkYamlNode *node, InkConditionKind kind, InkRules *rules, guint depth,
          InkProblems *problems)
{
    const char *key = kind == INK_CONDITION_ANY ? "any" : "all";
    if (!ink_yaml_expect(node, INK_YAML_SEQUENCE, problems))
        return NULL;
    guint size = ink_yaml_node_get_size(node);
    if (size == 0) {
        ink_yaml_problem(problems, node, 0, "%s behöver minst ett villkor i listan", key);
        return NULL;
    }
    g_autoptr(InkCondition) list = ink_condition_new(kind);
    list->line = ink_yaml_node_get_place(node).line;
    list->label = g_strdup(key);
    for (guint i = 0; i < size; i++) {
        InkCondition *child =
            read_condition(ink_yaml_node_get_item(node, i), rules, depth, problems);
        if (child != NULL)
            g_ptr_array_add(list->children, child);
    }
    return list->children->len == size ? g_steal_pointer(&list) : NULL;
}

static InkCondition *
read_not(const InkYamlNode *node, InkRules *rules, guint depth, InkProblems *problems)
{
    InkCondition *inner = read_condition(node, rules, depth, problems);
    if (inner == NULL)
        return NULL;
    InkCondition *not = ink_condition_new(INK_CONDITION_NOT);
    g_ptr_array_add(not ->children, inner);
    not ->line = ink_yaml_node_get_place(node).line;
    not ->label = g_strdup("not");
    return not ;
}

static InkCondition *
read_key(const char *key, const InkYamlNode *value, InkRules *rules, guint depth,
         InkProblems *problems)
{
    if (strcmp(key, "any") == 0)
        return read_list(value, INK_CONDITION_ANY, rules, depth, problems);
    if (strcmp(key, "all") == 0)
        return read_list(value, INK_CONDITION_ALL, rules, depth, problems);
    if (strcmp(key, "not") == 0)
        return read_not(value, rules, depth, problems);
    if (strcmp(key, "language") == 0)
        return read_language(value, problems);
    if (strcmp(key, "header") == 0)
        return read_headers(value, rules, problems);
    for (InkPart part = 0; part < INK_PART_HEADER; part++)
        if (strcmp(key, ink_part_get_name(part)) == 0)
            return read_pattern(value, key, part, rules, problems);
    return NULL; /* unknown: ink_yaml_check_keys has said so */
}

static InkCondition *
read_condition(const InkYamlNode *node, InkRules *rules, guint depth, InkProblems *problems)
{
    static const char *const known[] = {"subject", "text", "words",      "all_text", "from",
                                        "to",      "cc",   "attachment", "header",   "language",
                                        "any",     "all",  "not",        NULL};
    if (!ink_yaml_expect(node, INK_YAML_MAPPING, problems))
        return NULL;
    guint size = ink_yaml_node_get_size(node);
    if (size == 0 || depth >= DEPTH_MOST) {
        ink_yaml_problem(problems, node, 0,
                         size == 0 ? "villkoret är tomt; skriv till exempel words: '\\bsnö\\w*'"
                                   : "för många villkor i varandra; dela regeln i flera");
        return NULL;
    }
    ink_yaml_check_keys(node, known, problems);
    g_autoptr(InkCondition) all = ink_condition_new(INK_CONDITION_ALL);
    all->line = ink_yaml_node_get_place(node).line;
    all->label = g_strdup("all");
    for (guint i = 0; i < size; i++) {
        InkCondition *child = read_key(ink_yaml_node_get_key(node, i),
                                       ink_yaml_node_get_item(node, i), rules, depth + 1, problems);
        if (child != NULL)
            g_ptr_array_add(all->children, child);
    }
    if (all->children->len < size)
        return NULL;
    return size == 1 ? g_ptr_array_steal_index(all->children, 0) : g_steal_pointer(&all);
}

InkCondition *
ink_condition_read(const InkYamlNode *node, InkRules *rules, InkProblems *problems)
{
    return read_condition(node, rules, 0, problems);
}
