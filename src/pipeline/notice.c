/* SPDX-License-Identifier: MIT
 *
 * Letters about what happens to a case: what may stand in one, whom an answer to it goes to, and
 * what becomes of it where no letter reaches the address. To a citizen nothing that anybody wrote.
 */
#include "pipeline-private.h"

#include "inkom/address-keys.h"
#include "inkom/compose.h"
#include "inkom/delivery.h"
#include "inkom/journal.h"

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
        ink_config_find_routine(pipeline->config, cas->unit), cas->channel);
    return channel != NULL ? channel->answer_to : NULL;
}

/* What the routine wants the officer to think of (A21, B10, E23). Nothing of it is of the case. */
static void
add_routine_values(const InkPipeline *pipeline, const InkCase *cas, GHashTable *values)
{
    const InkRoutine *routine = ink_config_find_routine(pipeline->config, cas->unit);
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
add_inner_values(const InkPipeline *pipeline, const InkCase *cas, const InkNotice *notice,
                 GHashTable *values)
{
    if (cas->secrecy != NULL) {
        g_hash_table_insert(values, "secret", g_strdup("sekretess"));
        return;
    }
    g_hash_table_insert(values, "title", g_strdup(cas->title));
    g_hash_table_insert(values, "type", ink_types_join(cas->type, cas->more_types));
    gboolean is_note = ink_case_is_noted(pipeline, cas);
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
        return ink_reply_make_address(pipeline, INK_PURPOSE_CONFIRM, notice->asks->id, party,
                                      INK_CONFIRM_ADDRESS_DAYS, out_address, error);
    }
    gboolean is_inner = !notice->is_for_citizen && is_commander(pipeline->config, notice->to);
    return is_inner ? ink_reply_make_address(pipeline, INK_PURPOSE_OFFICER, id, notice->to,
                                             INK_OFFICER_ADDRESS_DAYS, out_address, error)
                    : ink_reply_make_address(pipeline, INK_PURPOSE_REPLY, id, notice->to,
                                             INK_REPLY_ADDRESS_DAYS, out_address, error);
}

static GHashTable *
get_notice_values(const InkPipeline *pipeline, const InkCase *cas, const InkNotice *notice,
                  const char *language)
{
    GHashTable *values = cas != NULL ? ink_reply_get_case_values(pipeline, cas, language)
                                     : ink_reply_new_values(pipeline);
    if (cas != NULL && !notice->is_for_citizen) {
        add_routine_values(pipeline, cas, values);
        add_inner_values(pipeline, cas, notice, values);
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
        ink_reply_write(pipeline, &letter, language, notice->template_name, values, &bytes, error);
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
    g_autoptr(GHashTable) values = ink_reply_get_case_values(pipeline, cas, language);
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
    g_autoptr(GHashTable) values = ink_reply_new_values(pipeline);
    g_hash_table_insert(values, "detail", g_strdup(detail));
    InkLetter letter = {
        .to = to, .reply_to = pipeline->config->from, .auto_submitted = "auto-generated"};
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(InkOutboxRow) row =
        ink_reply_write(pipeline, &letter, "sv", template_name, values, &bytes, error);
    if (row == NULL)
        return FALSE;
    row->kind = g_strdup(template_name);
    return ink_txn_add_letter(txn, row, bytes, error);
}
