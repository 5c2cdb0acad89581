// Package slip tells whether a name is another one, mistyped.
package slip

import (
	"strings"
	"unicode/utf8"
)

// Of tells whether two names differ by one slip of the hand: a letter more, less, wrong or swapped with its neighbour, or only in case.
func Of(a, b string) bool {
	if FarApart(a, b, 1) {
		return false
	}
	if strings.EqualFold(a, b) {
		return true
	}
	s, t := []rune(strings.ToLower(a)), []rune(strings.ToLower(b))
	if len(s) > len(t) {
		s, t = t, s
	}
	if len(t)-len(s) > 1 {
		return false
	}
	i := 0
	for i < len(s) && s[i] == t[i] {
		i++
	}
	if len(s) < len(t) {
		return string(s[i:]) == string(t[i+1:])
	}
	if string(s[i+1:]) == string(t[i+1:]) {
		return true
	}
	return i+1 < len(s) && s[i] == t[i+1] && s[i+1] == t[i] && string(s[i+2:]) == string(t[i+2:])
}

// FarApart tells by their lengths alone that two names differ by more than a number of letters.
func FarApart(a, b string, letters int) bool {
	n, m := utf8.RuneCountInString(a), utf8.RuneCountInString(b)
	return max(n, m)-min(n, m) > letters
}
