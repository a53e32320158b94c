/* SPDX-License-Identifier: MIT
 *
 * A child is asked one thing at a time, and nothing it does can make the parent wait for longer
 * than the question's time: the socket is only written to and read from when poll() says that it
 * can be. Processor time is limited by the kernel (RLIMIT_CPU, moved forward before each question);
 * the time on the wall is a longer one for a child that waits for what never comes.
 */
#include "child.h"

#include "lockdown.h"

#include "inkom/error.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define START_MS (30 * 1000)
#define DEATH_MS 2000 /* from the end of the socket to the end of the process */

#define WALL_S_PER_CPU_S  5
#define KEPT_ANSWER_BYTES (1024 * 1024)

struct InkChild {
    pid_t pid;
    int pid_fd; /* this process and no other that gets its number */
    int socket;
    clockid_t clock;   /* its processor time */
    rlim_t cpu_most_s; /* that the parent itself may give */
    gsize answer_max;
    int landlock;
    GByteArray *answer; /* with its frame */
};

/* --- waiting ----------------------------------------------------------------------------------*/

/* What is ready of the events; 0 when the time is out. */
static short
wait_until(int fd, short events, gint64 deadline)
{
    for (;;) {
        gint64 left_ms = (deadline - g_get_monotonic_time() + 999) / 1000;
        struct pollfd waits = {.fd = fd, .events = events};
        int count = poll(&waits, 1, (int)MAX(left_ms, 0));
        if (count > 0)
            return waits.revents;
        if (count == 0 && left_ms <= 0)
            return 0;
    }
}

static gint64
in_ms(gint64 ms)
{
    return g_get_monotonic_time() + ms * 1000;
}

/* How many bytes came, 0 at the end of the socket, -1 when the time is out. */
static gssize
receive(InkChild *child, gpointer out, gsize room, gint64 deadline)
{
    for (;;) {
        if (wait_until(child->socket, POLLIN, deadline) == 0)
            return -1;
        gssize count = recv(child->socket, out, room, MSG_DONTWAIT);
        if (count >= 0)
            return count;
        if (errno != EAGAIN && errno != EINTR)
            return 0;
    }
}

/* --- starting ---------------------------------------------------------------------------------*/

/* Of our environment only what makes a test stricter: no paths, no credentials. */
static char **
make_environment(void)
{
    static const char *const kept[] = {"G_DEBUG", "ASAN_OPTIONS", "UBSAN_OPTIONS"};
    g_auto(GStrv) environment = g_new0(char *, 1);
    for (gsize i = 0; i < G_N_ELEMENTS(kept); i++)
        if (g_getenv(kept[i]) != NULL)
            environment =
                g_environ_setenv(g_steal_pointer(&environment), kept[i], g_getenv(kept[i]), TRUE);
    return g_steal_pointer(&environment);
}

/* The socket as descriptor 0 and nothing else that is ours; a process group of its own, so that
 * Ctrl-C comes to the parent alone; no signal blocked or ignored. */
static int
spawn(const char *argument, int socket, pid_t *out_pid)
{
    char *const argv[] = {(char *)"inkom", (char *)argument, NULL};
    g_auto(GStrv) environment = make_environment();
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, socket, INK_SERVE_SOCKET);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    if (!INK_IS_SANITIZED) /* whose reports somebody has to see */
        posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                              POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);
    int result = posix_spawn(out_pid, "/proc/self/exe", &files, &attributes, argv, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return result;
}

static gboolean
fail_start(GError **error, InkError code, const char *why)
{
    g_set_error(error, INK_ERROR, (int)code,
                "processen som läser meddelanden gick inte att starta: %s", why);
    return FALSE;
}

/* Gives it the limits, and waits until it has locked itself up. */
static gboolean
greet(InkChild *child, const InkLimits *limits, GError **error)
{
    gint64 deadline = in_ms(START_MS);
    InkHello hello;
    if (send(child->socket, limits, sizeof *limits, MSG_NOSIGNAL) != sizeof *limits)
        return fail_start(error, INK_ERROR_TEMPORARY, "den slutade genast");
    for (gsize used = 0; used < sizeof hello;) {
        gssize count = receive(child, (char *)&hello + used, sizeof hello - used, deadline);
        if (count <= 0)
            return fail_start(error, INK_ERROR_TEMPORARY,
                              count == 0 ? "den slutade genast" : "den blev inte klar i tid");
        used += (gsize)count;
    }
    hello.why[sizeof hello.why - 1] = '\0';
    child->landlock = hello.landlock;
    if (hello.why[0] == '\0')
        return TRUE;
    g_autofree char *why = g_strdup_printf("kärnan låter den inte avstå från %s", hello.why);
    return fail_start(error, INK_ERROR_BAD_CONFIG, why);
}

