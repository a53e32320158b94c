/* SPDX-License-Identifier: MIT
 *
 * Authentication-Results by the grammar of RFC 8601, and what is none.
 */
#include "harness.h"

#include "../../src/triage/auth-results.h"
#include "../../src/triage/domain.h"

#include <string.h>

/* "id: method=result type.property=value …, method=…"; "id: -" when nothing is to be trusted; NULL
 * when there is not even an id. */
static char *
describe(const char *value)
{
    g_autoptr(InkAuthResults) field = ink_auth_results_parse(value);
    if (field == NULL)
        return NULL;
    GString *out = g_string_new(field->authserv_id);
    g_string_append(out, field->is_well_formed ? ":" : ": -");
    for (guint i = 0; i < field->results->len; i++) {
        const InkAuthResult *result = field->results->pdata[i];
        g_string_append_printf(out, "%s %s=%s", i > 0 ? "," : "", result->method, result->result);
        for (guint p = 0; p < result->properties->len; p++) {
            const InkAuthProperty *property = result->properties->pdata[p];
            g_string_append_printf(out, " %s.%s=%s", property->type, property->property,
                                   property->value);
        }
    }
    return g_string_free(out, FALSE);
}

static const struct {
    const char *value, *found;
} rows[] = {
    /* the examples of RFC 8601, appendix B */
    {"example.org 1; none", "example.org:"},
    {"example.com; spf=pass smtp.mailfrom=example.net",
     "example.com: spf=pass smtp.mailfrom=example.net"},
    {"example.com; auth=pass (cram-md5) smtp.auth=sender@example.net; "
     "spf=pass smtp.mailfrom=example.net",
     "example.com: auth=pass smtp.auth=sender@example.net, spf=pass smtp.mailfrom=example.net"},
    {"example.com; iprev=pass policy.iprev=192.0.2.200",
     "example.com: iprev=pass policy.iprev=192.0.2.200"},
    {"example.com; dkim=pass (good signature) header.d=example.com",
     "example.com: dkim=pass header.d=example.com"},
    {"example.net; dkim=pass (good signature) header.i=@newyork.example.com",
     "example.net: dkim=pass header.i=@newyork.example.com"},
    {"foo.example.net (foobar) 1 (baz);\r\n dkim (Because I like it) / 1 (One yay) = (wait for it) "
     "fail\r\n policy (A dot can go here) . (like that) expired\r\n (this surprised me) = (as I "
     "wasn't expecting it) 1362471462",
     "foo.example.net: dkim=fail policy.expired=1362471462"},
    /* what servers write */
    {"mx.example; dkim=pass header.i=@example.org header.s=s1 header.b=aB3/x+Q=; "
     "spf=pass (mx.example: domain of anna@example.org designates 192.0.2.1 as permitted sender) "
     "smtp.mailfrom=anna@example.org; dmarc=pass (p=NONE sp=NONE dis=NONE) "
     "header.from=example.org",
     "mx.example: dkim=pass header.i=@example.org header.s=s1 header.b=aB3/x+Q=, spf=pass "
     "smtp.mailfrom=anna@example.org, dmarc=pass header.from=example.org"},
    {"mx.example; DKIM=PASS Header.D=Example.ORG", "mx.example: dkim=pass header.d=Example.ORG"},
    {"mx.example;dkim=pass;spf=pass;", "mx.example: dkim=pass, spf=pass"},
    {"mx.example; dkim=fail reason=\"signature; did not=verify\" header.d=example.org",
     "mx.example: dkim=fail header.d=example.org"},
    {"mx.example; dkim=fail reason = (x) expired header.d=example.org",
     "mx.example: dkim=fail header.d=example.org"},
    {"mx.example; spf=pass smtp.mailfrom=\"anna ek\"@example.org",
     "mx.example: spf=pass smtp.mailfrom=anna ek@example.org"},
    {"mx.example; spf=pass smtp.mailfrom=\"a\\\"b\"", "mx.example: spf=pass smtp.mailfrom=a\"b"},
    {"\"mx.example\"; none", "mx.example:"},
    {"mx.example; x-new-method=none", "mx.example: x-new-method=none"},
    {"mx.example; none (nothing (at all))", "mx.example:"},
    {"mx.example; dkim/2=pass; spf=pass", "mx.example: spf=pass"},
    /* no result: these words stand where none can stand */
    {"mx.example; (dmarc=pass) none", "mx.example:"},
    {"mx.example; spf=none (dmarc=pass; dkim=pass) smtp.mailfrom=x",
     "mx.example: spf=none smtp.mailfrom=x"},
    {"mx.example; spf=none (a \\) dmarc=pass) smtp.mailfrom=x",
     "mx.example: spf=none smtp.mailfrom=x"},
    {"mx.example; spf=none smtp.mailfrom=\"x; dmarc=pass header.from=example.org\"",
     "mx.example: spf=none smtp.mailfrom=x; dmarc=pass header.from=example.org"},
    /* broken: nothing in it is to be trusted */
    {"mx.example", "mx.example: -"},
    {"mx.example;", "mx.example: -"},
    {"mx.example; ;", "mx.example: -"},
    {"mx.example; dmarc", "mx.example: -"},
    {"mx.example; dmarc=", "mx.example: -"},
    {"mx.example; =pass", "mx.example: -"},
    {"mx.example; dmarc=pass (x", "mx.example: -"},
    {"mx.example; dmarc=pass header.from=\"x", "mx.example: -"},
    {"mx.example; spf=none smtp.mailfrom=x dmarc=pass", "mx.example: -"},
    {"mx.example; dmarc=pass action=none", "mx.example: -"},
    {"mx.example; dmarc=pass header from=x", "mx.example: -"},
    {"mx.example; dmarc=pass header.=x", "mx.example: -"},
    {"mx.example; dmarc=pass header.from=", "mx.example: -"},
    {"mx.example; dmarc=pass header.from=a,b", "mx.example: -"},
    {"mx.example; none; dmarc=pass", "mx.example: -"},
    {"mx.example; dmarc=pass; none", "mx.example: -"},
    {"mx.example 2; dmarc=pass", "mx.example: -"},
    {"mx.example 10; dmarc=pass", "mx.example: -"},
    {"mx.example 1 1; dmarc=pass", "mx.example: -"},
    {"mx.example x; dmarc=pass", "mx.example: -"},
    {"mx.example dmarc=pass", "mx.example: -"},
    {"mx.example, other.example; dmarc=pass", "mx.example: -"},
    {"mx.example; dkim-=pass", "mx.example: -"},
    {"mx.example; dkim=pass/1", "mx.example: -"},
    {"=?utf-8?q?mx.example?=; dmarc=pass", NULL},
    {"mx=example; dmarc=pass", "mx: -"},
    {"mx.exämple; dmarc=pass", NULL},
    {"; dmarc=pass", NULL},
    {"(mx.example); dmarc=pass", NULL},
    {"\"mx.example; dmarc=pass", NULL},
    {"(", NULL},
    {"", NULL},
};

