// Package trino speaks with a Trino cluster over its client protocol: a statement is posted, and its answer is fetched page by page. Statements are SELECTs that
// package sql writes, with their values as literals (sql.Trino says why); each has a limit of time on the server, and is cancelled there when nobody waits for it
// any more. What a page names as the next one is asked of the configured server alone, so that passwords and tokens go nowhere else.
package trino

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tideline-ml/tideline/pkg/store/server"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

const mostQueries = 4 // at a time of one data source

var web = server.Web{Name: "Trino", PlainPort: "8080", TLSPort: "8443"}

// Engine is a server.Engine.
type Engine struct {
	base                  *url.URL
	catalog, schema       string
	user, password, token string
	settings              map[string]string // session properties
	timeout               time.Duration
	allowSQL              bool

	http    *http.Client
	turns   chan struct{}
	bare    atomic.Bool // the user may not set a limit of time, which is kept here then
	cancels sync.WaitGroup
}

// Open prepares an engine; nothing is asked of the server yet. c.URL is the address of the coordinator or of a proxy: https://host:8443, http://host:8080;
// without a scheme c.TLS decides. c.Database is the catalog.
func Open(c server.Config) (server.Engine, error) {
	base, err := web.Address(c)
	switch {
	case err != nil:
		return nil, err
	case c.Database == "":
		return nil, errors.New("Trino needs a catalog (store.database)")
	case c.User == "" && c.Token == "":
		return nil, errors.New("Trino needs a user (store.user)")
	case base.Scheme == "http" && (c.Password != "" || c.Token != ""):
		return nil, errors.New("the address (store.url) begins with http://, and Trino takes a password or a token by https:// alone: write https://, or remove them")
	case c.Password != "" && c.Token != "":
		return nil, errors.New("there is a password and a token: Trino takes one of them, so remove the other")
	}
	e := &Engine{base: base, catalog: c.Database, schema: c.Schema, user: c.User, password: c.Password, token: c.Token, settings: c.Session,
		timeout: c.Timeout, allowSQL: c.AllowSQL, turns: make(chan struct{}, mostQueries)}
	if e.timeout <= 0 {
		e.timeout = server.DefaultTimeout
	}
	e.http = web.Client(c, mostQueries, base.Scheme == "https")
	return e, nil
}

// Dialect is that of Trino.
func (e *Engine) Dialect() *sql.Dialect { return sql.Trino }

// Close waits for what is being cancelled and gives back all connections.
func (e *Engine) Close() error {
	e.cancels.Wait()
	e.http.CloseIdleConnections()
	return nil
}

// Query runs a SELECT. Its rows must be closed.
func (e *Engine) Query(ctx context.Context, st sql.Statement) (server.Rows, error) {
	r, err := e.query(ctx, st.Text)
	if err != nil {
		return nil, err
	}
	return r, nil
}

func (e *Engine) query(ctx context.Context, text string) (*rows, error) {
	bare := e.bare.Load()
	r, err := e.begin(ctx, text, bare)
	var refused *Error
	if errors.As(err, &refused) && !bare && refused.setting(limitSetting) {
		if r, err = e.begin(ctx, text, true); err == nil {
			e.bare.Store(true)
		}
	}
	return r, err
}

// all runs a SELECT whose answer is small.
func (e *Engine) all(ctx context.Context, text string) ([][]any, error) {
	r, err := e.query(ctx, text)
	if err != nil {
		return nil, err
	}
	return server.All(r)
}
