/* SPDX-License-Identifier: MIT
 *
 * The table of reasons not to answer (RFC 3834, RFC 5230 §4.6, RFC 3464, RFC 8098, RFC 5965), in
 * the order in which they decide. A row's predicate returns what it found, in Swedish, or NULL.
 */
#include "triage-private.h"

typedef char *(*FindReason)(const InkMessage *message, const InkTriageFacts *facts);

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
find_dead_address(const InkMessage *message, const InkTriageFacts *facts)
{
    (void)message;
    return facts->is_dead_address ? g_strdup("adressen tar inte emot brev") : NULL;
}

static const struct {
    const char *row;
    InkTriageKind kind;
    FindReason find;
} table[] = {
    {"1", INK_TRIAGE_AUTOMATIC, ink_triage_find_own},
    {"2", INK_TRIAGE_AUTOMATIC, ink_triage_find_empty_return_path},
    {"3", INK_TRIAGE_PERSON, ink_triage_find_bad_return_path},
    {"4", INK_TRIAGE_BOUNCE, ink_triage_find_delivery_report},
    {"5", INK_TRIAGE_AUTOMATIC, ink_triage_find_disposition_report},
    {"6", INK_TRIAGE_AUTOMATIC, ink_triage_find_feedback_report},
    {"6b", INK_TRIAGE_FOLLOWUP, ink_triage_find_other_report},
    {"7", INK_TRIAGE_BOUNCE, ink_triage_find_odd_bounce},
    {"8a", INK_TRIAGE_AUTOMATIC, ink_triage_find_auto_replied},
    {"8b", INK_TRIAGE_PERSON, ink_triage_find_auto_submitted},
    {"9a", INK_TRIAGE_PERSON, ink_triage_find_suppress},
    {"10", INK_TRIAGE_PERSON, ink_triage_find_precedence},
    {"11", INK_TRIAGE_PERSON, ink_triage_find_list},
    {"13", INK_TRIAGE_FOLLOWUP, ink_triage_find_machine_header},
    {"14", INK_TRIAGE_PERSON, ink_triage_find_machine_address},
    {"17", INK_TRIAGE_PERSON, ink_triage_find_odd_sender},
    {"19", INK_TRIAGE_PERSON, ink_triage_find_other_return_path},
    {"19b", INK_TRIAGE_PERSON, ink_triage_find_unusable_address},
    {"20", INK_TRIAGE_PERSON, ink_triage_find_staff_forward},
    {"25", INK_TRIAGE_PERSON, find_cap},
    {"25b", INK_TRIAGE_PERSON, find_dead_address},
    {"27", INK_TRIAGE_PERSON, find_backlog},
    {"28", INK_TRIAGE_FOLLOWUP, ink_triage_find_calendar},
    {"28b", INK_TRIAGE_AUTOMATIC, ink_triage_find_meeting_reply},
    {"29", INK_TRIAGE_FOLLOWUP, ink_triage_find_automatic_subject},
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
    static const FindReason finders[] = {ink_triage_find_own, ink_triage_find_machine_address,
                                         ink_triage_find_odd_sender, ink_triage_find_staff_forward};
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
