/* SPDX-License-Identifier: MIT
 *
 * Which text is chosen, how it is read, and which parts are attachments.
 */
#include <string.h>

#include "parse-harness.h"

#define HEAD        "From: a@b.example\nMIME-Version: 1.0\n"
#define MIXED       HEAD "Content-Type: multipart/mixed; boundary=b\n\n"
#define ALTERNATIVE HEAD "Content-Type: multipart/alternative; boundary=b\n\n"
#define PLAIN       "--b\nContent-Type: text/plain; charset=utf-8\n\n"
#define HTML        "--b\nContent-Type: text/html; charset=utf-8\n\n"
#define END         "--b--\n"

/* files: the types of the attachments, joined by a space. */
static const struct {
    const char *name, *bytes, *text;
    InkTextSource source;
    const char *files;
} cases[] = {
    {"no type", HEAD "\nHej", "Hej", INK_TEXT_PLAIN, ""},
    {"no body", HEAD "\n", "", INK_TEXT_PLAIN, ""},
    {"old type", HEAD "Content-Type: text\n\nHej", "Hej", INK_TEXT_PLAIN, ""},
    {"html only", HEAD "Content-Type: text/html\n\n<p>f&ouml;r</p>", "för", INK_TEXT_HTML, ""},
    {"html with meta", HEAD "Content-Type: text/html\n\n<meta charset=\"macintosh\">\x8a", "ä",
     INK_TEXT_HTML, ""},
    {"crlf", HEAD "\na\r\nb\rc", "a\nb\nc", INK_TEXT_PLAIN, ""},
    {"latin1", HEAD "Content-Type: text/plain; charset=iso-8859-1\n\nf\xf6r 10 \x80", "för 10 €",
     INK_TEXT_PLAIN, ""},
    {"labelled ascii", HEAD "Content-Type: text/plain; charset=us-ascii\n\nf\xf6rskola", "förskola",
     INK_TEXT_PLAIN, ""},
    {"labelled utf-8", HEAD "Content-Type: text/plain; charset=utf-8\n\nf\xf6rskola", "förskola",
     INK_TEXT_PLAIN, ""},
    {"no label", HEAD "\nf\xf6rskola", "förskola", INK_TEXT_PLAIN, ""},
    {"unknown label", HEAD "Content-Type: text/plain; charset=x-y\n\nf\xc3\xb6r", "för",
     INK_TEXT_PLAIN, ""},
    {"quoted-printable",
     HEAD "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: Quoted-Printable\n\n"
          "KS 2026/=\n0412 f=C3=B6r",
     "KS 2026/0412 för", INK_TEXT_PLAIN, ""},
    {"base64",
     HEAD "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nZsO2cg==",
     "för", INK_TEXT_PLAIN, ""},
    {"unknown coding", HEAD "Content-Transfer-Encoding: x-rot13\n\nHej", "Hej", INK_TEXT_PLAIN, ""},
    {"flowed", HEAD "Content-Type: text/plain; format=flowed; delsp=yes\n\nKS 2026/ \n0412",
     "KS 2026/0412", INK_TEXT_PLAIN, ""},
    {"alternative", ALTERNATIVE PLAIN "Ren\n" HTML "<b>Fet</b>\n" END, "Ren", INK_TEXT_PLAIN, ""},
    {"alternative, blank plain", ALTERNATIVE PLAIN " \n\n" HTML "<b>Fet</b>\n" END, "Fet",
     INK_TEXT_HTML, ""},
    {"alternative, stub",
     ALTERNATIVE PLAIN
     "Ditt program kan inte visa HTML.\n" HTML
     "<p>Tre lampor har varit släckta utanför Storgatan 14 i två veckor nu.</p>\n" END,
     "Tre lampor har varit släckta utanför Storgatan 14 i två veckor nu.", INK_TEXT_HTML, ""},
    {"alternative, plain about html",
     ALTERNATIVE PLAIN "Er sida om html är fel.\n" HTML "<p>Er sida om html är fel.</p>\n" END,
     "Er sida om html är fel.", INK_TEXT_PLAIN, ""},
    {"alternative, html first", ALTERNATIVE HTML "<b>Fet</b>\n" PLAIN "Ren\n" END, "Ren",
     INK_TEXT_PLAIN, ""},
    {"alternative, two plain", ALTERNATIVE PLAIN "Ett\n" PLAIN "Två\n" END, "Ett\nTvå",
     INK_TEXT_PLAIN, ""},
    {"alternative with calendar",
     ALTERNATIVE PLAIN "Möte\n--b\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN\n" END,
     "Möte", INK_TEXT_PLAIN, "text/calendar"},
    {"alternative with enriched",
     ALTERNATIVE PLAIN "Ren\n--b\nContent-Type: text/enriched\n\n<bold>\n" END, "Ren",
     INK_TEXT_PLAIN, ""},
    {"html with image",
     ALTERNATIVE PLAIN "Ren\n--b\nContent-Type: multipart/related; boundary=c\n\n"
                       "--c\nContent-Type: text/html\n\n<b>Fet</b>\n"
                       "--c\nContent-Type: image/png\n\nx\n--c--\n" END,
     "Ren", INK_TEXT_PLAIN, "image/png"},
    {"apple: alternative with mixed",
     ALTERNATIVE PLAIN "Ren\n--b\nContent-Type: multipart/mixed; boundary=c\n\n"
                       "--c\nContent-Type: text/html\n\n<b>Fet</b>\n"
                       "--c\nContent-Type: application/pdf; name=a.pdf\n\nx\n--c--\n" END,
     "Ren", INK_TEXT_PLAIN, "application/pdf"},
    {"mixed texts", MIXED PLAIN "Ett\n" PLAIN "Två\n" END, "Ett\nTvå", INK_TEXT_PLAIN, ""},
    {"mixed with html footer", MIXED PLAIN "Ett\n" HTML "<p>Fot</p>\n" END, "Ett\nFot",
     INK_TEXT_PLAIN, ""},
    {"attached text",
     MIXED PLAIN "Ett\n--b\nContent-Type: text/plain\nContent-Disposition: attachment\n\nTvå\n" END,
     "Ett", INK_TEXT_PLAIN, "text/plain"},
    {"named text", MIXED PLAIN "Ett\n--b\nContent-Type: text/plain; name=a.txt\n\nTvå\n" END, "Ett",
     INK_TEXT_PLAIN, "text/plain"},
    {"attached message",
     MIXED PLAIN "Ett\n--b\nContent-Type: message/rfc822\n\nSubject: x\n\nTvå\n" END, "Ett",
     INK_TEXT_PLAIN, "message/rfc822"},
    {"digest", HEAD "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n\nEtt\n" END,
     "", INK_TEXT_NONE, "message/rfc822"},
    {"only an image", HEAD "Content-Type: image/heic; name=IMG_1234.HEIC\n\nx", "", INK_TEXT_NONE,
     "image/heic"},
    {"empty text and image", MIXED PLAIN "\n--b\nContent-Type: image/jpeg\n\nx\n" END, "",
     INK_TEXT_PLAIN, "image/jpeg"},
    {"no boundary given", HEAD "Content-Type: multipart/mixed\n\nHej på er", "Hej på er",
     INK_TEXT_PLAIN, ""},
    {"no boundary given, but used",
     HEAD "Content-Type: multipart/mixed\n\n--x\nContent-Type: text/plain\n\nHej\n--x--\n", "Hej",
     INK_TEXT_PLAIN, ""},
    {"wrong boundary, none used", HEAD "Content-Type: multipart/mixed; boundary=b\n\nHej på er",
     "Hej på er", INK_TEXT_PLAIN, ""},
    {"wrong boundary",
     HEAD
     "Content-Type: multipart/mixed; boundary=b\n\n--x\nContent-Type: text/plain\n\nHej\n--x--\n",
     "Hej", INK_TEXT_PLAIN, ""},
    {"only a last boundary", MIXED "--b--\n--b\nContent-Type: text/plain\n\nHej\n",
     "--b--\n--b\nContent-Type: text/plain\n\nHej\n", INK_TEXT_PLAIN, ""},
    {"no last boundary", MIXED PLAIN "Hej", "Hej", INK_TEXT_PLAIN, ""},
    {"two types", HEAD "Content-Type: image/png\nContent-Type: text/plain\n\nHej", "Hej",
     INK_TEXT_PLAIN, ""},
    {"two types, one with a boundary",
     HEAD "Content-Type: multipart/mixed; boundary=b\nContent-Type: text/plain\n\n" PLAIN
          "Ett\n" END,
     "Ett", INK_TEXT_PLAIN, ""},
    {"lines end differently", MIXED PLAIN "Ett\n--b\r\nContent-Type: text/plain\r\n\r\nTv\r\n" END,
     "Ett\nTv", INK_TEXT_PLAIN, ""},
    {"no empty line", "From: a@b.example\nSubject: x\nHej på er\nmer", "Hej på er\nmer",
     INK_TEXT_PLAIN, ""},
    {"no header at all", "Hej på er\nLampan är trasig", "Hej på er\nLampan är trasig",
     INK_TEXT_PLAIN, ""},
    {"no header, leading space", " Hej på er\n", " Hej på er\n", INK_TEXT_PLAIN, ""},
    {"leading space before header", " skräp\nFrom: a@b.example\n\nHej", "Hej", INK_TEXT_PLAIN, ""},
    {"a line of spaces ends the header", "From: a@b.example\n  \nHej på er", "Hej på er",
     INK_TEXT_PLAIN, ""},
    {"debris in the header", "From: a@b.example\nskräp\nSubject: x\n\nHej", "Hej", INK_TEXT_PLAIN,
     ""},
    {"mbox", "From a@b.example Fri Mar 27 10:15:00 2026\n" HEAD "\nHej", "Hej", INK_TEXT_PLAIN, ""},
    {"byte order mark", "\xef\xbb\xbf" HEAD "\nHej", "Hej", INK_TEXT_PLAIN, ""},
    {"empty lines first", "\n\n" HEAD "\nHej", "Hej", INK_TEXT_PLAIN, ""},
    {"cr alone", "From: a@b.example\rSubject: x\r\rHej\rpå", "Hej\npå", INK_TEXT_PLAIN, ""},
    {"pgp armour", HEAD "\n-----BEGIN PGP MESSAGE-----\nx", "-----BEGIN PGP MESSAGE-----\nx",
     INK_TEXT_PLAIN, ""},
};

