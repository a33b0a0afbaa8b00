"""Disclosure control: which counts of a survey are published, so that nobody learns of fewer than ten people.

    tables      what shall be published: counts of questions, alone or by one group
    figures     what of it is shown, and what a reader knows of each count
    covering    the first choice of what is hidden
    worlds      every survey that would have given the same figures, as a linear programme
    auditing    the proof that no small count can be narrowed, or what gives it away
    protecting  hiding until the proof holds

Only the last three load the solver.
"""
