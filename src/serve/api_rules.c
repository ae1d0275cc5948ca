/* /api/rules/…: a rule of the lexicon as it was written, with its examples */
#include "base/json.h"
#include "code/lexload.h"
#include "serve/api.h"

/* The lines from "rule NAME:" on, up to the next rule or the next heading. */
static Str rule_text(Str source, Str name, uint32_t *at_line) {
    Str rest = source, line, text = {0};
    uint32_t number = 0;
    while (str_split(&rest, '\n', &line)) {
        number++;
        bool indented = line.n > 0 && (line.at[0] == ' ' || line.at[0] == '\t');
        if (text.at != NULL && !indented) {
            break;
        }
        Str behind = str_starts(line, STR("rule ")) ? str_sub(line, 5, line.n) : (Str){0};
        if (str_starts(behind, name) && behind.n > name.n && behind.at[name.n] == ':') {
            *at_line = number;
            text.at = line.at;
        }
        text.n = text.at != NULL ? (uint32_t)(line.at + line.n - text.at) : 0;
    }
    return text;
}

bool api_rule(Api *api) {
    LexSource *sources;
    Arena *arena = api->request->arena;
    StrBuf b;
    for (uint32_t i = 0, n = lexicon_builtin(arena, &sources); i < n; i++) {
        uint32_t line = 0;
        Str text = rule_text(sources[i].text, api->rest, &line);
        if (text.at == NULL) {
            continue;
        }
        buf_init(&b, arena);
        buf_str(&b, STR("{\"name\":"));
        json_quote(&b, api->rest);
        buf_str(&b, STR(",\"file\":"));
        json_quote(&b, sources[i].name);
        buf_printf(&b, ",\"line\":%u,\"text\":", line);
        json_quote(&b, text);
        buf_char(&b, '}');
        reply_json(api->reply, &b);
        return true;
    }
    return reply_error(api->request, api->reply, 404, "the lexicon has no rule \"%.*s\"", (int)api->rest.n,
                       api->rest.at);
}
