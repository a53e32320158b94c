/* SPDX-License-Identifier: MIT
 *
 * One pass, no recursion (GMime's parser recurses at each ':'). Text outside brackets is collected
 * as phrase; '<' makes what stands inside the address; ',' and ';' end a mailbox; ':' after a
 * phrase without '@' begins a group. Without brackets the phrase is the address, or the word in it
 * that has an '@'. Encoded words are decoded last, and only in names: an address that hides in one
 * ("=?utf-8?q?chef=40kommun=2Eexample?=") stays a name.
 */
#include "mailbox.h"

#include "encoded-word.h"

#include "inkom/message.h"

#include <string.h>

typedef struct {
    GString *phrase, *comment, *address;
    gboolean has_address; /* brackets were seen */
    gboolean is_debris;   /* what follows stands after an address without a comma between */
    GPtrArray *list;
    InkDefects *defects;
} Reader;

static char *
dup_name(const char *raw, InkDefects *defects)
{
    char *name = ink_encoded_word_decode(raw, defects);
    if (*name == '\0')
        g_clear_pointer(&name, g_free);
    return name;
}

/* UTF-8 without white space; "@a,@b:user@host" is a route of the seventies and loses it. */
static char *
dup_address(const char *raw, InkDefects *defects)
{
    g_autofree char *text = ink_encoded_word_decode(raw, defects);
    const char *colon = text[0] == '@' ? strchr(text, ':') : NULL;
    GString *address = g_string_new(NULL);
    gboolean is_quoted = FALSE;
    for (const char *c = colon != NULL ? colon + 1 : text; *c != '\0'; c++) {
        if (*c == '"')
            is_quoted = !is_quoted;
        if (is_quoted || !g_ascii_isspace(*c))
            g_string_append_c(address, *c);
    }
    return g_string_free(address, FALSE);
}

/* The word with an '@' in a phrase of several: "Anna Ek anna@example.org". */
static char *
split_bare(const GString *phrase, GString *out_rest)
{
    char *found = NULL;
    g_auto(GStrv) words = g_strsplit_set(phrase->str, " \t", -1);
    for (char **word = words; *word != NULL; word++) {
        if (found == NULL && strchr(*word, '@') != NULL)
            found = g_strdup(*word);
        else
            g_string_append_printf(out_rest, "%s ", *word);
    }
    return found;
}

static void
add_mailbox(Reader *reader, const char *name, const char *address)
{
    g_autofree char *decoded_name = dup_name(name, reader->defects);
    g_autofree char *decoded_address = dup_address(address, reader->defects);
    if (decoded_name != NULL || *decoded_address != '\0')
        g_ptr_array_add(reader->list, ink_address_new(decoded_name, decoded_address));
}

static void
end_mailbox(Reader *reader)
{
    g_strstrip(reader->phrase->str);
    reader->phrase->len = strlen(reader->phrase->str);
    if (reader->has_address) {
        add_mailbox(reader, reader->phrase->len > 0 ? reader->phrase->str : reader->comment->str,
                    reader->address->str);
    } else if (reader->is_debris && strchr(reader->phrase->str, '@') == NULL) {
        ink_defects_add(reader->defects, "Det står ord efter en adress; de hoppades över.");
    } else if (reader->phrase->str[0] == '"' || strpbrk(reader->phrase->str, " \t") == NULL) {
        add_mailbox(reader, reader->comment->str, reader->phrase->str);
    } else if (strchr(reader->phrase->str, '@') == NULL) {
        add_mailbox(reader, reader->phrase->str, "");
    } else {
        g_autoptr(GString) rest = g_string_new(NULL);
        g_autofree char *address = split_bare(reader->phrase, rest);
        add_mailbox(reader, rest->str, address);
    }
    g_string_truncate(reader->phrase, 0);
    g_string_truncate(reader->comment, 0);
    g_string_truncate(reader->address, 0);
    reader->has_address = reader->is_debris = FALSE;
}

static const char *
read_comment(Reader *reader, const char *c)
{
    guint depth = 1;
    if (reader->comment->len > 0)
        g_string_append_c(reader->comment, ' ');
    for (c++; *c != '\0'; c++) {
        if (*c == '\\' && c[1] != '\0')
            c++;
        else if (*c == '(')
            depth++;
        else if (*c == ')' && --depth == 0)
            return c + 1;
        g_string_append_c(reader->comment, *c);
    }
    return c;
}

