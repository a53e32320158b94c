/* SPDX-License-Identifier: MIT
 *
 * One TLS session on a connected socket (GnuTLS). The certificate is verified in the middle of the
 * handshake by gnutls_session_set_verify_cert2(): chain, validity, host name and purpose. A server
 * that fails it gets an alert and never a byte of ours.
 */
#include "tls-private.h"

#include "inkom/error.h"
#include "socket-private.h"

#include <arpa/inet.h>
#include <errno.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <poll.h>
#include <string.h>

/* Nothing older than TLS 1.2 (RFC 8996), no keys below 112 bits of strength. */
#define PRIORITY "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%PROFILE_MEDIUM"

struct InkTls {
    gnutls_session_t session;
    gnutls_certificate_credentials_t credentials;
    char *host;
    gnutls_typed_vdata_st wanted[2]; /* GnuTLS keeps a pointer to it until the handshake is done */
};

static const struct {
    guint bit;
    const char *reason;
} REASONS[] = {
    {GNUTLS_CERT_SIGNER_NOT_FOUND, "utfärdaren är okänd: certifikatet är självsignerat eller "
                                   "undertecknat av någon som datorn inte litar på"},
    {GNUTLS_CERT_UNEXPECTED_OWNER, "certifikatet gäller ett annat servernamn"},
    {GNUTLS_CERT_EXPIRED, "giltighetstiden har gått ut"},
    {GNUTLS_CERT_NOT_ACTIVATED, "det gäller inte ännu (eller så går datorns klocka fel)"},
    {GNUTLS_CERT_REVOKED, "det är återkallat"},
    {GNUTLS_CERT_SIGNER_NOT_CA, "det är undertecknat av någon som inte får utfärda certifikat"},
    {GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE, "utfärdaren får inte utfärda certifikat för det "
                                             "här servernamnet"},
    {GNUTLS_CERT_PURPOSE_MISMATCH, "det är inte avsett för servrar"},
    {GNUTLS_CERT_INSECURE_ALGORITHM, "det är undertecknat med en metod som inte är säker längre"},
    {GNUTLS_CERT_SIGNATURE_FAILURE, "underskriften stämmer inte"},
    {GNUTLS_CERT_UNKNOWN_CRIT_EXTENSIONS, "det har villkor som programmet inte förstår"},
};

static char *
explain_status(guint status)
{
    g_autoptr(GPtrArray) reasons = g_ptr_array_new();

    for (gsize i = 0; i < G_N_ELEMENTS(REASONS); i++)
        if ((status & REASONS[i].bit) != 0)
            g_ptr_array_add(reasons, (gpointer)REASONS[i].reason);
    if (reasons->len == 0)
        g_ptr_array_add(reasons, (gpointer) "det kunde inte kontrolleras");
    g_ptr_array_add(reasons, NULL);
    return g_strjoinv("; ", (char **)reasons->pdata);
}

static void
set_certificate_error(const InkTls *tls, const InkEndpoint *endpoint, GError **error)
{
    const guint status = gnutls_session_get_verify_cert_status(tls->session);
    g_autofree char *why = explain_status(status);

    g_set_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG,
                "%s port %u: serverns certifikat godtas inte: %s. Inget lösenord har skickats. "
                "Rätta servernamnet i konfigurationen, ange utfärdarens fil med ca:, eller be den "
                "som sköter servern att byta certifikat",
                endpoint->host, endpoint->port, why);
}

static const char *
explain_handshake(int result)
{
    switch (result) {
    case GNUTLS_E_UNEXPECTED_PACKET_LENGTH:
    case GNUTLS_E_UNEXPECTED_PACKET:
    case GNUTLS_E_UNSUPPORTED_VERSION_PACKET:
    case GNUTLS_E_RECORD_LIMIT_REACHED:
        return "servern svarar inte med TLS; kontrollera porten";
    case GNUTLS_E_PREMATURE_TERMINATION:
    case GNUTLS_E_PULL_ERROR:
    case GNUTLS_E_PUSH_ERROR:
        return "servern bröt förbindelsen mitt i handskakningen";
    default:
        return gnutls_strerror(result);
    }
}

static void
set_handshake_error(const InkTls *tls, const InkEndpoint *endpoint, int result, GError **error)
{
    if (result == GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR || result == GNUTLS_E_CERTIFICATE_ERROR) {
        set_certificate_error(tls, endpoint, error);
        return;
    }
    g_set_error(error, INK_ERROR, INK_ERROR_TEMPORARY,
                "%s port %u: ingen krypterad förbindelse: %s", endpoint->host, endpoint->port,
                explain_handshake(result));
}

