/* SPDX-License-Identifier: MIT
 *
 * Cases walked through their lives, under what each of the five routines asks for: the deadlines as
 * rows, the letters that follow, and what never stands in them.
 */
#include "life-harness.h"

static const InkPeriod workdays_2 = {INK_PERIOD_WORKDAYS, 2},
                       workdays_10 = {INK_PERIOD_WORKDAYS, 10},
                       hours_24 = {INK_PERIOD_WEEKDAY_HOURS, 24}, days_21 = {INK_PERIOD_DAYS, 21};

static guint
count_reviews(Fixture *fixture)
{
    g_autoptr(GPtrArray) rows = ink_store_list_reviews(fixture->store, FALSE, NULL);
    return rows->len;
}

/* --- Köping -----------------------------------------------------------------------------------*/

static void
test_koping(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    get_routine(fixture)->close_after = days_21;
    get_routine(fixture)->thanks_restart = FALSE;
    fixture->config->registrar = g_strdup(REG);
    gint64 id = take_in(fixture, HEAD BODY);
    assert_deadlines(fixture, id, "answer 2026-04-07");
    g_assert_cmpint(get_stage(fixture, id), ==, INK_STAGE_REGISTERED);

    HAPPEN(fixture, id, .event = INK_EVENT_ASSIGN, .officer = EVA);
    g_autofree char *letter = assert_letters(fixture, "receipt " ANNA ", assignment " EVA);
    assert_says(letter, "[TN 2026/0001] Du är handläggare, svar senast tisdag 7 april 2026");
    assert_says(letter, "Kontrollera att du är rätt person");
    assert_says(letter, "Gatubelysningen på Storgatan är trasig. HEMLIGT.");
    assert_says(letter, "fel handläggare");
    assert_says(letter, "håll öppet");
    assert_says(letter, "kan avslutas");
    assert_silent_of(letter, "APT");
    HAPPEN(fixture, id, .event = INK_EVENT_ASSIGN, .officer = EVA);
    ASSERT_LETTERS(fixture, "receipt " ANNA ", assignment " EVA);

    /* Registered a day after it was sent: the clock stopped when it was. */
    gint64 sent = ink_clock_parse(fixture->clock, "2026-03-30T09:00");
    set_clock(fixture, "2026-03-31T10:00");
    HAPPEN(fixture, id, .event = INK_EVENT_ANSWER, .at = sent);
    assert_deadlines(fixture, id, "answer 2026-04-07 besvarat, closing 2026-04-20");
    g_autoptr(GPtrArray) rows = ink_store_list_deadlines(fixture->store, id, NULL);
    g_assert_cmpint(((const InkDeadlineRow *)rows->pdata[0])->met_at, ==, sent);
    g_autofree char *told =
        assert_letters(fixture, "receipt " ANNA ", assignment " EVA ", answered " REG);
    assert_says(told, "TN 2026/0001");

    /* Thanks change nothing; more does, and a hold stops it. */
    set_clock(fixture, "2026-04-01T10:00");
    take_in(fixture,
            HEAD "Subject: Sv: TN 2026/0001\n\nHej! Tack så mycket för svaret!\n\nMvh Anna\n");
    assert_deadlines(fixture, id, "answer 2026-04-07 besvarat, closing 2026-04-20");
    take_in(fixture, HEAD "Subject: Sv: TN 2026/0001\n\nTack, men nu är den trasig igen.\n");
    assert_deadlines(fixture, id,
                     "answer 2026-04-07 besvarat, closing 2026-04-20 gäller inte längre: ny "
                     "handling, closing 2026-04-22");
    g_autofree char *news = assert_letters(fixture, "receipt " ANNA ", assignment " EVA
                                                    ", answered " REG ", record " EVA);
    assert_says(news, "Tack, men nu är den trasig igen.");
    HAPPEN(fixture, id, .event = INK_EVENT_HOLD, .why = "väntar på lampor");
    HAPPEN(fixture, id, .event = INK_EVENT_RELEASE);
    set_clock(fixture, "2026-04-22T10:00");
    HAPPEN(fixture, id, .event = INK_EVENT_CLOSE, .why = "tyst i tre veckor");
    assert_deadlines(fixture, id,
                     "answer 2026-04-07 besvarat, closing 2026-04-20 gäller inte längre: ny "
                     "handling, closing 2026-04-22 gäller inte längre: hålls öppet, closing "
                     "2026-04-22 tyst i tre veckor");
    g_assert_cmpint(get_stage(fixture, id), ==, INK_STAGE_CLOSED);
    journal_assert_sound(fixture->store, -1);
}

