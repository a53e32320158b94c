/* SPDX-License-Identifier: MIT
 *
 * Whether our border server takes away Authentication-Results that others have written in its name
 * (RFC 8601 §5): what is known of it, from letters that were sent from outside to find out. Until
 * one has come in without what was forged in it, those fields prove nobody to be an officer.
 */
#pragma once

#include "inkom/store.h"

/* So long is there to send the letter. */
#define INK_PROBE_HOURS 24

typedef enum {
    INK_BORDER_UNCLEAR, /* the letter did not come in the way that a stranger's would */
    INK_BORDER_KEEPS,   /* something forged in it was still there */
    INK_BORDER_STRIPS,  /* all that was forged had been taken away */
} InkBorderVerdict;

typedef struct {
    gint64 id;
    char *authserv_id, *hosts; /* as they were configured when it was issued */
    gint64 issued_at;
    gint64 came_at; /* INK_TIME_NONE: it has not come in; what follows is not set */
    InkBorderVerdict verdict;
    char *finding; /* Swedish */
} InkBorderProbe;

void ink_border_probe_free(InkBorderProbe *probe);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkBorderProbe, ink_border_probe_free)

/* The one that was issued with the word; *out_probe NULL: none was. */
gboolean ink_store_find_probe(InkStore *store, const char *word, InkBorderProbe **out_probe,
                              GError **error);
/* The latest that came in and said something; *out_probe NULL: none has. */
gboolean ink_store_find_latest_proof(InkStore *store, InkBorderProbe **out_probe, GError **error);

gboolean ink_txn_add_probe(InkTxn *txn, const char *word, const char *authserv_id,
                           const char *hosts, GError **error);
/* Once for each. message: its row in the ledger. */
gboolean ink_txn_end_probe(InkTxn *txn, gint64 id, gint64 message, InkBorderVerdict verdict,
                           const char *finding, GError **error);
