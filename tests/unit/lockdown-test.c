/* SPDX-License-Identifier: MIT
 *
 * What a reader that has been taken over cannot do. The calls are made in a real child, locked up
 * as the real one is, and each must be refused; the same calls in one that is not locked up show
 * that the table asks for something.
 */
#include "harness.h"

#include "../../src/sandbox/child.h"
#include "../../src/sandbox/lockdown.h"
#include "../../src/sandbox/serve.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <linux/keyctl.h>
#include <linux/perf_event.h>
#include <linux/seccomp.h>
#include <linux/userfaultfd.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define LOCKED "--probe-locked"
#define OPEN   "--probe-open"

/* --- the calls --------------------------------------------------------------------------------*/

/* What the calls' arguments point to. */
typedef struct {
    pid_t parent;
    struct sockaddr_in address;
    struct sockaddr_un register_socket;
    struct iovec here, there;
    struct rlimit limit;
    struct perf_event_attr perf;
    struct io_uring_params uring;
    char *argv[2];
    char bytes[64];
} Things;

#define PTR(x) ((long)(gintptr)(x))

typedef enum {
    SAFE,     /* is made in the open child too, where it must not be refused in the same way */
    LOCKED_UP /* would do harm there, or needs rights that a test does not have */
} Where;

typedef struct {
    const char *name;
    Where where;
    long number, a, b, c, d, e, f;
} Call;

