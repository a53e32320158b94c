/* SPDX-License-Identifier: MIT
 *
 * JSON by json-glib.
 */
#include "json.h"

void
ink_json_add_string(JsonBuilder *builder, const char *key, const char *value)
{
    json_builder_set_member_name(builder, key);
    if (value == NULL) {
        json_builder_add_null_value(builder);
        return;
    }
    g_autofree char *valid = g_utf8_make_valid(value, -1); /* a uid may be a file's name */
    json_builder_add_string_value(builder, valid);
}

void
ink_json_add_strings(JsonBuilder *builder, const char *key, char *const *values)
{
    json_builder_set_member_name(builder, key);
    json_builder_begin_array(builder);
    for (; *values != NULL; values++)
        json_builder_add_string_value(builder, *values);
    json_builder_end_array(builder);
}

void
ink_json_add_int(JsonBuilder *builder, const char *key, gint64 value)
{
    json_builder_set_member_name(builder, key);
    json_builder_add_int_value(builder, value);
}

void
ink_json_add_id(JsonBuilder *builder, const char *key, gint64 value)
{
    if (value != 0)
        ink_json_add_int(builder, key, value);
    else
        ink_json_add_string(builder, key, NULL);
}

void
ink_json_add_bool(JsonBuilder *builder, const char *key, gboolean value)
{
    json_builder_set_member_name(builder, key);
    json_builder_add_boolean_value(builder, value);
}

void
ink_json_add_time(JsonBuilder *builder, const char *key, const InkClock *clock, gint64 utc)
{
    g_autofree char *text = ink_clock_format(clock, utc);
    ink_json_add_string(builder, key, text);
}

void
ink_json_add_day(JsonBuilder *builder, const char *key, InkDay day)
{
    g_autofree char *text = ink_day_format(day);
    ink_json_add_string(builder, key, text);
}

void
ink_json_print(JsonBuilder *builder)
{
    g_autoptr(JsonNode) root = json_builder_get_root(builder);
    g_autofree char *text = json_to_string(root, TRUE);
    g_print("%s\n", text);
    g_object_unref(builder);
}
