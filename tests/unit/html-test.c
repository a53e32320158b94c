/* SPDX-License-Identifier: MIT
 *
 * HTML to text: what is kept, where lines end, and that no HTML can take long.
 */
#include "inkom/parse.h"

#include <string.h>
#include <time.h>

/* Of processor time: what is not linear takes minutes, whatever else the machine does. */
#define SECONDS_MAX 20

static const struct {
    const char *html, *text;
} cases[] = {
    {"", ""},
    {"bara text", "bara text"},
    {"<p>Hej!</p><p>Lampan  är\n trasig.</p>", "Hej!\n\nLampan är trasig."},
    {"<div>Ett</div><div>Två</div>", "Ett\nTvå"},
    {"Ett<br>Två<br/>Tre", "Ett\nTvå\nTre"},
    {"Ett<BR><BR>Två", "Ett\n\nTvå"},
    {"f&ouml;rskola i &Aring;m&aring;l", "förskola i Åmål"},
    {"f&#246;r &#xF6;&#XF6; &#128; &#8364;", "för öö € €"},
    {"&#150;&#129;&#159;", "–\xc2\x81Ÿ"}, /* as Windows-1252, and what it leaves undefined */
    {"&ouml", "ö"},
    {"a &amp; b &lt;c&gt; &quot;d&apos;", "a & b <c> \"d'"},
    {"&okänd; & &; &", "&okänd; & &; &"},
    {"a&#;b&#x;c", "abc"},
    {"a&#0;&#55296;&#9999999;b", "ab"},
    {"KS&nbsp;2026/0412", "KS 2026/0412"},
    {"KS\xc2\xa0"
     "2026/0412",
     "KS 2026/0412"},
    {"<p>&nbsp;</p><p>x</p>", "x"},
    {"<a href=\"https://x.example/?a>b\">länken</a>", "länken"},
    {"<img alt='a>b' src=x>bild", "bild"},
    {"x<a title=\"aldrig slut>text", "x"},
    {"<style>p {color: red}</style>text", "text"},
    {"<STYLE type=x>p</STYLE >text", "text"},
    {"<script>if (a < b) {}</script>text", "text"},
    {"<head><title>Titel</title></head>text", "text"},
    {"x<style>aldrig slut", "x"},
    {"<!-- bort -->text<!-- -->", "text"},
    {"x<!-- aldrig slut", "x"},
    {"<!--[if mso]>bort<![endif]-->text", "text"},
    {"<![if !mso]>kvar<![endif]>", "kvar"},
    {"<!DOCTYPE html><?xml version='1'?>text", "text"},
    {"a < b och c > d", "a < b och c > d"},
    {"1<2", "1<2"},
    {"<b>fet</b>stil", "fetstil"},
    {"<ul><li>ett</li><li>två</li></ul>slut", "ett\ntvå\n\nslut"},
    {"<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a\tb\nc"},
    {"<tr><td>a&nbsp;</td><td></td><td>&nbsp;</td><th> <b>b</b> c</th></tr>", "a \t \tb c"},
    {"<tr><td><p>a</p></td><td><p>b</p></td></tr>", "a\n\nb"},
    {"<pre>a  b\n c</pre>", "a  b\n c"},
    {"<o:p></o:p>x", "x"},
    {"<p class=\"MsoNormal\"><b>Från:</b> A<br><b>Skickat:</b> B</p>", "Från: A\nSkickat: B"},
    {"x<", "x<"},
    {"x<a", "x"},
    {"x</", "x"},
    {"</p>x</p>", "x"},
    {"<html><body>a</body></html>b</body><p>c", "a\nb\n\nc"},
    {"<meta charset=iso-8859-1><body>å", "å"},
    {"<!-->a<!--->b<!-- - -- -->c", "abc"},
    {"<!--[if !mso]><!-->kvar<!--<![endif]-->", "kvar"},
    {"<script>'<![x' </p> <!-- </script>text", "text"},
    {"<a href=\"?a&copy=b&lt\">&amp;lt &lt&ouml &x", "&lt <ö &x"},
    {"<p title=it's>a</p><p title = 'x>'>b", "a\n\nb"},
    {"\xc2\x80 \xc2\xa7", "€ §"},
    {"<title/>a<template><p>b</template>c", "ac"},
};

