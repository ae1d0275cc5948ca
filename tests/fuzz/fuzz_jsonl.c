#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_record(FORM_JSONL, (Str){(const char *)data, (uint32_t)size});
    return 0;
}
