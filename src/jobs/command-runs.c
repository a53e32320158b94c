/* SPDX-License-Identifier: MIT
 *
 * Registrars' commands by mail, carried out: letter by letter, line by line. Each line is marked as
 * running, and that is durable, before it runs; afterwards what came of it. When one does not go
 * well, the rest of the letter is left: at the terminal too one would look first. When a letter has
 * nothing more to be done, its answer is written in the same transaction.
 *
 * Found running when the round begins: the program ended while it ran. It may have done its work or
 * not; it is not run again, and the registrar is told to look.
 */
#include "batch.h"

#include "inkom/log.h"
#include "inkom/officer.h"

static InkTxn *
begin(InkPipeline *pipeline, GError **error)
{
    return ink_store_begin(ink_pipeline_get_store(pipeline), "inkom", error);
}

/* What came of the line; and the answer, if it was the last. */
static gboolean
end_line(InkPipeline *pipeline, const InkCommandRun *run, InkRunState state, gint64 status,
         const char *output, GError **error)
{
    gboolean went_well = state == INK_RUN_DONE && status == 0;
    g_autoptr(InkTxn) txn = begin(pipeline, error);
    return txn != NULL && ink_txn_end_run(txn, run->id, state, status, output, error) &&
           (went_well || ink_txn_skip_runs(txn, run->message, error)) &&
           ink_pipeline_answer_commands(pipeline, txn, run->message, error) &&
           ink_txn_commit(txn, error);
}

static gboolean
start_line(InkPipeline *pipeline, const InkCommandRun *run, gboolean *out_is_ours, GError **error)
{
    g_autoptr(InkTxn) txn = begin(pipeline, error);
    return txn != NULL && ink_txn_start_run(txn, run->id, out_is_ours, error) &&
           ink_txn_commit(txn, error);
}

/* *out_is_ours FALSE: another program is at it. */
static gboolean
run_line(InkPipeline *pipeline, const InkCommandRun *run, const InkLineRunner *runner,
         gboolean *out_is_ours, GError **error)
{
    if (!start_line(pipeline, run, out_is_ours, error))
        return FALSE;
    if (!*out_is_ours)
        return TRUE;
    g_autofree char *output = NULL;
    gint64 status = runner->run(runner->data, run, &output);
    InkRunState state = status == INK_RUN_NO_STATUS ? INK_RUN_BROKEN : INK_RUN_DONE;
    return end_line(pipeline, run, state, status, output, error);
}

/* The registrar of the letter is one no longer. */
static gboolean
leave_letter(InkPipeline *pipeline, const InkCommandRun *run, GError **error)
{
    ink_log_warning("meddelande %" G_GINT64_FORMAT ": %s är inte registrator längre; kommandona "
                    "körs inte",
                    run->message, run->registrar);
    g_autoptr(InkTxn) txn = begin(pipeline, error);
    return txn != NULL && ink_txn_skip_runs(txn, run->message, error) && ink_txn_commit(txn, error);
}

static gboolean
work_off(InkPipeline *pipeline, const InkCommandRun *run, const InkLineRunner *runner,
         gboolean *out_is_ours, GError **error)
{
    if (run->state == INK_RUN_RUNNING)
        return end_line(pipeline, run, INK_RUN_BROKEN, INK_RUN_NO_STATUS, NULL, error);
    if (!ink_officer_is_registrar(ink_pipeline_get_config(pipeline), run->registrar))
        return leave_letter(pipeline, run, error);
    return run_line(pipeline, run, runner, out_is_ours, error);
}

/* The next line; after each one it is asked anew, for the rest of the letter may be skipped. */
static gboolean
find_next(InkPipeline *pipeline, InkCommandRun **out_run, GError **error)
{
    g_autoptr(GPtrArray) open = ink_store_list_open_runs(ink_pipeline_get_store(pipeline), error);
    if (open == NULL)
        return FALSE;
    *out_run = open->len > 0 ? g_ptr_array_steal_index(open, 0) : NULL;
    return TRUE;
}

gboolean
ink_job_run_commands(InkPipeline *pipeline, const InkLineRunner *runner, const InkWatch *watch,
                     GError **error)
{
    gboolean is_ours = TRUE;
    while (is_ours && !ink_watch_should_stop(watch)) {
        g_autoptr(InkCommandRun) run = NULL;
        if (!find_next(pipeline, &run, error))
            return FALSE;
        if (run == NULL)
            return TRUE;
        if (!work_off(pipeline, run, runner, &is_ours, error))
            return FALSE;
    }
    return TRUE;
}
