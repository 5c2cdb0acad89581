package duckdb

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// benchmarkLog writes a prediction log of 20 numeric and 5 categorical columns over 60 days, half of it for a reference.
func benchmarkLog(b *testing.B, rows int) (dir string) {
	dir = b.TempDir()
	normal := "sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())"
	shapes := []string{
		normal,                // symmetric
		"exp(" + normal + ")", // log-normal
		"CASE WHEN random() < 0.4 THEN 0 ELSE random() * 100 END", // many zeros
		"(random() * 1000)::INTEGER",                              // integers
		"1 / (1 + exp(-6 - 2 * " + normal + "))",                  // a softmax near 1
	}
	columns := []string{fmt.Sprintf("TIMESTAMP '2026-01-01' + to_microseconds((i * %d)::BIGINT) AS time", 60*24*3600*1_000_000/int64(rows))}
	for i := range 20 {
		columns = append(columns, fmt.Sprintf("%s AS n%d", shapes[i%len(shapes)], i))
	}
	for i, distinct := range []int{2, 5, 20, 100, 1000} {
		columns = append(columns, fmt.Sprintf("'category_' || (pow(random(), 2) * %d)::INT AS c%d", distinct, i))
	}
	writeFile(b, filepath.Join(dir, "log.parquet"), fmt.Sprintf("SELECT %s FROM range(%d) t(i)", strings.Join(columns, ", "), rows))
	return dir
}

func cpuTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// leastCPU is the least processor time of several runs: what the work takes when nothing else disturbs it.
func leastCPU(runs int, work func()) time.Duration {
	least := time.Hour
	for range runs {
		start := cpuTime()
		work()
		least = min(least, cpuTime()-start)
	}
	return least
}

// BenchmarkCounts reports processor time as a multiple of DuckDB's own sum and max over the same columns, in the same run. It is what a drift query
// asks of the store: a sample of the reference, then counts of everything.
func BenchmarkCounts(b *testing.B) {
	ctx := context.Background()
	dir := benchmarkLog(b, 1_000_000)
	s, err := Open(Config{Path: dir})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()

	var columns []store.Column
	var aggregates []string
	for i := range 20 {
		columns = append(columns, store.Column{Name: fmt.Sprintf("n%d", i), Kind: model.Numeric})
		aggregates = append(aggregates, fmt.Sprintf("CAST(sum(n%d) AS DOUBLE)", i))
	}
	for i := range 5 {
		columns = append(columns, store.Column{Name: fmt.Sprintf("c%d", i), Kind: model.Categorical})
		aggregates = append(aggregates, fmt.Sprintf("max(c%d)", i))
	}
	rel := store.Relation{Source: model.Source{File: "log.parquet"}, Time: "time"}
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	half := start.AddDate(0, 0, 30)
	end := start.AddDate(0, 0, 60)
	reference := []store.Window{{From: start, To: half}}

	base := leastCPU(5, func() {
		st := sql.Statement{Text: "SELECT " + strings.Join(aggregates, ", ") + " FROM read_parquet('" + filepath.Join(s.path, "log.parquet") + "')"}
		if _, err := s.engine.all(ctx, st); err != nil {
			b.Fatal(err)
		}
	})
	b.Logf("sum and max: %v", base)

	var profile *store.Profile
	sampling := leastCPU(3, func() {
		if profile, err = s.Profile(ctx, rel, columns, reference, 20_000); err != nil {
			b.Fatal(err)
		}
	})
	b.Logf("sample of the reference: %v, %.2f ×", sampling, float64(sampling)/float64(base))

	request := func(windows []store.Window) store.CountsRequest {
		q := store.CountsRequest{Relation: rel, Windows: windows}
		for i, c := range columns {
			column := store.CountColumn{Column: c}
			if sample := profile.Columns[i].Counts; sample.Kind != counts.String && sample.Len() > 2000 {
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
	for _, c := range []struct {
		name    string
		windows []store.Window
		most    float64
	}{
		{"one window", []store.Window{{From: start, To: half}, {From: half, To: end}}, 5},
		{"50 windows", many, 12},
	} {
		b.Run(c.name, func(b *testing.B) {
			q := request(c.windows)
			cpu := leastCPU(max(b.N, 3), func() {
				result, err := s.Counts(ctx, q)
				if err != nil {
					b.Fatal(err)
				}
				for i, column := range result.ByColumn {
					if column.Err != nil {
						b.Fatalf("column %d: %v", i, column.Err)
					}
				}
			})
			b.ReportMetric(float64(cpu)/float64(base), "×sum")
			b.ReportMetric(float64(cpu+sampling)/float64(base), "×sum-with-sample")
			b.ReportMetric(float64(cpu.Milliseconds()), "cpu-ms")
			if ratio := float64(cpu+sampling) / float64(base); ratio > c.most {
				b.Errorf("%.1f × DuckDB's own sum and max, more than %v ×", ratio, c.most)
			}
		})
	}
}
