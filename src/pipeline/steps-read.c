/* SPDX-License-Identifier: MIT
 *
 * The first steps: which message is this, can it be read, and when did it come in.
 */
#include "pipeline-private.h"

#include "inkom/error.h"
#include "inkom/parse.h"
#include "inkom/text.h"
#include "inkom/token.h"

#include <string.h>

/* A Received: time later than the store's own by more than this is a clock gone wrong. */
#define CLOCK_SKEW_S (24 * 3600)

static void
decide_duplicate(InkWork *work, gint64 case_id, const char *why)
{
    InkDecision *decision = work->decision;
    decision->disposition = INK_DISPOSITION_DUPLICATE;
    decision->case_id = case_id;
    decision->arrived = work->envelope->stored_at;
    decision->arrived_by = g_strdup(work->envelope->stored_by);
    decision->reply.reason = g_strdup("meddelandet är redan omhändertaget");
    ink_decision_add_reason(decision, "%s (meddelande %" G_GINT64_FORMAT ")", why,
                            work->verdict->same_as);
    work->is_repeat = TRUE;
    work->is_decided = !work->envelope->is_rehearsal;
}

gboolean
ink_step_identify(InkWork *work, GError **error)
{
    const InkEnvelope *envelope = work->envelope;
    InkStore *store = work->pipeline->store;
    work->verdict->sha256 = g_steal_pointer(&work->reading->sha256);

    gint64 same, case_id;
    if (!ink_store_find_same(store, work->verdict->sha256, envelope->size, &same, &case_id, error))
        return FALSE;
    if (same == 0)
        return TRUE;

    /* This very message, taken in by another program meanwhile, or under an older UIDVALIDITY. */
    gint64 own;
    if (!ink_store_find_seen(store, envelope->mailbox, envelope->uidvalidity, envelope->uid, &own,
                             error) ||
        (own == 0 &&
         !ink_store_find_renumbered(store, envelope->mailbox, envelope->uidvalidity,
                                    work->verdict->sha256, envelope->size, &own, error)))
        return FALSE;
    /* Two scanned letters may have the same header and the same size: a person looks at both. */
    if (own == 0 && envelope->is_header_only)
        return TRUE;
    work->verdict->is_renumbered = own != 0;
    work->verdict->same_as = own != 0 ? own : same;
    decide_duplicate(work, case_id, "samma byte har kommit in tidigare");
    return TRUE;
}

static void
replace_with_quarantine(InkWork *work, const char *reason)
{
    InkVerdict *verdict = ink_verdict_new_quarantine(work->envelope, reason);
    ink_decision_free(work->verdict->decision);
    work->verdict->decision = g_steal_pointer(&verdict->decision);
    work->decision = work->verdict->decision;
    work->verdict->alert = verdict->alert;
    ink_verdict_free(verdict);
    work->is_decided = TRUE;
}

gboolean
ink_step_parse(InkWork *work, GError **error)
{
    const InkLimits *limits = &work->pipeline->config->limits;
    work->message = work->verdict->message = g_steal_pointer(&work->reading->message);
    if (work->message == NULL) {
        g_autoptr(GError) failure = g_steal_pointer(&work->reading->failure);
        if (!g_error_matches(failure, INK_ERROR, INK_ERROR_BAD_MESSAGE)) {
            g_propagate_error(error, g_steal_pointer(&failure));
            return FALSE;
        }
        replace_with_quarantine(work, failure->message);
        return TRUE;
    }
    if (work->envelope->is_header_only) {
        g_autofree char *reason =
            g_strdup_printf("meddelandet är %" G_GINT64_FORMAT
                            " byte, över gränsen message_bytes (%" G_GINT64_FORMAT
                            "); bara huvudet är hämtat, resten ligger kvar där det låg",
                            work->envelope->size, limits->message_bytes);
        replace_with_quarantine(work, reason);
        return ink_step_arrival(work, error); /* the header tells */
    }
    for (char **defect = work->message->defects; *defect != NULL; defect++)
        ink_decision_add_reason(work->decision, "trasigt: %s", *defect);
    return TRUE;
}

