/* SPDX-License-Identifier: MIT
 *
 * The child: the same program, started anew with one hidden argument. It loads what parsing needs,
 * locks itself up, and then does nothing but turn bytes into messages until its socket is closed.
 *
 * Started anew, not forked: the service has threads, and after a fork a child of those may do
 * almost nothing until it execs. An exec also leaves behind what a parser must not have: passwords
 * and keys in memory, open files, the addresses where code lies.
 *
 * It takes over before main(), because each program that can start a child must be able to be one,
 * tests too: one that forgot to ask would start itself for ever.
 */
#include "serve.h"

#include "lockdown.h"
#include "message-wire.h"

#include "inkom/parse.h"

#include <errno.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

const char ink_serve_argument[] = "--read-messages-in-a-cage";

#define ENOUGH_ROOM (64 * 1024) /* for most messages; the rest of it is given back */

static gboolean
read_all(gpointer out, gsize size)
{
    char *at = out;
    while (size > 0) {
        gssize count = read(INK_SERVE_SOCKET, at, size);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return FALSE;
        at += count;
        size -= (gsize)count;
    }
    return TRUE;
}

gboolean
ink_serve_write(gconstpointer bytes, gsize size)
{
    const char *at = bytes;
    while (size > 0) {
        gssize count = write(INK_SERVE_SOCKET, at, size);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return FALSE;
        at += count;
        size -= (gsize)count;
    }
    return TRUE;
}

/* The message and some copies of it (mended line ends, a mended header, what is decoded), the
 * header's fields as objects, and the program itself. */
static gsize
get_memory_limit(const InkLimits *limits)
{
    return 192 * 1024 * 1024 + 6 * (gsize)limits->message_bytes + 16 * (gsize)limits->header_bytes;
}

InkLimits
ink_serve_start(void)
{
    InkLimits limits;
    if (!read_all(&limits, sizeof limits))
        _exit(0);
    /* As in main(): GMime asks which charset the locale has. */
    setlocale(LC_CTYPE, "C.UTF-8");
    ink_parse_init();
    ink_parse_load_charsets();
    InkLocks locks = {0};
    const char *why = ink_lockdown(get_memory_limit(&limits), &locks);
    InkHello hello = {.landlock = locks.landlock};
    g_strlcpy(hello.why, why != NULL ? why : "", sizeof hello.why);
    if (!ink_serve_write(&hello, sizeof hello) || why != NULL)
        _exit(0);
    return limits;
}

GBytes *
ink_serve_take(void)
{
    InkFrame frame;
    if (!read_all(&frame, sizeof frame))
        return NULL;
    g_autofree char *bytes = g_malloc(MAX(frame.size, 1));
    if (!read_all(bytes, frame.size))
        return NULL;
    return g_bytes_new_take(g_steal_pointer(&bytes), frame.size);
}

static void
refuse(GByteArray *answer, const char *why)
{
    g_byte_array_set_size(answer, sizeof(InkFrame));
    g_byte_array_append(answer, (const guint8 *)why, (guint)strlen(why));
}

void
ink_serve_answer(GBytes *question, const InkLimits *limits)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkMessage) message = ink_message_parse(question, limits, &error);
    g_autoptr(GByteArray) answer = g_byte_array_sized_new(ENOUGH_ROOM);
    g_byte_array_set_size(answer, sizeof(InkFrame));
    InkFrame frame = {.kind = INK_FRAME_REFUSED};
    if (message != NULL) {
        frame.kind = INK_FRAME_MESSAGE;
        ink_message_wire_write(message, answer);
    }
    if (message == NULL) {
        refuse(answer, error->message);
    } else if (answer->len > ink_frame_get_answer_max(limits->header_bytes, limits->text_bytes)) {
        frame.kind = INK_FRAME_REFUSED;
        refuse(answer, "Meddelandet har mer i huvudet än vad som kan tas om hand.");
    }
    frame.size = answer->len - (guint)sizeof frame;
    memcpy(answer->data, &frame, sizeof frame);
    if (!ink_serve_write(answer->data, answer->len))
        _exit(0);
}

static void __attribute__((constructor)) serve_if_asked(int argc, char **argv)
{
    if (argc != 2 || strcmp(argv[1], ink_serve_argument) != 0)
        return;
    InkLimits limits = ink_serve_start();
    for (;;) {
        g_autoptr(GBytes) question = ink_serve_take();
        if (question == NULL)
            _exit(0);
        ink_serve_answer(question, &limits);
    }
}
