/* SPDX-License-Identifier: MIT
 *
 * What the files of src/yaml share: the tree that libfyaml's events become.
 */
#pragma once

#include "inkom/yaml.h"

/* How a scalar was written: it decides where its characters stand in the file. */
typedef enum {
    INK_YAML_STYLE_NONE,    /* nothing stands there: "key:" */
    INK_YAML_STYLE_PLAIN,   /* word */
    INK_YAML_STYLE_SINGLE,  /* 'it''s' */
    INK_YAML_STYLE_DOUBLE,  /* "a\tb" */
    INK_YAML_STYLE_LITERAL, /* | */
    INK_YAML_STYLE_FOLDED,  /* > */
} InkYamlStyle;

struct InkYamlNode {
    const InkYaml *yaml;
    InkYamlKind kind;
    InkYamlStyle style;
    gsize offset, end;  /* bytes of the scalar's first character and after its last */
    guint line, column; /* of that character, from 1 */
    char *scalar;
    GPtrArray *items;  /* InkYamlNode: items, or values in file order */
    GPtrArray *keys;   /* InkYamlNode, scalars: beside items */
    GHashTable *index; /* key -> value, both borrowed */
};

typedef struct {
    gsize start, end; /* bytes of the text */
} InkYamlSpan;

struct InkYaml {
    char *file;
    char *text;     /* valid UTF-8 without a byte order mark or NUL */
    GArray *lines;  /* gsize: where each line of text begins */
    GArray *hidden; /* InkYamlSpan: what is shown as stars */
    InkYamlNode *root;
};

/* Fills in yaml->root from yaml->text. FALSE if there is any error; yaml is then only good to free.
 */
gboolean ink_yaml_build(InkYaml *yaml, InkProblems *problems);
void ink_yaml_node_free(gpointer node);

/* A block (| or >) from libfyaml is marked at the start of its first line; afterwards it is at its
 * first character. */
void ink_yaml_node_skip_indentation(InkYamlNode *node);

/* Line from 1; without its line end. NULL if there is no such line. */
char *ink_yaml_dup_line(const InkYaml *yaml, guint line);

/* The place of the character with that index in the scalar's value. */
void ink_yaml_node_find_character(const InkYamlNode *node, guint index, guint *out_line,
                                  guint *out_column);

/* libfyaml's English message as Swedish with how to mend it; a borrowed constant, or NULL if it is
 * none of those we know. */
const char *ink_yaml_translate(const char *message);
