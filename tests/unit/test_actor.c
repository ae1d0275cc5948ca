/* src/code/registry*, mention, coref, entity, actor: who is meant, on which day, with which neighbours */
#include "cases.h"
#include "code/actor.h"
#include "code/registryblock.h"
#include "code/registrytabari.h"
#include "text/sentence.h"

/* A mention of a text and what it should be coded as.  code "" and sector "": none; type "": not asked. */
typedef struct Case {
    const char *date, *text, *words, *code, *sector, *type;
} Case;

static void code_with(Cases *c, const Registry *registry, Doc *doc, const char *date, Str text, bool phrase) {
    Err err = {{0}};
    char what[256];
    arena_reset(&c->text);
    arena_reset(&c->scratch);
    doc_init(doc, &c->text, &c->scratch);
    doc->id = STR("case");
    doc->date = str_of(date);
    doc->day = date_parse(doc->date);
    doc->text = str_dup(&c->text, text);
    if (!text_split(doc, &err) || !syntax_parse(coder_syntax(c->coder), doc, &err)) {
        fail_msg("%s", err.text);
    }
    actor_find(registry, coder_ner(c->coder), doc, phrase);
    if (!doc_check(doc, what)) {
        fail_msg("%s: %s", what, doc->text.at);
    }
}

/* The entity of the last mention with these words. */
static const Entity *entity_of(const Doc *doc, Str words) {
    for (uint32_t i = doc->mentions.n; i-- > 0;) {
        const Mention *m = &doc->mentions.at[i];
        if (m->entity != NONE && str_eq(doc_str(doc, m->span), words)) {
            return &doc->entities.at[m->entity];
        }
    }
    return NULL;
}

static bool fits(const Case *k, const Entity *e) {
    return e != NULL && strcmp(e->code, k->code) == 0 && strcmp(sector_names[e->sectors[0]], k->sector) == 0 &&
           (k->type[0] == '\0' || strcmp(entity_type_names[e->type], k->type) == 0);
}

static unsigned run_cases(Cases *c, const Registry *registry, const Case *cases, size_t n, bool must) {
    unsigned right = 0;
    for (size_t i = 0; i < n; i++) {
        Doc doc;
        code_with(c, registry, &doc, cases[i].date, str_of(cases[i].text), false);
        const Entity *e = entity_of(&doc, str_of(cases[i].words));
        bool ok = fits(&cases[i], e);
        right += ok;
        if (!ok && (must || c->show)) {
            print_message("%s: \"%s\" is %s %s %s, not %s %s %s\n", cases[i].text, cases[i].words,
                          e != NULL ? e->code : "nobody", e != NULL ? sector_names[e->sectors[0]] : "",
                          e != NULL ? entity_type_names[e->type] : "", cases[i].code, cases[i].sector, cases[i].type);
        }
    }
    if (must) {
        assert_int_equal(right, n);
    }
    return right;
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* ---- days ---- */

static void people_have_their_years(void **state) {
    static const struct {
        const char *phrase, *date, *code, *sector, *id;
    } cases[] = {{"President Yanukovych", "2013-05-01", "UKR", "GOV", "viktor-yanukovych"},
                 {"President Yanukovych", "2016-05-01", "UKR", "ELI", "viktor-yanukovych"},
                 {"Ferdinand Marcos", "1985-05-01", "PHL", "GOV", "ferdinand-marcos"},
                 {"Ferdinand Marcos Jr.", "2023-05-01", "PHL", "GOV", "ferdinand-marcos-jr"},
                 {"President Marcos", "2023-05-01", "PHL", "GOV", "ferdinand-marcos-jr"},
                 {"Taliban", "2002-05-01", "AFG", "REB", "taliban"},
                 {"the Taliban", "2021-08-14", "AFG", "REB", "taliban"},
                 {"the Taliban", "2021-08-16", "AFG", "GOV", "taliban"},
                 {"Foreign Minister Frederick Shava", "2022-05-01", "ZWE", "GOV", "frederick-shava"},
                 {"Riek Machar", "2015-05-01", "SSD", "REB", "riek-machar"},
                 {"Riek Machar", "2021-05-01", "SSD", "GOV", "riek-machar"},
                 {"Foreign Minister Salome Zourabichvili", "2005-03-01", "GEO", "GOV", "salome-zourabichvili"},
                 {"Kofi Annan", "2003-05-01", "UNO", "GOV", "kofi-annan"},
                 {"Vladimir Putin", "1999-03-01", "RUS", "SPY", "vladimir-putin"},
                 {"Vladimir Putin", "", "RUS", "GOV", "vladimir-putin"}};
    Cases *c = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        Doc doc;
        code_with(c, coder_registry(c->coder), &doc, cases[i].date, str_of(cases[i].phrase), true);
        assert_true(doc.entities.n > 0);
        const Entity *e = &doc.entities.at[doc.mentions.at[doc.mentions.n - 1].entity];
        assert_string_equal(e->code, cases[i].code);
        assert_string_equal(sector_names[e->sectors[0]], cases[i].sector);
        assert_true(str_is(e->registry_id, cases[i].id));
    }
}

