/* SPDX-License-Identifier: MIT
 *
 * The harness without libFuzzer: runs it on every seed and on every input that once made it fail,
 * built with the same compiler and flags as the other tests, and says so in TAP. Files given as
 * arguments are run instead, to look into one.
 */
#include "fuzz.h"

#include <stdio.h>

static void
run_file(const char *file, guint *count)
{
    g_autofree char *data = NULL;
    gsize size;
    g_assert_true(g_file_get_contents(file, &data, &size, NULL));
    /* Without a NUL after it: a read beyond the end is then seen by the sanitizers. */
    g_autofree guint8 *bytes = g_memdup2(data, size);
    LLVMFuzzerTestOneInput(bytes, size);
    printf("ok %u - %s\n", ++*count, file);
    fflush(stdout);
}

static int
compare(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* In name order; a folder that is not there is empty. */
static void
run_folder(const char *kind, const char *name, guint *count)
{
    const char *top = g_getenv("G_TEST_SRCDIR");
    g_autofree char *folder =
        g_build_filename(top != NULL ? top : ".", "tests", "fuzz", kind, name, NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
    for (const char *file; dir != NULL && (file = g_dir_read_name(dir)) != NULL;)
        g_ptr_array_add(files, g_build_filename(folder, file, NULL));
    g_ptr_array_sort(files, compare);
    for (guint i = 0; i < files->len; i++)
        run_file(files->pdata[i], count);
}

int
main(int argc, char **argv)
{
    g_autofree char *name = g_path_get_basename(argv[0]);
    guint count = 0;
    LLVMFuzzerInitialize(&argc, &argv);
    for (int i = 1; i < argc; i++)
        if (argv[i][0] != '-')
            run_file(argv[i], &count);
    if (count == 0) {
        run_folder("seeds", name, &count);
        run_folder("regress", name, &count);
    }
    printf("1..%u%s\n", count, count == 0 ? " # SKIP nothing is kept" : "");
    return 0;
}
