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

#define NOTE_CHANNEL "tjänsteanteckning"
#define LABEL_WIDTH  14 /* "Diarienummer: " */

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

static GHashTable *
new_values(const InkPipeline *pipeline)
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

static GHashTable *
get_case_values(const InkPipeline *pipeline, const InkCase *cas, const char *language)
{
    GHashTable *values = new_values(pipeline);
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
static gboolean
make_address(InkPipeline *pipeline, InkPurpose purpose, gint64 id, const char *party, int days,
             char **out_address, GError **error)
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
    return make_address(pipeline, INK_PURPOSE_BOUNCE, letter->id, letter->to,
                        INK_BOUNCE_ADDRESS_DAYS, out_address, error);
}

/* A letter from the inbox, in the template's words. */
static InkOutboxRow *
compose(InkPipeline *pipeline, InkLetter *letter, const char *language, const char *template_name,
        GHashTable *values, GBytes **out_bytes, GError **error)
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
    const InkRoutine *routine = ink_config_find_unit(pipeline->config, cas->unit)->routine;
    g_autoptr(GHashTable) values = get_case_values(pipeline, cas, language);
    g_autoptr(GPtrArray) references = list_references(message);
    InkLetter letter = {.to = to,
                        .in_reply_to =
                            message != NULL && may_name(message) ? message->message_id : NULL,
                        .references = (const char *const *)references->pdata,
                        .auto_submitted = "auto-replied"};
    g_autofree char *reply_to = NULL;
    if (!make_address(pipeline, INK_PURPOSE_REPLY, cas->id, to, INK_REPLY_ADDRESS_DAYS, &reply_to,
                      error))
        return NULL;
    letter.reply_to = reply_to;
    InkOutboxRow *row =
        compose(pipeline, &letter, language, routine->receipt_template, values, out_bytes, error);
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
    g_autoptr(GHashTable) values = new_values(pipeline);
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
    InkOutboxRow *row = compose(pipeline, &letter, "sv", "alert", values, out_bytes, error);
    if (row != NULL) {
        row->kind = g_strdup("alert");
        row->case_id = cas != NULL ? cas->id : 0;
    }
    return row;
}

/* --- letters about what happens to a case -----------------------------------------------------*/

static char *
describe_sender(const InkCase *cas)
{
    if (cas->sender == NULL)
        return g_strdup(cas->sender_name);
    g_autofree char *address = ink_address_describe(cas->sender);
    return cas->sender_name != NULL ? g_strdup_printf("%s <%s>", cas->sender_name, address)
                                    : g_steal_pointer(&address);
}

const char *
ink_case_get_answer_to(const InkPipeline *pipeline, const InkCase *cas)
{
    const InkChannelRoutine *channel = ink_routine_find_channel(
        ink_config_find_unit(pipeline->config, cas->unit)->routine, cas->channel);
    return channel != NULL ? channel->answer_to : NULL;
}

/* What the routine wants the officer to think of (A21, B10, E23). Nothing of it is of the case. */
static void
add_routine_values(const InkPipeline *pipeline, const InkCase *cas, GHashTable *values)
{
    const InkRoutine *routine = ink_config_find_unit(pipeline->config, cas->unit)->routine;
    g_hash_table_insert(values, "hint", g_strdup(routine->officer_hint));
    if (cas->status == INK_CASE_ANSWERED &&
        (!routine->closes_when_answered || cas->held != NULL)) /* C14: else the answer closes it */
        g_hash_table_insert(values, "stays_open", g_strdup("besvarat"));
    g_hash_table_insert(values, "answer_to", g_strdup(ink_case_get_answer_to(pipeline, cas)));
    if (g_str_equal(cas->channel, INK_CHANNEL_INTERNAL))
        g_hash_table_insert(values, "internal", g_strdup(routine->internal_hint));
    if (routine->may_relay && cas->sender != NULL && cas->secrecy == NULL &&
        ink_case_get_answer_to(pipeline, cas) == NULL)
        g_hash_table_insert(values, "relay", g_strdup("SVAR:"));
}

/* What stands in letters inside the house, besides what the citizen may read. A secret case is a
 * number and a pointer, nothing more: not even which paragraph it is. */
static void
add_inner_values(const InkCase *cas, const InkNotice *notice, GHashTable *values)
{
    if (cas->secrecy != NULL) {
        g_hash_table_insert(values, "secret", g_strdup("sekretess"));
        return;
    }
    g_hash_table_insert(values, "title", g_strdup(cas->title));
    g_hash_table_insert(values, "type", ink_types_join(cas->type, cas->more_types));
    gboolean is_note =
        g_strcmp0(cas->channel, NOTE_CHANNEL) == 0; /* by a colleague, of what was said */
    g_hash_table_insert(values, is_note ? "noted_by" : "sender", describe_sender(cas));
    g_hash_table_insert(values, "measure", g_strdup(cas->measure));
    g_hash_table_insert(values, "words", g_strdup(notice->words));
}

