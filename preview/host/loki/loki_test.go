package loki

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// As Loki 3.7.6 answers, with its statistics left out.
const (
	streams = `{"status":"success","data":{"resultType":"streams","result":[
		{"stream":{"level":"warn","service_name":"tideline-demo"},"values":[["1795755996713700933","the body is larger"],["1795755996000000001","hello"]]},
		{"stream":{"level":"error","service_name":"tideline-demo"},"values":[["1795755996500000000","the model does not answer"]]}]}}`
	matrix = `{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"level":"warn"},"values":[[1795756020,"2"]]}]}}`
)

// ask sends a query to a server that answers so; gives what it was asked.
func ask(t *testing.T, status int, answer, query string) (backend.DataResponse, *http.Request, url.Values) {
	t.Helper()
	var asked *http.Request
	var form url.Values
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		form, _ = url.ParseQuery(string(body))
		asked = r
		w.WriteHeader(status)
		_, _ = w.Write([]byte(answer))
	}))
	defer server.Close()
	to := time.Unix(1795756000, 0)
	response := Source{URL: server.URL}.Query(context.Background(), []backend.DataQuery{{RefID: "A", JSON: json.RawMessage(query), Interval: 30 * time.Second,
		MaxDataPoints: 100, TimeRange: backend.TimeRange{From: to.Add(-time.Minute), To: to}}})
	return response.Responses["A"], asked, form
}

func TestLinesComeNewestFirstWithTheirLabels(t *testing.T) {
	got, request, form := ask(t, http.StatusOK, streams, `{"expr":"{service_name=\"tideline-demo\"} | json","maxLines":50}`)
	if got.Error != nil {
		t.Fatal(got.Error)
	}
	if request.URL.Path != "/loki/api/v1/query_range" || form.Get("limit") != "50" || form.Get("start") != "1795755940000000000" {
		t.Errorf("asked %s with %v", request.URL.Path, form)
	}
	frame := got.Frames[0]
	if frame.Rows() != 3 {
		t.Fatalf("%d rows", frame.Rows())
	}
	for row, want := range []string{"the body is larger", "the model does not answer", "hello"} {
		if frame.Fields[2].At(row) != want {
			t.Errorf("line %d is %v, not %s", row, frame.Fields[2].At(row), want)
		}
	}
	if labels := string(frame.Fields[0].At(1).(json.RawMessage)); !strings.Contains(labels, `"level":"error"`) {
		t.Errorf("labels of the second line: %s", labels)
	}
	if frame.Fields[3].At(0) != "1795755996713700933" {
		t.Errorf("nanoseconds are lost: %v", frame.Fields[3].At(0))
	}
}

func TestNumbersComeAsPrometheusGivesThem(t *testing.T) {
	got, request, form := ask(t, http.StatusOK, matrix, `{"expr":"sum by (level) (count_over_time({a=\"b\"}[$__auto]))","legendFormat":"{{level}}"}`)
	if got.Error != nil {
		t.Fatal(got.Error)
	}
	if request.URL.Path != "/loki/api/v1/query_range" || !strings.HasSuffix(form.Get("query"), "[30s]))") {
		t.Errorf("asked %s for %s", request.URL.Path, form.Get("query"))
	}
	if value := got.Frames[0].Fields[1]; value.Labels["level"] != "warn" || value.Config.DisplayNameFromDS != "warn" {
		t.Errorf("%v", value)
	}
}

func TestWhatIsWrongIsSaid(t *testing.T) {
	got, _, _ := ask(t, http.StatusBadRequest, "parse error at line 1, col 3: syntax error", `{"expr":"{a}"}`)
	if got.Error == nil || !strings.Contains(got.Error.Error(), "Loki: parse error at line 1") {
		t.Errorf("%v", got.Error)
	}
	none := Source{}.Query(context.Background(), []backend.DataQuery{{RefID: "A", JSON: json.RawMessage(`{"expr":"{a=\"b\"}"}`)}}).Responses["A"]
	if none.Error == nil || !strings.Contains(none.Error.Error(), "no Loki is named") {
		t.Errorf("%v", none.Error)
	}
}
