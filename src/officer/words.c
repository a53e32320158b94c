/* SPDX-License-Identifier: MIT
 *
 * The file of words, inkom-commands(5): which phrases order what, and the small words around them.
 */
#include "officer-private.h"

#include <string.h>

static void
phrase_free(gpointer data)
{
    InkPhrase *phrase = data;
    g_strfreev(phrase->words);
    g_free(phrase);
}

/* FALSE if there is no word in it. */
static gboolean
add_phrase(GPtrArray *phrases, InkOrderKind kind, const char *text)
{
    g_auto(GStrv) words = ink_words_fold(text);
    if (words[0] == NULL)
        return FALSE;
    InkPhrase *phrase = g_new0(InkPhrase, 1);
    phrase->kind = kind;
    phrase->words = g_steal_pointer(&words);
    g_ptr_array_add(phrases, phrase);
    return TRUE;
}

static void
read_phrases(GPtrArray *phrases, InkOrderKind kind, const InkYamlNode *mapping, const char *key,
             InkProblems *problems)
{
    g_auto(GStrv) texts = NULL;
    if (!ink_yaml_read_strings(mapping, key, &texts, problems) || texts == NULL)
        return;
    for (char **text = texts; *text != NULL; text++)
        if (!add_phrase(phrases, kind, *text))
            ink_yaml_problem(problems, ink_yaml_node_find(mapping, key), 0,
                             "\"%s\" innehåller inget ord", *text);
}

static gboolean
is_same_phrase(const InkPhrase *a, const InkPhrase *b)
{
    guint i = 0;
    while (a->words[i] != NULL && b->words[i] != NULL &&
           (ink_words_are_near(a->words[i], b->words[i]) ||
            ink_words_are_near(b->words[i], a->words[i])))
        i++;
    return a->words[i] == NULL && b->words[i] == NULL;
}

/* Two orders that one slip of the keyboard would make the same. */
static void
check_apart(const GPtrArray *phrases, const InkYamlNode *node, InkProblems *problems)
{
    for (guint i = 0; i < phrases->len; i++)
        for (guint j = i + 1; j < phrases->len; j++) {
            const InkPhrase *a = phrases->pdata[i], *b = phrases->pdata[j];
            if (a->kind == b->kind || !is_same_phrase(a, b))
                continue;
            g_autofree char *first = g_strjoinv(" ", a->words);
            g_autofree char *second = g_strjoinv(" ", b->words);
            ink_yaml_problem(problems, node, 0,
                             "\"%s\" (%s) och \"%s\" (%s) är för lika: den ena kan vara den andra "
                             "felskriven",
                             first, ink_order_kind_get_name(a->kind), second,
                             ink_order_kind_get_name(b->kind));
        }
}

static void
read_commands(InkOrderWords *words, const InkYamlNode *root, InkProblems *problems)
{
    static const char *const known[] = {"words", "examples", NULL};
    const InkYamlNode *commands = ink_yaml_node_find(root, "commands");
    if (commands == NULL) {
        ink_yaml_problem(problems, root, 0, "commands: saknas; där står orden för varje kommando");
        return;
    }
    if (!ink_yaml_expect(commands, INK_YAML_MAPPING, problems))
        return;
    for (guint i = 0; i < ink_yaml_node_get_size(commands); i++) {
        const InkYamlNode *node = ink_yaml_node_get_item(commands, i);
        const char *name = ink_yaml_node_get_key(commands, i);
        InkOrderKind kind;
        if (!ink_order_kind_find(name, &kind)) {
            ink_yaml_problem(problems, node, 0, "\"%s\" är inget kommando", name);
            continue;
        }
        if (!ink_yaml_expect(node, INK_YAML_MAPPING, problems))
            continue;
        ink_yaml_check_keys(node, known, problems);
        guint before = words->phrases->len;
        read_phrases(words->phrases, kind, node, "words", problems);
        if (words->phrases->len == before)
            ink_yaml_problem(problems, node, 0, "kommandot %s har inga ord under words:", name);
    }
    check_apart(words->phrases, commands, problems);
}

static InkOrderWords *
words_new(void)
{
    InkOrderWords *words = g_new0(InkOrderWords, 1);
    GPtrArray **lists[] = {&words->phrases,   &words->greetings, &words->closings, &words->fillers,
                           &words->negations, &words->addressed, &words->yes,      &words->no};
    for (gsize i = 0; i < G_N_ELEMENTS(lists); i++)
        *lists[i] = g_ptr_array_new_with_free_func(phrase_free);
    g_auto(GStrv) mark = ink_words_fold(INK_ORDERS_MARK);
    words->mark = g_strjoinv(" ", mark);
    return words;
}

InkOrderWords *
ink_order_words_load(const char *file, InkProblems *problems)
{
    static const char *const known[] = {"greetings", "closings", "fillers", "negations",
                                        "addressed", "yes",      "no",      "commands",
                                        "questions", "prose",    NULL};
    guint before = ink_problems_count(problems, INK_SEVERITY_ERROR);
    g_autoptr(InkYaml) yaml = ink_yaml_load(file, problems);
    if (yaml == NULL)
        return NULL;
    const InkYamlNode *root = ink_yaml_get_root(yaml);
    if (!ink_yaml_expect(root, INK_YAML_MAPPING, problems))
        return NULL;
    g_autoptr(InkOrderWords) words = words_new();
    ink_yaml_check_keys(root, known, problems);
    read_phrases(words->greetings, 0, root, "greetings", problems);
    read_phrases(words->closings, 0, root, "closings", problems);
    read_phrases(words->fillers, 0, root, "fillers", problems);
    read_phrases(words->negations, 0, root, "negations", problems);
    read_phrases(words->addressed, 0, root, "addressed", problems);
    read_phrases(words->yes, 0, root, "yes", problems);
    read_phrases(words->no, 0, root, "no", problems);
    read_commands(words, root, problems);
    if (ink_problems_count(problems, INK_SEVERITY_ERROR) == before)
        ink_order_examples_check(words, root, problems);
    return ink_problems_count(problems, INK_SEVERITY_ERROR) == before ? g_steal_pointer(&words)
                                                                      : NULL;
}

void
ink_order_words_free(InkOrderWords *words)
{
    if (words == NULL)
        return;
    g_ptr_array_unref(words->phrases);
    g_ptr_array_unref(words->greetings);
    g_ptr_array_unref(words->closings);
    g_ptr_array_unref(words->fillers);
    g_ptr_array_unref(words->negations);
    g_ptr_array_unref(words->addressed);
    g_ptr_array_unref(words->yes);
    g_ptr_array_unref(words->no);
    g_free(words->mark);
    g_free(words);
}

gboolean
ink_order_words_is_path(const char *path)
{
    g_autoptr(InkProblems) ignored = ink_problems_new();
    if (!g_file_test(path, G_FILE_TEST_IS_REGULAR))
        return FALSE;
    g_autoptr(InkYaml) yaml = ink_yaml_load(path, ignored);
    return yaml != NULL && ink_yaml_node_find(ink_yaml_get_root(yaml), "commands") != NULL;
}
