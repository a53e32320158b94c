/* SPDX-License-Identifier: MIT
 *
 * One form, from its YAML. Every mistake is a problem with its place; a form with any is not used.
 */
#include "form-private.h"

#include "inkom/text.h"

#include <string.h>

#define OPTIONS "(?m)"

/* --- patterns ---------------------------------------------------------------------------------*/

/* As in rules: ^ and $ are the ends of lines. */
static InkPattern *
compile(const InkYamlNode *node, InkProblems *problems)
{
    if (!ink_yaml_expect(node, INK_YAML_SCALAR, problems))
        return NULL;
    const char *text = ink_yaml_node_get_scalar(node);
    g_autofree char *composed = g_utf8_normalize(text, -1, G_NORMALIZE_NFC);
    g_autofree char *source = g_strconcat(OPTIONS, composed, NULL);
    gsize offset = 0;
    g_autoptr(GError) error = NULL;
    g_autoptr(InkPattern) pattern = ink_pattern_compile(source, &offset, &error);
    if (pattern == NULL) {
        gsize in_text = MIN(offset - MIN(offset, strlen(OPTIONS)), strlen(composed));
        ink_yaml_problem(problems, node, (guint)g_utf8_strlen(composed, (gssize)in_text), "%s",
                         error->message);
        return NULL;
    }
    if (ink_pattern_matches_empty(pattern)) {
        ink_yaml_problem(problems, node, 0,
                         "mönstret passar även där inget står, och därmed överallt; kräv minst ett "
                         "tecken, till exempel med + i stället för *");
        return NULL;
    }
    return g_steal_pointer(&pattern);
}

static void
add_pattern(GPtrArray *to, InkFormPart part, const char *header, const InkYamlNode *node,
            InkProblems *problems)
{
    InkPattern *compiled = compile(node, problems);
    if (compiled == NULL)
        return;
    InkFormPattern *pattern = g_new0(InkFormPattern, 1);
    pattern->part = part;
    pattern->header = g_strdup(header);
    pattern->pattern = compiled;
    g_ptr_array_add(to, pattern);
}

/* Who the sender is must be said: what anybody could send would make us write to anybody. */
static void
read_when(InkForm *form, const InkYamlNode *node, InkProblems *problems)
{
    const InkYamlNode *when = ink_yaml_node_find(node, "when");
    if (when == NULL || ink_yaml_node_find(when, "from") == NULL)
        ink_yaml_problem(problems, when != NULL ? when : node, 0,
                         "formuläret måste säga vem som skickar det; skriv when: {from: "
                         "'<noreply@www\\.kommun\\.example>'}");
    if (when == NULL || !ink_yaml_expect(when, INK_YAML_MAPPING, problems))
        return;
    ink_yaml_check_keys(when, INK_FORM_PART_NAMES, problems);
    for (InkFormPart part = 0; part < INK_FORM_PART_HEADER; part++) {
        const InkYamlNode *pattern = ink_yaml_node_find(when, INK_FORM_PART_NAMES[part]);
        if (pattern != NULL)
            add_pattern(form->when, part, NULL, pattern, problems);
    }
    const InkYamlNode *headers = ink_yaml_node_find(when, "header");
    if (headers == NULL || !ink_yaml_expect(headers, INK_YAML_MAPPING, problems))
        return;
    for (guint i = 0; i < ink_yaml_node_get_size(headers); i++)
        add_pattern(form->when, INK_FORM_PART_HEADER, ink_yaml_node_get_key(headers, i),
                    ink_yaml_node_get_item(headers, i), problems);
}

static void
check_groups(const InkFormPattern *pattern, const InkYamlNode *node, gboolean is_found[INK_FIELDS],
             InkProblems *problems)
{
    const char *const *names = ink_pattern_get_names(pattern->pattern);
    if (*names == NULL)
        ink_yaml_problem(problems, node, 0,
                         "mönstret har ingen namngiven grupp; skriv till exempel (?<sender>…)");
    for (; *names != NULL; names++) {
        InkField field = ink_field_find(*names);
        g_autofree char *list = g_strjoinv(", ", (char **)INK_FIELD_NAMES);
        if (field == INK_FIELDS)
            ink_yaml_problem(problems, node, 0, "gruppen \"%s\" är inget fält; de som finns: %s",
                             *names, list);
        else
            is_found[field] = TRUE;
    }
}