static GArray *
list_calls(Things *t)
{
    const Call calls[] = {
        {"open", SAFE, SYS_open, PTR("/etc/passwd"), O_RDONLY, 0, 0, 0, 0},
        {"openat", SAFE, SYS_openat, AT_FDCWD, PTR("/etc/passwd"), O_RDONLY, 0, 0, 0},
        {"openat2", SAFE, SYS_openat2, AT_FDCWD, PTR("/etc/passwd"), PTR(t->bytes), 24, 0, 0},
        {"creat", SAFE, SYS_creat, PTR("/tmp/inkom-probe"), 0600, 0, 0, 0, 0},
        {"stat", SAFE, SYS_stat, PTR("/etc/passwd"), PTR(t->bytes), 0, 0, 0, 0},
        {"unlink", SAFE, SYS_unlink, PTR("/tmp/inkom-probe"), 0, 0, 0, 0, 0},
        {"unlinkat", SAFE, SYS_unlinkat, AT_FDCWD, PTR("/tmp/inkom-none"), 0, 0, 0, 0},
        {"rename", SAFE, SYS_rename, PTR("/tmp/inkom-none"), PTR("/tmp/inkom-no"), 0, 0, 0, 0},
        {"mkdir", SAFE, SYS_mkdir, PTR("/"), 0700, 0, 0, 0, 0},
        {"symlink", SAFE, SYS_symlink, PTR("/etc/passwd"), PTR("/"), 0, 0, 0, 0},
        {"readlink", SAFE, SYS_readlink, PTR("/proc/self/exe"), PTR(t->bytes), 64, 0, 0, 0},
        {"getdents64", SAFE, SYS_getdents64, 0, PTR(t->bytes), 64, 0, 0, 0},
        {"chdir", SAFE, SYS_chdir, PTR("/"), 0, 0, 0, 0, 0},
        {"socket, network", SAFE, SYS_socket, AF_INET, SOCK_STREAM, 0, 0, 0, 0},
        {"socket, local", SAFE, SYS_socket, AF_UNIX, SOCK_STREAM, 0, 0, 0, 0},
        {"socket, netlink", SAFE, SYS_socket, AF_NETLINK, SOCK_RAW, 0, 0, 0, 0},
        {"connect", SAFE, SYS_connect, 0, PTR(&t->address), sizeof t->address, 0, 0, 0},
        {"connect, local", SAFE, SYS_connect, 0, PTR(&t->register_socket),
         sizeof t->register_socket, 0, 0, 0},
        {"sendto", LOCKED_UP, SYS_sendto, 0, PTR(t->bytes), 1, 0, 0, 0},
        {"recvmsg", SAFE, SYS_recvmsg, 0, 0, MSG_DONTWAIT, 0, 0, 0},
        {"dup", SAFE, SYS_dup, 0, 0, 0, 0, 0, 0},
        {"pipe2", SAFE, SYS_pipe2, PTR(t->bytes), 0, 0, 0, 0, 0},
        {"fork", SAFE, SYS_fork, 0, 0, 0, 0, 0, 0},
        {"clone", SAFE, SYS_clone, SIGCHLD, 0, 0, 0, 0, 0},
        {"clone3", SAFE, SYS_clone3, 0, 0, 0, 0, 0, 0},
        {"execve", LOCKED_UP, SYS_execve, PTR("/bin/true"), PTR(t->argv), 0, 0, 0, 0},
        {"execveat", LOCKED_UP, SYS_execveat, 0, PTR(""), PTR(t->argv), 0, AT_EMPTY_PATH, 0},
        {"memfd_create", SAFE, SYS_memfd_create, PTR("kod"), 0, 0, 0, 0, 0},
        {"mmap, code", SAFE, SYS_mmap, 0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
         -1, 0},
        {"mmap, file", SAFE, SYS_mmap, 0, 4096, PROT_READ, MAP_PRIVATE, 0, 0},
        {"mprotect, code", SAFE, SYS_mprotect, 0, 0, PROT_READ | PROT_EXEC, 0, 0, 0},
        {"ptrace", LOCKED_UP, SYS_ptrace, PTRACE_SEIZE, t->parent, 0, 0, 0, 0},
        {"process_vm_readv", SAFE, SYS_process_vm_readv, getpid(), PTR(&t->here), 1, PTR(&t->there),
         1, 0},
        {"process_vm_writev", SAFE, SYS_process_vm_writev, getpid(), PTR(&t->here), 1,
         PTR(&t->there), 1, 0},
        {"pidfd_open", SAFE, SYS_pidfd_open, t->parent, 0, 0, 0, 0, 0},
        {"kill, of the parent", SAFE, SYS_kill, t->parent, 0, 0, 0, 0, 0},
        {"kill, of all", LOCKED_UP, SYS_kill, -1, SIGKILL, 0, 0, 0, 0},
        {"tgkill, of the parent", SAFE, SYS_tgkill, t->parent, t->parent, 0, 0, 0, 0},
        {"tkill", SAFE, SYS_tkill, t->parent, 0, 0, 0, 0, 0},
        {"prctl, dumpable", SAFE, SYS_prctl, PR_SET_DUMPABLE, 1, 0, 0, 0, 0},
        {"prctl, new privileges", SAFE, SYS_prctl, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0, 0},
        {"prctl, another filter", SAFE, SYS_prctl, PR_GET_SECCOMP, 0, 0, 0, 0, 0},
        {"seccomp", SAFE, SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, PTR(t->bytes), 0, 0, 0},
        {"prlimit64", SAFE, SYS_prlimit64, 0, RLIMIT_CPU, PTR(&t->limit), 0, 0, 0},
        {"setrlimit", SAFE, SYS_setrlimit, RLIMIT_CPU, PTR(&t->limit), 0, 0, 0, 0},
        {"rt_sigaction", SAFE, SYS_rt_sigaction, SIGXCPU, 0, 0, 8, 0, 0},
        {"setuid", SAFE, SYS_setuid, getuid(), 0, 0, 0, 0, 0},
        {"setresgid", SAFE, SYS_setresgid, -1, -1, -1, 0, 0, 0},
        {"capset", SAFE, SYS_capset, 0, 0, 0, 0, 0, 0},
        {"chroot", LOCKED_UP, SYS_chroot, PTR("/"), 0, 0, 0, 0, 0},
        {"mount", LOCKED_UP, SYS_mount, PTR("x"), PTR("/none"), PTR("tmpfs"), 0, 0, 0},
        {"umount2", LOCKED_UP, SYS_umount2, PTR("/none"), 0, 0, 0, 0, 0},
        {"pivot_root", LOCKED_UP, SYS_pivot_root, PTR("/none"), PTR("/none"), 0, 0, 0, 0},
        {"unshare", SAFE, SYS_unshare, 0, 0, 0, 0, 0, 0},
        {"setns", SAFE, SYS_setns, -1, 0, 0, 0, 0, 0},
        {"bpf", LOCKED_UP, SYS_bpf, 0, 0, 0, 0, 0, 0},
        {"io_uring_setup", LOCKED_UP, SYS_io_uring_setup, 1, PTR(&t->uring), 0, 0, 0, 0},
        {"userfaultfd", LOCKED_UP, SYS_userfaultfd, UFFD_USER_MODE_ONLY, 0, 0, 0, 0, 0},
        {"perf_event_open", LOCKED_UP, SYS_perf_event_open, PTR(&t->perf), 0, -1, -1, 0, 0},
        {"inotify_init1", SAFE, SYS_inotify_init1, 0, 0, 0, 0, 0, 0},
        {"fanotify_init", LOCKED_UP, SYS_fanotify_init, 0, 0, 0, 0, 0, 0},
        {"keyctl", LOCKED_UP, SYS_keyctl, KEYCTL_GET_KEYRING_ID, 0, 0, 0, 0, 0},
        {"add_key", LOCKED_UP, SYS_add_key, PTR("user"), PTR("x"), PTR("x"), 1, -3, 0},
        {"init_module", LOCKED_UP, SYS_init_module, 0, 0, 0, 0, 0, 0},
        {"kexec_load", LOCKED_UP, SYS_kexec_load, 0, 0, 0, 0, 0, 0},
        {"ioctl", SAFE, SYS_ioctl, 0, 0x5412 /* TIOCSTI */, PTR(t->bytes), 0, 0, 0},
        {"fcntl", SAFE, SYS_fcntl, 0, F_GETFL, 0, 0, 0, 0},
        {"shmget", SAFE, SYS_shmget, 1, 0, 0, 0, 0, 0},
        {"epoll_create1", SAFE, SYS_epoll_create1, 0, 0, 0, 0, 0, 0},
        {"timer_create", SAFE, SYS_timer_create, -1, 0, 0, 0, 0, 0},
        {"nanosleep", SAFE, SYS_nanosleep, 0, 0, 0, 0, 0, 0},
        {"personality", SAFE, SYS_personality, 0xffffffff, 0, 0, 0, 0, 0},
        {"modify_ldt", SAFE, SYS_modify_ldt, 0, 0, 0, 0, 0, 0},
        {"landlock_create_ruleset", SAFE, SYS_landlock_create_ruleset, 0, 0, 1, 0, 0, 0},
    };
    GArray *list = g_array_new(FALSE, FALSE, sizeof(Call));
    g_array_append_vals(list, calls, G_N_ELEMENTS(calls));
    return list;
}

