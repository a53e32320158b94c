/* SPDX-License-Identifier: MIT
 *
 * The part of a routine that is counted: answer, first response, assignment, reminders, closing.
 */
#include "routine-private.h"

#include <string.h>

#define REMINDERS_MAX 20

static void
read_answer(InkRoutine *routine, const InkYamlNode *root, InkProblems *problems)
{
    static const char *const KNOWN[] = {"within", "from", "needs_contact", NULL};
    static const char *const STARTS[] = {[INK_START_ARRIVED] = "inkommet",
                                         [INK_START_REGISTERED] = "registrerat",
                                         [INK_START_CONFIRMED] = "bekräftat",
                                         [INK_START_ASSIGNED] = "tilldelat",
                                         NULL};
    const InkYamlNode *part = ink_routine_find_part(root, "answer", KNOWN, problems);
    if (part == NULL)
        return;
    guint start;
    /* A unit may change the start alone; but a start of nothing, or contact for nothing, is a
     * forgotten promise. */
    if (ink_yaml_node_find(part, "within") == NULL &&
        routine->answer_within.unit == INK_PERIOD_NONE)
        ink_yaml_problem(problems, part, 0,
                         "nyckeln \"within\" saknas; skriv tiden, eller within: ingen");
    ink_routine_read_period(part, "within", &routine->answer_within, problems);
    if (ink_routine_read_word(part, "from", STARTS, &start, problems))
        routine->answer_from = (InkStart)start;
    ink_yaml_read_bool(part, "needs_contact", &routine->answer_needs_contact, problems);
}

static void
read_assignment(InkRoutine *routine, const InkYamlNode *root, InkProblems *problems)
{
    static const char *const KNOWN[] = {"within", "officers", "called", "hint", NULL};
    static const char *const OFFICERS[] = {"alla", "chefer", NULL};
    const InkYamlNode *part = ink_routine_find_part(root, "assignment", KNOWN, problems);
    if (part == NULL)
        return;
    guint choice;
    ink_routine_read_period(part, "within", &routine->assign_within, problems);
    if (ink_routine_read_word(part, "officers", OFFICERS, &choice, problems))
        routine->is_chef_only = choice == 1;
    ink_routine_read_text(part, "called", &routine->officer_title, problems);
    ink_routine_read_optional_text(part, "hint", &routine->officer_hint, problems);
}

/* "+1 arbetsdag", "-2 dagar": counted from the last day, which itself is "-0 dagar". */
static gboolean
parse_reminder(const char *text, InkReminder *out)
{
    InkReminder reminder = {.is_after = *text == '+'};
    if ((*text != '+' && *text != '-') || !ink_period_parse(text + 1, &reminder.distance) ||
        (reminder.distance.unit != INK_PERIOD_WORKDAYS &&
         reminder.distance.unit != INK_PERIOD_DAYS))
        return FALSE;
    gboolean is_last_day = reminder.distance.count == 0 && !reminder.is_after;
    if (!is_last_day && !ink_routine_is_sensible(reminder.distance))
        return FALSE;
    *out = reminder;
    return TRUE;
}

static void
read_reminders(InkRoutine *routine, const InkYamlNode *root, InkProblems *problems)
{
    g_auto(GStrv) texts = NULL;
    if (!ink_yaml_read_strings(root, "reminders", &texts, problems))
        return;
    const InkYamlNode *node = ink_yaml_node_find(root, "reminders");
    g_ptr_array_set_size(routine->reminders, 0);
    for (guint i = 0; texts[i] != NULL; i++) {
        InkReminder reminder;
        const InkYamlNode *item = ink_routine_get_item(node, i);
        if (i >= REMINDERS_MAX)
            ink_yaml_problem(problems, item, 0, "högst %d påminnelser får plats; ta bort den här",
                             REMINDERS_MAX);
        else if (parse_reminder(texts[i], &reminder))
            g_ptr_array_add(routine->reminders, g_memdup2(&reminder, sizeof reminder));
        else
            ink_yaml_problem(problems, item, 0,
                             "\"%s\" är ingen påminnelse; skriv när, räknat från sista dagen, i "
                             "dagar eller arbetsdagar: \"-1 arbetsdag\" (dagen före) eller \"+1 "
                             "arbetsdag\" (dagen efter)",
                             texts[i]);
    }
}

static void
read_closing(InkRoutine *routine, const InkYamlNode *root, InkProblems *problems)
{
    static const char *const KNOWN[] = {"after_silence", "when_answered", "announce",
                                        "thanks_restart", NULL};
    const InkYamlNode *part = ink_routine_find_part(root, "closing", KNOWN, problems);
    if (part == NULL)
        return;
    ink_routine_read_period(part, "after_silence", &routine->close_after, problems);
    ink_yaml_read_bool(part, "when_answered", &routine->closes_when_answered, problems);
    ink_yaml_read_bool(part, "announce", &routine->announces_closing, problems);
    ink_yaml_read_bool(part, "thanks_restart", &routine->thanks_restart, problems);
}

void
ink_routine_read_deadlines(InkRoutine *routine, const InkYamlNode *root, InkProblems *problems)
{
    read_answer(routine, root, problems);
    ink_routine_read_period(root, "first_response", &routine->first_response, problems);
    read_assignment(routine, root, problems);
    read_reminders(routine, root, problems);
    read_closing(routine, root, problems);
}
