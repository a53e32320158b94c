/* SPDX-License-Identifier: MIT
 *
 * What time brings: reminders, delays, closing after silence, the morning's list of what is
 * overdue, and officers who are away. Each once, however often it is asked and however the clock
 * is set.
 */
#include "pipeline-harness.h"

#include "inkom/delivery.h"
#include "inkom/jobs.h"
#include "inkom/outbox.h"

typedef PipelineFixture Fixture;

static const InkWatch nobody = {0};

#define ANNA      "anna.ek@example.org"
#define KARIN     "karin.berg@exempelkommun.example"
#define REGISTRAR "registrator@exempelkommun.example"

static void
go_to(Fixture *fixture, const char *time)
{
    ink_clock_fix(fixture->clock, ink_clock_parse(fixture->clock, time));
}

static void
work(Fixture *fixture, const char *time)
{
    g_autoptr(GError) error = NULL;
    go_to(fixture, time);
    ink_job_clockwork(fixture->pipeline, TRUE, &nobody, &error);
    g_assert_no_error(error);
}

static guint
count_letters(Fixture *fixture, const char *kind, const char *to)
{
    g_autoptr(GError) error = NULL;
    guint count = 0;
    g_autoptr(GPtrArray) letters = ink_store_list_letters(fixture->store, NULL, 0, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < letters->len; i++) {
        const InkOutboxRow *row = letters->pdata[i];
        count += g_str_equal(row->kind, kind) && (to == NULL || g_str_equal(row->to, to)) ? 1 : 0;
    }
    return count;
}

/* The latest letter of the kind, as text. */
static char *
get_letter(Fixture *fixture, const char *kind)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) letters = ink_store_list_letters(fixture->store, NULL, 0, &error);
    g_assert_no_error(error);
    for (guint i = letters->len; i > 0; i--) {
        const InkOutboxRow *row = letters->pdata[i - 1];
        if (!g_str_equal(row->kind, kind))
            continue;
        g_autoptr(GBytes) bytes = ink_store_get_letter_bytes(fixture->store, row->id, &error);
        g_assert_no_error(error);
        g_autoptr(InkMessage) letter = ink_message_parse(bytes, &INK_LIMITS_DEFAULT, &error);
        g_assert_no_error(error);
        return g_strdup_printf("%s\n%s", letter->subject, letter->text);
    }
    g_assert_not_reached();
}

static InkRoutine *
get_routine(Fixture *fixture)
{
    return ((InkUnit *)fixture->config->units->pdata[0])->routine;
}

static void
remind_at(Fixture *fixture, int workdays)
{
    InkReminder reminder = {{INK_PERIOD_WORKDAYS, ABS(workdays)}, workdays > 0};
    g_ptr_array_add(get_routine(fixture)->reminders, g_memdup2(&reminder, sizeof reminder));
}

static void
happen(Fixture *fixture, gint64 case_id, InkLifeEvent event, const char *officer)
{
    g_autoptr(GError) error = NULL;
    const InkCaseEvent what = {
        .event = event, .at = ink_clock_now(fixture->clock), .officer = officer};
    InkTxn *txn = txn_begin(fixture->store);
    ink_pipeline_happen(fixture->pipeline, txn, case_id, &what, &error);
    g_assert_no_error(error);
    txn_commit(txn);
}

static InkCase *
get_case(Fixture *fixture, gint64 case_id)
{
    g_autoptr(GError) error = NULL;
    InkCase *cas = ink_store_get_case(fixture->store, case_id, &error);
    g_assert_no_error(error);
    return cas;
}

/* In on Friday 27 March 2026 by a routine that promises ten working days: over Easter, that is
 * Tuesday 14 April, and the first working day after is the 15th (law.md's table). */
static gint64
begin(Fixture *fixture)
{
    get_routine(fixture)->answer_within = (InkPeriod){INK_PERIOD_WORKDAYS, 10};
    get_routine(fixture)->close_after = (InkPeriod){INK_PERIOD_DAYS, 21};
    fixture->config->registrar = g_strdup(REGISTRAR);
    return pipeline_take_over(fixture, "TN", 412, "klagomål", "Gatubelysning: Storgatan 14", ANNA,
                              "2026-03-27T09:30");
}

