/* SPDX-License-Identifier: MIT
 *
 * What the rules say of one message. Every rule is asked; those that match give their points, their
 * fields and their settings. Then the winners are found, and with them the title: of the rules that
 * have one, that of the rule which spoke loudest for the winners.
 */
#include "matcher.h"

#include "inkom/text.h"
#include "title-template.h"

#include <string.h>

/* A single hint (1 point) is no ground for a decision, and a tie is none either. */
#define LEAST_POINTS 2
#define LEAST_LEAD   1

/* A second type counts where it is as clear as the first has to be, and no mere trace beside it:
 * most that is broken is a little of a complaint too. */
#define SECOND_POINTS 4

#define SUBJECT_WEIGHT 4 /* of words in the subject, for a rule's title */

typedef struct {
    const InkRule *rule;
    InkEvidence evidence;
} Match;

typedef struct {
    const InkRules *rules;
    InkRulesScratch *scratch;
    InkClassification *out;
    GArray *matches;    /* Match, in reading order */
    GHashTable *fields; /* name to value fit for a title; the first found */
    int *points[INK_TARGETS];
    gboolean is_spoken[INK_TARGETS]; /* some rule gave points */
    const char *winners[INK_TARGETS];
    GPtrArray *flags, *undecided;
} Work;

static void
clear_match(gpointer match)
{
    ink_evidence_clear(&((Match *)match)->evidence);
}

static void
add_hit(Work *work, const Match *match, const char *target, int points)
{
    const InkEvidence *evidence = &match->evidence;
    g_ptr_array_add(work->out->hits,
                    ink_rule_hit_new(match->rule->id, match->rule->file, match->rule->line,
                                     evidence->part != NULL ? evidence->part : "",
                                     evidence->match != NULL ? evidence->match : "", target,
                                     points));
}

static void
take_fields(Work *work, const Match *match)
{
    const GPtrArray *fields = match->evidence.fields;
    for (guint i = 0; fields != NULL && i < fields->len; i++) {
        const InkField *field = fields->pdata[i];
        if (g_hash_table_contains(work->fields, field->name))
            continue;
        g_autofree char *value = ink_title_clean_field(
            work->rules->titler, ink_matcher_get_patterns(work->scratch), field->value);
        if (*value == '\0')
            continue;
        g_hash_table_insert(work->fields, g_strdup(field->name), g_steal_pointer(&value));
        g_autofree char *target = g_strconcat("field=", field->name, NULL);
        add_hit(work, match, target, 0);
    }
}

static void
take_scores(Work *work, const Match *match)
{
    for (guint i = 0; i < match->rule->scores->len; i++) {
        const InkScore *score = &g_array_index(match->rule->scores, InkScore, i);
        work->points[score->target][score->value] += score->points;
        work->is_spoken[score->target] = TRUE;
        g_autofree char *target = g_strdup_printf("%s=%s", ink_target_get_name(score->target),
                                                  work->rules->values[score->target][score->value]);
        add_hit(work, match, target, score->points);
    }
}

/* The graver matter stands first and has settled what becomes of the letter: a later rule sends it
 * no other way. */
static gboolean
is_way(InkSetting setting)
{
    return setting == INK_SETTING_PROCEDURE || setting == INK_SETTING_AUTHORITY;
}

static void
take_settings(Work *work, const Match *match)
{
    char **places[INK_SETTINGS] = {
        &work->out->disposition, &work->out->secrecy,   &work->out->importance, &work->out->officer,
        &work->out->language,    &work->out->procedure, &work->out->authority};
    gboolean is_settled = work->out->disposition != NULL;
    for (InkSetting i = 0; i < INK_SETTINGS; i++) {
        const char *value = match->rule->settings[i];
        if (value == NULL || (is_settled && is_way(i)))
            continue;
        if (*places[i] == NULL)
            *places[i] = g_strdup(value);
        g_autofree char *target = g_strdup_printf("%s=%s", ink_setting_get_name(i), value);
        add_hit(work, match, target, 0);
    }
    for (char **flag = match->rule->flags; *flag != NULL; flag++) {
        if (!g_ptr_array_find_with_equal_func(work->flags, *flag, g_str_equal, NULL))
            g_ptr_array_add(work->flags, g_strdup(*flag));
        g_autofree char *target = g_strconcat("flag=", *flag, NULL);
        add_hit(work, match, target, 0);
    }
}

