/* SPDX-License-Identifier: MIT
 *
 * The letters that follow from what happens to a case, by its unit's routine: to the officer, the
 * registrar, those who have copies, and the sender. What a letter may say is decided in reply.c:
 * of a secret case only its number, to a citizen nothing that anybody wrote.
 */
#include "pipeline-private.h"

/* A name where the address is an officer's. */
static const char *
get_name(const InkPipeline *pipeline, const char *address)
{
    const InkOfficer *officer =
        address != NULL ? ink_config_find_officer_by_address(pipeline->config, address) : NULL;
    return officer != NULL ? officer->name : address;
}

static gboolean
tell(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas, const char *to,
     const char *template_name, const char *detail, GError **error)
{
    const InkNotice notice = {.template_name = template_name, .to = to, .detail = detail};
    return ink_notice_queue(pipeline, txn, cas, &notice, error);
}

static gboolean
tell_registrar(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas, const char *template_name,
               const char *detail, GError **error)
{
    return tell(pipeline, txn, cas, ink_config_find_registrar(pipeline->config, cas->unit),
                template_name, detail, error);
}

static gboolean
tell_each(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas, char *const *addresses,
          const char *template_name, const char *words, GError **error)
{
    InkNotice notice = {.template_name = template_name, .words = words};
    for (; *addresses != NULL; addresses++) {
        notice.to = *addresses;
        if (!ink_notice_queue(pipeline, txn, cas, &notice, error))
            return FALSE;
    }
    return TRUE;
}

/* What came in goes with the letter. */
static gboolean
tell_officer(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas, const char *template_name,
             InkWords which, GError **error)
{
    g_autofree char *words = NULL;
    if (cas->officer == NULL)
        return TRUE;
    if (cas->secrecy == NULL && !ink_case_get_words(pipeline, cas, which, &words, error))
        return FALSE;
    const InkNotice notice = {.template_name = template_name, .to = cas->officer, .words = words};
    return ink_notice_queue(pipeline, txn, cas, &notice, error);
}

/* A29–A31; the one who had it before need not go on with it. */
static gboolean
follow_assign(InkPipeline *pipeline, InkTxn *txn, const InkCase *before, InkCase *cas,
              GError **error)
{
    if (!ink_case_send_waiting_receipt(pipeline, txn, cas, error))
        return FALSE;
    if (g_strcmp0(before->officer, cas->officer) == 0)
        return TRUE;
    return tell_officer(pipeline, txn, cas, "assignment", INK_WORDS_FIRST, error) &&
           tell(pipeline, txn, cas, before->officer, "reassigned", get_name(pipeline, cas->officer),
                error) &&
           ink_case_tell_if_away(pipeline, txn, cas, "har fått ett ärende", error);
}

/* A30. A person who is named is no content of the case; what the officer writes may be. */
static gboolean
follow_return(InkPipeline *pipeline, InkTxn *txn, const InkCase *before, const InkCase *cas,
              const InkCaseEvent *event, GError **error)
{
    g_autoptr(GString) detail = g_string_new(NULL);
    g_string_append_printf(detail, "%s har lämnat tillbaka ärendet.",
                           get_name(pipeline, before->officer));
    if (event->officer != NULL)
        g_string_append_printf(detail, "\nFörslag på handläggare: %s",
                               get_name(pipeline, event->officer));
    if (event->why != NULL && cas->secrecy == NULL)
        g_string_append_printf(detail, "\nSkäl: %s", event->why);
    return tell_registrar(pipeline, txn, cas, "returned", detail->str, error);
}

/* A17. The unit's own officer gets the letter of an assignment instead. */
static gboolean
follow_transfer(InkPipeline *pipeline, InkTxn *txn, const InkCase *before, const InkCase *cas,
                GError **error)
{
    g_autofree char *was = g_strdup_printf("Tidigare nummer: %s", before->dnr);
    if (before->officer != NULL &&
        !tell(pipeline, txn, cas, before->officer, "reassigned",
              ink_config_find_unit(pipeline->config, cas->unit)->name, error))
        return FALSE;
    return ink_config_find_unit(pipeline->config, cas->unit)->officer != NULL ||
           tell_registrar(pipeline, txn, cas, "transferred", was, error);
}