InkChild *
ink_child_start(const char *argument, const InkLimits *limits, GError **error)
{
    int sockets[2];
    struct rlimit cpu = {RLIM_INFINITY, RLIM_INFINITY};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0) {
        fail_start(error, INK_ERROR_TEMPORARY, g_strerror(errno));
        return NULL;
    }
    g_autoptr(InkChild) child = g_new0(InkChild, 1);
    child->pid_fd = -1;
    child->socket = sockets[0];
    child->answer = g_byte_array_new();
    child->answer_max = ink_frame_get_answer_max(limits->header_bytes, limits->text_bytes);
    int result = spawn(argument, sockets[1], &child->pid);
    close(sockets[1]);
    if (result != 0) {
        fail_start(error, INK_ERROR_TEMPORARY, g_strerror(result));
        return NULL;
    }
    child->pid_fd = pidfd_open(child->pid, 0);
    if (child->pid_fd < 0 || clock_getcpuclockid(child->pid, &child->clock) != 0 ||
        getrlimit(RLIMIT_CPU, &cpu) != 0) {
        fail_start(error, INK_ERROR_TEMPORARY, g_strerror(errno));
        return NULL;
    }
    child->cpu_most_s = cpu.rlim_max;
    return greet(child, limits, error) ? g_steal_pointer(&child) : NULL;
}

/* --- ending -----------------------------------------------------------------------------------*/

/* Ends it, and tells how it ended: si_code 0 if nobody knows, because somebody has told the kernel
 * to keep no account of children (SIGCHLD ignored). Not by its number, which may then be another
 * process's already. */
static siginfo_t
reap(InkChild *child)
{
    siginfo_t end = {0};
    pidfd_send_signal(child->pid_fd, SIGKILL, NULL, 0);
    while (waitid(P_PIDFD, (id_t)child->pid_fd, &end, WEXITED) < 0 && errno == EINTR)
        continue;
    close(child->pid_fd);
    child->pid_fd = -1;
    return end;
}

void
ink_child_free(InkChild *child)
{
    if (child == NULL)
        return;
    close(child->socket);
    if (child->pid_fd >= 0)
        reap(child);
    g_byte_array_unref(child->answer);
    g_free(child);
}

static char *
describe_end(const siginfo_t *end, guint cpu_s)
{
    if (end->si_code == 0)
        return g_strdup("slutade mitt i");
    if (end->si_code == CLD_EXITED)
        return g_strdup_printf("slutade mitt i (felkod %d)", end->si_status);
    int number = end->si_status;
    const char *name = sigabbrev_np(number);
    if (number == SIGXCPU)
        return g_strdup_printf("tog mer än %u sekunders processortid", cpu_s);
    if (number == SIGTRAP || number == SIGABRT)
        return g_strdup_printf("gav upp med SIG%s (minnet räckte inte, eller så fann den ett fel "
                               "hos sig själv)",
                               name);
    return g_strdup_printf("avbröts av SIG%s", name != NULL ? name : "?");
}

/* The socket has ended, and so has the process, most likely: its status tells why. */
static char *
find_out_why(InkChild *child, guint cpu_s)
{
    gboolean has_ended = wait_until(child->pid_fd, POLLIN, in_ms(DEATH_MS)) != 0;
    siginfo_t end = reap(child);
    return has_ended ? describe_end(&end, cpu_s) : g_strdup("stängde sin förbindelse");
}

/* --- asking -----------------------------------------------------------------------------------*/

int
ink_child_get_landlock(const InkChild *child)
{
    return child->landlock;
}

gboolean
ink_child_is_idle(const InkChild *child)
{
    struct pollfd waits = {.fd = child->socket, .events = POLLIN};
    return poll(&waits, 1, 0) == 0;
}

