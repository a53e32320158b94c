/* SPDX-License-Identifier: MIT
 *
 * Officers by mail: what an officer's letter orders, and whether it may be obeyed. Nothing here
 * changes anything or knows the register.
 */
#pragma once

#include "inkom/config.h"
#include "inkom/message.h"
#include "inkom/problems.h"

/* --- what is ordered --------------------------------------------------------------------------*/

typedef enum {
    INK_ORDER_CLOSE,     /* "kan avslutas" (A33) */
    INK_ORDER_HOLD,      /* "kan inte avslutas", "avvakta": not closed by itself (A35) */
    INK_ORDER_RETURN,    /* "fel handläggare": back to the registrar (A30) */
    INK_ORDER_FORWARD,   /* "skicka vidare till NN" */
    INK_ORDER_MEASURE,   /* "åtgärd: …" (B46, D4, E21) */
    INK_ORDER_TYPE,      /* "typ: klagomål" */
    INK_ORDER_UNIT,      /* "nämnd: TN" (A17, C8) */
    INK_ORDER_SECRECY,   /* "sekretess: 21:1" */
    INK_ORDER_IMPORTANT, /* "av vikt" (B41) */
    INK_ORDER_ROUTINE,   /* "rutinmässig" (B42) */
    INK_ORDER_INTERIM,   /* "delsvar": the letter is a part of the answer (C15) */
    INK_ORDER_ANSWER,    /* "SVAR:": to be sent on to the sender from the inbox */
    INK_ORDER_UNDO,      /* "ångra": what has been ordered and still waits is not to be done */
} InkOrderKind;
#define INK_ORDER_KINDS (INK_ORDER_UNDO + 1)

const char *ink_order_kind_get_name(InkOrderKind kind); /* "close" … as in the file of words */
gboolean ink_order_kind_find(const char *name, InkOrderKind *out_kind);

typedef struct {
    InkOrderKind kind;
    char *value; /* what stands after it: a name, a measure, a reason; NULL = nothing */
    char *words; /* as the officer wrote them */
} InkOrder;

void ink_order_free(gpointer command);

/* The words of officers: one YAML file, whose examples are all run. */
typedef struct InkOrderWords InkOrderWords; /* may be used by several threads at once */

/* NULL if there is any error; all of them are in problems. */
InkOrderWords *ink_order_words_load(const char *file, InkProblems *problems);
void ink_order_words_free(InkOrderWords *words);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkOrderWords, ink_order_words_free)
/* Whether the file is one of officers' words, and not of rules. */
gboolean ink_order_words_is_path(const char *path);

/* Our letters say this; nothing from the line with it downwards is the officer's. */
#define INK_ORDERS_MARK "Skriv ovanför den här raden"

typedef struct {
    GPtrArray *list;    /* InkOrder in the order of the letter; empty with a doubt */
    char *doubt;        /* why nothing is done although something is ordered, Swedish; NULL = no */
    gboolean has_prose; /* there are words that order nothing */
} InkOrders;

/* What the letter orders. Only what the sender wrote now, in plain text, at the top, counts; plain
 * prose orders nothing. One word too much among the orders, or two that contradict each other, and
 * there is nothing but a doubt. */
InkOrders *ink_orders_read(const InkOrderWords *words, const InkMessage *message);
void ink_orders_free(InkOrders *orders);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkOrders, ink_orders_free)

/* NULL if there is none of the kind. */
const InkOrder *ink_orders_find(const InkOrders *orders, InkOrderKind kind);
/* Takes them away. */
void ink_orders_drop(InkOrders *orders, InkOrderKind kind);

/* What a name or a word after an order means there: the officer's address, the type, the unit's
 * code, the paragraph. One that means nothing, or two things, is a doubt, and nothing is left. */
void ink_orders_settle_values(InkOrders *orders, const InkConfig *config);

/* As text for the register, and back: NULL if the text is none of ours. */
char *ink_orders_pack(const InkOrders *orders);
InkOrders *ink_orders_unpack(const char *text);

/* An officer's answer to a letter that asks whether he has ordered something. */
typedef enum {
    INK_CONFIRMATION_UNCLEAR, /* neither, both, or more than that */
    INK_CONFIRMATION_YES,
    INK_CONFIRMATION_NO,
} InkConfirmation;

