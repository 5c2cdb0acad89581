package plugin

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// dailyLog has a few rows a day in UTC, from 2026-01-01 on.
func dailyLog(days, rows int) string {
	var text strings.Builder
	text.WriteString("time,brightness,device,prediction\n")
	for day := range days {
		for row := range rows {
			fmt.Fprintf(&text, "2026-01-%02d %02d:30:00,0.%d,%s,%d\n", day+1, row, 10+7*row%80, []string{"pixel", "iphone"}[row%2], row%3)
		}
	}
	return text.String()
}

// What is typed on the settings page is looked at before it is saved, and every mistake is said with the step that mends it.
func TestATrialSaysWhatIsWrongAndWhere(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "log", "daily.csv"), dailyLog(9, 8))
	write(t, filepath.Join(root, "semicolons.csv"), "time;brightness;prediction\n2026-01-01 10:00:00;0,51;1\n2026-01-01 11:00:00;0,49;0\n2026-01-02 11:00:00;0,6;0\n")
	write(t, filepath.Join(root, "timeless.csv"), "brightness,device\n0.5,pixel\n0.6,iphone\n")
	write(t, filepath.Join(root, "unparted.csv"), "\"time,brightness\"\n\"2026-01-01 10:00:00,5\"\n\"2026-01-02 10:00:00,7\"\n")
	write(t, filepath.Join(root, "broken.parquet"), "this is no Parquet file")
	write(t, filepath.Join(root, "none", "notes.txt"), "no log")
	write(t, filepath.Join(root, "answers", "a 1.json"), `{"review": "good", "sentiment": "positive", "timestamp": "2026-01-01T10:00:00"}`)
	write(t, filepath.Join(root, "answers", "a 2.json"), `{"review": "bad", "sentiment": "negative", "timestamp": "2026-01-02T10:00:00"}`)
	d := open(t, root, map[string]any{"store": map[string]any{"path": "/etc"}}) // what was saved is wrong: that keeps nobody from mending it
	model := func(rest string) string {
		return `{"store": {"engine": "duckdb", "path": "log"}, "model": {"name": "m", "source": {"file": "daily.csv"}` + rest + `}}`
	}
	features := `, "features": [{"name": "brightness"}]`
	for name, c := range map[string]struct {
		address, body string
		status        int
		says          []string
	}{
		"a folder that is not allowed":   {"files", `{"store": {"engine": "duckdb", "path": "/usr"}}`, 400, []string{"lies outside the folders that the server's operator allows (" + root}},
		"a folder that is not there":     {"files", `{"store": {"engine": "duckdb", "path": "nowhere"}}`, 400, []string{"nowhere does not exist on the Grafana server"}},
		"what is saved, and wrong":       {"files", `{}`, 400, []string{"/etc"}},
		"a folder without logs":          {"files", `{"store": {"engine": "duckdb", "path": "none"}}`, 200, []string{`"files":[]`, `"others":1`}},
		"a folder of one JSON file each": {"files", `{"store": {"engine": "duckdb", "path": "answers"}}`, 200, []string{`"path":"*.json"`, `"count":2,"objects":true`}},
		"files that are parts of a log":  {"files", `{"store": {"engine": "duckdb", "path": "log"}}`, 200, []string{`"path":"daily.csv"`}},
		"a pattern without a match":      {"schema", `{"store": {"engine": "duckdb"}, "source": {"file": "digits/*.parquet"}}`, 400, []string{`no file matches \"digits/*.parquet\" in ` + root}},
		"a file that cannot be read":     {"schema", `{"store": {"engine": "duckdb"}, "source": {"file": "broken.parquet"}}`, 400, []string{"broken.parquet"}},
		"decimal commas":                 {"schema", `{"store": {"engine": "duckdb"}, "source": {"file": "semicolons.csv"}}`, 200, []string{`column \"brightness\": values are numbers with a decimal comma`}},
		"a CSV of one column":            {"schema", `{"store": {"engine": "duckdb"}, "source": {"file": "unparted.csv"}}`, 200, []string{`read as a single column named \"time,brightness\"`}},
		"roles and why":                  {"schema", `{"store": {"engine": "duckdb"}, "source": {"file": "log/daily.csv"}}`, 200, []string{`"role":"time","why":"its values are times"`, `"role":"label"`, `"role":"feature","why":"texts: 2 different values in a sample of 72 rows"`}},
		"a layout that is known":         {"guess", `{"store": {"engine": "duckdb"}, "source": {"file": "answers/*.json"}}`, 200, []string{`"time":"timestamp"`, `"label":"sentiment"`, `"expression":"length(review)"`, `"name":"answers"`}},
		"a model that fits":              {"check", model(`, "time": "time", "reference": {"from": "2026-01-01", "to": "2026-01-05"}` + features), 200, []string{`"found":"72 rows from 2026-01-01 to 2026-01-09, 1 feature"`, `"windows":4,"filled":4`, `"problems":[]`, `"notices":[]`}},
		"a reference of few windows":     {"check", model(`, "time": "time", "reference": {"from": "2026-01-01", "to": "2026-01-03"}` + features), 200, []string{`{"step":"reference","text":"The reference 2026-01-01 – 2026-01-03 has 2 windows of 1d with rows`}},
		"a reference outside the log":    {"check", model(`, "time": "time", "reference": {"from": "2025-01-01", "to": "2025-02-01"}` + features), 200, []string{`{"step":"reference","text":"reference: the log has no rows between 2025-01-01 and 2025-02-01"}`}},
		"a reference back to front":      {"check", model(`, "time": "time", "reference": {"from": "2026-02-01", "to": "2026-01-01"}` + features), 200, []string{`{"step":"reference","text":"reference`}},
		"settings that have no effect": {"check", model(`, "time": "time", "thresold": {"brightness": 0.2}` + features), 200, []string{
			`{"step":"","text":"thresold: is no setting and has no effect; there are `, `"problems":[]`}},
		"a time among columns without times": {"check", `{"store": {"engine": "duckdb"}, "model": {"name": "m", "source": {"file": "timeless.csv"}, "time": "when"` + features + `}}`, 200,
			[]string{`there is no column \"when\", and none that holds times. Without a time all rows are one window`}},
		"a column that is not there":      {"check", model(`, "time": "tiem"` + features), 200, []string{`{"step":"columns","text":"time: \"tiem\" is not known`}},
		"a time that is none":             {"check", model(`, "time": "device"` + features), 200, []string{`{"step":"columns","text":"model \"m\": the span of its log could not be found: time: `}},
		"no time":                         {"check", model(features), 200, []string{`"text":"the model has no time column`}},
		"decimal commas, checked":         {"check", `{"store": {"engine": "duckdb"}, "model": {"name": "m", "source": {"file": "semicolons.csv"}, "time": "time", "features": [{"name": "brightness", "kind": "categorical"}]}}`, 200, []string{`{"step":"log","text":"column \"brightness\": values are numbers with a decimal comma`}},
		"a file that is not there":        {"check", `{"store": {"engine": "duckdb"}, "model": {"name": "m", "source": {"file": "gone.csv"}}}`, 200, []string{`{"step":"log","text":"model \"m\": its log was not found: no file matches \"gone.csv\"`}},
		"no name":                         {"check", `{"model": {"name": "", "source": {"file": "x"}}, "store": {"engine": "duckdb"}}`, 200, []string{`{"step":"log","text":"name: a model needs a name`}},
		"a time zone that is none":        {"check", model(`, "timezone": "Mars/Base"` + features), 200, []string{`{"step":"reference","text":"timezone`}},
		"rows by window, by local clocks": {"timeline", model(`, "time": "time", "timezone": "Europe/Copenhagen"`), 200, []string{`"window":"1d","timezone":"Europe/Copenhagen","rows":72`, `{"from":1767222000000,"to":1767308400000,"rows":8}`}},
		"rows of a log without a time":    {"timeline", model(""), 200, []string{`"rows":72,"windows":[]`}},
	} {
		status, answer := ask(t, d, "Admin", "POST", c.address, c.body)
		if status != c.status {
			t.Errorf("%s: %d %s", name, status, answer)
		}
		for _, says := range c.says {
			if !strings.Contains(answer, says) {
				t.Errorf("%s: the answer does not say %s:\n%s", name, says, answer)
			}
		}
		if _, answer := ask(t, d, "Editor", "POST", c.address, c.body); strings.Contains(answer, root) || !strings.Contains(answer, "only administrators") {
			t.Errorf("%s: an editor is told %s", name, answer)
		}
	}
}

