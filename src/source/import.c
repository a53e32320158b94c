/* SPDX-License-Identifier: MIT
 *
 * Walks over a backlog. What a file is, its place and its beginning tell: a file in cur or new of
 * a Maildir and a file named .eml is one message; a file that begins with "From " is an mbox. In a
 * folder other files are passed over; one that a person has named is taken as a message.
 *
 * An mbox (mboxrd) is read line by line. "From " after an empty line, or first in the file, begins
 * a message; the empty line belongs to the mbox, not to the message before. One '>' is taken from
 * every line of '>'s and "From ".
 *
 * Counting walks the same way, so that the progress bar and the work agree.
 *
 * What cannot be read is noted, and the walk goes on: FALSE is only for a message that the caller
 * could not take.
 */
#include "inkom/import.h"

#include "source-private.h"

#include "inkom/error.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MBOX_MARK "From "

#define PIECE_BYTES 65536

typedef struct {
    InkImportFunc func; /* NULL = only count */
    gpointer user_data;
    GPtrArray *failures; /* GError; NULL = not wanted */
    gint64 message_max, header_max;
    gint64 count;
} Walk;

typedef struct {
    const char *path;
    FILE *stream;
    gint64 stored_at;
    gint64 file_size;
    char piece[PIECE_BYTES + 1]; /* a line, or a part of one that is longer */
    gsize piece_size;
    gboolean begins_line;
} Reader;

/* A message that is being read. Of one over the limit only the beginning is held. */
typedef struct {
    GByteArray *bytes;
    gint64 size; /* with what is not held */
} Message;

static void
reader_clear(Reader *reader)
{
    if (reader->stream != NULL)
        fclose(reader->stream);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Reader, reader_clear)

