/* SPDX-License-Identifier: MIT
 *
 * The turns that a case's life may take besides the straight way: thanks and other letters to what
 * is closed, records that come late, an officer's own letters, what turns out to be secret, and
 * what a registrar sorts by hand.
 */
#include "life-harness.h"

static const InkPeriod days_21 = {INK_PERIOD_DAYS, 21};

#define OFFICER                                                                                    \
    "To: inkorg@exempelkommun.example\nReturn-Path: <" EVA ">\nFrom: Eva Lind <" EVA ">\n"
#define THANKS "Subject: Sv: TN 2026/0001\n\nHej! Tack så mycket för svaret!\n\nMvh Anna\n"

/* A case of Anna's that Eva has, and the letters so far. */
static gint64
begin(Fixture *fixture)
{
    get_routine(fixture)->close_after = days_21;
    get_routine(fixture)->thanks_restart = FALSE;
    gint64 id = take_in(fixture, HEAD BODY);
    HAPPEN(fixture, id, .event = INK_EVENT_ASSIGN, .officer = EVA);
    return id;
}

#define BEGUN "receipt " ANNA ", assignment " EVA

/* --- what is closed ---------------------------------------------------------------------------*/

static void
test_thanks_to_closed(Fixture *fixture, gconstpointer data)
{
    get_routine(fixture)->to_closed = (InkClosed)GPOINTER_TO_INT(data);
    gint64 id = begin(fixture);
    HAPPEN(fixture, id, .event = INK_EVENT_CLOSE);
    take_in(fixture, HEAD THANKS);
    g_assert_cmpint(get_stage(fixture, id), ==, INK_STAGE_CLOSED);
    g_assert_cmpint(number_find(fixture->store, "TN", 2026, 2), ==, 0);
    ASSERT_LETTERS(fixture, BEGUN);
    g_autoptr(InkCase) cas = ink_store_get_case(fixture->store, id, NULL);
    g_assert_cmpint(cas->records, ==, 2);
}

/* Where the routine counts thanks as anything else, they open the case as anything else does. */
static void
test_thanks_that_count(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 id = begin(fixture);
    get_routine(fixture)->thanks_restart = TRUE;
    HAPPEN(fixture, id, .event = INK_EVENT_CLOSE);
    take_in(fixture, HEAD THANKS);
    g_assert_cmpint(get_stage(fixture, id), ==, INK_STAGE_ASSIGNED);
}

/* --- the latest record ------------------------------------------------------------------------*/

/* A35: what is filed late, or answered late, does not take days from what has come since. */
static void
test_late_record(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 id = begin(fixture);
    gint64 early = ink_clock_parse(fixture->clock, "2026-03-30T09:00");
    HAPPEN(fixture, id, .event = INK_EVENT_ANSWER);
    set_clock(fixture, "2026-04-10T10:00");
    take_in(fixture, HEAD "Subject: Sv: TN 2026/0001\n\nNu är den trasig igen.\n");
    HAPPEN(fixture, id, .event = INK_EVENT_RECORD, .at = early);
    HAPPEN(fixture, id, .event = INK_EVENT_ANSWER, .at = early);
    assert_deadlines(fixture, id,
                     "answer 2026-04-07 besvarat, closing 2026-04-17 gäller inte längre: ny "
                     "handling, closing 2026-05-01 gäller inte längre: ny handling, closing "
                     "2026-05-01 gäller inte längre: besvarat, closing 2026-05-01");
}

/* What a machine has written is no record that anybody waits for. */
static void
test_late_automatic(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 id = begin(fixture);
    gint64 sent = ink_clock_now(fixture->clock);
    set_clock(fixture, "2026-03-31T10:00");
    take_in(fixture, "Auto-Submitted: auto-replied\n" HEAD
                     "Subject: Sv: TN 2026/0001\n\nJag är på semester.\n");
    HAPPEN(fixture, id, .event = INK_EVENT_ANSWER, .at = sent);
    assert_deadlines(fixture, id, "answer 2026-04-07 besvarat, closing 2026-04-17");
}

/* --- held -------------------------------------------------------------------------------------*/

static void
test_hold_ends_with_closing(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 id = begin(fixture);
    HAPPEN(fixture, id, .event = INK_EVENT_HOLD, .why = "väntar på lampor");
    HAPPEN(fixture, id, .event = INK_EVENT_CLOSE);
    HAPPEN(fixture, id, .event = INK_EVENT_REOPEN);
    HAPPEN(fixture, id, .event = INK_EVENT_ANSWER);
    assert_deadlines(fixture, id,
                     "answer 2026-04-07 gäller inte längre: avslutat, answer 2026-04-07 besvarat, "
                     "closing 2026-04-17");
}

