/* SPDX-License-Identifier: MIT
 *
 * Authentication-Results above a letter that says it is from an officer: what forgers write, and
 * what real servers write. Every one of them stands in the header where its comment says, in a
 * house whose border takes away what pretends to be its own; what is below is what such a border
 * leaves, or could be made to leave.
 */
#pragma once

#define ID    "mx.exempelkommun.example"
#define OWN   "exempelkommun.example"
#define KARIN "karin.berg@" OWN
#define DATE  "; Fri, 27 Mar 2026 16:40:00 +0100\n"
#define BORDER                                                                                     \
    "Received: from mail.example.net (mail.example.net [203.0.113.5]) by " ID " with ESMTP" DATE
#define OTHER  "Received: from pc by mail.example.net with ESMTPSA id 2" DATE
#define STORE  "Received: from " ID " by " ID " (Dovecot)\n with LMTP id 3" DATE
#define AR     "Authentication-Results: " ID "; "
#define PASS   AR "dmarc=pass header.from=" OWN "\n"
#define FAIL   AR "dmarc=fail header.from=" OWN "\n"
#define OTHERS "Authentication-Results: mail.example.net; dmarc=pass header.from=" OWN "\n"
#define SIGNED(tags)                                                                               \
    "DKIM-Signature: v=1; a=rsa-sha256; d=" OWN "; s=s1; " tags "h=from; bh=x; b=y\n"
#define NUL "\1" /* stands for a NUL: strings end there */

typedef struct {
    const char *what, *headers;
} ForgedRow;

