package query

import (
	"errors"
	"fmt"
)

// A query comes from anybody who may look at a dashboard. What it holds is looked at, and told of, only as far as a person could read it.
const (
	mostMistakes = 20     // that an answer lists
	mostItems    = 10_000 // of a list of names or values
	mostFilters  = 100
	longestName  = 60  // letters that are quoted of a name
	longestText  = 500 // letters of what is said of one mistake
)

// mistakes collects errors: the first in full, the rest by number.
type mistakes struct {
	errs []error
	more int
}

// add takes what makes the error, which is not asked for one that nobody will read.
func (m *mistakes) add(mistake func() error) {
	if len(m.errs) == mostMistakes {
		m.more++
		return
	}
	m.errs = append(m.errs, mistake())
}

func (m *mistakes) joined() error {
	if m.more > 0 {
		return errors.Join(append(m.errs, &FieldError{Field: "query", Text: fmt.Sprintf("has %d more mistakes", m.more)})...)
	}
	return errors.Join(m.errs...)
}
