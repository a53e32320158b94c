/* SPDX-License-Identifier: MIT
 *
 * What an officer has to confirm before it is done: the letter that asks, who may answer it, how,
 * how long and how often.
 */
#include "orders-harness.h"

#define MINUTE_S 60
#define HOUR_S   3600

/* An order that is not sent to an address of Karin's: it is asked about. */
static void
order(Fixture *fixture, const char *body)
{
    post_as(fixture, (Mail){.from = KARIN, .to = INBOX, .body = body}, INK_DISPOSITION_COMMAND,
            INK_FATE_CONFIRM);
}

static void
answer(Fixture *fixture, const char *body, Author author, InkOrderFate fate)
{
    g_autofree char *to = get_reply_to(fixture, "order-confirm");
    post_as(fixture,
            (Mail){.from = KARIN, .to = to, .author = author, .body = body, .subject = "Sv: Hej"},
            INK_DISPOSITION_COMMAND, fate);
}

static InkPendingState
get_state(Fixture *fixture, gint64 id)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkPendingOrder) row = NULL;
    ink_store_find_pending(fixture->base.store, id, &row, &error);
    g_assert_no_error(error);
    g_assert_nonnull(row);
    return row->state;
}

/* The letter says what will be done, and goes to nobody else. */
static void
test_letter(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(InkVerdict) verdict =
        post(fixture, (Mail){.from = KARIN,
                             .to = INBOX,
                             .headers = "Reply-To: x@example.net\n",
                             .body = "Kan avslutas\nÅtgärd: lampan är bytt"});
    g_assert_cmpint(verdict->command.fate, ==, INK_FATE_CONFIRM);
    g_autoptr(InkMessage) letter = get_letter(fixture, "order-confirm");
    g_assert_cmpuint(letter->to->len, ==, 1);
    g_assert_cmpstr(((InkAddress *)letter->to->pdata[0])->address, ==, KARIN);
    g_assert_cmpuint(letter->cc->len, ==, 0);
    assert_says(fixture, "order-confirm", "ärendet TN 2026/0412");
    assert_says(fixture, "order-confirm", "- anteckna åtgärden: lampan är bytt\n- avsluta ärendet");
    assert_says(fixture, "order-confirm", "lördag 28 mars 2026 kl. 18.00");
    g_assert_cmpuint(count_order_letters(fixture), ==, 1);
    assert_not_noted(fixture);
}

static void
test_yes(Fixture *fixture, gconstpointer body)
{
    order(fixture, "Kan avslutas");
    assert_status(fixture, INK_CASE_OPEN);
    answer(fixture, body, AUTHOR_PROVED, INK_FATE_ANSWERED);
    assert_status(fixture, INK_CASE_CLOSED);
    g_assert_cmpint(get_state(fixture, 1), ==, INK_PENDING_DONE);
    g_assert_cmpuint(count_letters(fixture, "order-done"), ==, 1);
    assert_not_noted(fixture);
}

/* The address is good for one yes: after that, and after another letter, it does nothing. */
static void
test_once(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    order(fixture, "Kan avslutas");
    answer(fixture, "ja", AUTHOR_PROVED, INK_FATE_ANSWERED);
    happen(fixture, INK_EVENT_REOPEN, NULL);
    answer(fixture, "ja", AUTHOR_PROVED, INK_FATE_ANSWERED);
    assert_status(fixture, INK_CASE_OPEN);
    assert_says(fixture, "order-refused", "redan avgjord: gjord");
}

static void
test_no(Fixture *fixture, gconstpointer body)
{
    order(fixture, "Kan avslutas");
    answer(fixture, body, AUTHOR_PROVED, INK_FATE_ANSWERED);
    g_assert_cmpint(get_state(fixture, 1), ==, INK_PENDING_UNDONE);
    assert_noted(fixture, "svarar nej");
    answer(fixture, "ja", AUTHOR_PROVED, INK_FATE_ANSWERED);
    assert_status(fixture, INK_CASE_OPEN);
}

static void
test_unclear(Fixture *fixture, gconstpointer body)
{
    order(fixture, "Kan avslutas");
    answer(fixture, body, AUTHOR_PROVED, INK_FATE_ASK);
    assert_status(fixture, INK_CASE_OPEN);
    g_assert_cmpint(get_state(fixture, 1), ==, INK_PENDING_CONFIRMING);
    assert_says(fixture, "order-question", "varken ja eller nej");
    answer(fixture, "ja", AUTHOR_PROVED, INK_FATE_ANSWERED);
    assert_status(fixture, INK_CASE_CLOSED);
}

