/* SPDX-License-Identifier: MIT
 *
 * Conditions, and that the index from literals to patterns changes nothing: the same rules match
 * with it and without.
 */
#include "../../src/rules/matcher.h"

#include <glib/gstdio.h>
#include <string.h>
#include <time.h>

#include "harness.h"
#include "swedish.h"

static const char *const UNITS[] = {"KS", "TN", "VON", NULL};
static const InkVocabulary VOCABULARY = {INK_TYPES, UNITS, INK_CHANNELS};

static InkRules *
load(const char *yaml)
{
    g_autofree char *path = NULL;
    int file = g_file_open_tmp("inkom-rules-XXXXXX.yaml", &path, NULL);
    g_assert_true(g_close(file, NULL));
    g_assert_true(g_file_set_contents(path, yaml, -1, NULL));
    const char *paths[] = {path, NULL};
    g_autoptr(InkProblems) problems = ink_problems_new();
    InkRules *rules = ink_rules_load(paths, &VOCABULARY, problems);
    g_unlink(path);
    g_autofree char *text = ink_problems_format(problems);
    if (rules == NULL)
        g_error("%s", text);
    return rules;
}

static void
set(char **field, const char *text)
{
    g_free(*field);
    *field = g_strdup(text);
}

static InkMessage *
make_message(void)
{
    InkMessage *message = ink_message_new();
    set(&message->subject, "Sv: Snö på KÖKET");
    set(&message->new_text, "Hej! Plo\xc2\xadga fo\xcc\x88r mig.\nTrottoaren a\xcc\x8ar hal.");
    set(&message->text, "Hej! Ploga.\n> gammalt citat");
    g_ptr_array_add(message->from, ink_address_new("Anna Ek", "anna.ek@example.org"));
    g_ptr_array_add(message->from, ink_address_new(NULL, "bo@example.net"));
    g_ptr_array_add(message->to, ink_address_new("Inkorg", "inkorg@exempelkommun.example"));
    g_ptr_array_add(message->cc, ink_address_new(NULL, "kopia@example.org"));
    g_ptr_array_add(message->attachments, ink_attachment_new("bild.JPG", "image/jpeg", 1, ""));
    g_ptr_array_add(message->attachments, ink_attachment_new(NULL, "text/plain", 1, ""));
    g_ptr_array_add(message->headers, ink_header_new("List-Id", "nyheter"));
    g_ptr_array_add(message->headers, ink_header_new("X-Spam", "ja"));
    g_ptr_array_add(message->headers, ink_header_new("X-spam", "nej"));
    return message;
}

static void
test_conditions(void)
{
    static const struct {
        const char *when;
        gboolean is_match;
    } rows[] = {
        {"{subject: 'snö'}", TRUE},
        {"{subject: 'ploga'}", FALSE},
        {"{text: 'ploga för'}", TRUE}, /* soft hyphen gone, letters composed */
        {"{text: 'snö'}", FALSE},
        {"{words: 'snö'}", TRUE},
        {"{words: 'ploga'}", TRUE},
        {"{words: 'köket\\shej'}", TRUE}, /* across the line break */
        {"{words: 'k\xc3\xb6k'}", TRUE},
        {"{words: 'o\xcc\x88ket'}", TRUE}, /* a pattern with a combining letter */
        {"{words: 'citat'}", FALSE},
        {"{all_text: 'citat'}", TRUE},
        {"{all_text: 'trottoar'}", FALSE},
        {"{text: '^trottoaren'}", TRUE}, /* a line */
        {"{text: '\\Atrottoaren'}", FALSE},
        {"{text: '\\bår\\b'}", TRUE},
        {"{from: '^Anna Ek <anna\\.ek@example\\.org>$'}", TRUE},
        {"{from: '^<bo@'}", TRUE},
        {"{to: 'inkorg@'}", TRUE},
        {"{cc: 'inkorg@'}", FALSE},
        {"{cc: 'kopia'}", TRUE},
        {"{attachment: '\\.jpe?g$'}", TRUE},
        {"{attachment: 'png'}", FALSE},
        {"{header: {list-id: '.'}}", TRUE},
        {"{header: {List-Post: '.'}}", FALSE},
        {"{header: {X-Spam: '^nej$', List-Id: 'nyheter'}}", TRUE},
        {"{header: {X-Spam: '^nej$', List-Id: 'annat'}}", FALSE},
        {"{language: sv}", TRUE},
        {"{language: fi}", FALSE},
        {"{subject: 'snö', text: 'hal'}", TRUE},
        {"{subject: 'snö', text: 'saknas'}", FALSE},
        {"{any: [{subject: 'saknas'}, {text: 'hal'}]}", TRUE},
        {"{any: [{subject: 'saknas'}, {text: 'finns inte'}]}", FALSE},
        {"{all: [{words: 'snö'}, {words: 'hal'}]}", TRUE},
        {"{all: [{words: 'snö'}, {words: 'saknas'}]}", FALSE},
        {"{words: 'snö', not: {words: 'saknas'}}", TRUE},
        {"{words: 'snö', not: {words: 'hal'}}", FALSE},
        {"{not: {all: [{words: 'snö'}, {words: 'saknas'}]}}", TRUE},
        {"{not: {any: [{words: 'snö'}, {words: 'saknas'}]}}", FALSE},
        {"{not: {not: {words: 'snö'}}}", TRUE},
    };
    g_autoptr(InkMessage) message = make_message();
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *yaml =
            g_strdup_printf("rules: [{id: x, when: %s, set: {flag: x}}]", rows[i].when);
        g_autoptr(InkRules) rules = load(yaml);
        g_autoptr(InkRulesScratch) scratch = ink_rules_scratch_new(rules);
        const InkRule *rule = rules->rules->pdata[0];
        g_test_message("%s", rows[i].when);
        for (int prefilter = 0; prefilter < 2; prefilter++) {
            g_auto(InkEvidence) evidence = {NULL, NULL, NULL, NULL};
            ink_matcher_begin(scratch, message, prefilter);
            InkMatch match = ink_matcher_evaluate(scratch, rule->when, &evidence);
            g_assert_cmpint(match, ==, rows[i].is_match ? INK_MATCH_YES : INK_MATCH_NO);
            if (rows[i].is_match)
                g_assert_true(ink_matcher_may_match(scratch, rule->when));
        }
    }
}

