/* SPDX-License-Identifier: MIT
 *
 * SVAR: in a letter to the officer's own signed address: sent on to the sender once, when the
 * minutes in which it can be undone have gone, and never for somebody who is not proved.
 */
#include "orders-harness.h"

#define SVAR "SVAR:\nHej Anna!\n\nLampan är bytt.\n\n/Karin"

static void
set_up_relay(Fixture *fixture, gconstpointer data)
{
    set_up(fixture, data);
    ink_config_find_unit(fixture->base.config, "TN")->routine->may_relay = TRUE;
}

static Mail
make_mail(char **out_to, Fixture *fixture, const char *body, Author author)
{
    *out_to = get_reply_to(fixture, "assignment");
    return (Mail){.from = KARIN, .to = *out_to, .body = body, .author = author};
}

static void
order(Fixture *fixture, const char *body, Author author, InkOrderFate fate)
{
    g_autofree char *to = NULL;
    Mail mail = make_mail(&to, fixture, body, author);
    post_as(fixture, mail, INK_DISPOSITION_COMMAND, fate);
}

static void
assert_relayed(Fixture *fixture, guint count)
{
    g_assert_cmpuint(count_letters(fixture, "relay"), ==, count);
}

static void
test_waits(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    order(fixture, SVAR, AUTHOR_PROVED, INK_FATE_RUN);
    assert_relayed(fixture, 0);
    assert_status(fixture, INK_CASE_OPEN);
    g_assert_cmpuint(count_pending(fixture), ==, 1);
    go_to(fixture, 6 * 60);
    work(fixture);
    assert_relayed(fixture, 1);
    assert_status(fixture, INK_CASE_ANSWERED);
    g_autoptr(InkMessage) letter = get_letter(fixture, "relay");
    g_assert_true(g_str_has_prefix(letter->text, "Hej Anna!\n\nLampan är bytt.\n"));
    g_assert_cmpstr(((InkAddress *)letter->to->pdata[0])->address, ==, ANNA);
    for (int i = 0; i < 3; i++) {
        go_to(fixture, 6 * 60);
        work(fixture);
    }
    assert_relayed(fixture, 1);
}

static void
test_undone(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    order(fixture, SVAR, AUTHOR_PROVED, INK_FATE_RUN);
    order(fixture, "Ångra", AUTHOR_PROVED, INK_FATE_UNDO);
    go_to(fixture, 6 * 60);
    work(fixture);
    assert_relayed(fixture, 0);
    assert_status(fixture, INK_CASE_OPEN);
}

static void
test_interim(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    order(fixture, "Delsvar\n" SVAR, AUTHOR_PROVED, INK_FATE_RUN);
    go_to(fixture, 6 * 60);
    work(fixture);
    assert_relayed(fixture, 1);
    assert_status(fixture, INK_CASE_OPEN);
    g_autoptr(InkCase) cas = get_case(fixture);
    g_assert_cmpint(cas->interim_at, !=, INK_TIME_NONE);
}

static void
test_closed_too(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    order(fixture, "Kan avslutas\n" SVAR, AUTHOR_PROVED, INK_FATE_RUN);
    go_to(fixture, 6 * 60);
    work(fixture);
    assert_relayed(fixture, 1);
    assert_status(fixture, INK_CASE_CLOSED);
}

/* Without his own signed address he is asked, and his yes is enough. */
static void
test_confirmed(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    post_as(fixture, (Mail){.from = KARIN, .to = INBOX, .body = SVAR, .author = AUTHOR_PROVED},
            INK_DISPOSITION_COMMAND, INK_FATE_CONFIRM);
    assert_relayed(fixture, 0);
    g_autofree char *to = get_reply_to(fixture, "order-confirm");
    g_autoptr(InkVerdict) yes =
        post(fixture, (Mail){.from = KARIN, .to = to, .body = "Ja", .author = AUTHOR_PROVED});
    g_assert_cmpint(yes->command.fate, ==, INK_FATE_ANSWERED);
    assert_relayed(fixture, 1);
    g_autoptr(InkVerdict) again =
        post(fixture, (Mail){.from = KARIN, .to = to, .body = "Ja!", .author = AUTHOR_PROVED});
    g_assert_cmpint(again->command.fate, ==, INK_FATE_ANSWERED);
    assert_relayed(fixture, 1);
}

