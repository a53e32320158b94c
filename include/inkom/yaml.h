/* SPDX-License-Identifier: MIT
 *
 * YAML files with places: the only folder that includes libfyaml. Every reader below adds to the
 * problems instead of stopping, so that one run shows every mistake. Unknown keys are errors.
 */
#pragma once

#include "inkom/problems.h"

typedef struct InkYaml InkYaml;         /* one file; owns its nodes */
typedef struct InkYamlNode InkYamlNode; /* borrowed from its InkYaml */

typedef enum {
    INK_YAML_SCALAR,
    INK_YAML_SEQUENCE,
    INK_YAML_MAPPING,
} InkYamlKind;

/* NULL if the file cannot be read or is not YAML; the problem is then added (syntax errors with
 * line and column, duplicate keys too). An empty file is an empty mapping. */
InkYaml *ink_yaml_load(const char *file, InkProblems *problems);
/* The same from memory; file is the name shown in problems. */
InkYaml *ink_yaml_parse(const char *file, const char *text, gsize size, InkProblems *problems);
void ink_yaml_free(InkYaml *yaml);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkYaml, ink_yaml_free)

const InkYamlNode *ink_yaml_get_root(const InkYaml *yaml);

/* A scalar that must never be shown (a password in the wrong place): its characters are stars in
 * the lines of later problems. */
void ink_yaml_hide(InkYaml *yaml, const InkYamlNode *node);

InkYamlKind ink_yaml_node_get_kind(const InkYamlNode *node);
const char *ink_yaml_node_get_scalar(const InkYamlNode *node); /* NULL if it is not a scalar */
InkPlace ink_yaml_node_get_place(const InkYamlNode *node);     /* file name owned by the InkYaml */
guint ink_yaml_node_get_size(const InkYamlNode *node);         /* items or keys; 0 for a scalar */
/* Item of a sequence, or value of a mapping in file order. */
const InkYamlNode *ink_yaml_node_get_item(const InkYamlNode *node, guint index);
const char *ink_yaml_node_get_key(const InkYamlNode *node, guint index);
/* Value for the key, or NULL. NULL node gives NULL. */
const InkYamlNode *ink_yaml_node_find(const InkYamlNode *node, const char *key);

/* A problem at this node, with its line. column_offset moves the caret right, in characters (an
 * error inside a pattern). */
void ink_yaml_problem(InkProblems *problems, const InkYamlNode *node, guint column_offset,
                      const char *format, ...) G_GNUC_PRINTF(4, 5);
void ink_yaml_warning(InkProblems *problems, const InkYamlNode *node, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* TRUE if the node is of that kind; else a problem "skulle vara en lista" … is added. */
gboolean ink_yaml_expect(const InkYamlNode *node, InkYamlKind kind, InkProblems *problems);
/* Every key of the mapping must be in known (NULL-terminated); each other one is a problem, with
 * the nearest known key as a suggestion ("menade du …?"). */
void ink_yaml_check_keys(const InkYamlNode *node, const char *const *known, InkProblems *problems);

/* Values of a mapping. A missing key leaves *out untouched and is no problem unless is_required;
 * a value of the wrong kind is. Strings are new. */
gboolean ink_yaml_read_string(const InkYamlNode *mapping, const char *key, gboolean is_required,
                              char **out, InkProblems *problems);
gboolean ink_yaml_read_int(const InkYamlNode *mapping, const char *key, gint64 least, gint64 most,
                           gint64 *out, InkProblems *problems);
gboolean ink_yaml_read_bool(const InkYamlNode *mapping, const char *key, gboolean *out,
                            InkProblems *problems); /* true/false, ja/nej */
/* A list of strings; a single string counts as a list of one. */
gboolean ink_yaml_read_strings(const InkYamlNode *mapping, const char *key, char ***out,
                               InkProblems *problems);