/* What is quoted below the new text is in all_text and nowhere else; a quotation between or above
 * makes no difference. The last rule has the scan go through all_text for the others too. */
static void
test_whole_text(void)
{
    static const char *const yaml = "rules:\n"
                                    "- {id: a, when: {text: 'lampan'}, set: {flag: x}}\n"
                                    "- {id: b, when: {text: 'citatet'}, set: {flag: x}}\n"
                                    "- {id: c, when: {words: 'citatet'}, set: {flag: x}}\n"
                                    "- {id: d, when: {words: 'lampan'}, set: {flag: x}}\n"
                                    "- {id: e, when: {all_text: 'lampan'}, set: {flag: x}}\n"
                                    "- {id: f, when: {all_text: 'citatet'}, set: {flag: x}}\n"
                                    "- {id: g, when: {subject: 'lampan'}, set: {flag: x}}\n"
                                    "- {id: h, when: {text: 'slut\\z'}, set: {flag: x}}\n"
                                    "- {id: i, when: {all_text: 'slut\\z'}, set: {flag: x}}\n";
    static const struct {
        const char *text, *matches;
    } rows[] = {
        {"Lampan är vid sitt slut", "adehi"},
        {"Lampan är vid sitt slut\n> Citatet", "adefh"},
        {"> Citatet\nLampan är vid sitt slut", "adefhi"},
        {"Lampan är vid sitt slutet\n> Citatet", "adefh"},
        {"Lampan är\n> citatet\nvid sitt slut", "adefhi"},
    };
    g_autoptr(InkRules) rules = load(yaml);
    g_autoptr(InkRulesScratch) scratch = ink_rules_scratch_new(rules);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        for (int prefilter = 0; prefilter < 2; prefilter++) {
            g_autoptr(InkMessage) message = ink_message_new();
            set(&message->new_text, "Lampan är vid sitt slut");
            set(&message->text, rows[i].text);
            g_autoptr(GString) matches = g_string_new(NULL);
            ink_matcher_begin(scratch, message, prefilter);
            for (guint r = 0; r < rules->rules->len; r++) {
                const InkRule *rule = rules->rules->pdata[r];
                if (ink_matcher_may_match(scratch, rule->when) &&
                    ink_matcher_evaluate(scratch, rule->when, NULL) == INK_MATCH_YES)
                    g_string_append(matches, rule->id);
            }
            g_assert_cmpstr(matches->str, ==, rows[i].matches);
        }
}

