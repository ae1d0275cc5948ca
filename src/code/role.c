#include "code/role.h"

enum { DEPTH = 8 };

static bool oblique(Deprel rel) {
    return rel == DEPREL_obl || rel == DEPREL_obl_agent || rel == DEPREL_nmod || rel == DEPREL_nmod_desc ||
           rel == DEPREL_obl_unmarked;
}

static Deprel rel_of(const Tree *tree, uint32_t t) {
    return (Deprel)tree_token(tree, t)->deprel;
}

/* `stem` with an ending, in the lexicon. */
static uint32_t ending(const Lexicon *lex, Str stem, const char *add) {
    char word[64];
    if (stem.n < 2 || stem.n > sizeof word - 4) {
        return NONE;
    }
    memcpy(word, stem.at, stem.n);
    memcpy(word + stem.n, add, strlen(add));
    return lexicon_word(lex, (Str){word, stem.n + (uint32_t)strlen(add)});
}

/* The verb of an inflected form, by the spelling rules of English; tried where the lemma is unknown to the lexicon (a
   lemmatiser guesses at verbs that it has not seen). */
static uint32_t verb_of_form(const Lexicon *lex, Str form) {
    static const struct {
        const char *ending, *instead;
    } rules[] = {{"ied", "y"}, {"ies", "y"}, {"ed", ""}, {"ed", "e"}, {"ing", ""}, {"ing", "e"}, {"es", ""}, {"s", ""}};
    for (uint32_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (str_ends(form, str_of(rules[i].ending))) {
            Str stem = str_sub(form, 0, form.n - (uint32_t)strlen(rules[i].ending));
            uint32_t word = ending(lex, stem, rules[i].instead);
            if (word == NONE && stem.n > 3 && stem.at[stem.n - 1] == stem.at[stem.n - 2]) {
                word = ending(lex, str_sub(stem, 0, stem.n - 1), rules[i].instead);
            }
            if (word != NONE) {
                return word;
            }
        }
    }
    return NONE;
}

/* The lexicon's word of a token: of its lemma; of a verb first its irregular form. */
static uint32_t word_of(const Lexicon *lex, const Doc *doc, uint32_t t, Arena *scratch) {
    const Token *token = &doc->tokens.at[t];
    if (token->upos == UPOS_VERB) {
        Str form = str_lower(scratch, token_form(doc, t));
        uint32_t word = lexicon_word(lex, form);
        if (word != NONE && lex->words[word].alias != word) {
            return lex->words[word].alias;
        }
        word = lexicon_word(lex, str_lower(scratch, token->lemma));
        return word != NONE ? word : verb_of_form(lex, form);
    }
    uint32_t word = lexicon_word(lex, str_lower(scratch, token->lemma));
    if (word == NONE && token->upos == UPOS_NOUN && token->xpos == XPOS_NNS) {
        Str form = str_lower(scratch, token_form(doc, t));
        word = lexicon_word(lex, form);
        return word != NONE ? word
                            : verb_of_form(lex, form); /* the spelling of the plural is that of the third person */
    }
    return word;
}

/* The topmost token of a mention: a title before a name heads the phrase for the grammar ("Chancellor Angela Merkel").
 */
static uint32_t mention_top(const Doc *doc, const Mention *m) {
    uint32_t top = m->head;
    for (int i = 0; i < DEPTH; i++) {
        const Token *token = &doc->tokens.at[top];
        bool inside = token->head != NONE && token->head >= m->first && token->head < m->end;
        bool name = token->deprel == DEPREL_flat || token->deprel == DEPREL_nmod_desc ||
                    (token->deprel == DEPREL_appos && token->head != NONE && token->head + 1 >= m->first &&
                     token->head < m->end && token->head != m->head);
        if (token->head == NONE || !(inside || name) || doc->tokens.at[token->head].upos == UPOS_VERB) {
            break;
        }
        top = token->head;
    }
    return top;
}

/* Slips of tagger and parser that what hangs on the word gives away. */
static uint8_t kind_of(const Tree *tree, uint32_t t) {
    const Token *token = tree_token(tree, t);
    bool subject = false, object = false, name = false;
    for
        EACH_CHILD(tree, c, t) {
            Deprel rel = rel_of(tree, c);
            if (rel == DEPREL_cop || rel == DEPREL_det || rel == DEPREL_nmod_poss || rel == DEPREL_case) {
                return KIND_PLAIN;
            }
            subject |= rel == DEPREL_nsubj && c < t;
            object |= rel == DEPREL_obj && c > t;
            name |= rel == DEPREL_compound && c < t && tree_token(tree, c)->upos == UPOS_PROPN;
        }
    if (token->upos == UPOS_VERB && token->deprel == DEPREL_amod && token->head != NONE && token->head > t &&
        (subject || (name && (token->xpos == XPOS_VBD || token->xpos == XPOS_VBN)))) {
        return KIND_REVERSED;
    }
    bool other = token->upos == UPOS_NOUN || token->upos == UPOS_ADJ || token->upos == UPOS_PROPN;
    return other && object ? KIND_VERB : KIND_PLAIN;
}

/* "TOKYO - Japan's parliament …": where a report was written takes no part in it. */
static bool in_dateline(const Doc *doc, uint32_t t) {
    const Sentence *s = &doc->sentences.at[doc->tokens.at[t].sentence];
    return doc->tokens.at[t].span.start < s->span.start + s->lead;
}

/* The sentence that holds a byte of the text, or that ends last before it. */
static uint32_t sentence_at(const Doc *doc, uint32_t byte) {
    uint32_t low = 0, high = doc->sentences.n;
    while (low + 1 < high) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->sentences.at[middle].span.start <= byte) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

/* One attribution is told in the sentences that its contents touch; it stands once in the list of each. */
static void index_contents(Tree *tree, uint32_t attribution, Arena *scratch) {
    const Doc *doc = tree->doc;
    Range contents = doc->attributions.at[attribution].contents;
    for (uint32_t i = 0; i < contents.n; i++) {
        Span content = doc->spans.at[contents.first + i];
        uint32_t end = sentence_at(doc, content.end - 1);
        for (uint32_t s = sentence_at(doc, content.start); s <= end; s++) {
            uint32_t last = tree->told_of[s];
            if (last == NONE || tree->told.at[last].attribution != attribution) {
                tree->told_of[s] = vec_push(scratch, &tree->told, ((Told){attribution, last}));
            }
        }
    }
}

