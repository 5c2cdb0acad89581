package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tideline-ml/tideline/pkg/analysis"
	"github.com/tideline-ml/tideline/pkg/cache"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/duckdb"
)

// The log of a course's exercise (docs/tutorial.md): a CSV file that a service appends to, header with spaces, times without a zone, classes as whole
// numbers, compared with the flowers that the model was trained on under other names. 120 of these flowers in two hours of one day, in the many ways in
// which such a file is written and spoilt.

const courseHeader = "time, sepal_length, sepal_width, petal_length, petal_width, prediction"

var (
	courseStart = time.Date(2026, 3, 2, 9, 0, 0, 45649000, time.UTC)
	courseNow   = time.Date(2026, 3, 3, 1, 0, 0, 0, time.UTC)
)

// What pandas 3.1 and SciPy 1.17 say of these 120 flowers against all 150: Wasserstein distance by standard deviation, and total variation of the classes.
var courseStatistics = map[string]float64{"sepal_length": 0.06785400744844469, "sepal_width": 0.07327930392566911, "petal_length": 0.0808038752621725,
	"petal_width": 0.07108137951676245, "prediction": 0.033333333333333354}

func flowers(t testing.TB) []string {
	t.Helper()
	text, err := os.ReadFile("../../demo/iris/iris.csv")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(text)), "\n")[1:]
}

func courseRows(t testing.TB, n int) []string {
	t.Helper()
	all := flowers(t)
	rows := make([]string, n)
	for i := range rows {
		at := courseStart.Add(time.Duration(i) * time.Minute).Format("2006-01-02 15:04:05.000000")
		rows[i] = at + ", " + strings.ReplaceAll(all[i*7%len(all)], ",", ", ")
	}
	return rows
}

func courseFile(rows []string) string {
	return strings.Join(append([]string{courseHeader}, rows...), "\n") + "\n"
}

