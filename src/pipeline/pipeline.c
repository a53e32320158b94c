/* SPDX-License-Identifier: MIT
 *
 * The way of a message, from its bytes to a decision. Read this file first.
 *
 * Each step adds to the decision what it knows and why. A step that has settled the matter says
 * so, and the rest is skipped. No step changes anything outside the decision: what is decided here
 * is carried out in apply.c, and `inkom explain` stops before that.
 */
#include "pipeline-private.h"

#include "inkom/error.h"
#include "inkom/parse.h"
#include "inkom/text.h"
#include "inkom/token.h"

static const struct {
    const char *name;
    InkStep run;
    const char *purpose;
} steps[] = {
    {"identify", ink_step_identify, "have we taken in these very bytes before?"},
    {"parse", ink_step_parse, "bytes to a message, or to quarantine with a reason"},
    {"origin", ink_step_origin, "who really wrote it: a forward, a form, a note?"},
    {"repeat", ink_step_repeat, "the same letter, delivered again along another road?"},
    {"arrival", ink_step_arrival, "when it came in, and what that rests on"},
    {"probe", ink_step_probe, "a letter of ours that tries the border?"},
    {"address", ink_step_address, "sent to an address that we signed, for a case or a letter?"},
    {"report", ink_step_report, "a report about a letter, or an automatic reply?"},
    {"triage", ink_step_triage, "whether we may answer; never whether we record"},
    {"registrar", ink_step_registrar, "a registrar's commands, as at the terminal?"},
    {"thread", ink_step_thread, "which case it belongs to"},
    {"letter", ink_step_letter, "which letter of ours a report is about"},
    {"guard", ink_step_guard, "may it be filed there: who wrote it, and is it the same matter?"},
    {"officer", ink_step_officer, "an officer's answer to the sender, and what he orders"},
    {"classify", ink_step_classify, "type, unit, channel, language and title, by the rules"},
    {"encrypted", ink_step_encrypted, "what nobody here can read gets a title that says so"},
    {"name", ink_step_name, "whether the sender goes by the name or address of somebody else"},
    {"place", ink_step_place, "what becomes of it: a case, a record, a person's decision"},
    {"ways", ink_step_ways,
     "another procedure or authority, or what the routine does not register"},
    {"reply", ink_step_reply, "whether a receipt goes, to whom, and why or why not"},
};

InkVerdict *
ink_pipeline_decide(InkPipeline *pipeline, const InkEnvelope *envelope, GError **error)
{
    g_autoptr(InkVerdict) verdict = g_new0(InkVerdict, 1);
    verdict->decision = ink_decision_new();
    g_autoptr(InkReading) own = NULL;
    if (envelope->reading == NULL)
        own = ink_reader_read(pipeline->reader, envelope->bytes);
    InkWork work = {.pipeline = pipeline,
                    .envelope = envelope,
                    .reading = own != NULL ? own : envelope->reading,
                    .verdict = verdict,
                    .decision = verdict->decision};
    gboolean is_good = TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(steps) && is_good && !work.is_decided; i++)
        is_good = steps[i].run(&work, error);

    ink_sent_to_clear(&work.sent_to);
    ink_message_free(work.threaded);
    ink_triage_free(work.triage);
    ink_thread_free(work.thread);
    ink_case_free(work.cas);
    g_clear_pointer(&work.findings, g_ptr_array_unref);
    return is_good ? g_steal_pointer(&verdict) : NULL;
}

InkVerdict *
ink_verdict_new_quarantine(const InkEnvelope *envelope, const char *reason)
{
    InkVerdict *verdict = g_new0(InkVerdict, 1);
    gsize size;
    gconstpointer data = g_bytes_get_data(envelope->bytes, &size);
    verdict->sha256 = ink_sha256_hex(data, size);
    InkDecision *decision = verdict->decision = ink_decision_new();
    decision->disposition = INK_DISPOSITION_QUARANTINE;
    decision->arrived = envelope->stored_at;
    decision->arrived_by = g_strdup(envelope->stored_by);
    const InkTriageFacts facts = {.is_over_limit = envelope->is_header_only};
    g_autoptr(InkTriage) triage = ink_triage_run(NULL, &facts);
    const InkTriageReason *why = triage->reasons->pdata[0];
    decision->reply.reason = g_strdup(why->text);
    verdict->alert = why->alert;
    ink_decision_add_reason(decision, "karantän: %s", reason);
    ink_decision_add_note(decision, "quarantine", "%s", reason);
    return verdict;
}

void
ink_verdict_free(InkVerdict *verdict)
{
    if (verdict == NULL)
        return;
    ink_decision_free(verdict->decision);
    ink_message_free(verdict->message);
    ink_origin_free(verdict->origin);
    ink_report_free(verdict->report);
    ink_report_tie_free(verdict->tie);
    g_free(verdict->answer.to);
    g_free(verdict->registrar.author);
    ink_command_lines_free(verdict->registrar.lines);
    g_free(verdict->registrar.why);
    g_free(verdict->command.author);
    ink_orders_free(verdict->command.orders);
    g_free(verdict->command.why);
    g_free(verdict->command.evidence);
    g_free(verdict->probe.finding);
    g_free(verdict->away);
    g_free(verdict->source);
    g_free(verdict->sha256);
    g_free(verdict);
}

