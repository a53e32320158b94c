/* SPDX-License-Identifier: MIT
 *
 * Routines as data: every key, what is so when nothing is said, and every mistake one can make.
 */
#include "inkom/routine.h"

#include "harness.h"
#include "routine-show.h"

#include <glib/gstdio.h>
#include <string.h>

static InkRoutine *
load_text(const char *text, InkProblems *problems)
{
    g_autofree char *file = NULL;
    int fd = g_file_open_tmp("inkom-routine-XXXXXX", &file, NULL);
    g_assert_cmpint(fd, >=, 0);
    g_close(fd, NULL);
    g_assert_true(g_file_set_contents(file, text, -1, NULL));
    InkRoutine *routine = ink_routine_load(file, problems);
    g_unlink(file);
    return routine;
}

static char *
show_text_of(const char *text)
{
    g_autoptr(InkProblems) problems = ink_problems_new();
    g_autoptr(InkRoutine) routine = load_text(text, problems);
    g_autofree char *mistakes = ink_problems_format(problems);
    g_assert_cmpstr(mistakes, ==, "");
    return show_routine(routine);
}

/* A routine that promises nothing (D3), sends nothing and registers everything. */
static void
test_least(void)
{
    g_autofree char *shown = show_text_of("name: Strömstad\n");
    g_assert_cmpstr(shown, ==,
                    "name Strömstad\n"
                    "answer.within ingen\n"
                    "answer.from inkommet\n"
                    "answer.needs_contact nej\n"
                    "first_response ingen\n"
                    "assignment.within ingen\n"
                    "assignment.officers alla\n"
                    "assignment.called handläggare\n"
                    "assignment.hint ingen\n"
                    "reminders []\n"
                    "closing.after_silence ingen\n"
                    "closing.when_answered nej\n"
                    "closing.announce nej\n"
                    "closing.thanks_restart ja\n"
                    "receipt.template ingen\n"
                    "receipt.must_say []\n"
                    "receipt.when registrering\n"
                    "receipt.within ingen\n"
                    "copies.registered []\n"
                    "copies.answered []\n"
                    "later_mail.stranger tillför\n"
                    "later_mail.new_matter tillför\n"
                    "later_mail.to_closed öppna\n"
                    "types en\n"
                    "anonymous.register ja\n"
                    "anonymous.to []\n"
                    "oral.register ja\n"
                    "oral.to []\n"
                    "oral.consent nej\n"
                    "simple_questions.register ja\n"
                    "minor.decision ingen\nminor.decided_by regel\n"
                    "internal.to_chef nej\n"
                    "internal.hint ingen\n"
                    "relay nej\n");
}

#define ANSWER  "answer: {within: 5 arbetsdagar}\n"
#define RECEIPT "receipt: {template: receipt}\n"

