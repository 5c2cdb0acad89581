package clickhouse

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/server"
	"github.com/tideline-ml/tideline/pkg/store/server/servertest"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// as is the server's configuration for one of the users of tests/engines/clickhouse.py.
func as(t testing.TB, user, password string) server.Config {
	t.Helper()
	c := configOf(t)
	c.User, c.Password, c.Database, c.AllowSQL = user, password, "tideline", true
	return c
}

// secret is the reader's password, with characters that must be written with care.
const secret = "reader's secret: ä&=%"

func ask(ctx context.Context, e *Engine, text string, args ...any) error {
	_, err := e.all(ctx, sql.Statement{Text: text, Args: args})
	return err
}

// within checks that something fails with words, and in time, and tells no secrets.
func within(t *testing.T, limit time.Duration, work func() error, words ...string) {
	t.Helper()
	servertest.Fails(t, limit, work, []string{"secret:", "SELECT "}, words...)
}

// settled checks that an engine holds nothing: no turn, and no query on the server that bears its mark.
func settled(t *testing.T, e *Engine, mark string) {
	t.Helper()
	e.kills.Wait()
	if n := len(e.turns); n != 0 {
		t.Errorf("%d turns are not given back", n)
	}
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		left := strings.TrimSpace(run(t, "SELECT count() FROM system.processes WHERE query LIKE '%"+mark+"%' AND query NOT LIKE '%system.processes%'"))
		if left == "0" {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s queries still run", left)
		}
	}
}

func TestRefused(t *testing.T) {
	silent, nobody := servertest.Silent(t), servertest.Nobody(t)
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	works := as(t, "reader", secret)
	for _, c := range []struct {
		change func(*server.Config)
		limit  time.Duration
		words  []string
	}{
		{func(c *server.Config) { c.Password = "wrong" }, 3 * time.Second, []string{"refused the user or its password"}},
		{func(c *server.Config) { c.User = "nobody" }, 3 * time.Second, []string{"refused the user or its password"}},
		{func(c *server.Config) { c.User, c.Password, c.Database = "admin", "admin", "nowhere" }, 3 * time.Second, []string{"no such database"}},
		{func(c *server.Config) { c.URL = "http://" + nobody }, 3 * time.Second, []string{nobody, "connection refused"}},
		{func(c *server.Config) { c.URL, c.Timeout = "http://"+silent, time.Second }, 6 * time.Second, []string{"no answer within 1s"}},
		{func(c *server.Config) { c.URL = "http://no-such-host.invalid:8123" }, 10 * time.Second, []string{"no-such-host.invalid:8123 cannot be reached", "host name"}},
		{func(c *server.Config) { c.URL = other.URL }, 3 * time.Second, []string{"not its HTTP interface", "404"}},
	} {
		config := works
		c.change(&config)
		e := open(t, config)
		within(t, c.limit, func() error { return ask(context.Background(), e, "SELECT 1") }, c.words...)
		e.Close()
		if n := len(e.turns); n != 0 {
			t.Errorf("%v: %d turns are not given back", c.words, n)
		}
	}
	e := open(t, works)
	defer e.Close()
	if err := ask(context.Background(), e, "SELECT 1"); err != nil {
		t.Error(err)
	}
}

