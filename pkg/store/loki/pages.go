package loki

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/store"
)

// page reads lines of one query, as many as Loki gives at once.
func (s *Store) page(ctx context.Context, query string, from, to time.Time, limit int, backward bool) (found []line, full bool, err error) {
	err = retried(func() error {
		_, most, _ := s.api.limits.get()
		asked := min(limit, most)
		answer, err := s.api.log(ctx, query, from, to, asked, backward)
		if err != nil {
			return err
		}
		found, full = answer.lines, len(answer.lines) >= asked
		return nil
	})
	if err != nil {
		return nil, false, err
	}
	first, last := from, to.Add(-1)
	if full && len(found) > 0 { // what lies beyond is another page's
		if backward {
			first = slices.MinFunc(found, byTime).at.Add(1)
		} else {
			last = slices.MaxFunc(found, byTime).at.Add(-1)
		}
	}
	if found, err = s.complete(ctx, query, first, last, found); err != nil {
		return nil, false, err
	}
	// Lines of one instant come stream by stream, in any order of streams.
	slices.SortFunc(found, func(a, b line) int {
		c := byTime(a, b)
		if c == 0 {
			c = strings.Compare(fmt.Sprintf("%q", a.labels)+a.text, fmt.Sprintf("%q", b.labels)+b.text)
		}
		if backward {
			c = -c
		}
		return c
	})
	return found, full, nil
}

func byTime(a, b line) int { return a.at.Compare(b.at) }

// errCrowded says that an instant has more lines than Loki gives at once, so that those beyond cannot be reached.
var errCrowded = errors.New("more lines have one and the same time than Loki gives at once (max_entries_limit_per_query): let the service log finer times, or raise that limit")

// read reads up to so many lines of a stretch of time, page by page, until take has had enough. Loki looks through hours beyond those that fill a page, several at once; so after the
// first page, which tells how long one is, no page is asked for in much more than that.
func (s *Store) read(ctx context.Context, query string, from, to time.Time, backward bool, limit int, take func(line) (more bool)) error {
	length := to.Sub(from)
	for limit > 0 && from.Before(to) {
		begin, end := from, to
		if backward {
			if near := to.Add(-length); near.After(from) {
				begin = near
			}
		} else if near := from.Add(length); near.Before(to) {
			end = near
		}
		found, full, err := s.page(ctx, query, begin, end, limit, backward)
		if err != nil {
			return err
		}
		kept := found
		if full && len(found) < limit {
			// The last instant may go on: it is read again with the next page, from its begin.
			last := found[len(found)-1].at
			for len(kept) > 0 && kept[len(kept)-1].at.Equal(last) {
				kept = kept[:len(kept)-1]
			}
			if len(kept) == 0 {
				return errCrowded
			}
			if backward {
				length, to = end.Sub(last), last.Add(1)
			} else {
				length, from = last.Sub(begin), last
			}
			length += length / 4
		}
		for _, one := range kept {
			if !take(one) {
				return nil
			}
		}
		if !full {
			length *= 2
			if backward {
				to = begin
			} else {
				from = end
			}
		}
		limit -= len(kept)
	}
	return nil
}

// closest is how closely the index is asked where streams begin and end: a query of lines looks through each hour of its range.
const closest = 6 * time.Hour

// newest reads the newest lines of a source, looking further and further back: with the index as far as that tells, then in lines.
func (s *Store) newest(ctx context.Context, q logQuery, query string, limit int) ([]line, error) {
	var out []line
	err := retried(func() error {
		_, _, longest := s.api.limits.get()
		back, oldest := min(closest, longest), s.now().Add(-farthest)
		for to := s.now().Add(ahead); to.After(oldest); back = min(4*back, longest) {
			from := to.Add(-back)
			some, err := s.api.entries(ctx, q.selector, from, to)
			if err != nil {
				return err
			}
			if some > 0 {
				if from, to, err = s.outermost(ctx, q.selector, from, to, true); err != nil {
					return err
				}
				if out, _, err = s.page(ctx, query, from, to, limit, true); err != nil || len(out) > 0 {
					return err
				}
			}
			to = from
		}
		return nil
	})
	return out, err
}

// outermost narrows a stretch of time, in which the index knows of something, down to its newest or oldest part that has some.
func (s *Store) outermost(ctx context.Context, selector string, from, to time.Time, newest bool) (time.Time, time.Time, error) {
	for to.Sub(from) > closest {
		middle := from.Add(to.Sub(from) / 2)
		a, b := from, middle
		if newest {
			a, b = middle, to
		}
		some, err := s.api.entries(ctx, selector, a, b)
		if err != nil {
			return from, to, err
		}
		if (some > 0) == newest {
			from = middle
		} else {
			to = middle
		}
	}
	return from, to, nil
}

// between are the stretches of time that hold windows: windows that follow each other are one.
func between(windows []store.Window, longest time.Duration, now time.Time) []piece {
	var joined []store.Window
	for _, w := range windows {
		if n := len(joined) - 1; n >= 0 && joined[n].To.Equal(w.From) && !w.From.IsZero() {
			joined[n].To = w.To
			continue
		}
		joined = append(joined, w)
	}
	return pieces(joined, longest, now)
}
