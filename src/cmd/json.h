/* SPDX-License-Identifier: MIT
 *
 * JSON as the contract has it: English keys, null for what is absent.
 */
#pragma once

#include "inkom/clock.h"

#include <json-glib/json-glib.h>

void ink_json_add_string(JsonBuilder *builder, const char *key, const char *value); /* NULL: null */
void ink_json_add_strings(JsonBuilder *builder, const char *key, char *const *values);
/* "types": all of them; "type" stays the first, alone. type may be NULL: none. */
void ink_json_add_types(JsonBuilder *builder, const char *type, char *const *more);
void ink_json_add_int(JsonBuilder *builder, const char *key, gint64 value);
void ink_json_add_id(JsonBuilder *builder, const char *key, gint64 value); /* 0: null */
void ink_json_add_bool(JsonBuilder *builder, const char *key, gboolean value);
void ink_json_add_time(JsonBuilder *builder, const char *key, const InkClock *clock, gint64 utc);
void ink_json_add_day(JsonBuilder *builder, const char *key, InkDay day);

/* Adds the keys of one thing to an object that is open. */
typedef void (*InkAddJson)(JsonBuilder *builder, const InkClock *clock, gconstpointer thing);
/* An array of objects under a key. */
void ink_json_add_array(JsonBuilder *builder, const char *key, const InkClock *clock,
                        const GPtrArray *things, InkAddJson add);
/* The same as the whole output. */
void ink_json_print_array(const InkClock *clock, const GPtrArray *things, InkAddJson add);

/* Prints what was built, and frees the builder. */
void ink_json_print(JsonBuilder *builder);
