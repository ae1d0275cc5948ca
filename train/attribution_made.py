#!/usr/bin/env python3
"""Makes reports with attributions in the forms that world news has and the corpus of US election news lacks: speakers
with ranks and foreign names, rare verbs of speech before and after the subject, dashes, colons, quotations within
quotations, hedges without a source ("reportedly", "it is unclear whether"), denials, accusations, threats.

usage: attribution_made.py N SEED > FILE        N reports, JSON Lines like the gold data

All sentences are ours.  A template marks source, cue and content as [s …], [q …], [c …]; [s2 …] belongs to the second
attribution of the template; {slot} is filled at random.
"""
import json
import random
import re
import sys

GIVEN = """Aigul Akira Alberto Amadou Amara Ana Andrzej Anouk Asif Astrid Ayşe Beatriz Bilal Bogdan Carmen Chidi Chiara
Dagny Daniela Davit Dina Dmytro Ebba Elif Emeka Esra Fatou Fernanda Filip Giorgi Goran Hamid Hana Hassan Ingrid Irina
Ivo Jamila Jarmila Javier Joao Kamal Karim Keiko Kwame Laila Leila Lindiwe Luca Lucía Magda Malik Marek Mei Milan Mina
Nadia Nikos Noor Olga Omar Oksana Pablo Pavel Priya Rania Rashid Renata Samir Sanjay Selma Sergei Sofia Tariq Tomasz
Usman Vera Viktor Wei Yara Yusuf Zainab Zoran""".split()
FAMILY = """Abbasi Achterberg Adebayo Akhmetov Al-Sayed Andersson Arslan Azizi Baptiste Barzani Becker Bondarenko
Castillo Chatterjee Chen Cissé Dimitrov Dlamini Dubois Eriksen Fernandes Ferrari Fofana García Ghani Haddad Hakimi
Hoang Horváth Ibrahim Jansen Kaplan Karimov Kenyatta Kim Kovač Kowalski Kruger Kurdi Lehmann Lopes Mahmoud Makarov
Mbeki Mendoza Moreau Mutasa Nakamura Nasser Nguyen Novák Okoye Olsen Ortega Osman Ouedraogo Papadakis Pereira Petrov
Popescu Qasim Rahimi Rojas Saidov Sato Schmidt Sharma Silva Sokolov Tamang Tanaka Toure Tshabalala Ulfsson Vargas
Weber Wójcik Yamada Yilmaz Zhang Zulu""".split()
LAND = """Afghanistan Albania Algeria Armenia Belarus Bolivia Brazil Cambodia Chile China Colombia Egypt Eritrea Ethiopia
France Georgia Germany Greece India Indonesia Iran Iraq Israel Japan Jordan Kazakhstan Kenya Lebanon Libya Mali
Moldova Morocco Myanmar Nepal Nigeria Pakistan Peru Poland Russia Senegal Serbia Somalia Spain Sudan Syria Thailand
Tunisia Turkey Ukraine Venezuela Vietnam Yemen Zambia""".split()
CAPITAL = """Abuja Algiers Amman Ankara Athens Baghdad Beijing Beirut Belgrade Berlin Cairo Canberra Damascus Delhi Hanoi
Islamabad Jakarta Kabul Kyiv Lima London Manila Minsk Moscow Nairobi Oslo Ottawa Paris Pyongyang Riyadh Rome Seoul
Tbilisi Tehran Tokyo Tripoli Tunis Warsaw Washington""".split()
RANK = """President|Prime Minister|Foreign Minister|Defence Minister|Interior Minister|Justice Minister|Senator|General|
Colonel|Major|Governor|Mayor|Bishop|Sheikh|Judge|Ambassador|Envoy|Commissioner|Chancellor|Deputy Foreign Minister|
Prosecutor|Secretary-General|Police Chief|Opposition leader|Dr|Commander|Captain|Imam|Archbishop""".replace("\n",
                                                                                                            "").split("|")
