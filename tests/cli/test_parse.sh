# demarche parse: CoNLL-U out, gold words kept, the same for any --jobs; floors on the treebanks' dev parts where they are.
set -eu
program=$1 tree=$2
. "$tree/tests/cli/lib.sh" 2>/dev/null || true
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
bad() { echo "parse: $*" >&2; exit 1; }

"$program" parse -j1 "$tree/reports" >"$dir/one"
"$program" parse -j4 "$tree/reports" >"$dir/four"
cmp -s "$dir/one" "$dir/four" || bad "the trees depend on --jobs"
awk -F'\t' '/^[0-9]+\t/ { if (NF != 10 || $7 !~ /^[0-9]+$/) exit 1 }' "$dir/one" || bad "not CoNLL-U"
"$program" parse "$tree/tests/text/trees.conllu" | awk -F'\t' '/^[0-9]/ { print $1, $2 }' >"$dir/words"
awk -F'\t' '/^[0-9]/ { print $1, $2 }' "$tree/tests/text/trees.conllu" | cmp -s - "$dir/words" || bad "gold words changed"
if "$program" parse --model "$tree/README.md" "$tree/reports" >/dev/null 2>"$dir/err"; then bad "a foreign model was taken"; fi
grep -q 'not a model file' "$dir/err" || bad "the foreign model is not named: $(cat "$dir/err")"

"$program" parse --model accurate "$tree/reports" | cmp -s - "$dir/one" || bad "accurate is not the default model"
"$program" parse --model fast "$tree/reports" >"$dir/fast"
awk -F'\t' '/^[0-9]+\t/ { if (NF != 10 || $7 !~ /^[0-9]+$/) exit 1 }' "$dir/fast" || bad "no trees of the fast model"
cmp -s "$dir/fast" "$dir/one" && bad "the fast model is the accurate one"

shared=$tree/../shared
if [ ! -e "$shared/eval/score_parse.py" ]; then
    echo "no treebanks in ../shared: floors are not tested"
    exit 0
fi
floor() { # TREEBANK METRIC LEAST
    got=$(awk -v m="$2" '$1 == m { print $4 }' "$dir/$1.score")
    awk -v g="$got" -v l="$3" 'BEGIN { exit !(g >= l) }' || bad "$1 $2 is $got, below $3"
}
for t in ewt gum; do
    gunzip -c "$shared/corpora/ud/$t-dev.conllu.gz" >"$dir/$t.conllu"
    "$program" parse "$dir/$t.conllu" >"$dir/$t.out"
    python3 "$shared/eval/score_parse.py" "$dir/$t.conllu" "$dir/$t.out" >"$dir/$t.score"
done
awk -F'\t' '/^[0-9]/ { n++; split($9, e, "|"); for (i in e) if (e[i] !~ /^[0-9]+:[a-z]/) exit 1 } END { exit n == 0 }' "$dir/ewt.out" ||
    bad "the enhanced column is no list of heads and relations"
floor ewt upos 96
floor ewt las 86
floor ewt lemma 97.5
floor gum upos 97
floor gum las 86.2
floor gum lemma 98.3
