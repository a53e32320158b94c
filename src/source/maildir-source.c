/* SPDX-License-Identifier: MIT
 *
 * A Maildir on this machine as a source.
 *
 * Our mark is the flag I after ":2,", beside the ones that mail readers set: theirs are D F P R S
 * T, and lower-case letters are Dovecot's keywords. Whether a person has read a message says
 * nothing.
 *
 * Other programs move files from new to cur and change their flags at any time: maildir-index.c
 * knows where a message was last seen, and looks again.
 *
 * Acknowledging is one rename. It is not synced: if it is lost, the message is listed again, and
 * the register knows it.
 */
#include "source-private.h"

#include "inkom/error.h"
#include "inkom/log.h"
#include "inkom/maildir.h"
#include "maildir-index.h"
#include "maildir-name-private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STORED_BY   "Maildir-filens tid"
#define BLOCK_BYTES 65536

typedef struct {
    char *path;
    char *done; /* the folder to move to; NULL = mark in cur */
    InkLimits limits;
    InkMaildirIndex *index;
} MaildirSource;

typedef struct {
    const char *uid; /* owned by the index */
    gint64 size;
    struct timespec time;
} Candidate;

static gboolean
fail(GError **error, const char *what, const char *path)
{
    g_set_error(error, INK_ERROR, INK_ERROR_TEMPORARY, "%s %s: %s", what, path, g_strerror(errno));
    return FALSE;
}

static gboolean
check_folders(const char *path, GError **error)
{
    static const char *const folders[] = {"new", "cur"};
    for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *folder = g_build_filename(path, folders[i], NULL);
        struct stat status;
        if (stat(folder, &status) != 0 && errno != ENOENT && errno != ENOTDIR)
            return fail(error, "Kunde inte läsa", folder);
        if (!g_file_test(folder, G_FILE_TEST_IS_DIR)) {
            g_set_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG,
                        "Maildir-mappen %s finns inte. Skapa den med: mkdir -p %s/cur %s/new "
                        "%s/tmp",
                        folder, path, path, path);
            return FALSE;
        }
        if (access(folder, R_OK | W_OK | X_OK) != 0)
            return fail(error, "Inkom får inte läsa och skriva i", folder);
    }
    return TRUE;
}

/* "Klart/2026" is the subfolder ".Klart.2026" (Maildir++). */
static char *
dup_done_path(const InkMailbox *mailbox, GError **error)
{
    g_autofree char *name = g_strdup(mailbox->done);
    g_strdelimit(name, "/", '.');
    if (name[0] == '\0' || name[0] == '.' || strstr(name, "..") != NULL) {
        g_set_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG,
                    "\"%s\" duger inte som mapp för färdiga brev; skriv till exempel Behandlat",
                    mailbox->done);
        return NULL;
    }
    return g_strdup_printf("%s/.%s", mailbox->source->path, name);
}

static void
maildir_source_close(gpointer data)
{
    MaildirSource *self = data;
    g_free(self->path);
    g_free(self->done);
    ink_maildir_index_free(self->index);
    g_free(self);
}

static gpointer
maildir_source_open(const InkMailbox *mailbox, const InkLimits *limits, GError **error)
{
    const char *path = mailbox->source->path;
    g_autofree char *done = NULL;
    if (!check_folders(path, error))
        return NULL;
    if (mailbox->done != NULL && (done = dup_done_path(mailbox, error)) == NULL)
        return NULL;
    MaildirSource *self = g_new0(MaildirSource, 1);
    self->path = g_strdup(path);
    self->done = g_steal_pointer(&done);
    self->limits = *limits;
    self->index = ink_maildir_index_new(self->path);
    return self;
}

static guint32
maildir_source_get_uidvalidity(gpointer data)
{
    (void)data;
    return 0;
}

static gboolean
maildir_source_has_marks(gpointer data)
{
    (void)data;
    return TRUE;
}

static int
compare_candidates(gconstpointer a, gconstpointer b)
{
    const Candidate *one = a, *two = b;
    if (one->time.tv_sec != two->time.tv_sec)
        return one->time.tv_sec < two->time.tv_sec ? -1 : 1;
    if (one->time.tv_nsec != two->time.tv_nsec)
        return one->time.tv_nsec < two->time.tv_nsec ? -1 : 1;
    return strcmp(one->uid, two->uid);
}