/* C14: the final answer closes, once nobody keeps the case open. */
static void
test_release_closes(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 id = begin(fixture);
    get_routine(fixture)->closes_when_answered = TRUE;
    HAPPEN(fixture, id, .event = INK_EVENT_HOLD, .why = "väntar på lampor");
    HAPPEN(fixture, id, .event = INK_EVENT_ANSWER);
    g_assert_cmpint(get_stage(fixture, id), ==, INK_STAGE_ANSWERED);
    HAPPEN(fixture, id, .event = INK_EVENT_RELEASE);
    g_assert_cmpint(get_stage(fixture, id), ==, INK_STAGE_CLOSED);
}

/* --- letters ----------------------------------------------------------------------------------*/

/* The officer knows what he has written; and it opens nothing that is closed. */
static void
test_officers_own(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 id = begin(fixture);
    take_in(fixture, OFFICER "Subject: TN 2026/0001\n\nJag har ringt entreprenören.\n");
    ASSERT_LETTERS(fixture, BEGUN);
    HAPPEN(fixture, id, .event = INK_EVENT_CLOSE);
    take_in(fixture, OFFICER "Subject: TN 2026/0001\n\nEntreprenören har varit där.\n");
    g_assert_cmpint(get_stage(fixture, id), ==, INK_STAGE_CLOSED);
    g_autoptr(InkCase) cas = ink_store_get_case(fixture->store, id, NULL);
    g_assert_cmpint(cas->records, ==, 3);
}

/* A later letter may be the one that secrecy is proposed for. */
static void
test_secret_later(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 id = begin(fixture);
    take_in(fixture, HEAD "Subject: Sv: TN 2026/0001\n\nJag vill göra en orosanmälan. Grannens "
                          "barn far illa, och jag är orolig för barnet.\n");
    g_autoptr(InkCase) cas = ink_store_get_case(fixture->store, id, NULL);
    g_assert_cmpstr(cas->secrecy, ==, "26:1");
    g_autoptr(GPtrArray) rows = ink_store_list_letters(fixture->store, NULL, 0, NULL);
    for (guint i = 0; i < rows->len; i++) {
        g_autoptr(GBytes) bytes = ink_store_get_letter_bytes(
            fixture->store, ((const InkOutboxRow *)rows->pdata[i])->id, NULL);
        g_autoptr(InkMessage) letter = ink_message_parse(bytes, &INK_LIMITS_DEFAULT, NULL);
        assert_silent_of(letter->text, "far illa");
    }
}

/* A17, B44: whoever keeps the register that the case is in now. */
static void
test_registrar_of_unit(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->config->registrar = g_strdup(REG);
    ((InkUnit *)ink_config_find_unit(fixture->config, "KS"))->registrar =
        g_strdup("ks@exempelkommun.example");
    gint64 id = begin(fixture);
    HAPPEN(fixture, id, .event = INK_EVENT_TRANSFER, .unit = "KS");
    HAPPEN(fixture, id, .event = INK_EVENT_ANSWER);
    ASSERT_LETTERS(fixture, BEGUN ", reassigned " EVA ", transferred ks@exempelkommun.example"
                                  ", answered ks@exempelkommun.example");
}

/* … and what cannot be done by itself is for the same registrar. */
static void
test_alert_of_unit(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    ((InkUnit *)ink_config_find_unit(fixture->config, "TN"))->registrar =
        g_strdup("tn@exempelkommun.example");
    gint64 id = take_in(fixture, HEAD BODY);
    bury(fixture, id, EVA);
    HAPPEN(fixture, id, .event = INK_EVENT_ASSIGN, .officer = EVA);
    ASSERT_LETTERS(fixture, "receipt " ANNA ", alert tn@exempelkommun.example");
    InkTxn *txn = txn_begin(fixture->store);
    g_assert_true(ink_txn_set_field(txn, id, INK_FIELD_SECRECY, "26:1", NULL, NULL));
    g_assert_true(ink_pipeline_alert(fixture->pipeline, txn, id, "brevet gick inte att skicka",
                                     "Brevet till " ANNA, NULL));
    txn_commit(txn);
    g_autofree char *letter =
        assert_letters(fixture, "receipt " ANNA
                                ", alert tn@exempelkommun.example, alert tn@exempelkommun.example");
    assert_says(letter, "TN 2026/0001");
    assert_silent_of(letter, ANNA);
}

