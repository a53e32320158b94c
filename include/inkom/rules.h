/* SPDX-License-Identifier: MIT
 *
 * The registrator's classification rules: YAML files (inkom-rules(5)), loaded whole or not at all.
 * Cost stays flat as rules grow: each pattern's required literals are looked for in one pass over
 * the text (Aho-Corasick), and only patterns whose literals are there are tried.
 */
#pragma once

#include "inkom/case.h"
#include "inkom/decision.h"
#include "inkom/message.h"
#include "inkom/problems.h"

/* The words that rules may speak for; anything else is an error. All NULL-terminated. */
typedef struct {
    const char *const *types;    /* "klagomål" … */
    const char *const *units;    /* "KS" … */
    const char *const *channels; /* "e-post" … */
} InkVocabulary;

typedef struct InkRules InkRules;
typedef struct InkRulesScratch InkRulesScratch; /* one per thread */

/* paths: files, or folders whose *.yaml are read in name order (not recursively). Every example in
 * the rules is run. NULL if there is any error; warnings alone load. */
InkRules *ink_rules_load(const char *const *paths, const InkVocabulary *vocabulary,
                         InkProblems *problems);
void ink_rules_free(InkRules *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkRules, ink_rules_free)
guint ink_rules_get_count(const InkRules *rules);

/* Names that rules set as procedure: and authority:, for which no routine has a word. What looks
 * like a misspelt name of one is an error, another a warning: then a person decides. Each once. */
void ink_rules_check_names(const InkRules *rules, const char *const *procedures,
                           const char *const *authorities, InkProblems *problems);

/* Looks for patterns that a message can make hang, and warns of each with an input that shows it.
 * It takes seconds for some hundred patterns: for who writes rules, not for every start. */
void ink_rules_lint(const InkRules *rules, InkProblems *problems);

InkRulesScratch *ink_rules_scratch_new(const InkRules *rules);
void ink_rules_scratch_free(InkRulesScratch *scratch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkRulesScratch, ink_rules_scratch_free)

/* Whether a title that a person gives says what the matter is (A38). */
gboolean ink_rules_title_is_good(const char *title);

/* What the rules say of one message. Values without a clear winner are NULL. */
typedef struct {
    char *type, *unit, *channel;
    char **types;      /* every type that the message speaks for, the strongest first; never NULL */
    char *language;    /* "sv", "en", "fi", "se"; never NULL */
    char *title;       /* never NULL, never empty, never just "Synpunkt" (A38) */
    char *disposition; /* "refer", "minor" or "review" when a rule sets it, else NULL */
    char *officer, *secrecy, *importance; /* when a rule sets them */
    char *procedure, *authority;     /* names that the routine may know; NULL = the ordinary way */
    char **flags;                    /* never NULL */
    char *type_reason, *unit_reason; /* how the winner was found, or why there is none; Swedish */
    GPtrArray *hits;                 /* InkRuleHit */
    char **undecided;                /* ids of rules that met a limit; never NULL */
} InkClassification;

InkClassification *ink_rules_classify(const InkRules *rules, InkRulesScratch *scratch,
                                      const InkMessage *message);
void ink_classification_free(InkClassification *classification);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkClassification, ink_classification_free)