void tree_build(Tree *tree, const Doc *doc, const Lexicon *lex, Arena *scratch) {
    uint32_t n = doc->tokens.n;
    tree->doc = doc;
    tree->lex = lex;
    tree->word = arena_alloc(scratch, (n + 1) * sizeof(uint32_t));
    tree->child = arena_alloc(scratch, (n + 1) * sizeof(uint32_t));
    tree->sibling = arena_alloc(scratch, (n + 1) * sizeof(uint32_t));
    tree->mention = arena_alloc(scratch, (n + 1) * sizeof(uint32_t));
    memset(tree->child, 0xff, (n + 1) * sizeof(uint32_t));
    memset(tree->sibling, 0xff, (n + 1) * sizeof(uint32_t));
    memset(tree->mention, 0xff, (n + 1) * sizeof(uint32_t));
    for (uint32_t t = n; t-- > 0;) {
        const Token *token = &doc->tokens.at[t];
        tree->word[t] = word_of(lex, doc, t, scratch);
        if (token->head != NONE) {
            tree->sibling[t] = tree->child[token->head];
            tree->child[token->head] = t;
        }
    }
    tree->kind = arena_zero(scratch, n + 1);
    for (uint32_t t = 0; t < n; t++) {
        tree->kind[t] = kind_of(tree, t);
        if (tree->kind[t] == KIND_VERB) {
            Str form = str_lower(scratch, token_form(doc, t));
            uint32_t word = lexicon_word(lex, form);
            word = word != NONE && lex->words[word].alias != word ? lex->words[word].alias : verb_of_form(lex, form);
            tree->word[t] = word != NONE ? word : tree->word[t];
        }
    }
    tree->told = (ToldList){0};
    tree->told_of = arena_alloc(scratch, (doc->sentences.n + 1) * sizeof(uint32_t));
    memset(tree->told_of, 0xff, (doc->sentences.n + 1) * sizeof(uint32_t));
    for (uint32_t a = doc->attributions.n; a-- > 0;) { /* the lists begin with what was put in last */
        index_contents(tree, a, scratch);
    }
    tree->speaker = arena_zero(scratch, n + 1);
    for (uint32_t a = 0; a < doc->attributions.n; a++) {
        if (doc->attributions.at[a].source_head != NONE) {
            tree->speaker[doc->attributions.at[a].source_head] = 1;
        }
    }
    for (uint32_t m = 0; m < doc->mentions.n; m++) {
        uint32_t head = doc->mentions.at[m].head, old = tree->mention[head];
        if (old == NONE || doc->mentions.at[old].end - doc->mentions.at[old].first <
                               doc->mentions.at[m].end - doc->mentions.at[m].first) {
            tree->mention[head] = m;
        }
    }
    for (uint32_t m = 0; m < doc->mentions.n; m++) {
        uint32_t top = mention_top(doc, &doc->mentions.at[m]);
        if (tree->mention[top] == NONE && doc->mentions.at[m].form != MENTION_ADJECTIVE) {
            tree->mention[top] = m;
        }
    }
}

bool tree_lemma_is(const Tree *tree, uint32_t t, const char *lemma) {
    return str_eq_nocase(tree_token(tree, t)->lemma, str_of(lemma));
}

uint32_t tree_child(const Tree *tree, uint32_t t, Deprel rel) {
    for
        EACH_CHILD(tree, c, t) {
            if (rel_of(tree, c) == rel) {
                return c;
            }
        }
    return NONE;
}

bool tree_is_nominal(const Tree *tree, uint32_t t) {
    uint8_t upos = tree_token(tree, t)->upos;
    return tree->kind[t] != KIND_VERB &&
           (upos == UPOS_NOUN || upos == UPOS_PROPN || upos == UPOS_PRON || upos == UPOS_NUM || upos == UPOS_DET);
}

bool tree_is_passive(const Tree *tree, uint32_t verb) {
    const Token *token = tree_token(tree, verb);
    bool have = false, own = false;
    if (tree->kind[verb] != KIND_PLAIN) {
        return false;
    }
    for
        EACH_CHILD(tree, c, verb) {
            Deprel rel = rel_of(tree, c);
            if (rel == DEPREL_nsubj_pass || rel == DEPREL_aux_pass || rel == DEPREL_csubj_pass) {
                return true;
            }
            have |= rel == DEPREL_aux;
            own |= rel == DEPREL_nsubj;
        }
    if (token->xpos != XPOS_VBN || have || own) {
        return false;
    }
    if (token->deprel == DEPREL_conj && token->head != NONE && tree_token(tree, token->head)->upos == UPOS_VERB) {
        return tree_is_passive(tree, token->head);
    }
    return token->deprel == DEPREL_acl || token->deprel == DEPREL_amod || token->deprel == DEPREL_advcl ||
           token->deprel == DEPREL_xcomp;
}

bool tree_has_case(const Tree *tree, uint32_t phrase, uint32_t word) {
    for
        EACH_CHILD(tree, c, phrase) {
            if ((rel_of(tree, c) == DEPREL_case || rel_of(tree, c) == DEPREL_mark) && tree->word[c] == word) {
                return true;
            }
        }
    return false;
}

static bool has_case_lemma(const Tree *tree, uint32_t phrase, const char *lemma) {
    for
        EACH_CHILD(tree, c, phrase) {
            if ((rel_of(tree, c) == DEPREL_case || rel_of(tree, c) == DEPREL_mark) && tree_lemma_is(tree, c, lemma)) {
                return true;
            }
        }
    return false;
}

bool tree_under(const Tree *tree, uint32_t t, uint32_t top) {
    for (int i = 0; i < 64 && t != NONE; i++, t = tree_token(tree, t)->head) {
        if (t == top) {
            return true;
        }
    }
    return false;
}

