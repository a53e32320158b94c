/* SPDX-License-Identifier: MIT
 *
 * For harnesses that go the whole way of a message: a pipeline with a register in memory, an
 * envelope, and what holds of every decision.
 */
#pragma once

#include "fuzz.h"

#include "inkom/parse.h"
#include "inkom/pipeline.h"

static inline void
fuzz_open_pipeline(InkPipeline **out_pipeline, InkStore **out_store)
{
    g_autoptr(InkProblems) problems = ink_problems_new();
    const char *top = g_getenv("G_TEST_SRCDIR");
    g_autofree char *file =
        g_build_filename(top != NULL ? top : ".", "tests", "fuzz", "inkom.yaml", NULL);
    fuzz_begin();
    ink_parse_init();
    InkConfig *config = ink_config_load(file, problems);
    InkClock *clock = ink_clock_new("Europe/Stockholm", NULL);
    ink_clock_fix(clock, ink_clock_parse(clock, "2026-03-27T10:00"));
    *out_store = ink_store_open(INK_STORE_IN_MEMORY, clock, NULL);
    *out_pipeline = config != NULL ? ink_pipeline_new(config, *out_store, problems) : NULL;
    if (*out_pipeline == NULL) {
        g_autofree char *text = ink_problems_format(problems);
        g_error("%s", text);
    }
}

static inline InkEnvelope
fuzz_envelope(GBytes *bytes)
{
    return (InkEnvelope){.mailbox = "inkorg",
                         .unit = "KS",
                         .uidvalidity = 1,
                         .uid = "1",
                         .stored_at = 1774602000,
                         .stored_by = "INTERNALDATE",
                         .bytes = bytes,
                         .size = (gint64)g_bytes_get_size(bytes)};
}

static inline void
fuzz_check_decision(const InkDecision *decision)
{
    if (decision->title != NULL)
        fuzz_assert_text(decision->title);
    g_assert_true(decision->title == NULL || strpbrk(decision->title, "\r\n") == NULL);
    g_assert_true(!decision->reply.send || ink_address_is_sendable(decision->reply.to));
    g_assert_true(decision->disposition != INK_DISPOSITION_NEW || decision->unit != NULL);
    for (guint i = 0; i < decision->reasons->len; i++)
        fuzz_assert_text(decision->reasons->pdata[i]);
}

/* Decides, carries it out, and undoes it unless it is to be kept. */
static inline void
fuzz_take_in(InkPipeline *pipeline, InkStore *store, const InkEnvelope *envelope, gboolean is_kept)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkVerdict) verdict = ink_pipeline_decide(pipeline, envelope, &error);
    g_assert_no_error(error);
    fuzz_check_decision(verdict->decision);
    g_autoptr(InkTxn) txn = ink_store_begin(store, "inkom", &error);
    g_assert_no_error(error);
    ink_pipeline_apply(pipeline, txn, envelope, verdict, &error);
    g_assert_no_error(error);
    if (is_kept)
        ink_txn_commit(txn, &error);
    g_assert_no_error(error);
}
