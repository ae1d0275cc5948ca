#include "code/lexcheck.h"

#include "code/event.h"

static const char *rule_name(const Lexicon *lex, uint32_t rule) {
    return lexicon_string(lex, lex->rules[rule].name);
}

static bool same_pattern(const LexTrigger *a, const LexTrigger *b) {
    return (a->pos & b->pos) != 0 && a->n_conditions == 0 && b->n_conditions == 0;
}

/* Two rules that want the same bare word: the first in the files wins, silently. */
static uint32_t lint_collisions(const Lexicon *lex, StrBuf *out) {
    uint32_t lints = 0;
    for (uint32_t w = 0; w < lex->n_words; w++) {
        const LexWord *word = &lex->words[w];
        for (uint32_t i = 0; i < word->n_triggers; i++) {
            for (uint32_t j = i + 1; j < word->n_triggers; j++) {
                const LexTrigger *a = &lex->triggers[word->first_trigger + i];
                const LexTrigger *b = &lex->triggers[word->first_trigger + j];
                if (a->rule != b->rule && same_pattern(a, b) && a->weight == b->weight) {
                    buf_printf(out, "collision: \"%.*s\" stands in %s (line %u) and %s (line %u)\n", (int)word->length,
                               lex->text + word->text, rule_name(lex, a->rule), a->line, rule_name(lex, b->rule),
                               b->line);
                    lints++;
                }
            }
        }
    }
    return lints;
}

/* Does a rule, a shift or the threat of another event give this mode? */
static bool mode_is_given(const Lexicon *lex, Mode mode) {
    for (uint32_t r = 0; r < lex->n_rules; r++) {
        if (lex->rules[r].event != LEX_EVENT_BLOCK && lex->rules[r].mode == mode) {
            return true;
        }
    }
    for (uint32_t r = 0; r < lex->n_shift_rows; r++) {
        if (lex->shift_rows[r].event != LEX_EVENT_BLOCK && lex->shift_rows[r].mode == mode) {
            return true;
        }
    }
    return mode == MODE_THREATEN_territory; /* what is threatened decides it (code/event_match) */
}

static uint32_t lint_modes(const Lexicon *lex, StrBuf *out) {
    uint32_t lints = 0;
    for (int m = MODE_NONE + 1; m < MODE_COUNT; m++) {
        if (!mode_is_given(lex, (Mode)m)) {
            buf_printf(out, "mode %s (%d): no rule gives it\n", mode_names[m], m);
            lints++;
        }
    }
    return lints;
}

LexReport lexicon_lint(const Lexicon *lex, StrBuf *out) {
    LexReport report = {.rules = lex->n_rules, .lints = lint_collisions(lex, out) + lint_modes(lex, out)};
    for (uint32_t r = 0; r < lex->n_rules; r++) {
        uint32_t triggers = 0, good = 0, bad = 0;
        for (uint32_t i = 0; i < lex->n_triggers; i++) {
            triggers += lex->triggers[i].rule == r;
        }
        for (uint32_t i = 0; i < lex->n_examples; i++) {
            good += lex->examples[i].rule == r && lex->examples[i].good;
            bad += lex->examples[i].rule == r && !lex->examples[i].good;
        }
        bool examples = bad > 0 && (good > 0 || lex->rules[r].event == LEX_EVENT_BLOCK);
        bool opinion = strncmp(rule_name(lex, r), "opinion.", 8) == 0; /* has no patterns by design */
        if ((triggers == 0 || !examples) && !opinion) {
            buf_printf(out, "%s: the rule has no %s (%s line %u)\n", rule_name(lex, r),
                       triggers == 0 ? "pattern"
                       : bad == 0    ? "counter-example"
                                     : "example",
                       lexicon_string(lex, lex->rules[r].file), lex->rules[r].line);
            report.lints++;
        }
    }
    return report;
}

/* The example's sentence has an event by the rule; an example of what it must find also passes when another rule of
   its type finds it.  For a block: the sentence has no event. */
static bool matches(const Coder *coder, Doc *doc, const LexExample *ex, Err *err) {
    const Lexicon *lex = coder_lexicon(coder);
    if (!coder_run(coder, doc, STAGE_EVENTS, err)) {
        return false;
    }
    if (lex->rules[ex->rule].event == LEX_EVENT_BLOCK) {
        return doc->events.n == 0;
    }
    for (uint32_t i = 0; i < doc->events.n; i++) {
        if (str_is(doc->events.at[i].rule, rule_name(lex, ex->rule)) ||
            (ex->good && doc->events.at[i].type == lex->rules[ex->rule].event)) {
            return true;
        }
    }
    return false;
}

void lexicon_run_examples(const Coder *coder, LexReport *report, StrBuf *out) {
    const Lexicon *lex = coder_lexicon(coder);
    Arena arena = {0}, scratch = {0};
    for (uint32_t i = 0; i < lex->n_examples; i++) {
        const LexExample *ex = &lex->examples[i];
        Doc doc;
        Err err;
        arena_reset(&arena);
        arena_reset(&scratch);
        doc_init(&doc, &arena, &scratch);
        doc.id = STR("example");
        doc.date = STR("2025-06-15");
        doc.day = date_parse(doc.date);
        doc.text = str_dup(&arena, str_of(lexicon_string(lex, ex->text)));
        bool block = lex->rules[ex->rule].event == LEX_EVENT_BLOCK;
        bool pass = matches(coder, &doc, ex, &err) == (ex->good != 0 || block);
        report->examples++;
        report->passed += pass;
        if (!pass) {
            buf_printf(out, "%s: %s: %s (%s line %u)\n", rule_name(lex, ex->rule),
                       ex->good ? "does not match" : "matches", lexicon_string(lex, ex->text),
                       lexicon_string(lex, lex->rules[ex->rule].file), ex->line);
        }
    }
    arena_release(&arena);
    arena_release(&scratch);
}

void lexicon_count(const Lexicon *lex, StrBuf *out) {
    buf_printf(out, "%-10s %6s %9s %6s\n", "event", "rules", "triggers", "words");
    for (uint32_t e = 0; e <= EVENT_COUNT; e++) {
        uint32_t event = e < EVENT_COUNT ? e : LEX_EVENT_BLOCK, rules = 0, triggers = 0, words = 0;
        for (uint32_t r = 0; r < lex->n_rules; r++) {
            rules += lex->rules[r].event == event;
        }
        for (uint32_t w = 0; w < lex->n_words; w++) {
            uint32_t own = 0;
            for (uint32_t i = 0; i < lex->words[w].n_triggers; i++) {
                own += lex->rules[lex->triggers[lex->words[w].first_trigger + i].rule].event == event;
            }
            triggers += own;
            words += own > 0;
        }
        buf_printf(out, "%-10s %6u %9u %6u\n", e < EVENT_COUNT ? event_names[e] : "no event", rules, triggers, words);
    }
    buf_printf(out, "%-10s %6u %9u %6u\n", "all", lex->n_rules, lex->n_triggers, lex->n_words);
    buf_printf(out, "%u classes, %u frames, %u shifts, %u examples\n", lex->n_classes, lex->n_frames, lex->n_shifts,
               lex->n_examples);
}