/* --- Hjo --------------------------------------------------------------------------------------*/

static void
be_hjo(Fixture *fixture)
{
    InkRoutine *routine = get_routine(fixture);
    routine->receipt_when = INK_RECEIPT_AT_ASSIGNMENT;
    routine->receipt_within = workdays_2;
    routine->answer_within = workdays_10;
    routine->answer_from = INK_START_CONFIRMED;
    routine->is_chef_only = TRUE;
}

static void
test_hjo(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    be_hjo(fixture);
    gint64 id = take_in(fixture, HEAD BODY);
    assert_deadlines(fixture, id, "receipt 2026-03-31");
    g_assert_cmpuint(count_reviews(fixture), ==, 0);
    ASSERT_LETTERS(fixture, "");
    g_autoptr(InkLedgerRow) row = ink_store_get_message(fixture->store, 1, NULL);
    g_assert_cmpstr(row->reply, ==, "waiting");
    g_assert_cmpstr(row->reply_reason, ==, "skickas när en handläggare är utsedd, med dennes namn");

    g_autoptr(GError) error = NULL;
    const InkCaseEvent wrong = {.event = INK_EVENT_ASSIGN, .officer = PER};
    g_assert_false(try_event(fixture, id, &wrong, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_REFUSED);
    assert_says(error->message, "Per Ström är inte chef");
    assert_deadlines(fixture, id, "receipt 2026-03-31");

    set_clock(fixture, "2026-03-30T09:00");
    HAPPEN(fixture, id, .event = INK_EVENT_ASSIGN, .officer = EVA);
    assert_deadlines(fixture, id, "receipt 2026-03-31 bekräftelsen skickad, answer 2026-04-15");
    g_autofree char *last = assert_letters(fixture, "receipt " ANNA ", assignment " EVA);
    assert_says(last, "svar senast onsdag 15 april 2026");
    g_autoptr(GBytes) bytes = ink_store_get_letter_bytes(fixture->store, 1, NULL);
    g_autoptr(InkMessage) receipt = ink_message_parse(bytes, &INK_LIMITS_DEFAULT, NULL);
    assert_says(receipt->text, "Eva Lind");
    assert_says(receipt->text, "onsdag 15 april 2026");
    assert_silent_of(receipt->text, "HEMLIGT");

    /* Another officer: the citizen has the letter, and the days have begun. */
    HAPPEN(fixture, id, .event = INK_EVENT_RETURN, .why = "fel handläggare");
    set_clock(fixture, "2026-04-02T09:00");
    HAPPEN(fixture, id, .event = INK_EVENT_ASSIGN, .officer = EVA);
    ASSERT_LETTERS(fixture, "receipt " ANNA ", assignment " EVA ", assignment " EVA);
    assert_deadlines(fixture, id, "receipt 2026-03-31 bekräftelsen skickad, answer 2026-04-15");
}

/* What triage refused is a debt, and no officer's name sends it. */
static void
test_hjo_refused(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    be_hjo(fixture);
    gint64 id = take_in(fixture, "Precedence: bulk\n" HEAD BODY);
    assert_deadlines(fixture, id, "");
    g_assert_cmpuint(count_reviews(fixture), ==, 1);
    HAPPEN(fixture, id, .event = INK_EVENT_ASSIGN, .officer = EVA);
    ASSERT_LETTERS(fixture, "assignment " EVA);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) debts = ink_store_list_reviews(fixture->store, FALSE, &error);
    const InkReviewRow *debt = debts->pdata[0];
    InkTxn *txn = txn_begin(fixture->store);
    ink_pipeline_forgive_owed(fixture->pipeline, txn, debt->id, &error);
    g_assert_no_error(error);
    txn_commit(txn);
    assert_deadlines(fixture, id, "answer 2026-04-14");
}

