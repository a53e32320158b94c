/* SPDX-License-Identifier: MIT
 *
 * The table of reasons not to answer (RFC 3834, RFC 5230 §4.6, RFC 3464, RFC 8098, RFC 5965).
 *
 * Every instance of a header is looked at, names without regard to case, values unfolded, comments
 * taken out, the token before ";" in small letters. A row's predicate returns what it found, in
 * Swedish, or NULL.
 */
#include "inkom/triage.h"

#include "inkom/text.h"
#include "machine-address.h"

#include <string.h>

#define VALUE_MAX 60 /* characters of a header that are shown in a reason */

typedef char *(*FindReason)(const InkMessage *message, const InkTriageFacts *facts);

/* "(x) AUTO-Replied (vacation); a=b" -> "auto-replied" */
static char *
get_token(const char *value)
{
    GString *out = g_string_new(NULL);
    int depth = 0;
    gboolean is_escaped = FALSE;
    for (; *value != '\0' && (depth > 0 || *value != ';'); value++) {
        if (is_escaped)
            is_escaped = FALSE;
        else if (*value == '\\')
            is_escaped = TRUE;
        else if (*value == '(')
            depth++;
        else if (*value == ')' && depth > 0)
            depth--;
        else if (depth == 0)
            g_string_append_c(out, g_ascii_tolower(*value));
    }
    return g_strstrip(g_string_free(out, FALSE));
}

/* The next header of that name from *at on, which moves past it; NULL if there is no more. */
static const InkHeader *
next_header(const InkMessage *message, const char *name, guint *at)
{
    while (*at < message->headers->len) {
        const InkHeader *header = message->headers->pdata[(*at)++];
        if (g_ascii_strcasecmp(header->name, name) == 0)
            return header;
    }
    return NULL;
}

static char *
describe(const InkHeader *header)
{
    g_autofree char *value = ink_text_one_line(header->value, VALUE_MAX);
    g_autofree char *name = ink_text_one_line(header->name, VALUE_MAX);
    return g_strdup_printf("%s: %s", name, value);
}

static char *
find_any_header(const InkMessage *message, const char *const *names)
{
    for (gsize i = 0; names[i] != NULL; i++) {
        guint at = 0;
        const InkHeader *header = next_header(message, names[i], &at);
        if (header != NULL)
            return describe(header);
    }
    return NULL;
}

/* The first word decides: "auto-replied vacation" and "bulk, list" lack their marks. */
static char *
find_token(const InkMessage *message, const char *name, const char *const *tokens)
{
    guint at = 0;
    for (const InkHeader *header; (header = next_header(message, name, &at)) != NULL;) {
        g_autofree char *token = get_token(header->value);
        token[strcspn(token, " \t,")] = '\0';
        if (g_strv_contains(tokens, token))
            return describe(header);
    }
    return NULL;
}

/* --- the predicates, in the table's order ------------------------------------------------------*/

/* Sender: is one mailbox (RFC 5322 §3.6.2): what stands in its brackets, or its last word. */
static char *
find_own_sender(const InkMessage *message, const InkConfig *config)
{
    guint at = 0;
    for (const InkHeader *header; (header = next_header(message, "Sender", &at)) != NULL;) {
        g_autofree char *plain = get_token(header->value);
        char *address = strrchr(plain, '<');
        address = address != NULL ? address + 1 : strrchr(plain, ' ');
        address = address != NULL ? g_strstrip(address) : plain;
        address[strcspn(address, ">")] = '\0';
        if (ink_config_is_own_address(config, address))
            return g_strdup_printf("Sender %s är vår egen adress", address);
    }
    return NULL;
}

static char *
find_own(const InkMessage *message, const InkTriageFacts *facts)
{
    guint at = 0;
    for (const InkHeader *header; (header = next_header(message, "X-Inkom-Loop", &at)) != NULL;)
        if (g_str_equal(header->value, facts->loop_mark))
            return g_strdup("brevet bär vårt eget märke (X-Inkom-Loop)");
    if (facts->is_own_letter)
        return g_strdup("brevet är ett av våra egna (Message-ID)");
    for (guint i = 0; i < message->from->len; i++) {
        const InkAddress *from = message->from->pdata[i];
        if (ink_config_is_own_address(facts->config, from->address))
            return g_strdup_printf("avsändaren %s är vår egen adress", from->address);
    }
    char *own_sender = find_own_sender(message, facts->config);
    if (own_sender != NULL)
        return own_sender;
    if (message->return_path != NULL &&
        ink_config_is_own_address(facts->config, message->return_path))
        return g_strdup_printf("Return-Path %s är vår egen adress", message->return_path);
    return NULL;
}

