package loki

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/loki/lokitest"
	"github.com/tideline-ml/tideline/pkg/store/server"
)

// A chunk whose last lines lie exactly on an hour: Loki does not give these as lines, because its queries begin anew there, and counts them.
func TestLinesThatEndAChunk(t *testing.T) {
	loki := lokitest.Start(t, map[string]any{"max_query_series": 40})
	hour := func(h float64) time.Time { return begin.Add(time.Duration(h * float64(time.Hour))) }
	put := func(of string, lines int, at ...time.Time) string {
		selector := fmt.Sprintf("{service_name=%q}", of)
		var all []lokitest.Line
		for i, when := range at {
			all = append(all, lokitest.Line{At: when, Text: fmt.Sprintf(`{"id":"%d of %d","x":%d}`, i, lines, i%3)})
		}
		loki.Push(t, map[string]string{"service_name": of}, all)
		loki.Flush(t, selector, begin.Add(-time.Hour), begin.AddDate(0, 0, 1), lines)
		return selector
	}
	st, err := Open(server.Config{URL: loki.URL})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	s := st.(*Store)
	s.now = func() time.Time { return begin.AddDate(0, 0, 1) }
	rel := func(selector string) store.Relation {
		return store.Relation{Source: model.Source{Table: selector + " | json"}, Time: timeColumn}
	}

	name := fmt.Sprintf("ends-%d", time.Now().UnixNano())
	put(name, 4, hour(1.5), hour(2), hour(3), hour(3)) // two at the end of the chunk
	selector := put(name, 6, hour(3.5), hour(5))
	for way, set := range ways {
		set(s)
		got, err := s.Counts(t.Context(), store.CountsRequest{Relation: rel(selector), Columns: exactly(numeric("x")),
			Windows: []store.Window{{From: hour(1), To: hour(2)}, {From: hour(2), To: hour(3)}, {From: hour(3), To: hour(4)}, {From: hour(4), To: hour(5)}}})
		if err != nil {
			t.Fatal(err)
		}
		if rows := fmt.Sprint(got.Rows); rows != "[[1 1 3 0]]" {
			t.Errorf("%s: %s rows", way, rows)
		}
		if c := got.ByColumn[0].Counts[0][2]; fmt.Sprint(c.Ints, c.W) != "[0 2] [2 1]" {
			t.Errorf("%s: values %v, %v times", way, c.Ints, c.W)
		}
	}
	// Forwards and backwards, by pages of every size, and from the very instant on; the same at the end of the log.
	for _, window := range []store.Window{{From: hour(1), To: hour(6)}, {From: hour(3), To: hour(3).Add(1)}, {From: hour(3).Add(-1), To: hour(3).Add(1)}, {From: hour(5), To: hour(6)}} {
		want := 0
		for _, at := range []float64{1.5, 2, 3, 3, 3.5, 5} {
			if when := hour(at); !when.Before(window.From) && when.Before(window.To) {
				want++
			}
		}
		for limit := 1; limit < 8; limit++ {
			for _, backward := range []bool{false, true} {
				var times []time.Time
				if err := s.read(t.Context(), selector+" | json", window.From, window.To, backward, limit, func(one line) bool {
					times = append(times, one.at)
					return len(times) < limit
				}); err != nil {
					t.Fatal(err)
				}
				ordered := slices.IsSortedFunc(times, func(a, b time.Time) int {
					if backward {
						return b.Compare(a)
					}
					return a.Compare(b)
				})
				if len(times) != min(limit, want) || !ordered {
					t.Errorf("%v to %v, %d backward %t: %v, want %d lines", window.From, window.To, limit, backward, times, want)
				}
			}
		}
	}
	extent, err := s.Extent(t.Context(), rel(selector))
	if err != nil || !extent.From.Equal(hour(1.5)) || !extent.To.Equal(hour(5)) || extent.Rows != 6 {
		t.Errorf("extent %+v, %v", extent, err)
	}

	// More of them than Loki answers: that is said, and nothing is left out in silence.
	name += "-many"
	at := []time.Time{hour(2.5)}
	for range 60 {
		at = append(at, hour(3))
	}
	put(name, 61, at...)
	selector = put(name, 62, hour(3.5))
	err = s.read(t.Context(), selector+" | json", hour(2), hour(4), false, math.MaxInt, func(line) bool { return true })
	if !errors.Is(err, errUnreadable) {
		t.Errorf("many lines on an hour: %v", err)
	}
}
