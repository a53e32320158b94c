/* SPDX-License-Identifier: MIT
 *
 * A child that reads messages as the real one does, and misbehaves when a message tells it to: by
 * a line "Subject: stör KIND". A test that uses it begins its main() with
 *
 *     bad_child_serve_if_asked(argc, argv);
 */
#pragma once

#include "harness.h"

#include "../../src/sandbox/message-wire.h"
#include "../../src/sandbox/serve.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Alone: every child misbehaves. With "=PATH" after it: only the first, which makes that file. */
#define BAD_CHILD "--bad-child"
/* With a number after it: only says so of Landlock. */
#define BAD_CHILD_LANDLOCK "--bad-landlock="

static inline void
bad_child_send(guint32 kind, guint32 size, const char *text)
{
    const InkFrame frame = {kind, size};
    char bytes[sizeof frame + 100];
    memcpy(bytes, &frame, sizeof frame);
    g_strlcpy(bytes + sizeof frame, text, sizeof bytes - sizeof frame);
    if (!ink_serve_write(bytes, sizeof frame + strlen(text)))
        _exit(0);
}

static inline void
bad_child_loop(void)
{
    for (volatile guint64 i = 0;; i++)
        continue;
}

static inline void
bad_child_eat(void)
{
    for (;;)
        memset(g_malloc(1024 * 1024), 1, 1024 * 1024);
}

static inline void
bad_child_crash(void)
{
    raise(SIGSEGV);
}

static inline void
bad_child_kill(void)
{
    raise(SIGKILL);
}

static inline void
bad_child_exit(void)
{
    _exit(3);
}

static inline void
bad_child_garbage(void)
{
    bad_child_send(0x20202020, 0x20202020, "skräp");
}

static inline void
bad_child_half(void)
{
    bad_child_send(INK_FRAME_MESSAGE, 1000, "halva svaret");
    _exit(0);
}

static inline void
bad_child_stall(void)
{
    bad_child_send(INK_FRAME_MESSAGE, 1000, "halva svaret");
    g_bytes_unref(ink_serve_take()); /* which does not come */
}

static inline void
bad_child_huge(void)
{
    bad_child_send(INK_FRAME_MESSAGE, G_MAXUINT32, "");
}

static inline void
bad_child_flood(void)
{
    for (;;)
        bad_child_send(INK_FRAME_MESSAGE, 0, "mer och mer och mer och mer");
}

static inline void
bad_child_lie(void)
{
    bad_child_send(INK_FRAME_MESSAGE, 8, "\xff\xff\xff\xff\xff\xff\xff\xff");
}

static inline void
bad_child_deaf(void)
{
    close(INK_SERVE_SOCKET);
    _exit(0);
}

/* Sooner or later each of them is the end of the child. */
static const struct {
    const char *kind;
    void (*misbehave)(void);
    const char *why; /* what is said of it */
} bad_child_kinds[] = {
    {"krasch", bad_child_crash, "avbröts av SIGSEGV"},
    {"död", bad_child_kill, "avbröts av SIGKILL"},
    {"slut", bad_child_exit, "slutade mitt i (felkod 3)"},
    {"slinga", bad_child_loop,
     "sekunder"}, /* the processor's, or the clock's where others take that */
    {"minne", bad_child_eat, "minnet räckte inte"},
    {"skräp", bad_child_garbage, "svarade något obegripligt"},
    {"halvt", bad_child_half, "slutade mitt i (felkod 0)"},
    {"väntan", bad_child_stall, "svarade inte på 5 sekunder"},
    {"stort", bad_child_huge, "svarade med mer än ett meddelande kan innehålla"},
    {"flod", bad_child_flood, "sade mer än sitt svar"},
    {"lögn", bad_child_lie, "svarade fel: "},
    {"döv", bad_child_deaf, "slutade mitt i (felkod 0)"},
};

static inline void
bad_child_misbehave(GBytes *question)
{
    gsize size;
    const char *data = g_bytes_get_data(question, &size);
    for (gsize i = 0; i < G_N_ELEMENTS(bad_child_kinds); i++) {
        g_autofree char *line = g_strdup_printf("Subject: stör %s\n", bad_child_kinds[i].kind);
        if (memmem(data, size, line, strlen(line)) != NULL)
            bad_child_kinds[i].misbehave();
    }
}

static inline void
bad_child_tell_landlock(const char *number)
{
    InkLimits limits;
    const InkHello hello = {.landlock = (gint32)g_ascii_strtoll(number, NULL, 10)};
    if (read(INK_SERVE_SOCKET, &limits, sizeof limits) == sizeof limits &&
        ink_serve_write(&hello, sizeof hello))
        g_bytes_unref(ink_serve_take());
    _exit(0);
}

static inline void
bad_child_serve_if_asked(int argc, char **argv)
{
    if (argc == 2 && g_str_has_prefix(argv[1], BAD_CHILD_LANDLOCK))
        bad_child_tell_landlock(argv[1] + strlen(BAD_CHILD_LANDLOCK));
    if (argc != 2 || !g_str_has_prefix(argv[1], BAD_CHILD))
        return;
    gboolean is_bad = TRUE;
    if (argv[1][strlen(BAD_CHILD)] == '=')
        is_bad = open(argv[1] + strlen(BAD_CHILD) + 1, O_CREAT | O_EXCL, 0600) >= 0;
    InkLimits limits = ink_serve_start();
    for (;;) {
        g_autoptr(GBytes) question = ink_serve_take();
        if (question == NULL)
            _exit(0);
        if (is_bad)
            bad_child_misbehave(question);
        ink_serve_answer(question, &limits);
    }
}

static inline GBytes *
bad_child_letter(const char *subject)
{
    g_autofree char *text =
        g_strdup_printf("From: anna@example.org\nSubject: %s\n\nHej!\n", subject);
    return g_bytes_new(text, strlen(text));
}

static inline GBytes *
bad_child_letter_of_kind(const char *kind)
{
    g_autofree char *subject = g_strconcat("stör ", kind, NULL);
    return bad_child_letter(subject);
}

/* Open files of this process. */
static inline guint
bad_child_count_files(void)
{
    guint count = 0;
    DIR *folder = opendir("/proc/self/fd");
    while (readdir(folder) != NULL)
        count++;
    closedir(folder);
    return count;
}

/* No child is left, alive or dead. */
static inline void
bad_child_assert_none(void)
{
    g_assert_cmpint(waitpid(-1, NULL, WNOHANG), ==, -1);
    g_assert_cmpint(errno, ==, ECHILD);
}

/* Lines that are warned of; data: a guint. */
static inline GLogWriterOutput
bad_child_count_warnings(GLogLevelFlags level, const GLogField *fields, gsize count, gpointer data)
{
    if ((level & G_LOG_LEVEL_WARNING) == 0)
        return g_log_writer_default(level, fields, count, NULL);
    (*(guint *)data)++;
    return G_LOG_WRITER_HANDLED;
}
