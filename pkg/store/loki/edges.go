package loki

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// edge is a line that lies exactly where windows begin or end that a range query has answered: its ranges have the line in the window that ends there, and it belongs to
// the one that begins there.
type edge struct {
	line
	ends, begins int // windows; −1: none
}

// fewEdges is up to how many edges each is asked for by itself. Of more, the lines on them are looked for among all lines.
const fewEdges = 64

// findEdges reads the lines on the edges of windows, once for all columns of a question.
func (a *asked) findEdges(names []string) error {
	at := map[int64]*edge{} // by instant
	to := func(when time.Time) *edge {
		if at[when.UnixNano()] == nil {
			at[when.UnixNano()] = &edge{ends: -1, begins: -1}
		}
		return at[when.UnixNano()]
	}
	var parts []stretch
	for _, s := range a.parts() {
		if len(s.pieces) == 1 {
			continue
		}
		parts = append(parts, s)
		for _, p := range s.pieces {
			to(p.from).begins, to(p.to).ends = p.window, p.window
		}
	}
	take := func(one line) bool {
		if e := at[one.at.UnixNano()]; e != nil && e.ends != e.begins {
			a.turn.Lock()
			defer a.turn.Unlock()
			a.edges = append(a.edges, edge{one, e.ends, e.begins})
		}
		return true
	}
	if len(at) <= fewEdges {
		query := a.about.with(only(names)).String()
		instants := make([]int64, 0, len(at))
		for when, e := range at {
			if e.ends != e.begins {
				instants = append(instants, when)
			}
		}
		if len(instants) > 0 {
			a.asks(query)
		}
		return atOnce(len(instants), func(i int) error {
			when := time.Unix(0, instants[i])
			on, err := a.store.linesAt(a.ctx, query, when)
			var many *seriesError
			if errors.As(err, &many) {
				return a.store.read(a.ctx, query, when, when.Add(1), false, math.MaxInt, take)
			}
			for _, one := range on {
				take(one)
			}
			return err
		})
	}
	for _, s := range parts {
		if empty, err := a.nothing(a.selector, s.from(), s.to()); err != nil {
			return err
		} else if empty {
			continue
		}
		// Windows of a stretch begin and end at multiples of its step from the first begin, or from the first end.
		begin, end := s.from().UnixNano()%int64(s.step), s.pieces[0].to.UnixNano()%int64(s.step)
		query := a.about.with(fmt.Sprintf("| label_format %[1]s=`{{mod (unixEpochNanos __timestamp__) %[2]d}}` | %[1]s =~ \"%[3]d|%[4]d\"", slotLabel, s.step, begin, end), only(names)).String()
		a.asks(query)
		if err := a.store.read(a.ctx, query, s.from(), s.to().Add(1), false, math.MaxInt, take); err != nil {
			return err
		}
	}
	return nil
}

// onEdges visits lines on edges as what is too much of a window, and what it lacks.
func (a *asked) onEdges(visit func(labels map[string]string, slot int, rows float64)) error {
	for _, e := range a.edges {
		for window, rows := range map[int]float64{e.ends: -1, e.begins: 1} {
			if window < 0 {
				continue
			}
			slot, err := a.slot(e.labels, window)
			if err != nil {
				return err
			}
			visit(e.labels, slot, rows)
		}
	}
	return nil
}
