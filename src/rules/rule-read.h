/* SPDX-License-Identifier: MIT
 *
 * One rule of a rule file.
 */
#pragma once

#include "rules-private.h"

/* Every mistake is added to problems; NULL if the rule cannot be used. */
InkRule *ink_rule_read(const InkYamlNode *node, InkRules *rules, InkProblems *problems);

/* Adds the names of all fields that the condition can find to the set. */
void ink_condition_collect_fields(const InkCondition *condition, GHashTable *fields);