/* A quoted text in a phrase loses its quotes; in a bare address ("a b"@host) it keeps them. */
static const char *
read_quoted(Reader *reader, const char *c)
{
    gsize start = reader->phrase->len;
    for (c++; *c != '\0' && *c != '"'; c++) {
        if (*c == '\\' && c[1] != '\0')
            c++;
        g_string_append_c(reader->phrase, *c);
    }
    if (*c == '"' && c[1] == '@') {
        g_string_insert_c(reader->phrase, (gssize)start, '"');
        g_string_append_c(reader->phrase, '"');
    }
    return *c == '"' ? c + 1 : c;
}

static const char *
read_bracketed(Reader *reader, const char *c)
{
    gboolean is_quoted = FALSE;
    for (c += strspn(c, "< \t"); *c != '\0' && (is_quoted || *c != '>'); c++) {
        if (*c == '"')
            is_quoted = !is_quoted;
        if (!is_quoted && *c == ',' && reader->address->len > 0 && reader->address->str[0] != '@')
            break;
        g_string_append_c(reader->address, *c);
    }
    if (*c != '>')
        ink_defects_add(reader->defects, "En adress saknar sitt sista \">\".");
    reader->has_address = TRUE;
    return *c == '>' ? c + 1 : c;
}

static const char *
read_next(Reader *reader, const char *c, gboolean *is_group)
{
    if (reader->has_address && strchr(" \t,;(>", *c) == NULL) {
        end_mailbox(reader);
        reader->is_debris = TRUE;
    }
    switch (*c) {
    case '"':
        return read_quoted(reader, c);
    case '(':
        return read_comment(reader, c);
    case '<':
        return read_bracketed(reader, c);
    case '>':
        return c + 1;
    case ',':
    case ';':
        end_mailbox(reader);
        return c + 1;
    case ':':
        if (reader->has_address || strchr(reader->phrase->str, '@') != NULL)
            break;
        *is_group = TRUE;
        g_string_truncate(reader->phrase, 0);
        g_string_truncate(reader->comment, 0);
        return c + 1;
    default:
        break;
    }
    g_string_append_c(reader->phrase, *c);
    return c + 1;
}

gboolean
ink_mailbox_parse_list(const char *value, GPtrArray *list, InkDefects *defects)
{
    Reader reader = {.phrase = g_string_new(NULL),
                     .comment = g_string_new(NULL),
                     .address = g_string_new(NULL),
                     .list = list,
                     .defects = defects};
    gboolean is_group = FALSE;
    for (const char *c = value; *c != '\0';)
        c = read_next(&reader, c, &is_group);
    end_mailbox(&reader);
    g_string_free(reader.phrase, TRUE);
    g_string_free(reader.comment, TRUE);
    g_string_free(reader.address, TRUE);
    return is_group;
}

static void
add_id(GPtrArray *ids, const char *at, gsize size)
{
    g_autoptr(GString) id = g_string_sized_new(size + 1);
    for (gsize i = 0; i < size; i++)
        if (!g_ascii_isspace(at[i]))
            g_string_append_c(id, at[i]);
    if (id->len > 0)
        g_ptr_array_add(ids, g_strndup(id->str, id->len));
}

char **
ink_message_ids_parse(const char *value)
{
    GPtrArray *ids = g_ptr_array_new();
    if (strchr(value, '<') != NULL) {
        for (const char *c = value; (c = strchr(c, '<')) != NULL;) {
            gsize size = strcspn(c + 1, "<>");
            add_id(ids, c + 1, size);
            c += 1 + size;
        }
    } else {
        for (const char *c = value + strspn(value, " \t,"); *c != '\0';) {
            gsize size = strcspn(c, " \t,");
            if (memchr(c, '@', size) != NULL)
                add_id(ids, c, size);
            c += size;
            c += strspn(c, " \t,");
        }
    }
    g_ptr_array_add(ids, NULL);
    return (char **)g_ptr_array_free(ids, FALSE);
}
