package prometheus

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
)

// counted is what is known of a feature in a window and segment.
type counted struct {
	values, missing float64             // rows with a value, and without
	below           map[float64]float64 // classic: rows by bound
	native          *histogram
	categories      map[string]float64
}

// counting is one question being answered.
type counting struct {
	*asked
	windows  []store.Window
	segments *segments
	wanted   map[string]bool // features
	columns  []string        // labels that are asked for as columns
	cells    map[place]*counted
	byLabel  map[string]map[place]map[string]float64 // label columns: rows by value

	stats store.Stats
	seen  float64 // values that the server gave
}

// place is a window and segment, and a feature; for labels as columns without one.
type place struct {
	feature         string
	segment, window int
}

// Counts counts features and labels. Each kind of metric is asked for all features at once.
func (s *Store) Counts(ctx context.Context, q store.CountsRequest) (*store.CountsResult, error) {
	began := time.Now()
	about, err := s.asked(ctx, q.Relation, q.GroupBy)
	if err != nil {
		return nil, err
	}
	c := &counting{asked: about, windows: q.Windows, segments: &segments{labels: about.groups, at: map[string]int{}}, wanted: map[string]bool{},
		cells: map[place]*counted{}, byLabel: map[string]map[place]map[string]float64{}}
	errs := make([]error, len(q.Columns))
	for i, column := range q.Columns {
		errs[i] = c.want(column.Column)
	}
	if err := c.ask(ctx, s); err != nil {
		return nil, err
	}
	out := &store.CountsResult{ByColumn: make([]store.ColumnCounts, len(q.Columns)), Stats: c.stats}
	order, err := c.order(out)
	if err != nil {
		return nil, err
	}
	for i, column := range q.Columns {
		if out.ByColumn[i].Err = errs[i]; errs[i] == nil {
			out.ByColumn[i].Counts, out.ByColumn[i].Err = c.column(column, order, out.Rows, q.MaxRows)
		}
	}
	out.Stats.RowsScanned, out.Stats.Seconds = c.seen, time.Since(began).Seconds()
	return out, nil
}

// want notes a column, or says why it cannot be counted.
func (c *counting) want(column store.Column) error {
	name, err := nameOf(column)
	if err != nil {
		return err
	}
	if _, feature := c.features[name]; !feature && column.Kind != model.Numeric && slices.Contains(c.labels, name) {
		c.columns = append(c.columns, name)
		return nil
	}
	if _, err := c.feature(column); err != nil {
		return err
	}
	c.wanted[name] = true
	return nil
}

// ask asks all that is needed, each kind of metric by one expression.
func (c *counting) ask(ctx context.Context, s *Store) error {
	asked := func(kind string, native bool) (names []string) {
		for name := range c.wanted {
			if one := c.features[name]; one.kind == kind && one.native == native {
				names = append(names, name)
			}
		}
		slices.Sort(names)
		return names
	}
	type question struct {
		expression func(length int64) string
		read       func(one windowed, segment int)
	}
	total := func(one windowed, segment int) { // of all features, which tell how many rows there are
		c.each(one, segment, func(of *counted, x float64) { of.values += x })
	}
	var all []question
	add := func(expression func(int64) string, read func(windowed, int)) {
		all = append(all, question{expression, read})
	}
	if c.has(model.Numeric, false) {
		add(c.increase(c.chosen.metric(countMetric), featureLabel), total)
	}
	if c.has(model.Numeric, true) {
		natively := c.increase(c.chosen.metric(valueMetric), featureLabel)
		add(func(length int64) string { return "histogram_count(" + natively(length) + ")" }, total)
	}
	if c.has(model.Categorical, false) {
		add(c.increase(c.chosen.metric(categoryMetric), featureLabel), total)
	}
	if c.missing {
		add(c.increase(c.chosen.metric(missingMetric), featureLabel), func(one windowed, segment int) {
			c.each(one, segment, func(of *counted, x float64) { of.missing += x })
		})
	}
	if names := asked(model.Numeric, false); len(names) > 0 {
		add(c.increase(c.chosen.with(oneOf(featureLabel, names)).metric(bucketMetric), featureLabel, boundLabel), c.bucket)
	}
	if names := asked(model.Numeric, true); len(names) > 0 {
		add(c.increase(c.chosen.with(oneOf(featureLabel, names)).metric(valueMetric), featureLabel), func(one windowed, segment int) {
			for w, h := range one.histograms {
				if h != nil {
					c.at(one, segment, w).native = h
				}
			}
		})
	}
	if names := asked(model.Categorical, false); len(names) > 0 {
		add(c.increase(c.chosen.with(oneOf(featureLabel, names)).metric(categoryMetric), featureLabel, valueLabel), c.category)
	}
	for _, label := range c.columns {
		rows := c.increase(c.chosen.metric(c.counter()), featureLabel, label)
		c.byLabel[label] = map[place]map[string]float64{}
		add(func(length int64) string {
			return "max " + by(append([]string{label}, c.groups...)...) + " (" + rows(length) + ")"
		}, func(one windowed, segment int) { c.labelled(label, one, segment) })
	}
	tables, errs := make([]*table, len(all)), make([]error, len(all))
	var asking sync.WaitGroup
	for i := range all {
		asking.Go(func() { tables[i], errs[i] = s.overWindows(ctx, c.windows, all[i].expression) })
	}
	asking.Wait()
	var queries []string
	for i, t := range tables {
		if errs[i] != nil {
			return errs[i]
		}
		queries = append(queries, t.queries...)
		for _, warning := range t.warnings {
			if !slices.Contains(c.stats.Notices, warning) {
				c.stats.Notices = append(c.stats.Notices, warning)
			}
		}
		for _, one := range t.series {
			segment, err := c.segments.of(one.labels)
			if err != nil {
				return err
			}
			c.seen += float64(len(c.windows))
			all[i].read(one, segment)
		}
	}
	c.stats.SQL = strings.Join(queries, "\n")
	return nil
}