/* --- the child --------------------------------------------------------------------------------*/

static void
fill_things(Things *things, pid_t parent)
{
    *things = (Things){.parent = parent, .argv = {(char *)"true", NULL}};
    things->address.sin_family = AF_INET;
    things->address.sin_port = htons(9);
    things->address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    things->register_socket.sun_family = AF_UNIX;
    g_strlcpy(things->register_socket.sun_path, "/run/inkom-probe",
              sizeof things->register_socket.sun_path);
    things->here = things->there = (struct iovec){things->bytes, 1};
    things->limit = (struct rlimit){RLIM_INFINITY, RLIM_INFINITY};
    things->perf.size = sizeof things->perf;
}

/* 0 if it worked, else errno. A process too many that it makes ends at once. */
static int
make_call(const Call *call)
{
    pid_t self = getpid();
    long result = syscall(call->number, call->a, call->b, call->c, call->d, call->e, call->f);
    int why = result == -1 ? errno : 0;
    if (getpid() != self)
        _exit(0);
    return why;
}

/* "pid\n", and "where errno name\n" for each call that is made. */
static void
probe(GBytes *question, gboolean is_locked)
{
    Things things;
    fill_things(&things, *(const pid_t *)g_bytes_get_data(question, NULL));
    g_autoptr(GArray) calls = list_calls(&things);
    g_autoptr(GString) told = g_string_new(NULL);
    g_string_append_printf(told, "%d\n", (int)getpid());
    for (guint i = 0; i < calls->len; i++) {
        const Call *call = &g_array_index(calls, Call, i);
        if (is_locked || call->where == SAFE)
            g_string_append_printf(told, "%d %s\n", make_call(call), call->name);
    }
    const InkFrame frame = {INK_FRAME_REFUSED, (guint32)told->len};
    ink_serve_write(&frame, sizeof frame);
    ink_serve_write(told->str, told->len);
}

