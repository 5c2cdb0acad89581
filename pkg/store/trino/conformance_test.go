package trino

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/store/conformance"
	"github.com/tideline-ml/tideline/pkg/store/server"
	"github.com/tideline-ml/tideline/pkg/store/server/servertest"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

func TestConformance(t *testing.T) {
	servertest.Conformance(t, "trino",
		func(t *testing.T) string { return newSchema(t, "memory") },
		func(t *testing.T, place string, table conformance.Table) { load(t, place, table) },
		func(t *testing.T) server.Engine { return open(t, configOf(t)) })
}

// variable names a real cluster, by a URL with user and password (npm run engines); others say what authority signed its certificate, with which key tokens are
// signed, where its lake lies and which processes it is.
const variable = "TIDELINE_TRINO_URL"

// configOf is the cluster as settings name it.
func configOf(t testing.TB) server.Config {
	t.Helper()
	c := servertest.Config(t, variable)
	c.URL = "https://" + c.URL
	c.TLS = trusting(t)
	return c
}

// trusting trusts the cluster's certificate.
func trusting(t testing.TB) *tls.Config {
	t.Helper()
	pem, err := os.ReadFile(os.Getenv("TIDELINE_TRINO_CA"))
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		t.Fatal("TIDELINE_TRINO_CA is no PEM text")
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: pool}
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
func run(t testing.TB, statement string) [][]any {
	t.Helper()
	c := configOf(t)
	c.Timeout = time.Minute
	e := open(t, c)
	defer e.Close()
	rows, err := e.all(context.Background(), statement)
	if err != nil {
		t.Fatalf("%.300s: %v", statement, err)
	}
	return rows
}

// newSchema makes a schema that is dropped after the test.
func newSchema(t testing.TB, catalog string) string {
	t.Helper()
	name := fmt.Sprintf("test_%d", time.Now().UnixNano())
	run(t, "CREATE SCHEMA "+catalog+"."+name)
	t.Cleanup(func() { run(t, "DROP SCHEMA "+catalog+"."+name+" CASCADE") })
	return name
}

var trinoTypes = map[string]string{
	"int": "bigint", "int32": "integer", "float": "double", "float32": "real", "decimal": "decimal(18, 4)", "bool": "boolean", "text": "varchar",
	"timestamp": "timestamp(6)", "instant": "timestamp(6) with time zone", "date": "date", "list": "array(double)",
}

// load makes a table as a user of Trino would: it has no unsigned numbers, so that those beyond bigint are decimals.
func load(t testing.TB, schema string, table conformance.Table) {
	t.Helper()
	var columns, types []string
	for i, c := range table.Columns {
		kind := trinoTypes[c.Type]
		if c.Type == "uint64" {
			kind = "bigint"
			for _, row := range table.Rows {
				if len(row[i]) >= 20 && row[i] != conformance.Null {
					kind = "decimal(20, 0)"
				}
			}
		}
		columns, types = append(columns, sql.Quote(c.Name)+" "+kind), append(types, kind)
	}
	name := "memory." + schema + "." + sql.Quote(table.Name)
	run(t, fmt.Sprintf("CREATE TABLE %s (%s)", name, strings.Join(columns, ", ")))
	if len(table.Rows) == 0 {
		return
	}
	// A column is one text: thousands of rows of values would take the planner long.
	const between, null = "\x1f", "\x1e"
	lists, values := make([]string, len(table.Columns)), make([]string, len(table.Columns))
	for i, c := range table.Columns {
		cells := make([]string, len(table.Rows))
		for k, row := range table.Rows {
			if cells[k] = row[i]; row[i] == conformance.Null {
				cells[k] = null
			}
		}
		lists[i] = fmt.Sprintf("split(%s, '%s')", literal(strings.Join(cells, between)), between)
		x := fmt.Sprintf("nullif(v%d, '%s')", i, null)
		switch c.Type {
		case "float":
			x = "replace(replace(" + x + ", 'nan', 'NaN'), 'inf', 'Infinity')"
		case "instant":
			x += " || ' UTC'"
		case "list":
			x = "json_parse(" + x + ")"
		}
		values[i] = "CAST(" + x + " AS " + types[i] + ")"
	}
	names := make([]string, len(lists))
	for i := range names {
		names[i] = fmt.Sprintf("v%d", i)
	}
	run(t, fmt.Sprintf("INSERT INTO %s SELECT %s FROM UNNEST(%s) AS v (%s)", name, strings.Join(values, ", "), strings.Join(lists, ", "), strings.Join(names, ", ")))
}
