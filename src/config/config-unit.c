/* SPDX-License-Identifier: MIT
 *
 * units, officers, number and routine: the registers, who works in them, and by which routine.
 */
#include "config-private.h"

#include "inkom/dnr.h"
#include "inkom/text.h"

#include <string.h>

#define MAX_CODE_CHARS 5

void
ink_unit_free(gpointer data)
{
    InkUnit *unit = data;
    g_free(unit->code);
    g_free(unit->name);
    g_free(unit->number_format);
    g_free(unit);
}

void
ink_officer_free(gpointer data)
{
    InkOfficer *officer = data;
    g_free(officer->name);
    g_free(officer->address);
    g_free(officer->unit);
    g_free(officer);
}

static gboolean
is_code_letter(gunichar c)
{
    return (c >= 'A' && c <= 'Z') || c == 0xC5 || c == 0xC4 || c == 0xD6; /* Å Ä Ö */
}

/* What people write before the year, so that it can be told from other words. */
static gboolean
is_code(const char *code)
{
    if (!is_code_letter(g_utf8_get_char(code)) || g_utf8_strlen(code, -1) > MAX_CODE_CHARS)
        return FALSE;
    for (; *code != '\0'; code = g_utf8_next_char(code)) {
        gunichar c = g_utf8_get_char(code);
        if (!is_code_letter(c) && !(c >= '0' && c <= '9'))
            return FALSE;
    }
    return TRUE;
}

static void
read_number(const InkConfigReader *reader, const InkYamlNode *mapping, char **out)
{
    g_autofree char *text = NULL;
    if (!ink_yaml_read_string(mapping, "number", FALSE, &text, reader->problems))
        return;
    const char *mistake = ink_dnr_format_check(text);
    if (mistake != NULL) {
        ink_yaml_problem(reader->problems, ink_yaml_node_find(mapping, "number"), 0, "%s", mistake);
        return;
    }
    g_free(*out);
    *out = g_steal_pointer(&text);
}

/* The routine under the key of the mapping, if any, as changed for one unit (changes may be NULL).
 */
static InkRoutine *
read_routine(const InkConfigReader *reader, const InkYamlNode *mapping, const InkYamlNode *changes)
{
    g_autofree char *file =
        ink_config_read_path(reader, mapping, "routine", FALSE, G_FILE_TEST_IS_REGULAR);
    if (file == NULL)
        return NULL;
    InkRoutine *routine = ink_routine_load_changed(file, changes, reader->problems);
    if (routine != NULL)
        g_ptr_array_add(reader->config->routines, routine);
    return routine;
}

/* A unit's own routine, the organisation's with the unit's changes, or the organisation's. */
static InkRoutine *
find_routine(const InkConfigReader *reader, const InkYamlNode *entry, InkRoutine *shared)
{
    const InkYamlNode *changes = ink_yaml_node_find(entry, "changes");
    if (ink_yaml_node_find(entry, "routine") != NULL)
        return read_routine(reader, entry, changes);
    if (ink_yaml_node_find(reader->root, "routine") == NULL)
        ink_yaml_problem(reader->problems, entry, 0,
                         "enheten har ingen rutin; skriv routine: överst i filen, för alla, eller "
                         "här");
    return changes != NULL && shared != NULL ? read_routine(reader, reader->root, changes) : shared;
}

static void
read_unit(const InkConfigReader *reader, const InkYamlNode *entry, const char *number,
          InkRoutine *routine)
{
    InkUnit *unit = g_new0(InkUnit, 1);
    g_autofree char *code = NULL;
    const InkYamlNode *code_node = ink_yaml_node_find(entry, "code");
    if (ink_yaml_read_string(entry, "code", TRUE, &code, reader->problems)) {
        if (!is_code(code))
            ink_yaml_problem(reader->problems, code_node, 0,
                             "\"%s\" är ingen kod för en enhet; skriv 1–5 stora bokstäver, siffror "
                             "får följa efter den första, som KS eller BUN1",
                             code);
        else if (ink_config_find_unit(reader->config, code) != NULL)
            ink_yaml_problem(reader->problems, code_node, 0,
                             "enheten %s finns redan; varje enhet har sin egen kod", code);
    }
    unit->code = g_steal_pointer(&code);
    ink_yaml_read_string(entry, "name", TRUE, &unit->name, reader->problems);
    unit->number_format = g_strdup(number);
    read_number(reader, entry, &unit->number_format);
    unit->routine = find_routine(reader, entry, routine);
    g_ptr_array_add(reader->config->units, unit);
}

/* How the unit's numbers look, but for the year and the sequence. */
static char *
get_number_shape(const InkUnit *unit)
{
    g_auto(GStrv) parts = g_strsplit(unit->number_format, "{unit}", 2);
    return g_strjoinv(unit->code, parts);
}

/* Two registers that would give the same number to different cases. */
static void
check_shapes(const InkConfigReader *reader, const InkYamlNode *list)
{
    g_autoptr(GHashTable) shapes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const GPtrArray *units = reader->config->units;
    for (guint i = 0; i < units->len; i++) {
        const InkUnit *unit = g_ptr_array_index(units, i);
        if (unit->code == NULL)
            continue;
        char *shape = get_number_shape(unit);
        const InkUnit *other = g_hash_table_lookup(shapes, shape);
        if (other != NULL && strcmp(other->code, unit->code) != 0)
            ink_yaml_problem(reader->problems, ink_yaml_node_get_item(list, i), 0,
                             "%s och %s skulle få samma diarienummer; ta med {unit} i number:",
                             other->code, unit->code);
        g_hash_table_replace(shapes, shape, (gpointer)unit);
    }
}

