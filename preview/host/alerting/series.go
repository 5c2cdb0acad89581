// Package alerting evaluates provisioned alert rules when asked. It is an approximation of Grafana's: it looks once, at now, so a rule that asks for
// a state to last (`for:`) is pending rather than firing, and what Grafana remembers between evaluations is not known.
package alerting

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// point is a labelled number, or nothing where there is none.
type point struct {
	labels data.Labels
	value  *float64
}

// series is the numbers under one set of labels, oldest first: one for a number, many for a time series.
type series struct {
	labels data.Labels
	values []*float64
	isTime bool
}

// seriesOf reads frames as Grafana's expressions do: every numeric field is a series, its labels are the field's and the frame's text columns'.
func seriesOf(frames data.Frames) ([]series, error) {
	var all []series
	for _, frame := range frames {
		numeric := slices.DeleteFunc(indices(frame), func(i int) bool { return !frame.Fields[i].Type().Numeric() })
		times := !isNumeric(frame) && slices.ContainsFunc(frame.Fields, func(f *data.Field) bool { return f.Type().Time() })
		texts := slices.DeleteFunc(indices(frame), func(i int) bool {
			t := frame.Fields[i].Type()
			return t != data.FieldTypeString && t != data.FieldTypeNullableString
		})
		if long := len(texts) > 0; long && times {
			return nil, fmt.Errorf("the frame %q has text beside times: a rule needs a series per set of labels", frame.Name)
		} else if long {
			if len(numeric) != 1 {
				return nil, fmt.Errorf("the frame %q has %d number columns: a rule needs exactly one", frame.Name, len(numeric))
			}
			for row := range frame.Rows() {
				all = append(all, series{labels: labelsOf(frame, texts, row), values: []*float64{number(frame.Fields[numeric[0]], row)}})
			}
			continue
		}
		for _, i := range numeric {
			one := series{labels: frame.Fields[i].Labels, isTime: times}
			for row := range frame.Fields[i].Len() {
				one.values = append(one.values, number(frame.Fields[i], row))
			}
			all = append(all, one)
		}
	}
	return all, nil
}

// isNumeric tells of a frame that says it holds numbers, whatever else is in it.
func isNumeric(frame *data.Frame) bool {
	return frame.Meta != nil && strings.HasPrefix(string(frame.Meta.Type), "numeric")
}

func indices(frame *data.Frame) []int {
	all := make([]int, len(frame.Fields))
	for i := range all {
		all[i] = i
	}
	return all
}

func labelsOf(frame *data.Frame, texts []int, row int) data.Labels {
	labels := data.Labels{}
	for _, i := range texts {
		if text, ok := frame.Fields[i].ConcreteAt(row); ok {
			labels[frame.Fields[i].Name] = fmt.Sprint(text)
		}
	}
	return labels
}

func number(field *data.Field, row int) *float64 {
	value, err := field.NullableFloatAt(row)
	if err != nil || value == nil || math.IsNaN(*value) {
		return nil
	}
	return value
}

// points are the series as single numbers. A time series is none until it is reduced.
func points(refID string, all []series) ([]point, error) {
	var found []point
	for _, s := range all {
		if s.isTime {
			return nil, fmt.Errorf("%s is a time series: reduce it first", refID)
		}
		for _, value := range s.values {
			found = append(found, point{labels: s.labels, value: value})
		}
	}
	seen := map[string]bool{}
	for _, p := range found {
		key := p.labels.String()
		if seen[key] {
			return nil, fmt.Errorf("%s has more than one number for the labels {%s}", refID, key)
		}
		seen[key] = true
	}
	return found, nil
}

// reducers make one number of a series. They skip what is missing, as Grafana's mode dropNN does.
var reducers = map[string]func([]float64) float64{
	"last":   func(v []float64) float64 { return v[len(v)-1] },
	"min":    func(v []float64) float64 { return slices.Min(v) },
	"max":    func(v []float64) float64 { return slices.Max(v) },
	"sum":    sum,
	"mean":   func(v []float64) float64 { return sum(v) / float64(len(v)) },
	"count":  func(v []float64) float64 { return float64(len(v)) },
	"median": median,
}

func sum(values []float64) float64 {
	total := 0.0
	for _, v := range values {
		total += v
	}
	return total
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	if n := len(sorted); n%2 == 0 {
		return (sorted[n/2-1] + sorted[n/2]) / 2
	}
	return sorted[len(sorted)/2]
}

func reduce(name string, all []series) ([]series, error) {
	reducer, found := reducers[name]
	if !found {
		return nil, fmt.Errorf("the reducer %q is unknown here: there are %s", name, strings.Join(slices.Sorted(maps.Keys(reducers)), ", "))
	}
	var reduced []series
	for _, s := range all {
		var present []float64
		for _, v := range s.values {
			if v != nil {
				present = append(present, *v)
			}
		}
		one := series{labels: s.labels, values: []*float64{nil}}
		if len(present) > 0 || name == "count" {
			value := reducer(present)
			one.values[0] = &value
		}
		reduced = append(reduced, one)
	}
	return reduced, nil
}

// thresholds say when a number is over the line.
var thresholds = map[string]struct {
	parameters int
	over       func(v float64, p []float64) bool
}{
	"gt":            {1, func(v float64, p []float64) bool { return v > p[0] }},
	"gte":           {1, func(v float64, p []float64) bool { return v >= p[0] }},
	"lt":            {1, func(v float64, p []float64) bool { return v < p[0] }},
	"lte":           {1, func(v float64, p []float64) bool { return v <= p[0] }},
	"eq":            {1, func(v float64, p []float64) bool { return v == p[0] }},
	"ne":            {1, func(v float64, p []float64) bool { return v != p[0] }},
	"within_range":  {2, func(v float64, p []float64) bool { return v > min(p[0], p[1]) && v < max(p[0], p[1]) }},
	"outside_range": {2, func(v float64, p []float64) bool { return v < min(p[0], p[1]) || v > max(p[0], p[1]) }},
}

func threshold(name string, parameters []float64, in []point) ([]point, error) {
	test, found := thresholds[name]
	if !found || len(parameters) < test.parameters {
		return nil, fmt.Errorf("the threshold %q with %d parameters is unknown here", name, len(parameters))
	}
	out := make([]point, len(in))
	for i, p := range in {
		out[i] = point{labels: p.labels}
		if p.value != nil {
			out[i].value = truth(test.over(*p.value, parameters))
		}
	}
	return out, nil
}

func truth(is bool) *float64 {
	value := 0.0
	if is {
		value = 1
	}
	return &value
}
