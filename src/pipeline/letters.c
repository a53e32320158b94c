/* SPDX-License-Identifier: MIT
 *
 * The letters that an event in the life of a case leads to: to the officer, to the sender, and to
 * those who have a copy by the routine.
 */
#include "pipeline-private.h"

static const InkRoutine *
get_routine(const InkPipeline *pipeline, const InkCase *cas)
{
    return ink_config_find_unit(pipeline->config, cas->unit)->routine;
}

/* A29–A31. The registrar who names himself need not be told. */
static gboolean
tell_officer(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas, const char *template_name,
             const char *detail, GError **error)
{
    const InkNotice notice = {.template_name = template_name, .to = cas->officer, .detail = detail};
    return cas->officer == NULL || ink_notice_queue(pipeline, txn, cas, &notice, error);
}

/* D15. */
static gboolean
tell_closed(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas, GError **error)
{
    const InkNotice notice = {.template_name = "closing",
                              .to = cas->sender,
                              .language = cas->language,
                              .is_for_citizen = TRUE};
    return !get_routine(pipeline, cas)->announces_closing || cas->sender == NULL ||
           ink_notice_queue(pipeline, txn, cas, &notice, error);
}

gboolean
ink_case_follow(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas, const InkCaseEvent *event,
                GError **error)
{
    switch (event->event) {
    case INK_EVENT_ASSIGN:
        return tell_officer(pipeline, txn, cas, "assignment", NULL, error);
    case INK_EVENT_CLOSE:
        return tell_closed(pipeline, txn, cas, error);
    case INK_EVENT_RETURN:
    case INK_EVENT_INTERIM:
    case INK_EVENT_ANSWER:
    case INK_EVENT_RECORD:
    case INK_EVENT_HOLD:
    case INK_EVENT_RELEASE:
    case INK_EVENT_TRANSFER:
    case INK_EVENT_REOPEN:
    case INK_EVENT_CANCEL:
    default:
        return TRUE;
    }
}
