package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/server"
	"github.com/tideline-ml/tideline/pkg/store/server/servertest"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// place is a schema with a log, and a database user who may do with it what docs/data-source.md says and no more.
type place struct {
	admin        *pgx.Conn
	schema, user string
	config       server.Config
}

func newPlace(t *testing.T) *place {
	t.Helper()
	p := &place{admin: administrator(t), config: configOf(t)}
	p.schema = newSchema(t, p.admin)
	p.user = "reader_" + strings.TrimPrefix(p.schema, "test_")
	p.config.User, p.config.Password, p.config.Timeout, p.config.AllowSQL = p.user, "open sesame", 2*time.Second, true
	run(t, p.admin, fmt.Sprintf(`CREATE TABLE %[1]s.log (time timestamptz NOT NULL, x float8, secret float8);
		INSERT INTO %[1]s.log SELECT TIMESTAMPTZ '2026-01-01 00:00Z' + i * INTERVAL '1 minute', i %% 7, i FROM generate_series(0, 999) i;
		CREATE VIEW %[1]s.slow AS SELECT time, x, pg_sleep(0.05)::text AS pause FROM %[1]s.log;
		CREATE ROLE %[2]s LOGIN PASSWORD 'open sesame';
		GRANT USAGE ON SCHEMA %[1]s TO %[2]s; GRANT SELECT ON ALL TABLES IN SCHEMA %[1]s TO %[2]s`, p.schema, p.user))
	t.Cleanup(func() { run(t, p.admin, fmt.Sprintf("DROP OWNED BY %[1]s; DROP ROLE %[1]s", p.user)) }) // before the schema
	return p
}

func (p *place) store(t *testing.T, c server.Config) *server.Store {
	t.Helper()
	st := server.New(open(t, c))
	t.Cleanup(func() { st.Close() })
	return st
}

func (p *place) count(ctx context.Context, st store.Store, src model.Source, columns ...string) (*store.CountsResult, error) {
	q := store.CountsRequest{Relation: store.Relation{Source: src, Time: "time"}, Windows: []store.Window{{}}}
	for _, c := range columns {
		q.Columns = append(q.Columns, store.CountColumn{Column: store.Column{Name: c}})
	}
	return st.Counts(ctx, q)
}

func (p *place) table(name string) model.Source { return model.Source{Table: p.schema + "." + name} }

// connections of the user at the server; working are those that are not idle.
func (p *place) connections(t *testing.T) (all, working int) {
	t.Helper()
	err := p.admin.QueryRow(context.Background(), "SELECT count(*), count(*) FILTER (WHERE state <> 'idle') FROM pg_stat_activity WHERE usename = $1", p.user).Scan(&all, &working)
	if err != nil {
		t.Fatal(err)
	}
	return all, working
}

// settled waits until the server works for the user no more, and checks that the pool is no larger than it may be.
func (p *place) settled(t *testing.T) {
	t.Helper()
	for deadline := time.Now().Add(3 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		all, working := p.connections(t)
		if working == 0 && all <= mostConnections {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d connections are open and %d of them work", all, working)
		}
	}
}

// works checks that a store answers.
func (p *place) works(t *testing.T, st store.Store) {
	t.Helper()
	result, err := p.count(context.Background(), st, p.table("log"), "x")
	if err != nil || result.Rows[0][0] != 1000 {
		t.Fatalf("afterwards: %v, %+v", err, result)
	}
}

// within checks that something fails with words, and in time, and tells no secrets.
func within(t *testing.T, limit time.Duration, work func() error, words ...string) {
	t.Helper()
	servertest.Fails(t, limit, work, []string{"sesame", "SELECT count"}, words...)
}

func TestRefused(t *testing.T) {
	p := newPlace(t)
	silent, nobody := servertest.Silent(t), servertest.Nobody(t)
	ask := func(change func(c *server.Config)) func() error {
		return func() error {
			c := p.config
			change(&c)
			_, err := p.count(context.Background(), p.store(t, c), p.table("log"), "x")
			return err
		}
	}
	within(t, 2*time.Second, ask(func(c *server.Config) { c.Password = "open barley" }), "refused the user", "password is wrong")
	within(t, 2*time.Second, ask(func(c *server.Config) { c.Password = "" }), "refused the user", "asks for a password, and none is set")
	within(t, 2*time.Second, ask(func(c *server.Config) { c.Database = "nowhere" }), `database "nowhere" does not exist`, "store.database")
	within(t, 2*time.Second, ask(func(c *server.Config) { c.URL = nobody }), nobody, "cannot be reached", "connection refused")
	within(t, 4*time.Second, ask(func(c *server.Config) { c.URL = silent }), "did not answer within 2s")
	within(t, 8*time.Second, ask(func(c *server.Config) { c.URL = "no-such-host.invalid" }), "no-such-host.invalid:5432 cannot be reached")
	run(t, p.admin, "ALTER ROLE "+p.user+" CONNECTION LIMIT 0")
	within(t, 2*time.Second, ask(func(c *server.Config) {}), "has no connection left", "CONNECTION LIMIT")
	run(t, p.admin, "ALTER ROLE "+p.user+" CONNECTION LIMIT -1")
	p.works(t, p.store(t, p.config))
	p.settled(t)
}

