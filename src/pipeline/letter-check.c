/* SPDX-License-Identifier: MIT
 *
 * Whether the organisation's letters are what its routines need: each letter that a routine can
 * lead to is there in Swedish, says what it must in every language it is in, and names nothing that
 * must not stand in it. Asked when the program starts, so that nobody finds out when a letter is to
 * go.
 */
#include "pipeline-private.h"

#include <string.h>

typedef struct {
    InkPipeline *pipeline;
    const InkRoutine *routine;
    InkProblems *problems;
} Check;

static const char *const languages[] = {"sv", "en", "fi"};

/* What was written, who wrote it and what it is about: a letter to a citizen could carry it to
 * somebody else. */
static const char *const inner_fields[] = {"title", "type",      "sender", "noted_by",
                                           "words", "measure",   "secret", "internal",
                                           "hint",  "answer_to", NULL};

static gboolean
is_always(const InkRoutine *routine G_GNUC_UNUSED)
{
    return TRUE;
}

static gboolean
announces_closing(const InkRoutine *routine)
{
    return routine->announces_closing;
}

static gboolean
copies_registered(const InkRoutine *routine)
{
    return routine->copy_registered[0] != NULL;
}

static gboolean
copies_answered(const InkRoutine *routine)
{
    return routine->copy_answered[0] != NULL;
}

static gboolean
has_reminders(const InkRoutine *routine)
{
    return routine->reminders->len > 0;
}

static gboolean
may_relay(const InkRoutine *routine)
{
    return routine->may_relay;
}

static gboolean
promises_answer(const InkRoutine *routine)
{
    if (routine->answer_within.unit != INK_PERIOD_NONE)
        return TRUE;
    for (guint i = 0; i < routine->channels->len; i++)
        if (((const InkChannelRoutine *)routine->channels->pdata[i])->has_answer)
            return TRUE;
    return FALSE;
}

static const struct {
    const char *name;
    gboolean is_for_citizen;
    gboolean is_answered; /* by officers, who may order things above our mark */
    gboolean (*is_sent)(const InkRoutine *routine);
    const char *must_use[4];
} letters[] = {
    {"assignment", FALSE, TRUE, is_always, {"dnr", "inbox"}},
    {"reassigned", FALSE, FALSE, is_always, {"dnr", "detail"}},
    {"returned", FALSE, TRUE, is_always, {"dnr", "detail"}},
    {"transferred", FALSE, TRUE, is_always, {"dnr"}},
    {"record", FALSE, TRUE, is_always, {"dnr"}},
    {"reopened", FALSE, TRUE, is_always, {"dnr"}},
    {"answered", FALSE, TRUE, is_always, {"dnr"}},
    {"copy-registered", FALSE, FALSE, copies_registered, {"dnr"}},
    {"copy-answered", FALSE, FALSE, copies_answered, {"dnr"}},
    {"closing", TRUE, FALSE, announces_closing, {"dnr"}},
    {"relay", TRUE, FALSE, may_relay, {"dnr", "answer"}},
    {"reminder", FALSE, TRUE, has_reminders, {"dnr", "draft"}},
    {"delay", FALSE, TRUE, promises_answer, {"dnr", "draft"}},
    {"delay-draft", TRUE, FALSE, promises_answer, {"dnr"}},
    {"overdue", FALSE, FALSE, is_always, {"detail"}},
    {"border", FALSE, FALSE, is_always, {"detail"}},
    {"away", FALSE, TRUE, is_always, {"dnr", "detail"}},
    {"order-done", FALSE, TRUE, is_always, {"detail"}},
    {"order-waiting", FALSE, TRUE, is_always, {"detail", "until"}},
    {"order-confirm", FALSE, TRUE, is_always, {"detail", "until"}},
    {"order-question", FALSE, TRUE, is_always, {"detail"}},
    {"order-refused", FALSE, TRUE, is_always, {"detail"}},
    {"order-undone", FALSE, TRUE, is_always, {"detail"}},
    {"command-output", FALSE, TRUE, is_always, {"detail"}},
    {"command-refused", FALSE, TRUE, is_always, {"detail"}},
};

