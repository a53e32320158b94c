/* SPDX-License-Identifier: MIT
 *
 * Rules as they are kept in memory: read by rule-file.c, used by matcher.c and classify.c.
 */
#pragma once

#include "inkom/rules.h"

#include "ahocorasick.h"
#include "inkom/pattern.h"
#include "inkom/yaml.h"
#include "title.h"

/* Parts of a message that patterns look at. */
typedef enum {
    INK_PART_SUBJECT,
    INK_PART_TEXT,     /* the new text */
    INK_PART_WORDS,    /* subject, line break, new text */
    INK_PART_ALL_TEXT, /* quotes and signature too */
    INK_PART_FROM,
    INK_PART_TO,
    INK_PART_CC,
    INK_PART_ATTACHMENT, /* names */
    INK_PART_HEADER,     /* one header; which one is said beside it */
} InkPart;
#define INK_PARTS (INK_PART_HEADER + 1)

const char *ink_part_get_name(InkPart part); /* the key in a rule file */

typedef enum {
    INK_CONDITION_ALL,
    INK_CONDITION_ANY,
    INK_CONDITION_NOT,
    INK_CONDITION_PATTERN,
    INK_CONDITION_LANGUAGE,
} InkConditionKind;

typedef struct {
    InkConditionKind kind;
    GPtrArray *children; /* InkCondition; ALL, ANY and NOT */
    InkPattern *pattern; /* PATTERN */
    InkPart part;
    guint header;   /* index of the header's name in InkRules.headers; HEADER */
    guint number;   /* among all patterns of the rules */
    char *language; /* LANGUAGE */
    guint line;
    char *label; /* how the person wrote it: "words: '\bgat'"; for what examples are told */
} InkCondition;

typedef enum {
    INK_TARGET_TYPE,
    INK_TARGET_UNIT,
    INK_TARGET_CHANNEL,
} InkTarget;
#define INK_TARGETS (INK_TARGET_CHANNEL + 1)

const char *ink_target_get_name(InkTarget target); /* "type" … */

/* Points that a rule gives to one value. */
typedef struct {
    InkTarget target;
    guint value; /* index in the vocabulary */
    int points;
} InkScore;

/* What a rule sets, the first rule deciding; the index is also the order of InkRule.settings. */
typedef enum {
    INK_SETTING_DISPOSITION,
    INK_SETTING_SECRECY,
    INK_SETTING_IMPORTANCE,
    INK_SETTING_OFFICER,
    INK_SETTING_LANGUAGE,
    INK_SETTING_PROCEDURE,
    INK_SETTING_AUTHORITY,
} InkSetting;
#define INK_SETTINGS (INK_SETTING_AUTHORITY + 1)

const char *ink_setting_get_name(InkSetting setting);

typedef struct {
    char *id;
    char *file;
    guint line;
    InkCondition *when;
    GArray *scores; /* InkScore */
    char *settings[INK_SETTINGS];
    char **titles; /* never NULL */
    char **flags;  /* never NULL */
} InkRule;

struct InkRules {
    char **values[INK_TARGETS]; /* the vocabulary */
    GPtrArray *rules;           /* InkRule, in reading order */
    GPtrArray *headers;         /* char *: names that rules look at, each once, lower case */
    InkTitler *titler;

    guint pattern_count;
    gboolean is_part_used[INK_PARTS];
    /* Which patterns to try when a literal is there: for literal i those at
     * users[first_user[i]] to users[first_user[i + 1]]. A pattern without literals is always tried,
     * and so is one that looks at a header. */
    InkAhoCorasick *automaton;
    guint literal_count;
    guint32 *first_user;
    GArray *users; /* InkUser */
    /* guint8 by pattern number: one bit for each set of literals that a match must have one of;
     * none: it is tried whatever the literals. */
    GArray *sets;
    GArray *has_starts;    /* guint8 by pattern number: a match starts with one of its literals */
    guint8 *literal_chars; /* by literal: its length */
};

typedef struct {
    guint32 pattern;
    InkPart part;
    enum {
        INK_USE_REQUIRED, /* a match has the literal in it */
        INK_USE_START,    /* a match starts with it */
        INK_USE_WORD,     /* a match starts with it, or with the word that it is in */
    } use;
    guint8 set; /* REQUIRED: the bit of the set it is in */
} InkUser;

InkCondition *ink_condition_new(InkConditionKind kind);
void ink_condition_free(gpointer condition);
void ink_rule_free(gpointer rule);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkCondition, ink_condition_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkRule, ink_rule_free)

/* Builds the automaton, once all rules are read. */
void ink_rules_prepare(InkRules *rules);

/* Reads a `when:`. Every mistake is added; NULL if there was one. */
InkCondition *ink_condition_read(const InkYamlNode *node, InkRules *rules, InkProblems *problems);

/* Runs the examples of one rule. */
void ink_rule_examples_check(InkRulesScratch *scratch, const InkRule *rule, const InkYamlNode *node,
                             InkProblems *problems);