static const char *
get_language(const InkPipeline *pipeline, const InkNotice *notice)
{
    return notice->language != NULL
               ? ink_reply_get_language(pipeline, notice->template_name, notice->language)
               : "sv";
}

/* Officers and registrars may order things in their answers. */
static gboolean
is_commander(const InkConfig *config, const char *address)
{
    return ink_config_find_officer_by_address(config, address) != NULL ||
           ink_officer_is_registrar(config, address);
}

static gboolean
make_reply_to(InkPipeline *pipeline, const InkCase *cas, const InkNotice *notice,
              char **out_address, GError **error)
{
    gint64 id = cas != NULL ? cas->id : 0;
    if (notice->asks != NULL) {
        g_autofree char *party = ink_pending_order_get_party(notice->asks);
        return make_address(pipeline, INK_PURPOSE_CONFIRM, notice->asks->id, party,
                            INK_CONFIRM_ADDRESS_DAYS, out_address, error);
    }
    gboolean is_inner = !notice->is_for_citizen && is_commander(pipeline->config, notice->to);
    return is_inner ? make_address(pipeline, INK_PURPOSE_OFFICER, id, notice->to,
                                   INK_OFFICER_ADDRESS_DAYS, out_address, error)
                    : make_address(pipeline, INK_PURPOSE_REPLY, id, notice->to,
                                   INK_REPLY_ADDRESS_DAYS, out_address, error);
}

static GHashTable *
get_notice_values(const InkPipeline *pipeline, const InkCase *cas, const InkNotice *notice,
                  const char *language)
{
    GHashTable *values =
        cas != NULL ? get_case_values(pipeline, cas, language) : new_values(pipeline);
    if (cas != NULL && !notice->is_for_citizen) {
        add_routine_values(pipeline, cas, values);
        add_inner_values(cas, notice, values);
    }
    g_hash_table_insert(values, "detail", g_strdup(notice->detail));
    g_hash_table_insert(values, "late", g_strdup(notice->late));
    g_hash_table_insert(values, "draft", g_strdup(notice->draft));
    g_hash_table_insert(values, "until", g_strdup(notice->until));
    return values;
}

static gboolean
queue(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas, const InkNotice *notice,
      GError **error)
{
    const char *language = get_language(pipeline, notice);
    g_autoptr(GHashTable) values = get_notice_values(pipeline, cas, notice, language);
    if (cas != NULL && !notice->is_for_citizen && !ink_case_add_hours(pipeline, cas, values, error))
        return FALSE;
    g_autofree char *reply_to = NULL;
    if (!make_reply_to(pipeline, cas, notice, &reply_to, error))
        return FALSE;
    InkLetter letter = {.to = notice->to,
                        .reply_to = reply_to,
                        .auto_submitted = notice->is_reply ? "auto-replied" : "auto-generated"};
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(InkOutboxRow) row =
        compose(pipeline, &letter, language, notice->template_name, values, &bytes, error);
    if (row == NULL)
        return FALSE;
    row->kind = g_strdup(notice->template_name);
    row->case_id = cas != NULL ? cas->id : 0;
    g_autofree char *what =
        g_strdup_printf("%s till %s", ink_letter_kind_get_swedish(row->kind), row->to);
    return ink_txn_add_letter(txn, row, bytes, error) &&
           ink_txn_add_journal(txn, "brev i kö", row->case_id, 0, NULL, what, error);
}

static gboolean
queue_to_citizen(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas, const InkNotice *notice,
                 GError **error)
{
    g_autofree char *why = NULL;
    if (!ink_case_find_no_letter(pipeline, cas, notice->to, &why, error))
        return FALSE;
    if (why == NULL)
        return queue(pipeline, txn, cas, notice, error);
    g_autofree char *what =
        g_strdup_printf("%s: %s", ink_letter_kind_get_swedish(notice->template_name), why);
    return ink_txn_add_journal(txn, "brev till avsändaren skickas inte", cas->id, 0, NULL, what,
                               error);
}

