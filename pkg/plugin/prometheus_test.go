package plugin

import (
	"context"
	"encoding/json"
	"math"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/prometheus/prometheustest"
)

// A model whose source is metrics, from the settings page to verdicts: what a log would be asked, and what metrics cannot answer is said.
func TestAModelOfMetrics(t *testing.T) {
	log := prometheustest.Start(t)
	metrics := `photos_feature{model="photos"}`
	from, to := log.Begin, log.Begin.AddDate(0, 0, prometheustest.Days)
	settings := model.Settings{
		Store: model.StoreSettings{Engine: "prometheus", URL: "http://" + log.Address, TLS: model.TLSSettings{Mode: "disable"}},
		Models: []model.Model{{Name: "photos", Source: model.Source{Table: metrics}, Time: "time", Segments: []string{"version"}, Window: "6h",
			Features:  []model.Feature{{Name: "brightness"}, {Name: "words"}, {Name: "device"}},
			Reference: model.References{{From: from.Format(time.RFC3339), To: from.AddDate(0, 0, 5).Format(time.RFC3339)}}}},
	}
	raw, err := json.Marshal(settings)
	if err != nil {
		t.Fatal(err)
	}
	instance, err := New(backend.WithPluginContext(context.Background(), backend.PluginContext{OrgID: 1}), backend.DataSourceInstanceSettings{JSONData: raw})
	if err != nil {
		t.Fatal(err)
	}
	d := instance.(*Datasource)
	defer d.Dispose()
	if d.problem != nil {
		t.Fatal(d.problem)
	}

	for path, says := range map[string]string{
		"/tables":  `"photos_feature{model=\"photos\"}"`,
		"/schema":  `{"name":"brightness","type":"histogram","kind":"numeric","samples":[],"role":"feature"`,
		"/guess":   `{"name":"photos","source":{"table":"photos_feature{model=\"photos\"}"},"time":"time"`,
		"/preview": `Prometheus has counts and no rows`,
		"/schema ": `{"name":"version","type":"label","kind":"categorical","samples":[],"role":"ignored"`,
		"/guess ":  `"segments":["version"]`,
	} {
		if _, said := ask(t, d, "Admin", http.MethodPost, strings.TrimSpace(path), `{"source": {"table": "photos_feature{model=\"photos\"}"}}`); !strings.Contains(said, says) {
			t.Errorf("%s says %s, and not %s", path, said, says)
		}
	}
	health, err := d.CheckHealth(t.Context(), &backend.CheckHealthRequest{PluginContext: backend.PluginContext{User: &backend.User{Role: "Admin"}}})
	if err != nil || health.Status != backend.HealthStatusOk || !strings.Contains(health.Message, "3 features") {
		t.Errorf("health: %+v, %v", health, err)
	}

	query := func(text string) backend.DataResponse {
		t.Helper()
		response, err := d.QueryData(t.Context(), &backend.QueryDataRequest{PluginContext: backend.PluginContext{OrgID: 1, User: &backend.User{Role: "Admin"}},
			Queries: []backend.DataQuery{{RefID: "A", JSON: []byte(text), TimeRange: backend.TimeRange{From: from, To: to}}}})
		if err != nil {
			t.Fatal(err)
		}
		if answer := response.Responses["A"]; answer.Error == nil {
			if _, err := json.Marshal(answer); err != nil {
				t.Errorf("%s: %v", text, err)
			}
		}
		return response.Responses["A"]
	}
	frame := func(text string) *data.Frame {
		t.Helper()
		answer := query(text)
		if answer.Error != nil {
			t.Fatalf("%s: %v", text, answer.Error)
		}
		return answer.Frames[0]
	}

	verdicts := frame(`{"model": "photos", "format": "table", "method": "auto", "window": {"mode": "duration", "every": "6h"}}`)
	changed := to.AddDate(0, 0, -2) // photos are darker, and come from another device
	drifted := map[string][2]int{}  // windows before and after; the one that the change is in may be either
	for row := range verdicts.Rows() {
		when, _ := verdicts.ConcreteAt(field(t, verdicts, "time"), row)
		feature, _ := verdicts.ConcreteAt(field(t, verdicts, "feature"), row)
		verdict, _ := verdicts.ConcreteAt(field(t, verdicts, "verdict"), row)
		if verdict == "drifted" {
			n := drifted[feature.(string)]
			switch begin := when.(time.Time); {
			case !begin.Before(changed):
				n[1]++
			case !begin.Add(6 * time.Hour).After(changed):
				n[0]++
			}
			drifted[feature.(string)] = n
		} else if verdict != "fine" {
			note, _ := verdicts.ConcreteAt(field(t, verdicts, "note"), row)
			t.Errorf("%v at %v is %v: %v", feature, when, verdict, note)
		}
	}
	if drifted["brightness"][1] < 7 || drifted["device"][1] < 7 || drifted["brightness"][0]+drifted["device"][0]+drifted["words"][0]+drifted["words"][1] > 0 {
		t.Errorf("drifted windows before and after the change: %v", drifted)
	}

	// The true distance of the values lies between the one of the bins and that plus its bound.
	exact := frame(`{"model": "photos", "format": "table", "method": "ks", "features": ["brightness"], "window": {"mode": "last", "duration": "24h"}}`)
	number := func(f *data.Frame, name string) float64 {
		x, _ := f.ConcreteAt(field(t, f, name), f.Rows()-1)
		value, _ := x.(float64)
		return value
	}
	var before, after []float64
	for _, p := range log.Log {
		if p.At.Before(from.AddDate(0, 0, 5)) {
			before = append(before, p.Brightness)
		} else if !p.At.Before(to.AddDate(0, 0, -1)) {
			after = append(after, p.Brightness)
		}
	}
	if d, bins, bound := distanceOf(before, after), number(exact, "statistic"), number(exact, "error_bound"); !(bins-0.002 <= d && d <= bins+bound+0.002) || !(bins > 0.1) || !(bound > 0 && bound < 0.5) {
		t.Errorf("KS is %v by the values, and %v with a bound of %v by the bins", d, bins, bound)
	}

	if split := frame(`{"model": "photos", "format": "table", "groupBy": ["version"], "features": ["brightness"]}`); split.Rows() == 0 {
		t.Error("no verdicts by version")
	}
	summary := frame(`{"queryType": "summary", "model": "photos", "features": ["brightness"], "window": {"mode": "last", "duration": "24h"}}`)
	mean := 0.0
	for _, x := range after {
		mean += x / float64(len(after))
	}
	if got := number(summary, "mean"); math.Abs(got-mean) > 1e-3 {
		t.Errorf("the mean is %v, not %v", got, mean)
	}
	for _, text := range []string{
		`{"queryType": "distribution", "model": "photos", "features": ["brightness", "device"]}`,
		`{"queryType": "explain", "model": "photos", "features": ["brightness"]}`,
		`{"queryType": "values", "model": "photos", "features": ["version"]}`,
		`{"queryType": "episodes", "model": "photos"}`,
		`{"model": "photos", "format": "numeric", "value": "severity"}`,
		`{"model": "photos", "format": "numeric", "value": "age"}`,
	} {
		if answer := query(text); answer.Error != nil || len(answer.Frames) == 0 {
			t.Errorf("%s: %v", text, answer.Error)
		}
	}
	for text, says := range map[string]string{
		`{"queryType": "rows", "model": "photos"}`:                                                                      "no single predictions",
		`{"model": "photos", "format": "table", "window": {"mode": "rows", "rows": 1000}}`:                              "no windows of a number of rows",
		`{"model": "photos", "format": "table", "filters": [{"column": "device", "operator": "=", "value": ["fold"]}]}`: "take a label of the metrics, such as the service",
	} {
		if answer := query(text); answer.Error == nil || !strings.Contains(answer.Error.Error(), says) {
			t.Errorf("%s: %v does not say %q", text, answer.Error, says)
		}
	}
	peers := frame(`{"model": "photos", "format": "table", "method": "evidently.ks", "features": ["brightness"]}`)
	note, _ := peers.ConcreteAt(field(t, peers, "note"), 0)
	if text, _ := note.(string); !strings.Contains(text, "keeps its counts in cells") {
		t.Errorf("another library's definition on bins: %v", note)
	}
}

// distanceOf is Kolmogorov's and Smirnov's of many values.
func distanceOf(a, b []float64) float64 {
	slices.Sort(a)
	slices.Sort(b)
	most, j := 0.0, 0
	for i, x := range a {
		for j < len(b) && b[j] <= x {
			j++
		}
		most = max(most, math.Abs(float64(i+1)/float64(len(a))-float64(j)/float64(len(b))))
	}
	return most
}

func field(t *testing.T, f *data.Frame, name string) int {
	t.Helper()
	i := slices.IndexFunc(f.Fields, func(field *data.Field) bool { return field.Name == name })
	if i < 0 {
		t.Fatalf("there is no field %q", name)
	}
	return i
}
