/* SPDX-License-Identifier: MIT
 *
 * The letters that Inkom writes by itself. Nothing of what the sender wrote is ever in them, and
 * not the sender's name either: an automatic letter cannot be made to carry other people's words.
 */
#include "pipeline-private.h"

#include "inkom/address-keys.h"
#include "inkom/compose.h"
#include "inkom/delivery.h"
#include "inkom/error.h"
#include "inkom/journal.h"

#include <string.h>

#define LABEL_WIDTH 14 /* "Diarienummer: " */

const char *
ink_reply_get_language(const InkPipeline *pipeline, const char *template_name, const char *wished)
{
    return wished != NULL && ink_templates_has(pipeline->templates, wished, template_name) ? wished
                                                                                           : "sv";
}

/* A broken Message-ID is not quoted back. */
static gboolean
may_name(const InkMessage *message)
{
    return message->message_id != NULL && ink_letter_may_name_id(message->message_id);
}

/* References: those of the letter we answer, then the letter itself (RFC 5322 §3.6.4). */
static GPtrArray *
list_references(const InkMessage *message)
{
    GPtrArray *ids = g_ptr_array_new();
    if (message != NULL) {
        for (char **id = message->references; *id != NULL; id++)
            if (ink_letter_may_name_id(*id) && g_strcmp0(*id, message->message_id) != 0)
                g_ptr_array_add(ids, *id);
        if (may_name(message))
            g_ptr_array_add(ids, message->message_id);
    }
    g_ptr_array_add(ids, NULL);
    return ids;
}

GHashTable *
ink_reply_new_values(const InkPipeline *pipeline)
{
    GHashTable *values = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    g_hash_table_insert(values, "organisation", g_strdup(pipeline->config->organisation));
    g_hash_table_insert(values, "inbox", g_strdup(pipeline->config->from));
    if (pipeline->config->privacy_url != NULL)
        g_hash_table_insert(values, "privacy_url", g_strdup(pipeline->config->privacy_url));
    return values;
}

/* What the routine calls the officer (C15): in a sentence, and before the name in a table. */
static void
add_title(const InkRoutine *routine, GHashTable *values)
{
    g_autofree char *first = g_utf8_substring(routine->officer_title, 0, 1);
    g_autofree char *capital = g_utf8_strup(first, -1);
    g_autofree char *label =
        g_strconcat(capital, routine->officer_title + strlen(first), ":", NULL);
    int spaces = LABEL_WIDTH - (int)g_utf8_strlen(label, -1);
    g_hash_table_insert(values, "called", g_strdup(routine->officer_title));
    g_hash_table_insert(values, "called_label",
                        g_strdup_printf("%s%*s", label, MAX(spaces, 1), ""));
}

GHashTable *
ink_reply_get_case_values(const InkPipeline *pipeline, const InkCase *cas, const char *language)
{
    GHashTable *values = ink_reply_new_values(pipeline);
    const InkUnit *unit = ink_config_find_unit(pipeline->config, cas->unit);
    add_title(unit->routine, values);
    g_hash_table_insert(values, "unit_name", g_strdup(unit->name));
    g_hash_table_insert(values, "dnr", g_strdup(cas->dnr));
    g_hash_table_insert(values, "arrived", ink_day_format_long(cas->arrived, language));
    if (cas->due != INK_DAY_NONE && cas->status == INK_CASE_OPEN) /* else it has been kept */
        g_hash_table_insert(values, "due", ink_day_format_long(cas->due, language));
    const InkOfficer *officer =
        cas->officer != NULL ? ink_config_find_officer_by_address(pipeline->config, cas->officer)
                             : NULL;
    if (officer != NULL) /* B22: who answers for the case */
        g_hash_table_insert(values, "officer", g_strdup(officer->name));
    return values;
}

/* An address that only this party has for this; the inbox where the server cannot have such, or
 * there is nothing that it could be about. */
gboolean
ink_reply_make_address(InkPipeline *pipeline, InkPurpose purpose, gint64 id, const char *party,
                       int days, char **out_address, GError **error)
{
    const InkConfig *config = pipeline->config;
    *out_address = NULL;
    if (config->delimiter != '\0' && id != 0) {
        g_autoptr(InkAddressKey) key = ink_store_get_signing_key(pipeline->store, error);
        if (key == NULL)
            return FALSE;
        *out_address = ink_signed_address_new(key, config->from, config->delimiter, purpose, id,
                                              party, ink_clock_today(pipeline->clock) + days);
    }
    if (*out_address == NULL)
        *out_address = g_strdup(config->from);
    return TRUE;
}