// A log of years is drawn by longer windows than its model's.
func TestATimelineIsNoLongerThanAPersonSees(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "years.csv"), "time,x\n2020-01-05 00:00:00,1\n2026-01-01 00:00:00,2\n")
	d := open(t, root, map[string]any{})
	status, answer := ask(t, d, "Admin", "POST", "timeline", `{"model": {"name": "m", "source": {"file": "years.csv"}, "time": "time"}}`)
	if windows := strings.Count(answer, `"from"`); status != 200 || windows < 50 || windows > 200 {
		t.Errorf("%d windows: %d %.200s", windows, status, answer)
	}
}

// One row of the year 1, which stands for "no time" in many languages, neither stretches the timeline over centuries nor counts as a log without times.
func TestTimesThatCannotBeRightAreSaidAndLeftOutOfTheTimeline(t *testing.T) {
	root := t.TempDir()
	days := strings.TrimPrefix(dailyLog(28, 8), "time,brightness,device,prediction\n")
	header := "time,brightness,device,prediction\n"
	write(t, filepath.Join(root, "zero.csv"), header+"0001-01-01T00:00:00Z,0.5,pixel,1\n"+days)
	write(t, filepath.Join(root, "ends.csv"), "time,x\n0002-01-01T00:00:00Z,1\n9998-01-01T00:00:00Z,1\n")
	write(t, filepath.Join(root, "numbers.csv"), "time,x\n20260901,1\n20260902,2\n20260903,3\n")
	var epoch strings.Builder
	epoch.WriteString("time,x\n0,1\n")
	for i := range 300 {
		fmt.Fprintf(&epoch, "%d,%d\n", 1767225600+i*10800, i%7)
	}
	write(t, filepath.Join(root, "epoch.csv"), epoch.String())
	d := open(t, root, map[string]any{})
	for _, c := range []struct {
		file          string
		least, most   int // windows
		says, noticed string
	}{
		{"zero.csv", 28, 29, `"window":"1d","timezone":"UTC","rows":225,"outside":1`, `{"step":"columns","text":"1 row has a time before 2000: the oldest is of 0001-01-01 00:00.`},
		{"ends.csv", 2, 250, `"rows":2`, `{"step":"columns","text":"1 row has a time later than tomorrow: the newest is of 9998-01-01 00:00.`},
		{"epoch.csv", 30, 200, `"rows":301,"outside":1`, `1 row has a time before 2000: the oldest is of 1970-01-01 00:00.`},
		{"numbers.csv", 1, 200, `"rows":3,`, `3 rows have a time before 2000: the oldest is of 1970-08-23 12:01. The column of the time, or how it is written, may be wrong`},
	} {
		model := `{"model": {"name": "m", "source": {"file": "` + c.file + `"}, "time": "time"}}`
		_, answer := ask(t, d, "Admin", "POST", "timeline", model)
		if n := strings.Count(answer, `"from"`); n < c.least || n > c.most || !strings.Contains(answer, c.says) {
			t.Errorf("%s: %d windows: %.300s", c.file, n, answer)
		}
		_, answer = ask(t, d, "Admin", "POST", "check", model)
		if !strings.Contains(answer, c.noticed) || !strings.Contains(answer, `"from":"`) {
			t.Errorf("%s: %s", c.file, answer)
		}
	}
}

