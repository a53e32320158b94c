/* SPDX-License-Identifier: MIT
 *
 * Other ways than a case, each under two routines: one that has it and one that has not.
 */
#include "ways-harness.h"

#include "inkom/review.h"

#include <string.h>

typedef struct {
    const char *routine; /* its YAML, after the name */
    const char *from, *subject, *text;
    InkDisposition disposition;
    const char *letter; /* the sender's own; NULL = none */
    const char *told;   /* address; NULL = nobody */
    const char *note;   /* a kind on the review list; NULL = not looked at */
} Way;

#define CITIZEN "Anna Ek <anna.ek@example.org>"
#define STAFF   "Lisa Holm <lisa.holm@exempelkommun.example>"
#define ROLE    "roll@exempelkommun.example"
#define APPEAL  "Jag överklagar ert beslut den 2 mars."
#define NOTE                                                                                       \
    "2026-03-26 kl 09.10 ringde en kvinna och klagade på isig trottoar på Ågatan.\n\n"          \
    "Tillfrågad om skriftligt: "

#define FORM         "Exempelkommun <noreply@www.exempelkommun.example>"
#define FORM_SUBJECT "Ny synpunkt via Dialog och synpunkter"
#define FORM_TEXT                                                                                  \
    "Typ: Klagomål\nOmråde: Gator och vägar\nNamn: \nE-post: \nTelefon: \nVill ha svar: Nej\n"  \
    "Meddelande: Bilarna kör alldeles för fort på Skolgatan."

static const Way appeal_known = {"procedures: {överklagande: {case: nej, letter: appeal, to: " ROLE
                                 "}}\n",
                                 CITIZEN,
                                 "Beslutet",
                                 APPEAL,
                                 INK_DISPOSITION_REFER,
                                 "appeal",
                                 ROLE,
                                 "refer"};
static const Way appeal_case = {"procedures: {överklagande: {case: ja, letter: appeal, to: " ROLE
                                "}}\n",
                                CITIZEN,
                                "Beslutet",
                                APPEAL,
                                INK_DISPOSITION_NEW,
                                "appeal",
                                ROLE,
                                NULL};
static const Way appeal_unknown = {"",   CITIZEN, "Beslutet", APPEAL, INK_DISPOSITION_REFER,
                                   NULL, NULL,    "refer"};
static const Way authority_known = {"authorities: {Försäkringskassan: 0771-524 524}\n",
                                    CITIZEN,
                                    "Försenad sjukpenning",
                                    "När kommer min sjukpenning?",
                                    INK_DISPOSITION_REFER,
                                    "referral",
                                    NULL,
                                    NULL};
static const Way authority_unknown = {"",
                                      CITIZEN,
                                      "Försenad sjukpenning",
                                      "När kommer min sjukpenning?",
                                      INK_DISPOSITION_REFER,
                                      NULL,
                                      NULL,
                                      "refer"};
static const Way oral_not = {"oral: {register: nej, to: " ROLE "}\n",
                             STAFF,
                             "Tjänsteanteckning",
                             NOTE "nej\n/Lisa",
                             INK_DISPOSITION_MINOR,
                             NULL,
                             ROLE,
                             NULL};
static const Way oral_asked = {"oral: {consent: ja}\n",
                               STAFF,
                               "Tjänsteanteckning",
                               NOTE "ja\n/Lisa",
                               INK_DISPOSITION_NEW,
                               NULL,
                               NULL,
                               NULL};
static const Way oral_unasked = {"oral: {consent: ja}\n",
                                 STAFF,
                                 "Tjänsteanteckning",
                                 NOTE "jaha, nej\n/Lisa",
                                 INK_DISPOSITION_REVIEW,
                                 NULL,
                                 NULL,
                                 "consent"};
static const Way simple_not = {"simple_questions: {register: nej}\n",
                               CITIZEN,
                               "Fråga om öppettider",
                               "När har simhallen öppet på trettondagen?",
                               INK_DISPOSITION_REVIEW,
                               NULL,
                               NULL,
                               "simple"};
