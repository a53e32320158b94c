/* SPDX-License-Identifier: MIT
 *
 * One recipient of a delivery report, and the codes that say what happened: an enhanced status code
 * (RFC 3463), else the class of an SMTP code, else words that are as good as one.
 */
#include "report-private.h"

#include <string.h>

InkReportRecipient *
ink_report_recipient_new(InkReportKind kind)
{
    InkReportRecipient *recipient = g_new0(InkReportRecipient, 1);
    recipient->kind = kind;
    return recipient;
}

void
ink_report_recipient_free(InkReportRecipient *recipient)
{
    if (recipient == NULL)
        return;
    g_free(recipient->recipient);
    g_free(recipient->original);
    g_free(recipient->status);
    g_free(recipient->diagnostic);
    g_free(recipient);
}

/* An enhanced code is not a piece of an IP address or a version. */
#define ENHANCED "(?<![\\d.])(?<status>[245]\\.\\d{1,3}\\.\\d{1,3})(?![.]?\\d)"
#define SMTP     "(?<![\\d.\\-/:@])(?<code>[45])[0-5]\\d(?=[ :\\-]|$)"

/* The first that is found counts: a full mailbox is often said not to exist as well. */
static const struct {
    const char *words, *status;
} reasons[] = {
    {"over (?:its |the )?quota|quota exceeded|exceeded .{0,30}quota|mailbox (?:is )?full|"
     "(?:brevlåda|inkorg|postlåda)n? är full|postilaatikko on täynnä|kvoten (?:är|har) ",
     "4.2.2"},
    {"user unknown|unknown (?:user|recipient|mailbox|address)|no such (?:user|recipient|mailbox|"
     "person)|does(?: not|n't) exist|not listed in|no mailbox here|address not found|"
     "(?:mailbox|recipient|user) not found|couldn't be found|could not be found|"
     "wasn't found|invalid (?:recipient|mailbox)|mailbox unavailable",
     "5.1.1"},
    {"(?:adress|användare|mottagare|brevlåda|konto)\\w* (?:\\S+ ){0,4}(?:finns inte|hittades "
     "inte|kunde inte hittas|saknas|existerar inte)|okänd (?:adress|användare|mottagare)|hittades "
     "inte|gick inte att hitta",
     "5.1.1"},
    {"ei löydy|ei löytynyt|ei ole olemassa|tuntematon (?:vastaanottaja|käyttäjä|osoite)", "5.1.1"},
    {"in the queue too long|retry timeout exceeded|delivery time expired|message expired|"
     "legat i kön för länge|giltighetstid",
     "4.4.7"},
};

struct InkStatusReader {
    InkPattern *enhanced, *smtp;
    InkPattern *reasons[G_N_ELEMENTS(reasons)];
};

InkStatusReader *
ink_status_reader_new(void)
{
    InkStatusReader *reader = g_new0(InkStatusReader, 1);
    reader->enhanced = ink_pattern_of_source(ENHANCED);
    reader->smtp = ink_pattern_of_source(SMTP);
    for (gsize i = 0; i < G_N_ELEMENTS(reasons); i++)
        reader->reasons[i] = ink_pattern_of_source(reasons[i].words);
    return reader;
}

void
ink_status_reader_free(InkStatusReader *reader)
{
    if (reader == NULL)
        return;
    ink_pattern_free(reader->enhanced);
    ink_pattern_free(reader->smtp);
    for (gsize i = 0; i < G_N_ELEMENTS(reasons); i++)
        ink_pattern_free(reader->reasons[i]);
    g_free(reader);
}

char *
ink_status_read(InkStatusReader *reader, InkPatternScratch *scratch, const char *text)
{
    if (ink_pattern_is_in(reader->enhanced, scratch, text, NULL))
        return ink_pattern_dup_group(reader->enhanced, scratch, text, "status");
    if (ink_pattern_is_in(reader->smtp, scratch, text, NULL)) {
        g_autofree char *class = ink_pattern_dup_group(reader->smtp, scratch, text, "code");
        return g_strdup_printf("%s.0.0", class);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(reasons); i++)
        if (ink_pattern_is_in(reader->reasons[i], scratch, text, NULL))
            return g_strdup(reasons[i].status);
    return NULL;
}
