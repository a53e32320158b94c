/* SPDX-License-Identifier: MIT
 *
 * When not to answer, by what is known besides the message: who our border says that it is from,
 * how many receipts have gone, what the filter says, how old it is; and where the answer would go.
 */
#include "triage-harness.h"

#define ID     "mx.exempelkommun.example"
#define AR     "Authentication-Results: " ID "; "
#define PASS   AR "dmarc=pass header.from=example.org\n"
#define FAIL   AR "dmarc=fail header.from=example.org\n"
#define DATE   "; Fri, 27 Mar 2026 10:00:00 +0100\n"
#define BORDER "Received: from mail.example.org by mx.exempelkommun.example" DATE
#define STORE  "Received: from mx by lada.exempelkommun.example" DATE
#define OTHER  "Received: from laptop by mail.example.org" DATE
#define HELO   "Received: from "
#define MAIL   TO_US PERSON

static InkTriage *
run(const InkTriageFacts *facts, const char *headers)
{
    g_autoptr(InkMessage) message = triage_parse(headers, "\r\n");
    g_test_message("%s", headers);
    return ink_triage_run(message, facts);
}

static void
assert_rows(const InkTriageFacts *facts, const char *headers, const char *rows)
{
    g_autoptr(InkTriage) triage = run(facts, headers);
    g_autofree char *found = triage_list_rows(triage->reasons);
    g_assert_cmpstr(found, ==, rows);
}

static InkConfig *
border_config(InkReplyTo reply_to)
{
    InkConfig *config = triage_config_new();
    config->authserv_id = g_strdup(ID);
    config->reply_to = reply_to;
    return config;
}

/* The three policies: 'P'ass, 'F'ail or '?'. authenticated answers P, not_failed P and ?, any all.
 */
static void
assert_verdict(const char *headers, char verdict)
{
    static const InkReplyTo policies[] = {INK_REPLY_TO_AUTHENTICATED, INK_REPLY_TO_NOT_FAILED,
                                          INK_REPLY_TO_ANY};
    static const char *const answered[] = {"P", "P?", "P?F"};
    for (gsize i = 0; i < G_N_ELEMENTS(policies); i++) {
        InkConfig *config = border_config(policies[i]);
        InkTriageFacts facts = triage_facts(config);
        assert_rows(&facts, headers, strchr(answered[i], verdict) != NULL ? "" : "18");
        triage_config_free(config);
    }
}

static InkVouching
find_author_vouching(const char *headers)
{
    InkConfig *config = border_config(INK_REPLY_TO_NOT_FAILED);
    g_autoptr(InkMessage) message = triage_parse(headers, "\r\n");
    InkVouching vouching = ink_triage_find_author_vouching(message, config);
    triage_config_free(config);
    return vouching;
}

