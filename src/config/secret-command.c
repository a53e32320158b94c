/* SPDX-License-Identifier: MIT
 *
 * Runs the command that prints a password.
 *
 * The child leads a process group of its own, so that a command that hangs can be ended with all
 * it started. One poll waits for both its output and its end (a pidfd): a child that closes its
 * output and lives on, or ends and leaves a grandchild holding the pipe, delays nothing.
 */
#include "secret-private.h"

#include "inkom/error.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define TIMEOUT_S 10

typedef struct {
    GPid pid;
    int pid_fd, out_fd;
    char bytes[INK_SECRET_MAX_BYTES];
    gsize size;
} Child;

/* Runs in the child between fork and exec. */
static void
lead_group(G_GNUC_UNUSED gpointer data)
{
    setpgid(0, 0);
}

/* The command itself is not shown: it may hold the secret (curl -u …). */
static gboolean
fail(GError **error, const char *why)
{
    g_set_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG, "kommandot som ger lösenordet: %s", why);
    return FALSE;
}

static gboolean
start(Child *child, const char *command, GError **error)
{
    const char *const argv[] = {"/bin/sh", "-c", command, NULL};
    g_autoptr(GError) cause = NULL;
    if (!g_spawn_async_with_pipes(NULL, (char **)argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, lead_group,
                                  NULL, &child->pid, NULL, &child->out_fd, NULL, &cause))
        return fail(error, cause->message);
    child->pid_fd = pidfd_open(child->pid, 0);
    fcntl(child->out_fd, F_SETFL, O_NONBLOCK);
    return TRUE;
}

/* Takes what is there, without end only if the command prints without end: then a little at a time,
 * so that the clock is looked at. What is over 4 KB is dropped. */
static void
drain(Child *child)
{
    for (guint i = 0; i < 16; i++) {
        char spare[512];
        gsize room = sizeof child->bytes - child->size;
        gssize count = room > 0 ? read(child->out_fd, child->bytes + child->size, room)
                                : read(child->out_fd, spare, sizeof spare);
        explicit_bzero(spare, sizeof spare);
        if (count > 0 && room > 0)
            child->size += (gsize)count;
        if (count < 0 && errno == EAGAIN)
            return;
        if (count == 0 || (count < 0 && errno != EINTR)) {
            close(child->out_fd);
            child->out_fd = -1;
            return;
        }
    }
}

/* FALSE if the time is out. */
static gboolean
wait_for_end(Child *child)
{
    gint64 deadline = g_get_monotonic_time() + TIMEOUT_S * G_USEC_PER_SEC;
    for (;;) {
        gint64 left_ms = (deadline - g_get_monotonic_time()) / 1000;
        if (left_ms <= 0)
            return FALSE;
        struct pollfd waits[] = {{.fd = child->pid_fd, .events = POLLIN},
                                 {.fd = child->out_fd, .events = POLLIN}};
        if (poll(waits, G_N_ELEMENTS(waits), (int)left_ms) <= 0)
            continue;
        if (child->out_fd >= 0)
            drain(child);
        if (waits[0].revents != 0)
            return TRUE;
    }
}

static gboolean
check_status(int status, GError **error)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return TRUE;
    g_autofree char *why = WIFEXITED(status)
                               ? g_strdup_printf("det slutade med felkoden %d; prova det för hand",
                                                 WEXITSTATUS(status))
                               : g_strdup_printf("det avbröts av signal %d", WTERMSIG(status));
    return fail(error, why);
}

char *
ink_secret_run(const char *command, GError **error)
{
    Child child = {.out_fd = -1};
    if (!start(&child, command, error))
        return NULL;
    gboolean has_ended = wait_for_end(&child);
    if (!has_ended)
        kill(-child.pid, SIGKILL);
    int status = 0;
    while (waitpid(child.pid, &status, 0) < 0 && errno == EINTR)
        continue;
    char *secret = NULL;
    if (!has_ended) {
        g_autofree char *why =
            g_strdup_printf("det var inte klart på %d sekunder och avbröts", TIMEOUT_S);
        fail(error, why);
    } else if (check_status(status, error)) {
        secret = ink_secret_take_first_line(child.bytes, child.size, "kommandots svar", error);
    }
    if (child.out_fd >= 0)
        close(child.out_fd);
    close(child.pid_fd);
    g_spawn_close_pid(child.pid);
    explicit_bzero(child.bytes, sizeof child.bytes);
    return secret;
}
