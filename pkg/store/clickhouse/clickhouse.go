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
	// plain: the user may not change settings, so limits are left to its profile.
	plain  atomic.Bool
	kills  sync.WaitGroup
	tables tables
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
	r, err := e.ask(ctx, st, !e.plain.Load())
	var refused *Exception
	if errors.As(err, &refused) && (refused.Code == readonly || refused.Code == settingConstraint || refused.Code == unknownSetting) && !e.plain.Load() {
		// The user's profile allows no settings: then it must hold what limits there are, and time is kept here.
		if r, err = e.ask(ctx, st, false); err == nil {
			e.plain.Store(true)
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

// unreachable says why there is no answer at all.
func unreachable(err error) error {
	var dns *net.DNSError
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	text := err.Error()
	switch {
	case errors.As(err, &dns):
		return errors.New("ClickHouse cannot be reached: its host name is not known; correct the address in the settings of the data source")
	case errors.As(err, &certificate):
		return fmt.Errorf("ClickHouse shows a certificate that is not trusted (%w): give the data source the certificate of its authority", certificate.Err)
	case errors.As(err, &record), strings.Contains(text, "server gave HTTP response to HTTPS client"):
		return errors.New("ClickHouse does not speak TLS at this address: use http://, or the port of https (8443 as a rule)")
	case strings.Contains(text, "connection refused"):
		return errors.New("ClickHouse cannot be reached: nothing listens at its address; correct it in the settings of the data source, or start the server")
	case strings.Contains(text, "malformed HTTP response"):
		return errors.New("what answers at this address is not ClickHouse's HTTP interface: use its HTTP port (8123 or 8443 as a rule), not that of the native protocol")
	}
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		return errors.New("ClickHouse cannot be reached: no answer from its address; correct it in the settings of the data source, or look at the network between")
	}
	return errors.New("the connection to ClickHouse was lost: try again")
}