/* By the first line that the sender wrote now, in plain text; a "not" further down is too much. */
InkConfirmation ink_confirmation_read(const InkOrderWords *words, const InkMessage *message);

/* The first line below what was read that may be the sender's own all the same: text between or
 * below quotations, or a line that only looks like the head of one. New; NULL if there is none.
 * What stands below our mark, or what the parser has taken for a quotation or a signature, is not
 * the sender's. */
char *ink_orders_find_lost(const InkOrderWords *words, const InkMessage *message);

/* --- whether it may be obeyed -----------------------------------------------------------------*/

/* What our own border says of the one in From:. */
typedef enum { /* 0, what is left when something has been forgotten, is the least */
               INK_AUTHOR_UNPROVED, /* it has looked, and does not vouch for From: */
               INK_AUTHOR_UNTESTED, /* it has written nothing, or nobody has tried whether it can be
                                       believed */
               INK_AUTHOR_PROVED, /* DMARC passed, or our own domain's DKIM; SPF alone is not enough
                                   */
} InkAuthorProof;

typedef enum {
    INK_IDENTITY_STRANGER, /* it is no officer's address, or more than one */
    INK_IDENTITY_UNPROVED, /* it is an officer's, and may be anybody's */
    INK_IDENTITY_UNTESTED, /* it is an officer's, and nobody has looked */
    INK_IDENTITY_PROVED,   /* From: is an officer's address, and that is proved (layer A) */
} InkIdentity;

/* The signed address that the letter was sent to (layer B). */
typedef enum {
    INK_CAPABILITY_OWN,    /* given to this officer for this case */
    INK_CAPABILITY_NONE,   /* the inbox itself */
    INK_CAPABILITY_LATE,   /* it has had its time */
    INK_CAPABILITY_OTHERS, /* given to somebody else, or for another case, or to a citizen */
    INK_CAPABILITY_FORGED,
} InkCapability;

typedef enum {
    INK_CLASS_LOW,    /* within the house, and can be undone */
    INK_CLASS_MIDDLE, /* is seen outside, or moves the case away from the officer */
    INK_CLASS_HIGH,   /* cannot be undone, or changes who may do what: never by mail alone */
} InkOrderClass;

typedef enum {
    INK_OBEDIENCE_REFUSE,
    INK_OBEDIENCE_CONFIRM, /* not before the officer has confirmed it from his own mailbox */
    INK_OBEDIENCE_RUN,
} InkObedience;

InkOrderClass ink_order_kind_get_class(InkOrderKind kind);
/* The highest class in the letter; LOW if it orders nothing. */
InkOrderClass ink_orders_get_class(const InkOrders *orders);

/* The organisation's registrar, or a unit's. */
gboolean ink_officer_is_registrar(const InkConfig *config, const char *address);
/* The officer, or the registrar, whose address is the only one in From:; NULL if it is nobody's.
 * Borrowed from the message. */
const char *ink_officer_find_author(const InkMessage *message, const InkConfig *config);
InkIdentity ink_officer_find_identity(const InkMessage *message, const InkConfig *config,
                                      InkAuthorProof proof);
InkObedience ink_officer_judge(InkProvedBy proved_by, InkIdentity identity,
                               InkCapability capability, InkOrderClass order_class);

typedef struct {
    gint64 came_in;           /* UTC seconds */
    gboolean has_borrowed_id; /* its Message-ID has been seen */
    guint signed_addresses;   /* of ours that it was sent to */
} InkLetterFacts;

#define INK_ORDER_SKEW_S (24 * 3600) /* Date: may be so far from when it came */

/* Why orders in the letter are never obeyed, whoever wrote it: a machine's, a list's, a letter sent
 * on, an old or a doubtful one. Swedish, new; NULL if nothing speaks against it. */
char *ink_officer_find_hindrance(const InkMessage *message, const InkLetterFacts *facts);
/* Whether the letter is one that no letter of ours may answer: a machine's or a list's. */
gboolean ink_officer_is_unanswerable(const InkMessage *message);
