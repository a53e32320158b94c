/* SPDX-License-Identifier: MIT
 *
 * HTML to text by libxml2's push parser: it knows which elements end which, what is script and
 * what the letters are called, and tells so by callbacks. No tree is built, nothing is fetched.
 *
 * Three things in it (2.9) are bounded here, so that no HTML takes long or hides its text:
 * - An end tag is compared with all open elements, a new attribute with all before it, and the
 *   search for the end of a tag forgets its quotation mark between two pushes. So a parser with
 *   many open elements is replaced by a new one, and tags are given whole and without attributes,
 *   which no text depends on.
 * - </body> and </html> end the reading, though mail goes on after them: they are made line
 *   ends and nothing else.
 * - "<![if !mso]>" and the like are shown as text: they are left out, as browsers do.
 */
#include "charset.h"

#include "inkom/parse.h"

#include <libxml/HTMLparser.h>
#include <string.h>

enum { MAX_OPEN = 128, MAX_NAME = 32, MAX_BYTES = 64 * 1024 * 1024 };

typedef enum {
    BREAK_NONE,
    BREAK_CELL,      /* a tabulator between it and the one before */
    BREAK_LINE,      /* <br>: always a line end */
    BREAK_BLOCK,     /* a line of its own */
    BREAK_PARAGRAPH, /* an empty line before and after */
    BREAK_SKIP,      /* its content is no text */
} Break;

typedef struct {
    const char *name;
    Break kind;
} Element;

static const Element elements[] = {
    {"address", BREAK_BLOCK},  {"article", BREAK_BLOCK},
    {"aside", BREAK_BLOCK},    {"blockquote", BREAK_PARAGRAPH},
    {"br", BREAK_LINE},        {"caption", BREAK_BLOCK},
    {"center", BREAK_BLOCK},   {"dd", BREAK_BLOCK},
    {"dir", BREAK_BLOCK},      {"div", BREAK_BLOCK},
    {"dl", BREAK_PARAGRAPH},   {"dt", BREAK_BLOCK},
    {"fieldset", BREAK_BLOCK}, {"footer", BREAK_BLOCK},
    {"form", BREAK_BLOCK},     {"h1", BREAK_PARAGRAPH},
    {"h2", BREAK_PARAGRAPH},   {"h3", BREAK_PARAGRAPH},
    {"h4", BREAK_PARAGRAPH},   {"h5", BREAK_PARAGRAPH},
    {"h6", BREAK_PARAGRAPH},   {"header", BREAK_BLOCK},
    {"hr", BREAK_PARAGRAPH},   {"li", BREAK_BLOCK},
    {"main", BREAK_BLOCK},     {"nav", BREAK_BLOCK},
    {"ol", BREAK_PARAGRAPH},   {"option", BREAK_BLOCK},
    {"p", BREAK_PARAGRAPH},    {"pre", BREAK_PARAGRAPH},
    {"script", BREAK_SKIP},    {"section", BREAK_BLOCK},
    {"style", BREAK_SKIP},     {"table", BREAK_PARAGRAPH},
    {"tbody", BREAK_BLOCK},    {"td", BREAK_CELL},
    {"template", BREAK_SKIP},  {"th", BREAK_CELL},
    {"thead", BREAK_BLOCK},    {"title", BREAK_SKIP},
    {"tr", BREAK_BLOCK},       {"ul", BREAK_PARAGRAPH},
};

typedef struct {
    const char *at, *end;
    htmlParserCtxt *parser;
    GString *text;
    const Element *skip; /* what is open and holds no text */
    guint feeds;         /* line ends owed before the next letter */
    gboolean space;      /* a space owed before the next letter */
    gboolean cell;       /* a tabulator owed */
    gboolean is_pre;
    guint entity_step; /* 1 after "&name" without ";", 2 when its "&" was met */
} Reader;

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
    else if ((reader->space || reader->cell) && text->len > 0 &&
             strchr(reader->cell ? "\t\n" : " \t\n", text->str[text->len - 1]) == NULL)
        g_string_append_c(text, reader->cell ? '\t' : ' ');
    reader->feeds = 0;
    reader->space = FALSE;
    reader->cell = FALSE;
    g_string_append_len(text, bytes, (gssize)size);
}

