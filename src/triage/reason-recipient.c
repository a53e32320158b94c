/* SPDX-License-Identifier: MIT
 *
 * Reasons not to answer: it was not written to us (RFC 5230 §4.5), or it goes round.
 */
#include "triage-private.h"

#include "trace.h"

#include "inkom/text.h"

#define ADDRESS_MAX 200 /* characters of an address that are shown in a reason */

static gboolean
has_own(const InkConfig *config, const GPtrArray *addresses)
{
    for (guint i = 0; i < addresses->len; i++)
        if (ink_triage_is_own(config, ((const InkAddress *)addresses->pdata[i])->address))
            return TRUE;
    return FALSE;
}

static gboolean
has_own_in_field(const InkConfig *config, const InkMessage *message, const char *name)
{
    guint at = 0;
    for (const InkHeader *header; (header = ink_triage_next_header(message, name, &at)) != NULL;) {
        g_auto(GStrv) addresses = ink_triage_list_addresses(header->value);
        for (char **address = addresses; *address != NULL; address++)
            if (ink_triage_is_own(config, *address))
                return TRUE;
    }
    return FALSE;
}

char *
ink_triage_find_not_to_us(const InkTriageView *view)
{
    static const char *const fields[] = {"Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc"};
    const InkConfig *config = view->facts->config;
    if (has_own(config, view->message->to) || has_own(config, view->message->cc))
        return NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(fields); i++)
        if (has_own_in_field(config, view->message, fields[i]))
            return NULL;
    return g_strdup("ingen av våra adresser står bland mottagarna");
}

/* Each server that delivers to an address writes its name above what was there. Once is how the
 * message came here; below somebody else's Received:, or twice, it has been here before. */
static char *
find_own_delivery(const InkMessage *message, const InkConfig *config)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    guint own = ink_trace_count_own(message, config->hosts);
    for (guint i = 0; i < message->headers->len; i++) {
        const InkHeader *header = message->headers->pdata[i];
        if (g_ascii_strcasecmp(header->name, "Delivered-To") != 0)
            continue;
        g_autofree char *address = ink_header_get_token(header->value);
        if (ink_triage_is_own(config, address) &&
            (!g_hash_table_add(seen, g_strdup(address)) || (i > own && config->hosts[0] != NULL)))
            return g_steal_pointer(&address);
    }
    return NULL;
}

char *
ink_triage_find_loop(const InkTriageView *view)
{
    const InkMessage *message = view->message;
    if (message->received->len > INK_RECEIVED_MAX)
        return g_strdup_printf("brevet har gått genom %u servrar (Received), fler än %d",
                               message->received->len, INK_RECEIVED_MAX);
    g_autofree char *address = find_own_delivery(message, view->facts->config);
    if (address == NULL)
        return NULL;
    g_autofree char *shown = ink_text_one_line(address, ADDRESS_MAX);
    return g_strdup_printf("brevet har redan varit hos oss (Delivered-To: %s)", shown);
}
