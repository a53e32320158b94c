/* SPDX-License-Identifier: MIT
 *
 * The list of what people have not done in time (B27, C12, E18): to each registrar, with the cases
 * of the units whose register that is. Once on each working day, the first time that somebody asks
 * in office hours; a day on which nothing was overdue then is done too.
 */
#include "pipeline-private.h"

#define LISTED_MOST 200 /* the rest is counted; "inkom deadlines" has them all */

/* What waits for a person, in the order of the list. */
static const struct {
    InkDeadlineKind kind;
    const char *heading;
} promises[] = {
    {INK_DEADLINE_ASSIGNMENT, "Har ingen handläggare"},
    {INK_DEADLINE_RECEIPT, "Är inte bekräftade"},
    {INK_DEADLINE_RESPONSE, "Väntar på en första återkoppling"},
    {INK_DEADLINE_ANSWER, "Väntar på svar"},
};

/* Each registrar once; borrowed. */
static GPtrArray *
list_registrars(const InkConfig *config)
{
    GPtrArray *registrars = g_ptr_array_new();
    for (guint i = 0; i < config->units->len; i++) {
        const InkUnit *unit = config->units->pdata[i];
        const char *registrar = ink_config_find_registrar(config, unit->code);
        if (registrar != NULL &&
            !g_ptr_array_find_with_equal_func(registrars, registrar, g_str_equal, NULL))
            g_ptr_array_add(registrars, (gpointer)registrar);
    }
    return registrars;
}

/* Of a secret case only the number. */
static void
append_row(GString *text, const InkPipeline *pipeline, const InkDeadlineRow *row)
{
    g_autofree char *due = ink_day_format(row->due);
    const InkOfficer *officer =
        row->officer != NULL ? ink_config_find_officer_by_address(pipeline->config, row->officer)
                             : NULL;
    const char *who = officer != NULL        ? officer->name
                      : row->officer != NULL ? row->officer
                                             : "ingen handläggare";
    g_string_append_printf(text, "  %s, senast %s, %s\n    %s\n", row->dnr, due, who,
                           row->is_secret ? "sekretessmarkerat" : row->title);
}

static void
append_kind(GString *text, const InkPipeline *pipeline, const GPtrArray *rows, const char *to,
            const char *heading, guint *count)
{
    gboolean is_first = TRUE;
    for (guint i = 0; i < rows->len; i++) {
        const InkDeadlineRow *row = rows->pdata[i];
        if (g_strcmp0(ink_config_find_registrar(pipeline->config, row->unit), to) != 0)
            continue;
        if (++*count > LISTED_MOST)
            continue;
        if (is_first)
            g_string_append_printf(text, "%s%s:\n", text->len > 0 ? "\n" : "", heading);
        is_first = FALSE;
        append_row(text, pipeline, row);
    }
}

/* *out_text NULL: nothing is overdue. */
static gboolean
make_list(InkPipeline *pipeline, const char *to, char **out_text, GError **error)
{
    guint count = 0;
    g_autoptr(GString) text = g_string_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(promises); i++) {
        g_autoptr(GPtrArray) rows =
            ink_store_list_due(pipeline->store, ink_deadline_kind_get_name(promises[i].kind),
                               ink_clock_now(pipeline->clock), error);
        if (rows == NULL)
            return FALSE;
        append_kind(text, pipeline, rows, to, promises[i].heading, &count);
    }
    if (count > LISTED_MOST)
        g_string_append_printf(text, "\nOch %u till; se \"inkom deadlines --overdue\".\n",
                               count - LISTED_MOST);
    g_strchomp(text->str);
    *out_text = count > 0 ? g_strdup(text->str) : NULL;
    return TRUE;
}

static gboolean
send_list(InkPipeline *pipeline, const char *to, const char *what, InkDay today, GError **error)
{
    gboolean is_first = FALSE;
    g_autofree char *text = NULL;
    g_autoptr(InkTxn) txn = ink_store_begin(pipeline->store, "inkom", error);
    if (txn == NULL || !ink_txn_note_done(txn, what, today, &is_first, error) ||
        (is_first && !make_list(pipeline, to, &text, error)) ||
        (text != NULL && !ink_list_queue(pipeline, txn, "overdue", to, text, error)))
        return FALSE;
    return ink_txn_commit(txn, error);
}

gboolean
ink_pipeline_list_overdue(InkPipeline *pipeline, GError **error)
{
    InkDay today = ink_clock_today(pipeline->clock);
    g_autoptr(GPtrArray) registrars = list_registrars(pipeline->config);
    for (guint i = 0; i < registrars->len; i++) {
        gboolean was_done = FALSE;
        g_autofree char *what = g_strdup_printf("overdue %s", (char *)registrars->pdata[i]);
        if (!ink_store_was_done(pipeline->store, what, today, &was_done, error) ||
            (!was_done && !send_list(pipeline, registrars->pdata[i], what, today, error)))
            return FALSE;
    }
    return TRUE;
}
