package gathered

import (
	"context"
	"errors"
	"slices"

	"github.com/tideline-ml/tideline/pkg/store"
)

// united is a question that holds the columns of several: all in the same windows and segments.
type united[Q any] struct {
	question Q
	members  []int   // the questions that it answers
	places   [][]int // of each member's columns in the united question
}

// answerCounts answers questions about the same rows by as few scans as the store can. What fails together is asked again alone: the fault, or the limit that
// was passed, may be another's.
func (s *Store) answerCounts(ctx context.Context, questions []store.CountsRequest) []answered[*store.CountsResult] {
	out := make([]answered[*store.CountsResult], len(questions))
	alone := func(i int) {
		out[i].value, out[i].err = s.Store.Counts(ctx, questions[i])
	}
	if len(questions) == 1 {
		alone(0)
		return out
	}
	all := uniteCounts(questions)
	results, together := s.countAll(ctx, all)
	var again []int
	for n, u := range all {
		together := together || len(u.members) > 1
		for k, i := range u.members {
			if out[i] = results[n]; out[i].err == nil {
				out[i].value = partOf(results[n].value, u.places[k])
			}
			if together && mayBeAnothers(ctx, out[i].err) || passedLimit(out[i].value, u.question.MaxRows != questions[i].MaxRows) {
				again = append(again, i)
			}
		}
	}
	sideBySide(len(again), func(n int) { alone(again[n]) })
	return out
}

// countAll asks united questions: together, by one scan, where the store can, else side by side.
func (s *Store) countAll(ctx context.Context, all []united[store.CountsRequest]) (out []answered[*store.CountsResult], together bool) {
	out = make([]answered[*store.CountsResult], len(all))
	if t, ok := s.Store.(Together); ok && len(all) > 1 {
		asked := make([]store.CountsRequest, len(all))
		for n := range all {
			asked[n] = all[n].question
		}
		results, _, err := t.CountsTogether(ctx, asked)
		for n := range all {
			if out[n].err = err; err == nil {
				out[n].value = results[n]
			}
		}
		return out, true
	}
	sideBySide(len(all), func(n int) { out[n].value, out[n].err = s.Store.Counts(ctx, all[n].question) })
	return out, false
}

// unite puts questions with the same windows and segments together. Their columns, each of which is named, are counted once; take has the united question heed
// what else is asked of one of its members.
func unite[Q, C any](questions []Q, shape func(Q) string, columns func(*Q) *[]C, name func(C) string, take func(all *Q, one Q)) []united[Q] {
	var all []united[Q]
	at := map[string]int{}
	var known []map[string]int // by united question: place by name
	for i, q := range questions {
		like := shape(q)
		n, found := at[like]
		if !found {
			n = len(all)
			at[like] = n
			all = append(all, united[Q]{question: q})
			*columns(&all[n].question) = nil
			known = append(known, map[string]int{})
		}
		u := &all[n]
		take(&u.question, q)
		list := columns(&u.question)
		places := make([]int, len(*columns(&q)))
		for c, column := range *columns(&q) {
			called := name(column)
			place, isThere := known[n][called]
			if !isThere {
				place = len(*list)
				known[n][called] = place
				*list = append(*list, column)
			}
			places[c] = place
		}
		u.members, u.places = append(u.members, i), append(u.places, places)
	}
	return all
}

func uniteCounts(questions []store.CountsRequest) []united[store.CountsRequest] {
	return unite(questions, func(q store.CountsRequest) string { return key(q.GroupBy, q.Windows) },
		func(q *store.CountsRequest) *[]store.CountColumn { return &q.Columns }, countedAs,
		func(all *store.CountsRequest, one store.CountsRequest) {
			all.MaxRows = stricter(all.MaxRows, one.MaxRows)
		})
}

// stricter of two limits; 0 is none.
func stricter(a, b int) int {
	if a == 0 || b == 0 {
		return max(a, b)
	}
	return min(a, b)
}

// countedAs names a column and how it is counted.
func countedAs(c store.CountColumn) string {
	grid, names := "", ""
	if c.Grid != nil {
		grid = c.Grid.Version
	}
	if c.Vocabulary != nil {
		names = c.Vocabulary.Version
	}
	return key(c.Column, grid, names, c.MaxDistinct)
}

// partOf is what an answer says of some of its columns.
func partOf(all *store.CountsResult, places []int) *store.CountsResult {
	part := *all
	part.ByColumn = make([]store.ColumnCounts, len(places))
	for c, place := range places {
		part.ByColumn[c] = all.ByColumn[place]
	}
	return &part
}

// mayBeAnothers tells whether a failure may be due to what another question asked for: also a limit of time, which is the store's, as ctx has none.
func mayBeAnothers(ctx context.Context, err error) bool { return err != nil && ctx.Err() == nil }

// passedLimit tells whether a column has passed a limit that was another than its question's own.
func passedLimit(result *store.CountsResult, anothers bool) bool {
	return anothers && result != nil && slices.ContainsFunc(result.ByColumn, func(c store.ColumnCounts) bool {
		var many *store.TooManyError
		return errors.As(c.Err, &many)
	})
}

// answerMoments answers questions about the same rows: one a set of windows and segments.
func (s *Store) answerMoments(ctx context.Context, questions []store.MomentsRequest) []answered[*store.MomentsResult] {
	out := make([]answered[*store.MomentsResult], len(questions))
	all := uniteMoments(questions)
	sideBySide(len(all), func(n int) {
		u := all[n]
		result, err := s.Store.Moments(ctx, u.question)
		for k, i := range u.members {
			switch {
			case err == nil:
				out[i].value = momentsOf(result, u.places[k])
			case len(u.members) > 1 && mayBeAnothers(ctx, err):
				out[i].value, out[i].err = s.Store.Moments(ctx, questions[i])
			default:
				out[i].err = err
			}
		}
	})
	return out
}

func uniteMoments(questions []store.MomentsRequest) []united[store.MomentsRequest] {
	return unite(questions, func(q store.MomentsRequest) string { return key(q.GroupBy, q.Windows) },
		func(q *store.MomentsRequest) *[]store.Column { return &q.Columns }, func(c store.Column) string { return key(c) },
		func(*store.MomentsRequest, store.MomentsRequest) {})
}

func momentsOf(all *store.MomentsResult, places []int) *store.MomentsResult {
	part := *all
	part.ByColumn, part.Errs = make([][][]*store.Moments, len(places)), make([]error, len(places))
	for c, place := range places {
		part.ByColumn[c], part.Errs[c] = all.ByColumn[place], all.Errs[place]
	}
	return &part
}