static void
ask_rule(Work *work, const InkRule *rule)
{
    if (!ink_matcher_may_match(work->scratch, rule->when))
        return;
    Match match = {.rule = rule};
    InkMatch answer = ink_matcher_evaluate(work->scratch, rule->when, &match.evidence);
    if (answer == INK_MATCH_YES)
        g_array_append_val(work->matches, match);
    else
        clear_match(&match);
    if (answer == INK_MATCH_UNDECIDED)
        g_ptr_array_add(work->undecided, g_strdup(rule->id));
}

/* The value with the most points, and the next; -1 if there is none. */
static void
find_best(const int *points, char *const *values, gint *out_best, gint *out_second)
{
    gint best = -1, second = -1;
    for (gint i = 0; values[i] != NULL; i++) {
        if (best < 0 || points[i] > points[best]) {
            second = best;
            best = i;
        } else if (second < 0 || points[i] > points[second]) {
            second = i;
        }
    }
    *out_best = best;
    *out_second = second;
}

/* Sets the winner, if there is one, and says why. */
static char *
find_winner(Work *work, InkTarget target)
{
    char *const *values = work->rules->values[target];
    const int *points = work->points[target];
    gint best, second;
    find_best(points, values, &best, &second);
    if (!work->is_spoken[target] || best < 0 || points[best] <= 0)
        return g_strdup("ingen regel gav poäng");
    if (points[best] < LEAST_POINTS)
        return g_strdup_printf("bara %d poäng för %s, och %d behövs", points[best], values[best],
                               LEAST_POINTS);
    if (second >= 0 && points[best] - points[second] < LEAST_LEAD)
        return g_strdup_printf("jämnt mellan %s och %s, %d poäng var", values[best], values[second],
                               points[best]);
    work->winners[target] = values[best];
    if (second >= 0 && points[second] > 0)
        return g_strdup_printf("%s %d poäng mot %s %d", values[best], points[best], values[second],
                               points[second]);
    return g_strdup_printf("%s %d poäng", values[best], points[best]);
}

/* The types that the message speaks for, the strongest first. The type that is given where no other
 * fits is none beside another. */
static char **
list_types(const Work *work)
{
    char *const *values = work->rules->values[INK_TARGET_TYPE];
    const int *points = work->points[INK_TARGET_TYPE];
    int most = 0;
    for (gint i = 0; values[i] != NULL; i++)
        most = MAX(most, points[i]);
    g_autoptr(GPtrArray) types = g_ptr_array_new_with_free_func(g_free);
    for (int level = most; level >= MIN(most, SECOND_POINTS) && level >= LEAST_POINTS; level--)
        for (gint i = 0; values[i] != NULL; i++)
            if (points[i] == level && (!g_str_equal(values[i], INK_TYPE_DEFAULT) || level == most))
                g_ptr_array_add(types, g_strdup(values[i]));
    g_ptr_array_add(types, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&types), FALSE);
}

/* What a rule gave to the winning type and unit. */
static int
weigh(const Work *work, const InkRule *rule)
{
    int sum = 0;
    for (guint i = 0; i < rule->scores->len; i++) {
        const InkScore *score = &g_array_index(rule->scores, InkScore, i);
        const char *value = work->rules->values[score->target][score->value];
        if (score->target != INK_TARGET_CHANNEL && work->winners[score->target] != NULL &&
            strcmp(value, work->winners[score->target]) == 0)
            sum += score->points;
    }
    return sum;
}

static char *
fill_title(const Work *work, const InkRule *rule)
{
    for (char **title = rule->titles; *title != NULL; title++) {
        g_autofree char *filled = ink_title_template_fill(*title, work->fields);
        if (filled != NULL &&
            !ink_title_is_worthless(work->rules->titler, ink_matcher_get_patterns(work->scratch),
                                    filled))
            return ink_text_one_line(filled, G_MAXUINT16);
    }
    return NULL;
}

/* What the sender put into the subject is rather the matter than what the text touches on. */
static int
weigh_title(const Work *work, const Match *match, const char *subject)
{
    const char *words = match->evidence.match;
    gboolean is_in_subject = !ink_text_is_blank(words) && strstr(subject, words) != NULL;
    return weigh(work, match->rule) + (is_in_subject ? SUBJECT_WEIGHT : 0);
}