static void
test_cases(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = ink_html_to_text(cases[i].html, strlen(cases[i].html), 10000);
        g_test_message("%s", cases[i].html);
        g_assert_cmpstr(text, ==, cases[i].text);
    }
}

static void
test_nul(void)
{
    g_autofree char *text = ink_html_to_text("a<p>\0b", 6, 100);
    g_assert_cmpstr(text, ==, "a\n\nb");
}

static void
test_cut(void)
{
    const char *html = "<p>ååååå</p>";
    for (gsize max = 0; max < 12; max++) {
        g_autofree char *text = ink_html_to_text(html, strlen(html), max);
        g_assert_true(g_utf8_validate(text, -1, NULL));
        g_assert_cmpuint(strlen(text), ==, MIN(max, 10) / 2 * 2);
    }
}

/* Where libxml2 compares with all open elements or attributes, or ends its tree (at 256): it is
 * neither slow nor is the text after it lost. */
static void
test_many(void)
{
    static const struct {
        const char *before, *repeat, *middle, *repeat_end;
        const char *text;
    } many[] = {
        {"", "<div>", "inne", "", "inne\n\nslut"},
        {"", "<div>", "inne", "</div>", "inne\n\nslut"},
        {"", "<b>", "inne", "</i>", "inne\n\nslut"},
        {"", "<table><tr><td>", "inne", "</table>", "inne\n\nslut"},
        {"<a ", " b=1 c='>'", ">inne", "</p>", "inne\n\nslut"},
        {"<pre>", "<b>", "a\nb", "", "a\nb\n\nslut"},
        {"<template>bort", "<b>", "</template>inne", "", "inne\n\nslut"},
        {"", "<script></x <b>", "bort</script>inne", "</html>", "inne\n\nslut"},
        {"", "<!-- - -- <b>", "bort-->inne", "<![if !mso]>", "inne\n\nslut"},
        {"<b>", "<o:p x='", "' y=''>inne", "<!-- -->", "inne\n\nslut"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(many); i++) {
        g_autoptr(GString) html = g_string_new(many[i].before);
        for (int n = 0; n < 100000; n++)
            g_string_append(html, many[i].repeat);
        g_string_append(html, many[i].middle);
        for (int n = 0; n < 100000; n++)
            g_string_append(html, many[i].repeat_end);
        g_string_append(html, "<p>slut");
        clock_t start = clock();
        g_autofree char *text = ink_html_to_text(html->str, html->len, 1000);
        double took_s = (double)(clock() - start) / CLOCKS_PER_SEC;
        g_test_message("%s: %.2f s", many[i].repeat, took_s);
        g_assert_cmpstr(text, ==, many[i].text);
        g_assert_cmpfloat(took_s, <, SECONDS_MAX);
    }
}

static void
test_linear(void)
{
    static const char *const pieces[] = {
        "<b>",         "</i>",     "<div>a",    "<a b",        "<!--",    "<style>",
        "<a \"",       "<a b=\">", "<a b='\">", "&",           "&#",      "&aring",
        "<script></x", "<",        "</",        "<p>a<table>", "</body>", "<!--x-->",
        "<pre>\n",     "<td> ",    "</style",   "<!"};
    for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
        g_autoptr(GString) html = g_string_new("x");
        while (html->len < 4 * 1024 * 1024)
            g_string_append(html, pieces[i]);
        clock_t start = clock();
        g_autofree char *text = ink_html_to_text(html->str, html->len, html->len);
        double took_s = (double)(clock() - start) / CLOCKS_PER_SEC;
        g_test_message("%s: %.2f s", pieces[i], took_s);
        g_assert_true(g_utf8_validate(text, -1, NULL));
        g_assert_cmpfloat(took_s, <, SECONDS_MAX);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    g_test_add_func("/html/cases", test_cases);
    g_test_add_func("/html/nul", test_nul);
    g_test_add_func("/html/cut", test_cut);
    g_test_add_func("/html/many", test_many);
    g_test_add_func("/html/linear", test_linear);
    return g_test_run();
}
