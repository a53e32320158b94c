/* SPDX-License-Identifier: MIT
 *
 * The address that a message was sent to: if it is a signed one of ours, it says which case, or
 * which of our letters or questions, the message is about. It is a help and no key: somebody else
 * than the one it was given to is a stranger with it, and so is everybody when it has had its time.
 * Who tries many that are forged is believed in none. Whether an officer may order things with his
 * is another question (steps-orders.c).
 */
#include "pipeline-private.h"

#include "inkom/address-keys.h"
#include "inkom/error.h"
#include "inkom/pending.h"
#include "inkom/text.h"

#include <string.h>

#define GUESSER_ALERT "någon gissar adresser"

static void
add_once(GPtrArray *all, GHashTable *seen, const char *address)
{
    char *lower = ink_text_ascii_lower(address);
    if (g_hash_table_add(seen, lower))
        g_ptr_array_add(all, g_strdup(address));
}

/* Every address that it was sent to, as far as can be seen; char *. */
static GPtrArray *
list_recipients(const InkMessage *message)
{
    GPtrArray *all = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < message->headers->len; i++) {
        const InkHeader *header = message->headers->pdata[i];
        for (const char *const *name = ink_header_recipient_names; *name != NULL; name++) {
            if (g_ascii_strcasecmp(header->name, *name) != 0)
                continue;
            g_autofree char *address = g_strdelimit(g_strdup(header->value), "<>", ' ');
            add_once(all, seen, g_strstrip(address));
        }
    }
    const GPtrArray *lists[] = {message->to, message->cc};
    for (gsize l = 0; l < G_N_ELEMENTS(lists); l++)
        for (guint i = 0; i < lists[l]->len; i++)
            add_once(all, seen, ((const InkAddress *)lists[l]->pdata[i])->address);
    return all;
}

/* Adds what more says; FALSE if that is NULL. */
static gboolean
extend(GPtrArray *all, GPtrArray *more)
{
    if (more != NULL)
        g_ptr_array_extend_and_steal(all, more);
    return more != NULL;
}

/* Those whom letters about the case were written to. For a citizen that is the Return-Path, which
 * may be another address of the party's than the one in From:. */
static gboolean
add_correspondents(InkStore *store, GPtrArray *all, gint64 case_id, InkSentTo *found,
                   GError **error)
{
    return ink_store_find_current_case(store, case_id, &found->case_id, error) &&
           extend(all, ink_store_list_letter_addresses(store, case_id, error)) &&
           extend(all, ink_store_list_parties(store, found->case_id, error));
}

/* The case's officer now, and those who keep registers. */
static gboolean
add_officers(const InkPipeline *pipeline, GPtrArray *all, const InkSentTo *found, GError **error)
{
    const InkConfig *config = pipeline->config;
    if (config->registrar != NULL)
        g_ptr_array_add(all, g_strdup(config->registrar));
    for (guint i = 0; i < config->units->len; i++) {
        const InkUnit *unit = config->units->pdata[i];
        if (unit->registrar != NULL)
            g_ptr_array_add(all, g_strdup(unit->registrar));
    }
    if (found->case_id == 0)
        return TRUE;
    g_autoptr(InkCase) cas = ink_store_get_case(pipeline->store, found->case_id, error);
    if (cas != NULL && cas->officer != NULL)
        g_ptr_array_add(all, g_strdup(cas->officer));
    return cas != NULL;
}

static gboolean
add_recipient(InkStore *store, GPtrArray *all, gint64 letter_id, InkSentTo *found, GError **error)
{
    g_autoptr(GError) failure = NULL;
    g_autoptr(InkOutboxRow) letter = ink_store_get_letter(store, letter_id, &failure);
    if (letter != NULL) {
        found->case_id = letter->case_id;
        g_ptr_array_add(all, g_strdup(letter->to));
    } else if (!g_error_matches(failure, INK_ERROR, INK_ERROR_NOT_FOUND)) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return FALSE;
    }
    return TRUE;
}

static gboolean
add_asked(InkStore *store, GPtrArray *all, gint64 order_id, InkSentTo *found, GError **error)
{
    g_autoptr(InkPendingOrder) order = NULL;
    if (!ink_store_find_pending(store, order_id, &order, error))
        return FALSE;
    if (order == NULL || order->nonce == NULL)
        return TRUE;
    found->case_id = order->case_id;
    g_ptr_array_add(all, ink_pending_order_get_party(order));
    return TRUE;
}

/* Whom the address may have been given to, char *. */
static GPtrArray *
list_candidates(const InkPipeline *pipeline, const InkSignedAddress *address, InkSentTo *found,
                GError **error)
{
    InkStore *store = pipeline->store;
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(g_free);
    gboolean is_good = FALSE;
    switch (address->purpose) {
    case INK_PURPOSE_REPLY:
        is_good = add_correspondents(store, all, address->id, found, error);
        break;
    case INK_PURPOSE_OFFICER:
        is_good = add_correspondents(store, all, address->id, found, error) &&
                  add_officers(pipeline, all, found, error);
        break;
    case INK_PURPOSE_CONFIRM:
        is_good = add_asked(store, all, address->id, found, error);
        break;
    case INK_PURPOSE_BOUNCE:
    default:
        is_good = add_recipient(store, all, address->id, found, error);
        break;
    }
    return is_good ? g_steal_pointer(&all) : NULL;
}