/* B25–B26: every hour of five weeks is asked, and the clock is set back a day in between. */
static void
test_one_reminder(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    remind_at(fixture, 1);
    gint64 case_id = begin(fixture);
    happen(fixture, case_id, INK_EVENT_ASSIGN, KARIN);
    work(fixture, "2026-04-14T16:59");
    g_assert_cmpuint(count_letters(fixture, "reminder", NULL), ==, 0);
    work(fixture, "2026-04-15T07:59");
    g_assert_cmpuint(count_letters(fixture, "reminder", NULL), ==, 0);
    work(fixture, "2026-04-15T08:00");
    g_assert_cmpuint(count_letters(fixture, "reminder", KARIN), ==, 1);
    work(fixture, "2026-04-14T09:00");
    for (gint64 hour = 0; hour < 35 * 24; hour++) {
        ink_clock_fix(fixture->clock,
                      ink_clock_parse(fixture->clock, "2026-04-14T09:00") + hour * 3600);
        g_autoptr(GError) error = NULL;
        ink_job_clockwork(fixture->pipeline, TRUE, &nobody, &error);
        g_assert_no_error(error);
    }
    g_assert_cmpuint(count_letters(fixture, "reminder", NULL), ==, 1);
    g_assert_cmpuint(count_letters(fixture, "delay", NULL), ==, 0); /* it was in the reminder */
    g_autofree char *text = get_letter(fixture, "reminder");
    g_assert_nonnull(strstr(text, "svaret är 1 arbetsdag försenat"));
    g_assert_nonnull(strstr(text, "1 arbetsdag sedan"));
    g_assert_nonnull(strstr(text, "Gatubelysning: Storgatan 14"));
    g_assert_nonnull(strstr(text, "[skriv skälet här]"));
}

/* What came due while nothing ran is one letter; nobody is written to at night or on days off. */
static void
test_office_hours(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    remind_at(fixture, -2);
    remind_at(fixture, -1);
    remind_at(fixture, 1);
    happen(fixture, begin(fixture), INK_EVENT_ASSIGN, KARIN);
    static const char *const closed[] = {"2026-04-18T10:00", "2026-04-19T10:00", "2026-04-20T07:59",
                                         "2026-04-20T17:00"};
    for (gsize i = 0; i < G_N_ELEMENTS(closed); i++) {
        work(fixture, closed[i]);
        g_assert_cmpuint(count_letters(fixture, "reminder", NULL), ==, 0);
    }
    work(fixture, "2026-04-21T08:00");
    g_assert_cmpuint(count_letters(fixture, "reminder", KARIN), ==, 1);
}

static void
test_before(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    remind_at(fixture, -1);
    happen(fixture, begin(fixture), INK_EVENT_ASSIGN, KARIN);
    work(fixture, "2026-04-13T08:00");
    g_autofree char *text = get_letter(fixture, "reminder");
    g_assert_nonnull(strstr(text, "svar senast tisdag 14 april 2026"));
    g_assert_null(strstr(text, "sedan"));
    g_assert_null(strstr(text, "Förslag"));
    work(fixture, "2026-04-15T08:00");
    g_assert_cmpuint(count_letters(fixture, "reminder", NULL), ==, 1);
    g_assert_cmpuint(count_letters(fixture, "delay", KARIN), ==, 1);
}

/* Nobody is reminded of what is done. */
static void
test_no_reminder(Fixture *fixture, gconstpointer data)
{
    remind_at(fixture, 1);
    gint64 case_id = begin(fixture);
    happen(fixture, case_id, INK_EVENT_ASSIGN, KARIN);
    happen(fixture, case_id, (InkLifeEvent)GPOINTER_TO_INT(data), NULL);
    work(fixture, "2026-04-15T08:00");
    work(fixture, "2026-04-16T08:00");
    g_assert_cmpuint(count_letters(fixture, "reminder", NULL), ==, 0);
}

/* What is kept from being closed is owed an answer all the same (B25). */
static void
test_kept_open(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    remind_at(fixture, 1);
    gint64 case_id = begin(fixture);
    happen(fixture, case_id, INK_EVENT_ASSIGN, KARIN);
    happen(fixture, case_id, INK_EVENT_HOLD, NULL);
    work(fixture, "2026-04-15T08:00");
    work(fixture, "2026-04-16T08:00");
    g_assert_cmpuint(count_letters(fixture, "reminder", KARIN), ==, 1);
}

static void
test_no_officer(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    remind_at(fixture, 1);
    begin(fixture);
    work(fixture, "2026-04-15T08:00");
    g_assert_cmpuint(count_letters(fixture, "reminder", REGISTRAR), ==, 1);
    g_autofree char *text = get_letter(fixture, "reminder");
    g_assert_nonnull(strstr(text, "ingen är utsedd"));
    g_assert_nonnull(strstr(text, "inkom case assign"));
    g_assert_null(strstr(text, "fel handläggare"));
}