static void
break_line(Reader *reader, Break kind)
{
    switch (kind) {
    case BREAK_CELL:
        reader->cell = TRUE;
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

static void
put_char(Reader *reader, gunichar c)
{
    char bytes[6];
    if (c >= 0x80 && c < 0xa0)
        c = ink_charset_read_windows_1252((guchar)c);
    if (c <= ' ' && !reader->is_pre)
        reader->space = TRUE;
    else if (c == '\n')
        break_line(reader, BREAK_LINE);
    else if (c != '\r')
        put(reader, bytes, (gsize)g_unichar_to_utf8(c == 0xa0 ? ' ' : c, bytes));
}

/* libxml2 reads "&ouml" without ";" as "&" and "ouml". Browsers do not. */
static gboolean
take_entity(Reader *reader, const char *name)
{
    guint step = reader->entity_step;
    reader->entity_step = 0;
    if (step == 1 && strcmp(name, "&") == 0) {
        reader->entity_step = 2;
        return TRUE;
    }
    if (step < 2)
        return FALSE;
    const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);
    put_char(reader, entity != NULL ? entity->value : '&');
    return entity != NULL;
}

/* Whether a byte needs no look at its letter: 0xc2 begins the no-break space and U+0080-U+009F. */
static gboolean
is_plain(char c)
{
    return (guchar)c > ' ' && (guchar)c != 0xc2;
}

static void
on_text(void *user, const xmlChar *bytes, int size)
{
    Reader *reader = user;
    const char *at = (const char *)bytes;
    const char *end = at + size;
    if (reader->skip != NULL)
        reader->entity_step = 0;
    if (reader->skip != NULL || take_entity(reader, at))
        return;
    while (at < end) {
        const char *start = at;
        while (at < end && is_plain(*at))
            at++;
        if (at > start) {
            put(reader, start, (gsize)(at - start));
        } else {
            put_char(reader, g_utf8_get_char(at));
            at = g_utf8_next_char(at);
        }
    }
}

static void
on_error(void *user, xmlErrorPtr error)
{
    Reader *reader = user;
    if (error->code == XML_ERR_ENTITYREF_SEMICOL_MISSING)
        reader->entity_step = 1;
}

static const Element *
find_element(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(elements); i++)
        if (*elements[i].name == *name && strcmp(elements[i].name, name) == 0)
            return &elements[i];
    return NULL;
}

static void
on_start(void *user, const xmlChar *name, G_GNUC_UNUSED const xmlChar **attributes)
{
    Reader *reader = user;
    const Element *element = find_element((const char *)name);
    if (element == NULL || (reader->skip != NULL && reader->skip != element))
        return;
    if (element->kind == BREAK_SKIP)
        reader->skip = element;
    reader->is_pre = reader->is_pre || strcmp(element->name, "pre") == 0;
    break_line(reader, element->kind);
}

static void
on_end(void *user, const xmlChar *name)
{
    Reader *reader = user;
    const Element *element = find_element((const char *)name);
    if (element == NULL || (reader->skip != NULL && reader->skip != element))
        return;
    if (element == reader->skip)
        reader->skip = NULL;
    reader->is_pre = reader->is_pre && strcmp(element->name, "pre") != 0;
    if (element->kind != BREAK_LINE)
        break_line(reader, element->kind);
}

static void
push(Reader *reader, const char *bytes, gsize size)
{
    htmlParseChunk(reader->parser, bytes, (int)size, 0);
}

/* A parser in <body>. What an old one had open is forgotten, but for what changes how text is
 * read. */
