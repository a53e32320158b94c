/* SPDX-License-Identifier: MIT
 *
 * HTML to text in one pass, without a tree. libxml2's parser (2.9) compares each end tag with all
 * open elements: 300 KB of "<b>…</i>" take 3 s and twice that four times as long, and below depth
 * 256 it drops text. Here nothing is nested: a tag is only a place where a line may end, so every
 * letter is met once and none is lost. Only the names of letters (&auml;) are libxml2's.
 *
 * What never ends ("<!--", "<style>", a tag without ">") is passed over as a tag of its own and the
 * search for such an end is not made again, which keeps the pass linear. Nothing is fetched.
 */
#include "inkom/parse.h"

#include <libxml/HTMLparser.h>
#include <string.h>

enum { MAX_ENTITY = 10, MAX_QUOTED = 4096 };

typedef enum {
    BREAK_NONE,
    BREAK_SPACE,     /* a cell */
    BREAK_LINE,      /* <br>: always a line end */
    BREAK_BLOCK,     /* a line of its own */
    BREAK_PARAGRAPH, /* an empty line before and after */
    BREAK_SKIP,      /* its content is no text */
} Break;

static const struct {
    const char *name;
    Break kind;
} elements[] = {
    {"address", BREAK_BLOCK}, {"article", BREAK_BLOCK},
    {"aside", BREAK_BLOCK},   {"blockquote", BREAK_PARAGRAPH},
    {"body", BREAK_BLOCK},    {"br", BREAK_LINE},
    {"caption", BREAK_BLOCK}, {"center", BREAK_BLOCK},
    {"dd", BREAK_BLOCK},      {"dir", BREAK_BLOCK},
    {"div", BREAK_BLOCK},     {"dl", BREAK_PARAGRAPH},
    {"dt", BREAK_BLOCK},      {"fieldset", BREAK_BLOCK},
    {"footer", BREAK_BLOCK},  {"form", BREAK_BLOCK},
    {"h1", BREAK_PARAGRAPH},  {"h2", BREAK_PARAGRAPH},
    {"h3", BREAK_PARAGRAPH},  {"h4", BREAK_PARAGRAPH},
    {"h5", BREAK_PARAGRAPH},  {"h6", BREAK_PARAGRAPH},
    {"header", BREAK_BLOCK},  {"hr", BREAK_PARAGRAPH},
    {"html", BREAK_BLOCK},    {"li", BREAK_BLOCK},
    {"main", BREAK_BLOCK},    {"nav", BREAK_BLOCK},
    {"ol", BREAK_PARAGRAPH},  {"option", BREAK_BLOCK},
    {"p", BREAK_PARAGRAPH},   {"pre", BREAK_PARAGRAPH},
    {"script", BREAK_SKIP},   {"section", BREAK_BLOCK},
    {"style", BREAK_SKIP},    {"table", BREAK_PARAGRAPH},
    {"tbody", BREAK_BLOCK},   {"td", BREAK_SPACE},
    {"template", BREAK_SKIP}, {"th", BREAK_SPACE},
    {"thead", BREAK_BLOCK},   {"title", BREAK_SKIP},
    {"tr", BREAK_BLOCK},      {"ul", BREAK_PARAGRAPH},
};

typedef struct {
    const char *at, *end;
    GString *text;
    guint feeds;    /* line ends owed before the next letter */
    gboolean space; /* a space owed before the next letter */
    guint pre;
    gboolean no_tag_end, no_comment_end;
    guint64 no_element_end; /* bit per element that never ends */
} Reader;

/* Windows-1252's letters where HTML numbers 128–159 (so says the HTML standard). */
static const gunichar windows_1252[32] = {
    0x20ac, 0xfffd, 0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
    0x2039, 0x152,  0xfffd, 0x17d,  0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0xfffd, 0x17e,  0x178};

static void
owe_feeds(Reader *reader, guint feeds)
{
    reader->feeds = MAX(reader->feeds, feeds);
}

static void
put(Reader *reader, const char *bytes, gsize size)
{
    GString *text = reader->text;
    if (text->len > 0 && reader->feeds > 0)
        g_string_append_len(text, "\n\n", reader->feeds > 1 ? 2 : 1);
    else if (reader->space && text->len > 0 && text->str[text->len - 1] != ' ' &&
             text->str[text->len - 1] != '\n')
        g_string_append_c(text, ' ');
    reader->feeds = 0;
    reader->space = FALSE;
    g_string_append_len(text, bytes, (gssize)size);
}

