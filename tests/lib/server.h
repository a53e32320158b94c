/* SPDX-License-Identifier: MIT
 *
 * Servers for unit tests: a child that prints one line when it is ready and ends when its standard
 * input does, so that none outlives a test that crashed.
 */
#pragma once

#include "../unit/harness.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
    GPid pid;
    int input;
    char *line; /* what it printed, without the line end */
} TestServer;

/* args: NULL-terminated; the first is a path from the project's top. */
static inline TestServer *
test_server_start(const char *const *args)
{
    g_auto(GStrv) argv = g_strdupv((char **)args);
    TestServer *server = g_new0(TestServer, 1);
    g_autoptr(GString) line = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    int output;
    char letter;

    g_free(argv[0]);
    argv[0] = test_path(args[0]);
    g_spawn_async_with_pipes(NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &server->pid,
                             &server->input, &output, NULL, &error);
    g_assert_no_error(error);
    while (read(output, &letter, 1) == 1 && letter != '\n')
        g_string_append_c(line, letter);
    close(output);
    g_assert_cmpuint(line->len, >, 0);
    server->line = g_string_free(g_steal_pointer(&line), FALSE);
    return server;
}

static inline guint16
test_port(const char *text)
{
    return (guint16)g_ascii_strtoull(text, NULL, 10);
}

static inline void
test_server_stop(TestServer *server)
{
    if (server == NULL)
        return;
    close(server->input);
    while (waitpid(server->pid, NULL, 0) < 0)
        continue;
    g_free(server->line);
    g_free(server);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TestServer, test_server_stop)

/* Removes a folder with everything in it. */
static inline void
test_remove(const char *path)
{
    const char *const argv[] = {"rm", "-rf", path, NULL};
    g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                 NULL);
}

/* A new folder that servers of any user may enter. */
static inline char *
test_folder(void)
{
    char *path = g_dir_make_tmp("inkom-XXXXXX", NULL);
    g_assert_nonnull(path);
    g_chmod(path, 0755);
    return path;
}

static inline void
test_make_certs(const char *folder)
{
    g_autofree char *program = test_path("tests/lib/make-certs");
    const char *const argv[] = {program, folder, NULL};
    int status = -1;

    g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, NULL);
    g_assert_cmpint(status, ==, 0);
}
