/* SPDX-License-Identifier: MIT
 *
 * Forms: their parts, and the files they stand in.
 */
#include "form-private.h"

#include <string.h>

const char *const INK_FIELD_NAMES[] = {"sender", "name", "phone", "title", "text",   "channel",
                                       "unit",   "type", "place", "time",  "answer", NULL};
const char *const INK_FORM_PART_NAMES[] = {"from",       "reply_to", "subject", "text",
                                           "attachment", "header",   NULL};

InkField
ink_field_find(const char *name)
{
    InkField field = 0;
    while (field < INK_FIELDS && !g_str_equal(INK_FIELD_NAMES[field], name))
        field++;
    return field;
}

static void
pattern_free(gpointer data)
{
    InkFormPattern *pattern = data;
    g_free(pattern->header);
    ink_pattern_free(pattern->pattern);
    g_free(pattern);
}

static void
label_free(gpointer data)
{
    InkFormLabel *label = data;
    g_free(label->word);
    g_free(label);
}

InkForm *
ink_form_new(void)
{
    InkForm *form = g_new0(InkForm, 1);
    form->when = g_ptr_array_new_with_free_func(pattern_free);
    form->labels = g_ptr_array_new_with_free_func(label_free);
    form->patterns = g_ptr_array_new_with_free_func(pattern_free);
    form->rest = INK_FIELDS;
    return form;
}

void
ink_form_free(gpointer data)
{
    InkForm *form = data;
    if (form == NULL)
        return;
    g_free(form->id);
    g_free(form->name);
    g_free(form->file);
    g_ptr_array_unref(form->when);
    g_ptr_array_unref(form->labels);
    g_ptr_array_unref(form->patterns);
    ink_pattern_free(form->end);
    for (InkField field = 0; field < INK_FIELDS; field++) {
        g_clear_pointer(&form->values[field], g_hash_table_unref);
        g_free(form->set[field]);
    }
    g_free(form);
}

/* --- files ------------------------------------------------------------------------------------*/

typedef struct {
    InkForms *forms;
    const InkClock *clock;
    InkProblems *problems;
    GHashTable *ids; /* id to where it first stood, "file:line" */
} Loader;

/* Also for a form with other mistakes: its id is taken all the same. */
static void
check_id(const Loader *loader, const InkYamlNode *node)
{
    const InkYamlNode *id_node = ink_yaml_node_find(node, "id");
    const char *id = id_node != NULL ? ink_yaml_node_get_scalar(id_node) : NULL;
    if (id == NULL || *id == '\0')
        return;
    const char *first = g_hash_table_lookup(loader->ids, id);
    if (first != NULL) {
        ink_yaml_problem(loader->problems, id_node, 0,
                         "id \"%s\" finns redan på %s; ge det ena formuläret ett annat namn", id,
                         first);
        return;
    }
    InkPlace place = ink_yaml_node_get_place(id_node);
    g_hash_table_insert(loader->ids, g_strdup(id),
                        g_strdup_printf("%s:%u", place.file, place.line));
}

static void
load_form(const Loader *loader, const InkYamlNode *node)
{
    InkForm *form = ink_form_read(node, loader->forms, loader->problems);
    if (ink_yaml_node_get_kind(node) == INK_YAML_MAPPING)
        check_id(loader, node);
    if (form == NULL)
        return;
    g_ptr_array_add(loader->forms->forms, form);
    ink_form_examples_check(form, loader->forms, node, loader->clock, loader->problems);
}

static void
load_file(const Loader *loader, const char *path)
{
    static const char *const known[] = {"forms", NULL};
    g_autoptr(InkYaml) yaml = ink_yaml_load(path, loader->problems);
    if (yaml == NULL)
        return;
    const InkYamlNode *root = ink_yaml_get_root(yaml);
    if (!ink_yaml_expect(root, INK_YAML_MAPPING, loader->problems))
        return;
    ink_yaml_check_keys(root, known, loader->problems);
    const InkYamlNode *list = ink_yaml_node_find(root, "forms");
    if (list == NULL) {
        ink_yaml_warning(loader->problems, root, "filen har inga formulär; börja den med forms:");
        return;
    }
    if (!ink_yaml_expect(list, INK_YAML_SEQUENCE, loader->problems))
        return;
    for (guint i = 0; i < ink_yaml_node_get_size(list); i++)
        load_form(loader, ink_yaml_node_get_item(list, i));
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The file itself, or the folder's *.yaml in name order. */
static GPtrArray *
list_files(const char *path, GError **error)
{
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
    if (!g_file_test(path, G_FILE_TEST_IS_DIR)) {
        g_ptr_array_add(files, g_strdup(path));
        return g_steal_pointer(&files);
    }
    g_autoptr(GDir) folder = g_dir_open(path, 0, error);
    if (folder == NULL)
        return NULL;
    for (const char *name; (name = g_dir_read_name(folder)) != NULL;)
        if (g_str_has_suffix(name, ".yaml") && name[0] != '.')
            g_ptr_array_add(files, g_build_filename(path, name, NULL));
    g_ptr_array_sort(files, compare_names);
    return g_steal_pointer(&files);
}

static void
load_path(const Loader *loader, const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) files = list_files(path, &error);
    if (files == NULL) {
        ink_problems_add(loader->problems, INK_SEVERITY_ERROR, (InkPlace){.file = path}, NULL,
                         "mappen går inte att läsa: %s", error->message);
        return;
    }
    for (guint i = 0; i < files->len; i++)
        load_file(loader, files->pdata[i]);
}

#define ANSWERS ((char *[]){"ja", "nej", NULL})

InkForms *
ink_forms_load(const char *const *paths, const InkVocabulary *vocabulary, const InkClock *clock,
               InkProblems *problems)
{
    g_autoptr(InkForms) forms = g_new0(InkForms, 1);
    forms->forms = g_ptr_array_new_with_free_func(ink_form_free);
    forms->types = g_strdupv((char **)vocabulary->types);
    forms->units = g_strdupv((char **)vocabulary->units);
    forms->channels = g_strdupv((char **)vocabulary->channels);
    forms->answers = g_strdupv(ANSWERS);
    g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    const Loader loader = {forms, clock, problems, ids};
    guint before = ink_problems_count(problems, INK_SEVERITY_ERROR);
    for (; *paths != NULL; paths++)
        load_path(&loader, *paths);
    return ink_problems_count(problems, INK_SEVERITY_ERROR) == before ? g_steal_pointer(&forms)
                                                                      : NULL;
}

void
ink_forms_free(InkForms *forms)
{
    if (forms == NULL)
        return;
    g_ptr_array_unref(forms->forms);
    g_strfreev(forms->types);
    g_strfreev(forms->units);
    g_strfreev(forms->channels);
    g_strfreev(forms->answers);
    g_free(forms);
}

guint
ink_forms_get_count(const InkForms *forms)
{
    return forms->forms->len;
}

gboolean
ink_forms_is_form_path(const char *path)
{
    g_autoptr(GPtrArray) files = list_files(path, NULL);
    for (guint i = 0; files != NULL && i < files->len; i++) {
        g_autoptr(InkProblems) unseen = ink_problems_new(); /* the loader tells of them */
        g_autoptr(InkYaml) yaml = ink_yaml_load(files->pdata[i], unseen);
        const InkYamlNode *root = yaml != NULL ? ink_yaml_get_root(yaml) : NULL;
        if (root != NULL && ink_yaml_node_get_kind(root) == INK_YAML_MAPPING &&
            ink_yaml_node_find(root, "forms") != NULL)
            return TRUE;
    }
    return FALSE;
}
