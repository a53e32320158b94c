/* SPDX-License-Identifier: MIT
 *
 * What staff passed on. The letters within the letter are read from the outside in: those of staff
 * are skipped, and the first that is somebody else's is the one that came to the authority. It goes
 * no further in: whatever that letter quotes was written, or invented, by its sender. So a person
 * who puts "Från: enhetschefen" or "Från: grannen" into his own letter is its author all the same.
 */
#include "forward.h"

#include "inkom/parse.h"
#include "inkom/text.h"

#include <string.h>

#define DAY_S (24 * 3600)

static gboolean
is_known_name(const InkOriginFacts *facts, const char *name, const InkAddress *officer)
{
    return name != NULL && (g_strcmp0(name, officer->name) == 0 ||
                            ink_config_find_officer(facts->config, name) != NULL);
}

/* Exchange leaves out the addresses of colleagues, and of whoever is in the address book. */
static const InkOriginHop *
find_author(const GPtrArray *hops, const InkOriginFacts *facts, const InkAddress *officer,
            const char **out_nameless)
{
    for (guint i = 0; i < hops->len; i++) {
        const InkOriginHop *hop = hops->pdata[i];
        if (ink_config_is_staff(facts->config, hop->person.address))
            continue;
        gboolean is_nameless = hop->person.address == NULL && !hop->person.is_several;
        if (!is_nameless)
            return hop;
        if (is_known_name(facts, hop->person.name, officer))
            continue;
        *out_nameless = hop->person.name != NULL ? hop->person.name : "";
        if (i + 1 == hops->len)
            return hop;
    }
    return NULL;
}

static gboolean
is_among(const GPtrArray *addresses, const char *address)
{
    for (guint i = 0; address != NULL && i < addresses->len; i++)
        if (g_str_equal(((const InkAddress *)addresses->pdata[i])->address, address))
            return TRUE;
    return FALSE;
}

/* --- what is certain --------------------------------------------------------------------------*/

/* The officer whom the letter was written to; else the one who passed it on. */
static char *
find_first_officer(const InkOrigin *origin, const InkOriginHop *hop, const InkOriginFacts *facts)
{
    g_auto(GStrv) words = g_strsplit_set(hop->to != NULL ? hop->to : "", " ,;<>[]()\"", -1);
    for (char **word = words; *word != NULL; word++) {
        const char *address =
            g_str_has_prefix(*word, "mailto:") ? *word + strlen("mailto:") : *word;
        if (ink_address_is_sendable(address) && ink_config_is_staff(facts->config, address))
            return ink_text_ascii_lower(address);
    }
    return g_strdup(origin->passed_on_by);
}

static void
judge_date(InkOrigin *origin, const InkOriginHop *hop, const InkMessage *message,
           const InkOriginFacts *facts)
{
    gint64 now = ink_origin_get_time(message);
    if (hop->date == INK_TIME_NONE) {
        ink_origin_add_doubt(origin, "det går inte att läsa när brevet skrevs%s%s",
                             hop->dated != NULL ? ": " : "", hop->dated != NULL ? hop->dated : "");
        return;
    }
    if (now != INK_TIME_NONE && hop->date > now + INK_ORIGIN_SKEW_S) {
        ink_origin_add_doubt(origin, "brevet ska vara skrivet efter att det vidarebefordrades: %s",
                             hop->dated);
        return;
    }
    if (now != INK_TIME_NONE && hop->date < now - (gint64)INK_ORIGIN_AGE_DAYS_MAX * DAY_S)
        ink_origin_add_doubt(origin, "brevet ska vara mer än %d dagar gammalt: %s",
                             INK_ORIGIN_AGE_DAYS_MAX, hop->dated);
    origin->date = hop->date;
    g_autofree char *when = ink_clock_format_short(facts->clock, hop->date);
    g_autofree char *officer = find_first_officer(origin, hop, facts);
    origin->dated_by =
        g_strdup_printf("vidarebefordrat brev: nådde %s %s (%s)", officer, when, hop->dated);
}

