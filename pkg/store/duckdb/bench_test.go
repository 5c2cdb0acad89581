package duckdb

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/server/servertest"
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

// BenchmarkCounts reports processor time as a multiple of DuckDB's own sum and max over the same columns, in the same run. It is what a drift query
// asks of the store: a sample of the reference, then counts of everything.
func BenchmarkCounts(b *testing.B) {
	dir := benchmarkLog(b, 1_000_000)
	s, err := Open(Config{Path: dir})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	floor := servertest.Aggregates()
	for i, aggregate := range floor {
		if strings.HasPrefix(aggregate, "sum(") {
			floor[i] = "CAST(" + aggregate + " AS DOUBLE)" // a sum of whole numbers is wider than what is read here
		}
	}
	cost := servertest.Cost{Name: "DuckDB", Store: s, Log: model.Source{File: "log.parquet"}, Most: [2]float64{5, 12},
		CPU: func() time.Duration { return 0 }, // it runs in this process
		Floor: func() error {
			_, err := s.engine.all(context.Background(), sql.Statement{Text: "SELECT " + strings.Join(floor, ", ") + " FROM read_parquet('" + filepath.Join(s.path, "log.parquet") + "')"})
			return err
		}}
	cost.Counts(b)
}
