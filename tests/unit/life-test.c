/* SPDX-License-Identifier: MIT
 *
 * The whole table of a case's life: in each state, each event, what it leads to, or the words that
 * refuse it. Written from the routines, not from the table: what is missing here is refused.
 */
#include "harness.h"

#include "inkom/clock.h"
#include "inkom/error.h"
#include "inkom/life.h"

#include <string.h>

#define BIT(kind) (1u << INK_DEADLINE_##kind)

typedef struct {
    const char *event, *next; /* next NULL: refused */
    const char *meets, *drops, *starts;
} Row;

#define ALL "receipt assignment first_response answer reminder delay closing"

static const char *const events[] = {"tilldelas",   "lämnas tillbaka", "få ett delsvar",
                                     "besvaras",    "få en handling",  "hållas öppet",
                                     "släppas",     "flyttas",         "avslutas",
                                     "öppnas igen", "makuleras"};

/* By the order of InkLifeEvent. */
static const Row registered[] = {
    {"tilldelas", "tilldelat", "assignment", "", ""},
    {"lämnas tillbaka", NULL, "", "", ""},
    {"få ett delsvar", "delsvar lämnat", "first_response", "", ""},
    {"besvaras", "besvarat", "first_response answer", "reminder delay assignment receipt",
     "closing"},
    {"få en handling", "registrerat", "", "", ""},
    {"hållas öppet", "registrerat", "", "", ""},
    {"släppas", "registrerat", "", "", ""},
    {"flyttas", "registrerat", "", "assignment", "assignment"},
    {"avslutas", "avslutat", "", ALL, ""},
    {"öppnas igen", NULL, "", "", ""},
    {"makuleras", "makulerat", "", ALL, ""},
};
static const Row assigned[] = {
    {"tilldelas", "tilldelat", "", "", ""},
    {"lämnas tillbaka", "registrerat", "", "assignment", "assignment"},
    {"få ett delsvar", "delsvar lämnat", "first_response", "", ""},
    {"besvaras", "besvarat", "first_response answer", "reminder delay assignment receipt",
     "closing"},
    {"få en handling", "tilldelat", "", "", ""},
    {"hållas öppet", "tilldelat", "", "", ""},
    {"släppas", "tilldelat", "", "", ""},
    {"flyttas", "registrerat", "", "assignment", "assignment"},
    {"avslutas", "avslutat", "", ALL, ""},
    {"öppnas igen", NULL, "", "", ""},
    {"makuleras", "makulerat", "", ALL, ""},
};
static const Row interim[] = {
    {"tilldelas", "delsvar lämnat", "assignment", "", ""},
    {"lämnas tillbaka", "delsvar lämnat", "", "assignment", "assignment"},
    {"få ett delsvar", "delsvar lämnat", "first_response", "", ""},
    {"besvaras", "besvarat", "first_response answer", "reminder delay assignment receipt",
     "closing"},
    {"få en handling", "delsvar lämnat", "", "", ""},
    {"hållas öppet", "delsvar lämnat", "", "", ""},
    {"släppas", "delsvar lämnat", "", "", ""},
    {"flyttas", "delsvar lämnat", "", "assignment", "assignment"},
    {"avslutas", "avslutat", "", ALL, ""},
    {"öppnas igen", NULL, "", "", ""},
    {"makuleras", "makulerat", "", ALL, ""},
};
static const Row answered[] = {
    {"tilldelas", "besvarat", "", "", ""},
    {"lämnas tillbaka", NULL, "", "", ""},
    {"få ett delsvar", "besvarat", "", "closing", "closing"},
    {"besvaras", "besvarat", "", "closing", "closing"},
    {"få en handling", "besvarat", "", "closing", "closing"},
    {"hållas öppet", "besvarat", "", "closing", ""},
    {"släppas", "besvarat", "", "closing", "closing"},
    {"flyttas", "besvarat", "", "", ""},
    {"avslutas", "avslutat", "closing", ALL, ""},
    {"öppnas igen", "tilldelat", "", "closing", "answer reminder delay assignment"},
    {"makuleras", "makulerat", "", ALL, ""},
};
static const Row closed[] = {
    {"tilldelas", NULL, "", "", ""},
    {"lämnas tillbaka", NULL, "", "", ""},
    {"få ett delsvar", NULL, "", "", ""},
    {"besvaras", "avslutat", "", "", ""},
    {"få en handling", "avslutat", "", "", ""},
    {"hållas öppet", NULL, "", "", ""},
    {"släppas", NULL, "", "", ""},
    {"flyttas", NULL, "", "", ""},
    {"avslutas", NULL, "", "", ""},
    {"öppnas igen", "tilldelat", "", "", "answer reminder delay assignment"},
    {"makuleras", NULL, "", "", ""},
};

static const struct {
    const char *name;
    InkStage stage;
    const Row *rows; /* NULL: nothing can happen */
} states[] = {
    {"registrerat", INK_STAGE_REGISTERED, registered},
    {"tilldelat", INK_STAGE_ASSIGNED, assigned},
    {"delsvar lämnat", INK_STAGE_INTERIM, interim},
    {"besvarat", INK_STAGE_ANSWERED, answered},
    {"avslutat", INK_STAGE_CLOSED, closed},
    {"makulerat", INK_STAGE_CANCELLED, NULL},
};