/* Nobody to tell: then the journal says that the letter did not go. */
static void
test_dead_officer_alone(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 id = take_in(fixture, HEAD BODY);
    bury(fixture, id, EVA);
    HAPPEN(fixture, id, .event = INK_EVENT_ASSIGN, .officer = EVA);
    ASSERT_LETTERS(fixture, "receipt " ANNA);
    gboolean is_said = FALSE;
    g_autoptr(GPtrArray) journal = ink_store_list_journal(fixture->store, id, NULL);
    for (guint i = 0; i < journal->len; i++)
        is_said |= g_str_equal(((const InkJournalRow *)journal->pdata[i])->what,
                               "brev inom kommunen skickas inte");
    g_assert_true(is_said);
}

/* A18: what a channel promises is counted from the arrival, whatever the rest is counted from. */
static void
test_channel(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    get_routine(fixture)->answer_from = INK_START_CONFIRMED;
    InkChannelRoutine *channel =
        (InkChannelRoutine *)ink_routine_find_channel(get_routine(fixture), "sociala medier");
    g_free(channel->channel);
    channel->channel = g_strdup("e-post");
    gint64 id = pipeline_take_over(fixture, "TN", 0, "klagomål", "Gatubelysning: Storgatan", ANNA,
                                   "2026-03-27T09:00");
    assert_deadlines(fixture, id, "answer 2026-03-28");
    g_autoptr(GPtrArray) rows = ink_store_list_deadlines(fixture->store, id, NULL);
    g_assert_cmpint(((const InkDeadlineRow *)rows->pdata[0])->due_at, ==,
                    ink_clock_parse(fixture->clock, "2026-03-28T09:00"));
}

/* E20: who has left a name can be answered, by telephone if not by letter. */
static void
test_named_alone(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    get_routine(fixture)->answer_needs_contact = TRUE;
    for (int i = 0; i < 2; i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(InkCase) cas = ink_case_new();
        cas->unit = g_strdup("TN");
        cas->type = g_strdup("klagomål");
        cas->title = g_strdup("Gatubelysning: Storgatan");
        cas->channel = g_strdup("telefon");
        cas->language = g_strdup("sv");
        cas->sender_name = g_strdup(i == 0 ? "Anna Ek" : NULL);
        cas->arrived_at = ink_clock_now(fixture->clock);
        cas->arrived_by = g_strdup("registrator");
        InkTxn *txn = txn_begin(fixture->store);
        ink_pipeline_register_case(fixture->pipeline, txn, cas, &error);
        g_assert_no_error(error);
        txn_commit(txn);
        assert_deadlines(fixture, cas->id, i == 0 ? "answer 2026-04-07" : "");
    }
}

/* What a person has registered goes to its officer as what was registered by itself. */
static void
test_registered_by_hand(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    static const char *const ku[] = {KU, NULL};
    g_strfreev(get_routine(fixture)->copy_registered);
    get_routine(fixture)->copy_registered = g_strdupv((char **)ku);
    ((InkUnit *)ink_config_find_unit(fixture->config, "TN"))->officer = g_strdup(EVA);
    g_autoptr(InkVerdict) verdict =
        pipeline_take_in(fixture, HEAD "Subject: Angående KS 2026/0999\n\nLampan är trasig.\n");
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_REVIEW);
    const InkNewCaseWish wish = {.unit = "TN", .title = "Gatubelysning: Storgatan"};
    gint64 id = 0;
    InkTxn *txn = txn_begin(fixture->store);
    ink_pipeline_register_waiting(fixture->pipeline, txn, 1, &wish, &id, &error);
    g_assert_no_error(error);
    txn_commit(txn);
    ASSERT_LETTERS(fixture, "assignment " EVA ", copy-registered " KU);
}

/* --- what was somebody's to do before
 * -----------------------------------------------------------*/

/* How many of the kind wait in the case. */
static guint
count_waiting(Fixture *fixture, gint64 case_id, const char *kind)
{
    guint count = 0;
    g_autoptr(GPtrArray) rows = ink_store_list_deadlines(fixture->store, case_id, NULL);
    for (guint i = 0; i < rows->len; i++) {
        const InkDeadlineRow *row = rows->pdata[i];
        count += row->met_at == INK_TIME_NONE && g_str_equal(row->kind, kind) ? 1 : 0;
    }
    return count;
}

