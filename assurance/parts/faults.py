"""What breaks, and what must not be lost by it."""

from assurance.step import TESTED, Step, module, tests

DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
KEPT_COUNTS = (("acknowledged", "acknowledged"), ("lost", "lost"), ("doubled", "doubled"))
BROKEN = (
    *(
        Step(
            f"faults-killed-{database}",
            f"Server and worker on {name} are killed (`kill -9`) while 8 people answer and register, and started "
            "again: nothing that was acknowledged is lost, nothing is there twice.",
            module("assurance.faults.killing", "--database", database, "--kills", "100"),
            (
                ("kills", "kills"),
                *KEPT_COUNTS,
                ("back_seconds.median", "back after (s, median)"),
                ("back_seconds.max", "back after (s, most)"),
                ("receipts_missing", "receipts that did not show"),
            ),
        )
        for database, name in DATABASES.items()
    ),
    Step(
        "faults-postgresql-restarted",
        "PostgreSQL is restarted without warning while 8 people answer: meanwhile 503 with a time to wait in the "
        "visitor's language, never 500 and never a success; the same processes go on.",
        module("assurance.faults.postgres_restarts", "--restarts", "20"),
        (
            ("restarts", "restarts"),
            *KEPT_COUNTS,
            ("longest_until_back_seconds", "back after (s, most)"),
            ("pages_asked_meanwhile.503", "pages refused with 503"),
            ("wrong", "answers that nobody should get"),
        ),
    ),
    Step(
        "faults-postgresql-failover",
        "A PostgreSQL server is killed and its synchronous standby promoted while 8 people answer: nothing that was "
        "acknowledged is lost, the same processes find the new one.",
        module("assurance.faults.failover", "--rounds", "3"),
        (("rounds", "failovers"), *KEPT_COUNTS, ("longest_until_back_seconds", "back after (s, most)")),
    ),
    Step(
        "faults-connections-broken",
        "Connections are cut in the middle of a form, or before its answer; people send the same form again: it is "
        "stored once, with the same receipt.",
        module("assurance.faults.breaking", "--breaks", "150"),
        (("breaks", "times broken"), *KEPT_COUNTS, ("retries", "sent again"), ("broken_connections", "broken")),
    ),
    Step(
        "faults-stopped",
        "The server is stopped (SIGTERM) and started again while 8 people answer: what is under way is answered, "
        "nothing that was acknowledged is lost.",
        module("assurance.faults.stopping", "--restarts", "50"),
        (
            ("restarts", "restarts"),
            *KEPT_COUNTS,
            ("unanswered", "requests without an answer"),
            ("ended_after_seconds.max", "ended after (s, most)"),
            ("back_seconds.median", "back after (s, median)"),
        ),
    ),
    Step(
        "faults-steady",
        "8 people answer, register and read each receipt at once, on two processes and SQLite with every commit on the "
        "disk: no error, at least 150 submitted pages a second, 95 % within 100 ms.",
        module("assurance.faults.steady", "--seconds", "600"),
        (
            ("requests", "requests"),
            ("pages_a_second", "submitted pages a second"),
            ("form_ms.p95", "95 % within (ms)"),
            *KEPT_COUNTS,
            ("receipts_read_at_once", "receipts read at once"),
            ("receipts_missing", "receipts that did not show"),
        ),
    ),
)
STORAGE = (
    Step(
        "faults-disk-full",
        "The disk of the data runs full while people answer: what is sent is refused with 503 and a time to wait, "
        "pages are read, the same server goes on when there is space again, and nothing is lost.",
        module("assurance.faults.disk", "--rounds", "10", "--clients", "8"),
        (
            ("rounds", "times filled"),
            ("acknowledged", "acknowledged"),
            ("refused", "refused with 503 while full"),
            ("answered_otherwise", "answered otherwise"),
            ("lost", "lost"),
            ("doubled", "doubled"),
            ("slowest_recovery_seconds", "slowest recovery (s)"),
        ),
    ),
    *(
        Step(
            f"faults-migrating-{database}",
            f"A database of 100,000 responses on {name} goes down and up again, somebody reading all the time, and is "
            "killed half-way 20 times: every row is what it was, none points nowhere, up in a minute.",
            module("assurance.faults.migrating", "--database", database, "--responses", "100000", "--kills", "20"),
            (
                ("rows", "rows compared"),
                ("kills_half_way", "kills half-way"),
                ("up_seconds", "up (s)"),
                ("down_seconds", "down (s)"),
                ("longest_read_seconds", "longest read meanwhile (s)"),
                ("pointing_nowhere", "rows pointing nowhere"),
            ),
        )
        for database, name in DATABASES.items()
    ),
    *(
        Step(
            f"faults-restoring-{database}",
            f"Backups on {name} while people answer, restored elsewhere: acknowledged before ⊆ restored ⊆ attempted; "
            "one made in peace is the same in every row of every table.",
            module("assurance.faults.restoring", "--database", database, "--backups", "5", "--stored", "20000"),
            (
                ("acknowledged", "acknowledged"),
                ("missing", "acknowledged before, and missing"),
                ("invented", "restored, and not sent"),
                ("rows_compared", "rows compared"),
                ("slowest_backup_seconds", "slowest backup (s)"),
                ("slowest_restore_seconds", "slowest restore (s)"),
            ),
        )
        for database, name in DATABASES.items()
    ),
    *(
        Step(
            f"faults-mail-{database}",
            f"The mail server is away, refuses some mails for now and some for good, and 20 workers on {name} are "
            "killed while they send: no mail is lost, and none is sent twice but the one in a killed worker's hands.",
            module("benchmarks.mail_faults", "--database", database, "--mails", "500", "--kills", "20", "--json"),
            (
                ("mails", "mails"),
                ("kills", "workers killed"),
                ("outages", "times away"),
                ("delivered", "delivered"),
                ("lost", "lost"),
                ("doubled", "sent twice"),
            ),
        )
        for database, name in DATABASES.items()
    ),
    Step(
        "faults-log-growth",
        "Somebody always reads from the embedded database while 20 pages a second are written, then one reader stays: "
        "its log stays under 64 MB, and is given back to the disk.",
        module("assurance.faults.log_growth", "--seconds", "180", "--writes", "20"),
        (
            ("writes", "writes"),
            ("overlapping_readers_megabytes", "longest log, readers overlapping (MB)"),
            ("one_that_stays_megabytes", "with one reader that stays (MB)"),
            ("afterwards_megabytes", "afterwards (MB)"),
            ("slowest_write_ms", "slowest write (ms)"),
        ),
    ),
    Step(
        "faults-storage-tests",
        "Damaged databases, folders that cannot be written to, clocks that jump, mails and jobs whose workers die.",
        tests(
            "tests/faults/storage", "tests/faults/test_clocks.py", "tests/jobs", "tests/mail", "tests/db/test_log.py"
        ),
        TESTED,
    ),
)
STEPS: tuple[Step, ...] = (
    *BROKEN,
    *STORAGE,
)