// courseAnalysis serves a folder in which prediction_database.csv has the text. change may change the model; it may be nil.
func courseAnalysis(t testing.TB, text string, change func(*model.Model)) (*analysis.Analysis, string) {
	t.Helper()
	folder := t.TempDir()
	log := filepath.Join(folder, "prediction_database.csv")
	reference, err := os.ReadFile("../../demo/iris/iris.csv")
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{filepath.Join(folder, "iris.csv"): reference, log: []byte(text)} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	st, err := duckdb.Open(duckdb.Config{Path: folder, Directories: []string{folder}, Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	var m model.Model
	if err := json.Unmarshal([]byte(`{
		"name": "iris", "source": {"file": "prediction_database.csv"}, "time": "time", "prediction": {"label": "prediction"}, "window": "1d",
		"features": [{"name": "sepal_length"}, {"name": "sepal_width"}, {"name": "petal_length"}, {"name": "petal_width"}],
		"labels": {"0": "Iris-Setosa", "1": "Iris-Versicolour", "2": "Iris-Virginica"},
		"reference": {"source": {"file": "iris.csv"}, "columns": {"sepal_length": "sepal length (cm)", "sepal_width": "sepal width (cm)",
			"petal_length": "petal length (cm)", "petal_width": "petal width (cm)", "prediction": "target"}}}`), &m); err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(&m)
	}
	return analysis.New(st, []model.Model{m}, cache.New(64<<20), analysis.Options{StoreID: folder, Now: func() time.Time { return courseNow }}), log
}

// courseVerdict is a row of the drift table.
type courseVerdict struct {
	verdict, note       string
	statistic, rows     float64
	nullShare, newShare float64
}

// courseDay asks for the verdicts of the day, by feature, and the notices.
func courseDay(t testing.TB, a *analysis.Analysis, q string) (map[string]courseVerdict, []string, error) {
	t.Helper()
	response := answerQuery(context.Background(), a, backend.DataQuery{RefID: "A", JSON: []byte(q),
		TimeRange: backend.TimeRange{From: courseNow.AddDate(0, 0, -1), To: courseNow}}, admin)
	if response.Error != nil {
		return nil, nil, response.Error
	}
	frame := response.Frames[0]
	var notices []string
	for _, n := range frame.Meta.Notices {
		notices = append(notices, n.Text)
	}
	verdicts := map[string]courseVerdict{}
	for i := range frame.Rows() {
		number := func(name string) float64 {
			field, _ := frame.FieldByName(name)
			if x, ok := field.ConcreteAt(i); ok {
				return x.(float64)
			}
			return math.NaN()
		}
		text := func(name string) string {
			field, _ := frame.FieldByName(name)
			x, _ := field.ConcreteAt(i)
			return x.(string)
		}
		verdicts[text("feature")] = courseVerdict{text("verdict"), text("note"), number("statistic"), number("current_rows"), number("null_share"), number("new_share")}
	}
	return verdicts, notices, nil
}

func TestTheCoursesLog(t *testing.T) {
	rows := courseRows(t, 120)
	each := func(change func(i int, row string) string) string {
		changed := make([]string, len(rows))
		for i, row := range rows {
			changed[i] = change(i, row)
		}
		return courseFile(changed)
	}
	between := func(at int, lines ...string) []string { return slices.Concat(rows[:at], lines, rows[at:]) }
	plain := courseFile(rows)
	all := strings.ReplaceAll
	names := []string{"Iris-Setosa", "Iris-Versicolour", "Iris-Virginica"}
	offsets := func(every int) string {
		return each(func(i int, row string) string {
			if i%every == 0 {
				return all(row, ".045649,", ".045649+00:00,")
			}
			return row
		})
	}
	for _, c := range []struct {
		name, text string
		rows       float64 // of the day; 0: all of the log's
		notice     string  // in the answer
		health     string  // in what "Save & test" says beside the number of rows
	}{
		{name: "as the course writes it", text: plain},
		{name: "its last line not ended", text: strings.TrimSpace(plain)},
		{name: "its last line half written", text: plain + "2026-03-02 11:00:00.045649, 5.1, 3.",
			health: "prediction_database.csv: its last line is half written and was left out"},
		{name: "its last line half written, in the time", text: plain + "2026-03-02 1",
			health: "prediction_database.csv: its last line is half written and was left out"},
		{name: "a half-written line that was written on", text: courseFile(between(60, rows[3][:33]+rows[4])),
			notice: "prediction_database.csv has lines that cannot be read (line 62 has more than the header's 6 fields); they were left out"},
		{name: "a half-written line in the middle", text: courseFile(between(60, rows[3][:31])),
			notice: "prediction_database.csv has lines that cannot be read (line 62 has 2 of the header's 6 fields); they were left out"},
		{name: "the header written again by a restart", text: courseFile(between(60, courseHeader)),
			notice: `1 row has no time in column "time", so no window counts it`},
		{name: "no spaces", text: all(plain, ", ", ",")},
		{name: "spaces in the header alone", text: courseHeader + "\n" + all(strings.Join(rows, "\n"), ", ", ",") + "\n"},
		{name: "ends of lines as in Windows", text: all(plain, "\n", "\r\n")},
		{name: "a byte order mark", text: "\ufeff" + plain},
		{name: "quotes", text: each(func(_ int, row string) string { return `"` + all(row, ", ", `","`) + `"` })},
		{name: "quotes after spaces", text: each(func(_ int, row string) string { return `"` + all(row, ", ", `", "`) + `"` })},
		{name: "empty lines", text: all(plain, "\n", "\n\n")},
		{name: "an index, as pandas writes one", text: func() string {
			text := "," + all(courseHeader, ", ", ",") + "\n"
			for i, row := range rows {
				text += fmt.Sprint(i) + "," + all(row, ", ", ",") + "\n"
			}
			return text
		}()},
		{name: "zoned times", text: offsets(1)},
		{name: "some zoned times", text: offsets(2)},
		{name: "classes as floats", text: each(func(_ int, row string) string { return row + ".0" })},
		{name: "classes by name", text: each(func(_ int, row string) string { return row[:len(row)-1] + names[row[len(row)-1]-'0'] })},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, _ := courseAnalysis(t, c.text, nil)
			verdicts, notices, err := courseDay(t, a, `{"format": "table"}`)
			if err != nil {
				t.Fatal(err)
			}
			for feature, want := range courseStatistics {
				got := verdicts[feature]
				if got.verdict != "fine" || got.rows != 120 || got.nullShare != 0 || !(math.Abs(got.statistic-want) < 1e-12) {
					t.Errorf("%s: %+v, want %v", feature, got, want)
				}
			}
			if said := strings.Join(notices, "\n"); !strings.Contains(said, c.notice) || c.notice == "" && said != "" {
				t.Errorf("notices %q, want %q", notices, c.notice)
			}
			check, err := a.Check(context.Background(), "iris")
			if err != nil || len(check.Problems) > 0 {
				t.Fatalf("check: %+v, %v", check, err)
			}
			if said := strings.Join(analysis.Texts(check.Notices), "\n"); !strings.Contains(said, c.health) {
				t.Errorf("check says %q, want %q", said, c.health)
			}
		})
	}
}