/* The regular files without our mark; one that has gone since is left out. */
static GArray *
get_candidates(MaildirSource *self)
{
    GArray *candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
    GHashTableIter iter;
    gpointer uid, file;
    ink_maildir_index_iterate(self->index, &iter);
    while (g_hash_table_iter_next(&iter, &uid, &file)) {
        g_autofree char *path = g_build_filename(self->path, file, NULL);
        struct stat status;
        if (ink_maildir_index_is_marked(file) || lstat(path, &status) != 0 ||
            !S_ISREG(status.st_mode))
            continue;
        Candidate candidate = {.uid = uid, .size = status.st_size, .time = status.st_mtim};
        g_array_append_val(candidates, candidate);
    }
    g_array_sort(candidates, compare_candidates);
    return candidates;
}

static GPtrArray *
maildir_source_list(gpointer data, guint32 after_uid, GError **error)
{
    (void)after_uid; /* for sources without marks */
    MaildirSource *self = data;
    if (!ink_maildir_index_scan(self->index, error))
        return NULL;
    g_autoptr(GArray) candidates = get_candidates(self);
    GPtrArray *list = g_ptr_array_new_with_free_func((GDestroyNotify)ink_listed_free);
    for (guint i = 0; i < MIN(candidates->len, INK_SOURCE_LIST_MAX); i++) {
        const Candidate *candidate = &g_array_index(candidates, Candidate, i);
        InkListed *listed = g_new0(InkListed, 1);
        listed->uid = g_strdup(candidate->uid);
        listed->size = candidate->size;
        g_ptr_array_add(list, listed);
    }
    return list;
}

static void
warn_unread(const MaildirSource *self, const char *uid)
{
    ink_log_warning("%s: brevet %s kan inte läsas och hoppas över: %s", self->path, uid,
                    g_strerror(errno));
}

static int
compare_held(gconstpointer a, gconstpointer b)
{
    const InkHeld *const *one = a, *const *two = b;
    return strcmp((*one)->uid, (*two)->uid);
}

static GPtrArray *
maildir_source_survey(gpointer data, GError **error)
{
    MaildirSource *self = data;
    if (!ink_maildir_index_scan(self->index, error))
        return NULL;
    GPtrArray *list = g_ptr_array_new_with_free_func((GDestroyNotify)ink_held_free);
    GHashTableIter iter;
    gpointer uid, file;
    ink_maildir_index_iterate(self->index, &iter);
    while (g_hash_table_iter_next(&iter, &uid, &file)) {
        g_autofree char *path = g_build_filename(self->path, file, NULL);
        struct stat status;
        if (lstat(path, &status) != 0 || !S_ISREG(status.st_mode))
            continue;
        InkHeld *held = g_new0(InkHeld, 1);
        held->uid = g_strdup(uid);
        held->size = status.st_size;
        held->is_marked = ink_maildir_index_is_marked(file);
        held->stored_at = status.st_mtime;
        g_ptr_array_add(list, held);
    }
    g_ptr_array_sort(list, compare_held);
    return list;
}

static gboolean
maildir_source_find_done(gpointer data, char **out_path, GError **error)
{
    (void)error;
    const MaildirSource *self = data;
    g_autofree char *cur = g_build_filename(self->done, "cur", NULL);
    *out_path = g_file_test(cur, G_FILE_TEST_IS_DIR) ? g_strdup(self->done) : NULL;
    return TRUE;
}

/* Opens the message wherever it is now; *out_fd is -1 if it has gone or cannot be read. */
static gboolean
open_message(MaildirSource *self, const char *uid, gboolean *is_fresh, int *out_fd, GError **error)
{
    const char *file;
    while (ink_maildir_index_find(self->index, uid, is_fresh, &file, error)) {
        *out_fd = -1;
        if (file == NULL)
            return TRUE;
        g_autofree char *path = g_build_filename(self->path, file, NULL);
        *out_fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
        if (*out_fd >= 0)
            return TRUE;
        if (errno != ENOENT) {
            if (errno != ELOOP) /* a symbolic link is no message */
                warn_unread(self, uid);
            return TRUE;
        }
        ink_maildir_index_forget(self->index, uid);
    }
    return FALSE;
}

