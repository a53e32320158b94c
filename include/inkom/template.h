/* SPDX-License-Identifier: MIT
 *
 * The organisation's letters: templates/<language>/<name>.txt. The first line is "Subject: …", then
 * an empty line, then the body. Logic-less: {{field}} puts in a value, {{#field}}…{{/field}} keeps
 * the text between if the field has a value, {{^field}}…{{/field}} if it has none; {{! comment }}.
 * A tag stands on one line; a line with nothing but a section tag or a comment leaves no empty
 * line. man/inkom-templates.5 says it to the people who write letters.
 */
#pragma once

#include "inkom/problems.h"

typedef struct InkTemplates InkTemplates;

/* Every field that Inkom gives values to; NULL-terminated.
 *   organisation  "Exempelkommun"
 *   unit_name     "Tekniska nämnden"
 *   dnr           "TN 2026/0412"
 *   arrived, due  dates in the letter's language, ink_day_format_long(); due: the expected answer
 *   inbox         the address to write to: "inkorg@exempelkommun.example"
 *   privacy_url   what the organisation does with personal data (GDPR art. 13)
 *   officer       the name of the officer
 *   title, type   of the case, in letters inside the house; not of a secret one
 *   sender        who wrote it; words: what was written; measure: what has been done. The same
 *   internal      "internt" for a case from the staff. The same
 *   secret        has a value, instead of all of them, where the case is secret
 *   what          the matter in one line: alerts, told; in referral the other authority
 *   detail        what only this letter has to say
 *   late          "3 arbetsdagar", where the answer is late
 *   draft         a letter to the sender, for the officer to send
 *   answer        an officer's answer, in the letter that carries it to the sender
 *   relay         "SVAR:", in letters to an officer who may have the answer sent on by that word
 *   called        "handläggare", or another word of the routine; called_label: before the name
 *   first_answer  "fredag 27 mars 2026 kl. 15.00": when a first personal answer is due
 *   stays_open    has a value where the answer does not close the case
 *   noted_by      the colleague who wrote down what another said, instead of sender
 *   answer_to     where the officer's answer goes, if not to the sender
 *   hint          what the routine says to officers
 *   contact       where to turn, by the routine: letters of procedures, referrals
 *   urgent        told: the reader's alone, at once; information: nothing need be done
 *   until         "fredag 27 mars 2026 klockan 16.45": orders, when they are done or confirmed */
extern const char *const ink_template_fields[];
/* An invented value of the field in that letter, new; NULL for one that an ordinary case has not.
 */
char *ink_template_make_example(const char *letter, const char *field, const char *language);

/* Loads every language and template below dir; mistakes (unknown field, unclosed section, missing
 * Subject) are added with their places. known_fields: NULL-terminated; any other is an error. A
 * template with mistakes is not kept. */
InkTemplates *ink_templates_load(const char *dir, const char *const *known_fields,
                                 InkProblems *problems);
void ink_templates_free(InkTemplates *templates);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkTemplates, ink_templates_free)

/* Whether the template exists in that language. */
gboolean ink_templates_has(const InkTemplates *templates, const char *language, const char *name);

/* values: field name -> UTF-8 text (missing or "" = no value), put in as it is: nothing in it is
 * read as a tag. In the subject line ends and control characters become spaces. Both outputs are
 * new. NOT_FOUND if there is no such template. */
gboolean ink_templates_render(const InkTemplates *templates, const char *language, const char *name,
                              GHashTable *values, char **out_subject, char **out_body,
                              GError **error);

/* Whether a letter from the template names the field when it has a value, whatever other fields are
 * missing (a routine may demand that a receipt names the number). */
gboolean ink_templates_uses(const InkTemplates *templates, const char *language, const char *name,
                            const char *field);