static void phrases_stand_alone(void **state) {
    static const struct {
        const char *phrase, *code, *sector;
    } cases[] = {{"a former Kremlin adviser", "RUS", "ELI"},
                 {"a retired White House official", "USA", "ELI"},
                 {"home and offices of the president of the United Arab Emirates", "ARE", "GOV"},
                 {"Isreal", "ISR", ""}, /* two letters swapped */
                 {"Mumabi fishermen", "IND", "AGR"},
                 {"Sandra Bolivar", "", ""},
                 {"Swarthmore College", "USA", "EDU"},
                 {"oslo city police", "NOR", "COP"}};
    Cases *c = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        Doc doc;
        code_with(c, coder_registry(c->coder), &doc, "", str_of(cases[i].phrase), true);
        bool right = false;
        for (uint32_t e = 0; e < doc.entities.n; e++) {
            right = right || (strcmp(doc.entities.at[e].code, cases[i].code) == 0 &&
                              strcmp(sector_names[doc.entities.at[e].sectors[0]], cases[i].sector) == 0);
        }
        if (!right) {
            fail_msg("%s", cases[i].phrase);
        }
    }
}

/* ---- one name, several things ---- */

static const Case ambiguous[] = {
    {"2023-05-01", "Peter Long met Pia Lund. Long said that Lund would come.", "Long", "", "", "person"},
    {"2023-05-01",
     "Voters in Georgia and Alabama went to the polls. Officials in Atlanta said that Georgia would recount.",
     "Georgia", "USA", "", "place"},
    {"2023-05-01", "Georgia accused Russia of moving the border near Tbilisi.", "Georgia", "GEO", "GOV", "state"},
    {"2023-05-01", "Michael Jordan visited a school on Monday. Jordan met students there.", "Jordan", "", "", "person"},
    {"2023-05-01", "Jordan closed its border with Syria, and Amman recalled its ambassador.", "Jordan", "JOR", "GOV",
     "state"},
    {"2023-05-01", "Chad Smithson, a drummer, praised the band.", "Chad Smithson", "", "", "person"},
    {"2023-05-01", "Chad closed its border with Sudan after the attack.", "Chad", "TCD", "GOV", "state"},
    {"2023-05-01", "Turkey condemned the attack.", "Turkey", "TUR", "GOV", "state"},
    {"2023-05-01", "Denzel Washington opened a school. Washington said he was happy.", "Washington", "", "", "person"},
    {"2023-05-01", "Thousands marched in Washington on Saturday.", "Washington", "USA", "", "place"},
    {"2009-05-01", "David Thompson, a plumber, won a car.", "David Thompson", "", "", "person"},
    {"2009-05-01", "Barbados raised a tax. David Thompson defended it.", "David Thompson", "BRB", "GOV", "person"},
    {"2023-05-01", "Washington accused Beijing of spying.", "Washington", "USA", "GOV", "state"},
    {"2023-05-01", "Congo accused Rwanda of backing the rebels, officials in Kinshasa said.", "Congo", "COD", "GOV",
     "state"},
    {"2023-05-01",
     "Congo mourned on Monday. Thousands gathered in Brazzaville, and troops lined the streets of Brazzaville.",
     "Congo", "COG", "GOV", "state"},
    {"2023-05-01", "South Korea said that Korea would respond.", "Korea", "KOR", "GOV", "state"},
    {"2023-05-01", "North Korea fired a missile. Pyongyang said Korea had no choice.", "Korea", "PRK", "GOV", "state"},
    {"2023-05-01", "Russia accused the West of arming Ukraine.", "the West", "", "", ""},
};

static void context_tells_which(void **state) {
    Cases *c = *state;
    run_cases(c, coder_registry(c->coder), ambiguous, COUNT(ambiguous), true);
    Doc doc;
    code_with(c, coder_registry(c->coder), &doc, "2023-05-01", STR("The farmers slaughtered a turkey."), false);
    assert_null(entity_of(&doc, STR("turkey")));
}

/* ---- the report itself comes first ---- */