static InkCase *
case_in(InkStage stage)
{
    InkCase *cas = ink_case_new();
    cas->dnr = g_strdup("TN 2026/0001");
    cas->interim_at = stage == INK_STAGE_INTERIM ? 1 : INK_TIME_NONE;
    cas->officer = stage != INK_STAGE_REGISTERED ? g_strdup("k@exempelkommun.example") : NULL;
    cas->status = stage == INK_STAGE_ANSWERED    ? INK_CASE_ANSWERED
                  : stage == INK_STAGE_CLOSED    ? INK_CASE_CLOSED
                  : stage == INK_STAGE_CANCELLED ? INK_CASE_CANCELLED
                                                 : INK_CASE_OPEN;
    g_assert_cmpint(ink_case_get_stage(cas), ==, stage);
    return cas;
}

static guint
read_kinds(const char *names)
{
    guint kinds = 0;
    g_auto(GStrv) parts = g_strsplit(names, " ", -1);
    for (char **part = parts; *part != NULL && **part != '\0'; part++) {
        InkDeadlineKind kind;
        g_assert_true(ink_deadline_kind_find(*part, &kind));
        kinds |= 1u << kind;
    }
    return kinds;
}

static void
assert_refused(const InkCase *cas, const char *state, InkLifeEvent event)
{
    const InkLifeStep untouched = {INK_STAGE_CANCELLED, 7, 7, 7};
    InkLifeStep step = untouched;
    g_autoptr(GError) error = NULL;
    g_assert_false(ink_life_step(cas, event, &step, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_REFUSED);
    g_autofree char *expected =
        g_strdup_printf("TN 2026/0001 är %s och kan inte %s", state, events[event]);
    g_assert_cmpstr(error->message, ==, expected);
    g_assert_cmpint(memcmp(&step, &untouched, sizeof step), ==, 0);
}

static void
assert_step(const InkCase *cas, const Row *row, InkLifeEvent event)
{
    InkLifeStep step;
    g_autoptr(GError) error = NULL;
    g_assert_true(ink_life_step(cas, event, &step, &error));
    g_assert_no_error(error);
    g_assert_cmpstr(ink_stage_get_swedish(step.next), ==, row->next);
    g_assert_cmphex(step.meets, ==, read_kinds(row->meets));
    g_assert_cmphex(step.drops, ==, read_kinds(row->drops));
    g_assert_cmphex(step.starts, ==, read_kinds(row->starts));
}

static void
test_table(void)
{
    g_assert_cmpuint(G_N_ELEMENTS(events), ==, INK_EVENTS);
    for (gsize s = 0; s < G_N_ELEMENTS(states); s++)
        for (guint e = 0; e < INK_EVENTS; e++) {
            g_autoptr(InkCase) cas = case_in(states[s].stage);
            const Row *row = states[s].rows != NULL ? &states[s].rows[e] : NULL;
            g_test_message("%s: %s", states[s].name, events[e]);
            if (row != NULL)
                g_assert_cmpstr(row->event, ==, events[e]);
            if (row == NULL || row->next == NULL)
                assert_refused(cas, states[s].name, (InkLifeEvent)e);
            else
                assert_step(cas, row, (InkLifeEvent)e);
        }
}

/* What was nobody's is nobody's when it is opened again. */
static void
test_reopened_without_officer(void)
{
    InkLifeStep step;
    g_autoptr(InkCase) cas = case_in(INK_STAGE_CLOSED);
    g_clear_pointer(&cas->officer, g_free);
    g_assert_true(ink_life_step(cas, INK_EVENT_REOPEN, &step, NULL));
    g_assert_cmpint(step.next, ==, INK_STAGE_REGISTERED);
}

/* No automatic letter meets what only a person's words do (C13): nothing but answers does. */
static void
test_only_answers_meet_the_answer(void)
{
    for (gsize s = 0; s < G_N_ELEMENTS(states); s++)
        for (guint e = 0; e < INK_EVENTS; e++) {
            InkLifeStep step;
            g_autoptr(InkCase) cas = case_in(states[s].stage);
            if (e == INK_EVENT_ANSWER || e == INK_EVENT_INTERIM ||
                !ink_life_step(cas, (InkLifeEvent)e, &step, NULL))
                continue;
            g_assert_cmphex(step.meets & (BIT(ANSWER) | BIT(RESPONSE)), ==, 0);
        }
}

static void
test_first_deadlines(void)
{
    g_assert_cmphex(ink_life_get_first_deadlines(), ==,
                    read_kinds("receipt assignment first_response answer reminder delay"));
}

static void
test_words(void)
{
    static const char *const done[] = {"tilldelat",   "återlämnat",  "delsvar lämnat", "besvarat",
                                       "ny handling", "hålls öppet", "släppt",         "flyttat",
                                       "avslutat",    "öppnat igen", "makulerat"};
    for (guint e = 0; e < INK_EVENTS; e++)
        g_assert_cmpstr(ink_life_event_get_swedish((InkLifeEvent)e), ==, done[e]);
    InkDeadlineKind kind = INK_DEADLINE_DELAY;
    g_assert_false(ink_deadline_kind_find("svar", &kind));
    g_assert_cmpint(kind, ==, INK_DEADLINE_DELAY);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/life/table", test_table);
    g_test_add_func("/life/reopened-without-officer", test_reopened_without_officer);
    g_test_add_func("/life/only-answers-meet-the-answer", test_only_answers_meet_the_answer);
    g_test_add_func("/life/first-deadlines", test_first_deadlines);
    g_test_add_func("/life/words", test_words);
    return g_test_run();
}
