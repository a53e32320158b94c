/* SPDX-License-Identifier: MIT
 *
 * A municipality's routine, as data, inkom-routine(5): who is told, what is promised, what is
 * counted and from when, when a case is closed, what is never done. Ids in comments are those of
 * the routine documents that ask for it (A = Köping, B = Hjo, C = Norrköping, D = Strömstad,
 * E = Nordanstig).
 */
#pragma once

#include "inkom/period.h"
#include "inkom/problems.h"
#include "inkom/yaml.h"

typedef enum {
    INK_START_ARRIVED,    /* inkommet: the day it came in (A14) */
    INK_START_REGISTERED, /* registrerat: the day it was registered (B21) */
    INK_START_CONFIRMED,  /* bekräftat: the day the receipt was queued (B24: "sedan") */
    INK_START_ASSIGNED,   /* tilldelat: the day an officer was named */
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

typedef enum {
    INK_RECEIPT_AT_REGISTRATION, /* A28 */
    INK_RECEIPT_AT_ASSIGNMENT,   /* B22: it names the officer, so it waits for one */
} InkReceiptWhen;

/* One reminder, counted from the last day of the deadline it reminds of. */
typedef struct {
    InkPeriod distance; /* in working days or days */
    gboolean is_after;  /* B25: the first working day after is +1 arbetsdag */
} InkReminder;

/* What is otherwise for cases that came in one way (A18–A21, E12). */
typedef struct {
    char *channel;
    gboolean has_answer;     /* answer_within stands instead of the routine's */
    InkPeriod answer_within; /* A18: 24 timmar */
    gboolean has_receipt;    /* A19: FALSE, the editor confirms */
    gboolean files_later;    /* E12: FALSE, later mail in the case is kept but not filed */
    char *answer_to;         /* A21: address that the answer goes to; NULL = the sender */
} InkChannelRoutine;

/* Another way than a case (B3–B6, E5, E28, E29): an appeal, a report of concern for a child … */
typedef struct {
    char *name;            /* "överklagande", as rules set it */
    char **to;             /* addresses that are told at once; empty: the registrar */
    char *letter;          /* template of the sender's own letter; NULL = none */
    char *contact;         /* what that letter says of where to turn; NULL = nothing */
    char *secrecy;         /* paragraph proposed when the rule has none: "26:1"; NULL = none */
    gboolean letter_waits; /* B7: the letter goes when a person has decided, not by itself */
    gboolean is_case;      /* it is registered as a case at once; else a person decides first */
    gboolean is_forwarded; /* B3, E28: those told get the message; else number and pointer */
    gboolean wants_answer_copy; /* E28: they are asked for a copy of their answer */
} InkProcedure;

/* A matter of another authority, and where to turn (E30). */
typedef struct {
    char *name;    /* "Försäkringskassan", as rules set it */
    char *contact; /* what the letter says: telephone, address on the web */
} InkAuthority;

typedef struct {
    char *name; /* "Köping" */
    char *file; /* where it was read */

    InkPeriod answer_within; /* A14: 5 arbetsdagar */
    InkStart answer_from;
    gboolean answer_needs_contact; /* E20: no deadline towards somebody who cannot be reached */
    InkPeriod first_response;      /* C12: a person's words (C13), counted from arrival */

    InkPeriod assign_within; /* E18, from registration */
    gboolean is_chef_only;   /* B23: only a chef may be the officer */
    char *officer_title;     /* C15: "kontaktperson"; never NULL, "handläggare" unless said */
    char *officer_hint;      /* E23: what the officer's letter reminds of; NULL = nothing */

    gboolean has_many_types; /* a case may have several types (Hjo's statistics), not one (A39) */

    char *receipt_template;  /* "receipt"; NULL = no receipt is sent */
    char **receipt_must_use; /* fields the template must contain (A8–A10): "dnr", "due" */
    InkReceiptWhen receipt_when;
    InkPeriod receipt_within; /* B21: 2 arbetsdagar, from registration */

    GPtrArray
        *reminders; /* InkReminder, to the officer, of the answer; never more than these (B26) */

    InkPeriod close_after;         /* A35: so long after the last record; NONE = never by itself */
    gboolean closes_when_answered; /* C14: a final answer closes */
    gboolean announces_closing;    /* D15: the sender is told */
    gboolean thanks_restart;       /* whether a letter that only says thank you starts it anew */

    InkLater stranger;   /* from somebody who has not been seen in the case */
    InkLater new_matter; /* an answer to our letter about something else, by the look of it */
    InkClosed to_closed;

    char **copy_registered; /* E16: addresses that are told of each new case */
    char **copy_answered;   /* E22: addresses that get a copy of each answer */

    gboolean registers_anonymous; /* D16 */
    char **anonymous_to;          /* D17: told of what is not registered, för kännedom */
    gboolean registers_oral;      /* D13 */
    char **oral_to;               /* D12: told of what is not registered */
    gboolean needs_consent;       /* B17: an oral one only if the person was asked */
    gboolean registers_simple;    /* E32: simple questions are answered at once elsewhere */
    char *minor_decision;         /* B35: by which what is of minor importance is disposed of */
    gboolean minor_by_person;     /* B36: what a rule says of that is only a proposal */
    gboolean internal_to_chef;    /* B9: staff's own suggestions go to the sender's chef */
    char *internal_hint;          /* B10: what the officer's letter says of such a one; or NULL */
    gboolean may_relay;           /* an officer's answer may be sent on from the inbox */

    GPtrArray *channels;    /* InkChannelRoutine */
    GPtrArray *procedures;  /* InkProcedure */
    GPtrArray *authorities; /* InkAuthority */
} InkRoutine;

/* NULL if there is any error. */
InkRoutine *ink_routine_load(const char *file, InkProblems *problems);
/* The same with some keys changed for one unit: the mapping has a routine's keys, and what it says
 * stands instead, key by key (also within a channel or a procedure). NULL: none. */
InkRoutine *ink_routine_load_changed(const char *file, const InkYamlNode *changes,
                                     InkProblems *problems);
void ink_routine_free(InkRoutine *routine);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkRoutine, ink_routine_free)

/* NULL if the routine says nothing of it. */
const InkChannelRoutine *ink_routine_find_channel(const InkRoutine *routine, const char *channel);
const InkProcedure *ink_routine_find_procedure(const InkRoutine *routine, const char *name);
const InkAuthority *ink_routine_find_authority(const InkRoutine *routine, const char *name);
