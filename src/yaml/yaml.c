/* SPDX-License-Identifier: MIT
 *
 * Loads YAML: reads the file, checks its bytes, and keeps the text for the lines that problems
 * show.
 */
#include "yaml-private.h"

#include <gio/gio.h>
#include <string.h>

#define MAX_FILE_BYTES (4 * 1024 * 1024)

static void
index_lines(InkYaml *yaml)
{
    gsize start = 0;
    g_array_append_val(yaml->lines, start);
    for (const char *p = yaml->text; *p != '\0'; p++) {
        if (*p == '\n' || (*p == '\r' && p[1] != '\n')) {
            start = (gsize)(p + 1 - yaml->text);
            g_array_append_val(yaml->lines, start);
        }
    }
}

/* The first byte that no text file has, and why; NULL if there is none. */
static const char *
find_bad_byte(const char *text, gsize size, const char **out_why)
{
    const char *bad = text + size;
    if (!g_utf8_validate_len(text, size, &bad))
        *out_why = *bad == '\0' ? "filen innehåller ett NUL-tecken; är det en textfil?"
                                : "filen är inte UTF-8; spara om den som UTF-8";
    for (const char *p = text; p < bad; p++) {
        if (((guchar)*p < 0x20 && strchr("\t\n\r", *p) == NULL) || *p == 0x7f) {
            *out_why = "raden innehåller ett osynligt styrtecken; ta bort det";
            return p;
        }
    }
    return bad < text + size ? bad : NULL;
}

static gboolean
check_bytes(const char *file, const char *text, gsize size, InkProblems *problems)
{
    if (size > MAX_FILE_BYTES) {
        ink_problems_add(problems, INK_SEVERITY_ERROR, (InkPlace){file, 0, 0}, NULL,
                         "filen är större än 4 MB; dela upp den");
        return FALSE;
    }
    const char *why = NULL;
    const char *bad = find_bad_byte(text, size, &why);
    if (bad == NULL)
        return TRUE;
    InkPlace place = {file, 1, 1};
    const char *start = text;
    for (const char *p = text; p < bad; p++) {
        if (*p == '\n' || (*p == '\r' && p[1] != '\n')) {
            place.line++;
            start = p + 1;
        }
    }
    const char *end = bad;
    while (end < text + size && *end != '\n' && *end != '\r')
        end++;
    place.column = (guint)g_utf8_strlen(start, bad - start) + 1;
    g_autofree char *source = g_utf8_make_valid(start, end - start);
    ink_problems_add(problems, INK_SEVERITY_ERROR, place, source, "%s", why);
    return FALSE;
}

InkYaml *
ink_yaml_parse(const char *file, const char *text, gsize size, InkProblems *problems)
{
    if (size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        text += 3;
        size -= 3;
    }
    if (!check_bytes(file, text, size, problems))
        return NULL;
    g_autoptr(InkYaml) yaml = g_new0(InkYaml, 1);
    yaml->file = g_strdup(file);
    yaml->text = g_strndup(text, size);
    yaml->lines = g_array_new(FALSE, FALSE, sizeof(gsize));
    yaml->hidden = g_array_new(FALSE, FALSE, sizeof(InkYamlSpan));
    index_lines(yaml);
    return ink_yaml_build(yaml, problems) ? g_steal_pointer(&yaml) : NULL;
}

static const char *
explain_read(const GError *error)
{
    if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        return "filen finns inte";
    if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
        return "filen får inte läsas av den som kör inkom; ändra dess rättigheter";
    if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY))
        return "det är en mapp, inte en fil";
    return error->message;
}

/* At most one byte more than is allowed is read, so that an absurd file does no harm. */
InkYaml *
ink_yaml_load(const char *file, InkProblems *problems)
{
    InkPlace place = {file, 0, 0};
    g_autoptr(GError) error = NULL;
    g_autoptr(GFile) path = g_file_new_for_path(file);
    g_autoptr(GFileInputStream) stream = g_file_read(path, NULL, &error);
    g_autofree char *text = stream != NULL ? g_malloc(MAX_FILE_BYTES + 1) : NULL;
    gsize size = 0;
    if (text == NULL || !g_input_stream_read_all(G_INPUT_STREAM(stream), text, MAX_FILE_BYTES + 1,
                                                 &size, NULL, &error)) {
        ink_problems_add(problems, INK_SEVERITY_ERROR, place, NULL, "%s", explain_read(error));
        return NULL;
    }
    return ink_yaml_parse(file, text, size, problems);
}

void
ink_yaml_free(InkYaml *yaml)
{
    if (yaml == NULL)
        return;
    ink_yaml_node_free(yaml->root);
    g_array_unref(yaml->hidden);
    g_array_unref(yaml->lines);
    g_free(yaml->text);
    g_free(yaml->file);
    g_free(yaml);
}

const InkYamlNode *
ink_yaml_get_root(const InkYaml *yaml)
{
    return yaml->root;
}

void
ink_yaml_hide(InkYaml *yaml, const InkYamlNode *node)
{
    InkYamlSpan span = {node->offset, node->end};
    g_array_append_val(yaml->hidden, span);
}

static gboolean
is_hidden(const InkYaml *yaml, gsize offset)
{
    for (guint i = 0; i < yaml->hidden->len; i++) {
        const InkYamlSpan *span = &g_array_index(yaml->hidden, InkYamlSpan, i);
        if (offset >= span->start && offset < span->end)
            return TRUE;
    }
    return FALSE;
}

char *
ink_yaml_dup_line(const InkYaml *yaml, guint line)
{
    if (line == 0 || line > yaml->lines->len)
        return NULL;
    const char *at = yaml->text + g_array_index(yaml->lines, gsize, line - 1);
    const char *end = at + strcspn(at, "\r\n");
    GString *out = g_string_new(NULL);
    for (; at < end; at = g_utf8_next_char(at)) {
        if (is_hidden(yaml, (gsize)(at - yaml->text)))
            g_string_append_c(out, '*');
        else
            g_string_append_unichar(out, g_utf8_get_char(at));
    }
    return g_string_free(out, FALSE);
}
