/* SPDX-License-Identifier: MIT
 *
 * Everything wrong in the files a person wrote (config, rules, templates), all at once: each
 * mistake with its place, the line itself, a caret, and how to mend it.
 */
#pragma once

#include <glib.h>

typedef enum {
    INK_SEVERITY_ERROR,   /* the file cannot be used */
    INK_SEVERITY_WARNING, /* it can, but a person should look */
} InkSeverity;

/* A place in a text file. line and column count from 1; column counts characters. 0 = the whole
 * file. */
typedef struct {
    const char *file;
    guint line, column;
} InkPlace;

typedef struct {
    InkSeverity severity;
    char *file;
    guint line, column;
    char *message; /* what is wrong and how to mend it, Swedish, one line */
    char *source;  /* the line of the file, NULL if there is none */
} InkProblem;

typedef struct InkProblems InkProblems;

InkProblems *ink_problems_new(void);
void ink_problems_free(InkProblems *problems);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkProblems, ink_problems_free)

/* source: the text of the line, copied; NULL if unknown. */
void ink_problems_add(InkProblems *problems, InkSeverity severity, InkPlace place,
                      const char *source, const char *format, ...) G_GNUC_PRINTF(5, 6);

guint ink_problems_count(const InkProblems *problems, InkSeverity severity);
guint ink_problems_get_size(const InkProblems *problems);
const InkProblem *ink_problems_get(const InkProblems *problems, guint index);

/* "rules/park.yaml:12:5: fel: …\n    when: {txt: …}\n           ^\n" for every problem, sorted by
 * file, line and column. */
char *ink_problems_format(const InkProblems *problems);

/* BAD_CONFIG with the formatted text if there is any error; FALSE then. */
gboolean ink_problems_check(const InkProblems *problems, GError **error);
