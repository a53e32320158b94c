/* SPDX-License-Identifier: MIT
 *
 * Reasons not to answer: a machine wrote it, and says so (RFC 3834 §5, RFC 2369, RFC 2919).
 */
#include "triage-private.h"

#include "machine-address.h"

#include <string.h>

char *
ink_triage_find_auto_replied(const InkMessage *message, const InkTriageFacts *facts)
{
    (void)facts;
    return ink_triage_find_token(message, "Auto-Submitted",
                                 (const char *const[]){"auto-replied", NULL});
}

char *
ink_triage_find_auto_submitted(const InkMessage *message, const InkTriageFacts *facts)
{
    (void)facts;
    guint at = 0;
    for (const InkHeader *header;
         (header = ink_triage_next_header(message, "Auto-Submitted", &at)) != NULL;) {
        g_autofree char *token = ink_triage_get_token(header->value);
        if (!g_str_equal(token, "no") && !g_str_equal(token, "auto-replied"))
            return ink_triage_describe(header);
    }
    return NULL;
}

/* A list of words: "DR, AutoReply" … Only All and AutoReply speak of a reply like ours; Exchange
 * stamps the header on people's own mail, so it says nothing about who wrote. */
char *
ink_triage_find_suppress(const InkMessage *message, const InkTriageFacts *facts)
{
    (void)facts;
    guint at = 0;
    for (const InkHeader *header;
         (header = ink_triage_next_header(message, "X-Auto-Response-Suppress", &at)) != NULL;) {
        g_autofree char *plain = ink_triage_get_token(header->value);
        g_auto(GStrv) words = g_strsplit_set(plain, ", \t", -1);
        if (g_strv_contains((const char *const *)words, "all") ||
            g_strv_contains((const char *const *)words, "autoreply"))
            return ink_triage_describe(header);
    }
    return NULL;
}

char *
ink_triage_find_precedence(const InkMessage *message, const InkTriageFacts *facts)
{
    (void)facts;
    return ink_triage_find_token(message, "Precedence",
                                 (const char *const[]){"bulk", "junk", "list", "auto_reply", NULL});
}

/* Any List-…: (RFC 2369, RFC 2919, RFC 8058). */
char *
ink_triage_find_list(const InkMessage *message, const InkTriageFacts *facts)
{
    (void)facts;
    for (guint i = 0; i < message->headers->len; i++) {
        const InkHeader *header = message->headers->pdata[i];
        if (g_ascii_strncasecmp(header->name, "List-", strlen("List-")) == 0)
            return ink_triage_describe(header);
    }
    return ink_triage_find_any_header(message,
                                      (const char *const[]){"Mailing-List", "Feedback-ID", NULL});
}

char *
ink_triage_find_machine_header(const InkMessage *message, const InkTriageFacts *facts)
{
    (void)facts;
    return ink_triage_find_any_header(
        message, (const char *const[]){"X-Autoreply", "X-Autorespond", "X-Autoresponse",
                                       "X-AutoReply-From", "X-Mail-Autoreply",
                                       "X-FC-Machinegenerated", "X-Loop", "X-Inkom-Loop", NULL});
}

char *
ink_triage_find_machine_address(const InkMessage *message, const InkTriageFacts *facts)
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
