package clickhouse

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/store/conformance"
	"github.com/tideline-ml/tideline/pkg/store/server"
	"github.com/tideline-ml/tideline/pkg/store/server/servertest"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

func TestConformance(t *testing.T) {
	servertest.Conformance(t, "clickhouse",
		func(t *testing.T) string { return newDatabase(t) },
		func(t *testing.T, place string, table conformance.Table) { load(t, place, table) },
		func(t *testing.T) server.Engine { return open(t, configOf(t)) })
}

// The same tables cut over two shards, behind one distributed table: each shard is asked for its own rows, and what they answer is merged by the engine. A shard is this
// server once more, so it says nothing of the network between servers.
func TestDistributed(t *testing.T) {
	servertest.Conformance(t, "clickhouse",
		func(t *testing.T) string { return newDatabase(t) },
		func(t *testing.T, place string, table conformance.Table) {
			name := table.Name
			table.Name += " of all shards"
			load(t, place, table)
			run(t, servertest.OverTwoShards(place+"."+sql.ClickHouse.Quote(name), place+"."+sql.ClickHouse.Quote(table.Name)))
		},
		func(t *testing.T) server.Engine { return open(t, configOf(t)) })
}

// variable names a real server, by a URL with user and password: npm run engines.
const variable = "TIDELINE_CLICKHOUSE_URL"

// configOf is the server as settings name it.
func configOf(t testing.TB) server.Config {
	t.Helper()
	c := servertest.Config(t, variable)
	c.URL = "http://" + c.URL
	return c
}

func open(t testing.TB, c server.Config) *Engine {
	t.Helper()
	e, err := Open(c)
	if err != nil {
		t.Fatal(err)
	}
	return e.(*Engine)
}

// run runs a statement that may write.
func run(t testing.TB, statement string) string {
	t.Helper()
	u := *servertest.URL(t, variable)
	u.Path = "/"
	response, err := http.Post(u.String(), "text/plain", strings.NewReader(statement))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%.200s: %s, %v", statement, body, err)
	}
	return string(body)
}

// newDatabase makes a database that is dropped after the test.
func newDatabase(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("test_%d", time.Now().UnixNano())
	run(t, "CREATE DATABASE "+name)
	t.Cleanup(func() { run(t, "DROP DATABASE "+name) })
	return name
}

// clickhouseTypes are what tables are made of. A timestamp has no zone of its own, an instant has.
var clickhouseTypes = map[string]string{
	"int": "Int64", "int32": "Int32", "uint64": "UInt64", "float": "Float64", "float32": "Float32", "decimal": "Decimal(18, 4)", "bool": "Bool",
	"text": "String", "timestamp": "DateTime64(6)", "instant": "DateTime64(6, 'America/New_York')", "date": "Date32", "list": "Array(Float64)",
}

// load makes a table as a user of ClickHouse would.
func load(t testing.TB, database string, table conformance.Table) {
	t.Helper()
	var columns []string
	for i, c := range table.Columns {
		kind := clickhouseTypes[c.Type]
		missing := false
		for _, row := range table.Rows {
			missing = missing || row[i] == conformance.Null
		}
		if missing && c.Type != "list" { // lists cannot be missing
			kind = "Nullable(" + kind + ")"
		}
		columns = append(columns, sql.ClickHouse.Quote(c.Name)+" "+kind)
	}
	name := database + "." + sql.ClickHouse.Quote(table.Name)
	run(t, fmt.Sprintf("CREATE TABLE %s (%s) ENGINE = MergeTree ORDER BY tuple()", name, strings.Join(columns, ", ")))
	for _, rows := range table.Inserts(func(kind, cell string) string {
		switch {
		case cell == conformance.Null && kind == "list":
			return "[]"
		case cell == conformance.Null:
			return "NULL"
		case kind == "timestamp", kind == "instant":
			return "toDateTime64(" + literal(cell) + ", 6, 'UTC')"
		case kind == "text", kind == "date", kind == "decimal":
			return literal(cell)
		}
		return cell
	}) {
		run(t, fmt.Sprintf("INSERT INTO %s VALUES %s", name, rows))
	}
}

func literal(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(s) + "'"
}