static const ForgedRow forged_results[] = {
    {"nothing", BORDER},
    {"below the border's Received and a stranger's", BORDER OTHER PASS},
    {"lower position, with a genuine failure above", FAIL BORDER OTHER PASS},
    {"lower position, right below the border's, with a genuine failure", FAIL BORDER PASS},
    {"another's field", OTHERS BORDER},
    {"another's field first, ours fails", OTHERS FAIL BORDER},
    {"the same id in other letters",
     "Authentication-Results: MX.Exempelkommun.Example; dmarc=pass header.from=" OWN "\n" BORDER},
    {"id with something after it",
     "Authentication-Results: " ID ".example.net; dmarc=pass header.from=" OWN "\n" BORDER},
    {"id with something before it",
     "Authentication-Results: x" ID "; dmarc=pass header.from=" OWN "\n" BORDER},
    {"id in a comment",
     "Authentication-Results: mail.example.net (" ID "); dmarc=pass header.from=" OWN "\n" BORDER},
    {"id behind a comment",
     "Authentication-Results: (x) " ID "; dmarc=pass header.from=" OWN "\n" BORDER},
    {"id in quotes", "Authentication-Results: \"" ID "\"; dmarc=pass header.from=" OWN "\n" BORDER},
    {"id in an encoded word",
     "Authentication-Results: =?utf-8?q?" ID "?=; dmarc=pass header.from=" OWN "\n" BORDER},
    {"id and NUL", "Authentication-Results: " ID NUL "x; dmarc=pass header.from=" OWN "\n" BORDER},
    {"NUL and id", "Authentication-Results: " NUL ID "; dmarc=pass header.from=" OWN "\n" BORDER},
    {"NUL after a pass",
     AR "spf=none smtp.mailfrom=x" NUL "; dmarc=pass header.from=" OWN "\n" BORDER},
    {"id last", "Authentication-Results: dmarc=pass header.from=" OWN "; " ID "\n" BORDER},
    {"blank before the colon",
     "Authentication-Results : " ID "; dmarc=pass header.from=" OWN "\n" BORDER},
    {"below a line that is no field", BORDER "skräp\nSubject: x\n" PASS},
    {"behind a bare CR", BORDER "X-A: x\r" PASS},
    {"behind a line of blanks", BORDER "X-A: x\n \t\n" PASS},
    {"a field with a longer name",
     "X-Authentication-Results: " ID "; dmarc=pass header.from=" OWN "\n" BORDER},
    {"ARC's field",
     "ARC-Authentication-Results: i=1; " ID "; dmarc=pass header.from=" OWN "\n" BORDER},
    {"comment trick", AR "none (dmarc=pass header.from=" OWN ")\n" BORDER},
    {"comment trick, folded and nested",
     AR "spf=none (x\n (dmarc=none)\n ; dmarc=pass header.from=" OWN ")\n" BORDER},
    {"comment without an end", AR "spf=none (x; dmarc=pass header.from=" OWN "\n" BORDER},
    {"quoted mailfrom", AR "spf=none smtp.mailfrom=\"x dmarc=pass header.from=" OWN "\"\n" BORDER},
    {"quoted mailfrom with a semicolon",
     AR "spf=pass smtp.mailfrom=\"x; dmarc=pass header.from=" OWN "\"@example.net\n" BORDER},
    {"mailfrom that is not quoted",
     AR "spf=pass smtp.mailfrom=x dmarc=pass header.from=" OWN "\n" BORDER},
    {"reason",
     AR "dmarc=fail reason=\"dmarc=pass header.from=" OWN "\" header.from=" OWN "\n" BORDER},
    {"folded name", AR "spf=none\n dmarc=pass\n header.from=" OWN "\n" BORDER},
    {"two fields, pass first", PASS FAIL BORDER},
    {"two fields, fail first", FAIL PASS BORDER},
    {"two fields that agree, below", BORDER PASS PASS OTHER},
    {"two fields, one broken", PASS AR "dmarc=\n" BORDER},
    {"two domains", AR "dmarc=pass header.from=" OWN " header.from=example.net\n" BORDER},
    {"version of the field",
     "Authentication-Results: " ID " 2; dmarc=pass header.from=" OWN "\n" BORDER},
    {"version of the method", AR "dmarc/2=pass header.from=" OWN "\n" BORDER},
    {"forged Received: above, the border's name again", BORDER BORDER PASS OTHER},
    {"forged Received: further down", BORDER OTHER BORDER PASS},
    {"forged Received: that says LMTP",
     BORDER "Received: from x by " ID " with LMTP" DATE PASS OTHER},
    {"forged Received: below the store's", STORE BORDER STORE PASS OTHER},
    {"Received: from one who calls himself local",
     "Received: from [127.0.0.1] (mail.example.net [203.0.113.5]) by " ID
     " with ESMTP" DATE BORDER PASS},
    {"none", AR "none\n" BORDER},
    {"dmarc none", AR "dmarc=none header.from=" OWN "\n" BORDER},
    {"temperror", AR "dmarc=temperror header.from=" OWN "\n" BORDER},
    {"permerror", AR "dmarc=permerror header.from=" OWN "\n" BORDER},
    {"bestguesspass", AR "dmarc=bestguesspass header.from=" OWN "\n" BORDER},
    {"neutral", AR "dkim=neutral header.d=" OWN "\n" BORDER},
    {"policy", AR "dkim=policy header.d=" OWN "\n" BORDER},
    {"nearly pass", AR "dmarc=passed header.from=" OWN "\n" BORDER},
    {"a method with a longer name", AR "x-dmarc=pass header.from=" OWN "\n" BORDER},
    {"header.from of another domain", AR "dmarc=pass header.from=example.net\n" BORDER},
    {"header.from of a sub-domain", AR "dmarc=pass header.from=post." OWN "\n" BORDER},
    {"header.from with ours before it", AR "dmarc=pass header.from=" OWN ".example.net\n" BORDER},
    {"dmarc without a domain", AR "dmarc=pass\n" BORDER},
    {"DKIM of another domain", AR "dkim=pass header.d=example.net\n" BORDER},
    {"DKIM of a sub-domain of ours", AR "dkim=pass header.d=post." OWN "\n" BORDER},
    {"DKIM by i= alone", AR "dkim=pass header.i=@" OWN "\n" BORDER},
    {"DKIM without a domain", AR "dkim=pass\n" BORDER},
    {"DKIM of ours, DMARC fails", AR "dkim=pass header.d=" OWN "; dmarc=fail\n" BORDER},
    {"DKIM with l=", AR "dkim=pass header.d=" OWN "\n" BORDER SIGNED("l=120; ")},
    {"DKIM with l=, folded", PASS BORDER SIGNED("c=relaxed;\n\t l\n =\n 0; ")},
    {"DKIM with l= in one of two", PASS BORDER SIGNED("") SIGNED("l=1;")},
    {"SPF alone", AR "spf=pass smtp.mailfrom=" KARIN "\n" BORDER},
    {"SPF of the name in HELO", AR "spf=pass smtp.helo=" OWN "\n" BORDER},
    {"who had logged in", AR "auth=pass smtp.auth=" KARIN "\n" BORDER},
    {"ARC", AR "arc=pass\n" BORDER},
    {"IP", AR "iprev=pass policy.iprev=203.0.113.5\n" BORDER},
};

