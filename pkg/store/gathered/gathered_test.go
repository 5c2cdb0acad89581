package gathered

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/duckdb"
)

var start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// log is a CSV log of 40 days: numbers, few categories and many.
func log(t *testing.T, rows int) (*duckdb.Store, store.Relation) {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	b.WriteString("time,x,y,device,session\n")
	for i := range rows {
		at := start.Add(time.Duration(i) * 40 * 24 * time.Hour / time.Duration(rows))
		y := fmt.Sprint(r.IntN(50))
		if r.IntN(20) == 0 {
			y = ""
		}
		fmt.Fprintf(&b, "%s,%g,%s,phone %d,s%d\n", at.Format("2006-01-02 15:04:05.000"), r.NormFloat64(), y, r.IntN(4), r.IntN(rows))
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "log.csv"), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	st, err := duckdb.Open(duckdb.Config{Path: folder})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st, store.Relation{Source: model.Source{File: "log.csv"}, Time: "time"}
}

func day(n int) time.Time { return start.AddDate(0, 0, n) }

// questions are such as panels ask of one log: other columns, other ways of counting, other windows, other segments, and limits that some pass.
func questions(t *testing.T, st store.Store, rel store.Relation) []store.CountsRequest {
	t.Helper()
	x := store.Column{Name: "x", Kind: model.Numeric}
	y := store.Column{Name: "y", Kind: model.Numeric}
	device := store.Column{Name: "device", Kind: model.Categorical}
	session := store.Column{Name: "session", Kind: model.Categorical}
	square := store.Column{Name: "square", Expression: "x * x", Kind: model.Numeric}
	profile, err := st.Profile(context.Background(), rel, []store.Column{x}, []store.Window{{From: day(0), To: day(20)}}, 2000)
	if err != nil {
		t.Fatal(err)
	}
	grid, err := counts.NewGrid(profile.Columns[0].Counts, false)
	if err != nil {
		t.Fatal(err)
	}
	reference := store.Window{From: day(0), To: day(20)}
	days := []store.Window{reference}
	for n := 20; n < 40; n++ {
		days = append(days, store.Window{From: day(n), To: day(n + 1)})
	}
	week := []store.Window{{From: day(33), To: day(40)}}
	overlapping := []store.Window{{From: day(5), To: day(6).Add(5 * time.Hour)}, {From: day(18), To: day(25)}}
	ask := func(windows []store.Window, groups []store.Column, maxRows int, columns ...store.CountColumn) store.CountsRequest {
		return store.CountsRequest{Relation: rel, Columns: columns, Windows: windows, GroupBy: groups, MaxRows: maxRows}
	}
	onGrid := store.CountColumn{Column: x, Grid: grid}
	exactly := func(c store.Column, most int) store.CountColumn {
		return store.CountColumn{Column: c, MaxDistinct: most}
	}
	return []store.CountsRequest{
		ask(days, nil, 0, onGrid, exactly(y, 0), exactly(device, 0)),
		ask(days, nil, 500_000, exactly(device, 0), exactly(square, 0)),
		ask(days, nil, 30, exactly(y, 0)),                     // more entries than it may have
		ask(days, nil, 500_000, exactly(y, 0), exactly(y, 3)), // more values than it may have
		ask(week, nil, 0, onGrid),
		ask(overlapping, nil, 0, exactly(y, 0), onGrid),
		ask([]store.Window{{}}, nil, 0, exactly(device, 0)),
		ask(days, []store.Column{device}, 0, onGrid, exactly(y, 0)),
		ask(week, []store.Column{device, y}, 0, onGrid),
		ask(week, []store.Column{session}, 0, onGrid),                                        // more segments than an answer can have
		ask(week, nil, 0, exactly(store.Column{Name: "gone", Kind: model.Numeric}, 0)),       // a column that is not there
		ask(week, nil, 0, store.CountColumn{Column: device, Grid: grid}, exactly(device, 0)), // texts on a grid
	}
}

// telling is what is compared of an answer: all but what it cost.
func telling(r *store.CountsResult, err error) any {
	if err != nil {
		return err.Error()
	}
	told := *r
	told.Stats = store.Stats{Notices: r.Stats.Notices}
	for i, c := range told.ByColumn {
		if c.Err != nil {
			told.ByColumn[i] = store.ColumnCounts{Err: errors.New(c.Err.Error())}
		}
	}
	return told
}

// askedTogether puts questions at the same time and gives their answers. Scans of others run until all have been put, however long that takes.
func askedTogether[Q, A any](st *Store, questions []Q, put func(Q) (A, error)) (answers []A, errs []error) {
	answers, errs = make([]A, len(questions)), make([]error, len(questions))
	for range turns {
		st.counts.turn <- struct{}{}
	}
	var group sync.WaitGroup
	for i, q := range questions {
		group.Go(func() { answers[i], errs[i] = put(q) })
	}
	for st.counts.gathered()+st.moments.gathered() < len(questions) {
		time.Sleep(time.Millisecond)
	}
	for range turns {
		<-st.counts.turn
	}
	group.Wait()
	return answers, errs
}

