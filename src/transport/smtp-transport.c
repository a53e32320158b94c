/* SPDX-License-Identifier: MIT
 *
 * Letters by SMTP. The session is kept for the next letter; a server may close it meanwhile, so
 * when an old session turns out to be lost before the letter was taken, one new one is tried.
 */
#include "transport-private.h"

#include "inkom/error.h"
#include "inkom/smtp.h"

typedef struct {
    const InkEndpoint *endpoint;
    char *password;
    InkSmtp *smtp; /* NULL until the first letter */
} SmtpTransport;

static gpointer
smtp_transport_new(const InkEndpoint *endpoint, const char *password)
{
    SmtpTransport *self = g_new0(SmtpTransport, 1);
    self->endpoint = endpoint;
    self->password = g_strdup(password);
    return self;
}

static void
smtp_transport_free(gpointer data)
{
    SmtpTransport *self = data;
    ink_smtp_close(self->smtp);
    g_free(self->password);
    g_free(self);
}

static gboolean
reopen(SmtpTransport *self, GError **error)
{
    g_clear_pointer(&self->smtp, ink_smtp_close);
    self->smtp = ink_smtp_open(self->endpoint, self->password, error);
    return self->smtp != NULL;
}

static InkDelivery
send_anew(SmtpTransport *self, const char *from, const char *to, GBytes *bytes, char **out_answer)
{
    g_autoptr(GError) error = NULL;
    if (reopen(self, &error))
        return ink_smtp_send(self->smtp, from, to, bytes, out_answer);
    *out_answer = g_strdup(error->message);
    return INK_DELIVERY_TEMPORARY;
}

static InkDelivery
smtp_transport_send(gpointer data, const char *from, const char *to, const char *message_id,
                    GBytes *bytes, char **out_answer)
{
    (void)message_id; /* it stands in the letter */
    SmtpTransport *self = data;
    if (self->smtp == NULL || !ink_smtp_is_open(self->smtp))
        return send_anew(self, from, to, bytes, out_answer);
    g_autofree char *answer = NULL;
    InkDelivery delivery = ink_smtp_send(self->smtp, from, to, bytes, &answer);
    if (delivery == INK_DELIVERY_TEMPORARY && !ink_smtp_is_open(self->smtp))
        return send_anew(self, from, to, bytes, out_answer);
    *out_answer = g_steal_pointer(&answer);
    return delivery;
}

/* There is no session at all when the last try to open one failed. */
static gboolean
smtp_transport_is_reachable(gpointer data)
{
    const SmtpTransport *self = data;
    return self->smtp != NULL;
}

static gboolean
smtp_transport_check(gpointer data, GError **error)
{
    return reopen(data, error);
}

const InkTransportDriver ink_smtp_transport = {
    .is_idempotent = FALSE,
    .new = smtp_transport_new,
    .free = smtp_transport_free,
    .send = smtp_transport_send,
    .is_reachable = smtp_transport_is_reachable,
    .check = smtp_transport_check,
};