/* ---- subject and object ---- */

static bool relative_pronoun(const Tree *tree, uint32_t t) {
    const Token *token = tree_token(tree, t);
    return token->xpos == XPOS_WDT || token->xpos == XPOS_WP ||
           (token->upos == UPOS_PRON && tree_lemma_is(tree, t, "that"));
}

/* "the arrest of Sonia M., who …": not the arrest. */
static uint32_t person_before(const Tree *tree, uint32_t noun, uint32_t clause) {
    bool who = false;
    for
        EACH_CHILD(tree, c, clause) {
            who |= tree_lemma_is(tree, c, "who") || tree_lemma_is(tree, c, "whom");
        }
    uint32_t m = tree->mention[noun], e = m == NONE ? NONE : tree->doc->mentions.at[m].entity;
    if (!who || (e != NONE && tree->doc->entities.at[e].sectors[0] != SECTOR_NONE)) {
        return noun;
    }
    for
        EACH_CHILD(tree, c, noun) {
            if (rel_of(tree, c) == DEPREL_nmod && c > noun && c < clause && tree->mention[c] != NONE) {
                return c;
            }
        }
    return noun;
}

/* "judges and officials whom …": a clause behind two plural nouns is about both. */
static uint32_t whole(const Tree *tree, uint32_t noun, uint32_t clause) {
    const Token *token = tree_token(tree, noun);
    bool second = token->deprel == DEPREL_conj && token->xpos == XPOS_NNS && token->head != NONE;
    return second && tree_token(tree, token->head)->xpos == XPOS_NNS ? token->head : person_before(tree, noun, clause);
}

/* The noun that a relative clause (or a verb coordinated inside one) hangs on. */
static uint32_t antecedent(const Tree *tree, uint32_t verb) {
    for (int i = 0; i < DEPTH && verb != NONE; i++) {
        Deprel rel = rel_of(tree, verb);
        uint32_t head = tree_token(tree, verb)->head;
        if (rel == DEPREL_acl_relcl || rel == DEPREL_acl) {
            return whole(tree, head, verb);
        }
        if (rel != DEPREL_conj && rel != DEPREL_xcomp && rel != DEPREL_ccomp) {
            return NONE;
        }
        verb = head;
    }
    return NONE;
}

static uint32_t surface(const Tree *tree, uint32_t p, int depth);

static uint32_t light_of(const Tree *tree, uint32_t noun, int depth);

static bool is_place(const Tree *tree, uint32_t t) {
    uint32_t m = tree->mention[t], e = m == NONE ? NONE : tree->doc->mentions.at[m].entity;
    return e != NONE && tree->doc->entities.at[e].type == ENTITY_place;
}

/* Whose plan, decision, attempt: the possessor, or the subject of the verb that has it as an object. */
static uint32_t holder(const Tree *tree, uint32_t noun, int depth) {
    uint32_t poss = tree_child(tree, noun, DEPREL_nmod_poss), head = tree_token(tree, noun)->head;
    if (poss != NONE) {
        return poss;
    }
    if (is_place(tree, noun)) {
        while (head != NONE && tree_is_nominal(tree, head) && depth++ < DEPTH) {
            head = tree_token(tree, head)->head; /* "blocked the road to Nis to press the government": who blocked it */
        }
        return head == NONE || tree_is_nominal(tree, head) ? NONE : surface(tree, head, depth + 1);
    }
    if (tree->mention[noun] != NONE) {
        return noun;
    }
    uint32_t first = noun;
    while (rel_of(tree, first) == DEPREL_conj && head != NONE && tree_is_nominal(tree, head) && depth++ < DEPTH) {
        first = head; /* of a list, what the first is */
        head = tree_token(tree, first)->head;
    }
    if (head != NONE && tree_token(tree, head)->upos == UPOS_VERB &&
        (rel_of(tree, first) == DEPREL_obj || rel_of(tree, first) == DEPREL_nsubj_pass)) {
        return tree_is_passive(tree, head) ? NONE : surface(tree, head, depth + 1);
    }
    return noun;
}

/* "called on Israel to stop", "appealed to both to …": the one asked */
static uint32_t addressee(const Tree *tree, uint32_t p, uint32_t head) {
    static const char *const words[] = {"on", "upon", "to", "for", "with"};
    for
        EACH_CHILD(tree, c, head) {
            uint32_t mark = tree_child(tree, c, DEPREL_case);
            bool marked = mark != NONE && STR_IN_NOCASE(tree_token(tree, mark)->lemma, words);
            bool both = tree_lemma_is(tree, c, "both");
            if (rel_of(tree, c) == DEPREL_obl && c < p && (both || (marked && tree->mention[c] != NONE))) {
                return c;
            }
        }
    return NONE;
}

static uint32_t controller(const Tree *tree, uint32_t p, uint32_t head, int depth) {
    uint32_t obj = tree_child(tree, head, DEPREL_iobj);
    obj = obj == NONE ? tree_child(tree, head, DEPREL_obj) : obj;
    if (tree_is(tree, head, ROLE_SUBJECT_CONTROL)) {
        return surface(tree, head, depth + 1);
    }
    if (obj != NONE && tree_is_nominal(tree, obj)) {
        return relative_pronoun(tree, obj) ? antecedent(tree, head) : obj;
    }
    uint32_t asked = addressee(tree, p, head);
    return asked != NONE ? asked : surface(tree, head, depth + 1);
}

/* A verb with a tense of its own. */
static bool is_finite(const Tree *tree, uint32_t t) {
    uint8_t xpos = tree_token(tree, t)->xpos;
    return xpos == XPOS_VBD || xpos == XPOS_VBZ || xpos == XPOS_VBP || tree_child(tree, t, DEPREL_aux) != NONE;
}

