package loki

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/server"
)

// faulty is a server that fails as it is told; only what a real Loki does not do on demand is tested on it.
func faulty(t *testing.T, c server.Config, answer http.HandlerFunc) *Store {
	t.Helper()
	s := httptest.NewServer(answer)
	t.Cleanup(s.Close)
	c.URL = s.URL
	st, err := Open(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	out := st.(*Store)
	out.api.wait = time.Millisecond
	return out
}

// Each fault is said in words that tell what to do; a redirect is not followed with the password.
func TestFailures(t *testing.T) {
	answer := func(status int, text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "http://127.0.0.1:1/")
			w.WriteHeader(status)
			_, _ = w.Write([]byte(text))
		}
	}
	for says, h := range map[string]http.HandlerFunc{
		"refuses the user (401)":                        answer(401, "Unauthorized"),
		"name the tenant (store.tenant)":                answer(401, "no org id\n"),
		"leads elsewhere":                               answer(302, ""),
		"is not Loki":                                   answer(200, "<html>Grafana</html>"),
		"is not Loki: correct":                          answer(200, `{"status":"success","data":{"resultType":"vector"`),
		"Loki says (500): broken":                       answer(500, "broken\n  at line 1"),
		"too many queries waiting (too many outstandin": answer(429, "too many outstanding requests"),
		"its own time limit":                            answer(504, "context deadline exceeded"),
		"is no LogQL that Loki understands: parse erro": answer(400, "parse error at line 1, col 5: syntax error: unexpected IDENTIFIER"),
		"raise its limit max_query_bytes_read":          answer(400, "the query would read too many bytes (query: 12 TB, limit: 1 TB)"),
	} {
		_, err := faulty(t, server.Config{}, h).Describe(t.Context(), model.Source{Table: `{a="b"}`})
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v does not say %q", err, says)
		}
	}
}

// A connection that breaks in the middle of an answer is no shorter answer.
func TestTruncated(t *testing.T) {
	s := faulty(t, server.Config{}, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		_, _ = w.Write([]byte(`{"streams":1,"entries":5}`))
	})
	if _, err := s.Describe(t.Context(), model.Source{Table: `{a="b"}`}); err == nil || !strings.Contains(err.Error(), "lost in the middle") {
		t.Error(err)
	}
}

// A busy server is asked again, and says how it was identified.
func TestBusy(t *testing.T) {
	asked := 0
	var header http.Header
	s := faulty(t, server.Config{User: "ann", Password: "secret", Tenant: "ml"}, func(w http.ResponseWriter, r *http.Request) {
		if asked++; asked < 4 {
			w.WriteHeader(429)
			_, _ = w.Write([]byte("too many outstanding requests"))
			return
		}
		header = r.Header
		_, _ = w.Write([]byte(`{"version":"3.7.6"}`))
	})
	if said, err := s.Ping(t.Context()); err != nil || said != "Loki 3.7.6" || asked != 4 {
		t.Errorf("%q, %v, asked %d times", said, err, asked)
	}
	if header.Get("X-Scope-OrgID") != "ml" || !strings.HasPrefix(header.Get("Authorization"), "Basic ") {
		t.Errorf("%v", header)
	}
}

// Limits that are lower than Loki's own are found by the first refusal.
func TestLimitsAreLearned(t *testing.T) {
	s := faulty(t, server.Config{}, func(w http.ResponseWriter, _ *http.Request) {})
	for text, of := range map[string]func() (got, want any){
		"the query time range exceeds the limit (query length: 840h0m0s, limit: 2d12h)": func() (any, any) { return s.api.limits.length, 60 * time.Hour },
		"max entries limit per query exceeded, limit > max_entries_limit_per_query (5000 > 1000)": func() (any, any) {
			return s.api.limits.lines, 1000
		},
		"maximum number of series (100) reached for a single query; consider": func() (any, any) { return s.api.limits.series, 100 },
	} {
		err := s.api.refusal(400, text)
		if got, want := of(); got != want {
			t.Errorf("%s: %v, want %v (%v)", text, got, want, err)
		}
	}
}

