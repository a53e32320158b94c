/* SPDX-License-Identifier: MIT
 *
 * A whole pipeline with the demonstration's configuration (tools/samples.yaml), in a folder of its
 * own and a register in memory, at six in the evening of 27 March 2026.
 */
#pragma once

#include "store-harness.h"

#include "folder.h"

#include "inkom/parse.h"
#include "inkom/pipeline.h"

typedef struct {
    char *folder;
    InkClock *clock;
    InkConfig *config;
    InkStore *store;
    InkPipeline *pipeline;
    guint messages; /* taken in by pipeline_take_in() */
} PipelineFixture;

static inline void
pipeline_problems_assert_none(const InkProblems *problems)
{
    g_autofree char *text = ink_problems_format(problems);
    g_assert_cmpstr(text, ==, "");
}

static inline void
pipeline_write_config(const char *folder)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *template_file = test_path("tools/samples.yaml"), *top = test_path("");
    g_autofree char *project = g_canonicalize_filename(top, NULL);
    g_autofree char *text = NULL;
    g_file_get_contents(template_file, &text, NULL, &error);
    g_assert_no_error(error);
    g_auto(GStrv) parts = g_strsplit(text, "@PROJECT@", -1);
    g_autofree char *yaml = g_strjoinv(project, parts);
    test_file_write(folder, "inkom.yaml", yaml);
    static const char *const folders[] = {"inkorg/new", "inkorg/cur", "inkorg/tmp"};
    for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *path = g_build_filename(folder, folders[i], NULL);
        g_assert_cmpint(g_mkdir_with_parents(path, 0700), ==, 0);
    }
}

static inline void
pipeline_set_up(PipelineFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->folder = test_folder_new();
    pipeline_write_config(fixture->folder);
    g_autoptr(InkProblems) problems = ink_problems_new();
    g_autofree char *file = g_build_filename(fixture->folder, "inkom.yaml", NULL);
    fixture->config = ink_config_load(file, problems);
    pipeline_problems_assert_none(problems);
    fixture->clock = clock_new();
    ink_clock_fix(fixture->clock, ink_clock_parse(fixture->clock, "2026-03-27T18:00"));
    fixture->store = store_open(INK_STORE_IN_MEMORY, fixture->clock);
    fixture->pipeline = ink_pipeline_new(fixture->config, fixture->store, problems);
    pipeline_problems_assert_none(problems);
}

static inline void
pipeline_tear_down(PipelineFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    ink_pipeline_free(fixture->pipeline);
    ink_store_close(fixture->store);
    ink_config_free(fixture->config);
    ink_clock_free(fixture->clock);
    test_folder_remove(fixture->folder);
    g_free(fixture->folder);
}

/* A case taken over from an earlier register, as `inkom case new --dnr` does it. */
static inline gint64
pipeline_take_over(PipelineFixture *fixture, const char *unit, int sequence, const char *type,
                   const char *title, const char *sender, const char *arrived)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkCase) cas = ink_case_new();
    cas->unit = g_strdup(unit);
    cas->year = 2026;
    cas->sequence = sequence;
    cas->type = g_strdup(type);
    cas->title = g_strdup(title);
    cas->channel = g_strdup("e-post");
    cas->language = g_strdup("sv");
    cas->sender = g_strdup(sender);
    cas->arrived_at = ink_clock_parse(fixture->clock, arrived);
    cas->arrived_by = g_strdup("registrator");
    InkTxn *txn = txn_begin(fixture->store);
    ink_pipeline_register_case(fixture->pipeline, txn, cas, &error);
    g_assert_no_error(error);
    txn_commit(txn);
    return cas->id;
}

static inline InkVerdict *
pipeline_decide(PipelineFixture *fixture, const InkEnvelope *envelope)
{
    g_autoptr(GError) error = NULL;
    InkVerdict *verdict = ink_pipeline_decide(fixture->pipeline, envelope, &error);
    g_assert_no_error(error);
    return verdict;
}

static inline void
pipeline_apply(PipelineFixture *fixture, const InkEnvelope *envelope, const InkVerdict *verdict)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    ink_pipeline_apply(fixture->pipeline, txn, envelope, verdict, &error);
    g_assert_no_error(error);
    txn_commit(txn);
}

/* The message as it lies in the demonstration's inbox now: decided and carried out. */
static inline InkVerdict *
pipeline_take_in(PipelineFixture *fixture, const char *text)
{
    g_autofree char *uid = g_strdup_printf("%u", ++fixture->messages);
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    const InkEnvelope envelope = {.mailbox = "inkorg",
                                  .unit = "KS",
                                  .uidvalidity = 7,
                                  .uid = uid,
                                  .stored_at = ink_clock_now(fixture->clock),
                                  .stored_by = "INTERNALDATE",
                                  .bytes = bytes,
                                  .size = (gint64)strlen(text)};
    InkVerdict *verdict = pipeline_decide(fixture, &envelope);
    pipeline_apply(fixture, &envelope, verdict);
    return verdict;
}

/* A letter that tries the border, as `inkom doctor --probe` writes it. */
static inline char *
pipeline_issue_probe(PipelineFixture *fixture)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    char *letter = ink_pipeline_issue_probe(fixture->pipeline, txn, "admin@example.net", &error);
    g_assert_no_error(error);
    txn_commit(txn);
    return letter;
}

/* The word that it is known by. */
static inline char *
pipeline_get_probe_word(const char *letter)
{
    const char *word = strstr(letter, "X-Inkom-Probe: ") + strlen("X-Inkom-Probe: ");
    return g_strndup(word, strcspn(word, "\n"));
}

/* The border has taken away what was forged in one: what it says of officers counts from now on.
 * trusted_authserv_id must be set. */
static inline void
pipeline_prove_border(PipelineFixture *fixture)
{
    g_autoptr(GError) error = NULL;
    InkBorderProbe *found = NULL;
    g_autofree char *letter = pipeline_issue_probe(fixture);
    g_autofree char *word = pipeline_get_probe_word(letter);
    g_assert_true(ink_store_find_probe(fixture->store, word, &found, &error));
    g_autoptr(InkBorderProbe) probe = found;
    InkTxn *txn = txn_begin(fixture->store);
    ink_txn_end_probe(txn, probe->id, 0, INK_BORDER_STRIPS, "provat", &error);
    g_assert_no_error(error);
    txn_commit(txn);
}