/* Half of an alternative that did not hold leaves neither words nor fields. */
static void
test_evidence(void)
{
    g_autoptr(InkRules) rules =
        load("rules: [{id: x, when: {any: [{subject: '(?<a>snö)', text: 'saknas'}, "
             "{text: '(?<b>trottoar)\\w+', not: {words: '(?<c>saknas)'}}]}, set: {flag: x}}]");
    g_autoptr(InkRulesScratch) scratch = ink_rules_scratch_new(rules);
    g_autoptr(InkMessage) message = make_message();
    ink_matcher_begin(scratch, message, TRUE);
    g_auto(InkEvidence) evidence = {NULL, NULL, NULL, NULL};
    const InkRule *rule = rules->rules->pdata[0];
    g_assert_cmpint(ink_matcher_evaluate(scratch, rule->when, &evidence), ==, INK_MATCH_YES);
    g_assert_cmpstr(evidence.part, ==, "text");
    g_assert_cmpstr(evidence.match, ==, "Trottoaren");
    g_assert_cmpuint(evidence.fields->len, ==, 1);
    const InkField *field = evidence.fields->pdata[0];
    g_assert_cmpstr(field->name, ==, "b");
    g_assert_cmpstr(field->value, ==, "Trottoar");
}

/* "No and undecided" is no, "yes or undecided" is yes, and not-undecided is undecided. */
static void
test_undecided(void)
{
    static const struct {
        const char *when;
        InkMatch match;
    } rows[] = {
        {"{text: '(?:a|a|a)*[#@]'}", INK_MATCH_UNDECIDED},
        {"{not: {text: '(?:a|a|a)*[#@]'}}", INK_MATCH_UNDECIDED},
        {"{text: '(?:a|a|a)*[#@]', subject: 'saknas'}", INK_MATCH_NO},
        {"{text: '(?:a|a|a)*[#@]', subject: 'finns'}", INK_MATCH_UNDECIDED},
        {"{any: [{text: '(?:a|a|a)*[#@]'}, {subject: 'finns'}]}", INK_MATCH_YES},
        {"{any: [{text: '(?:a|a|a)*[#@]'}, {subject: 'saknas'}]}", INK_MATCH_UNDECIDED},
    };
    g_autoptr(InkMessage) message = ink_message_new();
    set(&message->subject, "finns");
    g_free(message->new_text);
    message->new_text = g_strnfill(200, 'a');
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *yaml =
            g_strdup_printf("rules: [{id: x, when: %s, set: {flag: x}}]", rows[i].when);
        g_autoptr(InkRules) rules = load(yaml);
        g_autoptr(InkRulesScratch) scratch = ink_rules_scratch_new(rules);
        ink_matcher_begin(scratch, message, TRUE);
        const InkRule *rule = rules->rules->pdata[0];
        g_test_message("%s", rows[i].when);
        g_assert_cmpint(ink_matcher_evaluate(scratch, rule->when, NULL), ==, rows[i].match);
    }
}

static void
check_same(InkRules *rules, InkRulesScratch *scratch, const InkMessage *message, guint *matches)
{
    g_autofree InkMatch *answers = g_new(InkMatch, rules->rules->len);
    ink_matcher_begin(scratch, message, FALSE);
    for (guint i = 0; i < rules->rules->len; i++) {
        const InkRule *rule = rules->rules->pdata[i];
        answers[i] = ink_matcher_evaluate(scratch, rule->when, NULL);
        *matches += answers[i] == INK_MATCH_YES;
    }
    ink_matcher_begin(scratch, message, TRUE);
    for (guint i = 0; i < rules->rules->len; i++) {
        const InkRule *rule = rules->rules->pdata[i];
        InkMatch answer = ink_matcher_may_match(scratch, rule->when)
                              ? ink_matcher_evaluate(scratch, rule->when, NULL)
                              : INK_MATCH_NO;
        if (answer != answers[i])
            g_error("%s: %d with the index, %d without", rule->id, answer, answers[i]);
    }
}

static void
test_same_as_without_index(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(3);
    g_autofree char *yaml = swedish_rules(rand, 300, FALSE);
    g_autoptr(InkRules) rules = load(yaml);
    g_autoptr(InkRulesScratch) scratch = ink_rules_scratch_new(rules);
    guint matches = 0;
    for (int i = 0; i < 200; i++) {
        g_autoptr(InkMessage) message = ink_message_new();
        g_free(message->subject);
        message->subject = swedish_text(rand, 80);
        g_free(message->new_text);
        message->new_text = swedish_text(rand, 2000);
        if (i % 3 == 0) {
            g_autofree char *upper = g_utf8_strup(message->new_text, -1);
            set(&message->new_text, upper);
        }
        check_same(rules, scratch, message, &matches);
    }
    g_test_message("%u matches", matches);
    g_assert_cmpuint(matches, >, 200);
}

