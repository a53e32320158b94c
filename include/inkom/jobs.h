/* SPDX-License-Identifier: MIT
 *
 * What the service does, round after round: take in mail, send letters.
 */
#pragma once

#include "inkom/command-run.h"
#include "inkom/pipeline.h"
#include "inkom/reconcile.h"
#include "inkom/transport.h"

/* Asked between batches and letters: TRUE = stop as soon as what is begun is done. */
typedef struct {
    gboolean (*should_stop)(gpointer data);
    /* done of total messages of this mailbox; total grows as more is found. NULL = not wanted. */
    void (*progress)(gpointer data, gint64 done, gint64 total);
    gpointer data;
} InkWatch;

typedef struct {
    gint64 taken;                            /* messages new to the ledger */
    gint64 cases;                            /* of those, new cases */
    gint64 quarantined;                      /* of those */
    gint64 sent, failed, unknown, postponed; /* letters */
} InkTally;

/* Takes in everything that is new in a mailbox: batches of many messages, one commit each, and only
 * then the acknowledgement. When it fails half-way, what was committed stays and the rest is
 * listed again next time. */
gboolean ink_job_take_in(InkPipeline *pipeline, const InkMailbox *mailbox, const InkWatch *watch,
                         InkTally *tally, GError **error);

/* What would become of every message in the mailbox; nothing is taken in, marked or sent. */
typedef void (*InkObserveFunc)(const InkEnvelope *envelope, InkVerdict *verdict, gpointer data);
gboolean ink_job_observe(InkPipeline *pipeline, const InkMailbox *mailbox, InkObserveFunc func,
                         gpointer data, GError **error);

/* A backlog of files (ink_import_each()). No receipt goes by itself; each is owed, unless
 * is_forgiven: then what was answered long ago is not asked for again. failures: GError, as there.
 */
gboolean ink_job_import(InkPipeline *pipeline, const char *const *paths, gboolean is_forgiven,
                        const InkWatch *watch, InkTally *tally, GPtrArray *failures,
                        GError **error);

/* What time brings by itself: closing after silence, what officers have ordered and not taken back,
 * reminders, letters about delays, the list of what is overdue. has_all_mail FALSE: some mailbox
 * could not be read, and nothing is closed or carried out, since something new may lie there. */
gboolean ink_job_clockwork(InkPipeline *pipeline, gboolean has_all_mail, const InkWatch *watch,
                           GError **error);

/* Runs a registrar's line as at the terminal. Returns its exit code, INK_RUN_NO_STATUS if it did
 * not end by itself; *out_output: what it printed, valid UTF-8, new. */
typedef struct {
    gint64 (*run)(gpointer data, const InkCommandRun *run, char **out_output);
    gpointer data;
} InkLineRunner;

/* Carries out what registrars have ordered by mail, and answers. */
gboolean ink_job_run_commands(InkPipeline *pipeline, const InkLineRunner *runner,
                              const InkWatch *watch, GError **error);

/* Sends the letters whose time has come. A letter that fails is not an error of the job. */
gboolean ink_job_send(InkPipeline *pipeline, InkTransport *transport, const InkWatch *watch,
                      InkTally *tally, GError **error);

/* A mailbox beside the ledger: what counts as done on the server must be in the ledger, whole, and
 * nothing may be passed over. */
typedef struct {
    gint64 accounted;    /* messages on the server that the ledger knows */
    gint64 waiting;      /* on the server and still to be taken in */
    GPtrArray *findings; /* InkFinding: what is in neither order */
} InkReconciliation;

void ink_reconciliation_free(InkReconciliation *reconciliation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkReconciliation, ink_reconciliation_free)

/* Takes nothing in and changes nothing on the server. What the register learns is only where a
 * moved message lies now, so that its bytes are fetched once in its life. */
InkReconciliation *ink_job_reconcile(InkPipeline *pipeline, const InkMailbox *mailbox,
                                     const InkWatch *watch, GError **error);
/* The same once a night, at INK_RECONCILE_HOUR or in the first round after it; what was not found
 * the night before is told to the registrar in one letter. */
#define INK_RECONCILE_HOUR 3
gboolean ink_job_reconcile_nightly(InkPipeline *pipeline, const InkMailbox *mailbox,
                                   const InkWatch *watch, GError **error);
