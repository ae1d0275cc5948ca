#include "cli/voice.h"

#include "out/paint.h"

Str voice_report(Arena *arena, Str date, Str publisher, Str title, Str doc, bool copy) {
    StrBuf b;
    buf_init(&b, arena);
    const Str parts[] = {date, publisher, title.n > 0 ? title : doc, copy ? STR("a copy") : (Str){0}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].n > 0) {
            buf_str(&b, b.n > 0 ? STR(" · ") : STR(""));
            buf_str(&b, parts[i]);
        }
    }
    return buf_take(&b);
}

void voice_dim_line(StrBuf *out, const Look *look, Str line) {
    paint_wrapped(out, look, line, (Span){0, line.n}, PAINT_DIM, VOICE_INDENT);
}

void voice_lines(StrBuf *out, const Look *look, const Voice *v) {
    static const Paint how[] = {PAINT_GREEN, PAINT_RED, PAINT_YELLOW};
    static const char *const stances[] = {"asserts", "denies", "doubts"};
    int i = name_index(stances, 3, v->stance);
    Str name = v->voice.who.name.n > 0 ? v->voice.who.name : STR("unnamed");
    paint_cell(out, look, how[i > 0 ? i : 0], v->stance, VOICE_INDENT);
    Str words = str_of(arena_printf(out->arena, "%.*s%s%s%s: “%.*s”", (int)name.n, name.at,
                                    v->voice.who.code[0] != '\0' ? " [" : "", v->voice.who.code,
                                    v->voice.who.code[0] != '\0' ? "]" : "", (int)v->words.n, v->words.at));
    StrBuf b;
    buf_init(&b, out->arena);
    paint_wrapped(&b, look, words, (Span){0, name.n}, PAINT_BOLD, VOICE_INDENT);
    Str wrapped = buf_take(&b);
    buf_str(out, str_sub(wrapped, VOICE_INDENT < wrapped.n ? VOICE_INDENT : 0, wrapped.n));
    voice_dim_line(out, look, voice_report(out->arena, v->date, v->publisher, v->title, v->doc, v->copy));
}