static const struct {
    char verdict;
    const char *headers;
} verdicts[] = {
    {'?', BORDER MAIL},
    {'P', PASS BORDER OTHER MAIL},
    {'P', BORDER PASS OTHER MAIL},
    {'P', STORE PASS BORDER OTHER MAIL},
    {'P', PASS MAIL},
    /* Postfix and Dovecot on one machine, and a filter that Postfix sends through */
    {'P', "Received: from mx.exempelkommun.example by mx.exempelkommun.example (Dovecot)\n"
          " with LMTP id x" DATE BORDER PASS OTHER MAIL},
    {'F', "Received: from mx ([127.0.0.1]) by mx.exempelkommun.example with ESMTP" DATE
          "Received: from x ([127.0.0.1])\n by localhost (filter)" DATE BORDER FAIL OTHER MAIL},
    {'P', "Received: from localhost (localhost [127.0.0.1])\n by mx.exempelkommun.example with "
          "ESMTP" DATE BORDER PASS OTHER MAIL},
    {'P', "Received: from mx (mx [IPv6:::1]) by mx.exempelkommun.example with SMTP" DATE BORDER PASS
              OTHER MAIL},
    {'F', FAIL BORDER MAIL},
    {'F', BORDER FAIL MAIL},
    {'P', "authentication-results:\n " ID "\n ;\n DMARC =\n Pass (x)\n header . from\n = "
          "Example.ORG\n" BORDER MAIL},
    {'F', AR "spf=fail smtp.mailfrom=example.org\n" BORDER MAIL},
    {'F', AR "spf=softfail smtp.mailfrom=anna@example.org\n" BORDER MAIL},
    {'P', AR "spf=fail smtp.mailfrom=example.net; dkim=pass header.d=example.org\n" BORDER MAIL},
    {'P', AR "dkim=pass header.d=post.example.org; spf=softfail\n" BORDER MAIL},
    {'P', AR "dkim=pass header.i=@post.example.org\n" BORDER MAIL},
    {'P', AR "dkim=fail header.d=example.org; dkim=pass header.d=example.org\n" BORDER MAIL},
    {'P', AR "spf=pass smtp.mailfrom=anna@post.example.org\n" BORDER MAIL},
    {'F', AR "spf=pass smtp.mailfrom=example.org; dmarc=fail\n" BORDER MAIL},
    {'F', AR "dkim=pass header.d=example.org; dmarc=fail\n" BORDER MAIL},
    {'F', AR "dmarc=pass header.from=example.org; dmarc=fail\n" BORDER MAIL},
    {'F', AR "spf=fail smtp.mailfrom=example.org; dkim=pass header.d=example.net\n" BORDER MAIL},
    {'?', AR "none\n" BORDER MAIL},
    {'?', AR "dmarc=none; spf=none; dkim=none\n" BORDER MAIL},
    {'?', AR "dmarc=temperror; spf=permerror; dkim=neutral\n" BORDER MAIL},
    {'?', AR "dmarc=bestguesspass header.from=example.org\n" BORDER MAIL},
    {'?', AR "dkim=policy header.d=example.org\n" BORDER MAIL},
    {'?', AR "dkim=fail header.d=example.org\n" BORDER MAIL},
    {'?', AR "dkim=pass\n" BORDER MAIL},
    {'?', AR "dkim=pass header.d=example.net\n" BORDER MAIL},
    {'?', AR "spf=pass smtp.mailfrom=example.net\n" BORDER MAIL},
    {'?', AR "spf=pass smtp.helo=mail.example.org\n" BORDER MAIL},
    {'?', AR "spf=fail smtp.helo=mail.example.org\n" BORDER MAIL},
    {'?', AR "spf=neutral smtp.mailfrom=example.org\n" BORDER MAIL},
    {'?', AR "dmarc=pass\n" BORDER MAIL},
    {'?', AR "dmarc=pass header.from=example.net\n" BORDER MAIL},
    {'?', AR "dmarc=pass header.from=post.example.org\n" BORDER MAIL},
    {'?', AR "arc=pass; auth=pass smtp.auth=anna@example.org\n" BORDER MAIL},
    /* a field for each method */
    {'P', AR "spf=pass smtp.mailfrom=example.net\n" AR "dkim=none\n" PASS BORDER MAIL},
    {'P', BORDER PASS AR "spf=fail smtp.mailfrom=example.org\n" MAIL},
    {'F', AR "spf=pass smtp.mailfrom=example.org\n" AR "dmarc=fail\n" BORDER MAIL},
    /* another server's */
    {'?', "Authentication-Results: mail.example.org; dmarc=fail\n" BORDER MAIL},
    {'P', "Authentication-Results: mail.example.org; dmarc=fail\n" PASS BORDER MAIL},
    {'P', PASS "Authentication-Results: x; dmarc=pass action=none\n" BORDER MAIL},
    {'?', "X-Authentication-Results: " ID "; dmarc=fail\n" BORDER MAIL},
    {'?', "ARC-Authentication-Results: i=1; " ID "; dmarc=fail\n" BORDER MAIL},
};

static void
test_verdicts(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(verdicts); i++)
        assert_verdict(verdicts[i].headers, verdicts[i].verdict);
}

