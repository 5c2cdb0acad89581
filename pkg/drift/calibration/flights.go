package main

import (
	"database/sql"
	"fmt"
	"os"

	_ "github.com/duckdb/duckdb-go/v2" // reads the parquet file

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/model"
)

// flightFeature is a column, or something computed from one, counted by day.
type flightFeature struct {
	name, kind, expression string
}

var flightFeatures = []flightFeature{
	{"delay", model.Numeric, "delay"},
	{"log delay", model.Numeric, "sign(delay) * round(ln(1 + abs(delay)), 6)"},
	{"distance", model.Numeric, "distance"},
	{"origin", model.Categorical, "origin"},
	{"destination", model.Categorical, "destination"},
	{"delay in 8 bins", model.Categorical, "CASE WHEN delay < -15 THEN 'a' WHEN delay < -5 THEN 'b' WHEN delay < 0 THEN 'c' WHEN delay < 5 THEN 'd' " +
		"WHEN delay < 15 THEN 'e' WHEN delay < 30 THEN 'f' WHEN delay < 60 THEN 'g' ELSE 'h' END"},
	{"hour", model.Categorical, "CAST(hour(date) AS VARCHAR)"},
	{"weekday", model.Categorical, "CAST(isodow(date) AS VARCHAR)"},
}

// calendar holds the counts of every feature and day.
type calendar struct {
	days   int
	counts [][]*counts.Counts // feature, day
}

