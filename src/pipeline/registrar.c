/* SPDX-License-Identifier: MIT
 *
 * What a registrar is told of the commands in his letter: only at the registered address, and only
 * what a letter may say (ink_store_veil()).
 */
#include "pipeline-private.h"

#include "inkom/command-run.h"

/* What became of a line. */
static void
append_state(GString *text, const InkCommandRun *run)
{
    if (run->state == INK_RUN_SKIPPED)
        g_string_append(text, "Inte gjort, för ett kommando före det gick inte som det skulle.\n");
    else if (run->state == INK_RUN_BROKEN)
        g_string_append(text, "Avbrutet: det kan vara gjort eller ogjort. Det görs inte om av sig "
                              "självt. Se efter\nmed \"inkom case show\" eller \"inkom review "
                              "list\", och skriv kommandot igen om det\nbehövs.\n");
    else if (run->status == 0)
        g_string_append(text, "Gjort.\n");
    else
        g_string_append_printf(text, "Inte gjort (felkod %" G_GINT64_FORMAT ").\n", run->status);
}

static void
append_run(GString *text, const InkCommandRun *run)
{
    g_string_append_printf(text, "%s%d. %s\n\n", text->len > 0 ? "\n" : "", run->position,
                           run->line);
    append_state(text, run);
    if (run->output != NULL && run->output[0] != '\0')
        g_string_append_printf(text, "\n%s\n", run->output);
}

static gboolean
is_open(const InkCommandRun *run)
{
    return run->state == INK_RUN_READY || run->state == INK_RUN_RUNNING;
}

/* Somebody who is no longer a registrar is told nothing. */
static gboolean
is_registered(const InkPipeline *pipeline, const char *address)
{
    return ink_officer_is_registrar(pipeline->config, address) &&
           !ink_config_is_own_address(pipeline->config, address);
}

gboolean
ink_pipeline_answer_commands(InkPipeline *pipeline, InkTxn *txn, gint64 message, GError **error)
{
    g_autoptr(GPtrArray) runs = ink_store_list_runs(pipeline->store, message, error);
    if (runs == NULL)
        return FALSE;
    g_autoptr(GString) text = g_string_new(NULL);
    const char *to = NULL;
    for (guint i = 0; i < runs->len; i++) {
        const InkCommandRun *run = runs->pdata[i];
        if (is_open(run))
            return TRUE;
        to = run->registrar;
        append_run(text, run);
    }
    g_strchomp(text->str);
    return to == NULL || !is_registered(pipeline, to) ||
           ink_list_queue(pipeline, txn, "command-output", to, text->str, error);
}
