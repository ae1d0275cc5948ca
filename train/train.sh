#!/bin/sh
# usage: train.sh DEMARCHE CORPORA OUT      see README.md; `demarche train CORPORA` runs this
# Each step's result is kept in build/train, so that a run that was broken off goes on where it stopped.
set -eu
here=$(dirname "$0")
program=$1 corpora=$2 out=$3
work=${TMP_TRAIN:-build/train}
python=${PYTHON:-/usr/bin/python3}
[ -x "$python" ] || python=python3
mkdir -p "$work" "$out"
export OMP_NUM_THREADS=1

# step RESULT COMMAND…: runs the command unless its result is there
step() {
    result=$1
    shift
    [ -e "$result" ] || { echo "train: $result" >&2; "$@"; }
}
syntax() { "$python" "$here/syntax.py" "$@" --ud "$corpora/ud"; }

# sentences
"$python" "$here/sentence.py" "$program" "$out/sentence.bin" "$corpora/ud/ewt-train.conllu.gz" \
    "$corpora/ud/gum-train.conllu.gz"

# raw news, cut into words by the program; masked words are guessed in it
step "$work/raw.pkl" "$python" "$here/raw.py" "$program" "$corpora" "$work/raw.pkl"
step "$work/pre-large.pt" syntax pretrain --raw "$work/raw.pkl" --H 256 --arc 160 --rel 160 --tag 192 --words 30000 \
    --nsub 32768 --epochs 3 --batch 2000 --out "$work/pre-large.pt"
step "$work/pre.pt" syntax pretrain --raw "$work/raw.pkl" --H 192 --arc 128 --rel 128 --tag 160 --words 20000 \
    --nsub 16384 --epochs 4 --batch 1500 --out "$work/pre.pt"

# the trees: first in large batches, then in small ones
step "$work/large-1.pt" syntax train --init "$work/pre-large.pt" --seed 11 --lr 1.5e-3 --epochs 14 --drop 0.33 \
    --batch 1200 --out "$work/large-1.pt"
step "$work/large-2.pt" syntax train --init "$work/large-1.pt" --seed 21 --lr 1.2e-3 --epochs 9 --drop 0.25 \
    --batch 450 --out "$work/large-2.pt"
step "$work/small-1.pt" syntax train --init "$work/pre.pt" --seed 13 --lr 1.5e-3 --epochs 14 --drop 0.3 \
    --batch 1000 --out "$work/small-1.pt"
step "$work/small-2.pt" syntax train --init "$work/small-1.pt" --seed 31 --lr 1.2e-3 --epochs 9 --drop 0.2 \
    --batch 400 --out "$work/small-2.pt"

# the large model parses the raw news; the small one learns from both kinds of trees, in four runs; the means of their
# weights are taken
step "$work/silver.pkl" syntax label "$work/large-2.pt" --raw "$work/raw.pkl" --out "$work/silver.pkl"
# tune START SEED LR DROP EPOCHS
tune() {
    step "$work/small-$2.pt" syntax train --init "$1" --silver "$work/silver.pkl" --silver-part 12500 --seed "$2" \
        --lr "$3" --drop "$4" --epochs "$5" --batch 400 --out "$work/small-$2.pt"
}
tune "$work/small-2.pt" 51 1e-3 0.2 2
tune "$work/small-2.pt" 52 1e-3 0.2 2
step "$work/mean-1.pt" syntax soup "$work/small-51.pt" "$work/small-52.pt" --out "$work/mean-1.pt"
step "$work/mean-2.pt" syntax soup "$work/small-51.pt" "$work/small-52.pt" "$work/small-2.pt" --out "$work/mean-2.pt"
tune "$work/mean-1.pt" 61 8e-4 0.15 1
tune "$work/mean-1.pt" 62 8e-4 0.15 1
syntax soup "$work/small-61.pt" "$work/small-62.pt" "$work/mean-2.pt" --out "$work/final.pt"
syntax export "$work/final.pt" --out "$out/syntax.bin"
