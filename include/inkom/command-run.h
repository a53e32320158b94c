/* SPDX-License-Identifier: MIT
 *
 * Commands that registrars have given by mail, and what became of them.
 */
#pragma once

#include "inkom/store.h"

typedef enum {
    INK_RUN_READY,
    INK_RUN_RUNNING,
    INK_RUN_DONE,
    INK_RUN_BROKEN,  /* nobody knows whether it did its work: not run again */
    INK_RUN_SKIPPED, /* one before it in the letter did not go well */
} InkRunState;

typedef struct {
    gint64 id, message;
    int position;
    char *registrar, *line;
    InkRunState state;
    gint64 status; /* exit code; INK_RUN_NO_STATUS: it did not end by itself */
    char *output;  /* what it printed, valid UTF-8; NULL = nothing yet */
} InkCommandRun;

#define INK_RUN_NO_STATUS (-1)

void ink_command_run_free(InkCommandRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkCommandRun, ink_command_run_free)

/* Ready or running, letter by letter. */
GPtrArray *ink_store_list_open_runs(InkStore *store, GError **error);            /* InkCommandRun */
GPtrArray *ink_store_list_runs(InkStore *store, gint64 message, GError **error); /* the same */

gboolean ink_txn_add_run(InkTxn *txn, gint64 message, int position, const char *registrar,
                         const char *line, GError **error);
/* *out_is_ours FALSE: it is no longer ready. */
gboolean ink_txn_start_run(InkTxn *txn, gint64 id, gboolean *out_is_ours, GError **error);
/* Only of one that is open. output may be NULL. */
gboolean ink_txn_end_run(InkTxn *txn, gint64 id, InkRunState state, gint64 status,
                         const char *output, GError **error);
/* Those of the letter that are ready. */
gboolean ink_txn_skip_runs(InkTxn *txn, gint64 message, GError **error);
