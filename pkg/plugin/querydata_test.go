package plugin

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tideline-ml/tideline/pkg/analysis"
	"github.com/tideline-ml/tideline/pkg/cache"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/duckdb"
)

var update = flag.Bool("update", false, "write the golden files anew; look at the difference before you commit it")

// The log of these tests: 31 days from 1 March 2026 in UTC, 60 rows a day. From day 26 on half of the rows come from a new phone, whose pictures are
// darker by 30; two rows a day have no brightness. `aspect` is a ratio of few values. Everything follows from the number of the row.
const (
	logDays   = 31
	rowsADay  = 60
	newPhone  = 26
	refDays   = 20
	zoneOfLog = "UTC"
)

var (
	logStart = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	logNow   = logStart.AddDate(0, 0, logDays).Add(30 * time.Minute)
)

type photo struct {
	time            time.Time
	id              string
	brightness      float64 // NaN: none
	aspect          float64
	device, predict string
}

func photoLog() []photo {
	var log []photo
	state := uint32(12345)
	random := func() float64 { // a plain linear congruential generator: the same everywhere
		state = state*1664525 + 1013904223
		return float64(state>>8) / (1 << 24)
	}
	for day := range logDays {
		for n := range rowsADay {
			p := photo{time: logStart.AddDate(0, 0, day).Add(time.Duration(n) * 24 * time.Minute), id: fmt.Sprintf("r%d-%d", day, n), device: "old", predict: strconv.Itoa(n % 2)}
			p.brightness = math.Round((100+40*(random()+random()+random()-1.5))*100) / 100
			p.aspect = []float64{1, 1.33, 1.78}[int(random()*3)]
			if day >= newPhone && n%2 == 1 {
				p.device, p.brightness, p.aspect = "new", p.brightness-30, 2.17
			}
			if n%30 == 7 {
				p.brightness = math.NaN()
			}
			log = append(log, p)
		}
	}
	return log
}

