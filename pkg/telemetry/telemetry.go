// Package telemetry is what Tideline tells of itself: how many queries there were and of what, what they cost and in which phase, what the store was
// asked, and what the cache answered. It is told by way of the context, and tells it on in three ways: metrics of the process, which Grafana collects;
// spans, which Grafana's tracing receives; and, by data source, what the diagnostics page shows. It knows nothing of what is measured.
package telemetry

import (
	"context"
	"maps"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/tracing"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

// About says what a query is about.
type About struct {
	Model string
	Type  string
	Text  string // the query as it was asked, for the list of slow ones; only administrators see it
}

// Query is one query being answered.
type Query struct {
	source *Source
	about  About
	began  time.Time
	root   *phase

	mu   sync.Mutex
	cost Costs
}

// phase is a stretch of a query's time. What it spends in phases of its own is theirs.
type phase struct {
	query  *Query
	parent *phase
	mu     sync.Mutex
	inner  time.Duration
}

type (
	contextKey struct{} // of a *phase
	sourceKey  struct{} // of a *Source
)

func current(ctx context.Context) *phase {
	p, _ := ctx.Value(contextKey{}).(*phase)
	return p
}

// Answering is the phase of all that has none of its own: reading the query, looking into the cache, writing frames.
const Answering = "answer"

// Waiting is the phase of waiting for what is being computed for another query, or for others to ask together with, and for a turn.
const Waiting = "wait"

// For says that what is done in ctx is done for a data source.
func For(ctx context.Context, s *Source) context.Context {
	return context.WithValue(ctx, sourceKey{}, s)
}

// Begin says that a query is being answered, for the data source that ctx belongs to; outside of one nothing is noted. End must be called.
func Begin(ctx context.Context, about About) (context.Context, *Query) {
	s, _ := ctx.Value(sourceKey{}).(*Source)
	if s == nil {
		return ctx, nil
	}
	q := &Query{source: s, about: about, began: time.Now(), cost: Costs{Phases: map[string]float64{}}}
	q.root = &phase{query: q}
	ctx, _ = tracing.DefaultTracer().Start(ctx, "tideline.query", trace.WithAttributes(attribute.String("tideline.datasource", s.UID),
		attribute.String("tideline.model", about.Model), attribute.String("tideline.query_type", about.Type)))
	return context.WithValue(ctx, contextKey{}, q.root), q
}

// End says that the query has been answered, or why not. ctx is the one that Begin gave.
func (q *Query) End(ctx context.Context, err error) {
	if q == nil {
		return
	}
	took := time.Since(q.began)
	status := "ok"
	span := trace.SpanFromContext(ctx)
	switch {
	case ctx.Err() != nil:
		status = "cancelled"
	case err != nil:
		status = "error"
		span.SetStatus(codes.Error, status) // the reason may hold paths and statements
	}
	q.root.spent(Answering, took)
	q.mu.Lock()
	cost := q.cost
	cost.Phases = maps.Clone(cost.Phases) // a scan that is left to others may still be on this query's account
	q.mu.Unlock()
	cost.Queries, cost.Seconds = 1, took.Seconds()
	if status == "error" {
		cost.Failed = 1
	}
	span.SetAttributes(attribute.Int64("tideline.scans", cost.Scans), attribute.Float64("tideline.rows_scanned", cost.Rows))
	span.End()
	q.source.ended(q.about, status, took, q.began, cost)
	logged := []any{"datasource", q.source.UID, "model", q.about.Model, "queryType", q.about.Type, "status", status, "seconds", took.Seconds(),
		"scans", cost.Scans, "rowsScanned", cost.Rows, "cacheHits", cost.Hits, "cacheMisses", cost.Misses}
	logger := backend.Logger.FromContext(ctx)
	if took >= Slow {
		logger.Info("a query was slow", logged...)
	} else {
		logger.Debug("a query was answered", logged...)
	}
}

// Phase begins a phase of the query that ctx belongs to; the function that it gives ends it. Outside of a query only the span is left.
func Phase(ctx context.Context, name string) (context.Context, func()) {
	ctx, span := tracing.DefaultTracer().Start(ctx, "tideline."+name)
	outer := current(ctx)
	if outer == nil {
		return ctx, func() { span.End() }
	}
	p := &phase{query: outer.query, parent: outer}
	began := time.Now()
	return context.WithValue(ctx, contextKey{}, p), func() {
		span.End()
		p.spent(name, time.Since(began))
	}
}

// spent puts the phase's own time on the query's account.
func (p *phase) spent(name string, took time.Duration) {
	p.mu.Lock()
	own := max(0, took-p.inner) // phases within may have run side by side
	p.mu.Unlock()
	if p.parent != nil {
		p.parent.mu.Lock()
		p.parent.inner += took
		p.parent.mu.Unlock()
	}
	p.query.mu.Lock()
	defer p.query.mu.Unlock()
	p.query.cost.Phases[name] += own.Seconds()
}

// Scan is a question that a store has answered, or failed to.
type Scan struct {
	Question string
	Rows     float64
	Took     time.Duration
	Failed   bool
}

// Scanned puts a scan on the account of the query that ctx belongs to.
func Scanned(ctx context.Context, scan Scan) {
	p := current(ctx)
	if p == nil {
		return
	}
	q := p.query
	q.source.scanned(q.about.Model, scan)
	q.mu.Lock()
	defer q.mu.Unlock()
	q.cost.Scans++
	q.cost.Rows += scan.Rows
}

// Cached says how many answers the cache had and how many it had not.
func Cached(ctx context.Context, hits, misses int) {
	p := current(ctx)
	if p == nil {
		return
	}
	p.query.mu.Lock()
	defer p.query.mu.Unlock()
	p.query.cost.Hits += int64(hits)
	p.query.cost.Misses += int64(misses)
}