static gboolean
renew_parser(Reader *reader)
{
    htmlSAXHandler handler = {.initialized = XML_SAX2_MAGIC,
                              .startElement = on_start,
                              .endElement = on_end,
                              .characters = on_text,
                              .cdataBlock = on_text,
                              .serror = on_error};
    g_autofree char *start =
        g_strdup_printf("<html><body><%s><%s>", reader->is_pre ? "pre" : "span",
                        reader->skip != NULL ? reader->skip->name : "span");
    reader->skip = NULL;
    g_clear_pointer(&reader->parser, htmlFreeParserCtxt);
    reader->parser =
        htmlCreatePushParserCtxt(&handler, reader, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
    if (reader->parser == NULL)
        return FALSE;
    htmlCtxtUseOptions(reader->parser, HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR |
                                           HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC);
    push(reader, start, strlen(start));
    reader->parser->depth = G_MAXINT / 2; /* so many </body> and </html> are passed over */
    return TRUE;
}

/* Past the ">" that ends a tag; a quoted value may hold one. The end if there is none: browsers
 * show nothing of such a tag. */
static const char *
find_tag_end(const char *at, const char *end)
{
    char quote = '\0', last = '\0';
    for (; at < end; at++) {
        if (quote != '\0')
            quote = *at == quote ? '\0' : quote;
        else if (*at == '>')
            return at + 1;
        else if (last == '=' && (*at == '"' || *at == '\''))
            quote = *at;
        if (!g_ascii_isspace(*at))
            last = *at;
    }
    return end;
}

/* The tag without its attributes: "<name>", "</name>" or "<name/>". */
static void
push_tag(Reader *reader)
{
    char tag[MAX_NAME + 3] = "";
    gsize size = 0;
    const char *at = reader->at;
    const char *tag_end = find_tag_end(at, reader->end);
    reader->at = tag_end;
    if (tag_end[-1] != '>')
        return;
    tag[size++] = *at++;
    if (*at == '/')
        tag[size++] = *at++;
    while (size < MAX_NAME && (g_ascii_isalnum(*at) || *at == ':' || *at == '-' || *at == '_'))
        tag[size++] = *at++;
    if (tag_end[-2] == '/')
        tag[size++] = '/';
    tag[size++] = '>';
    push(reader, tag, size);
    const char *name = tag + (tag[1] == '/' ? 2 : 1);
    if (g_ascii_strncasecmp(name, "body", 4) == 0 || g_ascii_strncasecmp(name, "html", 4) == 0)
        break_line(reader, BREAK_BLOCK); /* libxml2 is in <body> all the time and tells of none */
}

static char
peek(const Reader *reader, gsize offset)
{
    return offset < (gsize)(reader->end - reader->at) ? reader->at[offset] : '\0';
}

static gboolean
is_tag(const Reader *reader)
{
    return peek(reader, 0) == '<' && g_ascii_isalpha(peek(reader, peek(reader, 1) == '/' ? 2 : 1));
}

/* What browsers pass over: "<!DOCTYPE html>", "<![endif]>", "<?xml?>", "</ >", "<!-->". */
static gboolean
is_declaration(const Reader *reader)
{
    if (peek(reader, 0) != '<' || peek(reader, 1) == '\0' || peek(reader, 2) == '\0')
        return FALSE;
    if (peek(reader, 1) != '!' || peek(reader, 2) != '-' || peek(reader, 3) != '-')
        return strchr("!?/", peek(reader, 1)) != NULL;
    return peek(reader, 4) == '>' || (peek(reader, 4) == '-' && peek(reader, 5) == '>');
}

/* Whether libxml2 is in a comment or in what is no HTML, so that a "<" need not begin a tag. */
static gboolean
is_inside(const Reader *reader)
{
    const htmlParserCtxt *parser = reader->parser;
    return (parser->input->cur < parser->input->end && *parser->input->cur == '<') ||
           xmlStrEqual(parser->name, (const xmlChar *)"script") ||
           xmlStrEqual(parser->name, (const xmlChar *)"style");
}

static void
push_next(Reader *reader)
{
    const char *at = reader->at;
    gsize left = (gsize)(reader->end - at);
    gboolean is_text = is_inside(reader);
    if (!is_text && is_tag(reader)) {
        push_tag(reader);
    } else if (!is_text && is_declaration(reader)) {
        const char *close = memchr(at, '>', left);
        reader->at = close != NULL ? close + 1 : reader->end;
    } else {
        const char *next = memchr(at + 1, '<', left - 1);
        reader->at = next != NULL ? next : reader->end;
        push(reader, at, (gsize)(reader->at - at));
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
    Reader reader = {.at = html,
                     .end = html + MIN(size, MAX_BYTES),
                     .text = g_string_sized_new(MIN(size, max_bytes) + 1)};
    gboolean is_open = renew_parser(&reader);
    while (is_open && reader.at < reader.end && reader.text->len <= max_bytes) {
        push_next(&reader);
        if (reader.parser->instate == XML_PARSER_EOF ||
            (reader.parser->nameNr > MAX_OPEN && !is_inside(&reader)))
            is_open = renew_parser(&reader);
    }
    if (is_open)
        htmlParseChunk(reader.parser, "\n", 1, 1);
    g_clear_pointer(&reader.parser, htmlFreeParserCtxt);
    return trim_lines(reader.text, max_bytes);
}