static void
choose_title(Work *work, const InkMessage *message)
{
    g_autofree char *subject = ink_text_normalise(message->subject);
    g_autofree char *chosen = NULL;
    int most = G_MININT;
    for (guint i = 0; i < work->matches->len; i++) {
        const Match *match = &g_array_index(work->matches, Match, i);
        g_autofree char *title = fill_title(work, match->rule);
        if (title == NULL)
            continue;
        g_autofree char *target = g_strconcat("title=", title, NULL);
        add_hit(work, match, target, 0);
        int weight = weigh_title(work, match, subject);
        if (weight <= most)
            continue;
        most = weight;
        g_free(chosen);
        chosen = g_steal_pointer(&title);
    }
    InkPatternScratch *patterns = ink_matcher_get_patterns(work->scratch);
    if (chosen == NULL)
        chosen = ink_title_make(work->rules->titler, patterns, message);
    work->out->title = ink_title_hide_homes(work->rules->titler, patterns, message, chosen);
}

static char **
take_strings(GPtrArray *strings)
{
    g_ptr_array_add(strings, NULL);
    return (char **)g_ptr_array_free(strings, FALSE);
}

static void
run(Work *work, const InkMessage *message)
{
    ink_matcher_begin(work->scratch, message, TRUE);
    for (guint i = 0; i < work->rules->rules->len; i++)
        ask_rule(work, work->rules->rules->pdata[i]);
    for (guint i = 0; i < work->matches->len; i++) {
        const Match *match = &g_array_index(work->matches, Match, i);
        take_scores(work, match);
        take_fields(work, match);
        take_settings(work, match);
    }
    InkClassification *out = work->out;
    out->type_reason = find_winner(work, INK_TARGET_TYPE);
    out->unit_reason = find_winner(work, INK_TARGET_UNIT);
    g_free(find_winner(work, INK_TARGET_CHANNEL));
    out->type = g_strdup(work->winners[INK_TARGET_TYPE]);
    out->types = list_types(work);
    out->unit = g_strdup(work->winners[INK_TARGET_UNIT]);
    out->channel = g_strdup(work->winners[INK_TARGET_CHANNEL]);
    if (out->language == NULL)
        out->language = g_strdup(ink_matcher_get_language(work->scratch));
    choose_title(work, message);
}

static void
free_hit(gpointer hit)
{
    ink_rule_hit_free(hit);
}

InkClassification *
ink_rules_classify(const InkRules *rules, InkRulesScratch *scratch, const InkMessage *message)
{
    g_autoptr(InkClassification) out = g_new0(InkClassification, 1);
    out->hits = g_ptr_array_new_with_free_func(free_hit);
    g_autoptr(GArray) matches = g_array_new(FALSE, FALSE, sizeof(Match));
    g_array_set_clear_func(matches, clear_match);
    g_autoptr(GHashTable) fields = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    Work work = {.rules = rules,
                 .scratch = scratch,
                 .out = out,
                 .matches = matches,
                 .fields = fields,
                 .flags = g_ptr_array_new_with_free_func(g_free),
                 .undecided = g_ptr_array_new_with_free_func(g_free)};
    for (guint i = 0; i < INK_TARGETS; i++)
        work.points[i] = g_new0(int, g_strv_length(rules->values[i]) + 1);
    run(&work, message);
    for (guint i = 0; i < INK_TARGETS; i++)
        g_free(work.points[i]);
    out->flags = take_strings(work.flags);
    out->undecided = take_strings(work.undecided);
    return g_steal_pointer(&out);
}

void
ink_classification_free(InkClassification *classification)
{
    if (classification == NULL)
        return;
    g_free(classification->type);
    g_strfreev(classification->types);
    g_free(classification->unit);
    g_free(classification->channel);
    g_free(classification->language);
    g_free(classification->title);
    g_free(classification->disposition);
    g_free(classification->officer);
    g_free(classification->secrecy);
    g_free(classification->importance);
    g_free(classification->procedure);
    g_free(classification->authority);
    g_strfreev(classification->flags);
    g_free(classification->type_reason);
    g_free(classification->unit_reason);
    g_ptr_array_unref(classification->hits);
    g_strfreev(classification->undecided);
    g_free(classification);
}
