/* SPDX-License-Identifier: MIT
 *
 * A routine from its file, and one unit's changes read over it, inkom-routine(5). Each reader
 * leaves alone what its mapping does not say: so the file is read over the defaults, the unit's
 * changes over that, and what the whole means is checked last.
 */
#include "routine-private.h"

#include <string.h>

static const char *const KNOWN[] = {
    "name",      "answer",   "first_response",   "assignment",  "types",
    "receipt",   "copies",   "reminders",        "closing",     "later_mail",
    "anonymous", "oral",     "simple_questions", "minor",       "internal",
    "relay",     "channels", "procedures",       "authorities", NULL};

#define OFFICER_TITLE "handläggare"

static InkRoutine *
routine_new(void)
{
    InkRoutine *routine = g_new0(InkRoutine, 1);
    routine->receipt_must_use = g_new0(char *, 1);
    routine->copy_registered = g_new0(char *, 1);
    routine->copy_answered = g_new0(char *, 1);
    routine->anonymous_to = g_new0(char *, 1);
    routine->oral_to = g_new0(char *, 1);
    routine->officer_title = g_strdup(OFFICER_TITLE);
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
    ink_routine_read_text(root, "name", &routine->name, problems);
    ink_routine_read_deadlines(routine, root, problems);
    ink_routine_read_letters(routine, root, problems);
    ink_routine_read_ways(routine, root, problems);
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
    routine->file = g_strdup(file);
    if (ink_yaml_node_find(root, "name") == NULL)
        ink_yaml_problem(problems, root, 0, "nyckeln \"name\" saknas");
    read_keys(routine, root, problems);
    if (changes != NULL && ink_yaml_expect(changes, INK_YAML_MAPPING, problems))
        read_keys(routine, changes, problems);
    /* What contradicts what can only be told of keys that could all be read. */
    if (ink_problems_count(problems, INK_SEVERITY_ERROR) == before)
        ink_routine_check(routine, root, changes, problems);
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
    g_free(routine->file);
    g_free(routine->officer_title);
    g_free(routine->officer_hint);
    g_free(routine->minor_decision);
    g_free(routine->internal_hint);
    g_free(routine->receipt_template);
    g_strfreev(routine->receipt_must_use);
    g_strfreev(routine->copy_registered);
    g_strfreev(routine->copy_answered);
    g_strfreev(routine->anonymous_to);
    g_strfreev(routine->oral_to);
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
