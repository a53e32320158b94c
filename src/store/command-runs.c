/* SPDX-License-Identifier: MIT
 *
 * Registrars' commands by mail.
 */
#include "inkom/command-run.h"

#include "store-private.h"

static const char *const names[] = {
    [INK_RUN_READY] = "ready",   [INK_RUN_RUNNING] = "running", [INK_RUN_DONE] = "done",
    [INK_RUN_BROKEN] = "broken", [INK_RUN_SKIPPED] = "skipped",
};

void
ink_command_run_free(InkCommandRun *run)
{
    if (run == NULL)
        return;
    g_free(run->registrar);
    g_free(run->line);
    g_free(run->output);
    g_free(run);
}

static InkRunState
find_state(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (g_str_equal(names[i], name))
            return (InkRunState)i;
    return INK_RUN_BROKEN;
}

static gpointer
read_run(const InkRows *rows)
{
    InkCommandRun *run = g_new0(InkCommandRun, 1);
    run->id = ink_rows_get_int(rows, 0);
    run->message = ink_rows_get_int(rows, 1);
    run->position = (int)ink_rows_get_int(rows, 2);
    run->registrar = ink_rows_dup_text(rows, 3);
    run->line = ink_rows_dup_text(rows, 4);
    run->state = find_state(ink_rows_get_text(rows, 5));
    run->status = ink_rows_is_null(rows, 6) ? INK_RUN_NO_STATUS : ink_rows_get_int(rows, 6);
    run->output = ink_rows_dup_text(rows, 7);
    return run;
}

static const InkRowType run_type = {
    .read = read_run,
    .free = (GDestroyNotify)ink_command_run_free,
};

#define SELECT_RUNS                                                                                \
    "SELECT id, message, position, registrar, line, state, status, output FROM command_runs"

GPtrArray *
ink_store_list_open_runs(InkStore *store, GError **error)
{
    return ink_store_list(store, &run_type, error,
                          SELECT_RUNS " WHERE ended_at IS NULL ORDER BY message, position",
                          INK_NO_VALUES);
}

GPtrArray *
ink_store_list_runs(InkStore *store, gint64 message, GError **error)
{
    return ink_store_list(store, &run_type, error,
                          SELECT_RUNS " WHERE message = $1 ORDER BY position",
                          INK_VALUES(ink_int(message)));
}

gboolean
ink_txn_add_run(InkTxn *txn, gint64 message, int position, const char *registrar, const char *line,
                GError **error)
{
    return ink_db_run(txn->store->db, error,
                      "INSERT INTO command_runs (message, position, registrar, line, state,"
                      " created_at) VALUES ($1, $2, $3, $4, $5, $6)",
                      INK_VALUES(ink_int(message), ink_int(position), ink_text(registrar),
                                 ink_text(line), ink_text(names[INK_RUN_READY]),
                                 ink_int(ink_clock_now(txn->store->clock))));
}

gboolean
ink_txn_start_run(InkTxn *txn, gint64 id, gboolean *out_is_ours, GError **error)
{
    if (!ink_db_run(txn->store->db, error,
                    "UPDATE command_runs SET state = $1, started_at = $2"
                    " WHERE id = $3 AND state = $4",
                    INK_VALUES(ink_text(names[INK_RUN_RUNNING]),
                               ink_int(ink_clock_now(txn->store->clock)), ink_int(id),
                               ink_text(names[INK_RUN_READY]))))
        return FALSE;
    *out_is_ours = ink_db_get_changes(txn->store->db) == 1;
    return TRUE;
}

gboolean
ink_txn_end_run(InkTxn *txn, gint64 id, InkRunState state, gint64 status, const char *output,
                GError **error)
{
    return ink_db_run(txn->store->db, error,
                      "UPDATE command_runs SET state = $1, ended_at = $2, status = $3, output = $4"
                      " WHERE id = $5 AND ended_at IS NULL",
                      INK_VALUES(ink_text(names[state]), ink_int(ink_clock_now(txn->store->clock)),
                                 status != INK_RUN_NO_STATUS ? ink_int(status) : ink_text(NULL),
                                 ink_text(output), ink_int(id)));
}

gboolean
ink_txn_skip_runs(InkTxn *txn, gint64 message, GError **error)
{
    return ink_db_run(txn->store->db, error,
                      "UPDATE command_runs SET state = $1, ended_at = $2"
                      " WHERE message = $3 AND state = $4",
                      INK_VALUES(ink_text(names[INK_RUN_SKIPPED]),
                                 ink_int(ink_clock_now(txn->store->clock)), ink_int(message),
                                 ink_text(names[INK_RUN_READY])));
}