// The course's exercise of missing values: what Python, pandas and people write for one is missing, in numbers and in classes.
func TestTheCoursesMissingValues(t *testing.T) {
	for _, word := range []string{"", " ", "nan", "NaN", "None", "NULL", "NA", "n/a", "<NA>"} {
		rows := courseRows(t, 120)
		for i := range rows {
			if i%10 == 3 {
				cells := strings.Split(rows[i], ", ")
				cells[2], cells[5] = word, word
				rows[i] = strings.Join(cells, ", ")
			}
		}
		for _, text := range []string{courseFile(rows), strings.ReplaceAll(courseFile(rows), ", ", ",")} {
			a, _ := courseAnalysis(t, text, nil)
			verdicts, notices, err := courseDay(t, a, `{"format": "table"}`)
			if err != nil || len(notices) > 0 {
				t.Errorf("%q: %v, %q", word, err, notices)
				continue
			}
			for feature, want := range map[string]courseVerdict{
				"sepal_length": {verdict: "fine", rows: 120},
				"sepal_width":  {verdict: "drifted", rows: 120, nullShare: 0.1},
				"prediction":   {verdict: "drifted", rows: 120, nullShare: 0.1},
			} {
				if got := verdicts[feature]; got.verdict != want.verdict || got.rows != want.rows || got.nullShare != want.nullShare || got.newShare != 0 {
					t.Errorf("%q: %s: %+v, want %+v", word, feature, got, want)
				}
			}
		}
	}
}

// Too little to say anything is said, and so is what is wrong, and where.
func TestTheCoursesMistakes(t *testing.T) {
	rows := courseRows(t, 120)
	replace := func(text string, pairs ...string) string { return strings.NewReplacer(pairs...).Replace(text) }
	body := strings.Join(rows, "\n") + "\n"
	for _, c := range []struct {
		name, text                   string
		verdict, note, fails, health string
	}{
		{name: "a header and nothing else", text: courseHeader + "\n", verdict: "not_enough", note: "the window has no rows"},
		{name: "a header without an end", text: courseHeader, verdict: "not_enough", note: "the window has no rows"},
		{name: "one row", text: courseFile(rows[:1]), verdict: "not_enough", note: "1 row in the window, 50 are needed"},
		{name: "nothing", text: "", fails: `the file "prediction_database.csv" is empty`, health: `the file "prediction_database.csv" is empty`},
		{name: "no header", text: body, fails: `column "time" does not exist; the source has 2026-03-02 09:00:00.045649`, health: `"time" is not known`},
		{name: "decimal commas", text: replace(courseFile(rows), ", ", ";", ":00.045649", ":00.045649", ".", ","), verdict: "error",
			note:   `is text and not every value is a number: it holds for example "4,3"; numbers are written with a decimal point`,
			health: "were read as texts; write them with a decimal point (1.6)"},
		{name: "decimal commas between commas", text: courseHeader + "\n" + replace(body, ":00.045649", ":00.045649", ".", ","), verdict: "not_enough",
			health: "prediction_database.csv has lines that cannot be read (line 2 has more than the header's 6 fields); they were left out"},
		{name: "a word among the numbers", text: replace(courseFile(rows), rows[7][28:31], "big"), verdict: "error", note: `it holds for example "big"`,
			health: `it holds for example "big". Make its kind categorical`},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, _ := courseAnalysis(t, c.text, nil)
			verdicts, _, err := courseDay(t, a, `{"format": "table"}`)
			if c.fails != "" {
				if err == nil || !strings.Contains(err.Error(), c.fails) {
					t.Errorf("got %v, want %s", err, c.fails)
				}
			} else if got := verdicts["sepal_length"]; err != nil || got.verdict != c.verdict || !strings.Contains(got.note, c.note) {
				t.Errorf("got %+v, %v, want %s, %s", got, err, c.verdict, c.note)
			}
			check, err := a.Check(context.Background(), "iris")
			said := fmt.Sprint(err)
			if err != nil {
				said = reason(err)
			} else {
				said = fmt.Sprint(check.Problems)
			}
			if c.health != "" && !strings.Contains(said, c.health) || c.health == "" && said != "[]" {
				t.Errorf("check says %s, want %s", said, c.health)
			}
		})
	}
}

