"""The long proofs: what a test suite has no time for, in parts that can be stopped and gone on with."""