static char *
find_empty_return_path(const InkMessage *message, const InkTriageFacts *facts)
{
    (void)facts;
    return message->return_path_kind == INK_RETURN_PATH_EMPTY
               ? g_strdup("Return-Path är tom (<>): en rapport")
               : NULL;
}

static char *
find_bad_return_path(const InkMessage *message, const InkTriageFacts *facts)
{
    (void)facts;
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
        g_autofree char *token = get_token(message->report_type);
        return g_str_equal(token, type);
    }
    return g_str_equal(message->content_type, bare) || g_str_equal(message->content_type, global);
}

static char *
find_delivery_report(const InkMessage *message, const InkTriageFacts *facts)
{
    (void)facts;
    return is_report(message, "delivery-status") ? g_strdup("leveransrapport (RFC 3464)") : NULL;
}

static char *
find_disposition_report(const InkMessage *message, const InkTriageFacts *facts)
{
    (void)facts;
    return is_report(message, "disposition-notification") ? g_strdup("läskvitto (RFC 8098)") : NULL;
}

static char *
find_feedback_report(const InkMessage *message, const InkTriageFacts *facts)
{
    (void)facts;
    return is_report(message, "feedback-report") ? g_strdup("klagomålsrapport (RFC 5965)") : NULL;
}

/* A report of a kind that is not in the table, or of none (RFC 6522 §3). */
static char *
find_other_report(const InkMessage *message, const InkTriageFacts *facts)
{
    (void)facts;
    if (!g_str_equal(message->content_type, "multipart/report") ||
        is_report(message, "delivery-status") || is_report(message, "disposition-notification") ||
        is_report(message, "feedback-report"))
        return NULL;
    return g_strdup("rapport av okänt slag (RFC 6522)");
}

static char *
get_local_part(const char *address)
{
    const char *at = strrchr(address, '@');
    return at != NULL ? g_ascii_strdown(address, at - address) : g_ascii_strdown(address, -1);
}

static char *
find_odd_bounce(const InkMessage *message, const InkTriageFacts *facts)
{
    static const char *const words[] = {"undeliver",
                                        "returned mail",
                                        "delivery status",
                                        "delivery failure",
                                        "kan inte levereras",
                                        "olevererbart",
                                        "mail delivery failed",
                                        "failure notice",
                                        NULL};
    (void)facts;
    const InkAddress *sender = ink_message_get_sender(message);
    if (sender == NULL)
        return NULL;
    g_autofree char *local = get_local_part(sender->address);
    if (!g_str_equal(local, "mailer-daemon") && !g_str_equal(local, "postmaster"))
        return NULL;
    g_autofree char *subject = g_utf8_strdown(message->subject, -1);
    for (gsize i = 0; words[i] != NULL; i++)
        if (strstr(subject, words[i]) != NULL)
            return g_strdup_printf("studs från %s", sender->address);
    return NULL;
}

static char *
find_auto_replied(const InkMessage *message, const InkTriageFacts *facts)
{
    (void)facts;
    return find_token(message, "Auto-Submitted", (const char *const[]){"auto-replied", NULL});
}

static char *
find_auto_submitted(const InkMessage *message, const InkTriageFacts *facts)
{
    (void)facts;
    guint at = 0;
    for (const InkHeader *header; (header = next_header(message, "Auto-Submitted", &at)) != NULL;) {
        g_autofree char *token = get_token(header->value);
        if (!g_str_equal(token, "no") && !g_str_equal(token, "auto-replied"))
            return describe(header);
    }
    return NULL;
}

/* A list of words: "DR, AutoReply" … Only All and AutoReply speak of a reply like ours; Exchange
 * stamps the header on people's own mail, so it says nothing about who wrote. */
static char *
find_suppress(const InkMessage *message, const InkTriageFacts *facts)
{
    (void)facts;
    guint at = 0;
    for (const InkHeader *header;
         (header = next_header(message, "X-Auto-Response-Suppress", &at)) != NULL;) {
        g_autofree char *plain = get_token(header->value);
        g_auto(GStrv) words = g_strsplit_set(plain, ", \t", -1);
        if (g_strv_contains((const char *const *)words, "all") ||
            g_strv_contains((const char *const *)words, "autoreply"))
            return describe(header);
    }
    return NULL;
}

static char *
find_precedence(const InkMessage *message, const InkTriageFacts *facts)
{
    (void)facts;
    return find_token(message, "Precedence",
                      (const char *const[]){"bulk", "junk", "list", "auto_reply", NULL});
}

/* Any List-…: (RFC 2369, RFC 2919, RFC 8058). */
static char *
find_list(const InkMessage *message, const InkTriageFacts *facts)
{
    (void)facts;
    for (guint i = 0; i < message->headers->len; i++) {
        const InkHeader *header = message->headers->pdata[i];
        if (g_ascii_strncasecmp(header->name, "List-", strlen("List-")) == 0)
            return describe(header);
    }
    return find_any_header(message, (const char *const[]){"Mailing-List", "Feedback-ID", NULL});
}

