/* SPDX-License-Identifier: MIT
 *
 * Exchange sends the text of the message both as text/plain and in winmail.dat, other programs only
 * in one of them. Texts are compared by their letters and digits, since each program has its own
 * lines and bullets; where one does not hold the other, both are kept, so that the rules see all
 * that anybody can see.
 *
 * Messages attached in Outlook are winmail.dat in winmail.dat. They are opened to the same depth as
 * other attached messages.
 */
#include "winmail.h"

#include "attachment.h"
#include "mime.h"
#include "part.h"
#include "tnef.h"
#include "transfer.h"

#include "inkom/text.h"

#include <string.h>

enum { MAX_SUBJECT = 1000 };

static gboolean read_stream(InkMessage *message, GBytes *bytes, InkLimits *left,
                            InkDefects *defects);

static gboolean
is_winmail(GMimeObject *part)
{
    if (ink_part_is_type(part, "application", "ms-tnef") ||
        ink_part_is_type(part, "application", "vnd.ms-tnef"))
        return TRUE;
    g_autoptr(GPtrArray) unheard = ink_defects_new();
    g_autofree char *name = ink_part_dup_name(part, unheard);
    return name != NULL && g_ascii_strcasecmp(name, "winmail.dat") == 0;
}

static char *
keep_letters(const char *text)
{
    GString *out = g_string_new(NULL);
    for (; *text != '\0'; text = g_utf8_next_char(text)) {
        gunichar c = g_utf8_get_char(text);
        if (g_unichar_isalnum(c))
            g_string_append_unichar(out, c);
    }
    return g_string_free(out, FALSE);
}

static void
add_text(InkMessage *message, const char *text, gsize max_bytes)
{
    g_autofree char *ours = keep_letters(message->text);
    g_autofree char *theirs = keep_letters(text);
    if (strstr(ours, theirs) != NULL)
        return;
    gboolean is_instead = strstr(theirs, ours) != NULL;
    g_autofree char *both =
        is_instead ? g_strdup(text) : g_strconcat(message->text, "\n\n", text, NULL);
    if (strlen(both) > max_bytes) {
        *g_utf8_find_prev_char(both, both + max_bytes + 1) = '\0';
        message->is_text_cut = TRUE;
    }
    g_free(message->text);
    message->text = g_steal_pointer(&both);
    if (message->text_source == INK_TEXT_NONE)
        message->text_source = INK_TEXT_PLAIN;
}

/* A message of Outlook's has no header, only what is in it. */
static InkMessage *
open_message(const InkTnefFile *file, InkLimits *left, InkDefects *defects)
{
    if (left->message_depth == 0)
        return NULL;
    g_autoptr(InkMessage) message = ink_message_new();
    left->message_depth--;
    gboolean is_read = read_stream(message, file->bytes, left, defects);
    left->message_depth++;
    if (!is_read)
        return NULL;
    left->text_bytes = MAX(0, left->text_bytes - (gint64)strlen(message->text));
    if (file->name != NULL) {
        g_free(message->subject);
        message->subject = ink_text_one_line(file->name, MAX_SUBJECT);
    }
    ink_message_split_text(message);
    return g_steal_pointer(&message);
}

static gboolean
read_stream(InkMessage *message, GBytes *bytes, InkLimits *left, InkDefects *defects)
{
    gsize size, max_files = (gsize)MAX(0, left->parts), max_text = (gsize)left->text_bytes;
    const char *data = g_bytes_get_data(bytes, &size);
    g_autoptr(InkTnef) tnef = ink_tnef_read(data, size, max_files, max_text, defects);
    if (tnef == NULL || (tnef->files->len == 0 && *tnef->text == '\0'))
        return FALSE;
    if (*tnef->text != '\0')
        add_text(message, tnef->text, max_text);
    left->parts -= tnef->files->len;
    for (guint i = 0; i < tnef->files->len; i++) {
        const InkTnefFile *file = tnef->files->pdata[i];
        InkAttachment *attachment =
            ink_attachment_make(file->name, file->type, file->bytes, left, defects);
        if (file->is_tnef)
            attachment->message = open_message(file, left, defects);
        g_ptr_array_add(message->attachments, attachment);
    }
    return TRUE;
}

gboolean
ink_winmail_read(InkMessage *message, GMimePart *part, InkLimits *left, InkDefects *defects)
{
    if (!is_winmail(GMIME_OBJECT(part)))
        return FALSE;
    gboolean is_cut;
    GString *decoded = ink_transfer_decode_some(part, (gsize)MAX(0, left->message_bytes), &is_cut);
    g_autoptr(GBytes) bytes = g_string_free_to_bytes(decoded);
    return read_stream(message, bytes, left, defects);
}
