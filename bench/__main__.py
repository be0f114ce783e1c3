"""Prints every benchmark: `python -m bench`."""

from __future__ import annotations

from bench import appending, starting


def main() -> None:
    print("Ratios of one run: `<= 1.3` is our time against the floor's, `>= 0.6` our speed against its speed.\n")
    print(f"{'WHAT':48} {'FLOOR':>10} {'OURS':>10} {'RATIO':>6}  BUDGET")
    for row in (*starting.rows(), *appending.rows()):
        print(row)


if __name__ == "__main__":
    main()
