package prometheus

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// answering starts a server that gives one answer, and gives the forms that it was asked with.
func answering(t *testing.T, answer string) (Source, *[]map[string]string) {
	t.Helper()
	asked := &[]map[string]string{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		form := map[string]string{"path": r.URL.Path}
		for key := range r.PostForm {
			form[key] = r.PostForm.Get(key)
		}
		*asked = append(*asked, form)
		fmt.Fprint(w, answer)
	}))
	t.Cleanup(server.Close)
	return Source{URL: server.URL}, asked
}

func ask(t *testing.T, s Source, body map[string]any) backend.DataResponse {
	t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	within := backend.TimeRange{From: time.Unix(1000, 0), To: time.Unix(4600, 0)}
	response := s.Query(context.Background(), []backend.DataQuery{{RefID: "A", JSON: raw, Interval: 20 * time.Second, TimeRange: within}})
	return response.Responses["A"]
}

func TestRange(t *testing.T) {
	s, asked := answering(t, `{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"route":"/b"},"values":[[1000,"2"]]},
		{"metric":{"route":"/a"},"values":[[1000,"1.5"],[1020,"NaN"]]}]}}`)
	got := ask(t, s, map[string]any{"expr": "rate(x[$__rate_interval]) + ${__range_s} + $model", "legendFormat": "of {{route}}"})
	if got.Error != nil || len(got.Frames) != 2 {
		t.Fatalf("got %v, %v", got.Frames, got.Error)
	}
	want := map[string]string{"path": "/api/v1/query_range", "query": "rate(x[60s]) + 3600 + $model", "start": "1000.000", "end": "4600.000", "step": "20"}
	for key, value := range want {
		if (*asked)[0][key] != value {
			t.Errorf("asked %s=%q, want %q", key, (*asked)[0][key], value)
		}
	}
	first := got.Frames[0]
	if first.Name != "of /a" || first.Fields[1].Labels["route"] != "/a" || first.Fields[1].Len() != 2 || first.Meta.Type != "timeseries-multi" {
		t.Errorf("first frame: %v", first)
	}
	if at, _ := first.Fields[0].ConcreteAt(1); !at.(time.Time).Equal(time.Unix(1020, 0)) {
		t.Errorf("time %v", at)
	}
}

func TestInstant(t *testing.T) {
	s, asked := answering(t, `{"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":"up","job":"x"},"value":[4600,"1"]}]}}`)
	got := ask(t, s, map[string]any{"expr": "up", "instant": true})
	if (*asked)[0]["path"] != "/api/v1/query" || got.Frames[0].Name != `up{job="x"}` || got.Frames[0].Meta.Type != "numeric-multi" {
		t.Errorf("asked %v, got %v", *asked, got.Frames)
	}
	rows := ask(t, s, map[string]any{"expr": "up", "instant": true, "format": "table"}).Frames[0]
	var names []string
	for _, f := range rows.Fields {
		names = append(names, f.Name)
	}
	if fmt.Sprint(names) != "[Time __name__ job Value]" {
		t.Errorf("columns %v", names)
	}
}

func TestHeatmapTakesCumulativeBucketsApart(t *testing.T) {
	s, _ := answering(t, `{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"le":"+Inf"},"values":[[1000,"9"],[1020,"4"]]},
		{"metric":{"le":"0.1"},"values":[[1000,"2"]]},{"metric":{"le":"0.5"},"values":[[1000,"7"],[1020,"4"]]}]}}`)
	f := ask(t, s, map[string]any{"expr": "x", "format": "heatmap"}).Frames[0]
	var got []string
	for _, field := range f.Fields[1:] {
		got = append(got, fmt.Sprint(field.Name, " ", field.At(0), " ", field.At(1)))
	}
	if fmt.Sprint(got) != "[0.1 2 0 0.5 5 4 +Inf 2 0]" {
		t.Errorf("got %v", got)
	}
}

func TestErrorsSayWhatIsWrong(t *testing.T) {
	s, _ := answering(t, `{"status":"error","errorType":"bad_data","error":"parse error: unexpected end of input"}`)
	if got := ask(t, s, map[string]any{"expr": "sum("}); got.Error == nil || !strings.Contains(got.Error.Error(), "unexpected end of input") {
		t.Errorf("got %v", got.Error)
	}
	if got := ask(t, Source{URL: "http://127.0.0.1:1"}, map[string]any{"expr": "up"}); got.Error == nil || !strings.Contains(got.Error.Error(), "is it running?") {
		t.Errorf("got %v", got.Error)
	}
	if got := ask(t, s, map[string]any{"expr": " "}); got.Error != nil || len(got.Frames) != 0 {
		t.Errorf("an empty query: %v, %v", got.Frames, got.Error)
	}
}