func TestRights(t *testing.T) {
	p := newPlace(t)
	st := p.store(t, p.config)
	ctx := context.Background()
	run(t, p.admin, fmt.Sprintf("REVOKE SELECT ON %[1]s.log FROM %[2]s; GRANT SELECT (time, x) ON %[1]s.log TO %[2]s", p.schema, p.user))
	result, err := p.count(ctx, st, p.table("log"), "x", "secret")
	if err != nil {
		t.Fatal(err)
	}
	if result.ByColumn[0].Err != nil || result.ByColumn[0].Counts[0][0].Rows != 1000 {
		t.Errorf("a column that may be read: %+v", result.ByColumn[0])
	}
	if err := result.ByColumn[1].Err; err == nil || !strings.Contains(err.Error(), `column "secret" may not be read`) {
		t.Errorf("a column that may not be read: %v", err)
	}
	if _, err := st.Profile(ctx, store.Relation{Source: p.table("log"), Time: "time"}, []store.Column{{Name: "x"}}, []store.Window{{}}, 10); err != nil {
		t.Errorf("a sample of what may be read: %v", err)
	}
	run(t, p.admin, fmt.Sprintf("REVOKE ALL (time, x) ON %s.log FROM %s", p.schema, p.user))
	// The store remembers the table; the server refuses the statement, and the next question finds out what exactly is lacking.
	within(t, 2*time.Second, func() error { _, err := p.count(ctx, st, p.table("log"), "x"); return err }, "may not read this", "GRANT SELECT")
	within(t, 2*time.Second, func() error { _, err := p.count(ctx, st, p.table("log"), "x"); return err }, "may not read the table", "GRANT SELECT ON")
	run(t, p.admin, fmt.Sprintf("REVOKE USAGE ON SCHEMA %s FROM %s", p.schema, p.user))
	within(t, 2*time.Second, func() error { _, err := p.count(ctx, st, p.table("log"), "x"); return err }, "may not use the schema", "GRANT USAGE ON SCHEMA")
	within(t, 2*time.Second, func() error { _, err := p.count(ctx, st, p.table("nothing"), "x"); return err }, "there is no table or view", "nothing")
	within(t, 2*time.Second, func() error { _, err := p.count(ctx, st, model.Source{Table: "elsewhere.Log"}, "x"); return err },
		"there is no table or view", fmt.Sprintf("did you mean %q", p.schema+".log"))
	run(t, p.admin, fmt.Sprintf("GRANT USAGE ON SCHEMA %[1]s TO %[2]s; GRANT SELECT ON %[1]s.log TO %[2]s", p.schema, p.user))
	p.works(t, st)
	p.settled(t)
}

func TestSlowQueryIsStopped(t *testing.T) {
	p := newPlace(t)
	st := p.store(t, p.config)
	err := error(nil)
	within(t, 4*time.Second, func() error {
		_, err = p.count(context.Background(), st, p.table("slow"), "pause")
		return err
	}, "took longer than 2s", "store.timeout")
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v is no timeout", err)
	}
	p.settled(t)
	p.works(t, st)
}

