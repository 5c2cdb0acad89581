package loki

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/tideline-ml/tideline/pkg/store"
)

// piece is a window, or a part of one that is longer than Loki lets a query be.
type piece struct {
	from, to time.Time
	window   int
}

// aDay is what longer windows are parted into: a range query of days is split into as many, an instant query of a month into its hours.
const aDay = 24 * time.Hour

// pieces parts windows into no longer ones.
func pieces(windows []store.Window, longest time.Duration, now time.Time) []piece {
	var all []piece
	for i, w := range windows {
		from, to := w.From, w.To
		if oldest := now.Add(-farthest); from.IsZero() || from.Before(oldest) {
			from = oldest
		}
		if newest := now.Add(ahead); to.IsZero() || to.After(newest) {
			to = newest
		}
		for from.Before(to) {
			end := from.Add(longest)
			if end.After(to) {
				end = to
			}
			all = append(all, piece{from, end, i})
			from = end
		}
	}
	return all
}

// stretch is pieces of one length whose ends are equally far apart: what one range query answers.
type stretch struct {
	pieces []piece
	step   time.Duration
}

func (s stretch) length() time.Duration { return s.pieces[0].to.Sub(s.pieces[0].from) }
func (s stretch) from() time.Time       { return s.pieces[0].from }
func (s stretch) to() time.Time         { return s.pieces[len(s.pieces)-1].to }

// mostPoints is how many instants a server answers in one range query.
const mostPoints = 11_000

// stretches parts pieces into as few queries as they need: mostly one for the windows and one for the reference, and some more where clocks change. A range query knows
// whole milliseconds alone.
func stretches(all []piece, longest time.Duration) []stretch {
	whole := func(p piece) bool {
		return p.from.UnixNano()%int64(time.Millisecond) == 0 && p.to.UnixNano()%int64(time.Millisecond) == 0
	}
	var out []stretch
	for _, p := range all {
		if n := len(out) - 1; n >= 0 {
			last := &out[n]
			apart := p.to.Sub(last.to())
			fits := last.length() == p.to.Sub(p.from) && len(last.pieces) < mostPoints && p.to.Sub(last.from())+apart <= longest &&
				whole(last.pieces[0]) && whole(p) && (len(last.pieces) == 1 || apart == last.step)
			if fits {
				last.step, last.pieces = apart, append(last.pieces, p)
				continue
			}
		}
		out = append(out, stretch{pieces: []piece{p}})
	}
	return out
}

// reach is which lines a metric query is over: a range, and a condition where the range alone is too long.
type reach struct{ within, condition string }

// reachOf is that of a stretch, evaluated so long after the ends of its pieces. Loki's ranges end with their last instant and begin after what lies their length before it, and a
// window has its begin and not its end. So the range of a single piece ends a nanosecond before the piece does. A range query knows no such offset (Loki answers with
// nothing): its ranges are off by the lines that lie exactly on edges, which are read and put right (edges.go). Ranges are whole milliseconds; windows of a
// number of rows have edges of microseconds, and such a piece, alone in its stretch, is cut to them by a condition.
func reachOf(s stretch, after time.Duration) reach {
	if len(s.pieces) > 1 {
		return reach{within: fmt.Sprintf("[%dms] offset %dms", s.length().Milliseconds(), after.Milliseconds())}
	}
	length := s.length()
	whole := (length + time.Millisecond - 1).Truncate(time.Millisecond)
	r := reach{within: fmt.Sprintf("[%dms] offset %dns", whole.Milliseconds(), after+1)}
	if whole != length {
		r.condition = fmt.Sprintf("| label_format %[1]s=`%[2]s` | %[1]s >= %[3]d", slotLabel, microsOfLine, micros(s.from()))
	}
	return r
}

// microsOfLine is a template of the time of a line in microseconds, which a float holds without loss.
const microsOfLine = "{{div (unixEpochNanos __timestamp__) 1000}}"

// table is what a query says of windows: by series a value for each window, NaN where there is none.
type table struct {
	series []windowed
	at     map[string]int
}

// windowed is one series.
type windowed struct {
	labels map[string]string
	values map[int]float64 // by window
}

// question is what one call of the store has asked of Loki.
type question struct {
	store   *Store
	ctx     context.Context
	windows []store.Window

	mu      sync.Mutex
	queries []string
	empty   map[[2]int64]bool // stretches of time, by whether the selector has nothing there
}

func (s *Store) question(ctx context.Context, windows []store.Window) *question {
	return &question{store: s, ctx: ctx, windows: windows, empty: map[[2]int64]bool{}}
}

