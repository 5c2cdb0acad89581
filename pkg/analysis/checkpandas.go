package analysis

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/tideline-ml/tideline/pkg/store"
)

// Sideways says that what was read is a table that pandas wrote as one object of columns, or of rows by their index: then the whole table is a single row of
// objects. values are those of some rows; "" where it is none.
func Sideways(described []store.Column, values [][]any) string {
	if len(described) == 0 || len(values) != len(described) || !allNested(described) {
		return ""
	}
	var keys []string
	for i := range described {
		at := slices.IndexFunc(values[i], func(v any) bool { return v != nil })
		if at < 0 {
			return ""
		}
		var object map[string]any
		text, _ := values[i][at].(string)
		if json.Unmarshal([]byte(text), &object) != nil || len(object) == 0 {
			return ""
		}
		for _, value := range object {
			if _, deeper := value.(map[string]any); deeper { // a record's members
				return ""
			}
		}
		own := slices.Sorted(maps.Keys(object))
		if keys == nil {
			keys = own
		} else if !slices.Equal(keys, own) {
			return ""
		}
	}
	names := make([]string, len(described))
	for i, c := range described {
		names[i] = c.Name
	}
	how, other := "by columns", "columns"
	switch {
	case areCounts(keys) && len(names) > 1:
	case areCounts(names):
		how, other = "by the index", "index"
	default:
		return ""
	}
	return fmt.Sprintf(`this is a table that pandas wrote %s (orient=%q), a single object such as {%q: {%q: …}} that has no rows: write it by rows, frame.to_json("….jsonl", orient="records", lines=True)`,
		how, other, names[0], keys[0])
}

func allNested(described []store.Column) bool {
	return !slices.ContainsFunc(described, func(c store.Column) bool { return c.Kind != "" || c.Problem != "" })
}

// areCounts tells whether names are 0, 1, 2 …, in any order, which is what pandas calls rows.
func areCounts(names []string) bool {
	seen := make([]bool, len(names))
	for _, name := range names {
		n, err := strconv.Atoi(name)
		if err != nil || n < 0 || n >= len(names) || seen[n] {
			return false
		}
		seen[n] = true
	}
	return true
}

// sideways is Sideways of the log, by its first row.
func (r *run) sideways(ctx context.Context, described []store.Column) (string, error) {
	if len(described) == 0 || !allNested(described) {
		return "", nil
	}
	rows, err := r.store.Rows(ctx, store.RowsRequest{Relation: store.Relation{Source: r.model.Source}, Columns: described, Limit: 1})
	if store.Unsupported(err) {
		return "", nil
	}
	if err != nil {
		return "", &StoreError{fmt.Sprintf("model %q: its rows could not be read", r.model.Name), err}
	}
	return Sideways(described, rows.Values), nil
}
