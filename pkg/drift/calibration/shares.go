package main

import (
	"fmt"
	"math/rand/v2"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
)

// missingLog draws windows whose distribution never changes and whose share of nulls is what the study is about.
type missingLog struct {
	share  float64 // of nulls
	wander float64 // the share's daily standard deviation relative to itself
	users  int     // nulls come in runs of so many rows
}

func (l missingLog) begin(*rand.Rand) *state { return &state{} }

func (l missingLog) window(rng *rand.Rand, _ *state, m int, c change) *counts.Counts {
	p := l.share*(1+l.wander*rng.NormFloat64()) + c.shift
	run := max(1, l.users)
	null := 0
	for i := 0; i < m/run; i++ {
		if rng.Float64() < p {
			null += run
		}
	}
	var bins counter
	for i := 0; i < m-null; i++ {
		bins.add(rng.NormFloat64())
	}
	w := bins.counts(nil)
	w.Null = float64(null)
	w.Rows += w.Null
	return w
}

// shareStudy: missing values as a part of a numeric feature's verdict, the distribution being unchanged.
func shareStudy(s settings) error {
	fmt.Println("\nShares of missing values, the distribution unchanged, m=1,000: false alarms at nominal 1 % in % (both gates), and added missing values found (both gates).")
	var rows [][]string
	for _, l := range []struct {
		name string
		missingLog
	}{
		{"none", missingLog{}},
		{"0.1 %", missingLog{share: 0.001}},
		{"3 %", missingLog{share: 0.03}},
		{"3 %, wanders by a third", missingLog{share: 0.03, wander: 0.33}},
		{"3 %, in runs of 10 rows", missingLog{share: 0.03, users: 10}},
		{"30 %, wanders by a tenth", missingLog{share: 0.3, wander: 0.1}},
	} {
		for _, windows := range []int{1, 8, 28} {
			row := []string{fmt.Sprintf("%s, R=%d", l.name, windows)}
			for _, added := range []float64{0, 0.05, 0.1, 0.2} {
				all := simulate(cell{kind: model.Numeric, log: l.missingLog, windows: windows, rows: 1000, change: change{shift: added}}, s.repetitions/2)
				if added == 0 {
					row = append(row, fmt.Sprintf("%s (%s)", share(all, atMost(0.01)).percent(), share(all, both).percent()))
				} else {
					row = append(row, fmt.Sprintf("%.2f", share(all, both).mean))
				}
			}
			progress("shares: %v", row)
			rows = append(rows, row)
		}
	}
	table([]string{"missing", "false alarms", "+5 points", "+10", "+20"}, rows)
	return nil
}
