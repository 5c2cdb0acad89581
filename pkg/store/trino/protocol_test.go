package trino

import (
	"compress/gzip"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/store/server"
)

// A script is what a server does when it is asked for the first time, the second time, and so on; asked is what it was asked for.
type script struct {
	mu    sync.Mutex
	steps []func(w http.ResponseWriter, r *http.Request)
	asked []*http.Request
	body  string
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	at := len(s.asked)
	s.asked = append(s.asked, r)
	if r.Method == http.MethodPost {
		text, _ := io.ReadAll(r.Body)
		s.body = string(text)
	}
	s.mu.Unlock()
	if at < len(s.steps) {
		s.steps[at](w, r)
	}
}

// said are the methods and paths that were asked for.
func (s *script) said() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []string
	for _, r := range s.asked {
		list = append(list, r.Method+" "+r.URL.Path)
	}
	return strings.Join(list, ", ")
}

// serve is an engine on a server that follows a script, over TLS.
func serve(t *testing.T, steps ...func(w http.ResponseWriter, r *http.Request)) (*Engine, *script) {
	t.Helper()
	s := &script{steps: steps}
	https := httptest.NewTLSServer(s)
	t.Cleanup(https.Close)
	e := open(t, server.Config{URL: https.URL, Database: "lake", Schema: "ml", User: "reader", Password: "open sesame", Session: map[string]string{"spill_enabled": "a b"},
		TLS: https.Client().Transport.(*http.Transport).TLSClientConfig})
	t.Cleanup(func() { e.Close() })
	return e, s
}

// say answers with a page, packed where that is asked for. {next} is the path of the next one, at a host that is not the server's.
func say(page string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, r *http.Request) {
		page := strings.ReplaceAll(page, "{next}", `"nextUri": "http://inside.invalid:1/v1/statement/executing/q/2"`)
		if r.Header.Get("Accept-Encoding") != "gzip" {
			fmt.Fprint(w, page)
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		fmt.Fprint(z, page)
		z.Close()
	}
}

func status(code int, headers ...string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(code)
	}
}

func cut(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) }

const (
	queued  = `{"id": "q", {next}}`
	columns = `"columns": [{"name": "a", "type": "bigint"}, {"name": "b", "type": "varchar(2)"}]`
	last    = `{"id": "q", ` + columns + `, "data": [[7, "hi"]]}`
)

