"""How loud speech is (ITU-R BS.1770-4, one channel), and bringing it to the prompts' level.

Loudness is that of the words: the silence around them does not count. The file of human
recordings is measured in the same way.
"""

import numpy as np

from app.prompts.sound import RATE, Samples, without_silence

LEVEL_LUFS = -16.0
"""Of every spoken prompt. A browser's gain control puts people at about -19: a prompt is a little
louder than those it speaks over."""

PEAK = 10 ** (-1 / 20)
"""No sample is louder than 1 dB below full scale."""

CLOSE_LU = 0.25
"""What turning down peaks costs is made up for until so little is missing."""

BLOCK_SECONDS, STEP_SECONDS = 0.4, 0.1
SILENT_LUFS, BELOW_MEAN_LU = -70.0, -10.0
"""Both gates of BS.1770: blocks below them do not count."""

MEASURED_AT_HZ = 48_000
HEAD = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (-1.69065929318241, 0.73248077421585),
)
LOW_CUT = ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621))
"""Numerator and denominator of the two filters, tables 1 and 2 of BS.1770, at 48 kHz."""

ROUND = RATE // 2
"""Samples: a length with small factors, of which a spectrum is quickly made."""

LOOK_SECONDS = 0.005
"""The limiter turns down so long before a peak, and up so long after it."""


def loudness(samples: Samples) -> float:
    """LUFS; of silence: minus infinity. What is shorter than a block is one block."""
    words = _weighted(without_silence(samples))
    length, step = int(BLOCK_SECONDS * RATE), int(STEP_SECONDS * RATE)
    starts = range(0, max(len(words) - length, 0) + 1, step)
    powers = np.array([np.mean(words[at : at + length] ** 2) for at in starts if len(words)])
    heard = powers[powers > _power(SILENT_LUFS)]
    if not len(heard):
        return -np.inf
    mean = _lufs(float(np.mean(heard)))
    return _lufs(float(np.mean(heard[heard > _power(mean + BELOW_MEAN_LU)])))


def levelled(samples: Samples) -> Samples:
    """At the prompts' level. Peaks are turned down softly, so it takes a few rounds."""
    found = samples
    for _ in range(6):
        missing_lu = LEVEL_LUFS - loudness(found)
        if abs(missing_lu) < CLOSE_LU:
            break
        found = _limited(found * 10 ** (missing_lu / 20))
    return found


def _weighted(samples: Samples) -> Samples:
    """As if through both filters, but without their delay, which does not change a power."""
    length = ROUND * (len(samples) // ROUND + 1)
    turn = np.exp(-2j * np.pi * np.fft.rfftfreq(length, 1 / RATE) / MEASURED_AT_HZ)
    response = np.ones(len(turn))
    for (b0, b1, b2), (a1, a2) in (HEAD, LOW_CUT):
        response *= np.abs((b0 + b1 * turn + b2 * turn**2) / (1 + a1 * turn + a2 * turn**2))
    return np.fft.irfft(np.fft.rfft(samples, length) * response, length)[: len(samples)]


def _limited(samples: Samples) -> Samples:
    """The lowest gain that a peak near by needs, smoothed: never above PEAK, never a step."""
    look = int(LOOK_SECONDS * RATE)
    wanted = np.minimum(1, PEAK / np.maximum(np.abs(samples), PEAK))
    if wanted.min(initial=1) == 1:
        return samples
    lowest = _lowest_near_by(np.pad(wanted, 2 * look, constant_values=1), 2 * look)
    window: Samples = np.hanning(2 * look + 2)[1:-1]
    window /= window.sum()
    smooth: Samples = np.convolve(lowest, window, mode="valid")
    return samples * smooth[1 : len(samples) + 1]


def _lowest_near_by(gains: Samples, width: int) -> Samples:
    """The least of each run of `width` gains, by doubling the run."""
    run = 1
    while run < width:
        step = min(run, width - run)
        gains = np.minimum(gains[step:], gains[:-step])
        run += step
    return gains


def _lufs(power: float) -> float:
    return float(-0.691 + 10 * np.log10(power))


def _power(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))
