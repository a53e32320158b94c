/* SPDX-License-Identifier: MIT
 *
 * A municipality's routine, as data: what is promised, from when it is counted, what the receipt
 * says. Ids in comments are those of the routine documents it follows (A = Köping …).
 */
#pragma once

#include "inkom/period.h"
#include "inkom/problems.h"

typedef enum {
    INK_START_ARRIVED,    /* from the day it came in (A14) */
    INK_START_REGISTERED, /* from the day it was registered (B21) */
} InkStart;

typedef struct {
    char *name;              /* "Köping" */
    InkPeriod answer_within; /* A14: 5 arbetsdagar */
    InkStart answer_from;
    char *receipt_template;  /* "receipt"; NULL = no receipt is sent */
    char **receipt_must_use; /* fields the template must contain (A8–A10): "dnr", "due" */
} InkRoutine;

/* NULL if there is any error. */
InkRoutine *ink_routine_load(const char *file, InkProblems *problems);
void ink_routine_free(InkRoutine *routine);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkRoutine, ink_routine_free)
