package plugin

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tideline-ml/tideline/pkg/analysis"
	"github.com/tideline-ml/tideline/pkg/cache"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/duckdb"
)

// The log of these tests: 60 days from 1 March 2026 in UTC, 300 rows a day. On day 40 the model is retrained: version 2 takes over within the day, and
// `score` moves from around 10 to around 1,000, in another unit, so that a grid of the one is no good for the other. `noise` never moves, and `device`
// is told apart by nothing.
const (
	jumpDays = 60
	jumpRows = 300
	jump     = 40
)

var (
	jumpStart = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	jumpNow   = jumpStart.AddDate(0, 0, jumpDays).Add(30 * time.Minute)
)

func jumpDay(day int) string { return jumpStart.AddDate(0, 0, day).Format(time.DateOnly) }

// jumpFolder writes the log once for all tests.
func jumpFolder(t testing.TB) string {
	t.Helper()
	folder := t.TempDir()
	random := rand.New(rand.NewPCG(7, 11))
	var csv bytes.Buffer
	csv.WriteString("time,score,noise,steps,device,app_version\n")
	for day := range jumpDays {
		for n := range jumpRows {
			version, score := "1.9", 10+random.NormFloat64()
			if day > jump || day == jump && n >= 30 { // a tenth of the day still is the old one
				version, score = "2.0", 1000+300*random.NormFloat64()
			}
			at := jumpStart.AddDate(0, 0, day).Add(time.Duration(n) * 24 * time.Hour / jumpRows)
			fmt.Fprintf(&csv, "%s,%v,%v,%d,%s,%s\n", at.Format(time.RFC3339), score, random.NormFloat64(), random.IntN(50), []string{"a", "b"}[n%2], version)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "log.csv"), csv.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return folder
}

type jumpTest struct {
	folder  string
	cache   *cache.Cache
	threads int
	now     time.Time
}

// analysis of the log with a model whose settings are changed.
func (j jumpTest) analysis(t testing.TB, change func(*model.Model)) *analysis.Analysis {
	t.Helper()
	st, err := duckdb.Open(duckdb.Config{Path: j.folder, Directories: []string{j.folder}, Threads: max(1, j.threads)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	m := model.Model{Name: "scores", Source: model.Source{File: "log.csv"}, Time: "time", Window: "1d", Version: "app_version",
		Features: []model.Feature{{Name: "score"}, {Name: "noise"}, {Name: "device"}}, Segments: []string{"app_version", "device"},
		Reference: model.References{{From: jumpDay(0), To: jumpDay(20)}}}
	if change != nil {
		change(&m)
	}
	if problems := m.Problems(); len(problems) > 0 {
		t.Fatal(problems)
	}
	c := j.cache
	if c == nil {
		c = cache.New(64 << 20)
	}
	now := j.now
	if now.IsZero() {
		now = jumpNow
	}
	return analysis.New(st, []model.Model{m}, c, analysis.Options{StoreID: j.folder, Now: func() time.Time { return now }, Threads: j.threads})
}

// days asks about the days [from, to).
func days(t testing.TB, a *analysis.Analysis, from, to int, text string) backend.DataResponse {
	t.Helper()
	response := answerQuery(context.Background(), a, backend.DataQuery{RefID: "A", JSON: []byte(text),
		TimeRange: backend.TimeRange{From: jumpStart.AddDate(0, 0, from), To: jumpStart.AddDate(0, 0, to)}}, admin)
	if response.Error != nil {
		t.Fatalf("%s: %v", text, response.Error)
	}
	return response
}

// verdicts of a feature by day, as a row of letters: D drifted, f fine, n not enough, - no reference, E error.
func verdicts(t testing.TB, frame *data.Frame, feature string, segment ...string) string {
	t.Helper()
	letters := map[string]string{"drifted": "D", "fine": "f", "not_enough": "n", "no_reference": "-", "error": "E"}
	text := ""
	for i := range frame.Rows() {
		if column(t, frame, "feature").At(i) != feature || len(segment) == 2 && column(t, frame, segment[0]).At(i) != segment[1] {
			continue
		}
		text += letters[column(t, frame, "verdict").At(i).(string)]
	}
	return text
}

// column is a column of a frame, by name.
func column(t testing.TB, f *data.Frame, name string) *data.Field {
	t.Helper()
	field, _ := f.FieldByName(name)
	if field == nil {
		t.Fatalf("frame %q has no column %q", f.Name, name)
	}
	return field
}

func strs(t testing.TB, f *data.Frame, name string) []string {
	t.Helper()
	out := make([]string, f.Rows())
	for i := range out {
		out[i] = column(t, f, name).At(i).(string)
	}
	return out
}

func notices(frames data.Frames) string {
	var all []string
	for _, f := range frames {
		if f.Meta != nil {
			for _, n := range f.Meta.Notices {
				all = append(all, n.Text)
			}
		}
	}
	return strings.Join(all, "\n")
}

// retrained: from day 44 on windows are compared with the days 41 to 50.
func retrained(m *model.Model) {
	m.Reference = append(m.Reference, model.Reference{Since: jumpDay(44), From: jumpDay(41), To: jumpDay(50), Why: "retrained"})
}

func TestNewNormal(t *testing.T) {
	j := jumpTest{folder: jumpFolder(t)}
	old := days(t, j.analysis(t, nil), 30, 60, `{"format": "table"}`)
	if got, want := verdicts(t, old.Frames[0], "score"), strings.Repeat("f", 10)+strings.Repeat("D", 20); got != want {
		t.Errorf("with the old reference alone: %s, want %s", got, want)
	}
	now := days(t, j.analysis(t, retrained), 30, 60, `{"format": "table"}`)
	frame := now.Frames[0]
	if got, want := verdicts(t, frame, "score"), strings.Repeat("f", 10)+strings.Repeat("D", 4)+strings.Repeat("f", 16); got != want {
		t.Errorf("with the new one from day 44 on: %s, want %s", got, want)
	}
	for i := range frame.Rows() {
		day := int(column(t, frame, "time").At(i).(time.Time).Sub(jumpStart).Hours() / 24)
		want, rows, inside := "2026-03-01 – 2026-03-21", 20*jumpRows, false
		if day >= 44 {
			want, rows = "2026-04-11 – 2026-04-20", 9*jumpRows
			if inside = day < 50; inside {
				rows -= jumpRows
			}
		}
		if got := column(t, frame, "reference").At(i); got != want {
			t.Errorf("day %d: reference %q", day, got)
		}
		if got := *column(t, frame, "reference_rows").At(i).(*float64); got != float64(rows) {
			t.Errorf("day %d: %v reference rows, want %d", day, got, rows)
		}
		if got := column(t, frame, "in_reference").At(i); got != inside {
			t.Errorf("day %d: in reference %v", day, got)
		}
	}
	// What came before is as it was, to the last bit.
	for i := range frame.Rows() {
		if column(t, frame, "time").At(i).(time.Time).Before(jumpStart.AddDate(0, 0, 44)) {
			for _, f := range frame.Fields {
				if before := column(t, old.Frames[0], f.Name).At(i); !reflect.DeepEqual(before, f.At(i)) {
					t.Fatalf("row %d: %s was %v and is %v", i, f.Name, before, f.At(i))
				}
			}
		}
	}
}

// Episodes, and all else that looks at several windows, ends where the reference changes.
func TestNothingLooksAcrossAChangeOfReference(t *testing.T) {
	j := jumpTest{folder: jumpFolder(t)}
	// A reference that the retrained model drifts from as well: were it not for the change, there would be one long episode.
	again := func(m *model.Model) {
		m.Reference = append(m.Reference, model.Reference{Since: jumpDay(50), From: jumpDay(20), To: jumpDay(38)})
	}
	at := func(day int) time.Time { return jumpStart.AddDate(0, 0, day) }
	spans := func(change func(*model.Model)) (out [][2]int) {
		frame := days(t, j.analysis(t, change), 30, 60, `{"queryType": "episodes", "kinds": ["drift"]}`).Frames[0]
		for i := range frame.Rows() {
			out = append(out, [2]int{int(column(t, frame, "time").At(i).(time.Time).Sub(jumpStart).Hours()) / 24, int(column(t, frame, "timeEnd").At(i).(time.Time).Sub(jumpStart).Hours()) / 24})
		}
		return out
	}
	for name, c := range map[string]struct {
		change func(*model.Model)
		want   [][2]int
	}{
		"one reference": {nil, [][2]int{{40, 60}}},
		"a new normal":  {retrained, [][2]int{{40, 44}}},
		"another one":   {again, [][2]int{{40, 50}, {50, 60}}},
	} {
		if got := spans(c.change); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: episodes of the days %v, want %v", name, got, c.want)
		}
	}
	number := func(change func(*model.Model), now int, text string) (float64, bool) {
		later := j
		later.now = at(now).Add(time.Hour)
		frames := days(t, later.analysis(t, change), now-2, now, text).Frames
		for _, f := range frames {
			if len(f.Fields) == 1 && f.Fields[0].Labels["feature"] == "score" {
				n, ok := f.Fields[0].ConcreteAt(0)
				value, _ := n.(float64)
				return value, ok
			}
		}
		return math.NaN(), false
	}
	since := `{"format": "numeric", "value": "since", "features": ["score"]}`
	for _, c := range []struct {
		change func(*model.Model)
		day    int // the newest closed window
		want   int
	}{{nil, 55, 40}, {again, 55, 50}, {again, 50, 50}, {again, 49, 40}} {
		if got, ok := number(c.change, c.day+1, since); !ok || got != float64(at(c.want).UnixMilli()) {
			t.Errorf("day %d: the episode began at %v, want day %d", c.day, time.UnixMilli(int64(got)).UTC(), c.want)
		}
	}
	if _, ok := number(retrained, 56, since); ok {
		t.Error("nothing runs after the new normal")
	}
	lasting := `{"format": "numeric", "features": ["score"], "persist": {"windows": 3, "of": 3}}`
	for _, c := range []struct {
		day     int
		drifted bool
		absent  bool
	}{{45, true, false}, {50, false, true}, {51, false, true}, {52, true, false}} {
		if got, ok := number(again, c.day+1, lasting); ok == c.absent || ok && (got >= 1) != c.drifted {
			t.Errorf("day %d: %v, %v: three drifted windows of one reference are asked for", c.day, got, ok)
		}
	}
	// A rule on severity, as it is.
	for day, drifted := range map[int]bool{39: false, 43: true, 44: false, 59: false} {
		if got, ok := number(retrained, day+1, `{"format": "numeric", "features": ["score"]}`); !ok || (got >= 1) != drifted {
			t.Errorf("day %d: severity %v, drifted should be %v", day, got, drifted)
		}
	}
}

func TestBeforeTheFirstReference(t *testing.T) {
	j := jumpTest{folder: jumpFolder(t)}
	frame := days(t, j.analysis(t, func(m *model.Model) { m.Reference[0].Since = jumpDay(35) }), 30, 60, `{"format": "table"}`).Frames[0]
	if got, want := verdicts(t, frame, "score"), strings.Repeat("-", 5)+strings.Repeat("f", 5)+strings.Repeat("D", 20); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if note := column(t, frame, "note").At(0).(string); !strings.Contains(note, "first reference holds for windows that begin on 2026-04-05 or later") {
		t.Errorf("note %q", note)
	}
	if words := column(t, frame, "reference").At(0); words != "" {
		t.Errorf("reference %q", words)
	}
}

// On grids, each reference has cells that are fine where it lies: the statistic is exact to its bound, and the bound is small, before and after.
func TestEveryReferenceHasAGridThatIsFineForIt(t *testing.T) {
	j := jumpTest{folder: jumpFolder(t)}
	q := `{"format": "table", "method": "ks", "features": ["score", "noise"], "noise": "sampling", "precision": "%s", "columns": ["time", "feature", "statistic", "error_bound", "reference"]}`
	exact, grid := days(t, j.analysis(t, retrained), 30, 60, fmt.Sprintf(q, "exact")).Frames[0], days(t, j.analysis(t, retrained), 30, 60, fmt.Sprintf(q, "grid")).Frames[0]
	worst := 0.0
	for i := range exact.Rows() {
		d := *column(t, exact, "statistic").At(i).(*float64)
		g, bound := *column(t, grid, "statistic").At(i).(*float64), *column(t, grid, "error_bound").At(i).(*float64)
		if d < g-1e-12 || d > g+bound+1e-12 {
			t.Errorf("row %d: %v is not in [%v, %v]", i, d, g, g+bound)
		}
		if day := column(t, exact, "time").At(i).(time.Time); day.Before(jumpStart.AddDate(0, 0, jump)) || !day.Before(jumpStart.AddDate(0, 0, 44)) {
			worst = max(worst, bound) // days of the new model against the old reference lie far outside its grid, and are no close call
		}
	}
	if worst == 0 || worst > 0.02 { // the window's own 300 rows are lumpier than the reference's 1/128
		t.Errorf("bounds up to %v", worst)
	}
	t.Logf("bounds up to %.4f", worst)
}

// A new reference costs what is new: its own sample and, where a column's grid is no good for it, the windows that are compared with it.
func TestOnlyWhatChangedIsCountedAgain(t *testing.T) {
	j := jumpTest{folder: jumpFolder(t), cache: cache.New(256 << 20)}
	for name, features := range map[string][]model.Feature{"on grids": {{Name: "score"}, {Name: "noise"}}, "exactly": {{Name: "steps"}, {Name: "device"}}} {
		scanned := func(change func(*model.Model)) float64 {
			a := j.analysis(t, func(m *model.Model) {
				m.Features = features
				if change != nil {
					change(m)
				}
			})
			return days(t, a, 0, 60, `{"format": "table"}`).Frames[0].Meta.Stats[0].Value
		}
		if first, again := scanned(nil), scanned(nil); first == 0 || again != 0 {
			t.Fatalf("%s: %v rows, and again %v", name, first, again)
		}
		if n := scanned(func(m *model.Model) { m.Thresholds = map[string]model.ByMethod{features[0].Name: {"auto": 0.3}} }); n != 0 {
			t.Errorf("%s: another threshold scans %v rows", name, n)
		}
		if n := scanned(func(m *model.Model) { m.Exclude = []model.Period{{From: jumpDay(30), To: jumpDay(31)}} }); n != 0 {
			t.Errorf("%s: a period left out of no reference scans %v rows", name, n)
		}
		sample, counted := 9.0*jumpRows, 0.0
		if name == "on grids" { // score is counted anew: the new reference, which begins on day 41, and what is compared with it
			counted = (60 - 41) * jumpRows
		}
		if n := scanned(retrained); n != sample+counted {
			t.Errorf("%s: a new reference scans %v rows, and %v + %v are new", name, n, sample, counted)
		}
		if n := scanned(func(m *model.Model) { // whose grids fit, as nothing has changed
			m.Reference = append(m.Reference, model.Reference{Since: jumpDay(30), From: jumpDay(20), To: jumpDay(40)})
		}); n != 20*jumpRows {
			t.Errorf("%s: a reference that is like the one before it scans %v rows, more than its sample", name, n)
		}
	}
}

func TestEqualQuestionsGiveEqualBytesAcrossAChange(t *testing.T) {
	folder := jumpFolder(t)
	for _, q := range []string{`{"format": "table"}`, `{"format": "table", "groupBy": ["app_version"], "precision": "grid"}`, `{"queryType": "distribution", "groupBy": ["app_version"]}`,
		`{"queryType": "episodes"}`, `{"value": "severity", "persist": {"windows": 2, "of": 3}}`, `{"queryType": "summary", "precision": "grid"}`} {
		first := ""
		for _, threads := range []int{1, 8} {
			frames := days(t, jumpTest{folder: folder, threads: threads}.analysis(t, byVersion), 30, 60, q).Frames
			for _, f := range frames {
				f.Meta.Stats = nil // seconds
			}
			text, err := json.Marshal(frames)
			if err != nil {
				t.Fatal(err)
			}
			if first == "" {
				first = string(text)
			}
			if string(text) != first {
				t.Errorf("%s: another answer with %d threads", q, threads)
			}
		}
	}
}

// byVersion: version 2.0 is compared with its own days 41 to 50, from day 52 on with its days 46 to 52; all others with the beginning.
func byVersion(m *model.Model) {
	m.Reference = append(m.Reference, model.Reference{Version: "2.0", From: jumpDay(41), To: jumpDay(50)},
		model.Reference{Version: "2.0", Since: jumpDay(52), From: jumpDay(46), To: jumpDay(52)})
}

func TestReferencesByVersion(t *testing.T) {
	j := jumpTest{folder: jumpFolder(t)}
	a := j.analysis(t, byVersion)
	grouped := days(t, a, 30, 60, `{"format": "table", "groupBy": ["app_version"], "minRows": 20}`).Frames[0]
	if got, want := verdicts(t, grouped, "score", "app_version", "1.9"), strings.Repeat("f", 11)+strings.Repeat("n", 19); got != want {
		t.Errorf("the old version: %s, want %s", got, want)
	}
	if got, want := verdicts(t, grouped, "score", "app_version", "2.0"), strings.Repeat("n", 10)+strings.Repeat("f", 20); got != want {
		t.Errorf("the new version: %s, want %s", got, want)
	}
	for i := range grouped.Rows() {
		version, day := column(t, grouped, "app_version").At(i).(string), int(column(t, grouped, "time").At(i).(time.Time).Sub(jumpStart).Hours()/24)
		want := "2026-03-01 – 2026-03-21"
		switch {
		case version == "2.0" && day >= 52:
			want = "2.0: 2026-04-16 – 2026-04-22"
		case version == "2.0":
			want = "2.0: 2026-04-11 – 2026-04-20"
		}
		if got := column(t, grouped, "reference").At(i); got != want {
			t.Errorf("day %d of %s: compared with %q, want %q", day, version, got, want)
		}
		if inside := version == "2.0" && (day >= 41 && day < 50); column(t, grouped, "in_reference").At(i) != inside {
			t.Errorf("day %d of %s: in reference should be %v", day, version, inside)
		}
	}
	// A filter that pins the version asks the same.
	for _, version := range []string{"1.9", "2.0"} {
		for _, filter := range []string{`{"column": "app_version", "operator": "=", "value": [%q]}`, `{"column": "app_version", "operator": "in", "value": %q}`} {
			pinned := days(t, a, 30, 60, `{"format": "table", "minRows": 20, "filters": [`+fmt.Sprintf(filter, version)+`]}`).Frames[0]
			if got, want := verdicts(t, pinned, "score"), verdicts(t, grouped, "score", "app_version", version); got != want {
				t.Errorf("pinned to %s: %s, grouped: %s", version, got, want)
			}
			if got := column(t, pinned, "reference").At(0).(string); strings.HasPrefix(got, "2.0:") != (version == "2.0") {
				t.Errorf("pinned to %s: compared with %q", version, got)
			}
		}
	}
	// Episodes end where a version's reference changes, and only for that version.
	segments := days(t, a, 30, 60, `{"queryType": "distribution", "features": ["score"], "groupBy": ["app_version"], "window": {"mode": "duration", "every": "1d"}}`)
	for _, f := range segments.Frames {
		version := f.Fields[len(f.Fields)-1].Labels["app_version"]
		meta := f.Meta.Custom.(DistributionMeta)
		want := RangeMeta{"2026-03-01T00:00:00.000Z", "2026-03-21T00:00:00.000Z"}
		if version == "2.0" {
			want = RangeMeta{"2026-04-16T00:00:00.000Z", "2026-04-22T00:00:00.000Z"}
		}
		if got := meta.Windows.Reference.(RangeMeta); got.From[:10] != want.From[:10] || got.To[:10] != want.To[:10] {
			t.Errorf("%s: the picture's reference is %+v, want %+v", version, got, want)
		}
	}
	if text := notices(segments.Frames); !strings.Contains(text, "that of the newest is drawn: 2.0: 2026-04-16") {
		t.Errorf("notices: %s", text)
	}
	// A question that does not tell versions apart uses what holds for all.
	whole := days(t, a, 30, 60, `{"format": "table"}`).Frames[0]
	if got, want := verdicts(t, whole, "score"), strings.Repeat("f", 10)+strings.Repeat("D", 20); got != want {
		t.Errorf("all versions: %s, want %s", got, want)
	}
	if text := notices(data.Frames{whole}); text != "" {
		t.Errorf("nothing to say, but %q", text)
	}
}

func TestOnlyReferencesByVersion(t *testing.T) {
	a := jumpTest{folder: jumpFolder(t)}.analysis(t, func(m *model.Model) {
		m.Reference = model.References{{Version: "2.0", From: jumpDay(41), To: jumpDay(50)}}
	})
	whole := days(t, a, 50, 60, `{"format": "table"}`).Frames
	if text := notices(whole); !strings.Contains(text, `All references of model "scores" are for single versions (2.0)`) || !strings.Contains(text, "Group by app_version, or filter by one value of it") {
		t.Errorf("%s", text)
	}
	if got := verdicts(t, whole[0], "score"); got != strings.Repeat("D", 10) {
		t.Errorf("the beginning of the log is what is left: %s", got)
	}
	if got := column(t, whole[0], "reference").At(0); got != "2026-03-01 – 2026-03-29, the beginning of the log" {
		t.Errorf("%q", got)
	}
	grouped := days(t, a, 50, 60, `{"format": "table", "groupBy": ["app_version"]}`).Frames[0]
	if got := verdicts(t, grouped, "score", "app_version", "2.0"); got != strings.Repeat("f", 10) {
		t.Errorf("grouped: %s", got)
	}
}

// A version may have a training file of its own, which does not say in a column of which version it is.
func TestTrainingFileOfAVersion(t *testing.T) {
	j := jumpTest{folder: jumpFolder(t)}
	random := rand.New(rand.NewPCG(5, 5))
	text := "points,noise,device\n"
	for i := range 2000 {
		text += fmt.Sprintf("%v,%v,%s\n", 1000+300*random.NormFloat64(), random.NormFloat64(), []string{"a", "b"}[i%2])
	}
	if err := os.WriteFile(filepath.Join(j.folder, "train2.csv"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	a := j.analysis(t, func(m *model.Model) {
		m.Reference = append(m.Reference, model.Reference{Version: "2.0", Source: &model.Source{File: "train2.csv"}, Columns: map[string]string{"score": "points"}})
	})
	for _, precision := range []string{"auto", "grid"} {
		for _, how := range []string{`"groupBy": ["app_version"]`, `"filters": [{"column": "app_version", "value": "2.0"}]`, `"groupBy": ["device", "app_version"]`} {
			frame := days(t, a, 50, 60, `{"format": "table", "precision": "`+precision+`", `+how+`}`).Frames[0]
			rows := 2000.0
			if strings.Contains(how, "device") {
				rows = 1000
			}
			seen := 0
			for i := range frame.Rows() {
				if column(t, frame, "reference").At(i) != "2.0: another file" || column(t, frame, "feature").At(i) == "device" {
					continue
				}
				seen++
				if got := *column(t, frame, "reference_rows").At(i).(*float64); got != rows {
					t.Fatalf("%s: %v reference rows, want %v", how, got, rows)
				}
				if column(t, frame, "verdict").At(i) != "fine" {
					t.Errorf("%s: %s is %v: %v", how, column(t, frame, "feature").At(i), column(t, frame, "verdict").At(i), *column(t, frame, "severity").At(i).(*float64))
				}
			}
			if seen == 0 {
				t.Errorf("%s: nothing was compared with the file: %v", how, strs(t, frame, "reference"))
			}
		}
	}
}

// A moving reference from some day on.
func TestDatedModes(t *testing.T) {
	frame := days(t, jumpTest{folder: jumpFolder(t)}.analysis(t, func(m *model.Model) {
		m.Reference = append(m.Reference, model.Reference{Since: jumpDay(45), Mode: "trailing", Windows: 4})
	}), 35, 55, `{"format": "table", "features": ["score"]}`).Frames[0]
	if got, want := verdicts(t, frame, "score"), strings.Repeat("f", 5)+strings.Repeat("D", 5)+strings.Repeat("f", 10); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if refs := strs(t, frame, "reference"); refs[9] != "2026-03-01 – 2026-03-21" || refs[10] != "the 4 windows before" {
		t.Errorf("%v", refs)
	}
}

func TestDistributionAcrossAChange(t *testing.T) {
	j := jumpTest{folder: jumpFolder(t)}
	response := days(t, j.analysis(t, retrained), 40, 50, `{"queryType": "distribution", "features": ["score"], "precision": "grid"}`)
	meta := response.Frames[0].Meta.Custom.(DistributionMeta)
	if got := meta.Totals.Reference; got != 9.0*jumpRows {
		t.Errorf("the picture's reference has %v rows, want those of the newest window", got)
	}
	if text := notices(response.Frames); !strings.Contains(text, "that of the newest is drawn: 2026-04-11 – 2026-04-20") {
		t.Errorf("%s", text)
	}
	var own []any
	for _, v := range meta.Drift.([]any) {
		own = append(own, v.(map[string]any)["reference"])
	}
	if own[0] != "2026-03-01 – 2026-03-21" || own[9] != "2026-04-11 – 2026-04-20" {
		t.Errorf("every verdict tells its own: %v", own)
	}
	for i := range 10 { // a bin is of all windows, on whichever grid they were counted
		sum := 0.0
		field := response.Frames[0].Fields[3+i]
		for k := range field.Len() {
			sum += field.At(k).(float64)
		}
		if math.Abs(sum-jumpRows) > 1e-6 {
			t.Errorf("%s: %v of %d rows", field.Name, sum, jumpRows)
		}
	}
	one := days(t, j.analysis(t, retrained), 50, 60, `{"queryType": "distribution", "features": ["score"]}`)
	if text := notices(one.Frames); text != "" {
		t.Errorf("one reference alone needs no remark: %s", text)
	}
}

// A summary across the change is the same as in two halves, and counts what verdicts count.
func TestSummaryAcrossAChange(t *testing.T) {
	a := jumpTest{folder: jumpFolder(t)}.analysis(t, retrained)
	q := `{"queryType": "summary", "precision": "grid", "features": ["score"]}`
	days(t, a, 30, 60, `{"format": "table", "precision": "grid"}`)
	frame := days(t, a, 38, 50, q).Frames[0]
	medians := column(t, frame, "p50")
	for i := range frame.Rows() {
		want, tolerance := 10.0, 0.5
		if i >= 2 {
			want, tolerance = 1000, 100
		}
		if i >= 2 && i < 6 {
			continue // far outside the grid of the reference of these days
		}
		if got := *medians.At(i).(*float64); math.Abs(got-want) > tolerance {
			t.Errorf("day %d: median %v, want about %v", 38+i, got, want)
		}
	}
}

func TestAnnotationsOfAModel(t *testing.T) {
	j := jumpTest{folder: jumpFolder(t)}
	a := j.analysis(t, func(m *model.Model) {
		retrained(m)
		m.Exclude = []model.Period{{From: jumpDay(33), To: jumpDay(35), Why: "outage"}}
	})
	type mark struct{ from, to, title, text, tags string }
	ask := func(from, to int, text string) (marks []mark) {
		frame := days(t, a, from, to, text).Frames[0]
		for i := range frame.Rows() {
			at := func(name string) string { return column(t, frame, name).At(i).(time.Time).Format("01-02") }
			marks = append(marks, mark{at("time"), at("timeEnd"), strs(t, frame, "title")[i], strs(t, frame, "text")[i], strs(t, frame, "tags")[i]})
		}
		return marks
	}
	all := ask(30, 60, `{"queryType": "episodes"}`)
	titles := []string{}
	for _, m := range all {
		titles = append(titles, m.from+" "+m.to+" "+m.title+" ["+m.tags+"]")
	}
	want := []string{"04-10 04-14 score drifted [drift,scores,distribution]", "04-03 04-05 Left out of references [excluded,scores]",
		"04-10 04-10 2.0 [version,scores]", "04-14 04-14 Another reference from here on [reference,scores]"}
	if !slices.Equal(titles, want) {
		t.Errorf("%q\nwant %q", titles, want)
	}
	for i, text := range []string{"4 windows of scores: score (distribution, severity", "outage",
		"First seen in the window that began at 2026-04-10 00:00: 90 % of its rows.", "2026-04-11 – 2026-04-20. retrained"} {
		if !strings.Contains(all[i].text, text) {
			t.Errorf("%q, want %q", all[i].text, text)
		}
	}
	if marks := ask(42, 60, `{"queryType": "episodes", "kinds": ["version"]}`); len(marks) != 0 {
		t.Errorf("2.0 was there before: %+v", marks)
	}
	if marks := ask(0, 10, `{"queryType": "episodes", "kinds": ["version"]}`); len(marks) != 1 || marks[0].title != "1.9" || marks[0].from != "03-01" {
		t.Errorf("the log begins with 1.9: %+v", marks)
	}
	if marks := ask(30, 60, `{"queryType": "episodes", "kinds": ["reference", "excluded"]}`); len(marks) != 2 || marks[1].title != "Another reference from here on" {
		t.Errorf("these two alone: %+v", marks)
	}
	if marks := ask(30, 60, `{"queryType": "episodes", "kinds": ["drift"], "features": ["score"]}`); len(marks) != 1 || marks[0].tags != "drift,scores,score,distribution" ||
		!strings.HasPrefix(marks[0].text, "4 windows of scores. At its worst: severity") {
		t.Errorf("of a feature: %+v", marks)
	}
	response := answerQuery(context.Background(), a, backend.DataQuery{JSON: []byte(`{"queryType": "episodes", "kinds": ["drfit"]}`),
		TimeRange: backend.TimeRange{From: jumpStart, To: jumpNow}}, admin)
	if response.Error == nil || !strings.Contains(response.Error.Error(), `kinds[0]: "drfit" is not known. Did you mean "drift"? Right would be: drift, excluded, version, reference`) {
		t.Errorf("%v", response.Error)
	}
}

// GET models tells everybody of references in words and instants, and nobody of files.
func TestModelsTellOfReferences(t *testing.T) {
	folder := jumpFolder(t)
	d := open(t, folder, map[string]any{"models": []any{map[string]any{
		"name": "scores", "source": map[string]any{"file": "log.csv"}, "time": "time", "timezone": "Europe/Copenhagen", "version": "app_version",
		"features": []any{map[string]any{"name": "score"}}, "segments": []string{"app_version"},
		"reference": []any{
			map[string]any{"from": "2026-03-01", "to": "2026-03-21"},
			map[string]any{"since": "2026-04-14", "from": "2026-04-11", "to": "2026-04-20", "why": "retrained"},
			map[string]any{"version": 2, "source": map[string]any{"file": "secret/train.csv"}},
		},
		"exclude": []any{map[string]any{"from": "2026-03-05", "to": "2026-03-06", "why": "outage"}},
	}, map[string]any{"name": "bare", "source": map[string]any{"file": "log.csv"}, "time": "time"}}})
	status, answer := ask(t, d, "Viewer", "GET", "models", "")
	if status != 200 || strings.Contains(answer, "secret") || strings.Contains(answer, ".csv") {
		t.Fatalf("%d %s", status, answer)
	}
	var models []modelInfo
	if err := json.Unmarshal([]byte(answer), &models); err != nil {
		t.Fatal(err)
	}
	want := []referenceInfo{
		{Text: "2026-03-01 – 2026-03-21", From: "2026-02-28T23:00:00Z", To: "2026-03-20T23:00:00Z"},
		{Text: "2026-04-11 – 2026-04-20", Since: "2026-04-13T22:00:00Z", From: "2026-04-10T22:00:00Z", To: "2026-04-19T22:00:00Z", Why: "retrained"},
		{Text: "2: another file", Version: "2"},
	}
	if m := models[0]; !reflect.DeepEqual(m.References, want) || m.Version != "app_version" || m.Reference != want[1].Text ||
		!reflect.DeepEqual(m.Excluded, []periodInfo{{"2026-03-04T23:00:00Z", "2026-03-05T23:00:00Z", "outage"}}) {
		t.Errorf("%+v", models[0])
	}
	if !strings.Contains(answer, `"references":[],"excluded":[]`) || models[1].Reference != "" {
		t.Errorf("a model without any: %s", answer)
	}
}

// The health check finds what the settings' own check cannot see: references without rows.
func TestHealthOfReferences(t *testing.T) {
	j := jumpTest{folder: jumpFolder(t)}
	for name, c := range map[string]struct {
		change            func(*model.Model)
		problems, notices []string
	}{
		"right": {change: byVersion},
		"no rows": {change: func(m *model.Model) { m.Reference[0] = model.Reference{From: "2020-01-01", To: "2020-02-01"} },
			problems: []string{"reference: the log has no rows between 2020-01-01 and 2020-02-01"}},
		"not of this version": {change: func(m *model.Model) {
			m.Reference = append(m.Reference, model.Reference{Version: "2.0", From: jumpDay(10), To: jumpDay(20)})
		}, problems: []string{`reference[1]: between 2026-03-11 and 2026-03-21 the log has no rows whose app_version is "2.0"`}},
		"no number": {change: func(m *model.Model) {
			m.Reference = append(m.Reference, model.Reference{Version: "two", From: jumpDay(41), To: jumpDay(50)})
		}, problems: []string{`its reference of version "two": app_version holds numbers, and "two" is none`}},
		"no such file": {change: func(m *model.Model) {
			m.Reference = append(m.Reference, model.Reference{Since: jumpDay(40), Source: &model.Source{File: "gone.csv"}})
		}, problems: []string{"reference[1].source: "}},
		"ahead of a release": {change: func(m *model.Model) {
			m.Reference = append(m.Reference, model.Reference{Since: "2026-06-01", From: "2026-06-01", To: "2026-07-01"})
		}, notices: []string{"reference[1]: the log has no rows yet between 2026-06-01 and 2026-07-01."}},
		"versions alone": {change: func(m *model.Model) {
			m.Reference = model.References{{Version: "2.0", From: jumpDay(41), To: jumpDay(50)}}
		}, notices: []string{`All references of model "scores" are for single versions (2.0)`}},
	} {
		check, err := j.analysis(t, c.change).Check(context.Background(), "scores")
		if err != nil {
			t.Fatal(err)
		}
		for what, pair := range map[string][2][]string{"problems": {analysis.Texts(check.Problems), c.problems}, "notices": {analysis.Texts(check.Notices), c.notices}} {
			got, want := pair[0], pair[1]
			if len(got) != len(want) || len(want) == 1 && !strings.Contains(got[0], want[0]) {
				t.Errorf("%s: %s %q, want %q", name, what, got, want)
			}
		}
	}
}

// A model that began with its training data, which names columns otherwise, moves to its own log.
func TestFromTrainingDataToTheLog(t *testing.T) {
	j := jumpTest{folder: jumpFolder(t)}
	random := rand.New(rand.NewPCG(6, 6))
	text := "points,noise,device\n"
	for i := range 3000 {
		text += fmt.Sprintf("%v,%v,%s\n", 10+random.NormFloat64(), random.NormFloat64(), []string{"a", "b"}[i%2])
	}
	if err := os.WriteFile(filepath.Join(j.folder, "train.csv"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	a := j.analysis(t, func(m *model.Model) {
		m.Reference = model.References{{Source: &model.Source{File: "train.csv"}, Columns: map[string]string{"score": "points"}}}
		retrained(m)
	})
	for _, precision := range []string{"auto", "grid"} {
		for _, q := range []string{"drift", "distribution"} {
			response := days(t, a, 30, 60, fmt.Sprintf(`{"queryType": %q, "format": "table", "features": ["score"], "precision": %q}`, q, precision))
			if q == "distribution" {
				meta := response.Frames[0].Meta.Custom.(DistributionMeta)
				if meta.Totals.Reference != 9.0*jumpRows || !strings.Contains(notices(response.Frames), "that of the newest is drawn") {
					t.Errorf("%s: %v rows drawn, %s", precision, meta.Totals.Reference, notices(response.Frames))
				}
				continue
			}
			frame := response.Frames[0]
			if got, want := verdicts(t, frame, "score"), strings.Repeat("f", 10)+strings.Repeat("D", 4)+strings.Repeat("f", 16); got != want {
				t.Errorf("%s: %s, want %s", precision, got, want)
			}
			if refs := strs(t, frame, "reference"); refs[13] != "another file" || refs[14] != "2026-04-11 – 2026-04-20" {
				t.Errorf("%v", refs)
			}
		}
	}
}

// What a reference would change is asked as a range before it is applied: the answers are the same to the last bit, on grids as well.
func TestTriedIsWhatItWillBe(t *testing.T) {
	j := jumpTest{folder: jumpFolder(t)}
	for _, precision := range []string{"auto", "grid", "exact"} {
		q := `{"format": "table", "precision": "` + precision + `"%s}`
		tried := days(t, j.analysis(t, nil), 44, 60, fmt.Sprintf(q, `, "reference": {"mode": "range", "from": "`+jumpDay(41)+`", "to": "`+jumpDay(50)+`"}`)).Frames[0]
		applied := days(t, j.analysis(t, retrained), 44, 60, fmt.Sprintf(q, "")).Frames[0]
		for _, f := range applied.Fields {
			for i := range f.Len() {
				if got := column(t, tried, f.Name).At(i); !reflect.DeepEqual(got, f.At(i)) {
					t.Fatalf("%s: %s of row %d was tried as %v and is %v", precision, f.Name, i, got, f.At(i))
				}
			}
		}
	}
}
