/* SPDX-License-Identifier: MIT
 *
 * Values that several parts of a routine have: periods, words to choose among, templates,
 * addresses.
 */
#include "config-private.h"
#include "routine-private.h"

#include <string.h>

const InkYamlNode *
ink_routine_find_part(const InkYamlNode *root, const char *key, const char *const *known,
                      InkProblems *problems)
{
    const InkYamlNode *part = ink_yaml_node_find(root, key);
    if (part == NULL || !ink_yaml_expect(part, INK_YAML_MAPPING, problems))
        return NULL;
    ink_yaml_check_keys(part, known, problems);
    return part;
}

gboolean
ink_routine_read_period(const InkYamlNode *mapping, const char *key, InkPeriod *out,
                        InkProblems *problems)
{
    g_autofree char *text = NULL;
    if (!ink_yaml_read_string(mapping, key, FALSE, &text, problems))
        return FALSE;
    if (ink_period_parse(text, out))
        return TRUE;
    ink_yaml_problem(problems, ink_yaml_node_find(mapping, key), 0,
                     "\"%s\" är ingen tid; skriv till exempel 5 arbetsdagar, 3 veckor, 24 "
                     "timmar på vardagar eller ingen",
                     text);
    return FALSE;
}

gboolean
ink_routine_read_word(const InkYamlNode *mapping, const char *key, const char *const *words,
                      guint *out, InkProblems *problems)
{
    g_autofree char *word = NULL;
    if (!ink_yaml_read_string(mapping, key, FALSE, &word, problems))
        return FALSE;
    for (guint i = 0; words[i] != NULL; i++)
        if (strcmp(word, words[i]) == 0) {
            *out = i;
            return TRUE;
        }
    g_autoptr(GString) choices = g_string_new(words[0]);
    for (guint i = 1; words[i] != NULL; i++)
        g_string_append_printf(choices, "%s%s", words[i + 1] == NULL ? " eller " : ", ", words[i]);
    ink_yaml_problem(problems, ink_yaml_node_find(mapping, key), 0,
                     "\"%s\" går inte att välja; skriv %s", word, choices->str);
    return FALSE;
}

/* A template is named, never given by a path: it is looked for in every language's folder. */
static gboolean
is_template_name(const char *name)
{
    return *name != '\0' && name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-")] == '\0';
}

void
ink_routine_read_template(const InkYamlNode *mapping, const char *key, char **out,
                          InkProblems *problems)
{
    g_autofree char *name = NULL;
    if (!ink_yaml_read_string(mapping, key, FALSE, &name, problems))
        return;
    if (!is_template_name(name)) {
        ink_yaml_problem(problems, ink_yaml_node_find(mapping, key), 0,
                         "skriv mallens namn utan mapp och ändelse, till exempel receipt");
        return;
    }
    g_free(*out);
    *out = g_steal_pointer(&name);
}

void
ink_routine_read_addresses(const InkYamlNode *mapping, const char *key, char ***out,
                           InkProblems *problems)
{
    g_auto(GStrv) texts = NULL;
    if (!ink_yaml_read_strings(mapping, key, &texts, problems))
        return;
    const InkYamlNode *node = ink_yaml_node_find(mapping, key);
    g_autoptr(GPtrArray) addresses = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; texts[i] != NULL; i++) {
        g_autofree char *name = NULL, *address = NULL;
        const InkYamlNode *item = ink_yaml_node_get_kind(node) == INK_YAML_SEQUENCE
                                      ? ink_yaml_node_get_item(node, i)
                                      : node;
        if (ink_config_parse_mailbox(texts[i], &name, &address))
            g_ptr_array_add(addresses, g_steal_pointer(&address));
        else
            ink_yaml_problem(problems, item, 0,
                             "\"%s\" är ingen e-postadress; skriv till exempel "
                             "kvalitet@exempelkommun.example",
                             texts[i]);
    }
    g_ptr_array_add(addresses, NULL);
    g_strfreev(*out);
    *out = (char **)g_ptr_array_free(g_steal_pointer(&addresses), FALSE);
}