static void
judge_person(InkOrigin *origin, const InkOriginHop *hop, const char *nameless)
{
    if (hop->person.is_several)
        ink_origin_add_doubt(origin, "det vidarebefordrade brevet har flera avsändare");
    else if (hop->person.address == NULL)
        ink_origin_add_doubt(origin, "avsändarens adress står inte i det vidarebefordrade brevet");
    else if (nameless != NULL)
        ink_origin_add_doubt(origin,
                             "ett led i kedjan har ingen adress (%s), så det är inte säkert vem "
                             "som skrev",
                             nameless);
}

/* Of the letters on the way in to the author's. */
static void
judge_way(InkOrigin *origin, const GPtrArray *hops, const InkOriginHop *author)
{
    for (guint i = 0; i < hops->len; i++) {
        const InkOriginHop *hop = hops->pdata[i];
        if (hop->is_hidden)
            ink_origin_add_doubt(origin, "ovanför ett vidarebefordrat brev står vad som kan vara "
                                         "uppgifter om ett annat, i en form som inte är känd");
        if (hop == author)
            return;
    }
}

/* An officer who answers a correspondent and passes the whole on: the thread's older letters by the
 * same person were there first, but only her own letter says when. */
static void
look_for_older(InkOrigin *origin, const GPtrArray *hops, const InkOriginHop *author,
               const InkOriginFacts *facts)
{
    for (guint i = hops->len; i > 0 && hops->pdata[i - 1] != author; i--) {
        const InkOriginHop *hop = hops->pdata[i - 1];
        if (hop->date == INK_TIME_NONE || author->date == INK_TIME_NONE ||
            hop->date >= author->date ||
            g_strcmp0(hop->person.address, author->person.address) != 0)
            continue;
        g_autofree char *when = ink_clock_format_short(facts->clock, hop->date);
        origin->remark = g_strdup_printf("i samma tråd finns ett äldre brev från %s (%s); pröva om "
                                         "tiden ska räknas från det",
                                         author->person.address, when);
        return;
    }
}

static InkMessage *
make_letter(const InkOriginHop *hop, const InkMessage *message)
{
    InkMessage *letter = ink_origin_letter_new(
        message, hop->attached != NULL ? hop->attached : message, hop->person.name,
        hop->person.address, hop->subject != NULL ? hop->subject : message->subject, hop->text);
    letter->date = hop->date;
    if (hop->attached != NULL)
        letter->message_id = g_strdup(hop->attached->message_id);
    return letter;
}

static gboolean
is_forward_subject(const InkMessage *message, gboolean has_letter)
{
    /* "Vs:" is a reply in Finnish and a forward in Norwegian; with a letter in it, it may be one.
     */
    return ink_subject_is_forward(message->subject) ||
           (has_letter && g_ascii_strncasecmp(message->subject, "vs:", strlen("vs:")) == 0);
}

/* How it shows that it was passed on. */
static gboolean
find_mark(InkOrigin *origin, const InkMessage *message, const GPtrArray *hops)
{
    const InkOriginHop *first = hops->len > 0 ? hops->pdata[0] : NULL;
    gboolean is_prefixed = is_forward_subject(message, first != NULL);
    if (is_prefixed) {
        g_autofree char *subject = ink_text_one_line(message->subject, 60);
        ink_origin_add_evidence(origin, "ämnesraden vidarebefordrar: %s", subject);
    }
    if (first != NULL && first->attached != NULL)
        ink_origin_add_evidence(origin, "ett helt brev är bifogat");
    else if (first != NULL && first->is_marked)
        ink_origin_add_evidence(origin, "\"vidarebefordrat meddelande\" står över brevet");
    return is_prefixed || (first != NULL && first->is_marked);
}

static gboolean
is_reply(const InkMessage *message)
{
    return ink_subject_get_base(message->subject) != message->subject;
}

static void
describe(InkOrigin *origin, const InkOriginHop *hop, GPtrArray *hops)
{
    guint position;
    g_ptr_array_find(hops, hop, &position);
    if (hop->attached == NULL)
        ink_origin_add_evidence(origin, "uppgifter över brevet: från %s%s%s, skickat %s",
                                hop->person.name != NULL ? hop->person.name : "",
                                hop->person.name != NULL ? ", " : "",
                                hop->person.address != NULL ? hop->person.address : "ingen adress",
                                hop->dated != NULL ? hop->dated : "okänt när");
    if (position > 0)
        ink_origin_add_evidence(origin, "%u led av personal hoppades över", position);
}