/* patterns: [{in: subject, pattern: '…(?<title>…)'}] */
static void
read_patterns(InkForm *form, const InkYamlNode *node, gboolean is_found[INK_FIELDS],
              InkProblems *problems)
{
    static const char *const known[] = {"in", "pattern", NULL};
    const InkYamlNode *list = ink_yaml_node_find(node, "patterns");
    if (list == NULL || !ink_yaml_expect(list, INK_YAML_SEQUENCE, problems))
        return;
    for (guint i = 0; i < ink_yaml_node_get_size(list); i++) {
        const InkYamlNode *item = ink_yaml_node_get_item(list, i);
        g_autofree char *in = NULL;
        if (!ink_yaml_expect(item, INK_YAML_MAPPING, problems))
            continue;
        ink_yaml_check_keys(item, known, problems);
        ink_yaml_read_string(item, "in", FALSE, &in, problems);
        InkFormPart part = in == NULL ? INK_FORM_PART_TEXT : 0;
        while (in != NULL && part < INK_FORM_PART_HEADER &&
               !g_str_equal(INK_FORM_PART_NAMES[part], in))
            part++;
        const InkYamlNode *pattern = ink_yaml_node_find(item, "pattern");
        if (part == INK_FORM_PART_HEADER)
            ink_yaml_problem(problems, ink_yaml_node_find(item, "in"), 0,
                             "\"%s\" är ingen del av brevet; välj from, reply_to, subject, text "
                             "eller attachment",
                             in);
        else if (pattern == NULL)
            ink_yaml_problem(problems, item, 0,
                             "pattern saknas; skriv ett mönster med en "
                             "namngiven grupp, som '(?<title>.+)'");
        else {
            guint before = form->patterns->len;
            add_pattern(form->patterns, part, NULL, pattern, problems);
            if (form->patterns->len > before)
                check_groups(form->patterns->pdata[before], pattern, is_found, problems);
        }
    }
}

/* --- labels -----------------------------------------------------------------------------------*/

static void
add_label(InkForm *form, InkField field, const char *text, const InkYamlNode *node,
          InkProblems *problems)
{
    g_autofree char *word = ink_form_fold(text);
    if (*word == '\0') {
        ink_yaml_problem(problems, node, 0, "etiketten är tom");
        return;
    }
    for (guint i = 0; i < form->labels->len; i++) {
        const InkFormLabel *label = form->labels->pdata[i];
        if (g_str_equal(label->word, word)) {
            ink_yaml_problem(problems, node, 0, "etiketten \"%s\" finns redan i formuläret", text);
            return;
        }
    }
    InkFormLabel *label = g_new0(InkFormLabel, 1);
    label->word = g_steal_pointer(&word);
    label->field = field;
    g_ptr_array_add(form->labels, label);
}

static void
add_labels(InkForm *form, InkField field, const InkYamlNode *mapping, const char *key,
           InkProblems *problems)
{
    g_auto(GStrv) words = NULL;
    if (!ink_yaml_read_strings(mapping, key, &words, problems) || words == NULL)
        return;
    const InkYamlNode *list = ink_yaml_node_find(mapping, key);
    gboolean is_list = ink_yaml_node_get_kind(list) == INK_YAML_SEQUENCE;
    for (guint i = 0; words[i] != NULL; i++)
        add_label(form, field, words[i], is_list ? ink_yaml_node_get_item(list, i) : list,
                  problems);
}

static void
read_labels(InkForm *form, const InkYamlNode *node, gboolean is_found[INK_FIELDS],
            InkProblems *problems)
{
    const InkYamlNode *labels = ink_yaml_node_find(node, "labels");
    if (labels != NULL && ink_yaml_expect(labels, INK_YAML_MAPPING, problems)) {
        ink_yaml_check_keys(labels, INK_FIELD_NAMES, problems);
        for (InkField field = 0; field < INK_FIELDS; field++) {
            add_labels(form, field, labels, INK_FIELD_NAMES[field], problems);
            form->is_labelled[field] = ink_yaml_node_find(labels, INK_FIELD_NAMES[field]) != NULL;
            is_found[field] = is_found[field] || form->is_labelled[field];
        }
    }
    add_labels(form, INK_FIELDS, node, "ignore", problems);
}

