/* SPDX-License-Identifier: MIT
 *
 * Who really wrote: each tests/origin/NAME.eml, as the municipality of tools/samples.yaml gets it,
 * has the origin that NAME.expected says. A line there is "key: value", "-" for nothing; what
 * follows "text:" to the end is the author's text.
 */
#include "pipeline-harness.h"

#include "inkom/origin.h"

#include "../../src/sandbox/lockdown.h"

#include <time.h>

/* The sanitizer measures the whole string each time one is searched: less is as much work. */
#define HOSTILE_BYTES (INK_IS_SANITIZED ? 50 * 1000 : 1000 * 1000)

static PipelineFixture fixture;

static InkMessage *
read_message(const char *path)
{
    g_autoptr(GError) error = NULL;
    char *data;
    gsize size;
    g_file_get_contents(path, &data, &size, &error);
    g_assert_no_error(error);
    g_autoptr(GBytes) bytes = g_bytes_new_take(data, size);
    InkMessage *message = ink_message_parse(bytes, &INK_LIMITS_DEFAULT, &error);
    g_assert_no_error(error);
    return message;
}

/* The value of a key; what the origin has not is "-". NULL: no such key. New. */
static char *
get_value(const InkOrigin *origin, const char *key)
{
    const InkMessage *letter = origin->letter;
    g_autofree char *date = ink_clock_format(fixture.clock, origin->date);
    const struct {
        const char *key, *value;
    } values[] = {
        {"kind", ink_origin_kind_get_name(origin->kind)},
        {"certain", origin->is_certain ? "yes" : "no"},
        {"sender", origin->sender},
        {"name", origin->sender_name},
        {"date", date},
        {"passed_on_by", origin->passed_on_by},
        {"remark", origin->remark},
        {"subject", letter != NULL ? letter->subject : NULL},
        {"text", letter != NULL ? letter->text : NULL},
        {"new_text", letter != NULL ? letter->new_text : NULL},
        {"message_id", letter != NULL ? letter->message_id : NULL},
        {"phone", origin->phone},
        {"type", origin->type},
        {"unit", origin->unit},
        {"channel", origin->channel},
        {"title", origin->title},
        {"place", origin->place},
        {"answered", origin->answered != NULL ? origin->answered->sender : NULL},
        {"no_answer", origin->wants_no_answer ? "yes" : "no"},
        {"misfit", origin->is_misfit ? "yes" : "no"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(values); i++)
        if (g_str_equal(values[i].key, key))
            return g_strdup(values[i].value != NULL ? values[i].value : "-");
    return NULL;
}

/* Of a remark only words are expected. */
static void
compare(const InkOrigin *origin, const char *key, const char *wanted)
{
    g_autofree char *found = get_value(origin, key);
    g_assert_nonnull(found);
    gboolean is_same = g_str_equal(key, "remark") ? strstr(found, wanted) != NULL
                                                  : g_str_equal(g_strstrip(found), wanted);
    if (is_same)
        return;
    g_test_message("%s: expected \"%s\", found \"%s\"", key, wanted, found);
    g_test_fail();
}

static void
check_expected(const InkOrigin *origin, char *expected)
{
    char *text = strstr(expected, "\ntext:\n");
    if (text != NULL) {
        *text = '\0';
        compare(origin, "text", g_strstrip(text + strlen("\ntext:\n")));
    }
    g_auto(GStrv) lines = g_strsplit(g_strstrip(expected), "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        char *colon = strchr(*line, ':');
        g_assert_nonnull(colon);
        *colon = '\0';
        if (!g_str_equal(*line, "given-proof"))
            compare(origin, *line, g_strstrip(colon + 1));
    }
}

static InkProof
get_proof(const char *expected)
{
    return strstr(expected, "given-proof: failed") != NULL   ? INK_PROOF_FAILED
           : strstr(expected, "given-proof: absent") != NULL ? INK_PROOF_ABSENT
                                                             : INK_PROOF_NONE;
}

static void
test_message(gconstpointer data)
{
    const char *path = data;
    g_autofree char *base = g_strndup(path, strlen(path) - strlen(".eml"));
    g_autofree char *expected_path = g_strconcat(base, ".expected", NULL);
    g_autofree char *expected = NULL;
    g_assert_true(g_file_get_contents(expected_path, &expected, NULL, NULL));
    g_autoptr(InkMessage) message = read_message(path);
    g_autoptr(InkPatternScratch) patterns = ink_pattern_scratch_new();
    const InkOriginFacts facts = {.config = fixture.config,
                                  .forms = ink_pipeline_get_forms(fixture.pipeline),
                                  .clock = fixture.clock,
                                  .patterns = patterns,
                                  .proof = get_proof(expected)};
    g_autoptr(InkOrigin) origin = ink_origin_find(message, &facts);
    check_expected(origin, expected);
    for (guint i = 0; g_test_failed() && i < origin->evidence->len; i++)
        g_test_message("evidence: %s", (const char *)origin->evidence->pdata[i]);
}

/* A megabyte of what looks like the beginning of something takes no longer than what it is. */
static void
test_hostile(void)
{
    static const char *const pieces[] = {
        "Från:\n",
        "Från: a ",
        "Till: a\nDatum: b\nCc: c\nCc: c\nCc: d\n",
        "Från: Per <per.strom@exempelkommun.example>\nSkickat: 2026-03-18 21:40\nTill: x\n\n",
        "Från: a@å.example\n",
        "> > >\n",
        ">",
        "\n",
        "Tjänsteanteckning\n",
        "a: b@example.org\n",
        "2026 "};
    for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
        g_autoptr(GString) text = g_string_new("Tjänsteanteckning\n");
        while (text->len < HOSTILE_BYTES)
            g_string_append(text, pieces[i]);
        g_autoptr(InkMessage) message = ink_message_new();
        g_ptr_array_add(message->from, ink_address_new(NULL, "eva.lind@exempelkommun.example"));
        message->from_fields = 1;
        g_free(message->subject);
        message->subject = g_strdup("VB: hej");
        g_free(message->text);
        message->text = g_string_free(g_steal_pointer(&text), FALSE);
        g_autoptr(InkPatternScratch) patterns = ink_pattern_scratch_new();
        const InkOriginFacts facts = {.config = fixture.config,
                                      .forms = ink_pipeline_get_forms(fixture.pipeline),
                                      .clock = fixture.clock,
                                      .patterns = patterns,
                                      .proof = INK_PROOF_NONE};
        clock_t start = clock();
        g_autoptr(InkOrigin) origin = ink_origin_find(message, &facts);
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        g_test_message("%zu: %s %.2f s", i, ink_origin_kind_get_name(origin->kind), seconds);
        g_assert_cmpfloat(seconds, <, 5);
        g_assert_true(origin->kind == INK_ORIGIN_DIRECT || !origin->is_certain);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    pipeline_set_up(&fixture, NULL);
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *folder = test_path("tests/origin");
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_assert_nonnull(dir);
    for (const char *name; (name = g_dir_read_name(dir)) != NULL;) {
        if (!g_str_has_suffix(name, ".eml"))
            continue;
        g_autofree char *test = g_strconcat("/origin/", name, NULL);
        g_ptr_array_add(paths, g_build_filename(folder, name, NULL));
        g_test_add_data_func(test, paths->pdata[paths->len - 1], test_message);
    }
    g_test_add_func("/origin/hostile", test_hostile);
    int result = g_test_run();
    pipeline_tear_down(&fixture, NULL);
    return result;
}