static uint32_t surface(const Tree *tree, uint32_t p, int depth) {
    if (depth > DEPTH) {
        return NONE;
    }
    for
        EACH_CHILD(tree, c, p) {
            Deprel rel = rel_of(tree, c);
            if (rel == DEPREL_nsubj || rel == DEPREL_nsubj_pass || rel == DEPREL_nsubj_outer) {
                if (in_dateline(tree->doc, c)) {
                    uint32_t subject = tree_child(tree, c, DEPREL_appos);
                    if (subject != NONE) {
                        return subject;
                    }
                    continue;
                }
                if (relative_pronoun(tree, c)) {
                    uint32_t a = antecedent(tree, p);
                    return a != NONE ? a : c;
                }
                return c;
            }
        }
    const Token *token = tree_token(tree, p);
    uint32_t head = token->head;
    if (tree->kind[p] != KIND_PLAIN || (token->upos == UPOS_VERB && head == NONE)) {
        /* a name before the main verb that the parser took for part of it */
        for
            EACH_CHILD(tree, c, p) {
                if (c < p && rel_of(tree, c) == DEPREL_compound && tree_is_nominal(tree, c)) {
                    return c;
                }
            }
    }
    if (head == NONE ||
        !(token->upos == UPOS_VERB || token->upos == UPOS_AUX || token->upos == UPOS_ADJ || token->upos == UPOS_NOUN)) {
        return NONE;
    }
    switch ((Deprel)token->deprel) {
    case DEPREL_conj:
        while (is_finite(tree, p) && !is_finite(tree, head) && tree_token(tree, head)->upos == UPOS_VERB &&
               tree_token(tree, head)->head != NONE && depth++ < DEPTH) {
            head = tree_token(tree, head)->head; /* "accused her of lying and called for a vote": not who lied */
        }
        if (tree_is_nominal(tree, head) && tree->mention[head] != NONE) {
            /* "students set fire to a car and looted shops", where the parser missed the first verb */
            bool subject = tree_token(tree, head)->head == NONE && tree_child(tree, head, DEPREL_cop) == NONE;
            return subject && head < p && is_finite(tree, p) ? head : NONE;
        }
        return surface(tree, head, depth + 1);
    case DEPREL_xcomp: return controller(tree, p, head, depth);
    case DEPREL_advcl:
        if (tree_is_nominal(tree, head) && tree_child(tree, head, DEPREL_cop) == NONE) {
            return is_place(tree, head) ? holder(tree, head, depth) : head;
        }
        if (has_case_lemma(tree, p, "to") && tree_is(tree, head, ROLE_HYPOTHETICAL)) {
            uint32_t asked = addressee(tree, p, head); /* "called on both to withdraw" */
            if (asked != NONE) {
                return asked;
            }
        }
        if (has_case_lemma(tree, p, "of") || has_case_lemma(tree, p, "for") || has_case_lemma(tree, p, "from") ||
            has_case_lemma(tree, p, "into")) {
            uint32_t obj = role_object(tree, head);
            return obj != NONE && obj != p ? obj : surface(tree, head, depth + 1);
        }
        return surface(tree, head, depth + 1);
    case DEPREL_acl:
        if (tree_child(tree, head, DEPREL_cop) != NONE && tree_child(tree, p, DEPREL_punct) == p - 1) {
            return surface(tree, head, depth + 1); /* "he is in prison, accused of plotting" */
        }
        return token->xpos == XPOS_VBG && tree->mention[head] != NONE && !has_case_lemma(tree, p, "of") &&
                       !has_case_lemma(tree, p, "for") && !has_case_lemma(tree, p, "in")
                   ? head
               : token->xpos == XPOS_VBN && tree_child(tree, p, DEPREL_aux) == NONE ? head
                                                                                    : holder(tree, head, depth);
    case DEPREL_acl_relcl: return whole(tree, head, p);
    case DEPREL_ccomp: return token->xpos == XPOS_VBG ? surface(tree, head, depth + 1) : NONE;
    case DEPREL_parataxis: return NONE;
    default: return NONE;
    }
}

uint32_t role_surface(const Tree *tree, uint32_t predicate) {
    return surface(tree, predicate, 0);
}

uint32_t role_subject(const Tree *tree, uint32_t p) {
    if (!tree_is_passive(tree, p)) {
        return surface(tree, p, 0);
    }
    uint32_t agent = tree_child(tree, p, DEPREL_obl_agent);
    if (agent != NONE) {
        return agent;
    }
    for
        EACH_CHILD(tree, c, p) {
            if (rel_of(tree, c) == DEPREL_obl && has_case_lemma(tree, c, "by")) {
                return c;
            }
        }
    /* "was promised tanks by Germany", "imposed on two generals by Canada": hung on the noun before it */
    for
        EACH_CHILD(tree, c, p) {
            for
                EACH_CHILD(tree, d, c) {
                    if (c > p && (rel_of(tree, c) == DEPREL_obj || rel_of(tree, c) == DEPREL_obl) &&
                        rel_of(tree, d) == DEPREL_nmod && tree->mention[d] != NONE && has_case_lemma(tree, d, "by")) {
                        return d;
                    }
                }
        }
    return NONE;
}

/* A phrase right behind the verb whose preposition can be a particle. */
static uint32_t particle_phrase(const Tree *tree, uint32_t p) {
    static const char *const particles[] = {"over", "off", "up", "down", "out", "back"};
    if (tree_token(tree, p)->upos != UPOS_VERB) {
        return NONE;
    }
    for
        EACH_CHILD(tree, c, p) {
            if (rel_of(tree, c) != DEPREL_obl) {
                continue;
            }
            uint32_t mark = tree_child(tree, c, DEPREL_case);
            for (uint32_t i = 0; mark == p + 1 && i < sizeof particles / sizeof *particles; i++) {
                if (tree_lemma_is(tree, mark, particles[i])) {
                    return c;
                }
            }
        }
    return NONE;
}

