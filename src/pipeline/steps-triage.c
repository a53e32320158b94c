/* SPDX-License-Identifier: MIT
 *
 * May we answer? The facts that triage asks for, from the register and from the steps before.
 */
#include "pipeline-private.h"

#include "inkom/error.h"

/* The cap-th receipt is the last one that may go: no more than the cap need be counted. Where an
 * answer goes is another address for each letter in some mail systems, and who wrote it is not. */
static gboolean
count_receipts(const InkWork *work, const char *to, InkReceiptCounts *out, GError **error)
{
    InkPipeline *pipeline = work->pipeline;
    const InkReceiptCaps *caps = &pipeline->config->receipts;
    const InkAddress *author = ink_message_get_sender(work->letter);
    gint64 by_author = 0;
    gint64 domain_cap = ink_triage_get_domain_cap(to, pipeline->config);
    g_autofree char *organisation = ink_triage_get_organisation(to);
    if (!ink_store_count_receipts(pipeline->store, INK_RECEIPTS_TO_ADDRESS, to, INK_CAP_ADDRESS_S,
                                  caps->per_address, &out->address_day, error) ||
        (author != NULL &&
         !ink_store_count_receipts(pipeline->store, INK_RECEIPTS_TO_AUTHOR, author->address,
                                   INK_CAP_ADDRESS_S, caps->per_address, &by_author, error)))
        return FALSE;
    out->address_day = MAX(out->address_day, by_author);
    return ink_store_count_receipts(pipeline->store, INK_RECEIPTS_TO_ORGANISATION, organisation,
                                    INK_CAP_DOMAIN_S, domain_cap, &out->domain_hour, error) &&
           ink_store_count_receipts(pipeline->store, INK_RECEIPTS_TO_ANYBODY, NULL, INK_CAP_ALL_S,
                                    caps->per_minute, &out->all_minute, error);
}

/* An alert of ours to our own inbox is no letter that has gone astray. */
static gboolean
is_to_ourselves(const InkWork *work)
{
    if (!work->is_own_letter || work->message->to->len != 1)
        return FALSE;
    const InkAddress *to = work->message->to->pdata[0];
    return ink_config_is_own_address(work->pipeline->config, to->address);
}

/* Whoever got a letter of ours knows its Message-ID: under it comes our own letter only if that is
 * all it says. Read, not compared byte by byte: servers on the way code text anew. */
static gboolean
is_letter_of_ours(InkWork *work, gboolean *out_is_ours, GError **error)
{
    const InkMessage *message = work->message;
    InkStore *store = work->pipeline->store;
    InkOutboxRow *found = NULL;
    *out_is_ours = FALSE;
    g_autofree char *message_id = g_ascii_strdown(message->message_id, -1);
    if (!ink_store_find_letter_row(store, message_id, &found, error))
        return FALSE;
    g_autoptr(InkOutboxRow) row = found;
    if (row == NULL)
        return TRUE;
    g_autoptr(GBytes) bytes = ink_store_get_letter_bytes(store, row->id, error);
    if (bytes == NULL)
        return FALSE;
    g_autoptr(InkReading) reading = ink_reader_read(work->pipeline->reader, bytes);
    const InkMessage *ours = reading->message;
    *out_is_ours = ours != NULL && message->attachments->len == 0 &&
                   g_str_equal(message->content_type, ours->content_type) &&
                   g_str_equal(message->subject, ours->subject) &&
                   g_str_equal(message->text, ours->text);
    return TRUE;
}

static gboolean
judge_own_id(InkWork *work, GError **error)
{
    GBytes *key = ink_store_get_key(work->pipeline->store, error);
    if (key == NULL)
        return FALSE;
    if (work->message->message_id == NULL || !ink_own_id_check(key, work->message->message_id))
        return TRUE;
    if (!is_letter_of_ours(work, &work->is_own_letter, error))
        return FALSE;
    if (work->is_own_letter || work->is_repeat)
        return TRUE;
    work->has_borrowed_id = TRUE;
    ink_decision_add_note(work->decision, "unclear",
                          "meddelandet har samma Message-ID som ett brev från Inkom men är ett "
                          "annat");
    return TRUE;
}

static void
take_reasons(InkWork *work, const GPtrArray *reasons, const char *meaning)
{
    InkVerdict *verdict = work->verdict;
    for (guint i = 0; i < reasons->len; i++) {
        const InkTriageReason *reason = reasons->pdata[i];
        ink_decision_add_reason(work->decision, "%s (%s): %s", meaning, reason->row, reason->text);
        if (reason->flag != NULL)
            ink_decision_add_flag(work->decision, reason->flag);
        if (reason->alert != NULL && verdict->alert == NULL && !is_to_ourselves(work))
            verdict->alert = reason->alert;
    }
}

gboolean
ink_step_triage(InkWork *work, GError **error)
{
    InkPipeline *pipeline = work->pipeline;
    if (!judge_own_id(work, error))
        return FALSE;
    InkTriageFacts facts = {.config = pipeline->config,
                            .loop_mark = pipeline->loop_mark,
                            .is_vouched = ink_origin_is_vouched(work),
                            .is_own_letter = work->is_own_letter,
                            .is_repeat = work->is_repeat,
                            .has_borrowed_id = work->has_borrowed_id,
                            .now = ink_clock_now(pipeline->clock),
                            .arrived = work->came_in,
                            .is_backlog = work->envelope->is_backlog};
    g_autofree char *to = ink_triage_get_reply_address(work->letter, pipeline->config);
    if (to != NULL && (!count_receipts(work, to, &facts.receipts, error) ||
                       !ink_step_judge_address(work, to, &facts, error)))
        return FALSE;
    work->triage = ink_triage_run(work->letter, &facts);
    take_reasons(work, work->triage->reasons, "besvaras inte");
    take_reasons(work, work->triage->remarks, "besvaras ändå");
    return TRUE;
}
