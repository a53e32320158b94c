/* SPDX-License-Identifier: MIT
 *
 * Letters that try the border: which of them prove that it takes away what is forged in its name,
 * which prove that it does not, and which prove nothing; and that officers are not believed before.
 */
#include "pipeline-harness.h"

#include "../../src/pipeline/pipeline-private.h"

typedef PipelineFixture Fixture;

#define ID    "mx.exempelkommun.example"
#define DATE  "; Fri, 27 Mar 2026 17:59:00 +0100\n"
#define MX    " by " ID " with ESMTP id 1" DATE
#define FROM  "Received: from probe.example.net (probe.example.net [203.0.113.9])"
#define OUT   FROM MX
#define STORE "Received: from " ID " by imap.exempelkommun.example with LMTP" DATE
#define OTHER "Received: from pc (pc [192.0.2.8]) by mail.example.net with ESMTPSA id 2" DATE
#define OWN_RESULT                                                                                 \
    "Authentication-Results: " ID "; spf=pass smtp.mailfrom=example.net; dmarc=none\n"

static void
set_up(Fixture *fixture, gconstpointer data)
{
    pipeline_set_up(fixture, data);
    fixture->config->authserv_id = g_strdup(ID);
    g_free(fixture->config->registrar);
    fixture->config->registrar = g_strdup("registrator@exempelkommun.example");
}

/* The letter without those of its five fields, in their order, that are not named in left. */
static char *
strip(const char *letter, const char *left)
{
    g_auto(GStrv) lines = g_strsplit(letter, "\n", -1);
    GString *out = g_string_new(NULL);
    guint field = 0;
    gboolean is_kept = TRUE, is_body = FALSE;
    for (char **line = lines; *line != NULL; line++) {
        is_body = is_body || (*line)[0] == '\0';
        if (g_ascii_strncasecmp(*line, "Authentication-Results:", 23) == 0)
            is_kept = strchr(left, (int)('1' + field++)) != NULL;
        else if (is_body || (*line)[0] != ' ')
            is_kept = TRUE;
        if (is_kept)
            g_string_append_printf(out, "%s\n", *line);
    }
    g_assert_cmpuint(field, ==, 5);
    return g_string_free(out, FALSE);
}

static InkVerdict *
send(Fixture *fixture, const char *letter, const char *trace, const char *left)
{
    g_autofree char *stripped = strip(letter, left);
    g_autofree char *whole = g_strconcat(trace, stripped, NULL);
    return pipeline_take_in(fixture, whole);
}

static gboolean
is_proved(Fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    gboolean is_it;
    g_assert_true(ink_border_is_proved(fixture->pipeline, &is_it, &error));
    return is_it;
}

typedef struct {
    InkBorderVerdict verdict;
    const char *trace, *left; /* 1–4 are forged, 5 is the field in another name */
} Outcome;

static const Outcome outcomes[] = {
    {INK_BORDER_STRIPS, OUT, "5"},
    {INK_BORDER_STRIPS, OUT, ""},
    {INK_BORDER_STRIPS, STORE OUT, "5"},
    {INK_BORDER_STRIPS, OWN_RESULT OUT, "5"},
    {INK_BORDER_STRIPS, OUT OWN_RESULT, ""},
    {INK_BORDER_STRIPS, OUT OTHER, "5"},
    {INK_BORDER_STRIPS,
     "Received: from localhost (localhost [127.0.0.1]) by " ID " with ESMTP" DATE OUT, "5"},
    {INK_BORDER_STRIPS, "Received: from [203.0.113.9] (helo=pc) by " ID " with esmtps" DATE, ""},

    {INK_BORDER_KEEPS, OUT, "12345"},
    {INK_BORDER_KEEPS, OUT, "15"},
    {INK_BORDER_KEEPS, OUT, "2"},
    {INK_BORDER_KEEPS, OUT, "3"},
    {INK_BORDER_KEEPS, OUT, "45"},
    {INK_BORDER_KEEPS, OUT OTHER, "1"},
    {INK_BORDER_KEEPS, "", "1"},

    /* one of the others may have taken them */
    {INK_BORDER_UNCLEAR, OUT OTHER, ""},
    {INK_BORDER_UNCLEAR, STORE OUT OTHER, ""},
    /* nobody of ours got it from outside */
    {INK_BORDER_UNCLEAR, "", "5"},
    {INK_BORDER_UNCLEAR, OTHER, "5"},
    {INK_BORDER_UNCLEAR, "Received: from localhost by " ID " with ESMTP" DATE OTHER OUT, "5"},
    {INK_BORDER_UNCLEAR, "Received: by " ID " (Postfix, from userid 0)" DATE, "5"},
    {INK_BORDER_UNCLEAR, "Received: from pc (pc [10.1.2.3])" MX, "5"},
    {INK_BORDER_UNCLEAR, "Received: from pc (pc [192.168.0.7])" MX, "5"},
    {INK_BORDER_UNCLEAR, "Received: from pc (pc [IPv6:fd00::7])" MX, "5"},
    {INK_BORDER_UNCLEAR, "Received: from pc (localhost [127.0.0.1])" MX, "5"},
    /* from somebody of ours */
    {INK_BORDER_UNCLEAR, FROM " by " ID " with ESMTPSA id 1" DATE, "5"},
    {INK_BORDER_UNCLEAR, FROM " by " ID " with esmtpa id 1" DATE, "5"},
    {INK_BORDER_UNCLEAR, FROM " (Authenticated sender: karin)" MX, "5"},
    {INK_BORDER_UNCLEAR,
     "Received: from pc.exempelkommun.example (pc.example.net [203.0.113.9])" MX, "5"},
    {INK_BORDER_UNCLEAR, "Received: from pc (pc.ExempelKommun.example [203.0.113.9])" MX, "5"},
    {INK_BORDER_UNCLEAR, "Received: from pc (" ID " [203.0.113.9])" MX, "5"},
};

