/* SPDX-License-Identifier: MIT
 *
 * Reports by the book: RFC 3464 and 6533 (delivery), RFC 8098 (disposition), RFC 5965 (feedback),
 * RFC 6047 (calendars). Real ones leave out what they must have, put all fields into one group, or
 * come without the multipart around them.
 */
#include "report-private.h"

#include "inkom/text.h"

#include <string.h>

#define DIAGNOSTIC_MAX 300

static const char *
find_part(const InkMessage *message, const char *const *types)
{
    for (guint i = 0; i < message->report_parts->len; i++) {
        const InkReportPart *part = message->report_parts->pdata[i];
        if (g_strv_contains(types, part->type))
            return part->text;
    }
    return NULL;
}

/* A machine part proves nothing inside an ordinary letter: somebody may pass on a report that he
 * got. */
static gboolean
is_wrapped_as_report(const InkMessage *message, const char *const *types)
{
    return g_str_equal(message->content_type, "multipart/report") ||
           g_strv_contains(types, message->content_type) ||
           message->return_path_kind == INK_RETURN_PATH_EMPTY;
}

static InkReportKind
read_action(const char *action, const char *status)
{
    static const struct {
        const char *word;
        InkReportKind kind;
    } actions[] = {
        {"fail", INK_REPORT_FAILED},         {"delayed", INK_REPORT_DELAYED},
        {"delivered", INK_REPORT_DELIVERED}, {"relayed", INK_REPORT_DELIVERED},
        {"expanded", INK_REPORT_DELIVERED},
    };
    for (gsize i = 0; action != NULL && i < G_N_ELEMENTS(actions); i++)
        if (g_ascii_strncasecmp(action, actions[i].word, strlen(actions[i].word)) == 0) {
            gboolean is_contrary =
                actions[i].kind == INK_REPORT_FAILED && status != NULL && status[0] == '2';
            return is_contrary ? INK_REPORT_UNCLEAR : actions[i].kind;
        }
    if (status == NULL)
        return INK_REPORT_UNCLEAR;
    return status[0] == '5'   ? INK_REPORT_FAILED
           : status[0] == '4' ? INK_REPORT_DELAYED
                              : INK_REPORT_DELIVERED;
}

static char *
read_diagnostic(const char *value)
{
    if (value == NULL)
        return NULL;
    const char *semicolon = strchr(value, ';');
    gboolean has_type = semicolon != NULL && strcspn(value, " \t;") == (gsize)(semicolon - value);
    g_autofree char *line = ink_text_one_line(has_type ? semicolon + 1 : value, DIAGNOSTIC_MAX);
    return g_strdup(g_strstrip(line));
}

static InkReportRecipient *
read_recipient(const GPtrArray *group, InkStatusReader *reader, InkPatternScratch *scratch)
{
    const char *diagnostic = ink_fields_find(group, "Diagnostic-Code");
    const char *status = ink_fields_find(group, "Status");
    InkReportRecipient *recipient = ink_report_recipient_new(INK_REPORT_UNCLEAR);
    recipient->recipient = ink_fields_read_address(ink_fields_find(group, "Final-Recipient"));
    recipient->original = ink_fields_read_address(ink_fields_find(group, "Original-Recipient"));
    if (recipient->recipient == NULL)
        recipient->recipient = g_strdup(recipient->original);
    recipient->diagnostic = read_diagnostic(diagnostic);
    if (status != NULL)
        recipient->status = ink_status_read(reader, scratch, status);
    if (recipient->status == NULL && diagnostic != NULL)
        recipient->status = ink_status_read(reader, scratch, diagnostic);
    recipient->kind = read_action(ink_fields_find(group, "Action"), recipient->status);
    recipient->is_permanent = recipient->kind == INK_REPORT_FAILED &&
                              (recipient->status == NULL || recipient->status[0] == '5');
    return recipient;
}

static gboolean
is_of_recipient(const InkHeader *field)
{
    return g_ascii_strcasecmp(field->name, "Action") == 0 ||
           g_ascii_strcasecmp(field->name, "Final-Recipient") == 0 ||
           g_ascii_strcasecmp(field->name, "Original-Recipient") == 0;
}

static void
add_recipient(InkReport *report, const GPtrArray *fields, InkStatusReader *reader,
              InkPatternScratch *scratch)
{
    if (report->recipients->len < INK_REPORT_RECIPIENTS_MAX)
        g_ptr_array_add(report->recipients, read_recipient(fields, reader, scratch));
}

/* One recipient, or more where the empty line between them is missing: then each begins with its
 * Final-Recipient. */