func (q *question) asks(query string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.queries = append(q.queries, query)
}

// retried asks again where a limit turned out to be another than was thought.
func retried(ask func() error) error {
	for try := 0; ; try++ {
		err := ask()
		var limit *limitError
		if !errors.As(err, &limit) || try == 2 {
			return err
		}
	}
}

// overWindows adds up an expression in each window. Windows that one range query answers are off by the lines on their edges.
func (q *question) overWindows(selector string, expression func(reach) string) (*table, error) {
	return q.over(selector, expression, sum, q.parts)
}

// exactly evaluates an expression in each window to its edges, by a query each; together puts parts of a window together.
func (q *question) exactly(selector string, expression func(reach) string, together func(a, b float64) float64) (*table, error) {
	return q.over(selector, expression, together, func() (alone []stretch) {
		for _, s := range q.parts() {
			for _, p := range s.pieces {
				alone = append(alone, stretch{pieces: []piece{p}})
			}
		}
		return alone
	})
}

// parts are the stretches that a question's windows are asked for in.
func (q *question) parts() []stretch {
	_, _, longest := q.store.api.limits.get()
	return stretches(pieces(q.windows, min(aDay, longest), q.store.now()), longest)
}

func (q *question) over(selector string, expression func(reach) string, together func(a, b float64) float64, parted func() []stretch) (*table, error) {
	var out *table
	err := retried(func() error {
		parts := parted()
		found := make([][]series, len(parts))
		err := atOnce(len(parts), func(i int) error {
			if len(parts) > 1 {
				if empty, err := q.nothing(selector, parts[i].from(), parts[i].to()); err != nil || empty {
					return err
				}
			}
			var err error
			found[i], err = q.evaluate(parts[i], expression)
			return err
		})
		out = &table{at: map[string]int{}}
		for i, of := range found {
			for _, one := range of {
				out.add(parts[i], one, together)
			}
		}
		return err
	})
	return out, err
}

// atOnce does things at the same time; turns of the API bound how many of them ask at once.
func atOnce(n int, do func(i int) error) error {
	errs := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { errs[i] = do(i) })
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// nothing tells whether the index knows of nothing in a stretch of time, so that its lines need not be looked for.
func (q *question) nothing(selector string, from, to time.Time) (bool, error) {
	key := [2]int64{from.UnixNano(), to.UnixNano()}
	q.mu.Lock()
	empty, known := q.empty[key]
	q.mu.Unlock()
	if known {
		return empty, nil
	}
	some, err := q.store.api.entries(q.ctx, selector, from, to)
	if err != nil {
		return false, err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.empty[key] = some == 0
	return some == 0, nil
}

// evaluate asks one range query. Loki's frontend moves its instants to multiples of the step, so they are asked for there, with an offset to where the windows end.
func (q *question) evaluate(s stretch, expression func(reach) string) ([]series, error) {
	if len(s.pieces) == 1 {
		query := expression(reachOf(s, 0))
		q.asks(query)
		found, err := q.store.api.at(q.ctx, query, s.to())
		if err != nil {
			return nil, err
		}
		return found.series, nil
	}
	first := s.first()
	query := expression(reachOf(s, first.Sub(s.pieces[0].to)))
	q.asks(query)
	found, err := q.store.api.over(q.ctx, query, first, first.Add(time.Duration(len(s.pieces)-1)*s.step), s.step)
	if err != nil {
		return nil, err
	}
	return found.series, nil
}

// first is the multiple of the step that is not before the end of the first piece.
func (s stretch) first() time.Time { return ceiling(s.pieces[0].to, s.step) }

// add puts a series of a stretch where its windows are.
func (t *table) add(s stretch, one series, together func(a, b float64) float64) {
	key := fmt.Sprintf("%q", one.labels) // in the order of names
	n, known := t.at[key]
	if !known {
		n, t.at[key] = len(t.series), len(t.series)
		t.series = append(t.series, windowed{one.labels, map[int]float64{}})
	}
	for k, when := range one.at {
		i := 0
		if len(s.pieces) > 1 {
			i = int((when.Sub(s.first()) + s.step/2) / s.step)
		}
		if i < 0 || i >= len(s.pieces) {
			continue
		}
		w := s.pieces[i].window
		x := one.values[k]
		if before, some := t.series[n].values[w]; some {
			x = together(before, x)
		}
		t.series[n].values[w] = x
	}
}

func sum(a, b float64) float64 { return a + b }
