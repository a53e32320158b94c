/* SPDX-License-Identifier: MIT
 *
 * Tables and text for people: columns as wide as they need; where the terminal is too narrow the
 * widest are folded onto several lines.
 */
#pragma once

#include <glib.h>

typedef struct InkTable InkTable;

InkTable *ink_table_new(const char *const *headings); /* NULL-terminated */
void ink_table_free(InkTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InkTable, ink_table_free)

/* As many strings as there are headings; NULL is shown as "–". */
void ink_table_add(InkTable *table, const char *const *cells);
void ink_table_print(const InkTable *table);

/* What follows is made safe for a terminal and folded to its width. */

/* lead and then the text, its further lines indented as far as lead is wide. Words stay
 * whole. */
void ink_print_text(const char *lead, const char *text);
/* "  Name:          value"; nothing when the value is blank. */
void ink_print_field(const char *name, const char *value);
/* The same of an address, with its domain in its own letters beside it. */
void ink_print_address(const char *name, const char *address);

/* Bold on a terminal, unless NO_COLOR is set. Returns a new string. */
char *ink_bold(const char *text);
gboolean ink_is_terminal(void);
