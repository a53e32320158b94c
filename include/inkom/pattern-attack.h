/* SPDX-License-Identifier: MIT
 *
 * Patterns that can blow up: found when the rules are checked, before a message does.
 */
#pragma once

#include "inkom/pattern.h"

/* A text that makes the pattern's work grow out of hand: prefix, then unit again and again, then
 * end. */
typedef struct {
    char *prefix, *unit, *end;
    guint repeats; /* so many of the unit are enough for the search to be given up */
} InkPatternAttack;

void ink_pattern_attack_free(InkPatternAttack *attack);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkPatternAttack, ink_pattern_attack_free)

/* Tries texts derived from the pattern, within a bounded work. NULL: none of them did it, which is
 * no proof. */
InkPatternAttack *ink_pattern_find_attack(const InkPattern *pattern);
