/* SPDX-License-Identifier: MIT
 *
 * The letters of other ways than a case: to those in the house who are told at once, and to the
 * sender. Of what the message says nothing is in them, but where the routine passes it on.
 */
#include "pipeline-private.h"

#include "inkom/error.h"
#include "inkom/journal.h"
#include "inkom/review.h"
#include "inkom/text.h"

/* "tisdag 21 april 2026 kl. 08.05.00" */
static char *
format_exact(const InkClock *clock, gint64 utc)
{
    g_autofree char *day = ink_day_format_long(ink_clock_get_day(clock, utc), "sv");
    g_autofree char *time = ink_clock_format_seconds(clock, utc);
    return g_strdup_printf("%s kl. %s", day, time);
}

/* Whoever is to answer must know whom. */
static void
add_sender(GString *text, const InkVerdict *verdict)
{
    const InkDecision *decision = verdict->decision;
    g_autofree char *address =
        decision->sender != NULL ? ink_address_describe(decision->sender) : g_strdup("anonym");
    g_string_append_printf(text, "Från: %s%s%s\n",
                           decision->sender_name != NULL ? decision->sender_name : "",
                           decision->sender_name != NULL ? ", " : "", address);
    if (verdict->message->attachments->len > 0)
        g_string_append_printf(text, "Bilagor: %u, i registret\n",
                               verdict->message->attachments->len);
}

/* When it came in to the second, for where that decides (FL 44 §), and where to read it; who wrote
 * it, for those who have what was written. */
static char *
describe(const InkPipeline *pipeline, const InkVerdict *verdict, const InkTold *told,
         gint64 message_row)
{
    const InkDecision *decision = verdict->decision;
    g_autofree char *arrived = format_exact(pipeline->clock, decision->arrived);
    GString *text = g_string_new(NULL);
    if (told->has_words)
        add_sender(text, verdict);
    g_string_append_printf(text, "Kom in: %s\n", arrived);
    if (decision->secrecy != NULL)
        g_string_append_printf(text, "Sekretess prövas: %s\n", decision->secrecy);
    if (!told->has_words)
        g_string_append_printf(text,
                               "Det finns i registret, och registratorn kan visa det.\n"
                               "Registratorn läser det så här: inkom mail show %" G_GINT64_FORMAT
                               "\n",
                               message_row);
    if (told->request != NULL)
        g_string_append_printf(text, "\n%s", told->request);
    return g_strchomp(g_string_free(text, FALSE));
}

/* NULL: not for this reader. */
static char *
copy_words(const InkVerdict *verdict, const InkTold *told)
{
    if (!told->has_words)
        return NULL;
    const InkMessage *letter = ink_origin_get_letter(verdict->origin, verdict->message);
    g_autofree char *words = ink_text_printable(letter->new_text);
    return g_strdup(g_strstrip(words));
}

gboolean
ink_ways_tell(InkPipeline *pipeline, InkTxn *txn, const InkVerdict *verdict, const InkCase *cas,
              gint64 message_row, GError **error)
{
    const GPtrArray *list = verdict->decision->told;
    for (guint i = 0; i < list->len; i++) {
        const InkTold *told = list->pdata[i];
        g_autofree char *detail = describe(pipeline, verdict, told, message_row);
        g_autofree char *words = copy_words(verdict, told);
        g_autoptr(GBytes) bytes = NULL;
        g_autoptr(InkOutboxRow) letter =
            ink_told_compose(pipeline, told, cas, detail, words, &bytes, error);
        if (letter == NULL)
            return FALSE;
        letter->message = message_row;
        if (!ink_txn_add_letter(txn, letter, bytes, error) ||
            !ink_txn_add_journal(txn, "meddelat genast", letter->case_id, message_row,
                                 letter->message_id, told->to, error))
            return FALSE;
    }
    return TRUE;
}

gboolean
ink_ways_write(InkPipeline *pipeline, InkTxn *txn, const InkVerdict *verdict, const InkCase *cas,
               gint64 message_row, GError **error)
{
    const InkDecision *decision = verdict->decision;
    if (!decision->reply.send || decision->reply.letter == NULL)
        return TRUE;
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(InkOutboxRow) letter = ink_way_letter_compose(
        pipeline, decision, cas, ink_origin_get_letter(verdict->origin, verdict->message), &bytes,
        error);
    if (letter == NULL)
        return FALSE;
    letter->message = message_row;
    return ink_txn_add_letter(txn, letter, bytes, error) &&
           ink_txn_add_journal(txn, "eget brev i kö", letter->case_id, message_row,
                               letter->message_id, decision->reply.letter, error);
}

/* Where the routine closes what is answered, the answer has done it. */
gboolean
ink_ways_close_answered(InkPipeline *pipeline, InkTxn *txn, gint64 case_id, gint64 now,
                        GError **error)
{
    const InkCaseEvent close = {.event = INK_EVENT_CLOSE, .at = now, .why = "snabbsynpunkt"};
    g_autoptr(InkCase) cas = ink_store_get_case(pipeline->store, case_id, error);
    return cas != NULL && (cas->status == INK_CASE_CLOSED ||
                           ink_pipeline_happen(pipeline, txn, case_id, &close, error));
}

const char *
ink_ways_find_office(const InkPipeline *pipeline, const InkCase *cas, const InkMessage *message)
{
    const InkRoutine *routine = ink_config_find_routine(pipeline->config, cas->unit);
    const InkProcedure *procedure =
        cas->procedure != NULL ? ink_routine_find_procedure(routine, cas->procedure) : NULL;
    if (procedure == NULL || !procedure->wants_answer_copy || message->from_fields != 1 ||
        message->from->len != 1)
        return NULL;
    const char *address = ((const InkAddress *)message->from->pdata[0])->address;
    return g_strv_contains((const char *const *)procedure->to, address) ? address : NULL;
}

/* What the decision says of the new case's further life. */
gboolean
ink_ways_settle_case(InkPipeline *pipeline, InkTxn *txn, const InkDecision *decision,
                     gint64 case_id, GError **error)
{
    gint64 now = ink_clock_now(pipeline->clock);
    const InkCaseEvent hold = {.event = INK_EVENT_HOLD, .at = now, .why = decision->held};
    const InkCaseEvent answer = {.event = INK_EVENT_ANSWER,
                                 .at = now,
                                 .is_quiet = TRUE,
                                 .why = "besvarat där frågan ställdes"};
    /* Those to whom it was passed on deal with it: nobody need be named for it here. */
    if (decision->held != NULL &&
        (!ink_pipeline_happen(pipeline, txn, case_id, &hold, error) ||
         !ink_txn_meet_deadlines(txn, case_id, ink_deadline_kind_get_name(INK_DEADLINE_ASSIGNMENT),
                                 "lämnat vidare", error)))
        return FALSE;
    return !decision->is_answered || (ink_pipeline_happen(pipeline, txn, case_id, &answer, error) &&
                                      ink_ways_close_answered(pipeline, txn, case_id, now, error));
}