func photoAnalysis(t testing.TB) *analysis.Analysis {
	t.Helper()
	folder := t.TempDir()
	var csv bytes.Buffer
	csv.WriteString("time,id,brightness,aspect,device,predicted\n")
	for _, p := range photoLog() {
		brightness := ""
		if !math.IsNaN(p.brightness) {
			brightness = strconv.FormatFloat(p.brightness, 'f', -1, 64)
		}
		fmt.Fprintf(&csv, "%s,%s,%s,%v,%s,%s\n", p.time.Format(time.RFC3339), p.id, brightness, p.aspect, p.device, p.predict)
	}
	if err := os.WriteFile(filepath.Join(folder, "photos.csv"), csv.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	st, err := duckdb.Open(duckdb.Config{Path: folder, Directories: []string{folder}, Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return photoAnalysisOver(st, model.Source{File: "photos.csv"}, folder)
}

// photoAnalysisOver analyses the log wherever it lies.
func photoAnalysisOver(st store.Store, source model.Source, id string) *analysis.Analysis {
	return photoAnalysisOf(st, photoModel(source), id)
}

func photoModel(source model.Source) model.Model {
	importance := 0.7
	return model.Model{Name: "photos", Source: source, Time: "time", ID: "id", Window: "1d", Timezone: zoneOfLog, Lateness: "10m",
		Prediction: &model.Prediction{Label: "predicted"}, Labels: map[string]string{"0": "cat", "1": "dog"},
		Features: []model.Feature{{Name: "brightness", Importance: &importance}, {Name: "aspect"}, {Name: "device"}}, Segments: []string{"device"},
		Reference: model.References{{From: "2026-03-01", To: "2026-03-21"}},
		Exclude:   []model.Period{{From: "2026-03-25", To: "2026-03-26", Why: "flash was broken"}}}
}

func photoAnalysisOf(st store.Store, m model.Model, id string) *analysis.Analysis {
	return analysis.New(st, []model.Model{m}, cache.New(64<<20), analysis.Options{StoreID: id, Now: func() time.Time { return logNow }})
}

func put(t testing.TB, a *analysis.Analysis, who caller, text string) backend.DataResponse {
	t.Helper()
	return answerQuery(context.Background(), a, backend.DataQuery{RefID: "A", JSON: []byte(text),
		TimeRange: backend.TimeRange{From: logStart.AddDate(0, 0, 22), To: logNow}}, who)
}

var admin, viewer, rule = caller{role: "Admin"}, caller{role: "Viewer"}, caller{alert: true}

// goldenQueries are every type of query, by the name of the file of its frames.
var goldenQueries = map[string]string{
	"drift-table":              `{"format": "table"}`,
	"drift-table-columns":      `{"format": "table", "columns": ["time", "window", "feature", "verdict", "severity"], "features": ["brightness"], "includePartial": true}`,
	"drift-table-segments":     `{"format": "table", "groupBy": ["device"], "features": ["brightness", "prediction"], "window": {"mode": "calendar", "unit": "week"}}`,
	"drift-timeseries":         `{"features": ["brightness", "aspect"]}`,
	"drift-timeseries-share":   `{"value": "share"}`,
	"drift-timeseries-effect":  `{"value": "effect", "method": "ks", "features": ["brightness"], "groupBy": ["device"]}`,
	"drift-numeric":            `{"format": "numeric", "persist": {"windows": 2, "of": 3}}`,
	"drift-numeric-since":      `{"format": "numeric", "value": "since"}`,
	"drift-numeric-rows":       `{"format": "numeric", "value": "rows", "groupBy": ["device"]}`,
	"drift-numeric-enough":     `{"format": "numeric", "value": "enough", "minRows": 1000}`,
	"drift-numeric-not-enough": `{"format": "numeric", "minRows": 1000}`,
	"drift-age":                `{"format": "numeric", "value": "age"}`,
	"explain":                  `{"queryType": "explain"}`,
	"explain-segments":         `{"queryType": "explain", "features": ["aspect"], "groupBy": ["device"], "columns": ["window", "device", "what", "before", "after", "change", "sentence"]}`,
	"explain-nothing":          `{"queryType": "explain", "threshold": 100}`,
	"distribution":             `{"queryType": "distribution", "features": ["brightness", "aspect", "device"], "window": {"mode": "range"}}`,
	"distribution-windows":     `{"queryType": "distribution", "features": ["prediction"], "window": {"mode": "calendar", "unit": "week"}}`,
	"summary":                  `{"queryType": "summary"}`,
	"summary-timeseries":       `{"queryType": "summary", "format": "timeseries", "value": "p50", "groupBy": ["device"]}`,
	"values":                   `{"queryType": "values", "features": ["prediction"]}`,
	"rows":                     `{"queryType": "rows", "limit": 3, "filters": [{"column": "device", "operator": "=", "value": ["new"]}]}`,
	"models":                   `{"queryType": "models"}`,
	"episodes":                 `{"queryType": "episodes"}`,
	"episodes-features":        `{"queryType": "episodes", "features": ["brightness", "aspect"], "kinds": ["drift"]}`,
}

// Every type of query, its frames kept as text. Statements and timings are left out: they are not the same twice.
func TestGolden(t *testing.T) { goldens(t, photoAnalysis(t)) }

// goldens asks all kept queries of an analysis of the photo log, wherever it lies.
func goldens(t *testing.T, a *analysis.Analysis) {
	t.Helper()
	for name, q := range goldenQueries {
		t.Run(name, func(t *testing.T) {
			response := put(t, a, admin, q)
			if response.Error != nil {
				t.Fatal(response.Error)
			}
			golden(t, name, response.Frames)
		})
	}
}

func golden(t *testing.T, name string, frames data.Frames) {
	t.Helper()
	for _, f := range frames {
		if f.Meta != nil {
			f.Meta.ExecutedQueryString, f.Meta.Stats = "", nil
		}
	}
	raw, err := json.Marshal(frames)
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := json.Indent(&text, raw, "", " "); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", name+".json")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, append(inline(text.Bytes()), '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; run the test with -update to write it, and look at it", err)
	}
	var got, expected any
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(want, &expected); err != nil {
		t.Fatal(err)
	}
	if where := differ(got, expected, ""); where != "" {
		t.Errorf("%s: %s", path, where)
	}
}

// inline puts lists of plain values on one line, for people.
func inline(text []byte) []byte {
	lines := strings.Split(string(text), "\n")
	var out []string
	for i := 0; i < len(lines); i++ {
		if strings.HasSuffix(lines[i], "[") {
			end := i + 1
			for end < len(lines) && !strings.ContainsAny(strings.TrimRight(strings.TrimSpace(lines[end]), ","), "[]{}") {
				end++
			}
			if end < len(lines) && strings.HasPrefix(strings.TrimSpace(lines[end]), "]") {
				joined := lines[i]
				for _, l := range lines[i+1 : end+1] {
					joined += strings.TrimSpace(l)
				}
				out, i = append(out, joined), end
				continue
			}
		}
		out = append(out, lines[i])
	}
	return []byte(strings.Join(out, "\n"))
}

// differ says where two JSON values differ; numbers may by a billionth, which is what other processors do to the last digits.
func differ(got, want any, path string) string {
	switch w := want.(type) {
	case float64:
		g, ok := got.(float64)
		if !ok || math.Abs(g-w) > 1e-9*math.Max(1, math.Abs(w)) {
			return fmt.Sprintf("%s is %v, want %v", path, got, w)
		}
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok || len(g) != len(w) {
			return fmt.Sprintf("%s is %v, want %v", path, got, want)
		}
		keys := make([]string, 0, len(w))
		for key := range w {
			keys = append(keys, key)
		}
		sort.Strings(keys)
		for _, key := range keys {
			if where := differ(g[key], w[key], path+"."+key); where != "" {
				return where
			}
		}
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			return fmt.Sprintf("%s is %v, want %v", path, got, want)
		}
		for i := range w {
			if where := differ(g[i], w[i], fmt.Sprintf("%s[%d]", path, i)); where != "" {
				return where
			}
		}
	default:
		if !reflect.DeepEqual(got, want) {
			return fmt.Sprintf("%s is %v, want %v", path, got, want)
		}
	}
	return ""
}