/* Thousands of old letters are no reason for thousands of new ones. */
static void
test_backlog(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const InkReminder after = {{INK_PERIOD_WORKDAYS, 1}, TRUE};
    g_ptr_array_add(get_routine(fixture)->reminders, g_memdup2(&after, sizeof after));
    static const char *const arrived[] = {"2025-11-03T09:00", "2026-03-26T09:00"};
    for (guint i = 0; i < G_N_ELEMENTS(arrived); i++) {
        g_autofree char *uid = g_strdup_printf("%u", i), *text = g_strconcat(HEAD, BODY, uid, NULL);
        g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
        const InkEnvelope envelope = {.mailbox = "import",
                                      .unit = "KS",
                                      .uid = uid,
                                      .stored_at = ink_clock_parse(fixture->clock, arrived[i]),
                                      .stored_by = "filen",
                                      .bytes = bytes,
                                      .size = (gint64)strlen(text),
                                      .is_backlog = TRUE};
        g_autoptr(InkVerdict) verdict = pipeline_decide(fixture, &envelope);
        pipeline_apply(fixture, &envelope, verdict);
    }
    gint64 old = number_find(fixture->store, "TN", 2026, 1);
    gint64 new = number_find(fixture->store, "TN", 2026, 2);
    g_assert_cmpuint(count_waiting(fixture, old, "answer"), ==, 1);
    g_assert_cmpuint(count_waiting(fixture, old, "reminder"), ==, 0);
    g_assert_cmpuint(count_waiting(fixture, old, "delay"), ==, 0);
    g_assert_cmpuint(count_waiting(fixture, new, "reminder"), ==, 1);
    g_assert_cmpuint(count_waiting(fixture, new, "delay"), ==, 1);
}

/* --- merged -----------------------------------------------------------------------------------*/

#define BO  "bo@example.net"
#define BOS "To: inkorg@exempelkommun.example\nReturn-Path: <" BO ">\nFrom: Bo <" BO ">\n" BODY

/* Two cases about the same lamp: Anna's of Friday that Eva has, Bo's of Monday. */
static gint64
begin_other(Fixture *fixture)
{
    set_clock(fixture, "2026-03-30T09:00");
    take_in(fixture, BOS);
    return number_find(fixture->store, "TN", 2026, 2);
}

static void
merge(Fixture *fixture, gint64 from, gint64 to)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    ink_pipeline_merge(fixture->pipeline, txn, from, to, "samma lampa", &error);
    g_assert_no_error(error);
    txn_commit(txn);
}

/* One promise is kept, the earliest, with its own reminder; the one who is named for the case has
 * both matters. */
static void
test_merge_open(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const InkReminder after = {{INK_PERIOD_WORKDAYS, 1}, TRUE};
    g_ptr_array_add(get_routine(fixture)->reminders, g_memdup2(&after, sizeof after));
    get_routine(fixture)->assign_within = (InkPeriod){INK_PERIOD_WORKDAYS, 2};
    gint64 annas = begin(fixture), bos = begin_other(fixture);
    merge(fixture, bos, annas);
    assert_deadlines(fixture, annas,
                     "assignment 2026-03-31 tilldelat, answer 2026-04-07, assignment 2026-04-01 "
                     "sammanfört med TN 2026/0002, answer 2026-04-08 sammanfört med TN 2026/0002");
    g_assert_cmpuint(count_waiting(fixture, annas, "reminder"), ==, 1);
    g_assert_cmpuint(count_waiting(fixture, annas, "delay"), ==, 1);
    g_autofree char *letter = assert_letters(fixture, BEGUN ", receipt " BO ", record " EVA);
    assert_says(letter, "Gatubelysningen på Storgatan är trasig");
    HAPPEN(fixture, annas, .event = INK_EVENT_ANSWER);
    g_assert_cmpuint(count_waiting(fixture, annas, "answer"), ==, 0);
    journal_assert_sound(fixture->store, -1);
}

/* Whose question has not been answered waits for an answer, whatever the other has got. */
static void
test_merge_into_answered(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 annas = begin(fixture), bos = begin_other(fixture);
    HAPPEN(fixture, bos, .event = INK_EVENT_ASSIGN, .officer = LISA);
    HAPPEN(fixture, annas, .event = INK_EVENT_ANSWER);
    merge(fixture, bos, annas);
    g_assert_cmpint(get_stage(fixture, annas), ==, INK_STAGE_ASSIGNED);
    assert_deadlines(
        fixture, annas,
        "answer 2026-04-07 besvarat, answer 2026-04-08, closing 2026-04-20 sammanfört med "
        "TN 2026/0002");
    g_autofree char *letter = assert_letters(fixture, BEGUN ", receipt " BO ", assignment " LISA
                                                            ", reassigned " LISA ", record " EVA);
    assert_says(letter, "TN 2026/0001");
}

