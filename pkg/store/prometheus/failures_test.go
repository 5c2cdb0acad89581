package prometheus

import (
	"encoding/json"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/server"
)

// What stands between a bound and the one before it is never negative, whole, and an error where buckets are others than the grid's.
func TestFromBounds(t *testing.T) {
	grid, err := counts.Bounds([]float64{0, 1, 2, 5})
	if err != nil {
		t.Fatal(err)
	}
	inf := math.Inf(1)
	c, err := fromBounds(grid, map[float64]float64{1: 10.4, 2: 10.2, 5: 10.6, inf: 12}, counts.Other{Null: 2})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Validate(); err != nil || c.Rows != 14 || len(c.W) != 3 || c.W[0] != 10 || c.W[1] != 1 || c.W[2] != 1 {
		t.Errorf("%+v, %v", c, err)
	}
	for says, below := range map[string]map[float64]float64{
		`no bound le="2"`:         {1: 1, 5: 3, inf: 3},
		`no bound le="0"`:         {-1: 0, 1: 1, 2: 1, 5: 3, inf: 3},
		`no bucket le="+Inf"`:     {1: 1, 2: 1, 5: 3},
		"changed within the wind": {1: 50, 2: 10, 5: 60, inf: 60},
	} {
		if _, err := fromBounds(grid, below, counts.Other{}); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v does not say %s", err, says)
		}
	}
}

// A server's own words reach whoever may see them; what is no Prometheus is said to be none; a redirect is not followed with the password.
func TestFailures(t *testing.T) {
	ask := func(c server.Config, answer http.HandlerFunc) string {
		t.Helper()
		s := httptest.NewServer(answer)
		defer s.Close()
		c.URL = s.URL
		st, err := Open(c)
		if err != nil {
			t.Fatal(err)
		}
		defer st.Close()
		_, err = st.Describe(t.Context(), model.Source{Table: "f"})
		if err == nil {
			return "no error"
		}
		return err.Error()
	}
	answer := func(status int, text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "http://127.0.0.1:1/")
			w.WriteHeader(status)
			w.Write([]byte(text))
		}
	}
	for says, h := range map[string]http.HandlerFunc{
		"query processing would load too many samples": answer(422, `{"status":"error","errorType":"execution","error":"query processing would load too many samples into memory"}`),
		"is not Prometheus":                            answer(200, "<html>Grafana</html>"),
		"is not Prometheus: ":                          answer(200, `{"status":"success","data":{"resultType":"vector","result":[{"metric":{"feature":"x"}}]}}`),
		"refuses the user (401)":                       answer(401, "Unauthorized"),
		"leads elsewhere":                              answer(302, ""),
		"(500): broken":                                answer(500, "broken\n  at line 1"),
		"has no feature in f{}: it looks ":             answer(200, `{"status":"success","data":{"resultType":"vector","result":[]}}`),
	} {
		if said := ask(server.Config{}, h); !strings.Contains(said, says) {
			t.Errorf("%q does not say %q", said, says)
		}
	}
	var header http.Header
	keep := func(w http.ResponseWriter, r *http.Request) { header = r.Header; answer(500, "")(w, r) }
	ask(server.Config{User: "u", Password: "p", Tenant: "team"}, keep)
	if user, password, ok := (&http.Request{Header: header}).BasicAuth(); !ok || user != "u" || password != "p" || header.Get("X-Scope-OrgID") != "team" {
		t.Errorf("it is asked with %v", header)
	}
	ask(server.Config{Token: "secret"}, keep)
	if header.Get("Authorization") != "Bearer secret" {
		t.Errorf("it is asked with %v", header)
	}
	if _, err := Open(server.Config{URL: "http://p", Token: "t", Password: "p", User: "u"}); err == nil {
		t.Error("a token beside a password is taken")
	}
}

// A native histogram as the API writes it, of three values: −2, 0 and 3. TestNativeHistogramsOfAService has a real one.
func TestNativeHistogram(t *testing.T) {
	var h histogram
	if err := json.Unmarshal([]byte(`{"count":"3","sum":"1","buckets":[[1,"-2","-1.8340080864093424","1"],[3,"-2.938735877055719e-39","2.938735877055719e-39","1"],[0,"2.82842712474619","3.0844216508158815","1"]]}`), &h); err != nil {
		t.Fatal(err)
	}
	schema, found := h.schema()
	if !found || schema != 3 {
		t.Fatalf("its schema is %d, %t", schema, found)
	}
	for _, s := range []int{0, 3} {
		grid, err := nativeGrid(s)
		if err != nil {
			t.Fatal(err)
		}
		c, err := h.onGrid(grid, counts.Other{})
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Validate(); err != nil || c.Total() != 3 || c.Len() != 3 {
			t.Errorf("schema %d: %+v, %v", s, c, err)
		}
		for i, x := range []float64{-1.9, 0, 3} {
			if lo, hi, _ := grid.Bounds(int(c.Cells[i])); !(lo <= x && x <= hi) {
				t.Errorf("schema %d: %v is not between %v and %v", s, x, lo, hi)
			}
		}
	}
	finer, err := nativeGrid(4)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.onGrid(finer, counts.Other{}); err == nil {
		t.Error("buckets are put into cells that are narrower")
	}
}
