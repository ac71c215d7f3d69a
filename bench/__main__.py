"""Runs every bench in turn; each prints its aims. `python -m bench`"""

from __future__ import annotations

from bench import hall, joins, live, pages, report, rounds, scan, storm

if __name__ == "__main__":
    report.say("How much does a live event cost?")
    live.main([])
    report.say("\nHow much does it cost to come in?")
    joins.main([])
    report.say("\nHow much does a scan cost?")
    scan.main([])
    report.say("\nHow much does a page cost?")
    pages.main([])
    report.say("\nDoes a hall behind one address get in?")
    hall.main([])
    report.say("\nHow long are people gone when their process dies?")
    storm.main(["--busy"])
    report.say("\nHow good is a round of pairs?")
    rounds.main()
