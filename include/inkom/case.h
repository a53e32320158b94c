/* SPDX-License-Identifier: MIT
 *
 * A case (ärende) and its records (handlingar) as the register holds them.
 */
#pragma once

#include "inkom/day.h"

/* The words there are for a case's type and for the way it came in; NULL-terminated. */
extern const char *const INK_TYPES[];    /* klagomål förslag beröm fråga synpunkt felanmälan */
extern const char *const INK_CHANNELS[]; /* e-post webbformulär … */
#define INK_TYPE_DEFAULT     "synpunkt"
#define INK_CHANNEL_DEFAULT  "e-post"
#define INK_CHANNEL_INTERNAL "internt" /* staff's own suggestions */
#define INK_CHANNEL_NOTE     "tjänsteanteckning"

typedef enum {
    INK_CASE_OPEN,      /* waits for an answer */
    INK_CASE_ANSWERED,  /* the sender has been answered; more may come */
    INK_CASE_CLOSED,    /* avslutat */
    INK_CASE_CANCELLED, /* makulerat: registered by mistake; the number is never used again */
} InkCaseStatus;

const char *ink_case_status_get_name(InkCaseStatus status);    /* "open" … as in the contract */
const char *ink_case_status_get_swedish(InkCaseStatus status); /* "öppet" … */
gboolean ink_case_status_find(const char *name, InkCaseStatus *out_status);

typedef struct {
    gint64 id;
    char *dnr; /* as the organisation writes it */
    char *unit;
    int year, sequence;

    char *type, *title, *channel, *language;
    char **more_types; /* besides type, where the routine lets a case have several; never NULL */
    char *procedure;   /* of the routine, that it follows; NULL = the ordinary way */
    InkCaseStatus status;
    InkDay arrived;             /* civil date it came in (FL 22 §) */
    gint64 arrived_at;          /* the same, UTC seconds */
    char *arrived_by;           /* what that rests on */
    gint64 registered_at;       /* UTC seconds */
    InkDay due;                 /* last day for the answer; INK_DAY_NONE = none promised */
    char *officer;              /* NULL = not assigned */
    char *sender, *sender_name; /* address and name, or number; NULL = anonymous */
    char *importance, *secrecy; /* NULL = not marked */
    InkDay secrecy_day;         /* when the mark was made (OSL 5:5); INK_DAY_NONE = no mark */
    char *secrecy_authority;    /* who made it: a unit's code, or a name; NULL = no mark */
    gint64 interim_at;          /* a person has answered in part; INK_TIME_NONE = not */
    char *held;                 /* why it is not closed by itself; NULL = it may be */
    char *measure;              /* åtgärd: what has been done about the matter; NULL = not said */
    char **flags;               /* never NULL */
    int records;                /* the highest record number */
} InkCase;

InkCase *ink_case_new(void);
void ink_case_free(InkCase *cas);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkCase, ink_case_free)
/* "fråga, klagomål"; new. */
char *ink_types_join(const char *type, char *const *more);

typedef enum {
    INK_DIRECTION_IN,       /* inkommen */
    INK_DIRECTION_OUT,      /* utgående, expedierad */
    INK_DIRECTION_INTERNAL, /* upprättad */
} InkDirection;

const char *ink_direction_get_name(InkDirection direction);    /* "in", "out", "internal" */
const char *ink_direction_get_swedish(InkDirection direction); /* "inkommen" … */

typedef struct {
    int number; /* handlingsnummer, from 1 in each case */
    InkDirection direction;
    char *title;
    gint64 date; /* UTC seconds: came in, was sent or was made */
    char *from, *to;
    char *passed_on_by;     /* who sent it on, when that is another; NULL: from did. When listed */
    char *message_id;       /* without <>; NULL if none */
    char *sha256;           /* of the original bytes; NULL if there are none */
    gint64 message;         /* row of the ledger that it came from; 0 = none */
    GPtrArray *attachments; /* InkAttachment; filled in by ink_store_list_records() */
} InkRecord;

InkRecord *ink_record_new(void);
void ink_record_free(InkRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkRecord, ink_record_free)
