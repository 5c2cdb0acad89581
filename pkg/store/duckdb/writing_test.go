package duckdb

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	driver "github.com/duckdb/duckdb-go-bindings"
)

// writeFile writes the rows of a SELECT with an unlocked DuckDB of its own, in the format of the name's extension.
func writeFile(t testing.TB, name, query string) {
	t.Helper()
	option := map[string]string{".parquet": "FORMAT parquet", ".csv": "FORMAT csv, HEADER", ".jsonl": "FORMAT json", ".json": "FORMAT json"}[filepath.Ext(name)]
	execute(t, fmt.Sprintf("COPY (%s) TO '%s' (%s)", query, strings.ReplaceAll(name, "'", "''"), option))
}

// writeRowGroups writes the rows of a SELECT in row groups of a size, which DuckDB gives to different threads.
func writeRowGroups(t testing.TB, name, query string, rowGroup int) {
	t.Helper()
	execute(t, fmt.Sprintf("COPY (%s) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE %d)", query, strings.ReplaceAll(name, "'", "''"), rowGroup))
}

func execute(t testing.TB, statements ...string) {
	t.Helper()
	var db driver.Database
	var conn driver.Connection
	if driver.Open("", &db) == driver.StateError || driver.Connect(db, &conn) == driver.StateError {
		t.Fatal("DuckDB did not start")
	}
	defer driver.Close(&db)
	defer driver.Disconnect(&conn)
	for _, statement := range statements {
		var result driver.Result
		state := driver.Query(conn, statement, &result)
		reason := driver.ResultError(&result)
		driver.DestroyResult(&result)
		if state == driver.StateError {
			t.Fatalf("%s: %s", statement, reason)
		}
	}
}