ROLE = """a spokesman for the ministry|a spokeswoman for the army|the governor of the province|the head of the commission|
a lawyer for the family|the mayor of the town|a shopkeeper|a teacher who fled the city|the chief negotiator|
an aid worker in the camp|a nurse at the hospital|the commander of the garrison|a member of parliament|
the leader of the largest opposition party|a farmer from the valley|the director of the institute|
a doctor at the central clinic|a former general|an analyst at a research institute|one of the survivors""".replace(
    "\n", "").split("|")
PLAIN = """a senior official|one Western diplomat|a military source|two officials|a police spokesman|the army|the rebels|
the government|the opposition|the foreign ministry|the defence ministry|the central bank|the prosecutor's office|
the interior ministry|the residents|witnesses|the union|the militia|the statement|the report|state television|
the state news agency|the newspaper|the radio|the court|the commission|human rights groups|the protesters|the police|
local media|the document|the letter|aid groups|the company|a government spokeswoman|the presidential palace|
the United Nations|the European Union|the African Union|NATO|the Red Cross|the World Health Organization|the Taliban|
the junta|intelligence officials|a security source|analysts|diplomats|villagers|doctors|the emir|the minister|
the president|the general|the ambassador|the envoy|the prisoner|the driver|a widow|the mayor|the king""".replace(
    "\n", "").split("|")
SAID = """said said said said said told_reporters added warned insisted declared replied answered stressed announced
explained noted argued claimed admitted conceded recalled complained remarked wrote shouted cried whispered repeated
continued concluded acknowledged asserted stated maintained countered retorted joked lamented vowed promised urged
thundered tweeted commented confirmed screamed exclaimed yelled muttered sighed laughed boasted pleaded protested
predicted observed responded suggested testified read""".split()
SAYS = "says says says warns insists adds explains argues claims recalls notes admits complains remembers asks writes".split()
QUOTE = """We have nothing left to lose|The road to peace is long|Nobody will drive us from this land|The decision is final|
They came at night and took the men|Our patience is not without limits|This agreement serves both peoples|
We heard three explosions|The market was full of people|The sanctions will not change our course|
I have never seen anything like it|There was no warning|Every drop of water counts|The election was neither free nor fair|
We want our children back|It is too early to speak of success|The army must return to its barracks|
All options are on the table|The investigation is not over|Those responsible will be punished|
The hospital has no electricity|We ask for help, not for pity|This is an attack on all of us|
The borders will stay closed until the summer|I am ready to meet him at any time|The harvest is lost|
They have broken every promise|Two of my brothers are still missing|The talks were frank and useful|
No foreign soldier will set foot on our soil|Prices have doubled since the spring|We shall rebuild the bridge|
My duty is to the constitution|The truce holds for now|The drones came from the north|The law protects nobody|
I do not fear prison|He was a good man|The world has forgotten us|It was a mistake|You cannot eat slogans|
The dam will be finished next year|We are all tired of this war|The data leave no doubt""".replace("\n", "").split("|")
MORE = """And it will cost us dearly|We know who did it|Now we wait|That was all|Nobody helped us|The rest is politics|
We will not forget|It happened in broad daylight|Then the lights went out|Others have tried and failed|
They will answer for it|We had no choice|The people deserve better|I told them so|There is still time""".replace(
    "\n", "").split("|")
SHOUT = """Go home|Never again|Freedom for all|Leave us alone|Open the gates|Stop the war|Long live the republic|
Give us bread|Get out|Run""".replace("\n", "").split("|")
FRAGMENT = """a stain on our history|an act of aggression|a step in the right direction|the last chance for peace|
complete nonsense|brothers in arms|a new era of cooperation|the enemies of the nation|wholly unacceptable|
a historic mistake|pure propaganda|deeply worrying|closer economic ties|a declaration of war|a matter of days|
an empty gesture|the worst flood in living memory|a cold-blooded murder|full responsibility|grave consequences|
a fair and lasting settlement|a crime against humanity|a victory of reason|a signal of friendship""".replace(
    "\n", "").split("|")
