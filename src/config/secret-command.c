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

typedef struct {
    GPid pid;
    int pid_fd, out_fd;
    char bytes[INK_SECRET_MAX_BYTES];
    gsize size;
} Child;

/* Runs in the child between fork and exec. Our signal thread has these blocked; a command that
 * inherited that could not be ended by them. */
static void
prepare(G_GNUC_UNUSED gpointer data)
{
    sigset_t set;
    setpgid(0, 0);
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
}

/* The command itself is not shown: it may hold the secret (curl -u …). */
static gboolean
fail(GError **error, const char *why)
{
    g_set_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG, "kommandot som ger lösenordet: %s", why);
    return FALSE;
}

static int
wait_for_status(const Child *child)
{
    int status = 0;
    while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    return status;
}

static gboolean
start(Child *child, const char *command, GError **error)
{
    const char *const argv[] = {"/bin/sh", "-c", command, NULL};
    g_autoptr(GError) cause = NULL;
    if (!g_spawn_async_with_pipes(NULL, (char **)argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, prepare,
                                  NULL, &child->pid, NULL, &child->out_fd, NULL, &cause))
        return fail(error, cause->message);
    child->pid_fd = pidfd_open(child->pid, 0);
    if (child->pid_fd < 0) {
        const char *why = g_strerror(errno);
        kill(-child->pid, SIGKILL);
        wait_for_status(child);
        close(child->out_fd);
        return fail(error, why);
    }
    fcntl(child->out_fd, F_SETFL, O_NONBLOCK);
    return TRUE;
}

static gboolean
has_room(const Child *child)
{
    return child->size < sizeof child->bytes;
}

/* Takes what is there. After 4 KB nothing more is read: a command with that much to say is not one
 * that prints a password, and is stopped by its full pipe until the time is out. */
static void
drain(Child *child)
{
    while (child->out_fd >= 0 && has_room(child)) {
        gssize count =
            read(child->out_fd, child->bytes + child->size, sizeof child->bytes - child->size);
        if (count > 0) {
            child->size += (gsize)count;
        } else if (count < 0 && errno == EAGAIN) {
            return;
        } else if (count == 0 || errno != EINTR) {
            close(child->out_fd);
            child->out_fd = -1;
        }
    }
}

/* FALSE if the time is out. */
static gboolean
wait_for_end(Child *child, int timeout_ms)
{
    gint64 deadline = g_get_monotonic_time() + timeout_ms * 1000;
    for (;;) {
        gint64 left_ms = (deadline - g_get_monotonic_time()) / 1000;
        if (left_ms <= 0)
            return FALSE;
        struct pollfd waits[] = {{.fd = child->pid_fd, .events = POLLIN},
                                 {.fd = has_room(child) ? child->out_fd : -1, .events = POLLIN}};
        if (poll(waits, G_N_ELEMENTS(waits), (int)left_ms) <= 0)
            continue;
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
ink_secret_run(const char *command, int timeout_ms, GError **error)
{
    Child child = {.out_fd = -1};
    if (!start(&child, command, error))
        return NULL;
    gboolean has_ended = wait_for_end(&child, timeout_ms);
    if (!has_ended)
        kill(-child.pid, SIGKILL);
    int status = wait_for_status(&child);
    char *secret = NULL;
    if (!has_ended) {
        g_autofree char *why =
            g_strdup_printf("det var inte klart på %g sekunder och avbröts", timeout_ms / 1000.0);
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