gboolean
ink_pipeline_make_bounce_address(InkPipeline *pipeline, const InkOutboxRow *letter,
                                 char **out_address, GError **error)
{
    return ink_reply_make_address(pipeline, INK_PURPOSE_BOUNCE, letter->id, letter->to,
                                  INK_BOUNCE_ADDRESS_DAYS, out_address, error);
}

/* A letter from the inbox, in the template's words. */
InkOutboxRow *
ink_reply_write(InkPipeline *pipeline, InkLetter *letter, const char *language,
                const char *template_name, GHashTable *values, GBytes **out_bytes, GError **error)
{
    GBytes *key = ink_store_get_key(pipeline->store, error);
    if (key == NULL)
        return NULL;
    g_autofree char *subject = NULL, *body = NULL;
    if (!ink_templates_render(pipeline->templates, language, template_name, values, &subject, &body,
                              error))
        return NULL;
    const InkConfig *config = pipeline->config;
    g_autofree char *message_id = ink_own_id_new(key, ink_address_get_domain(config->from));
    letter->from_name = config->from_name;
    letter->from = config->from;
    letter->subject = subject;
    letter->body = body;
    letter->message_id = message_id;
    letter->date = ink_clock_now(pipeline->clock);
    letter->zone = ink_clock_get_zone(pipeline->clock);
    letter->loop_mark = pipeline->loop_mark;
    GBytes *bytes = ink_letter_compose(letter, error);
    if (bytes == NULL)
        return NULL;
    *out_bytes = bytes;
    InkOutboxRow *row = ink_outbox_row_new();
    row->to = g_strdup(letter->to);
    row->organisation = ink_triage_get_organisation(letter->to);
    row->message_id = g_steal_pointer(&message_id);
    return row;
}

InkOutboxRow *
ink_reply_compose(InkPipeline *pipeline, const InkCase *cas, const char *to, const char *language,
                  const InkMessage *message, GBytes **out_bytes, GError **error)
{
    const InkRoutine *routine = ink_config_find_routine(pipeline->config, cas->unit);
    g_autoptr(GHashTable) values = ink_reply_get_case_values(pipeline, cas, language);
    g_autoptr(GPtrArray) references = list_references(message);
    InkLetter letter = {.to = to,
                        .in_reply_to =
                            message != NULL && may_name(message) ? message->message_id : NULL,
                        .references = (const char *const *)references->pdata,
                        .auto_submitted = "auto-replied"};
    g_autofree char *reply_to = NULL;
    if (!ink_reply_make_address(pipeline, INK_PURPOSE_REPLY, cas->id, to, INK_REPLY_ADDRESS_DAYS,
                                &reply_to, error))
        return NULL;
    letter.reply_to = reply_to;
    InkOutboxRow *row = ink_reply_write(pipeline, &letter, language, routine->receipt_template,
                                        values, out_bytes, error);
    const InkAddress *author = message != NULL ? ink_message_get_sender(message) : NULL;
    if (row != NULL) {
        row->kind = g_strdup("receipt");
        row->author = g_strdup(author != NULL ? author->address : cas->sender);
        row->case_id = cas->id;
    }
    return row;
}

/* Whoever keeps the register that the case is in. */
static const char *
get_registrar(const InkConfig *config, const InkCase *cas)
{
    const char *registrar =
        cas != NULL ? ink_config_find_registrar(config, cas->unit) : config->registrar;
    return registrar != NULL ? registrar : config->from;
}

InkOutboxRow *
ink_alert_compose(InkPipeline *pipeline, const InkCase *cas, const char *what, const char *detail,
                  GBytes **out_bytes, GError **error)
{
    const InkConfig *config = pipeline->config;
    gboolean is_secret = cas != NULL && cas->secrecy != NULL;
    g_autoptr(GHashTable) values = ink_reply_new_values(pipeline);
    g_hash_table_insert(values, "what", g_strdup(what));
    g_hash_table_insert(values, "detail",
                        g_strdup(is_secret ? "Ärendet har sekretessmarkering. Därför står inget "
                                             "mer här; se ärendet och dess journal i registret."
                                           : detail));
    if (cas != NULL)
        g_hash_table_insert(values, "dnr", g_strdup(cas->dnr));
    InkLetter letter = {.to = get_registrar(config, cas),
                        .reply_to = config->from,
                        .auto_submitted = "auto-generated"};
    InkOutboxRow *row = ink_reply_write(pipeline, &letter, "sv", "alert", values, out_bytes, error);
    if (row != NULL) {
        row->kind = g_strdup("alert");
        row->case_id = cas != NULL ? cas->id : 0;
    }
    return row;
}