static const ForgedRow genuine_results[] = {
    {"Postfix with OpenDKIM, OpenDMARC and policyd-spf",
     AR "dmarc=pass (p=reject dis=none) header.from=" OWN "\n" AR
        "dkim=pass (2048-bit key; unprotected) header.d=" OWN " header.i=@" OWN
        "\n header.a=rsa-sha256 header.s=s1 header.b=aB3/x+Q=;\n dkim-atps=neutral\n" BORDER AR
        "spf=pass (sender SPF authorized)\n smtp.mailfrom=" OWN
        " (client-ip=203.0.113.5; helo=mail.example.net;\n envelope-from=" KARIN
        "; receiver=<UNKNOWN>)\n"},
    {"the same, above its Received:", AR "dmarc=pass (p=none dis=none) header.from=" OWN "\n" AR
                                         "spf=pass smtp.mailfrom=" OWN "\n" BORDER OTHER},
    {"rspamd", "Authentication-Results: " ID ";\n\tdkim=pass header.d=" OWN
               " header.s=s1 header.b=Ab+C/d12;\n\tspf=pass (" ID ": domain of " KARIN
               " designates 203.0.113.5\n as permitted sender) smtp.mailfrom=" KARIN
               ";\n\tdmarc=pass (policy=reject) header.from=" OWN "\n" BORDER},
    {"in the form of large providers",
     "Authentication-Results: " ID ";\n dkim=pass header.i=@" OWN
     " header.s=s1 header.b=AbC;\n spf=pass (domain of " KARIN
     " designates 203.0.113.5 as permitted sender) smtp.mailfrom=" KARIN
     ";\n dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=" OWN "\n" BORDER},
    {"Exim",
     AR "iprev=pass (mail.example.net) smtp.remote-ip=203.0.113.5;\n spf=pass smtp.mailfrom=" OWN
        ";\n dkim=pass header.d=" OWN
        " header.s=s1 header.a=rsa-sha256;\n dmarc=pass header.from=" OWN "\n" BORDER},
    {"authentication milter",
     AR "dmarc=pass policy.published-domain-policy=reject\n policy.applied-disposition=none "
        "(p=reject,d=none) header.from=" OWN ";\n x-ptr=fail smtp.helo=mail.example.net\n" BORDER},
    {"own domain's DKIM", AR "dkim=pass header.d=" OWN "\n" BORDER SIGNED("")},
    {"own domain's DKIM in capitals", AR "DKIM=PASS Header.D=ExempelKommun.EXAMPLE\n" BORDER},
    {"own domain's DKIM beside a list's",
     AR "dkim=fail header.d=example.net;\n dkim=pass header.d=" OWN
        "; spf=softfail smtp.mailfrom=example.net\n" BORDER},
    {"comments everywhere",
     "Authentication-Results: " ID " (x) 1 (y);\n dmarc (a (b)) = (c) pass (d)\n header (e) . "
     "from (f) = (g) " OWN " (h)\n" BORDER},
    {"a reason", AR "dkim=fail reason=\"bad; body=hash\" header.d=example.net;\n dmarc=pass "
                    "header.from=" OWN "\n" BORDER},
    {"below the store's Received:", STORE BORDER PASS},
    {"another's field below", PASS BORDER OTHER OTHERS},
    {"a sub-domain's address in the envelope",
     AR "spf=pass smtp.mailfrom=studs." OWN "; dmarc=pass header.from=" OWN "\n" BORDER},
    {"a tag that only begins with l", PASS BORDER SIGNED("lx=1; x=9; ")},
};
