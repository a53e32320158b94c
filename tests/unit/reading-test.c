/* SPDX-License-Identifier: MIT
 *
 * Readers in many threads at once say what one says alone: rules, GMime and libxml2 are shared.
 */
#include "pipeline-harness.h"

#include "inkom/parse.h"

#define THREADS 4
#define ROUNDS  5

typedef struct {
    const InkPipeline *pipeline;
    const GPtrArray *letters; /* GBytes */
    GPtrArray *found;         /* char *, a letter each */
} Job;

static GPtrArray *
load_samples(void)
{
    GPtrArray *letters = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    g_autofree char *top = test_path("maildir-samples");
    g_autoptr(GDir) themes = g_dir_open(top, 0, NULL);
    g_assert_nonnull(themes);
    for (const char *theme = g_dir_read_name(themes); theme != NULL;
         theme = g_dir_read_name(themes)) {
        g_autofree char *folder = g_build_filename(top, theme, "new", NULL);
        g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
        for (const char *name = files != NULL ? g_dir_read_name(files) : NULL; name != NULL;
             name = g_dir_read_name(files)) {
            g_autofree char *path = g_build_filename(folder, name, NULL);
            char *text;
            gsize size;
            g_assert_true(g_file_get_contents(path, &text, &size, NULL));
            g_ptr_array_add(letters, g_bytes_new_take(text, size));
        }
    }
    return letters;
}

/* All that could differ if two readers got in each other's way. */
static char *
describe(const InkReading *reading)
{
    GString *text = g_string_new(reading->sha256);
    if (reading->message == NULL)
        return g_string_free(text, FALSE);
    g_string_append_printf(text, "\n%s\n%s\n", reading->message->subject, reading->message->text);
    for (guint i = 0; i < reading->message->attachments->len; i++) {
        const InkAttachment *attachment = reading->message->attachments->pdata[i];
        g_string_append_printf(text, "%s %s\n", attachment->name, attachment->sha256);
    }
    const InkClassification *found = reading->classification;
    g_string_append_printf(text, "%s %s %s %s\n", found->type, found->unit, found->language,
                           found->title);
    for (guint i = 0; i < found->hits->len; i++) {
        g_autofree char *hit = ink_rule_hit_describe(found->hits->pdata[i]);
        g_string_append_printf(text, "%s\n", hit);
    }
    return g_string_free(text, FALSE);
}

static gpointer
read_all(gpointer data)
{
    Job *job = data;
    g_autoptr(InkReader) reader = ink_reader_new(job->pipeline);
    for (guint i = 0; i < ROUNDS * job->letters->len; i++) {
        g_autoptr(InkReading) reading =
            ink_reader_read(reader, job->letters->pdata[i % job->letters->len]);
        g_ptr_array_add(job->found, describe(reading));
    }
    return NULL;
}

static void
test_many_threads(PipelineFixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GPtrArray) letters = load_samples();
    g_assert_cmpuint(letters->len, >=, 60);
    Job jobs[THREADS + 1];
    GThread *threads[THREADS];
    for (gsize i = 0; i < G_N_ELEMENTS(jobs); i++)
        jobs[i] = (Job){fixture->pipeline, letters, g_ptr_array_new_with_free_func(g_free)};
    read_all(&jobs[THREADS]);
    for (gsize i = 0; i < THREADS; i++)
        threads[i] = g_thread_new("reader", read_all, &jobs[i]);
    for (gsize i = 0; i < THREADS; i++) {
        g_thread_join(threads[i]);
        for (guint k = 0; k < jobs[THREADS].found->len; k++)
            g_assert_cmpstr(jobs[i].found->pdata[k], ==, jobs[THREADS].found->pdata[k]);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(jobs); i++)
        g_ptr_array_unref(jobs[i].found);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    g_test_add("/reading/many-threads", PipelineFixture, NULL, pipeline_set_up, test_many_threads,
               pipeline_tear_down);
    return g_test_run();
}
