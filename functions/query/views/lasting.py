"""Stretches of time for people, in signs that both languages share."""

_S, _MIN, _H, _D = 1_000, 60_000, 3_600_000, 86_400_000


def lasting(milliseconds: int) -> str:
    """`45 ms`, `2.3 s`, `4 min 10 s`, `3 h 12 min`, `2 d 4 h`: the two largest units, the rest cut off."""
    if milliseconds < _S:
        return f"{milliseconds} ms"
    if milliseconds < _MIN:
        return f"{milliseconds // 100 / 10:g} s"
    for unit, name, smaller, of in ((_D, "d", _H, "h"), (_H, "h", _MIN, "min"), (_MIN, "min", _S, "s")):
        if milliseconds >= unit:
            rest = milliseconds % unit // smaller
            return f"{milliseconds // unit} {name}" + (f" {rest} {of}" if rest else "")
    raise AssertionError("a minute is the smallest of these units")


def offset(milliseconds: int) -> str:
    """The same with its sign: `+2.3 s`, `−4 min`."""
    return f"{'−' if milliseconds < 0 else '+'}{lasting(abs(milliseconds))}"
