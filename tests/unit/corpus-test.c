/* SPDX-License-Identifier: MIT
 *
 * Collections of real and broken mail, where there are some (INK_CORPUS, or ../shared/corpus beside
 * the project): every message is parsed or refused with a reason, soon. Where a collection has the
 * result of another parser beside a message (.json), subject, sender, text and attachment names
 * agree with it, or the difference stands in a table of VIOLATIONS.md. So does every defect that is
 * noted in a message.
 */
#include "harness.h"

#include "inkom/parse.h"

#include <json-glib/json-glib.h>
#include <string.h>

enum { SUBJECT = 1, FROM = 2, TEXT = 4, NAMES = 8, MESSAGES = 16, MAX_SECONDS = 10 };

#define DIFFERENCES "## Where another parser reads in another way"
#define NOTED       "## What a public collection holds"

static const struct {
    const char *word;
    guint flag;
} words[] = {
    {"subject", SUBJECT}, {"from", FROM}, {"text", TEXT}, {"names", NAMES}, {"messages", MESSAGES}};

/* --- the tables in VIOLATIONS.md --- */

/* The cells of every row of the tables under a heading. */
static GPtrArray *
read_table(const char *heading)
{
    g_autofree char *path = test_path("VIOLATIONS.md");
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    gboolean is_here = FALSE;
    for (char **line = lines; *line != NULL; line++) {
        if (g_str_has_prefix(*line, "## "))
            is_here = strcmp(*line, heading) == 0;
        if (!is_here || !g_str_has_prefix(*line, "| "))
            continue;
        char **cells = g_strsplit(*line + 2, " | ", -1);
        g_assert_cmpuint(g_strv_length(cells), ==, 3);
        g_ptr_array_add(rows, cells);
    }
    g_assert_cmpuint(rows->len, >, 1);
    return rows;
}

static gboolean
is_listed(const char *cell, const char *path)
{
    g_auto(GStrv) pieces = g_strsplit(cell, "`", -1);
    for (char **piece = pieces; *piece != NULL; piece++)
        if (strchr(*piece, '/') != NULL && g_str_has_suffix(path, *piece))
            return TRUE;
    return FALSE;
}

static guint
known_difference(const GPtrArray *rows, const char *path)
{
    guint flags = 0;
    for (guint i = 0; i < rows->len; i++) {
        char **cells = rows->pdata[i];
        if (!is_listed(cells[0], path))
            continue;
        for (gsize w = 0; w < G_N_ELEMENTS(words); w++)
            if (strstr(cells[1], words[w].word) != NULL)
                flags |= words[w].flag;
    }
    return flags;
}

static gboolean
is_known_defect(const GPtrArray *rows, const char *defect, const char *path)
{
    for (guint i = 0; i < rows->len; i++) {
        char **cells = rows->pdata[i];
        if (strcmp(cells[0], defect) == 0 && is_listed(cells[2], path))
            return TRUE;
    }
    return FALSE;
}

static char *
corpus_path(void)
{
    const char *given = g_getenv("INK_CORPUS");
    return given != NULL ? g_strdup(given) : test_path("../shared/corpus");
}

static gboolean
is_message_file(const char *path)
{
    static const char *const others[] = {".json",          ".txt",    ".md",     ".rb",
                                         ".gitattributes", "COPYING", "LICENSE", NULL};
    for (const char *const *end = others; *end != NULL; end++)
        if (g_str_has_suffix(path, *end))
            return FALSE;
    return TRUE;
}

static void
find_files(const char *folder, GPtrArray *files)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    for (const char *name; dir != NULL && (name = g_dir_read_name(dir)) != NULL;) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        if (g_file_test(path, G_FILE_TEST_IS_DIR))
            find_files(path, files);
        else if (is_message_file(path))
            g_ptr_array_add(files, g_steal_pointer(&path));
    }
}

