package loki

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"
)

// A query of lines does not read a chunk whose last line lies, to the millisecond, exactly where the query begins, unless that is all the chunk has (Loki 3.7's
// filterForTimeRange; grafana/loki#13117 mended it for chunks of one instant). And Loki's frontend lets a long query begin anew at each multiple of split_queries_by_interval, an
// hour unless set. So a line at 12:00:00 is missing from whatever range it is asked for in, if its chunk ends with it. Metric queries begin after an instant and not at it, and
// count such a line: they tell which lines are missing, and by labels what these are.

// begins is how far apart instants are at which a query may begin anew: multiples of it are those of all usual splits.
const begins = 15 * time.Minute

// finest is how finely Loki's index knows times.
const finest = time.Millisecond

// errUnreadable says that lines are there which Loki does not give.
var errUnreadable = errors.New("Loki does not give all lines whose time is exactly a whole hour, and there are more of them than it answers as series (max_query_series): let the service log finer times")

// atWhole counts the lines of a query of lines at instants that are multiples of a duration, where it is evaluated at one. All others are left out before they are parsed.
func atWhole(query string, every time.Duration) (string, error) {
	q, err := parseQuery(query)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("count_over_time(%s | label_format %[2]s=`{{mod (unixEpochNanos __timestamp__) %[3]d}}` | %[2]s=\"0\" | drop %[2]s %[4]s %[5]s [%[6]dms])",
		q.selector, slotLabel, every, q.stages, noErrors, finest.Milliseconds()), nil
}

// linesAt are the lines of a query at an instant of whole milliseconds, without their texts.
func (s *Store) linesAt(ctx context.Context, query string, when time.Time) ([]line, error) {
	counting, err := atWhole(query, finest)
	if err != nil {
		return nil, err
	}
	found, err := s.api.at(ctx, counting, when)
	if err != nil {
		return nil, err
	}
	var all []line
	for _, one := range found.series {
		for range int(math.Round(one.values[0])) {
			all = append(all, line{at: when, labels: one.labels})
		}
	}
	return all, nil
}

// complete adds lines that a page lacks between two instants, the last one included. Where no line has a coarse time, none is looked for: a service's clock knows finer ones, and
// then hardly ever one lies on a boundary.
func (s *Store) complete(ctx context.Context, query string, from, last time.Time, found []line) ([]line, error) {
	if len(found) > 0 && !slices.ContainsFunc(found, func(one line) bool { return one.at.UnixNano()%int64(time.Minute) == 0 }) {
		return found, nil
	}
	have := map[int64]int{}
	for _, one := range found {
		have[one.at.UnixNano()]++
	}
	there, err := s.countsAtBegins(ctx, query, from, last)
	if err != nil {
		return nil, err
	}
	for _, one := range there {
		if have[one.at.UnixNano()] >= one.lines {
			continue
		}
		all, err := s.linesAt(ctx, query, one.at)
		var many *seriesError
		switch {
		case errors.As(err, &many):
			return nil, errUnreadable
		case err != nil:
			return nil, err
		}
		found = append(slices.DeleteFunc(found, func(l line) bool { return l.at.Equal(one.at) }), all...)
	}
	return found, nil
}

type linesAtInstant struct {
	at    time.Time
	lines int
}

// countsAtBegins counts lines at the instants where a query begins or begins anew.
func (s *Store) countsAtBegins(ctx context.Context, query string, from, last time.Time) (all []linesAtInstant, err error) {
	ask := func(every time.Duration, first, last time.Time) error {
		counting, err := atWhole(query, every)
		if err != nil {
			return err
		}
		counting = "sum(" + counting + ")"
		var answer *result
		if first.Equal(last) {
			answer, err = s.api.at(ctx, counting, first)
		} else {
			answer, err = s.api.over(ctx, counting, first, last, every)
		}
		if err != nil {
			return err
		}
		for _, one := range answer.series {
			for i, when := range one.at {
				all = append(all, linesAtInstant{when, int(math.Round(one.values[i]))})
			}
		}
		return nil
	}
	first, end := ceiling(from, begins), last.Add(-time.Duration(last.UnixNano()%int64(begins)))
	if from.Before(first) && from.UnixNano()%int64(finest) == 0 {
		if err := ask(finest, from, from); err != nil {
			return nil, err
		}
	}
	if !end.Before(first) {
		err = ask(begins, first, end)
	}
	return all, err
}

// ceiling is the first multiple of a duration that is not before an instant.
func ceiling(at time.Time, of time.Duration) time.Time {
	if over := at.UnixNano() % int64(of); over != 0 {
		return at.Add(of - time.Duration(over))
	}
	return at
}
