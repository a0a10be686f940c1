"""The figures say what was measured, and a goal that is missed is called missed."""

import subprocess

from bench.forwarding import GOALS, Goal
from bench.stage.child import ROOT, python
from bench.stage.comparison import Comparison, Round
from bench.stage.rounds import Carried, Stretch

STRETCH = Stretch(conferences=8, warm_up_s=1, seconds=4, raw_seconds=1)


def carried(server: str = "quorate", us: float = 10.0, bad: int = 0) -> Carried:
    return Carried(
        server=server,
        place="loopback",
        conferences=8,
        us_per_forward=us,
        core_share=0.4,
        forwarded_per_s=29760.0,
        share_of_profile=1.0,
        p50_ms=0.4,
        p99_ms=3.0,
        max_ms=9.0,
        checked=1000,
        bad_packets=bad,
        dropped_by_load=0,
        load_stall_p99_ms=0.2,
        srtp="SRTP_AEAD_AES_256_GCM",
    )


def compared(*rounds: Round) -> Comparison:
    return Comparison(STRETCH, (), rounds=list(rounds))


def test_ratios_are_taken_within_a_round_and_then_the_middle_one() -> None:
    rounds = [Round(engine=carried(us=us), raw_us=4.0) for us in (8.0, 10.0, 40.0)]
    found = compared(*rounds).figures()
    assert found["us_per_forward"] == 10.0
    assert found["ratio_to_raw_limit"] == 0.4
    assert found["conferences_per_core"] == 20.0


def test_janus_is_compared_with_our_engine_on_the_same_network() -> None:
    cable, janus = carried(us=12.0), carried("janus", us=24.0)
    found = compared(Round(engine=carried(us=6.0), engine_on_cable=cable, janus=janus)).figures()
    assert found["ratio_to_janus"] == 0.5


def test_what_was_not_measured_is_null_and_not_a_guess() -> None:
    found = compared(Round(engine=carried())).figures()
    assert found["ratio_to_raw_limit"] is None
    assert found["ratio_to_janus"] is None


def test_no_bad_packet_of_ours_is_left_out() -> None:
    comparison = compared(
        Round(engine=carried(bad=1), engine_on_cable=carried(bad=2), janus=carried("janus", bad=9))
    )
    comparison.unsteady.append(carried(bad=4))
    assert comparison.figures()["bad_packets"] == 7


def test_a_goal_is_met_missed_or_not_measured() -> None:
    at_least, at_most = Goal("x", 0.35, is_at_most=False), Goal("y", 0.75, is_at_most=True)
    assert at_least.line(0.35).endswith(" met")
    assert at_least.line(0.349).endswith("MISSED")
    assert at_most.line(0.76).endswith("MISSED")
    assert at_most.line(None).endswith("not measured")


def test_every_goal_has_its_figure() -> None:
    assert {goal.name for goal in GOALS} <= set(compared().figures())


def test_the_program_explains_itself() -> None:
    command = [*python("bench.forwarding"), "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "--quick" in done.stdout