static const Case described[] = {
    {"2025-11-03",
     "Moldova's new foreign minister, Jana Hrubova, met her colleagues. Hrubova said the talks were useful.", "Hrubova",
     "MDA", "GOV", "person"},
    {"2025-11-03", "Lisbon's ambassador to Dakar, Rui Tavarinho, said the ties were close.", "Rui Tavarinho", "PRT",
     "GOV", "person"},
    {"2025-11-03", "The Zenda Liberation Front (ZLF), a rebel group, denied any role. The ZLF would not stop.", "ZLF",
     "", "REB", ""},
    {"2025-11-03", "A Yemen-based militant group attacked the port.", "Yemen-based militant group", "YEM", "REB",
     "unnamed"},
    {"2025-11-03", "A former Kenyan minister was arrested.", "former Kenyan minister", "KEN", "ELI", "unnamed"},
    {"2025-11-03", "Two Ukrainian soldiers were killed.", "Two Ukrainian soldiers", "UKR", "MIL", "unnamed"},
    {"2025-11-03", "A police spokesman in Lagos said so.", "police spokesman", "NGA", "COP", "unnamed"},
    {"2025-11-03", "Two officers of a bank in Lagos were held.", "Two officers", "NGA", "BUS", "unnamed"},
    {"2025-11-03", "Two large teachers' unions in Finland called a strike.", "Two large teachers' unions", "FIN", "LAB",
     "unnamed"},
    {"2025-11-03", "The Kremlin denied the report. Moscow would not answer, it said.", "Moscow", "RUS", "GOV", "state"},
    {"2025-11-03", "Hungary's Prime Minister Viktor Orbán spoke. The prime minister left early.", "prime minister",
     "HUN", "GOV", "person"},
};

static void the_report_comes_first(void **state) {
    Cases *c = *state;
    run_cases(c, coder_registry(c->coder), described, COUNT(described), true);
}

/* Whose the unnamed are, and what is part of their phrase. */
static const Case unnamed[] = {
    {"2025-11-03", "SUVA - Gunmen attacked a convoy.\n\nHARARE - Farmers blocked a road on Monday.", "Farmers", "ZWE",
     "AGR", "unnamed"},
    {"2025-11-03", "OSLO - Norway and Iceland signed a treaty.", "Norway", "NOR", "GOV", "state"},
    {"2025-11-03", "Two diplomats of the Swedish embassy left.", "Two diplomats", "SWE", "GOV", "unnamed"},
    {"2025-11-03", "Peru said at least 41 people had fled.", "41 people", "PER", "CVL", "unnamed"},
    {"2025-11-03", "Police cleared a square in Lima. Three officers were hurt.", "Three officers", "PER", "COP",
     "unnamed"},
    {"2025-11-03", "Peru's army left the square. Three officers were hurt.", "Three officers", "PER", "MIL", "unnamed"},
    {"2025-11-03", "Peru's defence ministry denied that its officers had fired.", "officers", "PER", "MIL", "unnamed"},
    {"2025-11-03", "Peru's attorney general resigned.", "Peru's attorney general", "PER", "GOV", "unnamed"},
    {"2025-11-03", "Peru spoke. The Interior Minister's deputy Rosa Quispe resigned.",
     "Interior Minister's deputy Rosa Quispe", "PER", "GOV", "person"},
    {"2025-11-03", "India and Pakistan met. The two armies stopped firing.", "two armies", "", "MIL", "unnamed"},
    {"2025-11-03", "The Peruvian Security and Intelligence Service said so.",
     "Peruvian Security and Intelligence Service", "PER", "SPY", "organization"},
    {"2025-11-03", "PORT MORESBY - Gunmen attacked a convoy.", "Gunmen", "", "UAF", "unnamed"},
    {"2025-11-03", "Indian and Pakistani soldiers traded fire.", "Indian", "IND", "GOV", "state"},
    {"2025-11-03", "Ukraine wants talks in Abu Dhabi; the president's aide Andrii Lysak said that Ukraine was ready.",
     "president's aide Andrii Lysak", "UKR", "GOV", "person"},
    {"2025-11-03", "Peru expelled a man. Ambassadors walked out.", "Ambassadors", "", "GOV", "unnamed"},
    {"2025-11-03", "Police in Lima cleared a square on Monday. Riot police fired gas.", "Riot police", "PER", "COP",
     "unnamed"},
    {"2025-11-03", "Peru will protest to Beijing.", "Beijing", "CHN", "GOV", "state"},
    {"2025-11-03", "Peru sent ships to Beijing.", "Beijing", "CHN", "", "place"},
    {"2025-11-03", "On Tuesday security forces closed the road.", "security forces", "", "MIL", "unnamed"},
    {"2025-11-03", "Peru recalled its envoy from Chile, accusing its neighbour of spying.", "neighbour", "CHL", "GOV",
     "unnamed"},
    {"2025-11-03", "LIMA - Peru asked for help after the quake in Peru. Brazil offered its ally a loan.", "ally", "PER",
     "GOV", "unnamed"},
    {"2025-11-03", "TRIPOLI - Hezbollah fired rockets at a base. A commander denied it.", "commander", "LBN", "REB",
     "unnamed"},
    {"2025-11-03", "Hours earlier Russian forces fired at a town.", "Russian forces", "RUS", "MIL", "unnamed"},
    {"2025-11-03", "Peru and Chile exchanged ten prisoners of war in Lima.", "ten prisoners of war", "", "CVL",
     "unnamed"},
    {"2025-11-03", "LIMA - Foreign soldiers crossed the border of Peru.", "Foreign soldiers", "", "MIL", "unnamed"},
    {"2025-11-03", "LIMA - Peacekeepers left the camp near Lima.", "Peacekeepers", "IGO", "MIL", "unnamed"},
    {"2025-11-03", "LIMA - Chile praised Oman, whose late ruler had founded a school.", "late ruler", "OMN", "ELI",
     "unnamed"},
    {"2025-11-03", "LIMA - Peru and Chile quarrel. The Chilean army sent ships. Defence Minister Juan Soto was silent.",
     "Defence Minister Juan Soto", "CHL", "GOV", "person"},
    {"2025-11-03", "LIMA - Peru and Chile quarrel. Chile closed the port. Prime Minister Juan Soto warned Lima.",
     "Prime Minister Juan Soto", "CHL", "GOV", "person"},
    {"2025-11-03", "LIMA - About 300 people marched in Peru; they carried pictures of children in Gaza.", "300 people",
     "PER", "CVL", "unnamed"},
    {"2025-11-03", "Rockets hit a U.S. base in Syria on Monday.", "U.S. base", "USA", "MIL", "unnamed"},
    {"2025-11-03", "Hamas said on Al-Quds television that it was ready. The group threatened Israel.", "group", "PSE",
     "REB", "group"},
    {"2025-11-03", "LIMA - Shell sold a mine in Peru. The firm's chief executive resigned.", "firm's chief executive",
     "GBR", "BUS", "unnamed"},
    {"2025-11-03", "A militia known as the Dune Hawks attacked a village in Chad.", "Dune Hawks", "TCD", "PRM",
     "organization"},
    {"2025-11-03", "Police in Kenya held a militant named Abu Tarek.", "Abu Tarek", "KEN", "REB", "person"},
    {"2025-11-03", "LIMA - Two guards died in Peru.", "Two guards", "PER", "COP", "unnamed"},
    {"2025-11-03", "Troops crossed the Line of Control in Kashmir.", "Line of Control", "", "", "place"},
};

