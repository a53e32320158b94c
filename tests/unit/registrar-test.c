/* SPDX-License-Identifier: MIT
 *
 * Whether a registrar's commands are obeyed: who is proved to have written them, against what they
 * do. And how they are carried out: each once, in order, until one does not go well.
 */
#include "pipeline-harness.h"

#include "inkom/jobs.h"
#include "inkom/text.h"

typedef PipelineFixture Fixture;

#define ID        "mx.exempelkommun.example"
#define REGISTRAR "registrator@exempelkommun.example"

/* --- judging ----------------------------------------------------------------------------------*/

static const char *const results[] = {
    [0] = "Authentication-Results: " ID "; dmarc=pass header.from=exempelkommun.example\n",
    [1] = "Authentication-Results: " ID "; spf=pass smtp.mailfrom=" REGISTRAR "\n",
    [2] = "Authentication-Results: " ID "; dmarc=fail header.from=exempelkommun.example\n",
    [3] = "", /* nobody has looked */
};

static const char *const lines[] = {
    "inkom case list",         "inkom case type 2026/1 klagomål",
    "inkom case close 2026/1", "inkom case cancel 2026/1 --reason dubblett",
    "inkom case close",
};

#define RUN  INK_FATE_RUN
#define CONF INK_FATE_CONFIRM
#define NO   INK_FATE_REFUSE
#define ASK  INK_FATE_ASK

/* [what proves it][what the border says][what is ordered] */
static const InkOrderFate fates[2][4][5] = {
    [INK_PROVED_BY_AUTHENTICATION] = {{RUN, CONF, CONF, CONF, ASK},
                                      {NO, NO, NO, NO, ASK},
                                      {NO, NO, NO, NO, ASK},
                                      {NO, NO, NO, NO, ASK}},
    [INK_PROVED_BY_CONFIRMATION] = {{RUN, CONF, CONF, NO, ASK},
                                    {NO, NO, NO, NO, ASK},
                                    {NO, NO, NO, NO, ASK},
                                    {CONF, CONF, CONF, NO, ASK}},
};

static void
set_up(Fixture *fixture, gconstpointer data)
{
    pipeline_set_up(fixture, data);
    fixture->config->authserv_id = g_strdup(ID);
    fixture->config->delimiter = '+';
    ink_text_set(&fixture->config->registrar, REGISTRAR);
    pipeline_prove_border(fixture);
}

static InkVerdict *
take_in(Fixture *fixture, const char *auth, const char *from, const char *fields, const char *body)
{
    g_autofree char *text = g_strdup_printf(
        "%sReceived: from a by " ID " with ESMTP; Fri, 27 Mar 2026 16:40:00 +0100\n"
        "From: %s\nTo: inkorg@exempelkommun.example\nSubject: Till registret\n"
        "Date: Fri, 27 Mar 2026 16:39:00 +0100\nMessage-ID: <%u@exempelkommun.example>\n%s"
        "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
        "Content-Transfer-Encoding: 8bit\n\n%s\n",
        auth, from, fixture->messages, fields, body);
    return pipeline_take_in(fixture, text);
}

static void
test_matrix(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    for (gsize p = 0; p < G_N_ELEMENTS(fates); p++)
        for (gsize r = 0; r < G_N_ELEMENTS(results); r++)
            for (gsize l = 0; l < G_N_ELEMENTS(lines); l++) {
                fixture->config->officers_proved_by = (InkProvedBy)p;
                g_autoptr(InkVerdict) verdict =
                    take_in(fixture, results[r], REGISTRAR, "", lines[l]);
                g_test_message("%u %u %s", (guint)p, (guint)r, lines[l]);
                g_assert_cmpint(verdict->registrar.fate, ==, fates[p][r][l]);
                g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_COMMAND);
                g_assert_cmpint(verdict->registrar.may_tell, ==,
                                r == 0 || (r == 3 && p == INK_PROVED_BY_CONFIRMATION));
            }
}

/* Never, whoever is proved to have written it. */
static void
test_hindrances(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const fields[] = {
        "Auto-Submitted: auto-replied\n",
        "List-Id: <lista.example>\n",
        "Precedence: bulk\n",
        "Resent-From: a@example.org\n",
        "Sender: a@b.example\nSender: c@d.example\n",
    };
    for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
        g_autoptr(InkVerdict) verdict =
            take_in(fixture, results[0], REGISTRAR, fields[i], lines[0]);
        g_test_message("%s", fields[i]);
        g_assert_cmpint(verdict->registrar.fate, !=, INK_FATE_RUN);
        g_assert_cmpint(verdict->registrar.fate, !=, INK_FATE_CONFIRM);
    }
}

static void
test_others(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const others[] = {"karin.berg@exempelkommun.example", "anna.ek@example.org",
                                         "Registrator " REGISTRAR " <x@evil.example>",
                                         REGISTRAR ", anna.ek@example.org",
                                         "registrator@exempelkommun.example.evil.example"};
    for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
        g_autoptr(InkVerdict) verdict = take_in(fixture, results[0], others[i], "", lines[0]);
        g_test_message("%s", others[i]);
        g_assert_cmpint(verdict->registrar.fate, ==, INK_FATE_NONE);
    }
}