static char *
find_machine_header(const InkMessage *message, const InkTriageFacts *facts)
{
    (void)facts;
    return find_any_header(
        message, (const char *const[]){"X-Autoreply", "X-Autorespond", "X-Autoresponse",
                                       "X-AutoReply-From", "X-Mail-Autoreply",
                                       "X-FC-Machinegenerated", "X-Loop", "X-Inkom-Loop", NULL});
}

static char *
find_machine_address(const InkMessage *message, const InkTriageFacts *facts)
{
    (void)facts;
    const InkAddress *sender = ink_message_get_sender(message);
    const char *const addresses[] = {message->return_path, sender != NULL ? sender->address : NULL};
    for (gsize i = 0; i < G_N_ELEMENTS(addresses); i++) {
        if (addresses[i] == NULL)
            continue;
        if (ink_address_is_machine(addresses[i]))
            return g_strdup_printf("%s är ingen adress som läses", addresses[i]);
    }
    return NULL;
}

static char *
find_odd_sender(const InkMessage *message, const InkTriageFacts *facts)
{
    (void)facts;
    if (message->from_fields > 1)
        return g_strdup("From: finns flera gånger");
    if (message->from_is_group)
        return g_strdup("From: är en grupp");
    if (message->from->len == 0)
        return g_strdup("avsändare saknas");
    if (message->from->len > 1)
        return g_strdup("From: har flera avsändare");
    return NULL;
}

/* a.example and mail.a.example belong together. */
static gboolean
is_aligned(const char *a, const char *b)
{
    gsize left = strlen(a), right = strlen(b);
    if (left == right)
        return g_ascii_strcasecmp(a, b) == 0;
    const char *longer = left > right ? a : b, *shorter = left > right ? b : a;
    const char *tail = longer + (MAX(left, right) - MIN(left, right));
    return strchr(shorter, '.') != NULL && tail[-1] == '.' &&
           g_ascii_strcasecmp(tail, shorter) == 0;
}

static char *
find_other_return_path(const InkMessage *message, const InkTriageFacts *facts)
{
    (void)facts;
    const InkAddress *sender = ink_message_get_sender(message);
    if (message->return_path == NULL || sender == NULL ||
        is_aligned(ink_address_get_domain(message->return_path),
                   ink_address_get_domain(sender->address)))
        return NULL;
    return g_strdup_printf("Return-Path %s hör inte ihop med avsändaren %s", message->return_path,
                           sender->address);
}

static char *
find_unusable_address(const InkMessage *message, const InkTriageFacts *facts)
{
    (void)facts;
    g_autofree char *address = ink_triage_get_reply_address(message);
    return address == NULL ? g_strdup("det finns ingen adress som går att skriva till") : NULL;
}

/* A manager who passes a citizen's mail on is not the one who waits for a receipt. */
static char *
find_staff_forward(const InkMessage *message, const InkTriageFacts *facts)
{
    const InkAddress *sender = ink_message_get_sender(message);
    if (sender == NULL ||
        !ink_config_is_own_domain(facts->config, ink_address_get_domain(sender->address)))
        return NULL;
    static const char *const prefixes[] = {"vb:", "fwd:", "fw:", "vl:", "wg:", NULL};
    g_autofree char *subject = g_utf8_strdown(message->subject, -1);
    for (gsize i = 0; prefixes[i] != NULL; i++)
        if (g_str_has_prefix(subject, prefixes[i]))
            return g_strdup("vidarebefordrat av personal: fastställ den verkliga avsändaren");
    return NULL;
}

static char *
find_cap(const InkMessage *message, const InkTriageFacts *facts)
{
    (void)message;
    return facts->receipts_sent >= INK_RECEIPTS_PER_DAY_MAX
               ? g_strdup_printf("%d bekräftelser har redan gått till adressen det senaste dygnet",
                                 (int)facts->receipts_sent)
               : NULL;
}

static char *
find_backlog(const InkMessage *message, const InkTriageFacts *facts)
{
    (void)message;
    if (facts->is_backlog)
        return g_strdup("inläst i efterhand");
    gint64 age_h = (facts->now - facts->arrived) / 3600;
    return age_h > INK_STALE_AFTER_HOURS
               ? g_strdup_printf("kom in för %d timmar sedan; över %d timmar bekräftas inte "
                                 "automatiskt",
                                 (int)age_h, INK_STALE_AFTER_HOURS)
               : NULL;
}

static char *
find_calendar(const InkMessage *message, const InkTriageFacts *facts)
{
    (void)facts;
    return message->has_calendar ? g_strdup("kalenderbesked") : NULL;
}