// The whole way, from a CSV file to a verdict, against numbers recomputed here from the raw rows: Kolmogorov–Smirnov of each closed day against the
// twenty days of the reference, its rows and its missing values.
func TestStatisticsAreThoseOfTheRawRows(t *testing.T) {
	response := put(t, photoAnalysis(t), admin, `{"format": "table", "method": "ks", "features": ["brightness"]}`)
	if response.Error != nil {
		t.Fatal(response.Error)
	}
	frame := response.Frames[0]
	var reference []float64
	byDay := map[int64][]float64{}
	for _, p := range photoLog() {
		day := p.time.Truncate(24 * time.Hour)
		byDay[day.Unix()] = append(byDay[day.Unix()], p.brightness)
		if day.Before(logStart.AddDate(0, 0, refDays)) {
			reference = append(reference, p.brightness)
		}
	}
	if frame.Rows() != 9 {
		t.Fatalf("%d rows, want 9: the days from the 23rd to the 31st", frame.Rows())
	}
	found := 0
	for i := range frame.Rows() {
		day := byDay[column(t, frame, "time").At(i).(time.Time).Unix()]
		want := kolmogorovSmirnov(present(reference), present(day))
		if got := *column(t, frame, "statistic").At(i).(*float64); math.Abs(got-want) > 1e-12 {
			t.Errorf("day %d: statistic %v, want %v", i, got, want)
		}
		if got, want := *column(t, frame, "null_share").At(i).(*float64), 2.0/rowsADay; math.Abs(got-want) > 1e-12 {
			t.Errorf("day %d: null share %v, want %v", i, got, want)
		}
		if rows := *column(t, frame, "reference_rows").At(i).(*float64); rows != refDays*rowsADay {
			t.Errorf("day %d: %v reference rows", i, rows)
		}
		verdict, severity := column(t, frame, "verdict").At(i).(string), *column(t, frame, "severity").At(i).(*float64)
		if (verdict == "drifted") != (severity >= 1) || (verdict == "drifted" && i < newPhone-22) {
			t.Errorf("day %d: %s, severity %v", i, verdict, severity)
		}
		if verdict == "drifted" {
			found++
		}
	}
	// Sixty rows a day are few: one of the five days with the new phone may miss the line.
	if found < 4 {
		t.Errorf("%d of the 5 days with the new phone drifted", found)
	}
}

