/* SPDX-License-Identifier: MIT
 *
 * A whole message, from its bytes to the register: decided and carried out in a register in memory,
 * and undone. Whatever the bytes, there is a decision, and it can be carried out.
 */
#include "pipeline.h"

static InkPipeline *pipeline;
static InkStore *store;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    fuzz_open_pipeline(&pipeline, &store);
    return 0;
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autoptr(GBytes) bytes = g_bytes_new(data, size);
    const InkEnvelope envelope = fuzz_envelope(bytes);
    fuzz_take_in(pipeline, store, &envelope, FALSE);
    return 0;
}
