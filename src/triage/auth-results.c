/* SPDX-License-Identifier: MIT
 *
 * Authentication-Results (RFC 8601 §2.2):
 *
 *   authserv-id [version] ( ";" "none" | 1*( ";" method["/"version] "=" result
 *                           ["reason" "=" value] *( ptype "." property "=" pvalue ) ) )
 *
 * with comments and white space nearly anywhere. Everything is read by this grammar and nothing by
 * looking for words: "dmarc=pass" in a comment, in a quoted string or in somebody's address is
 * none. A field that breaks the grammar gives no result at all, so that what an attacker has
 * smuggled into one (an address that ends the field early) cannot count.
 *
 * Two liberties that real servers take: a pvalue may hold any character that does not end it
 * ("header.b=aB/cd+=="), and a ";" may stand last.
 */
#include "auth-results.h"

#include <string.h>

#define VERSION "1" /* the only one there is, of the field and of every method */

typedef struct {
    const char *at;
} Reader;

static void
property_free(gpointer data)
{
    InkAuthProperty *property = data;
    g_free(property->type);
    g_free(property->property);
    g_free(property->value);
    g_free(property);
}

static void
result_free(gpointer data)
{
    InkAuthResult *result = data;
    g_free(result->method);
    g_free(result->result);
    g_ptr_array_unref(result->properties);
    g_free(result);
}

/* White space and comments, which nest. FALSE if a comment has no end. */
static gboolean
skip_cfws(Reader *reader)
{
    guint depth = 0;
    for (;; reader->at++) {
        char c = *reader->at;
        if (c == '\0')
            return depth == 0;
        if (c == '(')
            depth++;
        else if (depth == 0 && strchr(" \t\r\n", c) == NULL)
            return TRUE;
        else if (c == ')')
            depth--;
        else if (c == '\\' && reader->at[1] != '\0')
            reader->at++;
    }
}

/* The character, with comments and white space on both sides. */
static gboolean
take(Reader *reader, char c)
{
    Reader ahead = *reader;
    if (!skip_cfws(&ahead) || *ahead.at != c)
        return FALSE;
    ahead.at++;
    *reader = ahead;
    return skip_cfws(reader);
}

/* Letters, digits and hyphens, not ending in a hyphen (RFC 5321 §4.1.2). In small letters; NULL if
 * there is none. */
static char *
take_keyword(Reader *reader)
{
    gsize size = 0;
    while (g_ascii_isalnum(reader->at[size]) || reader->at[size] == '-')
        size++;
    if (size == 0 || reader->at[size - 1] == '-')
        return NULL;
    char *keyword = g_ascii_strdown(reader->at, (gssize)size);
    reader->at += size;
    return keyword;
}

