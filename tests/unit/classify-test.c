/* SPDX-License-Identifier: MIT
 *
 * Points, winners, settings, fields and titles.
 */
#include "inkom/rules.h"

#include <glib/gstdio.h>
#include <string.h>

#include "harness.h"

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

static InkClassification *
classify(const InkRules *rules, const char *subject, const char *text)
{
    g_autoptr(InkMessage) message = ink_message_new();
    g_free(message->subject);
    message->subject = g_strdup(subject);
    g_free(message->new_text);
    message->new_text = g_strdup(text);
    g_autoptr(InkRulesScratch) scratch = ink_rules_scratch_new(rules);
    return ink_rules_classify(rules, scratch, message);
}

static InkRuleHit *
find_hit(const InkClassification *found, const char *rule, const char *target)
{
    for (guint i = 0; i < found->hits->len; i++) {
        InkRuleHit *hit = found->hits->pdata[i];
        if (strcmp(hit->rule, rule) == 0 && strcmp(hit->target, target) == 0)
            return hit;
    }
    return NULL;
}

static void
test_no_rules(void)
{
    g_autoptr(InkRules) rules = load("rules: []");
    g_autoptr(InkClassification) found = classify(rules, "Synpunkt", "");
    g_assert_null(found->type);
    g_assert_null(found->unit);
    g_assert_null(found->channel);
    g_assert_cmpstr(found->language, ==, "sv");
    g_assert_cmpstr(found->title, ==, "Meddelande utan text");
    g_assert_cmpstr(found->type_reason, ==, "ingen regel gav poäng");
    g_assert_null(found->disposition);
    g_assert_cmpuint(found->hits->len, ==, 0);
    g_assert_null(found->flags[0]);
    g_assert_null(found->undecided[0]);
}

static void
test_winners(void)
{
    g_autoptr(InkRules) rules =
        load("rules:\n"
             "- {id: a, when: {words: alfa}, add: {unit: {TN: 5}, type: {klagomål: 1}}}\n"
             "- {id: b, when: {words: beta}, add: {unit: {TN: 2, KS: 2}}}\n"
             "- {id: c, when: {words: gamma}, add: {unit: {KS: 5}}}\n"
             "- {id: d, when: {words: delta}, add: {unit: {TN: -4}}}\n"
             "- {id: e, when: {words: sms}, add: {channel: {sms: 3}}}\n");
    static const struct {
        const char *text, *unit, *reason;
    } rows[] = {
        {"alfa", "TN", "TN 5 poäng"},
        {"alfa alfa alfa", "TN", "TN 5 poäng"},
        {"alfa beta", "TN", "TN 7 poäng mot KS 2"},
        {"beta", NULL, "jämnt mellan KS och TN, 2 poäng var"},
        {"alfa gamma", NULL, "jämnt mellan KS och TN, 5 poäng var"},
        {"alfa beta gamma", NULL, "jämnt mellan KS och TN, 7 poäng var"},
        {"alfa delta", NULL, "bara 1 poäng för TN, och 2 behövs"},
        {"delta", NULL, "ingen regel gav poäng"},
        {"delta gamma", "KS", "KS 5 poäng"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].text);
        g_autoptr(InkClassification) found = classify(rules, "", rows[i].text);
        g_assert_cmpstr(found->unit, ==, rows[i].unit);
        g_assert_cmpstr(found->unit_reason, ==, rows[i].reason);
    }
    g_autoptr(InkClassification) found = classify(rules, "alfa", "sms beta");
    g_assert_cmpstr(found->channel, ==, "sms");
    g_assert_null(found->type);
    const InkRuleHit *hit = find_hit(found, "b", "unit=KS");
    g_assert_nonnull(hit);
    g_assert_cmpint(hit->points, ==, 2);
    g_assert_cmpuint(hit->line, ==, 3);
    g_assert_cmpstr(hit->part, ==, "words");
    g_assert_cmpstr(hit->match, ==, "beta");
    g_assert_cmpuint(found->hits->len, ==, 5);
}