static char *
find_automatic_subject(const InkMessage *message, const InkTriageFacts *facts)
{
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
                                         NULL};
    (void)facts;
    g_autofree char *subject = g_utf8_strdown(message->subject, -1);
    for (gsize i = 0; starts[i] != NULL; i++)
        if (g_str_has_prefix(subject, starts[i]))
            return g_strdup_printf("ämnesraden börjar \"%s\"", starts[i]);
    return NULL;
}

/* "Accepterat: Möte …" is an answer to something of ours, never a matter of its own. */
static char *
find_meeting_reply(const InkMessage *message, const InkTriageFacts *facts)
{
    g_autofree char *subject = find_automatic_subject(message, facts);
    return message->has_calendar && subject != NULL ? g_strdup("svar på en mötesinbjudan") : NULL;
}

/* --- the table --------------------------------------------------------------------------------*/

static const struct {
    const char *row;
    InkTriageKind kind;
    FindReason find;
} table[] = {
    {"1", INK_TRIAGE_AUTOMATIC, find_own},
    {"2", INK_TRIAGE_AUTOMATIC, find_empty_return_path},
    {"3", INK_TRIAGE_PERSON, find_bad_return_path},
    {"4", INK_TRIAGE_BOUNCE, find_delivery_report},
    {"5", INK_TRIAGE_AUTOMATIC, find_disposition_report},
    {"6", INK_TRIAGE_AUTOMATIC, find_feedback_report},
    {"6b", INK_TRIAGE_FOLLOWUP, find_other_report},
    {"7", INK_TRIAGE_BOUNCE, find_odd_bounce},
    {"8a", INK_TRIAGE_AUTOMATIC, find_auto_replied},
    {"8b", INK_TRIAGE_PERSON, find_auto_submitted},
    {"9a", INK_TRIAGE_PERSON, find_suppress},
    {"10", INK_TRIAGE_PERSON, find_precedence},
    {"11", INK_TRIAGE_PERSON, find_list},
    {"13", INK_TRIAGE_FOLLOWUP, find_machine_header},
    {"14", INK_TRIAGE_PERSON, find_machine_address},
    {"17", INK_TRIAGE_PERSON, find_odd_sender},
    {"19", INK_TRIAGE_PERSON, find_other_return_path},
    {"19b", INK_TRIAGE_PERSON, find_unusable_address},
    {"20", INK_TRIAGE_PERSON, find_staff_forward},
    {"25", INK_TRIAGE_PERSON, find_cap},
    {"27", INK_TRIAGE_PERSON, find_backlog},
    {"28", INK_TRIAGE_FOLLOWUP, find_calendar},
    {"28b", INK_TRIAGE_AUTOMATIC, find_meeting_reply},
    {"29", INK_TRIAGE_FOLLOWUP, find_automatic_subject},
};

char *
ink_triage_get_reply_address(const InkMessage *message)
{
    const InkAddress *sender = ink_message_get_sender(message);
    const char *address = message->return_path;
    if (message->return_path_kind == INK_RETURN_PATH_ABSENT)
        address = sender != NULL ? sender->address : NULL;
    return ink_address_is_sendable(address) ? g_strdup(address) : NULL;
}

char *
ink_triage_find_wrong_sender(const InkMessage *message, const InkConfig *config)
{
    static const FindReason finders[] = {find_own, find_machine_address, find_odd_sender,
                                         find_staff_forward};
    const InkTriageFacts facts = {.config = config, .loop_mark = ""};
    for (gsize i = 0; i < G_N_ELEMENTS(finders); i++) {
        char *why = finders[i](message, &facts);
        if (why != NULL)
            return why;
    }
    return NULL;
}

static void
reason_free(gpointer data)
{
    InkTriageReason *reason = data;
    g_free(reason->text);
    g_free(reason);
}

InkTriage *
ink_triage_run(const InkMessage *message, const InkTriageFacts *facts)
{
    InkTriage *triage = g_new0(InkTriage, 1);
    triage->reasons = g_ptr_array_new_with_free_func(reason_free);
    triage->reply_to = ink_triage_get_reply_address(message);
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
        char *text = table[i].find(message, facts);
        if (text == NULL)
            continue;
        InkTriageReason *reason = g_new0(InkTriageReason, 1);
        reason->row = table[i].row;
        reason->kind = table[i].kind;
        reason->text = text;
        g_ptr_array_add(triage->reasons, reason);
        triage->kind = MAX(triage->kind, table[i].kind);
    }
    return triage;
}

void
ink_triage_free(InkTriage *triage)
{
    if (triage == NULL)
        return;
    g_ptr_array_unref(triage->reasons);
    g_free(triage->reply_to);
    g_free(triage);
}