/* At most so many bytes from the file's beginning; NULL with errno set on failure. */
static GByteArray *
read_bytes(int fd, gint64 limit)
{
    g_autoptr(GByteArray) array = g_byte_array_new();
    while (array->len < limit) {
        guint8 block[BLOCK_BYTES];
        ssize_t count = read(fd, block, (gsize)MIN(limit - array->len, BLOCK_BYTES));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return NULL;
        if (count == 0)
            break;
        g_byte_array_append(array, block, (guint)count);
    }
    return g_steal_pointer(&array);
}

/* NULL if it is not a regular file, or cannot be read: then the next one is not to suffer. */
static InkIncoming *
read_message(const MaildirSource *self, const char *uid, int fd)
{
    struct stat status;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
        return NULL;
    gboolean is_header_only = status.st_size > self->limits.message_bytes;
    gint64 limit = is_header_only ? self->limits.header_bytes : self->limits.message_bytes;
    g_autoptr(GByteArray) array = read_bytes(fd, limit);
    if (array == NULL) {
        warn_unread(self, uid);
        return NULL;
    }
    if (is_header_only)
        g_byte_array_set_size(array, (guint)ink_source_get_header_size(array->data, array->len));
    InkIncoming *incoming = g_new0(InkIncoming, 1);
    incoming->uid = g_strdup(uid);
    incoming->stored_at = status.st_mtime;
    incoming->stored_by = STORED_BY;
    incoming->bytes = g_byte_array_free_to_bytes(g_steal_pointer(&array));
    incoming->size = status.st_size;
    incoming->is_header_only = is_header_only;
    return incoming;
}

static GPtrArray *
maildir_source_fetch(gpointer data, InkListed *const *listed, gsize count, GError **error)
{
    MaildirSource *self = data;
    g_autoptr(GPtrArray) messages =
        g_ptr_array_new_with_free_func((GDestroyNotify)ink_incoming_free);
    gboolean is_fresh = FALSE;
    for (gsize i = 0; i < count; i++) {
        int fd;
        if (!open_message(self, listed[i]->uid, &is_fresh, &fd, error))
            return NULL;
        if (fd < 0)
            continue;
        InkIncoming *incoming = read_message(self, listed[i]->uid, fd);
        close(fd);
        if (incoming != NULL)
            g_ptr_array_add(messages, incoming);
    }
    return g_steal_pointer(&messages);
}

static gboolean
acknowledge(MaildirSource *self, const char *uid, gboolean *is_fresh, GError **error)
{
    const char *file;
    while (ink_maildir_index_find(self->index, uid, is_fresh, &file, error)) {
        if (file == NULL || (self->done == NULL && ink_maildir_index_is_marked(file)))
            return TRUE;
        g_autofree char *from = g_build_filename(self->path, file, NULL);
        g_autofree char *name = ink_maildir_name_dup_marked(strchr(file, '/') + 1);
        g_autofree char *marked = g_build_filename("cur", name, NULL);
        const char *folder = self->done != NULL ? self->done : self->path;
        g_autofree char *to = g_build_filename(folder, marked, NULL);
        if (rename(from, to) == 0) {
            if (self->done != NULL)
                ink_maildir_index_forget(self->index, uid);
            else
                ink_maildir_index_move(self->index, uid, marked);
            return TRUE;
        }
        if (errno != ENOENT)
            return fail(error, "Kunde inte märka eller flytta", from);
        ink_maildir_index_forget(self->index, uid);
    }
    return FALSE;
}

static gboolean
maildir_source_acknowledge(gpointer data, const char *const *uids, gsize count, GError **error)
{
    MaildirSource *self = data;
    if (self->done != NULL && !ink_maildir_create(self->done, error))
        return FALSE;
    gboolean is_fresh = FALSE;
    for (gsize i = 0; i < count; i++)
        if (!acknowledge(self, uids[i], &is_fresh, error))
            return FALSE;
    return TRUE;
}

const InkSourceDriver ink_maildir_source = {
    .open = maildir_source_open,
    .close = maildir_source_close,
    .get_uidvalidity = maildir_source_get_uidvalidity,
    .has_marks = maildir_source_has_marks,
    .list = maildir_source_list,
    .fetch = maildir_source_fetch,
    .survey = maildir_source_survey,
    .find_done = maildir_source_find_done,
    .acknowledge = maildir_source_acknowledge,
};
