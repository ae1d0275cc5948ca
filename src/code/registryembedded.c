#include "code/registry.h"

extern const unsigned char registry_data[];
extern const uint64_t registry_size;

Registry *registry_embedded(Arena *arena, Err *err) {
    return registry_open(arena, registry_data, registry_size, err);
}
