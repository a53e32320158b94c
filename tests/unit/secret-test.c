/* SPDX-License-Identifier: MIT
 *
 * Passwords: read from where they are, and never shown.
 */
#include "inkom/config.h"
#include "inkom/error.h"

#include "../../src/config/secret-private.h"
#include "harness.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CANARY "hemlig-kanariefågel"

static char *
write_file(const char *folder, const char *name, const char *text, guint mode)
{
    char *file = g_build_filename(folder, name, NULL);
    g_assert_true(g_file_set_contents(file, text, -1, NULL));
    g_assert_cmpint(g_chmod(file, mode), ==, 0);
    return file;
}

static void
expect_secret(InkSecretKind kind, const char *value, const char *expected)
{
    g_autoptr(GError) error = NULL;
    InkSecret secret = {kind, (char *)value};
    g_autofree char *text = ink_secret_read(&secret, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(text, ==, expected);
}

/* part: what the message must say. */
static void
expect_error(InkSecretKind kind, const char *value, const char *part)
{
    g_autoptr(GError) error = NULL;
    InkSecret secret = {kind, (char *)value};
    g_autofree char *text = ink_secret_read(&secret, &error);
    g_assert_null(text);
    g_assert_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG);
    g_test_message("%s", error->message);
    g_assert_nonnull(strstr(error->message, part));
    g_assert_null(strstr(error->message, CANARY));
    g_assert_null(strstr(error->message, "kanarie"));
}

static void
test_file(void)
{
    static const struct {
        const char *text;
        const char *expected; /* NULL: an error that says part */
        const char *part;
    } FILES[] = {
        {CANARY, CANARY, NULL},
        {CANARY "\n", CANARY, NULL},
        {CANARY "\r\nrad två\n", CANARY, NULL},
        {" med mellanslag \n", " med mellanslag ", NULL},
        {"", NULL, "första raden är tom"},
        {"\n" CANARY "\n", NULL, "första raden är tom"},
    };
    g_autofree char *folder = g_dir_make_tmp("inkom-secret-XXXXXX", NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(FILES); i++) {
        g_autofree char *file = write_file(folder, "s", FILES[i].text, 0600);
        if (FILES[i].expected != NULL)
            expect_secret(INK_SECRET_FILE, file, FILES[i].expected);
        else
            expect_error(INK_SECRET_FILE, file, FILES[i].part);
        g_unlink(file);
    }
    g_autofree char *missing = g_build_filename(folder, "saknas", NULL);
    expect_error(INK_SECRET_FILE, missing, "filen finns inte");
    expect_error(INK_SECRET_FILE, folder, "inte en vanlig fil");
    g_autofree char *big = g_strnfill(5000, 'x');
    g_autofree char *long_file = write_file(folder, "l", big, 0600);
    expect_error(INK_SECRET_FILE, long_file, "för lång");
    g_autofree char *binary = g_build_filename(folder, "b", NULL);
    g_assert_true(g_file_set_contents(binary, "a\0b", 3, NULL));
    g_assert_cmpint(g_chmod(binary, 0600), ==, 0);
    expect_error(INK_SECRET_FILE, binary, "NUL");
    g_unlink(binary);
    g_unlink(long_file);
    g_rmdir(folder);
}

static void
test_rights(void)
{
    static const guint REFUSED[] = {0640, 0604, 0660, 0644, 0620, 0610};
    static const guint ACCEPTED[] = {0600, 0400, 0700};
    g_autofree char *folder = g_dir_make_tmp("inkom-secret-XXXXXX", NULL);
    g_autofree char *file = write_file(folder, "l ösen", CANARY, 0600);
    for (gsize i = 0; i < G_N_ELEMENTS(REFUSED); i++) {
        g_chmod(file, REFUSED[i]);
        expect_error(INK_SECRET_FILE, file, "kör chmod 600 '/");
    }
    for (gsize i = 0; i < G_N_ELEMENTS(ACCEPTED); i++) {
        g_chmod(file, ACCEPTED[i]);
        expect_secret(INK_SECRET_FILE, file, CANARY);
    }
    g_unlink(file);
    g_rmdir(folder);
}