/* An address that died while the receipt waited gets none, and the officer has his days anyway. */
static void
test_hjo_dead(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    be_hjo(fixture);
    gint64 id = take_in(fixture, HEAD BODY);
    bury(fixture, id, ANNA);
    HAPPEN(fixture, id, .event = INK_EVENT_ASSIGN, .officer = EVA);
    ASSERT_LETTERS(fixture, "assignment " EVA);
    assert_deadlines(fixture, id,
                     "receipt 2026-03-31 adressen tar inte emot våra brev, answer 2026-04-14");
}

/* Nobody to confirm to: the days are counted from the registration. And who has been answered needs
 * no receipt. */
static void
test_hjo_without_receipt(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    be_hjo(fixture);
    gint64 mine = pipeline_take_over(fixture, "TN", 0, "klagomål", "Gatubelysning: Storgatan", ANNA,
                                     "2026-03-27T09:00");
    assert_deadlines(fixture, mine, "answer 2026-04-14");
    ASSERT_LETTERS(fixture, "");
    g_autofree char *text = g_strconcat(HEAD, BODY, NULL);
    take_in(fixture, text);
    gint64 id = number_find(fixture->store, "TN", 2026, 2);
    HAPPEN(fixture, id, .event = INK_EVENT_ANSWER);
    assert_deadlines(fixture, id,
                     "receipt 2026-03-31 gäller inte längre: besvarat, closing 2026-04-17");
    HAPPEN(fixture, id, .event = INK_EVENT_ASSIGN, .officer = EVA);
    ASSERT_LETTERS(fixture, "assignment " EVA);
}

/* --- Norrköping -------------------------------------------------------------------------------*/

static void
test_norrkoping(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    InkRoutine *routine = get_routine(fixture);
    routine->first_response = hours_24;
    routine->answer_within.unit = INK_PERIOD_NONE;
    routine->closes_when_answered = TRUE;
    gint64 id = take_in(fixture, HEAD BODY);
    assert_deadlines(fixture, id, "first_response 2026-03-30"); /* C12: Friday to Monday */
    HAPPEN(fixture, id, .event = INK_EVENT_ASSIGN, .officer = EVA);
    assert_deadlines(fixture, id, "first_response 2026-03-30"); /* C13: a person's words */
    HAPPEN(fixture, id, .event = INK_EVENT_INTERIM, .why = "ringt upp");
    assert_deadlines(fixture, id, "first_response 2026-03-30 ringt upp");
    g_assert_cmpint(get_stage(fixture, id), ==, INK_STAGE_INTERIM);
    HAPPEN(fixture, id, .event = INK_EVENT_RETURN);
    g_assert_cmpint(get_stage(fixture, id), ==, INK_STAGE_INTERIM);
    HAPPEN(fixture, id, .event = INK_EVENT_ANSWER); /* C14 */
    g_assert_cmpint(get_stage(fixture, id), ==, INK_STAGE_CLOSED);
}

/* --- Strömstad --------------------------------------------------------------------------------*/

static void
test_stromstad(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    get_routine(fixture)->announces_closing = TRUE;
    gint64 id = take_in(fixture, HEAD BODY);
    HAPPEN(fixture, id, .event = INK_EVENT_CLOSE);
    g_autofree char *letter = assert_letters(fixture, "receipt " ANNA ", closing " ANNA);
    assert_says(letter, "TN 2026/0001");
    assert_silent_of(letter, "Gatubelysning");
    assert_silent_of(letter, "HEMLIGT");
    HAPPEN(fixture, id, .event = INK_EVENT_REOPEN);
    bury(fixture, id, ANNA);
    HAPPEN(fixture, id, .event = INK_EVENT_CLOSE);
    ASSERT_LETTERS(fixture, "receipt " ANNA ", closing " ANNA);
}