func present(xs []float64) []float64 {
	var out []float64
	for _, x := range xs {
		if !math.IsNaN(x) {
			out = append(out, x)
		}
	}
	return out
}

// kolmogorovSmirnov by its definition: the largest distance between two distribution functions, over all values.
func kolmogorovSmirnov(a, b []float64) float64 {
	most := 0.0
	for _, x := range append(append([]float64(nil), a...), b...) {
		most = math.Max(most, math.Abs(atMost(a, x)-atMost(b, x)))
	}
	return most
}

func atMost(xs []float64, x float64) float64 {
	n := 0.0
	for _, v := range xs {
		if v <= x {
			n++
		}
	}
	return n / float64(len(xs))
}

// On a grid the true statistic lies within the bound that is shown.
func TestGridKeepsItsBound(t *testing.T) {
	a := photoAnalysis(t)
	q := `{"format": "table", "method": "ks", "features": ["brightness"], "precision": "%s"}`
	exact, grid := put(t, a, admin, fmt.Sprintf(q, "exact")), put(t, a, admin, fmt.Sprintf(q, "grid"))
	if exact.Error != nil || grid.Error != nil {
		t.Fatal(exact.Error, grid.Error)
	}
	for i := range exact.Frames[0].Rows() {
		d := *column(t, exact.Frames[0], "statistic").At(i).(*float64)
		g, bound := *column(t, grid.Frames[0], "statistic").At(i).(*float64), *column(t, grid.Frames[0], "error_bound").At(i).(*float64)
		if d < g-1e-12 || d > g+bound+1e-12 {
			t.Errorf("row %d: %v is not in [%v, %v]", i, d, g, g+bound)
		}
	}
}

func TestDistributionCountsEveryRow(t *testing.T) {
	response := put(t, photoAnalysis(t), admin, `{"queryType": "distribution", "window": {"mode": "range"}}`)
	if response.Error != nil {
		t.Fatal(response.Error)
	}
	if len(response.Frames) != 4 {
		t.Fatalf("%d frames", len(response.Frames))
	}
	for _, f := range response.Frames {
		meta := f.Meta.Custom.(DistributionMeta)
		sum := 0.0
		for i := range f.Rows() {
			sum += column(t, f, "current").At(i).(float64)
		}
		rows := meta.Totals.Current.(float64)
		missing := *meta.NullShare.Current.(*float64) * rows
		if math.Abs(sum+missing-rows) > 1e-9 || rows != 9*rowsADay {
			t.Errorf("%s: %v counted and %v missing of %v rows", f.Name, sum, missing, rows)
		}
	}
}