/* Where nobody can be asked, nothing is changed. */
static void
test_no_delimiter(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->config->delimiter = '\0';
    g_autoptr(InkVerdict) look = take_in(fixture, results[0], REGISTRAR, "", lines[0]);
    g_autoptr(InkVerdict) change = take_in(fixture, results[0], REGISTRAR, "", lines[1]);
    g_assert_cmpint(look->registrar.fate, ==, INK_FATE_RUN);
    g_assert_cmpint(change->registrar.fate, ==, INK_FATE_REFUSE);
}

/* --- carrying out -----------------------------------------------------------------------------*/

/* Says which lines it was given, and fails at the one that holds "close". */
static gint64
pretend(gpointer data, const InkCommandRun *run, char **out_output)
{
    g_string_append_printf(data, "%s\n", run->line);
    *out_output = g_strdup("utfört på låtsas");
    return strstr(run->line, "crash") != NULL   ? INK_RUN_NO_STATUS
           : strstr(run->line, "close") != NULL ? 65
                                                : 0;
}

static char *
list_states(Fixture *fixture, gint64 message)
{
    static const char *const names[] = {"ready", "running", "done", "broken", "skipped"};
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) runs = ink_store_list_runs(fixture->store, message, &error);
    g_assert_no_error(error);
    GString *all = g_string_new(NULL);
    for (guint i = 0; i < runs->len; i++)
        g_string_append_printf(all, "%s%s", i > 0 ? " " : "",
                               names[((const InkCommandRun *)runs->pdata[i])->state]);
    return g_string_free(all, FALSE);
}

static void
add_runs(Fixture *fixture, gint64 message, const char *const *given)
{
    g_autoptr(GError) error = NULL;
    InkTxn *txn = txn_begin(fixture->store);
    for (int i = 0; given[i] != NULL; i++)
        g_assert_true(ink_txn_add_run(txn, message, i + 1, REGISTRAR, given[i], &error));
    g_assert_no_error(error);
    txn_commit(txn);
}

static void
carry_out(Fixture *fixture, const char *expected)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) seen = g_string_new(NULL);
    const InkLineRunner runner = {pretend, seen};
    const InkWatch watch = {0};
    g_assert_true(ink_job_run_commands(fixture->pipeline, &runner, &watch, &error));
    g_assert_no_error(error);
    g_assert_cmpstr(seen->str, ==, expected);
}

static guint
count_answers(Fixture *fixture)
{
    guint count = 0;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) letters = ink_store_list_letters(fixture->store, NULL, G_MAXINT64, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < letters->len; i++)
        count += g_str_equal(((const InkOutboxRow *)letters->pdata[i])->kind, "command-output");
    return count;
}

static void
test_carry_out(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    for (guint i = 0; i < 3; i++)
        ink_verdict_free(take_in(fixture, results[3], "anna.ek@example.org", "", "Hej!"));
    add_runs(fixture, 1, (const char *const[]){"a", "b", NULL});
    add_runs(fixture, 2, (const char *const[]){"c", "close", "d", NULL});
    add_runs(fixture, 3, (const char *const[]){"crash", "e", NULL});
    carry_out(fixture, "a\nb\nc\nclose\ncrash\n");
    g_autofree char *first = list_states(fixture, 1), *second = list_states(fixture, 2);
    g_autofree char *third = list_states(fixture, 3);
    g_assert_cmpstr(first, ==, "done done");
    g_assert_cmpstr(second, ==, "done done skipped");
    g_assert_cmpstr(third, ==, "broken skipped");
    g_assert_cmpuint(count_answers(fixture), ==, 3);
    carry_out(fixture, "");
    g_assert_cmpuint(count_answers(fixture), ==, 3);
}

static GLogWriterOutput
count_warnings(GLogLevelFlags level, const GLogField *fields G_GNUC_UNUSED,
               gsize count G_GNUC_UNUSED, gpointer data)
{
    *(guint *)data += (level & G_LOG_LEVEL_WARNING) != 0 ? 1 : 0;
    return G_LOG_WRITER_HANDLED;
}

/* Somebody who is no registrar any more is told nothing. */
static void
test_no_longer(Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    ink_verdict_free(take_in(fixture, results[3], "anna.ek@example.org", "", "Hej!"));
    add_runs(fixture, 1, (const char *const[]){"a", NULL});
    ink_text_set(&fixture->config->registrar, "ny.registrator@exempelkommun.example");
    guint warnings = 0;
    g_log_set_writer_func(count_warnings, &warnings, NULL); /* can be set once: the last test */
    carry_out(fixture, "");
    g_assert_cmpuint(warnings, ==, 1);
    g_autofree char *states = list_states(fixture, 1);
    g_assert_cmpstr(states, ==, "skipped");
    g_assert_cmpuint(count_answers(fixture), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
#define ADD(path, test) g_test_add(path, Fixture, NULL, set_up, test, pipeline_tear_down)
    ADD("/registrar/matrix", test_matrix);
    ADD("/registrar/hindrances", test_hindrances);
    ADD("/registrar/others", test_others);
    ADD("/registrar/no-delimiter", test_no_delimiter);
    ADD("/registrar/carry-out", test_carry_out);
    ADD("/registrar/no-longer", test_no_longer);
    return g_test_run();
}
