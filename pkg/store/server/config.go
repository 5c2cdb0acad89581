package server

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
)

// Config is what any engine needs to know of its server. Secrets are in it: it is never shown and never logged.
type Config struct {
	URL      string // as the engine reads it: host:port, or https://host:port
	Database string
	Schema   string // where tables are looked for that are named without one; empty: where the server looks
	User     string
	Password string
	Token    string // instead of a password, where the engine knows tokens
	Tenant   string // of a server that many share, where the engine knows tenants
	// Session is what is set for each query, by name, where the engine knows such settings.
	Session map[string]string
	// TLS is how the server is spoken to; nil: without.
	TLS     *tls.Config
	Timeout time.Duration // of a statement
	// AllowSQL permits model.Source.SQL.
	AllowSQL bool
}

// DefaultTimeout is how long a statement may take where settings say nothing.
const DefaultTimeout = time.Minute

// TLSFiles are certificates and a key as PEM text; each may be empty. Without CA the authorities of the Grafana server's system are trusted.
type TLSFiles struct{ CA, Certificate, Key string }

// NewTLS makes what a mode asks for, verify-full where it is empty. name is the host that the certificate must be for.
func NewTLS(mode, name string, files TLSFiles) (*tls.Config, error) {
	if mode == "disable" {
		return nil, nil
	}
	c := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: name}
	if strings.TrimSpace(files.CA) != "" {
		c.RootCAs = x509.NewCertPool()
		if !c.RootCAs.AppendCertsFromPEM([]byte(files.CA)) {
			return nil, errors.New("the certificate of the authority (tlsCACert) is no PEM text: it begins with -----BEGIN CERTIFICATE-----")
		}
	}
	if strings.TrimSpace(files.Certificate) != "" || strings.TrimSpace(files.Key) != "" {
		pair, err := tls.X509KeyPair([]byte(files.Certificate), []byte(files.Key))
		if err != nil {
			return nil, errors.New("the client's certificate and key (tlsClientCert, tlsClientKey) are no pair of PEM texts")
		}
		c.Certificates = []tls.Certificate{pair}
	}
	switch mode {
	case "", "verify-full":
	case "require":
		c.InsecureSkipVerify = true
	case "verify-ca":
		c.InsecureSkipVerify = true // the name is not checked; the chain is, here
		c.VerifyConnection = func(state tls.ConnectionState) error {
			if len(state.PeerCertificates) == 0 {
				return errors.New("the server showed no certificate")
			}
			between := x509.NewCertPool()
			for _, certificate := range state.PeerCertificates[1:] {
				between.AddCert(certificate)
			}
			_, err := state.PeerCertificates[0].Verify(x509.VerifyOptions{Roots: c.RootCAs, Intermediates: between})
			return err
		}
	default:
		return nil, fmt.Errorf("the encryption (store.tls.mode) is %q; there are %s", mode, strings.Join(model.TLSModes, ", "))
	}
	return c, nil
}

// Host is the host of an address, with or without scheme, port and path.
func Host(address string) string {
	if _, rest, found := strings.Cut(address, "://"); found {
		address = rest
	}
	address, _, _ = strings.Cut(address, "/")
	if host, _, err := net.SplitHostPort(address); err == nil {
		return host
	}
	return strings.Trim(address, "[]")
}

// HostPort reads host or host:port, with or without a scheme before it; nothing may come after.
func HostPort(url, scheme, port string) (host, at string, err error) {
	rest := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(url), scheme+"://"), "/")
	if rest == "" {
		return "", "", errors.New("the address (store.url) names no server: write host:port")
	}
	if strings.Contains(rest, "@") {
		return "", "", errors.New("the address (store.url) holds a user or a password: they have settings of their own, user and the secret password")
	}
	if strings.ContainsAny(rest, "/?#\\ ") {
		return "", "", fmt.Errorf("the address (store.url) is %q: write host:port alone", url)
	}
	if host, at, err = net.SplitHostPort(rest); err != nil {
		host, at = strings.Trim(rest, "[]"), port
	}
	return host, at, nil
}
