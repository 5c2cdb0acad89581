// Package gathered is a store that answers together what is asked together. A dashboard's panels and its alert rules send their questions each by itself,
// but within a moment, and most are about the same rows: then the log is read once for all of them. What is answered is what the store behind would
// have answered to each question alone.
package gathered

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/telemetry"
)

const (
	// moment is how long a question waits for others while more queries are being answered. Panels arrive within it, and nobody notices it beside a scan.
	moment = 10 * time.Millisecond
	// turns is how many gathered questions are answered at a time; others are gathered until then.
	turns = 2
)

// Together is a store that can answer several questions about the same rows by one scan. stats are those of the scan.
type Together interface {
	CountsTogether(ctx context.Context, questions []store.CountsRequest) ([]*store.CountsResult, store.Stats, error)
}

// Store gathers questions for another.
type Store struct {
	store.Store
	asking  atomic.Int64 // queries that are being answered
	counts  gathering[store.CountsRequest, *store.CountsResult]
	moments gathering[store.MomentsRequest, *store.MomentsResult]
}

// New gathers questions for a store.
func New(behind store.Store) *Store {
	s := &Store{Store: behind}
	turn := make(chan struct{}, turns)
	s.counts = gathering[store.CountsRequest, *store.CountsResult]{asking: &s.asking, turn: turn, answer: s.answerCounts}
	s.moments = gathering[store.MomentsRequest, *store.MomentsResult]{asking: &s.asking, turn: turn, answer: s.answerMoments}
	return s
}

// Asking says that a query is being answered until done is called: one that is alone waits for nobody.
func (s *Store) Asking() (done func()) {
	s.asking.Add(1)
	return func() { s.asking.Add(-1) }
}

// Counts counts columns.
func (s *Store) Counts(ctx context.Context, q store.CountsRequest) (*store.CountsResult, error) {
	return s.counts.ask(ctx, rowsOf(q.Relation), q)
}

// Moments sums columns up.
func (s *Store) Moments(ctx context.Context, q store.MomentsRequest) (*store.MomentsResult, error) {
	return s.moments.ask(ctx, rowsOf(q.Relation), q)
}

// rowsOf names the rows that a relation has.
func rowsOf(rel store.Relation) string { return key(zoneless(rel), rel.Zone.String()) }

func zoneless(rel store.Relation) store.Relation {
	rel.Zone = nil // a *time.Location has no JSON
	return rel
}

// key names a question. What has no name, such as a time after the year 9999, is like no other: it is answered by itself.
func key(parts ...any) string {
	text, err := json.Marshal(parts)
	if err != nil {
		return fmt.Sprintf("unnamed %d", unnamed.Add(1))
	}
	return string(text)
}

var unnamed atomic.Int64

// gathering is the questions of one kind that wait for others.
type gathering[Q, A any] struct {
	asking *atomic.Int64
	turn   chan struct{}
	answer func(ctx context.Context, questions []Q) []answered[A]

	mu   sync.Mutex
	open map[string]*batch[Q, A] // by rows
}

type answered[A any] struct {
	value A
	err   error
}

// batch is questions about the same rows.
type batch[Q, A any] struct {
	questions []Q
	answers   []answered[A]
	panicked  any
	done      chan struct{}
	cancel    context.CancelFunc
	waiting   int // of those who asked; guarded by the gathering
}

// ask puts a question and waits for its answer. Whoever gives up leaves the others their scan; the last one ends it.
func (g *gathering[Q, A]) ask(ctx context.Context, rows string, question Q) (none A, err error) {
	ctx, over := telemetry.Phase(ctx, telemetry.Waiting) // the scan is a phase of its own, on the account of the first who asks
	defer over()
	g.mu.Lock()
	b, found := g.open[rows]
	if !found {
		b = &batch[Q, A]{done: make(chan struct{})}
		if g.open == nil {
			g.open = map[string]*batch[Q, A]{}
		}
		g.open[rows] = b
		// The scan belongs to all who ask: it ends with the last of them, not with the first.
		var running context.Context
		running, b.cancel = context.WithCancel(context.WithoutCancel(ctx))
		go g.run(running, rows, b)
	}
	place := len(b.questions)
	b.questions = append(b.questions, question)
	b.waiting++
	g.mu.Unlock()
	select {
	case <-b.done:
		if b.panicked != nil { // by whose question? Each asks again alone, and panics where that is expected if it was its own
			mine := g.answer(ctx, []Q{question})[0]
			return mine.value, mine.err
		}
		return b.answers[place].value, b.answers[place].err
	case <-ctx.Done():
		g.mu.Lock()
		defer g.mu.Unlock()
		if b.waiting--; b.waiting == 0 {
			b.cancel()
			if g.open[rows] == b {
				delete(g.open, rows) // nobody may join what has been given up
			}
		}
		return none, ctx.Err()
	}
}

// run gathers for a moment and until it is its turn, and answers.
func (g *gathering[Q, A]) run(ctx context.Context, rows string, b *batch[Q, A]) {
	defer b.cancel()
	defer close(b.done)
	defer func() { b.panicked = recover() }()
	if g.asking.Load() > 1 {
		select {
		case <-time.After(moment):
		case <-ctx.Done():
		}
	}
	select {
	case g.turn <- struct{}{}:
		defer func() { <-g.turn }()
	case <-ctx.Done():
	}
	g.mu.Lock()
	if g.open[rows] == b {
		delete(g.open, rows)
	}
	questions := b.questions
	b.answers = make([]answered[A], len(questions))
	g.mu.Unlock()
	if err := ctx.Err(); err != nil { // nobody waits
		for i := range b.answers {
			b.answers[i].err = err
		}
		return
	}
	b.answers = g.answer(ctx, questions)
}

// sideBySide calls work for 0 … n−1 at the same time. Where work panics, so does the caller.
func sideBySide(n int, work func(int)) {
	var group sync.WaitGroup
	panics := make([]any, n)
	for i := range n {
		group.Go(func() {
			defer func() { panics[i] = recover() }()
			work(i)
		})
	}
	group.Wait()
	for _, p := range panics {
		if p != nil {
			panic(p)
		}
	}
}
