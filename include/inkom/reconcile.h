/* SPDX-License-Identifier: MIT
 *
 * What the comparison of a mailbox with the ledger rests on and leaves behind in the register.
 *
 * A place is a folder of a mailbox: "" for the one that mail is fetched from, else the name of the
 * one for what is done.
 */
#pragma once

#include "inkom/store.h"

typedef enum {
    INK_FINDING_UNREGISTERED, /* counts as done on the server, but the ledger has never seen it */
    INK_FINDING_SKIPPED,      /* not taken in, though later ones are, or for more than a day */
    INK_FINDING_BYTES_GONE,   /* in the ledger, but its original bytes are not */
} InkFindingKind;

typedef struct {
    char *mailbox;
    char *folder;
    guint32 uidvalidity;
    char *uid;
    InkFindingKind kind;
} InkFinding;

InkFinding *ink_finding_new(const char *mailbox, const char *folder, guint32 uidvalidity,
                            const char *uid, InkFindingKind kind);
void ink_finding_free(InkFinding *finding);

const char *ink_finding_kind_get_name(InkFindingKind kind); /* "unregistered" */
/* What is wrong, as a sentence in Swedish without the mailbox's name. */
char *ink_finding_describe(const InkFinding *finding);

/* The UIDs of the mailbox's messages under these numbers: a set of char *. */
GHashTable *ink_store_list_uids(InkStore *store, const char *mailbox, guint32 uidvalidity,
                                GError **error);
/* The UIDs of a place that are known to be messages of the ledger: a set of char *. */
GHashTable *ink_store_list_whereabouts(InkStore *store, const char *mailbox, const char *folder,
                                       guint32 uidvalidity, GError **error);
gboolean ink_txn_add_whereabouts(InkTxn *txn, const char *mailbox, const char *folder,
                                 guint32 uidvalidity, const char *uid, gint64 message,
                                 GError **error);
/* The messages of a mailbox whose bytes are not in the register. */
GPtrArray *ink_store_list_without_bytes(InkStore *store, const char *mailbox,
                                        GError **error); /* InkFinding */

/* Makes these the mailbox's findings. *out_new: those of them (borrowed) that were not there. */
gboolean ink_txn_replace_findings(InkTxn *txn, const char *mailbox, const GPtrArray *findings,
                                  GPtrArray **out_new, GError **error);

/* INK_TIME_NONE: never. */
gboolean ink_store_get_reconciled_at(InkStore *store, const char *mailbox, gint64 *out_at,
                                     GError **error);
gboolean ink_txn_set_reconciled_at(InkTxn *txn, const char *mailbox, gint64 at, GError **error);