/* What forgers write. The border has said nothing, or "fail": never may it become a pass. */
static const struct {
    char verdict;
    const char *headers;
} forged[] = {
    /* lower down */
    {'?', BORDER OTHER PASS MAIL},
    {'?', BORDER OTHER MAIL PASS},
    {'?', STORE BORDER OTHER PASS MAIL},
    {'F', FAIL BORDER PASS OTHER MAIL},
    {'F', FAIL BORDER OTHER PASS MAIL},
    /* with our border's name in a Received: above it */
    {'?', BORDER BORDER PASS OTHER MAIL},
    {'?', BORDER OTHER BORDER PASS MAIL},
    {'?', STORE BORDER STORE PASS OTHER MAIL},
    {'?', BORDER OTHER STORE BORDER PASS MAIL},
    {'?', BORDER "Received: (by mx.exempelkommun.example) from x by y" DATE PASS MAIL},
    {'?',
     "Received: from [127.0.0.1] (evil.example [192.0.2.6]) by mx.exempelkommun.example" DATE BORDER
         PASS MAIL},
    {'?', "Received: from evil.example ([192.0.2.6] helo=[127.0.0.1]) by mx.exempelkommun.example "
          "(with LMTP)" DATE BORDER PASS MAIL},
    {'?', BORDER "Received: from x by mx.exempelkommun.example with LMTP" DATE PASS MAIL},
    /* by the name that the other gave himself (HELO), in all the ways in which servers write it */
    {'?', HELO "[127.0.0.1] (203.0.113.5) by mx.exempelkommun.example (10.0.0.1)\n with Microsoft "
               "SMTP Server id 15.1" DATE BORDER PASS MAIL},
    {'?', HELO "unknown (HELO [127.0.0.1]) (203.0.113.5)\n by mx.exempelkommun.example with "
               "SMTP" DATE BORDER PASS MAIL},
    {'?',
     HELO "unknown (HELO [127.0.0.1]) by mx.exempelkommun.example with SMTP" DATE BORDER PASS MAIL},
    {'?', HELO "unknown (helo=[127.0.0.1]) by mx.exempelkommun.example" DATE BORDER PASS MAIL},
    {'?', HELO "[127.0.0.1] by mx.exempelkommun.example with SMTP" DATE BORDER PASS MAIL},
    {'?', HELO "[127.0.0.1] (2001:db8::5) by mx.exempelkommun.example" DATE BORDER PASS MAIL},
    {'?', HELO
     "[::1] (evil.example [IPv6:2001:db8::5]) by mx.exempelkommun.example" DATE BORDER PASS MAIL},
    {'?',
     HELO "[127.0.0.1] (anna@203.0.113.5:25) by mx.exempelkommun.example" DATE BORDER PASS MAIL},
    {'?', HELO "x [127.0.0.1] by y (evil.example [192.0.2.6])\n by mx.exempelkommun.example with "
               "ESMTP" DATE BORDER PASS MAIL},
    {'?', HELO "x with LMTP by y (evil.example [192.0.2.6])\n by mx.exempelkommun.example with "
               "ESMTP" DATE BORDER PASS MAIL},
    {'F', STORE HELO "x by evil.example (evil.example [192.0.2.6])\n by mx.exempelkommun.example "
                     "with ESMTP" DATE FAIL MAIL},
    {'?', "Received: from x by mx.exempelkommun.example with ESMTP" DATE BORDER PASS MAIL},
    /* an id that is like ours */
    {'?',
     "Authentication-Results: MX.exempelkommun.example; dmarc=pass header.from=example.org\n" BORDER
         MAIL},
    {'?', "Authentication-Results: mx.exempelkommun.example.example.net; dmarc=pass "
          "header.from=example.org\n" BORDER MAIL},
    {'?', "Authentication-Results: xmx.exempelkommun.example; dmarc=pass "
          "header.from=example.org\n" BORDER MAIL},
    {'?', "Authentication-Results: x (" ID "); dmarc=pass header.from=example.org\n" BORDER MAIL},
    {'?', "Authentication-Results: (" ID ") x; dmarc=pass header.from=example.org\n" BORDER MAIL},
    {'?', "Authentication-Results: =?utf-8?q?" ID
          "?=; dmarc=pass header.from=example.org\n" BORDER MAIL},
    {'?', "Authentication-Results: \"" ID " \"; dmarc=pass header.from=example.org\n" BORDER MAIL},
    {'?', "Authentication-Results: dmarc=pass header.from=example.org; " ID "\n" BORDER MAIL},
    /* in our border's own field, by what it repeats of the sender's */
    {'?', AR "none (dmarc=pass header.from=example.org)\n" BORDER MAIL},
    {'?', AR "spf=none smtp.mailfrom=\"x dmarc=pass header.from=example.org\"\n" BORDER MAIL},
    {'?', AR "spf=none smtp.mailfrom=\"x; dmarc=pass header.from=example.org\"\n" BORDER MAIL},
    {'?', AR "spf=none\n (\n ; dmarc=pass header.from=example.org)\n" BORDER MAIL},
    {'F', AR "spf=none smtp.mailfrom=x dmarc=pass header.from=example.org\n" BORDER MAIL},
    {'F', AR "spf=none (x\n" BORDER MAIL},
    {'?', AR "dmarc=none header.from=example.org; x-dmarc=pass\n" BORDER MAIL},
    /* two that do not agree, or could have agreed */
    {'F', PASS FAIL BORDER MAIL},
    {'F', FAIL PASS BORDER MAIL},
    {'F', BORDER PASS FAIL MAIL},
    {'F', BORDER PASS PASS MAIL},
    {'F', BORDER AR "dkim=fail header.d=example.org\n" AR "dkim=pass header.d=example.org\n" MAIL},
    /* a version that nobody knows */
    {'F', "Authentication-Results: " ID " 2; dmarc=pass header.from=example.org\n" BORDER MAIL},
    {'F', "Authentication-Results: " ID " 1.0; dmarc=pass header.from=example.org\n" BORDER MAIL},
    {'?', AR "dmarc/2=pass header.from=example.org\n" BORDER MAIL},
    /* hidden in an encoded word, or in another field */
    {'?', AR "none\nSubject: x\n =?utf-8?q?=0AAuthentication-Results:?= " ID
             "; dmarc=pass\n" BORDER MAIL},
    {'?', "Authentication-Results : x; none\n" BORDER MAIL},
};