CLAUSE = """the bridge had been destroyed|twelve people were missing|the talks would resume in the autumn|
the prisoners had been moved to another camp|the army had retaken the town|the vote had been rigged|
troops were massing on the border|the ceasefire was holding|the ship had been hit by a missile|
the minister would resign|food was running out in the north|both sides had agreed on a list of names|
the attackers had come from abroad|the plant was ready to restart|the airport would stay closed|
the rebels had laid down their arms|the opposition had received money from abroad|nobody had been hurt|
the two presidents would meet in the spring|the convoy had reached the besieged city|the sanctions had failed|
forty houses had burned down|the pilot had survived|the virus was spreading again|the dam could break""".replace(
    "\n", "").split("|")
MAIN = """the general was dismissed|the factory makes rockets|the talks have failed|the rebels control the road|
the president is ill|the army has crossed the river|the plane was shot down by mistake|the money came from abroad|
the prisoners were tortured|the group planned further attacks|the minister met the rebels in secret|
the vaccine works|the fleet has left the port|the leader fled to a neighbouring country|
the two countries are close to a deal|the journalist was killed by agents""".replace("\n", "").split("|")
GERUND = """supplying weapons to the rebels|shelling the hospital|meddling in the election|training the militia|
breaking the ceasefire|holding hostages|spying on journalists|hiding nuclear material|backing the coup|
violating its airspace|killing civilians|sheltering the gunmen|blocking the aid convoys|
stealing the harvest""".replace("\n", "").split("|")
INF = """to withdraw its troops|to release the prisoners|to reopen the border|to return to the talks|to lift the blockade|
to stop the bombing|to send more observers|to close the embassy|to double the garrison|to hold new elections|
to cut off the gas|to protect civilians|to hand over the suspects|to respect the truce|to build a second dam|
to retaliate for the attack|to impose further sanctions|to take in more refugees""".replace("\n", "").split("|")
THING = """an end to the fighting|an independent inquiry|new elections|the release of all hostages|a no-fly zone|
a ceasefire|more aid for the refugees|a boycott of the vote|direct talks|the withdrawal of foreign troops|
tougher sanctions|an emergency meeting of the council""".replace("\n", "").split("|")
DEED = """the attack on the convoy|the arrest of the journalist|the decision to close the border|the execution|
the annexation of the province|the bombing of the market|the new law|the expulsion of the diplomats|
the missile test|the agreement|the raid|the verdict""".replace("\n", "").split("|")
PLACE = """in {capital}|on Monday|on Tuesday evening|at a press conference|in an interview|in a statement|on Friday|
after the meeting|in parliament|at the border|on Sunday|to the state news agency|""".replace("\n", "").split("|")
STORY = """The meeting lasted for six hours.|A curfew is in force in the whole province.|The two countries share a long border.|
Thousands marched through the capital on Sunday.|Rescue teams searched the ruins until dusk.|
The parliament meets again in two weeks.|A bomb exploded near the old market in the morning.|
Trade between the two states has fallen by a third.|The town of 40,000 lies on the main road to the coast.|
Soldiers patrolled the streets of the “old city” on Friday.|The film “The Long Winter” is shown in Cannes.|
The ship “Star of Hope” sank in March.|He has ruled the country since 1994.|Negotiators met for the third time.|
The so-called “safe zone” is twenty miles wide.|The harvest begins in June.|The group “Free Voices” counts the dead.|
Police used tear gas and arrested nine people.|The railway line was reopened after four years.|
She was born in a village in the mountains.|The strike entered its second week.|The operation “Iron Wall” began at dawn.|
The army shelled the hills for two days.|Both presidents signed the treaty in the palace.""".replace("\n", "").split("|")

