/* SPDX-License-Identifier: MIT
 *
 * What happens between an officer's letter and the minute when what it orders is done.
 */
#include "orders-harness.h"

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

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    g_test_add("/orders-meanwhile/fast-clock", Fixture, NULL, set_up, test_fast_clock, tear_down);
    return g_test_run();
}