static void
test_forged(void)
{
    g_assert_cmpuint(G_N_ELEMENTS(forged), >=, 25);
    for (gsize i = 0; i < G_N_ELEMENTS(forged); i++) {
        assert_verdict(forged[i].headers, forged[i].verdict);
        g_assert_cmpint(find_author_vouching(forged[i].headers), !=, INK_VOUCHING_YES);
    }
}

/* What an officer's orders need is more than what a receipt needs. */
#define OWN TO_US "From: Karin <karin@exempelkommun.example>\n"
static const struct {
    InkVouching vouching;
    const char *headers;
} authors[] = {
    {INK_VOUCHING_YES, PASS BORDER MAIL},
    {INK_VOUCHING_YES, AR "dmarc=pass header.from=exempelkommun.example\n" BORDER OWN},
    {INK_VOUCHING_YES, AR "dkim=pass header.d=exempelkommun.example\n" BORDER OWN},
    {INK_VOUCHING_YES, AR "dkim=pass header.d=ExempelKommun.example\n" BORDER OWN},
    {INK_VOUCHING_YES, AR "spf=none; dkim=pass header.d=exempelkommun.example\n" BORDER OWN},
    /* SPF alone, or DKIM in another's name or a sub-domain's */
    {INK_VOUCHING_NO, AR "spf=pass smtp.mailfrom=karin@exempelkommun.example\n" BORDER OWN},
    {INK_VOUCHING_NO, AR "dkim=pass header.d=post.exempelkommun.example\n" BORDER OWN},
    {INK_VOUCHING_NO, AR "dkim=pass header.d=example.org\n" BORDER OWN},
    {INK_VOUCHING_NO, AR "dkim=pass header.i=@exempelkommun.example\n" BORDER OWN},
    {INK_VOUCHING_NO, AR "dkim=pass header.d=example.org\n" BORDER MAIL},
    {INK_VOUCHING_NO, AR "dmarc=pass header.from=example.org\n" BORDER OWN},
    {INK_VOUCHING_NO, AR "dmarc=pass\n" BORDER OWN},
    {INK_VOUCHING_NO, AR "dmarc=fail; dkim=pass header.d=exempelkommun.example\n" BORDER OWN},
    {INK_VOUCHING_NO, AR "dmarc=bestguesspass header.from=exempelkommun.example\n" BORDER OWN},
    {INK_VOUCHING_NO, AR "dmarc=none header.from=exempelkommun.example\n" BORDER OWN},
    {INK_VOUCHING_NO, AR "dmarc=temperror header.from=exempelkommun.example\n" BORDER OWN},
    {INK_VOUCHING_NO, AR "dmarc=permerror header.from=exempelkommun.example\n" BORDER OWN},
    {INK_VOUCHING_NO, AR "dkim=policy header.d=exempelkommun.example\n" BORDER OWN},
    {INK_VOUCHING_NO, AR "dkim=neutral header.d=exempelkommun.example\n" BORDER OWN},
    {INK_VOUCHING_NO, AR "arc=pass; auth=pass smtp.auth=karin@exempelkommun.example\n" BORDER OWN},
    {INK_VOUCHING_NO, AR "none\n" BORDER OWN},
    {INK_VOUCHING_NONE, BORDER OWN},
    {INK_VOUCHING_NONE, BORDER OTHER AR "dmarc=pass header.from=exempelkommun.example\n" OWN},
};