static const Way simple_yes = {"",
                               CITIZEN,
                               "Fråga om öppettider",
                               "När har simhallen öppet på trettondagen?",
                               INK_DISPOSITION_NEW,
                               NULL,
                               NULL,
                               NULL};
static const Way type_known = {"procedures: {felanmälan: {case: ja, to: " ROLE "}}\n",
                               CITIZEN,
                               "Trasig gatubelysning Storgatan 14",
                               "Tre lampor har varit släckta utanför Storgatan 14 i två veckor.",
                               INK_DISPOSITION_NEW,
                               NULL,
                               ROLE,
                               NULL};

static const Way anonymous_not = {"anonymous: {register: nej, to: " ROLE "}\n",
                                  FORM,
                                  FORM_SUBJECT,
                                  FORM_TEXT,
                                  INK_DISPOSITION_MINOR,
                                  NULL,
                                  ROLE,
                                  NULL};
static const Way anonymous_yes = {"",   FORM, FORM_SUBJECT, FORM_TEXT, INK_DISPOSITION_NEW,
                                  NULL, NULL, NULL};
static const Way environment = {"procedures: {miljöfråga: {case: ja, forward: ja, answer_copy: ja, "
                                "to: " ROLE "}}\n",
                                CITIZEN,
                                "Radon",
                                "Vem mäter radon i vårt hus?",
                                INK_DISPOSITION_NEW,
                                NULL,
                                ROLE,
                                NULL};
static const Way environment_unknown = {
    "", CITIZEN, "Radon", "Vem mäter radon i vårt hus?", INK_DISPOSITION_NEW, NULL, NULL, NULL};
static const Way quick = {"",
                          STAFF,
                          "Snabbsynpunkt - registrera och avsluta",
                          "Fråga via Facebook 25/3: Får man elda i helgen?\n"
                          "Svar 25/3: nej, det är eldningsförbud.",
                          INK_DISPOSITION_NEW,
                          NULL,
                          NULL,
                          NULL};

#define TWO_MATTERS                                                                                \
    "Plogbilen la upp en vall framför min infart igen (Sågvägen 3). Men stort tack till "       \
    "biblioteket för sagostunden!"
static const Way many_types = {"types: flera\n",
                               CITIZEN,
                               "Klagomål snöröjning + beröm",
                               TWO_MATTERS,
                               INK_DISPOSITION_NEW,
                               NULL,
                               NULL,
                               NULL};
static const Way one_type = {
    "types: en\n", CITIZEN, "Klagomål snöröjning + beröm", TWO_MATTERS, INK_DISPOSITION_NEW, NULL,
    NULL,          NULL};

static void
set_up(PipelineFixture *fixture, gconstpointer data)
{
    const Way *way = data;
    ways_set_up(fixture, way->routine);
}

static InkVerdict *
take_in(PipelineFixture *fixture, const Way *way)
{
    g_autofree char *text = g_strdup_printf("From: %s\r\nTo: inkorg@exempelkommun.example\r\n"
                                            "Date: Fri, 27 Mar 2026 17:42:10 +0100\r\n"
                                            "Message-ID: <1@example.org>\r\nSubject: %s\r\n"
                                            "Content-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n",
                                            way->from, way->subject, way->text);
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    const InkEnvelope envelope = {.mailbox = "inkorg",
                                  .unit = "KS",
                                  .uid = "1",
                                  .stored_at = ink_clock_now(fixture->clock) - 1070,
                                  .stored_by = "fil",
                                  .bytes = bytes,
                                  .size = (gint64)strlen(text)};
    InkVerdict *verdict = pipeline_decide(fixture, &envelope);
    pipeline_apply(fixture, &envelope, verdict);
    return verdict;
}