func TestPages(t *testing.T) {
	e, s := serve(t, say(queued), say(queued), say(`{"id": "q", `+columns+`, "data": [[6, null]], {next}}`), say(`{"id": "q", `+columns+`, {next}}`), say(last))
	rows, err := e.all(context.Background(), "SELECT 'ä'")
	if err != nil || !reflect.DeepEqual(rows, [][]any{{int64(6), nil}, {int64(7), "hi"}}) {
		t.Errorf("got %v, %v", rows, err)
	}
	e.cancels.Wait()
	if want := "POST /v1/statement" + strings.Repeat(", GET /v1/statement/executing/q/2", 4); s.said() != want {
		t.Errorf("asked for %s, want %s", s.said(), want)
	}
	first := s.asked[0]
	if s.body != "SELECT 'ä'" || first.URL.RawQuery != "" {
		t.Errorf("asked %s with %q", first.URL, s.body)
	}
	for name, want := range map[string]string{"X-Trino-User": "reader", "X-Trino-Catalog": "lake", "X-Trino-Schema": "ml", "X-Trino-Source": "tideline", "X-Trino-Time-Zone": "UTC"} {
		if got := first.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if got := strings.Join(first.Header.Values("X-Trino-Session"), "; "); got != "query_max_run_time=60000ms; spill_enabled=a+b" {
		t.Errorf("set for the session: %s", got)
	}
	for _, r := range s.asked {
		if user, password, _ := r.BasicAuth(); user != "reader" || password != "open sesame" {
			t.Errorf("%s %s was asked by %q", r.Method, r.URL, user)
		}
	}
}

// What does not come is asked for again, as the protocol wants it.
func TestAskedAgain(t *testing.T) {
	e, s := serve(t, status(503), status(502), say(queued), status(504), status(429, "Retry-After", "0"), cut, say(last))
	rows, err := e.all(context.Background(), "SELECT 1")
	if err != nil || len(rows) != 1 || len(s.said()) == 0 {
		t.Errorf("%v, %v after %s", rows, err, s.said())
	}
	if n := strings.Count(s.said(), "POST"); n != 3 {
		t.Errorf("asked for %s", s.said())
	}
	cuts := make([]func(http.ResponseWriter, *http.Request), 20)
	for i := range cuts {
		cuts[i] = cut
	}
	e, s = serve(t, cuts...)
	within(t, 5*time.Second, func() error { return ask(context.Background(), e, "SELECT 1") }, "connection was lost")
	e.Close()
	busyServer, _ := serve(t, status(429, "Retry-After", "3600"))
	within(t, 5*time.Second, func() error { return ask(context.Background(), busyServer, "SELECT 1") }, "busy or starting")
}

// However an answer ends, it is either whole or an error; and nothing is left behind.
func TestEnds(t *testing.T) {
	failure := func(name string) string {
		return `{"id": "q", "error": {"message": "line 1:8: text\nmore", "errorName": "` + name + `", "errorType": "USER_ERROR"}}`
	}
	for name, c := range map[string]struct {
		steps   []func(http.ResponseWriter, *http.Request)
		words   string
		deleted bool
	}{
		"whole":                     {[]func(http.ResponseWriter, *http.Request){say(last)}, "", false},
		"nothing":                   {[]func(http.ResponseWriter, *http.Request){say(`{"id": "q"}`)}, "", false},
		"an error at once":          {[]func(http.ResponseWriter, *http.Request){say(failure("TABLE_NOT_FOUND"))}, "no such table", false},
		"an error among rows":       {[]func(http.ResponseWriter, *http.Request){say(`{"id": "q", ` + columns + `, "data": [[6, null]], {next}}`), say(failure("REMOTE_TASK_ERROR"))}, "a node of the Trino cluster", false},
		"an error of no known name": {[]func(http.ResponseWriter, *http.Request){say(failure("HIVE_BAD_DATA"))}, "line 1:8: text (HIVE_BAD_DATA)", false},
		"gone":                      {[]func(http.ResponseWriter, *http.Request){say(queued), status(404)}, "coordinator was restarted", true},
		"a row too short":           {[]func(http.ResponseWriter, *http.Request){say(`{"id": "q", ` + columns + `, "data": [[6]], {next}}`)}, "a row of 1 values for 2", true},
		"a value of another type":   {[]func(http.ResponseWriter, *http.Request){say(`{"id": "q", ` + columns + `, "data": [["x", "y"]], {next}}`)}, "cannot be read", true},
		"a type nobody asked for":   {[]func(http.ResponseWriter, *http.Request){say(`{"id": "q", "columns": [{"name": "a", "type": "interval"}], "data": [["x"]]}`)}, "type interval", false},
		"cut":                       {[]func(http.ResponseWriter, *http.Request){say(queued), say(last[:len(last)-4])}, "lost in the middle", true},
		"another server":            {[]func(http.ResponseWriter, *http.Request){say("<html>")}, "is not Trino", false},
		"a page elsewhere":          {[]func(http.ResponseWriter, *http.Request){say(`{"id": "q", "nextUri": "http://inside.invalid/login"}`)}, "is not Trino", false},
		"sent on":                   {[]func(http.ResponseWriter, *http.Request){status(302, "Location", "http://inside.invalid/login")}, "status 302", false},
	} {
		e, s := serve(t, c.steps...)
		err := ask(context.Background(), e, "SELECT 1")
		if c.words == "" && err != nil || c.words != "" && (err == nil || !strings.Contains(err.Error(), c.words)) {
			t.Errorf("%s: got %v, want %q", name, err, c.words)
		}
		e.cancels.Wait()
		if n := len(e.turns); n != 0 {
			t.Errorf("%s: %d turns are not given back", name, n)
		}
		if deleted := strings.HasSuffix(s.said(), "DELETE /v1/statement/executing/q/2"); deleted != c.deleted {
			t.Errorf("%s: asked for %s; cancelled %t", name, s.said(), deleted)
		}
	}
	stranger := open(t, server.Config{URL: "https://127.0.0.1:1", Database: "lake", User: "reader", TLS: &tls.Config{MinVersion: tls.VersionTLS12}})
	within(t, 3*time.Second, func() error { return ask(context.Background(), stranger, "SELECT 1") }, "connection refused")
}

func TestDecode(t *testing.T) {
	for _, c := range []struct {
		typeName, text string
		want           any
	}{
		{"bigint", "-9223372036854775808", int64(math.MinInt64)},
		{"integer", "7", int64(7)},
		{"double", "5.0E-324", 5e-324},
		{"double", "1.7976931348623157E308", math.MaxFloat64},
		{"double", `"-Infinity"`, math.Inf(-1)},
		{"real", "0.1", 0.1},
		{"boolean", "true", true},
		{"varchar(3)", `"a\u0000\"ä"`, "a\x00\"ä"},
		{"char(1)", `"x"`, "x"},
		{"unknown", "null", nil},
		{"map(bigint, bigint)", `{"3":5,"0":1}`, []int64{1, 0, 0, 5}},
		{"map(integer, bigint)", `{ "1" : 2 }`, []int64{0, 2}},
		{"map(bigint, bigint)", `{}`, []int64{}},
	} {
		if got, err := reader(c.typeName).of([]byte(c.text)); err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s %s: got %v, %v; want %v", c.typeName, c.text, got, err, c.want)
		}
	}
	for _, c := range [][2]string{{"bigint", "1.5"}, {"bigint", "9223372036854775808"}, {"double", `"x"`}, {"map(bigint, bigint)", `{"-1":5}`}, {"map(bigint, bigint)", `{"4000000000":5}`},
		{"map(bigint, bigint)", `{"1":"x"}`}, {"varbinary", `"AAAA"`}, {"decimal(3,1)", `"1.5"`}} {
		if got, err := reader(c[0]).of([]byte(c[1])); err == nil {
			t.Errorf("%s %s was read as %v", c[0], c[1], got)
		}
	}
}
