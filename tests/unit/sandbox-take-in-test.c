/* SPDX-License-Identifier: MIT
 *
 * A mailbox where some letters are the end of who reads them: each has its outcome, and none of the
 * others is delayed or lost.
 */
#include "bad-child.h"
#include "pipeline-harness.h"

#include "../../src/pipeline/pipeline-private.h"
#include "../../src/sandbox/sandbox-private.h"

#include "inkom/jobs.h"
#include "inkom/review.h"

#define LETTERS 60

typedef struct {
    PipelineFixture base;
    guint *warnings;
} Fixture;

static void
drop(gpointer sandbox)
{
    ink_sandbox_free(sandbox);
}

/* Every reader that the pipeline makes gets a bad child. */
static void
spoil_readers(Fixture *fixture, const char *argument)
{
    InkPipeline *pipeline = fixture->base.pipeline;
    ink_reader_free(pipeline->reader);
    g_async_queue_unref(pipeline->sandboxes);
    pipeline->sandboxes = g_async_queue_new_full(drop);
    for (guint i = 0; i < 16; i++)
        g_async_queue_push(pipeline->sandboxes,
                           ink_sandbox_new_with_child(&fixture->base.config->limits, argument, 1));
    pipeline->reader = ink_reader_new(pipeline);
}

/* Every tenth is bad, each in its own way but the slow ones. */
static const char *
get_kind(guint number)
{
    static const char *const kinds[] = {"död", "slut", "skräp", "halvt", "stort", "lögn"};
    return number % 10 == 5 ? kinds[number / 10 % G_N_ELEMENTS(kinds)] : NULL;
}

static void
write_letters(const Fixture *fixture)
{
    for (guint i = 0; i < LETTERS; i++) {
        const char *kind = get_kind(i);
        g_autofree char *name = g_strdup_printf("inkorg/new/%010u.brev", 1774600000 + i);
        g_autofree char *text = g_strdup_printf(
            "From: person%u@example.org\nMessage-ID: <%u@example.org>\nSubject: %s%s\n\n"
            "Gatlampan på Storgatan %u lyser inte.\n",
            i, i, kind != NULL ? "stör " : "Gatlampan", kind != NULL ? kind : "", i);
        test_file_write(fixture->base.folder, name, text);
    }
}

static void
take_in(Fixture *fixture, InkTally *tally)
{
    g_autoptr(GError) error = NULL;
    const InkWatch watch = {0};
    const InkMailbox *mailbox = fixture->base.config->mailboxes->pdata[0];
    ink_job_take_in(fixture->base.pipeline, mailbox, &watch, tally, &error);
    g_assert_no_error(error);
}

/* The ledger, message by message. */
static void
assert_outcomes(const Fixture *fixture, gboolean is_bad_refused)
{
    g_autoptr(GError) error = NULL;
    const InkLedgerFilter all = {0};
    g_autoptr(GPtrArray) messages = ink_store_list_messages(fixture->base.store, &all, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(messages->len, ==, LETTERS);
    for (guint i = 0; i < messages->len; i++) {
        const InkLedgerRow *row = messages->pdata[i];
        guint number = (guint)g_ascii_strtoull(row->uid, NULL, 10) - 1774600000;
        gboolean is_refused = is_bad_refused && get_kind(number) != NULL;
        g_assert_cmpstr(row->outcome, ==, is_refused ? "quarantine" : "new");
        g_autoptr(GBytes) bytes = ink_store_get_original(fixture->base.store, row->id, &error);
        g_assert_no_error(error);
        g_assert_cmpuint(g_bytes_get_size(bytes), ==, (gsize)row->size);
        if (is_refused)
            g_assert_nonnull(strstr(row->reason, "processen som läste det"));
    }
}

static void
set_up(Fixture *fixture, gconstpointer data)
{
    fixture->warnings = (gpointer)data;
    *fixture->warnings = 0;
    pipeline_set_up(&fixture->base, NULL);
    write_letters(fixture);
}

static void
tear_down(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    pipeline_tear_down(&fixture->base, NULL);
    bad_child_assert_none();
}

static void
test_quarantined(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    InkTally tally = {0};
    spoil_readers(fixture, BAD_CHILD);
    take_in(fixture, &tally);
    g_assert_cmpint(tally.taken, ==, LETTERS);
    g_assert_cmpint(tally.quarantined, ==, LETTERS / 10);
    g_assert_cmpuint(*fixture->warnings, ==, 2 * (LETTERS / 10));
    assert_outcomes(fixture, TRUE);
    journal_assert_sound(fixture->base.store, -1);
}

/* Only the first child is bad: what it could not read, another can. */
static void
test_registered(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *argument = g_strconcat(BAD_CHILD "=", fixture->base.folder, "/prövad", NULL);
    InkTally tally = {0};
    spoil_readers(fixture, argument);
    take_in(fixture, &tally);
    g_assert_cmpint(tally.taken, ==, LETTERS);
    g_assert_cmpint(tally.quarantined, ==, 0);
    g_assert_cmpuint(*fixture->warnings, <=, 1); /* it may have got none of the bad ones */
    assert_outcomes(fixture, FALSE);
}

/* A kernel that cannot lock, a system that cannot start: nothing is taken in, nothing refused. */
static void
test_cannot_start(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    const InkWatch watch = {0};
    const InkMailbox *mailbox = fixture->base.config->mailboxes->pdata[0];
    InkTally tally = {0};
    spoil_readers(fixture, "--ends-at-once");
    g_assert_false(ink_job_take_in(fixture->base.pipeline, mailbox, &watch, &tally, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_TEMPORARY);
    g_assert_cmpint(tally.taken, ==, 0);

    spoil_readers(fixture, BAD_CHILD);
    take_in(fixture, &tally);
    g_assert_cmpint(tally.taken, ==, LETTERS);
}

/* The processes of one round serve the next. */
static void
test_kept(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    InkTally tally = {0};
    take_in(fixture, &tally);
    guint kept = (guint)g_async_queue_length(fixture->base.pipeline->sandboxes);
    g_assert_cmpuint(kept, >=, 1);
    test_file_write(fixture->base.folder, "inkorg/new/1774700000.brev",
                    "From: sen@example.org\nSubject: Ett till\n\nHej\n");
    guint files = bad_child_count_files();
    take_in(fixture, &tally);
    g_assert_cmpuint((guint)g_async_queue_length(fixture->base.pipeline->sandboxes), ==, kept);
    g_assert_cmpuint(bad_child_count_files(), ==, files);
    g_assert_cmpint(tally.taken, ==, LETTERS + 1);
}

#define ADD(path, function)                                                                        \
    g_test_add("/sandbox-take-in/" path, Fixture, &warnings, set_up, function, tear_down)

int
main(int argc, char **argv)
{
    bad_child_serve_if_asked(argc, argv);
    if (argc == 2 && g_str_equal(argv[1], "--ends-at-once"))
        return 0;
    guint warnings = 0;
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    g_log_set_writer_func(bad_child_count_warnings, &warnings, NULL);
    ADD("quarantined", test_quarantined);
    ADD("registered", test_registered);
    ADD("cannot-start", test_cannot_start);
    ADD("kept", test_kept);
    return g_test_run();
}
