/* SPDX-License-Identifier: MIT
 *
 * The tree as its readers see it, and where each character of it stands in the file.
 */
#include "yaml-private.h"

#include <string.h>

void
ink_yaml_node_free(gpointer data)
{
    InkYamlNode *node = data;
    if (node == NULL)
        return;
    g_free(node->scalar);
    g_clear_pointer(&node->index, g_hash_table_unref);
    g_clear_pointer(&node->keys, g_ptr_array_unref);
    g_clear_pointer(&node->items, g_ptr_array_unref);
    g_free(node);
}

InkYamlKind
ink_yaml_node_get_kind(const InkYamlNode *node)
{
    return node->kind;
}

const char *
ink_yaml_node_get_scalar(const InkYamlNode *node)
{
    return node->scalar;
}

InkPlace
ink_yaml_node_get_place(const InkYamlNode *node)
{
    return (InkPlace){node->yaml->file, node->line, node->column};
}

guint
ink_yaml_node_get_size(const InkYamlNode *node)
{
    return node->items != NULL ? node->items->len : 0;
}

const InkYamlNode *
ink_yaml_node_get_item(const InkYamlNode *node, guint index)
{
    g_return_val_if_fail(index < ink_yaml_node_get_size(node), NULL);
    return g_ptr_array_index(node->items, index);
}

static const InkYamlNode *
get_key_node(const InkYamlNode *node, guint index)
{
    g_return_val_if_fail(node->keys != NULL && index < node->keys->len, NULL);
    return g_ptr_array_index(node->keys, index);
}

const char *
ink_yaml_node_get_key(const InkYamlNode *node, guint index)
{
    const InkYamlNode *key = get_key_node(node, index);
    return key != NULL ? key->scalar : NULL;
}

const InkYamlNode *
ink_yaml_node_find(const InkYamlNode *node, const char *key)
{
    if (node == NULL || node->index == NULL)
        return NULL;
    return g_hash_table_lookup(node->index, key);
}

/* How many source characters one character of a "…" value takes, from its backslash. */
static guint
measure_escape(const char *text)
{
    switch (text[1]) {
    case 'x':
        return 4;
    case 'u':
        return 6;
    case 'U':
        return 10;
    default:
        return 2;
    }
}

/* Steps over one line end and the indentation after it. */
static const char *
skip_line(const char *text, guint *line, guint *column)
{
    text += *text == '\r' && text[1] == '\n' ? 2 : 1;
    ++*line;
    *column = 1;
    while (*text == ' ' || *text == '\t') {
        text++;
        ++*column;
    }
    return text;
}

static gboolean
is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

/* In a folded value the first line end is a space, or nothing when empty lines follow, which then
 * are one character each. Trailing blanks before a line end are gone from the value. */
static const char *
skip_fold(const char *text, guint *index, guint *line, guint *column)
{
    text += strspn(text, " \t");
    text = skip_line(text, line, column);
    gboolean has_empty = is_line_end(*text);
    while (is_line_end(*text) && *index > 0) {
        text = skip_line(text, line, column);
        --*index;
    }
    if (!has_empty && *index > 0)
        --*index;
    return text;
}

static gboolean
is_fold(const InkYamlNode *node, const char *text)
{
    if (node->style == INK_YAML_STYLE_LITERAL)
        return FALSE;
    return is_line_end(text[strspn(text, " \t")]);
}

/* Walks value and source side by side. A block's lines keep spaces beyond the indentation; the
 * caret then stands a little too far right, never on another line. */
void
ink_yaml_node_find_character(const InkYamlNode *node, guint index, guint *out_line,
                             guint *out_column)
{
    const char *text = node->yaml->text + node->offset;
    const char *end = node->yaml->text + node->end;
    guint line = node->line;
    guint column = node->column;
    while (index > 0 && text < end) {
        if (is_fold(node, text)) {
            text = skip_fold(text, &index, &line, &column);
            continue;
        }
        if (node->style == INK_YAML_STYLE_DOUBLE && *text == '\\' && is_line_end(text[1])) {
            text = skip_line(text + 1, &line, &column);
            continue;
        }
        guint width = 1;
        if (node->style == INK_YAML_STYLE_DOUBLE && *text == '\\')
            width = measure_escape(text);
        else if (node->style == INK_YAML_STYLE_SINGLE && text[0] == '\'' && text[1] == '\'')
            width = 2;
        if (is_line_end(*text)) {
            text = skip_line(text, &line, &column);
        } else {
            for (; width > 0 && text < end && !is_line_end(*text); width--) {
                text = g_utf8_next_char(text);
                column++;
            }
        }
        index--;
    }
    *out_line = line;
    *out_column = column;
}

void
ink_yaml_node_skip_indentation(InkYamlNode *node)
{
    const char *text = node->yaml->text + node->offset;
    while (*text == '\n' || *text == '\r' || *text == ' ') {
        if (*text == '\n') {
            node->line++;
            node->column = 1;
        } else if (*text == ' ') {
            node->column++;
        }
        text++;
    }
    node->offset = (gsize)(text - node->yaml->text);
}
