/* SPDX-License-Identifier: MIT
 *
 * The table of states and events. A row that is not there cannot happen; its text says why, to the
 * person who tried. Deadlines are met by what they wait for, and dropped by what makes them void:
 * a reminder of an answer that has been given was never late.
 */
#include "inkom/life.h"

#include "inkom/clock.h"
#include "inkom/error.h"

#define BIT(kind) (1u << INK_DEADLINE_##kind)
#define PERSONAL  (BIT(RESPONSE))
#define ANSWERING (BIT(ANSWER))
#define OF_ANSWER (BIT(REMINDER) | BIT(DELAY))
#define OF_START  (BIT(ASSIGNMENT) | BIT(RECEIPT))
#define AGAIN     (ANSWERING | OF_ANSWER | BIT(ASSIGNMENT)) /* the last where nobody is named */
#define EVERY     ((1u << INK_DEADLINE_KINDS) - 1)

static const char *const stages[] = {
    [INK_STAGE_REGISTERED] = "registrerat", [INK_STAGE_ASSIGNED] = "tilldelat",
    [INK_STAGE_INTERIM] = "delsvar lämnat", [INK_STAGE_ANSWERED] = "besvarat",
    [INK_STAGE_CLOSED] = "avslutat",        [INK_STAGE_CANCELLED] = "makulerat",
};

static const char *const kinds[] = {
    [INK_DEADLINE_RECEIPT] = "receipt",         [INK_DEADLINE_ASSIGNMENT] = "assignment",
    [INK_DEADLINE_RESPONSE] = "first_response", [INK_DEADLINE_ANSWER] = "answer",
    [INK_DEADLINE_REMINDER] = "reminder",       [INK_DEADLINE_DELAY] = "delay",
    [INK_DEADLINE_CLOSING] = "closing",
};

/* What has happened, and what people call it when it is refused. */
static const struct {
    const char *done, *deed;
} events[] = {
    [INK_EVENT_ASSIGN] = {"tilldelat", "tilldelas"},
    [INK_EVENT_RETURN] = {"återlämnat", "lämnas tillbaka"},
    [INK_EVENT_INTERIM] = {"delsvar lämnat", "få ett delsvar"},
    [INK_EVENT_ANSWER] = {"besvarat", "besvaras"},
    [INK_EVENT_RECORD] = {"ny handling", "få en handling"},
    [INK_EVENT_HOLD] = {"hålls öppet", "hållas öppet"},
    [INK_EVENT_RELEASE] = {"släppt", "släppas"},
    [INK_EVENT_TRANSFER] = {"flyttat", "flyttas"},
    [INK_EVENT_CLOSE] = {"avslutat", "avslutas"},
    [INK_EVENT_REOPEN] = {"öppnat igen", "öppnas igen"},
    [INK_EVENT_CANCEL] = {"makulerat", "makuleras"},
};

typedef struct {
    InkStage stage;
    InkLifeEvent event;
    InkLifeStep step;
} Row;