static void
test_secret(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    remind_at(fixture, 1);
    gint64 case_id = begin(fixture);
    happen(fixture, case_id, INK_EVENT_ASSIGN, KARIN);
    InkTxn *txn = txn_begin(fixture->store);
    ink_txn_set_field(txn, case_id, INK_FIELD_SECRECY, "26:1", NULL, &error);
    g_assert_no_error(error);
    txn_commit(txn);
    work(fixture, "2026-04-15T08:00");
    static const char *const kinds[] = {"reminder", "overdue"};
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autofree char *text = get_letter(fixture, kinds[i]);
        g_assert_nonnull(strstr(text, "TN 2026/0412"));
        g_assert_null(strstr(text, "Storgatan"));
    }
}

static void
test_dead_sender(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    gint64 case_id = begin(fixture);
    happen(fixture, case_id, INK_EVENT_ASSIGN, KARIN);
    const InkDeadAddress dead = {.address = (char *)ANNA,
                                 .case_id = case_id,
                                 .kind = (char *)INK_DEAD_BOUNCE,
                                 .reason = (char *)"550",
                                 .since = ink_clock_now(fixture->clock)};
    InkTxn *txn = txn_begin(fixture->store);
    ink_txn_add_dead_address(txn, &dead, &error);
    g_assert_no_error(error);
    txn_commit(txn);
    work(fixture, "2026-04-15T08:00");
    work(fixture, "2026-04-16T08:00");
    g_assert_cmpuint(count_letters(fixture, "delay", KARIN), ==, 1);
    g_autofree char *text = get_letter(fixture, "delay");
    g_assert_nonnull(strstr(text, "tar inte emot våra brev"));
}

/* A35: twenty-one days, restarted by a record, not by thanks, never while held. */
static void
test_silence(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 case_id = begin(fixture);
    go_to(fixture, "2026-04-01T10:00");
    happen(fixture, case_id, INK_EVENT_ANSWER, NULL);
    go_to(fixture, "2026-04-10T10:00");
    happen(fixture, case_id, INK_EVENT_RECORD, NULL);
    work(fixture, "2026-05-01T23:59");
    g_autoptr(InkCase) answered = get_case(fixture, case_id);
    g_assert_cmpint(answered->status, ==, INK_CASE_ANSWERED);
    work(fixture, "2026-05-02T00:00");
    g_autoptr(InkCase) closed = get_case(fixture, case_id);
    g_assert_cmpint(closed->status, ==, INK_CASE_CLOSED);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) journal = ink_store_list_journal(fixture->store, case_id, &error);
    gboolean is_said = FALSE;
    for (guint i = 0; i < journal->len; i++) {
        const char *after = ((const InkJournalRow *)journal->pdata[i])->after;
        is_said |= g_strcmp0(after, "avslutat (avslutat efter tystnad: inget nytt sedan fredag 10 "
                                    "april 2026)") == 0;
    }
    g_assert_true(is_said);
}

static void
test_held(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    gint64 case_id = begin(fixture);
    happen(fixture, case_id, INK_EVENT_ANSWER, NULL);
    happen(fixture, case_id, INK_EVENT_HOLD, NULL);
    work(fixture, "2026-12-01T10:00");
    g_autoptr(InkCase) held = get_case(fixture, case_id);
    g_assert_cmpint(held->status, ==, INK_CASE_ANSWERED);
    happen(fixture, case_id, INK_EVENT_RELEASE, NULL);
    work(fixture, "2026-12-22T23:58");
    g_autoptr(InkCase) released = get_case(fixture, case_id);
    g_assert_cmpint(released->status, ==, INK_CASE_ANSWERED);
    work(fixture, "2026-12-23T00:00");
    g_autoptr(InkCase) closed = get_case(fixture, case_id);
    g_assert_cmpint(closed->status, ==, INK_CASE_CLOSED);
}

/* Where a mailbox could not be read, something new may lie there. */
static void
test_mail_away(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    gint64 case_id = begin(fixture);
    happen(fixture, case_id, INK_EVENT_ANSWER, NULL);
    go_to(fixture, "2026-05-02T10:00");
    ink_job_clockwork(fixture->pipeline, FALSE, &nobody, &error);
    g_assert_no_error(error);
    g_autoptr(InkCase) cas = get_case(fixture, case_id);
    g_assert_cmpint(cas->status, ==, INK_CASE_ANSWERED);
}