static void
test_way(PipelineFixture *fixture, gconstpointer data)
{
    const Way *way = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(InkVerdict) verdict = take_in(fixture, way);
    const InkDecision *decision = verdict->decision;
    g_assert_cmpstr(ink_disposition_get_name(decision->disposition), ==,
                    ink_disposition_get_name(way->disposition));
    g_assert_cmpstr(decision->reply.letter, ==, way->letter);

    g_autoptr(GPtrArray) letters = ink_store_list_letters(fixture->store, NULL, 0, &error);
    g_assert_no_error(error);
    gboolean is_told = FALSE;
    for (guint i = 0; i < letters->len; i++) {
        const InkOutboxRow *letter = letters->pdata[i];
        if (g_str_equal(letter->kind, "told")) {
            g_assert_cmpstr(letter->to, ==, way->told);
            is_told = TRUE;
        }
        /* Another procedure never has the synpunkt's receipt. */
        if (decision->procedure != NULL)
            g_assert_cmpstr(letter->kind, !=, "receipt");
    }
    g_assert_true(is_told == (way->told != NULL));

    g_autoptr(GPtrArray) reviews = ink_store_list_reviews(fixture->store, FALSE, &error);
    gboolean has_note = way->note == NULL;
    for (guint i = 0; i < reviews->len; i++)
        has_note |= g_strcmp0(((const InkReviewRow *)reviews->pdata[i])->kind, way->note) == 0;
    g_assert_true(has_note);
}

static InkCase *
take_in_case(PipelineFixture *fixture, const Way *way)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InkVerdict) verdict = take_in(fixture, way);
    g_assert_cmpint(verdict->decision->disposition, ==, INK_DISPOSITION_NEW);
    InkCase *cas = ink_store_get_case(fixture->store, 1, &error);
    g_assert_no_error(error);
    return cas;
}

/* B32: registered and closed in one step, and nobody gets a letter. */
static void
test_quick(PipelineFixture *fixture, gconstpointer data)
{
    g_autoptr(InkCase) cas = take_in_case(fixture, data);
    g_assert_cmpint(cas->status, ==, INK_CASE_CLOSED);
    g_autoptr(GPtrArray) letters = ink_store_list_letters(fixture->store, NULL, 0, NULL);
    g_assert_cmpuint(letters->len, ==, 0);
}

/* B1, A39. */
static void
test_types(PipelineFixture *fixture, gconstpointer data)
{
    g_autoptr(InkCase) cas = take_in_case(fixture, data);
    g_assert_cmpstr(cas->type, ==, "klagomål");
    g_autofree char *more = g_strjoinv(",", cas->more_types);
    g_assert_cmpstr(more, ==, data == &many_types ? "beröm" : "");
}

/* E28: open until the copy has come. */
static void
test_held(PipelineFixture *fixture, gconstpointer data)
{
    g_autoptr(InkCase) cas = take_in_case(fixture, data);
    g_assert_cmpint(cas->status, ==, INK_CASE_OPEN);
    g_assert_nonnull(cas->held);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    static const struct {
        const char *name;
        const Way *way;
    } ways[] = {{"/ways/appeal", &appeal_known},
                {"/ways/appeal-case", &appeal_case},
                {"/ways/appeal-unknown", &appeal_unknown},
                {"/ways/authority", &authority_known},
                {"/ways/authority-unknown", &authority_unknown},
                {"/ways/oral-not", &oral_not},
                {"/ways/oral-asked", &oral_asked},
                {"/ways/oral-unasked", &oral_unasked},
                {"/ways/simple-not", &simple_not},
                {"/ways/simple-yes", &simple_yes},
                {"/ways/anonymous-not", &anonymous_not},
                {"/ways/anonymous-yes", &anonymous_yes},
                {"/ways/environment", &environment},
                {"/ways/environment-unknown", &environment_unknown},
                {"/ways/of-type", &type_known}};
    for (gsize i = 0; i < G_N_ELEMENTS(ways); i++)
        g_test_add(ways[i].name, PipelineFixture, ways[i].way, set_up, test_way,
                   pipeline_tear_down);
    g_test_add("/ways/quick", PipelineFixture, &quick, set_up, test_quick, pipeline_tear_down);
    g_test_add("/ways/many-types", PipelineFixture, &many_types, set_up, test_types,
               pipeline_tear_down);
    g_test_add("/ways/one-type", PipelineFixture, &one_type, set_up, test_types,
               pipeline_tear_down);
    g_test_add("/ways/held", PipelineFixture, &environment, set_up, test_held, pipeline_tear_down);
    return g_test_run();
}
