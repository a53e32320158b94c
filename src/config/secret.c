/* SPDX-License-Identifier: MIT
 *
 * Reads a password from where the configuration says it is. Whatever goes wrong, nothing that was
 * read is put in an error.
 */
#include "secret-private.h"

#include "inkom/config.h"
#include "inkom/error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COMMAND_TIMEOUT_MS 10000

static gboolean
fail(GError **error, const char *where, const char *why)
{
    g_set_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG, "lösenordet i %s: %s", where, why);
    return FALSE;
}

char *
ink_secret_take_first_line(const char *bytes, gsize size, const char *where, GError **error)
{
    const char *end = memchr(bytes, '\n', size);
    gsize length = end != NULL ? (gsize)(end - bytes) : size;
    if (length > 0 && bytes[length - 1] == '\r')
        length--;
    if (length == 0) {
        fail(error, where, "första raden är tom; där ska lösenordet stå");
        return NULL;
    }
    if (length >= INK_SECRET_MAX_BYTES) {
        fail(error, where, "första raden är för lång för att vara ett lösenord");
        return NULL;
    }
    if (memchr(bytes, '\0', length) != NULL) {
        fail(error, where, "första raden innehåller ett NUL-tecken; är det rätt fil?");
        return NULL;
    }
    return g_strndup(bytes, length);
}

static gboolean
read_all(int fd, char *bytes, gsize *out_size)
{
    gsize size = 0;
    while (size < INK_SECRET_MAX_BYTES) {
        gssize count = read(fd, bytes + size, INK_SECRET_MAX_BYTES - size);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return FALSE;
        if (count == 0)
            break;
        size += (gsize)count;
    }
    *out_size = size;
    return TRUE;
}

/* The rights are those of the opened file, so that it cannot be exchanged in between. systemd
 * grants a service its credentials by an access list, which looks like a group right: there they
 * are not checked. */
static gboolean
check_rights(int fd, const char *file, gboolean is_private, GError **error)
{
    struct stat status;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
        return fail(error, file, "det är inte en vanlig fil");
    if (!is_private || (status.st_mode & (S_IRWXG | S_IRWXO)) == 0)
        return TRUE;
    g_autofree char *quoted = g_shell_quote(file);
    g_autofree char *why =
        g_strdup_printf("andra än ägaren kan läsa eller ändra filen; kör chmod 600 %s", quoted);
    return fail(error, file, why);
}

static char *
read_file(const char *file, gboolean is_private, GError **error)
{
    int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        const char *why = errno == ENOENT   ? "filen finns inte"
                          : errno == EACCES ? "filen får inte läsas av den som kör inkom"
                                            : g_strerror(errno);
        fail(error, file, why);
        return NULL;
    }
    char bytes[INK_SECRET_MAX_BYTES];
    gsize size = 0;
    char *secret = NULL;
    if (check_rights(fd, file, is_private, error)) {
        if (read_all(fd, bytes, &size))
            secret = ink_secret_take_first_line(bytes, size, file, error);
        else
            fail(error, file, "filen gick inte att läsa");
    }
    close(fd);
    explicit_bzero(bytes, sizeof bytes);
    return secret;
}

static char *
read_credential(const char *name, GError **error)
{
    const char *folder = g_getenv("CREDENTIALS_DIRECTORY");
    if (folder == NULL) {
        g_set_error(error, INK_ERROR, INK_ERROR_BAD_CONFIG,
                    "lösenordet \"%s\" ska komma från systemd, men $CREDENTIALS_DIRECTORY är inte "
                    "satt; skriv LoadCredential=%s:… i tjänstens fil och starta den med systemctl",
                    name, name);
        return NULL;
    }
    g_autofree char *file = g_build_filename(folder, name, NULL);
    return read_file(file, FALSE, error);
}

char *
ink_secret_read(const InkSecret *secret, GError **error)
{
    switch (secret->kind) {
    case INK_SECRET_FILE:
        return read_file(secret->value, TRUE, error);
    case INK_SECRET_COMMAND:
        return ink_secret_run(secret->value, COMMAND_TIMEOUT_MS, error);
    case INK_SECRET_CREDENTIAL:
        return read_credential(secret->value, error);
    default:
        g_return_val_if_reached(NULL);
    }
}

void
ink_secret_free(InkSecret *secret)
{
    if (secret == NULL)
        return;
    g_free(secret->value);
    g_free(secret);
}
