package trino

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/server"
	"github.com/tideline-ml/tideline/pkg/store/server/servertest"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// as is the cluster's configuration for one of the users of tools/engines/trino.ts.
func as(t testing.TB, user, password string) server.Config {
	t.Helper()
	c := configOf(t)
	c.User, c.Password, c.Schema, c.AllowSQL = user, password, "default", true
	return c
}

// secret is the reader's password, with characters that must be written with care.
const secret = "reader's secret: ä&=%"

func ask(ctx context.Context, e *Engine, text string) error {
	_, err := e.all(ctx, text)
	return err
}

// within checks that something fails with words, and in time, and tells no secrets.
func within(t *testing.T, limit time.Duration, work func() error, words ...string) {
	t.Helper()
	servertest.Fails(t, limit, work, []string{"secret:", "SELECT "}, words...)
}

// settled checks that an engine holds nothing: no turn, and no query on the cluster that bears its mark.
func settled(t *testing.T, e *Engine, mark string) {
	t.Helper()
	e.cancels.Wait()
	if n := len(e.turns); n != 0 {
		t.Errorf("%d turns are not given back", n)
	}
	for deadline := time.Now().Add(15 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		left := running(t, mark)
		if len(left) == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("these still run: %v", left)
		}
	}
}

// running are the queries on the cluster that bear a mark and have not ended.
func running(t *testing.T, mark string) (ids []string) {
	t.Helper()
	for _, row := range run(t, "SELECT query_id FROM system.runtime.queries WHERE query LIKE '%"+mark+"%' AND query NOT LIKE '%system.runtime%' AND state NOT IN ('FINISHED', 'FAILED')") {
		ids = append(ids, row[0].(string))
	}
	return ids
}

// killed ends the first query that bears a mark, as an administrator would.
func killed(t *testing.T, mark string) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if ids := running(t, mark); len(ids) > 0 {
			run(t, "CALL system.runtime.kill_query(query_id => '"+ids[0]+"', message => 'enough')")
			return
		}
	}
	t.Errorf("no query that bears %q was seen", mark)
}

