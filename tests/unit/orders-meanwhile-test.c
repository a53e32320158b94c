/* SPDX-License-Identifier: MIT
 *
 * What happens between an officer's letter and the minute when what it orders is done.
 */
#include "orders-harness.h"

#include "inkom/links.h"

#define MINUTE_S 60

static void
order(Fixture *fixture, const char *body, gint64 written_ago)
{
    g_autofree char *to = get_reply_to(fixture, "assignment");
    post_as(fixture, (Mail){.from = KARIN, .to = to, .body = body, .written_ago = written_ago},
            INK_DISPOSITION_COMMAND, INK_FATE_RUN);
}

/* The officer's clock is an hour fast: what the sender writes is new to him all the same. */
static void
test_fast_clock(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    order(fixture, "Kan avslutas", -60 * MINUTE_S);
    go_to(fixture, MINUTE_S);
    g_autoptr(InkVerdict) later =
        post(fixture, (Mail){.from = ANNA,
                             .to = INBOX,
                             .author = AUTHOR_UNTESTED,
                             .body = "Lampan på Storgatan är släckt igen."});
    g_assert_cmpint(later->decision->disposition, ==, INK_DISPOSITION_ATTACH);
    go_to(fixture, 6 * MINUTE_S);
    work(fixture);
    assert_status(fixture, INK_CASE_OPEN);
    assert_says(fixture, "order-refused", "ny handling i ärendet sedan du skrev");
}

/* The case becomes a part of another one, with another officer. */
static void
merge(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    gint64 first = fixture->case_id;
    begin_case(fixture, 413, PER);
    InkTxn *txn = txn_begin(fixture->base.store);
    ink_pipeline_merge(fixture->base.pipeline, txn, first, fixture->case_id, "samma sak", &error);
    g_assert_no_error(error);
    txn_commit(txn);
}

static void
set_up_relay(Fixture *fixture, gconstpointer data)
{
    set_up(fixture, data);
    ink_config_find_unit(fixture->base.config, "TN")->routine->may_relay = TRUE;
}

static void
assert_not_relayed(Fixture *fixture)
{
    g_assert_cmpuint(count_letters(fixture, "relay"), ==, 0);
    assert_says(fixture, "order-refused", "sammanförts med ett annat");
    assert_status(fixture, INK_CASE_OPEN);
}

static void
test_merged(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    order(fixture, "SVAR:\nHej Anna!", 0);
    merge(fixture);
    go_to(fixture, 6 * MINUTE_S);
    work(fixture);
    assert_not_relayed(fixture);
}

static void
test_merged_and_confirmed(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    post_as(fixture, (Mail){.from = KARIN, .to = INBOX, .body = "SVAR:\nHej Anna!"},
            INK_DISPOSITION_COMMAND, INK_FATE_CONFIRM);
    g_autofree char *to = get_reply_to(fixture, "order-confirm");
    merge(fixture);
    post_as(fixture, (Mail){.from = KARIN, .to = to, .body = "Ja"}, INK_DISPOSITION_COMMAND,
            INK_FATE_ANSWERED);
    assert_not_relayed(fixture);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    g_test_add("/orders-meanwhile/fast-clock", Fixture, NULL, set_up, test_fast_clock, tear_down);
    g_test_add("/orders-meanwhile/merged", Fixture, NULL, set_up_relay, test_merged, tear_down);
    g_test_add("/orders-meanwhile/merged-and-confirmed", Fixture, NULL, set_up_relay,
               test_merged_and_confirmed, tear_down);
    return g_test_run();
}
