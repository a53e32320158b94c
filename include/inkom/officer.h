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
} InkOrderKind;
#define INK_ORDER_KINDS (INK_ORDER_ANSWER + 1)

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
    GPtrArray *list; /* InkOrder in the order of the letter; empty with a doubt */
    char *doubt;     /* why nothing is done although something is ordered, Swedish; NULL = no */
} InkOrders;

/* What the letter orders. Only what the sender wrote now, in plain text, at the top, counts; plain
 * prose orders nothing. One word too much among the orders, or two that contradict each other, and
 * there is nothing but a doubt. */
InkOrders *ink_orders_read(const InkOrderWords *words, const InkMessage *message);
void ink_orders_free(InkOrders *orders);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkOrders, ink_orders_free)

/* NULL if there is none of the kind. */
const InkOrder *ink_orders_find(const InkOrders *orders, InkOrderKind kind);
