package clickhouse

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/server"
	"github.com/tideline-ml/tideline/pkg/store/server/servertest"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// cpuTime is the processor time of the engine of the tests and of this process.
func cpuTime(b *testing.B) (engine, own time.Duration) {
	b.Helper()
	u := *servertest.URL(b, variable)
	u.Path, u.User = "/cpu", nil
	response, err := http.Get(u.String())
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		b.Fatal(err)
	}
	seconds, err := strconv.ParseFloat(strings.TrimSpace(string(text)), 64)
	if err != nil {
		b.Skip("the server does not tell its processor time: only that of npm run engines does")
	}
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(seconds * 1e9), time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// leastCPU is the least processor time of several runs, of engine and client together.
func leastCPU(b *testing.B, runs int, work func()) (both, own time.Duration) {
	both = time.Hour
	for range runs {
		engineBefore, ownBefore := cpuTime(b)
		work()
		engineAfter, ownAfter := cpuTime(b)
		if spent := engineAfter - engineBefore + ownAfter - ownBefore; spent < both {
			both, own = spent, ownAfter-ownBefore
		}
	}
	return both, own
}

// benchmarkTable makes a log like that of the bench of files: normal, log-normal, uniform and zero-inflated columns, and texts of 2 to 200 values.
func benchmarkTable(b *testing.B, database string, rows int) {
	var columns []string
	for i := range 20 {
		switch x := fmt.Sprintf("(randNormal(%d, 1))", i); i % 4 {
		case 0:
			columns = append(columns, fmt.Sprintf("%s AS n%d", x, i))
		case 1:
			columns = append(columns, fmt.Sprintf("exp(%s / 2) AS n%d", x, i))
		case 2:
			columns = append(columns, fmt.Sprintf("randCanonical(%d) * %d AS n%d", i, i, i))
		default:
			columns = append(columns, fmt.Sprintf("if(rand(%d) %% 2 = 0, 0, randExponential(%d)) AS n%d", i+100, i, i))
		}
	}
	for i, values := range []int{2, 5, 10, 50, 200} {
		columns = append(columns, fmt.Sprintf("concat('value ', toString(rand(%d) %% %d)) AS c%d", i+200, values, i))
	}
	run(b, fmt.Sprintf("CREATE TABLE %s.log ENGINE = MergeTree ORDER BY time AS SELECT toDateTime64('2026-01-01 00:00:00', 6, 'UTC') + INTERVAL intDiv(number * 60 * 86400, %d) SECOND AS time, %s FROM numbers(%d)",
		database, rows, strings.Join(columns, ", "), rows))
	run(b, "OPTIMIZE TABLE "+database+".log FINAL")
}

// BenchmarkCounts reports processor time, of ClickHouse and of Tideline, as a multiple of ClickHouse's own sum and max over the same columns, in the same run.
func BenchmarkCounts(b *testing.B) {
	ctx := context.Background()
	database := newDatabase(b)
	benchmarkTable(b, database, 1_000_000)
	e := open(b, configOf(b))
	s := server.New(e)
	defer s.Close()

	var columns []store.Column
	var aggregates []string
	for i := range 20 {
		columns = append(columns, store.Column{Name: fmt.Sprintf("n%d", i), Kind: model.Numeric})
		aggregates = append(aggregates, fmt.Sprintf("sum(n%d)", i))
	}
	for i := range 5 {
		columns = append(columns, store.Column{Name: fmt.Sprintf("c%d", i), Kind: model.Categorical})
		aggregates = append(aggregates, fmt.Sprintf("max(c%d)", i))
	}
	rel := store.Relation{Source: model.Source{Table: database + ".log"}, Time: "time"}
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	half, end := start.AddDate(0, 0, 30), start.AddDate(0, 0, 60)
	reference := []store.Window{{From: start, To: half}}

	base, _ := leastCPU(b, 5, func() {
		if _, err := e.all(ctx, sql.Statement{Text: "SELECT " + strings.Join(aggregates, ", ") + " FROM " + database + ".log"}); err != nil {
			b.Fatal(err)
		}
	})
	b.Logf("sum and max: %v", base)
	var profile *store.Profile
	sampling, own := leastCPU(b, 3, func() {
		var err error
		if profile, err = s.Profile(ctx, rel, columns, reference, 20_000); err != nil {
			b.Fatal(err)
		}
	})
	b.Logf("sample of the reference: %v, %.2f × (%v of it here)", sampling, float64(sampling)/float64(base), own)

	request := func(windows []store.Window) store.CountsRequest {
		q := store.CountsRequest{Relation: rel, Windows: windows}
		for i, c := range columns {
			column := store.CountColumn{Column: c}
			if sample := profile.Columns[i].Counts; sample.Kind != counts.String && sample.Len() > 2000 {
				var err error
				if column.Grid, err = counts.NewGrid(sample, sample.Kind == counts.Int); err != nil {
					b.Fatal(err)
				}
			}
			q.Columns = append(q.Columns, column)
		}
		return q
	}
	many := []store.Window{{From: start, To: half}}
	for i := range 50 {
		step := end.Sub(half) / 50
		many = append(many, store.Window{From: half.Add(time.Duration(i) * step), To: half.Add(time.Duration(i+1) * step)})
	}
	// What a question costs whatever the rows: parsing its grids, and answering.
	nothing, own := leastCPU(b, 3, func() {
		if _, err := s.Counts(ctx, request([]store.Window{{From: end, To: end.AddDate(1, 0, 0)}})); err != nil {
			b.Fatal(err)
		}
	})
	b.Logf("counts of no rows: %v, %.2f × (%v of it here)", nothing, float64(nothing)/float64(base), own)
	for _, c := range []struct {
		name    string
		windows []store.Window
		most    float64
	}{
		{"one window", []store.Window{{From: start, To: half}, {From: half, To: end}}, 5},
		{"50 windows", many, 8},
	} {
		b.Run(c.name, func(b *testing.B) {
			q := request(c.windows)
			var seconds float64
			cpu, own := leastCPU(b, max(b.N, 3), func() {
				result, err := s.Counts(ctx, q)
				if err != nil {
					b.Fatal(err)
				}
				seconds = result.Stats.Seconds
				for i, column := range result.ByColumn {
					if column.Err != nil {
						b.Fatalf("column %d: %v", i, column.Err)
					}
				}
			})
			b.ReportMetric(float64(cpu)/float64(base), "×sum")
			b.ReportMetric(float64(cpu+sampling)/float64(base), "×sum-with-sample")
			b.ReportMetric(float64(cpu.Milliseconds()), "cpu-ms")
			b.ReportMetric(float64(own.Milliseconds()), "own-cpu-ms")
			b.ReportMetric(seconds*1000, "wall-ms")
			if ratio := float64(cpu+sampling) / float64(base); ratio > c.most {
				b.Errorf("%.1f × ClickHouse's own sum and max, more than %v ×", ratio, c.most)
			}
		})
	}
}
