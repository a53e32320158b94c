/* SPDX-License-Identifier: MIT
 *
 * Forms in memory: read by form-read.c, used by form-run.c.
 */
#pragma once

#include "origin-private.h"

#include "inkom/yaml.h"

/* What a form's words become. */
typedef enum {
    INK_FIELD_SENDER,
    INK_FIELD_NAME,
    INK_FIELD_PHONE,
    INK_FIELD_TITLE,
    INK_FIELD_TEXT,
    INK_FIELD_CHANNEL,
    INK_FIELD_UNIT,
    INK_FIELD_TYPE,
    INK_FIELD_PLACE,
    INK_FIELD_TIME,
    INK_FIELD_ANSWER, /* whether one is wanted */
} InkField;
#define INK_FIELDS (INK_FIELD_ANSWER + 1)

extern const char *const INK_FIELD_NAMES[]; /* the keys in a file; ends with NULL */
/* INK_FIELDS if there is no such field. */
InkField ink_field_find(const char *name);

/* Parts of a message that a form's patterns look at. */
typedef enum {
    INK_FORM_PART_FROM,
    INK_FORM_PART_REPLY_TO,
    INK_FORM_PART_SUBJECT,
    INK_FORM_PART_TEXT,
    INK_FORM_PART_ATTACHMENT,
    INK_FORM_PART_HEADER, /* only under when: */
} InkFormPart;
#define INK_FORM_PARTS (INK_FORM_PART_HEADER + 1)

extern const char *const INK_FORM_PART_NAMES[]; /* ends with NULL */

typedef struct {
    InkFormPart part;
    char *header; /* its name; HEADER only */
    InkPattern *pattern;
} InkFormPattern;

/* A label; field INK_FIELDS: it is known, and what it says is left out. */
typedef struct {
    char *word; /* folded */
    InkField field;
} InkFormLabel;

typedef struct {
    char *id, *name, *file;
    guint line;
    GPtrArray *when;     /* InkFormPattern: all must match */
    GPtrArray *labels;   /* InkFormLabel */
    GPtrArray *patterns; /* InkFormPattern whose named groups are fields */
    InkField rest;       /* its value goes on to the end; INK_FIELDS: none */
    InkPattern *end;     /* where the form's own closing words begin; NULL = none */
    gboolean is_required[INK_FIELDS], is_present[INK_FIELDS];
    gboolean is_labelled[INK_FIELDS];
    GHashTable *values[INK_FIELDS]; /* folded word to value; NULL: the word itself */
    char *set[INK_FIELDS];          /* what every letter of the form has; NULL = nothing */
    gboolean time_is_arrival;
} InkForm;

struct InkForms {
    GPtrArray *forms; /* InkForm, in reading order */
    char **types, **units, **channels, **answers;
};

InkForm *ink_form_new(void);
void ink_form_free(gpointer form);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkForm, ink_form_free)

/* How labels and chosen values are compared: capitals, white space at the ends and marks of
 * emphasis apart. New. */
char *ink_form_fold(const char *text);

/* NULL, with problems, if anything in it is wrong. */
InkForm *ink_form_read(const InkYamlNode *node, const InkForms *forms, InkProblems *problems);
/* Runs the examples of one form. */
void ink_form_examples_check(const InkForm *form, const InkForms *forms, const InkYamlNode *node,
                             const InkClock *clock, InkProblems *problems);

InkMatch ink_form_fits(const InkForm *form, const InkMessage *message, InkPatternScratch *patterns);
/* What the form says; it fits, as far as is known. */
InkOrigin *ink_form_run(const InkForm *form, const InkForms *forms, const InkMessage *message,
                        const InkClock *clock, InkPatternScratch *patterns);

/* --- form-labels.c ----------------------------------------------------------------------------*/

/* The values by label, each found the first time it stands: values[field] is NULL where no label
 * of the field stands. out_twice: a label that stands again outside the rest, or says something
 * else than another of its field; NULL if none. */
void ink_form_read_labels(const InkForm *form, const char *text, char *values[INK_FIELDS],
                          char **out_twice);