static void
test_settings(void)
{
    g_autoptr(InkRules) rules =
        load("rules:\n"
             "- {id: a, when: {words: barn}, set: {disposition: refer, secrecy: '26:1', flag: "
             "[brådskande, barn]}}\n"
             "- {id: b, when: {words: barn}, set: {disposition: minor, importance: av vikt, flag: "
             "barn, officer: karin.berg@exempelkommun.example, language: fi}}\n");
    g_autoptr(InkClassification) found = classify(rules, "Orolig för ett barn", "");
    g_assert_cmpstr(found->disposition, ==, "refer");
    g_assert_cmpstr(found->secrecy, ==, "26:1");
    g_assert_cmpstr(found->importance, ==, "av vikt");
    g_assert_cmpstr(found->officer, ==, "karin.berg@exempelkommun.example");
    g_assert_cmpstr(found->language, ==, "fi");
    g_autofree char *flags = g_strjoinv(",", found->flags);
    g_assert_cmpstr(flags, ==, "brådskande,barn");
    g_assert_nonnull(find_hit(found, "b", "disposition=minor"));
}

static const char TITLES[] =
    "rules:\n"
    "- {id: plats, when: {words: '(?<plats>\\b\\w+(gatan|vägen) ?\\d*)'}}\n"
    "- {id: boende, when: {words: '(?<boende>\\b\\p{Lu}\\p{L}+ äldreboende)'}}\n"
    "- {id: vem, when: {words: 'jag är (?<vem>\\S+)'}}\n"
    "- id: ljus\n"
    "  when: {words: '\\b(lamp|gatubelysning)\\w*'}\n"
    "  add: {unit: {TN: 5}, type: {felanmälan: 4}}\n"
    "  set: {title: ['Gatubelysning: {plats}', 'Gatubelysning']}\n"
    "- id: mat\n"
    "  when: {words: '\\bmat(en)?\\b'}\n"
    "  add: {unit: {VON: 6}}\n"
    "  set: {title: ['Kost: {boende}', 'Kost']}\n"
    "- {id: av, when: {words: avsändare}, set: {title: 'Från {vem}'}}\n"
    "- {id: tom, when: {words: tomt}, set: {title: 'Synpunkt'}}\n";

static void
test_titles(void)
{
    static const struct {
        const char *subject, *text, *title;
    } rows[] = {
        {"Trasig gatubelysning Storgatan 14", "Tre lampor är släckta.",
         "Gatubelysning: Storgatan 14"},
        {"Lampan", "Den är trasig.", "Gatubelysning"},
        {"Synpunkt", "Maten på Ekbackens äldreboende är ljummen varje dag.",
         "Kost: Ekbackens äldreboende"},
        {"Lampan och maten", "på Ekbackens äldreboende vid Storgatan",
         "Kost: Ekbackens äldreboende"},
        {"avsändare", "jag är 850101-1234", "Avsändare"},
        {"avsändare", "jag är Olle", "Från Olle"},
        {"Tomt på Ågatan", "", "Tomt på Ågatan"}, /* a rule's "Synpunkt" is no title (A38) */
        {"Något annat", "", "Något annat"},
    };
    g_autoptr(InkRules) rules = load(TITLES);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s | %s", rows[i].subject, rows[i].text);
        g_autoptr(InkClassification) found = classify(rules, rows[i].subject, rows[i].text);
        g_assert_cmpstr(found->title, ==, rows[i].title);
    }
    g_autoptr(InkClassification) found = classify(rules, rows[0].subject, rows[0].text);
    g_assert_nonnull(find_hit(found, "ljus", "title=Gatubelysning: Storgatan 14"));
    const InkRuleHit *hit = find_hit(found, "plats", "field=plats");
    g_assert_nonnull(hit);
    g_assert_cmpstr(hit->match, ==, "Storgatan 14");
}