static void the_unnamed_belong_somewhere(void **state) {
    Cases *c = *state;
    run_cases(c, coder_registry(c->coder), unnamed, COUNT(unnamed), true);
    Doc doc;
    code_with(c, coder_registry(c->coder), &doc, "2025-11-03", STR("SUVA - Gunmen attacked a convoy."), false);
    assert_null(entity_of(&doc, STR("SUVA")));
    code_with(c, coder_registry(c->coder), &doc, "2025-11-03", STR("Peru denied that it had used force."), false);
    assert_null(entity_of(&doc, STR("used force")));
    assert_null(entity_of(&doc, STR("force")));
    code_with(c, coder_registry(c->coder), &doc, "2025-11-03", STR("Peru gave up its resistance to the plan."), false);
    assert_null(entity_of(&doc, STR("resistance")));
    code_with(c, coder_registry(c->coder), &doc, "2025-11-03", STR("Peru fired dozens of rockets."), false);
    assert_null(entity_of(&doc, STR("dozens")));
    code_with(c, coder_registry(c->coder), &doc, "2025-11-03", STR("Gunmen took two nurses hostage."), false);
    assert_null(entity_of(&doc, STR("hostage")));
}

static void names_are_merged(void **state) {
    static const struct {
        const char *text, *one, *other;
        bool same;
    } cases[] = {
        {"Kim Jong-un spoke. Then the North Korean dictator waved.", "Kim Jong-un", "North Korean dictator", true},
        {"Kim Jong-un spoke. Later Kim Jong Un was away.", "Kim Jong-un", "Kim Jong Un", true},
        {"The African National Congress met. The ANC won.", "African National Congress", "ANC", true},
        {"Barack Obama met Michelle Obama.", "Barack Obama", "Michelle Obama", false},
        {"The Kremlin said so. Russia would wait.", "The Kremlin", "Russia", true},
        {"Ivo Sandel painted. The Ivo Sandel Foundation paid for it.", "Ivo Sandel", "Ivo Sandel Foundation", false},
        {"Goran Milosz spoke. Then Milozs left the hall.", "Goran Milosz", "Milozs", true},
        {"Milan Petrov spoke. Mrs Petrova waited.", "Milan Petrov", "Mrs Petrova", false},
        {"The Front for Popular Action (FAPO) met. Later FAPO marched.", "Front for Popular Action", "FAPO", true},
        {"The Church of Scientology met. Scientology has many members.", "Church of Scientology", "Scientology", true},
        {"Peru's Defence Ministry spoke. Chile's Defence Ministry denied it.", "Peru's Defence Ministry",
         "Chile's Defence Ministry", false},
        {"Peru's Defence Ministry spoke. The Defence Ministry said no more.", "Peru's Defence Ministry",
         "Defence Ministry", true},
        {"The Ministry of Health spoke. The base was closed.", "Ministry of Health", "base", false},
        {"Anna Berg met Otto Berg. Mrs Berg smiled, and Mr Berg left.", "Mrs Berg", "Mr Berg", false},
        {"Peru's Interior Ministry spoke. The government would not.", "Peru's Interior Ministry", "government", false},
        {"The National Liberation Army fled. The army took the town.", "National Liberation Army", "army", false},
        {"The African Union, a regional bloc, met. The bloc agreed.", "African Union", "bloc", true},
        {"Peru's foreign minister spoke. The defence minister left.", "Peru's foreign minister", "defence minister",
         false},
        {"Peru's foreign minister spoke. The minister left.", "Peru's foreign minister", "minister", true},
        {"Peru's vice president spoke. The president left.", "Peru's vice president", "president", false},
        {"Germany's foreign minister spoke. The Middle East minister, Alan Bert, did not.",
         "Germany's foreign minister", "Alan Bert", false},
        {"Raimondi College won. Queen's College lost.", "Raimondi College", "Queen's College", false},
        {"Ana Brnabic spoke. She left.", "Ana Brnabic", "She", true},
        {"Ivo Sandel painted. Some wore a Sandel-like hat.", "Ivo Sandel", "Sandel", true},
        {"Mitchell Darro spoke. Later Mitchell left.", "Mitchell Darro", "Mitchell", true},
        {"The National Union of Porters (BNQP) struck. BNQP said so.", "National Union of Porters", "BNQP", true},
        {"Ivo Sandel, director of the institute, and chairman of the council, spoke.", "director", "chairman", true},
        {"Ivo Sandel and the chairman of the council spoke.", "Ivo Sandel", "chairman", false},
        {"A militia known as the Dune Hawks took a town. The Dune Hawks burned it.", "militia", "Dune Hawks", true},
        {"A rebel commander who calls himself Manuel spoke. Then Manuel left.", "rebel commander", "Manuel", true},
        {"Police held a militant named Abu Tarek. Tarek had fled.", "militant", "Tarek", true},
        {"The militia, the Dune Hawks, took a town.", "militia", "Dune Hawks", true},
        {"Two militias, the Dune Hawks and the Sand Owls, took a town.", "Two militias", "Dune Hawks", false},
        {"The minister named Abu Tarek as the thief.", "minister", "Abu Tarek", false},
        {"The group called Abu Tarek a thief.", "group", "Abu Tarek", false},
    };
    Cases *c = *state;
    unsigned wrong = 0;
    for (size_t i = 0; i < COUNT(cases); i++) {
        Doc doc;
        code_with(c, coder_registry(c->coder), &doc, "2023-05-01", str_of(cases[i].text), false);
        const Entity *a = entity_of(&doc, str_of(cases[i].one)), *b = entity_of(&doc, str_of(cases[i].other));
        if (a == NULL || b == NULL || (a == b) != cases[i].same) {
            print_message("%s\n", cases[i].text);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

/* How far a name goes, and what it is. */
static void names_have_their_words(void **state) {
    static const Case cases[] = {
        {"2023-05-01", "The flood came down the Nile River.", "Nile River", "", "", "place"},
        {"2023-05-01", "Voting began in Northern Kenya on Monday.", "Northern Kenya", "KEN", "GOV", "state"},
        {"2023-05-01", "They met in Upper Egypt.", "Upper Egypt", "EGY", "GOV", "state"},
        {"2023-05-01", "Shares of Telecom Namibia rose.", "Telecom Namibia", "NAM", "", "organization"},
        {"2023-05-01", "The minister of transport, Kamel Darro, spoke.", "Kamel Darro", "", "GOV", "person"},
        {"2023-05-01", "Minister of Transport Kamel El-Darro spoke.", "Kamel El-Darro", "", "", "person"},
        {"2023-05-01", "The deputy minister of health and welfare Sun Mei-hua spoke.", "Sun Mei-hua", "", "", "person"},
        {"2023-05-01", "Two were robbed in Ostwald Street, not far from there.", "Ostwald Street", "", "", "place"},
        {"2023-05-01", "They moved to the town of Kessin, in the hills.", "Kessin", "", "", "place"},
        {"2023-05-01", "He works for Olmer Holdings Ltd, a shipping company.", "Olmer Holdings Ltd", "", "BUS",
         "organization"}};
    Cases *c = *state;
    run_cases(c, coder_registry(c->coder), cases, COUNT(cases), true);
}

/* Names inside names are persons of their own. */
static void names_stand_inside_names(void **state) {
    Cases *c = *state;
    Doc doc;
    code_with(c, coder_registry(c->coder), &doc, "2023-05-01",
              STR("Ivo Sandel painted for years. The Ivo Sandel Foundation paid, and a Sandel Prize was given."),
              false);
    const Entity *e = entity_of(&doc, STR("Ivo Sandel")), *body = entity_of(&doc, STR("Ivo Sandel Foundation"));
    assert_true(e != NULL && e->type == ENTITY_person && e->mentions.n == 3);
    assert_true(body != NULL && body != e);
}

/* ---- without the registry ---- */

static RegistryText text_of(Cases *c, const char *path) {
    return (RegistryText){str_of(path), cases_read(c, path)};
}

static Registry *states_only(Cases *c) {
    RegistryText sectors = text_of(c, "data/sectors.txt"), states = text_of(c, "data/actors/states.txt");
    uint32_t skipped;
    Str block;
    Err err = {{0}};
    if (!registry_build(&c->arena, sectors, &states, 1, false, &block, &skipped, &err)) {
        fail_msg("%s", err.text);
    }
    Registry *r = registry_open(&c->arena, (const unsigned char *)block.at, block.n, &err);
    assert_non_null(r);
    return r;
}

static void states_alone_carry_a_report(void **state) {
    Cases *c = *state;
    run_cases(c, states_only(c), described, COUNT(described), true);
}

/* The acceptance report, where it is there: 80 % of its actors without any registry but the states. */
static void states_alone_carry_the_acceptance_report(void **state) {
    static const struct {
        const char *words, *code, *sector;
    } actors[] = {{"North Korean dictator Kim Jong-un", "PRK", "GOV"},
                  {"Kim Jong Un", "PRK", "GOV"},
                  {"President Vladimir Putin", "RUS", "GOV"},
                  {"Sin Hong-chol", "PRK", "GOV"},
                  {"the Kremlin", "RUS", "GOV"},
                  {"Russia", "RUS", "GOV"},
                  {"Pyongyang", "PRK", "GOV"},
                  {"Belarus", "BLR", "GOV"},
                  {"Ukraine", "UKR", "GOV"},
                  {"Germany", "DEU", "GOV"},
                  {"France", "FRA", "GOV"},
                  {"North Korea", "PRK", "GOV"},
                  {"US", "USA", "GOV"},
                  {"United States", "USA", "GOV"},
                  {"North Korea\u2019s Deputy Foreign Minister Im Chon-il", "PRK", "GOV"}};
    Cases *c = *state;
    cases_need_acceptance();
    Doc doc;
    Str report = cases_read(c, ACCEPTANCE);
    code_with(c, states_only(c), &doc, "2023-06-12", report, false);
    unsigned right = 0;
    for (size_t i = 0; i < COUNT(actors); i++) {
        const Entity *e = entity_of(&doc, str_of(actors[i].words));
        bool ok = e != NULL && strcmp(e->code, actors[i].code) == 0 &&
                  strcmp(sector_names[e->sectors[0]], actors[i].sector) == 0;
        right += ok;
        if (!ok && c->show) {
            print_message("%s: %s\n", actors[i].words, e != NULL ? e->code : "nobody");
        }
    }
    assert_true(right * 10 >= COUNT(actors) * 8);
}

/* ---- the registry's files ---- */

static void broken_lines_are_refused(void **state) {
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"@kind person\n[FRA]\nA B | GOV 2010..2009\n", "f.txt:3: ends before it begins: \"2010..2009\""},
        {"@kind person\n[FRA]\nA B | shoe polisher 2010..\n",
         "f.txt:3: a role that data/sectors.txt does not have; write its sector before it: \"shoe polisher\""},
        {"@kind person\nA B | GOV\n", "f.txt:2: no [CODE] stands above: \"A B | GOV\""},
        {"[France]\n", "f.txt:1: not a code of three capitals or \"-\": \"[France]\""},
        {"@kind person\n[FRA XYZ]\n", "f.txt:2: not a sector: \"XYZ\""},
        {"@kind state\nFR | France | | | |\n", "f.txt:2: not a code of three capitals: \"FR\""},
        {"@king person\n", "f.txt:1: not a directive: \"@king person\""},
        {"@kind person\n[FRA]\nA B | GOV 20x0..\n", "f.txt:3: not a date: \"20x0..\""},
    };
    Cases *c = *state;
    RegistryText sectors = {STR("sectors.txt"), STR("[agent GOV]\npresident\n")};
    for (size_t i = 0; i < COUNT(cases); i++) {
        RegistryText file = {STR("f.txt"), str_of(cases[i].text)};
        Str block;
        uint32_t skipped;
        Err err = {{0}};
        assert_false(registry_build(&c->arena, sectors, &file, 1, false, &block, &skipped, &err));
        assert_string_equal(err.text, cases[i].message);
    }
    RegistryText mixed = {STR("f.txt"), STR("@kind person\n[FRA]\nA B | GOV 2010..2009\nC D | president 2010..\n")};
    Str block;
    uint32_t skipped;
    Err err = {{0}};
    assert_true(registry_build(&c->arena, sectors, &mixed, 1, true, &block, &skipped, &err));
    assert_int_equal(skipped, 1);
    Registry *r = registry_open(&c->arena, (const unsigned char *)block.at, block.n, &err);
    assert_non_null(r);
    assert_int_equal(registry_count(r), 1);
    assert_true(registry_by_id(r, STR("c-d")) == 0);
}

static void damaged_blocks_are_refused(void **state) {
    Cases *c = *state;
    RegistryText sectors = {STR("s"), STR("[agent GOV]\npresident\n")};
    RegistryText file = {STR("f"), STR("@kind person\n[FRA]\nA B | president 2010..\n")};
    Str block;
    uint32_t skipped;
    Err err;
    assert_true(registry_build(&c->arena, sectors, &file, 1, false, &block, &skipped, &err));
    for (uint32_t i = 0; i < block.n; i += 7) {
        char *copy = arena_alloc(&c->arena, block.n);
        memcpy(copy, block.at, block.n);
        copy[i] = (char)(copy[i] ^ 0x40);
        assert_null(registry_open(&c->arena, (const unsigned char *)copy, block.n, &err));
    }
    assert_null(registry_open(&c->arena, (const unsigned char *)block.at, 20, &err));
}

static void names_fold(void **state) {
    static const char *const pairs[][2] = {
        {"Kim Jong-un", "KIM JONG UN"}, {"Élysée", "elysee"}, {"U.S.", "US"}, {"Sana'a", "Sanaa"},
        {"Erdoğan", "Erdogan"},         {"Wałęsa", "Walesa"}};
    (void)state;
    for (size_t i = 0; i < COUNT(pairs); i++) {
        uint32_t a, b;
        assert_true(name_hash(str_of(pairs[i][0]), &a) == name_hash(str_of(pairs[i][1]), &b));
        assert_int_equal(a, b);
    }
    uint32_t n;
    name_hash(STR("People's Republic"), &n);
    assert_int_equal(n, 3); /* as tokens have it: People 's Republic */
}

/* ---- the field's dictionaries ---- */

static void dictionaries_are_read_and_written(void **state) {
    static const char actors[] = "# a lab's file\n"
                                 "JANE_ROE_ ; the president\n"
                                 "+PRESIDENT_ROE\n"
                                 "    [RURELI <20090120]\n"
                                 "    [RURGOV 090120-170120]\n"
                                 "ZENDA_FRONT_ [RURREB] ; old style\n"
                                 "WHITE_HOUSE_PAINT [---]\n";
    static const char agents[] =
        "!PERSON! = MAN, WOMAN\nCONGRESS!PERSON! [~LEG]\nFISHERMAN {FISHERMEN} [~AGR]\nMOGUL [~MED]\n";
    Cases *c = *state;
    TabariResult a, g;
    Err err = {{0}};
    assert_true(tabari_read(&c->arena, STR("a"), str_of(actors), &a, &err));
    assert_int_equal(a.n_actors, 2);
    assert_int_equal(a.n_discards, 1);
    assert_true(tabari_read(&c->arena, STR("g"), str_of(agents), &g, &err));
    assert_int_equal(g.n_agents, 5);
    uint32_t at;
    assert_true(str_find(g.sectors, STR("[agent JRN]\nmogul"), &at)); /* MED is the media there */

    /* once around: what is written is what is read */
    RegistryText sectors = {STR("g"), g.sectors}, file = {STR("a"), a.actors};
    Str block;
    uint32_t skipped;
    assert_true(registry_build(&c->arena, sectors, &file, 1, false, &block, &skipped, &err));
    Registry *r = registry_open(&c->arena, (const unsigned char *)block.at, block.n, &err);
    assert_non_null(r);
    StrBuf out;
    buf_init(&out, &c->arena);
    tabari_write_actors(r, &out);
    Str once = buf_take(&out);
    TabariResult again;
    assert_true(tabari_read(&c->arena, STR("again"), once, &again, &err));
    assert_int_equal(again.n_actors, 2);
    assert_int_equal(again.n_discards, 1);
    assert_true(
        str_find(again.actors, STR("Jane Roe; President Roe | ELI ..2009-01-19; GOV 2009-01-20..2017-01-20"), &at));

    /* every way of writing it that the field's files have */
    static const char lab[] = "<!-- a comment of theirs -->\n"
                              "RIVER_BANK [RURGOV (930120-010120)] [RURELI >010120]\t# by hand\n"
                              "EAST_BLOC_ [IGOEUR]\nPEACE_FORCE_ [IGOUNOMIL/RURMIL] ;two at once\n"
                              "STEEL WORKS_ [RURMNC]\nOPEN_DOOR [###]\n";
    TabariResult l;
    assert_true(tabari_read(&c->arena, STR("l"), str_of(lab), &l, &err));
    assert_true(str_is(l.actors,
                       "@kind person\n[RUR]\nRiver Bank | GOV 1993-01-20..2001-01-20; ELI 2001-01-21..\n"
                       "@kind organization\n[EUR]\nEast Bloc\n[UNO]\nPeace Force | MIL\n[RUR]\nSteel Works | BUS\n"
                       "@kind discard\n[-]\nOpen Door\n"));
    assert_true(str_is(l.notes, "l:4: of several actors in one code the first is kept: \"IGOUNOMIL/RURMIL\"\n"));
    assert_true(
        tabari_read(&c->arena, STR("l.discards"), STR("+COPA_OF_PEACE\nSOUND BANK [x] ; no money\n"), &l, &err));
    assert_true(str_is(l.actors, "@kind discard\n[-]\nCopa Of Peace\nSound Bank\n"));
    assert_true(
        tabari_read(&c->arena, STR("l"), STR("!A! = ONE, TWO\n!B! = DOG, CAT\n!A!_!B! {!A!_!B!S} [~AGR]\n"), &l, &err));
    assert_int_equal(l.n_agents, 8);

    static const char *const broken[][2] = {
        {"!A! = X!A!\n!A! [~GOV]\n", "x:2: a word class without end: \"!A!\""},
        {"!A! [~GOV]\n", "x:1: a word class that was not told before: \"!A!\""},
        {"MAN {MEN [~CVL]\n", "x:1: no closing brace: \"MAN {MEN [~CVL]\""},
        {"FOO_ [USAGOV 20100101-20090101]\n", "x:1: not a date restriction: \"20100101-20090101\""},
        {"FOO_\nBAR_ [USAGOV]\n", "x:2: an actor ends here without a code: \"FOO\""},
        {"FOO_ [USAGOV <12]\n", "x:1: not a date restriction: \"<12\""},
        {"FOO_ [USAGOV\n", "x:1: no closing bracket: \"USAGOV\""},
        {"+FOO_\n", "x:1: a synonym without an actor above: \"+FOO_\""},
        {"FOO_ [usagov]\n", "x:1: not a code of three-letter parts: \"usagov\""}};
    for (size_t i = 0; i < COUNT(broken); i++) {
        TabariResult none;
        assert_false(tabari_read(&c->arena, STR("x"), str_of(broken[i][0]), &none, &err));
        assert_string_equal(err.text, broken[i][1]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_have_their_years),
        cmocka_unit_test(phrases_stand_alone),
        cmocka_unit_test(context_tells_which),
        cmocka_unit_test(the_report_comes_first),
        cmocka_unit_test(the_unnamed_belong_somewhere),
        cmocka_unit_test(names_are_merged),
        cmocka_unit_test(names_have_their_words),
        cmocka_unit_test(names_stand_inside_names),
        cmocka_unit_test(states_alone_carry_a_report),
        cmocka_unit_test(states_alone_carry_the_acceptance_report),
        cmocka_unit_test(broken_lines_are_refused),
        cmocka_unit_test(damaged_blocks_are_refused),
        cmocka_unit_test(names_fold),
        cmocka_unit_test(dictionaries_are_read_and_written),
    };
    return cmocka_run_group_tests(tests, cases_setup, cases_teardown);
}
