/* SPDX-License-Identifier: MIT
 *
 * How many receipts have gone lately: after a restart, and by a clock that is set wrong and right
 * again.
 */
#include "store-harness.h"

#include "folder.h"

#include "inkom/ledger.h"
#include "inkom/outbox.h"

typedef StoreFixture Fixture;

#define DAY_S G_GINT64_CONSTANT(86400)

/* A message is taken in, and a receipt for it if kind says so; each has a number of its own. */
static void
take_in(StoreFixture *fixture, int number, const char *kind, const char *to,
        const char *organisation, InkLetterState state)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *uid = g_strdup_printf("%d", number);
    g_autofree char *message_id = g_strdup_printf("%d@x", number);
    g_autoptr(GBytes) bytes = g_bytes_new_static("x", 1);
    InkLedgerRow message = {.mailbox = (char *)"inkorg",
                            .uid = uid,
                            .sha256 = (char *)"x",
                            .seen_at = ink_clock_now(fixture->clock),
                            .arrived_by = (char *)"INTERNALDATE",
                            .subject = (char *)"Hej",
                            .outcome = (char *)"new",
                            .reply = (char *)"none",
                            .reply_reason = (char *)"",
                            .reason = (char *)"",
                            .trace = (char *)""};
    InkTxn *txn = txn_begin(fixture->store);
    ink_txn_add_message(txn, &message, bytes, 0, &error);
    g_assert_no_error(error);
    if (kind != NULL) {
        g_autoptr(InkOutboxRow) row = ink_outbox_row_new();
        row->kind = g_strdup(kind);
        row->to = g_strdup(to);
        row->organisation = g_strdup(organisation);
        row->message = message.id;
        row->message_id = g_strdup(message_id);
        ink_txn_add_letter(txn, row, bytes, &error);
        g_assert_no_error(error);
        ink_txn_set_letter(txn, row->id, state, INK_TIME_NONE, NULL, &error);
        g_assert_no_error(error);
    }
    txn_commit(txn);
}

static void
answer(StoreFixture *fixture, int number, const char *to)
{
    take_in(fixture, number, "receipt", to, "example.org", INK_LETTER_SENT);
}

static gint64
count(StoreFixture *fixture, InkReceiptsTo to, const char *whom, gint64 window_s, gint64 most)
{
    g_autoptr(GError) error = NULL;
    gint64 found = -1;
    ink_store_count_receipts(fixture->store, to, whom, window_s, most, &found, &error);
    g_assert_no_error(error);
    return found;
}

static gint64
count_anna(StoreFixture *fixture)
{
    return count(fixture, INK_RECEIPTS_TO_ADDRESS, "anna@example.org", DAY_S, 99);
}

static void
pass(StoreFixture *fixture, gint64 seconds)
{
    ink_clock_fix(fixture->clock, ink_clock_now(fixture->clock) + seconds);
}

static void
test_whom(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    answer(fixture, 1, "anna@example.org");
    answer(fixture, 2, "anna@post.example.org");
    take_in(fixture, 3, "receipt", "anna@example.org", "example.org", INK_LETTER_FAILED);
    take_in(fixture, 4, "receipt", "anna@example.org", "example.org", INK_LETTER_UNKNOWN);
    take_in(fixture, 5, "receipt", "anna@example.org", "example.org", INK_LETTER_CANCELLED);
    take_in(fixture, 6, "alert", "anna@example.org", "example.org", INK_LETTER_SENT);
    take_in(fixture, 7, "receipt", "bo@example.net", "example.net", INK_LETTER_SENT);
    g_assert_cmpint(count_anna(fixture), ==, 3);
    g_assert_cmpint(count(fixture, INK_RECEIPTS_TO_ORGANISATION, "example.org", 3600, 5), ==, 4);
    g_assert_cmpint(count(fixture, INK_RECEIPTS_TO_ANYBODY, NULL, 60, 6), ==, 5);
    g_assert_cmpint(count(fixture, INK_RECEIPTS_TO_ANYBODY, NULL, 60, 2), ==, 2);
    g_assert_cmpint(count(fixture, INK_RECEIPTS_TO_ANYBODY, NULL, 60, 8), ==, 0);
    g_assert_cmpint(count(fixture, INK_RECEIPTS_TO_ADDRESS, "cia@example.org", DAY_S, 99), ==, 0);
    pass(fixture, 59);
    g_assert_cmpint(count(fixture, INK_RECEIPTS_TO_ANYBODY, NULL, 60, 6), ==, 5);
    pass(fixture, 1);
    g_assert_cmpint(count(fixture, INK_RECEIPTS_TO_ANYBODY, NULL, 60, 99), ==, 0);
    g_assert_cmpint(count(fixture, INK_RECEIPTS_TO_ORGANISATION, "example.org", 3600, 5), ==, 4);
    pass(fixture, 3540);
    g_assert_cmpint(count(fixture, INK_RECEIPTS_TO_ORGANISATION, "example.org", 3600, 99), ==, 0);
    g_assert_cmpint(count_anna(fixture), ==, 3);
    pass(fixture, DAY_S - 3600);
    g_assert_cmpint(count_anna(fixture), ==, 0);
}

