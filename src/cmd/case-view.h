/* SPDX-License-Identifier: MIT
 *
 * A case as JSON, shared by the commands that show one or many.
 */
#pragma once

#include "app.h"
#include "json.h"

/* InkAddJson of an InkCase: the keys of `case list`. */
void ink_case_add_json(JsonBuilder *builder, const InkClock *clock, gconstpointer item);

/* Prints the case the way `case show` does; the exit code. */
int ink_case_print(InkApp *app, gint64 case_id);

/* Rows of the journal, for a case or a message alike. */
void ink_journal_add_json(JsonBuilder *builder, const InkClock *clock, gconstpointer item);
void ink_journal_print(const InkClock *clock, const GPtrArray *journal);