static void
break_line(Reader *reader, Break kind)
{
    switch (kind) {
    case BREAK_SPACE:
        reader->space = TRUE;
        break;
    case BREAK_LINE:
        reader->feeds = MIN(reader->feeds + 1, 2);
        break;
    case BREAK_BLOCK:
        owe_feeds(reader, 1);
        break;
    case BREAK_PARAGRAPH:
        owe_feeds(reader, 2);
        break;
    case BREAK_NONE:
    case BREAK_SKIP:
        break;
    }
}

/* Past the ">" that ends a tag, also when a quoted value holds one; NULL if there is none. */
static const char *
find_tag_end(Reader *reader, const char *at)
{
    const char *close = reader->no_tag_end ? NULL : memchr(at, '>', (gsize)(reader->end - at));
    if (close == NULL) {
        reader->no_tag_end = TRUE;
        return NULL;
    }
    const char *first = close;
    char quote = '\0';
    for (const char *c = at; c < close; c++) {
        if (quote == '\0' && (*c == '"' || *c == '\'') && c[-1] == '=')
            quote = *c;
        else if (*c == quote)
            quote = '\0';
        if (quote == '\0' || c + 1 < close)
            continue;
        gsize window = MIN((gsize)(reader->end - close), MAX_QUOTED);
        const char *unquote = memchr(close, quote, window);
        const char *after =
            unquote == NULL ? NULL : memchr(unquote, '>', window - (gsize)(unquote - close));
        if (after == NULL || after - first > MAX_QUOTED)
            return first + 1;
        close = after;
    }
    return close + 1;
}

/* Past "</name" and its ">", or at when the element never ends. */
static const char *
skip_element(Reader *reader, guint element, const char *at)
{
    const guint64 bit = G_GUINT64_CONSTANT(1) << element;
    gsize size = strlen(elements[element].name);
    if ((reader->no_element_end & bit) != 0)
        return at;
    for (const char *c = at; (c = memchr(c, '<', (gsize)(reader->end - c))) != NULL; c++) {
        if ((gsize)(reader->end - c) < size + 2 || c[1] != '/' ||
            g_ascii_strncasecmp(c + 2, elements[element].name, size) != 0)
            continue;
        const char *end = find_tag_end(reader, c + 2 + size);
        return end != NULL ? end : c + 2 + size;
    }
    reader->no_element_end |= bit;
    return at;
}

static void
read_comment(Reader *reader)
{
    const char *body = reader->at + 4;
    const char *close =
        reader->no_comment_end ? NULL : memmem(body, (gsize)(reader->end - body), "-->", 3);
    reader->no_comment_end = close == NULL;
    reader->at = close != NULL ? close + 3 : body;
}

static guint
find_element(const char *name, gsize size)
{
    for (guint i = 0; i < G_N_ELEMENTS(elements); i++)
        if (*elements[i].name == g_ascii_tolower(*name) && strlen(elements[i].name) == size &&
            g_ascii_strncasecmp(elements[i].name, name, size) == 0)
            return i;
    return G_N_ELEMENTS(elements);
}

static gboolean
read_tag(Reader *reader)
{
    const char *at = reader->at;
    gsize left = (gsize)(reader->end - at);
    if (left >= 4 && memcmp(at, "<!--", 4) == 0) {
        read_comment(reader);
        return TRUE;
    }
    gboolean is_end = left > 1 && at[1] == '/';
    const char *name = at + 1 + is_end;
    if (name >= reader->end || (!g_ascii_isalpha(*name) && *name != '!' && *name != '?'))
        return FALSE;
    const char *name_end = name;
    while (name_end < reader->end && g_ascii_isalnum(*name_end) && name_end - name < 16)
        name_end++;
    const char *tag_end = find_tag_end(reader, name_end);
    if (tag_end == NULL)
        return FALSE;
    reader->at = tag_end;
    guint element = find_element(name, (gsize)(name_end - name));
    if (element == G_N_ELEMENTS(elements))
        return TRUE;
    Break kind = elements[element].kind;
    if (kind == BREAK_SKIP && !is_end)
        reader->at = skip_element(reader, element, tag_end);
    if (strcmp(elements[element].name, "pre") == 0)
        reader->pre = is_end ? (reader->pre > 0 ? reader->pre - 1 : 0) : reader->pre + 1;
    break_line(reader, kind);
    return TRUE;
}

static gunichar
number_to_char(const char *name)
{
    guint64 number = name[1] == 'x' || name[1] == 'X' ? g_ascii_strtoull(name + 2, NULL, 16)
                                                      : g_ascii_strtoull(name + 1, NULL, 10);
    if (number >= 0x80 && number < 0xa0)
        return windows_1252[number - 0x80];
    if (number == 0 || number > 0x10ffff || !g_unichar_validate((gunichar)number))
        return 0xfffd;
    return (gunichar)number;
}

