/* SPDX-License-Identifier: MIT
 *
 * Where letters go: finds the driver by the endpoint's scheme.
 */
#include "transport-private.h"

#include "inkom/error.h"

struct InkTransport {
    const InkTransportDriver *driver; /* NULL: the endpoint cannot be sent to */
    InkEndpoint *endpoint;
    gpointer self;
};

static const InkTransportDriver *
find_driver(InkScheme scheme)
{
    switch (scheme) {
    case INK_SCHEME_SMTPS:
    case INK_SCHEME_SMTP:
        return &ink_smtp_transport;
    case INK_SCHEME_MAILDIR:
        return &ink_maildir_transport;
    case INK_SCHEME_IMAPS:
    case INK_SCHEME_IMAP:
    default:
        return NULL;
    }
}

InkTransport *
ink_transport_new(const InkEndpoint *endpoint, const char *password)
{
    InkTransport *transport = g_new0(InkTransport, 1);
    transport->endpoint = ink_endpoint_copy(endpoint);
    transport->driver = find_driver(endpoint->scheme);
    if (transport->driver != NULL)
        transport->self = transport->driver->new (transport->endpoint, password);
    return transport;
}

void
ink_transport_free(InkTransport *transport)
{
    if (transport == NULL)
        return;
    if (transport->driver != NULL)
        transport->driver->free(transport->self);
    ink_endpoint_free(transport->endpoint);
    g_free(transport);
}

gboolean
ink_transport_is_idempotent(const InkTransport *transport)
{
    return transport->driver != NULL && transport->driver->is_idempotent;
}

static char *
explain_scheme(const InkTransport *transport)
{
    g_autofree char *address = ink_endpoint_format(transport->endpoint);
    return g_strdup_printf(
        "%s: brev kan bara skickas till smtps:, smtp: eller maildir:; rätta transport:", address);
}

/* A wrong configuration is not the letter's fault: it waits until that has been mended. */
InkDelivery
ink_transport_send(InkTransport *transport, const char *from, const char *to,
                   const char *message_id, GBytes *bytes, char **out_answer)
{
    if (transport->driver != NULL)
        return transport->driver->send(transport->self, from, to, message_id, bytes, out_answer);
    *out_answer = explain_scheme(transport);
    return INK_DELIVERY_TEMPORARY;
}

gboolean
ink_transport_is_reachable(const InkTransport *transport)
{
    return transport->driver != NULL && transport->driver->is_reachable(transport->self);
}

gboolean
ink_transport_check(InkTransport *transport, GError **error)
{
    if (transport->driver != NULL)
        return transport->driver->check(transport->self, error);
    g_autofree char *why = explain_scheme(transport);
    g_set_error_literal(error, INK_ERROR, INK_ERROR_BAD_CONFIG, why);
    return FALSE;
}
