package main

import (
	"cmp"
	"fmt"
)

// A tool that takes the reference for the exact truth finds a name in one single row, and has no false alarms by that where no name is rare. Nobody knows that of
// a log from 500 of its rows. So what is found of new names is compared once more where one name is rare: its share is the one by which a quiet window most often
// has it and the reference has not.

// rareCells are the power cells of new names on such logs; they are beside the others, of whose means they are no part.
func rareCells(s settings) []powerCell {
	const n, times = 100, 5
	rare := 1.0 / (n*times + n/2) // about where (1 − q)^500 (1 − (1 − q)^100) is largest
	var cells []powerCell
	for _, k := range []int{2, 10} {
		log := categoricalLog{text: fmt.Sprintf("one name in %.0f", 1/rare), k: k, rare: rare}
		cells = append(cells, powerCell{log: log, n: n, times: times, quiet: 2, changes: []namedChange{{"new name, 3 %", change{fresh: 0.03}}}, runs: s.runs})
	}
	return cells
}

// isRare says that a result is of such a cell.
func (r powerResult) isRare() bool {
	l, ok := r.cell.log.(categoricalLog)
	return ok && l.rare > 0
}

// rareTable shows them.
func (t powerPoints) rareTable(id string) table {
	out := table{ID: id, Title: "New names where one name is rare", Head: append([]string{"log", "n", "change", ""}, t.tools...)}
	for _, p := range t.points {
		called := []string{p.log, thousands(p.n), cmp.Or(p.change, "none"), "called at the defaults, %"}
		equal := []string{p.log, thousands(p.n), p.change, fmt.Sprintf("found at %.0f %% of false alarms, %%", 100*equalAlpha)}
		for _, tool := range t.tools {
			called = append(called, fmt.Sprintf("%.1f", 100*p.called[tool].mean))
			equal = append(equal, fmt.Sprintf("%.0f", 100*p.equal[tool]))
		}
		out.Rows = append(out.Rows, called)
		if p.change != "" {
			out.Rows = append(out.Rows, equal)
		}
	}
	return out
}
