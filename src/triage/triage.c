/* SPDX-License-Identifier: MIT
 *
 * The table of reasons not to answer (RFC 3834, RFC 5230 §4.6, RFC 3464, RFC 8098, RFC 5965), in
 * the order in which they decide. A row's predicate returns what it found, in Swedish, or NULL.
 *
 * The numbers are those of the specification; a letter of ours is put after the number for what we
 * add beside it. A row that says KEEP withholds nothing: it is there to be seen.
 */
#include "triage-private.h"

#include "domain.h"

#include <string.h>

typedef enum {
    WITHHOLD,
    KEEP,        /* a remark: the answer may go all the same */
    UNREAD,      /* withhold; looked at only when there is no message to look at */
    FOUND_LATER, /* withhold; another step finds it (ink_triage_add_case) */
} Effect;

#define LOOP "misstänkt slinga"

static const struct {
    const char *row;
    InkTriageKind kind;
    Effect effect;
    InkFindReason find;
    const char *flag, *alert;
} table[] = {
    {"1", INK_TRIAGE_AUTOMATIC, WITHHOLD, ink_triage_find_own, NULL, LOOP},
    {"2", INK_TRIAGE_AUTOMATIC, WITHHOLD, ink_triage_find_empty_return_path, NULL, NULL},
    {"3", INK_TRIAGE_PERSON, WITHHOLD, ink_triage_find_bad_return_path, NULL, NULL},
    {"3b", INK_TRIAGE_PERSON, KEEP, ink_triage_find_no_return_path, NULL, NULL},
    {"4", INK_TRIAGE_BOUNCE, WITHHOLD, ink_triage_find_delivery_report, NULL, NULL},
    {"5", INK_TRIAGE_AUTOMATIC, WITHHOLD, ink_triage_find_disposition_report, NULL, NULL},
    {"6", INK_TRIAGE_AUTOMATIC, WITHHOLD, ink_triage_find_feedback_report, NULL, NULL},
    {"6b", INK_TRIAGE_FOLLOWUP, WITHHOLD, ink_triage_find_other_report, NULL, NULL},
    {"7", INK_TRIAGE_BOUNCE, WITHHOLD, ink_triage_find_odd_bounce, NULL, NULL},
    {"8a", INK_TRIAGE_AUTOMATIC, WITHHOLD, ink_triage_find_auto_replied, NULL, NULL},
    {"8b", INK_TRIAGE_PERSON, WITHHOLD, ink_triage_find_auto_generated, NULL, NULL},
    {"8c", INK_TRIAGE_PERSON, WITHHOLD, ink_triage_find_auto_other, NULL, NULL},
    {"8d", INK_TRIAGE_PERSON, KEEP, ink_triage_find_auto_no, NULL, NULL},
    {"9a", INK_TRIAGE_PERSON, WITHHOLD, ink_triage_find_suppress, NULL, NULL},
    {"9b", INK_TRIAGE_PERSON, KEEP, ink_triage_find_other_suppress, NULL, NULL},
    {"10", INK_TRIAGE_PERSON, WITHHOLD, ink_triage_find_precedence, NULL, NULL},
    {"11", INK_TRIAGE_PERSON, WITHHOLD, ink_triage_find_list, NULL, NULL},
    {"12", INK_TRIAGE_PERSON, WITHHOLD, ink_triage_find_bulk_header, NULL, NULL},
    {"13", INK_TRIAGE_FOLLOWUP, WITHHOLD, ink_triage_find_machine_header, NULL, NULL},
    {"14", INK_TRIAGE_PERSON, WITHHOLD, ink_triage_find_machine_address, NULL, NULL},
    {"15", INK_TRIAGE_PERSON, WITHHOLD, ink_triage_find_role_address, NULL, NULL},
    {"16", INK_TRIAGE_PERSON, WITHHOLD, ink_triage_find_not_to_us, NULL, NULL},
    {"17", INK_TRIAGE_PERSON, WITHHOLD, ink_triage_find_odd_sender, "oklar avsändare", NULL},
    {"18", INK_TRIAGE_PERSON, WITHHOLD, ink_triage_find_unauthenticated, "overifierad avsändare",
     NULL},
    {"19", INK_TRIAGE_PERSON, WITHHOLD, ink_triage_find_other_return_path, NULL, NULL},
    {"19b", INK_TRIAGE_PERSON, WITHHOLD, ink_triage_find_unusable_address, NULL, NULL},
    {"20", INK_TRIAGE_PERSON, KEEP, ink_triage_find_other_reply_to, NULL, NULL},
    {"20b", INK_TRIAGE_PERSON, WITHHOLD, ink_triage_find_staff_forward, NULL, NULL},
    {"21", INK_TRIAGE_PERSON, WITHHOLD, ink_triage_find_spam, NULL, NULL},
    {"22", INK_TRIAGE_PERSON, FOUND_LATER, NULL, NULL, NULL},
    {"23", INK_TRIAGE_PERSON, WITHHOLD, ink_triage_find_repeat, NULL, NULL},
    {"24", INK_TRIAGE_PERSON, WITHHOLD, ink_triage_find_borrowed_id, NULL, NULL},
    {"25", INK_TRIAGE_PERSON, WITHHOLD, ink_triage_find_address_cap, NULL, NULL},
    {"25b", INK_TRIAGE_PERSON, WITHHOLD, ink_triage_find_domain_cap, NULL, NULL},
    {"25c", INK_TRIAGE_PERSON, WITHHOLD, ink_triage_find_breaker, NULL,
     "bekräftelserna är stoppade"},
    {"25d", INK_TRIAGE_PERSON, WITHHOLD, ink_triage_find_dead_address, NULL, NULL},
    {"26", INK_TRIAGE_PERSON, WITHHOLD, ink_triage_find_loop, NULL, LOOP},
    {"27", INK_TRIAGE_PERSON, WITHHOLD, ink_triage_find_backlog, NULL, NULL},
    {"28", INK_TRIAGE_FOLLOWUP, WITHHOLD, ink_triage_find_calendar, NULL, NULL},
    {"28b", INK_TRIAGE_AUTOMATIC, WITHHOLD, ink_triage_find_meeting_reply, NULL, NULL},
    {"28c", INK_TRIAGE_FOLLOWUP, WITHHOLD, ink_triage_find_recall, NULL, NULL},
    {"29", INK_TRIAGE_FOLLOWUP, WITHHOLD, ink_triage_find_automatic_subject, NULL, NULL},
    {"30", INK_TRIAGE_PERSON, UNREAD, ink_triage_find_unread, NULL, NULL},
    {"31", INK_TRIAGE_PERSON, UNREAD, ink_triage_find_over_limit, NULL, "för stort meddelande"},
    {"32", INK_TRIAGE_PERSON, KEEP, ink_triage_find_encrypted, NULL, NULL},
    /* 33: otherwise yes, once. */
};