/* A counted phrase that the parser took for an oblique: "arrested around 20 people". */
static uint32_t bare_phrase(const Tree *tree, uint32_t p) {
    static const char *const about[] = {"around", "about", "over", "than", "least", "at", "nearly", "some"};
    if (tree_token(tree, p)->upos != UPOS_VERB || tree_child(tree, p, DEPREL_ccomp) != NONE) {
        return NONE;
    }
    for
        EACH_CHILD(tree, c, p) {
            if (c < p || rel_of(tree, c) != DEPREL_obl || !tree_is_nominal(tree, c)) {
                continue;
            }
            uint32_t mark = tree_child(tree, c, DEPREL_case);
            bool counted = tree_child(tree, c, DEPREL_nummod) != NONE;
            /* "broke off the talks": behind a particle any phrase, else one that names somebody */
            bool loose = mark == NONE && (tree->mention[c] != NONE || tree_child(tree, p, DEPREL_compound_prt) != NONE);
            for (uint32_t i = 0; mark != NONE && counted && i < sizeof about / sizeof *about; i++) {
                loose |= tree_lemma_is(tree, mark, about[i]) && mark == p + 1;
            }
            if (loose) {
                return c;
            }
            if (mark != NONE) {
                return NONE;
            }
        }
    return NONE;
}

uint32_t role_object(const Tree *tree, uint32_t p) {
    if (tree->kind[p] == KIND_REVERSED) {
        return tree_token(tree, p)->head;
    }
    uint32_t obj = tree_child(tree, p, DEPREL_obj);
    if (obj != NONE) {
        if (relative_pronoun(tree, obj)) {
            uint32_t a = antecedent(tree, p);
            return a != NONE ? a : obj;
        }
        return obj;
    }
    if (tree_is_passive(tree, p)) {
        return surface(tree, p, 0);
    }
    uint32_t iobj = tree_child(tree, p, DEPREL_iobj);
    if (iobj != NONE && !tree_is_passive(tree, p)) {
        return iobj; /* "warned him that …" */
    }
    /* "fired and landed a round": coordinated verbs share the object behind the last */
    for
        EACH_CHILD(tree, c, p) {
            uint32_t shared = rel_of(tree, c) == DEPREL_conj && c == p + 2 ? tree_child(tree, c, DEPREL_obj) : NONE;
            if (shared != NONE && tree_child(tree, c, DEPREL_nsubj) == NONE) {
                return shared;
            }
        }
    /* "killed at least six people": a phrase without a preposition of its own behind the verb */
    uint32_t bare = bare_phrase(tree, p);
    if (bare != NONE) {
        return bare;
    }
    /* "handed over the suspect", where the parser reads a preposition */
    uint32_t phrase = particle_phrase(tree, p);
    if (phrase != NONE) {
        return phrase;
    }
    /* a relative clause with a subject of its own and no object: "the villages (that) they burned" */
    if (rel_of(tree, p) == DEPREL_acl_relcl && tree_child(tree, p, DEPREL_ccomp) == NONE &&
        tree_child(tree, p, DEPREL_xcomp) == NONE) {
        uint32_t subject = tree_child(tree, p, DEPREL_nsubj);
        if (subject != NONE && !relative_pronoun(tree, subject)) {
            return tree_token(tree, p)->head;
        }
    }
    return NONE;
}

bool role_reciprocal(const Tree *tree, uint32_t p) {
    for
        EACH_CHILD(tree, c, p) {
            Str form = token_form(tree->doc, c);
            bool first = str_eq_nocase(form, STR("each")) || str_eq_nocase(form, STR("one"));
            Str next = first && c + 1 < tree->doc->tokens.n ? token_form(tree->doc, c + 1) : (Str){0};
            if (str_eq_nocase(next, STR("other")) || str_eq_nocase(next, STR("another"))) {
                return true;
            }
            if (str_eq_nocase(form, STR("other")) && c > 0 &&
                str_eq_nocase(token_form(tree->doc, c - 1), STR("each"))) {
                return true;
            }
        }
    return false;
}

static uint32_t indirect(const Tree *tree, uint32_t p) {
    uint32_t iobj = tree_child(tree, p, DEPREL_iobj);
    if (iobj == NONE && tree_is_passive(tree, p) && tree_child(tree, p, DEPREL_obj) != NONE) {
        return surface(tree, p, 0); /* "was granted asylum" */
    }
    return iobj;
}

/* ---- light verbs ---- */

static bool carries(const Tree *tree, uint32_t verb) {
    return tree_is(tree, verb, ROLE_LIGHT) || tree_is(tree, verb, ROLE_LIGHT_PASSIVE);
}

static uint32_t light_of(const Tree *tree, uint32_t noun, int depth) {
    if (depth > DEPTH) {
        return NONE;
    }
    uint32_t head = tree_token(tree, noun)->head;
    Deprel rel = rel_of(tree, noun);
    if (head != NONE) {
        bool argument = rel == DEPREL_obj || rel == DEPREL_nsubj_pass || oblique(rel);
        if (argument && tree_token(tree, head)->upos == UPOS_VERB && carries(tree, head)) {
            if (rel != DEPREL_obl || !(has_case_lemma(tree, noun, "by") || has_case_lemma(tree, noun, "after") ||
                                       has_case_lemma(tree, noun, "since") || has_case_lemma(tree, noun, "before") ||
                                       has_case_lemma(tree, noun, "despite") || has_case_lemma(tree, noun, "during"))) {
                return head;
            }
        }
        if (rel == DEPREL_conj ||
            (rel == DEPREL_nmod && has_case_lemma(tree, noun, "of") && tree_is(tree, head, ROLE_QUANTITY))) {
            uint32_t up = light_of(tree, head, depth + 1);
            if (up != NONE) {
                return up;
            }
        }
    }
    for
        EACH_CHILD(tree, c, noun) {
            if ((rel_of(tree, c) == DEPREL_acl || rel_of(tree, c) == DEPREL_acl_relcl) && carries(tree, c) &&
                (tree_token(tree, c)->xpos == XPOS_VBN || role_object(tree, c) == noun)) {
                return c;
            }
        }
    return NONE;
}

uint32_t role_light(const Tree *tree, uint32_t noun) {
    return light_of(tree, noun, 0);
}

/* ---- paths ---- */

static void add(TokenList *list, uint32_t t) {
    if (t == NONE || list->n == sizeof list->at / sizeof *list->at) {
        return;
    }
    for (uint32_t i = 0; i < list->n; i++) {
        if (list->at[i] == t) {
            return;
        }
    }
    list->at[list->n++] = t;
}

