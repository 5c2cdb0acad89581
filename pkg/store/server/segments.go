package server

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tideline-ml/tideline/pkg/store"
)

// mostSegments bounds the combinations of one question.
const mostSegments = 10_000

// segments numbers the combinations of the values that rows are grouped by. A slot is a window of a segment.
type segments struct {
	windows int
	numbers map[string]int
	list    []segment
}

type segment struct {
	texts   []string
	missing []bool
}

func newSegments(groups, windows int) *segments {
	s := &segments{windows: windows, numbers: map[string]int{}}
	if groups == 0 {
		s.numbers[""], s.list = 0, []segment{{[]string{}, []bool{}}}
	}
	return s
}

// slot is the slot of a window and the values of a row's groups.
func (s *segments) slot(values []any, window int) (int, error) {
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
		if number = len(s.list); number >= mostSegments {
			return 0, &store.TooManySegmentsError{Limit: mostSegments}
		}
		one := segment{make([]string, len(values)), make([]bool, len(values))}
		for i, v := range values {
			text, ok := v.(string)
			one.texts[i], one.missing[i] = strings.Clone(text), !ok
		}
		s.numbers[key.String()], s.list = number, append(s.list, one)
	}
	return number*s.windows + window, nil
}

// sorted lists the segments in order of their texts, missing first; order[i] is the number of segment i.
func (s *segments) sorted() (texts [][]string, missing [][]bool, order []int) {
	order = make([]int, len(s.list))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		x, y := s.list[a], s.list[b]
		for g := range x.texts {
			switch {
			case x.missing[g] != y.missing[g] && x.missing[g]:
				return -1
			case x.missing[g] != y.missing[g]:
				return 1
			case x.texts[g] != y.texts[g]:
				return strings.Compare(x.texts[g], y.texts[g])
			}
		}
		return 0
	})
	for _, number := range order {
		texts, missing = append(texts, s.list[number].texts), append(missing, s.list[number].missing)
	}
	return texts, missing, order
}