static void
test_undecided(void)
{
    g_autoptr(InkRules) rules =
        load("rules:\n"
             "- {id: trög, when: {text: '(?:a|a|a)*[#@]'}, add: {unit: {TN: 5}}}\n"
             "- {id: snabb, when: {text: 'a'}, add: {unit: {KS: 5}}}\n");
    g_autofree char *text = g_strnfill(300, 'a');
    g_autoptr(InkClassification) found = classify(rules, "", text);
    g_assert_cmpstr(found->undecided[0], ==, "trög");
    g_assert_null(found->undecided[1]);
    g_assert_cmpstr(found->unit, ==, "KS");
    g_assert_null(find_hit(found, "trög", "unit=TN"));
}

static void
test_long_match(void)
{
    g_autoptr(InkRules) rules = load("rules: [{id: x, when: {text: '(?s)a.+'}, set: {flag: x}}]");
    g_autofree char *text = g_strnfill(3000, 'a');
    text[5] = '\n';
    text[6] = '\x1b';
    g_autoptr(InkClassification) found = classify(rules, "", text);
    const InkRuleHit *hit = found->hits->pdata[0];
    g_assert_cmpint(g_utf8_strlen(hit->match, -1), <, 100);
    g_assert_null(strchr(hit->match, '\n'));
    g_assert_null(strchr(hit->match, '\x1b'));
}

/* The same scratch for message after message: nothing of one is left in the next. */
static void
test_scratch_again(void)
{
    g_autoptr(InkRules) rules = load(TITLES);
    g_autoptr(InkRulesScratch) scratch = ink_rules_scratch_new(rules);
    for (int i = 0; i < 100; i++) {
        g_autoptr(InkMessage) message = ink_message_new();
        g_free(message->subject);
        message->subject = g_strdup(i % 2 ? "Lampan på Storgatan" : "Annat");
        g_autoptr(InkClassification) found = ink_rules_classify(rules, scratch, message);
        g_assert_cmpstr(found->title, ==, i % 2 ? "Gatubelysning: Storgatan" : "Annat");
        g_assert_cmpuint(found->hits->len, ==, i % 2 ? 4 : 0);
    }
}

/* What a mail program puts in for a subject is none. */
static void
test_placeholders(void)
{
    static const char *const none[] = {"(inget ämne)",   "Ingen rubrik", "(no subject)",
                                       "(ei aihetta)",   "<utan ämne>",  "Sv: (Inget\302\240ämne)",
                                       "RE: no subject", "[Ämne saknas]"};
    static const char *const some[] = {"Ingen rubrik i nyhetsbrevet", "Ämne", "Sv: Inget"};
    g_autoptr(InkRules) rules =
        load("rules:\n"
             "- {id: a, when: {subject: '\\p{L}'}, add: {unit: {TN: 2}}}\n"
             "- {id: b, when: {words: 'inge[tn]|utan'}, add: {unit: {TN: 2}}}\n");
    for (gsize i = 0; i < G_N_ELEMENTS(none); i++) {
        g_test_message("%s", none[i]);
        g_autoptr(InkClassification) found = classify(rules, none[i], "alfa");
        g_assert_cmpuint(found->hits->len, ==, 0);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(some); i++) {
        g_autoptr(InkClassification) found = classify(rules, some[i], "alfa");
        g_assert_nonnull(find_hit(found, "a", "unit=TN"));
    }
}

int
main(int argc, char *argv[])
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/classify/no-rules", test_no_rules);
    g_test_add_func("/classify/winners", test_winners);
    g_test_add_func("/classify/placeholders", test_placeholders);
    g_test_add_func("/classify/settings", test_settings);
    g_test_add_func("/classify/titles", test_titles);
    g_test_add_func("/classify/undecided", test_undecided);
    g_test_add_func("/classify/long-match", test_long_match);
    g_test_add_func("/classify/scratch-again", test_scratch_again);
    return g_test_run();
}
