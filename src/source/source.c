/* SPDX-License-Identifier: MIT
 *
 * A mailbox of any kind: finds the driver by the endpoint's scheme, and puts the mailbox's name
 * before every error, for the person who reads it has several.
 */
#include "source-private.h"

#include "inkom/error.h"

struct InkSource {
    const InkSourceDriver *driver;
    gpointer self;
    char *name;
    const InkMailbox *mailbox;
    InkMailbox *own_mailbox; /* of a folder for what is done: the mailbox, but for the path */
    InkLimits limits;
};

void
ink_listed_free(InkListed *listed)
{
    if (listed == NULL)
        return;
    g_free(listed->uid);
    g_free(listed);
}

void
ink_incoming_free(InkIncoming *incoming)
{
    if (incoming == NULL)
        return;
    g_free(incoming->uid);
    if (incoming->bytes != NULL)
        g_bytes_unref(incoming->bytes);
    g_free(incoming);
}

void
ink_held_free(InkHeld *held)
{
    if (held == NULL)
        return;
    g_free(held->uid);
    g_free(held);
}

static const InkSourceDriver *
find_driver(InkScheme scheme)
{
    switch (scheme) {
    case INK_SCHEME_IMAPS:
    case INK_SCHEME_IMAP:
        return &ink_imap_source;
    case INK_SCHEME_MAILDIR:
        return &ink_maildir_source;
    default:
        return NULL;
    }
}

static void
add_name(const char *name, GError **error)
{
    g_prefix_error(error, "brevlådan %s: ", name);
}

InkSource *
ink_source_open(const InkMailbox *mailbox, const InkLimits *limits, GError **error)
{
    const InkSourceDriver *driver = find_driver(mailbox->source->scheme);
    InkSource *source;
    gpointer self;

    if (driver == NULL) {
        g_set_error(
            error, INK_ERROR, INK_ERROR_BAD_CONFIG,
            "brevlådan %s: post kan bara hämtas från imaps:, imap: eller maildir:", mailbox->name);
        return NULL;
    }
    self = driver->open(mailbox, limits, error);
    if (self == NULL) {
        add_name(mailbox->name, error);
        return NULL;
    }
    source = g_new0(InkSource, 1);
    source->driver = driver;
    source->self = self;
    source->name = g_strdup(mailbox->name);
    source->mailbox = mailbox;
    source->limits = *limits;
    return source;
}

void
ink_source_close(InkSource *source)
{
    if (source == NULL)
        return;
    source->driver->close(source->self);
    if (source->own_mailbox != NULL)
        ink_endpoint_free(source->own_mailbox->source);
    g_free(source->own_mailbox);
    g_free(source->name);
    g_free(source);
}

guint32
ink_source_get_uidvalidity(const InkSource *source)
{
    return source->driver->get_uidvalidity(source->self);
}

gboolean
ink_source_has_marks(const InkSource *source)
{
    return source->driver->has_marks(source->self);
}

GPtrArray *
ink_source_list(InkSource *source, guint32 after_uid, GError **error)
{
    GPtrArray *listed = source->driver->list(source->self, after_uid, error);

    if (listed == NULL)
        add_name(source->name, error);
    return listed;
}

GPtrArray *
ink_source_fetch(InkSource *source, InkListed *const *listed, gsize count, GError **error)
{
    GPtrArray *incoming = source->driver->fetch(source->self, listed, count, error);

    if (incoming == NULL)
        add_name(source->name, error);
    return incoming;
}

GPtrArray *
ink_source_survey(InkSource *source, GError **error)
{
    GPtrArray *held = source->driver->survey(source->self, error);

    if (held == NULL)
        add_name(source->name, error);
    return held;
}

gboolean
ink_source_open_done(InkSource *source, InkSource **out_done, GError **error)
{
    g_autofree char *path = NULL;
    g_autofree InkMailbox *mailbox = NULL;
    g_autoptr(InkEndpoint) endpoint = NULL;

    if (source->mailbox->done != NULL && !source->driver->find_done(source->self, &path, error)) {
        add_name(source->name, error);
        return FALSE;
    }
    if (path == NULL) {
        *out_done = NULL;
        return TRUE;
    }
    endpoint = ink_endpoint_copy(source->mailbox->source);
    g_free(endpoint->path);
    endpoint->path = g_steal_pointer(&path);
    mailbox = g_new(InkMailbox, 1);
    *mailbox = *source->mailbox;
    mailbox->source = endpoint;
    mailbox->done = NULL;
    InkSource *done = ink_source_open(mailbox, &source->limits, error);
    if (done == NULL)
        return FALSE;
    done->own_mailbox = g_steal_pointer(&mailbox);
    g_steal_pointer(&endpoint);
    *out_done = done;
    return TRUE;
}

gboolean
ink_source_acknowledge(InkSource *source, const char *const *uids, gsize count, GError **error)
{
    if (source->driver->acknowledge(source->self, uids, count, error))
        return TRUE;
    add_name(source->name, error);
    return FALSE;
}

gsize
ink_source_get_header_size(const guint8 *data, gsize size)
{
    gsize line = 0;
    for (gsize i = 0; i < size; i++) {
        if (data[i] != '\n')
            continue;
        if (i == line || (i == line + 1 && data[line] == '\r'))
            return i + 1;
        line = i + 1;
    }
    return size;
}
