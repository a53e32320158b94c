/* SPDX-License-Identifier: MIT
 *
 * Reads one rule: its id, condition, points and settings.
 */
#include "rule-read.h"

#include "inkom/text.h"

#include <string.h>

#define POINTS_MOST 100

void
ink_condition_collect_fields(const InkCondition *condition, GHashTable *fields)
{
    if (condition->kind == INK_CONDITION_NOT)
        return;
    if (condition->pattern != NULL)
        for (const char *const *name = ink_pattern_get_names(condition->pattern); *name != NULL;
             name++)
            g_hash_table_add(fields, g_strdup(*name));
    for (guint i = 0; i < condition->children->len; i++)
        ink_condition_collect_fields(condition->children->pdata[i], fields);
}

static void
report_unknown_value(const InkRules *rules, InkTarget target, const InkYamlNode *node,
                     const char *value, InkProblems *problems)
{
    static const char *const nouns[INK_TARGETS] = {"typen", "enheten", "kanalen"};
    const char *const *known = (const char *const *)rules->values[target];
    const char *nearest = ink_text_find_nearest(value, known);
    g_autofree char *list = g_strjoinv(", ", rules->values[target]);
    if (nearest != NULL)
        ink_yaml_problem(problems, node, 0,
                         "%s \"%s\" finns inte; menade du \"%s\"? De som finns: %s", nouns[target],
                         value, nearest, list);
    else
        ink_yaml_problem(problems, node, 0, "%s \"%s\" finns inte; de som finns: %s", nouns[target],
                         value, list);
}

static gboolean
find_value(const InkRules *rules, InkTarget target, const char *value, guint *out_index)
{
    for (guint i = 0; rules->values[target][i] != NULL; i++)
        if (strcmp(rules->values[target][i], value) == 0) {
            *out_index = i;
            return TRUE;
        }
    return FALSE;
}

static void
read_scores(InkRule *rule, const InkRules *rules, InkTarget target, const InkYamlNode *node,
            InkProblems *problems)
{
    if (node == NULL || !ink_yaml_expect(node, INK_YAML_MAPPING, problems))
        return;
    for (guint i = 0; i < ink_yaml_node_get_size(node); i++) {
        const char *key = ink_yaml_node_get_key(node, i);
        InkScore score = {.target = target};
        gint64 points = 0;
        if (!find_value(rules, target, key, &score.value))
            report_unknown_value(rules, target, ink_yaml_node_get_item(node, i), key, problems);
        else if (ink_yaml_read_int(node, key, -POINTS_MOST, POINTS_MOST, &points, problems)) {
            score.points = (int)points;
            g_array_append_val(rule->scores, score);
        }
    }
}

static void
read_add(InkRule *rule, const InkRules *rules, const InkYamlNode *node, InkProblems *problems)
{
    static const char *const known[] = {"type", "unit", "channel", NULL};
    if (node == NULL || !ink_yaml_expect(node, INK_YAML_MAPPING, problems))
        return;
    ink_yaml_check_keys(node, known, problems);
    for (InkTarget target = 0; target < INK_TARGETS; target++)
        read_scores(rule, rules, target, ink_yaml_node_find(node, ink_target_get_name(target)),
                    problems);
}

static void
check_setting(const InkRule *rule, InkSetting setting, const InkYamlNode *node,
              InkProblems *problems)
{
    static const char *const dispositions[] = {"review", "refer", "minor", NULL};
    static const char *const languages[] = {"sv", "en", "fi", "se", NULL};
    const char *value = rule->settings[setting];
    if (ink_text_is_blank(value))
        ink_yaml_problem(problems, node, 0, "%s är tomt; skriv ett värde eller ta bort raden",
                         ink_setting_get_name(setting));
    else if (setting == INK_SETTING_DISPOSITION && !g_strv_contains(dispositions, value))
        ink_yaml_problem(problems, node, 0,
                         "disposition \"%s\" finns inte; välj review, refer eller minor", value);
    else if (setting == INK_SETTING_LANGUAGE && !g_strv_contains(languages, value))
        ink_yaml_problem(problems, node, 0,
                         "språket \"%s\" känns inte igen; välj sv, en, fi eller se", value);
    else if (setting == INK_SETTING_OFFICER && !ink_address_is_sendable(value))
        ink_yaml_problem(problems, node, 0,
                         "\"%s\" är ingen e-postadress; skriv som namn@kommun.example", value);
}