/* An officer whom no letter reaches does not know of the case; a person must see to that. */
static gboolean
queue_inside(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas, const InkNotice *notice,
             GError **error)
{
    gint64 dead_since;
    if (!ink_store_find_dead_address(pipeline->store, notice->to, &dead_since, error))
        return FALSE;
    if (dead_since == INK_TIME_NONE)
        return queue(pipeline, txn, cas, notice, error);
    const InkConfig *config = pipeline->config;
    const gint64 case_id = cas != NULL ? cas->id : 0;
    const char *kind = ink_letter_kind_get_swedish(notice->template_name);
    g_autofree char *what =
        g_strdup_printf("%s till %s: adressen tar inte emot våra brev", kind, notice->to);
    if (!ink_txn_add_journal(txn, "brev inom kommunen skickas inte", case_id, 0, NULL, what, error))
        return FALSE;
    g_autofree char *detail = g_strdup_printf(
        "%s%sbrevet \"%s\" till %s har inte skickats, för adressen tar inte emot våra brev.",
        cas != NULL ? cas->dnr : "", cas != NULL ? ": " : "", kind, notice->to);
    const char *registrar =
        cas != NULL ? ink_config_find_registrar(config, cas->unit) : config->registrar;
    return registrar == NULL ||
           ink_pipeline_alert(pipeline, txn, case_id, "ett brev inom kommunen når inte fram",
                              detail, error);
}

gboolean
ink_notice_queue(InkPipeline *pipeline, InkTxn *txn, const InkCase *cas, const InkNotice *notice,
                 GError **error)
{
    if (notice->is_for_citizen)
        return queue_to_citizen(pipeline, txn, cas, notice, error);
    if (notice->to == NULL || ink_config_is_own_address(pipeline->config, notice->to))
        return TRUE;
    return queue_inside(pipeline, txn, cas, notice, error);
}

char *
ink_case_draft(InkPipeline *pipeline, const InkCase *cas, const char *template_name,
               const char *language, GError **error)
{
    g_autofree char *subject = NULL, *body = NULL;
    language = ink_reply_get_language(pipeline, template_name, language);
    g_autoptr(GHashTable) values = get_case_values(pipeline, cas, language);
    if (!ink_templates_render(pipeline->templates, language, template_name, values, &subject, &body,
                              error))
        return NULL;
    g_strchomp(body);
    return g_strdup_printf("%s\n\n%s", subject, body);
}

gboolean
ink_list_queue(InkPipeline *pipeline, InkTxn *txn, const char *template_name, const char *to,
               const char *detail, GError **error)
{
    g_autoptr(GHashTable) values = new_values(pipeline);
    g_hash_table_insert(values, "detail", g_strdup(detail));
    InkLetter letter = {
        .to = to, .reply_to = pipeline->config->from, .auto_submitted = "auto-generated"};
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(InkOutboxRow) row =
        compose(pipeline, &letter, "sv", template_name, values, &bytes, error);
    if (row == NULL)
        return FALSE;
    row->kind = g_strdup(template_name);
    return ink_txn_add_letter(txn, row, bytes, error);
}

InkOutboxRow *
ink_told_compose(InkPipeline *pipeline, const InkTold *told, const InkCase *cas, const char *detail,
                 const char *words, GBytes **out_bytes, GError **error)
{
    g_autoptr(GHashTable) values =
        cas != NULL ? get_case_values(pipeline, cas, "sv") : new_values(pipeline);
    g_hash_table_insert(values, "what", g_strdup(told->what));
    g_hash_table_insert(values, "detail", g_strdup(detail));
    g_hash_table_insert(values, "words", g_strdup(words));
    g_hash_table_insert(values, "urgent", g_strdup(told->is_urgent ? told->what : NULL));
    g_hash_table_insert(values, "information",
                        g_strdup(told->is_for_information ? told->what : NULL));
    InkLetter letter = {
        .to = told->to, .reply_to = pipeline->config->from, .auto_submitted = "auto-generated"};
    InkOutboxRow *row = compose(pipeline, &letter, "sv", "told", values, out_bytes, error);
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
    g_autoptr(GHashTable) values =
        cas != NULL ? get_case_values(pipeline, cas, language) : new_values(pipeline);
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
    InkOutboxRow *row =
        compose(pipeline, &letter, language, decision->reply.letter, values, out_bytes, error);
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
    g_autoptr(GHashTable) values = get_case_values(pipeline, cas, language);
    g_hash_table_insert(values, "officer", g_strdup(author != NULL ? author->name : NULL));
    g_hash_table_insert(values, "answer", g_strdup(text));
    g_autofree char *reply_to = NULL;
    if (!make_address(pipeline, INK_PURPOSE_REPLY, cas->id, cas->sender, INK_REPLY_ADDRESS_DAYS,
                      &reply_to, error))
        return NULL;
    g_autoptr(GPtrArray) references = list_references(latest);
    InkLetter letter = {.to = cas->sender,
                        .reply_to = reply_to,
                        .in_reply_to =
                            latest != NULL && may_name(latest) ? latest->message_id : NULL,
                        .references = (const char *const *)references->pdata};
    InkOutboxRow *row = compose(pipeline, &letter, language, "relay", values, out_bytes, error);
    if (row != NULL) {
        row->kind = g_strdup(INK_LETTER_RELAY);
        row->case_id = cas->id;
    }
    return row;
}