static void
check_uses(const Check *check, const char *name, const char *field)
{
    const InkPlace place = {.file = check->pipeline->config->templates};
    for (gsize i = 0; i < G_N_ELEMENTS(languages); i++)
        if (ink_templates_has(check->pipeline->templates, languages[i], name) &&
            !ink_templates_uses(check->pipeline->templates, languages[i], name, field))
            ink_problems_add(check->problems, INK_SEVERITY_ERROR, place, NULL,
                             "mallen %s/%s.txt måste innehålla {{%s}}: rutinen %s kräver det",
                             languages[i], name, field, check->routine->name);
}

static void
check_for_citizen(const Check *check, const char *name)
{
    const InkPlace place = {.file = check->pipeline->config->templates};
    for (gsize i = 0; i < G_N_ELEMENTS(languages); i++)
        for (const char *const *field = inner_fields; *field != NULL; field++)
            if (ink_templates_uses(check->pipeline->templates, languages[i], name, *field))
                ink_problems_add(check->problems, INK_SEVERITY_ERROR, place, NULL,
                                 "mallen %s/%s.txt får inte innehålla {{%s}}: brevet går till den "
                                 "som har skrivit, och det fältet är bara för brev inom kommunen",
                                 languages[i], name, *field);
}

/* What an officer's program quotes of the letter must begin with our mark: nothing of ours, and
 * nothing that somebody else wrote and we pass on, is then read as an order. */
static void
check_mark(const Check *check, const char *name)
{
    const InkPlace place = {.file = check->pipeline->config->templates};
    g_autoptr(GHashTable) none = g_hash_table_new(g_str_hash, g_str_equal);
    g_autofree char *subject = NULL, *body = NULL;
    if (!ink_templates_has(check->pipeline->templates, "sv", name) ||
        !ink_templates_render(check->pipeline->templates, "sv", name, none, &subject, &body, NULL))
        return;
    g_auto(GStrv) lines = g_strsplit(body, "\n", 2);
    if (strstr(lines[0], INK_ORDERS_MARK) == NULL)
        ink_problems_add(check->problems, INK_SEVERITY_ERROR, place, NULL,
                         "mallen sv/%s.txt ska ha \"%s\" på sin första rad: det som "
                         "handläggaren skriver i sitt svar läses bara ovanför den",
                         name, INK_ORDERS_MARK);
}

static void
check_exists(const Check *check, const char *name)
{
    const InkPlace place = {.file = check->pipeline->config->templates};
    if (!ink_templates_has(check->pipeline->templates, "sv", name))
        ink_problems_add(check->problems, INK_SEVERITY_ERROR, place, NULL,
                         "mallen sv/%s.txt saknas; rutinen %s skickar den", name,
                         check->routine->name);
}

/* A routine demands that its receipt says certain things (A8–A10). */
static void
check_receipt(const Check *check)
{
    const char *name = check->routine->receipt_template;
    if (name == NULL)
        return;
    check_exists(check, name);
    check_for_citizen(check, name);
    for (char **field = check->routine->receipt_must_use; *field != NULL; field++)
        check_uses(check, name, *field);
}

/* The letters of other ways than a case. */
static void
check_ways(const Check *check)
{
    const InkRoutine *routine = check->routine;
    for (guint i = 0; i < routine->procedures->len; i++) {
        const InkProcedure *procedure = routine->procedures->pdata[i];
        if (procedure->letter != NULL) {
            check_exists(check, procedure->letter);
            check_for_citizen(check, procedure->letter);
        }
    }
    if (routine->authorities->len > 0) {
        check_exists(check, "referral");
        check_for_citizen(check, "referral");
    }
    if (routine->procedures->len > 0 || routine->anonymous_to[0] != NULL ||
        routine->oral_to[0] != NULL)
        check_exists(check, "told");
}

void
ink_letters_check(InkPipeline *pipeline, const InkRoutine *routine, InkProblems *problems)
{
    const Check check = {pipeline, routine, problems};
    check_receipt(&check);
    for (gsize i = 0; i < G_N_ELEMENTS(letters); i++) {
        if (!letters[i].is_sent(routine))
            continue;
        check_exists(&check, letters[i].name);
        for (const char *const *field = letters[i].must_use; *field != NULL; field++)
            check_uses(&check, letters[i].name, *field);
        if (letters[i].is_for_citizen)
            check_for_citizen(&check, letters[i].name);
        if (letters[i].is_answered)
            check_mark(&check, letters[i].name);
    }
    if (routine->answer_within.unit != INK_PERIOD_NONE) /* A31 */
        check_uses(&check, "assignment", "due");
    check_ways(&check);
}
