"""Makes bucketing-v1.json after bucketing.md, with the xxhash package of PyPI.

    python3 bucketing_v1.py > bucketing-v1.json
"""

import json
import random
import uuid

import xxhash

MASK = (1 << 64) - 1
ROLLOUT, SPLIT = 1, 2


def bucket(subject: str, salt: str, purpose: int) -> int:
    h = xxhash.xxh3_64_intdigest(subject.encode(), seed=0)
    h ^= xxhash.xxh3_64_intdigest(salt.encode(), seed=purpose)
    h = ((h ^ (h >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    h = ((h ^ (h >> 27)) * 0x94D049BB133111EB) & MASK
    h ^= h >> 31
    return (h * 100_000) >> 64


def subjects():
    yield from ["", "a", "user-42", "ada@example.org", "true", "-7", "2.1.0-rc.1", "Zoë", "顧客", "\0"]
    generator = random.Random(1)
    yield from (str(uuid.UUID(int=generator.getrandbits(128), version=4)) for _ in range(20))
    yield from (f"user-{index}" for index in range(20))
    # One of each way in which XXH3 treats lengths.
    yield from ("x" * length for length in (1, 3, 4, 8, 9, 16, 17, 128, 129, 240, 241, 1025))


def main():
    vectors = [
        {
            "subject": subject,
            "salt": salt,
            "rollout": bucket(subject, salt, ROLLOUT),
            "split": bucket(subject, salt, SPLIT),
        }
        for salt in ("enable_crazy_feature", "autumn", "", "größe")
        for subject in subjects()
    ]
    lines = ",\n    ".join(json.dumps(vector) for vector in vectors)
    print('{\n  "function": "typed-flags-bucketing-1",\n  "vectors": [\n    ' + lines + "\n  ]\n}")


if __name__ == "__main__":
    main()
