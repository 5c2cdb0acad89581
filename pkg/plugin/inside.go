package plugin

import (
	"slices"
	"strings"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// nestedValue is a value inside a column, which a model may name by its path as it names a column.
type nestedValue struct {
	model.Inside
	within store.Column
}

// isNested tells whether a column is JSON, a map or a struct, or a list.
func isNested(c store.Column) bool { return c.Kind == "" && c.Problem == "" }

// mostInside bounds the values inside all columns together: what is asked of 6,000 at once takes minutes.
const mostInside = 400

// insideOf lists what the columns of a source hold inside, by some of their values, but what a path cannot name because one of all columns is called so. A layout
// of telemetry has made columns of it.
func insideOf(src model.Source, columns []store.Column, values [][]any, all []store.Column) []nestedValue {
	if src.Layout != "" {
		return nil
	}
	var list []nestedValue
	for i, c := range columns {
		if !isNested(c) {
			continue
		}
		for _, in := range model.FindInside(c.Name, c.Type, values[i]) {
			if len(list) == mostInside {
				return list
			}
			if !slices.ContainsFunc(all, func(o store.Column) bool { return strings.EqualFold(o.Name, in.Path) }) {
				list = append(list, nestedValue{in, c})
			}
		}
	}
	return list
}

// column is the value as a store reads it.
func (in nestedValue) column() store.Column {
	return store.Column{Name: in.Path, Column: in.Path, Type: in.within.Type, Kind: in.kind(), Integer: in.Integer}
}

// kind is what a column of its own would be of: a text that looks like a number is a text, where it is a whole one.
func (in nestedValue) kind() string {
	if in.Kind == model.Numeric && in.Quoted && in.Integer {
		return model.Categorical
	}
	return in.Kind
}

// observe adds what is known of a value inside a column alone.
func (in nestedValue) observe(o *model.Observed, src model.Source) {
	o.Keys, o.NoKey = in.Keys, src.Table != ""
	if o.Kind == model.Categorical && !slices.ContainsFunc(in.Samples, func(text string) bool { return !sql.LooksLikeTime(text) }) {
		o.Kind = model.Timestamp
	}
}
