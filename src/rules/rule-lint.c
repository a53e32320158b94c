/* SPDX-License-Identifier: MIT
 *
 * Warnings of patterns that can blow up. They do no harm: a search that meets its limit is given
 * up, and a person decides. But the rule then says nothing of that message. And names of ways that
 * no routine knows: a misspelt one must not be found out by the letter that went nowhere.
 */
#include "rules-private.h"

#include "inkom/pattern-attack.h"
#include "inkom/text.h"

#define SHOWN_CHARS 60

static char *
quote(const char *text)
{
    g_autofree char *line = ink_text_one_line(text, SHOWN_CHARS);
    return g_strdup_printf("\"%s\"", line);
}

static void
warn(const InkRule *rule, const InkCondition *condition, const InkPatternAttack *attack,
     InkProblems *problems)
{
    g_autofree char *unit = quote(attack->unit);
    g_autofree char *prefix = quote(attack->prefix);
    g_autofree char *end = quote(attack->end);
    InkPlace place = {.file = rule->file, .line = condition->line, .column = 1};
    ink_problems_add(problems, INK_SEVERITY_WARNING, place, NULL,
                     "regeln \"%s\", %s: mönstret prövar alldeles för många möjligheter när det "
                     "får %s%s%u gånger %s%s%s; låt inte det som upprepas gå att dela upp på mer "
                     "än ett sätt",
                     rule->id, condition->label, attack->prefix[0] != '\0' ? prefix : "",
                     attack->prefix[0] != '\0' ? " och sedan " : "", attack->repeats, unit,
                     attack->end[0] != '\0' ? " och till sist " : "",
                     attack->end[0] != '\0' ? end : "");
}

static void
lint_condition(const InkRule *rule, const InkCondition *condition, InkProblems *problems)
{
    if (condition->kind == INK_CONDITION_PATTERN) {
        g_autoptr(InkPatternAttack) attack = ink_pattern_find_attack(condition->pattern);
        if (attack != NULL)
            warn(rule, condition, attack, problems);
    }
    for (guint i = 0; i < condition->children->len; i++)
        lint_condition(rule, condition->children->pdata[i], problems);
}

void
ink_rules_lint(const InkRules *rules, InkProblems *problems)
{
    for (guint i = 0; i < rules->rules->len; i++) {
        const InkRule *rule = rules->rules->pdata[i];
        lint_condition(rule, rule->when, problems);
    }
}

/* What no routine has a word for is no mistake: the shipped rules know more than any municipality
 * has a procedure for, and a person decides, or it goes the ordinary way. */
static void
check_name(const InkRule *rule, InkSetting setting, const char *const *known, GHashTable *seen,
           InkProblems *problems)
{
    const char *name = rule->settings[setting];
    if (name == NULL || g_strv_contains(known, name) || !g_hash_table_add(seen, (gpointer)name))
        return;
    const char *noun = setting == INK_SETTING_PROCEDURE ? "förfarandet" : "instansen";
    const char *nearest = ink_text_find_nearest(name, known);
    InkPlace place = {.file = rule->file, .line = rule->line, .column = 1};
    if (nearest != NULL)
        ink_problems_add(problems, INK_SEVERITY_ERROR, place, NULL,
                         "regeln \"%s\": %s \"%s\" finns inte i någon rutin; menade du \"%s\"?",
                         rule->id, noun, name, nearest);
}

void
ink_rules_check_names(const InkRules *rules, const char *const *procedures,
                      const char *const *authorities, InkProblems *problems)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < rules->rules->len; i++) {
        const InkRule *rule = rules->rules->pdata[i];
        check_name(rule, INK_SETTING_PROCEDURE, procedures, seen, problems);
        check_name(rule, INK_SETTING_AUTHORITY, authorities, seen, problems);
    }
}