func TestCancelledQueryEndsOnTheServer(t *testing.T) {
	p := newPlace(t)
	p.config.Timeout = time.Minute
	st := p.store(t, p.config)
	var group sync.WaitGroup
	for range 3 * mostConnections { // more than can run at once
		group.Go(func() {
			ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
			defer cancel()
			began := time.Now()
			if _, err := p.count(ctx, st, p.table("slow"), "pause"); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v", err)
			}
			if took := time.Since(began); took > 3*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
	group.Wait()
	p.settled(t)
	p.works(t, st)
	st.Close()
	for deadline := time.Now().Add(3 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if all, _ := p.connections(t); all == 0 {
			break
		} else if time.Now().After(deadline) {
			t.Fatalf("%d connections are left of a closed store", all)
		}
	}
}

func TestServerEndsConnections(t *testing.T) {
	p := newPlace(t)
	p.config.Timeout = 20 * time.Second
	st := p.store(t, p.config)
	conn := administrator(t)
	for range 3 {
		ended := make(chan struct{})
		time.AfterFunc(300*time.Millisecond, func() {
			defer close(ended)
			run(t, conn, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '"+p.user+"'")
		})
		within(t, 5*time.Second, func() error {
			_, err := p.count(context.Background(), st, p.table("slow"), "pause")
			return err
		}, "ended the connection during the query", "ask again")
		<-ended
		p.works(t, st)
	}
	p.settled(t)
}

// What is not read to its end is cancelled, not read on.
func TestUnreadRowsAreCancelled(t *testing.T) {
	p := newPlace(t)
	p.config.Timeout = 20 * time.Second
	e := open(t, p.config)
	t.Cleanup(func() { e.Close() })
	began := time.Now()
	for range mostConnections + 1 {
		rows, err := e.Query(context.Background(), sql.Statement{Text: fmt.Sprintf("SELECT CAST(1 AS bigint), repeat('x', 1000) FROM %[1]s a, %[1]s b, %[1]s c", p.schema+".log")})
		if err != nil {
			t.Fatal(err)
		}
		if !rows.Next() || rows.Values()[0] != int64(1) {
			t.Fatal(rows.Err())
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
	p.settled(t)
	p.works(t, server.New(e))
}

// A network that breaks in the middle of a query, is down for a while, and comes back.
func TestBrokenNetwork(t *testing.T) {
	p := newPlace(t)
	network := newProxy(t, p.config.URL)
	p.config.URL, p.config.Timeout = network.address, 20*time.Second
	st := p.store(t, p.config)
	p.works(t, st)
	time.AfterFunc(300*time.Millisecond, network.stop)
	within(t, 5*time.Second, func() error {
		_, err := p.count(context.Background(), st, p.table("slow"), "pause")
		return err
	}, "broke during the query")
	within(t, 5*time.Second, func() error {
		_, err := p.count(context.Background(), st, p.table("log"), "x")
		return err
	}, "cannot be reached")
	network.begin(t)
	p.works(t, st)
	run(t, p.admin, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '"+p.user+"' AND state = 'active'") // it sleeps on, for nobody
	p.settled(t)
}

// proxy hands bytes on until it is stopped.
type proxy struct {
	address, target string
	mu              sync.Mutex
	listener        net.Listener
	open            []net.Conn
}

func newProxy(t *testing.T, target string) *proxy {
	t.Helper()
	p := &proxy{address: "127.0.0.1:0", target: target}
	p.begin(t)
	t.Cleanup(p.stop)
	return p
}

func (p *proxy) begin(t *testing.T) {
	t.Helper()
	listener, err := net.Listen("tcp", p.address)
	if err != nil {
		t.Fatal(err)
	}
	p.mu.Lock()
	p.address, p.listener = listener.Addr().String(), listener
	p.mu.Unlock()
	go func() {
		for {
			from, err := listener.Accept()
			if err != nil {
				return
			}
			to, err := net.Dial("tcp", p.target)
			if err != nil {
				from.Close()
				continue
			}
			p.mu.Lock()
			p.open = append(p.open, from, to)
			p.mu.Unlock()
			go io.Copy(from, to)
			go io.Copy(to, from)
		}
	}()
}

func (p *proxy) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.listener.Close()
	for _, conn := range p.open {
		conn.Close()
	}
	p.open = nil
}

// A statement of an administrator is one SELECT, in a transaction that cannot write, and only where the operator allows it.
func TestStatementsAsSources(t *testing.T) {
	p := newPlace(t)
	st := p.store(t, p.config)
	ctx := context.Background()
	log := p.schema + ".log"
	result, err := p.count(ctx, st, model.Source{SQL: "SELECT time, x AS y FROM " + log + " WHERE x < 3; -- few"}, "y")
	if err == nil {
		t.Errorf("a comment after the statement hides what follows it: %+v", result)
	}
	if result, err = p.count(ctx, st, model.Source{SQL: "SELECT time, x AS y FROM " + log + " WHERE x < 3 -- few"}, "y"); err != nil || result.ByColumn[0].Counts[0][0].Len() != 3 {
		t.Errorf("a statement: %v, %+v", err, result)
	}
	run(t, p.admin, fmt.Sprintf("GRANT INSERT, DELETE ON %s TO %s", log, p.user)) // what a careless owner grants is not used
	for _, text := range []string{
		"DELETE FROM " + log + " RETURNING time, x",
		"SELECT time, x FROM " + log + "; DELETE FROM " + log,
		"SELECT time, x FROM " + log + ") AS m; DELETE FROM " + log + "; SELECT * FROM (SELECT 1",
		"WITH gone AS (DELETE FROM " + log + " RETURNING time, x) SELECT * FROM gone",
		"SELECT time, x FROM " + log + ") AS m, (SELECT 1",
		"SELECT time, x FROM " + log + " WHERE x = $1",
		"SET default_transaction_read_only = off",
	} {
		if _, err := p.count(ctx, st, model.Source{SQL: text}, "x"); err == nil {
			t.Errorf("%s was run", text)
		}
	}
	p.works(t, st)
	p.config.AllowSQL = false
	within(t, 2*time.Second, func() error {
		_, err := p.count(ctx, p.store(t, p.config), model.Source{SQL: "SELECT time, x FROM " + log}, "x")
		return err
	}, "does not allow SQL")
	p.settled(t)
}
