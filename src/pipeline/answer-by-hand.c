/* SPDX-License-Identifier: MIT
 *
 * An answer that was given in another way than by mail through the inbox: a letter is a record that
 * went out, what was said is a note that somebody made (27 § FL). The clock stops when it was
 * given.
 */
#include "pipeline-private.h"

#include "inkom/error.h"

static gboolean
is_oral(const char *channel)
{
    static const char *const oral[] = {"telefon", "möte", NULL};
    return g_strv_contains(oral, channel);
}

static gboolean
check_time(InkPipeline *pipeline, const InkCase *cas, gint64 at, GError **error)
{
    g_autofree char *when = ink_clock_format_short(pipeline->clock, at);
    if (at > ink_clock_now(pipeline->clock))
        g_set_error(error, INK_ERROR, INK_ERROR_REFUSED,
                    "%s: %s har inte varit än; ange när svaret lämnades", cas->dnr, when);
    else if (at < cas->arrived_at)
        g_set_error(error, INK_ERROR, INK_ERROR_REFUSED,
                    "%s: %s är före dagen då ärendet kom in; ange när svaret lämnades", cas->dnr,
                    when);
    else
        return TRUE;
    return FALSE;
}

static gboolean
add_record(InkTxn *txn, const InkCase *cas, const InkGivenAnswer *answer, GError **error)
{
    g_autoptr(InkRecord) record = ink_record_new();
    const char *what = answer->is_interim ? "Delsvar" : "Svar";
    record->direction = is_oral(answer->channel) ? INK_DIRECTION_INTERNAL : INK_DIRECTION_OUT;
    record->title = answer->title != NULL ? g_strdup(answer->title)
                                          : g_strdup_printf("%s, %s", what, answer->channel);
    record->date = answer->at;
    record->from = g_strdup(cas->officer);
    record->to = g_strdup(cas->sender);
    return ink_txn_add_record(txn, cas->id, record, error);
}

gboolean
ink_pipeline_answer_by_hand(InkPipeline *pipeline, InkTxn *txn, gint64 case_id,
                            const InkGivenAnswer *answer, GError **error)
{
    const InkCaseEvent event = {.event = answer->is_interim ? INK_EVENT_INTERIM : INK_EVENT_ANSWER,
                                .at = answer->at,
                                .why = answer->why};
    g_autoptr(InkCase) cas = ink_store_get_case(pipeline->store, case_id, error);
    InkLifeStep step;
    return cas != NULL && ink_life_step(cas, event.event, &step, error) &&
           check_time(pipeline, cas, answer->at, error) && add_record(txn, cas, answer, error) &&
           ink_pipeline_happen(pipeline, txn, case_id, &event, error);
}
