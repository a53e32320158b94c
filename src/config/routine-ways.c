/* SPDX-License-Identifier: MIT
 *
 * The part of a routine about ways that are not the ordinary one: channels with rules of their own,
 * those who give no name, oral ones, other procedures, other authorities.
 */
#include "config-private.h"
#include "routine-private.h"

#include <string.h>

void
ink_channel_routine_free(gpointer data)
{
    InkChannelRoutine *channel = data;
    g_free(channel->channel);
    g_free(channel->answer_to);
    g_free(channel);
}

void
ink_procedure_free(gpointer data)
{
    InkProcedure *procedure = data;
    g_free(procedure->name);
    g_strfreev(procedure->to);
    g_free(procedure->letter);
    g_free(procedure->secrecy);
    g_free(procedure);
}

void
ink_authority_free(gpointer data)
{
    InkAuthority *authority = data;
    g_free(authority->name);
    g_free(authority->contact);
    g_free(authority);
}

/* What the later reading says of a name stands instead of what was said before. */
static void
drop_named(GPtrArray *list, const char *name)
{
    for (guint i = 0; i < list->len; i++)
        if (strcmp(*(char **)list->pdata[i], name) == 0) {
            g_ptr_array_remove_index(list, i);
            return;
        }
}

static void
read_channel(InkRoutine *routine, const char *name, const InkYamlNode *entry, InkProblems *problems)
{
    static const char *const KNOWN[] = {"answer", "receipt", "later_mail", "answer_to", NULL};
    if (!ink_yaml_expect(entry, INK_YAML_MAPPING, problems))
        return;
    ink_yaml_check_keys(entry, KNOWN, problems);
    InkChannelRoutine *channel = g_new0(InkChannelRoutine, 1);
    channel->channel = g_strdup(name);
    channel->has_receipt = channel->files_later = TRUE;
    channel->has_answer =
        ink_routine_read_period(entry, "answer", &channel->answer_within, problems);
    ink_yaml_read_bool(entry, "receipt", &channel->has_receipt, problems);
    ink_yaml_read_bool(entry, "later_mail", &channel->files_later, problems);
    g_auto(GStrv) to = NULL;
    ink_routine_read_addresses(entry, "answer_to", &to, problems);
    if (to != NULL && to[0] != NULL) {
        channel->answer_to = g_strdup(to[0]);
        if (to[1] != NULL)
            ink_yaml_problem(problems, ink_yaml_node_find(entry, "answer_to"), 0,
                             "svaret går till en adress; skriv en");
    }
    drop_named(routine->channels, name);
    g_ptr_array_add(routine->channels, channel);
}

static void
read_procedure(InkRoutine *routine, const char *name, const InkYamlNode *entry,
               InkProblems *problems)
{
    static const char *const KNOWN[] = {"to", "letter", "secrecy", "case", NULL};
    if (!ink_yaml_expect(entry, INK_YAML_MAPPING, problems))
        return;
    ink_yaml_check_keys(entry, KNOWN, problems);
    InkProcedure *procedure = g_new0(InkProcedure, 1);
    procedure->name = g_strdup(name);
    procedure->to = g_new0(char *, 1);
    ink_routine_read_addresses(entry, "to", &procedure->to, problems);
    ink_routine_read_template(entry, "letter", &procedure->letter, problems);
    ink_yaml_read_string(entry, "secrecy", FALSE, &procedure->secrecy, problems);
    ink_yaml_read_bool(entry, "case", &procedure->is_case, problems);
    drop_named(routine->procedures, name);
    g_ptr_array_add(routine->procedures, procedure);
}

static void
read_authority(InkRoutine *routine, const char *name, const InkYamlNode *entry,
               InkProblems *problems)
{
    const char *contact = ink_yaml_node_get_scalar(entry);
    if (contact == NULL) {
        ink_yaml_expect(entry, INK_YAML_SCALAR, problems);
        return;
    }
    InkAuthority *authority = g_new0(InkAuthority, 1);
    authority->name = g_strdup(name);
    authority->contact = g_strdup(contact);
    drop_named(routine->authorities, name);
    g_ptr_array_add(routine->authorities, authority);
}

static void
read_each(InkRoutine *routine, const InkYamlNode *root, const char *key,
          void (*read)(InkRoutine *, const char *, const InkYamlNode *, InkProblems *),
          InkProblems *problems)
{
    const InkYamlNode *part = ink_yaml_node_find(root, key);
    if (part == NULL || !ink_yaml_expect(part, INK_YAML_MAPPING, problems))
        return;
    for (guint i = 0; i < ink_yaml_node_get_size(part); i++)
        read(routine, ink_yaml_node_get_key(part, i), ink_yaml_node_get_item(part, i), problems);
}

static void
read_who(InkRoutine *routine, const InkYamlNode *root, InkProblems *problems)
{
    static const char *const ANONYMOUS[] = {"register", "to", NULL};
    static const char *const ORAL[] = {"register", "consent", NULL};
    static const char *const SIMPLE[] = {"register", NULL};
    const InkYamlNode *part = ink_routine_find_part(root, "anonymous", ANONYMOUS, problems);
    if (part != NULL) {
        ink_yaml_read_bool(part, "register", &routine->registers_anonymous, problems);
        ink_routine_read_addresses(part, "to", &routine->anonymous_to, problems);
    }
    if ((part = ink_routine_find_part(root, "oral", ORAL, problems)) != NULL) {
        ink_yaml_read_bool(part, "register", &routine->registers_oral, problems);
        ink_yaml_read_bool(part, "consent", &routine->needs_consent, problems);
    }
    if ((part = ink_routine_find_part(root, "simple_questions", SIMPLE, problems)) != NULL)
        ink_yaml_read_bool(part, "register", &routine->registers_simple, problems);
    ink_yaml_read_bool(root, "relay", &routine->may_relay, problems);
}

void
ink_routine_read_ways(InkRoutine *routine, const InkYamlNode *root, InkProblems *problems)
{
    read_who(routine, root, problems);
    read_each(routine, root, "channels", read_channel, problems);
    read_each(routine, root, "procedures", read_procedure, problems);
    read_each(routine, root, "authorities", read_authority, problems);
}
