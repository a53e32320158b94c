/* SPDX-License-Identifier: MIT
 *
 * For the files that read a routine. Each reader leaves untouched what its mapping does not say, so
 * that a unit's changes can be read over a whole routine.
 */
#pragma once

#include "inkom/routine.h"
#include "inkom/yaml.h"

void ink_routine_read_deadlines(InkRoutine *routine, const InkYamlNode *root,
                                InkProblems *problems);
void ink_routine_read_letters(InkRoutine *routine, const InkYamlNode *root, InkProblems *problems);
void ink_routine_read_ways(InkRoutine *routine, const InkYamlNode *root, InkProblems *problems);
/* What only the whole can tell: keys that contradict each other. It is said at the key in changes
 * if it stands there (NULL: there are none), else in the routine's own file. */
void ink_routine_check(const InkRoutine *routine, const InkYamlNode *root,
                       const InkYamlNode *changes, InkProblems *problems);

/* The mapping under the key, with its keys checked; NULL if it is not there. */
const InkYamlNode *ink_routine_find_part(const InkYamlNode *root, const char *key,
                                         const char *const *known, InkProblems *problems);
gboolean ink_routine_read_period(const InkYamlNode *mapping, const char *key, InkPeriod *out,
                                 InkProblems *problems);
/* Whether it is more than nothing, and not longer than anybody waits. */
gboolean ink_routine_is_sensible(InkPeriod period);
/* words: NULL-terminated; *out is the place of the one that stands there. */
gboolean ink_routine_read_word(const InkYamlNode *mapping, const char *key,
                               const char *const *words, guint *out, InkProblems *problems);
/* The item of a list that was read as strings, or the single value that stood for one. */
const InkYamlNode *ink_routine_get_item(const InkYamlNode *list, guint index);
/* A line of text for people. */
void ink_routine_read_text(const InkYamlNode *mapping, const char *key, char **out,
                           InkProblems *problems);
/* The same where there may be none: the word "ingen" gives NULL. */
void ink_routine_read_optional_text(const InkYamlNode *mapping, const char *key, char **out,
                                    InkProblems *problems);
/* The word "ingen" gives NULL. */
void ink_routine_read_template(const InkYamlNode *mapping, const char *key, char **out,
                               InkProblems *problems);
/* Addresses, ASCII lower case, in place of those there were. */
void ink_routine_read_addresses(const InkYamlNode *mapping, const char *key, char ***out,
                                InkProblems *problems);
void ink_channel_routine_free(gpointer channel);
void ink_procedure_free(gpointer procedure);
void ink_authority_free(gpointer authority);
