#!/bin/sh
# usage: train.sh DEMARCHE CORPORA OUT      see README.md; `demarche train CORPORA` runs this
# Each step's result is kept in build/train, so that a run that was broken off goes on where it stopped.
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
# both COMMAND…: runs it with 1 and with 2 as its last argument, at once
both() {
    "$@" 1 &
    "$@" 2
    wait $!
}
syntax() { "$python" "$here/syntax.py" "$@" --ud "$corpora/ud" --few "${TRAIN_FEW:-0}"; }

# sentences
"$python" "$here/sentence.py" "$program" "$out/sentence.bin" "$corpora/ud/ewt-train.conllu.gz" \
    "$corpora/ud/gum-train.conllu.gz"

# raw news, cut into words by the program; masked words are guessed in it
step "$work/raw.pkl" "$python" "$here/raw.py" "$program" "$corpora"

# masked words, then the trees, first in large batches, then in small ones: two nets from one start
step "$work/pre.pt" syntax pretrain --raw "$work/raw.pkl" --H 192 --arc 128 --rel 128 --tag 160 --words 20000 \
    --nsub 16384 --epochs 4 --batch 1500 --out
trees() {
    step "$work/trees-1$1.pt" syntax train --init "$work/pre.pt" --seed "1$1" --lr 1.5e-3 --epochs 14 --drop 0.3 \
        --batch 1000 --out
    step "$work/trees-2$1.pt" syntax train --init "$work/trees-1$1.pt" --seed "2$1" --lr 1.2e-3 --epochs 9 --drop 0.2 \
        --batch 400 --out
}
both trees

# the first goes on to learn from what both together think of the raw news, in two runs, twice; the means of their weights
# are taken
step "$work/silver-1.pkl" syntax silver "$work/trees-21.pt" "$work/trees-22.pt" --raw "$work/raw.pkl" --out
# tune START ROUND LR DROP EPOCHS RUN
tune() {
    step "$work/tuned-$2$6.pt" syntax train --init "$work/$1.pt" --silver "$work/silver-1.pkl" --silver-part 12500 \
        --seed "$2$6" --lr "$3" --drop "$4" --epochs "$5" --batch 400 --out
}
both tune trees-21 5 1e-3 0.2 2
step "$work/mean-1.pt" syntax soup "$work/tuned-51.pt" "$work/tuned-52.pt" --out
step "$work/mean-2.pt" syntax soup "$work/tuned-51.pt" "$work/tuned-52.pt" "$work/trees-21.pt" --out
both tune mean-1 6 8e-4 0.15 1
step "$work/mean-3.pt" syntax soup "$work/tuned-61.pt" "$work/tuned-62.pt" "$work/mean-2.pt" --out

# then from what it thinks itself together with the second; from here on EWT counts twice
step "$work/silver-2.pkl" syntax silver "$work/mean-3.pt" "$work/trees-22.pt" --raw "$work/raw.pkl" --out
# finish START RESULT OPTION…
finish() {
    start=$1 result=$2
    shift 2
    step "$work/$result.pt" syntax train --init "$work/$start.pt" --silver "$work/silver-2.pkl" --silver-part 4000 \
        --epochs 4 --batch 400 --ewt-times 2 --tag-weight 1 "$@" --out
}
finish mean-3 tuned-71 --seed 71 --lr 5e-4 --drop 0.25

# and from the treebanks apart: what GUM does otherwise than EWT no longer disturbs it
finish tuned-71 apart-1 --seed 91 --lr 5e-4 --drop 0.25 --apart &
finish tuned-71 apart-2 --seed 92 --lr 6e-4 --drop 0.2 --epochs 5 --ewt-times 1 --apart
wait $!
step "$work/mean-4.pt" syntax soup "$work/apart-1.pt" "$work/apart-2.pt" --out
finish mean-4 last-1 --seed 101 --lr 4e-4 --drop 0.25 --tag-weight 1.5 --apart &
finish mean-4 last-2 --seed 102 --lr 4e-4 --drop 0.25 --tag-weight 1.5 --apart
wait $!
step "$work/mean-5.pt" syntax soup "$work/last-1.pt" "$work/last-2.pt" "$work/apart-1.pt" --out
finish mean-5 end-1 --seed 111 --lr 4e-4 --drop 0.25 --tag-weight 1.5 --apart &
finish mean-5 end-2 --seed 112 --lr 4e-4 --drop 0.2 --tag-weight 1.5 --ewt-times 1 --apart
wait $!
step "$work/final.pt" syntax soup "$work/end-1.pt" "$work/end-2.pt" "$work/mean-5.pt" "$work/apart-1.pt" --out
step "$work/accurate.pt" syntax look "$work/final.pt" --drop 0.25 --out
syntax export "$work/accurate.pt" --out "$out/syntax.bin"

# the fast model: far more of such trees
step "$work/silver-3.pkl" syntax silver "$work/mean-4.pt" --raw "$work/raw.pkl" --out
step "$work/fast.pt" syntax train --like "$work/mean-4.pt" --apart --least 10 --silver "$work/silver-3.pkl" \
    --silver-part 40000 --H 64 --layers 2 --tag 48 --arc 48 --rel 48 --seed 5 --lr 3e-3 --drop 0.05 --epochs 14 \
    --batch 1200 --out
step "$work/fast-look.pt" syntax look "$work/fast.pt" --drop 0.15 --out
syntax export "$work/fast-look.pt" --out "$out/syntax-fast.bin"