/* As ink_serve_start(), but for the one thing. */
static void
start_open(void)
{
    InkLimits limits;
    const InkHello hello = {0};
    if (read(INK_SERVE_SOCKET, &limits, sizeof limits) != sizeof limits ||
        !ink_serve_write(&hello, sizeof hello))
        _exit(0);
}

static void
serve_if_asked(int argc, char **argv)
{
    if (argc != 2 || (!g_str_equal(argv[1], LOCKED) && !g_str_equal(argv[1], OPEN)))
        return;
    gboolean is_locked = g_str_equal(argv[1], LOCKED);
    if (is_locked)
        ink_serve_start();
    else
        start_open();
    for (;;) {
        g_autoptr(GBytes) question = ink_serve_take();
        if (question == NULL)
            _exit(0);
        probe(question, is_locked);
    }
}

/* --- the tests --------------------------------------------------------------------------------*/

static InkChild *
start(const char *argument)
{
    g_autoptr(GError) error = NULL;
    InkChild *child = ink_child_start(argument, &INK_LIMITS_DEFAULT, &error);
    g_assert_no_error(error);
    return child;
}

/* Lines; the first is its pid. */
static char **
ask(InkChild *child)
{
    pid_t self = getpid();
    InkAnswer answer;
    char *why = NULL;
    g_autoptr(GBytes) question = g_bytes_new(&self, sizeof self);
    ink_child_ask(child, question, 5, &answer, &why);
    g_assert_cmpstr(why, ==, NULL);
    g_autofree char *text = g_strndup(answer.bytes, answer.size);
    return g_strsplit(g_strchomp(text), "\n", -1);
}

/* A sanitizer answers faults by itself, and needs these. */
static gboolean
is_relaxed(const char *line)
{
    return INK_IS_SANITIZED && g_str_has_suffix(line, " rt_sigaction");
}

static void
test_refused(void)
{
    g_autoptr(InkChild) child = start(LOCKED);
    g_auto(GStrv) lines = ask(child);
    guint refused = 0;
    for (char **line = lines + 1; *line != NULL; line++) {
        g_test_message("%s", *line);
        g_assert_true(is_relaxed(*line) || g_ascii_strtoll(*line, NULL, 10) == EPERM);
        refused++;
    }
    g_assert_cmpuint(refused, >, 60);
    g_assert_false(g_file_test("/tmp/inkom-probe", G_FILE_TEST_EXISTS));
    g_auto(GStrv) again = ask(child);
    g_assert_cmpstrv(lines, again); /* alive, and refused as before */
}

/* Where nothing is locked they work or fail for other reasons; all but a few that a container may
 * forbid too. */
static void
test_not_refused_otherwise(void)
{
    g_autoptr(InkChild) child = start(OPEN);
    g_auto(GStrv) lines = ask(child);
    guint other = 0;
    for (char **line = lines + 1; *line != NULL; line++) {
        g_test_message("%s", *line);
        other += g_ascii_strtoll(*line, NULL, 10) != EPERM ? 1 : 0;
    }
    g_assert_cmpuint(other, >, 40);
}