/* Phrases of `t` with that preposition; NONE: with any. */
static void phrases(const Tree *tree, uint32_t t, uint32_t word, TokenList *out) {
    for
        EACH_CHILD(tree, c, t) {
            Deprel rel = rel_of(tree, c);
            if (!oblique(rel) &&
                !((rel == DEPREL_advcl || rel == DEPREL_acl || rel == DEPREL_ccomp || rel == DEPREL_xcomp) &&
                  tree_token(tree, c)->xpos == XPOS_VBG)) {
                continue;
            }
            if (word == NONE ? (tree_child(tree, c, DEPREL_case) != NONE || tree_child(tree, c, DEPREL_mark) != NONE)
                             : tree_has_case(tree, c, word)) {
                add(out, c);
            }
        }
}

static void children(const Tree *tree, uint32_t t, Deprel a, Deprel b, TokenList *out) {
    for
        EACH_CHILD(tree, c, t) {
            if (rel_of(tree, c) == a || rel_of(tree, c) == b) {
                add(out, c);
            }
        }
}

/* "blamed Chad for the raid", "the man convicted of the murder": whoever is blamed did it. */
static uint32_t blamed(const Tree *tree, uint32_t deed) {
    static const char *const verbs[] = {"blame",   "accuse",   "suspect",   "charge",    "indict", "convict",
                                        "condemn", "denounce", "criticise", "criticize", "acquit"};
    uint32_t verb = tree_token(tree, deed)->head, mark = tree_child(tree, deed, DEPREL_case);
    bool cause = mark != NONE && (tree_lemma_is(tree, mark, "for") || tree_lemma_is(tree, mark, "of"));
    bool by = verb != NONE && cause && rel_of(tree, deed) == DEPREL_obl &&
              STR_IN_NOCASE(tree_token(tree, verb)->lemma, verbs);
    return by ? role_object(tree, verb) : NONE;
}

static void step_subject(const Tree *tree, uint32_t t, TokenList *out) {
    bool predicate = !tree_is_nominal(tree, t) || tree_child(tree, t, DEPREL_cop) != NONE;
    if (predicate) {
        uint32_t first = role_subject(tree, t);
        add(out, first);
        for
            EACH_CHILD(tree, c, t) {
                if (first != NONE && rel_of(tree, c) == DEPREL_nsubj && !relative_pronoun(tree, c) &&
                    !tree_is_passive(tree, t)) {
                    add(out, c);
                }
            }
        return;
    }
    uint32_t light = role_light(tree, t);
    if (light != NONE && !tree_is(tree, light, ROLE_LIGHT_PASSIVE)) {
        add(out, role_subject(tree, light));
    }
    add(out, blamed(tree, t));
}

static void step_object(const Tree *tree, uint32_t t, TokenList *out) {
    if (!tree_is_nominal(tree, t)) {
        add(out, role_object(tree, t));
        return;
    }
    uint32_t light = role_light(tree, t), head = tree_token(tree, t)->head;
    if (light != NONE && tree_is(tree, light, ROLE_LIGHT_PASSIVE)) {
        add(out, surface(tree, light, 0));
    }
    /* "the raid killed nine people": those whom the deed killed */
    if (head != NONE && rel_of(tree, t) == DEPREL_nsubj && !tree_is_nominal(tree, head) &&
        (tree_is(tree, head, ROLE_KILL) || tree_is(tree, head, ROLE_WOUND))) {
        add(out, role_object(tree, head));
    }
}

static void step_comp(const Tree *tree, uint32_t t, uint32_t step, TokenList *out) {
    for
        EACH_CHILD(tree, c, t) {
            Deprel rel = rel_of(tree, c);
            if ((step != STEP_CCOMP && rel == DEPREL_xcomp) || (step != STEP_XCOMP && rel == DEPREL_ccomp) ||
                (step == STEP_COMP && (rel == DEPREL_csubj || rel == DEPREL_csubj_pass)) ||
                (step != STEP_CCOMP && rel == DEPREL_obl && tree_token(tree, c)->xpos == XPOS_VB) ||
                (step == STEP_COMP && rel == DEPREL_acl && tree_is_nominal(tree, t) &&
                 tree_token(tree, c)->xpos != XPOS_VBN)) {
                add(out, c);
            }
        }
}

static void step_window(const Tree *tree, uint32_t t, uint32_t step, TokenList *out) {
    const Sentence *s = &tree->doc->sentences.at[tree_token(tree, t)->sentence];
    if (step == STEP_NEXT && t + 1 < s->end) {
        add(out, t + 1);
    } else if (step == STEP_PREV && t > s->first) {
        add(out, t - 1);
    } else if (step == STEP_ANY) {
        uint32_t from = t > s->first + 7 ? t - 7 : s->first, to = t + 8 < s->end ? t + 8 : s->end;
        for (uint32_t i = from; i < to; i++) {
            if (i != t && tree->word[i] != NONE) {
                add(out, i);
            }
        }
    }
}

static void step_conj(const Tree *tree, uint32_t t, TokenList *out) {
    children(tree, t, DEPREL_conj, DEPREL_conj, out);
    if (rel_of(tree, t) == DEPREL_conj) {
        add(out, tree_token(tree, t)->head);
    }
}

static void step_particle(const Tree *tree, uint32_t t, TokenList *out) {
    children(tree, t, DEPREL_compound_prt, DEPREL_advmod, out);
    uint32_t phrase = particle_phrase(tree, t), object = tree_child(tree, t, DEPREL_obj);
    if (phrase != NONE) {
        add(out, tree_child(tree, phrase, DEPREL_case));
    }
    /* "took in orphans", where the particle hangs on the object */
    uint32_t mark = object == NONE ? NONE : tree_child(tree, object, DEPREL_case);
    if (mark != NONE && tree_token(tree, mark)->xpos == XPOS_RP) {
        add(out, mark);
    }
}

