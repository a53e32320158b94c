/* SPDX-License-Identifier: MIT
 *
 * Addresses of mail servers and folders.
 */
#include "inkom/endpoint.h"

#include "inkom/error.h"

#include <gio/gio.h>
#include <string.h>

#define TIMEOUT_MS_DEFAULT 30000

static const struct {
    const char *name;
    InkScheme scheme;
    guint16 port, port_with_user;
} schemes[] = {
    {"imaps", INK_SCHEME_IMAPS, 993, 993}, {"imap", INK_SCHEME_IMAP, 143, 143},
    {"smtps", INK_SCHEME_SMTPS, 465, 465}, {"smtp", INK_SCHEME_SMTP, 25, 587},
    {"maildir", INK_SCHEME_MAILDIR, 0, 0},
};

static gsize
find_scheme(const char *url)
{
    for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++) {
        gsize size = strlen(schemes[i].name);
        if (strncmp(url, schemes[i].name, size) == 0 && url[size] == ':')
            return i;
    }
    return G_N_ELEMENTS(schemes);
}

static gboolean
fail(GError **error, const char *url, const char *why)
{
    g_set_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG, "\"%s\": %s", url, why);
    return FALSE;
}

static gboolean
parse_maildir(InkEndpoint *endpoint, const char *url, const char *relative_to, GError **error)
{
    const char *path = url + strlen("maildir:");
    if (path[0] == '\0')
        return fail(error, url, "mappens namn saknas; skriv till exempel maildir:var/inkorg");
    endpoint->path =
        g_path_is_absolute(path) ? g_strdup(path) : g_build_filename(relative_to, path, NULL);
    return TRUE;
}

static gboolean
parse_server(InkEndpoint *endpoint, const char *url, gsize scheme, GError **error)
{
    g_autoptr(GUri) uri = g_uri_parse(url, G_URI_FLAGS_HAS_PASSWORD, NULL);
    if (uri == NULL || g_uri_get_host(uri) == NULL || g_uri_get_host(uri)[0] == '\0')
        return fail(error, url,
                    "skriv till exempel imaps://inkorg@imap.exempel.example/INBOX "
                    "eller smtp://127.0.0.1:25");
    if (g_uri_get_password(uri) != NULL)
        return fail(error, "…", "lösenordet får inte stå i adressen; ge det under password:");
    if (g_uri_get_query(uri) != NULL || g_uri_get_fragment(uri) != NULL)
        return fail(error, url, "? och # hör inte hemma i adressen");

    const char *user = g_uri_get_user(uri);
    const char *path = g_uri_get_path(uri);
    gboolean is_imap = schemes[scheme].scheme <= INK_SCHEME_IMAP;
    if (path[0] == '/')
        path++;
    if (!is_imap && path[0] != '\0')
        return fail(error, url, "en smtp-adress har ingen mapp; ta bort allt efter värdnamnet");
    endpoint->host = g_strdup(g_uri_get_host(uri));
    endpoint->user = user != NULL && user[0] != '\0' ? g_strdup(user) : NULL;
    int port = g_uri_get_port(uri);
    guint16 usual = endpoint->user != NULL ? schemes[scheme].port_with_user : schemes[scheme].port;
    endpoint->port = port > 0 ? (guint16)port : usual;
    if (is_imap)
        endpoint->path = g_strdup(path[0] != '\0' ? path : "INBOX");
    return TRUE;
}

InkEndpoint *
ink_endpoint_parse(const char *url, const char *relative_to, GError **error)
{
    gsize scheme = find_scheme(url);
    if (scheme == G_N_ELEMENTS(schemes)) {
        fail(error, url, "adressen ska börja med imaps:, imap:, smtps:, smtp: eller maildir:");
        return NULL;
    }
    g_autoptr(InkEndpoint) endpoint = g_new0(InkEndpoint, 1);
    endpoint->scheme = schemes[scheme].scheme;
    endpoint->timeout_ms = TIMEOUT_MS_DEFAULT;
    gboolean is_good = endpoint->scheme == INK_SCHEME_MAILDIR
                           ? parse_maildir(endpoint, url, relative_to, error)
                           : parse_server(endpoint, url, scheme, error);
    return is_good ? g_steal_pointer(&endpoint) : NULL;
}

InkEndpoint *
ink_endpoint_copy(const InkEndpoint *endpoint)
{
    InkEndpoint *copy = g_memdup2(endpoint, sizeof *endpoint);
    copy->host = g_strdup(endpoint->host);
    copy->user = g_strdup(endpoint->user);
    copy->path = g_strdup(endpoint->path);
    copy->ca_file = g_strdup(endpoint->ca_file);
    return copy;
}

void
ink_endpoint_free(InkEndpoint *endpoint)
{
    if (endpoint == NULL)
        return;
    g_free(endpoint->host);
    g_free(endpoint->user);
    g_free(endpoint->path);
    g_free(endpoint->ca_file);
    g_free(endpoint);
}

gboolean
ink_endpoint_is_loopback(const InkEndpoint *endpoint)
{
    if (endpoint->host == NULL)
        return FALSE;
    if (g_ascii_strcasecmp(endpoint->host, "localhost") == 0)
        return TRUE;
    g_autoptr(GInetAddress) address = g_inet_address_new_from_string(endpoint->host);
    return address != NULL && g_inet_address_get_is_loopback(address);
}

gboolean
ink_endpoint_is_folder(const InkEndpoint *endpoint, const char *folder)
{
    if (g_ascii_strcasecmp(folder, "INBOX") == 0)
        return g_ascii_strcasecmp(endpoint->path, "INBOX") == 0;
    return strcmp(endpoint->path, folder) == 0;
}

gboolean
ink_endpoint_is_same_box(const InkEndpoint *a, const InkEndpoint *b)
{
    if (a->scheme != b->scheme)
        return FALSE;
    if (a->scheme == INK_SCHEME_MAILDIR)
        return g_str_equal(a->path, b->path);
    return a->port == b->port && g_ascii_strcasecmp(a->host, b->host) == 0 &&
           g_strcmp0(a->user, b->user) == 0 &&
           (a->path == NULL || ink_endpoint_is_folder(a, b->path));
}

char *
ink_endpoint_format(const InkEndpoint *endpoint)
{
    const char *scheme = schemes[0].name;
    for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++)
        if (schemes[i].scheme == endpoint->scheme)
            scheme = schemes[i].name;
    if (endpoint->scheme == INK_SCHEME_MAILDIR)
        return g_strdup_printf("%s:%s", scheme, endpoint->path);
    return g_strdup_printf(
        "%s://%s%s%s:%u%s%s", scheme, endpoint->user != NULL ? endpoint->user : "",
        endpoint->user != NULL ? "@" : "", endpoint->host, endpoint->port,
        endpoint->path != NULL ? "/" : "", endpoint->path != NULL ? endpoint->path : "");
}