// gathered is how many questions wait for their turn.
func (g *gathering[Q, A]) gathered() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := 0
	for _, b := range g.open {
		n += len(b.questions)
	}
	return n
}

// countingStore is a store that counts its scans.
type countingStore struct {
	*duckdb.Store
	scans atomic.Int64
}

func (c *countingStore) Counts(ctx context.Context, q store.CountsRequest) (*store.CountsResult, error) {
	c.scans.Add(1)
	return c.Store.Counts(ctx, q)
}

func (c *countingStore) CountsTogether(ctx context.Context, q []store.CountsRequest) ([]*store.CountsResult, store.Stats, error) {
	c.scans.Add(1)
	return c.Store.CountsTogether(ctx, q)
}

func (c *countingStore) Moments(ctx context.Context, q store.MomentsRequest) (*store.MomentsResult, error) {
	c.scans.Add(1)
	return c.Store.Moments(ctx, q)
}

// notTogether is a store that has no other way than a scan a question.
type notTogether struct{ store.Store }

// Every question gets the answer that it would have got alone, whatever it was asked with.
func TestAnswersAreThoseOfQuestionsAlone(t *testing.T) {
	st, rel := log(t, 20_000)
	asked := questions(t, st, rel)
	alone := make([]any, len(asked))
	for i, q := range asked {
		alone[i] = telling(st.Counts(context.Background(), q))
	}
	for name, behind := range map[string]store.Store{"one scan": st, "side by side": notTogether{st}} {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(3, 4))
			for range 12 {
				some := r.Perm(len(asked))[:2+r.IntN(len(asked)-1)]
				gathered := New(behind)
				answers, errs := askedTogether(gathered, some, func(i int) (*store.CountsResult, error) {
					return gathered.Counts(context.Background(), asked[i])
				})
				for k, i := range some {
					if got := telling(answers[k], errs[k]); !reflect.DeepEqual(got, alone[i]) {
						t.Fatalf("question %d with %v:\n%+v\ninstead of\n%+v", i, some, got, alone[i])
					}
				}
			}
		})
	}
}

func TestMomentsAreThoseOfQuestionsAlone(t *testing.T) {
	st, rel := log(t, 5_000)
	x, y := store.Column{Name: "x", Kind: model.Numeric}, store.Column{Name: "y", Kind: model.Numeric}
	week := []store.Window{{From: day(3), To: day(10)}}
	var asked []store.MomentsRequest
	for _, columns := range [][]store.Column{{x}, {y}, {y, x}, {{Name: "gone", Kind: model.Numeric}}} {
		asked = append(asked, store.MomentsRequest{Relation: rel, Columns: columns, Windows: week},
			store.MomentsRequest{Relation: rel, Columns: columns, Windows: week, GroupBy: []store.Column{{Name: "device"}}})
	}
	counted := &countingStore{Store: st}
	gathered := New(counted)
	answers, errs := askedTogether(gathered, asked, func(q store.MomentsRequest) (*store.MomentsResult, error) {
		return gathered.Moments(context.Background(), q)
	})
	if n := counted.scans.Load(); n > 2 {
		t.Errorf("%d scans for two sets of segments", n)
	}
	for i, q := range asked {
		alone, err := st.Moments(context.Background(), q)
		if err != nil || errs[i] != nil {
			t.Fatal(err, errs[i])
		}
		if !reflect.DeepEqual(answers[i].ByColumn, alone.ByColumn) || !reflect.DeepEqual(answers[i].Segments, alone.Segments) || fmt.Sprint(answers[i].Errs) != fmt.Sprint(alone.Errs) {
			t.Errorf("question %d: %+v instead of %+v", i, answers[i], alone)
		}
	}
}

func TestOneScan(t *testing.T) {
	st, rel := log(t, 1_000)
	asked := questions(t, st, rel)[:2]
	asked = append(asked, questions(t, st, rel)[4:9]...)
	counted := &countingStore{Store: st}
	gathered := New(counted)
	_, errs := askedTogether(gathered, asked, func(q store.CountsRequest) (*store.CountsResult, error) {
		return gathered.Counts(context.Background(), q)
	})
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	if n := counted.scans.Load(); n != 1 {
		t.Errorf("%d scans for %d questions about the same rows", n, len(asked))
	}
	// Rows of another filter are other rows.
	other := asked[0]
	other.Relation.Filters = []store.Filter{{Column: store.Column{Name: "device"}, Operator: "=", Values: []any{"phone 1"}}}
	counted.scans.Store(0)
	askedTogether(gathered, []store.CountsRequest{asked[0], other}, func(q store.CountsRequest) (*store.CountsResult, error) {
		return gathered.Counts(context.Background(), q)
	})
	if n := counted.scans.Load(); n != 2 {
		t.Errorf("%d scans for two filters", n)
	}
}

// slow is a store whose scans last until they are let go, or nobody waits for them.
type slow struct {
	store.Store
	began, ended atomic.Int64
	let          chan struct{}
}

