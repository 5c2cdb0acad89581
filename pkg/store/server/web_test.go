package server

import (
	"strings"
	"testing"
)

func TestFirstLineOfALongAnswerCutsNoLetterInTwo(t *testing.T) {
	umlauts := strings.Repeat("ü", 201) // two bytes each
	for body, want := range map[string]string{
		"\n too many series \nat line 1": "too many series ",
		strings.Repeat("ü", 200):         strings.Repeat("ü", 200),
		"a" + umlauts:                    "a" + strings.Repeat("ü", 199) + "…",
	} {
		if got := FirstLine(body); got != want {
			t.Errorf("of %q is shown %q, not %q", body, got, want)
		}
	}
}
