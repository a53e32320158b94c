/* SPDX-License-Identifier: MIT
 *
 * The stream driver that libetpan reads and writes through, plaintext or TLS.
 *
 * The socket is non-blocking; a read or write that cannot go on waits in poll() until its deadline.
 * Each has the endpoint's timeout to itself, and the answers to one command together have ten
 * times that and a millisecond for every byte, so that a server which sends one byte now and then
 * does not hold us for ever. The end of the stream is an error (-1, never 0): libetpan's literal
 * parser would otherwise ask again for ever. After the first failure everything fails, and the
 * reason is kept for the message.
 */
#include "stream-private.h"

#include "inkom/error.h"
#include "socket-private.h"
#include "tls-private.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUFFER_SIZE     (32 * 1024)
#define ANSWER_TIMEOUTS 10   /* the answers to one command may take so many timeouts … */
#define US_PER_BYTE     1000 /* … and this long for every byte that has come */

typedef struct {
    int fd;
    InkTls *tls; /* NULL = plaintext */
    char *name;  /* "host port 993" */
    int timeout_ms;
    char *failure;

    gint64 budget;   /* bytes that the server may send after a command */
    gint64 received; /* bytes it has sent since the last one */
    gint64 asked_at; /* when the last one was sent */

    InkStreamCheck check;
    gpointer check_data;
} Connection;

static void
connection_free(Connection *connection)
{
    if (connection->tls != NULL) {
        ink_tls_close(connection->tls);
        ink_tls_free(connection->tls);
    }
    close(connection->fd);
    g_free(connection->name);
    g_free(connection->failure);
    g_free(connection);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Connection, connection_free)

static Connection *
get_connection(const mailstream *stream)
{
    return stream->low->data;
}

static ssize_t
fail(Connection *connection, const char *why)
{
    if (connection->failure == NULL)
        connection->failure = g_strdup_printf("%s: %s", connection->name, why);
    return -1;
}

static const char *
explain_end(void)
{
    return errno == ECONNRESET || errno == EPIPE ? "servern bröt förbindelsen"
                                                 : "förbindelsen bröts av ett fel";
}

static ssize_t
read_once(Connection *connection, void *buffer, gsize size, short *out_events)
{
    *out_events = POLLIN;
    return connection->tls != NULL ? ink_tls_read(connection->tls, buffer, size, out_events)
                                   : recv(connection->fd, buffer, size, 0);
}

static ssize_t
write_once(Connection *connection, const void *bytes, gsize size, short *out_events)
{
    *out_events = POLLOUT;
    return connection->tls != NULL ? ink_tls_write(connection->tls, bytes, size, out_events)
                                   : send(connection->fd, bytes, size, MSG_NOSIGNAL);
}

static gint64
get_read_deadline(const Connection *connection)
{
    const gint64 whole = connection->asked_at +
                         (gint64)connection->timeout_ms * 1000 * ANSWER_TIMEOUTS +
                         connection->received * US_PER_BYTE;
    return MIN(ink_socket_deadline(connection->timeout_ms), whole);
}

/* Counts and checks what came. */
static ssize_t
take(Connection *connection, const char *bytes, ssize_t size)
{
    const char *why = NULL;

    connection->received += size;
    if (connection->received > connection->budget)
        return fail(connection, "servern skickade mer än den får; förbindelsen är stängd");
    if (connection->check != NULL)
        why = connection->check(connection->check_data, bytes, (gsize)size);
    return why != NULL ? fail(connection, why) : size;
}

static ssize_t
driver_read(mailstream_low *low, void *buffer, size_t size)
{
    Connection *connection = low->data;
    gint64 deadline = 0;

    while (connection->failure == NULL && size > 0) {
        short events;
        const ssize_t result = read_once(connection, buffer, size, &events);

        if (result > 0)
            return take(connection, buffer, result);
        if (result == 0)
            return fail(connection, "servern stängde förbindelsen");
        if (errno == EINTR)
            continue;
        if (errno != EAGAIN)
            return fail(connection, explain_end());
        if (deadline == 0)
            deadline = get_read_deadline(connection);
        if (!ink_socket_wait(connection->fd, events, deadline))
            return fail(connection, "servern svarade inte i tid");
    }
    return -1;
}

