"""Who would like to get in."""

from assurance.step import TESTED, Step, module, tests

STEPS: tuple[Step, ...] = (
    Step(
        "crawled",
        "The whole demonstration as each role: every stored text a payload, every form forged and filled with them, "
        "every parameter hostile.",
        tests("--payloads", "all", "tests/threats/test_crawled.py"),
        TESTED,
    ),
    Step(
        "strangers",
        "Every page of the console about something of a hub, with six methods, as the coordinator of another hub: the "
        "same bytes as for what does not exist.",
        tests("--payloads", "all", "tests/threats/test_strangers.py"),
        TESTED,
    ),
    Step(
        "sign-in-timing",
        "The time of an answer does not tell who has an account: 200 known and 200 unknown addresses of each page.",
        module("benchmarks.sign_in", "--tries", "200"),
        (
            ("tries", "addresses of each sort"),
            ("milliseconds.wrong password", "difference of medians, ms: wrong password"),
            ("milliseconds.link to sign in", "link to sign in"),
            ("milliseconds.link for a new password", "link for a new password"),
        ),
    ),
    Step(
        "fuzz",
        "Spoiled files and bombs, read by every reader: no crash, no hang, no network, no file written; at most 150 MB "
        "and 5 seconds of processor time each.",
        module("benchmarks.fuzz", "--files", "2000", "--json"),
        (
            ("files", "files read"),
            ("faults", "with a fault"),
            ("longest_seconds", "longest, seconds of processor time"),
            ("most_megabytes", "most memory, MB, the interpreter included"),
        ),
    ),
    Step(
        "wire",
        "Bytes that no browser sends, to the server as it runs: two lengths, none, headers without end, forms of a "
        "hundred thousand parts, and hundreds who are slow beside people who are not.",
        tests("--examples", "400", "tests/threats/wire"),
        TESTED,
    ),
    Step(
        "parsers",
        "Tokens, cookies, headers and bodies of anything: an answer always, and never a fault.",
        tests("--examples", "2000", "tests/threats/inputs/test_parsers.py"),
        TESTED,
    ),
    Step(
        "dependencies",
        "Every library is pinned by its hash; known faults are asked of the service of advisories where it answers.",
        module("assurance.threats.dependencies"),
        (("packages", "libraries"), ("reached", "service of advisories reached"), ("known", "known faults")),
    ),
)
