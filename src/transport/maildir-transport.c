/* SPDX-License-Identifier: MIT
 *
 * Letters into a Maildir: for trying things out, for tests, and for handing over to another
 * program. The envelope stands in Return-Path: and Delivered-To:, as a mail server writes them, so
 * that another Inkom can take its mail from here.
 *
 * The file is named after the Message-ID and a hash of it and the recipient: the same letter to
 * the same person is the same file, however often it is sent.
 */
#include "transport-private.h"

#include "inkom/error.h"
#include "inkom/maildir.h"
#include "inkom/message.h"
#include "inkom/token.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define NAME_ID_MAX   100
#define NAME_HASH_MAX 16

typedef struct {
    const InkEndpoint *endpoint;
} MaildirTransport;

static gpointer
maildir_transport_new(const InkEndpoint *endpoint, const char *password)
{
    (void)password; /* a folder has none */
    MaildirTransport *self = g_new0(MaildirTransport, 1);
    self->endpoint = endpoint;
    return self;
}

static void
maildir_transport_free(gpointer data)
{
    g_free(data);
}

/* Only letters, digits and ".-_+@=", none of which means anything to a file system or a Maildir. */
static char *
dup_file_name(const char *message_id, const char *to)
{
    g_autofree char *both = g_strconcat(message_id, "\n", to, NULL);
    g_autofree char *hash = ink_sha256_hex(both, strlen(both));
    g_autofree char *name = g_strndup(message_id, NAME_ID_MAX);
    for (char *c = name; *c != '\0'; c++)
        if (!g_ascii_isalnum(*c) && (c == name || strchr(".-_+@=", *c) == NULL))
            *c = '_';
    return g_strdup_printf("%s.%.*s", name[0] != '\0' ? name : "_", NAME_HASH_MAX, hash);
}

static const char *
get_line_end(const char *data, gsize size)
{
    const char *end = memchr(data, '\n', size);
    return end != NULL && end > data && end[-1] == '\r' ? "\r\n" : "\n";
}

static GBytes *
add_envelope(const char *from, const char *to, GBytes *bytes)
{
    gsize size;
    const char *data = g_bytes_get_data(bytes, &size);
    const char *end = size > 0 ? get_line_end(data, size) : "\n";
    g_autofree char *head =
        g_strdup_printf("Return-Path: <%s>%sDelivered-To: %s%s", from, end, to, end);
    GByteArray *array = g_byte_array_new();
    g_byte_array_append(array, (const guint8 *)head, (guint)strlen(head));
    g_byte_array_append(array, (const guint8 *)data, (guint)size);
    return g_byte_array_free_to_bytes(array);
}

static InkDelivery
maildir_transport_send(gpointer data, const char *from, const char *to, const char *message_id,
                       GBytes *bytes, char **out_answer)
{
    const MaildirTransport *self = data;
    if ((from[0] != '\0' && !ink_address_is_sendable(from)) || !ink_address_is_sendable(to)) {
        *out_answer = g_strdup("avsändarens eller mottagarens adress går inte att skriva till");
        return INK_DELIVERY_PERMANENT;
    }
    const char *path = self->endpoint->path;
    g_autofree char *name = dup_file_name(message_id, to);
    g_autoptr(GBytes) letter = add_envelope(from, to, bytes);
    g_autoptr(GError) error = NULL;
    if (!ink_maildir_create(path, &error) || !ink_maildir_deliver(path, name, letter, &error)) {
        *out_answer = g_strdup(error->message);
        return INK_DELIVERY_TEMPORARY;
    }
    *out_answer = g_strdup_printf("lagt i %s som %s", path, name);
    return INK_DELIVERY_SENT;
}

static gboolean
maildir_transport_is_reachable(gpointer self)
{
    (void)self;
    return TRUE;
}

static gboolean
maildir_transport_check(gpointer data, GError **error)
{
    const MaildirTransport *self = data;
    static const char *const folders[] = {"tmp", "new"};
    if (!ink_maildir_create(self->endpoint->path, error))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *folder = g_build_filename(self->endpoint->path, folders[i], NULL);
        if (access(folder, W_OK | X_OK) != 0) {
            g_set_error(error, INK_ERROR, INK_ERROR_TEMPORARY, "Inkom får inte skriva i %s: %s",
                        folder, g_strerror(errno));
            return FALSE;
        }
    }
    return TRUE;
}

const InkTransportDriver ink_maildir_transport = {
    .is_idempotent = TRUE,
    .new = maildir_transport_new,
    .free = maildir_transport_free,
    .send = maildir_transport_send,
    .is_reachable = maildir_transport_is_reachable,
    .check = maildir_transport_check,
};
