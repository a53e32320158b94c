/* SPDX-License-Identifier: MIT
 *
 * Reasons not to answer: a machine wrote it, and says so (RFC 3834 §5, RFC 2369, RFC 2919).
 */
#include "triage-private.h"

#include "machine-address.h"

#include <string.h>

char *
ink_triage_find_auto_replied(const InkTriageView *view)
{
    const InkMessage *message = view->message;
    return ink_triage_find_token(message, "Auto-Submitted",
                                 (const char *const[]){"auto-replied", NULL});
}

char *
ink_triage_find_auto_generated(const InkTriageView *view)
{
    return ink_triage_find_token(view->message, "Auto-Submitted",
                                 (const char *const[]){"auto-generated", NULL});
}

/* The first Auto-Submitted: whose whole value is among the words, or is not. */
static char *
find_auto_submitted(const InkMessage *message, const char *const *words, gboolean is_among)
{
    guint at = 0;
    for (const InkHeader *header;
         (header = ink_triage_next_header(message, "Auto-Submitted", &at)) != NULL;) {
        g_autofree char *token = ink_header_get_token(header->value);
        if (g_strv_contains(words, token) == is_among)
            return ink_triage_describe(header);
    }
    return NULL;
}

/* auto-notified (RFC 5436), or a word that nobody has defined yet. */
char *
ink_triage_find_auto_other(const InkTriageView *view)
{
    return find_auto_submitted(
        view->message, (const char *const[]){"no", "auto-replied", "auto-generated", NULL}, FALSE);
}

char *
ink_triage_find_auto_no(const InkTriageView *view)
{
    return find_auto_submitted(view->message, (const char *const[]){"no", NULL}, TRUE);
}

/* Words between commas, and between the semicolons that some put there. */
static gboolean
names_replies(const char *value)
{
    g_auto(GStrv) parts = g_strsplit(value, ";", -1);
    for (char **part = parts; *part != NULL; part++) {
        g_autofree char *plain = ink_header_get_token(*part);
        g_auto(GStrv) words = g_strsplit_set(plain, ", \t", -1);
        if (g_strv_contains((const char *const *)words, "all") ||
            g_strv_contains((const char *const *)words, "autoreply"))
            return TRUE;
    }
    return FALSE;
}

/* "DR, AutoReply" … Only All and AutoReply speak of a reply like ours; Exchange stamps the header
 * on people's own mail, so it says nothing about who wrote. */
static char *
find_suppress(const InkMessage *message, gboolean is_of_replies)
{
    guint at = 0;
    for (const InkHeader *header;
         (header = ink_triage_next_header(message, "X-Auto-Response-Suppress", &at)) != NULL;)
        if (names_replies(header->value) == is_of_replies)
            return ink_triage_describe(header);
    return NULL;
}

char *
ink_triage_find_suppress(const InkTriageView *view)
{
    return find_suppress(view->message, TRUE);
}

char *
ink_triage_find_other_suppress(const InkTriageView *view)
{
    return find_suppress(view->message, FALSE);
}

char *
ink_triage_find_precedence(const InkTriageView *view)
{
    const InkMessage *message = view->message;
    return ink_triage_find_token(
        message, "Precedence",
        (const char *const[]){"bulk", "junk", "list", "auto_reply", "auto-reply", NULL});
}

/* Any List-… of a mailing list (RFC 2369, RFC 2919). */
char *
ink_triage_find_list(const InkTriageView *view)
{
    const InkMessage *message = view->message;
    for (guint i = 0; i < message->headers->len; i++) {
        const InkHeader *header = message->headers->pdata[i];
        if (g_ascii_strncasecmp(header->name, "List-", strlen("List-")) == 0 &&
            g_ascii_strcasecmp(header->name, "List-Unsubscribe-Post") != 0)
            return ink_triage_describe(header);
    }
    return ink_triage_find_any_header(message, (const char *const[]){"Mailing-List", NULL});
}

/* What only those who send to thousands write (RFC 8058). The address in it is never called. */
char *
ink_triage_find_bulk_header(const InkTriageView *view)
{
    return ink_triage_find_any_header(
        view->message, (const char *const[]){"List-Unsubscribe-Post", "Feedback-ID", NULL});
}

char *
ink_triage_find_machine_header(const InkTriageView *view)
{
    const InkMessage *message = view->message;
    return ink_triage_find_any_header(
        message, (const char *const[]){"X-Autoreply", "X-Autorespond", "X-Autoresponse",
                                       "X-AutoReply-From", "X-Mail-Autoreply",
                                       "X-FC-Machinegenerated", "X-Loop", "X-Inkom-Loop", NULL});
}

char *
ink_triage_find_machine_address(const InkTriageView *view)
{
    const InkMessage *message = view->message;
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

/* Often people, and as often gateways like this one (RFC 2142): one receipt a day is enough. */
char *
ink_triage_find_role_address(const InkTriageView *view)
{
    static const char *const roles[] = {"postmaster", "abuse", "registrator", "info", NULL};
    if (view->reply_to == NULL || view->facts->receipts.address_day < INK_ROLE_RECEIPTS_MAX)
        return NULL;
    g_autofree char *bare = ink_address_bare(view->reply_to);
    g_autofree char *local = ink_triage_get_local_part(bare);
    return g_strv_contains(roles, local)
               ? g_strdup_printf("%s är en funktionsadress och har redan fått en bekräftelse det "
                                 "senaste dygnet",
                                 view->reply_to)
               : NULL;
}
