/* SPDX-License-Identifier: MIT
 *
 * Parameters as they are written by people's programs: also without quotes though they hold
 * spaces, with a quote that never ends, with comments, with RFC 2047 words inside (which RFC 2231
 * forbids and half the world does), and in RFC 2231 parts that come in any order.
 */
#include "params.h"

#include "charset.h"
#include "encoded-word.h"

#include <string.h>

enum { MAX_SEGMENTS = 1000 };

typedef struct {
    char *name;  /* lower case, as written: "filename*0*" */
    char *value; /* raw bytes, unquoted */
} Param;

static void
clear_param(gpointer data)
{
    Param *param = data;
    g_free(param->name);
    g_free(param->value);
}

void
ink_params_free(InkParams *params)
{
    if (params == NULL)
        return;
    g_free(params->value);
    g_array_unref(params->entries);
    g_free(params);
}

static const char *
skip_comment(const char *c)
{
    guint depth = 0;
    for (; *c != '\0'; c++) {
        if (*c == '\\' && c[1] != '\0')
            c++;
        else if (*c == '(')
            depth++;
        else if (*c == ')' && --depth == 0)
            return c + 1;
    }
    return c;
}

static const char *
skip_space(const char *c)
{
    for (;;) {
        c += strspn(c, " \t\r\n");
        if (*c != '(')
            return c;
        c = skip_comment(c);
    }
}

static const char *
read_quoted(const char *c, GString *value)
{
    for (c++; *c != '\0' && *c != '"'; c++) {
        if (*c == '\\' && c[1] != '\0')
            c++;
        g_string_append_c(value, *c);
    }
    return *c == '"' ? c + 1 : c;
}

/* Reads one "name=value"; the name is empty when there was only debris. */
static const char *
read_param(const char *c, GString *name, GString *value)
{
    for (; *c != '\0' && *c != '=' && *c != ';'; c++)
        if (*c != ' ' && *c != '\t')
            g_string_append_c(name, g_ascii_tolower(*c));
    if (*c != '=') {
        g_string_truncate(name, 0);
        return c;
    }
    c = skip_space(c + 1);
    if (*c == '"') {
        c = read_quoted(c, value);
        return c + strcspn(c, ";");
    }
    gsize size = strcspn(c, ";");
    g_string_append_len(value, c, (gssize)size);
    while (value->len > 0 && g_ascii_isspace(value->str[value->len - 1]))
        g_string_truncate(value, value->len - 1);
    return c + size;
}

InkParams *
ink_params_parse(const char *field_value)
{
    InkParams *params = g_new0(InkParams, 1);
    params->entries = g_array_new(FALSE, FALSE, sizeof(Param));
    g_array_set_clear_func(params->entries, clear_param);
    g_autoptr(GString) name = g_string_new(NULL);
    g_autoptr(GString) value = g_string_new(NULL);
    const char *c = skip_space(field_value);
    while (*c != '\0' && *c != ';') {
        g_string_append_c(value, g_ascii_tolower(*c));
        c = skip_space(c + 1);
    }
    params->value = g_strdup(value->str);
    while (*c == ';') {
        c = skip_space(c + 1);
        g_string_truncate(name, 0);
        g_string_truncate(value, 0);
        c = read_param(c, name, value);
        if (name->len > 0) {
            Param param = {g_strdup(name->str), g_strdup(value->str)};
            g_array_append_val(params->entries, param);
        }
    }
    return params;
}

const char *
ink_params_find(const InkParams *params, const char *name)
{
    for (guint i = 0; params != NULL && i < params->entries->len; i++) {
        const Param *param = &g_array_index(params->entries, Param, i);
        if (strcmp(param->name, name) == 0)
            return param->value;
    }
    return NULL;
}

static void
append_percent(GString *bytes, const char *c)
{
    for (; *c != '\0'; c++) {
        if (*c == '%' && g_ascii_isxdigit(c[1]) && g_ascii_isxdigit(c[2])) {
            g_string_append_c(bytes,
                              (char)(g_ascii_xdigit_value(c[1]) * 16 + g_ascii_xdigit_value(c[2])));
            c += 2;
        } else {
            g_string_append_c(bytes, *c);
        }
    }
}

/* "charset'language'text"; only the first part of a value carries them. */
static const char *
read_extended_start(const char *value, char **out_charset)
{
    const char *first = strchr(value, '\'');
    const char *second = first != NULL ? strchr(first + 1, '\'') : NULL;
    if (second == NULL)
        return value;
    *out_charset = g_strndup(value, (gsize)(first - value));
    return second + 1;
}

/* Which part of name this is ("name*" and "name*0" are 0), or -1. */
static int
segment_index(const char *param_name, const char *name, gboolean *out_is_extended)
{
    gsize size = strlen(name);
    if (strncmp(param_name, name, size) != 0 || param_name[size] != '*')
        return -1;
    const char *c = param_name + size + 1;
    int index = 0;
    for (; g_ascii_isdigit(*c) && index < MAX_SEGMENTS; c++)
        index = index * 10 + g_ascii_digit_value(*c);
    *out_is_extended = c == param_name + size + 1 || *c == '*';
    return index < MAX_SEGMENTS ? index : -1;
}

static char *
join_segments(const InkParams *params, const char *name, InkDefects *defects)
{
    const char *parts[MAX_SEGMENTS] = {NULL};
    gboolean is_extended[MAX_SEGMENTS] = {FALSE}, is_extended_part = FALSE;
    for (guint i = 0; i < params->entries->len; i++) {
        const Param *param = &g_array_index(params->entries, Param, i);
        int index = segment_index(param->name, name, &is_extended_part);
        if (index >= 0 && parts[index] == NULL) {
            parts[index] = param->value;
            is_extended[index] = is_extended_part;
        }
    }
    if (parts[0] == NULL)
        return NULL;
    g_autofree char *charset = NULL;
    g_autoptr(GString) bytes = g_string_new(NULL);
    for (int i = 0; i < MAX_SEGMENTS && parts[i] != NULL; i++) {
        const char *value = parts[i];
        if (i == 0 && is_extended[0])
            value = read_extended_start(value, &charset);
        if (is_extended[i])
            append_percent(bytes, value);
        else
            g_string_append(bytes, value);
    }
    g_autofree char *decoded = ink_charset_decode(bytes->str, bytes->len, charset, defects);
    return ink_encoded_word_decode(decoded, defects);
}

char *
ink_params_dup_decoded(const InkParams *params, const char *name, InkDefects *defects)
{
    if (params == NULL)
        return NULL;
    char *joined = join_segments(params, name, defects);
    if (joined != NULL)
        return joined;
    const char *plain = ink_params_find(params, name);
    return plain != NULL ? ink_encoded_word_decode(plain, defects) : NULL;
}
