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

/* What becomes of later mail that cannot simply be filed. */
typedef enum {
    INK_LATER_FILE,   /* filed in the case with a flag, and a person is told */
    INK_LATER_REVIEW, /* a person decides before anything is filed */
} InkLater;

typedef enum {
    INK_CLOSED_REOPEN, /* a closed case is opened again (A35: the three weeks start anew) */
    INK_CLOSED_LINK,   /* the mail begins a new case, which is linked to the closed one */
} InkClosed;

typedef struct {
    char *name;              /* "Köping" */
    InkPeriod answer_within; /* A14: 5 arbetsdagar */
    InkStart answer_from;
    char *receipt_template;  /* "receipt"; NULL = no receipt is sent */
    char **receipt_must_use; /* fields the template must contain (A8–A10): "dnr", "due" */
    InkLater stranger;       /* from somebody who has not been seen in the case */
    InkLater new_matter;     /* an answer to our letter about something else, by the look of it */
    InkClosed to_closed;
} InkRoutine;

/* NULL if there is any error. */
InkRoutine *ink_routine_load(const char *file, InkProblems *problems);
void ink_routine_free(InkRoutine *routine);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkRoutine, ink_routine_free)
