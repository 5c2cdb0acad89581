// Package clickhouse speaks with ClickHouse over its HTTP interface: a server, a cluster behind one, chproxy or ClickHouse Cloud. Statements go as they are,
// with their values as typed parameters; each is read-only, has limits of time, memory and rows on the server, and a query id by which it is killed
// when nobody waits for it any more. Answers come as RowBinaryWithNamesAndTypes. Distributed tables need
// nothing special but GLOBAL joins (sql.Dialect.Join): what is asked is GROUP BY.
package clickhouse

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tideline-ml/tideline/pkg/store/server"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

const (
	mostConnections = 4           // queries at a time of one data source
	mostRows        = 100_000_000 // of one answer: 20 million for each of the columns that are counted together
)

var web = server.Web{Name: "ClickHouse", PlainPort: "8123", TLSPort: "8443", Other: "the native protocol"}

// Engine is a server.Engine.
type Engine struct {
	base           *url.URL
	database       string
	user, password string
	timeout        time.Duration
	allowSQL       bool
	compress       bool // answers come from far away

	http  *http.Client
	turns chan struct{}
	free  atomic.Int32 // freedom
	kills sync.WaitGroup

	attributes attributes // of sources with a layout
}

// Open prepares an engine; nothing is asked of the server yet. c.URL is the address of its HTTP interface: https://host:8443, http://host:8123, or the same
// of a proxy, with a path; without a scheme c.TLS decides.
func Open(c server.Config) (server.Engine, error) {
	base, err := web.Address(c)
	if err != nil {
		return nil, err
	}
	e := &Engine{base: base, database: c.Database, user: c.User, password: c.Password, timeout: c.Timeout, allowSQL: c.AllowSQL,
		compress: base.Scheme == "https", turns: make(chan struct{}, mostConnections)}
	if e.database == "" {
		e.database = "default"
	}
	if e.timeout <= 0 {
		e.timeout = server.DefaultTimeout
	}
	e.http = web.Client(c, mostConnections, e.compress)
	return e, nil
}

// Dialect is that of ClickHouse.
func (e *Engine) Dialect() *sql.Dialect { return sql.ClickHouse }

// Close waits for what is being killed and gives back all connections.
func (e *Engine) Close() error {
	e.kills.Wait()
	e.http.CloseIdleConnections()
	return nil
}

// Query runs a SELECT. Its rows must be closed.
func (e *Engine) Query(ctx context.Context, st sql.Statement) (server.Rows, error) {
	r, err := e.query(ctx, st)
	if err != nil {
		return nil, err
	}
	return r, nil
}

func (e *Engine) query(ctx context.Context, st sql.Statement) (*rows, error) {
	select {
	case e.turns <- struct{}{}:
	case <-ctx.Done():
		return nil, web.Ended(ctx.Err(), e.timeout)
	}
	free := e.free.Load()
	r, err := e.ask(ctx, st, free)
	for err != nil && free < setsNothing {
		next := narrower(free, err)
		if next == free {
			break
		}
		if free = next; ctx.Err() == nil {
			r, err = e.ask(ctx, st, free)
		}
		if err == nil {
			e.free.Store(free)
		}
	}
	if err != nil {
		<-e.turns
		return nil, err
	}
	done := r.finish
	r.finish = func(whole bool) {
		done(whole)
		<-e.turns
	}
	return r, nil
}

// narrower is what to set after a server refused some of it. Nothing is set only for a user whom the server itself holds to reading.
func narrower(free freedom, err error) freedom {
	var refused *Exception
	if !errors.As(err, &refused) {
		return free
	}
	switch {
	case refused.Code == readonly && strings.Contains(refused.Text, "Cannot modify"): // not "Cannot execute": such a statement would write
		return setsNothing
	case refused.Code == settingConstraint, refused.Code == unknownSetting:
		return setsReadonly
	}
	return free
}

// all runs a SELECT whose answer is small.
func (e *Engine) all(ctx context.Context, st sql.Statement) ([][]any, error) {
	r, err := e.query(ctx, st)
	if err != nil {
		return nil, err
	}
	return server.All(r)
}