static void
assert_line(const char *text, const char *line)
{
    g_autofree char *whole = g_strconcat("\n", line, "\n", NULL);
    g_test_message("%s", line);
    g_assert_nonnull(strstr(text, whole));
}

/* As the kernel sees it. */
static void
test_status(void)
{
    g_autoptr(InkChild) child = start(LOCKED);
    g_auto(GStrv) lines = ask(child);
    g_autofree char *status_file = g_strdup_printf("/proc/%s/status", lines[0]);
    g_autofree char *memory_file = g_strdup_printf("/proc/%s/mem", lines[0]);
    g_autofree char *status = NULL;
    g_assert_true(g_file_get_contents(status_file, &status, NULL, NULL));
    assert_line(status, "NoNewPrivs:\t1");
    assert_line(status, "Seccomp:\t2");
    assert_line(status, "Threads:\t1");
    if (geteuid() != 0)
        g_assert_cmpint(open(memory_file, O_RDONLY | O_CLOEXEC), ==, -1);

    pid_t pid = (pid_t)g_ascii_strtoll(lines[0], NULL, 10);
    static const __rlimit_resource_t none[] = {RLIMIT_CORE, RLIMIT_FSIZE, RLIMIT_NOFILE};
    for (gsize i = 0; i < G_N_ELEMENTS(none); i++) {
        struct rlimit limit;
        g_assert_cmpint(prlimit(pid, none[i], NULL, &limit), ==, 0);
        g_assert_cmpuint(limit.rlim_cur, ==, 0);
        g_assert_cmpuint(limit.rlim_max, ==, 0);
    }
    struct rlimit memory;
    g_assert_cmpint(prlimit(pid, RLIMIT_AS, NULL, &memory), ==, 0);
    g_assert_true(INK_IS_SANITIZED || memory.rlim_max < 600 * 1024 * 1024);
}

/* Landlock alone, for the case that seccomp has a hole. Runs in a fork. */
static int
try_files(void)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return 1;
    if (ink_lockdown_files() <= 0)
        return 77;
    if (open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0 || errno != EACCES)
        return 2;
    if (open("/tmp/inkom-probe", O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0 || errno != EACCES)
        return 3;
    if (open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC) >= 0 || errno != EACCES)
        return 4;
    execl("/bin/true", "true", NULL);
    return errno == EACCES ? 0 : 5;
}

/* In a container that forbids its use: the version can be asked for, and nothing more. */
static int
try_forbidden(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
    if (version < 1)
        return 77;
    if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(landlock_create_ruleset), 1,
                         SCMP_A2(SCMP_CMP_EQ, 0, 0)) != 0 ||
        seccomp_load(filter) != 0)
        return 1;
    return ink_lockdown_files() == -version ? 0 : 2;
}

static void
run_landlock(gconstpointer data)
{
    int (*const try)(void) = *(int (*const *)(void))data;
    int status = 0;
    pid_t pid = fork();
    if (pid == 0)
        _exit(try());
    g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
    g_assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77)
        g_test_skip("this kernel has no Landlock");
    else
        g_assert_cmpint(WEXITSTATUS(status), ==, 0);
}

int
main(int argc, char **argv)
{
    serve_if_asked(argc, argv);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/lockdown/refused", test_refused);
    g_test_add_func("/lockdown/not-refused-otherwise", test_not_refused_otherwise);
    g_test_add_func("/lockdown/status", test_status);
    int (*files)(void) = try_files, (*forbidden)(void) = try_forbidden;
    g_test_add_data_func("/lockdown/landlock", &files, run_landlock);
    g_test_add_data_func("/lockdown/landlock-forbidden", &forbidden, run_landlock);
    return g_test_run();
}
