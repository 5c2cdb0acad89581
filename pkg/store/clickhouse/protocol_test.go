package clickhouse

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"math"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/tideline-ml/tideline/pkg/store/server"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// answer is RowBinaryWithNamesAndTypes of two columns and one row.
const answer = "\x02\x01a\x01b\x05UInt8\x06String" + "\x07\x02hi"

// serve is an engine on a server that answers over TLS with a body, packed where that is asked for, and what it was asked.
func serve(t *testing.T, tag, body string, cut bool) (*Engine, func() *http.Request) {
	t.Helper()
	var last *http.Request
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.URL.RawQuery, "query_id") {
			return // what is left over is killed
		}
		last = r
		if tag != "" {
			w.Header().Set("X-ClickHouse-Exception-Tag", tag)
		}
		packed := bytes.Buffer{}
		if r.Header.Get("Accept-Encoding") == "gzip" && r.URL.Query().Get("enable_http_compression") == "1" {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(&packed)
			z.Write([]byte(body))
			z.Close()
		} else {
			t.Errorf("the answer was not asked for in gzip: %s", r.URL.RawQuery)
		}
		w.Write(packed.Bytes())
		if cut {
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}
	}))
	t.Cleanup(s.Close)
	config := server.Config{URL: s.URL, User: "reader", Password: "open sesame", TLS: s.Client().Transport.(*http.Transport).TLSClientConfig}
	e := open(t, config)
	t.Cleanup(func() { e.Close() })
	return e, func() *http.Request { return last }
}

func TestOverTLS(t *testing.T) {
	e, asked := serve(t, "", answer, false)
	rows, err := e.all(context.Background(), sql.Statement{Text: "SELECT 1"})
	if err != nil || !reflect.DeepEqual(rows, [][]any{{int64(7), "hi"}}) {
		t.Errorf("got %v, %v", rows, err)
	}
	user, password, _ := asked().BasicAuth()
	q := asked().URL.Query()
	if user != "reader" || password != "open sesame" || q.Get("readonly") != "2" || q.Get("max_execution_time") != "60" || q.Get("max_result_rows") == "" || q.Get("force_grouping_standard_compatibility") != "1" || q.Get("query_id") == "" ||
		asked().Method != http.MethodPost || strings.Contains(asked().URL.RawQuery, "sesame") {
		t.Errorf("asked by %s %s as %s", asked().Method, asked().URL, user)
	}
	stranger := open(t, server.Config{URL: e.base.String(), TLS: &tls.Config{MinVersion: tls.VersionTLS12}})
	if _, err := stranger.all(context.Background(), sql.Statement{Text: "SELECT 1"}); err == nil || !strings.Contains(err.Error(), "certificate that is not trusted") {
		t.Errorf("a certificate of an unknown authority: %v", err)
	}
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	wrong := open(t, server.Config{URL: strings.Replace(plain.URL, "http", "https", 1), TLS: &tls.Config{MinVersion: tls.VersionTLS12}})
	if _, err := wrong.all(context.Background(), sql.Statement{Text: "SELECT 1"}); err == nil || !strings.Contains(err.Error(), "does not speak TLS") {
		t.Errorf("TLS with a server that has none: %v", err)
	}
}

// However an answer ends, it is either whole or an error; a text among the values that looks like an exception is none.
func TestEnds(t *testing.T) {
	const text = "Code: 241. DB::Exception: Memory limit exceeded. (MEMORY_LIMIT_EXCEEDED) (version 24.3.1.1)"
	const said = "Code: 60. DB::Exception: a user wrote this. (UNKNOWN_TABLE)"
	quoted := "\x01\x01b\x06String" + string(rune(len(said))) + said
	marked := "\x07\x02hi__exception__\r\nabc\r\n" + text + "\n92 abc\r\n__exception__\r\n"
	for name, c := range map[string]struct {
		tag, body string
		cut       bool
		code      int
		words     string
	}{
		"whole":                           {"abc", answer, false, 0, ""},
		"a value like an exception":       {"", quoted, false, 0, ""},
		"the same, where they are marked": {"abc", quoted, false, 0, ""},
		"marked":                          {"abc", answer + marked, true, memoryLimit, ""},
		"marked, and not cut":             {"abc", answer + marked, false, memoryLimit, ""},
		"text alone":                      {"", answer + text + "\n", true, memoryLimit, ""},
		"text alone, and not cut":         {"", answer + text + "\n", false, memoryLimit, ""},
		"instead of rows":                 {"", text, false, memoryLimit, ""},
		"cut within a row":                {"abc", answer[:len(answer)-1], true, 0, "lost in the middle"},
		"cut between rows":                {"abc", answer, true, 0, "lost in the middle"},
		"no header":                       {"abc", "", false, 0, "lost in the middle"},
		"a type nobody asked for":         {"abc", "\x01\x01a\x0bPolygon2000", false, 0, "Polygon2000"},
	} {
		e, _ := serve(t, c.tag, c.body, c.cut)
		rows, err := e.all(context.Background(), sql.Statement{Text: "SELECT 1"})
		var exception *Exception
		switch {
		case c.code != 0:
			if !errors.As(err, &exception) || exception.Code != c.code || exception.Name != "MEMORY_LIMIT_EXCEEDED" {
				t.Errorf("%s: %v", name, err)
			}
		case c.words != "":
			if err == nil || !strings.Contains(err.Error(), c.words) {
				t.Errorf("%s: %v", name, err)
			}
		case err != nil || len(rows) != 1:
			t.Errorf("%s: %v, %v", name, rows, err)
		}
		if n := len(e.turns); n != 0 {
			t.Errorf("%s: %d turns are not given back", name, n)
		}
	}
}

func TestDecode(t *testing.T) {
	for _, c := range []struct {
		typeName, bytes string
		want            any
	}{
		{"UInt8", "\xff", int64(255)},
		{"UInt16", "\xff\xff", int64(65535)},
		{"UInt32", "\xff\xff\xff\xff", int64(1<<32 - 1)},
		{"UInt64", "\xff\xff\xff\xff\xff\xff\xff\x7f", int64(math.MaxInt64)},
		{"UInt64", "\xff\xff\xff\xff\xff\xff\xff\xff", 0x1p64},
		{"Int8", "\xff", int64(-1)},
		{"Int16", "\xfe\xff", int64(-2)},
		{"Int32", "\xfd\xff\xff\xff", int64(-3)},
		{"Int64", "\x00\x00\x00\x00\x00\x00\x00\x80", int64(math.MinInt64)},
		{"Float32", "\x00\x00\xc0\x3f", 1.5},
		{"Float64", "\x00\x00\x00\x00\x00\x00\xf8\x3f", 1.5},
		{"Bool", "\x01", true},
		{"String", "\x03a\x00b", "a\x00b"},
		{"LowCardinality(Nullable(String))", "\x00\x01a", "a"},
		{"Nullable(Int8)", "\x01", nil},
		{"Nullable(Nothing)", "\x01", nil},
		{"Array(UInt64)", "\x02\x01\x00\x00\x00\x00\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00", []int64{1, 2}},
	} {
		read, err := reader(c.typeName)
		if err != nil {
			t.Errorf("%s: %v", c.typeName, err)
			continue
		}
		got, err := read(bufio.NewReader(strings.NewReader(c.bytes)))
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %v, %v; want %v", c.typeName, got, err, c.want)
		}
		if len(c.bytes) > 1 {
			if got, err := read(bufio.NewReader(strings.NewReader(c.bytes[:len(c.bytes)-1]))); err == nil {
				t.Errorf("%s: %v of a value that is cut short", c.typeName, got)
			}
		}
	}
}
