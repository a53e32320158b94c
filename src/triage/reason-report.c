/* SPDX-License-Identifier: MIT
 *
 * Reasons not to answer: reports of every kind (RFC 3464, RFC 8098, RFC 5965), and what only looks
 * like one.
 */
#include "triage-private.h"

#include <string.h>

char *
ink_triage_find_empty_return_path(const InkTriageView *view)
{
    const InkMessage *message = view->message;
    return message->return_path_kind == INK_RETURN_PATH_EMPTY
               ? g_strdup("Return-Path är tom (<>): en rapport")
               : NULL;
}

char *
ink_triage_find_bad_return_path(const InkTriageView *view)
{
    const InkMessage *message = view->message;
    return message->return_path_kind == INK_RETURN_PATH_BAD
               ? g_strdup("Return-Path går inte att läsa eller finns flera gånger")
               : NULL;
}

/* Some send the report alone, without the multipart around it. */
static gboolean
is_report(const InkMessage *message, const char *type)
{
    g_autofree char *bare = g_strconcat("message/", type, NULL);
    g_autofree char *global = g_strconcat("message/global-", type, NULL);
    if (g_str_equal(message->content_type, "multipart/report") && message->report_type != NULL) {
        g_autofree char *token = ink_header_get_token(message->report_type);
        return g_str_equal(token, type);
    }
    return g_str_equal(message->content_type, bare) || g_str_equal(message->content_type, global);
}

char *
ink_triage_find_delivery_report(const InkTriageView *view)
{
    const InkMessage *message = view->message;
    return is_report(message, "delivery-status") ? g_strdup("leveransrapport (RFC 3464)") : NULL;
}

char *
ink_triage_find_disposition_report(const InkTriageView *view)
{
    const InkMessage *message = view->message;
    return is_report(message, "disposition-notification") ? g_strdup("läskvitto (RFC 8098)") : NULL;
}

char *
ink_triage_find_feedback_report(const InkTriageView *view)
{
    const InkMessage *message = view->message;
    return is_report(message, "feedback-report") ? g_strdup("klagomålsrapport (RFC 5965)") : NULL;
}

/* A report of a kind that is not in the table, or of none (RFC 6522 §3). */
char *
ink_triage_find_other_report(const InkTriageView *view)
{
    const InkMessage *message = view->message;
    if (!g_str_equal(message->content_type, "multipart/report") ||
        is_report(message, "delivery-status") || is_report(message, "disposition-notification") ||
        is_report(message, "feedback-report"))
        return NULL;
    return g_strdup("rapport av okänt slag (RFC 6522)");
}

char *
ink_triage_find_odd_bounce(const InkTriageView *view)
{
    const InkMessage *message = view->message;
    static const char *const words[] = {"undeliver",
                                        "returned mail",
                                        "delivery status",
                                        "delivery failure",
                                        "kan inte levereras",
                                        "olevererbart",
                                        "mail delivery failed",
                                        "failure notice",
                                        NULL};
    const InkAddress *sender = ink_message_get_sender(message);
    if (sender == NULL)
        return NULL;
    g_autofree char *local = ink_triage_get_local_part(sender->address);
    if (!g_str_equal(local, "mailer-daemon") && !g_str_equal(local, "postmaster"))
        return NULL;
    g_autofree char *subject = g_utf8_strdown(message->subject, -1);
    for (gsize i = 0; words[i] != NULL; i++)
        if (strstr(subject, words[i]) != NULL)
            return g_strdup_printf("studs från %s", sender->address);
    return NULL;
}

char *
ink_triage_find_calendar(const InkTriageView *view)
{
    const InkMessage *message = view->message;
    return message->calendar_method != NULL
               ? g_strdup_printf("kalenderbesked (METHOD=%s)", message->calendar_method)
               : NULL;
}

char *
ink_triage_find_automatic_subject(const InkTriageView *view)
{
    const InkMessage *message = view->message;
    static const char *const starts[] = {"automatiskt svar:",
                                         "autosvar",
                                         "frånvaro",
                                         "automatic reply:",
                                         "out of office",
                                         "automaattinen vastaus:",
                                         "automatisk svar:",
                                         "automatische antwort:",
                                         "läst:",
                                         "inte läst:",
                                         "levererat:",
                                         "read:",
                                         "accepterat:",
                                         "avböjt:",
                                         "preliminärt:",
                                         "inställt:",
                                         "accepted:",
                                         "declined:",
                                         "tentative:",
                                         NULL};
    g_autofree char *subject = g_utf8_strdown(message->subject, -1);
    for (gsize i = 0; starts[i] != NULL; i++)
        if (g_str_has_prefix(subject, starts[i]))
            return g_strdup_printf("ämnesraden börjar \"%s\"", starts[i]);
    return NULL;
}

/* "Accepterat: Möte …" is an answer to something of ours, never a matter of its own. */
char *
ink_triage_find_meeting_reply(const InkTriageView *view)
{
    static const char *const answers[] = {"REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH", NULL};
    const char *method = view->message->calendar_method;
    g_autofree char *subject = ink_triage_find_automatic_subject(view);
    return method != NULL && (g_strv_contains(answers, method) || subject != NULL)
               ? g_strdup("svar på en mötesinbjudan")
               : NULL;
}

/* Outlook's wish to have a letter back. */
char *
ink_triage_find_recall(const InkTriageView *view)
{
    static const char *const starts[] = {"recall:", "återkalla:", "återkallande:", NULL};
    g_autofree char *subject = g_utf8_strdown(view->message->subject, -1);
    for (gsize i = 0; starts[i] != NULL; i++)
        if (g_str_has_prefix(subject, starts[i]))
            return g_strdup("avsändaren vill återkalla ett brev");
    return NULL;
}
