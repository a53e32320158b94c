/* SPDX-License-Identifier: MIT
 *
 * A routine from its file, and one unit's changes read over it, inkom-routine(5).
 */
#include "routine-private.h"

#include <string.h>

static const char *const KNOWN[] = {
    "name",       "answer",      "first_response",   "assignment", "receipt", "copies",
    "reminders",  "closing",     "later_mail",       "anonymous",  "oral",    "channels",
    "procedures", "authorities", "simple_questions", "relay",      NULL};

static InkRoutine *
routine_new(void)
{
    InkRoutine *routine = g_new0(InkRoutine, 1);
    routine->receipt_must_use = g_new0(char *, 1);
    routine->copy_registered = g_new0(char *, 1);
    routine->copy_answered = g_new0(char *, 1);
    routine->anonymous_to = g_new0(char *, 1);
    routine->reminders = g_ptr_array_new_with_free_func(g_free);
    routine->channels = g_ptr_array_new_with_free_func(ink_channel_routine_free);
    routine->procedures = g_ptr_array_new_with_free_func(ink_procedure_free);
    routine->authorities = g_ptr_array_new_with_free_func(ink_authority_free);
    routine->thanks_restart = TRUE;
    /* OSL 5 kap. 1 §: what comes in is registered, unless a routine has another order for it. */
    routine->registers_anonymous = routine->registers_oral = routine->registers_simple = TRUE;
    return routine;
}

static void
read_keys(InkRoutine *routine, const InkYamlNode *root, InkProblems *problems)
{
    ink_yaml_check_keys(root, KNOWN, problems);
    ink_routine_read_deadlines(routine, root, problems);
    ink_routine_read_letters(routine, root, problems);
    ink_routine_read_ways(routine, root, problems);
}

static gboolean
must_say(const InkRoutine *routine, const char *field)
{
    return g_strv_contains((const char *const *)routine->receipt_must_use, field);
}

void
ink_routine_check(const InkRoutine *routine, const InkYamlNode *place, InkProblems *problems)
{
    gboolean waits = routine->receipt_when == INK_RECEIPT_AT_ASSIGNMENT;
    if (must_say(routine, "due") && routine->answer_within.unit == INK_PERIOD_NONE)
        ink_yaml_problem(problems, place, 0,
                         "ingen svarstid är lovad, så bekräftelsen kan inte säga \"due\" "
                         "(svarsdatum); ge answer: {within: …} eller ta bort due ur must_say");
    if (must_say(routine, "officer") && !waits)
        ink_yaml_problem(problems, place, 0,
                         "när ärendet registreras finns ingen handläggare än, så bekräftelsen kan "
                         "inte säga \"officer\"; skriv receipt: {when: tilldelning} eller ta bort "
                         "officer ur must_say");
    if (must_say(routine, "due") && !waits && routine->answer_from == INK_START_ASSIGNED)
        ink_yaml_problem(problems, place, 0,
                         "svarstiden räknas från tilldelningen, men bekräftelsen går före den och "
                         "ska säga \"due\" (svarsdatum); ändra answer: {from: …} eller receipt: "
                         "{when: …}");
    if (routine->answer_from == INK_START_CONFIRMED && routine->receipt_template == NULL)
        ink_yaml_problem(problems, place, 0,
                         "svarstiden räknas från bekräftelsen, men ingen bekräftelse skickas; ge "
                         "receipt: {template: …} eller ändra answer: {from: …}");
    if (routine->reminders->len > 0 && routine->answer_within.unit == INK_PERIOD_NONE)
        ink_yaml_problem(problems, place, 0,
                         "ingen svarstid är lovad, så det finns inget att påminna om; ge answer: "
                         "{within: …} eller ta bort reminders");
}

static const InkYamlNode *
get_mapping(const InkYaml *yaml, InkProblems *problems)
{
    const InkYamlNode *root = yaml != NULL ? ink_yaml_get_root(yaml) : NULL;
    return root != NULL && ink_yaml_expect(root, INK_YAML_MAPPING, problems) ? root : NULL;
}

InkRoutine *
ink_routine_load_changed(const char *file, const InkYamlNode *changes, InkProblems *problems)
{
    guint before = ink_problems_count(problems, INK_SEVERITY_ERROR);
    g_autoptr(InkYaml) yaml = ink_yaml_load(file, problems);
    const InkYamlNode *root = get_mapping(yaml, problems);
    if (root == NULL)
        return NULL;
    g_autoptr(InkRoutine) routine = routine_new();
    ink_yaml_read_string(root, "name", TRUE, &routine->name, problems);
    read_keys(routine, root, problems);
    if (changes != NULL && ink_yaml_expect(changes, INK_YAML_MAPPING, problems))
        read_keys(routine, changes, problems);
    ink_routine_check(routine, changes != NULL ? changes : root, problems);
    return ink_problems_count(problems, INK_SEVERITY_ERROR) > before ? NULL
                                                                     : g_steal_pointer(&routine);
}

InkRoutine *
ink_routine_load(const char *file, InkProblems *problems)
{
    return ink_routine_load_changed(file, NULL, problems);
}

void
ink_routine_free(InkRoutine *routine)
{
    if (routine == NULL)
        return;
    g_free(routine->name);
    g_free(routine->receipt_template);
    g_strfreev(routine->receipt_must_use);
    g_strfreev(routine->copy_registered);
    g_strfreev(routine->copy_answered);
    g_strfreev(routine->anonymous_to);
    g_ptr_array_unref(routine->reminders);
    g_ptr_array_unref(routine->channels);
    g_ptr_array_unref(routine->procedures);
    g_ptr_array_unref(routine->authorities);
    g_free(routine);
}

/* Each of these begins with its name. */
static gconstpointer
find_named(const GPtrArray *list, const char *name)
{
    for (guint i = 0; i < list->len; i++)
        if (g_strcmp0(*(char **)list->pdata[i], name) == 0)
            return list->pdata[i];
    return NULL;
}

const InkChannelRoutine *
ink_routine_find_channel(const InkRoutine *routine, const char *channel)
{
    return find_named(routine->channels, channel);
}

const InkProcedure *
ink_routine_find_procedure(const InkRoutine *routine, const char *name)
{
    return find_named(routine->procedures, name);
}

const InkAuthority *
ink_routine_find_authority(const InkRoutine *routine, const char *name)
{
    return find_named(routine->authorities, name);
}