// A source is one log query, to which nothing can be added but stages.
func TestQueries(t *testing.T) {
	for text, want := range map[string]string{
		`{a="b"}`: `{a="b"} | __error__=""`,
		` {app=~"x|y", env!="dev"} |= "ml.prediction" | json brightness="features.brightness" `: `{app=~"x|y", env!="dev"} |= "ml.prediction" | json brightness="features.brightness" | __error__=""`,
		"{a=\"}\"} | pattern `<_> [<x>] (<y>` | (x=\"1\" or y=\"2\")":                           "{a=\"}\"} | pattern `<_> [<x>] (<y>` | (x=\"1\" or y=\"2\") | __error__=\"\"",
	} {
		q, err := parseQuery(text)
		if err != nil || q.String() != want {
			t.Errorf("%s: %s, %v", text, q, err)
		}
	}
	for _, text := range []string{``, `sum(rate({a="b"}[5m]))`, `{a="b"`, `{a="b}`, `{a="b"}[5m]`, `{a="b"} | json) or vector(1`, `{a="b"} (`, `{a="b"} # | json`, `{a="b"} | json | unwrap x`, `{a="b"} or {c="d"}`} {
		if q, err := parseQuery(text); err == nil {
			t.Errorf("%s: %s", text, q)
		}
	}
}

// Whatever order windows come in, a stretch is what one range query answers, ends a nanosecond before its windows do, and is no longer than Loki allows.
func TestStretches(t *testing.T) {
	day := 24 * time.Hour
	at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	var windows []store.Window
	for i := range 50 {
		windows = append(windows, store.Window{From: at.Add(time.Duration(i) * day), To: at.Add(time.Duration(i+1) * day)})
	}
	windows = append(windows, store.Window{From: at.Add(60 * day), To: at.Add(130 * day)})
	parts := stretches(pieces(windows, 721*time.Hour, at.Add(200*day)), 721*time.Hour)
	seen := map[int]time.Duration{}
	for _, p := range parts {
		if length := p.to().Sub(p.from()); length > 721*time.Hour {
			t.Errorf("a stretch of %v", length)
		}
		if len(p.pieces) == 1 {
			p.step = 1
		}
		if first := p.first(); first.UnixNano()%int64(p.step) != 0 || first.Before(p.pieces[0].to) || first.Sub(p.pieces[0].to) >= p.step {
			t.Errorf("a stretch that ends at %v is evaluated at %v", p.pieces[0].to, first)
		}
		for _, one := range p.pieces {
			seen[one.window] += one.to.Sub(one.from)
		}
	}
	for i, w := range windows {
		if seen[i] != w.To.Sub(w.From) {
			t.Errorf("window %d: %v of %v is asked for", i, seen[i], w.To.Sub(w.From))
		}
	}
	if len(parts) > 6 {
		t.Errorf("%d queries", len(parts))
	}
}

// The statistics of a Loki in one process leave out what it has not written yet: young lines are there all the same, and of old times they are right.
func TestUnflushedLinesAreThere(t *testing.T) {
	s := faulty(t, server.Config{}, func(w http.ResponseWriter, r *http.Request) {
		answer := `{"status":"success","data":[{"app":"digits","level":"info"},{"app":"digits","level":"warn"}]}`
		if strings.HasSuffix(r.URL.Path, "/index/stats") {
			answer = `{"streams":0,"chunks":0,"bytes":0,"entries":0}`
		}
		_, _ = w.Write([]byte(answer))
	})
	now := time.Now()
	for _, c := range []struct {
		from, to time.Duration
		want     float64
	}{{-time.Hour, time.Hour, 2}, {-30 * 24 * time.Hour, 0, 2}, {-30 * 24 * time.Hour, -25 * time.Hour, 0}} {
		if got, err := s.api.entries(t.Context(), `{app="digits"}`, now.Add(c.from), now.Add(c.to)); err != nil || got != c.want {
			t.Errorf("from %v to %v: %v, %v", c.from, c.to, got, err)
		}
	}
}
