package loki

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
	"github.com/tideline-ml/tideline/pkg/store/tally"
)

// Rows returns lines by their labels, newest first.
func (s *Store) Rows(ctx context.Context, q store.RowsRequest) (*store.RowsResult, error) {
	if q.Limit < 0 || q.Offset < 0 {
		return nil, fmt.Errorf("rows %d from %d on cannot be asked for", q.Limit, q.Offset)
	}
	a, err := s.asked(ctx, q.Relation, nil, []store.Window{q.Window})
	if err != nil {
		return nil, err
	}
	limit := min(q.Limit, store.MostRows)
	if q.Offset+limit > s.most {
		return nil, unsupported(fmt.Sprintf("page through more than %d lines", s.most), "choose less time")
	}
	out := &store.RowsResult{Columns: q.Columns, Values: make([][]any, len(q.Columns))}
	names, read := []string{}, make([]func(line) any, len(q.Columns))
	for i, c := range q.Columns {
		if c.Expression == "" && (c.Column == timeColumn || c.Column == "" && c.Name == timeColumn) {
			read[i] = func(one line) any { return one.at.UTC() }
			continue
		}
		of, err := a.lines.column(c)
		if err != nil {
			read[i] = func(line) any { return nil }
			a.notices = append(a.notices, err.Error())
			continue
		}
		names = append(names, of.name)
		read[i] = func(one line) any { return of.shown(one.labels[of.name]) }
	}
	query := a.about.with(only(names)).String()
	a.asks(query)
	_, _, longest := s.api.limits.get()
	parts := pieces(a.windows, longest, s.now())
	slices.Reverse(parts)
	passed := 0
	for _, p := range parts {
		if len(parts) > 1 {
			if empty, err := a.nothing(a.selector, p.from, p.to); err != nil {
				return nil, err
			} else if empty {
				continue
			}
		}
		err := s.read(ctx, query, p.from, p.to, true, q.Offset+limit-passed, func(one line) bool {
			if passed++; passed > q.Offset {
				for i := range read {
					out.Values[i] = append(out.Values[i], read[i](one))
				}
			}
			return passed < q.Offset+limit
		})
		if err != nil {
			return nil, err
		}
		if passed >= q.Offset+limit {
			break
		}
	}
	for i := range out.Values {
		if out.Values[i] == nil {
			out.Values[i] = []any{}
		}
	}
	a.scanned = float64(passed)
	out.Stats = a.stats()
	return out, nil
}

// shown is a text as a person is shown it: a number as a number.
func (c column) shown(text string) any {
	v := reading{column: c, names: c.class == texts || c.class == bools}.value(text)
	switch {
	case v.garbage:
		return text
	case v.holds == 0:
		return nil
	case c.class == bools && (text == "true" || text == "false"):
		return text == "true"
	case v.holds == sql.Ints && c.class == ints:
		return v.whole
	case v.holds == sql.Floats:
		return v.float
	}
	return v.name
}

// mostCut is the number of lines whose times are read to cut them into parts. They come without anything else.
const mostCut = 200_000

// Cuts cuts stretches of time into parts of a number of lines, whose times it reads.
func (s *Store) Cuts(ctx context.Context, q store.CutsRequest) (*store.CutsResult, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	out := &store.CutsResult{}
	if len(q.Within) == 0 {
		return out, nil
	}
	a, err := s.asked(ctx, q.Relation, nil, q.Within)
	if err != nil {
		return nil, err
	}
	if err := a.countRows(nil, 0); err != nil {
		return nil, err
	}
	if a.scanned > mostCut {
		return nil, unsupported(fmt.Sprintf("number the %.0f lines of these windows, but %d at most", a.scanned, mostCut), "choose windows of a duration, such as 1h, or less time")
	}
	var times tally.Vector
	if err := a.eachLine(nil, 1, func(one line, _ int) error {
		times.Ints = append(times.Ints, one.at.UnixMicro())
		return nil
	}); err != nil {
		return nil, err
	}
	var from, to []int64
	for _, w := range q.Within {
		from, to = append(from, micros(w.From)), append(to, micros(w.To))
	}
	cutter := tally.NewCutter(from, to, int64(q.Rows), q.FromEnd, q.MaxParts)
	for !cutter.Done() {
		look := cutter.Look()
		look.Add(times, len(times.Ints))
		if err := cutter.Next([]*tally.Look{look}); err != nil {
			return nil, err
		}
	}
	out.Parts = make([][]store.Part, len(q.Within))
	for i, w := range q.Within {
		for _, p := range cutter.Parts(i) {
			part := store.Part{Window: store.Window{From: time.UnixMicro(p.From).UTC(), To: time.UnixMicro(p.To).UTC()}, Rows: float64(p.Rows)}
			if p.From == from[i] {
				part.From = w.From
			}
			if p.To == to[i] {
				part.To = w.To
			}
			out.Parts[i] = append(out.Parts[i], part)
		}
	}
	out.Stats = a.stats()
	return out, nil
}

// micros is the first microsecond that is not before an instant.
func micros(at time.Time) int64 {
	us := at.UnixMicro()
	if time.UnixMicro(us).Before(at) {
		us++
	}
	return us
}