/* Two hours back: what was sent before still counts, two hours more than a day. */
static void
test_set_back(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    for (int i = 1; i <= 3; i++)
        answer(fixture, i, "anna@example.org");
    pass(fixture, -7200);
    g_assert_cmpint(count_anna(fixture), ==, 3);
    take_in(fixture, 4, NULL, NULL, NULL, INK_LETTER_SENT);
    pass(fixture, 7200 + DAY_S - 1);
    g_assert_cmpint(count_anna(fixture), ==, 3);
    pass(fixture, 1);
    g_assert_cmpint(count_anna(fixture), ==, 0);
}

/* Ten years ahead and back again: the cap is not lifted, and nobody waits for ten years. */
static void
test_wrong_for_a_while(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    answer(fixture, 1, "anna@example.org");
    pass(fixture, 3650 * DAY_S);
    answer(fixture, 2, "anna@example.org");
    answer(fixture, 3, "anna@example.org");
    pass(fixture, -3650 * DAY_S + 60);
    g_assert_cmpint(count_anna(fixture), ==, 3);
    take_in(fixture, 4, NULL, NULL, NULL, INK_LETTER_SENT);
    pass(fixture, 3600);
    g_assert_cmpint(count_anna(fixture), ==, 3);
    pass(fixture, DAY_S - 3600);
    g_assert_cmpint(count_anna(fixture), ==, 0);
    g_assert_cmpint(count(fixture, INK_RECEIPTS_TO_ANYBODY, NULL, 60, 99), ==, 0);
}

static void
test_restart(void)
{
    g_autofree char *folder = test_folder_new();
    g_autofree char *file = g_build_filename(folder, "inkom.db", NULL);
    StoreFixture fixture = {clock_new(), NULL};
    fixture.store = store_open(file, fixture.clock);
    answer(&fixture, 1, "anna@example.org");
    answer(&fixture, 2, "anna@example.org");
    ink_store_close(fixture.store);
    fixture.store = store_open(file, fixture.clock);
    g_assert_cmpint(count_anna(&fixture), ==, 2);
    store_tear_down(&fixture, NULL);
    test_folder_remove(folder);
}

static gboolean
may_alert(Fixture *fixture, const char *what)
{
    g_autoptr(GError) error = NULL;
    gboolean may = FALSE;
    InkTxn *txn = txn_begin(fixture->store);
    ink_txn_may_alert(txn, what, DAY_S, &may, &error);
    g_assert_no_error(error);
    txn_commit(txn);
    return may;
}

static void
test_alerts(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_assert_true(may_alert(fixture, "slinga"));
    g_assert_false(may_alert(fixture, "slinga"));
    g_assert_true(may_alert(fixture, "flod"));
    pass(fixture, DAY_S - 1);
    g_assert_false(may_alert(fixture, "slinga"));
    pass(fixture, 1);
    g_assert_true(may_alert(fixture, "slinga"));
    g_assert_false(may_alert(fixture, "slinga"));
    pass(fixture, -7 * DAY_S);
    g_assert_true(may_alert(fixture, "slinga"));
    g_assert_false(may_alert(fixture, "slinga"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(path, function)                                                                        \
    g_test_add("/outbox-caps/" path, Fixture, NULL, store_set_up, function, store_tear_down)
    ADD("whom", test_whom);
    ADD("set-back", test_set_back);
    ADD("wrong-for-a-while", test_wrong_for_a_while);
    ADD("alerts", test_alerts);
    g_test_add_func("/outbox-caps/restart", test_restart);
    return g_test_run();
}