/* --- setting up -------------------------------------------------------------------------------*/

/* The units' codes, NULL-terminated: an array to free, of borrowed strings. */
static const char **
list_codes(const InkConfig *config)
{
    const char **codes = g_new0(const char *, config->units->len + 1);
    for (guint i = 0; i < config->units->len; i++)
        codes[i] = ((const InkUnit *)config->units->pdata[i])->code;
    return codes;
}

InkDnrFinder *
ink_pipeline_new_finder(const InkConfig *config)
{
    g_autofree const char **codes = list_codes(config);
    g_autofree const char **formats = g_new0(const char *, config->units->len + 1);
    for (guint i = 0; i < config->units->len; i++)
        formats[i] = ((const InkUnit *)config->units->pdata[i])->number_format;
    return ink_dnr_finder_new(codes, formats);
}

InkRules *
ink_pipeline_load_rules(const InkConfig *config, const char *const *paths, InkProblems *problems)
{
    g_autofree const char **codes = list_codes(config);
    const InkVocabulary vocabulary = {INK_TYPES, codes, INK_CHANNELS};
    return ink_rules_load(paths, &vocabulary, problems);
}

InkForms *
ink_pipeline_load_forms(const InkConfig *config, const char *const *paths, const InkClock *clock,
                        InkProblems *problems)
{
    g_autofree const char **codes = list_codes(config);
    const InkVocabulary vocabulary = {INK_TYPES, codes, INK_CHANNELS};
    return ink_forms_load(paths, &vocabulary, clock, problems);
}

static void
free_sandbox(gpointer sandbox)
{
    ink_sandbox_free(sandbox);
}

static gboolean
load_parts(InkPipeline *pipeline, InkProblems *problems)
{
    const InkConfig *config = pipeline->config;
    pipeline->finder = ink_pipeline_new_finder(config);
    pipeline->rules = ink_pipeline_load_rules(config, (const char *const *)config->rules, problems);
    pipeline->forms = ink_pipeline_load_forms(config, (const char *const *)config->forms,
                                              pipeline->clock, problems);
    if (config->commands != NULL)
        pipeline->words = ink_order_words_load(config->commands, problems);
    pipeline->templates = ink_templates_load(config->templates, ink_template_fields, problems);
    for (guint i = 0; i < config->routines->len && pipeline->templates != NULL; i++)
        ink_letters_check(pipeline, config->routines->pdata[i], problems);
    if (ink_problems_count(problems, INK_SEVERITY_ERROR) > 0)
        return FALSE;
    pipeline->sandboxes = g_async_queue_new_full(free_sandbox);
    pipeline->reader = ink_reader_new(pipeline);
    pipeline->reports = ink_report_reader_new();
    return TRUE;
}

static gboolean
make_loop_mark(InkPipeline *pipeline, InkProblems *problems)
{
    g_autoptr(GError) error = NULL;
    GBytes *key = ink_store_get_key(pipeline->store, &error);
    if (key == NULL) {
        ink_problems_add(problems, INK_SEVERITY_ERROR, (InkPlace){.file = pipeline->config->store},
                         NULL, "%s", error->message);
        return FALSE;
    }
    pipeline->loop_mark = ink_token_sign(key, "v1|loop", pipeline->config->from);
    return TRUE;
}

InkPipeline *
ink_pipeline_new(const InkConfig *config, InkStore *store, InkProblems *problems)
{
    g_autoptr(InkPipeline) pipeline = g_new0(InkPipeline, 1);
    pipeline->config = config;
    pipeline->store = store;
    pipeline->clock = ink_store_get_clock(store);
    pipeline->calendar = ink_calendar_new();
    for (guint i = 0; i < config->closed_days->len; i++) {
        const InkClosedDays *closed = config->closed_days->pdata[i];
        ink_calendar_add_closed(pipeline->calendar, closed->first, closed->last, closed->reason);
    }
    if (!load_parts(pipeline, problems) || !make_loop_mark(pipeline, problems))
        return NULL;
    return g_steal_pointer(&pipeline);
}

void
ink_pipeline_free(InkPipeline *pipeline)
{
    if (pipeline == NULL)
        return;
    ink_calendar_free(pipeline->calendar);
    ink_reader_free(pipeline->reader);
    ink_report_reader_free(pipeline->reports);
    g_clear_pointer(&pipeline->sandboxes, g_async_queue_unref);
    ink_rules_free(pipeline->rules);
    ink_forms_free(pipeline->forms);
    ink_order_words_free(pipeline->words);
    ink_templates_free(pipeline->templates);
    ink_dnr_finder_free(pipeline->finder);
    g_free(pipeline->loop_mark);
    g_free(pipeline);
}

InkStore *
ink_pipeline_get_store(const InkPipeline *pipeline)
{
    return pipeline->store;
}

const InkConfig *
ink_pipeline_get_config(const InkPipeline *pipeline)
{
    return pipeline->config;
}

const InkForms *
ink_pipeline_get_forms(const InkPipeline *pipeline)
{
    return pipeline->forms;
}
