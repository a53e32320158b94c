/* SPDX-License-Identifier: MIT
 *
 * The letters of an organisation, by language and name, and what they become with values put in.
 */
#include "inkom/template.h"

#include "inkom/error.h"
#include "template-private.h"

#include <string.h>

#define SUFFIX ".txt"

struct InkTemplates {
    char *dir;
    GHashTable *by_path; /* "sv/receipt" -> InkTemplate */
};

static void
template_free(gpointer data)
{
    ink_template_free(data);
}

static void
add_whole(InkProblems *problems, const char *file, const char *message)
{
    InkPlace place = {file, 0, 0};
    ink_problems_add(problems, INK_SEVERITY_ERROR, place, NULL, "%s", message);
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names in the folder, sorted, hidden ones left out; NULL after adding a problem. */
static GPtrArray *
list_folder(const char *path, InkProblems *problems)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GDir) dir = g_dir_open(path, 0, &error);
    if (dir == NULL) {
        g_autofree char *message =
            g_strdup_printf("mappen med brevmallar går inte att läsa: %s", error->message);
        add_whole(problems, path, message);
        return NULL;
    }
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    const char *name;
    while ((name = g_dir_read_name(dir)) != NULL) {
        if (*name != '.')
            g_ptr_array_add(names, g_strdup(name));
    }
    g_ptr_array_sort(names, compare_names);
    return names;
}

static void
load_file(InkTemplates *templates, const char *language, const char *file_name,
          const char *const *known_fields, InkProblems *problems)
{
    g_autofree char *file = g_build_filename(templates->dir, language, file_name, NULL);
    g_autofree char *data = NULL;
    gsize size;
    g_autoptr(GError) error = NULL;
    if (!g_file_get_contents(file, &data, &size, &error)) {
        g_autofree char *message =
            g_strdup_printf("brevmallen går inte att läsa: %s", error->message);
        add_whole(problems, file, message);
        return;
    }
    InkTemplate *template = ink_template_parse(file, data, size, known_fields, problems);
    if (template == NULL)
        return;
    gsize name_size = strlen(file_name) - strlen(SUFFIX);
    char *path = g_strdup_printf("%s/%.*s", language, (int)name_size, file_name);
    g_hash_table_insert(templates->by_path, path, template);
}

static void
load_language(InkTemplates *templates, const char *language, const char *const *known_fields,
              InkProblems *problems)
{
    g_autofree char *path = g_build_filename(templates->dir, language, NULL);
    if (!g_file_test(path, G_FILE_TEST_IS_DIR))
        return;
    g_autoptr(GPtrArray) files = list_folder(path, problems);
    for (guint i = 0; files != NULL && i < files->len; i++) {
        const char *file_name = g_ptr_array_index(files, i);
        if (g_str_has_suffix(file_name, SUFFIX))
            load_file(templates, language, file_name, known_fields, problems);
    }
}

InkTemplates *
ink_templates_load(const char *dir, const char *const *known_fields, InkProblems *problems)
{
    InkTemplates *templates = g_new0(InkTemplates, 1);
    templates->dir = g_strdup(dir);
    templates->by_path = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, template_free);
    g_autoptr(GPtrArray) languages = list_folder(dir, problems);
    for (guint i = 0; languages != NULL && i < languages->len; i++)
        load_language(templates, g_ptr_array_index(languages, i), known_fields, problems);
    return templates;
}

void
ink_templates_free(InkTemplates *templates)
{
    if (templates == NULL)
        return;
    g_hash_table_unref(templates->by_path);
    g_free(templates->dir);
    g_free(templates);
}

static const InkTemplate *
find(const InkTemplates *templates, const char *language, const char *name)
{
    g_autofree char *path = g_strdup_printf("%s/%s", language, name);
    return g_hash_table_lookup(templates->by_path, path);
}

gboolean
ink_templates_has(const InkTemplates *templates, const char *language, const char *name)
{
    return find(templates, language, name) != NULL;
}

/* The number of the node after this one, when the field it names has a value or none. */
static guint
get_next(const InkNode *node, guint number, gboolean has_value)
{
    gboolean is_left_out = (node->kind == INK_NODE_SECTION && !has_value) ||
                           (node->kind == INK_NODE_INVERTED && has_value);
    return is_left_out ? node->end : number + 1;
}

static char *
render(GArray *nodes, GHashTable *values)
{
    GString *out = g_string_new(NULL);
    guint number = 0;
    while (number < nodes->len) {
        const InkNode *node = &g_array_index(nodes, InkNode, number);
        const char *value =
            node->kind != INK_NODE_TEXT ? g_hash_table_lookup(values, node->text) : node->text;
        gboolean has_value = value != NULL && *value != '\0';
        if (has_value && (node->kind == INK_NODE_TEXT || node->kind == INK_NODE_FIELD))
            g_string_append(out, value);
        number = get_next(node, number, has_value);
    }
    return g_string_free(out, FALSE);
}

static gboolean
is_space_in_subject(gunichar c)
{
    return g_unichar_isspace(c) || g_unichar_iscntrl(c) ||
           g_unichar_type(c) == G_UNICODE_LINE_SEPARATOR ||
           g_unichar_type(c) == G_UNICODE_PARAGRAPH_SEPARATOR;
}

/* One line, whatever the values hold: white space, line ends and control characters that follow
 * each other become one space, none at the ends. */
static char *
make_one_line(const char *text)
{
    GString *out = g_string_new(NULL);
    gboolean is_pending = FALSE;
    for (; *text != '\0'; text = g_utf8_next_char(text)) {
        gunichar c = g_utf8_get_char(text);
        if (is_space_in_subject(c)) {
            is_pending = out->len > 0;
            continue;
        }
        if (is_pending)
            g_string_append_c(out, ' ');
        is_pending = FALSE;
        g_string_append_unichar(out, c);
    }
    return g_string_free(out, FALSE);
}

gboolean
ink_templates_render(const InkTemplates *templates, const char *language, const char *name,
                     GHashTable *values, char **out_subject, char **out_body, GError **error)
{
    const InkTemplate *template = find(templates, language, name);
    if (template == NULL) {
        g_set_error(error, INK_ERROR, INK_ERROR_NOT_FOUND,
                    "brevmallen \"%s\" finns inte på språket \"%s\"; skriv den i %s/%s/%s" SUFFIX,
                    name, language, templates->dir, language, name);
        return FALSE;
    }
    g_autofree char *subject = render(template->subject, values);
    *out_subject = make_one_line(subject);
    *out_body = render(template->body, values);
    return TRUE;
}

/* Renders, so to speak, with no other value than the field's and looks whether it is put in. */
static gboolean
is_named_in(GArray *nodes, const char *field)
{
    guint number = 0;
    while (number < nodes->len) {
        const InkNode *node = &g_array_index(nodes, InkNode, number);
        gboolean is_field = g_str_equal(node->text, field);
        if (is_field && node->kind == INK_NODE_FIELD)
            return TRUE;
        number = get_next(node, number, is_field);
    }
    return FALSE;
}

gboolean
ink_templates_uses(const InkTemplates *templates, const char *language, const char *name,
                   const char *field)
{
    const InkTemplate *template = find(templates, language, name);
    return template != NULL &&
           (is_named_in(template->subject, field) || is_named_in(template->body, field));
}
