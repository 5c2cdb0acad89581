package main

import (
	"fmt"

	"github.com/tideline-ml/tideline/pkg/model"
)

// categoricalStudy: false alarms and power of auto on one categorical feature.
func categoricalStudy(s settings) error {
	fmt.Println("\nFalse alarms of one categorical feature (Zipf shares), auto, no correction, in % of windows at nominal 0.1 % | 1 % | 5 % | both gates at 1 %.")
	var rows [][]string
	worst := rate{}
	for _, k := range []int{2, 8, 50, 230, 2000} {
		for _, l := range []categoricalLog{
			{name: "independent", k: k},
			{name: "Dirichlet(2000)", k: k, dirichlet: 2000},
			{name: "hidden mean 0.05", k: k, factor: 0.05},
			{name: "10 rows a user", k: k, users: 10},
		} {
			row := []string{fmt.Sprintf("k=%d, %s", k, l.name)}
			for _, windows := range []int{4, 8, 28} {
				for _, m := range []int{200, 1000, 10000} {
					repetitions := fewer(s.repetitions, m)
					if k > 1000 {
						repetitions /= 2
					}
					all := simulate(cell{kind: model.Categorical, log: l, windows: windows, rows: m}, repetitions)
					one := share(all, atMost(0.01))
					if one.mean > worst.mean {
						worst = one
					}
					row = append(row, fmt.Sprintf("%s \\| %s \\| %s \\| %s", share(all, atMost(0.001)).percent(), one.percent(), share(all, atMost(0.05)).percent(), share(all, both).percent()))
				}
			}
			progress("categorical: %s", fmt.Sprint(row))
			rows = append(rows, row)
		}
	}
	table([]string{"log", "R=4, m=200", "1,000", "10,000", "R=8, m=200", "1,000", "10,000", "R=28, m=200", "1,000", "10,000"}, rows)
	fmt.Printf("\nWorst at 1 %%: %.1f %% (standard error %.1f points).\n", 100*worst.mean, 100*worst.se)

	fmt.Println("\nPower: a share of all rows moves to the fourth category; alpha 1 %: gate 1 (both gates), m=1,000.")
	rows = nil
	for _, k := range []int{8, 50, 230} {
		for _, l := range []categoricalLog{{name: "Dirichlet(2000)", k: k, dirichlet: 2000}, {name: "10 rows a user", k: k, users: 10}} {
			for _, windows := range []int{8, 28} {
				row := []string{fmt.Sprintf("k=%d, %s, R=%d", k, l.name, windows)}
				for _, moved := range []float64{0.05, 0.1, 0.2, 0.3} {
					all := simulate(cell{kind: model.Categorical, log: l, windows: windows, rows: 1000, change: change{intoFirst: moved}}, s.repetitions/2)
					row = append(row, fmt.Sprintf("%.2f (%.2f)", share(all, atMost(0.01)).mean, share(all, both).mean))
				}
				rows = append(rows, row)
			}
		}
	}
	table([]string{"log", "5 %", "10 %", "20 %", "30 %"}, rows)

	fmt.Println("\nSampling only (R=1), false alarms at 1 %.")
	rows = nil
	for _, k := range []int{2, 50, 230, 1000} {
		row := []string{fmt.Sprintf("k=%d, independent", k)}
		for _, m := range []int{200, 1000, 10000} {
			all := simulate(cell{kind: model.Categorical, log: categoricalLog{k: k}, windows: 1, rows: m}, s.repetitions)
			row = append(row, share(all, atMost(0.01)).percent())
		}
		rows = append(rows, row)
	}
	table([]string{"log", "m=200", "1,000", "10,000"}, rows)
	return nil
}
