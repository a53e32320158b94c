/* SPDX-License-Identifier: MIT
 *
 * Domains, by the public suffix list that is built into libpsl: "a.lund.example" and
 * "b.lund.example" may be one owner, "a.se" and "b.se" never are.
 */
#include "domain.h"

#include "inkom/text.h"

#include <libpsl.h>

char *
ink_domain_get_organisation(const char *domain)
{
    g_autofree char *lower = ink_text_ascii_lower(domain);
    const char *organisation = psl_registrable_domain(psl_builtin(), lower);
    return g_strdup(organisation != NULL ? organisation : lower);
}

gboolean
ink_domain_is_aligned(const char *a, const char *b)
{
    g_autofree char *left = ink_domain_get_organisation(a);
    g_autofree char *right = ink_domain_get_organisation(b);
    return *left != '\0' && g_str_equal(left, right);
}

/* Twenty receipts in an hour to one municipality or company are a loop; to one of these they are an
 * ordinary Monday. Only services that many people of the country write from need to stand here: for
 * all others the smaller cap only makes the twenty-first receipt of the hour wait for a person. */
gboolean
ink_domain_is_freemail(const char *organisation)
{
    static const char *const services[] = {
        /* all over the world */
        "gmail.com", "googlemail.com", "hotmail.com", "outlook.com", "live.com", "msn.com",
        "icloud.com", "me.com", "mac.com", "yahoo.com", "ymail.com", "aol.com", "proton.me",
        "protonmail.com", "pm.me", "gmx.com", "gmx.net", "mail.com", "fastmail.com", "zoho.com",
        "tutanota.com", "mail.ru", "yandex.ru", "yandex.com",
        /* Sweden: the great services' own names here, and those who sell the connection at home */
        "hotmail.se", "outlook.se", "live.se", "yahoo.se", "telia.com", "home.se", "spray.se",
        "passagen.se", "comhem.se", "tele2.se", "swipnet.se", "bredband.net", "bredband2.com",
        "bahnhof.se", "glocalnet.net", "ownit.nu", "bornet.net", "algonet.se",
        /* the neighbours */
        "hotmail.fi", "luukku.com", "kolumbus.fi", "elisanet.fi", "saunalahti.fi", "online.no",
        "hotmail.no", "hotmail.dk", "gmx.de", "web.de", "t-online.de", "wp.pl", "o2.pl", "onet.pl",
        "interia.pl", "seznam.cz", "hotmail.co.uk", "yahoo.co.uk", NULL};
    return g_strv_contains(services, organisation);
}
