package server

import (
	"fmt"
	"strings"

	"github.com/tideline-ml/tideline/pkg/store"
)

// Segments numbers the combinations of the values that rows are grouped by. A slot is a window of a segment.
type Segments struct {
	windows int
	numbers map[string]int
	texts   [][]string // by number
	missing [][]bool   // by number
}

// NewSegments is for rows that are grouped by so many values and lie in so many windows.
func NewSegments(groups, windows int) *Segments {
	s := &Segments{windows: windows, numbers: map[string]int{}}
	if groups == 0 {
		s.texts, s.missing = [][]string{{}}, [][]bool{{}}
	}
	return s
}

// Slot is the slot of a window and the values of a row's groups.
func (s *Segments) Slot(values []any, window int) (int, error) {
	if len(values) == 0 {
		return window, nil
	}
	var key strings.Builder
	for _, v := range values {
		if text, ok := v.(string); ok {
			fmt.Fprintf(&key, "%d %s", len(text), text)
		} else {
			key.WriteByte('-')
		}
	}
	number, ok := s.numbers[key.String()]
	if !ok {
		if number = len(s.texts); number >= store.MostSegments {
			return 0, &store.TooManySegmentsError{Limit: store.MostSegments}
		}
		texts, missing := make([]string, len(values)), make([]bool, len(values))
		for i, v := range values {
			text, ok := v.(string)
			texts[i], missing[i] = strings.Clone(text), !ok
		}
		s.numbers[key.String()] = number
		s.texts, s.missing = append(s.texts, texts), append(s.missing, missing)
	}
	return number*s.windows + window, nil
}

// Sorted lists the segments in the order of answers; order[i] is the number of segment i.
func (s *Segments) Sorted() (texts [][]string, missing [][]bool, order []int) {
	return store.SortSegments(s.texts, s.missing)
}
