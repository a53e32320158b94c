/* SPDX-License-Identifier: MIT
 *
 * The sample mail: each message is decided in the order and at the time that tools/run-samples
 * takes them in, and what stands in tests/golden/<theme>/<name>.json about it must come true.
 * Messages that are for the test alone stand there too, as <name>.eml.
 */
#include "pipeline-harness.h"

#include "inkom/source.h"

#include <json-glib/json-glib.h>
#include <string.h>
#include <utime.h>

typedef struct {
    char *path;     /* "/golden/vanliga/01-lampa" */
    char *expected; /* file name of the JSON */
    char *found;    /* what came of it, as JSON; NULL: the message was never seen */
} Sample;

static void
sample_free(gpointer data)
{
    Sample *sample = data;
    g_free(sample->path);
    g_free(sample->expected);
    g_free(sample->found);
    g_free(sample);
}

/* --- what came of it --------------------------------------------------------------------------*/

static void
add_string(JsonObject *object, const char *key, const char *value)
{
    if (value != NULL)
        json_object_set_string_member(object, key, value);
    else
        json_object_set_null_member(object, key);
}

static void
add_flags(JsonObject *object, char *const *flags)
{
    JsonArray *array = json_array_new();
    for (; *flags != NULL; flags++)
        json_array_add_string_element(array, *flags);
    json_object_set_array_member(object, "flags", array);
}

/* The kinds of the rows on the review list. */
static void
add_review(JsonObject *object, const GPtrArray *notes)
{
    JsonArray *array = json_array_new();
    for (guint i = 0; i < notes->len; i++)
        json_array_add_string_element(array, ((const InkReviewNote *)notes->pdata[i])->kind);
    json_object_set_array_member(object, "review", array);
}

static char *
describe(const InkClock *clock, const InkDecision *decision)
{
    JsonObject *reply = json_object_new();
    json_object_set_boolean_member(reply, "send", decision->reply.send);
    json_object_set_boolean_member(reply, "owed", decision->reply.is_owed);
    add_string(reply, "kind", decision->reply.kind);
    add_string(reply, "to", decision->reply.to);
    add_string(reply, "language", decision->reply.language);
    add_string(reply, "reason", decision->reply.reason);
    g_autofree char *arrived = ink_clock_format(clock, decision->arrived);
    g_autoptr(JsonObject) object = json_object_new();
    add_string(object, "disposition", ink_disposition_get_name(decision->disposition));
    add_string(object, "dnr", decision->dnr);
    add_string(object, "unit", decision->unit);
    add_string(object, "type", decision->type);
    add_string(object, "channel", decision->channel);
    add_string(object, "language", decision->language);
    add_string(object, "title", decision->title);
    add_string(object, "officer", decision->officer);
    add_string(object, "secrecy", decision->secrecy);
    add_string(object, "importance", decision->importance);
    add_string(object, "sender", decision->sender);
    add_string(object, "arrived", arrived);
    add_string(object, "arrived_by", decision->arrived_by);
    add_flags(object, decision->flags);
    add_review(object, decision->notes);
    json_object_set_object_member(object, "reply", reply);
    g_autoptr(JsonNode) node = json_node_alloc();
    json_node_init_object(node, object);
    return json_to_string(node, TRUE);
}

/* --- taking them in ---------------------------------------------------------------------------*/

/* The store's time is that of the newest Received: field, as in tools/run-samples. */
static void
copy_sample(const char *folder, const char *name, const char *file)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    gsize size;
    g_file_get_contents(file, &text, &size, &error);
    g_assert_no_error(error);
    g_autoptr(GBytes) bytes = g_bytes_new(text, size);
    g_autoptr(InkMessage) message = ink_message_parse(bytes, &INK_LIMITS_DEFAULT, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(message->received->len, >, 0);
    gint64 time = ((const InkReceived *)message->received->pdata[0])->time;

    g_autofree char *copy = g_build_filename(folder, "inkorg", "new", name, NULL);
    g_file_set_contents(copy, text, (gssize)size, &error);
    g_assert_no_error(error);
    const struct utimbuf times = {.actime = time, .modtime = time};
    g_assert_cmpint(utime(copy, &times), ==, 0);
}

/* The messages of the folder in, whose names end in end. */
static void
add_theme(const char *folder, const char *in, const char *theme, const char *end,
          GHashTable *samples)
{
    g_autofree char *path = test_path(in);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    const char *file_name;
    while (dir != NULL && (file_name = g_dir_read_name(dir)) != NULL) {
        if (!g_str_has_suffix(file_name, end))
            continue;
        g_autofree char *name = g_strndup(file_name, strlen(file_name) - strlen(end));
        g_autofree char *file = g_build_filename(path, file_name, NULL);
        g_autofree char *uid = g_strdup_printf("%s-%s", theme, name);
        copy_sample(folder, uid, file);
        Sample *sample = g_new0(Sample, 1);
        g_autofree char *golden = g_strdup_printf("tests/golden/%s/%s.json", theme, name);
        sample->path = g_strdup_printf("/golden/%s/%s", theme, name);
        sample->expected = test_path(golden);
        g_hash_table_insert(samples, g_steal_pointer(&uid), sample);
    }
}