/* --- the rest ---------------------------------------------------------------------------------*/

/* A list of fields, each of which something in the form finds. */
static void
read_fields(const InkYamlNode *node, const char *key, const gboolean is_found[INK_FIELDS],
            gboolean out[INK_FIELDS], InkProblems *problems)
{
    g_auto(GStrv) names = NULL;
    if (!ink_yaml_read_strings(node, key, &names, problems) || names == NULL)
        return;
    const InkYamlNode *list = ink_yaml_node_find(node, key);
    gboolean is_list = ink_yaml_node_get_kind(list) == INK_YAML_SEQUENCE;
    for (guint i = 0; names[i] != NULL; i++) {
        InkField field = ink_field_find(names[i]);
        if (field < INK_FIELDS && is_found[field])
            out[field] = TRUE;
        else
            ink_yaml_problem(problems, is_list ? ink_yaml_node_get_item(list, i) : list, 0,
                             "%s: fältet \"%s\" finns varken under labels eller patterns", key,
                             names[i]);
    }
}

static char *const *
get_vocabulary(const InkForms *forms, InkField field)
{
    return field == INK_FIELD_TYPE     ? forms->types
           : field == INK_FIELD_UNIT   ? forms->units
           : field == INK_FIELD_ANSWER ? forms->answers
                                       : forms->channels;
}

static gboolean
check_value(const InkForms *forms, InkField field, const char *value, const InkYamlNode *node,
            InkProblems *problems)
{
    const char *const *known = (const char *const *)get_vocabulary(forms, field);
    if (g_strv_contains(known, value))
        return TRUE;
    const char *nearest = ink_text_find_nearest(value, known);
    g_autofree char *list = g_strjoinv(", ", (char **)known);
    if (nearest != NULL)
        ink_yaml_problem(problems, node, 0,
                         "%s \"%s\" finns inte; menade du \"%s\"? De som finns: %s",
                         INK_FIELD_NAMES[field], value, nearest, list);
    else
        ink_yaml_problem(problems, node, 0, "%s \"%s\" finns inte; de som finns: %s",
                         INK_FIELD_NAMES[field], value, list);
    return FALSE;
}

/* values: {type: {"Fel på gata": felanmälan}} */
static void
read_values(InkForm *form, const InkForms *forms, const InkYamlNode *node, InkProblems *problems)
{
    static const char *const known[] = {"type", "unit", "channel", "answer", NULL};
    const InkYamlNode *values = ink_yaml_node_find(node, "values");
    if (values == NULL || !ink_yaml_expect(values, INK_YAML_MAPPING, problems))
        return;
    ink_yaml_check_keys(values, known, problems);
    for (gsize k = 0; known[k] != NULL; k++) {
        InkField field = ink_field_find(known[k]);
        const InkYamlNode *words = ink_yaml_node_find(values, known[k]);
        if (words == NULL || !ink_yaml_expect(words, INK_YAML_MAPPING, problems))
            continue;
        form->values[field] = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
        for (guint i = 0; i < ink_yaml_node_get_size(words); i++) {
            const InkYamlNode *value = ink_yaml_node_get_item(words, i);
            if (ink_yaml_expect(value, INK_YAML_SCALAR, problems) &&
                check_value(forms, field, ink_yaml_node_get_scalar(value), value, problems))
                g_hash_table_insert(form->values[field],
                                    ink_form_fold(ink_yaml_node_get_key(words, i)),
                                    g_strdup(ink_yaml_node_get_scalar(value)));
        }
    }
}

static void
read_set(InkForm *form, const InkForms *forms, const InkYamlNode *node, InkProblems *problems)
{
    static const InkField fields[] = {INK_FIELD_CHANNEL, INK_FIELD_UNIT, INK_FIELD_TYPE};
    static const char *const known[] = {"channel", "unit", "type", "title", NULL};
    const InkYamlNode *set = ink_yaml_node_find(node, "set");
    if (set == NULL || !ink_yaml_expect(set, INK_YAML_MAPPING, problems))
        return;
    ink_yaml_check_keys(set, known, problems);
    ink_yaml_read_string(set, "title", FALSE, &form->set[INK_FIELD_TITLE], problems);
    for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
        const char *key = INK_FIELD_NAMES[fields[i]];
        if (ink_yaml_read_string(set, key, FALSE, &form->set[fields[i]], problems) &&
            form->set[fields[i]] != NULL)
            check_value(forms, fields[i], form->set[fields[i]], ink_yaml_node_find(set, key),
                        problems);
    }
}

