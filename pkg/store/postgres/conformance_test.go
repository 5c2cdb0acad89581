package postgres

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tideline-ml/tideline/pkg/store/conformance"
	"github.com/tideline-ml/tideline/pkg/store/server"
	"github.com/tideline-ml/tideline/pkg/store/server/servertest"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

func TestConformance(t *testing.T) {
	admin := administrator(t)
	servertest.Conformance(t, "postgres",
		func(t *testing.T) string { return newSchema(t, admin) },
		func(t *testing.T, place string, table conformance.Table) { load(t, admin, place, table) },
		func(t *testing.T) server.Engine { return open(t, configOf(t)) })
}

// variable names a real server, by a URL with user and password: npm run engines.
const variable = "TIDELINE_POSTGRES_URL"

// configOf is the server as settings name it.
func configOf(t testing.TB) server.Config {
	t.Helper()
	return servertest.Config(t, variable)
}

func open(t testing.TB, c server.Config) *Engine {
	t.Helper()
	e, err := Open(c)
	if err != nil {
		t.Fatal(err)
	}
	return e.(*Engine)
}

// administrator is a connection that may write.
func administrator(t testing.TB) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), servertest.URL(t, variable).String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

func run(t testing.TB, conn *pgx.Conn, statement string) {
	t.Helper()
	if _, err := conn.PgConn().Exec(context.Background(), statement).ReadAll(); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// newSchema makes a schema that is dropped after the test.
func newSchema(t testing.TB, admin *pgx.Conn) string {
	t.Helper()
	schema := fmt.Sprintf("test_%d", time.Now().UnixNano())
	run(t, admin, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { run(t, admin, "DROP SCHEMA "+schema+" CASCADE") })
	return schema
}

var postgresTypes = map[string]string{
	"int": "bigint", "int32": "integer", "float": "float8", "float32": "real", "decimal": "numeric(18,4)", "bool": "boolean", "text": "text",
	"timestamp": "timestamp", "instant": "timestamptz", "date": "date", "list": "float8[]",
}

// load makes a table as a user of PostgreSQL would: it has no unsigned numbers, so that those beyond bigint are numeric.
func load(t testing.TB, admin *pgx.Conn, schema string, table conformance.Table) {
	t.Helper()
	var columns []string
	for i, c := range table.Columns {
		kind := postgresTypes[c.Type]
		if c.Type == "uint64" {
			kind = "bigint"
			for _, row := range table.Rows {
				if _, err := strconv.ParseInt(row[i], 10, 64); err != nil && row[i] != conformance.Null {
					kind = "numeric(20,0)"
				}
			}
		}
		columns = append(columns, sql.Quote(c.Name)+" "+kind)
	}
	name := schema + "." + sql.Quote(table.Name)
	run(t, admin, fmt.Sprintf("CREATE TABLE %s (%s)", name, strings.Join(columns, ", ")))
	for _, rows := range table.Inserts(func(kind, cell string) string {
		switch {
		case cell == conformance.Null:
			return "NULL"
		case kind == "instant":
			return "'" + cell + "+00'"
		case kind == "list":
			return "'{" + strings.Trim(cell, "[]") + "}'"
		}
		return "'" + strings.ReplaceAll(cell, "'", "''") + "'"
	}) {
		run(t, admin, fmt.Sprintf("INSERT INTO %s VALUES %s", name, rows))
	}
	run(t, admin, "ANALYZE "+name)
}
