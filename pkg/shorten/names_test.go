package shorten

import (
	"strings"
	"testing"
)

func TestName(t *testing.T) {
	for name, want := range map[string]string{
		"digits": "digits", "größe, in cm": "größe, in cm", "": "(empty)", " ": "(empty)", "a\nb: fine\u2028c": "a b: fine c", "gpj.\u202eexe": "gpj. exe",
		strings.Repeat("ä", 61): strings.Repeat("ä", 60) + "…",
	} {
		if got := Name(name); got != want {
			t.Errorf("%q becomes %q, not %q", name, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		names []string
		want  string
	}{{nil, ""}, {[]string{"a"}, "a"}, {[]string{"a", "b\n"}, "a, b "}, {[]string{"a", "b", "c", "d"}, "a, b and 2 more"}} {
		if got := Names(2, c.names); got != c.want {
			t.Errorf("%q becomes %q, not %q", c.names, got, c.want)
		}
	}
}