/* B27: once each working day with something to tell, and not again when the clock goes back. */
static void
test_overdue(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    get_routine(fixture)->assign_within = (InkPeriod){INK_PERIOD_WORKDAYS, 2};
    get_routine(fixture)->first_response = (InkPeriod){INK_PERIOD_WEEKDAY_HOURS, 24};
    gint64 case_id = begin(fixture);
    work(fixture, "2026-03-30T08:00"); /* the first response is due at 09:30 */
    g_assert_cmpuint(count_letters(fixture, "overdue", NULL), ==, 0);
    work(fixture, "2026-03-31T08:00");
    work(fixture, "2026-03-31T12:00");
    work(fixture, "2026-03-30T12:00");
    work(fixture, "2026-03-31T09:00");
    g_assert_cmpuint(count_letters(fixture, "overdue", REGISTRAR), ==, 1);
    work(fixture, "2026-04-01T08:00");
    g_autofree char *text = get_letter(fixture, "overdue");
    g_assert_nonnull(strstr(text, "Har ingen handläggare:"));
    g_assert_nonnull(strstr(text, "Väntar på en första återkoppling:"));
    g_assert_null(strstr(text, "Väntar på svar:"));
    work(fixture, "2026-04-03T10:00"); /* långfredagen */
    g_assert_cmpuint(count_letters(fixture, "overdue", NULL), ==, 2);
    happen(fixture, case_id, INK_EVENT_CLOSE, NULL);
    work(fixture, "2026-04-07T10:00");
    g_assert_cmpuint(count_letters(fixture, "overdue", NULL), ==, 2);
}

/* B44: each register's own. */
static void
test_registrars(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    begin(fixture);
    pipeline_take_over(fixture, "KS", 9, "fråga", "Flaggning: rådhuset", ANNA, "2026-03-27T09:30");
    ((InkUnit *)fixture->config->units->pdata[1])->registrar = g_strdup("tn@example.com");
    work(fixture, "2026-04-15T08:00");
    g_assert_cmpuint(count_letters(fixture, "overdue", "tn@example.com"), ==, 1);
    g_assert_cmpuint(count_letters(fixture, "overdue", REGISTRAR), ==, 1);
    g_assert_cmpuint(count_letters(fixture, "delay", "tn@example.com"), ==, 1);
}

/* An officer who has answered automatically gets the case all the same, and the registrar knows. */
static void
test_away(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GError) error = NULL;
    gboolean is_news;
    remind_at(fixture, 1);
    gint64 case_id = begin(fixture);
    InkTxn *txn = txn_begin(fixture->store);
    ink_txn_note_absence(txn, KARIN, 0, &is_news, &error);
    txn_commit(txn);
    happen(fixture, case_id, INK_EVENT_ASSIGN, KARIN);
    g_assert_cmpuint(count_letters(fixture, "away", REGISTRAR), ==, 1);
    g_autofree char *letter = get_letter(fixture, "away");
    g_assert_nonnull(strstr(letter, "frånvaro"));
    g_assert_true(!g_regex_match_simple("\n[^\n:]{79}", letter, G_REGEX_DEFAULT, 0));
    go_to(fixture, "2026-04-14T08:00");
    txn = txn_begin(fixture->store);
    ink_txn_note_absence(txn, KARIN, 0, &is_news, &error);
    g_assert_false(is_news);
    txn_commit(txn);
    work(fixture, "2026-04-15T08:00");
    g_assert_cmpuint(count_letters(fixture, "away", REGISTRAR), ==, 2);
    g_assert_cmpuint(count_letters(fixture, "reminder", KARIN), ==, 1);

    txn = txn_begin(fixture->store);
    ink_txn_end_absence(txn, KARIN, &error);
    g_assert_no_error(error);
    txn_commit(txn);
    gint64 other = pipeline_take_over(fixture, "TN", 500, "klagomål", "Gata: Storgatan", ANNA,
                                      "2026-04-15T07:30");
    happen(fixture, other, INK_EVENT_ASSIGN, KARIN);
    g_assert_cmpuint(count_letters(fixture, "away", REGISTRAR), ==, 2);
}

#define ADD(path, data, function)                                                                  \
    g_test_add("/clockwork/" path, Fixture, data, pipeline_set_up, function, pipeline_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    ADD("one-reminder", NULL, test_one_reminder);
    ADD("office-hours", NULL, test_office_hours);
    ADD("before", NULL, test_before);
    ADD("no-reminder/answered", GINT_TO_POINTER(INK_EVENT_ANSWER), test_no_reminder);
    ADD("no-reminder/closed", GINT_TO_POINTER(INK_EVENT_CLOSE), test_no_reminder);
    ADD("no-reminder/cancelled", GINT_TO_POINTER(INK_EVENT_CANCEL), test_no_reminder);
    ADD("kept-open", NULL, test_kept_open);
    ADD("no-officer", NULL, test_no_officer);
    ADD("secret", NULL, test_secret);
    ADD("dead-sender", NULL, test_dead_sender);
    ADD("silence", NULL, test_silence);
    ADD("held", NULL, test_held);
    ADD("mail-away", NULL, test_mail_away);
    ADD("overdue", NULL, test_overdue);
    ADD("registrars", NULL, test_registrars);
    ADD("away", NULL, test_away);
    return g_test_run();
}
