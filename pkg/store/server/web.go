package server

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/shorten"
)

// Web is what engines that are spoken to over HTTP have in common: how their address is read, who dials it, and why there is no answer.
type Web struct {
	Name               string // of the product
	PlainPort, TLSPort string // those that are usual
	Other              string // what else of the product may listen where its HTTP interface is looked for; may be empty
}

// Address reads Config.URL: http://host:port or https://host:port, with a path where a proxy has one; without a scheme Config.TLS decides.
// Where settings say nothing of encryption there is one, and http:// says otherwise: that is refused where a secret would be sent.
func (w Web) Address(c Config) (*url.URL, error) {
	address := strings.TrimSpace(c.URL)
	if !strings.Contains(address, "://") {
		scheme, port := "http", w.PlainPort
		if c.TLS != nil {
			scheme, port = "https", w.TLSPort
		}
		host, at, err := HostPort(address, scheme, port)
		if err != nil {
			return nil, err
		}
		address = scheme + "://" + net.JoinHostPort(host, at)
	}
	base, err := url.Parse(address)
	if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" {
		return nil, fmt.Errorf("the address (store.url) is not that of %s's HTTP interface: it looks like https://host:%s or http://host:%s", w.Name, w.TLSPort, w.PlainPort)
	}
	switch {
	case base.Scheme == "http" && c.TLS != nil && (c.Password != "" || c.Token != ""):
		return nil, errors.New("the address (store.url) begins with http://, which sends the password or token as it is: write https://, or set the encryption (store.tls.mode) to none (disable) where the network is trusted")
	case base.Scheme == "https" && c.TLS == nil:
		return nil, errors.New("the address (store.url) begins with https://, but the encryption (store.tls.mode) is none (disable)")
	}
	if base.User != nil || base.RawQuery != "" {
		return nil, errors.New("the address (store.url) holds a user or settings: write the address alone; user and password have settings of their own")
	}
	if strings.Contains(c.User, ":") {
		return nil, fmt.Errorf("the user (store.user) holds a colon, which %s's HTTP interface cannot read", w.Name)
	}
	return base, nil
}

// connectTimeout bounds connecting, and TLS on top of it.
const connectTimeout = 10 * time.Second

// Client speaks to a server, over so many connections at most that are kept. It goes where it is told, and to no other place that a server names.
func (w Web) Client(c Config, connections int, compress bool) *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			DialContext:         (&net.Dialer{Timeout: connectTimeout, KeepAlive: 30 * time.Second}).DialContext,
			TLSClientConfig:     c.TLS,
			TLSHandshakeTimeout: connectTimeout,
			MaxIdleConnsPerHost: connections,
			IdleConnTimeout:     8 * time.Second, // servers close after 10 s or more
			DisableCompression:  !compress,       // else Go asks for gzip and unpacks it
			Proxy:               http.ProxyFromEnvironment,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Ended says why nobody waits for an answer any more.
func (w Web) Ended(cause error, limit time.Duration) error {
	if errors.Is(cause, context.DeadlineExceeded) {
		return fmt.Errorf("%s gave no answer within %s: ask for less time or fewer columns, or raise the limit in the settings of the data source: %w", w.Name, Limit(limit), cause)
	}
	return cause
}

// Limit writes a limit of time.
func Limit(d time.Duration) string {
	if d <= 0 {
		return "time"
	}
	return d.Round(time.Millisecond).String()
}

// Unreachable says why there is no answer at all. It names the server, and is for administrators.
func (w Web) Unreachable(host string, err error) error {
	var dns *net.DNSError
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var timeout net.Error
	say := func(format string, args ...any) error {
		return fmt.Errorf("%s at %s %s", w.Name, host, fmt.Sprintf(format, args...))
	}
	switch text := err.Error(); {
	case errors.As(err, &dns):
		return say("cannot be reached: its host name is not known; correct the address (store.url)")
	case errors.As(err, &certificate):
		return say("shows a certificate that is not trusted (%v): give the certificate of its authority (tlsCACert)", certificate.Err)
	case errors.As(err, &record), strings.Contains(text, "server gave HTTP response to HTTPS client"):
		return say("does not speak TLS: use its port for https (%s as a rule), or http:// without encryption (store.tls.mode: disable) where the network is trusted", w.TLSPort)
	case strings.Contains(text, "connection refused"):
		return say("cannot be reached (connection refused): correct the address (store.url), or start the server")
	case strings.Contains(text, "malformed HTTP response"):
		other := ""
		if w.Other != "" {
			other = ", not that of " + w.Other
		}
		return say("does not speak HTTP: use the port of its HTTP interface (%s or %s as a rule)%s", w.PlainPort, w.TLSPort, other)
	case errors.As(err, &timeout) && timeout.Timeout():
		return say("cannot be reached: no answer; correct the address (store.url), or look at the network between")
	}
	return say("cannot be reached, or the connection was lost: try again")
}

// Credentials say who asks by HTTP: user and password, or a token, and a tenant of a server that many share.
type Credentials struct{ user, password, token, tenant string }

// Credentials are those of a configuration.
func (w Web) Credentials(c Config) (Credentials, error) {
	switch {
	case c.Password != "" && c.Token != "":
		return Credentials{}, fmt.Errorf("there is a password and a token: %s takes one of them, so remove the other", w.Name)
	case c.Password != "" && c.User == "":
		return Credentials{}, errors.New("there is a password, and no user (store.user) whose it is")
	}
	return Credentials{c.User, c.Password, c.Token, c.Tenant}, nil
}

// Identify puts them on a request.
func (c Credentials) Identify(request *http.Request) {
	switch {
	case c.token != "":
		request.Header.Set("Authorization", "Bearer "+c.token)
	case c.user != "":
		request.SetBasicAuth(c.user, c.password)
	}
	if c.tenant != "" {
		request.Header.Set("X-Scope-OrgID", c.tenant)
	}
}

// Refused says why an answer is none of the product's API: the user is refused, the address leads elsewhere, something else answers. nil: none of these.
func (w Web) Refused(status int, body string) error {
	switch {
	case status == http.StatusUnauthorized, status == http.StatusForbidden:
		return fmt.Errorf("%s, or a proxy before it, refuses the user (%d): correct user and password, or the token", w.Name, status)
	case status >= 300 && status < 400:
		return fmt.Errorf("the address of %s leads elsewhere (a redirect): write the address that it leads to", w.Name)
	case status == http.StatusOK || strings.HasPrefix(strings.TrimSpace(body), "<"):
		return w.Stranger()
	}
	return nil
}

// Stranger says that something else than the product answers.
func (w Web) Stranger() error {
	return fmt.Errorf("what answers at the address of %s is not %s: correct it in the settings of the data source", w.Name, w.Name)
}

// FirstLine is what a person is shown of a long answer.
func FirstLine(body string) string {
	text, _, _ := strings.Cut(strings.TrimSpace(body), "\n")
	return shorten.To(200, text)
}
