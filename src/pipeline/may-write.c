/* SPDX-License-Identifier: MIT
 *
 * Whether a letter about a case may go to somebody, and what somebody wrote in it.
 */
#include "pipeline-private.h"

#include "inkom/delivery.h"
#include "inkom/error.h"
#include "inkom/text.h"

#define WORDS_MAX 8000 /* characters of what came in; the rest is in the register */

/* Whether a person of the municipality has written to the sender, or said that somebody has. */
static gboolean
find_answer(InkPipeline *pipeline, const InkCase *cas, gboolean *out_has, GError **error)
{
    g_autoptr(GPtrArray) records = ink_store_list_records(pipeline->store, cas->id, error);
    if (records == NULL)
        return FALSE;
    *out_has = FALSE;
    for (guint i = 0; i < records->len; i++)
        *out_has |= ((const InkRecord *)records->pdata[i])->direction == INK_DIRECTION_OUT;
    return TRUE;
}

/* Whether some receipt of the case was withheld for a reason that still stands. */
static gboolean
find_withheld(InkPipeline *pipeline, const InkCase *cas, char **out_why, GError **error)
{
    const InkLedgerFilter filter = {.case_id = cas->id};
    g_autoptr(GPtrArray) rows = ink_store_list_messages(pipeline->store, &filter, error);
    if (rows == NULL)
        return FALSE;
    for (guint i = 0; i < rows->len && *out_why == NULL; i++) {
        const InkLedgerRow *row = rows->pdata[i];
        if (row->record == 1 && g_str_equal(row->reply, "owed"))
            *out_why = g_strdup_printf("bekräftelse har inte skickats: %s", row->reply_reason);
    }
    return TRUE;
}

gboolean
ink_case_is_noted(const InkPipeline *pipeline, const InkCase *cas)
{
    return g_strcmp0(cas->channel, INK_CHANNEL_NOTE) == 0 && cas->sender != NULL &&
           ink_config_is_staff(pipeline->config, cas->sender);
}

static char *
find_unusable(const InkPipeline *pipeline, const InkCase *cas, const char *to)
{
    if (to == NULL)
        return g_strdup("avsändaren är inte känd");
    if (ink_case_is_noted(pipeline, cas) && g_strcmp0(to, cas->sender) == 0)
        return g_strdup("ärendet är en kollegas anteckning, och den som hörde av sig är inte känd");
    if (!ink_address_is_sendable(to))
        return g_strdup("avsändaren går inte att skriva till");
    g_autoptr(InkMessage) message = ink_message_new();
    g_ptr_array_add(message->from, ink_address_new(NULL, to));
    return ink_triage_find_wrong_sender(message, pipeline->config);
}

gboolean
ink_case_find_bad_address(InkPipeline *pipeline, const InkCase *cas, const char *to, char **out_why,
                          GError **error)
{
    gint64 dead_since = INK_TIME_NONE;
    g_autofree char *why = find_unusable(pipeline, cas, to);
    if (why == NULL && !ink_store_find_dead_address(pipeline->store, to, &dead_since, error))
        return FALSE;
    if (dead_since != INK_TIME_NONE)
        why = g_strdup("adressen tar inte emot våra brev");
    *out_why = g_steal_pointer(&why);
    return TRUE;
}

/* What has not been confirmed because nobody knows who wrote it is not announced to be closed
 * either, unless a person has written to the address meanwhile. */
gboolean
ink_case_find_no_letter(InkPipeline *pipeline, const InkCase *cas, const char *to, char **out_why,
                        GError **error)
{
    gboolean has_receipt = FALSE, has_answer = FALSE;
    g_autofree char *why = NULL;
    if (!ink_case_find_bad_address(pipeline, cas, to, &why, error))
        return FALSE;
    if (why == NULL &&
        (!ink_store_has_receipt(pipeline->store, cas->id, to, &has_receipt, error) ||
         !find_answer(pipeline, cas, &has_answer, error) ||
         (!has_receipt && !has_answer && !find_withheld(pipeline, cas, &why, error))))
        return FALSE;
    *out_why = g_steal_pointer(&why);
    return TRUE;
}

/* --- what came in -----------------------------------------------------------------------------*/

/* The message of the record; 0 = it has none. */
static gboolean
find_message(InkPipeline *pipeline, const InkCase *cas, InkWords which, gint64 *out_message,
             GError **error)
{
    g_autoptr(GPtrArray) records = ink_store_list_records(pipeline->store, cas->id, error);
    if (records == NULL)
        return FALSE;
    *out_message = 0;
    for (guint i = 0; i < records->len && *out_message == 0; i++) {
        const InkRecord *record = records->pdata[i];
        gboolean is_meant = which == INK_WORDS_FIRST || record->number == cas->records;
        if (is_meant && (which != INK_WORDS_ANSWER || record->direction == INK_DIRECTION_OUT))
            *out_message = record->message;
    }
    return TRUE;
}

static char *
cut(const char *text)
{
    g_autofree char *printable = ink_text_printable(text);
    g_strstrip(printable);
    if (g_utf8_strlen(printable, -1) <= WORDS_MAX)
        return g_steal_pointer(&printable);
    g_autofree char *kept = ink_text_cut(printable, WORDS_MAX);
    return g_strdup_printf("%s\n[Resten finns i registret.]", kept);
}

/* An answer that was sent before, and is passed on to us, is what stands below "for the record". */
static char *
get_text(const InkPipeline *pipeline, const InkReading *reading, InkWords which)
{
    const InkOriginFacts facts = {
        .config = pipeline->config, .forms = pipeline->forms, .clock = pipeline->clock};
    const InkMessage *letter = ink_origin_get_letter(reading->origin, reading->message);
    g_auto(InkOriginSent) sent = {0};
    if (which == INK_WORDS_ANSWER && ink_origin_find_sent(reading->message, &facts, &sent))
        return g_steal_pointer(&sent.text);
    return g_strdup(which == INK_WORDS_FIRST ? letter->text : letter->new_text);
}

gboolean
ink_case_get_words(InkPipeline *pipeline, const InkCase *cas, InkWords which, char **out_text,
                   GError **error)
{
    gint64 message;
    if (!find_message(pipeline, cas, which, &message, error))
        return FALSE;
    if (message == 0)
        return TRUE;
    g_autoptr(GBytes) bytes = ink_store_get_original(pipeline->store, message, error);
    if (bytes == NULL)
        return FALSE;
    g_autoptr(InkReading) reading = ink_reader_read(pipeline->reader, bytes);
    if (reading->message == NULL)
        return TRUE;
    g_autofree char *text = get_text(pipeline, reading, which);
    if (!ink_text_is_blank(text))
        *out_text = cut(text);
    return TRUE;
}
