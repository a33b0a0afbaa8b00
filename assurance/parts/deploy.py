"""The two deployments, as written in the manual."""

from assurance.step import Step, module

WRITTEN = (
    ("acknowledged", "acknowledged"),
    ("lost", "lost"),
    ("doubled", "doubled"),
    ("broken_connections", "connections that broke"),
    ("form_ms.p99", "milliseconds of a form (p99)"),
)
STEPS: tuple[Step, ...] = (
    Step(
        "deploy-one-machine",
        "One machine behind TLS, from the files of the manual: HTTPS, cookies, addresses, sizes, files; "
        "then reloaded and restarted under people who answer.",
        module("assurance.deploy.one_machine"),
        (("promises_kept", "promises kept"), ("times", "times begun anew"), *WRITTEN),
    ),
    Step(
        "deploy-several-machines",
        "Two machines behind HAProxy with PgBouncer and Valkey, in network namespaces: one killed, one drained, "
        "Valkey emptied and taken away, under people who answer.",
        module("assurance.deploy.several"),
        (
            ("network_namespaces", "in network namespaces"),
            ("phases.a_killed.asked_to_try_again", "asked to try again after the kill"),
            ("phases.b_drained.asked_to_try_again", "while drained"),
            ("phases.valkey_emptied_and_away.asked_to_try_again", "without Valkey"),
            ("still_signed_in", "still signed in"),
            ("no_error_while_drained", "no error while drained"),
            *WRITTEN,
        ),
    ),
)