// What settings get wrong is said before anything is sent.
func TestOpen(t *testing.T) {
	encrypted, err := server.NewTLS("", "db", server.TLSFiles{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		config server.Config
		words  string
	}{
		{server.Config{}, "store.url"},
		{server.Config{URL: "ftp://db"}, "https://host:8443"},
		{server.Config{URL: "http://reader:secret@db:8123"}, "settings of their own"},
		{server.Config{URL: "http://db:8123/?readonly=0"}, "settings of their own"},
		{server.Config{URL: "http://db:8123", TLS: encrypted, Password: "secret@"}, "store.tls.mode"},
		{server.Config{URL: "https://db:8443"}, "is none (disable)"},
		{server.Config{URL: "db", User: "a:b"}, "colon"},
	} {
		if _, err := Open(c.config); err == nil || !strings.Contains(err.Error(), c.words) || strings.Contains(err.Error(), "secret@") {
			t.Errorf("%+v: got %v, want %s", c.config, err, c.words)
		}
	}
	for url, want := range map[string]string{"db": "https://db:8443", "db:1234": "https://db:1234", "https://proxy/clickhouse": "https://proxy/clickhouse"} {
		if e := open(t, server.Config{URL: url, TLS: encrypted}); e.base.String() != want {
			t.Errorf("%s is asked at %s, not %s", url, e.base, want)
		}
	}
	// Nothing is given away where there is nothing to give away.
	if e := open(t, server.Config{URL: "http://db:8123", TLS: encrypted, User: "reader"}); e.base.String() != "http://db:8123" {
		t.Errorf("without a password the server is asked at %s", e.base)
	}
	if e := open(t, server.Config{URL: "db"}); e.base.String() != "http://db:8123" {
		t.Errorf("without TLS the server is asked at %s", e.base)
	}
}

func TestRights(t *testing.T) {
	ctx := context.Background()
	run(t, "CREATE OR REPLACE TABLE tideline.narrow ENGINE = MergeTree ORDER BY time AS SELECT toDateTime('2026-01-01', 'UTC') + number AS time, number % 7 AS x, number AS secret FROM numbers(1000)")
	run(t, "CREATE OR REPLACE TABLE tideline.other ENGINE = Memory AS SELECT 1 AS x")
	t.Cleanup(func() { run(t, "DROP TABLE tideline.narrow"); run(t, "DROP TABLE tideline.other") })

	// A column that the user may not read is not there; the others are counted.
	e := open(t, as(t, "narrow", "narrow"))
	st := server.New(e)
	defer st.Close()
	q := store.CountsRequest{Relation: store.Relation{Source: model.Source{Table: "narrow"}, Time: "time"}, Windows: []store.Window{{}},
		Columns: []store.CountColumn{{Column: store.Column{Name: "x"}}, {Column: store.Column{Name: "secret"}}}}
	result, err := st.Counts(ctx, q)
	if err != nil || result.Rows[0][0] != 1000 || result.ByColumn[0].Err != nil {
		t.Fatalf("%v, %+v", err, result)
	}
	if err := result.ByColumn[1].Err; err == nil || !strings.Contains(err.Error(), `"secret" does not exist; the source has time, x`) {
		t.Errorf("the column that may not be read: %v", err)
	}
	// One that was taken away after its table was looked at.
	within(t, 3*time.Second, func() error { return ask(ctx, e, "SELECT secret FROM narrow") }, "may not read", "can grant it")
	within(t, 3*time.Second, func() error { _, err := e.Table(ctx, model.Source{Table: "other"}); return err }, `"other" does not exist`, "may read no column")
	within(t, 3*time.Second, func() error { _, err := e.Table(ctx, model.Source{File: "log.csv"}); return err }, "source.table")

	// Nobody writes, whatever the user may do.
	for _, c := range []server.Config{as(t, "reader", secret), as(t, "strict", "strict"), as(t, "admin", "admin")} {
		e := open(t, c)
		defer e.Close()
		for _, statement := range []string{"CREATE TABLE tideline.made (x Int8) ENGINE = Memory", "INSERT INTO tideline.other VALUES (2)", "DROP TABLE tideline.other"} {
			var refused *Exception
			if err := ask(ctx, e, statement); !errors.As(err, &refused) || refused.Code != readonly && refused.Code != accessDenied {
				t.Errorf("%s: %s: %v", c.User, statement, err)
			}
		}
	}
	// A user who may not change settings is served all the same.
	strict := open(t, as(t, "strict", "strict"))
	defer strict.Close()
	st = server.New(strict)
	if result, err := st.Counts(ctx, q); err != nil || result.Rows[0][0] != 1000 || result.ByColumn[1].Err != nil {
		t.Errorf("a user whose settings are fixed: %v", err)
	}

	no := open(t, func() server.Config { c := as(t, "reader", secret); c.AllowSQL = false; return c }())
	defer no.Close()
	within(t, time.Second, func() error { _, err := no.Table(ctx, model.Source{SQL: "SELECT 1 AS x"}); return err }, "allow_sql")
	if table, err := strict.Table(ctx, model.Source{SQL: "SELECT x, toLowCardinality('a') AS c FROM other -- a comment"}); err != nil || len(table.Fields) != 2 || table.Fields[1].Class != sql.Text {
		t.Errorf("a statement as a source: %v, %+v", err, table)
	}
}

// endless is a query that would run for hours.
func endless(mark string) string {
	return "SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(sipHash64(number), '" + mark + "')"
}

func TestStopped(t *testing.T) {
	config := as(t, "reader", secret)
	config.Timeout = time.Second
	e := open(t, config)
	defer e.Close()

	within(t, 4*time.Second, func() error { return ask(context.Background(), e, endless("limited")) }, "limit of 1s", "ask for less time")
	settled(t, e, "limited")

	// A user whose settings are fixed has no limit on the server: it is kept here.
	fixed := as(t, "strict", "strict")
	fixed.Timeout = 500 * time.Millisecond
	strict := open(t, fixed)
	defer strict.Close()
	within(t, 6*time.Second, func() error { return ask(context.Background(), strict, endless("kept here")) }, "no answer within 500ms")
	settled(t, strict, "kept here")

	// Nobody waits any more.
	config.Timeout = 20 * time.Second
	patient := open(t, config)
	connections := counted(patient)
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(300*time.Millisecond, cancel)
	began := time.Now()
	if err := ask(ctx, patient, endless("cancelled")); !errors.Is(err, context.Canceled) || time.Since(began) > 2*time.Second {
		t.Errorf("after %v: %v", time.Since(began), err)
	}
	settled(t, patient, "cancelled")

	// Somebody stops it on the server.
	time.AfterFunc(300*time.Millisecond, func() { run(t, "KILL QUERY WHERE query LIKE '%killed by hand%' AND query NOT LIKE '%KILL%' SYNC") })
	within(t, 4*time.Second, func() error { return ask(context.Background(), patient, endless("killed by hand")) }, "was stopped on the ClickHouse server")
	settled(t, patient, "killed by hand")

	within(t, 10*time.Second, func() error {
		return ask(context.Background(), patient, "SELECT groupArray(number), 'memory' FROM numbers(100000000) SETTINGS max_memory_usage = 10000000")
	}, "more memory than ClickHouse allows")
	within(t, 10*time.Second, func() error {
		return ask(context.Background(), patient, "SELECT number FROM numbers(100) SETTINGS max_result_rows = 5")
	}, "answers more than ClickHouse allows")
	within(t, 3*time.Second, func() error { return ask(context.Background(), patient, "SELECT nothing FROM numbers(1)") }, "no longer in ClickHouse")

	// Many at once, more than may run, all given up.
	servertest.GivenUp(t, 3*mostConnections, 300*time.Millisecond, func(ctx context.Context) error { return ask(ctx, patient, endless("many")) })
	settled(t, patient, "many")
	if err := ask(context.Background(), patient, "SELECT 1"); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	if n := connections.Load(); n < 1 || n > 2*mostConnections {
		t.Errorf("%d connections are open", n)
	}
	patient.Close()
	for deadline := time.Now().Add(3 * time.Second); connections.Load() != 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d connections are left open", connections.Load())
		}
	}
}

