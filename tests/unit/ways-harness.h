/* SPDX-License-Identifier: MIT
 *
 * A pipeline under a routine of a few keys, beside a receipt that goes at once.
 */
#pragma once

#include "pipeline-harness.h"

static inline void
ways_set_up(PipelineFixture *fixture, const char *keys)
{
    fixture->folder = test_folder_new();
    pipeline_write_config(fixture->folder);
    g_autofree char *routine =
        g_strconcat("name: Prov\nreceipt: {template: receipt}\n", keys, NULL);
    test_file_write(fixture->folder, "rutin.yaml", routine);
    g_autofree char *file = g_build_filename(fixture->folder, "inkom.yaml", NULL), *yaml = NULL;
    g_assert_true(g_file_get_contents(file, &yaml, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(yaml, "\n", -1);
    for (char **line = lines; *line != NULL; line++)
        if (g_str_has_prefix(*line, "routine:")) {
            g_free(*line);
            *line = g_strdup("routine: rutin.yaml");
        }
    g_autofree char *changed = g_strjoinv("\n", lines);
    test_file_write(fixture->folder, "inkom.yaml", changed);
    g_autoptr(InkProblems) problems = ink_problems_new();
    fixture->config = ink_config_load(file, problems);
    pipeline_problems_assert_none(problems);
    fixture->clock = clock_new();
    ink_clock_fix(fixture->clock, ink_clock_parse(fixture->clock, "2026-03-27T18:00"));
    fixture->store = store_open(INK_STORE_IN_MEMORY, fixture->clock);
    fixture->pipeline = ink_pipeline_new(fixture->config, fixture->store, problems);
    pipeline_problems_assert_none(problems);
}