/* What an object is called: an open clause, a second object, an as-phrase. */
static void step_predicate(const Tree *tree, uint32_t t, TokenList *out) {
    uint32_t first = NONE;
    for
        EACH_CHILD(tree, c, t) {
            Deprel rel = rel_of(tree, c);
            if (rel == DEPREL_xcomp || rel == DEPREL_ccomp || (rel == DEPREL_obj && first != NONE) ||
                ((rel == DEPREL_obl || rel == DEPREL_advcl) && has_case_lemma(tree, c, "as"))) {
                add(out, c);
            }
            first = rel == DEPREL_obj ? c : first;
        }
    if (first != NONE && tree_is_passive(tree, t)) {
        add(out, first);
    }
}

/* Whose it is.  "support Russia in its invasion": one helps somebody in a thing of his, not of one's own. */
static void step_possessor(const Tree *tree, uint32_t t, TokenList *out) {
    static const char *const helping[] = {"support", "help", "aid", "assist", "back", "encourage", "defend", "join"};
    uint32_t poss = tree_child(tree, t, DEPREL_nmod_poss), verb = tree_token(tree, t)->head;
    if (poss != NONE && tree_token(tree, poss)->upos == UPOS_PRON && has_case_lemma(tree, t, "in")) {
        for (int i = 0; i < 3 && verb != NONE && tree_is_nominal(tree, verb); i++) {
            verb = tree_token(tree, verb)->head;
        }
        for (uint32_t i = 0; verb != NONE && i < sizeof helping / sizeof *helping; i++) {
            uint32_t helped = tree_lemma_is(tree, verb, helping[i]) ? role_object(tree, verb) : NONE;
            if (helped != NONE && helped != t) {
                add(out, helped);
                return;
            }
        }
    }
    children(tree, t, DEPREL_nmod_poss, DEPREL_nmod_poss, out);
}

static void take_step(const Tree *tree, uint32_t t, uint32_t step, TokenList *out) {
    switch (step) {
    case STEP_SUBJ: step_subject(tree, t, out); break;
    case STEP_OBJ: step_object(tree, t, out); break;
    case STEP_IOBJ: add(out, indirect(tree, t)); break;
    case STEP_COMP:
    case STEP_XCOMP:
    case STEP_CCOMP: step_comp(tree, t, step, out); break;
    case STEP_ADVCL: children(tree, t, DEPREL_advcl, DEPREL_advcl_relcl, out); break;
    case STEP_PRT: step_particle(tree, t, out); break;
    case STEP_PRED: step_predicate(tree, t, out); break;
    case STEP_ADV: children(tree, t, DEPREL_advmod, DEPREL_advmod, out); break;
    case STEP_AMOD: children(tree, t, DEPREL_amod, DEPREL_amod, out); break;
    case STEP_COMPOUND: children(tree, t, DEPREL_compound, DEPREL_flat, out); break;
    case STEP_MOD:
        children(tree, t, DEPREL_amod, DEPREL_compound, out);
        children(tree, t, DEPREL_nmod_desc, DEPREL_nmod_desc, out);
        break;
    case STEP_POSS: step_possessor(tree, t, out); break;
    case STEP_DET: children(tree, t, DEPREL_det, DEPREL_det_predet, out); break;
    case STEP_NUM: children(tree, t, DEPREL_nummod, DEPREL_nummod, out); break;
    case STEP_GOV: add(out, tree_token(tree, t)->head); break;
    case STEP_LIGHT: add(out, role_light(tree, t)); break;
    case STEP_AUX: children(tree, t, DEPREL_aux, DEPREL_aux, out); break;
    case STEP_CONJ: step_conj(tree, t, out); break;
    case STEP_ACL: children(tree, t, DEPREL_acl, DEPREL_acl_relcl, out); break;
    case STEP_APPOS: children(tree, t, DEPREL_appos, DEPREL_appos, out); break;
    case STEP_PREP: phrases(tree, t, NONE, out); break;
    case STEP_ANY:
    case STEP_NEXT:
    case STEP_PREV: step_window(tree, t, step, out); break;
    default:
        if (step >= LEX_PREP) {
            phrases(tree, t, step - LEX_PREP, out);
        }
    }
}

/* Prepositions whose phrase belongs to the verb more often than to the noun before it, where a parser may have hung it.
 */
static bool moves(const Tree *tree, uint32_t step) {
    static const char *const words[] = {"with", "against", "for", "to", "from", "over", "into", "by"};
    const LexWord *w = &tree->lex->words[step - LEX_PREP];
    Str word = {lexicon_string(tree->lex, w->text), w->length};
    return STR_IN(word, words);
}

static void deeper(const Tree *tree, uint32_t t, uint32_t step, TokenList *out, int depth) {
    for
        EACH_CHILD(tree, c, t) {
            Deprel rel = rel_of(tree, c);
            if (c > t && tree_is_nominal(tree, c) &&
                (rel == DEPREL_obj || rel == DEPREL_obl || rel == DEPREL_nmod || rel == DEPREL_nsubj_pass)) {
                take_step(tree, c, step, out);
                if (out->n == 0 && depth < 2) {
                    deeper(tree, c, step, out, depth + 1);
                }
            }
        }
}

/* A first step over prepositions also looks at what carries the predicate and at the words its pattern consumed; a
   coordinated predicate shares the phrases behind its partner. */
static void first_step(const Tree *tree, uint32_t p, const TokenList *also, uint32_t step, TokenList *out) {
    take_step(tree, p, step, out);
    if (step < LEX_PREP && step != STEP_PREP) {
        return;
    }
    for (uint32_t i = 0; also != NULL && i < also->n; i++) {
        take_step(tree, also->at[i], step, out);
    }
    if (tree_is_nominal(tree, p)) {
        uint32_t light = role_light(tree, p);
        if (light != NONE) {
            take_step(tree, light, step, out);
        }
        if (rel_of(tree, p) == DEPREL_conj && tree_is_nominal(tree, tree_token(tree, p)->head)) {
            take_step(tree, tree_token(tree, p)->head, step, out);
        }
        for
            EACH_CHILD(tree, c, p) {
                if (rel_of(tree, c) == DEPREL_conj && tree_is_nominal(tree, c) && out->n == 0) {
                    take_step(tree, c, step, out);
                }
            }
    }
    if (tree->kind[p] == KIND_REVERSED) {
        take_step(tree, tree_token(tree, p)->head, step, out);
    }
    if (out->n == 0 && step >= LEX_PREP && moves(tree, step)) {
        deeper(tree, p, step, out, 0);
    }
}

