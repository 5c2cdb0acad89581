package shorten

import (
	"fmt"
	"strings"
	"unicode"
)

// longestName is how much of a name is read in a sentence.
const longestName = 60

// Line writes a text in one line: what would break it, or turn the direction of what follows, becomes a space.
func Line(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp, unicode.Bidi_Control) {
			return ' '
		}
		return r
	}, text)
}

// Name writes a name that somebody else chose, of a model, a file or a column, as a part of a sentence.
func Name(name string) string {
	if strings.TrimSpace(name) == "" {
		return "(empty)"
	}
	return To(longestName, Line(name))
}

// Names are the first of some names, and how many more there are: "a, b and 3 more".
func Names(most int, names []string) string {
	shown := make([]string, 0, min(most, len(names)))
	for _, name := range names[:cap(shown)] {
		shown = append(shown, Name(name))
	}
	said := strings.Join(shown, ", ")
	if more := len(names) - len(shown); more > 0 {
		said += fmt.Sprintf(" and %d more", more)
	}
	return said
}
