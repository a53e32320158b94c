/* SPDX-License-Identifier: MIT
 *
 * What is known of a message by its bytes alone.
 */
#include "inkom/pipeline.h"

#include "inkom/parse.h"
#include "inkom/token.h"

InkReading *
ink_reading_new(GBytes *bytes, const InkLimits *limits)
{
    InkReading *reading = g_new0(InkReading, 1);
    gsize size;
    gconstpointer data = g_bytes_get_data(bytes, &size);
    reading->sha256 = ink_sha256_hex(data, size);
    reading->message = ink_message_parse(bytes, limits, &reading->failure);
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
    g_free(reading);
}