static ssize_t
driver_write(mailstream_low *low, const void *bytes, size_t size)
{
    Connection *connection = low->data;
    const gint64 deadline = ink_socket_deadline(connection->timeout_ms);

    while (connection->failure == NULL && size > 0) {
        short events;
        const ssize_t result = write_once(connection, bytes, size, &events);

        if (result > 0) {
            connection->received = 0;
            connection->asked_at = g_get_monotonic_time();
            return result;
        }
        if (errno == EINTR)
            continue;
        if (errno != EAGAIN)
            return fail(connection, explain_end());
        if (!ink_socket_wait(connection->fd, events, deadline))
            return fail(connection, "servern tog inte emot i tid");
    }
    return -1;
}

static int
driver_close(G_GNUC_UNUSED mailstream_low *low)
{
    return 0; /* driver_free() follows at once */
}

static int
driver_get_fd(mailstream_low *low)
{
    const Connection *connection = low->data;
    return connection->fd;
}

static void
driver_free(mailstream_low *low)
{
    connection_free(low->data);
    free(low); /* libetpan allocated it and leaves it to its driver */
}

static const mailstream_low_driver DRIVER = {
    .mailstream_read = driver_read,
    .mailstream_write = driver_write,
    .mailstream_close = driver_close,
    .mailstream_get_fd = driver_get_fd,
    .mailstream_free = driver_free,
};

/* libetpan would let a literal above its ceiling (8 MB) be a file in /tmp: mail stays in memory. */
void
ink_net_init(void)
{
    (void)signal(SIGPIPE, SIG_IGN);
    mailstream_network_delay.tv_sec = 60;
    mailstream_network_delay.tv_usec = 0;
    mmap_string_set_ceil(G_MAXSIZE / 2);
}

gboolean
ink_stream_may_be_plain(const InkEndpoint *endpoint)
{
    return endpoint->ca_file == NULL && ink_endpoint_is_loopback(endpoint);
}

static gboolean
has_implicit_tls(const InkEndpoint *endpoint)
{
    return endpoint->scheme == INK_SCHEME_IMAPS || endpoint->scheme == INK_SCHEME_SMTPS;
}

mailstream *
ink_stream_open(const InkEndpoint *endpoint, GError **error)
{
    g_autoptr(Connection) connection = NULL;
    const int fd = ink_socket_connect(endpoint, error);

    if (fd < 0)
        return NULL;
    connection = g_new0(Connection, 1);
    connection->fd = fd;
    connection->name = g_strdup_printf("%s port %u", endpoint->host, endpoint->port);
    connection->timeout_ms = endpoint->timeout_ms;
    connection->budget = INK_STREAM_BUDGET;
    connection->asked_at = g_get_monotonic_time();
    if (has_implicit_tls(endpoint)) {
        connection->tls = ink_tls_open(fd, endpoint, error);
        if (connection->tls == NULL)
            return NULL;
    }
    return mailstream_new(
        mailstream_low_new(g_steal_pointer(&connection), (mailstream_low_driver *)&DRIVER),
        BUFFER_SIZE);
}

/* Bytes that have come ahead of the handshake were written in plaintext by whoever sits between,
 * and must never be read as if they came from within it. */
gboolean
ink_stream_start_tls(mailstream *stream, const InkEndpoint *endpoint, GError **error)
{
    Connection *connection = get_connection(stream);

    g_return_val_if_fail(connection->tls == NULL, FALSE);
    if (stream->read_buffer_len != 0) {
        fail(connection, "servern skickade data i klartext efter STARTTLS; "
                         "någon kan ha tagit sig in på förbindelsen");
        g_set_error_literal(error, INK_ERROR, INK_ERROR_BAD_CONFIG, connection->failure);
        return FALSE;
    }
    connection->tls = ink_tls_open(connection->fd, endpoint, error);
    if (connection->tls == NULL) {
        fail(connection, "ingen krypterad förbindelse");
        return FALSE;
    }
    return TRUE;
}

void
ink_stream_set_budget(mailstream *stream, gint64 bytes)
{
    get_connection(stream)->budget = bytes;
}

const char *
ink_stream_get_failure(mailstream *stream)
{
    return get_connection(stream)->failure;
}

void
ink_stream_set_check(mailstream *stream, InkStreamCheck check, gpointer user_data)
{
    Connection *connection = get_connection(stream);

    connection->check = check;
    connection->check_data = user_data;
}