// What an alert rule gets: Grafana's contract of one number for each series, told apart by labels that never change.
func TestNumericIsGrafanasContract(t *testing.T) {
	a := photoAnalysis(t)
	response := put(t, a, rule, `{"format": "numeric"}`)
	if response.Error != nil || len(response.Frames) != 4 {
		t.Fatalf("%v, %d frames", response.Error, len(response.Frames))
	}
	for i, f := range response.Frames {
		if f.Meta.Type != data.FrameTypeNumericMulti || f.Meta.TypeVersion != (data.FrameTypeVersion{0, 1}) || len(f.Fields) != 1 || f.Rows() != 1 {
			t.Errorf("frame %d: %+v", i, f.Meta)
		}
		want := data.Labels{"model": "photos", "feature": []string{"brightness", "aspect", "device", "prediction"}[i]}
		if !reflect.DeepEqual(f.Fields[0].Labels, want) {
			t.Errorf("labels %v, want %v", f.Fields[0].Labels, want)
		}
		if x := f.Fields[0].At(0).(float64); (x >= 1) != (i < 3) {
			t.Errorf("%v: severity %v", want, x)
		}
	}
	if response := put(t, a, rule, `{"format": "table"}`); response.Error == nil || !strings.Contains(response.Error.Error(), "format:") {
		t.Errorf("a table for an alert rule: %v", response.Error)
	}
	for _, kind := range []string{"distribution", "models", "episodes"} { // Grafana's own word would be "input data must be a wide series but got type not"
		response := put(t, a, rule, `{"queryType": "`+kind+`"}`)
		if response.Error == nil || !strings.Contains(response.Error.Error(), "queryType: an alert rule needs one number for each series, and "+kind+" is not one") {
			t.Errorf("%s: %v", kind, response.Error)
		}
	}
	quiet := put(t, a, rule, `{"format": "numeric", "minRows": 100000}`)
	if quiet.Error != nil || len(quiet.Frames) != 1 || len(quiet.Frames[0].Fields) != 0 || quiet.Frames[0].Meta.Type != data.FrameTypeNumericMulti {
		t.Errorf("not enough rows is no data: %+v", quiet)
	}
}

func TestViewersSeeNoPathAndNoStatement(t *testing.T) {
	a := photoAnalysis(t)
	for _, q := range []string{`{}`, `{"queryType": "distribution"}`, `{"queryType": "values", "features": ["device"]}`} {
		seen := put(t, a, viewer, q)
		if seen.Error != nil {
			t.Fatal(seen.Error)
		}
		text, err := json.Marshal(seen.Frames)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "photos.csv") || strings.Contains(string(text), "SELECT") {
			t.Errorf("%s shows a viewer %s", q, text)
		}
	}
	if seen := put(t, a, viewer, `{"queryType": "rows"}`); seen.Status != backend.StatusForbidden {
		t.Errorf("a viewer sees raw rows: %+v", seen)
	}
	broken := analysis.New(mustOpen(t), []model.Model{{Name: "gone", Source: model.Source{File: "nowhere/secret.parquet"}, Time: "t"}}, cache.New(1<<20), analysis.Options{})
	if seen := put(t, broken, viewer, `{}`); seen.Error == nil || strings.Contains(seen.Error.Error(), "secret") {
		t.Errorf("%v", seen.Error)
	}
	if seen := put(t, broken, admin, `{}`); seen.Error == nil || !strings.Contains(seen.Error.Error(), "secret") {
		t.Errorf("an administrator must see what is missing: %v", seen.Error)
	}
}

