package shorten

import "testing"

func TestTo(t *testing.T) {
	for text, want := range map[string]string{"": "", "äöü…": "äöü…", "äöüß!": "äöüß…", "abcd": "abcd", "abcde": "abcd…"} {
		if got := To(4, text); got != want {
			t.Errorf("%q becomes %q, not %q", text, got, want)
		}
	}
}