static void
read_group(InkReport *report, const GPtrArray *group, InkStatusReader *reader,
           InkPatternScratch *scratch)
{
    g_autoptr(GPtrArray) one = g_ptr_array_new();
    gboolean has_recipient = FALSE;
    for (guint i = 0; i < group->len; i++) {
        InkHeader *field = group->pdata[i];
        if (g_ascii_strcasecmp(field->name, "Final-Recipient") == 0 &&
            ink_fields_find(one, "Final-Recipient") != NULL) {
            add_recipient(report, one, reader, scratch);
            g_ptr_array_set_size(one, 0);
        }
        has_recipient = has_recipient || is_of_recipient(field);
        g_ptr_array_add(one, field);
    }
    if (has_recipient)
        add_recipient(report, one, reader, scratch);
}

static void
add_id(InkReport *report, const char *value)
{
    guint count = g_strv_length(report->message_ids);
    char *id = count < INK_REPORT_IDS_MAX ? ink_fields_read_id(value) : NULL;
    if (id == NULL)
        return;
    report->message_ids = g_renew(char *, report->message_ids, count + 2);
    report->message_ids[count] = id;
    report->message_ids[count + 1] = NULL;
}

gboolean
ink_report_read_delivery_status(InkReport *report, const InkMessage *message,
                                InkStatusReader *reader, InkPatternScratch *scratch)
{
    static const char *const types[] = {"message/delivery-status", "message/global-delivery-status",
                                        NULL};
    if (!is_wrapped_as_report(message, types))
        return FALSE;
    gboolean is_found = FALSE;
    for (guint p = 0; p < message->report_parts->len; p++) {
        const InkReportPart *part = message->report_parts->pdata[p];
        if (!g_strv_contains(types, part->type))
            continue;
        is_found = TRUE;
        g_autoptr(GPtrArray) groups = ink_fields_parse(part->text);
        for (guint i = 0; i < groups->len; i++) {
            const char *id = ink_fields_find(groups->pdata[i], "Original-Envelope-Id");
            if (report->envelope_id == NULL)
                report->envelope_id = g_strdup(id);
            add_id(report, ink_fields_find(groups->pdata[i], "X-Original-Message-ID"));
            read_group(report, groups->pdata[i], reader, scratch);
        }
    }
    if (!is_found)
        return FALSE;
    report->kind = INK_REPORT_UNCLEAR;
    report->format = "RFC 3464";
    return TRUE;
}

/* "manual-action/MDN-sent-manually; displayed/error" -> "displayed" */
static char *
read_disposition(const char *value)
{
    const char *semicolon = value != NULL ? strchr(value, ';') : NULL;
    if (semicolon == NULL)
        return NULL;
    const char *start = semicolon + 1 + strspn(semicolon + 1, " \t");
    return g_ascii_strdown(start, (gssize)strcspn(start, " \t/;,"));
}

gboolean
ink_report_read_disposition(InkReport *report, const InkMessage *message)
{
    static const char *const types[] = {"message/disposition-notification",
                                        "message/global-disposition-notification", NULL};
    const char *text = find_part(message, types);
    if (text == NULL || !is_wrapped_as_report(message, types))
        return FALSE;
    report->kind = INK_REPORT_READ;
    report->format = "RFC 8098";
    g_autoptr(GPtrArray) groups = ink_fields_parse(text);
    for (guint i = 0; i < groups->len; i++) {
        add_id(report, ink_fields_find(groups->pdata[i], "Original-Message-ID"));
        if (report->detail == NULL)
            report->detail = read_disposition(ink_fields_find(groups->pdata[i], "Disposition"));
    }
    return TRUE;
}

/* Of RFC 5965's types only these say that the one who got the letter did not want it; auth-failure
 * (RFC 6591) and not-spam do not. */
gboolean
ink_report_read_feedback(InkReport *report, const InkMessage *message)
{
    static const char *const types[] = {"message/feedback-report", NULL};
    const char *text = find_part(message, types);
    if (text == NULL || !is_wrapped_as_report(message, types))
        return FALSE;
    report->kind = INK_REPORT_COMPLAINT;
    report->format = "RFC 5965";
    g_autoptr(GPtrArray) groups = ink_fields_parse(text);
    for (guint i = 0; i < groups->len; i++) {
        const GPtrArray *group = groups->pdata[i];
        const char *type = ink_fields_find(group, "Feedback-Type");
        if (report->detail == NULL && type != NULL)
            report->detail = g_ascii_strdown(type, (gssize)strcspn(type, " \t;("));
        if (report->envelope_id == NULL)
            report->envelope_id = g_strdup(ink_fields_find(group, "Original-Envelope-Id"));
        char *address = ink_fields_read_address(ink_fields_find(group, "Original-Rcpt-To"));
        if (address == NULL)
            continue;
        InkReportRecipient *recipient = ink_report_recipient_new(INK_REPORT_COMPLAINT);
        recipient->recipient = address;
        g_ptr_array_add(report->recipients, recipient);
    }
    return TRUE;
}

gboolean
ink_report_read_calendar(InkReport *report, const InkMessage *message)
{
    if (message->calendar_method == NULL)
        return FALSE;
    report->kind = INK_REPORT_CALENDAR;
    report->format = "RFC 6047";
    report->detail = g_strdup(message->calendar_method);
    return TRUE;
}
