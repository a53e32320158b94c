/* SPDX-License-Identifier: MIT
 *
 * A whole message, from its bytes to the register: decided and carried out in a register in memory,
 * and undone. Whatever the bytes, there is a decision, and it can be carried out.
 */
#include "fuzz.h"

#include "inkom/parse.h"
#include "inkom/pipeline.h"

static InkPipeline *pipeline;
static InkStore *store;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    g_autoptr(InkProblems) problems = ink_problems_new();
    const char *top = g_getenv("G_TEST_SRCDIR");
    g_autofree char *file =
        g_build_filename(top != NULL ? top : ".", "tests", "fuzz", "inkom.yaml", NULL);
    fuzz_begin();
    ink_parse_init();
    InkConfig *config = ink_config_load(file, problems);
    InkClock *clock = ink_clock_new("Europe/Stockholm", NULL);
    ink_clock_fix(clock, ink_clock_parse(clock, "2026-03-27T10:00"));
    store = ink_store_open(INK_STORE_IN_MEMORY, clock, NULL);
    pipeline = config != NULL ? ink_pipeline_new(config, store, problems) : NULL;
    if (pipeline == NULL) {
        g_autofree char *text = ink_problems_format(problems);
        g_error("%s", text);
    }
    return 0;
}

static void
check_decision(const InkDecision *decision)
{
    if (decision->title != NULL)
        fuzz_assert_text(decision->title);
    g_assert_true(decision->title == NULL || strpbrk(decision->title, "\r\n") == NULL);
    g_assert_true(!decision->reply.send || ink_address_is_sendable(decision->reply.to));
    g_assert_true(decision->disposition != INK_DISPOSITION_NEW || decision->unit != NULL);
    for (guint i = 0; i < decision->reasons->len; i++)
        fuzz_assert_text(decision->reasons->pdata[i]);
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = g_bytes_new(data, size);
    const InkEnvelope envelope = {.mailbox = "inkorg",
                                  .unit = "KS",
                                  .uidvalidity = 1,
                                  .uid = "1",
                                  .stored_at = 1774602000,
                                  .stored_by = "INTERNALDATE",
                                  .bytes = bytes,
                                  .size = (gint64)size};
    g_autoptr(InkVerdict) verdict = ink_pipeline_decide(pipeline, &envelope, &error);
    g_assert_no_error(error);
    check_decision(verdict->decision);
    g_autoptr(InkTxn) txn = ink_store_begin(store, "inkom", &error);
    g_assert_no_error(error);
    ink_pipeline_apply(pipeline, txn, &envelope, verdict, &error);
    g_assert_no_error(error);
    return 0;
}