/* clang-format off */
static const Row life[] = {
    /* in the state        what happens        leads to               meets                 drops                starts */
    {INK_STAGE_REGISTERED, INK_EVENT_ASSIGN,   {INK_STAGE_ASSIGNED,   BIT(ASSIGNMENT),      0,                   0}},
    {INK_STAGE_REGISTERED, INK_EVENT_INTERIM,  {INK_STAGE_INTERIM,    PERSONAL,             0,                   0}},
    {INK_STAGE_REGISTERED, INK_EVENT_ANSWER,   {INK_STAGE_ANSWERED,   PERSONAL | ANSWERING, OF_ANSWER | OF_START, BIT(CLOSING)}},
    {INK_STAGE_REGISTERED, INK_EVENT_RECORD,   {INK_STAGE_REGISTERED, 0,                    0,                   0}},
    {INK_STAGE_REGISTERED, INK_EVENT_HOLD,     {INK_STAGE_REGISTERED, 0,                    0,                   0}},
    {INK_STAGE_REGISTERED, INK_EVENT_RELEASE,  {INK_STAGE_REGISTERED, 0,                    0,                   0}},
    {INK_STAGE_REGISTERED, INK_EVENT_TRANSFER, {INK_STAGE_REGISTERED, 0,                    BIT(ASSIGNMENT),     BIT(ASSIGNMENT)}},
    {INK_STAGE_REGISTERED, INK_EVENT_CLOSE,    {INK_STAGE_CLOSED,     0,                    EVERY,               0}},
    {INK_STAGE_REGISTERED, INK_EVENT_CANCEL,   {INK_STAGE_CANCELLED,  0,                    EVERY,               0}},

    {INK_STAGE_ASSIGNED,   INK_EVENT_ASSIGN,   {INK_STAGE_ASSIGNED,   0,                    0,                   0}},
    {INK_STAGE_ASSIGNED,   INK_EVENT_RETURN,   {INK_STAGE_REGISTERED, 0,                    BIT(ASSIGNMENT),     BIT(ASSIGNMENT)}},
    {INK_STAGE_ASSIGNED,   INK_EVENT_INTERIM,  {INK_STAGE_INTERIM,    PERSONAL,             0,                   0}},
    {INK_STAGE_ASSIGNED,   INK_EVENT_ANSWER,   {INK_STAGE_ANSWERED,   PERSONAL | ANSWERING, OF_ANSWER | OF_START, BIT(CLOSING)}},
    {INK_STAGE_ASSIGNED,   INK_EVENT_RECORD,   {INK_STAGE_ASSIGNED,   0,                    0,                   0}},
    {INK_STAGE_ASSIGNED,   INK_EVENT_HOLD,     {INK_STAGE_ASSIGNED,   0,                    0,                   0}},
    {INK_STAGE_ASSIGNED,   INK_EVENT_RELEASE,  {INK_STAGE_ASSIGNED,   0,                    0,                   0}},
    {INK_STAGE_ASSIGNED,   INK_EVENT_TRANSFER, {INK_STAGE_REGISTERED, 0,                    BIT(ASSIGNMENT),     BIT(ASSIGNMENT)}},
    {INK_STAGE_ASSIGNED,   INK_EVENT_CLOSE,    {INK_STAGE_CLOSED,     0,                    EVERY,               0}},
    {INK_STAGE_ASSIGNED,   INK_EVENT_CANCEL,   {INK_STAGE_CANCELLED,  0,                    EVERY,               0}},

    {INK_STAGE_INTERIM,    INK_EVENT_ASSIGN,   {INK_STAGE_INTERIM,    BIT(ASSIGNMENT),      0,                   0}},
    {INK_STAGE_INTERIM,    INK_EVENT_RETURN,   {INK_STAGE_INTERIM,    0,                    BIT(ASSIGNMENT),     BIT(ASSIGNMENT)}},
    {INK_STAGE_INTERIM,    INK_EVENT_INTERIM,  {INK_STAGE_INTERIM,    PERSONAL,             0,                   0}},
    {INK_STAGE_INTERIM,    INK_EVENT_ANSWER,   {INK_STAGE_ANSWERED,   PERSONAL | ANSWERING, OF_ANSWER | OF_START, BIT(CLOSING)}},
    {INK_STAGE_INTERIM,    INK_EVENT_RECORD,   {INK_STAGE_INTERIM,    0,                    0,                   0}},
    {INK_STAGE_INTERIM,    INK_EVENT_HOLD,     {INK_STAGE_INTERIM,    0,                    0,                   0}},
    {INK_STAGE_INTERIM,    INK_EVENT_RELEASE,  {INK_STAGE_INTERIM,    0,                    0,                   0}},
    {INK_STAGE_INTERIM,    INK_EVENT_TRANSFER, {INK_STAGE_INTERIM,    0,                    BIT(ASSIGNMENT),     BIT(ASSIGNMENT)}},
    {INK_STAGE_INTERIM,    INK_EVENT_CLOSE,    {INK_STAGE_CLOSED,     0,                    EVERY,               0}},
    {INK_STAGE_INTERIM,    INK_EVENT_CANCEL,   {INK_STAGE_CANCELLED,  0,                    EVERY,               0}},

    {INK_STAGE_ANSWERED,   INK_EVENT_ASSIGN,   {INK_STAGE_ANSWERED,   0,                    0,                   0}},
    {INK_STAGE_ANSWERED,   INK_EVENT_INTERIM,  {INK_STAGE_ANSWERED,   0,                    BIT(CLOSING),        BIT(CLOSING)}},
    {INK_STAGE_ANSWERED,   INK_EVENT_ANSWER,   {INK_STAGE_ANSWERED,   0,                    BIT(CLOSING),        BIT(CLOSING)}},
    {INK_STAGE_ANSWERED,   INK_EVENT_RECORD,   {INK_STAGE_ANSWERED,   0,                    BIT(CLOSING),        BIT(CLOSING)}},
    {INK_STAGE_ANSWERED,   INK_EVENT_HOLD,     {INK_STAGE_ANSWERED,   0,                    BIT(CLOSING),        0}},
    {INK_STAGE_ANSWERED,   INK_EVENT_RELEASE,  {INK_STAGE_ANSWERED,   0,                    BIT(CLOSING),        BIT(CLOSING)}},
    {INK_STAGE_ANSWERED,   INK_EVENT_TRANSFER, {INK_STAGE_ANSWERED,   0,                    0,                   0}},
    {INK_STAGE_ANSWERED,   INK_EVENT_CLOSE,    {INK_STAGE_CLOSED,     BIT(CLOSING),         EVERY,               0}},
    {INK_STAGE_ANSWERED,   INK_EVENT_REOPEN,   {INK_STAGE_ASSIGNED,   0,                    BIT(CLOSING),        AGAIN}},
    {INK_STAGE_ANSWERED,   INK_EVENT_CANCEL,   {INK_STAGE_CANCELLED,  0,                    EVERY,               0}},

    {INK_STAGE_CLOSED,     INK_EVENT_RECORD,   {INK_STAGE_CLOSED,     0,                    0,                   0}},
    {INK_STAGE_CLOSED,     INK_EVENT_ANSWER,   {INK_STAGE_CLOSED,     0,                    0,                   0}},
    {INK_STAGE_CLOSED,     INK_EVENT_REOPEN,   {INK_STAGE_ASSIGNED,   0,                    0,                   AGAIN}},
};
/* clang-format on */

