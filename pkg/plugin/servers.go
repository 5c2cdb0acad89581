package plugin

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/clickhouse"
	"github.com/tideline-ml/tideline/pkg/store/loki"
	"github.com/tideline-ml/tideline/pkg/store/postgres"
	"github.com/tideline-ml/tideline/pkg/store/prometheus"
	"github.com/tideline-ml/tideline/pkg/store/server"
	"github.com/tideline-ml/tideline/pkg/store/trino"
)

// servers are the engines that run elsewhere, one line each.
var servers = map[string]func(server.Config) (store.Store, error){
	"clickhouse": bySQL(clickhouse.Open),
	"loki":       loki.Open,
	"postgres":   bySQL(postgres.Open),
	"prometheus": prometheus.Open,
	"trino":      bySQL(trino.Open),
}

func bySQL(open func(server.Config) (server.Engine, error)) func(server.Config) (store.Store, error) {
	return func(c server.Config) (store.Store, error) {
		engine, err := open(c)
		if err != nil {
			return nil, err
		}
		return server.New(engine), nil
	}
}

// onServer is what a store on a server can do beside what every store can.
type onServer interface {
	store.Store
	Ping(ctx context.Context) (string, error)                          // what the server is
	Tables(ctx context.Context) (names []string, more bool, err error) // what a source may name
}

// Secrets are the keys of secureJsonData. Certificates and keys are PEM text.
const (
	secretPassword = "password"
	secretToken    = "token"
	secretCA       = "tlsCACert"
	secretCert     = "tlsClientCert"
	secretKey      = "tlsClientKey"
)

// openServer opens the store of a server, and names it. Nothing is sent yet. The name depends on the secrets as well: who does not know the password gets
// nothing out of a cache that was filled by who does.
func openServer(s model.StoreSettings, secrets map[string]string, allowSQL bool) (store.Store, string, error) {
	open := servers[s.Engine]
	if open == nil {
		return nil, "", fmt.Errorf("store.engine is %q: this version knows duckdb, a folder of files, and the servers %s", s.Engine, strings.Join(slices.Sorted(maps.Keys(servers)), ", "))
	}
	for _, p := range (&model.Settings{Store: s}).Problems() {
		return nil, "", p
	}
	timeout, err := s.StatementTimeout()
	if err != nil {
		return nil, "", err
	}
	name := s.TLS.ServerName
	if name == "" {
		name = server.Host(s.URL)
	}
	encryption, err := server.NewTLS(s.TLS.Mode, name, server.TLSFiles{CA: secrets[secretCA], Certificate: secrets[secretCert], Key: secrets[secretKey]})
	if err != nil {
		return nil, "", err
	}
	opened, err := open(server.Config{URL: s.URL, Database: s.Database, Schema: s.Schema, User: s.User, Password: secrets[secretPassword], Token: secrets[secretToken], Tenant: s.Tenant,
		Session: s.Session, TLS: encryption, Timeout: timeout, AllowSQL: allowSQL})
	if err != nil {
		return nil, "", err
	}
	all, err := json.Marshal([]any{s, secrets, allowSQL})
	if err != nil {
		return nil, "", err
	}
	digest := sha256.Sum256(all)
	return opened, s.Engine + ":" + hex.EncodeToString(digest[:16]), nil
}

// sameServer tells whether settings that are being tried speak to the saved server, as the saved user: only then do the saved secrets go with them.
func sameServer(a, b model.StoreSettings) bool {
	return a.Engine == b.Engine && a.URL == b.URL && a.User == b.User && a.TLS == b.TLS
}
