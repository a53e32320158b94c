/* SPDX-License-Identifier: MIT
 *
 * What is to become of a message, and why. decide() makes it and changes nothing; apply() carries
 * it out in one transaction; `inkom explain` prints it.
 */
#pragma once

#include "inkom/day.h"

typedef enum {
    INK_DISPOSITION_NEW,        /* a new case */
    INK_DISPOSITION_ATTACH,     /* the next record of a case */
    INK_DISPOSITION_ANSWER,     /* an officer's answer: an outgoing record, the clock stops */
    INK_DISPOSITION_COMMAND,    /* an officer's order to the register */
    INK_DISPOSITION_BOUNCE,     /* a delivery report about something we sent */
    INK_DISPOSITION_AUTOMATIC,  /* an automatic reply or other report: kept, never answered */
    INK_DISPOSITION_REFER,      /* another procedure or another authority */
    INK_DISPOSITION_MINOR,      /* uppenbart ringa betydelse (OSL 5:1) */
    INK_DISPOSITION_REVIEW,     /* a person must decide; no case yet */
    INK_DISPOSITION_QUARANTINE, /* could not be read safely; the bytes are kept */
    INK_DISPOSITION_DUPLICATE,  /* the same bytes were taken in before */
} InkDisposition;

const char *ink_disposition_get_name(InkDisposition disposition); /* "new" … as in the contract */
const char *ink_disposition_get_swedish(InkDisposition disposition); /* "nytt ärende" … */
gboolean ink_disposition_find(const char *name, InkDisposition *out_disposition);

/* One rule that matched, and one value it spoke for. */
typedef struct {
    char *rule; /* the rule's id */
    char *file;
    guint line;
    char *part;   /* "subject", "text", "from" … */
    char *match;  /* the words that matched */
    char *target; /* "type=klagomål", "title=Kost: Ekbacken" */
    int points;   /* 0 for a target that is set, not weighed */
} InkRuleHit;

InkRuleHit *ink_rule_hit_new(const char *rule, const char *file, guint line, const char *part,
                             const char *match, const char *target, int points);
void ink_rule_hit_free(InkRuleHit *hit);
/* One line for people: what rule, where, which words, for what. */
char *ink_rule_hit_describe(const InkRuleHit *hit);

/* Something that waits for a person. kind: "unclear" (no clear winner among the rules),
 * "unknown_number", "lost_letter", "stranger", "new_matter", "quarantine", "receipt" (one is
 * owed), "encrypted", "sensitive", "undecided", "spam", "origin" (who wrote it is uncertain),
 * "form" (a form has changed), "officer" (what an officer orders, or an answer that is not proved
 * to be one), "consent" (was the person asked?), "simple" (answered at once), "abuse" (is it a
 * personal attack?), "letter" (is the procedure's letter to go?), "minor" (is it of no importance?)
 */
typedef struct {
    char *kind;
    char *reason; /* Swedish */
} InkReviewNote;

/* Somebody in the house who is told at once. */
typedef struct {
    char *to;           /* address */
    char *what;         /* in a few words, with nothing of the message: "orosanmälan" */
    char *request;      /* what is asked of him; NULL = nothing more */
    gboolean has_words; /* the letter carries what was written, not just where it is to be read */
} InkTold;

InkReviewNote *ink_review_note_new(const char *kind, const char *reason);
void ink_review_note_free(InkReviewNote *note);

typedef struct {
    InkDisposition disposition;
    gint64 case_id; /* of the case that it belongs to; 0 = none (yet) */
    char *dnr;      /* its number as written by the organisation; NULL = none (yet) */

    gint64 follows_id; /* the closed case that a new one goes on from; 0 = none */
    char *follows;     /* its number */

    char **more_types; /* besides type, where the routine lets a case have several; never NULL */
    char *unit, *type, *channel, *language, *title, *officer, *secrecy, *importance;
    char *sender, *sender_name; /* the synpunktslämnare */
    char **flags;               /* "ny avsändare" …; never NULL */

    char *procedure; /* the routine's, which is followed; NULL = the ordinary way */
    char *authority; /* the routine's, that the matter belongs to; NULL = us */
    char *disposal;  /* by which decision what is of minor importance goes; NULL = not said */
    char *held;      /* why the new case is kept open; NULL = it is not */
    gboolean
        is_answered; /* a new case with its answer in it (B32): registered and closed at once */
    GPtrArray *told; /* InkTold */

    gint64 arrived;   /* UTC seconds: when it came in (FL 22 §) */
    char *arrived_by; /* what that rests on: "Received: mx.kommun.example", "INTERNALDATE" … */

    struct {
        gboolean send;
        gboolean is_owed; /* withheld, and a person must decide whether it should go */
        gboolean waits;   /* it goes by itself when an officer is named, whom it names */
        char *kind;       /* "receipt", or the letter of another procedure: "referral" … */
        char *letter;     /* the template of such; NULL = a receipt */
        char *contact;    /* where such a letter says to turn; NULL = nowhere */
        char *to;         /* one address; NULL = nobody */
        char *language;
        char *reason; /* why it goes or not, Swedish */
    } reply;

    GPtrArray *reasons; /* char *, Swedish, one step each, in order */
    GPtrArray *hits;    /* InkRuleHit */
    GPtrArray *notes;   /* InkReviewNote */
} InkDecision;

InkDecision *ink_decision_new(void);
void ink_decision_free(InkDecision *decision);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkDecision, ink_decision_free)

void ink_decision_add_reason(InkDecision *decision, const char *format, ...) G_GNUC_PRINTF(2, 3);
void ink_decision_add_note(InkDecision *decision, const char *kind, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
/* Once for each address. */
InkTold *ink_decision_add_told(InkDecision *decision, const char *to, const char *what);
void ink_decision_add_flag(InkDecision *decision, const char *flag); /* each at most once */