P = "[s {person}]"
TEMPLATES = [
    # quotations, cue after, before and inside
    "[c “{quote},”] [q {said}] [s {person}].", "[c “{quote},”] [q {said}] [s {person}] {place}.",
    "[c “{quote},”] [s {anyone}] [q {said}].", "[c “{quote},”] [s {anyone}] [q {said}] {place}.",
    "[c “{quote}. {more},”] [q {said}] [s {anyone}].", "[c “{quote}. {more},”] [s {anyone}] [q {says}].",
    "[c “{quote},”] [q {said}] [s {anyone}]. [c “{more}.”]",
    "[c “{quote},”] [s {anyone}] [q {said}]. [c “{more}. {more}.”]",
    "[c “{part1},”] [s {anyone}] [q {said}], [c “{part2}.”]", "[c “{part1},”] [q {said}] [s {anyone}], [c “{part2}.”]",
    "[c “{part1},”] [q continued] [s {anyone}], [c “{part2}.”]",
    "[s {anyone}] [q {said}:] [c “{quote}.”]", "[s {anyone}] [q {said},] [c “{quote}.”]",
    "[s {anyone}] [q {said}] {place}: [c “{quote}. {more}.”]", "{Place}, [s {anyone}] [q {said}:] [c “{quote}.”]",
    "[s {apposed}] [q {said}:] [c “{quote}.”]", "[s {apposed}] [q {said}] [c that {clause}].",
    "[c “{quote},”] [q {said}] [s {apposed}].", "[c “{quote},”] [s {apposed}] [q {said}] {place}.",
    "[c “{quote}?”] [q asked] [s {anyone}].", "[c “{shout}!”] [q {cried}] [s {anyone}].",
    "[c “{shout}!”] [s {anyone}] [q {cried}].", "[c “{quote}”], [q {said}] [s {anyone}].",
    "[c “{quote}”] – [s {person}] {place}.".replace("[s", "[s"),
    "[c \"{quote},\"] [q {said}] [s {anyone}].", "[s {anyone}] [q {said}:] [c \"{quote}.\"]",
    "[c ‘{quote},’] [q {said}] [s {anyone}].", "[c ‘{quote},’] [s {anyone}] [q {said}].", "[c «{quote}»], [s {anyone}] [q {said}].",
    "Asked about {deed}, [s {anyone}] [q {said}:] [c “{quote}.”]",
    "Asked whether {clause}, [s {person}] [q answered:] [c “{quote}.”]",
    "When reporters asked about {deed}, [s {person}] [q replied,] [c “{quote}.”]",
    "[s {anyone}] left the hall early, [q saying:] [c “{quote}.”]",
    "[s {anyone}] rejected the plan, [q adding] [c that it was “{fragment}”].",
    "[s {anyone}] [q was quoted as saying:] [c “{quote}.”]", "[s {anyone}] [q was quoted as saying] [c that {clause}].",
    "{Plain} quoted [s {person}] [q as saying] [c that {clause}].",
    "[s {anyone}] [q told] {plain} [c that {clause}].", "[c “{quote},”] [s {anyone}] [q told] {plain}.",
    "[s {anyone}] [q called] {deed} [c “{fragment}”].".replace("{deed} [c", "[c {deed} ").replace("[c {deed} “", "[c {deed} “"),
    "[s {anyone}] [q described] [c {deed} as “{fragment}”].", "[s {anyone}] [q denounced] [c {deed} as “{fragment}”].",
    "[s {anyone}] [q spoke of] [c “{fragment}”].", "[s {anyone}] [q welcomed] [c {deed} as “{fragment}”].",
    "[s {anyone}] [q spoke of] [c “{fragment}”] and of [c “{fragment}”].",
    "[c {Deed} was “{fragment}”], [q according to] [s {anyone}].", "[q According to] [s {anyone}], [c {clause}].",
    "[c {Clause}], [q according to] [s {anyone}].", "[q In the words of] [s {person}], [c {deed} was “{fragment}”].",
    "[c {Deed} is], [q as] [s {person}] [q put it], [c “{fragment}”].".replace("[q as] [s {person}] [q put it]",
                                                                            "as [s {person}] [q put it]"),
    "[q For] [s {person}] [c {deed} was “{fragment}”].", "[q In the view of] [s {person}], [c {clause}].",
    "[s {Poss}] [q claim] [c that {clause}] was met with laughter.",
    "[q The claim by] [s {person}] [c that {clause}] was met with laughter.",
    "[q The remark by] [s {person}] [c that {deed} was “{fragment}”] caused an outcry.",
    "[s {Family}] [q :] [c “{quote}”]\n\n{story}".replace(" [q :]", "[q :]"),
    "[s {Family} in {capital}][q :] [c “{quote}”]\n\n{story}", "[s {person}][q :] [c “{quote}.”]",
    "[s {land}] [q calls] [c {deed} “{fragment}”]\n\n{story}",
    "[c “{fragment}”] is what [s {person}] [q called] [c {deed}].", "[c “{quote}”] was how [s {anyone}] [q put it].",
    "[c “{quote}”] is how [s {person}] [q described] the mood in the capital.",
    "[c “{quote}”], [s {anyone}] [q {said}] and hung up.", "[c “{quote},”] [q {grins}] [s {person}].",
    "[c “{quote},”] [q {grins}] [s {family}].", "[c “{quote}”] [q said] [s {plain}].",
    "[s {Family} {does}][q :] [c “{quote}”]\n\n{story}", "[s {Person} {place}][q :] [c “{quote}.”]",
    "[c “{quote}”]: with this slogan [s {person}] [q won] the vote.",
    "[s {anyone}] [q did not say] [c “{fragment}”]; {story}", "[s {He}] [q {said}] [c “{fragment}”].",
    "[c “{fragment}”], [q {said}] [s {anyone}] about {deed}.", "[c “{shout}!”] [q read] [s a banner that the crowd carried].",
    "[c “{quote},”] [q says] [s the order, which {plain} had seen].", "[s The law] [q says] [c that {clause}].",
    "[s {anyone}] [q said] [c that {main}], [q2 adding] [c2 that {clause}].",
    "[s {anyone}] [q said] [c the two countries would sign] and [q2 promised] [c2 {inf}].",
    # headlines
    "[s {Plain}][q :] [c {Main}]\n\n{story}", "[s {Title}][q :] [c {Head}]\n\n{story}", "[s {Capital}][q :] [c {Head}]\n\n{story}",
    "[c {Head}], [s {title}] [q says]\n\n{story}", "[s {Title}] [q says] [c {head}]\n\n{story}",
    "[s {Family}][q :] [c {Head}]\n\n{story}", "[s {land}] [q denies] [c {gerund}]\n\n{story}",
    "[s {land}] [q calls for] [c {thing}]\n\n{story}", "[s {Capital}] [q warns of] [c {thing2}]\n\n{story}",
    # two speakers in a sentence
    "[c “{quote},”] [q said] [s {plain}], while [s2 another] [q2 insisted:] [c2 “{quote}.”]",
    "[c “{quote},”] [q said] [s one], but [s2 another] [q2 replied:] [c2 “{more}.”]",
    "[s {capital}] [q says] [c {clause}], while [s2 {capital}] [q2 insists] [c2 that {clause}].",
    "[s {capital}] [q insists] [c that {clause}], but [s2 {plain}] [q2 fears] [c2 {deed}].",
    "{Plain} quoted [s {person}] [q as saying:] [c “{quote}.”]", "[c “{quote},”] {plain} quoted [s {person}] [q as saying].",
    # chains
    "[s {anyone}] [q said] [c [s2 he] [q2 believed] [c2 that {clause}]].", "[s {person}] [q said] [c [s2 she] [q2 hoped] [c2 that {clause}]].",
    "[s {person}], who is on a visit to {capital}, [q said] [c [s2 he] [q2 feared] [c2 that {clause}]].",
    "[s {person}] [q said] [c [s2 {land}] [q2 was ready] [c2 {inf}]].",
    "[s {anyone}] [q said] [c that [s2 {plain}] [q2 had told] him: [c2 “{quote}.”]]",
    "[s {anyone}] [q said] [c [s2 {plain}] [q2 had warned] [c2 that {clause}]].",
    "[s {plain}] [q reported] [c that [s2 {person}] [q2 had promised] [c2 {inf}]].",
    "[s {anyone}] [q denied] [c that [s2 {plain}] [q2 had been told] [c2 that {clause}]].",
    # indirect speech of states and ministries
    "[s {anyone}] [q {said2}] [c that {clause}].", "[s {anyone}] [q {said2}] [c {clause}].",
    "[s {anyone}] [q {said2}] {place} [c that {clause}].", "[c {Main}], [s {plain}] [q {said2}].",
    "[c {Main}], [s {plain}] [q {said2}] {place}.", "[c {Half1}], [s {plain}] [q {claims}], [c {half2}].",
    "[s {anyone}] [q {neg} say whether] [c {clause}].", "[s {anyone}] [q could not confirm] [c that {clause}].",
    "[s {capital}] [q {denies}] [c {gerund}].", "[s {capital}] [q has denied] [c {gerund}].",
    "[s {anyone}] [q {denied}] [c that {clause}].", "[s {anyone}] [q {rejected}] [c the accusation of {gerund}].",
    "[s {land}] [q {accuses}] [c {land} of {gerund}].", "[s {anyone}] [q {accused}] [c {plain} of {gerund}].",
    "[s {capital}] [q blamed] [c {plain} for {deed}].", "[s {anyone}] [q {condemned}] [c {deed}].",
    "[s {anyone}] [q {urged}] [c {land} {inf}].", "[s {anyone}] [q called on] [c {land} {inf}].",
    "[s {anyone}] [q called for] [c {thing}].", "[s {anyone}] [q demanded] [c {thing}].",
    "[s {anyone}] [q again demanded] [c {thing}].", "[s {anyone}] [q ordered] [c {plain} {inf}].",
    "[s {land}] [q {threatened}] [c {inf}].", "[s {anyone}] [q {promised}] [c {inf}].",
    "[s {land}] [q offered] [c {inf}].", "[s {land}] [q plans] [c {inf}].", "[s {land}] [q refused] [c {inf}].",
    "[s {anyone}] [q {feared}] [c that {clause}].", "[s {anyone}] [q {hoped}] [c that {clause}].",
    "[s {anyone}] [q {believed}] [c that {clause}].", "[s {anyone}] [q {doubted}] [c that {clause}].",
    "[s {anyone}] [q ruled out] [c {thing}].", "[s {anyone}] [q asked] [c whether {clause}].",
    "[c {Deed}] [q was condemned by] [s {anyone}].", "[c {Thing}] [q was announced by] [s {anyone}].",
    "[s {anyone}] [q {feared}] [c {gerund2}].", "[s {anyone}] [q {feared}] [c {deed}].", "[s {anyone}] [q hopes for] [c {thing}].",
    "[s {anyone}] [q warned of] [c {thing2}].", "[s {anyone}] [q protested against] [c {deed}].",
    "[c {Deed}] [q drew criticism from] [s {anyone}].", "[c {Deed}] [q was welcomed by] [s {anyone}].",
    "[s {land}] [q is considering] [c {thing}].", "[s {land}] [q intends] [c {inf}].", "[s {anyone}] [q admitted] [c {gerund}].",
    "[c The village was shelled, [s {capital}] [q says], but [s2 {capital}] [q2 rejects] [c2 the claim]].".replace(
        "[c The village was shelled, [s", "[c The village was shelled], [s").replace("[c2 the claim]].", "[c2 the claim]."),
    "[s {anyone}] [q admitted] [c that {clause}], but [s2 {plain}] [q2 disputes] [c2 this].",
    "[s {land}] [q had accused] [c {land} of {gerund}]. [s2 {Capital}] [q2 denies] [c2 this].",
    # no source
    "[q Reportedly], [c {main}].", "[q Apparently] [c {main}].", "[c {Half1}] [q reportedly] [c {half2}].",
    "[c {Half1}] [q allegedly] [c {half2}].", "[c {Half1}] [q apparently] [c {half2}].",
    "[q It is {unclear}] [c whether {main}].", "[q It was {unclear}] [c whether {clause}].",
    "[c Whether {main}] [q is {unclear}].", "[q It remained {unclear}] [c who had ordered {deed}].",
    "[q It is said] [c that {main}].", "[c {Plain}] [q is said] [c {inf2}].", "[c {Plain}] [q is believed] [c {inf2}].",
    "[q There were fears] [c that {clause}].", "[q There are doubts] [c that {main}].",
    "[q There is speculation] [c that {main}].", "[q Rumours] [c that {clause}] spread through the city.",
    "[q The accusation] [c that {main}] is not new.", "[q Reports] [c that {clause}] could not be checked.",
    # the speaker in the sentence before, which the corpus knows too
    "{Person} {spoke} {place}. [c “{quote},”] [s {he}] [q {said}].",
    "{Person} {spoke} {place}. [c “{quote},”] [s {he}] [q {said}]. [c “{more}.”]",
    "In a letter to the council, [s {person}] [q complained about] [c {deed}]. [c2 “{quote},”] [s2 {he}] [q2 wrote].",
    "{Plain} condemned nobody by name. [c “{quote},”] [s {they}] [q said].",
]
FREE = ["{story}", "{story} {story}", "{Person} visited {capital} {place}.", "{story}"]