static void
test_authors(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(authors); i++) {
        g_test_message("%s", authors[i].headers);
        g_assert_cmpint(find_author_vouching(authors[i].headers), ==, authors[i].vouching);
    }
}

/* A NUL in the id ends what can be read of the field. */
static void
test_nul(void)
{
    static const char bytes[] =
        "Authentication-Results: " ID "\0.example.net; dmarc=pass header.from=example.org\r\n"
        "From: anna@example.org\r\nTo: inkorg@exempelkommun.example\r\n\r\nHej\r\n";
    g_autoptr(GBytes) whole = g_bytes_new_static(bytes, sizeof bytes - 1);
    g_autoptr(InkMessage) message = ink_message_parse(whole, &INK_LIMITS_DEFAULT, NULL);
    g_assert_nonnull(message);
    InkConfig *config = border_config(INK_REPLY_TO_AUTHENTICATED);
    InkTriageFacts facts = triage_facts(config);
    g_autoptr(InkTriage) triage = ink_triage_run(message, &facts);
    g_autofree char *rows = triage_list_rows(triage->reasons);
    g_assert_cmpstr(rows, ==, "18");
    triage_config_free(config);
}

/* Without hosts every Received: is foreign; without an id nothing is looked at. */
static void
test_without_config(void)
{
    InkConfig *config = border_config(INK_REPLY_TO_NOT_FAILED);
    InkTriageFacts facts = triage_facts(config);
    g_clear_pointer(&config->hosts, g_strfreev);
    config->hosts = g_new0(char *, 1);
    assert_rows(&facts, FAIL BORDER MAIL, "18");
    assert_rows(&facts, BORDER FAIL MAIL, "");
    g_clear_pointer(&config->authserv_id, g_free);
    assert_rows(&facts, FAIL BORDER MAIL, "");
    triage_config_free(config);
}

