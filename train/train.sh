#!/bin/sh
# usage: train.sh DEMARCHE CORPORA OUT      see README.md; `demarche train CORPORA` runs this
# Each step's result is kept in build/train, so that a run that was broken off goes on where it stopped;
# two processors are kept busy.
# TRAIN_FEW=200 tries all steps in minutes, with so many sentences of each file and one epoch.
set -eu
here=$(dirname "$0")
program=$1 corpora=$2 out=$3
work=${TMP_TRAIN:-build/train${TRAIN_FEW:+-few}}
python=${PYTHON:-/usr/bin/python3}
[ -x "$python" ] || python=python3
mkdir -p "$work" "$out"
export OMP_NUM_THREADS=1

# step RESULT COMMAND…: runs the command, whose last argument is to be the file it writes, unless RESULT is there
step() {
    result=$1
    shift
    [ -e "$result" ] && return
    echo "train: $result" >&2
    "$@" "$result.part"
    mv "$result.part" "$result"
}
syntax() { "$python" "$here/syntax.py" "$@" --ud "$corpora/ud" --few "${TRAIN_FEW:-0}"; }

# sentences
"$python" "$here/sentence.py" "$program" "$out/sentence.bin" "$corpora/ud/ewt-train.conllu.gz" \
    "$corpora/ud/gum-train.conllu.gz"

# raw news, cut into words by the program; masked words are guessed in it
step "$work/raw.pkl" "$python" "$here/raw.py" "$program" "$corpora"

# two nets, each from a start of its own: what is alike in two nets they cannot teach each other
learn() { # NAME SEED WIDTH
    step "$work/words-$1.pt" syntax pretrain --raw "$work/raw.pkl" --H "$3" --arc 128 --rel 128 --tag 160 --words 20000 \
        --nsub 16384 --seed "$2" --epochs 2 --batch 1500 --out
    step "$work/trees-$1.pt" syntax train --init "$work/words-$1.pt" --seed "$2" --lr 1.4e-3 --epochs 11 --drop 0.25 \
        --batch 400 --out
}
learn teacher 2 256 &
learn student 3 192
wait $!

# what both together think of the raw news, in two shares
silver() {
    step "$work/silver-$1.pkl" syntax silver "$work/trees-student.pt" "$work/trees-teacher.pt" --raw "$work/raw.pkl" \
        --share "$1" --out
}
silver 1 &
silver 2
wait $!

# the student goes on to learn from it, EWT counted twice
accurate() {
    step "$work/tuned.pt" syntax train --init "$work/trees-student.pt" --silver "$work/silver-1.pkl" "$work/silver-2.pkl" \
        --silver-part 8000 --ewt-times 2 --tag-weight 1 --seed 7 --lr 8e-4 --drop 0.2 --epochs 6 --batch 400 --out
    step "$work/accurate.pt" syntax look "$work/tuned.pt" --drop 0.25 --out
    syntax export "$work/accurate.pt" --out "$out/syntax.bin"
}
# the fast model: far more of such trees
fast() {
    step "$work/fast.pt" syntax train --like "$work/trees-student.pt" --least 10 --silver "$work/silver-1.pkl" \
        "$work/silver-2.pkl" --silver-part 40000 --H 64 --layers 2 --tag 48 --arc 48 --rel 48 --seed 5 --lr 3e-3 \
        --drop 0.05 --epochs 14 --batch 1200 --out
    step "$work/fast-look.pt" syntax look "$work/fast.pt" --drop 0.15 --out
    syntax export "$work/fast-look.pt" --out "$out/syntax-fast.bin"
}
fast &
accurate
wait $!
