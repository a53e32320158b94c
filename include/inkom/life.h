/* SPDX-License-Identifier: MIT
 *
 * The life of a case: in which state what may happen, what it leads to, and which deadlines it
 * starts and meets. What a routine promises decides how long they are, or that they are none.
 */
#pragma once

#include "inkom/case.h"

/* Finer than InkCaseStatus: an open case is one of the first three. */
typedef enum {
    INK_STAGE_REGISTERED, /* has its number, and no officer */
    INK_STAGE_ASSIGNED,
    INK_STAGE_INTERIM, /* a person has said how it goes on (C15), but the answer is still owed */
    INK_STAGE_ANSWERED,
    INK_STAGE_CLOSED,
    INK_STAGE_CANCELLED,
} InkStage;

InkStage ink_case_get_stage(const InkCase *cas);
const char *ink_stage_get_swedish(InkStage stage); /* "registrerat" … */

typedef enum {
    INK_EVENT_ASSIGN,   /* an officer is named, or another one */
    INK_EVENT_RETURN,   /* the officer is not the right one (A30) */
    INK_EVENT_INTERIM,  /* delsvar: a first response by a person (C13–C15) */
    INK_EVENT_ANSWER,   /* the sender has the answer (A32) */
    INK_EVENT_RECORD,   /* the sender wrote again: a dialogue (A40) */
    INK_EVENT_HOLD,     /* the officer keeps it open (A35: "meddelat annat") */
    INK_EVENT_RELEASE,  /* it need not be kept open any more */
    INK_EVENT_TRANSFER, /* to another unit's register (A17, C8) */
    INK_EVENT_CLOSE,    /* by a person, or after silence */
    INK_EVENT_REOPEN,
    INK_EVENT_CANCEL, /* registered by mistake; the number is never used again */
} InkLifeEvent;
#define INK_EVENTS (INK_EVENT_CANCEL + 1)

const char *ink_life_event_get_swedish(InkLifeEvent event); /* "tilldelat" …, what met a deadline */

/* Kinds of deadlines, as they stand in the register and in JSON. */
typedef enum {
    INK_DEADLINE_RECEIPT,    /* the receipt is to go (B21) */
    INK_DEADLINE_ASSIGNMENT, /* an officer is to be named (E18) */
    INK_DEADLINE_RESPONSE,   /* a person's first words (C12); no receipt meets it (C13) */
    INK_DEADLINE_ANSWER,     /* A14, B24, E20 */
    INK_DEADLINE_REMINDER,   /* the officer is to be reminded (B25); one row for each */
    INK_DEADLINE_DELAY,      /* the answer is late: the sender is to be told so (FL 11 §) */
    INK_DEADLINE_CLOSING,    /* closed by itself unless something happens (A35) */
} InkDeadlineKind;
#define INK_DEADLINE_KINDS (INK_DEADLINE_CLOSING + 1)

const char *ink_deadline_kind_get_name(InkDeadlineKind kind); /* "receipt" … "closing" */
gboolean ink_deadline_kind_find(const char *name, InkDeadlineKind *out_kind);

/* What an event does. Sets of deadlines are bits: 1u << INK_DEADLINE_…. */
typedef struct {
    InkStage next;
    guint meets;  /* unmet ones of these kinds are met by the event */
    guint drops;  /* unmet ones of these kinds have lost their meaning */
    guint starts; /* these begin, where the routine has them */
} InkLifeStep;

/* REFUSED, with a text for people that names the case, where the event cannot happen. */
gboolean ink_life_step(const InkCase *cas, InkLifeEvent event, InkLifeStep *out_step,
                       GError **error);
/* What begins with the registration. */
guint ink_life_get_first_deadlines(void);