// counted counts an engine's open connections from now on.
func counted(e *Engine) *atomic.Int64 {
	var open atomic.Int64
	transport := e.http.Transport.(*http.Transport)
	dial := transport.DialContext
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		open.Add(1)
		return &countedConn{Conn: conn, open: &open}, nil
	}
	return &open
}

type countedConn struct {
	net.Conn
	open   *atomic.Int64
	closed atomic.Bool
}

func (c *countedConn) Close() error {
	if !c.closed.Swap(true) {
		c.open.Add(-1)
	}
	return c.Conn.Close()
}

// An exception in the middle of rows is no end of them, whether the server marks it or not.
func TestExceptionAmongRows(t *testing.T) {
	for _, user := range []string{"admin", "old"} {
		e := open(t, as(t, user, user))
		defer e.Close()
		r, err := e.Query(context.Background(), sql.Statement{Text: "SELECT toUInt8(throwIf(number = 3000000)), toUInt8(1) FROM numbers(5000000)"})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for r.Next() {
			n++
		}
		var exception *Exception
		if !errors.As(r.Err(), &exception) || exception.Code != 395 || n == 0 {
			t.Errorf("%s: after %d rows: %v", user, n, r.Err())
		}
		r.Close()
		settled(t, e, "throwIf")
	}
	// Rows that nobody reads to the end.
	e := open(t, as(t, "admin", "admin"))
	defer e.Close()
	r, err := e.Query(context.Background(), sql.Statement{Text: "SELECT number, 'left unread' FROM numbers(1000000000)"})
	if err != nil {
		t.Fatal(err)
	}
	if !r.Next() || r.Values()[0] != int64(0) {
		t.Errorf("%v, %v", r.Values(), r.Err())
	}
	r.Close()
	settled(t, e, "left unread")
}

func TestParameters(t *testing.T) {
	e := open(t, as(t, "reader", secret))
	defer e.Close()
	long := strings.Repeat("long\t", 20_000) // goes as a form
	for _, want := range []any{"", "a'b\\c\"d\te\nf\rg\x00h\bi", "größe 日本 🙂", `\N`, "NULL", "{p1:String}", long, int64(-1 << 63), int64(1<<63 - 1), 0.1, -5e-324, 1.7976931348623157e308, true} {
		rows, err := e.all(context.Background(), sql.Statement{Text: "SELECT " + sql.ClickHouse.Placeholder(1, want), Args: []any{want}})
		if err != nil || len(rows) != 1 || rows[0][0] != want {
			t.Errorf("%.40q came back as %.40q, %v", fmt.Sprint(want), fmt.Sprint(rows), err)
		}
	}
}