void role_walk(const Tree *tree, uint32_t predicate, const TokenList *also, const LexPath *path, TokenList *out) {
    TokenList at = {1, {predicate}};
    for (uint32_t s = 0; s < path->n; s++) {
        TokenList next = {0};
        for (uint32_t i = 0; i < at.n; i++) {
            if (s == 0) {
                first_step(tree, at.at[i], also, path->step[s], &next);
            } else {
                take_step(tree, at.at[i], path->step[s], &next);
            }
        }
        at = next;
    }
    for (uint32_t i = 0; i < at.n; i++) {
        add(out, at.at[i]);
    }
}

/* ---- mentions ---- */

static void collect(const Tree *tree, uint32_t t, int how, TokenList *out, int depth);

/* Everybody coordinated with `t`, but not "the army, not the militia". */
static void collect_conj(const Tree *tree, uint32_t t, TokenList *out, int depth) {
    for
        EACH_CHILD(tree, c, t) {
            uint32_t adverb = tree_child(tree, c, DEPREL_advmod);
            bool excepted = adverb != NONE && adverb < c && tree_lemma_is(tree, adverb, "not");
            if (rel_of(tree, c) == DEPREL_conj && tree_is_nominal(tree, c) && !excepted) {
                collect(tree, c, RESOLVE_DIRECT, out, depth + 1);
            }
        }
}

/* Whose thing: possessor, then adjective or noun before it, then of, by, from. */
static void collect_through(const Tree *tree, uint32_t t, TokenList *out, int depth) {
    static const Deprel order[] = {DEPREL_nmod_poss, DEPREL_amod, DEPREL_compound};
    for (uint32_t i = 0; i < sizeof order / sizeof *order; i++) {
        for
            EACH_CHILD(tree, c, t) {
                if (rel_of(tree, c) == order[i]) {
                    collect(tree, c, RESOLVE_DIRECT, out, depth + 1);
                }
            }
        if (out->n > 0) {
            return;
        }
    }
    for
        EACH_CHILD(tree, c, t) {
            if (rel_of(tree, c) == DEPREL_nmod && !has_case_lemma(tree, c, "in") && out->n == 0) {
                collect(tree, c, depth < 2 ? RESOLVE_THROUGH : RESOLVE_DIRECT, out, depth + 1);
            }
        }
    for
        EACH_CHILD(tree, c, t) {
            if ((rel_of(tree, c) == DEPREL_acl || rel_of(tree, c) == DEPREL_acl_relcl) && out->n == 0) {
                uint32_t by = role_subject(tree, c);
                if (by != NONE && by != t) {
                    collect(tree, by, RESOLVE_DIRECT, out, depth + 1);
                }
            }
        }
}

enum { NATIONS = 8 }; /* countries named before or after one noun */

static const Entity *state_at(const Tree *tree, uint32_t t) {
    uint32_t m = tree->mention[t], e = m != NONE ? tree->doc->mentions.at[m].entity : NONE;
    return e != NONE && tree->doc->entities.at[e].type == ENTITY_state ? &tree->doc->entities.at[e] : NULL;
}

/* "Polish and Lithuanian officials", "the presidents of Egypt and Ethiopia": a phrase has one entity, of one of the
   countries; the others act too. */
static void collect_nations(const Tree *tree, uint32_t t, TokenList *out) {
    const Doc *doc = tree->doc;
    uint32_t entity = doc->mentions.at[tree->mention[t]].entity;
    if (entity == NONE || doc->entities.at[entity].type != ENTITY_unnamed) {
        return;
    }
    for
        EACH_CHILD(tree, c, t) {
            Deprel rel = rel_of(tree, c);
            if (rel != DEPREL_amod && rel != DEPREL_compound &&
                (rel != DEPREL_nmod || (!has_case_lemma(tree, c, "of") && !has_case_lemma(tree, c, "from")))) {
                continue;
            }
            uint32_t nations[NATIONS], n = 0;
            if (state_at(tree, c) != NULL) {
                nations[n++] = c;
            }
            for
                EACH_CHILD(tree, d, c) {
                    if (rel_of(tree, d) == DEPREL_conj && n < NATIONS && state_at(tree, d) != NULL) {
                        nations[n++] = d;
                    }
                }
            for (uint32_t i = 0; i < n && (n > 1 || tree_child(tree, c, DEPREL_conj) != NONE); i++) {
                const Entity *state = state_at(tree, nations[i]);
                if (state != NULL && memcmp(state->code, doc->entities.at[entity].code, sizeof state->code) != 0) {
                    add(out, tree->mention[nations[i]]);
                }
            }
        }
}

static void collect(const Tree *tree, uint32_t t, int how, TokenList *out, int depth) {
    if (depth > 4) {
        return;
    }
    uint32_t before = out->n;
    if (tree->mention[t] != NONE) {
        add(out, tree->mention[t]);
        collect_nations(tree, t, out);
        collect_conj(tree, t, out, depth);
        return;
    }
    if (tree_is(tree, t, ROLE_QUANTITY) || tree_token(tree, t)->upos == UPOS_NUM ||
        tree_token(tree, t)->upos == UPOS_DET) {
        for
            EACH_CHILD(tree, c, t) {
                if (rel_of(tree, c) == DEPREL_nmod) {
                    collect(tree, c, RESOLVE_DIRECT, out, depth + 1);
                }
            }
    }
    if (out->n == before && tree_is(tree, t, ROLE_TITLE_NOUN)) {
        collect_through(tree, t, out, depth);
    }
    collect_conj(tree, t, out, depth);
    if (out->n == before && how == RESOLVE_THROUGH) {
        collect_through(tree, t, out, depth);
    }
}

void role_mentions(const Tree *tree, uint32_t t, int how, TokenList *mentions) {
    collect(tree, t, how, mentions, 0);
}
