/* SPDX-License-Identifier: MIT
 *
 * What an officer writes in a case. A letter to a party of the case, with a copy to us, is the
 * answer (A32), and so is one that was sent earlier and is passed on to us: the clock stops at the
 * time when it was sent. Nobody but a proved officer stops a clock: what only looks like an answer
 * is filed as any letter, and the registrar is told. What an officer orders in words is judged in
 * steps-orders.c; an answer is a fact, and stands whatever becomes of the orders in it.
 */
#include "pipeline-private.h"

#include <string.h>

/* The case's sender, or another party who is not of the house; or the one who publishes answers to
 * what came that way (A21). */
static gboolean
is_answerable(const InkWork *work, const char *address, gboolean *out_is, GError **error)
{
    const InkConfig *config = work->pipeline->config;
    *out_is = g_strcmp0(address, work->cas->sender) == 0 ||
              g_strcmp0(address, ink_case_get_answer_to(work->pipeline, work->cas)) == 0;
    if (*out_is || ink_config_is_own_address(config, address) ||
        ink_config_is_own_domain(config, ink_address_get_domain(address)) ||
        ink_config_find_officer_by_address(config, address) != NULL)
        return TRUE;
    return ink_store_is_party(work->pipeline->store, work->cas->id, address, out_is, error);
}

static gboolean
find_recipient(const InkWork *work, char **out_to, GError **error)
{
    const GPtrArray *const lists[] = {work->message->to, work->message->cc};
    for (gsize l = 0; l < G_N_ELEMENTS(lists); l++)
        for (guint i = 0; i < lists[l]->len; i++) {
            const char *address = ((const InkAddress *)lists[l]->pdata[i])->address;
            gboolean is_it;
            if (!is_answerable(work, address, &is_it, error))
                return FALSE;
            if (is_it) {
                *out_to = g_strdup(address);
                return TRUE;
            }
        }
    return TRUE;
}

/* The sender of the case, if the text names him by address or by name. */
static gboolean
names_sender(const InkCase *cas, const char *to)
{
    if (cas->sender == NULL)
        return FALSE;
    g_autofree char *lower = g_utf8_strdown(to, -1);
    g_autofree char *name = cas->sender_name != NULL ? g_utf8_strdown(cas->sender_name, -1) : NULL;
    return strstr(lower, cas->sender) != NULL || (name != NULL && g_str_equal(lower, name));
}

/* An answer that was sent before, and not before the case was there. */
static gboolean
find_sent(const InkWork *work, InkOfficerAnswer *answer)
{
    const InkPipeline *pipeline = work->pipeline;
    const InkOriginFacts facts = {
        .config = pipeline->config, .forms = pipeline->forms, .clock = pipeline->clock};
    g_auto(InkOriginSent) sent = {0};
    if (!ink_origin_find_sent(work->message, &facts, &sent) || sent.date > work->came_in ||
        sent.date < work->cas->arrived_at)
        return FALSE;
    const char *answer_to = ink_case_get_answer_to(pipeline, work->cas);
    if (names_sender(work->cas, sent.to))
        answer->to = g_strdup(work->cas->sender);
    else if (answer_to != NULL && strstr(sent.to, answer_to) != NULL)
        answer->to = g_strdup(answer_to);
    else
        return FALSE;
    answer->sent_at = sent.date;
    return TRUE;
}

/* FALSE only if the register cannot be asked. */
static gboolean
find_answer(const InkWork *work, InkOfficerAnswer *answer, GError **error)
{
    if (find_sent(work, answer))
        return TRUE;
    if (work->origin->kind != INK_ORIGIN_DIRECT && work->origin->kind != INK_ORIGIN_REPLY)
        return TRUE;
    if (!find_recipient(work, &answer->to, error))
        return FALSE;
    answer->sent_at = CLAMP(work->message->date, work->cas->arrived_at, work->came_in);
    return TRUE;
}

/* Why it is not believed to be an answer, new; NULL if it is. again: when the case began to wait
 * for another one. */
static char *
find_obstacle(const InkWork *work, const InkOfficerAnswer *answer, InkAuthorProof proof,
              gint64 again)
{
    if (answer->sent_at < again)
        return g_strdup("det sändes innan ärendet öppnades igen");
    const InkLetterFacts facts = {.came_in = work->came_in,
                                  .has_borrowed_id = work->has_borrowed_id};
    char *hindrance = ink_officer_find_hindrance(work->message, &facts);
    if (hindrance != NULL)
        return hindrance;
    if (proof != INK_AUTHOR_PROVED)
        return g_strdup("det är inte styrkt vem som har skrivit det");
    InkLifeStep step;
    g_autoptr(GError) refusal = NULL;
    return ink_life_step(work->cas, answer->event, &step, &refusal) ? NULL
                                                                    : g_strdup(refusal->message);
}