void
ink_config_read_units(const InkConfigReader *reader)
{
    static const char *const KNOWN[] = {"code", "name", "routine", "changes", "number", NULL};
    g_autofree char *number = g_strdup(INK_DNR_FORMAT_DEFAULT);
    read_number(reader, reader->root, &number);
    InkRoutine *routine = read_routine(reader, reader->root, NULL);
    const InkYamlNode *list = ink_config_find_list(reader, "units", TRUE);
    if (list == NULL)
        return;
    guint entries = 0;
    for (guint i = 0; i < ink_yaml_node_get_size(list); i++) {
        const InkYamlNode *entry = ink_config_get_entry(reader, list, i, KNOWN);
        if (entry == NULL)
            continue;
        read_unit(reader, entry, number, routine);
        entries++;
    }
    if (ink_yaml_node_get_size(list) == 0)
        ink_yaml_problem(reader->problems, list, 0,
                         "minst en enhet behövs: {code: KS, name: Kommunstyrelsen}");
    if (entries == ink_yaml_node_get_size(list))
        check_shapes(reader, list);
}

static void
add_addresses(GPtrArray *addresses, char *const *list)
{
    for (; *list != NULL; list++)
        g_ptr_array_add(addresses, *list);
}

/* Every address that a routine sends letters to; borrowed from it. */
static GPtrArray *
list_addresses(const InkRoutine *routine)
{
    GPtrArray *addresses = g_ptr_array_new();
    add_addresses(addresses, routine->copy_registered);
    add_addresses(addresses, routine->copy_answered);
    add_addresses(addresses, routine->anonymous_to);
    add_addresses(addresses, routine->oral_to);
    for (guint i = 0; i < routine->procedures->len; i++)
        add_addresses(addresses, ((InkProcedure *)routine->procedures->pdata[i])->to);
    for (guint i = 0; i < routine->channels->len; i++) {
        InkChannelRoutine *channel = routine->channels->pdata[i];
        if (channel->answer_to != NULL)
            g_ptr_array_add(addresses, channel->answer_to);
    }
    return addresses;
}

void
ink_config_check_routines(const InkConfigReader *reader)
{
    const InkConfig *config = reader->config;
    /* One routine is read once for every unit that changes something in it. */
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < config->routines->len; i++) {
        const InkRoutine *routine = config->routines->pdata[i];
        g_autoptr(GPtrArray) addresses = list_addresses(routine);
        for (guint a = 0; a < addresses->len; a++) {
            const char *address = addresses->pdata[a];
            if (ink_config_is_own_address(config, address) &&
                g_hash_table_add(seen, g_strdup(address)))
                ink_problems_add(reader->problems, INK_SEVERITY_ERROR,
                                 (InkPlace){.file = routine->file}, NULL,
                                 "rutinen skickar brev till %s, som är en av våra egna brevlådor; "
                                 "skriv mottagarens egen adress, här eller under changes: i %s, "
                                 "annars går breven runt",
                                 address, config->file);
        }
    }
}

static void
read_officer(const InkConfigReader *reader, const InkYamlNode *entry)
{
    InkConfig *config = reader->config;
    InkOfficer *officer = g_new0(InkOfficer, 1);
    ink_yaml_read_string(entry, "name", TRUE, &officer->name, reader->problems);
    ink_yaml_read_bool(entry, "chef", &officer->is_chef, reader->problems);
    if (ink_yaml_read_string(entry, "unit", TRUE, &officer->unit, reader->problems))
        ink_config_check_unit(reader, ink_yaml_node_find(entry, "unit"));
    const InkYamlNode *node = ink_yaml_node_find(entry, "address");
    if (ink_config_read_address(reader, entry, "address", TRUE, &officer->address)) {
        if (ink_config_is_own_address(config, officer->address))
            ink_yaml_problem(reader->problems, node, 0,
                             "%s är en av våra egna brevlådor; en handläggare har sin egen adress, "
                             "annars går breven runt",
                             officer->address);
        for (guint i = 0; i < config->officers->len; i++) {
            const InkOfficer *other = g_ptr_array_index(config->officers, i);
            if (g_strcmp0(other->address, officer->address) == 0)
                ink_yaml_problem(reader->problems, node, 0,
                                 "adressen %s står redan hos %s; varje handläggare har sin egen",
                                 officer->address, other->name);
        }
    }
    g_ptr_array_add(config->officers, officer);
}

void
ink_config_read_officers(const InkConfigReader *reader)
{
    static const char *const KNOWN[] = {"name", "address", "unit", "chef", NULL};
    const InkYamlNode *list = ink_config_find_list(reader, "officers", FALSE);
    for (guint i = 0; list != NULL && i < ink_yaml_node_get_size(list); i++) {
        const InkYamlNode *entry = ink_config_get_entry(reader, list, i, KNOWN);
        if (entry != NULL)
            read_officer(reader, entry);
    }
}

void
ink_config_check_unit(const InkConfigReader *reader, const InkYamlNode *node)
{
    const GPtrArray *units = reader->config->units;
    g_autoptr(GPtrArray) codes = g_ptr_array_new();
    for (guint i = 0; i < units->len; i++) {
        const InkUnit *unit = g_ptr_array_index(units, i);
        if (g_strcmp0(unit->code, ink_yaml_node_get_scalar(node)) == 0)
            return;
        if (unit->code != NULL)
            g_ptr_array_add(codes, unit->code);
    }
    g_ptr_array_add(codes, NULL);
    g_autofree char *list = g_strjoinv(", ", (char **)codes->pdata);
    ink_yaml_problem(reader->problems, node, 0, "enheten \"%s\" finns inte; under units: står: %s",
                     ink_yaml_node_get_scalar(node), *list != '\0' ? list : "ingen");
}
