/* SPDX-License-Identifier: MIT
 *
 * What one unit changes in the routine (units: changes:): any key, one at a time, and nothing for
 * the other units. The mistakes are in tests/config-bad/23-andringar.yaml.
 */
#include "inkom/config.h"

#include "folder.h"
#include "harness.h"
#include "routine-show.h"

#include <string.h>

/* The unit's routine where that is the organisation's and these are its changes. */
static char *
show_changed_of(const char *routine, const char *changes, const char *code)
{
    g_autofree char *relative = test_path(routine);
    g_autofree char *shared = g_canonicalize_filename(relative, NULL);
    g_autofree char *text = g_strdup_printf(
        "organisation: {name: Exempelkommun}\nroutine: \"%s\"\ntemplates: .\nstore: sqlite:x.db\n"
        "outgoing: {transport: \"smtp://127.0.0.1:25\", from: inkorg@exempelkommun.example}\n"
        "units:\n  - {code: KS, name: Kommunstyrelsen}\n"
        "  - {code: TN, name: Tekniska nämnden, changes: %s}\n",
        shared, changes);
    g_autofree char *folder = test_folder_new();
    g_autofree char *file = g_build_filename(folder, "inkom.yaml", NULL);
    g_assert_true(g_file_set_contents(file, text, -1, NULL));
    g_autoptr(InkProblems) problems = ink_problems_new();
    g_autoptr(InkConfig) config = ink_config_load(file, problems);
    test_folder_remove(folder);
    g_autofree char *mistakes = ink_problems_format(problems);
    g_assert_cmpstr(mistakes, ==, "");
    return show_routine(ink_config_find_unit(config, code)->routine);
}

static char *
show_changed(const char *changes, const char *code)
{
    return show_changed_of("rules/routines/koping.yaml", changes, code);
}

static const struct {
    const char *changes, *line;
} CHANGES[] = {
    {"{name: TN}", "name TN"},
    {"{answer: {within: 10 arbetsdagar}}", "answer.within 10 arbetsdagar"},
    {"{answer: {from: registrerat}}", "answer.from registrerat"},
    {"{answer: {needs_contact: ja}}", "answer.needs_contact ja"},
    {"{first_response: 24 timmar}", "first_response 24 timmar"},
    {"{assignment: {within: 2 dagar}}", "assignment.within 2 dagar"},
    {"{assignment: {officers: chefer}}", "assignment.officers chefer"},
    {"{assignment: {called: kontaktperson}}", "assignment.called kontaktperson"},
    {"{assignment: {hint: Hej}}", "assignment.hint Hej"},
    {"{types: flera}", "types flera"},
    {"{receipt: {template: kvitto}}", "receipt.template kvitto"},
    {"{receipt: {must_say: dnr}}", "receipt.must_say [dnr]"},
    {"{receipt: {when: tilldelning, must_say: [dnr, officer]}}", "receipt.when tilldelning"},
    {"{receipt: {within: 2 dagar}}", "receipt.within 2 dagar"},
    {"{copies: {registered: a@b.example}}", "copies.registered [a@b.example]"},
    {"{copies: {answered: a@b.example}}", "copies.answered [a@b.example]"},
    {"{reminders: +1 arbetsdag}", "reminders [+1 arbetsdag]"},
    {"{closing: {after_silence: ingen}}", "closing.after_silence ingen"},
    {"{closing: {when_answered: ja}}", "closing.when_answered ja"},
    {"{closing: {announce: ja}}", "closing.announce ja"},
    {"{closing: {thanks_restart: nej}}", "closing.thanks_restart nej"},
    {"{later_mail: {stranger: granska}}", "later_mail.stranger granska"},
    {"{later_mail: {new_matter: granska}}", "later_mail.new_matter granska"},
    {"{later_mail: {to_closed: länka}}", "later_mail.to_closed länka"},
    {"{anonymous: {register: nej}}", "anonymous.register nej"},
    {"{anonymous: {to: a@b.example}}", "anonymous.to [a@b.example]"},
    {"{oral: {register: nej}}", "oral.register nej"},
    {"{oral: {to: a@b.example}}", "oral.to [a@b.example]"},
    {"{oral: {consent: ja}}", "oral.consent ja"},
    {"{simple_questions: {register: nej}}", "simple_questions.register nej"},
    {"{minor: {decision: TN § 3}}", "minor.decision TN § 3"},
    {"{minor: {decided_by: människa}}", "minor.decided_by människa"},
    {"{internal: {to_chef: ja}}", "internal.to_chef ja"},
    {"{internal: {hint: Hej}}", "internal.hint Hej"},
    {"{relay: ja}", "relay ja"},
    {"{channels: {sociala medier: {answer_to: a@b.example}}}",
     "channel sociala medier: answer 24 timmar, receipt nej, later_mail ja, to a@b.example"},
    {"{channels: {sms: {receipt: nej}}}",
     "channel sms: answer –, receipt nej, later_mail ja, to ingen"},
    {"{procedures: {orosanmälan: {to: a@b.example}}}",
     "procedure orosanmälan: to [a@b.example], letter concern genast, secrecy 26:1, case nej, "
     "forward nej, copy nej"},
    {"{procedures: {miljöfråga: {case: ja}}}",
     "procedure miljöfråga: to [], letter ingen genast, secrecy ingen, case ja, forward nej, copy "
     "nej"},
    {"{authorities: {Skatteverket: skatteupplysningen}}",
     "authority Skatteverket: skatteupplysningen"},
};