class Maker:
    def __init__(self, seed):
        self.r = random.Random(seed)

    def of(self, items):
        return self.r.choice(items)

    def name(self):
        return f"{self.of(GIVEN)} {self.of(FAMILY)}"

    def person(self):
        k = self.r.random()
        if k < 0.55:
            return f"{self.of(RANK)} {self.name()}"
        if k < 0.7:
            return f"{self.of(LAND)}'s {self.of(RANK).lower()}, {self.name()},"
        if k < 0.8:
            return f"{self.of(RANK)} {self.name()} of {self.of(LAND)}"
        return self.name()

    def slot(self, key):
        low = key[0].lower() + key[1:]
        text = self.fill(low)
        return text[:1].upper() + text[1:] if key[0].isupper() and key != low else text

    def split(self, clause):
        """a clause cut before its verb"""
        words = clause.split()
        for i, w in enumerate(words):
            if w in ("was", "is", "has", "have", "were", "are", "had", "makes", "control", "came", "planned", "met",
                     "works", "fled", "would", "could", "will"):
                return " ".join(words[:i]), " ".join(words[i:])
        return " ".join(words[:2]), " ".join(words[2:])

    def fill(self, key):
        o = self.of
        if key in ("half1", "half2"):
            if key == "half1":
                self.halves = self.split(o(MAIN))
            return self.halves[key == "half2"]
        if key in ("part1", "part2"):
            return {"part1": o(("This war", "And this", "I know", "The truth", "If they come back", "My answer", "No",
                                "For me", "We know of no prisoners, and if there were any", "Let me be clear")),
                    "part2": o(("was never ours", "is where it all began", "that we are not alone", "we will be ready",
                                "has many faces", "is no", "the choice is simple", "we would not tell you"))}[key]
        simple = {
            "quote": QUOTE, "more": MORE, "fragment": FRAGMENT, "clause": CLAUSE, "main": MAIN, "gerund": GERUND,
            "inf": INF, "thing": THING, "deed": DEED, "plain": PLAIN, "land": LAND, "capital": CAPITAL, "story": STORY,
            "shout": SHOUT, "family": FAMILY, "says": SAYS,
            "cried": "shouted cried screamed yelled chanted exclaimed called".split(),
            "said2": "said said said claimed announced reported confirmed stated insisted declared warned argued "
                     "admitted acknowledged maintained stressed".split(),
            "claims": "claims claimed says said insists admits maintains argues".split(),
            "denies": "denies rejects disputes".split(), "denied": "denied|has denied|have always denied|again denied".split("|"),
            "rejected": "rejected|has rejected|dismissed|denied|refuted".split("|"),
            "accuses": "accuses|accused|has accused|had accused|has repeatedly accused".split("|"),
            "accused": "accused|has accused|had accused".split("|"),
            "condemned": "condemned|denounced|criticised|has condemned|praised|defended|sharply criticised".split("|"),
            "urged": "urged|has urged|asked|again urged".split("|"),
            "threatened": "threatened|has threatened|is threatening|again threatened".split("|"),
            "promised": "promised|vowed|pledged|has pledged|has vowed".split("|"),
            "feared": "feared|fears|fear|is afraid|worried".split("|"), "hoped": "hoped|hopes|expressed hope".split("|"),
            "believed": "believed|believes|thinks|was convinced|is certain|expects".split("|"),
            "doubted": "doubted|doubts|do not believe|questioned".split("|"),
            "neg": "did not|would not|declined to|refused to".split("|"),
            "unclear": "unclear|not clear|not entirely clear|still unclear|uncertain|unknown|not known".split("|"),
            "inf2": "to have left the country|to be in hiding|to have paid the gunmen|to want a deal|to be ill|"
                    "to have ordered the killing".split("|"),
            "grins": "smiles grins laughs sighs nods shrugs smiled grinned sighed".split(),
            "does": "with appeal to voters|on the war|after the summit|in a letter|to the nation|with a warning".split("|"),
            "title": "minister|UN|police|army|president|premier|doctors|opposition|prosecutors|aid groups|officials|NGO|EU".split("|"),
            "head": "talks with rebels have failed|dozens killed in market raid|army retakes northern town|vote was rigged|"
                    "prisoners to be freed|border stays shut|no deal in sight|general dismissed|ceasefire holds|"
                    "40 hurt in blast|troops will leave by spring|dam could break|drone shot down|"
                    "president is ill".split("|"),
            "gerund2": "being arrested|being deported|losing the war|running out of water|being killed".split("|"),
            "thing2": "a famine|a wider war|an attack on the capital|grave consequences|a coup".split("|"),
            "he": ["he", "she"], "they": ["it", "they"],
            "spoke": "addressed the officers|met the press|visited the wounded|opened the conference|left the talks|"
                     "travelled to the border|was angry|wept".split("|"),
        }
        if key in simple:
            return o(simple[key])
        if key == "said":
            return o(SAID).replace("_", " ")
        if key == "person":
            return self.person()
        if key == "anyone":
            return self.person() if self.r.random() < 0.45 else o(PLAIN + LAND[:8] + CAPITAL[:12])
        if key == "apposed":
            return o((f"{self.name()}, {o(ROLE)},", f"{o(ROLE[2:4])}, {self.name()},"))
        if key == "poss":
            return f"{o(RANK)} {self.name()}'s"
        if key == "place":
            return o(PLACE).replace("{capital}", o(CAPITAL))
        raise KeyError(key)

    def expand(self, template):
        return re.sub(r"\{(\w+)\}", lambda m: self.slot(m.group(1)), template)

    def paragraph(self, template):
        """-> text and its attributions, offsets within"""
        marked = self.expand(template)
        text, spans, open_ = "", {}, []
        for piece in re.split(r"(\[[sqc]\d? ?|\])", marked):
            m = re.fullmatch(r"\[([sqc])(\d?) ?", piece)
            if m:
                open_.append((m.group(1), m.group(2) or "1", len(text)))
            elif piece == "]":
                kind, n, start = open_.pop()
                spans.setdefault(n, {}).setdefault(kind, []).append([start, len(text)])
            else:
                text += piece
        return text, [dict(source=a.get("s"), cue=a.get("q"), content=a["c"]) for a in spans.values()]

    def tidy(self, text, marks):
        """Takes doubled spaces and spaces before stops out; moves the offsets along."""
        keep = [True] * len(text)
        for m in re.finditer(r" +(?=[.,:\n])|(?<= ) +|,(?=[.,:\n?!])|,(?='s)", text):
            for i in range(m.start(), m.end()):
                keep[i] = False
        new = [0]
        for k in keep:
            new.append(new[-1] + k)
        out = "".join(c for c, k in zip(text, keep) if k)
        for a in marks:
            for part in ("source", "cue", "content"):
                a[part] = [[new[s], new[e]] for s, e in a[part]] if a[part] else None
        return out, marks

    def report(self, number):
        text, attributions = "", []
        for _ in range(self.r.randint(1, 7)):
            t, marks = self.paragraph(self.of(FREE) if self.r.random() < 0.2 else self.of(TEMPLATES))
            t, marks = self.tidy(t, marks)
            t = t[:1].upper() + t[1:]
            for m in marks:
                if m["cue"]:
                    attributions.append({k: [[s + len(text), e + len(text)] for s, e in v] if v else v
                                         for k, v in m.items()})
            text += t + self.of(("\n\n", "\n\n", " ")) if not t.endswith("”") or "\n" in t else t + "\n\n"
        return dict(id=f"made-{number}", text=text.strip() + "\n", attributions=attributions)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    maker = Maker(int(sys.argv[2]))
    for i in range(int(sys.argv[1])):
        print(json.dumps(maker.report(i), ensure_ascii=False))


if __name__ == "__main__":
    main()