/* Row 19: somebody else's Return-Path, and DKIM that vouches for From:. */
static void
test_reply_address(void)
{
    static const struct {
        const char *headers, *address, *rows;
    } rows[] = {
        {PERSON, "anna@example.org", ""},
        {"From: Anna <Anna@Example.ORG>\n", "anna@example.org", ""},
        {"From: anna@example.org\nReply-To: bo@example.org\nSender: cia@example.org\n",
         "anna@example.org", ""},
        {"Return-Path: <bo@example.org>\nFrom: anna@example.org\n", "bo@example.org", ""},
        {"Return-Path: <prvs=0123abcdef=bo@example.org>\nFrom: bo@example.org\n",
         "prvs=0123abcdef=bo@example.org", ""},
        {"Return-Path: <>\nFrom: anna@example.org\n", NULL, "2 19b"},
        {PASS "Return-Path: <>\nFrom: anna@example.org\n", NULL, "2 19b"},
        {"Return-Path: ?\nFrom: anna@example.org\n", NULL, "3 19b"},
        {PASS "Return-Path: ?\nFrom: anna@example.org\n", NULL, "3 19b"},
        {"Return-Path: <a@example.org>\nReturn-Path: <a@example.org>\nFrom: a@example.org\n", NULL,
         "3 19b"},
        {"From: anna\n", NULL, "19b"},
        {"Subject: Hej\n", NULL, "17 19b"},
        {"From: \"anna\\nBcc: bo\"@example.org\n", NULL, "19b"},
        {"From: anna@[127.0.0.1]\n", NULL, "19b"},
        {"Return-Path: <list@example.net>\nFrom: anna@example.org\n", "list@example.net", "19"},
        {PASS "Return-Path: <SRS0=HHH=TT=example.org=anna@example.net>\nFrom: anna@example.org\n",
         "anna@example.org", ""},
        {AR "dkim=pass header.d=example.org\nReturn-Path: <x@example.net>\n"
            "From: anna@example.org\nReply-To: bo@example.org\n",
         "anna@example.org", ""},
        {AR "dkim=pass header.d=example.net\nReturn-Path: <x@example.net>\n"
            "From: anna@example.org\n",
         "x@example.net", "19"},
        {AR "spf=pass smtp.mailfrom=example.org\nReturn-Path: <x@example.net>\n"
            "From: anna@example.org\n",
         "x@example.net", "19"},
        {FAIL "Return-Path: <x@example.net>\nFrom: anna@example.org\n", "x@example.net", "18 19"},
    };
    InkConfig *config = border_config(INK_REPLY_TO_NOT_FAILED);
    InkTriageFacts facts = triage_facts(config);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *headers = g_strconcat(TO_US, rows[i].headers, NULL);
        g_autoptr(InkMessage) message = triage_parse(headers, "\n");
        g_autofree char *address = ink_triage_get_reply_address(message, config);
        g_test_message("%s", headers);
        g_assert_cmpstr(address, ==, rows[i].address);
        assert_rows(&facts, headers, rows[i].rows);
    }
    triage_config_free(config);
}

#define GMAIL TO_US "From: anna@gmail.com\n"
#define INFO  TO_US "From: Info@example.org\n"

static void
test_receipts(void)
{
    static const struct {
        const char *headers;
        InkReceiptCounts receipts;
        const char *rows;
    } rows[] = {
        {MAIL, {2, 2, 2}, ""},
        {MAIL, {3, 3, 3}, "25"},
        {MAIL, {400, 400, 59}, "25 25b"},
        {MAIL, {0, 19, 0}, ""},
        {MAIL, {0, 20, 0}, "25b"},
        {MAIL, {0, 500, 0}, "25b"},
        {GMAIL, {0, 20, 0}, ""},
        {GMAIL, {0, 499, 0}, ""},
        {GMAIL, {0, 500, 0}, "25b"},
        {TO_US "From: chef@exempelkommun.example\n", {0, 499, 0}, ""},
        {TO_US "From: chef@exempelkommun.example\n", {0, 500, 0}, "25b"},
        {MAIL, {0, 0, 59}, ""},
        {MAIL, {0, 0, 60}, "25c"},
        {MAIL, {3, 20, 60}, "25 25b 25c"},
        {INFO, {0, 0, 0}, ""},
        {INFO, {1, 0, 0}, "15"},
        {INFO, {3, 0, 0}, "15 25"},
        {TO_US "From: postmaster@example.org\n", {1, 1, 1}, "15"},
        {TO_US "From: ABUSE@example.org\n", {1, 1, 1}, "15"},
        {TO_US "From: registrator@kommun.example\n", {1, 1, 1}, "15"},
        {TO_US "Return-Path: <info@example.org>\nFrom: anna@example.org\n", {1, 1, 1}, "15"},
        {TO_US "Return-Path: <anna@example.org>\nFrom: info@example.org\n", {1, 1, 1}, ""},
        {TO_US "From: information@example.org\n", {1, 1, 1}, ""},
        {TO_US "From: x.info@example.org\n", {1, 1, 1}, ""},
        {TO_US "From: anna\n", {0, 0, 0}, "19b"},
    };
    InkConfig *config = triage_config_new();
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        InkTriageFacts facts = triage_facts(config);
        facts.receipts = rows[i].receipts;
        assert_rows(&facts, rows[i].headers, rows[i].rows);
    }
    triage_config_free(config);
}