/* What it has used so far and cpu_s more. Whole seconds are what the kernel counts. */
static void
give_cpu(const InkChild *child, guint cpu_s)
{
    struct timespec used;
    if (clock_gettime(child->clock, &used) != 0)
        return;
    rlim_t soft = (rlim_t)used.tv_sec + cpu_s + 1;
    const struct rlimit limit = {MIN(soft, child->cpu_most_s), child->cpu_most_s};
    prlimit(child->pid, RLIMIT_CPU, &limit, NULL);
}

typedef struct {
    guint cpu_s;
    gint64 deadline;
} Patience;

static gboolean
fail_wait(InkChild *child, const Patience *patience, gboolean has_ended, char **out_why)
{
    *out_why = has_ended ? find_out_why(child, patience->cpu_s)
                         : g_strdup_printf("svarade inte på %u sekunder",
                                           patience->cpu_s * WALL_S_PER_CPU_S);
    return FALSE;
}

/* It reads the whole question before it says a word. */
static gboolean
send_question(InkChild *child, GBytes *bytes, const Patience *patience, char **out_why)
{
    gsize size, sent = 0;
    const char *data = g_bytes_get_data(bytes, &size);
    if (data == NULL) /* no bytes at all */
        data = "";
    InkFrame frame = {INK_FRAME_MESSAGE, (guint32)size};
    while (sent < sizeof frame + size) {
        gsize head = MIN(sent, sizeof frame), body = sent - head;
        struct iovec parts[] = {{(char *)&frame + head, sizeof frame - head},
                                {(char *)data + body, size - body}};
        const struct msghdr message = {.msg_iov = parts, .msg_iovlen = G_N_ELEMENTS(parts)};
        gssize count = sendmsg(child->socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count > 0)
            sent += (gsize)count;
        if (count > 0 || errno == EINTR)
            continue;
        short ready = errno == EAGAIN
                          ? wait_until(child->socket, POLLIN | POLLOUT, patience->deadline)
                          : POLLHUP;
        if (ready == 0 || (ready & (POLLHUP | POLLERR)) != 0)
            return fail_wait(child, patience, ready != 0, out_why);
        if ((ready & POLLIN) != 0) {
            *out_why = g_strdup("svarade innan den hade läst klart");
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
check_frame(const InkChild *child, const InkFrame *frame, gsize received, char **out_why)
{
    if (frame->kind != INK_FRAME_MESSAGE && frame->kind != INK_FRAME_REFUSED)
        *out_why = g_strdup("svarade något obegripligt");
    else if (frame->size > child->answer_max)
        *out_why = g_strdup("svarade med mer än ett meddelande kan innehålla");
    else if (received > sizeof *frame + frame->size)
        *out_why = g_strdup("sade mer än sitt svar");
    else
        return TRUE;
    return FALSE;
}

/* Into child->answer, frame and all. */
static gboolean
receive_answer(InkChild *child, const Patience *patience, char **out_why)
{
    gsize wanted = 64 * 1024, used = 0;
    gboolean has_frame = FALSE;
    InkFrame frame;
    g_byte_array_set_size(child->answer, (guint)wanted);
    while (used < wanted) {
        gssize count =
            receive(child, child->answer->data + used, wanted - used, patience->deadline);
        if (count <= 0)
            return fail_wait(child, patience, count == 0, out_why);
        used += (gsize)count;
        if (has_frame || used < sizeof frame)
            continue;
        memcpy(&frame, child->answer->data, sizeof frame);
        if (!check_frame(child, &frame, used, out_why))
            return FALSE;
        has_frame = TRUE;
        wanted = sizeof frame + frame.size;
        g_byte_array_set_size(child->answer, (guint)wanted);
    }
    return TRUE;
}

gboolean
ink_child_ask(InkChild *child, GBytes *bytes, guint cpu_s, InkAnswer *out_answer, char **out_why)
{
    const Patience patience = {cpu_s, in_ms((gint64)cpu_s * WALL_S_PER_CPU_S * 1000)};
    if (child->answer->len > KEPT_ANSWER_BYTES) {
        g_byte_array_unref(child->answer);
        child->answer = g_byte_array_new();
    }
    give_cpu(child, cpu_s);
    if (!send_question(child, bytes, &patience, out_why) ||
        !receive_answer(child, &patience, out_why))
        return FALSE;
    const InkFrame *frame = (const InkFrame *)(gconstpointer)child->answer->data;
    *out_answer = (InkAnswer){(InkFrameKind)frame->kind,
                              (const char *)child->answer->data + sizeof *frame, frame->size};
    return TRUE;
}
