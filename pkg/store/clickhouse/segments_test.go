package clickhouse

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/server"
)

// More columns by segment than a statement counts, on grids and by name: every row is counted in its window and segment for each of them.
func TestManyColumnsBySegment(t *testing.T) {
	database := newDatabase(t)
	const numbers, names, rows = 12, 7, 3000
	var columns []string
	for i := range numbers {
		columns = append(columns, fmt.Sprintf("if(number %% 10 = %d, NULL, randNormal(%d, 1)) AS n%d", i, i, i))
	}
	for i := range names {
		columns = append(columns, fmt.Sprintf("toString(number %% %d) AS c%d", i+3, i))
	}
	columns = append(columns, "if(number % 4 = 0, NULL, toInt32(number % 2)) AS whole")
	run(t, fmt.Sprintf("CREATE TABLE %s.log ENGINE = MergeTree ORDER BY time AS SELECT toDateTime64('2026-01-01 00:00:00', 6, 'UTC') + INTERVAL number MINUTE AS time, number %% 3 AS segment, %s FROM numbers(%d)",
		database, strings.Join(columns, ", "), rows))
	s := server.New(open(t, configOf(t)))
	defer s.Close()

	sample := make([]float64, 5000)
	for i := range sample {
		sample[i] = rand.NormFloat64()
	}
	of, err := counts.FromFloats(sample, nil)
	if err != nil {
		t.Fatal(err)
	}
	grid, err := counts.NewGrid(of, false)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	q := store.CountsRequest{Relation: store.Relation{Source: model.Source{Table: database + ".log"}, Time: "time"}, GroupBy: []store.Column{{Name: "segment"}},
		Windows: []store.Window{{From: start, To: start.Add(1000 * time.Minute)}, {From: start.Add(1000 * time.Minute), To: start.Add(rows * time.Minute)}}}
	for i := range numbers {
		q.Columns = append(q.Columns, store.CountColumn{Column: store.Column{Name: fmt.Sprintf("n%d", i), Kind: model.Numeric}, Grid: grid})
	}
	for i := range names {
		q.Columns = append(q.Columns, store.CountColumn{Column: store.Column{Name: fmt.Sprintf("c%d", i), Kind: model.Categorical}})
	}
	// Between columns on grids and columns of names; slots and values are whole numbers of different types.
	q.Columns = slices.Insert(q.Columns, 11, store.CountColumn{Column: store.Column{Name: "whole", Kind: model.Categorical}})
	result, err := s.Counts(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Segments) != 3 {
		t.Fatalf("%d segments, want 3", len(result.Segments))
	}
	for i, column := range result.ByColumn {
		if column.Err != nil {
			t.Fatalf("column %d: %v", i, column.Err)
		}
		for segment, windows := range column.Counts {
			for w, counted := range windows {
				if got, want := counted.Rows, result.Rows[segment][w]; got != want || want < 300 || i < 10 && counted.Null == 0 {
					t.Errorf("column %d, segment %d, window %d: %v rows, want %v", i, segment, w, got, want)
				}
				if c := i - numbers - 1; c >= 0 && len(counted.Strings) != (c+3)/gcd(c+3, 3) {
					t.Errorf("column %d, segment %d, window %d: named %q", i, segment, w, counted.Strings)
				}
				if i == 11 && (math.Abs(counted.Null/counted.Rows-0.25) > 0.01 || !slices.Equal(counted.Strings, []string{"0", "1"}) || math.Abs(counted.W[0]/counted.Rows-0.25) > 0.01) {
					t.Errorf("segment %d, window %d: %v rows named %q, and %v with none", segment, w, counted.W, counted.Strings, counted.Null)
				}
			}
		}
	}
}

func gcd(a, b int) int {
	for b > 0 {
		a, b = b, a%b
	}
	return a
}