static const struct {
    const char *text, *line;
} KEYS[] = {
    {ANSWER, "answer.within 5 arbetsdagar"},
    {"answer: {within: ingen}\n", "answer.within ingen"},
    {"answer: {within: 5 dagar, from: registrerat}\n", "answer.from registrerat"},
    {"answer: {within: 5 dagar, from: tilldelat}\n", "answer.from tilldelat"},
    {RECEIPT "answer: {within: 5 dagar, from: bekräftat}\n", "answer.from bekräftat"},
    {"answer: {within: 5 dagar, from: inkommet, needs_contact: ja}\n", "answer.needs_contact ja"},
    {"first_response: 24 timmar på vardagar\n", "first_response 24 timmar på vardagar"},
    {"assignment: {within: 2 arbetsdagar}\n", "assignment.within 2 arbetsdagar"},
    {"assignment: {officers: chefer}\n", "assignment.officers chefer"},
    {"assignment: {officers: alla}\n", "assignment.officers alla"},
    {"assignment: {called: kontaktperson}\n", "assignment.called kontaktperson"},
    {"assignment: {hint: ' Skriv  öppet. '}\n", "assignment.hint Skriv  öppet."},
    {ANSWER "reminders: [-2 arbetsdagar, -0 dagar, +1 arbetsdag, +3 veckor]\n",
     "reminders [-2 arbetsdagar, -0 dagar, +1 arbetsdag, +21 dagar]"},
    {ANSWER "reminders: +1 arbetsdag\n", "reminders [+1 arbetsdag]"},
    {ANSWER "reminders: []\n", "reminders []"},
    {"closing: {after_silence: 3 veckor}\n", "closing.after_silence 21 dagar"},
    {"closing: {when_answered: ja}\n", "closing.when_answered ja"},
    {"closing: {announce: ja}\n", "closing.announce ja"},
    {"closing: {thanks_restart: nej}\n", "closing.thanks_restart nej"},
    {RECEIPT, "receipt.template receipt"},
    {"receipt: {template: ingen}\n", "receipt.template ingen"},
    {"receipt: {template: kvitto_2-b}\n", "receipt.template kvitto_2-b"},
    {ANSWER "receipt: {template: receipt, must_say: [dnr, due]}\n", "receipt.must_say [dnr, due]"},
    {"receipt: {template: receipt, must_say: dnr}\n", "receipt.must_say [dnr]"},
    {"receipt: {template: receipt, must_say: officer, when: tilldelning}\n",
     "receipt.when tilldelning"},
    {"receipt: {template: receipt, within: 2 arbetsdagar}\n", "receipt.within 2 arbetsdagar"},
    {"copies: {registered: A.B@Exempelkommun.example}\n",
     "copies.registered [a.b@exempelkommun.example]"},
    {"copies: {answered: ['KU-enheten <ku@a.example>', b@a.example]}\n",
     "copies.answered [ku@a.example, b@a.example]"},
    {"later_mail: {stranger: granska}\n", "later_mail.stranger granska"},
    {"later_mail: {new_matter: granska}\n", "later_mail.new_matter granska"},
    {"later_mail: {to_closed: länka}\n", "later_mail.to_closed länka"},
    {"types: flera\n", "types flera"},
    {"anonymous: {register: nej}\n", "anonymous.register nej"},
    {"anonymous: {to: n@a.example}\n", "anonymous.to [n@a.example]"},
    {"oral: {register: nej}\n", "oral.register nej"},
    {"oral: {to: chef@a.example}\n", "oral.to [chef@a.example]"},
    {"oral: {consent: ja}\n", "oral.consent ja"},
    {"simple_questions: {register: nej}\n", "simple_questions.register nej"},
    {"minor: {decided_by: människa}\n", "minor.decided_by människa"},
    {"minor: {decision: KS 2026-01-07 § 4}\n", "minor.decision KS 2026-01-07 § 4"},
    {"internal: {to_chef: ja}\n", "internal.to_chef ja"},
    {"internal: {hint: Ta upp det på APT.}\n", "internal.hint Ta upp det på APT."},
    {"relay: ja\n", "relay ja"},
    {"channels: {sms: {}}\n", "channel sms: answer –, receipt ja, later_mail ja, to ingen"},
    {"channels: {sociala medier: {answer: 24 timmar, receipt: nej, later_mail: nej, answer_to: "
     "r@a.example}}\n",
     "channel sociala medier: answer 24 timmar, receipt nej, later_mail nej, to r@a.example"},
    {"channels: {brev: {answer: ingen}}\n",
     "channel brev: answer ingen, receipt ja, later_mail ja, to ingen"},
    {"procedures: {hot: {}}\n", "procedure hot: to [], letter ingen genast, secrecy ingen, case "
                                "nej, forward nej, copy nej"},
    {"procedures: {miljöfråga: {to: [m@a.example, n@a.example], letter: tack, letter_when: beslut, "
     "secrecy: 26:1, case: ja, forward: ja, answer_copy: ja}}\n",
     "procedure miljöfråga: to [m@a.example, n@a.example], letter tack beslut, secrecy 26:1, case "
     "ja, forward ja, copy ja"},
    {"procedures: {tips: {secrecy: '32:3 b', letter_when: genast}}\n",
     "procedure tips: to [], letter ingen genast, secrecy 32:3 b, case nej, forward nej, copy nej"},
    {"authorities: {Försäkringskassan: kundcenter}\n", "authority Försäkringskassan: kundcenter"},
};

static void
test_keys(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(KEYS); i++) {
        g_autofree char *text = g_strconcat("name: X\n", KEYS[i].text, NULL);
        g_test_message("%s", KEYS[i].text);
        g_autofree char *shown = show_text_of(text);
        assert_says(shown, KEYS[i].line);
    }
}

static void
test_find(void)
{
    g_autoptr(InkProblems) problems = ink_problems_new();
    g_autoptr(InkRoutine) routine = load_text("name: X\nchannels: {sms: {}, brev: {}}\n"
                                              "procedures: {hot: {}}\nauthorities: {A: b}\n",
                                              problems);
    g_assert_cmpstr(ink_routine_find_channel(routine, "brev")->channel, ==, "brev");
    g_assert_null(ink_routine_find_channel(routine, "e-post"));
    g_assert_cmpstr(ink_routine_find_procedure(routine, "hot")->name, ==, "hot");
    g_assert_null(ink_routine_find_procedure(routine, "brev"));
    g_assert_cmpstr(ink_routine_find_authority(routine, "A")->contact, ==, "b");
    g_assert_null(ink_routine_find_authority(routine, "hot"));
}

#include "routine-mistakes.h"

static void
test_mistakes(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(MISTAKES); i++) {
        g_autoptr(InkProblems) problems = ink_problems_new();
        g_test_message("%s", MISTAKES[i].text);
        g_assert_null(load_text(MISTAKES[i].text, problems));
        g_autoptr(GString) shown = g_string_new(NULL);
        for (guint p = 0; p < ink_problems_get_size(problems); p++) {
            const InkProblem *problem = ink_problems_get(problems, p);
            g_string_append_printf(shown, "%s%u:%u %s", p > 0 ? "\n" : "", problem->line,
                                   problem->column, problem->message);
        }
        g_assert_cmpstr(shown->str, ==, MISTAKES[i].expected);
    }
}

static void
test_missing(void)
{
    g_autoptr(InkProblems) problems = ink_problems_new();
    g_assert_null(ink_routine_load("/nowhere/rutin.yaml", problems));
    g_assert_cmpuint(ink_problems_count(problems, INK_SEVERITY_ERROR), ==, 1);
    ink_routine_free(NULL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/routine/least", test_least);
    g_test_add_func("/routine/keys", test_keys);
    g_test_add_func("/routine/find", test_find);
    g_test_add_func("/routine/mistakes", test_mistakes);
    g_test_add_func("/routine/missing", test_missing);
    return g_test_run();
}
