package duckdb

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// fromCSV reads CSV files whose columns and types are known from all their lines: DuckDB's guess from the first 20,000 would fail on the next.
func (s *Store) fromCSV(ctx context.Context, files []file, tolerant map[string]bool, told partitions) (reading, error) {
	type group struct {
		shape    csvShape
		tolerant bool
		files    []file
	}
	var groups []*group
	byKey := map[string]*group{}
	for _, f := range files {
		shape, err := s.sniff(ctx, f)
		if err != nil {
			return reading{}, err
		}
		key := fmt.Sprintf("%q %q %q %q %t %t", shape.delimiter, shape.quote, shape.escape, shape.names, shape.spaced, tolerant[f.path])
		g := byKey[key]
		if g == nil {
			g = &group{shape: shape, tolerant: tolerant[f.path]}
			g.shape.types, g.shape.worded = slices.Clone(shape.types), slices.Clone(shape.worded)
			byKey[key] = g
			groups = append(groups, g)
		}
		for i, t := range shape.types {
			g.shape.types[i] = commonType(g.shape.types[i], t)
			g.shape.worded[i] = g.shape.worded[i] || shape.worded[i]
		}
		g.files = append(g.files, f)
	}
	// The same column may be numbers in one group and empty in another: one type for all.
	types := map[string]string{}
	for _, g := range groups {
		for i, name := range g.shape.names {
			types[name] = commonType(types[name], g.shape.types[i])
		}
	}
	told = told.beside(slices.Collect(maps.Keys(types)))
	parts := make([]string, len(groups))
	for i, g := range groups {
		columns := make([]string, len(g.shape.names))
		var replaced []string
		for j, name := range g.shape.names {
			read, value := g.shape.read(j, types[name])
			columns[j] = quoteText(name) + ": " + quoteText(read)
			if value != "" {
				replaced = append(replaced, value+" AS "+sql.Quote(name))
			}
		}
		parts[i] = fmt.Sprintf("read_csv(%s, auto_detect = false, header = true, delim = %s, quote = %s, escape = %s, columns = {%s}, ignore_errors = %t, hive_partitioning = %t)",
			pathList(g.files), quoteText(g.shape.delimiter), quoteText(g.shape.quote), quoteText(g.shape.escape), strings.Join(columns, ", "), g.tolerant, told.used())
		if len(replaced) > 0 {
			parts[i] = "(SELECT * REPLACE (" + strings.Join(replaced, ", ") + ") FROM " + parts[i] + ")"
		}
	}
	return reading{from: unionByName(parts), told: told}, nil
}

// read is the type as which a column is read so that all its values have the type that all files agreed on, and the expression that makes them of it;
// "" where none is needed.
func (shape *csvShape) read(column int, agreed string) (readAs, value string) {
	x := sql.Quote(shape.names[column])
	switch {
	case agreed == "" || agreed == "VARCHAR":
		if shape.spaced {
			value = "nullif(trim(" + x + "), '')"
		}
		return "VARCHAR", value
	case shape.worded[column]:
		return "VARCHAR", fmt.Sprintf("TRY_CAST(trim(%s) AS %s)", x, agreed)
	}
	return agreed, ""
}

// commonType is the type that holds the values of two; "" is the type of no values.
func commonType(a, b string) string {
	numbers := map[string]int{"BIGINT": 1, "DOUBLE": 2}
	switch {
	case a == b || b == "":
		return a
	case a == "":
		return b
	case numbers[a] > 0 && numbers[b] > 0:
		return "DOUBLE"
	case (a == "DATE" && b == "TIMESTAMP") || (a == "TIMESTAMP" && b == "DATE"):
		return "TIMESTAMP"
	}
	return "VARCHAR"
}