/* The silence is counted from the latest of both. */
static void
test_merge_answered(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 annas = begin(fixture), bos = begin_other(fixture);
    HAPPEN(fixture, annas, .event = INK_EVENT_ANSWER);
    set_clock(fixture, "2026-03-31T09:00");
    HAPPEN(fixture, bos, .event = INK_EVENT_ANSWER);
    merge(fixture, annas, bos);
    g_assert_cmpuint(count_waiting(fixture, bos, "closing"), ==, 1);
    g_autoptr(GPtrArray) due = ink_store_list_due(
        fixture->store, "closing", ink_clock_parse(fixture->clock, "2026-04-21T12:00"), NULL);
    g_assert_cmpuint(due->len, ==, 0);
}

/* C12: who has not had a word from anybody is owed one, though the other has. */
static void
test_merge_into_interim(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    get_routine(fixture)->first_response = (InkPeriod){INK_PERIOD_WEEKDAY_HOURS, 24};
    gint64 annas = begin(fixture), bos = begin_other(fixture);
    HAPPEN(fixture, annas, .event = INK_EVENT_INTERIM);
    merge(fixture, bos, annas);
    g_assert_cmpuint(count_waiting(fixture, annas, "first_response"), ==, 1);
    HAPPEN(fixture, annas, .event = INK_EVENT_ANSWER);
    g_assert_cmpuint(count_waiting(fixture, annas, "first_response"), ==, 0);
}

/* B22: there is somebody to name now. */
static void
test_merge_waiting_receipt(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    get_routine(fixture)->receipt_when = INK_RECEIPT_AT_ASSIGNMENT;
    get_routine(fixture)->receipt_within = (InkPeriod){INK_PERIOD_WORKDAYS, 2};
    gint64 annas = begin(fixture), bos = begin_other(fixture);
    ASSERT_LETTERS(fixture, BEGUN);
    merge(fixture, bos, annas);
    ASSERT_LETTERS(fixture, BEGUN ", receipt " BO ", record " EVA);
    g_assert_cmpuint(count_waiting(fixture, annas, "receipt"), ==, 0);
}

/* What is of weight, or kept open, stays so. */
static void
test_merge_marks(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 annas = begin(fixture), bos = begin_other(fixture);
    InkTxn *txn = txn_begin(fixture->store);
    g_assert_true(ink_txn_set_field(txn, bos, INK_FIELD_IMPORTANCE, "av vikt", NULL, NULL));
    g_assert_true(ink_txn_set_field(txn, annas, INK_FIELD_IMPORTANCE, "rutinmässig", NULL, NULL));
    txn_commit(txn);
    HAPPEN(fixture, bos, .event = INK_EVENT_HOLD, .why = "väntar på lampor");
    merge(fixture, bos, annas);
    g_autoptr(InkCase) cas = ink_store_get_case(fixture->store, annas, NULL);
    g_assert_cmpstr(cas->importance, ==, "av vikt");
    g_assert_cmpstr(cas->held, ==, "väntar på lampor");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
#define ADD(path, data, function)                                                                  \
    g_test_add("/case-turns/" path, Fixture, GINT_TO_POINTER(data), pipeline_set_up, function,     \
               pipeline_tear_down)
    ADD("thanks-to-closed/reopen", INK_CLOSED_REOPEN, test_thanks_to_closed);
    ADD("thanks-to-closed/link", INK_CLOSED_LINK, test_thanks_to_closed);
    ADD("thanks-that-count", 0, test_thanks_that_count);
    ADD("late-record", 0, test_late_record);
    ADD("late-automatic", 0, test_late_automatic);
    ADD("hold-ends-with-closing", 0, test_hold_ends_with_closing);
    ADD("release-closes", 0, test_release_closes);
    ADD("officers-own", 0, test_officers_own);
    ADD("secret-later", 0, test_secret_later);
    ADD("registrar-of-unit", 0, test_registrar_of_unit);
    ADD("registered-by-hand", 0, test_registered_by_hand);
    ADD("alert-of-unit", 0, test_alert_of_unit);
    ADD("dead-officer-alone", 0, test_dead_officer_alone);
    ADD("channel", 0, test_channel);
    ADD("named-alone", 0, test_named_alone);
    ADD("backlog", 0, test_backlog);
    ADD("merge/open", 0, test_merge_open);
    ADD("merge/into-answered", 0, test_merge_into_answered);
    ADD("merge/answered", 0, test_merge_answered);
    ADD("merge/into-interim", 0, test_merge_into_interim);
    ADD("merge/waiting-receipt", 0, test_merge_waiting_receipt);
    ADD("merge/marks", 0, test_merge_marks);
    return g_test_run();
}