static void
take(const InkSignedAddress *address, const char *party, InkSentTo *found)
{
    static const InkSentToKind kinds[] = {[INK_PURPOSE_REPLY] = INK_SENT_TO_CASE,
                                          [INK_PURPOSE_BOUNCE] = INK_SENT_TO_LETTER,
                                          [INK_PURPOSE_OFFICER] = INK_SENT_TO_OFFICER,
                                          [INK_PURPOSE_CONFIRM] = INK_SENT_TO_CONFIRM};
    found->kind = kinds[address->purpose];
    found->id = address->id;
    /* The nonce of a pending order stands after the officer. */
    found->party = g_strndup(party, strcspn(party, " "));
}

static gboolean
check(const InkPipeline *pipeline, const InkSignedAddress *address, InkSentTo *found,
      GError **error)
{
    g_autoptr(GError) failure = NULL;
    g_autoptr(InkAddressKey) key =
        ink_store_find_address_key(pipeline->store, address->key_id, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return FALSE;
    }
    g_autoptr(GPtrArray) candidates = list_candidates(pipeline, address, found, error);
    if (candidates == NULL)
        return FALSE;
    found->kind = INK_SENT_TO_FORGED;
    for (guint i = 0; key != NULL && i < candidates->len; i++)
        if (ink_signed_address_check(address, key->secret, pipeline->config->from,
                                     candidates->pdata[i])) {
            take(address, candidates->pdata[i], found);
            return TRUE;
        }
    return TRUE;
}

gboolean
ink_sent_to_find(InkPipeline *pipeline, const char *recipient, InkSentTo *out_found, GError **error)
{
    const InkConfig *config = pipeline->config;
    InkSignedAddress address;
    *out_found = (InkSentTo){0};
    if (config->delimiter == '\0' ||
        !ink_signed_address_read(recipient, config->from, config->delimiter, &address))
        return TRUE;
    if (!check(pipeline, &address, out_found, error))
        return FALSE;
    out_found->is_late = ink_clock_today(pipeline->clock) > address.last_day;
    return TRUE;
}

void
ink_sent_to_clear(InkSentTo *found)
{
    g_clear_pointer(&found->party, g_free);
}

/* Who has tried them: by the domain in From:, apart where our own server says that it is false, or
 * anybody could have somebody else's addresses shut off. */
static char *
get_source(const InkWork *work)
{
    const InkConfig *config = work->pipeline->config;
    const InkAddress *sender = ink_message_get_sender(work->message);
    if (sender == NULL)
        return g_strdup("okänd avsändare");
    char *source = ink_triage_get_source(sender->address, config);
    if (ink_triage_find_vouching(work->message, config, NULL) != INK_VOUCHING_NO)
        return source;
    char *false_source = g_strconcat("falskt ", source, NULL);
    g_free(source);
    return false_source;
}

static gboolean
find_best(InkWork *work, GError **error)
{
    g_autoptr(GPtrArray) recipients = list_recipients(work->message);
    for (guint i = 0; i < recipients->len && work->verdict->forged < INK_FORGED_MAX; i++) {
        g_auto(InkSentTo) found = {0};
        if (!ink_sent_to_find(work->pipeline, recipients->pdata[i], &found, error))
            return FALSE;
        work->verdict->forged += found.kind == INK_SENT_TO_FORGED;
        work->signed_addresses += found.kind > INK_SENT_TO_FORGED;
        if (found.kind == INK_SENT_TO_PLAIN || work->sent_to.kind >= found.kind)
            continue;
        ink_sent_to_clear(&work->sent_to);
        work->sent_to = found;
        found.party = NULL;
    }
    return TRUE;
}

/* Nobody guesses 128 bits, but somebody who tries is up to something, and may have found another
 * way: what he is right about is not believed either. */
static gboolean
stop_guesser(InkWork *work, GError **error)
{
    InkVerdict *verdict = work->verdict;
    gint64 earlier;
    verdict->source = get_source(work);
    if (!ink_store_count_forged(work->pipeline->store, verdict->source, INK_FORGED_WINDOW_S,
                                &earlier, error))
        return FALSE;
    gint64 all = earlier + verdict->forged;
    work->is_guesser = all >= INK_FORGED_MAX;
    if (!work->is_guesser)
        return TRUE;
    if (work->sent_to.kind != INK_SENT_TO_PLAIN)
        ink_decision_add_reason(work->decision,
                                "%s har skrivit till %" G_GINT64_FORMAT " falska adresser den "
                                "senaste timmen: inga signerade adresser räknas därifrån",
                                verdict->source, all);
    if (verdict->forged > 0)
        verdict->alert = GUESSER_ALERT;
    ink_sent_to_clear(&work->sent_to);
    work->sent_to = (InkSentTo){0};
    return TRUE;
}

gboolean
ink_step_address(InkWork *work, GError **error)
{
    if (work->is_repeat || work->pipeline->config->delimiter == '\0')
        return TRUE;
    if (!find_best(work, error) || !stop_guesser(work, error))
        return FALSE;
    if (work->sent_to.kind == INK_SENT_TO_FORGED)
        ink_decision_add_reason(work->decision,
                                "sänt till en signerad adress som inte är äkta; den räknas inte");
    return TRUE;
}