static void
test_case(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autoptr(InkMessage) message = parse_text(cases[i].bytes);
    g_autoptr(GString) files = g_string_new(NULL);
    for (guint k = 0; k < message->attachments->len; k++)
        g_string_append_printf(files, "%s%s", k > 0 ? " " : "", attachment_at(message, k)->type);
    g_assert_cmpstr(message->text, ==, cases[i].text);
    g_assert_cmpint(message->text_source, ==, cases[i].source);
    g_assert_cmpstr(files->str, ==, cases[i].files);
}

/* A NUL ends a C string: what stands after it must be read too. */
static void
test_nul(void)
{
    const char bytes[] = HEAD "Subject: a\0b\n\nHej\0 p\xc3\xa5 er";
    g_autoptr(InkMessage) message = parse_bytes(bytes, sizeof bytes - 1);
    g_assert_cmpstr(message->text, ==, "Hej på er");
    g_assert_cmpstr(message->subject, ==, "ab");
    g_assert_true(has_defect(message, "NUL"));
}

static void
test_cut(void)
{
    g_autoptr(GString) bytes = g_string_new(HEAD "Content-Type: text/plain; charset=utf-8\n\nx");
    while (bytes->len < 2 * 1024 * 1024)
        g_string_append(bytes, "å");
    g_autoptr(InkMessage) message = parse_text(bytes->str);
    g_assert_true(message->is_text_cut);
    g_assert_cmpuint(strlen(message->text), >, 100 * 1024 - 4);
    g_assert_cmpuint(strlen(message->text), <=, 100 * 1024);
    g_assert_true(g_utf8_validate(message->text, -1, NULL));
    g_assert_null(message->defects[0]);
}

static void
test_html_after_much_style(void)
{
    g_autoptr(GString) bytes = g_string_new(HEAD "Content-Type: text/html\n\n<style>");
    while (bytes->len < 2 * 1024 * 1024)
        g_string_append(bytes, "p {color: red}\n");
    g_string_append(bytes, "</style><p>Hej</p>");
    g_autoptr(InkMessage) message = parse_text(bytes->str);
    g_assert_cmpstr(message->text, ==, "Hej");
    g_assert_false(message->is_text_cut);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/body/%s", cases[i].name);
        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_case);
    }
    g_test_add_func("/body/nul", test_nul);
    g_test_add_func("/body/cut", test_cut);
    g_test_add_func("/body/html-after-much-style", test_html_after_much_style);
    return g_test_run();
}
