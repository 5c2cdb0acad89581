// Package clickhouse speaks with ClickHouse over its HTTP interface: a server, a cluster behind one, chproxy or ClickHouse Cloud. Statements go as they are,
// with their values as typed parameters; each is read-only, has limits of time, memory and rows on the server, and a query id by which it is killed
// when nobody waits for it any more. Answers come as RowBinaryWithNamesAndTypes. Distributed tables need nothing special: what is asked is GROUP BY.
package clickhouse

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
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
	mostConnections = 4          // queries at a time of one data source
	mostRows        = 20_000_000 // of one answer
	connectTimeout  = 10 * time.Second
)

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
}

// Open prepares an engine; nothing is asked of the server yet. c.URL is the address of its HTTP interface: https://host:8443, http://host:8123, or the same
// of a proxy, with a path; without a scheme c.TLS decides.
func Open(c server.Config) (server.Engine, error) {
	address := strings.TrimSpace(c.URL)
	if !strings.Contains(address, "://") {
		scheme, port := "http", "8123"
		if c.TLS != nil {
			scheme, port = "https", "8443"
		}
		host, at, err := server.HostPort(address, scheme, port)
		if err != nil {
			return nil, err
		}
		address = scheme + "://" + net.JoinHostPort(host, at)
	}
	base, err := url.Parse(address)
	if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" {
		return nil, errors.New("store.url is not the address of ClickHouse's HTTP interface: it looks like https://host:8443 or http://host:8123")
	}
	switch {
	case base.Scheme == "http" && c.TLS != nil:
		return nil, errors.New("store.url begins with http://, which sends the password as it is: write https://, or set store.tls.mode to disable where the network is trusted")
	case base.Scheme == "https" && c.TLS == nil:
		return nil, errors.New("store.url begins with https://, but store.tls.mode is disable")
	}
	if base.User != nil || base.RawQuery != "" {
		return nil, errors.New("store.url holds a user or settings: write the address alone; user and password have settings of their own")
	}
	if strings.Contains(c.User, ":") {
		return nil, errors.New("store.user holds a colon, which ClickHouse's HTTP interface cannot read")
	}
	e := &Engine{base: base, database: c.Database, user: c.User, password: c.Password, timeout: c.Timeout, allowSQL: c.AllowSQL,
		compress: base.Scheme == "https", turns: make(chan struct{}, mostConnections)}
	if e.database == "" {
		e.database = "default"
	}
	if e.timeout <= 0 {
		e.timeout = server.DefaultTimeout
	}
	e.http = &http.Client{
		Transport: &http.Transport{
			DialContext:         (&net.Dialer{Timeout: connectTimeout, KeepAlive: 30 * time.Second}).DialContext,
			TLSClientConfig:     c.TLS,
			TLSHandshakeTimeout: connectTimeout,
			MaxIdleConnsPerHost: mostConnections,
			IdleConnTimeout:     8 * time.Second, // servers close after 10 s or more
			DisableCompression:  !e.compress,     // else Go asks for gzip and unpacks it
			Proxy:               http.ProxyFromEnvironment,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
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
		return nil, ended(ctx.Err(), e.timeout)
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
	defer r.Close()
	var list [][]any
	for r.Next() {
		list = append(list, append([]any(nil), r.Values()...))
	}
	return list, r.Err()
}

// ended says why nobody waits for an answer any more.
func ended(cause error, limit time.Duration) error {
	if errors.Is(cause, context.DeadlineExceeded) {
		return fmt.Errorf("ClickHouse gave no answer within %s: ask for less time or fewer columns, or raise the limit in the settings of the data source: %w", seconds(limit), cause)
	}
	return cause
}

// unreachable says why there is no answer at all. It names the server, and is for administrators.
func (e *Engine) unreachable(err error) error {
	var dns *net.DNSError
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var timeout net.Error
	say := func(format string, args ...any) error {
		return fmt.Errorf("ClickHouse at %s %s", e.base.Host, fmt.Sprintf(format, args...))
	}
	switch text := err.Error(); {
	case errors.As(err, &dns):
		return say("cannot be reached: its host name is not known; correct store.url")
	case errors.As(err, &certificate):
		return say("shows a certificate that is not trusted (%v): give the certificate of its authority (tlsCACert)", certificate.Err)
	case errors.As(err, &record), strings.Contains(text, "server gave HTTP response to HTTPS client"):
		return say("does not speak TLS: use its port for https (8443 as a rule), or http:// with store.tls.mode disable where the network is trusted")
	case strings.Contains(text, "connection refused"):
		return say("cannot be reached (connection refused): correct store.url, or start the server")
	case strings.Contains(text, "malformed HTTP response"):
		return say("does not speak HTTP: use the port of its HTTP interface (8123 or 8443 as a rule), not that of the native protocol")
	case errors.As(err, &timeout) && timeout.Timeout():
		return say("cannot be reached: no answer; correct store.url, or look at the network between")
	}
	return say("cannot be reached, or the connection was lost: try again")
}
