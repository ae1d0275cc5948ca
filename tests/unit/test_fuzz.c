/* Inputs that once broke something, or might: tests/fuzz/cases/FORM/ holds them, the fuzz targets' code runs them. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../fuzz/fuzz.h"
#include "base/stream.h"

static void run_file(Form form, const char *path) {
    Arena arena = {0};
    enum { MOST = 1024 * 1024 };
    char *bytes = arena_alloc(&arena, MOST);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    size_t n = fread(bytes, 1, MOST, f);
    fclose(f);
    /* a block of its own, so that the sanitizers see a byte read too far */
    char *exact = malloc(n > 0 ? n : 1);
    assert_non_null(exact);
    memcpy(exact, bytes, n);
    fuzz_record(form, (Str){exact, (uint32_t)n});
    free(exact);
    arena_release(&arena);
}

static void run_folder(Form form, const char *name) {
    Arena arena = {0};
    const char *path = arena_printf(&arena, "%s/tests/fuzz/cases/%s", SOURCE_DIR, name);
    DIR *folder = opendir(path);
    assert_non_null(folder);
    struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] != '.') {
            run_file(form, arena_printf(&arena, "%s/%s", path, entry->d_name));
        }
    }
    closedir(folder);
    arena_release(&arena);
}

static void text_cases(void **state) {
    (void)state;
    run_folder(FORM_TEXT, "text");
}

static void jsonl_cases(void **state) {
    (void)state;
    run_folder(FORM_JSONL, "jsonl");
}

static void csv_cases(void **state) {
    (void)state;
    run_folder(FORM_CSV, "csv");
}

/* Every beginning of a report is a report that was cut off. */
static void cut_reports(void **state) {
    (void)state;
    static const char text[] =
        "date 2024-03-04 World\n\nBy Jane Roe\n\nShips met. © DPX\n\nHALIFAX (DPX) – “We met,” said "
        "Türkiye’s envoy, who denied that her navy had fired. (JR)";
    for (uint32_t n = 0; n < sizeof text; n++) {
        char *exact = malloc(n + 1);
        assert_non_null(exact);
        memcpy(exact, text, n);
        fuzz_record(FORM_TEXT, (Str){exact, n});
        free(exact);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_cases),
        cmocka_unit_test(jsonl_cases),
        cmocka_unit_test(csv_cases),
        cmocka_unit_test(cut_reports),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
