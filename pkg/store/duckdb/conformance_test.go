package duckdb

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/conformance"
)

func TestConformance(t *testing.T) {
	for name, write := range map[string]func(*testing.T, string, conformance.Table) string{
		"parquet": writeParquet, "csv": writeCSV, "json": writeJSONLines,
	} {
		t.Run(name, func(t *testing.T) {
			conformance.Run(t, name, func(t *testing.T, tables []conformance.Table) (store.Store, map[string]model.Source) {
				dir := t.TempDir()
				sources := map[string]model.Source{}
				for _, table := range tables {
					sources[table.Name] = model.Source{File: write(t, dir, table)}
				}
				s, err := Open(Config{Path: dir, Threads: 2})
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { s.Close() })
				return s, sources
			})
		})
	}
}

var duckdbTypes = map[string]string{
	"int": "BIGINT", "int32": "INTEGER", "uint64": "UBIGINT", "float": "DOUBLE", "float32": "FLOAT", "decimal": "DECIMAL(18,4)", "bool": "BOOLEAN",
	"text": "VARCHAR", "timestamp": "TIMESTAMP", "instant": "TIMESTAMPTZ", "date": "DATE", "list": "DOUBLE[]",
}

func writeParquet(t *testing.T, dir string, table conformance.Table) string {
	var names, casts []string
	for i, c := range table.Columns {
		names = append(names, fmt.Sprintf("c%d", i))
		casts = append(casts, fmt.Sprintf(`CAST(c%d AS %s) AS "%s"`, i, duckdbTypes[c.Type], strings.ReplaceAll(c.Name, `"`, `""`)))
	}
	rows := []string{"(" + strings.TrimSuffix(strings.Repeat("CAST(NULL AS VARCHAR), ", len(names)), ", ") + ")"} // gives the types of texts
	for _, row := range table.Rows {
		var cells []string
		for i, cell := range row {
			switch {
			case cell == conformance.Null:
				cells = append(cells, "NULL")
			case table.Columns[i].Type == "instant":
				cells = append(cells, "'"+cell+"+00'")
			default:
				cells = append(cells, "'"+strings.ReplaceAll(cell, "'", "''")+"'")
			}
		}
		rows = append(rows, "("+strings.Join(cells, ", ")+")")
	}
	name := table.Name + ".parquet"
	writeFile(t, filepath.Join(dir, name), fmt.Sprintf("SELECT %s FROM (VALUES %s) t(%s) OFFSET 1", strings.Join(casts, ", "), strings.Join(rows, ", "), strings.Join(names, ", ")))
	return name
}

// writeCSV writes as Python services do: a space after each comma of the header, quotes where they are needed.
func writeCSV(t *testing.T, dir string, table conformance.Table) string {
	var b strings.Builder
	quoted := func(s string) string {
		if s == "" || strings.ContainsAny(s, ",\"\n") {
			return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
		}
		return s
	}
	for i, c := range table.Columns {
		if i > 0 {
			b.WriteString(",")
			if quoted(c.Name) == c.Name {
				b.WriteString(" ")
			}
		}
		b.WriteString(quoted(c.Name))
	}
	b.WriteString("\n")
	for _, row := range table.Rows {
		for i, cell := range row {
			if i > 0 {
				b.WriteString(",")
			}
			switch {
			case cell == conformance.Null:
			case table.Columns[i].Type == "instant":
				b.WriteString(cell + "+00:00")
			default:
				b.WriteString(quoted(cell))
			}
		}
		b.WriteString("\n")
	}
	return writeText(t, dir, table.Name+".csv", b.String())
}

func writeJSONLines(t *testing.T, dir string, table conformance.Table) string {
	var b strings.Builder
	for _, row := range table.Rows {
		var members []string
		for i, cell := range row {
			c := table.Columns[i]
			name, err := json.Marshal(c.Name)
			if err != nil {
				t.Fatal(err)
			}
			var value string
			switch c.Type {
			case "text", "timestamp", "date":
				quoted, err := json.Marshal(cell)
				if err != nil {
					t.Fatal(err)
				}
				value = string(quoted)
			case "instant":
				value = `"` + cell + `Z"`
			case "float", "float32":
				if value = cell; strings.Contains(cell, "nan") || strings.Contains(cell, "inf") {
					value = "null"
				}
			default:
				value = cell
			}
			if cell == conformance.Null {
				value = "null"
			}
			members = append(members, string(name)+": "+value)
		}
		b.WriteString("{" + strings.Join(members, ", ") + "}\n")
	}
	return writeText(t, dir, table.Name+".jsonl", b.String())
}

func writeText(t *testing.T, dir, name, text string) string {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}
