/* SPDX-License-Identifier: MIT
 *
 * Deadlines in hours, for the officer: "lördag 11 april 2026 kl. 16.30" where the answer is due by
 * the clock (A18), and when the first answer of a person is due (C12). A day alone would be up to
 * a day too late. A promise that has been kept, or that nobody waits for any more, is not told.
 */
#include "pipeline-private.h"

/* A day that is due counts to its last second. */
static gboolean
is_by_hour(const InkClock *clock, const InkDeadlineRow *row)
{
    return row->due_at != ink_clock_at(clock, row->due + 1, 0) - 1;
}

static char *
describe(const InkClock *clock, const InkDeadlineRow *row)
{
    g_autofree char *day = ink_day_format_long(row->due, "sv");
    if (!is_by_hour(clock, row))
        return g_steal_pointer(&day);
    g_autofree char *time = ink_clock_format_time(clock, row->due_at);
    return g_strdup_printf("%s kl. %s", day, time);
}

gboolean
ink_case_add_hours(const InkPipeline *pipeline, const InkCase *cas, GHashTable *values,
                   GError **error)
{
    g_autoptr(GPtrArray) rows = ink_store_list_deadlines(pipeline->store, cas->id, error);
    if (rows == NULL)
        return FALSE;
    for (guint i = 0; i < rows->len; i++) {
        const InkDeadlineRow *row = rows->pdata[i];
        InkDeadlineKind kind;
        if (row->met_at != INK_TIME_NONE || !ink_deadline_kind_find(row->kind, &kind))
            continue;
        if (kind == INK_DEADLINE_ANSWER)
            g_hash_table_insert(values, "due", describe(pipeline->clock, row));
        else if (kind == INK_DEADLINE_RESPONSE)
            g_hash_table_insert(values, "first_answer", describe(pipeline->clock, row));
    }
    return TRUE;
}
