/* SPDX-License-Identifier: MIT
 *
 * Two locks on the same door. seccomp lets through the few system calls that GLib, GMime and
 * libxml2 make while they work on memory, and answers all others with EPERM: refused rather than
 * killed, because a library that asks for a file it can do without (a time zone, a charset that
 * was not opened beforehand) should get a no and go on. Landlock denies every file, every port
 * and every signal besides, for the case that a call slips through the first. Landlock exists from
 * Linux 5.13, and can be turned off at boot; without it the first lock holds alone.
 *
 * What is not in the list cannot be got around by other means: io_uring would do calls unseen, and
 * cannot be set up; memory cannot become code, since PROT_EXEC is refused; 32-bit and x32 calls
 * end the process.
 */
#include "lockdown.h"

#include <errno.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* --- limits -----------------------------------------------------------------------------------*/

/* Or lower, where that is all we have. */
static gboolean
set_limit(int what, rlim_t most)
{
    struct rlimit limit;
    if (getrlimit((__rlimit_resource_t)what, &limit) != 0)
        return FALSE;
    limit.rlim_cur = limit.rlim_max = MIN(most, limit.rlim_max);
    return setrlimit((__rlimit_resource_t)what, &limit) == 0;
}

/* Processor time is not here: it is given by the parent, message by message. */
static gboolean
set_limits(gsize memory_bytes)
{
    return set_limit(RLIMIT_CORE, 0) && set_limit(RLIMIT_FSIZE, 0) && set_limit(RLIMIT_NOFILE, 0) &&
           set_limit(RLIMIT_MEMLOCK, 0) && set_limit(RLIMIT_MSGQUEUE, 0) &&
           (INK_IS_SANITIZED || set_limit(RLIMIT_AS, memory_bytes));
}

/* --- Landlock ---------------------------------------------------------------------------------*/

/* As in later kernels' headers: Debian 12's know only the first member. */
struct ruleset {
    guint64 files, ports, scopes;
};

/* What each version of Landlock can deny, besides what the one before could. */
static const struct ruleset versions[] = {
    {0x1fff, 0, 0}, /* 1: execute, read, write, list, remove, make */
    {0x2000, 0, 0}, /* 2: to another folder */
    {0x4000, 0, 0}, /* 3: truncate */
    {0, 0x3, 0},    /* 4: bind, connect */
    {0x8000, 0, 0}, /* 5: devices' own calls */
    {0, 0, 0x3},    /* 6: abstract sockets, signals */
};

int
ink_lockdown_files(void)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1)
        return 0;
    struct ruleset all = {0, 0, 0};
    for (gsize i = 0; i < G_N_ELEMENTS(versions) && (long)i < version; i++) {
        all.files |= versions[i].files;
        all.ports |= versions[i].ports;
        all.scopes |= versions[i].scopes;
    }
    /* A kernel takes a longer struct as long as what it does not know is 0. */
    long ruleset = syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
    if (ruleset < 0)
        return (int)-version;
    gboolean holds = syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    close((int)ruleset);
    return (int)(holds ? version : -version);
}

/* --- seccomp ----------------------------------------------------------------------------------*/

static const int allowed[] = {
    SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(brk),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(clock_gettime), /* where the vDSO cannot tell */
    SCMP_SYS(getrandom),     /* seeds of hash tables */
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
#if INK_IS_SANITIZED
    SCMP_SYS(sigaltstack), /* to tell of a fault, and to unwind */
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(sched_yield),
#endif
};

static gboolean
allow(scmp_filter_ctx filter, int call, struct scmp_arg_cmp first, struct scmp_arg_cmp second)
{
    const struct scmp_arg_cmp conditions[] = {first, second};
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 2, conditions) == 0;
}

static gboolean
fill(scmp_filter_ctx filter)
{
    for (gsize i = 0; i < G_N_ELEMENTS(allowed); i++)
        if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) != 0)
            return FALSE;
    const struct scmp_arg_cmp no_code = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
    /* abort() signals its own process, and that is all that may be signalled. */
    return allow(filter, SCMP_SYS(mmap), no_code,
                 SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS)) &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, no_code) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                            SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0)) == 0;
}

static gboolean
lock_calls(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (filter == NULL)
        return FALSE;
    gboolean is_good = fill(filter) && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return is_good;
}

/* --- all of it --------------------------------------------------------------------------------*/

/* What comes to the whole group (a service that is stopped, Ctrl-C) is the parent's to act on: it
 * finishes what it has begun, and then closes the socket. */
static gboolean
leave_signals_to_parent(void)
{
    return signal(SIGTERM, SIG_IGN) != SIG_ERR && signal(SIGINT, SIG_IGN) != SIG_ERR &&
           signal(SIGHUP, SIG_IGN) != SIG_ERR;
}

const char *
ink_lockdown(gsize memory_bytes, InkLocks *out_locks)
{
    if (!leave_signals_to_parent())
        return "signaler";
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return "rättigheter (prctl)";
    int landlock = ink_lockdown_files();
    if (!set_limits(memory_bytes))
        return "gränser för minne och filer (setrlimit)";
    if (!lock_calls())
        return "systemanrop (seccomp)";
    out_locks->landlock = landlock;
    return NULL;
}