/* A sender whom nobody vouched for gets no letter of any kind, until a person has written there. */
static void
test_closing_of_unconfirmed(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    get_routine(fixture)->announces_closing = TRUE;
    gint64 id = take_in(fixture, "Precedence: bulk\n" HEAD BODY);
    HAPPEN(fixture, id, .event = INK_EVENT_CLOSE);
    ASSERT_LETTERS(fixture, "");
    HAPPEN(fixture, id, .event = INK_EVENT_REOPEN);
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    const InkGivenAnswer answer = {.channel = "brev", .at = ink_clock_now(fixture->clock)};
    ink_pipeline_answer_by_hand(fixture->pipeline, txn, id, &answer, &error);
    g_assert_no_error(error);
    txn_commit(txn);
    HAPPEN(fixture, id, .event = INK_EVENT_CLOSE);
    ASSERT_LETTERS(fixture, "closing " ANNA);
}

/* --- Nordanstig -------------------------------------------------------------------------------*/

static void
test_nordanstig(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    InkRoutine *routine = get_routine(fixture);
    static const char *const ku[] = {KU, NULL};
    g_strfreev(routine->copy_registered);
    g_strfreev(routine->copy_answered);
    routine->copy_registered = g_strdupv((char **)ku);
    routine->copy_answered = g_strdupv((char **)ku);
    routine->assign_within = workdays_2;
    gint64 id = take_in(fixture, HEAD BODY);
    g_autofree char *copy = assert_letters(fixture, "receipt " ANNA ", copy-registered " KU);
    assert_says(copy, "TN 2026/0001");
    assert_deadlines(fixture, id, "assignment 2026-03-31, answer 2026-04-07");
    HAPPEN(fixture, id, .event = INK_EVENT_ASSIGN, .officer = EVA);
    set_clock(fixture, "2026-03-30T09:00");
    HAPPEN(fixture, id, .event = INK_EVENT_RETURN);
    assert_deadlines(fixture, id,
                     "assignment 2026-03-31 tilldelat, answer 2026-04-07, assignment 2026-04-01");
    HAPPEN(fixture, id, .event = INK_EVENT_ANSWER);
    ASSERT_LETTERS(fixture, "receipt " ANNA ", copy-registered " KU ", assignment " EVA
                            ", copy-answered " KU);
}

/* --- in every routine -------------------------------------------------------------------------*/

static void
test_secret(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->config->registrar = g_strdup(REG);
    gint64 id = take_in(fixture, HEAD BODY);
    InkTxn *txn = txn_begin(fixture->store);
    g_assert_true(ink_txn_set_field(txn, id, INK_FIELD_SECRECY, "26:1", NULL, NULL));
    txn_commit(txn);
    static const InkCaseEvent events[] = {
        {.event = INK_EVENT_ASSIGN, .officer = EVA},
        {.event = INK_EVENT_RETURN, .why = "HEMLIGT"},
        {.event = INK_EVENT_ASSIGN, .officer = LISA},
        {.event = INK_EVENT_RECORD},
        {.event = INK_EVENT_ANSWER},
        {.event = INK_EVENT_REOPEN},
        {.event = INK_EVENT_TRANSFER, .unit = "KS"},
    };
    static const char *const letters[] = {", assignment " EVA,
                                          ", returned " REG,
                                          ", assignment " LISA,
                                          ", record " LISA,
                                          ", answered " REG,
                                          ", reopened " LISA,
                                          ", reassigned " LISA ", transferred " REG};
    g_autoptr(GString) expected = g_string_new("receipt " ANNA);
    for (gsize i = 0; i < G_N_ELEMENTS(events); i++) {
        happen(fixture, id, &events[i]);
        g_string_append(expected, letters[i]);
        g_autofree char *letter = assert_letters(fixture, expected->str);
        assert_says(letter, " 2026/0001");
        static const char *const never[] = {"HEMLIGT", "atubelysning", ANNA, "26:1", "felanmälan"};
        for (gsize n = 0; n < G_N_ELEMENTS(never); n++)
            assert_silent_of(letter, never[n]);
    }
}

