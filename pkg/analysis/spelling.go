package analysis

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
)

// A class may be spelt in several ways: 0 in the training data, Iris-Setosa in the log. A model's labels say which stored values are the same class, so
// two sources are compared, and rows are looked for, under the shown names.

// compared is what of a column's counts is compared: without the rows whose label has not come yet, and classes under their shown names.
func (c *column) compared(of *counts.Counts) *counts.Counts {
	if c.late {
		of = labelled(of)
	}
	return counts.Rename(of, c.labels)
}

// spellings are the values that may be stored for a shown name, as far as an operator takes several. A name that is a stored value itself means that value
// and all that are shown like it.
func spellings(operator, shown string, labels map[string]string) []any {
	class := shown
	if name, ok := labels[shown]; ok {
		class = name
	}
	all := []any{shown}
	for _, value := range append(sortedKeys(labels), class) {
		if same := value == class || labels[value] == class; same && value != shown {
			all = append(all, value)
		}
	}
	switch _, itself := labels[shown]; {
	case operator == "=", operator == "!=", operator == "in", operator == "not in":
		return all
	case itself || len(all) == 1:
		return all[:1]
	}
	return all[1:2]
}

// spelt leaves of filters' values only those that a source's columns can hold: a column of numbers has no Iris-Setosa.
func spelt(filters []store.Filter, described []store.Column) []store.Filter {
	out := slices.Clone(filters)
	for i, f := range out {
		at := slices.IndexFunc(described, func(d store.Column) bool { return d.Name == f.Column.Column })
		if at < 0 || described[at].Kind != model.Numeric || f.Column.Kind == model.Numeric {
			continue
		}
		var numbers []any
		for _, v := range f.Values {
			if _, err := strconv.ParseFloat(strings.TrimSpace(fmt.Sprint(v)), 64); err == nil {
				numbers = append(numbers, v)
			}
		}
		if len(numbers) > 0 { // with none the store says what is wrong with the value
			out[i].Values = numbers
		}
	}
	return out
}

// abroad brings filters on the log to another source, which may call its columns by other names.
func (r *run) abroad(filters []store.Filter, names map[string]string, described []store.Column) ([]store.Filter, error) {
	out := slices.Clone(filters)
	for i, f := range out {
		if name, ok := names[f.Column.Name]; ok {
			out[i].Column.Column, out[i].Column.Expression = name, ""
		}
		if name := out[i].Column.Column; out[i].Column.Expression == "" && !slices.ContainsFunc(described, func(d store.Column) bool { return d.Name == name }) {
			return nil, &query.FieldError{Field: "filters", Text: fmt.Sprintf(
				"%s: the reference of model %q has no column %q, so it cannot be filtered like the log; name its column in reference.columns, or leave the filter out",
				f.Column.Name, r.model.Name, name)}
		}
	}
	return spelt(out, described), nil
}
