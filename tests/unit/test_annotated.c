/* data/events/annotated: every line has the form of its README, so that training never meets a broken one */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "doc/ontology.h"

/* Marks open and close, are not nested in their own kind, and there is a trigger. */
static bool marks_are_sound(Str s) {
    static const char pairs[3][2] = {{'{', '}'}, {'<', '>'}, {'[', ']'}};
    int triggers = 0;
    for (int k = 0; k < 3; k++) {
        bool open = false;
        for (uint32_t i = 0; i < s.n; i++) {
            if (s.at[i] == pairs[k][0] || s.at[i] == pairs[k][1]) {
                if (open == (s.at[i] == pairs[k][0])) {
                    return false;
                }
                open = !open;
                triggers += open && k == 2;
            }
        }
        if (open) {
            return false;
        }
    }
    return triggers > 0;
}

static bool line_is_sound(Str line) {
    Str event, mode, status, bar;
    if (!str_split(&line, ' ', &event) || !str_split(&line, ' ', &mode) || !str_split(&line, ' ', &status) ||
        !str_split(&line, ' ', &bar) || !str_is(bar, "|") || !marks_are_sound(line)) {
        return false;
    }
    if (str_is(event, "NONE")) {
        return str_is(mode, "-") && str_is(status, "-");
    }
    int type = name_index(event_names, EVENT_COUNT, event);
    return type >= 0 && (str_is(mode, "-") || mode_parse((EventType)type, mode) != MODE_NONE) &&
           name_index(status_names, STATUS_COUNT, status) >= 0;
}

static unsigned check_file(const char *path) {
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    char line[2048];
    unsigned n = 0;
    while (fgets(line, sizeof line, f) != NULL) {
        Str s = str_trim(str_of(line));
        if (s.n > 0 && s.at[0] != '#') {
            n++;
            if (!line_is_sound(s)) {
                fail_msg("%s: %.*s", path, (int)s.n, s.at);
            }
        }
    }
    fclose(f);
    return n;
}

static void annotated_sentences_are_well_formed(void **state) {
    (void)state;
    const char *dir = SOURCE_DIR "/data/events/annotated";
    DIR *d = opendir(dir);
    assert_non_null(d);
    unsigned n = 0;
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        if (str_ends(str_of(e->d_name), STR(".txt"))) {
            char path[1024];
            snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
            n += check_file(path);
        }
    }
    closedir(d);
    assert_true(n >= 1200);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(annotated_sentences_are_well_formed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
