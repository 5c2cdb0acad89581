package main

import (
	"fmt"
	"math"

	"github.com/tideline-ml/tideline/pkg/model"
)

var numericLogs = []numericLog{
	{name: "independent"},
	{name: "wander 0.02", wander: 0.02},
	{name: "wander 0.05", wander: 0.05},
	{name: "wander 0.05, remembers 0.7", wander: 0.05, memory: 0.7},
	{name: "scale wander 0.05", wander: 0.02, scale: 0.05},
	{name: "10 rows a user", users: 10},
	{name: "10 rows a user, wander 0.05", users: 10, wander: 0.05},
	{name: "log-normal, wander 0.05", wander: 0.05, shape: math.Exp},
	{name: "softmax near 1, wander 0.05", wander: 0.05, shape: func(z float64) float64 { return 1 / (1 + math.Exp(-4-2*z)) }},
	{name: "80 % zeros, wander 0.05", wander: 0.05, shape: func(z float64) float64 { return math.Max(0, z-0.84) }},
	{name: "0 or 1 (16 %), wander 0.05", wander: 0.05, shape: func(z float64) float64 { return step(z - 1) }},
	{name: "0 or 1 (0.1 %)", shape: func(z float64) float64 { return step(z - 3) }},
	{name: "weekly 0.2, not matched", weekly: 0.2, wander: 0.02},
	{name: "nights with 5 % of the traffic", night: 0.05},
	{name: "nights with 5 %, wander 0.05", night: 0.05, wander: 0.05},
	{name: "nights with 5 %, 10 rows a user", night: 0.05, users: 10},
}

func step(z float64) float64 {
	if z > 0 {
		return 1
	}
	return 0
}

// numericStudy: false alarms and power of auto on one numeric feature.
func numericStudy(s settings) error {
	fmt.Println("\nFalse alarms of one numeric feature, auto, no correction, in % of windows at nominal 0.1 % | 1 % | 5 % | both gates at 1 %.")
	var rows [][]string
	worst := rate{}
	for _, l := range numericLogs {
		row := []string{l.name}
		for _, windows := range []int{4, 8, 28} {
			for _, m := range []int{200, 1000, 10000} {
				all := simulate(cell{kind: model.Numeric, log: l, windows: windows, rows: m}, fewer(s.repetitions, m))
				one := share(all, atMost(0.01))
				if one.mean > worst.mean {
					worst = one
				}
				row = append(row, fmt.Sprintf("%s \\| %s \\| %s \\| %s", share(all, atMost(0.001)).percent(), one.percent(), share(all, atMost(0.05)).percent(), share(all, both).percent()))
			}
		}
		progress("numeric: %s", fmt.Sprint(row))
		rows = append(rows, row)
	}
	table([]string{"log", "R=4, m=200", "1,000", "10,000", "R=8, m=200", "1,000", "10,000", "R=28, m=200", "1,000", "10,000"}, rows)
	fmt.Printf("\nWorst at 1 %%: %.1f %% (standard error %.1f points).\n", 100*worst.mean, 100*worst.se)

	fmt.Println("\nPower of one numeric feature, auto, alpha 1 %: gate 1 (both gates).")
	changes := []struct {
		name string
		change
	}{{"0.1 sd", change{shift: 0.1}}, {"0.2 sd", change{shift: 0.2}}, {"0.5 sd", change{shift: 0.5}}, {"scale × 1.25", change{scale: 1.25}}, {"5 % at +4 sd", change{tail: 0.05}}}
	rows = nil
	head := []string{"log, R, m"}
	for _, c := range changes {
		head = append(head, c.name)
	}
	for _, l := range []numericLog{numericLogs[0], numericLogs[2], numericLogs[5], numericLogs[12]} {
		for _, windows := range []int{8, 28} {
			for _, m := range []int{200, 1000, 10000} {
				row := []string{fmt.Sprintf("%s, R=%d, m=%d", l.name, windows, m)}
				for _, c := range changes {
					all := simulate(cell{kind: model.Numeric, log: l, windows: windows, rows: m, change: c.change}, fewer(s.repetitions/2, m))
					row = append(row, fmt.Sprintf("%.2f (%.2f)", share(all, atMost(0.01)).mean, share(all, both).mean))
				}
				progress("power: %s", fmt.Sprint(row))
				rows = append(rows, row)
			}
		}
	}
	table(head, rows)

	fmt.Println("\nCurrent window of another size than the reference's windows, false alarms at 1 %.")
	rows = nil
	for _, l := range []numericLog{numericLogs[0], numericLogs[2], numericLogs[5]} {
		row := []string{l.name}
		for _, current := range []int{250, 1000, 4000} {
			all := simulate(cell{kind: model.Numeric, log: l, windows: 28, rows: 1000, current: current}, s.repetitions)
			row = append(row, share(all, atMost(0.01)).percent())
		}
		rows = append(rows, row)
	}
	table([]string{"log, R=28, windows of 1,000", "250", "1,000", "4,000"}, rows)

	fmt.Println("\nSampling only (R=1), false alarms at 1 % and power.")
	rows = nil
	for _, l := range numericLogs[:1] {
		for _, m := range []int{200, 1000, 10000} {
			row := []string{fmt.Sprintf("%s, m=%d", l.name, m)}
			for _, c := range []change{{}, {shift: 0.1}, {shift: 0.2}, {shift: 0.5}} {
				all := simulate(cell{kind: model.Numeric, log: l, windows: 1, rows: m, change: c}, s.repetitions)
				row = append(row, share(all, atMost(0.01)).percent())
			}
			rows = append(rows, row)
		}
	}
	table([]string{"log", "no change", "0.1 sd", "0.2 sd", "0.5 sd"}, rows)
	return nil
}

func both(o outcome) bool { return o.drift }

// fewer repetitions where windows are large.
func fewer(repetitions, m int) int {
	if m >= 10000 {
		return max(1, repetitions/4)
	}
	return repetitions
}
