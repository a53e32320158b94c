/* SPDX-License-Identifier: MIT
 *
 * Reading a report: what kind it is, whom it speaks of, and every name that it gives to the letter.
 */
#include "report-private.h"

#include "inkom/text.h"

#include <string.h>

#define TEXT_BYTES    (32 * 1024)
#define MENTIONED_MAX 10
#define SENT_TO_MAX   10

/* So many of the newest references are looked at. */
#define REFERENCES_MAX 100

struct InkReportReader {
    InkPatternScratch *scratch;
    InkStatusReader *status;
    InkProseReader *prose;
    InkPattern *own_id;
};

InkReportReader *
ink_report_reader_new(void)
{
    InkReportReader *reader = g_new0(InkReportReader, 1);
    reader->scratch = ink_pattern_scratch_new();
    reader->status = ink_status_reader_new();
    reader->prose = ink_prose_reader_new();
    reader->own_id = ink_pattern_of_source(INK_OWN_ID_PATTERN);
    return reader;
}

void
ink_report_reader_free(InkReportReader *reader)
{
    if (reader == NULL)
        return;
    ink_pattern_free(reader->own_id);
    ink_prose_reader_free(reader->prose);
    ink_status_reader_free(reader->status);
    ink_pattern_scratch_free(reader->scratch);
    g_free(reader);
}

void
ink_report_free(InkReport *report)
{
    if (report == NULL)
        return;
    g_ptr_array_unref(report->recipients);
    g_strfreev(report->message_ids);
    g_strfreev(report->mentioned_ids);
    g_strfreev(report->sent_to);
    g_free(report->envelope_id);
    g_free(report->detail);
    g_free(report->text);
    g_free(report);
}

const char *
ink_report_kind_get_swedish(InkReportKind kind)
{
    static const char *const words[] = {
        [INK_REPORT_NONE] = "ingen rapport",
        [INK_REPORT_DELIVERED] = "brevet är levererat",
        [INK_REPORT_DELAYED] = "brevet är försenat",
        [INK_REPORT_UNCLEAR] = "oklar leveransrapport",
        [INK_REPORT_FAILED] = "brevet kom inte fram",
        [INK_REPORT_READ] = "läskvitto",
        [INK_REPORT_COMPLAINT] = "klagomålsrapport",
        [INK_REPORT_CALENDAR] = "kalenderbesked",
        [INK_REPORT_AWAY] = "automatiskt svar",
    };
    return words[kind];
}

gboolean
ink_report_is_delivery(const InkReport *report)
{
    return report->kind >= INK_REPORT_DELIVERED && report->kind <= INK_REPORT_FAILED;
}

const InkReportRecipient *
ink_report_get_worst(const InkReport *report)
{
    const InkReportRecipient *worst = NULL;
    for (guint i = 0; i < report->recipients->len; i++) {
        const InkReportRecipient *recipient = report->recipients->pdata[i];
        if (worst == NULL || recipient->kind > worst->kind ||
            (recipient->kind == worst->kind && recipient->is_permanent && !worst->is_permanent))
            worst = recipient;
    }
    return worst;
}

static gboolean
is_in(const GPtrArray *list, const char *text)
{
    return g_ptr_array_find_with_equal_func((GPtrArray *)list, text, g_str_equal, NULL);
}

static char **
to_strv(GPtrArray *list)
{
    g_ptr_array_add(list, NULL);
    return (char **)g_ptr_array_free(list, FALSE);
}

/* The envelope's recipient, as the own mail system notes it, before what To: says. */
static char **
list_sent_to(const InkMessage *message)
{
    GPtrArray *list = g_ptr_array_new();
    for (const char *const *name = ink_header_recipient_names; *name != NULL; name++)
        for (guint i = 0; i < message->headers->len && list->len < SENT_TO_MAX; i++) {
            const InkHeader *header = message->headers->pdata[i];
            if (g_ascii_strcasecmp(header->name, *name) != 0)
                continue;
            g_autofree char *address = ink_fields_read_address(header->value);
            if (address != NULL && !is_in(list, address))
                g_ptr_array_add(list, g_steal_pointer(&address));
        }
    for (guint i = 0; i < message->to->len && list->len < SENT_TO_MAX; i++) {
        const InkAddress *to = message->to->pdata[i];
        if (!is_in(list, to->address))
            g_ptr_array_add(list, g_strdup(to->address));
    }
    return to_strv(list);
}

static gboolean
is_returned_part(const InkReportPart *part)
{
    return strstr(part->type, "rfc822") != NULL || g_str_equal(part->type, "message/global") ||
           g_str_equal(part->type, "message/global-headers");
}

char *
ink_report_join_text(const InkMessage *message)
{
    GString *all = g_string_new(NULL);
    g_string_append_printf(all, "%s\n", message->subject);
    gsize size = MIN(strlen(message->text), TEXT_BYTES);
    g_autofree char *cut = g_strndup(message->text, size);
    g_autofree char *valid = g_utf8_make_valid(cut, -1);
    g_string_append_printf(all, "%s\n", valid);
    g_autofree char *joined = g_string_free(all, FALSE);
    return ink_text_normalise(joined);
}