/* Of those whose violations VIOLATIONS.md lists. */
static gboolean
is_of_collection(const char *path)
{
    return strstr(path, "/mikel-mail/") != NULL || strstr(path, "/stalwart-mail-parser/") != NULL;
}

static InkMessage *
parse_file(const char *path, GError **error)
{
    const InkLimits limits = INK_LIMITS_DEFAULT;
    char *data;
    gsize size;
    g_assert_true(g_file_get_contents(path, &data, &size, NULL));
    g_autoptr(GBytes) bytes = g_bytes_new_take(data, size);
    gint64 start = g_get_monotonic_time();
    InkMessage *message = ink_message_parse(bytes, &limits, error);
    g_assert_cmpint(g_get_monotonic_time() - start, <, MAX_SECONDS * G_USEC_PER_SEC);
    return message;
}

static void
assert_valid(const InkMessage *message)
{
    g_assert_true(g_utf8_validate(message->text, -1, NULL));
    g_assert_true(g_utf8_validate(message->new_text, -1, NULL));
    g_assert_true(g_utf8_validate(message->subject, -1, NULL));
    g_assert_null(strpbrk(message->subject, "\r\n"));
    for (guint i = 0; i < message->headers->len; i++)
        g_assert_true(g_utf8_validate(((InkHeader *)message->headers->pdata[i])->value, -1, NULL));
    for (guint i = 0; i < message->attachments->len; i++) {
        const InkAttachment *attachment = message->attachments->pdata[i];
        g_assert_cmpuint(strlen(attachment->sha256), ==, 64);
        if (attachment->name != NULL)
            g_assert_null(strpbrk(attachment->name, "/\\\r\n"));
    }
}

/* --- the result of the other parser --- */

static JsonObject *
part_at(JsonObject *whole, guint index)
{
    return json_array_get_object_element(json_object_get_array_member(whole, "parts"), index);
}

/* The value of the part's last field of that name, or NULL. */
static JsonObject *
find_field(JsonObject *part, const char *name)
{
    JsonObject *found = NULL;
    JsonArray *headers = json_object_get_array_member(part, "headers");
    for (guint i = 0; i < json_array_get_length(headers); i++) {
        JsonObject *field = json_array_get_object_element(headers, i);
        JsonNode *key = json_object_get_member(field, "name");
        JsonNode *value = json_object_get_member(field, "value");
        if (JSON_NODE_HOLDS_VALUE(key) && JSON_NODE_HOLDS_OBJECT(value) &&
            g_strcmp0(json_node_get_string(key), name) == 0)
            found = json_node_get_object(value);
    }
    return found;
}

static const char *
expected_subject(JsonObject *whole)
{
    JsonObject *value = find_field(part_at(whole, 0), "subject");
    return value != NULL ? json_object_get_string_member(value, "Text") : "";
}

static const char *
expected_from(JsonObject *whole)
{
    JsonObject *value = find_field(part_at(whole, 0), "from");
    JsonObject *address = value != NULL ? json_object_get_object_member(value, "Address") : NULL;
    JsonArray *list = address != NULL && json_object_has_member(address, "List")
                          ? json_object_get_array_member(address, "List")
                          : NULL;
    if (list == NULL || json_array_get_length(list) == 0)
        return "";
    JsonObject *first = json_array_get_object_element(list, 0);
    const char *text = json_object_get_string_member_with_default(first, "address", NULL);
    return text != NULL ? text : "";
}

static char *
expected_text(JsonObject *whole)
{
    GString *text = g_string_new(NULL);
    JsonArray *indices = json_object_get_array_member(whole, "text_body");
    for (guint i = 0; i < json_array_get_length(indices); i++) {
        guint index = (guint)json_array_get_int_element(indices, i);
        JsonObject *body = json_object_get_object_member(part_at(whole, index), "body");
        if (json_object_has_member(body, "Text"))
            g_string_append(text, json_object_get_string_member(body, "Text"));
        if (json_object_has_member(body, "Html")) {
            const char *html = json_object_get_string_member(body, "Html");
            g_autofree char *plain = ink_html_to_text(html, strlen(html), G_MAXINT);
            g_string_append(text, plain);
        }
    }
    return g_string_free(text, FALSE);
}

