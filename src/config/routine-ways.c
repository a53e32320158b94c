/* SPDX-License-Identifier: MIT
 *
 * The part of a routine about what is not ordinary: those who give no name, oral ones, internal
 * ones, channels with rules of their own, other procedures, other authorities.
 */
#include "routine-private.h"

#include "inkom/case.h"

#include <string.h>

#define DIGITS "0123456789"

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
    g_free(procedure->contact);
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

/* Each of these begins with its name. A later reading goes over what was said before. */
static gpointer
find_or_add(GPtrArray *list, const char *name, gsize size, gboolean *out_is_new)
{
    *out_is_new = FALSE;
    for (guint i = 0; i < list->len; i++)
        if (strcmp(*(char **)list->pdata[i], name) == 0)
            return list->pdata[i];
    gpointer entry = g_malloc0(size);
    *(char **)entry = g_strdup(name);
    g_ptr_array_add(list, entry);
    *out_is_new = TRUE;
    return entry;
}

static void
read_answer_to(const InkYamlNode *entry, char **out, InkProblems *problems)
{
    g_auto(GStrv) to = NULL;
    ink_routine_read_addresses(entry, "answer_to", &to, problems);
    if (to == NULL)
        return;
    if (g_strv_length(to) > 1)
        ink_yaml_problem(problems, ink_yaml_node_find(entry, "answer_to"), 0,
                         "svaret går till en enda adress; skriv en");
    g_free(*out);
    *out = g_strdup(to[0]);
}

static void
read_channel(InkRoutine *routine, const char *name, const InkYamlNode *entry, InkProblems *problems)
{
    static const char *const KNOWN[] = {"answer", "receipt", "later_mail", "answer_to", NULL};
    if (!ink_yaml_expect(entry, INK_YAML_MAPPING, problems))
        return;
    ink_yaml_check_keys(entry, KNOWN, problems);
    gboolean is_new;
    InkChannelRoutine *channel =
        find_or_add(routine->channels, name, sizeof(InkChannelRoutine), &is_new);
    if (is_new)
        channel->has_receipt = channel->files_later = TRUE;
    if (ink_routine_read_period(entry, "answer", &channel->answer_within, problems))
        channel->has_answer = TRUE;
    ink_yaml_read_bool(entry, "receipt", &channel->has_receipt, problems);
    ink_yaml_read_bool(entry, "later_mail", &channel->files_later, problems);
    read_answer_to(entry, &channel->answer_to, problems);
}

/* A paragraph of OSL as it is cited: "26:1", "32:3 b". */
static gboolean
is_paragraph(const char *text)
{
    gsize chapter = strspn(text, DIGITS);
    if (chapter < 1 || chapter > 2 || text[chapter] != ':')
        return FALSE;
    const char *rest = text + chapter + 1;
    gsize section = strspn(rest, DIGITS);
    rest += section;
    return section >= 1 && section <= 2 &&
           (*rest == '\0' || (rest[0] == ' ' && g_ascii_islower(rest[1]) && rest[2] == '\0'));
}

static void
read_secrecy(const InkYamlNode *entry, char **out, InkProblems *problems)
{
    g_autofree char *text = NULL;
    if (!ink_yaml_read_string(entry, "secrecy", FALSE, &text, problems))
        return;
    gboolean is_none = strcmp(text, "ingen") == 0;
    if (!is_none && !is_paragraph(text)) {
        ink_yaml_problem(problems, ink_yaml_node_find(entry, "secrecy"), 0,
                         "\"%s\" är ingen paragraf i OSL; skriv kapitel och paragraf, som \"26:1\" "
                         "eller \"32:3 b\", eller ingen",
                         text);
        return;
    }
    g_free(*out);
    *out = is_none ? NULL : g_steal_pointer(&text);
}

static void
read_procedure(InkRoutine *routine, const char *name, const InkYamlNode *entry,
               InkProblems *problems)
{
    static const char *const KNOWN[] = {"to",   "letter",  "letter_when", "contact", "secrecy",
                                        "case", "forward", "answer_copy", NULL};
    static const char *const WHEN[] = {"genast", "beslut", NULL};
    if (!ink_yaml_expect(entry, INK_YAML_MAPPING, problems))
        return;
    ink_yaml_check_keys(entry, KNOWN, problems);
    gboolean is_new;
    InkProcedure *procedure = find_or_add(routine->procedures, name, sizeof(InkProcedure), &is_new);
    if (is_new)
        procedure->to = g_new0(char *, 1);
    guint when;
    ink_routine_read_addresses(entry, "to", &procedure->to, problems);
    ink_routine_read_template(entry, "letter", &procedure->letter, problems);
    if (ink_routine_read_word(entry, "letter_when", WHEN, &when, problems))
        procedure->letter_waits = when == 1;
    ink_routine_read_optional_text(entry, "contact", &procedure->contact, problems);
    read_secrecy(entry, &procedure->secrecy, problems);
    ink_yaml_read_bool(entry, "case", &procedure->is_case, problems);
    ink_yaml_read_bool(entry, "forward", &procedure->is_forwarded, problems);
    ink_yaml_read_bool(entry, "answer_copy", &procedure->wants_answer_copy, problems);
}

