package plugin

import (
	"slices"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tideline-ml/tideline/pkg/query"
)

// tableColumn is one column of a table of rows R.
type tableColumn[R any] struct {
	name  string
	unit  string
	value func(r R) any // string, bool, *bool, *float64 or time.Time
}

// checkColumns names a column that a query asks for and its table does not have.
func checkColumns[R any](q *query.Query, columns []tableColumn[R]) error {
	known := slices.Clone(q.GroupBy)
	for _, c := range columns {
		known = append(known, c.name)
	}
	for _, name := range q.Columns {
		if !slices.Contains(known, name) {
			return query.Unknown("columns", name, known)
		}
	}
	return nil
}

// tableFields are the fields of a table: its columns with those of groupBy after the feature, or those that are asked for, in their order. blank is a row of
// nothing, which says of what type a column is.
func tableFields[R any](columns []tableColumn[R], rows []R, blank R, asked, groupBy []string, segment func(R) []string) []*data.Field {
	columns = slices.Clone(columns)
	afterFeature := slices.IndexFunc(columns, func(c tableColumn[R]) bool { return c.name == "feature" }) + 1
	for i, name := range groupBy {
		columns = slices.Insert(columns, afterFeature+i, tableColumn[R]{name, "", func(r R) any { return segment(r)[i] }})
	}
	if len(asked) > 0 {
		all := columns
		columns = nil
		for _, name := range asked {
			columns = append(columns, all[slices.IndexFunc(all, func(c tableColumn[R]) bool { return c.name == name })])
		}
	}
	fields := make([]*data.Field, len(columns))
	for i, c := range columns {
		fields[i] = c.field(rows, blank)
	}
	return fields
}

func (c tableColumn[R]) field(rows []R, blank R) *data.Field {
	n := len(rows)
	var field *data.Field
	switch c.value(blank).(type) {
	case time.Time:
		field = fieldOf(c.name, n, func(i int) time.Time { return c.value(rows[i]).(time.Time) })
	case string:
		field = fieldOf(c.name, n, func(i int) string { return c.value(rows[i]).(string) })
	case bool:
		field = fieldOf(c.name, n, func(i int) bool { return c.value(rows[i]).(bool) })
	case *bool:
		field = fieldOf(c.name, n, func(i int) *bool { return c.value(rows[i]).(*bool) })
	default:
		field = fieldOf(c.name, n, func(i int) *float64 { return c.value(rows[i]).(*float64) })
	}
	if c.unit != "" {
		field.Config = &data.FieldConfig{Unit: c.unit}
	}
	return field
}