func (c *counting) at(one windowed, segment, window int) *counted {
	at := place{one.labels[featureLabel], segment, window}
	if c.cells[at] == nil {
		c.cells[at] = &counted{}
	}
	return c.cells[at]
}

// each visits the windows in which a series grew.
func (c *counting) each(one windowed, segment int, visit func(of *counted, x float64)) {
	for w, x := range one.values {
		if x > 0 {
			visit(c.at(one, segment, w), x)
		}
	}
}

func (c *counting) bucket(one windowed, segment int) {
	le, ok := boundOf(one.labels[boundLabel])
	if !ok {
		return
	}
	for w, x := range one.values {
		if math.IsNaN(x) {
			continue
		}
		of := c.at(one, segment, w)
		if of.below == nil {
			of.below = map[float64]float64{}
		}
		of.below[le] += x // 1 and 1.0 are one bound
	}
}

func (c *counting) category(one windowed, segment int) {
	c.each(one, segment, func(of *counted, x float64) {
		if of.categories == nil {
			of.categories = map[string]float64{}
		}
		of.categories[one.labels[valueLabel]] += x
	})
}

func (c *counting) labelled(label string, one windowed, segment int) {
	for w, x := range one.values {
		at := place{"", segment, w}
		if !(x > 0) {
			continue
		}
		if c.byLabel[label][at] == nil {
			c.byLabel[label][at] = map[string]float64{}
		}
		c.byLabel[label][at][one.labels[label]] += x
	}
}

// order counts the rows of each window and segment, and brings segments that have some into the order of answers. A row counts once for every feature, so the
// feature with the most says how many there are.
func (c *counting) order(out *store.CountsResult) ([]int, error) {
	rows := make([][]float64, len(c.segments.texts))
	for s := range rows {
		rows[s] = make([]float64, len(c.windows))
	}
	for at, of := range c.cells {
		if at.feature != "" {
			rows[at.segment][at.window] = max(rows[at.segment][at.window], math.Round(of.values+of.missing))
		}
	}
	var filled []int
	var texts [][]string
	var nulls [][]bool
	for s := range rows {
		if slices.Max(append([]float64{0}, rows[s]...)) > 0 || len(c.groups) == 0 {
			filled, texts, nulls = append(filled, s), append(texts, c.segments.texts[s]), append(nulls, c.segments.nulls[s])
		}
	}
	if len(c.groups) == 0 && len(filled) == 0 { // without groups there is one segment, also of no rows
		out.Segments, out.SegmentNulls, out.Rows = [][]string{{}}, [][]bool{{}}, [][]float64{make([]float64, len(c.windows))}
		return []int{-1}, nil
	}
	var order []int
	out.Segments, out.SegmentNulls, order = store.SortSegments(texts, nulls)
	for i, n := range order {
		order[i] = filled[n]
		out.Rows = append(out.Rows, rows[order[i]])
	}
	return order, nil
}

// column makes the counts of a column, in the segments of an order.
func (c *counting) column(column store.CountColumn, order []int, rows [][]float64, most int) ([][]*counts.Counts, error) {
	name, err := nameOf(column.Column)
	if err != nil {
		return nil, err
	}
	kept, isFeature := c.features[name]
	grid := column.Grid
	if grid == nil {
		grid = kept.grid
	}
	distinct, entries := map[string]bool{}, 0
	out := make([][]*counts.Counts, len(order))
	for s, segment := range order {
		out[s] = make([]*counts.Counts, len(c.windows))
		for w := range c.windows {
			if rows[s][w] == 0 {
				continue
			}
			of := c.cells[place{name, segment, w}]
			if of == nil {
				of = &counted{}
			}
			categories := of.categories
			if !isFeature {
				categories = c.byLabel[name][place{"", segment, w}]
			}
			other := counts.Other{Null: math.Round(of.missing)}
			var one *counts.Counts
			if isFeature && kept.kind == model.Numeric {
				one, err = of.onGrid(grid, other)
			} else {
				one, err = named(categories, column.Vocabulary, other, distinct)
			}
			if err != nil {
				return nil, fmt.Errorf("feature %q in the window that ends at %s: %w", name, c.windows[w].To.UTC().Format(time.RFC3339), err)
			}
			out[s][w] = one
			entries += one.Len()
		}
	}
	if limit := column.MaxDistinct; limit > 0 && column.Vocabulary == nil && len(distinct) > limit {
		return nil, &store.TooManyError{Column: column.Name, Limit: limit}
	}
	if most > 0 && entries > most {
		return nil, &store.TooManyError{Column: column.Name, Limit: most}
	}
	return out, nil
}

// named makes counts of categories, and notes their names.
func named(categories map[string]float64, words *counts.Vocabulary, other counts.Other, distinct map[string]bool) (*counts.Counts, error) {
	var names []string
	for name, x := range categories {
		if math.Round(x) > 0 {
			names = append(names, name)
			distinct[name] = true
		}
	}
	slices.Sort(names)
	weights := make([]float64, len(names))
	for i, name := range names {
		weights[i] = math.Round(categories[name])
	}
	c, err := counts.OfStrings(names, weights, nil, other)
	if err != nil || words == nil {
		return c, err
	}
	return words.Count(c)
}