static const char *
find_attribute(JsonObject *part, const char *field, const char *name)
{
    JsonObject *value = find_field(part, field);
    JsonObject *type = value != NULL ? json_object_get_object_member(value, "ContentType") : NULL;
    JsonNode *list = type != NULL ? json_object_get_member(type, "attributes") : NULL;
    if (list == NULL || !JSON_NODE_HOLDS_ARRAY(list))
        return NULL;
    JsonArray *attributes = json_node_get_array(list);
    for (guint i = 0; i < json_array_get_length(attributes); i++) {
        JsonObject *attribute = json_array_get_object_element(attributes, i);
        if (strcmp(json_object_get_string_member(attribute, "name"), name) == 0)
            return json_object_get_string_member(attribute, "value");
    }
    return NULL;
}

static gboolean
has_attachment(const InkMessage *message, const char *name)
{
    g_autofree char *base = g_path_get_basename(name);
    for (guint i = 0; i < message->attachments->len; i++)
        if (g_strcmp0(((InkAttachment *)message->attachments->pdata[i])->name, base) == 0)
            return TRUE;
    return FALSE;
}

static gboolean
has_expected_attachments(const InkMessage *message, JsonObject *whole)
{
    JsonArray *indices = json_object_get_array_member(whole, "attachments");
    for (guint i = 0; i < json_array_get_length(indices); i++) {
        JsonObject *part = part_at(whole, (guint)json_array_get_int_element(indices, i));
        const char *name = find_attribute(part, "content_disposition", "filename");
        if (name == NULL)
            name = find_attribute(part, "content_type", "name");
        if (name != NULL && !has_attachment(message, name))
            return FALSE;
    }
    return json_array_get_length(indices) == message->attachments->len;
}

/* --- the comparison --- */

/* Letters only: how white space stands is the converter's choice. */
static char *
squeeze(const char *text)
{
    g_autofree char *folded = g_utf8_normalize(text, -1, G_NORMALIZE_NFC);
    GString *out = g_string_new(NULL);
    for (const char *c = folded; *c != '\0'; c = g_utf8_next_char(c)) {
        gunichar letter = g_utf8_get_char(c);
        if (!g_unichar_isspace(letter) && letter != 0)
            g_string_append_unichar(out, letter);
    }
    return g_string_free(out, FALSE);
}

static gboolean
is_same(const char *what, const char *ours, const char *theirs)
{
    g_autofree char *a = squeeze(ours);
    g_autofree char *b = squeeze(theirs);
    if (strcmp(a, b) == 0)
        return TRUE;
    g_test_message("%s\n   ours: %.300s\n  other: %.300s", what, a, b);
    return FALSE;
}

/* Attached messages that both opened, in their order, have the same subject and text. */
static gboolean
has_expected_messages(const InkMessage *message, JsonObject *whole)
{
    JsonArray *indices = json_object_get_array_member(whole, "attachments");
    guint at = 0;
    for (guint i = 0; i < json_array_get_length(indices); i++) {
        JsonObject *part = part_at(whole, (guint)json_array_get_int_element(indices, i));
        JsonObject *body = json_object_get_object_member(part, "body");
        if (!json_object_has_member(body, "Message"))
            continue;
        JsonObject *expected = json_object_get_object_member(body, "Message");
        while (at < message->attachments->len &&
               ((InkAttachment *)message->attachments->pdata[at])->message == NULL)
            at++;
        if (at == message->attachments->len)
            return FALSE;
        const InkMessage *ours = ((InkAttachment *)message->attachments->pdata[at++])->message;
        g_autofree char *text = expected_text(expected);
        if (!is_same("attached subject", ours->subject, expected_subject(expected)) ||
            !is_same("attached text", ours->text, text))
            return FALSE;
    }
    return TRUE;
}

