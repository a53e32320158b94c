/* SPDX-License-Identifier: MIT
 *
 * Reads a routine, inkom.yaml(5).
 */
#include "inkom/routine.h"

#include "inkom/yaml.h"

#include <string.h>

static void
read_period(const InkYamlNode *mapping, const char *key, InkPeriod *out, InkProblems *problems)
{
    g_autofree char *text = NULL;
    if (!ink_yaml_read_string(mapping, key, FALSE, &text, problems))
        return;
    if (!ink_period_parse(text, out))
        ink_yaml_problem(problems, ink_yaml_node_find(mapping, key), 0,
                         "\"%s\" är ingen tid; skriv till exempel 5 arbetsdagar, 3 veckor, 24 "
                         "timmar på vardagar eller ingen",
                         text);
}

/* The mapping under the key, with its keys checked; NULL if it is not there. */
static const InkYamlNode *
find_part(const InkYamlNode *root, const char *key, const char *const *known, InkProblems *problems)
{
    const InkYamlNode *part = ink_yaml_node_find(root, key);
    if (part == NULL || !ink_yaml_expect(part, INK_YAML_MAPPING, problems))
        return NULL;
    ink_yaml_check_keys(part, known, problems);
    return part;
}

static void
read_answer(InkRoutine *routine, const InkYamlNode *root, InkProblems *problems)
{
    static const char *const KNOWN[] = {"within", "from", NULL};
    const InkYamlNode *part = find_part(root, "answer", KNOWN, problems);
    if (part == NULL)
        return;
    if (ink_yaml_node_find(part, "within") == NULL)
        ink_yaml_problem(problems, part, 0,
                         "nyckeln \"within\" saknas; skriv tiden, eller within: ingen");
    read_period(part, "within", &routine->answer_within, problems);
    g_autofree char *from = NULL;
    if (!ink_yaml_read_string(part, "from", FALSE, &from, problems))
        return;
    if (strcmp(from, "registrerat") == 0)
        routine->answer_from = INK_START_REGISTERED;
    else if (strcmp(from, "inkommet") != 0)
        ink_yaml_problem(problems, ink_yaml_node_find(part, "from"), 0,
                         "\"%s\" är ingen start; skriv inkommet (den dag det kom in) eller "
                         "registrerat (den dag det registrerades)",
                         from);
}

static gboolean
is_field_name(const char *word)
{
    return *word != '\0' && word[strspn(word, "abcdefghijklmnopqrstuvwxyz_")] == '\0';
}

/* A template is named, never given by a path: it is looked for in every language's folder. */
static gboolean
is_template_name(const char *name)
{
    return *name != '\0' && name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-")] == '\0';
}

static void
check_fields(const InkRoutine *routine, const InkYamlNode *node, InkProblems *problems)
{
    for (guint i = 0; i < g_strv_length(routine->receipt_must_use); i++) {
        const char *field = routine->receipt_must_use[i];
        const InkYamlNode *item = ink_yaml_node_get_kind(node) == INK_YAML_SEQUENCE
                                      ? ink_yaml_node_get_item(node, i)
                                      : node;
        if (!is_field_name(field))
            ink_yaml_problem(problems, item, 0,
                             "\"%s\" är inget fält; skriv namnet som det står mellan {{ och }} i "
                             "mallen, till exempel dnr",
                             field);
        else if (strcmp(field, "due") == 0 && routine->answer_within.unit == INK_PERIOD_NONE)
            ink_yaml_problem(problems, item, 0,
                             "ingen svarstid är lovad, så \"due\" (svarsdatum) kan inte sägas; ge "
                             "answer: {within: …} eller ta bort due");
    }
}

static void
read_receipt(InkRoutine *routine, const InkYamlNode *root, InkProblems *problems)
{
    static const char *const KNOWN[] = {"template", "must_say", NULL};
    const InkYamlNode *part = find_part(root, "receipt", KNOWN, problems);
    if (part == NULL)
        return;
    if (ink_yaml_read_string(part, "template", TRUE, &routine->receipt_template, problems) &&
        !is_template_name(routine->receipt_template))
        ink_yaml_problem(problems, ink_yaml_node_find(part, "template"), 0,
                         "skriv mallens namn utan mapp och ändelse, till exempel receipt");
    if (ink_yaml_read_strings(part, "must_say", &routine->receipt_must_use, problems))
        check_fields(routine, ink_yaml_node_find(part, "must_say"), problems);
}

/* One of two words; *out_is_second says which. */
static void
read_choice(const InkYamlNode *mapping, const char *key, const char *first, const char *second,
            gboolean *out_is_second, InkProblems *problems)
{
    g_autofree char *word = NULL;
    if (!ink_yaml_read_string(mapping, key, FALSE, &word, problems))
        return;
    if (strcmp(word, first) == 0 || strcmp(word, second) == 0)
        *out_is_second = strcmp(word, second) == 0;
    else
        ink_yaml_problem(problems, ink_yaml_node_find(mapping, key), 0,
                         "\"%s\" går inte att välja; skriv %s eller %s", word, first, second);
}

static void
read_later_mail(InkRoutine *routine, const InkYamlNode *root, InkProblems *problems)
{
    static const char *const KNOWN[] = {"stranger", "new_matter", "to_closed", NULL};
    const InkYamlNode *part = find_part(root, "later_mail", KNOWN, problems);
    if (part == NULL)
        return;
    gboolean is_second = FALSE;
    read_choice(part, "stranger", "tillför", "granska", &is_second, problems);
    routine->stranger = is_second ? INK_LATER_REVIEW : INK_LATER_FILE;
    is_second = FALSE;
    read_choice(part, "new_matter", "tillför", "granska", &is_second, problems);
    routine->new_matter = is_second ? INK_LATER_REVIEW : INK_LATER_FILE;
    is_second = FALSE;
    read_choice(part, "to_closed", "öppna", "länka", &is_second, problems);
    routine->to_closed = is_second ? INK_CLOSED_LINK : INK_CLOSED_REOPEN;
}

InkRoutine *
ink_routine_load(const char *file, InkProblems *problems)
{
    static const char *const KNOWN[] = {"name", "answer", "receipt", "later_mail", NULL};
    guint before = ink_problems_count(problems, INK_SEVERITY_ERROR);
    g_autoptr(InkYaml) yaml = ink_yaml_load(file, problems);
    if (yaml == NULL)
        return NULL;
    const InkYamlNode *root = ink_yaml_get_root(yaml);
    if (!ink_yaml_expect(root, INK_YAML_MAPPING, problems))
        return NULL;
    g_autoptr(InkRoutine) routine = g_new0(InkRoutine, 1);
    routine->receipt_must_use = g_new0(char *, 1);
    ink_yaml_check_keys(root, KNOWN, problems);
    ink_yaml_read_string(root, "name", TRUE, &routine->name, problems);
    read_answer(routine, root, problems);
    read_receipt(routine, root, problems);
    read_later_mail(routine, root, problems);
    if (ink_problems_count(problems, INK_SEVERITY_ERROR) > before)
        return NULL;
    return g_steal_pointer(&routine);
}

void
ink_routine_free(InkRoutine *routine)
{
    if (routine == NULL)
        return;
    g_free(routine->name);
    g_free(routine->receipt_template);
    g_strfreev(routine->receipt_must_use);
    g_free(routine);
}
