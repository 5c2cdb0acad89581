package main

import (
	"fmt"

	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/model"
)

// flights are three million of 2001.
var flights = realLog{
	table:  "read_parquet('%s')",
	window: "date_diff('day', TIMESTAMP '2001-01-01', date)",
	features: []realFeature{
		{"delay", model.Numeric, "delay"},
		{"log delay", model.Numeric, "sign(delay) * round(ln(1 + abs(delay)), 6)"},
		{"distance", model.Numeric, "distance"},
		{"origin", model.Categorical, "origin"},
		{"destination", model.Categorical, "destination"},
		{"delay in 8 bins", model.Categorical, "CASE WHEN delay < -15 THEN 'a' WHEN delay < -5 THEN 'b' WHEN delay < 0 THEN 'c' WHEN delay < 5 THEN 'd' " +
			"WHEN delay < 15 THEN 'e' WHEN delay < 30 THEN 'f' WHEN delay < 60 THEN 'g' ELSE 'h' END"},
		{"hour", model.Categorical, "CAST(hour(date) AS VARCHAR)"},
		{"weekday", model.Categorical, "CAST(isodow(date) AS VARCHAR)"},
	},
}

// flightStudy: days of the reference against the rest of it, later days, and a reference that rolls along.
func flightStudy(s settings) ([]task, func(r *report), error) {
	var tables []table
	study := task{name: "flights", cost: 60, run: func() error {
		data, err := flights.read(s.flights)
		if err != nil {
			return err
		}
		tables = []table{data.flightReferences(), data.byMethod(), data.shifts()}
		return nil
	}}
	return []task{study}, func(r *report) { r.Tables = append(r.Tables, tables...) }, nil
}

// flightReferences of all sorts.
func (d *calendar) flightReferences() table {
	var six, rolling, later []comparison
	for from := 0; from+referenceWindows <= d.windows; from += referenceWindows {
		six = append(six, d.leaveOneOut(from)...)
	}
	for day := referenceWindows; day < d.windows; day++ {
		rolling = append(rolling, d.one(day-referenceWindows, day)...)
		later = append(later, d.one(0, day)...)
	}
	t := d.references([]kindOfReference{
		{name: "leave-one-out, first 28 days", all: d.leaveOneOut(0)},
		{name: "leave-one-out, all six references", all: six},
		{name: "reference of the 28 days before", all: rolling},
		{name: "later days against the first 28 (seasons change)", all: later},
	})
	t.ID, t.Title = "flights", fmt.Sprintf("Flights: %d days, reference %d days, alpha 1 %%, share called in %%: gate 1 / both gates", d.windows, referenceWindows)
	return t
}

// byMethod: every method, days of all six references against the rest of theirs.
func (d *calendar) byMethod() table {
	var options []drift.Options
	head := []string{"method"}
	for _, m := range drift.Own() {
		options = append(options, drift.Options{Method: m.ID})
	}
	for _, f := range d.features {
		head = append(head, f.name)
	}
	var all []comparison
	for from := 0; from+referenceWindows <= d.windows; from += referenceWindows {
		all = append(all, d.leaveOneOut(from)...)
	}
	d.judge(all, options, false)
	var rows [][]string
	for o, option := range options {
		row := []string{option.Method}
		for f := range d.features {
			one, two, n := 0.0, 0.0, 0.0
			for _, c := range all {
				if c.feature == f && c.byOption[o].verdict.Outcome != drift.Failed {
					n++
					one += yes(c.byOption[o].p <= 0.01)
					two += yes(c.byOption[o].drift)
				}
			}
			if n == 0 {
				row = append(row, "")
				continue
			}
			row = append(row, fmt.Sprintf("%.1f / %.1f", 100*one/n, 100*two/n))
		}
		rows = append(rows, row)
	}
	return table{ID: "flights-methods", Title: "Flights: every method, leave-one-out over all six references, alpha 1 %, share called in %: gate 1 / both gates", Head: head, Rows: rows}
}

// shifts: days of the reference moved by a constant, against the rest of the reference.
func (d *calendar) shifts() table {
	var rows [][]string
	for f := 0; f < 3; f++ {
		row := []string{d.features[f].name}
		for _, shift := range []float64{0.1, 0.2, 0.5} {
			one, two, n := 0.0, 0.0, 0.0
			for from := 0; from+referenceWindows <= d.windows; from += referenceWindows {
				b := must(drift.NewBaseline(model.Numeric, d.counts[f][from:from+referenceWindows], nil))
				sd := deviation(b.Pooled())
				for i := 0; i < referenceWindows; i++ {
					c := *d.counts[f][from+i]
					moved := make([]float64, len(c.Floats))
					for k, x := range c.Floats {
						moved[k] = x + shift*sd
					}
					c.Floats = moved
					v := b.Without(i).Judge(&c, drift.Options{})
					one += yes(v.P <= 0.01)
					drift.Correct([]*drift.Verdict{v}, drift.Options{})
					two += yes(v.Outcome == drift.Drifted)
					n++
				}
			}
			row = append(row, fmt.Sprintf("%.2f (%.2f)", one/n, two/n))
		}
		rows = append(rows, row)
	}
	return table{ID: "flights-shifts", Title: "Flights: days of the reference moved by a constant, share found: gate 1 (both gates)", Head: []string{"", "0.1 sd", "0.2 sd", "0.5 sd"}, Rows: rows}
}