func readFlights(file string) (*calendar, error) {
	if _, err := os.Stat(file); err != nil {
		return nil, fmt.Errorf("the flights are not there (npm ci brings them): %w", err)
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	all := &calendar{}
	for _, f := range flightFeatures {
		rows, err := db.Query(fmt.Sprintf(`SELECT CAST(date_diff('day', TIMESTAMP '2001-01-01', date) AS BIGINT) AS day, %s AS value, count(*)
			FROM read_parquet('%s') GROUP BY 1, 2 HAVING value IS NOT NULL ORDER BY 1, 2`, f.expression, file))
		if err != nil {
			return nil, err
		}
		var days []*counts.Counts
		for rows.Next() {
			var day int
			var n float64
			var number float64
			var text string
			if f.kind == model.Numeric {
				err = rows.Scan(&day, &number, &n)
			} else {
				err = rows.Scan(&day, &text, &n)
			}
			if err != nil {
				return nil, err
			}
			for len(days) <= day {
				days = append(days, &counts.Counts{Kind: counts.String})
				if f.kind == model.Numeric {
					days[len(days)-1].Kind = counts.Float
				}
			}
			c := days[day]
			if f.kind == model.Numeric {
				c.Floats = append(c.Floats, number)
			} else {
				c.Strings = append(c.Strings, text)
			}
			c.W = append(c.W, n)
			c.Rows += n
		}
		if err := rows.Err(); err != nil {
			return nil, err
		}
		all.days = max(all.days, len(days))
		all.counts = append(all.counts, days)
	}
	return all, nil
}

// referenceDays is the length of a reference in the study of flights.
const referenceDays = 28

// comparison is one current day of one feature against a reference.
type comparison struct {
	feature   int
	from      int  // the reference is days [from, from+referenceDays)
	current   int  // the day
	left      bool // it lies in its reference and is left out of it
	family    int  // comparisons of one day and reference
	byOption  []outcome
	inflation float64
}

// flightStudy: days of the reference against the rest of it, later days, and a reference that rolls along.
func flightStudy(s settings) ([]task, func(r *report), error) {
	var tables []table
	study := task{name: "flights", cost: 60, run: func() error {
		data, err := readFlights(s.flights)
		if err != nil {
			return err
		}
		tables = []table{data.references(), data.byMethod(), data.shifts()}
		return nil
	}}
	return []task{study}, func(r *report) { r.Tables = append(r.Tables, tables...) }, nil
}

// references of all sorts, by auto and by sampling noise only.
func (d *calendar) references() table {
	kinds := []struct {
		name string
		make func() []comparison
	}{
		{"leave-one-out, first 28 days", func() []comparison { return d.leaveOneOut(0) }},
		{"leave-one-out, all six references", func() []comparison {
			var all []comparison
			for from := 0; from+referenceDays <= d.days; from += referenceDays {
				all = append(all, d.leaveOneOut(from)...)
			}
			return all
		}},
		{"reference of the 28 days before", func() []comparison {
			var all []comparison
			for day := referenceDays; day < d.days; day++ {
				all = append(all, d.day(day-referenceDays, day)...)
			}
			return all
		}},
		{"later days against the first 28 (seasons change)", func() []comparison {
			var all []comparison
			for day := referenceDays; day < d.days; day++ {
				all = append(all, d.day(0, day)...)
			}
			return all
		}},
	}
	options := []drift.Options{{}, {Noise: "sampling"}}
	head := []string{"", "windows"}
	for _, f := range flightFeatures {
		head = append(head, f.name)
	}
	head = append(head, "all feature-windows", "after BH, both gates", "windows with any call")
	var rows [][]string
	for _, kind := range kinds {
		all := kind.make()
		d.judge(all, options)
		for o, name := range []string{"auto", "sampling noise only"} {
			row := []string{kind.name + ": " + name}
			row = append(row, fmt.Sprint(len(all)/len(flightFeatures)))
			one, two, n := 0.0, 0.0, 0.0
			for f := range flightFeatures {
				a, b, m := 0.0, 0.0, 0.0
				for _, c := range all {
					if c.feature == f {
						m++
						a += yes(c.byOption[o].p <= 0.01)
						b += yes(c.byOption[o].drift)
					}
				}
				row = append(row, fmt.Sprintf("%.1f / %.1f", 100*a/m, 100*b/m))
				one, two, n = one+a, two+b, n+m
			}
			row = append(row, fmt.Sprintf("%.1f / %.1f", 100*one/n, 100*two/n))
			calls, windows := families(all, o)
			row = append(row, fmt.Sprintf("%.1f", 100*calls/n), fmt.Sprintf("%.1f", 100*windows/(n/float64(len(flightFeatures)))))
			rows = append(rows, row)
		}
	}
	return table{ID: "flights", Title: fmt.Sprintf("Flights: %d days, reference %d days, alpha 1 %%, share called in %%: gate 1 / both gates", d.days, referenceDays), Head: head, Rows: rows}
}

// byMethod: every method, days of all six references against the rest of theirs.
func (d *calendar) byMethod() table {
	var options []drift.Options
	head := []string{"method"}
	for _, m := range drift.Own() {
		options = append(options, drift.Options{Method: m.ID})
	}
	for _, f := range flightFeatures {
		head = append(head, f.name)
	}
	var all []comparison
	for from := 0; from+referenceDays <= d.days; from += referenceDays {
		all = append(all, d.leaveOneOut(from)...)
	}
	d.judge(all, options)
	var rows [][]string
	for o, option := range options {
		row := []string{option.Method}
		for f := range flightFeatures {
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

func yes(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// leaveOneOut compares every day of a reference with the rest of it.
func (d *calendar) leaveOneOut(from int) []comparison {
	var all []comparison
	for day := from; day < from+referenceDays; day++ {
		for f := range flightFeatures {
			all = append(all, comparison{feature: f, from: from, current: day, left: true, family: day})
		}
	}
	return all
}

func (d *calendar) day(from, day int) []comparison {
	var all []comparison
	for f := range flightFeatures {
		all = append(all, comparison{feature: f, from: from, current: day, family: day})
	}
	return all
}

// judge fills in the outcomes of every option; drift is after correction in the family of all features of that day.
func (d *calendar) judge(all []comparison, options []drift.Options) {
	type key struct{ feature, from int }
	baselines := map[key]*drift.Baseline{}
	for _, c := range all {
		k := key{c.feature, c.from}
		if baselines[k] == nil {
			b, err := drift.NewBaseline(flightFeatures[c.feature].kind, d.counts[c.feature][c.from:c.from+referenceDays], nil)
			if err != nil {
				panic(err)
			}
			baselines[k] = b
		}
	}
	parallel(len(all), func(i int) {
		c := &all[i]
		b := baselines[key{c.feature, c.from}]
		if c.left {
			b = b.Without(c.current - c.from)
		}
		for _, o := range options {
			v := b.Judge(d.counts[c.feature][c.current], o)
			alone := *v
			drift.Correct([]*drift.Verdict{&alone}, o)
			c.byOption = append(c.byOption, outcome{p: v.P, opened: v.Effect >= v.Threshold, drift: alone.Outcome == drift.Drifted, verdict: v})
			c.inflation = v.Inflation
		}
	})
}

// families corrects each day's features together and counts calls, and days with any.
func families(all []comparison, option int) (calls, windows float64) {
	byDay := map[[2]int][]*drift.Verdict{}
	for _, c := range all {
		k := [2]int{c.from, c.family}
		byDay[k] = append(byDay[k], c.byOption[option].verdict)
	}
	for _, family := range byDay {
		drift.Correct(family, drift.Options{})
		any := false
		for _, v := range family {
			if v.Outcome == drift.Drifted {
				calls++
				any = true
			}
		}
		windows += yes(any)
	}
	return calls, windows
}

// shifts: days of the reference moved by a constant, against the rest of the reference.
func (d *calendar) shifts() table {
	var rows [][]string
	for f := 0; f < 3; f++ {
		row := []string{flightFeatures[f].name}
		for _, shift := range []float64{0.1, 0.2, 0.5} {
			one, two, n := 0.0, 0.0, 0.0
			for from := 0; from+referenceDays <= d.days; from += referenceDays {
				b := must(drift.NewBaseline(model.Numeric, d.counts[f][from:from+referenceDays], nil))
				sd := deviation(b.Pooled())
				for i := 0; i < referenceDays; i++ {
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
