/* SPDX-License-Identifier: MIT
 *
 * Non-blocking TCP sockets with deadlines. poll() and never select(): a service with many files
 * open gets descriptors above FD_SETSIZE, and select() then ends the program.
 */
#include "socket-private.h"

#include "inkom/error.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

gint64
ink_socket_deadline(int timeout_ms)
{
    return g_get_monotonic_time() + (gint64)timeout_ms * 1000;
}

gboolean
ink_socket_wait(int fd, short events, gint64 deadline)
{
    struct pollfd wanted = {.fd = fd, .events = events};

    for (;;) {
        gint64 left_ms = (deadline - g_get_monotonic_time() + 999) / 1000;
        int ready;

        if (left_ms <= 0)
            return FALSE;
        ready = poll(&wanted, 1, (int)MIN(left_ms, G_MAXINT));
        if (ready > 0)
            return TRUE; /* also on POLLHUP and POLLERR: the call that follows says what it is */
        if (ready < 0 && errno != EINTR && errno != EAGAIN)
            return FALSE;
    }
}

static gboolean
is_loopback_address(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)address;
        return (ntohl(v4->sin_addr.s_addr) >> 24) == 127;
    }
    if (address->sa_family == AF_INET6) {
        const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)(const void *)address;
        return IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
    }
    return FALSE;
}

/* 0, or the errno that says why not. */
static int
finish_connect(int fd, const struct addrinfo *address, gint64 deadline)
{
    int problem = 0;
    socklen_t size = sizeof problem;

    if (connect(fd, address->ai_addr, address->ai_addrlen) == 0)
        return 0;
    if (errno != EINPROGRESS && errno != EINTR)
        return errno;
    if (!ink_socket_wait(fd, POLLOUT, deadline))
        return ETIMEDOUT;
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &problem, &size) != 0)
        return errno;
    return problem;
}

static int
connect_address(const struct addrinfo *address, gint64 deadline, int *out_problem)
{
    const int on = 1;
    int problem;
    int fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0) {
        *out_problem = errno;
        return -1;
    }
    problem = finish_connect(fd, address, deadline);
    if (problem != 0) {
        close(fd);
        *out_problem = problem;
        return -1;
    }
    /* Commands are small writes that wait for an answer: Nagle's delay costs 40 ms each. */
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    (void)setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    return fd;
}

static const char *
explain_errno(int problem)
{
    switch (problem) {
    case ECONNREFUSED:
        return "servern tar inte emot förbindelser på den porten";
    case ETIMEDOUT:
        return "servern svarade inte i tid";
    case ENETUNREACH:
    case EHOSTUNREACH:
        return "det finns ingen väg dit i nätet";
    default:
        return g_strerror(problem);
    }
}

/* "localhost" may be spoken to in plaintext, so a name service that gives it another address must
 * not be believed. */
static gboolean
may_use(const InkEndpoint *endpoint, const struct addrinfo *address)
{
    return !ink_endpoint_is_loopback(endpoint) || is_loopback_address(address->ai_addr);
}

static guint
count_addresses(const struct addrinfo *list)
{
    guint count = 0;
    for (; list != NULL; list = list->ai_next)
        count++;
    return count;
}

/* Each address gets an equal share of the time that is left, so that a dead first one (IPv6
 * without a route, say) leaves time for the next. */
static int
connect_any(const InkEndpoint *endpoint, const struct addrinfo *list, int *out_problem)
{
    const gint64 deadline = ink_socket_deadline(endpoint->timeout_ms);
    guint left = count_addresses(list);

    *out_problem = EADDRNOTAVAIL;
    for (; list != NULL; list = list->ai_next, left--) {
        const gint64 now = g_get_monotonic_time();
        int fd;

        if (!may_use(endpoint, list))
            continue;
        fd = connect_address(list, now + (deadline - now) / left, out_problem);
        if (fd >= 0)
            return fd;
    }
    return -1;
}

int
ink_socket_connect(const InkEndpoint *endpoint, GError **error)
{
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
    struct addrinfo *list = NULL;
    char port[8];
    int problem, fd;

    g_snprintf(port, sizeof port, "%u", endpoint->port);
    problem = getaddrinfo(endpoint->host, port, &hints, &list);
    if (problem != 0) {
        g_set_error(error, INK_ERROR, INK_ERROR_TEMPORARY,
                    problem == EAI_AGAIN
                        ? "%s: namnet kunde inte slås upp just nu; svarar namnservern?"
                        : "%s: det finns ingen server med det namnet; är det rätt stavat?",
                    endpoint->host);
        return -1;
    }
    fd = connect_any(endpoint, list, &problem);
    freeaddrinfo(list);
    if (fd < 0)
        g_set_error(error, INK_ERROR, INK_ERROR_TEMPORARY, "%s port %u: %s", endpoint->host,
                    endpoint->port, explain_errno(problem));
    return fd;
}
