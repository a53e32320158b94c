/* SPDX-License-Identifier: MIT
 *
 * Reasons not to answer: who wrote it, and where an answer would go.
 */
#include "triage-private.h"

#include "inkom/parse.h"

#include <string.h>

/* Sender: is one mailbox (RFC 5322 §3.6.2): what stands in its brackets, or its last word. */
static char *
find_own_sender(const InkMessage *message, const InkConfig *config)
{
    guint at = 0;
    for (const InkHeader *header;
         (header = ink_triage_next_header(message, "Sender", &at)) != NULL;) {
        g_autofree char *plain = ink_triage_get_token(header->value);
        char *address = strrchr(plain, '<');
        address = address != NULL ? address + 1 : strrchr(plain, ' ');
        address = address != NULL ? g_strstrip(address) : plain;
        address[strcspn(address, ">")] = '\0';
        if (ink_config_is_own_address(config, address))
            return g_strdup_printf("Sender %s är vår egen adress", address);
    }
    return NULL;
}

char *
ink_triage_find_own(const InkMessage *message, const InkTriageFacts *facts)
{
    guint at = 0;
    for (const InkHeader *header;
         (header = ink_triage_next_header(message, "X-Inkom-Loop", &at)) != NULL;)
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

char *
ink_triage_find_odd_sender(const InkMessage *message, const InkTriageFacts *facts)
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

char *
ink_triage_find_other_return_path(const InkMessage *message, const InkTriageFacts *facts)
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

char *
ink_triage_find_unusable_address(const InkMessage *message, const InkTriageFacts *facts)
{
    (void)facts;
    g_autofree char *address = ink_triage_get_reply_address(message);
    return address == NULL ? g_strdup("det finns ingen adress som går att skriva till") : NULL;
}

/* A manager who passes a citizen's mail on is not the one who waits for a receipt. */
char *
ink_triage_find_staff_forward(const InkMessage *message, const InkTriageFacts *facts)
{
    const InkAddress *sender = ink_message_get_sender(message);
    if (sender == NULL ||
        !ink_config_is_own_domain(facts->config, ink_address_get_domain(sender->address)))
        return NULL;
    return ink_subject_is_forward(message->subject)
               ? g_strdup("vidarebefordrat av personal: fastställ den verkliga avsändaren")
               : NULL;
}