/* Where the border tests senders, who answers has to pass. */
static void
test_untested(Fixture *fixture, gconstpointer data)
{
    order(fixture, "Kan avslutas");
    answer(fixture, "ja", (Author)GPOINTER_TO_INT(data), INK_FATE_REFUSE);
    assert_status(fixture, INK_CASE_OPEN);
    assert_noted(fixture, "inte styrkt");
    g_assert_cmpuint(count_order_letters(fixture), ==, 1);
}

/* Where it does not, the letter to the officer's own mailbox is what there is. */
static void
test_without_border(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->base.config->officers_proved_by = INK_PROVED_BY_CONFIRMATION;
    post_as(fixture,
            (Mail){.from = KARIN, .to = INBOX, .author = AUTHOR_UNTESTED, .body = "Kan avslutas"},
            INK_DISPOSITION_COMMAND, INK_FATE_CONFIRM);
    answer(fixture, "ja", AUTHOR_UNPROVED, INK_FATE_REFUSE);
    assert_status(fixture, INK_CASE_OPEN);
    answer(fixture, "ja", AUTHOR_UNTESTED, INK_FATE_ANSWERED);
    assert_status(fixture, INK_CASE_CLOSED);
    g_assert_cmpuint(count_letters(fixture, "order-done"), ==, 1);
}

/* Per has got hold of Karin's letter. */
static void
test_by_other(Fixture *fixture, gconstpointer data)
{
    order(fixture, "Kan avslutas");
    g_autofree char *to = get_reply_to(fixture, "order-confirm");
    g_autoptr(InkVerdict) verdict =
        post(fixture, (Mail){.from = data, .to = to, .body = "ja", .subject = "ja"});
    g_assert_cmpint(verdict->command.fate, ==, INK_FATE_NONE);
    assert_status(fixture, INK_CASE_OPEN);
    g_assert_cmpint(get_state(fixture, 1), ==, INK_PENDING_CONFIRMING);
}

static void
test_by_machine(Fixture *fixture, gconstpointer headers)
{
    order(fixture, "Kan avslutas");
    g_autofree char *to = get_reply_to(fixture, "order-confirm");
    g_autoptr(InkVerdict) verdict =
        post(fixture, (Mail){.from = KARIN, .to = to, .headers = headers, .body = "ja"});
    g_assert_cmpint(verdict->command.fate, !=, INK_FATE_ANSWERED);
    assert_status(fixture, INK_CASE_OPEN);
    g_assert_cmpuint(count_order_letters(fixture), ==, 1);
}

static void
test_expired(Fixture *fixture, gconstpointer is_worked_off)
{
    order(fixture, "Kan avslutas");
    go_to(fixture, 24 * HOUR_S + 1);
    if (is_worked_off != NULL) {
        work(fixture);
        g_assert_cmpint(get_state(fixture, 1), ==, INK_PENDING_EXPIRED);
    }
    answer(fixture, "ja", AUTHOR_PROVED, INK_FATE_ANSWERED);
    assert_status(fixture, INK_CASE_OPEN);
    g_assert_cmpint(get_state(fixture, 1), ==, INK_PENDING_EXPIRED);
    g_assert_cmpuint(count_letters(fixture, "order-refused"), ==, 1);
}

static void
test_last_second(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    order(fixture, "Kan avslutas");
    go_to(fixture, 24 * HOUR_S);
    work(fixture);
    answer(fixture, "bekräftas", AUTHOR_PROVED, INK_FATE_ANSWERED);
    assert_status(fixture, INK_CASE_CLOSED);
}

/* Meanwhile the case has got another officer. */
static void
test_officer_no_more(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    order(fixture, "Kan avslutas");
    happen(fixture, INK_EVENT_ASSIGN, PER);
    answer(fixture, "ja", AUTHOR_PROVED, INK_FATE_ANSWERED);
    assert_status(fixture, INK_CASE_OPEN);
    g_assert_cmpint(get_state(fixture, 1), ==, INK_PENDING_REFUSED);
    assert_says(fixture, "order-refused", "en annan handläggare: Per Ström");
}

/* What cannot be done is not asked about either. */
static void
test_impossible(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    happen(fixture, INK_EVENT_CLOSE, NULL);
    order(fixture, "Kan avslutas");
    g_assert_cmpuint(count_letters(fixture, "order-confirm"), ==, 0);
    g_assert_cmpuint(count_letters(fixture, "order-refused"), ==, 1);
}

