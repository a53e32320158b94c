/* SPDX-License-Identifier: MIT
 *
 * One template, parsed: what the parser makes and the renderer walks.
 */
#pragma once

#include "inkom/template.h"

typedef enum {
    INK_NODE_TEXT,     /* text goes out as it is */
    INK_NODE_FIELD,    /* the value of the field named text */
    INK_NODE_SECTION,  /* go on if the field named text has a value, else to node number end */
    INK_NODE_INVERTED, /* go on if it has none, else to end */
} InkNodeKind;

/* A section needs no node at its end, and nested sections need no tree: a section that is left out
 * is jumped over, one that is kept is walked through. */
typedef struct {
    InkNodeKind kind;
    char *text;
    guint end;
} InkNode;

typedef struct {
    GArray *subject; /* of InkNode */
    GArray *body;    /* of InkNode; every line ends with \n */
} InkTemplate;

/* Lines without their ends (LF or CRLF) and without a byte order mark; an empty file is one empty
 * line. NULL after adding a problem if the bytes are not UTF-8. */
char **ink_template_split_lines(const char *file, const char *data, gsize size,
                                InkProblems *problems);

/* file: the name for problems. NULL if there is any error in it. */
InkTemplate *ink_template_parse(const char *file, const char *data, gsize size,
                                const char *const *known_fields, InkProblems *problems);
void ink_template_free(InkTemplate *template);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkTemplate, ink_template_free)
