package main

import (
	"fmt"
	"math/rand/v2"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/model"
)

// missingLog draws windows whose distribution never changes and whose share of nulls is what the study is about.
type missingLog struct {
	text   string
	share  float64 // of nulls
	wander float64 // the share's daily standard deviation relative to itself
	users  int     // nulls come in runs of so many rows
}

func (l missingLog) name() string            { return l.text + " missing" }
func (l missingLog) kind() string            { return model.Numeric }
func (l missingLog) begin(*rand.Rand) *state { return &state{} }

func (l missingLog) window(rng *rand.Rand, _ *state, m int, onGrid bool, c change) *counts.Counts {
	p := l.share*(1+l.wander*rng.NormFloat64()) + c.shift
	run := max(1, l.users)
	null := run * binomial(rng, m/run, p)
	w := *newLayout(normal, onGrid).ofRows(numericLog{shape: normal}.rows(rng, m-null, change{}))
	w.Null = float64(null)
	w.Rows += w.Null
	return &w
}

// shareStudy: missing values as a part of a numeric feature's verdict, the distribution being unchanged.
func shareStudy(s settings) ([]task, func(r *report), error) {
	logs := []missingLog{
		{text: "none"},
		{text: "0.1 %", share: 0.001},
		{text: "3 %", share: 0.03},
		{text: "3 %, wanders by a third", share: 0.03, wander: 0.33},
		{text: "3 %, in runs of 10 rows", share: 0.03, users: 10},
		{text: "30 %, wanders by a tenth", share: 0.3, wander: 0.1},
	}
	plans := []plan{{name: "R=1", windows: 1}, eight, manyDays}
	var tasks []task
	rows := make([][]string, len(logs)*len(plans))
	for i, l := range logs {
		for j, p := range plans {
			row := &rows[i*len(plans)+j]
			tasks = append(tasks, task{name: fmt.Sprintf("shares: %s, %s", l.name(), p.name), cost: 0.0005 * float64(s.repetitions*(8+p.windows)), run: func() error {
				*row = []string{l.text, p.name}
				for _, added := range []float64{0, 0.05, 0.1, 0.2} {
					c := p.cell(l, 1000)
					c.changes, c.options = unchanged(quietWindows), []drift.Options{{}}
					for i := range c.changes {
						c.changes[i].shift = added
					}
					all := c.simulate(max(2, s.repetitions/quietWindows))[0]
					if added == 0 {
						*row = append(*row, fmt.Sprintf("%s (%s)", share(all, atMost(0.01)).percent(), share(all, both).percent()))
					} else {
						*row = append(*row, fmt.Sprintf("%.2f", share(all, both).mean))
					}
				}
				return nil
			}})
		}
	}
	return tasks, func(r *report) {
		r.add(table{ID: "shares", Title: "Missing values, the distribution unchanged, n=1,000", Head: []string{"missing", "reference", "false alarms at 1 %, % (both gates)", "+5 points found", "+10", "+20"}, Rows: rows})
	}, nil
}
