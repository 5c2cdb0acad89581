package query

import (
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/tideline-ml/tideline/pkg/shorten"
	"github.com/tideline-ml/tideline/pkg/slip"
)

// distance is the number of letters to add, drop, change or swap between two names (optimal string alignment), without regard to case.
func distance(a, b string) int {
	s, t := []rune(strings.ToLower(a)), []rune(strings.ToLower(b))
	before, last := make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(s); i++ {
		row := make([]int, len(t)+1)
		row[0] = i
		for j := 1; j <= len(t); j++ {
			cost := 1
			if s[i-1] == t[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(t)]
}

// Unknown is the error for a name that is none of those that are right. It says which field, guesses what was meant, and lists what would be right. Of a
// long list only the first are named, and fewer where there is a guess.
func Unknown(field, name string, right []string) *FieldError {
	text := fmt.Sprintf("%q is not known.", shorten.To(longestName, name))
	listed, most := 40, 40
	if mistake := unfilled(field, name); mistake != nil {
		text = mistake.Text
	} else if meant, ok := nearest(name, right); ok {
		text += fmt.Sprintf(" Did you mean %q?", meant)
		listed = 10
	} else if qualified := endingIn(name, right); len(qualified) > 0 {
		text += " Did you mean " + strings.Join(qualified, " or ") + "?"
		listed = 10
	}
	switch {
	case len(right) == 0:
		text += " There is nothing to choose from."
	case len(right) > most:
		text += fmt.Sprintf(" %d are right, such as %s.", len(right), strings.Join(right[:listed], ", "))
	default:
		text += " Right would be: " + strings.Join(right, ", ") + "."
	}
	return &FieldError{Field: field, Text: text}
}

// longestGuess is the length of a name, in bytes, up to which it is worth comparing letter by letter.
const longestGuess = 1000

// nearest finds the one name that is a few slips away: a third of the letters at most.
func nearest(name string, right []string) (string, bool) {
	type candidate struct {
		name string
		far  int
	}
	var candidates []candidate
	if len(name) > longestGuess {
		return "", false
	}
	for _, r := range right {
		most := max(1, utf8.RuneCountInString(r)/3)
		if slip.FarApart(name, r, most) { // no slips make up for it
			continue
		}
		if d := distance(name, r); d <= most {
			candidates = append(candidates, candidate{r, d})
		}
	}
	if len(candidates) == 0 {
		return "", false
	}
	sort.SliceStable(candidates, func(i, j int) bool { return candidates[i].far < candidates[j].far })
	return candidates[0].name, true
}

// endingIn lists the names that are another's, "nannyml.jensen_shannon", and by themselves are what was written.
func endingIn(name string, right []string) []string {
	var found []string
	for _, r := range right {
		if at := strings.LastIndexByte(r, '.'); at >= 0 && strings.EqualFold(r[at+1:], name) {
			found = append(found, fmt.Sprintf("%q", r))
		}
	}
	return found
}

// FieldError is a mistake in one field of a query. Its text is written for whoever wrote the query.
type FieldError struct{ Field, Text string }

func (e *FieldError) Error() string { return e.Field + ": " + e.Text }
