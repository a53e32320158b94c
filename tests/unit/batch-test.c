/* SPDX-License-Identifier: MIT
 *
 * Many messages in one commit: one that cannot be taken in does not hurt the others.
 */
#include "pipeline-harness.h"

#include "../../src/jobs/batch.h"

#include "inkom/outbox.h"
#include "inkom/review.h"

typedef PipelineFixture Fixture;

/* Warnings of the batch are expected here. */
static GLogWriterOutput
count_lines(GLogLevelFlags level, const GLogField *fields G_GNUC_UNUSED, gsize count G_GNUC_UNUSED,
            gpointer data)
{
    if ((level & G_LOG_LEVEL_WARNING) == 0)
        return G_LOG_WRITER_UNHANDLED;
    (*(guint *)data)++;
    return G_LOG_WRITER_HANDLED;
}

static gboolean
add(Fixture *fixture, InkTxn *txn, const char *uid, const char *text, InkTally *tally,
    GError **error)
{
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    const InkEnvelope envelope = {.mailbox = "inkorg",
                                  .unit = "KS",
                                  .uidvalidity = 7,
                                  .uid = uid,
                                  .stored_at = ink_clock_now(fixture->clock),
                                  .stored_by = "INTERNALDATE",
                                  .bytes = bytes,
                                  .size = (gint64)strlen(text)};
    return ink_batch_add(fixture->pipeline, txn, &envelope, tally, error);
}

/* The number's format without the unit: the second register's first number, as written, is taken,
 * and apply() fails after it has begun to write. */
static void
spoil_numbers(Fixture *fixture)
{
    for (guint i = 0; i < fixture->config->units->len; i++) {
        InkUnit *unit = fixture->config->units->pdata[i];
        g_free(unit->number_format);
        unit->number_format = g_strdup("{year}/{seq:4}");
    }
}

static void
test_one_fails(Fixture *fixture, gconstpointer data)
{
    static const char *const texts[] = {
        "From: a@example.org\nTo: inkorg@exempelkommun.example\nSubject: "
        "=?utf-8?q?Hemtj=C3=A4nsten_kom_inte?=\n\nDet är dåligt.\n",
        "From: b@example.org\nTo: inkorg@exempelkommun.example\nSubject: Gatlampan lyser "
        "inte\n\nGatubelysningen på Storgatan är "
        "trasig.\n",
        "From: c@example.org\nTo: inkorg@exempelkommun.example\nSubject: "
        "=?utf-8?q?Hemtj=C3=A4nsten_igen?=\n\nDet är fortfarande "
        "dåligt.\n",
    };
    guint *warnings = (gpointer)data;
    g_autoptr(GError) error = NULL;
    InkTally tally = {0};
    spoil_numbers(fixture);
    *warnings = 0;
    InkTxn *txn = txn_begin(fixture->store);
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *uid = g_strdup_printf("%zu", i + 1);
        g_assert_true(add(fixture, txn, uid, texts[i], &tally, &error));
        g_assert_no_error(error);
    }
    txn_commit(txn);
    g_assert_cmpuint(*warnings, ==, 1);
    g_assert_cmpint(tally.taken, ==, 3);
    g_assert_cmpint(tally.cases, ==, 2);
    g_assert_cmpint(tally.quarantined, ==, 1);

    const InkLedgerFilter all = {0};
    g_autoptr(GPtrArray) messages = ink_store_list_messages(fixture->store, &all, &error);
    static const char *const outcomes[] = {"new", "quarantine", "new"};
    g_assert_cmpuint(messages->len, ==, 3);
    for (guint i = 0; i < messages->len; i++) {
        const InkLedgerRow *row = messages->pdata[i];
        g_assert_cmpstr(row->outcome, ==, outcomes[i]);
        g_autoptr(GBytes) bytes = ink_store_get_original(fixture->store, row->id, &error);
        g_assert_no_error(error);
        g_assert_cmpuint(g_bytes_get_size(bytes), ==, strlen(texts[i]));
    }
    /* Nothing of the failed one is left: no number, no letter, a sound chain. */
    g_assert_cmpint(number_find(fixture->store, "VON", 2026, 2), >, 0);
    g_assert_cmpint(number_find(fixture->store, "TN", 2026, 1), ==, 0);
    g_autoptr(GPtrArray) letters = ink_store_list_letters(fixture->store, NULL, 0, &error);
    g_assert_cmpuint(letters->len, ==, 2);
    g_autofree char *next = NULL;
    txn = txn_begin(fixture->store);
    case_add(txn, "TN", 2026, &next);
    txn_commit(txn);
    g_assert_cmpstr(next, ==, "TN 2026/0001");
    g_autoptr(GPtrArray) waiting = ink_store_list_reviews(fixture->store, FALSE, &error);
    guint quarantined = 0;
    for (guint i = 0; i < waiting->len; i++)
        quarantined +=
            g_str_equal(((const InkReviewRow *)waiting->pdata[i])->kind, "quarantine") ? 1 : 0;
    g_assert_cmpuint(quarantined, ==, 1);
    journal_assert_sound(fixture->store, -1);
}

/* The same place in the mailbox twice: the register refuses, and so does the batch, whole. */
static void
test_same_place(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    InkTally tally = {0};
    InkTxn *txn = txn_begin(fixture->store);
    g_assert_true(add(fixture, txn, "1", "From: a@example.org\n\nEtt\n", &tally, &error));
    g_assert_false(add(fixture, txn, "1", "From: a@example.org\n\nTvå\n", &tally, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_DUPLICATE);
    ink_txn_free(txn);
    journal_assert_sound(fixture->store, 0);
    *(guint *)(gpointer)data = 0;
}

static void
test_measure(void)
{
    static const struct {
        guint count;
        gint64 size;
        guint first, expected;
    } rows[] = {
        {1, 10, 0, 1},
        {500, 10, 0, INK_BATCH_MESSAGES},
        {500, 10, 450, 50},
        {10, INK_BATCH_BYTES, 0, 1},
        {10, 10 * (gint64)INK_BATCH_BYTES, 0, 1}, /* larger than a batch: alone */
        {10, INK_BATCH_BYTES / 2, 0, 2},
        {10, INK_BATCH_BYTES / 2 + 1, 0, 1},
        {10, 0, 0, 10},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GPtrArray) listed =
            g_ptr_array_new_with_free_func((GDestroyNotify)ink_listed_free);
        for (guint j = 0; j < rows[i].count; j++) {
            InkListed *item = g_new0(InkListed, 1);
            item->size = rows[i].size;
            g_ptr_array_add(listed, item);
        }
        g_assert_cmpuint(ink_batch_measure(listed, rows[i].first), ==, rows[i].expected);
    }
}

#define ADD(path, function)                                                                        \
    g_test_add("/batch/" path, Fixture, &warnings, pipeline_set_up, function, pipeline_tear_down)

int
main(int argc, char **argv)
{
    guint warnings = 0;
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    g_log_set_writer_func(count_lines, &warnings, NULL);
    ADD("one-fails", test_one_fails);
    ADD("same-place", test_same_place);
    g_test_add_func("/batch/measure", test_measure);
    return g_test_run();
}
