/* SPDX-License-Identifier: MIT
 *
 * JSON by json-glib.
 */
#include "json.h"

static void
add_text(JsonBuilder *builder, const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1); /* it may name a file */
    json_builder_add_string_value(builder, valid);
}

void
ink_json_add_string(JsonBuilder *builder, const char *key, const char *value)
{
    json_builder_set_member_name(builder, key);
    if (value != NULL)
        add_text(builder, value);
    else
        json_builder_add_null_value(builder);
}

void
ink_json_add_strings(JsonBuilder *builder, const char *key, char *const *values)
{
    json_builder_set_member_name(builder, key);
    json_builder_begin_array(builder);
    for (; *values != NULL; values++)
        add_text(builder, *values);
    json_builder_end_array(builder);
}

void
ink_json_add_types(JsonBuilder *builder, const char *type, char *const *more)
{
    json_builder_set_member_name(builder, "types");
    json_builder_begin_array(builder);
    if (type != NULL)
        add_text(builder, type);
    for (; *more != NULL; more++)
        add_text(builder, *more);
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

static void
add_objects(JsonBuilder *builder, const InkClock *clock, const GPtrArray *things, InkAddJson add)
{
    json_builder_begin_array(builder);
    for (guint i = 0; i < things->len; i++) {
        json_builder_begin_object(builder);
        add(builder, clock, things->pdata[i]);
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
}

void
ink_json_add_array(JsonBuilder *builder, const char *key, const InkClock *clock,
                   const GPtrArray *things, InkAddJson add)
{
    json_builder_set_member_name(builder, key);
    add_objects(builder, clock, things, add);
}

void
ink_json_print_array(const InkClock *clock, const GPtrArray *things, InkAddJson add)
{
    JsonBuilder *builder = json_builder_new();
    add_objects(builder, clock, things, add);
    ink_json_print(builder);
}

void
ink_json_print(JsonBuilder *builder)
{
    g_autoptr(JsonNode) root = json_builder_get_root(builder);
    g_autofree char *text = json_to_string(root, TRUE);
    g_print("%s\n", text);
    g_object_unref(builder);
}
