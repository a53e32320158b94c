/* SPDX-License-Identifier: MIT
 *
 * Routines: Köping's own, and every mistake one can make in one.
 */
#include "inkom/routine.h"

#include "harness.h"

#include <glib/gstdio.h>

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

static void
test_koping(void)
{
    g_autofree char *file = test_path("rules/routines/koping.yaml");
    g_autoptr(InkProblems) problems = ink_problems_new();
    g_autoptr(InkRoutine) routine = ink_routine_load(file, problems);
    g_autofree char *shown = ink_problems_format(problems);
    g_assert_cmpstr(shown, ==, "");
    g_assert_nonnull(routine);
    g_assert_cmpstr(routine->name, ==, "Köping");
    g_assert_cmpint(routine->answer_within.unit, ==, INK_PERIOD_WORKDAYS); /* A14 */
    g_assert_cmpint(routine->answer_within.count, ==, 5);
    g_assert_cmpint(routine->answer_from, ==, INK_START_ARRIVED);
    g_assert_cmpstr(routine->receipt_template, ==, "receipt"); /* A8 */
    g_assert_cmpuint(g_strv_length(routine->receipt_must_use), ==, 2);
    g_assert_cmpstr(routine->receipt_must_use[0], ==, "dnr"); /* A9 */
    g_assert_cmpstr(routine->receipt_must_use[1], ==, "due"); /* A10 */
    g_assert_cmpint(routine->stranger, ==, INK_LATER_FILE);
    g_assert_cmpint(routine->new_matter, ==, INK_LATER_FILE);
    g_assert_cmpint(routine->to_closed, ==, INK_CLOSED_REOPEN); /* A35 */
}

/* What is not said is as in Köping. */
static void
test_later_mail(void)
{
    static const struct {
        const char *text;
        InkLater stranger, new_matter;
        InkClosed to_closed;
    } rows[] = {
        {"", INK_LATER_FILE, INK_LATER_FILE, INK_CLOSED_REOPEN},
        {"later_mail: {stranger: granska}\n", INK_LATER_REVIEW, INK_LATER_FILE, INK_CLOSED_REOPEN},
        {"later_mail: {new_matter: granska}\n", INK_LATER_FILE, INK_LATER_REVIEW,
         INK_CLOSED_REOPEN},
        {"later_mail: {to_closed: länka}\n", INK_LATER_FILE, INK_LATER_FILE, INK_CLOSED_LINK},
        {"later_mail: {stranger: tillför, new_matter: tillför, to_closed: öppna}\n", INK_LATER_FILE,
         INK_LATER_FILE, INK_CLOSED_REOPEN},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(InkProblems) problems = ink_problems_new();
        g_autofree char *text = g_strconcat("name: X\n", rows[i].text, NULL);
        g_autoptr(InkRoutine) routine = load_text(text, problems);
        g_assert_nonnull(routine);
        g_assert_cmpint(routine->stranger, ==, rows[i].stranger);
        g_assert_cmpint(routine->new_matter, ==, rows[i].new_matter);
        g_assert_cmpint(routine->to_closed, ==, rows[i].to_closed);
    }
}

/* A routine that promises nothing (D3) and sends nothing. */
static void
test_least(void)
{
    g_autoptr(InkProblems) problems = ink_problems_new();
    g_autoptr(InkRoutine) routine = load_text("name: Strömstad\n", problems);
    g_assert_nonnull(routine);
    g_assert_cmpint(routine->answer_within.unit, ==, INK_PERIOD_NONE);
    g_assert_null(routine->receipt_template);
    g_assert_cmpuint(g_strv_length(routine->receipt_must_use), ==, 0);

    g_autoptr(InkRoutine) other =
        load_text("name: H\nanswer: {within: 10 arbetsdagar, from: registrerat}\n"
                  "receipt: {template: receipt, must_say: officer}\n",
                  problems);
    g_assert_nonnull(other);
    g_assert_cmpint(other->answer_from, ==, INK_START_REGISTERED);
    g_assert_cmpstr(other->receipt_must_use[0], ==, "officer");
}

