/* SPDX-License-Identifier: MIT
 *
 * What is known of addresses by what came back from them: those that take no letters, and people
 * who are away.
 */
#pragma once

#include "inkom/store.h"

/* Why automatic letters no longer go to an address. */
#define INK_DEAD_BOUNCE    "bounce"    /* it takes no letters */
#define INK_DEAD_COMPLAINT "complaint" /* it has called a letter of ours junk */

typedef struct {
    char *address;       /* ASCII lower case */
    gint64 case_id;      /* where it was found out */
    gint64 message;      /* the report's row in the ledger */
    char *kind, *reason; /* INK_DEAD_…; Swedish */
    gint64 since;        /* UTC seconds: when the report came in */
    gint64 lifted_at;    /* INK_TIME_NONE: it is still so */
} InkDeadAddress;

void ink_dead_address_free(InkDeadAddress *dead);

GPtrArray *ink_store_list_dead_addresses(InkStore *store, gint64 case_id,
                                         GError **error); /* InkDeadAddress, oldest first */
/* Since when no automatic letter goes to the mailbox of the address; INK_TIME_NONE: they do. */
gboolean ink_store_find_dead_address(InkStore *store, const char *address, gint64 *out_since,
                                     GError **error);

/* Journals it on the case; nothing if the mailbox is dead there already. */
gboolean ink_txn_add_dead_address(InkTxn *txn, const InkDeadAddress *dead, GError **error);
/* A letter came from the address: it lives, in every case. message: the letter's row. */
gboolean ink_txn_lift_dead_address(InkTxn *txn, const char *address, gint64 message,
                                   GError **error);

/* A person knows that it does. NOT_FOUND if it was not taken for dead. */
gboolean ink_txn_revive_address(InkTxn *txn, const char *address, const char *why, GError **error);

/* The person is away; *out_is_news FALSE if the registrar was told of it after silent_since. */
gboolean ink_txn_note_absence(InkTxn *txn, const char *address, gint64 silent_since,
                              gboolean *out_is_news, GError **error);
/* The person has written himself. */
gboolean ink_txn_end_absence(InkTxn *txn, const char *address, GError **error);
/* Whether an automatic reply has come from there since then, and nothing else after it. */
gboolean ink_store_is_away(InkStore *store, const char *address, gint64 since,
                           gboolean *out_is_away, GError **error);