static guint
count_missing(char *const *lines, char *const *others)
{
    guint count = 0;
    for (; *lines != NULL; lines++)
        count += !g_strv_contains((const char *const *)others, *lines);
    return count;
}

/* The line is there, and apart from what the change itself says all is as in Köping. */
static void
test_changes(void)
{
    g_autofree char *koping = show_changed("{}", "TN");
    g_auto(GStrv) before = g_strsplit(koping, "\n", -1);
    for (gsize i = 0; i < G_N_ELEMENTS(CHANGES); i++) {
        g_test_message("%s", CHANGES[i].changes);
        g_autofree char *changed = show_changed(CHANGES[i].changes, "TN");
        assert_says(changed, CHANGES[i].line);
        g_assert_cmpstr(changed, !=, koping);
        g_auto(GStrv) after = g_strsplit(changed, "\n", -1);
        guint most = strchr(CHANGES[i].changes, ',') != NULL ? 2 : 1;
        g_assert_cmpuint(count_missing(before, after), <=, most);
        g_assert_cmpuint(count_missing(after, before), <=, most);
        g_autofree char *other = show_changed(CHANGES[i].changes, "KS");
        g_assert_cmpstr(other, ==, koping);
    }
}

/* What the shared routine says can be taken away, and what only that gave a meaning goes with it.
 */
static void
test_taken_away(void)
{
    static const struct {
        const char *routine, *changes, *line;
    } taken[] = {
        {"koping", "{receipt: {template: ingen}}", "receipt.template ingen"},
        {"koping", "{receipt: {template: ingen}}", "receipt.must_say []"},
        {"hjo", "{receipt: {template: ingen}, answer: {from: registrerat}}",
         "receipt.within ingen"},
        {"hjo", "{internal: {hint: ingen}}", "internal.hint ingen"},
        {"hjo", "{minor: {decision: ingen}}", "minor.decision ingen"},
        {"hjo", "{procedures: {avvikelse: {secrecy: ingen}}}",
         "procedure avvikelse: to [], letter ingen genast, secrecy ingen, case nej, forward ja, "
         "copy nej"},
        {"nordanstig", "{assignment: {hint: ingen}}", "assignment.hint ingen"},
        {"hjo", "{reminders: []}", "reminders []"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(taken); i++) {
        g_test_message("%s %s", taken[i].routine, taken[i].changes);
        g_autofree char *file = g_strdup_printf("rules/routines/%s.yaml", taken[i].routine);
        g_autofree char *before = show_changed_of(file, "{}", "TN");
        g_autofree char *after = show_changed_of(file, taken[i].changes, "TN");
        assert_says(after, taken[i].line);
        g_assert_cmpstr(after, !=, before);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/unit-changes/changes", test_changes);
    g_test_add_func("/unit-changes/taken-away", test_taken_away);
    return g_test_run();
}