/* Each cap is the configuration's, and the breaker tells the registrar. */
static void
test_own_caps(void)
{
    InkConfig *config = triage_config_new();
    config->receipts = (InkReceiptCaps){1, 2, 3, 4};
    InkTriageFacts facts = triage_facts(config);
    facts.receipts = (InkReceiptCounts){1, 2, 4};
    assert_rows(&facts, MAIL, "25 25b 25c");
    facts.receipts = (InkReceiptCounts){0, 1, 3};
    assert_rows(&facts, MAIL, "");
    facts.receipts = (InkReceiptCounts){0, 2, 0};
    assert_rows(&facts, GMAIL, "");
    facts.receipts = (InkReceiptCounts){0, 0, 4};
    g_autoptr(InkTriage) triage = run(&facts, MAIL);
    const InkTriageReason *reason = triage->reasons->pdata[0];
    g_assert_nonnull(reason->alert);
    triage_config_free(config);
}

/* An address that takes no letters gets none, whoever writes from it. */
static void
test_dead_address(void)
{
    InkConfig *config = triage_config_new();
    InkTriageFacts facts = triage_facts(config);
    facts.is_dead_address = TRUE;
    assert_rows(&facts, MAIL, "25d");
    assert_rows(&facts, MAIL "Precedence: bulk\n", "10 25d");
    facts.receipts.address_day = 3;
    assert_rows(&facts, MAIL, "25 25d");
    facts.is_dead_address = FALSE;
    assert_rows(&facts, MAIL, "25");
    triage_config_free(config);
}

static void
test_spam(void)
{
    static const struct {
        const char *headers, *rows;
    } rows[] = {
        {"X-Spam-Flag: YES\n" BORDER MAIL, "21"},
        {"x-spam-flag:\n yes\n" BORDER MAIL, "21"},
        {BORDER "X-Spam-Flag: yes, score=9\n" OTHER MAIL, "21"},
        {"X-Spam-Flag: NO\nX-Spam-Flag: YES\n" BORDER MAIL, "21"},
        {"X-Spam-Flag: YES\nX-Spam-Flag: NO\n" BORDER MAIL, "21"},
        {"X-Spam-Flag: NO\n" BORDER MAIL, ""},
        {"X-Spam-Flag: yesterday\n" BORDER MAIL, ""},
        {"X-Spam: YES\n" BORDER MAIL, ""},
        {BORDER OTHER "X-Spam-Flag: YES\n" MAIL, ""},
        {BORDER BORDER "X-Spam-Flag: YES\n" MAIL, ""},
        {BORDER MAIL, ""},
    };
    InkConfig *config = triage_config_new();
    InkTriageFacts facts = triage_facts(config);
    assert_rows(&facts, rows[0].headers, "");
    config->spam_header = g_strdup("X-Spam-Flag");
    config->spam_pattern = ink_pattern_compile("^yes\\b", NULL, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        assert_rows(&facts, rows[i].headers, rows[i].rows);
        g_autoptr(InkTriage) triage = run(&facts, rows[i].headers);
        g_assert_cmpint(triage->is_spam, ==, *rows[i].rows != '\0');
    }
    triage_config_free(config);
}

