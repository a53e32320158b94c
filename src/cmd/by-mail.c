/* SPDX-License-Identifier: MIT
 *
 * A registrar's line, run as a process of this program: nothing is done otherwise by mail than at
 * the terminal, and a command that crashes or hangs takes nobody with it. No shell, no input; its
 * output is kept up to a limit, and its time is limited too.
 */
#include "by-mail.h"

#include "inkom/command-line.h"
#include "inkom/error.h"
#include "inkom/text.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAM       "/proc/self/exe"
#define OUTPUT_BYTES  (64 * 1024)
#define TIME_LIMIT_US (60 * G_USEC_PER_SEC)
#define COLUMNS       "160" /* of tables in letters: narrower, and numbers are folded */

typedef struct {
    GPid pid;
    int pid_fd, out_fd;
    GString *output;
    gboolean is_cut;
} Child;

/* Between fork and exec. Our signal thread has these blocked, and the command must be one that can
 * be ended; what it says on either channel goes the same way. */
static void
prepare(G_GNUC_UNUSED gpointer data)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    dup2(STDOUT_FILENO, STDERR_FILENO);
}

static char **
make_arguments(const InkApp *app, const InkCommandLine *line)
{
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    g_strv_builder_add_many(builder, PROGRAM, "-c", app->config_file, NULL);
    if (app->now != NULL)
        g_strv_builder_add_many(builder, "--now", app->now, NULL);
    g_strv_builder_addv(builder, (const char **)line->argv);
    return g_strv_builder_end(builder);
}

static char **
make_environment(const InkCommandRun *run)
{
    g_autofree char *who =
        g_strdup_printf("%s (meddelande %" G_GINT64_FORMAT ")", run->registrar, run->message);
    char **environment = g_get_environ();
    environment = g_environ_setenv(environment, INK_BY_MAIL_VARIABLE, who, TRUE);
    return g_environ_setenv(environment, "COLUMNS", COLUMNS, TRUE);
}

static gboolean
start(Child *child, const InkApp *app, const InkCommandLine *line, const InkCommandRun *run,
      GError **error)
{
    g_auto(GStrv) argv = make_arguments(app, line);
    g_auto(GStrv) environment = make_environment(run);
    if (!g_spawn_async_with_pipes(NULL, argv, environment, G_SPAWN_DO_NOT_REAP_CHILD, prepare, NULL,
                                  &child->pid, NULL, &child->out_fd, NULL, error))
        return FALSE;
    child->pid_fd = pidfd_open(child->pid, 0);
    fcntl(child->out_fd, F_SETFL, O_NONBLOCK);
    return TRUE;
}

/* Takes what is there; what is over the limit is read too, or the command would wait for ever. */
static void
drain(Child *child)
{
    char bytes[4096];
    while (child->out_fd >= 0) {
        gssize count = read(child->out_fd, bytes, sizeof bytes);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0 && errno == EAGAIN)
            return;
        if (count <= 0) {
            close(child->out_fd);
            child->out_fd = -1;
            return;
        }
        gsize room = OUTPUT_BYTES - child->output->len;
        child->is_cut = child->is_cut || room < (gsize)count;
        g_string_append_len(child->output, bytes, (gssize)MIN(room, (gsize)count));
    }
}

/* FALSE if the time is out. */
static gboolean
wait_for_end(Child *child)
{
    gint64 deadline = g_get_monotonic_time() + TIME_LIMIT_US;
    for (;;) {
        gint64 left_ms = (deadline - g_get_monotonic_time()) / 1000;
        if (left_ms <= 0)
            return FALSE;
        struct pollfd waits[] = {{.fd = child->pid_fd, .events = POLLIN},
                                 {.fd = child->out_fd, .events = POLLIN}};
        if (poll(waits, G_N_ELEMENTS(waits), (int)left_ms) <= 0)
            continue;
        drain(child);
        if (waits[0].revents != 0) {
            drain(child);
            return TRUE;
        }
    }
}

/* Its exit code; INK_RUN_NO_STATUS if it did not end by itself. */
static gint64
finish(Child *child)
{
    if (child->pid_fd < 0 || !wait_for_end(child))
        kill(child->pid, SIGKILL);
    int status = 0;
    while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    drain(child);
    if (child->out_fd >= 0)
        close(child->out_fd);
    if (child->pid_fd >= 0)
        close(child->pid_fd);
    g_spawn_close_pid(child->pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : INK_RUN_NO_STATUS;
}

static char *
read_output(const Child *child)
{
    g_autofree char *valid = g_utf8_make_valid(child->output->str, (gssize)child->output->len);
    g_autofree char *text = ink_text_printable(g_strchomp(valid));
    return child->is_cut ? g_strconcat(text, "\n[resten är utelämnad]", NULL)
                         : g_steal_pointer(&text);
}

static gint64
run_line(gpointer data, const InkCommandRun *run, char **out_output)
{
    const InkApp *app = data;
    g_autoptr(GError) error = NULL;
    InkCommandLine *line = ink_command_line_parse(run->line);
    Child child = {.out_fd = -1, .pid_fd = -1};
    gint64 status = EXIT_FAILURE;
    if (line == NULL) {
        *out_output = g_strdup("Kommandot finns inte längre.");
    } else if (!start(&child, app, line, run, &error)) {
        *out_output = g_strdup(error->message);
    } else {
        child.output = g_string_new(NULL);
        status = finish(&child);
        *out_output = read_output(&child);
        g_string_free(child.output, TRUE);
    }
    ink_command_line_free(line);
    return status;
}

InkLineRunner
ink_by_mail_runner(const InkApp *app)
{
    return (InkLineRunner){run_line, (gpointer)app};
}
