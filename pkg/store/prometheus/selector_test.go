package prometheus

import (
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/store"
)

func TestParseSelector(t *testing.T) {
	for text, want := range map[string]string{
		`model_feature`: `model_feature{}`,
		` model_feature_value_bucket {model="digits"} `: `model_feature{model="digits"}`,
		`model_feature_category_total{}`:                `model_feature{}`,
		`a:b{x="1", y!="2",z=~"3|4" , w!~"a\"b\\",}`:    `a:b{x="1",y!="2",z=~"3|4",w!~"a\"b\\"}`,
		`f{x="}) or vector(1) or ({", y="new\nline"}`:   `f{x="}) or vector(1) or ({",y="new\nline"}`,
		`f{model="digits"} or vector(1)`:                "",
		`f{model='digits'}`:                             "",
		`f{model="digits" y="2"}`:                       "",
		`f{model="digits"`:                              "",
		`sum(f)`:                                        "",
		`{model="digits"}`:                              "",
		``:                                              "",
	} {
		s, err := parseSelector(text)
		if (err != nil) != (want == "") {
			t.Errorf("%q: %v", text, err)
		} else if err == nil && s.metric("") != want {
			t.Errorf("%q is %s, not %s", text, s.metric(""), want)
		}
	}
}

func TestStretches(t *testing.T) {
	at := func(text string) time.Time {
		moment, err := time.Parse("2006-01-02 15:04", text)
		if err != nil {
			t.Fatal(err)
		}
		return moment
	}
	day := func(from string) store.Window {
		return store.Window{From: at(from), To: at(from).AddDate(0, 0, 1)}
	}
	windows := []store.Window{
		day("2026-03-26 23:00"), day("2026-03-27 23:00"), {From: at("2026-03-28 23:00"), To: at("2026-03-29 22:00")}, // clocks are put forward
		day("2026-03-29 22:00"), day("2026-03-30 22:00"), day("2026-03-31 22:00"), // then a month is left out
		day("2026-05-01 22:00"),
	}
	found, err := stretches(windows)
	if err != nil {
		t.Fatal(err)
	}
	var sizes []int
	for _, one := range found {
		sizes = append(sizes, len(one.windows))
		for k, i := range one.windows {
			if end := one.first + int64(k)*one.step; end != windows[i].To.UnixMilli() || one.length != windows[i].To.Sub(windows[i].From).Milliseconds() {
				t.Errorf("window %d is asked for at %d with a length of %d", i, end, one.length)
			}
		}
	}
	if len(sizes) != 4 || sizes[0] != 2 || sizes[1] != 1 || sizes[2] != 3 || sizes[3] != 1 {
		t.Errorf("stretches of %v windows", sizes)
	}
	again := day("2026-05-01 22:00")
	if found, err := stretches([]store.Window{again, again}); err != nil || len(found) != 2 || found[0].step <= 0 || found[1].step <= 0 {
		t.Errorf("the same window twice: %v %v", found, err)
	}
	if _, err := stretches([]store.Window{{}}); !store.Unsupported(err) {
		t.Errorf("no time: %v", err)
	}
}