static gboolean
find_believed_answer(InkWork *work, const char *author, gboolean says_part, GError **error)
{
    InkOfficerAnswer *answer = &work->verdict->answer;
    gint64 again = INK_TIME_NONE;
    InkAuthorProof proof;
    if (!find_answer(work, answer, error) || !ink_border_find_proof(work, &proof, error) ||
        !ink_store_find_answer_again(work->pipeline->store, work->cas->id, &again, error))
        return FALSE;
    gboolean is_part = says_part && work->cas->status != INK_CASE_CLOSED;
    answer->event = is_part ? INK_EVENT_INTERIM : INK_EVENT_ANSWER;
    g_autofree char *obstacle =
        answer->to != NULL ? find_obstacle(work, answer, proof, again) : NULL;
    if (obstacle == NULL)
        return TRUE;
    ink_decision_add_note(work->decision, "officer",
                          "ser ut som ett svar från %s till %s men räknas inte som det: %s", author,
                          answer->to, obstacle);
    g_clear_pointer(&answer->to, g_free);
    work->is_near_answer = TRUE;
    return TRUE;
}

/* Whom the matter was passed on to, with a copy of the answer asked for (E28). Orders nothing. */
static gboolean
find_offices_answer(InkWork *work, GError **error)
{
    const char *office = work->thread->kind == INK_THREAD_CASE
                             ? ink_ways_find_office(work->pipeline, work->cas, work->message)
                             : NULL;
    return office == NULL || find_believed_answer(work, office, FALSE, error);
}

gboolean
ink_step_officer(InkWork *work, GError **error)
{
    const InkPipeline *pipeline = work->pipeline;
    const InkSentTo *sent_to = &work->sent_to;
    const char *author = ink_officer_find_author(work->message, pipeline->config);
    if (work->is_repeat || work->is_held || work->triage->kind >= INK_TRIAGE_FOLLOWUP ||
        work->report->kind != INK_REPORT_NONE)
        return TRUE;
    if (author == NULL)
        return find_offices_answer(work, error);
    if (sent_to->kind == INK_SENT_TO_CONFIRM && pipeline->words != NULL &&
        g_str_equal(sent_to->party, author))
        return ink_orders_judge_confirmation(work, author, error);
    if (work->thread->kind != INK_THREAD_CASE)
        return TRUE;
    g_autoptr(InkOrders) orders =
        pipeline->words != NULL ? ink_orders_read(pipeline->words, work->message) : NULL;
    gboolean says_part = orders != NULL && ink_orders_find(orders, INK_ORDER_INTERIM) != NULL;
    return find_believed_answer(work, author, says_part, error) &&
           (orders == NULL || ink_orders_judge(work, author, g_steal_pointer(&orders), error));
}

static void
replace(char **value, const char *with)
{
    g_free(*value);
    *value = g_strdup(with);
}

/* What is ordered, and nothing besides: the register takes part of it, and no clock starts anew. A
 * letter that nobody can read, and that may be anybody's, is filed as any other. */
gboolean
ink_place_is_command(const InkWork *work)
{
    const InkOfficerCommand *command = &work->verdict->command;
    return command->fate != INK_FATE_NONE && work->verdict->answer.to == NULL &&
           !work->is_near_answer && (command->fate != INK_FATE_ASK || command->is_proved);
}

static void
place_answer(InkDecision *decision, const InkOfficerAnswer *answer, const InkAddress *author)
{
    decision->disposition = INK_DISPOSITION_ANSWER;
    decision->arrived = answer->sent_at;
    replace(&decision->arrived_by, "när svaret sändes");
    ink_decision_add_reason(decision, "%s från %s till %s",
                            answer->event == INK_EVENT_INTERIM ? "delsvar" : "svar",
                            author->address, answer->to);
}

void
ink_place_officer(InkWork *work)
{
    const InkOfficerAnswer *answer = &work->verdict->answer;
    InkDecision *decision = work->decision;
    gboolean is_command = ink_place_is_command(work);
    if ((answer->to == NULL && !is_command) || decision->disposition != INK_DISPOSITION_ATTACH)
        return;
    const InkAddress *author = ink_message_get_sender(work->message);
    if (is_command)
        decision->disposition = INK_DISPOSITION_COMMAND;
    else
        place_answer(decision, answer, author);
    replace(&decision->sender, author->address);
    replace(&decision->sender_name, author->name);
}
