// Package servertest is what tests of stores on real servers have in common.
package servertest

import (
	"net"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/store/server"
)

// URL is the server that an environment variable names, with user and password; without it the test is skipped.
func URL(t testing.TB, variable string) *url.URL {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		t.Skip(variable + " names no server: npm run engines starts one")
	}
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// Config is the server as settings name it, by host and port.
func Config(t testing.TB, variable string) server.Config {
	t.Helper()
	u := URL(t, variable)
	password, _ := u.User.Password()
	return server.Config{URL: u.Host, Database: strings.TrimPrefix(u.Path, "/"), User: u.User.Username(), Password: password, Timeout: 20 * time.Second}
}

// Silent is the address of a server that accepts connections, and never says a word.
func Silent(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	return listener.Addr().String()
}

// Nobody is an address at which nobody listens.
func Nobody(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// Fails checks that something fails in time and with words, and that its error holds nothing of what is not to be told.
func Fails(t testing.TB, limit time.Duration, work func() error, untold []string, words ...string) {
	t.Helper()
	began := time.Now()
	err := work()
	if took := time.Since(began); took > limit {
		t.Errorf("it took %v to fail", took)
	}
	if err == nil {
		t.Fatal("it did not fail")
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q does not say %q", err, word)
		}
	}
	for _, word := range untold {
		if strings.Contains(err.Error(), word) {
			t.Errorf("%q tells a password or a statement", err)
		}
	}
}

// Shown is the block of SQL of docs/data-source.md that begins with a text: what the docs say about rights is run as it stands there.
func Shown(t testing.TB, beginning string) string {
	t.Helper()
	page, err := os.ReadFile("../../../docs/data-source.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(page), "```sql\n"+beginning)
	if !found {
		t.Fatalf("docs/data-source.md shows no SQL that begins with %q", beginning)
	}
	block, _, _ := strings.Cut(rest, "```")
	return beginning + block
}