static const struct {
    const char *text;
    const char *expected;
} MISTAKES[] = {
    {"answer: {within: 5 arbetsdagar}\n", "0:0 nyckeln \"name\" saknas"},
    {"- a\n", "1:1 här ska stå nycklar med värden: {nyckel: värde} eller en per rad, men där står "
              "en lista"},
    {"name: X\nanswer: {within: 5 dagr}\n",
     "2:18 \"5 dagr\" är ingen tid; skriv till exempel 5 arbetsdagar, 3 veckor, 24 timmar på "
     "vardagar eller ingen"},
    {"name: X\nanswer: {from: inkommet}\n",
     "2:9 nyckeln \"within\" saknas; skriv tiden, eller within: ingen"},
    {"name: X\nanswer: {within: ingen, from: igår}\n",
     "2:31 \"igår\" är ingen start; skriv inkommet (den dag det kom in) eller registrerat (den dag "
     "det registrerades)"},
    {"name: X\nanswer: {within: ingen}\nreceipt: {template: r, must_say: [dnr, due]}\n",
     "3:40 ingen svarstid är lovad, så \"due\" (svarsdatum) kan inte sägas; ge answer: {within: "
     "…} eller ta bort due"},
    {"name: X\nreceipt: {template: ../r.txt}\n",
     "2:21 skriv mallens namn utan mapp och ändelse, till exempel receipt"},
    {"name: X\nreceipt: {template: r, must_say: '{{dnr}}'}\n",
     "2:35 \"{{dnr}}\" är inget fält; skriv namnet som det står mellan {{ och }} i mallen, till "
     "exempel dnr"},
    {"name: X\nreceipt: {must_say: dnr}\n", "2:10 nyckeln \"template\" saknas"},
    {"name: X\nreceipt: receipt\n",
     "2:10 här ska stå nycklar med värden: {nyckel: värde} eller en per rad, men där står ett "
     "enda värde"},
    {"name: X\nreceipt: {template: r, must_sy: dnr}\n",
     "2:24 nyckeln \"must_sy\" finns inte; menade du \"must_say\"?"},
    {"name: X\nlater_mail: {stranger: avvisa}\n",
     "2:24 \"avvisa\" går inte att välja; skriv tillför eller granska"},
    {"name: X\nlater_mail: {to_closed: stäng}\n",
     "2:25 \"stäng\" går inte att välja; skriv öppna eller länka"},
    {"name: X\nlater_mail: granska\n",
     "2:13 här ska stå nycklar med värden: {nyckel: värde} eller en per rad, men där står ett "
     "enda värde"},
    {"name: X\nlater_mail: {strangers: granska}\n",
     "2:14 nyckeln \"strangers\" finns inte; menade du \"stranger\"?"},
    {"name: X\nanser: {within: ingen}\n", "2:1 nyckeln \"anser\" finns inte; menade du "
                                          "\"answer\"?"},
};

static void
test_mistakes(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(MISTAKES); i++) {
        g_autoptr(InkProblems) problems = ink_problems_new();
        g_assert_null(load_text(MISTAKES[i].text, problems));
        g_test_message("%s", MISTAKES[i].text);
        g_assert_cmpuint(ink_problems_get_size(problems), ==, 1);
        const InkProblem *problem = ink_problems_get(problems, 0);
        g_autofree char *shown =
            g_strdup_printf("%u:%u %s", problem->line, problem->column, problem->message);
        g_assert_cmpstr(shown, ==, MISTAKES[i].expected);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/routine/koping", test_koping);
    g_test_add_func("/routine/later-mail", test_later_mail);
    g_test_add_func("/routine/least", test_least);
    g_test_add_func("/routine/mistakes", test_mistakes);
    return g_test_run();
}