static void
assert_told(Fixture *fixture, const char *finding)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) letters = ink_store_list_letters(fixture->store, NULL, 0, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(letters->len, ==, 1);
    const InkOutboxRow *row = letters->pdata[0];
    g_assert_cmpstr(row->kind, ==, "border");
    g_assert_cmpstr(row->to, ==, "registrator@exempelkommun.example");
    g_autoptr(GBytes) bytes = ink_store_get_letter_bytes(fixture->store, row->id, &error);
    g_autoptr(InkMessage) letter = ink_message_parse(bytes, &INK_LIMITS_DEFAULT, &error);
    g_assert_no_error(error);
    g_assert_nonnull(strstr(letter->text, finding));
}

static void
test_outcome(Fixture *fixture, gconstpointer data)
{
    const Outcome *row = data;
    g_autofree char *letter = pipeline_issue_probe(fixture);
    g_autoptr(InkVerdict) verdict = send(fixture, letter, row->trace, row->left);
    g_test_message("%s", verdict->probe.finding);
    g_assert_cmpint(verdict->probe.verdict, ==, row->verdict);
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_AUTOMATIC);
    g_assert_false(verdict->decision->reply.send);
    g_assert_cmpint(is_proved(fixture), ==, row->verdict == INK_BORDER_STRIPS);
    assert_told(fixture, verdict->probe.finding);
}

/* Each of them would be believed if it stood there alone: what is tried is what is trusted. */
static void
test_forged_forms(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const one[] = {"1", "2", "3", "4"};
    g_autofree char *letter = pipeline_issue_probe(fixture);
    g_auto(GStrv) parts = g_strsplit(letter, "admin@example.net", -1);
    g_autofree char *own = g_strjoinv("karin.berg@exempelkommun.example", parts);
    for (gsize i = 0; i < G_N_ELEMENTS(one); i++) {
        g_autofree char *stripped = strip(own, one[i]);
        g_autofree char *whole = g_strconcat(OUT, stripped, NULL);
        g_autoptr(GBytes) bytes = g_bytes_new(whole, strlen(whole));
        g_autoptr(InkMessage) message = ink_message_parse(bytes, &INK_LIMITS_DEFAULT, NULL);
        g_assert_cmpint(ink_triage_find_author_vouching(message, fixture->config), ==,
                        INK_VOUCHING_YES);
    }
}

/* --- what does not prove it -------------------------------------------------------------------*/

/* A word that nobody has issued, or none: whoever wrote it, it is a letter as any other. */
static void
test_stranger(Fixture *fixture, gconstpointer data)
{
    g_autofree char *letter = pipeline_issue_probe(fixture);
    g_autofree char *word = pipeline_get_probe_word(letter);
    g_auto(GStrv) parts = g_strsplit(letter, word, -1);
    g_autofree char *forged = g_strjoinv(data, parts);
    g_autoptr(InkVerdict) verdict = send(fixture, forged, OUT, "");
    g_assert_cmpint(verdict->probe.id, ==, 0);
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_NEW);
    g_assert_false(is_proved(fixture));
}