InkOutboxRow *
ink_told_compose(InkPipeline *pipeline, const InkTold *told, const InkCase *cas, const char *detail,
                 const char *words, GBytes **out_bytes, GError **error)
{
    g_autoptr(GHashTable) values = cas != NULL ? ink_reply_get_case_values(pipeline, cas, "sv")
                                               : ink_reply_new_values(pipeline);
    g_hash_table_insert(values, "what", g_strdup(told->what));
    g_hash_table_insert(values, "detail", g_strdup(detail));
    g_hash_table_insert(values, "words", g_strdup(words));
    g_hash_table_insert(values, "urgent", g_strdup(told->is_urgent ? told->what : NULL));
    g_hash_table_insert(values, "information",
                        g_strdup(told->is_for_information ? told->what : NULL));
    InkLetter letter = {
        .to = told->to, .reply_to = pipeline->config->from, .auto_submitted = "auto-generated"};
    InkOutboxRow *row = ink_reply_write(pipeline, &letter, "sv", "told", values, out_bytes, error);
    if (row != NULL) {
        row->kind = g_strdup("told");
        row->case_id = cas != NULL ? cas->id : 0;
    }
    return row;
}

InkOutboxRow *
ink_way_letter_compose(InkPipeline *pipeline, const InkDecision *decision, const InkCase *cas,
                       const InkMessage *message, GBytes **out_bytes, GError **error)
{
    const char *language = decision->reply.language;
    g_autoptr(GHashTable) values = cas != NULL ? ink_reply_get_case_values(pipeline, cas, language)
                                               : ink_reply_new_values(pipeline);
    g_hash_table_insert(
        values, "arrived",
        ink_day_format_long(ink_clock_get_day(pipeline->clock, decision->arrived), language));
    if (decision->authority != NULL)
        g_hash_table_insert(values, "what", g_strdup(decision->authority));
    if (decision->reply.contact != NULL)
        g_hash_table_insert(values, "contact", g_strdup(decision->reply.contact));
    g_autoptr(GPtrArray) references = list_references(message);
    InkLetter letter = {.to = decision->reply.to,
                        .reply_to = pipeline->config->from,
                        .in_reply_to = may_name(message) ? message->message_id : NULL,
                        .references = (const char *const *)references->pdata,
                        .auto_submitted = "auto-replied"};
    InkOutboxRow *row = ink_reply_write(pipeline, &letter, language, decision->reply.letter, values,
                                        out_bytes, error);
    if (row != NULL) {
        row->kind = g_strdup(decision->reply.letter);
        row->case_id = cas != NULL ? cas->id : 0;
    }
    return row;
}

/* A person's letter, which a machine carries: none of the marks of an automatic one (RFC 3834 §5),
 * so that an answer to it, "away" too, comes as to any letter. */
InkOutboxRow *
ink_relay_compose(InkPipeline *pipeline, const InkCase *cas, const char *officer, const char *text,
                  const InkMessage *latest, GBytes **out_bytes, GError **error)
{
    const char *language = ink_reply_get_language(pipeline, "relay", cas->language);
    const InkOfficer *author = ink_config_find_officer_by_address(pipeline->config, officer);
    g_autoptr(GHashTable) values = ink_reply_get_case_values(pipeline, cas, language);
    g_hash_table_insert(values, "officer", g_strdup(author != NULL ? author->name : NULL));
    g_hash_table_insert(values, "answer", g_strdup(text));
    g_autofree char *reply_to = NULL;
    if (!ink_reply_make_address(pipeline, INK_PURPOSE_REPLY, cas->id, cas->sender,
                                INK_REPLY_ADDRESS_DAYS, &reply_to, error))
        return NULL;
    g_autoptr(GPtrArray) references = list_references(latest);
    InkLetter letter = {.to = cas->sender,
                        .reply_to = reply_to,
                        .in_reply_to =
                            latest != NULL && may_name(latest) ? latest->message_id : NULL,
                        .references = (const char *const *)references->pdata};
    InkOutboxRow *row =
        ink_reply_write(pipeline, &letter, language, "relay", values, out_bytes, error);
    if (row != NULL) {
        row->kind = g_strdup(INK_LETTER_RELAY);
        row->case_id = cas->id;
    }
    return row;
}
