package main

import (
	"fmt"

	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/model"
)

// methodStudy: every own method by its own leave-one-out values, and what the same method says by sampling noise alone.
func methodStudy(s settings) error {
	fmt.Println("\nEvery method on one feature, m=1,000 rows a window, alpha 1 %, no correction: false alarms in % (gate 1 | both gates) and the share of shifts found (both gates).")
	for _, kind := range []string{model.Numeric, model.Categorical} {
		logs := []struct {
			name string
			log
		}{{"independent", numericLog{}}, {"wander 0.05", numericLog{wander: 0.05}}, {"10 rows a user", numericLog{users: 10}}}
		shift, text := change{shift: 0.3}, "wander 0.05, +0.3 sd"
		if kind == model.Categorical {
			logs[0].log, logs[1].log, logs[2].log = categoricalLog{k: 20}, categoricalLog{k: 20, dirichlet: 2000}, categoricalLog{k: 20, users: 10}
			logs[1].name = "Dirichlet(2000)"
			shift, text = change{intoFirst: 0.2}, "Dirichlet(2000), 20 % move"
		}
		head := []string{kind}
		for _, l := range logs {
			head = append(head, l.name+", R=8", "R=28")
		}
		head = append(head, text+", R=28", logs[1].name+", sampling noise only, R=28")
		var rows [][]string
		for _, m := range drift.Methods() {
			works := false
			for _, k := range m.Kinds {
				works = works || k == kind
			}
			if !works {
				continue
			}
			row := []string{m.ID}
			repetitions := max(20, s.repetitions/4)
			measure := func(l log, windows int, c change, o drift.Options) string {
				o.Method = m.ID
				all := simulate(cell{kind: kind, log: l, windows: windows, rows: 1000, change: c, options: o}, repetitions)
				if c != (change{}) {
					return fmt.Sprintf("%.2f", share(all, both).mean)
				}
				return fmt.Sprintf("%s \\| %s", share(all, atMost(0.01)).percent(), share(all, both).percent())
			}
			for _, l := range logs {
				row = append(row, measure(l.log, 8, change{}, drift.Options{}), measure(l.log, 28, change{}, drift.Options{}))
			}
			row = append(row, measure(logs[1].log, 28, shift, drift.Options{}), measure(logs[1].log, 28, change{}, drift.Options{Noise: "sampling"}))
			progress("methods: %v", row)
			rows = append(rows, row)
		}
		table(head, rows)
	}
	return nil
}
