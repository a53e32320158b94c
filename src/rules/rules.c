/* SPDX-License-Identifier: MIT
 *
 * The rules in memory: their parts, and the index from literals to patterns.
 */
#include "rules-private.h"

#include "literals.h"

const char *
ink_part_get_name(InkPart part)
{
    static const char *const names[INK_PARTS] = {
        "subject", "text", "words", "all_text", "from", "to", "cc", "attachment", "header"};
    return names[part];
}

const char *
ink_target_get_name(InkTarget target)
{
    static const char *const names[INK_TARGETS] = {"type", "unit", "channel"};
    return names[target];
}

const char *
ink_setting_get_name(InkSetting setting)
{
    static const char *const names[INK_SETTINGS] = {
        "disposition", "secrecy", "importance", "officer", "language", "procedure", "authority"};
    return names[setting];
}

InkCondition *
ink_condition_new(InkConditionKind kind)
{
    InkCondition *condition = g_new0(InkCondition, 1);
    condition->kind = kind;
    condition->children = g_ptr_array_new_with_free_func(ink_condition_free);
    return condition;
}

void
ink_condition_free(gpointer data)
{
    InkCondition *condition = data;
    if (condition == NULL)
        return;
    g_ptr_array_unref(condition->children);
    ink_pattern_free(condition->pattern);
    g_free(condition->language);
    g_free(condition->label);
    g_free(condition);
}

void
ink_rule_free(gpointer data)
{
    InkRule *rule = data;
    if (rule == NULL)
        return;
    g_free(rule->id);
    g_free(rule->file);
    ink_condition_free(rule->when);
    g_array_unref(rule->scores);
    for (guint i = 0; i < INK_SETTINGS; i++)
        g_free(rule->settings[i]);
    g_strfreev(rule->titles);
    g_strfreev(rule->flags);
    g_free(rule);
}

void
ink_rules_free(InkRules *rules)
{
    if (rules == NULL)
        return;
    for (guint i = 0; i < INK_TARGETS; i++)
        g_strfreev(rules->values[i]);
    g_ptr_array_unref(rules->rules);
    g_ptr_array_unref(rules->headers);
    ink_titler_free(rules->titler);
    ink_aho_corasick_free(rules->automaton);
    g_free(rules->first_user);
    g_array_unref(rules->users);
    g_array_unref(rules->sets);
    g_array_unref(rules->has_starts);
    g_free(rules->literal_chars);
    g_free(rules);
}

guint
ink_rules_get_count(const InkRules *rules)
{
    return rules->rules->len;
}

/* One literal and the pattern that asks for it. */
typedef struct {
    guint32 literal;
    InkUser user;
} Use;

typedef struct {
    InkRules *rules;
    GHashTable *numbers; /* literal to its number */
    GPtrArray *literals; /* char *, owned by numbers */
    GArray *uses;        /* Use */
} Index;

static void
add_uses(Index *index, const GPtrArray *literals, InkUser user)
{
    for (guint i = 0; i < literals->len; i++) {
        gpointer number = NULL;
        if (!g_hash_table_lookup_extended(index->numbers, literals->pdata[i], NULL, &number)) {
            char *literal = g_strdup(literals->pdata[i]);
            number = GUINT_TO_POINTER(index->literals->len);
            g_ptr_array_add(index->literals, literal);
            g_hash_table_insert(index->numbers, literal, number);
        }
        Use use = {GPOINTER_TO_UINT(number), user};
        g_array_append_val(index->uses, use);
    }
}

static void
index_pattern(Index *index, const InkCondition *condition)
{
    InkRules *rules = index->rules;
    rules->is_part_used[condition->part] = TRUE;
    g_autoptr(InkLiterals) literals = NULL;
    if (condition->part != INK_PART_HEADER)
        literals = ink_literals_find(ink_pattern_get_text(condition->pattern));
    if (literals == NULL || literals->required == NULL)
        return;
    InkUser user = {condition->number, condition->part, INK_USE_REQUIRED, 1};
    guint8 *sets = &g_array_index(rules->sets, guint8, condition->number);
    *sets = user.set;
    add_uses(index, literals->required, user);
    for (guint i = 0; i < literals->others->len; i++) {
        user.set = (guint8)(user.set << 1);
        *sets |= user.set;
        add_uses(index, literals->others->pdata[i], user);
    }
    if (literals->starts == NULL)
        return;
    g_array_index(rules->has_starts, guint8, condition->number) = TRUE;
    user.use = literals->is_in_word ? INK_USE_WORD : INK_USE_START;
    add_uses(index, literals->starts, user);
}

static void
index_condition(Index *index, const InkCondition *condition)
{
    if (condition->kind == INK_CONDITION_PATTERN)
        index_pattern(index, condition);
    for (guint i = 0; i < condition->children->len; i++)
        index_condition(index, condition->children->pdata[i]);
}

/* Sorts the uses by literal, by counting. */
static void
store_users(InkRules *rules, const GArray *uses)
{
    rules->first_user = g_new0(guint32, rules->literal_count + 2);
    for (guint i = 0; i < uses->len; i++)
        rules->first_user[g_array_index(uses, Use, i).literal + 2]++;
    for (guint i = 2; i < rules->literal_count + 2; i++)
        rules->first_user[i] += rules->first_user[i - 1];
    g_array_set_size(rules->users, uses->len);
    for (guint i = 0; i < uses->len; i++) {
        const Use *use = &g_array_index(uses, Use, i);
        g_array_index(rules->users, InkUser, rules->first_user[use->literal + 1]++) = use->user;
    }
}

/* One that is cut off within a character is as long as if it were not. */
static guint8
count_chars(const char *literal)
{
    guint8 chars = 0;
    for (; *literal != '\0'; literal++)
        chars = (guint8)(chars + ((*literal & 0xC0) != 0x80));
    return chars;
}

void
ink_rules_prepare(InkRules *rules)
{
    g_array_set_size(rules->sets, rules->pattern_count);
    g_array_set_size(rules->has_starts, rules->pattern_count);
    g_autoptr(GHashTable) numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GPtrArray) literals = g_ptr_array_new();
    g_autoptr(GArray) uses = g_array_new(FALSE, FALSE, sizeof(Use));
    Index index = {rules, numbers, literals, uses};
    for (guint i = 0; i < rules->rules->len; i++)
        index_condition(&index, ((const InkRule *)rules->rules->pdata[i])->when);
    rules->literal_count = literals->len;
    rules->automaton = ink_aho_corasick_new((const char *const *)literals->pdata, literals->len);
    store_users(rules, uses);
    rules->literal_chars = g_new(guint8, MAX(literals->len, 1));
    for (guint i = 0; i < literals->len; i++)
        rules->literal_chars[i] = count_chars(literals->pdata[i]);
}