/* Who has caught a letter on its way out of the inbox can do nothing with it. */
static void
test_once(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *letter = pipeline_issue_probe(fixture);
    g_autoptr(InkVerdict) first = send(fixture, letter, OUT, "12345");
    g_auto(GStrv) parts = g_strsplit(letter, "Message-ID: <", 2);
    g_autofree char *changed = g_strjoinv("Message-ID: <x", parts);
    g_autoptr(InkVerdict) second = send(fixture, changed, OUT, "5");
    g_assert_cmpint(first->probe.verdict, ==, INK_BORDER_KEEPS);
    g_assert_cmpint(second->probe.id, ==, 0);
    g_assert_cmpint(second->decision->disposition, ==, INK_DISPOSITION_AUTOMATIC);
    g_assert_false(is_proved(fixture));
    assert_told(fixture, first->probe.finding);
}

static void
test_late(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *letter = pipeline_issue_probe(fixture);
    ink_clock_fix(fixture->clock, ink_clock_now(fixture->clock) + 24 * 3600 + 1);
    g_autoptr(InkVerdict) verdict = send(fixture, letter, OUT, "5");
    g_assert_cmpint(verdict->probe.verdict, ==, INK_BORDER_UNCLEAR);
    g_assert_false(is_proved(fixture));
}

static void
test_backlog(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *letter = pipeline_issue_probe(fixture), *stripped = strip(letter, "5");
    g_autofree char *whole = g_strconcat(OUT, stripped, NULL);
    g_autoptr(GBytes) bytes = g_bytes_new(whole, strlen(whole));
    const InkEnvelope envelope = {.mailbox = "arkiv",
                                  .unit = "KS",
                                  .uid = "1",
                                  .stored_at = ink_clock_now(fixture->clock),
                                  .stored_by = "fil",
                                  .bytes = bytes,
                                  .size = (gint64)strlen(whole),
                                  .is_backlog = TRUE};
    g_autoptr(InkVerdict) verdict = pipeline_decide(fixture, &envelope);
    g_assert_cmpint(verdict->probe.verdict, ==, INK_BORDER_UNCLEAR);
}

static void
test_changed_before(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *letter = pipeline_issue_probe(fixture);
    g_free(fixture->config->authserv_id);
    fixture->config->authserv_id = g_strdup("mx2.exempelkommun.example");
    g_autoptr(InkVerdict) verdict = send(fixture, letter, OUT, "5");
    g_assert_cmpint(verdict->probe.verdict, ==, INK_BORDER_UNCLEAR);
    g_assert_false(is_proved(fixture));
}

/* --- what is proved ---------------------------------------------------------------------------*/

static void
prove(Fixture *fixture, const char *left)
{
    g_autofree char *letter = pipeline_issue_probe(fixture);
    g_autoptr(InkVerdict) verdict = send(fixture, letter, OUT, left);
    g_assert_cmpint(verdict->probe.id, !=, 0);
}

/* What the latest one said counts, and one that said nothing changes nothing. */
static void
test_latest(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    prove(fixture, "5");
    g_assert_true(is_proved(fixture));
    g_autofree char *unclear = pipeline_issue_probe(fixture);
    g_autoptr(InkVerdict) verdict = send(fixture, unclear, "", "5");
    g_assert_cmpint(verdict->probe.verdict, ==, INK_BORDER_UNCLEAR);
    g_assert_true(is_proved(fixture));
    prove(fixture, "1");
    g_assert_false(is_proved(fixture));
    prove(fixture, "");
    g_assert_true(is_proved(fixture));
}

static void
test_void(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const two[] = {"mx.exempelkommun.example", "mx2.exempelkommun.example",
                                      NULL};
    static const char *const turned[] = {"mx2.exempelkommun.example", "mx.exempelkommun.example",
                                         NULL};
    prove(fixture, "5");
    g_strfreev(fixture->config->hosts);
    fixture->config->hosts = g_strdupv((char **)two);
    g_assert_false(is_proved(fixture));
    prove(fixture, "5");
    g_assert_true(is_proved(fixture));
    g_strfreev(fixture->config->hosts);
    fixture->config->hosts = g_strdupv((char **)turned);
    g_assert_true(is_proved(fixture));
    g_free(fixture->config->authserv_id);
    fixture->config->authserv_id = g_strdup("MX.exempelkommun.example");
    g_assert_false(is_proved(fixture));
}

