/* SPDX-License-Identifier: MIT
 *
 * What becomes of a registrar's letter with commands: they are put in the queue of what is to be
 * run, or the registrar is asked first, or told that nothing is done. He is told only at the
 * registered address, and of the register only what a letter may say (ink_store_veil()); his own
 * words come back to him as they were understood.
 */
#include "pipeline-private.h"

#include "inkom/command-run.h"

#include <sysexits.h>

#define COMPLAINTS_MAX    10 /* letters in 24 hours that say that something was not done */
#define COMPLAINTS_WINDOW (24 * 3600)

/* --- into the queue ---------------------------------------------------------------------------*/

static char *
join_lines(const InkCommandLines *lines)
{
    GString *all = g_string_new(NULL);
    for (guint i = 0; i < lines->list->len; i++)
        g_string_append_printf(all, "%s%s", i > 0 ? "\n" : "",
                               ((const InkCommandLine *)lines->list->pdata[i])->text);
    return g_string_free(all, FALSE);
}

static gboolean
queue_lines(InkTxn *txn, gint64 message, const char *registrar, const char *joined, GError **error)
{
    g_auto(GStrv) lines = g_strsplit(joined, "\n", -1);
    for (int i = 0; lines[i] != NULL; i++)
        if (!ink_txn_add_run(txn, message, i + 1, registrar, lines[i], error))
            return FALSE;
    return TRUE;
}

gboolean
ink_registrar_carry_out(InkPipeline *pipeline, InkTxn *txn, const InkPendingOrder *order,
                        char **out_why, GError **error)
{
    if (!ink_officer_is_registrar(pipeline->config, order->officer)) {
        *out_why = g_strdup_printf("%s är inte registrator längre", order->officer);
        return TRUE;
    }
    return queue_lines(txn, order->message, order->officer, order->what, error);
}

/* --- asking -----------------------------------------------------------------------------------*/

/* Each line, and what it does. */
static char *
describe_lines(const InkCommandLines *lines)
{
    GString *all = g_string_new(NULL);
    for (guint i = 0; i < lines->list->len; i++) {
        const InkCommandLine *line = lines->list->pdata[i];
        const char *what = line->command->by_mail == INK_BY_MAIL_READ ? "visar, ändrar ingenting"
                                                                      : line->command->what;
        g_string_append_printf(
            all, "%s%s\n  %s%s", i > 0 ? "\n\n" : "", line->text, what,
            line->command->by_mail == INK_BY_MAIL_HIGH ? "; det går inte att ångra" : "");
    }
    return g_string_free(all, FALSE);
}

static InkOrderClass
get_class(const InkCommandLines *lines)
{
    static const InkOrderClass classes[] = {[INK_BY_MAIL_READ] = INK_CLASS_LOW,
                                            [INK_BY_MAIL_LOW] = INK_CLASS_LOW,
                                            [INK_BY_MAIL_MIDDLE] = INK_CLASS_MIDDLE,
                                            [INK_BY_MAIL_HIGH] = INK_CLASS_HIGH,
                                            [INK_BY_MAIL_NEVER] = INK_CLASS_HIGH};
    return classes[ink_command_lines_get_class(lines)];
}

static gboolean
ask(InkPipeline *pipeline, InkTxn *txn, const InkVerdict *verdict, const char *joined,
    gint64 message, GError **error)
{
    const InkRegistrarLetter *letter = &verdict->registrar;
    g_autofree char *text = describe_lines(letter->lines);
    g_autoptr(InkPendingOrder) order = ink_pending_order_new();
    order->kind = g_strdup(INK_PENDING_COMMANDS);
    order->message = message;
    order->officer = g_strdup(letter->author);
    order->what = g_strdup(joined);
    order->text = g_strdup(joined);
    order->written_at = verdict->message->date;
    return ink_orders_ask(pipeline, txn, order, get_class(letter->lines), text, error);
}

static gboolean
write_to(InkPipeline *pipeline, InkTxn *txn, const char *to, const char *template_name,
         const char *detail, GError **error)
{
    const InkNotice notice = {
        .template_name = template_name, .to = to, .detail = detail, .is_reply = TRUE};
    return ink_notice_queue(pipeline, txn, NULL, &notice, error);
}

static gboolean
complain(InkPipeline *pipeline, InkTxn *txn, const InkRegistrarLetter *letter, GError **error)
{
    gint64 count;
    if (!letter->may_tell)
        return TRUE;
    if (!ink_store_count_complaints(pipeline->store, letter->author, COMPLAINTS_WINDOW, &count,
                                    error))
        return FALSE;
    return count >= COMPLAINTS_MAX ||
           write_to(pipeline, txn, letter->author, "command-refused", letter->why, error);
}

gboolean
ink_registrar_apply(InkPipeline *pipeline, InkTxn *txn, const InkVerdict *verdict, gint64 message,
                    GError **error)
{
    const InkRegistrarLetter *letter = &verdict->registrar;
    if (letter->fate == INK_FATE_NONE)
        return TRUE;
    g_autofree char *joined = join_lines(letter->lines);
    if (letter->fate == INK_FATE_RUN)
        return queue_lines(txn, message, letter->author, joined, error);
    if (letter->fate == INK_FATE_CONFIRM)
        return ask(pipeline, txn, verdict, joined, message, error);
    return complain(pipeline, txn, letter, error);
}

/* --- answering --------------------------------------------------------------------------------*/

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
    else if (run->status == EX_OK)
        g_string_append(text, "Gjort.\n");
    else if (run->status == EX_USAGE || run->status == EX_DATAERR)
        g_string_append(text, "Inte gjort.\n");
    else
        g_string_append_printf(text,
                               "Fel (felkod %" G_GINT64_FORMAT "). Se efter om det är gjort innan "
                               "du skriver kommandot igen.\n",
                               run->status);
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
           write_to(pipeline, txn, to, "command-output", text->str, error);
}
