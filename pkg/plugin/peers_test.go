package plugin

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/tideline-ml/tideline/pkg/analysis"
	"github.com/tideline-ml/tideline/pkg/cache"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/duckdb"
)

// peersLog writes days of a log whose numbers are those of package peer's data sets (testdata/data.json): a reference cut into ten days, and a current day.
// skewed gives a + b·u² + 0.3·u' of the plain generator.
func peersAnalysis(t *testing.T) *analysis.Analysis {
	t.Helper()
	folder := t.TempDir()
	skewed := func(seed uint32, n int, a, b float64) []float64 {
		u := func() float64 {
			seed = seed*1664525 + 1013904223
			return float64(seed) / 4294967296
		}
		xs := make([]float64, n)
		for i := range xs {
			first := u()
			xs[i] = a + float64(b*float64(first*first)) + float64(0.3*u())
		}
		return xs
	}
	write := func(name string, reference, current []float64) model.Model {
		var csv bytes.Buffer
		csv.WriteString("time,x,device\n")
		day := func(day int, xs []float64) {
			for i, x := range xs {
				at := logStart.AddDate(0, 0, day).Add(time.Duration(i) * time.Second)
				fmt.Fprintf(&csv, "%s,%s,d%d\n", at.Format(time.RFC3339), strconv.FormatFloat(x, 'g', -1, 64), i%3)
			}
		}
		chunk := len(reference) / 10
		for d := range 10 {
			day(d, reference[d*chunk:(d+1)*chunk])
		}
		day(10, current)
		if err := os.WriteFile(filepath.Join(folder, name+".csv"), csv.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		return model.Model{Name: name, Source: model.Source{File: name + ".csv"}, Time: "time", Window: "1d", Timezone: "UTC",
			Features: []model.Feature{{Name: "x"}, {Name: "device"}}, Reference: model.References{{From: "2026-03-01", To: "2026-03-11"}}}
	}
	models := []model.Model{
		write("few", skewed(1, 1500, 0, 1), skewed(2, 1200, 0.05, 1.1)),    // numA
		write("many", skewed(41, 11000, 0, 1), skewed(42, 10500, 0.02, 1)), // tail: more values than are counted exactly unless they must be
	}
	st, err := duckdb.Open(duckdb.Config{Path: folder, Directories: []string{folder}, Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return analysis.New(st, models, cache.New(64<<20), analysis.Options{StoreID: folder, Now: func() time.Time { return logNow }})
}

// From a file through the engine to the frame: the numbers are those that the libraries themselves gave (package peer, testdata).
func TestOtherLibrariesOnAFile(t *testing.T) {
	a := peersAnalysis(t)
	for _, c := range []struct {
		model, fields        string
		statistic, threshold float64
		verdict              string
	}{
		{"few", `"method": "evidently.psi"`, 0.21448148279398052, 0.1, "drifted"},
		{"few", `"method": "nannyml.jensen_shannon"`, 0.18292767736141347, 0.16726632153588866, "drifted"},
		{"few", `"method": "nannyml.kolmogorov_smirnov"`, 0.11633333333333333, 0.12209637922928573, "fine"},
		{"few", `"method": "evidently.ks"`, 2.6086143111798034e-08, 0.05, "drifted"},
		{"few", `"method": "frouros.psi", "threshold": 20`, 14.185044128692631, 20, "fine"},
		{"few", `"method": "frouros.psi"`, 14.185044128692631, math.NaN(), "error"},
		{"many", `"method": "evidently.psi"`, 0.011933862722363426, 0.1, "fine"},
		{"many", `"method": "evidently.psi", "precision": "grid"`, 0.011933862722363426, 0.1, "fine"},
		{"many", `"method": "evidently.auto"`, 0.06158095012754679, 0.1, "fine"},
		{"many", `"method": "nannyml.wasserstein"`, 0.019375507381699617, 0.022574933718110694, "fine"},
	} {
		response := answerQuery(context.Background(), a, backend.DataQuery{RefID: "A", JSON: fmt.Appendf(nil, `{"model": %q, "features": ["x"], "format": "table", %s}`, c.model, c.fields),
			TimeRange: backend.TimeRange{From: logStart.AddDate(0, 0, 10), To: logStart.AddDate(0, 0, 11)}}, admin)
		if response.Error != nil {
			t.Errorf("%s: %v", c.fields, response.Error)
			continue
		}
		frame := response.Frames[0]
		if rows := frame.Rows(); rows != 1 {
			t.Errorf("%s: %d verdicts", c.fields, rows)
		}
		at := func(name string) any { return column(t, frame, name).At(0) }
		number := func(name string) float64 {
			if x := at(name).(*float64); x != nil {
				return *x
			}
			return math.NaN()
		}
		if got := number("statistic"); !(math.Abs(got-c.statistic) <= 1e-9) {
			t.Errorf("%s of %s: statistic %v, want %v", c.fields, c.model, got, c.statistic)
		}
		if got := number("threshold"); !(math.Abs(got-c.threshold) <= 1e-9) && !math.IsNaN(c.threshold) {
			t.Errorf("%s of %s: threshold %v, want %v", c.fields, c.model, got, c.threshold)
		}
		if at("verdict") != c.verdict || !math.IsNaN(number("q_value")) {
			t.Errorf("%s of %s: %v, q %v; want %s", c.fields, c.model, at("verdict"), number("q_value"), c.verdict)
		}
	}
}

// Whatever is asked of a definition, there is an answer.
func TestOtherLibrariesInEveryQuestion(t *testing.T) {
	a := peersAnalysis(t)
	for _, question := range []string{`"queryType": "distribution"`, `"queryType": "explain"`, `"queryType": "episodes"`, `"format": "numeric"`, `"format": "timeseries", "value": "pValue"`} {
		for _, m := range []string{"evidently.psi", "evidently.ks", "nannyml.wasserstein"} {
			response := answerQuery(context.Background(), a, backend.DataQuery{RefID: "A", JSON: fmt.Appendf(nil, `{"model": "few", "features": ["x"], "method": %q, %s}`, m, question),
				TimeRange: backend.TimeRange{From: logStart.AddDate(0, 0, 8), To: logStart.AddDate(0, 0, 11)}}, admin)
			if response.Error != nil || len(response.Frames) == 0 || response.Frames[0].Rows() == 0 {
				t.Errorf("%s by %s: %v, %d frames", question, m, response.Error, len(response.Frames))
			}
			for _, f := range response.Frames {
				if text, _ := f.StringTable(20, 20); strings.Contains(text, "unknown against") {
					t.Errorf("%s by %s: %s", question, m, text)
				}
			}
		}
	}
}