static void
test_unit_officer(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    InkUnit *unit = (InkUnit *)ink_config_find_unit(fixture->config, "TN");
    unit->officer = g_strdup(EVA);
    gint64 id = take_in(fixture, HEAD BODY);
    g_assert_cmpint(get_stage(fixture, id), ==, INK_STAGE_ASSIGNED);
    ASSERT_LETTERS(fixture, "receipt " ANNA ", assignment " EVA);
    HAPPEN(fixture, id, .event = INK_EVENT_TRANSFER, .unit = "KS");
    g_assert_cmpint(get_stage(fixture, id), ==, INK_STAGE_REGISTERED);
    HAPPEN(fixture, id, .event = INK_EVENT_TRANSFER, .unit = "TN");
    g_assert_cmpint(get_stage(fixture, id), ==, INK_STAGE_ASSIGNED);
    ASSERT_LETTERS(fixture,
                   "receipt " ANNA ", assignment " EVA ", reassigned " EVA ", assignment " EVA);
    assert_deadlines(fixture, id, "answer 2026-04-07");
}

static void
test_reassigned(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 id = take_in(fixture, HEAD BODY);
    HAPPEN(fixture, id, .event = INK_EVENT_ASSIGN, .officer = EVA);
    HAPPEN(fixture, id, .event = INK_EVENT_ASSIGN, .officer = LISA);
    g_autofree char *letter = assert_letters(fixture, "receipt " ANNA ", assignment " EVA
                                                      ", assignment " LISA ", reassigned " EVA);
    assert_says(letter, "Lisa Holm");
    HAPPEN(fixture, id, .event = INK_EVENT_CLOSE);
    take_in(fixture, HEAD "Subject: Sv: TN 2026/0001\n\nNu är den trasig igen.\n");
    ASSERT_LETTERS(fixture, "receipt " ANNA ", assignment " EVA ", assignment " LISA
                            ", reassigned " EVA ", reopened " LISA);
}

/* Whoever should know and cannot be reached is told of to the registrar. */
static void
test_dead_officer(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->config->registrar = g_strdup(REG);
    gint64 id = take_in(fixture, HEAD BODY);
    bury(fixture, id, EVA);
    HAPPEN(fixture, id, .event = INK_EVENT_ASSIGN, .officer = EVA);
    g_autofree char *letter = assert_letters(fixture, "receipt " ANNA ", alert " REG);
    assert_says(letter, EVA);
}

static void
test_refused(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const struct {
        InkCaseEvent event;
        const char *why;
    } refused[] = {
        {{.event = INK_EVENT_RETURN}, "är registrerat och kan inte lämnas tillbaka"},
        {{.event = INK_EVENT_RELEASE}, "hålls inte öppet"},
        {{.event = INK_EVENT_TRANSFER, .unit = "TN"}, "hör redan till TN"},
        {{.event = INK_EVENT_REOPEN}, "är registrerat och kan inte öppnas igen"},
    };
    gint64 id = take_in(fixture, HEAD BODY);
    for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_false(try_event(fixture, id, &refused[i].event, &error));
        g_assert_error(error, INK_ERROR, INK_ERROR_REFUSED);
        assert_says(error->message, refused[i].why);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
#define ADD(path, function)                                                                        \
    g_test_add("/case-life/" path, Fixture, NULL, pipeline_set_up, function, pipeline_tear_down)
    ADD("koping", test_koping);
    ADD("hjo", test_hjo);
    ADD("hjo-refused", test_hjo_refused);
    ADD("hjo-dead", test_hjo_dead);
    ADD("hjo-without-receipt", test_hjo_without_receipt);
    ADD("norrkoping", test_norrkoping);
    ADD("stromstad", test_stromstad);
    ADD("closing-of-unconfirmed", test_closing_of_unconfirmed);
    ADD("nordanstig", test_nordanstig);
    ADD("secret", test_secret);
    ADD("unit-officer", test_unit_officer);
    ADD("reassigned", test_reassigned);
    ADD("dead-officer", test_dead_officer);
    ADD("refused", test_refused);
    return g_test_run();
}
