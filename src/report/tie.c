/* SPDX-License-Identifier: MIT
 *
 * From a report to the letter it is about. The bounce address that the letter alone was given says
 * it best; then a Message-ID of ours among the names that the report gives the letter. Both are
 * known only to us and to those who got the letter, but whoever got it could report somebody else
 * as unreachable: so what is said must be said of the one it was sent to. A Message-ID or number
 * that only stands in the text is a hint for a person.
 */
#include "report-private.h"

#include <string.h>

void
ink_report_letter_free(InkReportLetter *letter)
{
    if (letter == NULL)
        return;
    g_free(letter->to);
    g_free(letter);
}

void
ink_report_tie_free(InkReportTie *tie)
{
    if (tie == NULL)
        return;
    ink_report_letter_free(tie->letter);
    g_free(tie->evidence);
    g_free(tie);
}

/* With the letter's own address for the first that is found. */
static gboolean
find_by_addresses(InkReportTie *tie, const InkReport *report, const InkLetterIndex *index,
                  GError **error)
{
    if (index->find_by_address == NULL)
        return TRUE;
    for (char **address = report->sent_to; *address != NULL && tie->letter == NULL; address++) {
        if (!index->find_by_address(index->data, *address, &tie->letter, error))
            return FALSE;
        if (tie->letter != NULL)
            tie->evidence = g_strdup("rapporten kom till brevets egen studsadress");
    }
    return TRUE;
}

static gboolean
find_by_ids(InkReportTie *tie, char *const *ids, const char *evidence, const InkLetterIndex *index,
            GError **error)
{
    for (; *ids != NULL && tie->letter == NULL; ids++) {
        /* We write them in small letters; some mail systems give them back in capitals. */
        g_autofree char *id = g_ascii_strdown(*ids, -1);
        if (!index->find_by_id(index->data, id, &tie->letter, error))
            return FALSE;
        if (tie->letter != NULL)
            tie->evidence = g_strdup(evidence);
    }
    return TRUE;
}

/* What is said of the one that the letter was sent to. Original-Recipient is whom we wrote to;
 * where it is missing, the final recipient may be another address of the same person, and then
 * nobody can tell. */
static const InkReportRecipient *
find_recipient(const InkReport *report, const char *to)
{
    const InkReportRecipient *final = NULL;
    for (guint i = 0; i < report->recipients->len; i++) {
        const InkReportRecipient *recipient = report->recipients->pdata[i];
        if (recipient->original != NULL && g_ascii_strcasecmp(recipient->original, to) == 0)
            return recipient;
        if (final == NULL && recipient->recipient != NULL &&
            g_ascii_strcasecmp(recipient->recipient, to) == 0)
            final = recipient;
    }
    return final;
}

/* A complaint often hides who complains; only reports of delivery must name the recipient. */
static void
judge(InkReportTie *tie, const InkReport *report)
{
    tie->case_id = tie->letter->case_id;
    tie->about = find_recipient(report, tie->letter->to);
    gboolean must_name = ink_report_is_delivery(report) || report->recipients->len > 0;
    tie->kind =
        tie->letter->has_left && (tie->about != NULL || !must_name) ? INK_TIE_SURE : INK_TIE_OTHER;
}

static gboolean
guess(InkReportTie *tie, const InkReport *report, const InkLetterIndex *index, GError **error)
{
    if (!ink_report_is_delivery(report))
        return TRUE;
    if (!find_by_ids(tie, report->mentioned_ids, "vårt Message-ID står i rapportens text", index,
                     error))
        return FALSE;
    if (tie->letter != NULL) {
        tie->kind = INK_TIE_GUESS;
        tie->case_id = tie->letter->case_id;
        tie->about = find_recipient(report, tie->letter->to);
        return TRUE;
    }
    if (!index->find_by_number(index->data, report->text, report->recipients, &tie->case_id, error))
        return FALSE;
    if (tie->case_id != 0) {
        tie->kind = INK_TIE_GUESS;
        tie->evidence = g_strdup("ärendets nummer står i det som kom tillbaka, och mottagaren "
                                 "deltar i ärendet");
    }
    return TRUE;
}

InkReportTie *
ink_report_tie(const InkReport *report, const InkLetterIndex *index, GError **error)
{
    g_autoptr(InkReportTie) tie = g_new0(InkReportTie, 1);
    if (!find_by_addresses(tie, report, index, error) ||
        (tie->letter == NULL &&
         !find_by_ids(tie, report->message_ids, "rapporten gäller vårt brev (Message-ID)", index,
                      error)))
        return NULL;
    if (tie->letter != NULL)
        judge(tie, report);
    else if (!guess(tie, report, index, error))
        return NULL;
    return g_steal_pointer(&tie);
}
