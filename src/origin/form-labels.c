/* SPDX-License-Identifier: MIT
 *
 * "Namn: Per Ask", "** Beskrivning" with the value below, "Meddelande" alone on its line: the text
 * is cut where one of the form's own labels begins a line. A value goes on to the next label; where
 * the form says that a field is the rest, it goes on to the end, so that nothing a citizen writes
 * there can pass for another field.
 */
#include "form-private.h"

#include "inkom/text.h"

#include <string.h>

#define EMPHASIS  " \t*_#|-" /* bytes: ASCII only */
#define LABEL_MAX 100

/* Of a text in normal form. */
static char *
fold(const char *text, gsize text_size)
{
    g_autofree char *folded = g_utf8_strdown(text, (gssize)text_size);
    const char *start = folded + strspn(folded, EMPHASIS);
    char *word = g_strdup(start);
    for (gsize size = strlen(word); size > 0 && strchr(EMPHASIS ":", word[size - 1]) != NULL;
         size--)
        word[size - 1] = '\0';
    return word;
}

char *
ink_form_fold(const char *text)
{
    g_autofree char *normal = ink_text_normalise(text);
    return fold(normal, strlen(normal));
}

/* The label that begins the line, and what stands behind it. */
static const InkFormLabel *
find_label(const InkForm *form, const char *line, const char **out_value)
{
    const char *start = line + strspn(line, EMPHASIS);
    gsize size = strcspn(start, ":\t");
    if (size == 0 || size > LABEL_MAX)
        return NULL;
    g_autofree char *word = fold(start, size);
    for (guint i = 0; i < form->labels->len; i++) {
        const InkFormLabel *label = form->labels->pdata[i];
        if (!g_str_equal(label->word, word))
            continue;
        *out_value = start[size] != '\0' ? start + size + 1 : "";
        return label;
    }
    return NULL;
}

/* Only a text may have several lines; of another value the first line that says something. FALSE if
 * the field has another value already: one of the two labels a citizen may have written. */
static gboolean
store(char *values[INK_FIELDS], InkField field, GString *value)
{
    g_autofree char *text = g_strstrip(g_string_free(value, FALSE));
    if (field == INK_FIELDS)
        return TRUE;
    if (field != INK_FIELD_TEXT)
        text[strcspn(text, "\n")] = '\0';
    g_strchomp(text);
    if (values[field] != NULL)
        return g_str_equal(values[field], text);
    values[field] = g_steal_pointer(&text);
    return TRUE;
}

static void
end_value(char *values[INK_FIELDS], const InkFormLabel *label, GString *value, char **out_twice)
{
    if (!store(values, label != NULL ? label->field : INK_FIELDS, value) && *out_twice == NULL)
        *out_twice = g_strdup(label->word);
}

void
ink_form_read_labels(const InkForm *form, const char *text, char *values[INK_FIELDS],
                     char **out_twice)
{
    g_autofree char *normal = ink_text_normalise(text);
    g_auto(GStrv) lines = g_strsplit(normal, "\n", -1);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    const InkFormLabel *last = NULL;
    GString *value = g_string_new(NULL);
    for (gsize i = 0; lines[i] != NULL; i++) {
        const char *rest = lines[i];
        gboolean is_rest = last != NULL && last->field != INK_FIELDS && last->field == form->rest;
        const InkFormLabel *label = is_rest ? NULL : find_label(form, lines[i], &rest);
        if (label != NULL) {
            end_value(values, last, value, out_twice);
            value = g_string_new(NULL);
            last = label;
            if (!g_hash_table_add(seen, label->word) && *out_twice == NULL)
                *out_twice = g_strdup(label->word);
        }
        g_string_append(value, rest);
        g_string_append_c(value, '\n');
    }
    end_value(values, last, value, out_twice);
}