func mustOpen(t *testing.T) *duckdb.Store {
	t.Helper()
	folder := t.TempDir()
	st, err := duckdb.Open(duckdb.Config{Path: folder, Directories: []string{folder}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st
}

// One query that is wrong leaves the others of the same request alone.
func TestMistakesStayWhereTheyAre(t *testing.T) {
	response := answerQueries(context.Background(), photoAnalysis(t), &backend.QueryDataRequest{
		PluginContext: backend.PluginContext{User: &backend.User{Role: "Admin"}},
		Queries: []backend.DataQuery{
			{RefID: "A", JSON: []byte(`{"queryType": "drift", "features": ["\"; drop table"]}`), TimeRange: backend.TimeRange{From: logStart, To: logNow}},
			{RefID: "B", JSON: []byte(`nonsense`), TimeRange: backend.TimeRange{From: logStart, To: logNow}},
			{RefID: "C", JSON: []byte(`{"queryType": "models"}`), TimeRange: backend.TimeRange{From: logStart, To: logNow}},
		}})
	if r := response.Responses["A"]; r.Status != backend.StatusBadRequest || !strings.Contains(r.Error.Error(), `features[0]: "\"; drop table" is not known`) {
		t.Errorf("%+v", r)
	}
	if r := response.Responses["B"]; r.Status != backend.StatusBadRequest {
		t.Errorf("%+v", r)
	}
	if r := response.Responses["C"]; r.Error != nil || r.Frames[0].Rows() != 5 {
		t.Errorf("%+v", r)
	}
}

// Again from the cache, frames and their JSON included.
// A panel of predictions stands on dashboards of models that have none: that is no mistake of whoever looks at it.
func TestWhatAModelLacksIsARemark(t *testing.T) {
	r := put(t, photoAnalysis(t), viewer, `{"queryType": "distribution", "model": "photos", "features": ["target"]}`)
	if r.Error != nil || len(r.Frames) != 1 || len(r.Frames[0].Fields) != 0 {
		t.Fatalf("%v, %v", r.Error, r.Frames)
	}
	if notices := r.Frames[0].Meta.Notices; len(notices) != 1 || !strings.Contains(notices[0].Text, "The model photos has no target.") {
		t.Errorf("notices %v", notices)
	}
}

func BenchmarkDriftTableFromCache(b *testing.B) {
	a := photoAnalysis(b)
	put(b, a, admin, `{"format": "table"}`)
	for b.Loop() {
		response := put(b, a, admin, `{"format": "table"}`)
		if _, err := json.Marshal(response.Frames); err != nil || response.Error != nil {
			b.Fatal(err, response.Error)
		}
	}
}

// Grafana's inspector lists the costs of every frame: twelve series are one answer, and cost once.
func TestCostsAreToldOnce(t *testing.T) {
	frames := put(t, photoAnalysis(t), viewer, `{"format": "timeseries"}`).Frames
	if len(frames) < 2 {
		t.Fatalf("%d frames, want several", len(frames))
	}
	for i, f := range frames {
		if told := len(f.Meta.Stats) > 0; told != (i == 0) {
			t.Errorf("frame %d: %+v", i, f.Meta.Stats)
		}
	}
	if rows := frames[0].Meta.Stats[0]; rows.DisplayName != "Rows scanned" || rows.Value == 0 || rows.Unit != "locale" {
		t.Errorf("%+v", rows)
	}
}

func TestNoticesAreShownOnce(t *testing.T) {
	all := []analysis.Notice{{Text: "a file was set aside", Detail: "a.csv"}, {Text: "other"}, {Text: "a file was set aside", Detail: "b.csv", Severe: true}}
	for role, want := range map[string][]string{"Viewer": {"a file was set aside An editor or administrator sees which part.", "other"}, "Editor": {"a file was set aside a.csv", "other", "a file was set aside b.csv"}} {
		var got []string
		shown := shownNotices(all, caller{role: role})
		for _, n := range shown {
			got = append(got, n.Text)
		}
		if !slices.Equal(got, want) || role == "Viewer" && shown[0].Severity != data.NoticeSeverityWarning {
			t.Errorf("%s: %+v", role, shown)
		}
	}
}

// Times that no calendar has a name for, and ranges longer than any log, are refused in words.
func TestRangesBeyondCalendars(t *testing.T) {
	a := photoAnalysis(t)
	for name, asked := range map[string]backend.TimeRange{
		"lies beyond what calendars have names for": {From: time.Date(9990, 1, 1, 0, 0, 0, 0, time.UTC), To: time.Date(10010, 1, 1, 0, 0, 0, 0, time.UTC)},
		"longer than two hundred years":             {From: time.Date(1700, 1, 1, 0, 0, 0, 0, time.UTC), To: logNow},
	} {
		response := answerQuery(context.Background(), a, backend.DataQuery{RefID: "A", JSON: []byte(`{"format": "table"}`), TimeRange: asked}, admin)
		if response.Error == nil || !strings.Contains(response.Error.Error(), name) {
			t.Errorf("%s: %v", name, response.Error)
		}
	}
}