// Times without a zone are the clock's on the wall of the machine that wrote them; those with one are not moved.
func TestTheCoursesClock(t *testing.T) {
	rows := courseRows(t, 120)
	for i := range rows {
		if i%2 == 0 { // the same hour, said with its zone: 09:00 in Copenhagen is 08:00 UTC
			at, _ := time.Parse("2006-01-02 15:04:05.000000", rows[i][:26])
			rows[i] = at.Add(-time.Hour).Format("2006-01-02 15:04:05.000000") + "+00:00" + rows[i][26:]
		}
	}
	for clock, want := range map[string][2]string{
		"Europe/Copenhagen": {"2026-03-02T08:00:00.045649Z", "2026-03-02T09:59:00.045649Z"},
		"UTC":               {"2026-03-02T08:00:00.045649Z", "2026-03-02T10:59:00.045649Z"},
	} {
		a, _ := courseAnalysis(t, courseFile(rows), func(m *model.Model) { m.Clock = clock })
		response := answerQuery(context.Background(), a, backend.DataQuery{RefID: "A", JSON: []byte(`{"queryType": "rows", "limit": 1000}`),
			TimeRange: backend.TimeRange{From: courseNow.AddDate(0, 0, -1), To: courseNow}}, admin)
		if response.Error != nil {
			t.Fatal(response.Error)
		}
		field, _ := response.Frames[0].FieldByName("time")
		oldest, _ := field.ConcreteAt(field.Len() - 1)
		newest, _ := field.ConcreteAt(0)
		got := [2]string{oldest.(time.Time).Format(time.RFC3339Nano), newest.(time.Time).Format(time.RFC3339Nano)}
		if field.Len() != 120 || got != want {
			t.Errorf("clock %s: %d rows, %v, want %v", clock, field.Len(), got, want)
		}
	}
}

// A filter on the log is a filter on the reference under the reference's names, whichever spelling of a class is asked for and stored.
func TestTheCoursesFilters(t *testing.T) {
	rows := courseRows(t, 120)
	numbers, names := courseFile(rows), courseFile(rows)
	for i, name := range []string{"Iris-Setosa", "Iris-Versicolour", "Iris-Virginica"} {
		names = strings.ReplaceAll(names, fmt.Sprintf(", %d\n", i), ", "+name+"\n")
	}
	for _, text := range []string{numbers, names} {
		a, _ := courseAnalysis(t, text, nil)
		for _, c := range []struct {
			filter             string
			current, reference float64
		}{
			{`{"column": "prediction", "operator": "=", "value": ["Iris-Setosa"]}`, 43, 50},
			{`{"column": "prediction", "operator": "=", "value": ["0"]}`, 43, 50},
			{`{"column": "prediction", "operator": "not in", "value": ["Iris-Setosa", "Iris-Virginica"]}`, 41, 50},
			{`{"column": "petal_width", "operator": "<", "value": [1]}`, 43, 50},
		} {
			response := answerQuery(context.Background(), a, backend.DataQuery{RefID: "A",
				JSON:      []byte(`{"format": "table", "minRows": 1, "columns": ["feature", "current_rows", "reference_rows"], "features": ["sepal_length"], "filters": [` + c.filter + `]}`),
				TimeRange: backend.TimeRange{From: courseNow.AddDate(0, 0, -1), To: courseNow}}, admin)
			if response.Error != nil {
				t.Errorf("%s: %v", c.filter, response.Error)
				continue
			}
			frame := response.Frames[0]
			current, _ := frame.Fields[1].ConcreteAt(0)
			reference, _ := frame.Fields[2].ConcreteAt(0)
			if current != c.current || reference != c.reference {
				t.Errorf("%s: %v rows against %v, want %v and %v", c.filter, current, reference, c.current, c.reference)
			}
		}
	}
	a, _ := courseAnalysis(t, numbers, func(m *model.Model) { delete(m.Reference[0].Columns, "petal_width") })
	_, _, err := courseDay(t, a, `{"format": "table", "features": ["sepal_length"], "filters": [{"column": "petal_width", "operator": "<", "value": [1]}]}`)
	if err == nil || !strings.Contains(err.Error(), `the reference of model "iris" has no column "petal_width", so it cannot be filtered like the log`) {
		t.Errorf("a column that the reference has not: %v", err)
	}
}

// A service goes on writing while it is asked about: no answer is an error, and none has fewer rows than the one before.
func TestTheCoursesServiceWritesOn(t *testing.T) {
	rows := courseRows(t, 400)
	a, log := courseAnalysis(t, courseFile(rows[:60]), nil)
	done := make(chan error)
	go func() {
		f, err := os.OpenFile(log, os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			done <- err
			return
		}
		defer f.Close()
		for _, row := range rows[60:] {
			for _, part := range []string{row[:31], row[31:] + "\n"} { // a reader may come between
				if _, err := f.WriteString(part); err != nil {
					done <- err
					return
				}
			}
			time.Sleep(time.Millisecond)
		}
		done <- nil
	}()
	seen := 0.0
	for writing := true; writing; {
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			writing = false
		default:
		}
		verdicts, _, err := courseDay(t, a, `{"format": "table"}`)
		if err != nil {
			t.Fatal(err)
		}
		got := verdicts["prediction"]
		if got.rows < seen || got.verdict == "error" {
			t.Fatalf("%+v after %v rows", got, seen)
		}
		seen = got.rows
	}
	if seen != 400 {
		t.Errorf("%v rows in the end, want 400", seen)
	}
}