func TestACallWithoutABodyIsSaidToNeedOne(t *testing.T) {
	d := open(t, t.TempDir(), map[string]any{})
	for _, address := range []string{"files", "schema", "guess", "preview", "timeline", "check"} {
		if status, answer := ask(t, d, "Admin", "POST", address, ""); status != 400 || !strings.Contains(answer, "the call needs a body") {
			t.Errorf("%s: %d %s", address, status, answer)
		}
	}
}

// A date that means one day here and another there is never guessed; as a column that is not the time it makes no line unreadable.
func TestDatesOfUnknownFormatAreSaidAndKeepNoRowsOut(t *testing.T) {
	root := t.TempDir()
	for name, date := range map[string]string{
		"dmy": "%02d/09/2026", "dmyy": "%02d/09/26", "mdy": "09/%02d/2026", "dotted": "%02d.09.2026", "dotted time": "%02d.09.2026 10:00:00", "dashed": "%02d-09-2026", "ymd": "2026.09.%02d",
	} {
		var text strings.Builder
		text.WriteString("time,due,x\n")
		for day := 1; day <= 30; day++ {
			fmt.Fprintf(&text, "2026-09-%02dT10:00:00Z,"+date+",%d\n", day, day, day%7)
		}
		write(t, filepath.Join(root, name+".csv"), text.String())
		d := open(t, root, map[string]any{})
		check := func(time string) string {
			_, answer := ask(t, d, "Admin", "POST", "check", `{"model": {"name": "m", "source": {"file": "`+name+`.csv"}, "time": "`+time+`", "features": [{"name": "x"}]}}`)
			return answer
		}
		if answer := check("time"); !strings.Contains(answer, `"rows":30`) || strings.Contains(answer, "left out") {
			t.Errorf("%s: %s", name, answer)
		}
		if answer := check("due"); !strings.Contains(answer, `{"step":"columns"`) || !strings.Contains(answer, `holds dates in a format that is not known, such as`) ||
			!strings.Contains(answer, "write them as 2026-01-31") {
			t.Errorf("%s: %s", name, answer)
		}
	}
}
