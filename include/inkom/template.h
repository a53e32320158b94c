/* SPDX-License-Identifier: MIT
 *
 * The organisation's letters: templates/<language>/<name>.txt. The first line is "Subject: …", then
 * an empty line, then the body. Logic-less: {{field}} puts in a value, {{#field}}…{{/field}} keeps
 * the text between if the field has a value, {{^field}}…{{/field}} if it has none; {{! comment }}.
 */
#pragma once

#include "inkom/problems.h"

typedef struct InkTemplates InkTemplates;

/* Loads every language and template below dir; mistakes (unknown field, unclosed section, missing
 * Subject) are added with their places. known_fields: NULL-terminated; any other is an error. */
InkTemplates *ink_templates_load(const char *dir, const char *const *known_fields,
                                 InkProblems *problems);
void ink_templates_free(InkTemplates *templates);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkTemplates, ink_templates_free)

/* Whether the template exists in that language. */
gboolean ink_templates_has(const InkTemplates *templates, const char *language, const char *name);

/* values: field name -> UTF-8 text (missing or "" = no value). Line ends in a value become spaces
 * in the subject. Both outputs are new. NOT_FOUND if there is no such template. */
gboolean ink_templates_render(const InkTemplates *templates, const char *language, const char *name,
                              GHashTable *values, char **out_subject, char **out_body,
                              GError **error);

/* Whether the template uses the field (a routine may demand that a receipt names the number). */
gboolean ink_templates_uses(const InkTemplates *templates, const char *language, const char *name,
                            const char *field);
