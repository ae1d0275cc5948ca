"""What nobody tunes on and nothing is trained with, for trainers (train/) and measures (bench/) alike."""
import hashlib

HELD_WIKINEWS = {"wn-a05", "wn-a06", "wn-a08", "wn-a10", "wn-a12", "wn-a15"}


def held_back(key):
    """Three ids in ten, of PLV."""
    return int(hashlib.sha1(key.encode()).hexdigest(), 16) % 10 < 3


def fold(text, n):
    """Which of n parts a text belongs to when each is judged by a model that has not seen it."""
    return int(hashlib.md5(text.encode()).hexdigest(), 16) % n
