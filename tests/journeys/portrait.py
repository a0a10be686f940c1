"""What the fake camera shows in pictures for the docs: head and shoulders, and no person."""

from pathlib import Path

import numpy

WIDTH, HEIGHT = 640, 360
WALL, PERSON = (205, 122, 124), (96, 138, 120)
"""Luma, blue and red difference: a pale wall, and somebody before it."""


def write_portrait(file: Path) -> Path:
    """One picture, as YUV4MPEG2; the browser shows it over and over."""
    rows, columns = numpy.mgrid[0:HEIGHT, 0:WIDTH]
    head = ((columns - 320) / 58) ** 2 + ((rows - 145) / 74) ** 2 <= 1
    shoulders = ((columns - 320) / 150) ** 2 + ((rows - 372) / 135) ** 2 <= 1
    somebody = head | shoulders
    planes = [
        numpy.where(somebody, PERSON[n], WALL[n]).astype(numpy.uint8)[
            :: 1 + (n > 0), :: 1 + (n > 0)
        ]
        for n in range(3)
    ]
    header = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F5:1 Ip A1:1 C420jpeg\nFRAME\n".encode()
    file.write_bytes(header + b"".join(plane.tobytes() for plane in planes))
    return file
