/* SPDX-License-Identifier: MIT
 *
 * What the fuzzing harnesses share. Each NAME-fuzz.c is one harness: libFuzzer calls it with input
 * after input (make fuzz), and replay.c with the inputs that are kept (make check).
 */
#pragma once

#include <glib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

/* The program tells of bad input, and is not to be heard here; a critical line is a mistake in it.
 */
static inline GLogWriterOutput
fuzz_drop_line(GLogLevelFlags level, const GLogField *fields, gsize count, gpointer data)
{
    if ((level & (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR)) != 0) {
        g_log_writer_default(level, fields, count, data);
        abort();
    }
    return G_LOG_WRITER_HANDLED;
}

static inline void
fuzz_begin(void)
{
    g_log_set_writer_func(fuzz_drop_line, NULL, NULL);
}

/* The input as the text that comes out of `parse`: valid UTF-8 without NUL. */
static inline char *
fuzz_dup_text(const guint8 *data, gsize size)
{
    g_autofree char *bytes = g_memdup2(data, size);
    for (gsize i = 0; i < size; i++)
        if (bytes[i] == '\0')
            bytes[i] = ' ';
    return size == 0 ? g_strdup("") : g_utf8_make_valid(bytes, (gssize)size);
}

static inline void
fuzz_assert_text(const char *text)
{
    g_assert_nonnull(text);
    g_assert_true(g_utf8_validate(text, -1, NULL));
}

/* For what can only be read from a file. */
static inline char *
fuzz_write_file(const char *name, const guint8 *data, gsize size)
{
    char *file = g_strdup_printf("%s/inkom-fuzz-%d-%s", g_get_tmp_dir(), (int)getpid(), name);
    g_assert_true(g_file_set_contents_full(file, (const char *)data, (gssize)size,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    return file;
}

static inline void
fuzz_remove_file(char *file)
{
    unlink(file);
    g_free(file);
}
