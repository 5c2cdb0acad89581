package plugin

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
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

// sinceTest is a log whose feature x is moved in some of its windows, and the rules that are asked at the end of one.
type sinceTest struct {
	*testing.T
	folder string
	window time.Duration
	cache  *cache.Cache
}

var sinceStart = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

func sinceLog(t *testing.T, window time.Duration, windows, rows int, moved func(window int) bool) *sinceTest {
	l := &sinceTest{T: t, folder: t.TempDir(), window: window, cache: cache.New(256 << 20)}
	random := rand.New(rand.NewPCG(3, 14))
	var csv bytes.Buffer
	csv.WriteString("time,x\n")
	for w := range windows {
		for n := range rows {
			x := random.Float64() + random.Float64() + random.Float64()
			if moved(w) {
				x += 1.5
			}
			at := sinceStart.Add(time.Duration(w)*window + time.Duration(n)*window/time.Duration(rows))
			fmt.Fprintf(&csv, "%s,%.4f\n", at.Format(time.RFC3339Nano), x)
		}
	}
	if err := os.WriteFile(filepath.Join(l.folder, "log.csv"), csv.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return l
}

// ask is what a rule is told just after a number of windows have closed; NaN: no number.
func (l *sinceTest) ask(windows int, spec, text string) (float64, data.Frames) {
	l.Helper()
	st, err := duckdb.Open(duckdb.Config{Path: l.folder, Directories: []string{l.folder}, Threads: 2})
	if err != nil {
		l.Fatal(err)
	}
	defer st.Close()
	now := sinceStart.Add(time.Duration(windows)*l.window + 15*time.Second)
	m := model.Model{Name: "m", Source: model.Source{File: "log.csv"}, Time: "time", Window: spec, Lateness: "10s", Features: []model.Feature{{Name: "x"}},
		Reference: model.References{{From: sinceStart.Format(time.RFC3339), To: sinceStart.Add(28 * l.window).Format(time.RFC3339)}}}
	a := analysis.New(st, []model.Model{m}, l.cache, analysis.Options{StoreID: l.folder, Now: func() time.Time { return now }, Threads: 2})
	response := answerQuery(context.Background(), a, backend.DataQuery{RefID: "A", JSON: []byte(text),
		TimeRange: backend.TimeRange{From: now.Add(-60 * l.window), To: now}}, admin)
	if response.Error != nil {
		l.Fatal(response.Error)
	}
	for _, f := range response.Frames {
		for _, field := range f.Fields {
			if values, ok := field.At(0).(float64); ok {
				return values, response.Frames
			}
		}
	}
	return math.NaN(), response.Frames
}

// began is the window that `since` names.
func (l *sinceTest) began(windows int, spec, persist string) int {
	since, _ := l.ask(windows, spec, `{"format": "numeric", "value": "since"`+persist+`}`)
	if math.IsNaN(since) {
		return -1
	}
	return int(time.UnixMilli(int64(since)).Sub(sinceStart) / l.window)
}

const lasting = `, "persist": {"windows": 2, "of": 3}`

// However long a drift lasts, it began when it began.
func TestSinceDoesNotMoveWhileDriftLasts(t *testing.T) {
	l := sinceLog(t, time.Minute, 320, 60, func(w int) bool { return w >= 40 })
	for _, persist := range []string{"", lasting} {
		for _, minute := range []int{60, 101, 102, 150, 190, 310} {
			if got := l.began(minute, "1m", persist); got != 40 {
				t.Errorf("minute %d%s: since %d, want 40", minute, persist, got)
			}
			if atLeast, frames := l.ask(minute, "1m", `{"format": "numeric", "value": "sinceAtLeast"`+persist+`}`); atLeast != 0 || notices(frames) != "" {
				t.Errorf("minute %d%s: at least: %v, %s", minute, persist, atLeast, notices(frames))
			}
		}
	}
	if atLeast, _ := l.ask(39, "1m", `{"format": "numeric", "value": "sinceAtLeast"}`); !math.IsNaN(atLeast) {
		t.Errorf("nothing drifts: %v", atLeast)
	}
}

// Looking back has an end, and what is known then is that the drift is no younger.
func TestSinceAtLeast(t *testing.T) {
	l := sinceLog(t, time.Minute, 2120, 50, func(w int) bool { return w >= 40 })
	for minute, want := range map[int]float64{2030: 0, 2110: 1} {
		began := l.began(minute, "1m", lasting)
		atLeast, frames := l.ask(minute, "1m", `{"format": "numeric", "value": "sinceAtLeast"`+lasting+`}`)
		if atLeast != want || (began == 40) != (want == 0) || began < 40 || began > 120 || strings.Contains(notices(frames), "began then or before") != (want == 1) {
			t.Errorf("minute %d: since %d, at least: %v, %s", minute, began, atLeast, notices(frames))
		}
	}
}

// All that a message says of a drift that has lasted is of the windows for which the alert fires.
func TestNumbersBesideASeverityThatHasLasted(t *testing.T) {
	drifted := func(day int) bool { return day == 40 || day == 41 || day >= 43 && day <= 53 }
	l := sinceLog(t, 24*time.Hour, 60, 300, drifted)
	for _, c := range []struct {
		newest int // the newest closed day
		since  int
	}{{39, -1}, {40, -1}, {41, 40}, {42, 40}, {43, 40}, {53, 40}, {54, 40}, {55, -1}} {
		severity, _ := l.ask(c.newest+1, "1d", `{"format": "numeric"`+lasting+`}`)
		effect, _ := l.ask(c.newest+1, "1d", `{"format": "numeric", "value": "effect"`+lasting+`}`)
		fires := c.since >= 0
		if (severity >= 1) != fires || (effect > 1) != fires {
			t.Errorf("day %d: severity %v, effect %v", c.newest, severity, effect)
		}
		if got := l.began(c.newest+1, "1d", lasting); got != c.since {
			t.Errorf("day %d: since %d, want %d", c.newest, got, c.since)
		}
	}
	// Alone, a number is of the newest window as it was.
	if effect, _ := l.ask(55, "1d", `{"format": "numeric", "value": "effect"}`); effect > 1 {
		t.Errorf("effect of a fine day: %v", effect)
	}
	if got := l.began(55, "1d", ""); got != -1 {
		t.Errorf("a fine day is since %d", got)
	}
}