static char *
odd_pattern(GRand *rand)
{
    static const char *const pieces[] = {"snö",  "\\w*lampa", "(?:väg|gata)", "[åa]r",  "\\bis\\b",
                                         "k+al", "hal(?=k)",  "(?<!s)nö",     "ö?rå",   "\\s+och",
                                         "^Hej", "en$",       "(?<x>sk\\w+)", "a{2}|b", "k[aå]l"};
    GString *pattern = g_string_new(NULL);
    for (gint32 n = g_rand_int_range(rand, 1, 4); n > 0; n--) {
        g_string_append(pattern, PICK(rand, pieces));
        if (n > 1 && g_rand_boolean(rand))
            g_string_append(pattern, g_rand_boolean(rand) ? "|" : ".{0,9}");
    }
    return g_string_free(pattern, FALSE);
}

/* The same for patterns of every shape, on short texts with odd letters. */
static void
test_same_for_odd_patterns(void)
{
    static const char *const words[] = {
        "snö", "SNÖ", "\xc5\xbfnö", "lampa", "gatlampan", "vägen",   "gata",    "år", "är",    "is",
        "kal", "k",   "halk",       "nö",    "rå",        "och",     "Hej",     "en", "skola", "\n",
        "aa",  "b",   "kål",        "å",     "\u212Aal",  "\u212Br", "K\u212BL"};
    g_autoptr(GRand) rand = g_rand_new_with_seed(11);
    g_autoptr(GString) yaml = g_string_new("rules:\n");
    for (int i = 0; i < 400; i++) {
        g_autofree char *pattern = odd_pattern(rand), *other = odd_pattern(rand);
        g_string_append_printf(yaml,
                               "- {id: r%d, when: {%s: '%s', not: {text: '%s'}}, set: {flag: x}}\n",
                               i, i % 2 ? "words" : "subject", pattern, other);
    }
    g_autoptr(InkRules) rules = load(yaml->str);
    g_autoptr(InkRulesScratch) scratch = ink_rules_scratch_new(rules);
    guint matches = 0;
    for (int i = 0; i < 500; i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        for (gint32 n = g_rand_int_range(rand, 0, 12); n > 0; n--)
            g_string_append_printf(text, "%s%s", PICK(rand, words),
                                   g_rand_boolean(rand) ? " " : "");
        g_autoptr(InkMessage) message = ink_message_new();
        set(&message->subject, PICK(rand, words));
        set(&message->new_text, text->str);
        check_same(rules, scratch, message, &matches);
    }
    g_test_message("%u matches", matches);
    g_assert_cmpuint(matches, >, 200);
}

/* One word of 100 KB, full of literals: the way back to its start must not be gone from each. */
static void
test_endless_word(void)
{
    static const char *const pieces[] = {"jävlar", "jävlar1", "jävlar_"};
    g_autoptr(InkRules) rules =
        load("rules: [{id: x, when: {words: '\\b(idiot|jävla)\\w*|\\b\\w*jävl(ar|a)\\b'}, "
             "set: {flag: x}}, {id: y, when: {words: '\\b\\w*jävl(or)?\\b'}, set: {flag: y}}]");
    g_autoptr(InkRulesScratch) scratch = ink_rules_scratch_new(rules);
    for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        while (text->len < 100 * 1024)
            g_string_append(text, pieces[i]);
        g_autoptr(InkMessage) message = ink_message_new();
        set(&message->new_text, text->str);
        guint matches = 0;
        clock_t start = clock();
        check_same(rules, scratch, message, &matches);
        g_assert_cmpint((clock() - start) * 1000 / CLOCKS_PER_SEC, <, 500);
        g_assert_cmpuint(matches, ==, 1);
    }
    g_autoptr(InkMessage) next = ink_message_new();
    set(&next->new_text, "storjävlar");
    guint matches = 0;
    check_same(rules, scratch, next, &matches);
    g_assert_cmpuint(matches, ==, 1);
}

int
main(int argc, char *argv[])
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/matcher/conditions", test_conditions);
    g_test_add_func("/matcher/whole-text", test_whole_text);
    g_test_add_func("/matcher/evidence", test_evidence);
    g_test_add_func("/matcher/undecided", test_undecided);
    g_test_add_func("/matcher/same-as-without-index", test_same_as_without_index);
    g_test_add_func("/matcher/same-for-odd-patterns", test_same_for_odd_patterns);
    g_test_add_func("/matcher/endless-word", test_endless_word);
    return g_test_run();
}