static void
test_not_proved(Fixture *fixture, gconstpointer data)
{
    order(fixture, SVAR, (Author)GPOINTER_TO_INT(data), INK_FATE_REFUSE);
    go_to(fixture, 6 * 60);
    work(fixture);
    assert_relayed(fixture, 0);
    g_assert_cmpuint(count_pending(fixture), ==, 0);
    assert_status(fixture, INK_CASE_OPEN);
}

/* What a border says that has not been tried is as if it had said nothing. */
static void
test_untried_border(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    InkConfig *config = fixture->base.config;
    g_strfreev(config->hosts);
    config->hosts = g_strsplit(BORDER " mx2.exempelkommun.example", " ", -1);
    order(fixture, SVAR, AUTHOR_PROVED, INK_FATE_REFUSE);
    go_to(fixture, 6 * 60);
    work(fixture);
    assert_relayed(fixture, 0);
    assert_status(fixture, INK_CASE_OPEN);
}

/* The officer is told at once what will not work. */
static void
test_told(Fixture *fixture, gconstpointer words)
{
    order(fixture, SVAR, AUTHOR_PROVED, INK_FATE_RUN);
    g_assert_cmpuint(count_pending(fixture), ==, 0);
    assert_relayed(fixture, 0);
    assert_says(fixture, "order-refused", words);
}

static void
test_off(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    ink_config_find_unit(fixture->base.config, "TN")->routine->may_relay = FALSE;
    test_told(fixture, "egen e-post");
}

static void
test_secret(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->base.store);
    ink_txn_set_field(txn, fixture->case_id, INK_FIELD_SECRECY, "26:1", NULL, &error);
    g_assert_no_error(error);
    txn_commit(txn);
    test_told(fixture, "sekretessmarkering");
}

/* The letter says so where it may be done, and only there. */
static void
test_offered(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(InkMessage) without = get_letter(fixture, "assignment");
    g_assert_null(strstr(without->text, "SVAR"));
    happen(fixture, INK_EVENT_ASSIGN, PER);
    g_autoptr(InkMessage) with = get_letter(fixture, "assignment");
    g_assert_nonnull(strstr(with->text, "skriv SVAR: överst"));
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->base.store);
    ink_txn_set_field(txn, fixture->case_id, INK_FIELD_SECRECY, "26:1", NULL, &error);
    g_assert_no_error(error);
    txn_commit(txn);
    happen(fixture, INK_EVENT_ASSIGN, KARIN);
    g_autoptr(InkMessage) secret = get_letter(fixture, "assignment");
    g_assert_null(strstr(secret->text, "SVAR"));
}

/* Marked in the minutes that it waits. */
static void
test_secret_meanwhile(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    order(fixture, SVAR, AUTHOR_PROVED, INK_FATE_RUN);
    order(fixture, "Sekretess: 26:1", AUTHOR_PROVED, INK_FATE_RUN);
    go_to(fixture, 6 * 60);
    work(fixture);
    assert_relayed(fixture, 0);
    assert_status(fixture, INK_CASE_OPEN);
    assert_noted(fixture, "sekretessmarkering");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
#define ADD(path, data, function)                                                                  \
    g_test_add("/relay-orders/" path, Fixture, data, set_up_relay, function, tear_down)
    ADD("waits", NULL, test_waits);
    ADD("undone", NULL, test_undone);
    ADD("interim", NULL, test_interim);
    ADD("closed-too", NULL, test_closed_too);
    ADD("confirmed", NULL, test_confirmed);
    ADD("untested", GINT_TO_POINTER(AUTHOR_UNTESTED), test_not_proved);
    ADD("unproved", GINT_TO_POINTER(AUTHOR_UNPROVED), test_not_proved);
    ADD("untried-border", NULL, test_untried_border);
    ADD("off", NULL, test_off);
    ADD("secret", NULL, test_secret);
    ADD("offered", NULL, test_offered);
    ADD("secret-meanwhile", NULL, test_secret_meanwhile);
#undef ADD
    return g_test_run();
}