/* The bytes after the header. */
static void
find_body(GBytes *bytes, const char **out_body, gsize *out_size)
{
    gsize size;
    const char *data = g_bytes_get_data(bytes, &size);
    const char *end = data != NULL ? memmem(data, size, "\n\n", 2) : NULL;
    const char *crlf_end = data != NULL ? memmem(data, size, "\r\n\r\n", 4) : NULL;
    const char *body = data;
    if (crlf_end != NULL && (end == NULL || crlf_end < end))
        body = crlf_end + 4;
    else if (end != NULL)
        body = end + 2;
    *out_body = body;
    *out_size = size - (gsize)(body - data);
}

/* A letter to two of our addresses comes twice, with other trace headers: the same Message-ID,
 * sender, subject and body. The same Message-ID on something else is something else. */
static gboolean
is_same_letter(InkWork *work, const InkLedgerRow *earlier, gboolean *out_is_same, GError **error)
{
    const InkAddress *sender = ink_message_get_sender(work->message);
    *out_is_same = FALSE;
    g_autofree char *subject = ink_text_one_line(work->message->subject, INK_SUBJECT_MAX);
    if (g_strcmp0(earlier->sender, sender != NULL ? sender->address : NULL) != 0 ||
        g_strcmp0(earlier->subject, subject) != 0)
        return TRUE;
    g_autoptr(GBytes) original = ink_store_get_original(work->pipeline->store, earlier->id, error);
    if (original == NULL)
        return FALSE;
    const char *left, *right;
    gsize left_size, right_size;
    find_body(work->envelope->bytes, &left, &left_size);
    find_body(original, &right, &right_size);
    *out_is_same = left_size == right_size && memcmp(left, right, left_size) == 0;
    return TRUE;
}

gboolean
ink_step_repeat(InkWork *work, GError **error)
{
    if (work->message->message_id == NULL || work->is_repeat)
        return TRUE;
    g_autoptr(GPtrArray) earlier =
        ink_store_list_by_message_id(work->pipeline->store, work->message->message_id, error);
    if (earlier == NULL)
        return FALSE;
    for (guint i = 0; i < earlier->len; i++) {
        const InkLedgerRow *row = earlier->pdata[i];
        gboolean is_same;
        if (!is_same_letter(work, row, &is_same, error))
            return FALSE;
        if (is_same) {
            work->verdict->same_as = row->id;
            decide_duplicate(work, row->case_id, "samma brev har redan kommit en annan väg");
            return TRUE;
        }
    }
    if (earlier->len > 0) {
        work->has_borrowed_id = TRUE;
        ink_decision_add_flag(work->decision, "samma Message-ID, annat innehåll");
        ink_decision_add_reason(work->decision,
                                "samma Message-ID som meddelande %" G_GINT64_FORMAT
                                ", men annat innehåll",
                                ((const InkLedgerRow *)earlier->pdata[0])->id);
    }
    return TRUE;
}

gboolean
ink_step_arrival(InkWork *work, GError **error)
{
    (void)error;
    InkDecision *decision = work->decision;
    const InkEnvelope *envelope = work->envelope;
    const InkReceived *received =
        ink_message_find_arrival(work->message, work->pipeline->config->hosts);
    g_clear_pointer(&decision->arrived_by, g_free);
    if (received != NULL && received->time <= envelope->stored_at + CLOCK_SKEW_S) {
        decision->arrived = received->time;
        decision->arrived_by = g_strdup_printf("Received: %s", received->by);
    } else {
        decision->arrived = envelope->stored_at;
        decision->arrived_by = g_strdup(envelope->stored_by);
    }
    work->came_in = decision->arrived;
    ink_origin_settle_arrival(work);
    g_autofree char *when = ink_clock_format_short(work->pipeline->clock, decision->arrived);
    ink_decision_add_reason(decision, "kom in %s enligt %s", when, decision->arrived_by);
    return TRUE;
}
