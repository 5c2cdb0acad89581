package prometheus

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
)

// family is the metrics of a model, as they are now.
type family struct {
	selector
	features map[string]feature
	missing  bool     // it counts missing values
	labels   []string // to group and filter by, ascending
}

// feature is one that a family counts.
type feature struct {
	kind    string
	native  bool
	grid    *counts.Grid // of a histogram
	problem string       // why it cannot be counted
}

// LabelType is the type of a column that is a label: it tells who counted, and not what the model saw.
const LabelType = "label"

// timeColumn is what a family's time is called: a metric has no column of that name.
const timeColumn = "time"

// How far back metrics are looked for: those of a service that answers, else those of one that is gone.
var lookBack = []string{"[1h]", "[30d:1h]"}

// find looks what metrics there are.
func (s *Store) find(ctx context.Context, selected selector) (*family, error) {
	f := &family{selector: selected, features: map[string]feature{}}
	all := selected.any(valueMetric, bucketMetric, categoryMetric, missingMetric)
	var found *result
	for _, back := range lookBack {
		var err error
		// The name stays, because last_over_time keeps it.
		if found, err = s.api.at(ctx, "count "+by(nameLabel, featureLabel, boundLabel)+" (last_over_time("+all+back+"))", s.now()); err != nil {
			return nil, err
		}
		if len(found.series) > 0 {
			break
		}
	}
	bounds := map[string]map[float64]float64{} // by feature: how many series have a bound
	native := false
	for _, one := range found.series {
		name, of := one.labels[featureLabel], strings.TrimPrefix(one.labels[nameLabel], selected.name)
		if name == "" && of != missingMetric {
			continue
		}
		switch of {
		case valueMetric:
			f.features[name], native = feature{kind: model.Numeric, native: true}, true
		case categoryMetric:
			f.features[name] = feature{kind: model.Categorical}
		case missingMetric:
			f.missing = true
		case bucketMetric:
			le, ok := boundOf(one.labels[boundLabel])
			if !ok {
				continue
			}
			if bounds[name] == nil {
				bounds[name] = map[float64]float64{}
			}
			bounds[name][le] += one.values[0]
		}
	}
	for name, series := range bounds {
		f.features[name] = classic(series)
	}
	if len(f.features) == 0 {
		return nil, fmt.Errorf("Prometheus has no feature in %s: it looks for %s (a histogram) and %s (a counter) with the label %q, scraped within 30 days",
			selected.metric(""), selected.name+valueMetric, selected.name+categoryMetric, featureLabel)
	}
	if native {
		if err := s.cutNative(ctx, f); err != nil {
			return nil, err
		}
	}
	names, err := s.api.labels(ctx, selected.any(valueMetric, countMetric, categoryMetric), s.now().AddDate(0, 0, -1), s.now())
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if _, taken := f.features[name]; !taken && !slices.Contains([]string{nameLabel, featureLabel, valueLabel, boundLabel, timeColumn}, name) && !f.fixed(name) {
			f.labels = append(f.labels, name)
		}
	}
	slices.Sort(f.labels)
	return f, nil
}

// classic is a histogram with bounds, by how many series have each. Where versions of a service with different buckets run beside each other, those that all of
// them have are what can be added up.
func classic(series map[float64]float64) feature {
	var shared []float64
	for le, n := range series {
		if !math.IsInf(le, 0) && n == series[math.Inf(1)] {
			shared = append(shared, le)
		}
	}
	sort.Float64s(shared)
	out := feature{kind: model.Numeric}
	if len(shared) == 0 {
		out.problem = "is a histogram without a bound (le) that all of its series have"
		return out
	}
	if shared[0] > 0 { // Prometheus itself takes such values for positive (histogram_quantile)
		shared = append([]float64{0}, shared...)
	}
	grid, err := counts.Bounds(shared)
	if err != nil {
		out.problem = "has bounds that make no bins: " + err.Error()
	}
	out.grid = grid
	return out
}

// fixed tells whether the selector leaves a label only one value.
func (f *family) fixed(label string) bool {
	return slices.ContainsFunc(f.matchers, func(m matcher) bool { return m.label == label && m.op == "=" })
}

// has tells whether some feature is of a kind.
func (f *family) has(kind string, native bool) bool {
	for _, one := range f.features {
		if one.kind == kind && one.native == native {
			return true
		}
	}
	return false
}

// counter is one of the metrics, which tells when a service was scraped.
func (f *family) counter() string {
	switch {
	case f.has(model.Numeric, false):
		return countMetric
	case f.has(model.Categorical, false):
		return categoryMetric
	}
	return valueMetric
}

// Describe lists the time, the features and the labels of a family.
func (s *Store) Describe(ctx context.Context, src model.Source) ([]store.Column, error) {
	f, err := s.family(ctx, src)
	if err != nil {
		return nil, err
	}
	columns := []store.Column{{Name: timeColumn, Kind: model.Timestamp, Type: "scrapes"}}
	names := make([]string, 0, len(f.features))
	for name := range f.features {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		one := f.features[name]
		c := store.Column{Name: name, Kind: one.kind, Type: "counter", Cells: one.grid, Problem: one.problem}
		if one.kind == model.Numeric {
			if c.Type = "histogram"; one.native {
				c.Type = "native histogram"
			}
		}
		columns = append(columns, c)
	}
	for _, name := range f.labels {
		columns = append(columns, store.Column{Name: name, Kind: model.Categorical, Type: LabelType})
	}
	return columns, nil
}

// feature of a column, by its own name in the source.
func (f *family) feature(c store.Column) (feature, error) {
	name, err := nameOf(c)
	if err != nil {
		return feature{}, err
	}
	one, ok := f.features[name]
	switch {
	case !ok:
		return one, fmt.Errorf("%s has no feature %q", f.metric(""), name)
	case one.problem != "":
		return one, fmt.Errorf("feature %q %s", name, one.problem)
	case one.kind == model.Numeric && c.Kind != model.Numeric:
		return one, fmt.Errorf("feature %q is a histogram, so it is numeric: leave its kind out", name)
	case one.kind != model.Numeric && c.Kind == model.Numeric:
		return one, fmt.Errorf("feature %q is counted by its values, so it is categorical: leave its kind out", name)
	}
	return one, nil
}

// label of a column that rows are grouped or filtered by.
func (f *family) label(c store.Column, to string) (string, error) {
	name, err := nameOf(c)
	if err != nil {
		return "", err
	}
	if _, feature := f.features[name]; feature {
		return "", unsupported(fmt.Sprintf("rows to %s by the feature %q", to, name), "take a label of the metrics, such as the service's version")
	}
	if !slices.Contains(f.labels, name) && !f.fixed(name) {
		return "", fmt.Errorf("%s has no label %q; there are %s", f.metric(""), name, strings.Join(f.labels, ", "))
	}
	return name, nil
}

func nameOf(c store.Column) (string, error) {
	if c.Expression != "" {
		return "", unsupported("values to compute "+c.Expression+" from", "let the service count it as a feature of its own")
	}
	if c.Column != "" {
		return c.Column, nil
	}
	return c.Name, nil
}