func TestRefused(t *testing.T) {
	silent, nobody := servertest.Silent(t), servertest.Nobody(t)
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	works := as(t, "reader", secret)
	plain := func(c *server.Config, url string) { c.URL, c.TLS, c.Password = "http://"+url, nil, "" }
	for _, c := range []struct {
		change func(*server.Config)
		limit  time.Duration
		words  []string
	}{
		{func(c *server.Config) { c.Password = "wrong" }, 10 * time.Second, []string{"refused the user, or its password"}},
		{func(c *server.Config) { c.User = "nobody" }, 10 * time.Second, []string{"refused the user, or its password"}},
		{func(c *server.Config) { c.Password = "" }, 10 * time.Second, []string{"refused the user, or its password"}},
		{func(c *server.Config) { c.Password, c.Token = "", "no.token.atall" }, 10 * time.Second, []string{"refused the user"}},
		{func(c *server.Config) { c.Database = "nowhere" }, 10 * time.Second, []string{"no such catalog"}},
		{func(c *server.Config) { plain(c, nobody) }, 10 * time.Second, []string{nobody, "connection refused"}},
		{func(c *server.Config) { plain(c, silent); c.Timeout = time.Second }, 6 * time.Second, []string{"no answer within 1s"}},
		{func(c *server.Config) { c.URL = "https://no-such-host.invalid:8443" }, 10 * time.Second, []string{"no-such-host.invalid:8443 cannot be reached", "host name"}},
		{func(c *server.Config) { plain(c, strings.TrimPrefix(other.URL, "http://")) }, 10 * time.Second, []string{"not Trino's HTTP interface", "404"}},
		{func(c *server.Config) { c.TLS = nil; plain(c, strings.TrimPrefix(configOf(t).URL, "https://")) }, 10 * time.Second, []string{"Trino"}},
		{func(c *server.Config) { c.TLS = c.TLS.Clone(); c.TLS.RootCAs = nil }, 10 * time.Second, []string{"certificate that is not trusted"}},
	} {
		config := works
		c.change(&config)
		e := open(t, config)
		within(t, c.limit, func() error { return ask(context.Background(), e, "SELECT * FROM information_schema.schemata") }, c.words...)
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

// A token stands for its user, whoever else is named.
func TestToken(t *testing.T) {
	c := as(t, "", "")
	key, err := os.ReadFile(os.Getenv("TIDELINE_TRINO_TOKENS"))
	if err != nil {
		t.Fatal(err)
	}
	signer, err := base64.StdEncoding.DecodeString(string(key))
	if err != nil {
		t.Fatal(err)
	}
	part := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	token := func(until time.Time) string {
		signed := part(`{"alg":"HS256"}`) + "." + part(fmt.Sprintf(`{"sub":"reader","exp":%d}`, until.Unix()))
		mac := hmac.New(sha256.New, signer)
		mac.Write([]byte(signed))
		return signed + "." + part(string(mac.Sum(nil)))
	}
	c.Token = token(time.Now().Add(time.Hour))
	e := open(t, c)
	defer e.Close()
	rows, err := e.all(context.Background(), "SELECT current_user")
	if err != nil || rows[0][0] != "reader" {
		t.Errorf("%v, %v", rows, err)
	}
	c.Token = token(time.Now().Add(-time.Hour))
	late := open(t, c)
	defer late.Close()
	within(t, 10*time.Second, func() error { return ask(context.Background(), late, "SELECT 1") }, "password or token")
}

// What settings get wrong is said before anything is sent.
func TestOpen(t *testing.T) {
	encrypted, err := server.NewTLS("", "trino", server.TLSFiles{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		config server.Config
		words  string
	}{
		{server.Config{}, "store.url"},
		{server.Config{URL: "ftp://trino"}, "https://host:8443"},
		{server.Config{URL: "http://reader:secret@trino:8080"}, "settings of their own"},
		{server.Config{URL: "http://trino:8080", TLS: encrypted, Token: "secret@"}, "store.tls.mode"},
		{server.Config{URL: "https://trino:8443"}, "store.tls.mode"},
		{server.Config{URL: "trino", TLS: encrypted, User: "reader"}, "store.database"},
		{server.Config{URL: "trino", TLS: encrypted, Database: "lake"}, "store.user"},
		{server.Config{URL: "trino", Database: "lake", User: "reader", Password: "secret@"}, "by https:// alone"},
		{server.Config{URL: "trino", TLS: encrypted, Database: "lake", User: "reader", Password: "secret@", Token: "a"}, "remove the other"},
	} {
		if _, err := Open(c.config); err == nil || !strings.Contains(err.Error(), c.words) || strings.Contains(err.Error(), "secret@") {
			t.Errorf("%+v: got %v, want %s", c.config, err, c.words)
		}
	}
	for url, want := range map[string]string{"trino": "https://trino:8443", "trino:1234": "https://trino:1234", "https://proxy/trino": "https://proxy/trino"} {
		if e := open(t, server.Config{URL: url, TLS: encrypted, Database: "lake", User: "reader"}); e.base.String() != want {
			t.Errorf("%s is asked at %s, not %s", url, e.base, want)
		}
	}
}

func TestRights(t *testing.T) {
	ctx := context.Background()
	table := fmt.Sprintf("narrow_%d", time.Now().UnixNano())
	hidden := strings.Replace(table, "narrow", "hidden", 1)
	run(t, "CREATE TABLE memory.default."+table+" AS SELECT TIMESTAMP '2026-01-01 00:00:00' + n * INTERVAL '1' SECOND AS time, n % 7 AS x, n AS secret FROM UNNEST(sequence(1, 1000)) AS s (n)")
	run(t, "CREATE TABLE memory.default."+hidden+" AS SELECT 1 AS x")
	t.Cleanup(func() { run(t, "DROP TABLE memory.default."+table); run(t, "DROP TABLE memory.default."+hidden) })

	// A column that the user may not read is not there; the others are counted.
	e := open(t, as(t, "narrow", "narrow"))
	st := server.New(e)
	defer st.Close()
	q := store.CountsRequest{Relation: store.Relation{Source: model.Source{Table: table}, Time: "time"}, Windows: []store.Window{{}},
		Columns: []store.CountColumn{{Column: store.Column{Name: "x"}}, {Column: store.Column{Name: "secret"}}}}
	result, err := st.Counts(ctx, q)
	if err != nil || result.Rows[0][0] != 1000 || result.ByColumn[0].Err != nil {
		t.Fatalf("%v, %+v", err, result)
	}
	if err := result.ByColumn[1].Err; err == nil || !strings.Contains(err.Error(), `"secret" does not exist; the source has time, x`) {
		t.Errorf("the column that may not be read: %v", err)
	}
	// One that was taken away after its table was looked at.
	within(t, 10*time.Second, func() error { return ask(ctx, e, "SELECT secret FROM "+table) }, "not allowed", "can grant it")
	for source, words := range map[model.Source]string{
		{Table: hidden}:                     "does not exist",
		{Table: "default.nothing"}:          "does not exist",
		{Table: "nowhere.default." + table}: "no such catalog",
		{File: "log.csv"}:                   "source.table",
	} {
		within(t, 10*time.Second, func() error { _, err := e.Table(ctx, source); return err }, words)
	}
	// However a table is named.
	for _, name := range []string{table, "default." + table, "DEFAULT." + strings.ToUpper(table), "memory.default." + table} {
		if found, err := e.Table(ctx, model.Source{Table: name}); err != nil || len(found.Fields) != 2 {
			t.Errorf("%s: %v, %+v", name, err, found)
		}
	}

	// A user who may set nothing for a session is served all the same, and its time is kept here.
	strict := open(t, as(t, "strict", "strict"))
	defer strict.Close()
	if result, err := server.New(strict).Counts(ctx, q); err != nil || result.Rows[0][0] != 1000 || result.ByColumn[1].Err != nil {
		t.Errorf("a user who may set nothing: %v", err)
	}
	if !strict.bare.Load() {
		t.Error("the limit is still set for a user who may not set it")
	}

	no := open(t, func() server.Config { c := as(t, "reader", secret); c.AllowSQL = false; return c }())
	defer no.Close()
	within(t, time.Second, func() error { _, err := no.Table(ctx, model.Source{SQL: "SELECT 1 AS x"}); return err }, "allow_sql")
	text := "SELECT x, CAST('a' AS char(3)) AS c, CAST(time AS timestamp(9)) AS t FROM " + table + " -- a comment"
	if found, err := strict.Table(ctx, model.Source{SQL: text}); err != nil || len(found.Fields) != 3 || found.Fields[1].Class != sql.Text || found.Fields[2].Type != "timestamp(9)" {
		t.Errorf("a statement as a source: %v, %+v", err, found)
	}
	within(t, 10*time.Second, func() error { _, err := strict.Table(ctx, model.Source{SQL: "DROP TABLE " + table}); return err }, "cannot read the statement")
}

// endless is a query that would run for hours, on both nodes.
func endless(mark string) string {
	return "SELECT count(*) FROM UNNEST(sequence(1, 10000)) AS a (x), UNNEST(sequence(1, 10000)) AS b (y), UNNEST(sequence(1, 10000)) AS c (z) WHERE x * y + z = -1 AND '" + mark + "' <> ''"
}

func TestStopped(t *testing.T) {
	config := as(t, "reader", secret)
	config.Timeout = time.Second
	e := open(t, config)
	defer e.Close()
	within(t, 10*time.Second, func() error { return ask(context.Background(), e, endless("limited")) }, "limit of 1s", "ask for less time")
	settled(t, e, "limited")

	// A user who may set nothing has no limit on the server: it is kept here.
	fixed := as(t, "strict", "strict")
	fixed.Timeout = 500 * time.Millisecond
	strict := open(t, fixed)
	defer strict.Close()
	within(t, 8*time.Second, func() error { return ask(context.Background(), strict, endless("kept here")) }, "no answer within 500ms")
	settled(t, strict, "kept here")

	// Nobody waits any more.
	config.Timeout = 30 * time.Second
	patient := open(t, config)
	defer patient.Close()
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(500*time.Millisecond, cancel)
	began := time.Now()
	if err := ask(ctx, patient, endless("cancelled")); !errors.Is(err, context.Canceled) || time.Since(began) > 5*time.Second {
		t.Errorf("after %v: %v", time.Since(began), err)
	}
	settled(t, patient, "cancelled")

	// Somebody stops it on the server.
	go killed(t, "killed by hand")
	within(t, 20*time.Second, func() error { return ask(context.Background(), patient, endless("killed by hand")) }, "was stopped on Trino")
	settled(t, patient, "killed by hand")

	within(t, 20*time.Second, func() error {
		return ask(context.Background(), patient, "SELECT cardinality(array_agg(x)) FROM UNNEST(sequence(1, 10000)) AS a (x), UNNEST(sequence(1, 10000)) AS b (y)")
	}, "more memory than Trino allows")
	within(t, 10*time.Second, func() error { return ask(context.Background(), patient, "SELECT nothing FROM system.runtime.nodes") }, "no longer in Trino")
	var value *server.ValueError
	if err := ask(context.Background(), patient, "SELECT 1 / x FROM (VALUES 0) AS v (x)"); !errors.As(err, &value) {
		t.Errorf("a value that cannot be computed: %v", err)
	}

	// Many at once, more than may run, all given up.
	servertest.GivenUp(t, 3*mostQueries, 500*time.Millisecond, func(ctx context.Context) error { return ask(ctx, patient, endless("many")) })
	settled(t, patient, "many")

	// Rows that nobody reads to the end.
	r, err := patient.query(context.Background(), "SELECT x, 'left unread' FROM UNNEST(sequence(1, 10000)) AS a (x), UNNEST(sequence(1, 10000)) AS b (y)")
	if err != nil {
		t.Fatal(err)
	}
	if !r.Next() {
		t.Errorf("%v, %v", r.Values(), r.Err())
	}
	r.Close()
	settled(t, patient, "left unread")
	if err := ask(context.Background(), patient, "SELECT 1"); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// A value is what it is, whatever is in it.
func TestLiterals(t *testing.T) {
	e := open(t, as(t, "reader", secret))
	defer e.Close()
	long := strings.Repeat("long'\t", 20_000)
	for _, want := range []any{"", "a'b\\c\"d\te\nf\rg\x00h\bi", "''", `\'`, "'; DROP TABLE x; --", "größe 日本 🙂", "NULL", "U&'\\0041'", "?", "/* ' */", long,
		int64(-1 << 63), int64(1<<63 - 1), 0.1, -5e-324, 1.7976931348623157e308, true, false} {
		rows, err := e.all(context.Background(), "SELECT "+sql.Trino.Placeholder(1, want))
		if err != nil || len(rows) != 1 || rows[0][0] != want {
			t.Errorf("%.40q came back as %.40q, %v", fmt.Sprint(want), fmt.Sprint(rows), err)
		}
	}
}