static guint
compare(const InkMessage *message, JsonObject *whole)
{
    const InkAddress *sender = ink_message_get_sender(message);
    g_autofree char *from = g_ascii_strdown(expected_from(whole), -1);
    g_autofree char *text = expected_text(whole);
    guint differs = 0;
    if (!is_same("subject", message->subject, expected_subject(whole)))
        differs |= SUBJECT;
    if (!is_same("from", sender != NULL ? sender->address : "", from))
        differs |= FROM;
    if (!is_same("text", message->text, text))
        differs |= TEXT;
    if (!has_expected_attachments(message, whole))
        differs |= NAMES;
    if (!has_expected_messages(message, whole))
        differs |= MESSAGES;
    return differs;
}

static gboolean
agrees(const GPtrArray *rows, const char *path, const InkMessage *message, const char *end)
{
    g_autofree char *stem = g_strndup(path, strlen(path) - strlen(".eml"));
    g_autofree char *beside = g_strconcat(stem, end, NULL);
    g_autoptr(JsonParser) parser = json_parser_new();
    if (!g_str_has_suffix(path, ".eml") || !json_parser_load_from_file(parser, beside, NULL))
        return TRUE;
    guint differs = compare(message, json_node_get_object(json_parser_get_root(parser)));
    if (differs == known_difference(rows, path))
        return TRUE;
    g_test_message("%s: differs in %u, known %u", beside, differs, known_difference(rows, path));
    return FALSE;
}

/* The collection has the result for the same message with CR LF too. */
static InkMessage *
parse_with_crlf(const char *path)
{
    const InkLimits limits = INK_LIMITS_DEFAULT;
    g_autofree char *data = NULL;
    gsize size;
    g_assert_true(g_file_get_contents(path, &data, &size, NULL));
    GString *crlf = g_string_new(NULL);
    for (gsize i = 0; i < size; i++) {
        if (data[i] == '\n' && (i == 0 || data[i - 1] != '\r'))
            g_string_append_c(crlf, '\r');
        g_string_append_c(crlf, data[i]);
    }
    g_autoptr(GBytes) bytes = g_string_free_to_bytes(crlf);
    return ink_message_parse(bytes, &limits, NULL);
}

static guint
count_unknown_defects(const GPtrArray *rows, const char *path, const InkMessage *message)
{
    guint count = 0;
    for (char **defect = message->defects; *defect != NULL; defect++)
        if (!is_known_defect(rows, *defect, path)) {
            g_test_message("%s: %s", path, *defect);
            count++;
        }
    return count;
}

static void
test_corpus(void)
{
    g_autofree char *top = corpus_path();
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
    find_files(top, files);
    if (files->len == 0) {
        g_test_skip("no corpus here");
        return;
    }
    g_autoptr(GPtrArray) differences = read_table(DIFFERENCES), noted = read_table(NOTED);
    guint disagreements = 0, unknown = 0;
    for (guint i = 0; i < files->len; i++) {
        const char *path = files->pdata[i];
        g_autoptr(GError) error = NULL;
        g_autoptr(InkMessage) message = parse_file(path, &error);
        if (message == NULL) {
            g_assert_cmpuint(strlen(error->message), >, 0);
            continue;
        }
        assert_valid(message);
        g_autoptr(InkMessage) other = parse_with_crlf(path);
        disagreements += agrees(differences, path, message, ".json") ? 0 : 1;
        disagreements += agrees(differences, path, other, ".crlf.json") ? 0 : 1;
        unknown += is_of_collection(path) ? count_unknown_defects(noted, path, message) : 0;
    }
    g_assert_cmpuint(disagreements, ==, 0);
    g_assert_cmpuint(unknown, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    g_test_add_func("/corpus/all", test_corpus);
    return g_test_run();
}