static void
message_clear(Message *message)
{
    g_byte_array_unref(message->bytes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Message, message_clear)

/* TRUE: the walk goes on. */
static gboolean note(const Walk *walk, InkError code, const char *format, ...) G_GNUC_PRINTF(3, 4);
static gboolean
note(const Walk *walk, InkError code, const char *format, ...)
{
    if (walk->failures == NULL)
        return TRUE;
    va_list args;
    va_start(args, format);
    g_ptr_array_add(walk->failures, g_error_new_valist(INK_ERROR, (int)code, format, args));
    va_end(args);
    return TRUE;
}

static gboolean
note_unread(const Walk *walk, const char *path, int reason)
{
    if (reason == ENOENT)
        return note(walk, INK_ERROR_NOT_FOUND, "%s finns inte", path);
    return note(walk, INK_ERROR_TEMPORARY, "%s kunde inte läsas: %s", path, g_strerror(reason));
}

/* Of a message over the limit only its header, as from a mailbox. */
static gboolean
give(Walk *walk, const char *origin, gint64 stored_at, const Message *message, GError **error)
{
    walk->count++;
    if (walk->func == NULL)
        return TRUE;
    InkImported imported = {.origin = origin,
                            .stored_at = stored_at,
                            .size = message->size,
                            .is_header_only = message->size > walk->message_max};
    gsize size = imported.is_header_only
                     ? ink_source_get_header_size(message->bytes->data,
                                                  MIN(message->bytes->len, (gsize)walk->header_max))
                     : (gsize)message->size;
    g_autoptr(GBytes) bytes = g_bytes_new(message->bytes->data, size);
    imported.bytes = bytes;
    return walk->func(&imported, walk->user_data, error);
}

/* One piece over the limit may be held: an mbox's empty line is taken away only at the end. */
static void
append(const Walk *walk, Message *message, const char *data, gsize size)
{
    gint64 most = MAX(walk->message_max, walk->header_max);
    if (walk->func != NULL && message->size <= most)
        g_byte_array_append(message->bytes, (const guint8 *)data, (guint)size);
    message->size += (gint64)size;
}

/* FALSE with errno set. */
static gboolean
reader_open(Reader *reader, const char *path)
{
    reader->path = path;
    reader->stream = fopen(path, "re");
    struct stat status;
    if (reader->stream == NULL || fstat(fileno(reader->stream), &status) != 0)
        return FALSE;
    reader->stored_at = status.st_mtime;
    reader->file_size = status.st_size;
    return TRUE;
}

static gboolean
walk_message(Walk *walk, Reader *reader, GError **error)
{
    g_auto(Message) message = {.bytes = g_byte_array_new()};
    gboolean is_over = reader->file_size > walk->message_max;
    gsize size;
    while (walk->func != NULL && (!is_over || message.size < walk->header_max) &&
           (size = fread(reader->piece, 1, PIECE_BYTES, reader->stream)) > 0)
        append(walk, &message, reader->piece, size);
    if (ferror(reader->stream))
        return note_unread(walk, reader->path, errno);
    if (is_over)
        message.size = reader->file_size; /* the rest need not be read */
    return give(walk, reader->path, reader->stored_at, &message, error);
}

/* The message without the empty line that the mbox has put after it. */
static gboolean
give_from_mbox(Walk *walk, const Reader *reader, guint number, Message *message, gsize empty_size,
               GError **error)
{
    g_autofree char *origin = g_strdup_printf("%s:%u", reader->path, number);
    message->size -= (gint64)empty_size;
    return give(walk, origin, reader->stored_at, message, error);
}

/* The next line, or as much of it as there is room for. FALSE at the end. */
static gboolean
read_piece(Reader *reader)
{
    int c = EOF;
    reader->begins_line = reader->piece_size == 0 || reader->piece[reader->piece_size - 1] == '\n';
    reader->piece_size = 0;
    while (reader->piece_size < PIECE_BYTES && c != '\n' &&
           (c = getc_unlocked(reader->stream)) != EOF)
        reader->piece[reader->piece_size++] = (char)c;
    reader->piece[reader->piece_size] = '\0';
    return reader->piece_size > 0;
}

static gboolean
is_empty_line(const char *line, gsize size)
{
    return (size == 1 && line[0] == '\n') || (size == 2 && line[0] == '\r' && line[1] == '\n');
}

static gboolean
is_mark(const char *line, gsize size)
{
    return size >= strlen(MBOX_MARK) && memcmp(line, MBOX_MARK, strlen(MBOX_MARK)) == 0;
}

static void
append_piece(const Walk *walk, Message *message, const Reader *reader)
{
    const char *piece = reader->piece;
    gsize size = reader->piece_size;
    gsize quotes = reader->begins_line ? strspn(piece, ">") : 0;
    gsize skip = quotes > 0 && is_mark(piece + quotes, size - quotes) ? 1 : 0;
    append(walk, message, piece + skip, size - skip);
}

static gboolean
walk_mbox(Walk *walk, Reader *reader, GError **error)
{
    g_auto(Message) message = {.bytes = g_byte_array_new()};
    guint number = 0;
    gboolean is_after_empty = TRUE; /* the file's beginning counts as one */
    gsize empty_size = 0;
    while (read_piece(reader)) {
        gsize size = reader->piece_size;
        if (is_after_empty && is_mark(reader->piece, size)) {
            if (number > 0 && !give_from_mbox(walk, reader, number, &message, empty_size, error))
                return FALSE;
            number++;
            g_byte_array_set_size(message.bytes, 0);
            message.size = 0;
            is_after_empty = FALSE;
            empty_size = 0;
            continue;
        }
        is_after_empty = reader->begins_line && is_empty_line(reader->piece, size);
        empty_size = is_after_empty ? size : 0;
        append_piece(walk, &message, reader);
    }
    if (ferror(reader->stream))
        return note_unread(walk, reader->path, errno);
    return number == 0 || give_from_mbox(walk, reader, number, &message, empty_size, error);
}

static gboolean
is_eml(const char *path)
{
    gsize size = strlen(path);
    return size > 4 && g_ascii_strcasecmp(path + size - 4, ".eml") == 0;
}

static gboolean
walk_file(Walk *walk, const char *path, gboolean is_message, gboolean is_named, GError **error)
{
    g_auto(Reader) reader = {0};
    if (!reader_open(&reader, path))
        return note_unread(walk, path, errno);
    if (is_message || is_eml(path))
        return walk_message(walk, &reader, error);
    char start[sizeof MBOX_MARK - 1];
    gsize size = fread(start, 1, sizeof start, reader.stream);
    rewind(reader.stream);
    if (is_mark(start, size))
        return walk_mbox(walk, &reader, error);
    return !is_named || size == 0 || walk_message(walk, &reader, error);
}

static gboolean
is_maildir(const char *path)
{
    g_autofree char *cur = g_build_filename(path, "cur", NULL);
    g_autofree char *new = g_build_filename(path, "new", NULL);
    return g_file_test(cur, G_FILE_TEST_IS_DIR) && g_file_test(new, G_FILE_TEST_IS_DIR);
}

/* Whether the folder is cur or new of a Maildir: then every file in it is a message. */
static gboolean
holds_messages(const char *path)
{
    g_autofree char *name = g_path_get_basename(path);
    g_autofree char *parent = g_path_get_dirname(path);
    return (strcmp(name, "cur") == 0 || strcmp(name, "new") == 0) && is_maildir(parent);
}

static gboolean
is_in_maildir(const char *file)
{
    g_autofree char *folder = g_path_get_dirname(file);
    return holds_messages(folder);
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names in a folder, sorted; those that begin with a dot are left out. NULL with errno set. */
static GPtrArray *
list_names(const char *path)
{
    DIR *dir = opendir(path);
    if (dir == NULL)
        return NULL;
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    const struct dirent *entry;
    while ((entry = readdir(dir)) != NULL)
        if (entry->d_name[0] != '.')
            g_ptr_array_add(names, g_strdup(entry->d_name));
    closedir(dir);
    g_ptr_array_sort(names, compare_names);
    return names;
}

static gboolean
walk_folder(Walk *walk, const char *path, GError **error)
{
    gboolean has_messages = holds_messages(path);
    gboolean has_folders = is_maildir(path);
    g_autoptr(GPtrArray) names = list_names(path);
    if (names == NULL)
        return note_unread(walk, path, errno);
    gboolean is_good = TRUE;
    for (guint i = 0; is_good && i < names->len; i++) {
        g_autofree char *child = g_build_filename(path, names->pdata[i], NULL);
        struct stat status;
        if (lstat(child, &status) != 0)
            is_good = note_unread(walk, child, errno);
        else if (S_ISDIR(status.st_mode) && !has_messages &&
                 (!has_folders || holds_messages(child)))
            is_good = walk_folder(walk, child, error);
        else if (S_ISREG(status.st_mode) && !has_folders)
            is_good = walk_file(walk, child, has_messages, FALSE, error);
    }
    return is_good;
}

static gboolean
walk_named(Walk *walk, const char *named, GError **error)
{
    g_autofree char *path = g_strdup(named);
    for (gsize size = strlen(path); size > 1 && path[size - 1] == '/'; size--)
        path[size - 1] = '\0';
    struct stat status;
    if (stat(path, &status) != 0)
        return note_unread(walk, path, errno);
    if (S_ISDIR(status.st_mode))
        return walk_folder(walk, path, error);
    if (S_ISREG(status.st_mode))
        return walk_file(walk, path, is_in_maildir(path), TRUE, error);
    return note(walk, INK_ERROR_REFUSED, "%s är varken en fil eller en mapp", path);
}

gint64
ink_import_count(const char *const *paths)
{
    Walk walk = {0};
    for (gsize i = 0; paths[i] != NULL; i++)
        walk_named(&walk, paths[i], NULL);
    return walk.count;
}

gboolean
ink_import_each(const char *const *paths, const InkLimits *limits, InkImportFunc func,
                gpointer user_data, GPtrArray *failures, GError **error)
{
    Walk walk = {.func = func,
                 .user_data = user_data,
                 .failures = failures,
                 .message_max = limits->message_bytes,
                 .header_max = limits->header_bytes};
    for (gsize i = 0; paths[i] != NULL; i++)
        if (!walk_named(&walk, paths[i], error))
            return FALSE;
    return TRUE;
}