/* The notice, and after it what came back: one text to look for names in. */
static void
append_returned(InkReport *report, const InkMessage *message)
{
    GString *all = g_string_new(report->text);
    for (guint i = 0; i < message->report_parts->len; i++) {
        const InkReportPart *part = message->report_parts->pdata[i];
        if (is_returned_part(part)) {
            g_autofree char *plain = ink_text_normalise(part->text);
            g_string_append_printf(all, "\n%s", plain);
        }
    }
    g_free(report->text);
    report->text = g_string_free(all, FALSE);
}

/* Only what looks like an id of ours: of the others the register knows nothing. FALSE when there
 * are enough. */
static gboolean
add_id(GPtrArray *ids, const char *id, const InkReportReader *reader)
{
    InkSpan span;
    if (g_ascii_strncasecmp(id, "inkom.", strlen("inkom.")) == 0 &&
        ink_pattern_is_in(reader->own_id, reader->scratch, id, &span) && span.start == 0 &&
        id[span.end] == '\0' && !is_in(ids, id))
        g_ptr_array_add(ids, g_strdup(id));
    return ids->len < INK_REPORT_IDS_MAX;
}

static void
add_id_of_header(GPtrArray *ids, const char *text, const InkReportReader *reader)
{
    g_autoptr(GPtrArray) groups = ink_fields_parse(text);
    const char *value = groups->len > 0 ? ink_fields_find(groups->pdata[0], "Message-ID") : NULL;
    g_autofree char *id = ink_fields_read_id(value);
    if (id != NULL)
        add_id(ids, id, reader);
}

/* The newest stand last. A header of a megabyte has room for a hundred thousand: so many that look
 * like ours are no letter's. */
static void
add_newest(GPtrArray *ids, char *const *all, const InkReportReader *reader)
{
    guint count = g_strv_length((char **)all);
    for (guint i = count; i > 0 && count - i < REFERENCES_MAX; i--)
        if (!add_id(ids, all[i - 1], reader))
            return;
}

/* What came back says best which letter it was; then the report's own fields; then what the report
 * is a reply to. */
static void
collect_ids(InkReport *report, const InkMessage *message, const InkReportReader *reader)
{
    GPtrArray *ids = g_ptr_array_new();
    for (guint i = 0; i < message->report_parts->len; i++) {
        const InkReportPart *part = message->report_parts->pdata[i];
        if (is_returned_part(part))
            add_id_of_header(ids, part->text, reader);
    }
    gsize notice_size;
    const char *returned =
        ink_report_is_delivery(report)
            ? ink_prose_find_returned(reader->prose, reader->scratch, report->text, &notice_size)
            : NULL;
    if (returned != NULL)
        add_id_of_header(ids, returned, reader);
    for (char **id = report->message_ids; *id != NULL; id++)
        add_id(ids, *id, reader);
    add_newest(ids, message->in_reply_to, reader);
    add_newest(ids, message->references, reader);
    g_strfreev(report->message_ids);
    report->message_ids = to_strv(ids);
}

static void
collect_mentioned(InkReport *report, const InkReportReader *reader)
{
    GPtrArray *ids = g_ptr_array_new();
    gsize size = strlen(report->text), at = 0;
    InkSpan span;
    while (ids->len < MENTIONED_MAX &&
           ink_pattern_find(reader->own_id, reader->scratch, report->text, size, at, &span) ==
               INK_MATCH_YES) {
        at = span.end;
        g_autofree char *id =
            g_ascii_strdown(report->text + span.start, (gssize)(span.end - span.start));
        if (!is_in(ids, id))
            g_ptr_array_add(ids, g_steal_pointer(&id));
    }
    g_strfreev(report->mentioned_ids);
    report->mentioned_ids = to_strv(ids);
}

/* The first that fits; what the standards say goes before what prose says. */
static void
read_kind(InkReport *report, const InkMessage *message, const InkReportReader *reader)
{
    gboolean is_standard =
        ink_report_read_delivery_status(report, message, reader->status, reader->scratch) ||
        ink_report_read_disposition(report, message) || ink_report_read_feedback(report, message);
    if (is_standard && (report->kind != INK_REPORT_UNCLEAR || report->recipients->len > 0))
        return;
    if (ink_report_read_prose(report, message, reader->prose, reader->status, reader->scratch) ||
        is_standard)
        return;
    if (!ink_report_read_calendar(report, message))
        ink_report_read_away(report, message, reader->prose, reader->scratch);
}

InkReport *
ink_report_read(InkReportReader *reader, const InkMessage *message)
{
    InkReport *report = g_new0(InkReport, 1);
    report->recipients = g_ptr_array_new_with_free_func((GDestroyNotify)ink_report_recipient_free);
    report->message_ids = g_new0(char *, 1);
    report->mentioned_ids = g_new0(char *, 1);
    report->sent_to = list_sent_to(message);
    ink_pattern_scratch_begin_message(reader->scratch);
    read_kind(report, message, reader);
    const InkReportRecipient *worst = ink_report_get_worst(report);
    if (worst != NULL && ink_report_is_delivery(report))
        report->kind = worst->kind;
    if (report->kind == INK_REPORT_NONE)
        return report;
    if (report->text == NULL)
        report->text = ink_report_join_text(message);
    collect_ids(report, message, reader);
    append_returned(report, message);
    if (ink_report_is_delivery(report))
        collect_mentioned(report, reader);
    return report;
}
