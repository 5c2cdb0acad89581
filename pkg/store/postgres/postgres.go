// Package postgres is the engine of PostgreSQL 14 and later, spoken to over its wire protocol. Every statement is one SELECT in a read-only transaction of its
// own, with a time limit that the server keeps; what nobody waits for any more is cancelled there.
package postgres

import (
	"context"
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/tideline-ml/tideline/pkg/store/server"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

const (
	mostConnections = 4 // of one data source
	connectTimeout  = 10 * time.Second
	idleTime        = 5 * time.Minute // after which a connection is closed
	graceTime       = 5 * time.Second // for the server to say itself that a statement took too long, and for cancelling
)

// Engine is one database.
type Engine struct {
	pool     *pgxpool.Pool
	address  string
	user     string
	password bool // one is set
	schema   string
	timeout  time.Duration
	allowSQL bool
}

// Open prepares an engine; it connects with the first statement.
func Open(c server.Config) (server.Engine, error) {
	host, port, err := server.HostPort(c.URL, "postgres", "5432")
	if err != nil {
		return nil, err
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return nil, fmt.Errorf("the address (store.url) has the port %q, which is no number below 65536", port)
	}
	if c.User == "" || c.Database == "" {
		return nil, fmt.Errorf("PostgreSQL needs a user and a database (store.user, store.database)")
	}
	e := &Engine{address: net.JoinHostPort(host, port), user: c.User, password: c.Password != "", schema: c.Schema, timeout: c.Timeout, allowSQL: c.AllowSQL}
	if e.timeout <= 0 {
		e.timeout = server.DefaultTimeout
	}
	// The text is a constant, so that nothing comes from the environment of the Grafana server: no password file, no service file, no certificates.
	config, err := pgxpool.ParseConfig("host=localhost user=none password=none dbname=none sslmode=disable passfile=/dev/null servicefile=/dev/null")
	if err != nil {
		return nil, err
	}
	conn := config.ConnConfig
	conn.Host, conn.Port, conn.Fallbacks = host, uint16(number), nil
	conn.Database, conn.User, conn.Password = c.Database, c.User, c.Password
	conn.TLSConfig = c.TLS
	conn.ConnectTimeout = min(connectTimeout, e.timeout)
	conn.RuntimeParams = map[string]string{"application_name": "tideline"}
	conn.DialFunc = (&net.Dialer{KeepAlive: time.Minute}).DialContext
	conn.DefaultQueryExecMode = pgx.QueryExecModeDescribeExec // no named statements, so that a pooler may stand between
	conn.BuildContextWatcherHandler = func(c *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: c, DeadlineDelay: graceTime}
	}
	config.MaxConns, config.MinConns = mostConnections, 0
	config.MaxConnIdleTime, config.HealthCheckPeriod = idleTime, idleTime/5
	if e.pool, err = pgxpool.NewWithConfig(context.Background(), config); err != nil {
		return nil, err
	}
	return e, nil
}

// Dialect is how PostgreSQL writes SQL.
func (e *Engine) Dialect() *sql.Dialect { return sql.Postgres }

// Close closes all connections.
func (e *Engine) Close() error {
	e.pool.Close()
	return nil
}

// session is what every transaction begins with. Settings last as long as it does, so that a pooler may stand between. Grouping is done in memory as far as
// it goes: sorting the rows for every column costs many times as much.
func (e *Engine) session() string {
	begin := fmt.Sprintf(`BEGIN READ ONLY; SET LOCAL statement_timeout = %d; SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; `+
		`SET LOCAL standard_conforming_strings = on; SET LOCAL extra_float_digits = 1; SET LOCAL jit = off; SET LOCAL work_mem = '256MB'; SET LOCAL enable_sort = off`, e.timeout.Milliseconds())
	if e.schema != "" {
		begin += "; SET LOCAL search_path = " + sql.Quote(e.schema)
	}
	return begin
}

// begin opens a transaction. done ends it and gives the connection back.
func (e *Engine) begin(ctx context.Context) (tx context.Context, conn *pgx.Conn, done func(), err error) {
	tx, cancel := context.WithTimeout(ctx, e.timeout+graceTime)
	held, err := e.pool.Acquire(tx)
	if err != nil {
		cancel()
		return nil, nil, nil, e.explain(ctx, err)
	}
	done = func() {
		if c := held.Conn(); !c.IsClosed() {
			ending, stop := context.WithTimeout(context.WithoutCancel(ctx), graceTime)
			if tx.Err() != nil {
				c.Close(ending) // the request to cancel may still be on its way, and would meet the next statement
			} else if _, err := c.PgConn().Exec(ending, "ROLLBACK").ReadAll(); err != nil {
				c.Close(ending)
			}
			stop()
		}
		held.Release()
		cancel()
	}
	if _, err := held.Conn().PgConn().Exec(tx, e.session()).ReadAll(); err != nil {
		done()
		return nil, nil, nil, e.explain(ctx, err)
	}
	return tx, held.Conn(), done, nil
}

// Query runs one SELECT.
func (e *Engine) Query(ctx context.Context, st sql.Statement) (server.Rows, error) {
	tx, conn, done, err := e.begin(ctx)
	if err != nil {
		return nil, err
	}
	running, cancel := context.WithCancel(tx)
	found, err := conn.Query(running, st.Text, st.Args...)
	if err != nil {
		cancel()
		done()
		return nil, e.explain(ctx, err)
	}
	end := func() {
		ending, stop := context.WithTimeout(context.WithoutCancel(ctx), graceTime)
		defer stop()
		conn.Close(ending)
	}
	return &rows{engine: e, ctx: ctx, rows: found, cancel: cancel, end: end, done: func() { cancel(); done() }}, nil
}