static const char *
get_address(const InkMessage *message, const InkAuthentication *authentication)
{
    const InkAddress *sender = ink_message_get_sender(message);
    const char *from = sender != NULL ? sender->address : NULL;
    if (message->return_path_kind == INK_RETURN_PATH_ABSENT)
        return from;
    const char *path = message->return_path;
    gboolean is_others =
        path != NULL && from != NULL &&
        !ink_domain_is_aligned(ink_address_get_domain(path), ink_address_get_domain(from));
    return is_others && authentication->is_from_vouched ? from : path;
}

static char *
get_usable(const InkMessage *message, const InkAuthentication *authentication)
{
    const char *address = get_address(message, authentication);
    return ink_address_is_sendable(address) ? g_strdup(address) : NULL;
}

char *
ink_triage_get_reply_address(const InkMessage *message, const InkConfig *config)
{
    InkAuthentication authentication = ink_authentication_find(message, config);
    return get_usable(message, &authentication);
}

char *
ink_triage_get_organisation(const char *address)
{
    return ink_domain_get_organisation(ink_address_get_domain(address));
}

char *
ink_triage_find_wrong_sender(const InkMessage *message, const InkConfig *config)
{
    static const InkFindReason finders[] = {ink_triage_find_own, ink_triage_find_machine_address,
                                            ink_triage_find_odd_sender,
                                            ink_triage_find_staff_forward};
    const InkTriageFacts facts = {.config = config, .loop_mark = ""};
    const InkTriageView view = {.message = message, .facts = &facts};
    for (gsize i = 0; i < G_N_ELEMENTS(finders); i++) {
        char *why = finders[i](&view);
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

static InkTriageReason *
reason_new(gsize row, char *text)
{
    InkTriageReason *reason = g_new0(InkTriageReason, 1);
    reason->row = table[row].row;
    reason->kind = table[row].kind;
    reason->flag = table[row].flag;
    reason->alert = table[row].alert;
    reason->text = text;
    return reason;
}

static gboolean
is_by_subject(InkFindReason find)
{
    return find == ink_triage_find_automatic_subject || find == ink_triage_find_recall;
}

InkTriage *
ink_triage_run(const InkMessage *message, const InkTriageFacts *facts)
{
    InkTriage *triage = g_new0(InkTriage, 1);
    triage->reasons = g_ptr_array_new_with_free_func(reason_free);
    triage->remarks = g_ptr_array_new_with_free_func(reason_free);
    InkTriageView view = {.message = message, .facts = facts};
    gboolean has_mark = FALSE;
    if (message != NULL) {
        view.authentication = ink_authentication_find(message, facts->config);
        view.reply_to = triage->reply_to = get_usable(message, &view.authentication);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
        gboolean is_meant = (table[i].effect == UNREAD) == (message == NULL);
        char *text = is_meant && table[i].find != NULL ? table[i].find(&view) : NULL;
        if (text == NULL)
            continue;
        g_ptr_array_add(table[i].effect == KEEP ? triage->remarks : triage->reasons,
                        reason_new(i, text));
        triage->kind = MAX(triage->kind, table[i].kind);
        triage->is_spam |= table[i].find == ink_triage_find_spam;
        has_mark |= table[i].kind >= INK_TRIAGE_FOLLOWUP && !is_by_subject(table[i].find);
    }
    triage->is_guess = triage->kind >= INK_TRIAGE_FOLLOWUP && !has_mark;
    return triage;
}

static gsize
find_row(const char *row)
{
    gsize i = 0;
    while (!g_str_equal(table[i].row, row))
        i++;
    return i;
}

void
ink_triage_add_case(InkTriage *triage)
{
    gsize row = find_row("22");
    guint place = 0;
    while (place < triage->reasons->len &&
           find_row(((const InkTriageReason *)triage->reasons->pdata[place])->row) < row)
        place++;
    char *text = g_strdup("tillfört ett ärende som redan är bekräftat");
    g_ptr_array_insert(triage->reasons, (gint)place, reason_new(row, text));
}

void
ink_triage_free(InkTriage *triage)
{
    if (triage == NULL)
        return;
    g_ptr_array_unref(triage->reasons);
    g_ptr_array_unref(triage->remarks);
    g_free(triage->reply_to);
    g_free(triage);
}
