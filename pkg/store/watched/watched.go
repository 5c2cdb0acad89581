// Package watched is a store that tells what it is asked: each question is a phase and a scan of package telemetry. It answers as the store behind it does.
package watched

import (
	"context"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/gathered"
	"github.com/tideline-ml/tideline/pkg/telemetry"
)

// Store watches another.
type Store struct{ store.Store }

// New watches a store. What it can do beside what every store can it can still do.
func New(st store.Store) store.Store {
	if t, ok := st.(gathered.Together); ok {
		return &together{Store{st}, t}
	}
	return &Store{st}
}

type together struct {
	Store
	behind gathered.Together
}

// CountsTogether answers several questions by one scan.
func (t *together) CountsTogether(ctx context.Context, questions []store.CountsRequest) (results []*store.CountsResult, stats store.Stats, err error) {
	stats, err = watch(ctx, "counts", func(ctx context.Context) (stats store.Stats, err error) {
		results, stats, err = t.behind.CountsTogether(ctx, questions)
		return stats, err
	}, func(s store.Stats) float64 { return s.RowsScanned })
	return results, stats, err
}

// watch answers a question. rows says how many were read for the answer.
func watch[T any](ctx context.Context, question string, ask func(context.Context) (T, error), rows func(T) float64) (T, error) {
	ctx, done := telemetry.Phase(ctx, question)
	defer done()
	began := time.Now()
	answer, err := ask(ctx)
	scan := telemetry.Scan{Question: question, Took: time.Since(began), Failed: err != nil}
	if err == nil {
		scan.Rows = rows(answer)
	}
	telemetry.Scanned(ctx, scan)
	return answer, err
}

// Describe lists the columns of a source. It is no scan, only a phase.
func (s *Store) Describe(ctx context.Context, src model.Source) ([]store.Column, error) {
	ctx, done := telemetry.Phase(ctx, "describe")
	defer done()
	return s.Store.Describe(ctx, src)
}

// Profile takes a sample.
func (s *Store) Profile(ctx context.Context, rel store.Relation, columns []store.Column, windows []store.Window, rows int) (*store.Profile, error) {
	return watch(ctx, "sample", func(ctx context.Context) (*store.Profile, error) {
		return s.Store.Profile(ctx, rel, columns, windows, rows)
	},
		func(p *store.Profile) float64 { return p.Stats.RowsScanned })
}

// Counts counts columns.
func (s *Store) Counts(ctx context.Context, q store.CountsRequest) (*store.CountsResult, error) {
	return watch(ctx, "counts", func(ctx context.Context) (*store.CountsResult, error) { return s.Store.Counts(ctx, q) },
		func(r *store.CountsResult) float64 { return r.Stats.RowsScanned })
}

// Moments sums columns up.
func (s *Store) Moments(ctx context.Context, q store.MomentsRequest) (*store.MomentsResult, error) {
	return watch(ctx, "moments", func(ctx context.Context) (*store.MomentsResult, error) { return s.Store.Moments(ctx, q) },
		func(r *store.MomentsResult) float64 { return r.Stats.RowsScanned })
}

// CountsByEdges counts columns in bins.
func (s *Store) CountsByEdges(ctx context.Context, q store.EdgesRequest) (*store.CountsResult, error) {
	return watch(ctx, "bins", func(ctx context.Context) (*store.CountsResult, error) { return s.Store.CountsByEdges(ctx, q) },
		func(r *store.CountsResult) float64 { return r.Stats.RowsScanned })
}

// Rows reads raw rows.
func (s *Store) Rows(ctx context.Context, q store.RowsRequest) (*store.RowsResult, error) {
	return watch(ctx, "rows", func(ctx context.Context) (*store.RowsResult, error) { return s.Store.Rows(ctx, q) },
		func(r *store.RowsResult) float64 { return r.Stats.RowsScanned })
}

// Cuts cuts stretches of time.
func (s *Store) Cuts(ctx context.Context, q store.CutsRequest) (*store.CutsResult, error) {
	return watch(ctx, "cuts", func(ctx context.Context) (*store.CutsResult, error) { return s.Store.Cuts(ctx, q) },
		func(r *store.CutsResult) float64 { return r.Stats.RowsScanned })
}

// Extent finds the span of a relation in time. It is no scan, only a phase.
func (s *Store) Extent(ctx context.Context, rel store.Relation) (store.Extent, error) {
	ctx, done := telemetry.Phase(ctx, "extent")
	defer done()
	return s.Store.Extent(ctx, rel)
}
