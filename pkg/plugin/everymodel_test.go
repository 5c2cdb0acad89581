package plugin

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/analysis"
	"github.com/tideline-ml/tideline/pkg/cache"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/duckdb"
)

// threeModels are two that write the same small log, and one whose log does not exist.
func threeModels(t *testing.T) *analysis.Analysis {
	t.Helper()
	folder := t.TempDir()
	var csv strings.Builder
	csv.WriteString("time,size\n")
	for day := range logDays {
		for n := range rowsADay {
			csv.WriteString(logStart.AddDate(0, 0, day).Add(time.Duration(n)*24*time.Minute).Format(time.RFC3339) + "," + string(rune('1'+(day*7+n*n)%9)) + "\n")
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "log.csv"), []byte(csv.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	st, err := duckdb.Open(duckdb.Config{Path: folder, Directories: []string{folder}, Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	named := func(name, file string) model.Model {
		return model.Model{Name: name, Source: model.Source{File: file}, Time: "time", Window: "1d", Features: []model.Feature{{Name: "size"}},
			Reference: model.References{{From: "2026-03-01", To: "2026-03-21"}}}
	}
	models := []model.Model{named("one", "log.csv"), named("lost", "nowhere.csv"), named("two", "log.csv")}
	return analysis.New(st, models, cache.New(1<<20), analysis.Options{StoreID: folder, Now: func() time.Time { return logNow }})
}

func TestEveryModel(t *testing.T) {
	a := threeModels(t)
	for q, names := range map[string]string{
		`{"model": "$__all", "format": "numeric", "value": "share"}`:       "one, two",
		`{"model": "$__all", "format": "timeseries", "value": "severity"}`: "one · size, two · size",
	} {
		response := put(t, a, viewer, q)
		if response.Error != nil {
			t.Fatalf("%s: %v", q, response.Error)
		}
		var models, shown []string
		for _, f := range response.Frames {
			field := f.Fields[len(f.Fields)-1]
			models, shown = append(models, field.Labels["model"]), append(shown, field.Config.DisplayNameFromDS)
		}
		if strings.Join(shown, ", ") != names {
			t.Errorf("%s: shown as %q, want %q", q, shown, names)
		}
		if strings.Join(models, " ") != "one two" {
			t.Errorf("%s: models %q, want those whose log is there", q, models)
		}
		notices := ""
		for _, n := range response.Frames[0].Meta.Notices {
			notices += n.Text
		}
		if !strings.Contains(notices, `Model "lost"`) || strings.Contains(notices, "nowhere") {
			t.Errorf("%s: notices %q should name the model that failed, and to a viewer no file", q, notices)
		}
	}
}

// Tables of different models have different columns, and a picture is of one model.
func TestEveryModelIsForSeries(t *testing.T) {
	a := threeModels(t)
	for _, q := range []string{`{"model": "$__all", "format": "table"}`, `{"model": "$__all", "queryType": "distribution"}`} {
		if response := put(t, a, admin, q); response.Error == nil || !strings.Contains(response.Error.Error(), "model") {
			t.Errorf("%s: got %v, want an error about the model", q, response.Error)
		}
	}
}

func TestSharesOfCategories(t *testing.T) {
	response := put(t, photoAnalysis(t), admin, `{"queryType": "summary", "format": "timeseries", "value": "share", "features": ["device", "brightness"]}`)
	if response.Error != nil {
		t.Fatal(response.Error)
	}
	if len(response.Frames) != 2 {
		t.Fatalf("%d frames, want one for each device and none for a number", len(response.Frames))
	}
	for i, device := range []string{"old", "new"} { // the commonest first
		field := response.Frames[i].Fields[1]
		if field.Labels["category"] != device || field.Labels["feature"] != "device" || field.Labels["model"] != "photos" {
			t.Errorf("labels %v, want those of %q", field.Labels, device)
		}
		first, last := field.At(0).(*float64), field.At(field.Len()-1).(*float64)
		want := map[string][2]float64{"old": {1, 0.5}, "new": {0, 0.5}}[device]
		if *first != want[0] || *last != want[1] {
			t.Errorf("share of %q went from %v to %v, want %v", device, *first, *last, want)
		}
	}
}