static void
test_command(void)
{
    expect_secret(INK_SECRET_COMMAND, "echo a; echo b", "a");
    expect_secret(INK_SECRET_COMMAND, "printf 'å %s' x", "å x");
    expect_secret(INK_SECRET_COMMAND, "head -c 3 /dev/zero | tr '\\0' z; echo; seq 5000", "zzz");
    expect_secret(INK_SECRET_COMMAND, "echo kvar; exec >&-; true", "kvar");
    /* A grandchild that keeps the pipe open does not delay the answer. */
    gint64 before = g_get_monotonic_time();
    expect_secret(INK_SECRET_COMMAND, "sleep 5 2>/dev/null & echo genast", "genast");
    g_assert_cmpint(g_get_monotonic_time() - before, <, 4 * G_USEC_PER_SEC);
    expect_error(INK_SECRET_COMMAND, "printf %s%s kanarie fågel; exit 3", "felkoden 3");
    expect_error(INK_SECRET_COMMAND, "kill -9 $$", "signal 9");
    expect_error(INK_SECRET_COMMAND, "true", "första raden är tom");
    expect_error(INK_SECRET_COMMAND, "finns-inte-alls 2>/dev/null", "felkoden 127");
}

/* Stands in for libc's, so that it can fail. */
int
pidfd_open(pid_t pid, unsigned flags)
{
    if (g_getenv("TEST_NO_PIDFD") == NULL)
        return (int)syscall(SYS_pidfd_open, pid, flags);
    errno = EPERM;
    return -1;
}

static void
test_command_without_pidfd(void)
{
    gint64 before = g_get_monotonic_time();
    g_assert_true(g_setenv("TEST_NO_PIDFD", "1", TRUE));
    expect_error(INK_SECRET_COMMAND, "sleep 60", g_strerror(EPERM));
    g_unsetenv("TEST_NO_PIDFD");
    g_assert_cmpint(g_get_monotonic_time() - before, <, 5 * G_USEC_PER_SEC);
}

/* As under `inkom run`, whose signal thread has them blocked. */
static void
test_command_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    g_assert_cmpint(pthread_sigmask(SIG_BLOCK, &set, NULL), ==, 0);
    expect_error(INK_SECRET_COMMAND, "kill -TERM $$; echo kvar", "signal 15");
    expect_error(INK_SECRET_COMMAND, "kill -INT $$; echo kvar", "signal 2");
    g_assert_cmpint(pthread_sigmask(SIG_UNBLOCK, &set, NULL), ==, 0);
}

/* A killed process is not gone at once on a busy machine. */
static gboolean
is_ended(const char *process)
{
    g_autofree char *state = NULL;
    return !g_file_get_contents(process, &state, NULL, NULL) ||
           strstr(state, ") Z") != NULL; /* ended, and not yet taken by init */
}

/* A command that prints for ever, or hangs, is ended with its children. */
static void
test_command_hangs(void)
{
    g_autofree char *folder = g_dir_make_tmp("inkom-secret-XXXXXX", NULL);
    g_autofree char *fifo = g_build_filename(folder, "pid", NULL);
    g_autofree char *command = g_strdup_printf("sh -c 'echo $$ > %s; exec yes' & wait", fifo);
    g_autoptr(GError) error = NULL;
    g_assert_null(ink_secret_run(command, 2000, &error));
    g_assert_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG);
    g_assert_nonnull(strstr(error->message, "inte klart på 2 sekunder"));
    g_autofree char *pid = NULL;
    g_assert_true(g_file_get_contents(fifo, &pid, NULL, NULL));
    g_autofree char *process = g_strdup_printf("/proc/%s/stat", g_strstrip(pid));
    gint64 deadline = g_get_monotonic_time() + 5 * G_USEC_PER_SEC;
    while (!is_ended(process) && g_get_monotonic_time() < deadline)
        g_usleep(1000);
    g_assert_true(is_ended(process));
    g_unlink(fifo);
    g_rmdir(folder);
}

static void
test_credential(void)
{
    g_unsetenv("CREDENTIALS_DIRECTORY");
    expect_error(INK_SECRET_CREDENTIAL, "imap", "LoadCredential=imap");
    g_autofree char *folder = g_dir_make_tmp("inkom-secret-XXXXXX", NULL);
    g_assert_true(g_setenv("CREDENTIALS_DIRECTORY", folder, TRUE));
    g_autofree char *file = write_file(folder, "imap", CANARY "\n", 0440);
    expect_secret(INK_SECRET_CREDENTIAL, "imap", CANARY);
    expect_error(INK_SECRET_CREDENTIAL, "smtp", "filen finns inte");
    g_unlink(file);
    g_rmdir(folder);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/secret/file", test_file);
    g_test_add_func("/secret/rights", test_rights);
    g_test_add_func("/secret/command", test_command);
    g_test_add_func("/secret/command-hangs", test_command_hangs);
    g_test_add_func("/secret/command-without-pidfd", test_command_without_pidfd);
    g_test_add_func("/secret/command-signals", test_command_signals);
    g_test_add_func("/secret/credential", test_credential);
    return g_test_run();
}
