package query

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
)

// Whoever may look at a dashboard may send any query. What is far too long or far too much is refused at once, in words that can be read.
func TestHugeQueriesAreRefusedAtOnce(t *testing.T) {
	names := func(n int) []string {
		out := make([]string, n)
		for i := range out {
			out[i] = fmt.Sprintf("feature_%d", i)
		}
		return out
	}
	equal := make([]map[string]any, 20_000)
	for i := range equal {
		equal[i] = map[string]any{"column": "sepal_length", "value": 5}
	}
	slips := map[string]any{}
	for i := range 30_000 {
		slips[fmt.Sprintf("odd%d", i)] = 1
	}
	m := &model.Model{Name: "iris", Features: []model.Feature{{Name: "sepal_length"}, {Name: "petal_length"}}}
	long := strings.Repeat("x", 10_000_000)
	began := spent(t)
	if err := json.Unmarshal([]byte(`"`+long+`"`), new(any)); err != nil {
		t.Fatal(err)
	}
	floor := spent(t) - began
	for name, c := range map[string]struct {
		query map[string]any
		want  string // "": it is answered
	}{
		"a feature's name":          {map[string]any{"features": long}, `features[0]: "` + long[:longestName] + `…" is not known`},
		"a method":                  {map[string]any{"method": long[:1_000_000]}, `method: "` + long[:longestName] + `…" is not known`},
		"a choice":                  {map[string]any{"correction": long}, `correction: "` + long[:longestName] + `…" is not known`},
		"a time zone":               {map[string]any{"timezone": long}, `timezone: "xxx`},
		"a period":                  {map[string]any{"window": map[string]any{"mode": "duration", "every": long}}, `window.every: `},
		"a field":                   {map[string]any{long: 1}, ""},
		"thirty thousand fields":    {slips, ""},
		"unknown features":          {map[string]any{"features": names(9_000)}, "query: has 8980 more mistakes"},
		"more features than a list": {map[string]any{"features": names(30_000)}, "features: lists 30000, and at most 10000 are answered"},
		"filters":                   {map[string]any{"filters": equal}, "filters: lists 20000, and at most 100 are answered"},
		"values of a filter":        {map[string]any{"filters": []any{map[string]any{"column": "sepal_length", "value": names(20_000)}}}, "filters[0].value: lists 20000"},
	} {
		raw, err := json.Marshal(c.query)
		if err != nil {
			t.Fatal(err)
		}
		before := spent(t)
		q, err := Parse(raw)
		if err == nil {
			err = q.Check(m, []string{"auto", "ks", "psi"})
		}
		if ratio := float64(spent(t)-before) / float64(floor); ratio > 20 {
			t.Errorf("%s: costs %.0f times as much as reading ten megabytes of JSON", name, ratio)
		}
		text := ""
		if err != nil {
			text = err.Error()
		}
		if (c.want == "") != (err == nil) || !strings.Contains(text, c.want) {
			t.Errorf("%s: %.300s\nwant %s", name, text, c.want)
		}
		if q != nil {
			text += strings.Join(q.Notices, "\n")
		}
		if len(text) > 10_000 {
			t.Errorf("%s: %d bytes are told", name, len(text))
		}
	}
}

// spent is the processor time that the process has taken.
func spent(t *testing.T) time.Duration {
	t.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// What is left out of a long list of mistakes is counted, and those that are told are still mistakes of fields.
func TestMistakesAreCounted(t *testing.T) {
	var m mistakes
	for i := range mostMistakes + 3 {
		m.add(func() error { return &FieldError{Field: "f", Text: fmt.Sprint(i)} })
	}
	var field *FieldError
	if err := m.joined(); !errors.As(err, &field) || strings.Count(err.Error(), "\n") != mostMistakes || !strings.HasSuffix(err.Error(), "has 3 more mistakes") {
		t.Error(err)
	}
}