static gboolean
load_authorities(InkTls *tls, const InkEndpoint *endpoint, GError **error)
{
    const char *file = endpoint->ca_file;
    const int count = file != NULL ? gnutls_certificate_set_x509_trust_file(tls->credentials, file,
                                                                            GNUTLS_X509_FMT_PEM)
                                   : gnutls_certificate_set_x509_system_trust(tls->credentials);
    if (count > 0)
        return TRUE;
    if (file != NULL)
        g_set_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG,
                    "%s: filen med betrodda certifikatutfärdare kan inte läsas eller har inget "
                    "certifikat (PEM)",
                    file);
    else
        g_set_error_literal(error, INK_ERROR, INK_ERROR_BAD_CONFIG,
                            "datorn har inga betrodda certifikatutfärdare; installera paketet "
                            "ca-certificates");
    return FALSE;
}

static gboolean
is_ip_address(const char *host)
{
    guint8 address[16];
    return inet_pton(AF_INET, host, address) == 1 || inet_pton(AF_INET6, host, address) == 1;
}

/* A host given by its number is compared with the certificate's IP addresses (GnuTLS sees that it
 * is one), and is not announced: server name indication is for names (RFC 6066 §3). */
static gboolean
prepare(InkTls *tls, int fd)
{
    if (gnutls_priority_set_direct(tls->session, PRIORITY, NULL) < 0 ||
        gnutls_credentials_set(tls->session, GNUTLS_CRD_CERTIFICATE, tls->credentials) < 0)
        return FALSE;
    if (!is_ip_address(tls->host) &&
        gnutls_server_name_set(tls->session, GNUTLS_NAME_DNS, tls->host, strlen(tls->host)) < 0)
        return FALSE;
    tls->wanted[0].type = GNUTLS_DT_DNS_HOSTNAME;
    tls->wanted[0].data = (guint8 *)tls->host;
    tls->wanted[1].type = GNUTLS_DT_KEY_PURPOSE_OID;
    tls->wanted[1].data = (guint8 *)GNUTLS_KP_TLS_WWW_SERVER;
    gnutls_session_set_verify_cert2(tls->session, tls->wanted, G_N_ELEMENTS(tls->wanted), 0);
    gnutls_transport_set_int(tls->session, fd);
    return TRUE;
}

static short
get_events(const InkTls *tls)
{
    return gnutls_record_get_direction(tls->session) == 0 ? POLLIN : POLLOUT;
}

static gboolean
shake_hands(InkTls *tls, int fd, const InkEndpoint *endpoint, GError **error)
{
    const gint64 deadline = ink_socket_deadline(endpoint->timeout_ms);

    for (;;) {
        const int result = gnutls_handshake(tls->session);

        if (result == GNUTLS_E_SUCCESS)
            return TRUE;
        if (gnutls_error_is_fatal(result)) {
            (void)gnutls_alert_send_appropriate(tls->session, result);
            set_handshake_error(tls, endpoint, result, error);
            return FALSE;
        }
        if (!ink_socket_wait(fd, get_events(tls), deadline)) {
            g_set_error(error, INK_ERROR, INK_ERROR_TEMPORARY,
                        "%s port %u: ingen krypterad förbindelse: servern svarade inte i tid",
                        endpoint->host, endpoint->port);
            return FALSE;
        }
    }
}

InkTls *
ink_tls_open(int fd, const InkEndpoint *endpoint, GError **error)
{
    g_autoptr(InkTls) tls = g_new0(InkTls, 1);

    tls->host = g_strdup(endpoint->host);
    if (gnutls_certificate_allocate_credentials(&tls->credentials) < 0 ||
        gnutls_init(&tls->session, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL) < 0 ||
        !prepare(tls, fd)) {
        g_set_error_literal(error, INK_ERROR, INK_ERROR_INTERNAL, "TLS kunde inte förberedas");
        return NULL;
    }
    if (!load_authorities(tls, endpoint, error) || !shake_hands(tls, fd, endpoint, error))
        return NULL;
    return g_steal_pointer(&tls);
}

void
ink_tls_free(InkTls *tls)
{
    if (tls == NULL)
        return;
    if (tls->session != NULL)
        gnutls_deinit(tls->session);
    if (tls->credentials != NULL)
        gnutls_certificate_free_credentials(tls->credentials);
    g_free(tls->host);
    g_free(tls);
}

void
ink_tls_close(InkTls *tls)
{
    (void)gnutls_bye(tls->session, GNUTLS_SHUT_WR);
}

/* A renegotiation (TLS 1.2) is not wanted and is an error like any other. */
static ssize_t
finish(const InkTls *tls, ssize_t result, short *out_events)
{
    if (result >= 0)
        return result;
    if (result == GNUTLS_E_AGAIN || result == GNUTLS_E_INTERRUPTED) {
        *out_events = get_events(tls);
        errno = EAGAIN;
    } else {
        errno = result == GNUTLS_E_PREMATURE_TERMINATION ? ECONNRESET : EPROTO;
    }
    return -1;
}

ssize_t
ink_tls_read(InkTls *tls, void *buffer, gsize size, short *out_events)
{
    return finish(tls, gnutls_record_recv(tls->session, buffer, size), out_events);
}

ssize_t
ink_tls_write(InkTls *tls, const void *bytes, gsize size, short *out_events)
{
    return finish(tls, gnutls_record_send(tls->session, bytes, size), out_events);
}