static void
read_authority(InkRoutine *routine, const InkYamlNode *part, const char *name,
               InkProblems *problems)
{
    g_autofree char *contact = NULL;
    ink_routine_read_text(part, name, &contact, problems);
    if (contact == NULL)
        return;
    gboolean is_new;
    InkAuthority *authority =
        find_or_add(routine->authorities, name, sizeof(InkAuthority), &is_new);
    g_free(authority->contact);
    authority->contact = g_steal_pointer(&contact);
}

/* The mapping under the key; NULL if there is none. */
static const InkYamlNode *
find_named_part(const InkYamlNode *root, const char *key, InkProblems *problems)
{
    const InkYamlNode *part = ink_yaml_node_find(root, key);
    return part != NULL && ink_yaml_expect(part, INK_YAML_MAPPING, problems) ? part : NULL;
}

static void
read_named(InkRoutine *routine, const InkYamlNode *root, InkProblems *problems)
{
    /* A channel is one that mail can come by. Procedures and authorities are those that the rules
     * of the municipality know. */
    const InkYamlNode *part = find_named_part(root, "channels", problems);
    if (part != NULL)
        ink_yaml_check_keys(part, INK_CHANNELS, problems);
    for (guint i = 0; part != NULL && i < ink_yaml_node_get_size(part); i++)
        read_channel(routine, ink_yaml_node_get_key(part, i), ink_yaml_node_get_item(part, i),
                     problems);
    part = find_named_part(root, "procedures", problems);
    for (guint i = 0; part != NULL && i < ink_yaml_node_get_size(part); i++)
        read_procedure(routine, ink_yaml_node_get_key(part, i), ink_yaml_node_get_item(part, i),
                       problems);
    part = find_named_part(root, "authorities", problems);
    for (guint i = 0; part != NULL && i < ink_yaml_node_get_size(part); i++)
        read_authority(routine, part, ink_yaml_node_get_key(part, i), problems);
}

static void
read_who(InkRoutine *routine, const InkYamlNode *root, InkProblems *problems)
{
    static const char *const ANONYMOUS[] = {"register", "to", NULL};
    static const char *const ORAL[] = {"register", "to", "consent", NULL};
    static const char *const SIMPLE[] = {"register", NULL};
    static const char *const MINOR[] = {"decision", "decided_by", NULL};
    static const char *const DECIDERS[] = {"regel", "människa", NULL};
    guint decider;
    static const char *const INTERNAL[] = {"to_chef", "hint", NULL};
    const InkYamlNode *part = ink_routine_find_part(root, "anonymous", ANONYMOUS, problems);
    if (part != NULL) {
        ink_yaml_read_bool(part, "register", &routine->registers_anonymous, problems);
        ink_routine_read_addresses(part, "to", &routine->anonymous_to, problems);
    }
    if ((part = ink_routine_find_part(root, "oral", ORAL, problems)) != NULL) {
        ink_yaml_read_bool(part, "register", &routine->registers_oral, problems);
        ink_routine_read_addresses(part, "to", &routine->oral_to, problems);
        ink_yaml_read_bool(part, "consent", &routine->needs_consent, problems);
    }
    if ((part = ink_routine_find_part(root, "simple_questions", SIMPLE, problems)) != NULL)
        ink_yaml_read_bool(part, "register", &routine->registers_simple, problems);
    if ((part = ink_routine_find_part(root, "minor", MINOR, problems)) != NULL) {
        ink_routine_read_optional_text(part, "decision", &routine->minor_decision, problems);
        if (ink_routine_read_word(part, "decided_by", DECIDERS, &decider, problems))
            routine->minor_by_person = decider == 1;
    }
    if ((part = ink_routine_find_part(root, "internal", INTERNAL, problems)) != NULL) {
        ink_yaml_read_bool(part, "to_chef", &routine->internal_to_chef, problems);
        ink_routine_read_optional_text(part, "hint", &routine->internal_hint, problems);
    }
}

void
ink_routine_read_ways(InkRoutine *routine, const InkYamlNode *root, InkProblems *problems)
{
    static const char *const TYPES[] = {"en", "flera", NULL};
    guint types;
    if (ink_routine_read_word(root, "types", TYPES, &types, problems))
        routine->has_many_types = types == 1;
    read_who(routine, root, problems);
    ink_yaml_read_bool(root, "relay", &routine->may_relay, problems);
    read_named(routine, root, problems);
}