InkStage
ink_case_get_stage(const InkCase *cas)
{
    switch (cas->status) {
    case INK_CASE_CANCELLED:
        return INK_STAGE_CANCELLED;
    case INK_CASE_CLOSED:
        return INK_STAGE_CLOSED;
    case INK_CASE_ANSWERED:
        return INK_STAGE_ANSWERED;
    case INK_CASE_OPEN:
    default:
        return cas->interim_at != INK_TIME_NONE ? INK_STAGE_INTERIM
               : cas->officer != NULL           ? INK_STAGE_ASSIGNED
                                                : INK_STAGE_REGISTERED;
    }
}

const char *
ink_stage_get_swedish(InkStage stage)
{
    return stages[stage];
}

const char *
ink_deadline_kind_get_name(InkDeadlineKind kind)
{
    return kinds[kind];
}

gboolean
ink_deadline_kind_find(const char *name, InkDeadlineKind *out_kind)
{
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (g_strcmp0(kinds[i], name) == 0) {
            *out_kind = (InkDeadlineKind)i;
            return TRUE;
        }
    return FALSE;
}

gboolean
ink_life_step(const InkCase *cas, InkLifeEvent event, InkLifeStep *out_step, GError **error)
{
    InkStage stage = ink_case_get_stage(cas);
    for (gsize i = 0; i < G_N_ELEMENTS(life); i++)
        if (life[i].stage == stage && life[i].event == event) {
            *out_step = life[i].step;
            if (event == INK_EVENT_REOPEN && cas->officer == NULL)
                out_step->next = INK_STAGE_REGISTERED;
            return TRUE;
        }
    g_set_error(error, INK_ERROR, INK_ERROR_REFUSED, "%s är %s och kan inte %s", cas->dnr,
                stages[stage], events[event].deed);
    return FALSE;
}

const char *
ink_life_event_get_swedish(InkLifeEvent event)
{
    return events[event].done;
}

guint
ink_life_get_first_deadlines(void)
{
    return BIT(RECEIPT) | BIT(ASSIGNMENT) | BIT(RESPONSE) | ANSWERING | OF_ANSWER;
}