func (s *slow) Counts(ctx context.Context, q store.CountsRequest) (*store.CountsResult, error) {
	s.began.Add(1)
	defer s.ended.Add(1)
	select {
	case <-s.let:
		return &store.CountsResult{ByColumn: make([]store.ColumnCounts, len(q.Columns))}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func TestWaiting(t *testing.T) {
	question := store.CountsRequest{Columns: []store.CountColumn{{Column: store.Column{Name: "x"}}}}
	t.Run("a question that is alone waits for nobody", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := &slow{let: make(chan struct{})}
			close(s.let)
			began := time.Now()
			defer New(s).Asking()()
			if _, err := New(s).Counts(t.Context(), question); err != nil || time.Since(began) > 0 {
				t.Errorf("after %v: %v", time.Since(began), err)
			}
		})
	})
	t.Run("who gives up leaves the others their scan, and the last one ends it", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := &slow{let: make(chan struct{})}
			g := New(s)
			defer g.Asking()()
			defer g.Asking()()
			first, giveUp := context.WithCancel(t.Context())
			second, giveUpToo := context.WithCancel(t.Context())
			failed := make(chan error, 2)
			go func() { _, err := g.Counts(first, question); failed <- err }()
			go func() { _, err := g.Counts(second, question); failed <- err }()
			time.Sleep(2 * moment)
			giveUp()
			if err := <-failed; !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
			synctest.Wait()
			if s.began.Load() != 1 || s.ended.Load() != 0 {
				t.Errorf("%d scans begun, %d ended", s.began.Load(), s.ended.Load())
			}
			giveUpToo()
			<-failed
			synctest.Wait()
			if s.ended.Load() != 1 {
				t.Error("the scan goes on for nobody")
			}
		})
	})
	t.Run("what comes while scans run is gathered until one has ended", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := &slow{let: make(chan struct{})}
			g := New(s)
			var group sync.WaitGroup
			for n := range 2*turns + 3 {
				group.Go(func() {
					if _, err := g.Counts(t.Context(), question); err != nil {
						t.Error(err)
					}
				})
				if n < turns {
					synctest.Wait() // alone, and so begun at once
				}
			}
			synctest.Wait()
			close(s.let)
			group.Wait()
			if n := s.began.Load(); n != turns+1 {
				t.Errorf("%d scans, not %d and one for all who came meanwhile", n, turns)
			}
		})
	})
	t.Run("a panic is that of those who asked", func(t *testing.T) {
		g := New(notTogether{nil})
		defer func() {
			if recover() == nil {
				t.Error("the panic is lost")
			}
		}()
		_, _ = g.Counts(t.Context(), question)
	})
}

// A question that fails, in whatever way, fails for whoever asked it and for nobody else.
func TestAFailureIsOfItsOwnQuestion(t *testing.T) {
	good := store.CountsRequest{Columns: []store.CountColumn{{Column: store.Column{Name: "x"}}}, Windows: []store.Window{{From: day(0), To: day(1)}}}
	of := func(column string, until time.Time) store.CountsRequest {
		q := good
		q.Columns, q.Windows = []store.CountColumn{{Column: store.Column{Name: column}}}, []store.Window{{From: day(0), To: until}}
		return q
	}
	for name, bad := range map[string]store.CountsRequest{
		"a time that has no name": of("x", time.Date(20000, 1, 1, 0, 0, 0, 0, time.UTC)),
		"too slow":                of("slow", day(1)),
		"a panic":                 of("panic", day(1)),
		"a panic elsewhere":       of("panic", day(2)),
	} {
		t.Run(name, func(t *testing.T) {
			g := New(&failing{})
			failed, errs := map[int]any{}, make([]error, 2)
			var mu sync.Mutex
			var group sync.WaitGroup
			for range turns {
				g.counts.turn <- struct{}{}
			}
			for i, q := range []store.CountsRequest{good, bad} {
				group.Go(func() {
					defer func() {
						if p := recover(); p != nil {
							mu.Lock()
							failed[i] = p
							mu.Unlock()
						}
					}()
					_, errs[i] = g.Counts(context.Background(), q)
				})
			}
			for g.counts.gathered() < 2 {
				time.Sleep(time.Millisecond)
			}
			for range turns {
				<-g.counts.turn
			}
			group.Wait()
			if errs[0] != nil || failed[0] != nil {
				t.Errorf("the other question: %v %v", errs[0], failed[0])
			}
			if name != "a time that has no name" && errs[1] == nil && failed[1] == nil {
				t.Error("the question itself did not fail")
			}
		})
	}
}

// failing fails at columns of two names.
type failing struct{ store.Store }

func (failing) Counts(_ context.Context, q store.CountsRequest) (*store.CountsResult, error) {
	for _, c := range q.Columns {
		switch c.Name {
		case "slow":
			return nil, fmt.Errorf("it took longer than a minute: %w", context.DeadlineExceeded)
		case "panic":
			panic("a fault")
		}
	}
	return &store.CountsResult{ByColumn: make([]store.ColumnCounts, len(q.Columns))}, nil
}