static void
assert_described(Fixture *fixture, const char *words, gboolean is_good)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *finding = NULL;
    gboolean is_it;
    g_assert_true(ink_pipeline_describe_border(fixture->pipeline, &is_it, &finding, &error));
    g_test_message("%s", finding);
    g_assert_nonnull(strstr(finding, words));
    g_assert_cmpint(strstr(finding, "--probe") == NULL, ==, is_good);
    g_assert_cmpint(is_it, ==, is_good);
}

static void
test_described(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    assert_described(fixture, "inte prövad", FALSE);
    prove(fixture, "1");
    assert_described(fixture, "tar inte bort", FALSE);
    prove(fixture, "5");
    assert_described(fixture, "prövad 2026-03-27 18:00: den tar bort", TRUE);
    g_free(fixture->config->authserv_id);
    fixture->config->authserv_id = g_strdup("x");
    assert_described(fixture, "har ändrats", FALSE);
}

static void
test_refused(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const addresses[] = {"x@exempelkommun.example", "admin", "a b@example.net",
                                            "karin.berg@exempelkommun.example"};
    for (gsize i = 0; i < G_N_ELEMENTS(addresses); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(InkTxn) txn = txn_begin(fixture->store);
        g_assert_null(ink_pipeline_issue_probe(fixture->pipeline, txn, addresses[i], &error));
        g_assert_error(error, INK_ERROR, INK_ERROR_REFUSED);
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(InkTxn) txn = txn_begin(fixture->store);
    g_clear_pointer(&fixture->config->authserv_id, g_free);
    g_assert_null(ink_pipeline_issue_probe(fixture->pipeline, txn, "admin@example.net", &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG);
}

/* --- officers ---------------------------------------------------------------------------------*/

#define ANSWER                                                                                     \
    "Authentication-Results: " ID "; dmarc=pass header.from=exempelkommun.example\n" OUT           \
    "From: Karin Berg <karin.berg@exempelkommun.example>\nTo: Anna Ek <anna@example.org>\n"        \
    "Cc: inkorg@exempelkommun.example\nSubject: KS 2026/0412 Belysning Storgatan\n"                \
    "Date: Fri, 27 Mar 2026 17:10:00 +0100\nMessage-ID: <svar@exempelkommun.example>\n\n"          \
    "Hej Anna! Lamporna byts.\n"

static void
test_officer(Fixture *fixture, gconstpointer data)
{
    gboolean is_tried = GPOINTER_TO_INT(data) != 0;
    gint64 id = pipeline_take_over(fixture, "KS", 412, "felanmälan", "Belysning: Storgatan",
                                   "anna@example.org", "2026-03-24T09:00");
    if (is_tried)
        pipeline_prove_border(fixture);
    g_autoptr(InkVerdict) verdict = pipeline_take_in(fixture, ANSWER);
    g_autoptr(InkCase) cas = ink_store_get_case(fixture->store, id, NULL);
    g_assert_cmpint(cas->status, ==, is_tried ? INK_CASE_ANSWERED : INK_CASE_OPEN);
    g_assert_cmpint(verdict->decision->disposition, ==,
                    is_tried ? INK_DISPOSITION_ANSWER : INK_DISPOSITION_ATTACH);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
#define ADD(path, data, function)                                                                  \
    g_test_add("/border/" path, Fixture, data, set_up, function, pipeline_tear_down)
    ADD("forged-forms", NULL, test_forged_forms);
    ADD("stranger/guess", "aaaaaaaaaaaaaaaaaaaaaaaaaa", test_stranger);
    ADD("stranger/empty", "", test_stranger);
    ADD("once", NULL, test_once);
    ADD("late", NULL, test_late);
    ADD("backlog", NULL, test_backlog);
    ADD("changed-before", NULL, test_changed_before);
    ADD("latest", NULL, test_latest);
    ADD("void", NULL, test_void);
    ADD("described", NULL, test_described);
    ADD("refused", NULL, test_refused);
    ADD("officer/untried", GINT_TO_POINTER(0), test_officer);
    ADD("officer/tried", GINT_TO_POINTER(1), test_officer);
#undef ADD
    for (gsize i = 0; i < G_N_ELEMENTS(outcomes); i++) {
        g_autofree char *path = g_strdup_printf("/border/outcome/%zu", i + 1);
        g_test_add(path, Fixture, &outcomes[i], set_up, test_outcome, pipeline_tear_down);
    }
    return g_test_run();
}
