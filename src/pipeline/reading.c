/* SPDX-License-Identifier: MIT
 *
 * What is known of a message by its bytes alone. They are parsed in a process of their own, one for
 * each reader; what comes back is hashed and classified here.
 *
 * A reader lives as long as a round, its process longer: when a reader is freed, the next one takes
 * over its sandbox.
 */
#include "pipeline-private.h"

#include "inkom/token.h"

struct InkReader {
    const InkPipeline *pipeline;
    const InkRules *rules;
    GAsyncQueue *sandboxes; /* of the pipeline: where ours goes back to */
    InkSandbox *sandbox;
    InkRulesScratch *scratch;
    InkPatternScratch *patterns; /* of forms */
};

InkReader *
ink_reader_new(const InkPipeline *pipeline)
{
    InkReader *reader = g_new0(InkReader, 1);
    reader->pipeline = pipeline;
    reader->rules = pipeline->rules;
    reader->sandboxes = pipeline->sandboxes;
    reader->sandbox = g_async_queue_try_pop(reader->sandboxes);
    if (reader->sandbox == NULL)
        reader->sandbox = ink_sandbox_new(&pipeline->config->limits);
    reader->scratch = ink_rules_scratch_new(pipeline->rules);
    reader->patterns = ink_pattern_scratch_new();
    return reader;
}

void
ink_reader_free(InkReader *reader)
{
    if (reader == NULL)
        return;
    g_async_queue_push(reader->sandboxes, reader->sandbox);
    ink_rules_scratch_free(reader->scratch);
    ink_pattern_scratch_free(reader->patterns);
    g_free(reader);
}

InkReading *
ink_reading_of_message(InkReader *reader, GBytes *bytes, InkMessage *message)
{
    InkReading *reading = g_new0(InkReading, 1);
    gsize size;
    gconstpointer data = g_bytes_get_data(bytes, &size);
    reading->sha256 = ink_sha256_hex(data, size);
    reading->message = message;
    if (message != NULL) {
        reading->origin = ink_origin_of_message(reader->pipeline, reader->patterns, message);
        reading->classification = ink_rules_classify(
            reader->rules, reader->scratch, ink_origin_get_letter(reading->origin, message));
    }
    return reading;
}

InkReading *
ink_reader_read(InkReader *reader, GBytes *bytes)
{
    g_autoptr(GError) failure = NULL;
    InkMessage *message = ink_sandbox_parse(reader->sandbox, bytes, &failure);
    InkReading *reading = ink_reading_of_message(reader, bytes, message);
    reading->failure = g_steal_pointer(&failure);
    return reading;
}

void
ink_reading_free(InkReading *reading)
{
    if (reading == NULL)
        return;
    g_free(reading->sha256);
    ink_message_free(reading->message);
    g_clear_error(&reading->failure);
    ink_origin_free(reading->origin);
    ink_classification_free(reading->classification);
    g_free(reading);
}
