package plugin

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tideline-ml/tideline/pkg/analysis"
	"github.com/tideline-ml/tideline/pkg/cache"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/duckdb"
)

// A value that no row can have is a mistake of the query: an answer without rows would look like good news.
func TestFilterValuesOfAKind(t *testing.T) {
	folder := t.TempDir()
	var csv bytes.Buffer
	csv.WriteString("time,x,flag\n")
	for i := range 20 * 60 {
		fmt.Fprintf(&csv, "%s,%d,%v\n", logStart.Add(time.Duration(i)*24*time.Minute).Format(time.RFC3339), i%7, i%3 == 0)
	}
	if err := os.WriteFile(filepath.Join(folder, "log.csv"), csv.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	st, err := duckdb.Open(duckdb.Config{Path: folder, Directories: []string{folder}, Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	m := model.Model{Name: "m", Source: model.Source{File: "log.csv"}, Time: "time", Features: []model.Feature{{Name: "x"}, {Name: "flag"}},
		Reference: model.References{{From: "2026-03-01", To: "2026-03-11"}}}
	a := analysis.New(st, []model.Model{m}, cache.New(64<<20), analysis.Options{StoreID: folder, Now: func() time.Time { return logNow }})
	for _, c := range []struct {
		column, value string
		rows          float64 // a day
		problem       string
	}{
		{"flag", `true`, 20, ""},
		{"flag", `"True"`, 20, ""},
		{"flag", `["false", 1]`, 60, ""},
		{"flag", `"maybe"`, 0, `filters[0].value: flag holds true and false, and "maybe" is neither`},
		{"x", `"NaN"`, 0, `filters[0].value: x holds numbers, and "NaN" is none`},
		{"x", `"-inf"`, 0, `filters[0].value: x holds numbers, and "-inf" is none`},
		{"x", `"3"`, -1, ""},
	} {
		response := answerQuery(context.Background(), a, backend.DataQuery{RefID: "A", JSON: fmt.Appendf(nil,
			`{"queryType": "summary", "format": "table", "features": ["x"], "window": {"mode": "calendar"}, "filters": [{"column": %q, "operator": "in", "value": %s}]}`, c.column, c.value),
			TimeRange: backend.TimeRange{From: logStart.AddDate(0, 0, 12), To: logStart.AddDate(0, 0, 13)}}, admin)
		if c.problem != "" || response.Error != nil {
			if response.Error == nil || !strings.Contains(response.Error.Error(), c.problem) || c.problem == "" {
				t.Errorf("%s in %s: %v", c.column, c.value, response.Error)
			}
			continue
		}
		if rows := *column(t, response.Frames[0], "rows").At(0).(*float64); c.rows >= 0 && rows != c.rows {
			t.Errorf("%s in %s: %v rows, want %v", c.column, c.value, rows, c.rows)
		}
	}
}
