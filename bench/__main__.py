"""Prints every benchmark: `python -m bench`."""

from __future__ import annotations

from bench import appending, starting


def main() -> None:
    print("ratios of one run; a budget of `<= 1.3 x` is time against the floor's time, `>= 0.6` is speed against its speed\n")
    print(f"{'WHAT':46} {'FLOOR':>10} {'OURS':>10} {'RATIO':>7}  BUDGET")
    for row in (*starting.rows(), *appending.rows()):
        print(row)


if __name__ == "__main__":
    main()