/* An attached letter without any word of passing on may be an enclosure to something else. */
static void
judge_attached(InkOrigin *origin, const InkOriginHop *hop, const InkMessage *message)
{
    guint count;
    ink_origin_find_attached(message, &count);
    if (count > 1)
        ink_origin_add_doubt(origin, "%u brev är bifogade; de kan vara olika ärenden", count);
    if (hop->attached == NULL || is_forward_subject(message, TRUE))
        return;
    const char *outer = ink_subject_get_base(message->subject);
    const char *inner = ink_subject_get_base(hop->attached->subject);
    if (!ink_text_is_blank(outer) && g_strcmp0(outer, inner) != 0)
        ink_origin_add_doubt(origin, "ett brev är bifogat, men ämnesraden säger inte att det är "
                                     "vidarebefordrat");
}

/* What a form sent to an officer is read as a form's letter only where it comes from the form. */
static void
judge_letter(InkOrigin *origin, const InkOriginFacts *facts)
{
    const char *form = ink_origin_find_form_name(origin->letter, facts);
    if (form != NULL)
        ink_origin_add_doubt(origin,
                             "det vidarebefordrade brevet är från formuläret %s; vem som fyllde i "
                             "det står i brevet",
                             form);
}

/* Of what somebody sends who is not who he says, nothing in it is believed. */
static InkOrigin *
make_forged(const InkAddress *officer, const InkOriginFacts *facts)
{
    InkOrigin *origin = ink_origin_new(INK_ORIGIN_FORWARD);
    origin->passed_on_by = g_strdup(officer->address);
    ink_origin_add_doubt(origin,
                         "%s uppger sig höra till kommunen, men %s; det som ska vara "
                         "vidarebefordrat räknas inte",
                         officer->address, ink_origin_find_proof_doubt(facts));
    return origin;
}

static void
judge_sender(InkOrigin *origin, const InkAddress *officer, const InkOriginFacts *facts)
{
    const char *unproven = ink_origin_find_proof_doubt(facts);
    if (unproven != NULL)
        ink_origin_add_doubt(origin, "%s uppger sig höra till kommunen, men %s", officer->address,
                             unproven);
}

static void
take_author(InkOrigin *origin, const InkOriginHop *author, GPtrArray *hops,
            const InkMessage *message, const InkOriginFacts *facts)
{
    describe(origin, author, hops);
    judge_way(origin, hops, author);
    judge_attached(origin, author, message);
    judge_date(origin, author, message, facts);
    look_for_older(origin, hops, author, facts);
    origin->sender = g_strdup(author->person.address);
    origin->sender_name = g_strdup(author->person.name);
    origin->letter = make_letter(author, message);
    judge_letter(origin, facts);
}

/* A reply quotes what it answers, and so does a letter to the author himself; only a plain mark
 * makes a forward of such a one. */
static gboolean
is_only_quoted(const InkMessage *message, const GPtrArray *hops, const InkOriginHop *author)
{
    const InkOriginHop *first = hops->pdata[0];
    if (ink_subject_is_forward(message->subject) || first->is_marked)
        return FALSE;
    return is_among(message->to, author->person.address) ||
           is_among(message->cc, author->person.address) ||
           (is_reply(message) && !is_forward_subject(message, TRUE));
}

/* --- a copy of what staff wrote to somebody outside -------------------------------------------*/

static gboolean
is_to_outsider(const InkMessage *message, const InkOriginFacts *facts)
{
    for (guint i = 0; i < message->to->len; i++) {
        const char *address = ((const InkAddress *)message->to->pdata[i])->address;
        if (ink_address_is_sendable(address) && !ink_config_is_staff(facts->config, address) &&
            !ink_config_is_own_address(facts->config, address))
            return TRUE;
    }
    return FALSE;
}

/* The officer wrote it, but waits for nothing; whose matter it is, a person says. author NULL: what
 * she answers does not stand there. */
