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

const InkYamlNode *
ink_routine_get_item(const InkYamlNode *list, guint index)
{
    return ink_yaml_node_get_kind(list) == INK_YAML_SEQUENCE ? ink_yaml_node_get_item(list, index)
                                                             : list;
}

gboolean
ink_routine_is_sensible(InkPeriod period)
{
    static const int TEN_YEARS[] = {[INK_PERIOD_WORKDAYS] = 2500,
                                    [INK_PERIOD_DAYS] = 3653,
                                    [INK_PERIOD_HOURS] = 24 * 3653,
                                    [INK_PERIOD_WEEKDAY_HOURS] = 24 * 2500};
    return period.unit == INK_PERIOD_NONE ||
           (period.count > 0 && period.count <= TEN_YEARS[period.unit]);
}

gboolean
ink_routine_read_period(const InkYamlNode *mapping, const char *key, InkPeriod *out,
                        InkProblems *problems)
{
    g_autofree char *text = NULL;
    InkPeriod period;
    if (!ink_yaml_read_string(mapping, key, FALSE, &text, problems))
        return FALSE;
    const InkYamlNode *node = ink_yaml_node_find(mapping, key);
    if (!ink_period_parse(text, &period)) {
        ink_yaml_problem(problems, node, 0,
                         "\"%s\" är ingen tid; skriv till exempel 5 arbetsdagar, 3 veckor, 24 "
                         "timmar på vardagar eller ingen",
                         text);
        return FALSE;
    }
    if (!ink_routine_is_sensible(period)) {
        ink_yaml_problem(problems, node, 0,
                         "\"%s\" kan inte hållas; skriv en tid över noll och högst tio år, eller "
                         "ingen om inget är lovat",
                         text);
        return FALSE;
    }
    *out = period;
    return TRUE;
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

#define TEXT_CHARS_MAX 500
#define NOTHING        "ingen" /* takes away what the shared routine says */

void
ink_routine_read_text(const InkYamlNode *mapping, const char *key, char **out,
                      InkProblems *problems)
{
    g_autofree char *text = NULL;
    if (!ink_yaml_read_string(mapping, key, FALSE, &text, problems))
        return;
    const char *mistake = NULL;
    if (*g_strstrip(text) == '\0')
        mistake = "här saknas text; skriv den, eller ta bort nyckeln";
    else if (g_utf8_strlen(text, -1) > TEXT_CHARS_MAX)
        mistake = "texten är för lång; högst 500 tecken";
    for (const char *at = text; *at != '\0' && mistake == NULL; at++)
        if ((guchar)*at < 0x20 || *at == 0x7F)
            mistake = "texten ska stå på en rad; ta bort radbrytningar och styrtecken";
    if (mistake != NULL) {
        ink_yaml_problem(problems, ink_yaml_node_find(mapping, key), 0, "%s", mistake);
        return;
    }
    g_free(*out);
    *out = g_steal_pointer(&text);
}

void
ink_routine_read_optional_text(const InkYamlNode *mapping, const char *key, char **out,
                               InkProblems *problems)
{
    ink_routine_read_text(mapping, key, out, problems);
    if (g_strcmp0(*out, NOTHING) == 0)
        g_clear_pointer(out, g_free);
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
                         "skriv mallens namn utan mapp och ändelse, till exempel receipt, eller "
                         "ingen");
        return;
    }
    g_free(*out);
    *out = strcmp(name, NOTHING) != 0 ? g_steal_pointer(&name) : NULL;
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
        const InkYamlNode *item = ink_routine_get_item(node, i);
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