static void
read_set(InkRule *rule, const InkYamlNode *node, InkProblems *problems)
{
    static const char *const known[] = {"title",   "disposition", "secrecy",   "importance",
                                        "officer", "language",    "procedure", "authority",
                                        "flag",    NULL};
    if (node == NULL || !ink_yaml_expect(node, INK_YAML_MAPPING, problems))
        return;
    ink_yaml_check_keys(node, known, problems);
    for (InkSetting setting = 0; setting < INK_SETTINGS; setting++) {
        const char *key = ink_setting_get_name(setting);
        if (ink_yaml_read_string(node, key, FALSE, &rule->settings[setting], problems) &&
            rule->settings[setting] != NULL)
            check_setting(rule, setting, ink_yaml_node_find(node, key), problems);
    }
    ink_yaml_read_strings(node, "title", &rule->titles, problems);
    ink_yaml_read_strings(node, "flag", &rule->flags, problems);
}

static void
check_purpose(const InkRule *rule, const InkYamlNode *node, InkProblems *problems)
{
    g_autoptr(GHashTable) fields = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_assert(rule->when != NULL); /* a rule without it has been refused */
    ink_condition_collect_fields(rule->when, fields);
    gboolean has_purpose = rule->scores->len > 0 || g_hash_table_size(fields) > 0 ||
                           rule->titles[0] != NULL || rule->flags[0] != NULL;
    for (guint i = 0; i < INK_SETTINGS; i++)
        has_purpose = has_purpose || rule->settings[i] != NULL;
    if (!has_purpose)
        ink_yaml_problem(problems, node, 0,
                         "regeln \"%s\" gör ingenting; ge den add:, set: eller en namngiven grupp "
                         "(?<namn>…)",
                         rule->id);
}

static void
read_id(InkRule *rule, const InkYamlNode *node, InkProblems *problems)
{
    const InkYamlNode *id = ink_yaml_node_find(node, "id");
    if (id == NULL)
        ink_yaml_problem(problems, node, 0,
                         "regeln saknar id; ge den ett kort namn som ingen annan regel har");
    else if (ink_yaml_expect(id, INK_YAML_SCALAR, problems)) {
        rule->id = g_strdup(ink_yaml_node_get_scalar(id));
        if (ink_text_is_blank(rule->id))
            ink_yaml_problem(problems, id, 0, "id är tomt; ge regeln ett kort namn");
    }
}

static void
read_when(InkRule *rule, InkRules *rules, const InkYamlNode *node, InkProblems *problems)
{
    const InkYamlNode *when = ink_yaml_node_find(node, "when");
    if (when != NULL)
        rule->when = ink_condition_read(when, rules, problems);
    else
        ink_yaml_problem(problems, node, 0,
                         "regeln saknar when; skriv vad som ska stå i meddelandet, till exempel "
                         "when: {words: '\\bsnö\\w*'}");
}

/* Only their form: they are run when all rules are there. */
static void
check_examples_form(const InkYamlNode *node, InkProblems *problems)
{
    static const char *const known[] = {"match", "no_match", NULL};
    if (node != NULL && ink_yaml_expect(node, INK_YAML_MAPPING, problems))
        ink_yaml_check_keys(node, known, problems);
}

InkRule *
ink_rule_read(const InkYamlNode *node, InkRules *rules, InkProblems *problems)
{
    static const char *const known[] = {"id", "when", "add", "set", "examples", NULL};
    if (!ink_yaml_expect(node, INK_YAML_MAPPING, problems))
        return NULL;
    guint before = ink_problems_count(problems, INK_SEVERITY_ERROR);
    ink_yaml_check_keys(node, known, problems);
    g_autoptr(InkRule) rule = g_new0(InkRule, 1);
    rule->scores = g_array_new(FALSE, FALSE, sizeof(InkScore));
    InkPlace place = ink_yaml_node_get_place(node);
    rule->file = g_strdup(place.file);
    rule->line = place.line;
    read_id(rule, node, problems);
    read_when(rule, rules, node, problems);
    read_add(rule, rules, ink_yaml_node_find(node, "add"), problems);
    read_set(rule, ink_yaml_node_find(node, "set"), problems);
    check_examples_form(ink_yaml_node_find(node, "examples"), problems);
    if (rule->titles == NULL)
        rule->titles = g_new0(char *, 1);
    if (rule->flags == NULL)
        rule->flags = g_new0(char *, 1);
    if (ink_problems_count(problems, INK_SEVERITY_ERROR) != before)
        return NULL;
    check_purpose(rule, node, problems);
    return g_steal_pointer(&rule);
}
