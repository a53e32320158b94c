/* SPDX-License-Identifier: MIT
 *
 * Readers of values: each adds a problem instead of stopping.
 */
#include "yaml-private.h"

#include "inkom/text.h"

/* What is wrong with the outermost mapping (a missing key) is wrong with the file, not with its
 * first line. */
static void
add_problem(InkProblems *problems, InkSeverity severity, const InkYamlNode *node,
            guint column_offset, const char *message)
{
    InkPlace place = {.file = node->yaml->file};
    if (node != node->yaml->root || node->kind != INK_YAML_MAPPING)
        ink_yaml_node_find_character(node, column_offset, &place.line, &place.column);
    g_autofree char *source = ink_yaml_dup_line(node->yaml, place.line);
    ink_problems_add(problems, severity, place, source, "%s", message);
}

void
ink_yaml_problem(InkProblems *problems, const InkYamlNode *node, guint column_offset,
                 const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    add_problem(problems, INK_SEVERITY_ERROR, node, column_offset, message);
}

void
ink_yaml_warning(InkProblems *problems, const InkYamlNode *node, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    add_problem(problems, INK_SEVERITY_WARNING, node, 0, message);
}

gboolean
ink_yaml_expect(const InkYamlNode *node, InkYamlKind kind, InkProblems *problems)
{
    static const char *const WANTED[] = {
        [INK_YAML_SCALAR] = "här ska stå ett enda värde",
        [INK_YAML_SEQUENCE] = "här ska stå en lista: [a, b] eller rader som börjar med \"- \"",
        [INK_YAML_MAPPING] = "här ska stå nycklar med värden: {nyckel: värde} eller en per rad",
    };
    static const char *const FOUND[] = {
        [INK_YAML_SCALAR] = "ett enda värde",
        [INK_YAML_SEQUENCE] = "en lista",
        [INK_YAML_MAPPING] = "nycklar med värden",
    };
    if (node->kind == kind)
        return TRUE;
    const char *found = node->style == INK_YAML_STYLE_NONE && node->kind == INK_YAML_SCALAR
                            ? "ingenting"
                            : FOUND[node->kind];
    ink_yaml_problem(problems, node, 0, "%s, men där står %s", WANTED[kind], found);
    return FALSE;
}

static void
report_unknown(const InkYamlNode *key, const char *const *known, InkProblems *problems)
{
    const char *nearest = ink_text_find_nearest(key->scalar, known);
    if (nearest != NULL) {
        ink_yaml_problem(problems, key, 0, "nyckeln \"%s\" finns inte; menade du \"%s\"?",
                         key->scalar, nearest);
        return;
    }
    g_autofree char *list = g_strjoinv(", ", (char **)known);
    ink_yaml_problem(problems, key, 0, "nyckeln \"%s\" finns inte; här kan stå: %s", key->scalar,
                     list);
}

void
ink_yaml_check_keys(const InkYamlNode *node, const char *const *known, InkProblems *problems)
{
    if (node->kind != INK_YAML_MAPPING)
        return;
    for (guint i = 0; i < node->keys->len; i++) {
        const InkYamlNode *key = g_ptr_array_index(node->keys, i);
        if (!g_strv_contains(known, key->scalar))
            report_unknown(key, known, problems);
    }
}

/* The scalar under the key; NULL with a problem if it is something else or nothing. */
static const InkYamlNode *
find_scalar(const InkYamlNode *mapping, const char *key, InkProblems *problems)
{
    const InkYamlNode *node = ink_yaml_node_find(mapping, key);
    if (node == NULL || !ink_yaml_expect(node, INK_YAML_SCALAR, problems))
        return NULL;
    if (node->style == INK_YAML_STYLE_NONE) {
        ink_yaml_problem(problems, node, 0, "\"%s\" saknar värde; skriv ett eller ta bort nyckeln",
                         key);
        return NULL;
    }
    return node;
}

gboolean
ink_yaml_read_string(const InkYamlNode *mapping, const char *key, gboolean is_required, char **out,
                     InkProblems *problems)
{
    if (is_required && ink_yaml_node_find(mapping, key) == NULL) {
        ink_yaml_problem(problems, mapping, 0, "nyckeln \"%s\" saknas", key);
        return FALSE;
    }
    const InkYamlNode *node = find_scalar(mapping, key, problems);
    if (node == NULL)
        return FALSE;
    g_free(*out);
    *out = g_strdup(node->scalar);
    return TRUE;
}

gboolean
ink_yaml_read_int(const InkYamlNode *mapping, const char *key, gint64 least, gint64 most,
                  gint64 *out, InkProblems *problems)
{
    const InkYamlNode *node = find_scalar(mapping, key, problems);
    if (node == NULL)
        return FALSE;
    gint64 value;
    if (!g_ascii_string_to_signed(node->scalar, 10, least, most, &value, NULL)) {
        ink_yaml_problem(problems, node, 0,
                         "\"%s\" ska vara ett heltal från %" G_GINT64_FORMAT
                         " till %" G_GINT64_FORMAT,
                         key, least, most);
        return FALSE;
    }
    *out = value;
    return TRUE;
}

gboolean
ink_yaml_read_bool(const InkYamlNode *mapping, const char *key, gboolean *out,
                   InkProblems *problems)
{
    static const char *const YES[] = {"true", "ja", NULL};
    static const char *const NO[] = {"false", "nej", NULL};
    const InkYamlNode *node = find_scalar(mapping, key, problems);
    if (node == NULL)
        return FALSE;
    gboolean is_yes = g_strv_contains(YES, node->scalar);
    if (!is_yes && !g_strv_contains(NO, node->scalar)) {
        ink_yaml_problem(problems, node, 0, "\"%s\" ska vara ja eller nej (true eller false)", key);
        return FALSE;
    }
    *out = is_yes;
    return TRUE;
}

gboolean
ink_yaml_read_strings(const InkYamlNode *mapping, const char *key, char ***out,
                      InkProblems *problems)
{
    const InkYamlNode *node = ink_yaml_node_find(mapping, key);
    if (node == NULL)
        return FALSE;
    g_autoptr(GStrvBuilder) words = g_strv_builder_new();
    if (node->kind != INK_YAML_SEQUENCE) {
        node = find_scalar(mapping, key, problems);
        if (node == NULL)
            return FALSE;
        g_strv_builder_add(words, node->scalar);
    }
    gboolean is_good = TRUE;
    for (guint i = 0; i < ink_yaml_node_get_size(node); i++) {
        const InkYamlNode *item = ink_yaml_node_get_item(node, i);
        if (ink_yaml_expect(item, INK_YAML_SCALAR, problems))
            g_strv_builder_add(words, item->scalar);
        else
            is_good = FALSE;
    }
    if (!is_good)
        return FALSE;
    g_strfreev(*out);
    *out = g_strv_builder_end(words);
    return TRUE;
}