static void
read_rest(InkForm *form, const InkYamlNode *node, const gboolean is_found[INK_FIELDS],
          InkProblems *problems)
{
    g_autofree char *rest = NULL, *arrival = NULL;
    if (ink_yaml_read_string(node, "rest", FALSE, &rest, problems) && rest != NULL) {
        form->rest = ink_field_find(rest);
        if (form->rest == INK_FIELDS || !form->is_labelled[form->rest])
            ink_yaml_problem(problems, ink_yaml_node_find(node, "rest"), 0,
                             "rest: fältet \"%s\" finns inte under labels", rest);
    }
    if (ink_yaml_read_string(node, "arrival", FALSE, &arrival, problems) && arrival != NULL) {
        const InkYamlNode *place = ink_yaml_node_find(node, "arrival");
        if (!g_str_equal(arrival, "time") && !g_str_equal(arrival, "letter"))
            ink_yaml_problem(problems, place, 0,
                             "arrival ska vara letter (brevets ankomst) eller time (formulärets "
                             "egen tid)");
        else if (g_str_equal(arrival, "time") && !is_found[INK_FIELD_TIME])
            ink_yaml_problem(problems, place, 0,
                             "arrival: time kräver att fältet time finns under labels eller "
                             "patterns");
        form->time_is_arrival = g_str_equal(arrival, "time");
    }
    const InkYamlNode *end = ink_yaml_node_find(node, "end");
    if (end != NULL)
        form->end = compile(end, problems);
}

static void
read_names(InkForm *form, const InkYamlNode *node, InkProblems *problems)
{
    const InkYamlNode *id = ink_yaml_node_find(node, "id");
    if (id == NULL || ink_text_is_blank(ink_yaml_node_get_scalar(id)))
        ink_yaml_problem(problems, id != NULL ? id : node, 0,
                         "formuläret saknar id; ge det ett kort namn som inget annat har");
    else
        form->id = g_strdup(ink_yaml_node_get_scalar(id));
    ink_yaml_read_string(node, "name", FALSE, &form->name, problems);
    if (ink_text_is_blank(form->name)) {
        g_free(form->name);
        form->name = g_strdup(form->id);
    }
}

/* Only their form: they are run when the form is there. */
static void
check_examples_form(const InkYamlNode *node, InkProblems *problems)
{
    static const char *const known[] = {"match", "misfit", "no_match", NULL};
    const InkYamlNode *examples = ink_yaml_node_find(node, "examples");
    if (examples != NULL && ink_yaml_expect(examples, INK_YAML_MAPPING, problems))
        ink_yaml_check_keys(examples, known, problems);
}

InkForm *
ink_form_read(const InkYamlNode *node, const InkForms *forms, InkProblems *problems)
{
    static const char *const known[] = {"id",      "name",   "when",    "labels",   "patterns",
                                        "ignore",  "values", "rest",    "end",      "required",
                                        "present", "set",    "arrival", "examples", NULL};
    if (!ink_yaml_expect(node, INK_YAML_MAPPING, problems))
        return NULL;
    guint before = ink_problems_count(problems, INK_SEVERITY_ERROR);
    gboolean is_found[INK_FIELDS] = {FALSE};
    ink_yaml_check_keys(node, known, problems);
    g_autoptr(InkForm) form = ink_form_new();
    InkPlace place = ink_yaml_node_get_place(node);
    form->file = g_strdup(place.file);
    form->line = place.line;
    read_names(form, node, problems);
    read_when(form, node, problems);
    read_labels(form, node, is_found, problems);
    read_patterns(form, node, is_found, problems);
    read_values(form, forms, node, problems);
    read_set(form, forms, node, problems);
    read_rest(form, node, is_found, problems);
    read_fields(node, "required", is_found, form->is_required, problems);
    check_examples_form(node, problems);
    read_fields(node, "present", is_found, form->is_present, problems);
    return ink_problems_count(problems, INK_SEVERITY_ERROR) == before ? g_steal_pointer(&form)
                                                                      : NULL;
}
