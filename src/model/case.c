/* SPDX-License-Identifier: MIT
 *
 * Cases and records: names and lifetimes, and the words that say what a case is.
 */
#include "inkom/case.h"

#include "inkom/clock.h"
#include "inkom/message.h"

const char *const INK_TYPES[] = {"klagomål", "förslag",    "beröm", "fråga",
                                 "synpunkt", "felanmälan", NULL};
const char *const INK_CHANNELS[] = {
    "e-post",   "webbformulär", "sidkommentar", "tjänsteanteckning", "sociala medier", "sms",
    "blankett", "fixamingata",  "internt",      "telefon",           "brev",           "möte",
    NULL};

static const struct {
    const char *name, *swedish;
} statuses[] = {
    [INK_CASE_OPEN] = {"open", "öppet"},
    [INK_CASE_ANSWERED] = {"answered", "besvarat"},
    [INK_CASE_CLOSED] = {"closed", "avslutat"},
    [INK_CASE_CANCELLED] = {"cancelled", "makulerat"},
};

static const struct {
    const char *name, *swedish;
} directions[] = {
    [INK_DIRECTION_IN] = {"in", "inkommen"},
    [INK_DIRECTION_OUT] = {"out", "utgående"},
    [INK_DIRECTION_INTERNAL] = {"internal", "upprättad"},
};

const char *
ink_case_status_get_name(InkCaseStatus status)
{
    return statuses[status].name;
}

const char *
ink_case_status_get_swedish(InkCaseStatus status)
{
    return statuses[status].swedish;
}

gboolean
ink_case_status_find(const char *name, InkCaseStatus *out_status)
{
    for (guint i = 0; i < G_N_ELEMENTS(statuses); i++)
        if (g_strcmp0(statuses[i].name, name) == 0) {
            *out_status = (InkCaseStatus)i;
            return TRUE;
        }
    return FALSE;
}

const char *
ink_direction_get_name(InkDirection direction)
{
    return directions[direction].name;
}

const char *
ink_direction_get_swedish(InkDirection direction)
{
    return directions[direction].swedish;
}

InkCase *
ink_case_new(void)
{
    InkCase *cas = g_new0(InkCase, 1);
    cas->arrived = cas->due = cas->secrecy_day = INK_DAY_NONE;
    cas->interim_at = INK_TIME_NONE;
    cas->flags = g_new0(char *, 1);
    cas->more_types = g_new0(char *, 1);
    return cas;
}

void
ink_case_free(InkCase *cas)
{
    if (cas == NULL)
        return;
    g_free(cas->dnr);
    g_free(cas->unit);
    g_free(cas->type);
    g_free(cas->title);
    g_free(cas->channel);
    g_free(cas->language);
    g_free(cas->arrived_by);
    g_free(cas->officer);
    g_free(cas->sender);
    g_free(cas->sender_name);
    g_free(cas->importance);
    g_free(cas->secrecy);
    g_free(cas->secrecy_authority);
    g_free(cas->procedure);
    g_strfreev(cas->more_types);
    g_free(cas->held);
    g_free(cas->measure);
    g_strfreev(cas->flags);
    g_free(cas);
}

char *
ink_types_join(const char *type, char *const *more)
{
    g_autofree char *rest = g_strjoinv(", ", (char **)more);
    return g_strconcat(type, rest[0] != '\0' ? ", " : "", rest, NULL);
}

InkRecord *
ink_record_new(void)
{
    InkRecord *record = g_new0(InkRecord, 1);
    record->date = INK_TIME_NONE;
    record->attachments = g_ptr_array_new_with_free_func((GDestroyNotify)ink_attachment_free);
    return record;
}

void
ink_record_free(InkRecord *record)
{
    if (record == NULL)
        return;
    g_free(record->title);
    g_free(record->from);
    g_free(record->to);
    g_free(record->passed_on_by);
    g_free(record->message_id);
    g_free(record->sha256);
    g_ptr_array_unref(record->attachments);
    g_free(record);
}
