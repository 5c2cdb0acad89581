package server

import (
	"context"
	"errors"
	"slices"

	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/store/sql"
)

// ValueError is an engine's error about a value that it cannot compute, such as a product beyond all floats. It fails a whole statement, although it
// concerns one computed column.
type ValueError struct{ Message string }

func (e *ValueError) Error() string { return e.Message }

// sparing asks about columns, given by their places. Where a value of one of them cannot be computed, it finds out of which, and asks about the others
// alone: errs has an error for each column that was left out.
func (s *Store) sparing(ctx context.Context, rel store.Relation, columns []store.Column, windows []store.Window, ask func(kept []int) error) (kept []int, errs []error, err error) {
	errs = make([]error, len(columns))
	for i := range columns {
		kept = append(kept, i)
	}
	var value *ValueError
	if err = ask(kept); !errors.As(err, &value) {
		return kept, errs, err
	}
	r, problem := s.relation(ctx, rel)
	if problem != nil {
		return nil, nil, problem
	}
	for i, c := range columns {
		if c.Expression == "" {
			continue
		}
		st, problem := r.Probe(c, windows)
		if problem != nil {
			continue // wrong in itself, which its own answer says
		}
		var bad *ValueError
		if _, problem := s.all(ctx, st); errors.As(problem, &bad) {
			errs[i] = &sql.ColumnError{Column: c.Name, Reason: "cannot be computed: " + bad.Message}
		} else if problem != nil {
			return nil, nil, problem
		}
	}
	kept = slices.DeleteFunc(kept, func(i int) bool { return errs[i] != nil })
	if len(kept) == len(columns) {
		return nil, nil, err // it is in a filter or in what rows are grouped by
	}
	return kept, errs, ask(kept)
}

// chosen are the items at some places.
func chosen[T any](list []T, places []int) []T {
	out := make([]T, len(places))
	for k, i := range places {
		out[k] = list[i]
	}
	return out
}