/* Three open, and ten a day. */
static void
test_caps(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    for (int i = 0; i < 3; i++)
        order(fixture, "Av vikt");
    assert_not_noted(fixture);
    order(fixture, "Av vikt");
    g_assert_cmpuint(count_letters(fixture, "order-confirm"), ==, 3);
    g_assert_cmpuint(count_order_letters(fixture), ==, 3);
    assert_noted(fixture, "för många frågor");
    for (int i = 3; i < 12; i++) {
        answer(fixture, "nej", AUTHOR_PROVED, INK_FATE_ANSWERED);
        order(fixture, "Av vikt");
    }
    g_assert_cmpuint(count_letters(fixture, "order-confirm"), ==, 10);
    go_to(fixture, 25 * HOUR_S);
    work(fixture);
    order(fixture, "Av vikt");
    g_assert_cmpuint(count_letters(fixture, "order-confirm"), ==, 11);
}

/* A register that is restored from an older copy numbers its orders again. */
static void
test_other_nonce(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    order(fixture, "Kan avslutas");
    g_autoptr(InkPendingOrder) row = NULL;
    g_assert_true(ink_store_find_pending(fixture->base.store, 1, &row, &error));
    g_assert_nonnull(row->nonce);
    g_autofree char *to = get_reply_to(fixture, "order-confirm");
    order(fixture, "Av vikt");
    g_autofree char *second = get_reply_to(fixture, "order-confirm");
    g_assert_cmpstr(to, !=, second);
    /* The first letter's signature under the second's number. */
    char *number = strstr(to, "+c1.");
    g_assert_nonnull(number);
    number[2] = '2';
    g_autoptr(InkVerdict) verdict = post(fixture, (Mail){.from = KARIN, .to = to, .body = "ja"});
    g_assert_cmpint(verdict->command.fate, !=, INK_FATE_ANSWERED);
    g_assert_cmpint(get_state(fixture, 2), ==, INK_PENDING_CONFIRMING);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    static const struct {
        const char *path;
        void (*test)(Fixture *, gconstpointer);
        const char *data;
    } tests[] = {
        {"letter", test_letter, NULL},
        {"yes", test_yes, "ja"},
        {"yes/capitals", test_yes, "JA!"},
        {"yes/confirm", test_yes, "Hej!\n\nBekräftas.\n\nMvh\nKarin"},
        {"yes/courteous", test_yes, "Ja tack, det stämmer /Karin"},
        {"yes/quoted", test_yes, "Ja\n\n> Skriv \"nej\" överst om det inte är du\n"},
        {"once", test_once, NULL},
        {"no", test_no, "nej"},
        {"no/not-me", test_no, "Nej, det var inte jag."},
        {"no/stop", test_no, "Stämmer inte!"},
        {"unclear/question", test_unclear, "ja?"},
        {"unclear/both", test_unclear, "Ja, eller nej"},
        {"unclear/taken-back", test_unclear, "Ja\n\nFast vänta, avsluta inte än."},
        {"unclear/prose", test_unclear, "Jag är ledig till och med måndag."},
        {"unclear/order", test_unclear, "kan avslutas"},
        {"unclear/empty", test_unclear, ""},
        {"without-border", test_without_border, NULL},
        {"by-other", test_by_other, PER},
        {"by-other/citizen", test_by_other, ANNA},
        {"by-other/registrar", test_by_other, REGISTRAR},
        {"by-machine", test_by_machine, "Auto-Submitted: auto-replied\n"},
        {"by-machine/list", test_by_machine, "List-Id: <alla.example>\n"},
        {"expired", test_expired, NULL},
        {"expired/worked-off", test_expired, "x"},
        {"last-second", test_last_second, NULL},
        {"officer-no-more", test_officer_no_more, NULL},
        {"impossible", test_impossible, NULL},
        {"caps", test_caps, NULL},
        {"other-nonce", test_other_nonce, NULL},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_autofree char *path = g_strdup_printf("/orders-confirm/%s", tests[i].path);
        g_test_add(path, Fixture, tests[i].data, set_up, tests[i].test, tear_down);
    }
    g_test_add("/orders-confirm/untested", Fixture, GINT_TO_POINTER(AUTHOR_UNTESTED), set_up,
               test_untested, tear_down);
    g_test_add("/orders-confirm/unproved", Fixture, GINT_TO_POINTER(AUTHOR_UNPROVED), set_up,
               test_untested, tear_down);
    return g_test_run();
}
