/* SPDX-License-Identifier: MIT
 *
 * A real SMTP server (tests/lib/smtp-server.py) as a child of the test, and certificates for it.
 */
#pragma once

#include "folder.h"
#include "harness.h"

#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
    GPid pid;
    guint16 port;
    char *dir; /* what it has received */
} TestSmtpServer;

/* The server must not outlive a test that fails. */
static inline void
test_die_with_parent(gpointer data)
{
    (void)data;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

/* options: NULL-terminated. The folder is dir, made by the server. */
static inline void
test_smtp_server_start(TestSmtpServer *server, const char *dir, const char *const *options)
{
    g_autofree char *program = test_path("tests/lib/smtp-server.py");
    g_autoptr(GPtrArray) args = g_ptr_array_new();
    g_ptr_array_add(args, (gpointer) "/usr/bin/python3");
    g_ptr_array_add(args, program);
    g_ptr_array_add(args, (gpointer)dir);
    for (gsize i = 0; options != NULL && options[i] != NULL; i++)
        g_ptr_array_add(args, (gpointer)options[i]);
    g_ptr_array_add(args, NULL);
    g_autoptr(GError) error = NULL;
    int out;
    g_spawn_async_with_pipes(NULL, (char **)args->pdata, NULL, G_SPAWN_DO_NOT_REAP_CHILD,
                             test_die_with_parent, NULL, &server->pid, NULL, &out, NULL, &error);
    g_assert_no_error(error);
    FILE *stream = fdopen(out, "r");
    unsigned port = 0;
    g_assert_cmpint(fscanf(stream, "%u", &port), ==, 1);
    fclose(stream);
    server->port = (guint16)port;
    server->dir = g_strdup(dir);
}

static inline void
test_smtp_server_stop(TestSmtpServer *server)
{
    if (server->pid == 0)
        return;
    kill(server->pid, SIGKILL);
    g_assert_cmpint(waitpid(server->pid, NULL, 0), ==, server->pid);
    g_clear_pointer(&server->dir, g_free);
    server->pid = 0;
}

/* Every byte that clients have sent, decrypted; "" if none. */
static inline char *
test_smtp_server_dup_received(const TestSmtpServer *server)
{
    g_autofree char *file = g_build_filename(server->dir, "received", NULL);
    char *text = NULL;
    return g_file_get_contents(file, &text, NULL, NULL) ? text : g_strdup("");
}

static inline guint
test_smtp_server_count(const TestSmtpServer *server)
{
    g_autoptr(GDir) dir = g_dir_open(server->dir, 0, NULL);
    guint count = 0;
    const char *name;
    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
        count += g_str_has_suffix(name, ".eml") ? 1 : 0;
    return count;
}

/* A folder of certificates (tests/lib/make-certs), to be removed by the caller. */
static inline char *
test_certificates_make(void)
{
    char *dir = test_folder_new();
    g_autofree char *program = test_path("tests/lib/make-certs");
    const char *args[] = {program, dir, NULL};
    g_autoptr(GError) error = NULL;
    int status;
    g_spawn_sync(NULL, (char **)args, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status,
                 &error);
    g_assert_no_error(error);
    g_assert_cmpint(status, ==, 0);
    return dir;
}