/* "…" with its backslashes taken away; NULL if it has no end. */
static char *
take_quoted(Reader *reader)
{
    g_autoptr(GString) text = g_string_new(NULL);
    const char *c = reader->at + 1;
    for (; *c != '"'; c++) {
        if (*c == '\\')
            c++;
        if (*c == '\0')
            return NULL;
        g_string_append_c(text, *c);
    }
    reader->at = c + 1;
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* A run without white space and without the characters in ends. */
static char *
take_run(Reader *reader, const char *ends)
{
    gsize size = 0;
    while ((guchar)reader->at[size] > ' ' && reader->at[size] != 127 &&
           strchr(ends, reader->at[size]) == NULL)
        size++;
    if (size == 0)
        return NULL;
    char *run = g_strndup(reader->at, size);
    reader->at += size;
    return run;
}

/* A token or a quoted string (RFC 2045 §5.1). */
static char *
take_value(Reader *reader)
{
    if (*reader->at == '"')
        return take_quoted(reader);
    g_autofree char *token = take_run(reader, "()<>@,;:\\\"/[]?=");
    return token != NULL && g_str_is_ascii(token) ? g_steal_pointer(&token) : NULL;
}

/* A value, or an address or a part of one; its local part may be quoted. */
static char *
take_pvalue(Reader *reader)
{
    g_autofree char *quoted = NULL;
    if (*reader->at == '"') {
        quoted = take_quoted(reader);
        if (quoted == NULL || *reader->at != '@')
            return g_steal_pointer(&quoted);
    }
    g_autofree char *rest = take_run(reader, "()<>,;\\\"");
    return rest != NULL ? g_strconcat(quoted != NULL ? quoted : "", rest, NULL) : NULL;
}

/* ptype "." property "=" pvalue */
static gboolean
take_property(Reader *reader, InkAuthResult *result)
{
    g_autofree char *type = take_keyword(reader);
    if (type == NULL || !take(reader, '.'))
        return FALSE;
    g_autofree char *name = take_keyword(reader);
    if (name == NULL || !take(reader, '='))
        return FALSE;
    g_autofree char *value = take_pvalue(reader);
    if (value == NULL)
        return FALSE;
    InkAuthProperty *property = g_new0(InkAuthProperty, 1);
    property->type = g_steal_pointer(&type);
    property->property = g_steal_pointer(&name);
    property->value = g_steal_pointer(&value);
    g_ptr_array_add(result->properties, property);
    return TRUE;
}

/* "reason" "=" value, if it stands here; FALSE if it does and is broken. */
static gboolean
take_reason(Reader *reader)
{
    Reader ahead = *reader;
    g_autofree char *word = take_keyword(&ahead);
    if (g_strcmp0(word, "reason") != 0 || !take(&ahead, '='))
        return TRUE;
    g_autofree char *reason = take_value(&ahead);
    if (reason == NULL)
        return FALSE;
    *reader = ahead;
    return skip_cfws(reader);
}

/* Whether the field, or this result, ends here. */
static gboolean
is_at_end(const Reader *reader)
{
    return *reader->at == '\0' || *reader->at == ';';
}

/* method ["/" version] "=" result; *out_is_known FALSE for a version nobody has defined. */
static InkAuthResult *
take_method(Reader *reader, gboolean *out_is_known)
{
    g_autofree char *method = take_keyword(reader);
    g_autofree char *version = NULL;
    if (method == NULL || (take(reader, '/') && (version = take_keyword(reader)) == NULL) ||
        !take(reader, '='))
        return NULL;
    g_autofree char *word = take_keyword(reader);
    if (word == NULL)
        return NULL;
    *out_is_known = version == NULL || g_str_equal(version, VERSION);
    InkAuthResult *result = g_new0(InkAuthResult, 1);
    result->method = g_steal_pointer(&method);
    result->result = g_steal_pointer(&word);
    result->properties = g_ptr_array_new_with_free_func(property_free);
    return result;
}

static gboolean
take_result(Reader *reader, GPtrArray *results)
{
    gboolean is_known;
    InkAuthResult *result = take_method(reader, &is_known);
    if (result == NULL)
        return FALSE;
    gboolean is_good = skip_cfws(reader) && take_reason(reader);
    while (is_good && !is_at_end(reader))
        is_good = take_property(reader, result) && skip_cfws(reader);
    if (is_good && is_known)
        g_ptr_array_add(results, result);
    else
        result_free(result);
    return is_good;
}

/* ";" "none" and nothing more. */
static gboolean
take_none(Reader *reader)
{
    Reader ahead = *reader;
    g_autofree char *word = take_keyword(&ahead);
    if (g_strcmp0(word, "none") != 0 || !skip_cfws(&ahead) || *ahead.at != '\0')
        return FALSE;
    *reader = ahead;
    return TRUE;
}

/* What follows the authserv-id. */
static gboolean
take_payload(Reader *reader, GPtrArray *results)
{
    if (!skip_cfws(reader))
        return FALSE;
    if (g_ascii_isdigit(*reader->at)) {
        g_autofree char *version = take_keyword(reader);
        if (g_strcmp0(version, VERSION) != 0 || !skip_cfws(reader))
            return FALSE;
    }
    gboolean is_first = TRUE;
    for (; *reader->at != '\0'; is_first = FALSE) {
        if (!take(reader, ';'))
            return FALSE;
        if (*reader->at == '\0' && !is_first)
            return TRUE;
        if (is_first && take_none(reader))
            return TRUE;
        if (!take_result(reader, results))
            return FALSE;
    }
    return !is_first;
}

InkAuthResults *
ink_auth_results_parse(const char *value)
{
    Reader reader = {value};
    g_autofree char *id = skip_cfws(&reader) ? take_value(&reader) : NULL;
    if (id == NULL)
        return NULL;
    InkAuthResults *results = g_new0(InkAuthResults, 1);
    results->authserv_id = g_steal_pointer(&id);
    results->results = g_ptr_array_new_with_free_func(result_free);
    results->is_well_formed = take_payload(&reader, results->results);
    if (!results->is_well_formed)
        g_ptr_array_set_size(results->results, 0);
    return results;
}

void
ink_auth_results_free(InkAuthResults *results)
{
    if (results == NULL)
        return;
    g_free(results->authserv_id);
    g_ptr_array_unref(results->results);
    g_free(results);
}

const char *
ink_auth_result_find(const InkAuthResult *result, const char *type, const char *property)
{
    const char *value = NULL;
    for (guint i = 0; i < result->properties->len; i++) {
        const InkAuthProperty *found = result->properties->pdata[i];
        if (!g_str_equal(found->type, type) || !g_str_equal(found->property, property))
            continue;
        if (value != NULL)
            return NULL;
        value = found->value;
    }
    return value;
}