static void
test_grammar(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *found = describe(rows[i].value);
        g_test_message("%s", rows[i].value);
        g_assert_cmpstr(found, ==, rows[i].found);
    }
}

/* Every beginning of every field, and with each byte gone: none of them may read outside it. */
static void
test_cut(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        gsize size = strlen(rows[i].value);
        for (gsize cut = 0; cut < size; cut++) {
            g_autofree char *beginning = g_strndup(rows[i].value, cut);
            g_autofree char *without = g_strconcat(beginning, rows[i].value + cut + 1, NULL);
            g_free(describe(beginning));
            g_free(describe(without));
        }
    }
}

/* Long and deep ones take no longer than they are. */
static void
test_hostile(void)
{
    enum { SIZE = 1000000 };
    static const char pieces[][20] = {"(", "a", " ", ";", "mx; a=b;", "mx;a=b c.d=e ", "\\", "\""};
    for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
        g_autoptr(GString) value = g_string_new("mx;");
        while (value->len < SIZE)
            g_string_append(value, pieces[i]);
        g_free(describe(value->str));
    }
}

static void
test_repeated_property(void)
{
    g_autoptr(InkAuthResults) field = ink_auth_results_parse(
        "mx.example; dmarc=pass header.from=a.example header.from=b.example policy.x=1");
    const InkAuthResult *result = field->results->pdata[0];
    g_assert_null(ink_auth_result_find(result, "header", "from"));
    g_assert_cmpstr(ink_auth_result_find(result, "policy", "x"), ==, "1");
    g_assert_null(ink_auth_result_find(result, "policy", "from"));
}

static void
test_organisation(void)
{
    static const struct {
        const char *domain, *organisation;
    } domains[] = {
        {"example.org", "example.org"},
        {"post.example.org", "example.org"},
        {"a.b.c.example.org", "example.org"},
        {"POST.Example.ORG", "example.org"},
        {"example.co.uk", "example.co.uk"},
        {"post.example.co.uk", "example.co.uk"},
        {"co.uk", "co.uk"},
        {"org", "org"},
        {"exempelkommun.example", "exempelkommun.example"},
        {"", ""},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(domains); i++) {
        g_autofree char *found = ink_domain_get_organisation(domains[i].domain);
        g_assert_cmpstr(found, ==, domains[i].organisation);
    }
    g_assert_true(ink_domain_is_aligned("a.example.org", "b.Example.org"));
    g_assert_false(ink_domain_is_aligned("a.co.uk", "b.co.uk"));
    g_assert_false(ink_domain_is_aligned("example.org", "example.org.example.net"));
    g_assert_false(ink_domain_is_aligned("", ""));
    g_assert_true(ink_domain_is_freemail("gmail.com"));
    g_assert_false(ink_domain_is_freemail("example.org"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/auth-results/grammar", test_grammar);
    g_test_add_func("/auth-results/cut", test_cut);
    g_test_add_func("/auth-results/hostile", test_hostile);
    g_test_add_func("/auth-results/repeated-property", test_repeated_property);
    g_test_add_func("/auth-results/organisation", test_organisation);
    return g_test_run();
}