/* The frequent ones first: libxml2 compares with all 253. */
static gunichar
name_to_char(const char *name)
{
    static const struct {
        const char *name;
        gunichar c;
    } frequent[] = {{"nbsp", 0xa0}, {"ouml", 0xf6}, {"auml", 0xe4},  {"aring", 0xe5},
                    {"amp", '&'},   {"lt", '<'},    {"gt", '>'},     {"quot", '"'},
                    {"Ouml", 0xd6}, {"Auml", 0xc4}, {"Aring", 0xc5}, {"apos", '\''}};
    for (gsize i = 0; i < G_N_ELEMENTS(frequent); i++)
        if (strcmp(name, frequent[i].name) == 0)
            return frequent[i].c;
    const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);
    return entity != NULL ? entity->value : 0;
}

static void put_char(Reader *reader, gunichar c);

static gboolean
read_entity(Reader *reader)
{
    char name[MAX_ENTITY + 1] = "";
    gsize size = 0;
    const char *at = reader->at + 1;
    while (at < reader->end && size < MAX_ENTITY && (g_ascii_isalnum(*at) || *at == '#'))
        name[size++] = *at++;
    gunichar c = 0;
    gboolean is_number =
        g_ascii_isdigit(name[1]) || (g_ascii_tolower(name[1]) == 'x' && g_ascii_isxdigit(name[2]));
    if (name[0] == '#' && is_number) {
        c = number_to_char(name);
    } else if (size > 1 && name[0] != '#') {
        c = name_to_char(name);
    }
    if (c == 0)
        return FALSE;
    reader->at = at + (at < reader->end && *at == ';');
    put_char(reader, c);
    return TRUE;
}

static void
put_char(Reader *reader, gunichar c)
{
    char bytes[6];
    if (c == 0xa0) {
        put(reader, " ", 1);
        return;
    }
    if (c == '\n' || c == '\r' || c == '\t') {
        reader->space = TRUE;
        return;
    }
    put(reader, bytes, (gsize)g_unichar_to_utf8(c, bytes));
}

static void
read_pre_feed(Reader *reader)
{
    if (*reader->at == '\n')
        break_line(reader, BREAK_LINE);
    else if (*reader->at != '\r')
        put(reader, reader->at, 1);
    reader->at++;
}

static gboolean
is_nbsp(const Reader *reader, const char *at)
{
    return reader->end - at > 1 && (guchar)at[0] == 0xc2 && (guchar)at[1] == 0xa0;
}

/* Letters up to the next white space, "<" or "&". */
static void
read_word(Reader *reader)
{
    const char *start = reader->at++;
    while (reader->at < reader->end && !g_ascii_isspace(*reader->at) && *reader->at != '<' &&
           *reader->at != '&' && *reader->at != '\0' && !is_nbsp(reader, reader->at))
        reader->at++;
    put(reader, start, (gsize)(reader->at - start));
}

static void
read_next(Reader *reader)
{
    if (*reader->at == '\0') {
        reader->at++;
        return;
    }
    if (*reader->at == '<' && read_tag(reader))
        return;
    if (*reader->at == '&' && read_entity(reader))
        return;
    if (reader->pre > 0 && g_ascii_isspace(*reader->at)) {
        read_pre_feed(reader);
    } else if (g_ascii_isspace(*reader->at)) {
        reader->space = TRUE;
        reader->at++;
    } else if (is_nbsp(reader, reader->at)) {
        put(reader, " ", 1);
        reader->at += 2;
    } else {
        read_word(reader);
    }
}

/* Spaces before line ends and at both ends go: they come from &nbsp;. */
static char *
trim_lines(GString *text, gsize max_bytes)
{
    gsize used = 0;
    for (gsize i = 0; i < text->len; i++) {
        char c = text->str[i];
        if (c == '\n')
            while (used > 0 && text->str[used - 1] == ' ')
                used--;
        text->str[used++] = c;
    }
    if (used > max_bytes) {
        used = max_bytes;
        while (used > 0 && ((guchar)text->str[used] & 0xc0) == 0x80)
            used--;
    }
    g_string_truncate(text, used);
    return g_strstrip(g_string_free(text, FALSE));
}

char *
ink_html_to_text(const char *html, gsize size, gsize max_bytes)
{
    Reader reader = {
        .at = html, .end = html + size, .text = g_string_sized_new(MIN(size, max_bytes) + 1)};
    while (reader.at < reader.end && reader.text->len <= max_bytes)
        read_next(&reader);
    return trim_lines(reader.text, max_bytes);
}
