/* SPDX-License-Identifier: MIT
 *
 * Reasons not to answer: who wrote it, and where an answer would go.
 */
#include "triage-private.h"

#include "domain.h"

#include "inkom/parse.h"

#include <string.h>

static char *
find_own_sender(const InkMessage *message, const InkConfig *config)
{
    guint at = 0;
    for (const InkHeader *header;
         (header = ink_triage_next_header(message, "Sender", &at)) != NULL;) {
        g_auto(GStrv) addresses = ink_triage_list_addresses(header->value);
        for (char **address = addresses; *address != NULL; address++)
            if (ink_triage_is_own(config, *address))
                return g_strdup_printf("Sender %s är vår egen adress", *address);
    }
    return NULL;
}

char *
ink_triage_find_own(const InkTriageView *view)
{
    const InkMessage *message = view->message;
    guint at = 0;
    for (const InkHeader *header;
         (header = ink_triage_next_header(message, "X-Inkom-Loop", &at)) != NULL;)
        if (g_str_equal(header->value, view->facts->loop_mark))
            return g_strdup("brevet bär vårt eget märke (X-Inkom-Loop)");
    if (view->facts->is_own_letter)
        return g_strdup("brevet är ett av våra egna (Message-ID)");
    for (guint i = 0; i < message->from->len; i++) {
        const InkAddress *from = message->from->pdata[i];
        if (ink_triage_is_own(view->facts->config, from->address))
            return g_strdup_printf("avsändaren %s är vår egen adress", from->address);
    }
    char *own_sender = find_own_sender(message, view->facts->config);
    if (own_sender != NULL)
        return own_sender;
    if (message->return_path != NULL &&
        ink_triage_is_own(view->facts->config, message->return_path))
        return g_strdup_printf("Return-Path %s är vår egen adress", message->return_path);
    return NULL;
}

char *
ink_triage_find_odd_sender(const InkTriageView *view)
{
    const InkMessage *message = view->message;
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

char *
ink_triage_find_unauthenticated(const InkTriageView *view)
{
    InkReplyTo policy = view->facts->config->reply_to;
    InkAuthVerdict verdict = view->authentication.verdict;
    gboolean is_good =
        policy == INK_REPLY_TO_AUTHENTICATED ? verdict == INK_AUTH_PASS : verdict != INK_AUTH_FAIL;
    return policy == INK_REPLY_TO_ANY || is_good || view->facts->is_vouched
               ? NULL
               : g_strdup(view->authentication.why);
}

char *
ink_triage_find_other_return_path(const InkTriageView *view)
{
    const InkMessage *message = view->message;
    const InkAddress *sender = ink_message_get_sender(message);
    if (message->return_path == NULL || sender == NULL || view->authentication.is_from_vouched ||
        ink_domain_is_aligned(ink_address_get_domain(message->return_path),
                              ink_address_get_domain(sender->address)))
        return NULL;
    return g_strdup_printf("Return-Path %s hör inte ihop med avsändaren %s", message->return_path,
                           sender->address);
}

/* Policy, not a fault: a store that strips Return-Path leaves From to write to. */
char *
ink_triage_find_no_return_path(const InkTriageView *view)
{
    return view->message->return_path_kind == INK_RETURN_PATH_ABSENT && view->reply_to != NULL
               ? g_strdup_printf("Return-Path saknas; bekräftelsen går till avsändaren %s",
                                 view->reply_to)
               : NULL;
}

/* Reply-To is a wish that anybody can write: an officer may follow it, an automatic letter never
 * does. */
char *
ink_triage_find_other_reply_to(const InkTriageView *view)
{
    const GPtrArray *wishes = view->message->reply_to;
    const InkAddress *sender = ink_message_get_sender(view->message);
    for (guint i = 0; i < wishes->len; i++) {
        const char *wish = ((const InkAddress *)wishes->pdata[i])->address;
        if (sender == NULL || !g_str_equal(wish, sender->address))
            return g_strdup_printf("Reply-To %s används aldrig för automatiska brev", wish);
    }
    return NULL;
}

char *
ink_triage_find_unusable_address(const InkTriageView *view)
{
    return view->reply_to == NULL ? g_strdup("det finns ingen adress som går att skriva till")
                                  : NULL;
}

/* A manager who passes a citizen's mail on is not the one who waits for a receipt. */
char *
ink_triage_find_staff_forward(const InkTriageView *view)
{
    const InkMessage *message = view->message;
    const InkAddress *sender = ink_message_get_sender(message);
    if (sender == NULL || !ink_config_is_staff(view->facts->config, sender->address))
        return NULL;
    return ink_subject_is_forward(message->subject)
               ? g_strdup("vidarebefordrat av personal: fastställ den verkliga avsändaren")
               : NULL;
}
