/* SPDX-License-Identifier: MIT
 *
 * g_mime_part_get_filename() is not used: letters in encoded words that lie become '?', raw bytes
 * come as they are, and of "filename=a.pdf; filename*=utf-8''%C3%A5.pdf" it takes the poorer
 * (tests/unit/attachment-test.c). The parameters themselves are GMime's.
 */
#include "part.h"

#include "charset.h"
#include "encoded-word.h"

#include <string.h>

/* GMime reads a part with a type that is none ("text") as text and calls it octet-stream. */
static gboolean
is_untyped(GMimeObject *part)
{
    return GMIME_IS_TEXT_PART(part) &&
           g_mime_content_type_is_type(g_mime_object_get_content_type(part), "application", "*");
}

char *
ink_part_dup_type(GMimeObject *part)
{
    if (is_untyped(part))
        return g_strdup("text/plain");
    g_autofree char *type = g_mime_content_type_get_mime_type(g_mime_object_get_content_type(part));
    g_autofree char *valid = g_utf8_make_valid(type, -1);
    return g_ascii_strdown(valid, -1);
}

gboolean
ink_part_is_type(GMimeObject *part, const char *type, const char *subtype)
{
    if (is_untyped(part))
        return strcmp(type, "text") == 0 && strcmp(subtype, "plain") == 0;
    return g_mime_content_type_is_type(g_mime_object_get_content_type(part), type, subtype);
}

const char *
ink_part_find_param(GMimeObject *part, const char *name)
{
    return g_mime_object_get_content_type_parameter(part, name);
}

gboolean
ink_part_is_attached(GMimeObject *part)
{
    const char *disposition = g_mime_object_get_disposition(part);
    return disposition != NULL && g_ascii_strcasecmp(disposition, "attachment") == 0;
}

gboolean
ink_part_has_name(GMimeObject *part)
{
    return ink_part_find_param(part, "name") != NULL ||
           g_mime_object_get_content_disposition_parameter(part, "filename") != NULL;
}

/* The parameter that says its charset (RFC 2231), else the first of that name. */
static char *
choose(GMimeParamList *params, const char *name, InkDefects *defects)
{
    const char *value = NULL;
    for (int i = 0; params != NULL && i < g_mime_param_list_length(params); i++) {
        GMimeParam *param = g_mime_param_list_get_parameter_at(params, i);
        if (g_ascii_strcasecmp(g_mime_param_get_name(param), name) == 0 &&
            (value == NULL || g_mime_param_get_charset(param) != NULL))
            value = g_mime_param_get_value(param);
    }
    if (value == NULL)
        return NULL;
    if (*value == '"') /* and never ends */
        value++;
    g_autofree char *text = ink_charset_decode(value, strlen(value), NULL, defects);
    return ink_encoded_word_decode_hidden(text, defects);
}

static char *
dup_hidden_value(GMimeObject *part, const char *name, InkDefects *defects)
{
    GMimeHeader *header = g_mime_header_list_get_header(g_mime_object_get_header_list(part), name);
    return header != NULL ? ink_encoded_word_hide(g_mime_header_get_raw_value(header), defects)
                          : NULL;
}

char *
ink_part_dup_name(GMimeObject *part, InkDefects *defects)
{
    g_autofree char *disposition = dup_hidden_value(part, "Content-Disposition", defects);
    g_autofree char *type = dup_hidden_value(part, "Content-Type", defects);
    char *name = NULL;
    if (disposition != NULL) {
        g_autoptr(GMimeContentDisposition) parsed =
            g_mime_content_disposition_parse(NULL, disposition);
        name = choose(g_mime_content_disposition_get_parameters(parsed), "filename", defects);
    }
    if (name == NULL && type != NULL) {
        g_autoptr(GMimeContentType) parsed = g_mime_content_type_parse(NULL, type);
        name = choose(g_mime_content_type_get_parameters(parsed), "name", defects);
    }
    return name;
}