static InkOrigin *
make_reply(const InkMessage *message, const InkAddress *officer, const InkOriginHop *author,
           const char *nameless, GPtrArray *hops, const InkOriginFacts *facts)
{
    InkOrigin *origin = ink_origin_new(INK_ORIGIN_REPLY);
    origin->sender = g_strdup(officer->address);
    origin->sender_name = g_strdup(officer->name);
    ink_origin_add_evidence(origin, "personal har skrivit till någon annan, med kopia hit");
    judge_sender(origin, officer, facts);
    if (author == NULL || facts->proof == INK_PROOF_FAILED)
        return origin;
    origin->answered = ink_origin_new(INK_ORIGIN_FORWARD);
    origin->answered->passed_on_by = g_strdup(officer->address);
    judge_sender(origin->answered, officer, facts);
    judge_person(origin->answered, author, nameless);
    take_author(origin->answered, author, hops, message, facts);
    ink_origin_add_evidence(origin, "det besvarade brevet: från %s%s%s",
                            author->person.name != NULL ? author->person.name : "",
                            author->person.name != NULL ? ", " : "",
                            author->person.address != NULL ? author->person.address
                                                           : "ingen adress");
    return origin;
}

InkOrigin *
ink_origin_find_forward(const InkMessage *message, const InkOriginFacts *facts)
{
    const InkAddress *officer = ink_origin_get_officer(message, facts);
    if (officer == NULL)
        return NULL;
    g_autoptr(GPtrArray) hops = ink_origin_list_hops(message, facts);
    g_autoptr(InkOrigin) origin = ink_origin_new(INK_ORIGIN_FORWARD);
    origin->passed_on_by = g_strdup(officer->address);
    gboolean is_marked = find_mark(origin, message, hops);
    const char *nameless = NULL;
    const InkOriginHop *author = find_author(hops, facts, officer, &nameless);
    if (author == NULL && (hops->len > 0 || !is_marked))
        return is_to_outsider(message, facts)
                   ? make_reply(message, officer, NULL, NULL, hops, facts)
                   : NULL;
    if (author != NULL && is_only_quoted(message, hops, author))
        return make_reply(message, officer, author, nameless, hops, facts);
    if (facts->proof == INK_PROOF_FAILED)
        return make_forged(officer, facts);
    if (author == NULL) {
        ink_origin_add_doubt(origin, "inget vidarebefordrat brev gick att hitta i meddelandet");
        return g_steal_pointer(&origin);
    }
    judge_sender(origin, officer, facts);
    if (!is_marked)
        ink_origin_add_doubt(origin, "ett brev av någon annan står i meddelandet, men det sägs "
                                     "inte att det är vidarebefordrat");
    judge_person(origin, author, nameless);
    take_author(origin, author, hops, message, facts);
    return g_steal_pointer(&origin);
}

/* --- what an officer has sent himself
 * -----------------------------------------------------------*/

void
ink_origin_sent_clear(InkOriginSent *sent)
{
    g_clear_pointer(&sent->to, g_free);
    g_clear_pointer(&sent->text, g_free);
}

/* Programs often show only the name of who is in the house. */
static gboolean
is_same_person(const InkOriginPerson *person, const InkAddress *officer,
               const InkOriginFacts *facts)
{
    const InkOfficer *known = ink_config_find_officer_by_address(facts->config, officer->address);
    if (person->address != NULL)
        return g_str_equal(person->address, officer->address);
    return person->name != NULL && (g_strcmp0(person->name, officer->name) == 0 ||
                                    (known != NULL && g_str_equal(person->name, known->name)));
}

gboolean
ink_origin_find_sent(const InkMessage *message, const InkOriginFacts *facts,
                     InkOriginSent *out_sent)
{
    const InkAddress *officer = ink_origin_get_officer(message, facts);
    if (officer == NULL || !ink_subject_is_forward(message->subject))
        return FALSE;
    g_autoptr(GPtrArray) hops = ink_origin_list_hops(message, facts);
    const InkOriginHop *hop = hops->len > 0 ? hops->pdata[0] : NULL;
    if (hop == NULL || hop->date == INK_TIME_NONE || hop->to == NULL || hop->is_hidden ||
        !is_same_person(&hop->person, officer, facts))
        return FALSE;
    out_sent->date = hop->date;
    out_sent->to = g_strdup(hop->to);
    out_sent->text = g_strdup(hop->text);
    return TRUE;
}
