/* SPDX-License-Identifier: MIT
 *
 * What has been ordered by mail and is not done yet: it can still be stopped, or has to be
 * confirmed first.
 */
#pragma once

#include "inkom/store.h"

typedef enum {
    INK_PENDING_WAITING,    /* is done when its time has come, unless somebody stops it */
    INK_PENDING_CONFIRMING, /* is done when the officer has confirmed it, if that is in time */
    INK_PENDING_DONE,
    INK_PENDING_UNDONE,  /* stopped by the officer */
    INK_PENDING_REFUSED, /* it could not be done when its time came */
    INK_PENDING_EXPIRED, /* nobody confirmed it */
} InkPendingState;

#define INK_PENDING_COMMANDS "command lines" /* of a registrar's, as they were understood */
#define INK_PENDING_OFFICER  "officer"       /* of an officer's letter: what is packed InkOrders */

/* How long an order waits, seconds. */
#define INK_ORDER_UNDO_S         (5 * 60)
#define INK_ORDER_CONFIRM_S      (24 * 3600)
#define INK_ORDER_CONFIRM_HIGH_S (30 * 60)

/* Letters that ask an officer: so many open, and in 24 hours. */
#define INK_CONFIRM_OPEN_MAX 3
#define INK_CONFIRM_DAY_MAX  10

typedef struct {
    gint64 id;
    char *kind;              /* INK_PENDING_OFFICER … */
    gint64 case_id, message; /* 0 = none */
    char *dnr;               /* of the case; NULL without one */
    char *officer;           /* address */
    char *what, *text;       /* for the program; for people, Swedish */
    gboolean is_answered;    /* the letter was an answer to the sender too */
    InkPendingState state;
    char *nonce; /* NULL unless the officer is asked */
    gint64 written_at, created_at, due_at;
    gint64 ended_at; /* INK_TIME_NONE: open */
    char *ended_by;
} InkPendingOrder;

InkPendingOrder *ink_pending_order_new(void);
void ink_pending_order_free(InkPendingOrder *order);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkPendingOrder, ink_pending_order_free)
const char *ink_pending_state_get_swedish(InkPendingState state); /* "väntar" … */
/* Whom the address for yes or no is given to: the officer, and the order's nonce. New. */
char *ink_pending_order_get_party(const InkPendingOrder *order);

/* *out_order NULL: there is none. */
gboolean ink_store_find_pending(InkStore *store, gint64 id, InkPendingOrder **out_order,
                                GError **error);
/* Open ones, oldest first; before: whose time has come. */
GPtrArray *ink_store_list_pending_due(InkStore *store, gint64 before,
                                      GError **error); /* InkPendingOrder */
GPtrArray *ink_store_list_pending_in_case(InkStore *store, gint64 case_id,
                                          GError **error); /* the same */
/* Of letters that ask the officer: how many are open, and how many have gone in 24 hours. What
 * bears a time to come (the clock has been set back) counts. */
gboolean ink_store_count_asked(InkStore *store, const char *officer, gint64 *out_open,
                               gint64 *out_day, GError **error);

/* Fills in id, state and created_at; a nonce means that it is to be confirmed. */
gboolean ink_txn_add_pending(InkTxn *txn, InkPendingOrder *order, GError **error);
/* *out_is_ours FALSE: it had ended already, and nothing is written. */
gboolean ink_txn_end_pending(InkTxn *txn, const InkPendingOrder *order, InkPendingState state,
                             const char *by, gboolean *out_is_ours, GError **error);