static void
add_samples(const char *folder, const char *top, const char *new, const char *end,
            GHashTable *samples)
{
    g_autofree char *path = test_path(top);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    g_assert_nonnull(dir);
    const char *theme;
    while ((theme = g_dir_read_name(dir)) != NULL) {
        g_autofree char *in = g_build_filename(top, theme, new, NULL);
        add_theme(folder, in, theme, end, samples);
    }
}

static void
take_in(PipelineFixture *fixture, GHashTable *samples)
{
    g_autoptr(GError) error = NULL;
    const InkMailbox *mailbox = fixture->config->mailboxes->pdata[0];
    g_autoptr(InkSource) source = ink_source_open(mailbox, &fixture->config->limits, &error);
    g_assert_no_error(error);
    g_autoptr(GPtrArray) listed = ink_source_list(source, 0, &error);
    g_assert_no_error(error);
    g_autoptr(GPtrArray) incoming =
        ink_source_fetch(source, (InkListed *const *)(gpointer)listed->pdata, listed->len, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < incoming->len; i++) {
        const InkIncoming *item = incoming->pdata[i];
        const InkEnvelope envelope = {.mailbox = mailbox->name,
                                      .unit = mailbox->unit,
                                      .uid = item->uid,
                                      .stored_at = item->stored_at,
                                      .stored_by = item->stored_by,
                                      .bytes = item->bytes,
                                      .size = item->size};
        g_autoptr(InkVerdict) verdict = pipeline_decide(fixture, &envelope);
        Sample *sample = g_hash_table_lookup(samples, item->uid);
        g_assert_nonnull(sample);
        sample->found = describe(fixture->clock, verdict->decision);
        pipeline_apply(fixture, &envelope, verdict);
    }
    journal_assert_sound(fixture->store, -1);
}

/* --- comparing --------------------------------------------------------------------------------*/

static JsonNode *
parse(const char *text, const char *name)
{
    g_autoptr(GError) error = NULL;
    JsonNode *node = json_from_string(text, &error);
    if (node == NULL)
        g_error("%s: %s", name, error != NULL ? error->message : "empty");
    return node;
}

/* Every key that stands in expected; others may be what they like. */
static void
compare(JsonObject *expected, JsonObject *found, const char *where)
{
    g_autoptr(GList) keys = json_object_get_members(expected);
    for (GList *key = keys; key != NULL; key = key->next) {
        JsonNode *wanted = json_object_get_member(expected, key->data);
        JsonNode *got = json_object_get_member(found, key->data);
        g_autofree char *place = g_strdup_printf("%s%s", where, (const char *)key->data);
        if (got == NULL) {
            g_test_message("%s: no such key in a decision", place);
            g_test_fail();
        } else if (JSON_NODE_HOLDS_OBJECT(wanted) && JSON_NODE_HOLDS_OBJECT(got)) {
            g_autofree char *deeper = g_strconcat(place, ".", NULL);
            compare(json_node_get_object(wanted), json_node_get_object(got), deeper);
        } else if (!json_node_equal(wanted, got)) {
            g_autofree char *want = json_to_string(wanted, FALSE);
            g_autofree char *have = json_to_string(got, FALSE);
            g_test_message("%s: expected %s, found %s", place, want, have);
            g_test_fail();
        }
    }
}

static void
test_sample(gconstpointer data)
{
    const Sample *sample = data;
    g_autofree char *text = NULL;
    if (!g_file_get_contents(sample->expected, &text, NULL, NULL)) {
        g_test_skip("nothing is written down about it");
        return;
    }
    g_assert_nonnull(sample->found);
    g_autoptr(JsonNode) expected = parse(text, sample->expected);
    g_autoptr(JsonNode) found = parse(sample->found, "found");
    compare(json_node_get_object(expected), json_node_get_object(found), "");
    if (g_test_failed())
        g_test_message("%s", sample->found);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    g_autoptr(GHashTable) samples =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, sample_free);
    PipelineFixture fixture;
    pipeline_set_up(&fixture, NULL);
    add_samples(fixture.folder, "maildir-samples", "new", "", samples);
    add_samples(fixture.folder, "tests/golden", "", ".eml", samples);
    pipeline_take_over(&fixture, "KS", 412, "felanmälan", "Gatubelysning: Storgatan",
                       "anna.ek@example.org", "2026-03-20");
    pipeline_take_over(&fixture, "BUN", 77, "klagomål", "Skolskjuts: linje 3",
                       "mats.lund@example.com", "2026-03-12");
    pipeline_take_over(&fixture, "VON", 31, "synpunkt", "Hemtjänst: språk",
                       "aino.virtanen@example.net", "2026-03-16");
    take_in(&fixture, samples);
    g_autoptr(GList) all = g_hash_table_get_values(samples);
    for (GList *at = all; at != NULL; at = at->next) {
        const Sample *sample = at->data;
        g_test_add_data_func(sample->path, sample, test_sample);
    }
    int result = g_test_run();
    pipeline_tear_down(&fixture, NULL);
    return result;
}
