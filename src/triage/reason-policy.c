/* SPDX-License-Identifier: MIT
 *
 * Reasons not to answer that do not stand in the message: what our filter says, what was seen
 * before, how many receipts have gone, how old it is, whether it could be read.
 */
#include "triage-private.h"

#include "domain.h"
#include "trace.h"

#include <string.h>

/* A search that meets a limit is no "no". */
static gboolean
is_spam_mark(const InkConfig *config, const char *value)
{
    InkPatternScratch *scratch = ink_pattern_scratch_new();
    InkSpan span;
    InkMatch match =
        ink_pattern_find(config->spam_pattern, scratch, value, strlen(value), 0, &span);
    ink_pattern_scratch_free(scratch);
    return match != INK_MATCH_NO;
}

/* Only where our own servers write: what other people's filters think is theirs. */
char *
ink_triage_find_spam(const InkTriageView *view)
{
    const InkConfig *config = view->facts->config;
    if (config->spam_header == NULL)
        return NULL;
    guint own = ink_trace_count_own(view->message, config->hosts);
    for (guint i = 0; i < own; i++) {
        const InkHeader *header = view->message->headers->pdata[i];
        if (g_ascii_strcasecmp(header->name, config->spam_header) == 0 &&
            is_spam_mark(config, header->value))
            return ink_triage_describe(header);
    }
    return NULL;
}

char *
ink_triage_find_repeat(const InkTriageView *view)
{
    return view->facts->is_repeat ? g_strdup("meddelandet är redan omhändertaget") : NULL;
}

char *
ink_triage_find_borrowed_id(const InkTriageView *view)
{
    return view->facts->has_borrowed_id
               ? g_strdup("samma Message-ID som ett annat meddelande, men annat innehåll")
               : NULL;
}

char *
ink_triage_find_address_cap(const InkTriageView *view)
{
    const InkTriageFacts *facts = view->facts;
    return facts->receipts.address_day >= facts->config->receipts.per_address
               ? g_strdup_printf("%" G_GINT64_FORMAT
                                 " bekräftelser har redan gått till adressen det senaste dygnet",
                                 facts->receipts.address_day)
               : NULL;
}

/* Our own domain is many people's too: all staff write from it. */
static gboolean
is_shared(const char *domain, const char *organisation, const InkConfig *config)
{
    return ink_domain_is_freemail(organisation) || ink_config_is_own_domain(config, domain) ||
           ink_config_is_own_domain(config, organisation);
}

gint64
ink_triage_get_domain_cap(const char *address, const InkConfig *config)
{
    const char *domain = ink_address_get_domain(address);
    g_autofree char *organisation = ink_domain_get_organisation(domain);
    return is_shared(domain, organisation, config) ? config->receipts.per_freemail_domain
                                                   : config->receipts.per_domain;
}

char *
ink_triage_get_source(const char *address, const InkConfig *config)
{
    const char *domain = ink_address_get_domain(address);
    g_autofree char *organisation = ink_domain_get_organisation(domain);
    return is_shared(domain, organisation, config) ? g_strdup(address)
                                                   : g_steal_pointer(&organisation);
}

char *
ink_triage_find_domain_cap(const InkTriageView *view)
{
    const InkTriageFacts *facts = view->facts;
    if (view->reply_to == NULL ||
        facts->receipts.domain_hour < ink_triage_get_domain_cap(view->reply_to, facts->config))
        return NULL;
    g_autofree char *organisation = ink_triage_get_organisation(view->reply_to);
    return g_strdup_printf("%" G_GINT64_FORMAT
                           " bekräftelser har redan gått till %s den senaste timmen",
                           facts->receipts.domain_hour, organisation);
}

char *
ink_triage_find_breaker(const InkTriageView *view)
{
    const InkTriageFacts *facts = view->facts;
    return facts->receipts.all_minute >= facts->config->receipts.per_minute
               ? g_strdup_printf("%" G_GINT64_FORMAT
                                 " bekräftelser har skickats den senaste minuten; fler skickas "
                                 "inte av sig själva",
                                 facts->receipts.all_minute)
               : NULL;
}

char *
ink_triage_find_dead_address(const InkTriageView *view)
{
    return view->facts->is_dead_address ? g_strdup("adressen tar inte emot brev") : NULL;
}

char *
ink_triage_find_backlog(const InkTriageView *view)
{
    const InkTriageFacts *facts = view->facts;
    if (facts->is_backlog)
        return g_strdup("inläst i efterhand");
    gint64 age_h = (facts->now - facts->arrived) / 3600;
    return age_h > INK_STALE_AFTER_HOURS
               ? g_strdup_printf("kom in för %" G_GINT64_FORMAT
                                 " timmar sedan; över %d timmar bekräftas inte automatiskt",
                                 age_h, INK_STALE_AFTER_HOURS)
               : NULL;
}

char *
ink_triage_find_unread(const InkTriageView *view)
{
    return view->facts->is_over_limit ? NULL : g_strdup("meddelandet kunde inte läsas");
}

char *
ink_triage_find_over_limit(const InkTriageView *view)
{
    return view->facts->is_over_limit ? g_strdup("meddelandet är för stort och bara huvudet är "
                                                 "hämtat; resten ligger kvar i brevlådan")
                                      : NULL;
}

/* The receipt says nothing of what stands in the message, so it can go for one that nobody can
 * read. */
char *
ink_triage_find_encrypted(const InkTriageView *view)
{
    return view->message->is_encrypted ? g_strdup("meddelandet är krypterat och kan inte läsas")
                                       : NULL;
}