static void
test_time_and_past(void)
{
    static const struct {
        gint64 age_s;
        gboolean is_backlog, is_own_letter, is_repeat, has_borrowed_id;
        const char *rows;
    } rows[] = {
        {0, FALSE, FALSE, FALSE, FALSE, ""},
        {72 * HOUR_S, FALSE, FALSE, FALSE, FALSE, ""},
        {73 * HOUR_S, FALSE, FALSE, FALSE, FALSE, "27"},
        {8760 * HOUR_S, FALSE, FALSE, FALSE, FALSE, "27"},
        {-HOUR_S, FALSE, FALSE, FALSE, FALSE, ""}, /* the clocks differ */
        {0, TRUE, FALSE, FALSE, FALSE, "27"},
        {0, FALSE, TRUE, FALSE, FALSE, "1"},
        {0, FALSE, FALSE, TRUE, FALSE, "23"},
        {0, FALSE, FALSE, FALSE, TRUE, "24"},
        {73 * HOUR_S, FALSE, FALSE, TRUE, TRUE, "23 24 27"},
        {0, TRUE, TRUE, TRUE, TRUE, "1 23 24 27"},
    };
    InkConfig *config = triage_config_new();
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        InkTriageFacts facts = triage_facts(config);
        facts.arrived = TRIAGE_NOW - rows[i].age_s;
        facts.is_backlog = rows[i].is_backlog;
        facts.is_own_letter = rows[i].is_own_letter;
        facts.is_repeat = rows[i].is_repeat;
        facts.has_borrowed_id = rows[i].has_borrowed_id;
        assert_rows(&facts, MAIL, rows[i].rows);
    }
    triage_config_free(config);
}

/* Row 22 takes its place among the others, wherever that is. */
static void
test_case_found(void)
{
    static const struct {
        const char *headers, *rows;
    } rows[] = {
        {MAIL, "22"},
        {MAIL "Precedence: bulk\n", "10 22"},
        {MAIL "Subject: Autosvar: x\n", "22 29"},
        {MAIL "Subject: Autosvar: x\nPrecedence: bulk\n", "10 22 29"},
    };
    InkConfig *config = triage_config_new();
    InkTriageFacts facts = triage_facts(config);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(InkTriage) triage = run(&facts, rows[i].headers);
        ink_triage_add_case(triage);
        g_autofree char *found = triage_list_rows(triage->reasons);
        g_assert_cmpstr(found, ==, rows[i].rows);
    }
    triage_config_free(config);
}

static void
test_unread(void)
{
    for (int is_over = 0; is_over <= 1; is_over++) {
        const InkTriageFacts facts = {.is_over_limit = is_over};
        g_autoptr(InkTriage) triage = ink_triage_run(NULL, &facts);
        g_autofree char *found = triage_list_rows(triage->reasons);
        g_assert_cmpstr(found, ==, is_over ? "31" : "30");
        g_assert_null(triage->reply_to);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ink_parse_init();
    g_test_add_func("/triage-facts/verdicts", test_verdicts);
    g_test_add_func("/triage-facts/forged", test_forged);
    g_test_add_func("/triage-facts/authors", test_authors);
    g_test_add_func("/triage-facts/nul", test_nul);
    g_test_add_func("/triage-facts/without-config", test_without_config);
    g_test_add_func("/triage-facts/reply-address", test_reply_address);
    g_test_add_func("/triage-facts/receipts", test_receipts);
    g_test_add_func("/triage-facts/own-caps", test_own_caps);
    g_test_add_func("/triage-facts/dead-address", test_dead_address);
    g_test_add_func("/triage-facts/spam", test_spam);
    g_test_add_func("/triage-facts/time-and-past", test_time_and_past);
    g_test_add_func("/triage-facts/case-found", test_case_found);
    g_test_add_func("/triage-facts/unread", test_unread);
    return g_test_run();
}