/* E22: the copy holds what was answered. */
static gboolean
copy_answer(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas, const char *answer,
            GError **error)
{
    g_autofree char *words = g_strdup(cas->secrecy == NULL ? answer : NULL);
    char *const *to = ink_config_find_routine(pipeline->config, cas->unit)->copy_answered;
    if (*to == NULL)
        return TRUE;
    return (cas->secrecy != NULL || words != NULL ||
            ink_case_get_words(pipeline, cas, INK_WORDS_ANSWER, &words, error)) &&
           tell_each(pipeline, txn, cas, to, "copy-answered", words, error);
}

/* A15. */
static gboolean
follow_answer(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas, const InkCaseEvent *event,
              GError **error)
{
    g_autofree char *at = ink_clock_format_short(pipeline->clock, event->at);
    return ink_case_drop_waiting_receipt(pipeline, txn, cas, "ärendet är besvarat", error) &&
           (event->is_quiet || tell_registrar(pipeline, txn, cas, "answered", at, error)) &&
           copy_answer(pipeline, txn, cas, event->words, error);
}

/* D15. */
static gboolean
follow_close(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas, GError **error)
{
    const InkNotice notice = {.template_name = "closing",
                              .to = cas->sender,
                              .language = cas->language,
                              .is_for_citizen = TRUE};
    return ink_case_drop_waiting_receipt(pipeline, txn, cas, "ärendet är avslutat", error) &&
           (!ink_config_find_routine(pipeline->config, cas->unit)->announces_closing ||
            ink_notice_queue(pipeline, txn, cas, &notice, error));
}

gboolean
ink_case_follow(InkPipeline *pipeline, InkTxn *txn, const InkCase *before, InkCase *after,
                const InkCaseEvent *event, GError **error)
{
    switch (event->event) {
    case INK_EVENT_ASSIGN:
        return follow_assign(pipeline, txn, before, after, error);
    case INK_EVENT_RETURN:
        return follow_return(pipeline, txn, before, after, event, error);
    case INK_EVENT_TRANSFER:
        return follow_transfer(pipeline, txn, before, after, error);
    case INK_EVENT_ANSWER:
        return follow_answer(pipeline, txn, after, event, error);
    case INK_EVENT_RECORD:
        return event->is_thanks || g_strcmp0(event->officer, after->officer) == 0 ||
               tell_officer(pipeline, txn, after, "record", INK_WORDS_LATEST, error);
    case INK_EVENT_CLOSE:
        return follow_close(pipeline, txn, after, error);
    case INK_EVENT_REOPEN:
        return tell_officer(pipeline, txn, after, "reopened", INK_WORDS_LATEST, error);
    case INK_EVENT_CANCEL:
        return ink_case_drop_waiting_receipt(pipeline, txn, after, "ärendet är makulerat", error);
    case INK_EVENT_INTERIM:
    case INK_EVENT_HOLD:
    case INK_EVENT_RELEASE:
    default:
        return TRUE;
    }
}

/* Whose case has become part of another's; and the other has a new matter in his. */
gboolean
ink_case_follow_merge(InkPipeline *pipeline, InkTxn *txn, const InkCase *from,
                      const InkCase *before, const InkCase *after, GError **error)
{
    if (after->officer == NULL || g_strcmp0(from->officer, after->officer) == 0)
        return TRUE;
    g_autofree char *where = g_strdup_printf("%s, som en del av ärendet %s",
                                             get_name(pipeline, after->officer), after->dnr);
    return tell(pipeline, txn, from, from->officer, "reassigned", where, error) &&
           (before->officer == NULL || from->status == INK_CASE_CLOSED ||
            tell_officer(pipeline, txn, after, "record", INK_WORDS_LATEST, error));
}

gboolean
ink_case_announce(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas, GError **error)
{
    return tell_officer(pipeline, txn, cas, "assignment", INK_WORDS_FIRST, error) &&
           ink_case_tell_if_away(pipeline, txn, cas, "har fått ett ärende", error) &&
           tell_each(pipeline, txn, cas,
                     ink_config_find_routine(pipeline->config, cas->unit)->copy_registered,
                     "copy-registered", NULL, error);
}
